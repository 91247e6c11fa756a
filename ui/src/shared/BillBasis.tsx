import type { BillBasis as Basis, GasUseView, TrueBandView, TruthView } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { Money } from "@/shared/Money";
import { useWords } from "@/shared/words";
import classes from "./BillBasis.module.css";

/** How a reading is known, where nobody of the office has read it. */
const marks = ["estimated", "customer", "provisional"] as const;

/** From readings to the units of a bill: what the registers showed, and how estimates before it were made good. */
export function BillBasis({ basis }: { basis: Basis }) {
  return (
    <>
      <Readings basis={basis} />
      {basis.truth && <Truth truth={basis.truth} />}
      {basis.gas && <Gas gas={basis.gas} charged={basis.unit} />}
    </>
  );
}

function Readings({ basis }: { basis: Basis }) {
  const t = useWords("shared");
  if (basis.readings.length === 0) return null;
  return (
    <table className={classes.table}>
      <caption>{t("basis.readings")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("basis.meter")}</th>
          <th scope="col" data-right>
            {t("basis.previous")}
          </th>
          <th scope="col" data-right>
            {t("basis.current")}
          </th>
          <th scope="col" data-right>
            {t("basis.units")}
          </th>
        </tr>
      </thead>
      <tbody>
        {basis.readings.map((reading) => (
          <tr key={`${reading.meter} ${reading.band}`}>
            <th scope="row">
              {reading.meter} {reading.band}
            </th>
            <td data-right>{reading.previous}</td>
            <td data-right>
              {reading.current}
              {marks.filter((mark) => mark === reading.kind).map((mark) => ` ${t(`basis.marks.${mark}`)}`)}
            </td>
            <td data-right>
              {reading.units}
              {reading.multiplier !== "" && <small>{t("basis.times", { multiplier: reading.multiplier })}</small>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How this bill's units came about where estimates are made good, and what each of those was charged. */
function Truth({ truth }: { truth: TruthView }) {
  const t = useWords("shared");
  return (
    <>
      <table className={classes.table}>
        <caption>{t("basis.truth")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("basis.period")}</th>
            <th scope="col" data-right>
              {t("basis.estimated")}
            </th>
            <th scope="col" data-right>
              {t("basis.used")}
            </th>
            <th scope="col" data-right>
              {t("basis.charged")}
            </th>
            <th scope="col" data-right>
              {t("basis.costs")}
            </th>
          </tr>
        </thead>
        <tbody>
          {truth.periods.map((period) => (
            <tr key={period.from}>
              <th scope="row">
                {period.bill === "" ? t("basis.thisBill") : period.bill}
                <small>{t("basis.days", { from: showDay(period.from), to: showDay(period.to), count: period.days })}</small>
              </th>
              <td data-right>{period.estimated}</td>
              <td data-right>{period.units}</td>
              <td data-right>{period.charged !== null && <Money minor={period.charged} />}</td>
              <td data-right>
                <Money minor={period.costs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {truth.bands.map((band) => (
        <Counted key={band.band} band={band} truth={truth} />
      ))}
    </>
  );
}

/** What a band's registers counted since they were last measured, in a sentence. */
function Counted({ band, truth }: { band: TrueBandView; truth: TruthView }) {
  const t = useWords("shared");
  const said = { ...band, unit: truth.unit, since: showDay(truth.since), count: truth.days };
  return (
    <p className={classes.said}>
      {band.band !== "" && `${band.band}: `}
      {band.opened === "" ? t("basis.sum", said) : t("basis.read", said)}
    </p>
  );
}

/** How cubic metres became what is charged; who knows the factors can work it out again. */
function Gas({ gas, charged }: { gas: GasUseView; charged: string }) {
  const t = useWords("shared");
  const byEnergy = gas.parts.some((part) => part.calorific_value !== "");
  return (
    <>
      <table className={classes.table}>
        <caption>{t("basis.gas", { counted: gas.counted_in, charged })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("basis.period")}</th>
            <th scope="col" data-right>
              {t("basis.volume", { unit: gas.counted_in })}
            </th>
            <th scope="col" data-right>
              {t("basis.correction")}
            </th>
            {byEnergy && (
              <th scope="col" data-right>
                {t("basis.calorific")}
              </th>
            )}
            <th scope="col" data-right>
              {charged}
            </th>
          </tr>
        </thead>
        <tbody>
          {gas.parts.map((part) => (
            <tr key={`${part.band} ${part.from}`}>
              <th scope="row">
                {part.band} {t("basis.days", { from: showDay(part.from), to: showDay(part.to), count: part.days })}
              </th>
              <td data-right>{part.volume}</td>
              <td data-right>{part.correction}</td>
              {byEnergy && <td data-right>{part.calorific_value}</td>}
              <td data-right>{part.units}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.said}>
        {gas.to_m3 !== "" && `${t("basis.toM3", { unit: gas.counted_in, m3: gas.to_m3 })} `}
        {t("basis.rounded", { step: gas.round_to, unit: charged })}
      </p>
    </>
  );
}
