import { useView } from "@/backend/useView";
import type { BillPreview, BillView, CancelAndRebill, PutRight, RebillPreview } from "@/backend/wire";
import { showDay } from "./days";
import { Money } from "./Money";
import { Refusal } from "./Refusal";
import sums from "./Sums.module.css";
import { useWords } from "./words";

type Old = Pick<BillView, "total" | "units">;
type Props = { bill: Old; input: CancelAndRebill; className?: string };

/** What the bill in the place of another would be, beside the old one. */
export function NewBill({ bill, input, className }: Props) {
  const preview = useView("preview_rebill", input, { keep: true });
  if (preview.error) return <Refusal error={preview.error} />;
  return preview.data ? <Made made={preview.data} old={bill} className={className} /> : null;
}

function Made({ made, old, className }: { made: BillPreview; old: Old; className?: string | undefined }) {
  const t = useWords("billing");
  const rows: [string, number][] = [
    [t("correct.oldTotal"), old.total],
    [t("correct.newTotal"), made.total],
    [t("correct.newChange"), made.total - old.total],
  ];
  if (made.credit_used !== 0) rows.push([t("bill.creditUsed"), -made.credit_used]);
  rows.push([t("correct.newLeft"), made.total - made.credit_used]);
  if (made.claimed_anew !== 0) rows.push([t("correct.claimedBeside"), made.claimed_anew]);
  if (made.plan !== null) rows.push([t("correct.newInPlan", { plan: made.plan }), made.in_plan]);
  return (
    <section className={className} aria-label={t("correct.newBill")}>
      <strong>{t("correct.newBill")}</strong>
      <p>
        {t("correct.newUnits", { units: made.units, unit: made.unit, before: old.units })} {t("correct.newDue", { day: showDay(made.due_on) })}
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
export function RebillWould({ would }: { would: RebillPreview }) {
  return (
    <>
      {would.put_right.length > 0 && <PutRightTable right={would.put_right} />}
      <Made made={would.made} old={{ total: would.old_total, units: would.old_units }} />
    </>
  );
}

/** What registers showed by the bill that was wrong, and what they are said to have shown. */
function PutRightTable({ right }: { right: PutRight[] }) {
  const t = useWords("billing");
  const m = useWords("metering");
  const named = (one: PutRight) => {
    const of = { meter: one.meter, band: one.band, day: showDay(one.on) };
    return one.band === "" ? t("correct.reading", of) : t("correct.readingBand", of);
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
        {right.map((one, at) => (
          <tr key={at}>
            <th scope="row">{named(one)}</th>
            <td data-right>{`${one.was} · ${m(`kind.${one.was_kind}`)}`}</td>
            <td data-right>{[one.is, m(`kind.${one.is_kind}`), one.remark && m(`remark.${one.remark}`)].filter(Boolean).join(" · ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
