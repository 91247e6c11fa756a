import { Button, Group, Menu, Skeleton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { BillView, DocumentRef } from "@/backend/wire";
import { BillBasis } from "@/shared/BillBasis";
import { DayText } from "@/shared/DayText";
import { DisputeSheet } from "@/shared/DisputeSheet";
import { focusInFront } from "@/shared/focus";
import { LateTag } from "@/shared/LateTag";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { useMay } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";
import { type Correcting, CorrectSheet } from "./CorrectSheet";

/** One claim as it was issued and as it stands, its papers, and the ways to put it right. */
export function BillSheet({ id, onClose }: { id: number; onClose: () => void }) {
  const t = useWords("billing");
  const bill = useView("bill", { bill: id });
  const [correcting, setCorrecting] = useState<Correcting | "dispute" | null>(null);
  const back = () => setCorrecting(null);
  if (correcting === "dispute" && bill.data) return <DisputeSheet account={bill.data.account_number} claims={[bill.data]} onClose={back} />;
  if (correcting && correcting !== "dispute" && bill.data) return <CorrectSheet bill={bill.data} how={correcting} onClose={back} />;
  return (
    <Sheet opened onClose={onClose} title={bill.data ? `${t(`kind.${bill.data.kind}`)} ${bill.data.number}` : t("bill.loading")} size="46rem">
      <Refusal error={bill.error} />
      {bill.data ? <Whole bill={bill.data} onCorrect={setCorrecting} /> : !bill.error && <Skeleton height="16rem" />}
    </Sheet>
  );
}

function Whole({ bill, onCorrect }: { bill: BillView; onCorrect: (how: Correcting | "dispute") => void }) {
  const t = useWords("billing");
  const paper = (format: "pdf" | "csv"): DocumentRef => ({ kind: "bill", bill: bill.id, format });
  const open = useMutation({ mutationFn: () => asked(host().openDocument(paper("pdf"))) });
  const save = useMutation({ mutationFn: (format: "pdf" | "csv") => asked(host().saveDocument(paper(format))) });
  const facts = [
    [t("bill.account"), bill.account_number],
    [t("bill.customer"), bill.customer_name],
  ] as const;
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {bill.kind === "bill" && (
          <div>
            <dt>{t("bill.period")}</dt>
            <dd>
              <DayText day={bill.period_from} /> – <DayText day={bill.period_to} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t("bill.state")}</dt>
          <dd>
            {bill.state === "open" || bill.state === "paid" ? (
              <LateTag late={bill.lateness} dueOn={bill.late_from ?? bill.due_on} />
            ) : (
              <StateTag tone="violet">{t(`bill.states.${bill.state}`)}</StateTag>
            )}
          </dd>
        </div>
      </dl>
      {bill.basis && <BillBasis basis={bill.basis} />}
      <Lines bill={bill} />
      <Corrections bill={bill} />
      <Refusal error={open.error ?? save.error} />
      {save.data && <p role="status">{t("bill.saved", { path: save.data })}</p>}
      <Group justify="space-between" gap="xs" mt="md">
        <Ways bill={bill} onCorrect={onCorrect} />
        <Group gap="xs">
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate("csv")}>
            {t("bill.saveCsv")}
          </Button>
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate("pdf")}>
            {t("bill.save")}
          </Button>
          <Button ref={focusInFront} loading={open.isPending} onClick={() => open.mutate()}>
            {t("bill.open")}
          </Button>
        </Group>
      </Group>
    </>
  );
}

function Lines({ bill }: { bill: BillView }) {
  const t = useWords("billing");
  const sums: [string, number][] = [[t("bill.total"), bill.total]];
  if (bill.credit_used !== 0) sums.push([t("bill.creditUsed"), bill.credit_used]);
  for (const one of bill.set_off) sums.push([t("bill.setOff", { number: one.number }), -one.amount]);
  sums.push([t("bill.paid"), bill.paid], [t("bill.left"), bill.left]);
  return (
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
        {sums.map(([words, minor]) => (
          <tr key={words}>
            <th scope="row" colSpan={3}>
              {words}
            </th>
            <td data-right>
              <Money minor={minor} />
            </td>
          </tr>
        ))}
      </tfoot>
    </table>
  );
}

function Corrections({ bill }: { bill: BillView }) {
  const t = useWords("billing");
  if (bill.corrections.length === 0) return null;
  return (
    <table className={classes.lines}>
      <caption>{t("tabs.corrections")}</caption>
      <tbody>
        {bill.corrections.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              {t(`correction.${one.kind}`)} {one.number}
            </th>
            <td>{t(`reason.${one.reason}`)}</td>
            <td>
              <DayText day={one.business_on} />
            </td>
            <td data-right>
              <Money minor={one.amount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What may be done about it; what a role may not do is not offered. */
function Ways({ bill, onCorrect }: { bill: BillView; onCorrect: (how: Correcting | "dispute") => void }) {
  const t = useWords("billing");
  const mayCorrect = useMay("correct bills");
  const mayWriteOff = useMay("write off bills");
  const mayDispute = useMay("work arrears");
  const ways: (Correcting | "dispute")[] = [];
  if (mayDispute && bill.left > 0) ways.push("dispute");
  if (mayCorrect) {
    if (bill.kind === "bill") ways.push("rebill");
    ways.push("cancel", "credit_note");
    if (bill.kind === "bill") ways.push("debit_note");
  }
  if (mayWriteOff && bill.left > 0) ways.push("write_off");
  if (bill.state === "cancelled" || ways.length === 0) return <span />;
  return (
    <Menu position="top-start" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown aria-hidden="true" size="1rem" />}>
          {t("correct.menu")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ways.map((way) => (
          <Menu.Item key={way} onClick={() => onCorrect(way)}>
            {t(`correct.way.${way}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
