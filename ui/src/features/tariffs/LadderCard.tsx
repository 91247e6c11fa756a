import { lazy, Suspense } from "react";
import type { LadderView, SlabView, TariffPage } from "@/backend/wire";
import { useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import classes from "./LadderCard.module.css";
import tables from "./ReadTab.module.css";
import { showRate } from "./rates";

// Charts are heavy; the table can be read before they are there.
const StepChart = lazy(() => import("./StepChart"));

/** A ladder of units: its slabs as the order's table, and as steps. */
export function LadderCard({ ladder, page }: { ladder: LadderView; page: TariffPage }) {
  const t = useWords("tariffs");
  const { unit } = page;
  const when = useWhen(ladder, unit);
  const limits = ladder.limits_per_day ? t("read.perDay") : t("read.forMonths", { count: page.billing_months });
  const many = ladder.slabs.length > 1;
  const facts = [
    many && (ladder.whole_usage ? t("read.whole") : t("read.telescopic")),
    many && limits,
    ladder.limits_for_total && t("read.forTotal"),
  ].filter((words): words is string => Boolean(words));
  return (
    <section className={classes.ladder} aria-label={ladder.name}>
      <div>
        <h3>
          {ladder.name} {when && <span className={classes.when}>{when}</span>}
        </h3>
        <table className={tables.table}>
          <caption className="cf-visually-hidden">{ladder.name}</caption>
          <thead>
            <tr>
              <th scope="col">{unit}</th>
              <th scope="col" data-right>
                {t("read.rate", { unit })}
              </th>
            </tr>
          </thead>
          <tbody>
            {ladder.slabs.map((slab) => (
              <Slab key={slab.over} slab={slab} unit={unit} />
            ))}
          </tbody>
        </table>
        {facts.map((fact) => (
          <p key={fact} className={classes.fact}>
            {fact}
          </p>
        ))}
      </div>
      {many && (
        <Suspense fallback={null}>
          <StepChart ladder={ladder} unit={unit} />
        </Suspense>
      )}
    </section>
  );
}

/** A slab's row; `named` says the unit beside the limits, where no head says it. */
export function Slab({ slab, unit, named = false }: { slab: SlabView; unit: string; named?: boolean }) {
  const t = useWords("tariffs");
  const currency = useCurrency();
  const range = useRange(slab.over, slab.up_to, unit);
  const price = slab.rate !== null ? showRate(slab.rate, currency) : t("read.flat", { amount: showRate(slab.flat ?? "0", currency) });
  return (
    <tr>
      <th scope="row">
        {range} {named && slab.over + (slab.up_to ?? "") !== "0" && unit}
      </th>
      <td data-right>{price}</td>
    </tr>
  );
}

/** From where to where, as people say it. */
export function useRange(over: string, upTo: string | null, unit: string): string {
  const t = useWords("tariffs");
  if (over === "0") return upTo === null ? t("read.every", { unit }) : t("read.upTo", { to: upTo });
  return upTo === null ? t("read.over", { over }) : t("read.overUpTo", { over, to: upTo });
}

function useWhen(ladder: LadderView, unit: string): string {
  const t = useWords("tariffs");
  const { when_over: over, when_up_to: upTo } = ladder;
  const use =
    over !== null && upTo !== null
      ? t("read.whenBetween", { over, upTo, unit })
      : over !== null
        ? t("read.whenOver", { over, unit })
        : upTo !== null && t("read.whenUpTo", { upTo, unit });
  return [
    ladder.season && t("read.season", { season: ladder.season }),
    ladder.band && t("read.band", { band: ladder.band }),
    use,
  ]
    .filter(Boolean)
    .join(", ");
}
