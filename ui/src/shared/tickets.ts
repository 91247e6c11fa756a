import {
  IconAlertTriangle,
  IconClock,
  IconPlugConnectedX,
  IconPlugX,
  IconStack2,
  type TablerIcon,
  IconWheelchair,
} from "@tabler/icons-react";
import type { Class } from "@/backend/wire";
import type { Tone } from "@/shared/StateTag";

export const classLooks: Record<Class, { tone: Tone; icon: TablerIcon }> = {
  reconnection: { tone: "red", icon: IconPlugConnectedX },
  disconnection: { tone: "red", icon: IconPlugX },
  overdue: { tone: "amber", icon: IconAlertTriangle },
  by_law: { tone: "brand", icon: IconWheelchair },
  regular: { tone: "quiet", icon: IconClock },
  bulk: { tone: "quiet", icon: IconStack2 },
};

/** The classes that stand in the urgent lane. */
export function isUrgent(kind: Class): boolean {
  return kind !== "regular" && kind !== "bulk";
}
