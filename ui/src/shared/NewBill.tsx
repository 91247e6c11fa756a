import { useView } from "@/backend/useView";
import type { BillView, CancelAndRebill, ReadingView, RightReading } from "@/backend/wire";
import { showDay } from "./days";
import { LeftAfter } from "./LeftAfter";
import { Money } from "./Money";
import { Refusal } from "./Refusal";
import { useMay } from "./session";
import sums from "./Sums.module.css";
import { useWords } from "./words";

type Props = { bill: Pick<BillView, "total" | "units">; input: CancelAndRebill; className?: string };

/** What the bill in the place of another would be, beside the old one. */
export function NewBill({ bill, input, className }: Props) {
  const t = useWords("billing");
  const preview = useView("preview_rebill", input, { keep: true });
  if (preview.error) return <Refusal error={preview.error} />;
  if (!preview.data) return null;
  const made = preview.data;
  const rows: [string, number][] = [
    [t("correct.oldTotal"), bill.total],
    [t("correct.newTotal"), made.total],
    [t("correct.newChange"), made.total - bill.total],
  ];
  if (made.credit_used !== 0) rows.push([t("bill.creditUsed"), -made.credit_used]);
  rows.push([t("correct.newLeft"), made.total - made.credit_used]);
  if (made.claimed_anew !== 0) rows.push([t("correct.claimedBeside"), made.claimed_anew]);
  return (
    <section className={className} aria-label={t("correct.newBill")}>
      <strong>{t("correct.newBill")}</strong>
      <p>
        {t("correct.newUnits", { units: made.units, unit: made.unit, before: bill.units })} {t("correct.newDue", { day: showDay(made.due_on) })}
      </p>
      <table className={sums.table}>
        <tbody>
          {rows.map(([words, minor]) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td data-right>
                <Money minor={minor} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A rebill that somebody asks for: the readings that it puts right, and the bill that would be made from them. */
export function RebillWould({ input }: { input: CancelAndRebill }) {
  const mayPreview = useMay("correct bills");
  const bill = useView("bill", { bill: input.bill });
  if (bill.error) return <Refusal error={bill.error} />;
  if (!bill.data) return null;
  const right = input.readings ?? [];
  return (
    <>
      {right.length > 0 && <PutRight account={bill.data.account} right={right} />}
      {mayPreview ? <NewBill bill={bill.data} input={input} /> : <LeftAfter bill={input.bill} kind="cancel" amount={null} />}
    </>
  );
}

/** What registers showed by the bill that was wrong, and what they are said to have shown. */
function PutRight({ account, right }: { account: number; right: RightReading[] }) {
  const t = useWords("billing");
  const m = useWords("metering");
  const readings = useView("readings", { account, all: true, limit: 500 });
  if (readings.error) return <Refusal error={readings.error} />;
  if (!readings.data) return null;
  const named = (wrong: ReadingView | undefined) => {
    if (!wrong) return t("correct.readingGone");
    const of = { meter: wrong.meter, band: wrong.band, day: showDay(wrong.on) };
    return wrong.band === "" ? t("correct.reading", of) : t("correct.readingBand", of);
  };
  return (
    <table className={sums.table}>
      <caption className="cf-visually-hidden">{t("correct.putRight")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("correct.putRight")}</th>
          <th scope="col" data-right>
            {t("correct.was")}
          </th>
          <th scope="col" data-right>
            {t("correct.now")}
          </th>
        </tr>
      </thead>
      <tbody>
        {right.map((said) => {
          const wrong = readings.data.find((one) => one.id === said.reading);
          return (
            <tr key={said.reading}>
              <th scope="row">{named(wrong)}</th>
              <td data-right>{wrong ? `${wrong.value} · ${m(`kind.${wrong.kind}`)}` : "–"}</td>
              <td data-right>
                {[said.value, m(`kind.${said.kind}`), said.remark && m(`remark.${said.remark}`)].filter(Boolean).join(" · ")}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
