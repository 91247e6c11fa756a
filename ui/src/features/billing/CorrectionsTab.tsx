import { useMutation } from "@tanstack/react-query";
import { IconFileMinus } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { usePages } from "@/backend/usePages";
import type { CorrectionView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { DayText } from "@/shared/DayText";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";

const column = createColumnHelper<CorrectionView>();
const PAGE = 200;

/** Everything that took a claim back, newest first; Enter shows its paper. */
export function CorrectionsTab() {
  const t = useWords("billing");
  const list = usePages("corrections", (before) => ({ before, limit: PAGE }), (page) => page, (one) => one.id, PAGE);
  const open = useMutation({
    mutationFn: (one: CorrectionView) => asked(host().openDocument({ kind: "correction", correction: one.id, format: "pdf" })),
  });
  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("bill.number"), meta: { width: "11rem" } }),
      column.accessor((one) => t(`correction.${one.kind}`), {
        id: "kind",
        header: t("bill.kind"),
        meta: { width: "7.5rem" },
        cell: ({ getValue }) => <StateTag tone="violet">{getValue()}</StateTag>,
      }),
      column.accessor("bill_number", { header: t("correction.bill"), meta: { width: "10.5rem" } }),
      column.accessor("customer_name", { header: t("bill.customer") }),
      column.accessor((one) => t(`reason.${one.reason}`), { id: "reason", header: t("correct.reason"), meta: { width: "8rem" } }),
      column.accessor("by", { header: t("correction.by"), meta: { width: "7rem" } }),
      column.accessor("business_on", { header: t("correction.on"), meta: { width: "5rem" }, cell: ({ getValue }) => <DayText day={getValue()} style="short" /> }),
      column.accessor("credited", { header: t("correction.credited"), meta: { width: "7rem", right: true, spare: true }, cell: ({ getValue }) => <Money minor={getValue()} quietZero /> }),
      column.accessor("amount", { header: t("bill.amount"), meta: { width: "6rem", right: true }, cell: ({ getValue }) => <Money minor={getValue()} /> }),
    ],
    [t],
  );
  return (
    <div className={classes.whole}>
      <Refusal error={open.error} />
      <Panel flush className={classes.grow} icon={IconFileMinus} title={t("tabs.corrections")}>
        <DataTable
          label={t("tabs.corrections")}
          columns={columns}
          rows={list.rows}
          rowId={(one) => String(one.id)}
          onOpen={(one) => open.mutate(one)}
          onNearEnd={list.more}
          moreRows={list.left}
          minWidth="60rem"
          error={list.error}
          empty={<EmptyState icon={IconFileMinus} title={t("correction.none")} words={t("correction.noneWords")} />}
        />
      </Panel>
    </div>
  );
}
