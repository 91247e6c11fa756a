import { IconReceipt } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo } from "react";
import type { CustomerCard, PaymentRow } from "@/backend/wire";
import { DataTable } from "@/shared/DataTable";
import { InstantText } from "@/shared/DayText";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";

const column = createColumnHelper<PaymentRow>();

type Props = { card: CustomerCard; onOpen: (payment: number) => void };

export function PaymentsTab({ card, onOpen }: Props) {
  const t = useWords("customers");
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
      column.accessor("void", {
        header: t("payment.state"),
        meta: { width: "7rem" },
        cell: ({ getValue }) => (
          <StateTag tone={getValue() ? "violet" : "green"}>{getValue() ? t("payment.void") : t("payment.valid")}</StateTag>
        ),
      }),
      column.accessor("paid", {
        header: t("payment.paid"),
        meta: { width: "9rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
    ],
    [t],
  );
  return (
    <DataTable
      label={t("tabs.payments")}
      columns={columns}
      rows={card.payments}
      minWidth="58rem"
      rowId={(row) => String(row.id)}
      onOpen={(row) => onOpen(row.id)}
      filterable={card.payments.length > 10}
      empty={<EmptyState icon={IconReceipt} title={t("payment.none")} words={t("payment.noneWords")} />}
    />
  );
}
