import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconMailForward, IconPrinter } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useJob } from "@/backend/useJob";
import { usePages } from "@/backend/usePages";
import type { BatchFiles, NoticeKind, NoticeView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { DayField } from "@/shared/DayField";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { JobBar } from "@/shared/JobBar";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

const PAGE = 200;
const kinds: NoticeKind[] = ["reminder", "final_notice"];
const column = createColumnHelper<NoticeView>();

/** Every reminder and disconnection notice; a row opens its paper. */
export function NoticesTab() {
  const t = useWords("arrears");
  const notices = usePages<"notices", NoticeView>(
    "notices",
    (before) => ({ before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  const open = useMutation({
    mutationFn: (notice: number) => asked(host().openDocument({ kind: "notice", notice, format: "pdf" })),
  });
  const save = useMutation({
    mutationFn: (notice: number) => asked(host().saveDocument({ kind: "notice", notice, format: "pdf" })),
  });
  const saveIt = save.mutate;
  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("col.number"), meta: { width: "11rem" } }),
      column.accessor((row) => showDay(row.business_on, "short"), { id: "on", header: t("col.on"), meta: { width: "6rem" } }),
      column.accessor((row) => t(`notice.${row.kind}`), {
        id: "kind",
        header: t("col.kind"),
        meta: { width: "9rem" },
        cell: ({ getValue, row }) => (
          <StateTag tone={row.original.kind === "final_notice" ? "red" : "amber"}>{getValue()}</StateTag>
        ),
      }),
      column.accessor("account_number", { header: t("col.account"), meta: { width: "7rem" } }),
      column.accessor("name", { header: t("col.name") }),
      column.accessor((row) => showDay(row.pay_by_on, "short"), { id: "by", header: t("col.payBy"), meta: { width: "6.5rem" } }),
      column.accessor("owed", {
        header: t("col.owed"),
        meta: { width: "7.5rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
      column.display({
        id: "save",
        header: () => <span className="cf-visually-hidden">{t("saveAs")}</span>,
        meta: { width: "6.5rem", right: true },
        cell: ({ row: { original } }) => (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t("saveOf", { number: original.number })}
            onClick={(event) => {
              event.stopPropagation();
              saveIt(original.id);
            }}
          >
            {t("saveAs")}
          </Button>
        ),
      }),
    ],
    [t, saveIt],
  );
  const newest = notices.rows?.[0]?.business_on;
  return (
    <div className={classes.whole}>
      {newest !== undefined && <Batch newest={newest} />}
      <Panel flush icon={IconMailForward} title={t("tabs.notices")}>
        <Refusal error={open.error ?? save.error} />
        <DataTable
          label={t("tabs.notices")}
          columns={columns}
          rows={notices.rows}
          total={notices.first?.total ?? undefined}
          rowId={(row) => String(row.id)}
          onOpen={(row) => open.mutate(row.id)}
          onNearEnd={notices.more}
          moreRows={notices.left}
          error={notices.error}
          minWidth="60rem"
          empty={<EmptyState icon={IconMailForward} title={t("notice.none")} words={t("notice.noneWords")} />}
        />
      </Panel>
    </div>
  );
}

/** All notices of a day as one PDF, in the order in which somebody walks them out. */
function Batch({ newest }: { newest: string }) {
  const t = useWords("arrears");
  // Until somebody picks a day it is the newest, also where a run has made today's since.
  const [picked, setPicked] = useState<string | null>(null);
  const on = picked ?? newest;
  const [kind, setKind] = useState<NoticeKind | "">("");
  const [route, setRoute] = useState("");
  const start = useCommand("export_notice_batch");
  const job = useJob(start.data?.id ?? null, "export_notice_batch");
  const choose = useMutation({
    mutationFn: () => asked(host().pickFolder()),
    onSuccess: (folder) => folder !== null && start.mutate({ on, kind: kind || null, route: route.trim() || null, folder }),
  });
  const files = job?.state === "done" ? (job.result as BatchFiles).files : null;
  return (
    <Panel className={classes.fixed} icon={IconPrinter} title={t("batch.title")}>
      <Group align="flex-end" gap="sm">
        <DayField label={t("col.on")} value={on} onChange={setPicked} />
        <NativeSelect
          label={t("col.kind")}
          data={[{ value: "", label: t("batch.both") }, ...kinds.map((one) => ({ value: one, label: t(`notice.${one}`) }))]}
          value={kind}
          onChange={(event) => setKind(kinds.find((one) => one === event.currentTarget.value) ?? "")}
        />
        <TextInput label={t("batch.route")} placeholder={t("batch.allRoutes")} value={route} onChange={(event) => setRoute(event.currentTarget.value)} />
        <Button variant="default" disabled={on === ""} loading={choose.isPending || start.isPending || job?.state === "running"} onClick={() => choose.mutate()}>
          {t("batch.save")}
        </Button>
      </Group>
      <Refusal error={choose.error ?? start.error} />
      {job && job.state !== "done" && <JobBar job={job} title={t("batch.title")} />}
      {files && <p role="status">{t("batch.written", { files: files.join(", ") })}</p>}
    </Panel>
  );
}
