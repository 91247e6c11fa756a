import type { RunSummary } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { Money } from "@/shared/Money";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";

/** What a run comes to, beside what the same accounts were billed the period before. */
export function RunFigures({ summary }: { summary: RunSummary }) {
  const t = useWords("billing");
  const moved = summary.total - summary.last_total;
  const counts: [string, number][] = [
    [t("figure.accounts"), summary.accounts],
    [t("figure.already"), summary.already],
    [t("figure.noReading"), summary.no_reading],
    [t("figure.problems"), summary.problems],
    [t("figure.zero"), summary.zero],
    [t("figure.estimated"), summary.estimated],
    [t("figure.changed"), summary.changed],
  ];
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{t("figure.total")}</dt>
        <dd>
          <Money minor={summary.total} />
          <div className={classes.note}>{t("figure.bills", { count: summary.bills })}</div>
        </dd>
      </div>
      <div>
        <dt>{t("figure.last")}</dt>
        <dd>
          <Money minor={summary.last_total} />
          <div className={classes.note}>
            {t("figure.bills", { count: summary.last_bills })}
            {summary.last_bills > 0 && (
              <>
                {" · "}
                {moved >= 0 ? t("figure.more") : t("figure.less")} <Money minor={Math.abs(moved)} />
              </>
            )}
          </div>
        </dd>
      </div>
      <div>
        <dt>{t("figure.arrears")}</dt>
        <dd>
          <Money minor={summary.arrears} />
        </dd>
      </div>
      <div>
        <dt>{t("figure.credit")}</dt>
        <dd>
          <Money minor={summary.credit_used} />
        </dd>
      </div>
      {counts.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{showCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
