import { Button, Group, NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconFileInvoice } from "@tabler/icons-react";
import { createColumnHelper } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { BillView, CustomerCard, DocumentRef } from "@/backend/wire";
import { BillBasis } from "@/shared/BillBasis";
import { DataTable } from "@/shared/DataTable";
import { DayText } from "@/shared/DayText";
import { DisputeSheet } from "@/shared/DisputeSheet";
import { showDay } from "@/shared/days";
import { EmptyState } from "@/shared/EmptyState";
import { LateTag } from "@/shared/LateTag";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { BillNowSheet } from "./BillNowSheet";
import { ChargeSheet } from "./ChargeSheet";
import classes from "./papers.module.css";

const column = createColumnHelper<BillView>();

/** The bills of one account at a time, newest first. */
export function BillsTab({ card }: { card: CustomerCard }) {
  const t = useWords("customers");
  const [account, setAccount] = useState(card.accounts[0]?.id ?? 0);
  const bills = useView("bills", { account, limit: 200 }, { enabled: account > 0 });
  const [open, setOpen] = useState<BillView | null>(null);
  const [billing, setBilling] = useState(false);
  const [charging, setCharging] = useState(false);
  const [disputing, setDisputing] = useState(false);
  const mayBill = useMay("run bills");
  const mayCharge = useMay("charge fees");
  const chosen = card.accounts.find((one) => one.id === account);
  const columns = useMemo(
    () => [
      column.accessor("number", { header: t("bill.number"), meta: { width: "11rem" } }),
      column.accessor((bill) => (bill.kind === "bill" ? showDay(bill.period_to, "month") : t(`bill.kinds.${bill.kind}`)), {
        id: "period",
        header: t("bill.period"),
      }),
      column.accessor("issued_on", {
        header: t("bill.issued"),
        meta: { width: "8rem" },
        cell: ({ getValue }) => <DayText day={getValue()} />,
      }),
      column.accessor("due_on", {
        header: t("bill.due"),
        meta: { width: "8rem" },
        cell: ({ getValue }) => <DayText day={getValue()} />,
      }),
      column.accessor("state", {
        header: t("bill.state"),
        meta: { width: "12rem" },
        cell: ({ row: { original: bill } }) =>
          bill.state === "open" || bill.state === "paid" ? (
            <LateTag late={bill.lateness} dueOn={bill.late_from ?? bill.due_on} />
          ) : (
            <StateTag tone="violet">{t(`bill.states.${bill.state}`)}</StateTag>
          ),
      }),
      column.accessor("total", {
        header: t("bill.total"),
        meta: { width: "9rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} />,
      }),
      column.accessor("left", {
        header: t("bill.left"),
        meta: { width: "9rem", right: true },
        cell: ({ getValue }) => <Money minor={getValue()} quietZero />,
      }),
    ],
    [t],
  );
  return (
    <>
      <DataTable
        label={t("tabs.bills")}
        columns={columns}
        rows={account > 0 ? bills.data : []}
        rowId={(bill) => String(bill.id)}
        onOpen={setOpen}
        minWidth="62rem"
        error={bills.error}
        empty={<EmptyState icon={IconFileInvoice} title={t("bill.none")} words={t("bill.noneWords")} />}
        tools={
          <>
            {mayBill && account > 0 && (
              <Button size="xs" variant="default" onClick={() => setBilling(true)}>
                {t("billNow.open")}
              </Button>
            )}
            {mayCharge && account > 0 && (
              <Button size="xs" variant="default" onClick={() => setCharging(true)}>
                {t("charge.open")}
              </Button>
            )}
            <NativeSelect
              size="xs"
              aria-label={t("bill.account")}
              data={card.accounts.map((one) => ({
                value: String(one.id),
                label: `${t(`shared:service.${one.service}`)} · ${one.number}`,
              }))}
              value={String(account)}
              onChange={(event) => setAccount(Number(event.currentTarget.value))}
            />
          </>
        }
      />
      {billing && <BillNowSheet account={account} onClose={() => setBilling(false)} />}
      {charging && chosen && <ChargeSheet account={chosen} onClose={() => setCharging(false)} />}
      {open && !disputing && <BillSheet bill={open} onDispute={() => setDisputing(true)} onClose={() => setOpen(null)} />}
      {open && disputing && <DisputeSheet account={open.account_number} claims={[open]} onClose={() => setDisputing(false)} />}
    </>
  );
}

type SheetProps = { bill: BillView; onDispute: () => void; onClose: () => void };

function BillSheet({ bill, onDispute, onClose }: SheetProps) {
  const t = useWords("customers");
  const mayDispute = useMay("work arrears");
  const whole = useView("bill", { bill: bill.id });
  const paper = (format: "pdf" | "csv"): DocumentRef => ({ kind: "bill", bill: bill.id, format });
  const open = useMutation({ mutationFn: () => asked(host().openDocument(paper("pdf"))) });
  const save = useMutation({ mutationFn: (format: "pdf" | "csv") => asked(host().saveDocument(paper(format))) });
  return (
    <Sheet opened onClose={onClose} title={`${t(`bill.kinds.${bill.kind}`)} ${bill.number}`} size="42rem">
      <dl className={classes.facts}>
        <div>
          <dt>{t("bill.account")}</dt>
          <dd>{bill.account_number}</dd>
        </div>
        <div>
          <dt>{t("bill.period")}</dt>
          <dd>
            <DayText day={bill.period_from} /> – <DayText day={bill.period_to} />
          </dd>
        </div>
        <div>
          <dt>{t("bill.due")}</dt>
          <dd>
            <DayText day={bill.due_on} />
          </dd>
        </div>
      </dl>
      {whole.data?.basis && <BillBasis basis={whole.data.basis} />}
      <table className={classes.lines}>
        <thead>
          <tr>
            <th scope="col">{t("bill.line")}</th>
            <th scope="col" data-right>
              {t("bill.quantity")}
            </th>
            <th scope="col" data-right>
              {t("bill.rate")}
            </th>
            <th scope="col" data-right>
              {t("bill.amount")}
            </th>
          </tr>
        </thead>
        <tbody>
          {bill.lines.map((line, index) => (
            <tr key={index}>
              <th scope="row">{line.label}</th>
              <td data-right>{line.quantity}</td>
              <td data-right>{line.rate}</td>
              <td data-right>
                <Money minor={line.amount} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <SumRow words={t("bill.total")} minor={bill.total} />
          <SumRow words={t("bill.paid")} minor={bill.paid} />
          <SumRow words={t("bill.left")} minor={bill.left} />
        </tfoot>
      </table>
      <Refusal error={open.error ?? save.error} />
      {save.data && <p role="status">{t("payment.saved", { path: save.data })}</p>}
      <Group justify="flex-end" gap="xs" mt="md">
        {mayDispute && bill.left > 0 && (
          <Button variant="default" onClick={onDispute}>
            {t("bill.dispute")}
          </Button>
        )}
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate("csv")}>
          {t("bill.saveCsv")}
        </Button>
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate("pdf")}>
          {t("bill.save")}
        </Button>
        <Button data-autofocus loading={open.isPending} onClick={() => open.mutate()}>
          {t("bill.open")}
        </Button>
      </Group>
    </Sheet>
  );
}

function SumRow({ words, minor }: { words: string; minor: number }) {
  return (
    <tr>
      <th scope="row" colSpan={3}>
        {words}
      </th>
      <td data-right>
        <Money minor={minor} />
      </td>
    </tr>
  );
}
