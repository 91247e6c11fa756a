import { IconHistory } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useJob } from "@/backend/useJob";
import { useView } from "@/backend/useView";
import type { JobView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showInstant } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { JobBar, jobState } from "@/shared/JobBar";
import { Panel } from "@/shared/Panel";
import { Sheet } from "@/shared/Sheet";
import { StateTag, type Tone } from "@/shared/StateTag";
import { useJobWords } from "@/shared/useJobWords";
import { useWords } from "@/shared/words";
import { reportOf } from "./report";
import { ReportPanel } from "./ReportPanel";

const column = createColumnHelper<JobView>();
const tones: Record<string, Tone> = { done: "green", failed: "red", running: "brand" };

/** Long work of before, with what came of it. */
export function History() {
  const t = useWords("imports");
  const words = useJobWords();
  const [open, setOpen] = useState<number | null>(null);
  const jobs = useView("jobs", {}, { every: 5_000 });
  const columns = useMemo(
    () => [
      column.accessor("started_at", {
        header: t("history.when"),
        meta: { width: "8.5rem" },
        cell: ({ getValue }) => showInstant(getValue(), "short"),
      }),
      column.accessor(words, { id: "what", header: t("history.what") }),
      column.accessor("state", {
        header: t("history.state"),
        meta: { width: "6.5rem" },
        cell: ({ getValue }) => (
          <StateTag tone={tones[getValue()] ?? "quiet"}>{t(`shared:job.${jobState(getValue())}`)}</StateTag>
        ),
      }),
    ],
    [t, words],
  );
  return (
    <Panel flush icon={IconHistory} title={t("history.title")}>
      <DataTable
        label={t("history.title")}
        columns={columns}
        rows={jobs.data}
        rowId={(job) => String(job.id)}
        filterable={false}
        onOpen={(job) => setOpen(job.id)}
        error={jobs.error}
        empty={<EmptyState icon={IconHistory} title={t("history.none")} words={t("history.noneWords")} />}
      />
      {open !== null && <JobSheet id={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

/** One job: as it goes while it runs, then with what came of it. */
function JobSheet({ id, onClose }: { id: number; onClose: () => void }) {
  const words = useJobWords();
  const job = useJob(id);
  const report = job && job.state !== "running" ? reportOf(job.result) : null;
  return (
    <Sheet opened onClose={onClose} title={job && words(job)} size="lg">
      {job && <JobBar job={job} title={words(job)} />}
      {report && <ReportPanel report={report} />}
    </Sheet>
  );
}
