import { IconFileInvoice } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import type { AccountView, CustomerCard, OpenBillView } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { DayText } from "@/shared/DayText";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { LateTag } from "@/shared/LateTag";
import { Money } from "@/shared/Money";
import { ServiceMark } from "@/shared/ServiceMark";
import { useWords } from "@/shared/words";

type Row = { account: AccountView; bill: OpenBillView };
const column = createColumnHelper<Row>();

/** What is open on all of one's own accounts, the oldest due date first. */
export function OpenBillsTab({ card }: { card: CustomerCard }) {
  const t = useWords("customers");
  const columns = useMemo(
    () => [
      column.accessor((row) => row.account.service, {
        id: "service",
        header: t("account.service"),
        meta: { width: "8rem" },
        cell: ({ getValue }) => <ServiceMark service={getValue()} />,
      }),
      column.accessor((row) => row.account.number, { id: "account", header: t("bill.account"), meta: { width: "9rem" } }),
      column.accessor((row) => row.bill.number, { id: "number", header: t("bill.number"), meta: { width: "11rem" } }),
      column.accessor((row) => (row.bill.kind === "bill" ? showDay(row.bill.period_to, "month") : t(`bill.kinds.${row.bill.kind}`)), {
        id: "period",
        header: t("bill.period"),
      }),
      column.accessor((row) => row.bill.due_on, {
        id: "due",
        header: t("bill.due"),
        meta: { width: "8rem" },
        cell: ({ getValue }) => <DayText day={getValue()} />,
      }),
      column.display({
        id: "state",
        header: t("bill.state"),
        meta: { width: "11rem" },
        cell: ({ row: { original } }) => <LateTag late={original.bill.lateness} dueOn={original.bill.due_on} />,
      }),
      column.accessor((row) => row.bill.surcharge + row.bill.rest, {
        id: "left",
        header: t("bill.left"),
        meta: { width: "9rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ],
    [t],
  );
  const rows = card.accounts
    .flatMap((account) => account.open_bills.map((bill) => ({ account, bill })))
    .sort((a, b) => a.bill.due_on.localeCompare(b.bill.due_on));
  return (
    <DataTable
      label={t("tabs.bills")}
      columns={columns}
      rows={rows}
      rowId={(row) => String(row.bill.id)}
      filterable={rows.length > 10}
      empty={<EmptyState icon={IconFileInvoice} title={t("bill.nothingOpen")} words={t("bill.nothingOpenWords")} />}
    />
  );
}
