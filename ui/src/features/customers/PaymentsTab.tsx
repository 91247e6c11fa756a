import { IconReceipt } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import { usePages } from "@/backend/usePages";
import type { PaymentRow } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { InstantText } from "@/shared/DayText";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { PaymentState, usePaymentState } from "@/shared/PaymentState";
import { useWords } from "@/shared/words";

const PAGE = 200;
const column = createColumnHelper<PaymentRow>();

type Props = { customer: number; onOpen: (payment: number) => void };

/** Every payment on the customer's accounts, also on those that were closed since. */
export function PaymentsTab({ customer, onOpen }: Props) {
  const t = useWords("customers");
  const stateOf = usePaymentState();
  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("payment.number"), meta: { width: "12rem" } }),
      column.accessor("taken_at", {
        header: t("payment.when"),
        meta: { width: "12rem" },
        cell: ({ getValue }) => <InstantText at={getValue()} />,
      }),
      column.accessor((row) => row.methods.map((method) => t(`shared:method.${method}`)).join(", "), {
        id: "methods",
        header: t("payment.methods"),
      }),
      column.accessor("clerk", { header: t("payment.clerk"), meta: { width: "9rem" } }),
      column.accessor(stateOf, {
        id: "state",
        header: t("payment.state"),
        meta: { width: "7rem" },
        cell: ({ row }) => <PaymentState payment={row.original} />,
      }),
      column.accessor("paid", {
        header: t("payment.paid"),
        meta: { width: "9rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ],
    [t, stateOf],
  );
  const pages = usePages<"payments_of_customer", PaymentRow>(
    "payments_of_customer",
    (before) => ({ customer, before, limit: PAGE }),
    (page) => page.rows,
    (row) => row.id,
    PAGE,
  );
  return (
    <DataTable
      label={t("tabs.payments")}
      columns={columns}
      rows={pages.rows}
      total={pages.first?.total}
      minWidth="58rem"
      rowId={(row) => String(row.id)}
      onOpen={(row) => onOpen(row.id)}
      onNearEnd={pages.more}
      moreRows={pages.left}
      filterable={(pages.first?.total ?? 0) > 10}
      error={pages.error}
      empty={<EmptyState icon={IconReceipt} title={t("payment.none")} words={t("payment.noneWords")} />}
    />
  );
}
