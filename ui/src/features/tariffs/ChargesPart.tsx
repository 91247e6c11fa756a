import type { ReactNode } from "react";
import type { FigureView, TariffPage } from "@/backend/wire";
import { useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import { Slab, useRange } from "./LadderCard";
import classes from "./ReadTab.module.css";
import { showRate } from "./rates";
import { useOn } from "./useOn";
import { useRoundTo } from "./useRoundTo";

/** Everything on the bill that is no ladder of units: fixed, demand, per unit, rebates, taxes. */
export function ChargesPart({ page }: { page: TariffPage }) {
  const t = useWords("tariffs");
  const currency = useCurrency();
  const on = useOn();
  const rule = useRoundTo();
  const amount = (text: string) => showRate(text, currency);
  const tags = (...words: (string | null | false)[]) => words.filter(Boolean).join(", ");
  const ofBand = (band: string | null) => band && t("read.band", { band });
  const ofSeason = (season: string | null) => season && t("read.season", { season });
  const { unit } = page;
  return (
    <>
      <Charges title={t("read.fixed")} some={page.fixed.length > 0}>
        {page.fixed.map((one, at) => (
          <Charge key={at} name={one.name} figure={one.amount} unit={unit} show={amount} words={tags(t(`read.per.${one.per}`), ofSeason(one.season))} />
        ))}
      </Charges>
      {page.demand.map((one, at) => (
        <Charges key={at} title={one.name} some>
          {one.slabs.map((slab) => (
            <Slab key={slab.over} slab={slab} unit={one.unit} named />
          ))}
          <tr>
            <td colSpan={2} className={classes.words}>
              {tags(
                t("read.demandPer", { unit: one.unit }),
                ofBand(one.band),
                ofSeason(one.season),
                one.min_percent_of_contract !== null && t("read.minContract", { percent: one.min_percent_of_contract }),
              )}
            </td>
          </tr>
        </Charges>
      ))}
      <Charges title={t("read.adjustments")} some={page.adjustments.length > 0}>
        {page.adjustments.map((one, at) => (
          <Charge
            key={at}
            name={one.name}
            figure={one.rate}
            unit={unit}
            show={amount}
            words={tags(
              t("read.perUnit", { unit }),
              one.over !== null && t("read.over", { over: one.over }),
              one.up_to !== null && t("read.upTo", { to: one.up_to }),
              ofBand(one.band),
              ofSeason(one.season),
            )}
          />
        ))}
      </Charges>
      <Charges title={t("read.rebates")} some={page.rebates.length > 0}>
        {page.rebates.map((one, at) => (
          <Charge key={at} name={one.name} figure={one.percent} unit={unit} show={(percent) => `${percent.replace("-", "−")} %`} words={on(one.on)} />
        ))}
      </Charges>
      <Charges title={t("read.taxes")} some={page.taxes.length > 0}>
        {page.taxes.map((one, at) => (
          <Charge
            key={at}
            name={one.name}
            figure={one.percent}
            unit={unit}
            show={(percent) => `${percent} %`}
            words={tags(on(one.on), one.rounding !== null && t("read.taxRound", { rule: rule(one.rounding) }))}
          />
        ))}
      </Charges>
    </>
  );
}

function Charges({ title, some, children }: { title: string; some: boolean; children: ReactNode }) {
  if (!some) return null;
  return (
    <section aria-label={title} className={classes.charges}>
      <h3>{title}</h3>
      <table className={classes.table}>
        <caption className="cf-visually-hidden">{title}</caption>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

type ChargeProps = { name: string; figure: FigureView; unit: string; words: string; show: (text: string) => string };

function Charge({ name, figure, unit, words, show }: ChargeProps) {
  const t = useWords("tariffs");
  return (
    <>
      <tr>
        <th scope="row">
          {name} <span className={classes.words}>{words}</span>
        </th>
        <td data-right>{figure.same === null ? t("read.byUse") : show(figure.same)}</td>
      </tr>
      {figure.by_use.map((step) => (
        <Step key={step.over} over={step.over} upTo={step.up_to} unit={unit} value={show(step.value)} />
      ))}
    </>
  );
}

function Step({ over, upTo, unit, value }: { over: string; upTo: string | null; unit: string; value: string }) {
  const range = useRange(over, upTo, unit);
  return (
    <tr>
      <td className={classes.words}>
        {range} {unit}
      </td>
      <td data-right>{value}</td>
    </tr>
  );
}
