import { IconFileCheck } from "@tabler/icons-react";
import type { DayState } from "@/backend/wire";
import { EmptyState } from "@/shared/EmptyState";
import { Panel } from "@/shared/Panel";
import { useWords } from "@/shared/words";
import { ZTable } from "./ZTable";

/** The day's Z reports. */
export function DrawersPanel({ day }: { day: DayState }) {
  const t = useWords("day");
  return (
    <Panel icon={IconFileCheck} title={t("drawers.title")}>
      {day.ended.length === 0 ? (
        <EmptyState icon={IconFileCheck} title={t("drawers.none")} words={t("drawers.noneWords")} />
      ) : (
        <ZTable reports={day.ended} />
      )}
    </Panel>
  );
}
