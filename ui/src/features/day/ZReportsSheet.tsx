import { Stack } from "@mantine/core";
import { useView } from "@/backend/useView";
import { DayPicker } from "@/shared/DayPicker";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import { CashOfDay } from "./CashOfDay";
import { ZTable } from "./ZTable";

type Props = { on: string; onDay: (on: string) => void; onClose: () => void };

/** The Z reports of any day and what became of its cash, for whoever has to look at one again. */
export function ZReportsSheet({ on, onDay, onClose }: Props) {
  const t = useWords("day");
  const { business_on } = useSession();
  const reports = useView("z_reports", { from: on, to: on, limit: 500 }, { keep: true });
  return (
    <Sheet opened onClose={onClose} title={t("earlier.title")} size="56rem">
      <Stack>
        <DayPicker label={t("earlier.day")} value={on} max={business_on} onChange={onDay} keys="F4" />
        <Refusal error={reports.error} />
        {reports.data && (reports.data.length === 0 ? <p role="status">{t("earlier.none")}</p> : <ZTable reports={reports.data} />)}
        <CashOfDay on={on} />
      </Stack>
    </Sheet>
  );
}
