import type { ApprovalState } from "@/backend/wire";
import type { Tone } from "@/shared/StateTag";

export const stateTone: Record<ApprovalState, Tone> = {
  asked: "amber",
  approved: "green",
  refused: "red",
  withdrawn: "quiet",
  expired: "quiet",
  second_look: "amber",
  cleared: "green",
};
