import { IconHistory } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useView } from "@/backend/useView";
import type { JobView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showInstant } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { JobBar, jobState } from "@/shared/JobBar";
import { Panel } from "@/shared/Panel";
import { Sheet } from "@/shared/Sheet";
import { StateTag, type Tone } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { reportOf } from "./report";
import { ReportPanel } from "./ReportPanel";

const column = createColumnHelper<JobView>();
const kinds = ["import", "import_customers", "import_bills", "import_payments", "process_queue", "export_month"] as const;
const tones: Record<string, Tone> = { done: "green", failed: "red", running: "brand" };

/** Long work of before, with what came of it. */
export function History() {
  const t = useWords("imports");
  const [open, setOpen] = useState<JobView | null>(null);
  const report = open && reportOf(open.result);
  const jobs = useView("jobs", {}, { every: 5_000 });
  const columns = useMemo(
    () => [
      column.accessor("started_at", {
        header: t("history.when"),
        meta: { width: "8.5rem" },
        cell: ({ getValue }) => showInstant(getValue(), "short"),
      }),
      column.accessor((job) => t(`history.jobs.${kinds.find((kind) => kind === job.kind) ?? "other"}`), {
        id: "what",
        header: t("history.what"),
        cell: ({ getValue, row }) => [getValue(), row.original.title].filter(Boolean).join(" · "),
      }),
      column.accessor("state", {
        header: t("history.state"),
        meta: { width: "6.5rem" },
        cell: ({ getValue }) => (
          <StateTag tone={tones[getValue()] ?? "quiet"}>{t(`shared:job.${jobState(getValue())}`)}</StateTag>
        ),
      }),
    ],
    [t],
  );
  return (
    <Panel flush icon={IconHistory} title={t("history.title")}>
      <DataTable
        label={t("history.title")}
        columns={columns}
        rows={jobs.data}
        rowId={(job) => String(job.id)}
        filterable={false}
        onOpen={(job) => job.state !== "running" && setOpen(job)}
        error={jobs.error}
        empty={<EmptyState icon={IconHistory} title={t("history.none")} words={t("history.noneWords")} />}
      />
      {open && (
        <Sheet opened onClose={() => setOpen(null)} title={open.title} size="lg">
          <JobBar job={open} title={open.title} />
          {report && <ReportPanel report={report} />}
        </Sheet>
      )}
    </Panel>
  );
}
