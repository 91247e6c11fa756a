import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconMailForward } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { usePages } from "@/backend/usePages";
import type { NoticeView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

const PAGE = 200;
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
      column.accessor("number", { header: t("col.number"), meta: { width: "10rem" } }),
      column.accessor((row) => showDay(row.business_on, "short"), { id: "on", header: t("col.on"), meta: { width: "6rem" } }),
      column.accessor((row) => t(`notice.${row.kind}`), {
        id: "kind",
        header: t("col.kind"),
        meta: { width: "11rem" },
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
  return (
    <div className={classes.whole}>
      <Panel flush icon={IconMailForward} title={t("tabs.notices")}>
        <Refusal error={open.error ?? save.error} />
        <DataTable
          label={t("tabs.notices")}
          columns={columns}
          rows={notices.rows}
          total={notices.first?.total}
          rowId={(row) => String(row.id)}
          onOpen={(row) => open.mutate(row.id)}
          onNearEnd={notices.more}
          error={notices.error}
          minWidth="60rem"
          empty={<EmptyState icon={IconMailForward} title={t("notice.none")} words={t("notice.noneWords")} />}
        />
      </Panel>
    </div>
  );
}
