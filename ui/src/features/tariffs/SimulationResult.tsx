import { IconMoodEmpty } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense } from "react";
import type { SimulatedBill, SimulationReport } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { EmptyState } from "@/shared/EmptyState";
import { Money } from "@/shared/Money";
import { useWords } from "@/shared/words";
import { counted } from "./counted";
import classes from "./SimulateTab.module.css";

// Charts are heavy; the totals can be read before they are there.
const DistributionChart = lazy(() => import("./DistributionChart"));

/** Totals first, then who gains and who pays, then how it spreads, then the largest changes. */
export function SimulationResult({ report }: { report: SimulationReport }) {
  const t = useWords("tariffs");
  const change = report.after - report.before;
  if (report.bills === 0 && report.left_out.length === 0) {
    return <EmptyState icon={IconMoodEmpty} title={t("simulate.noneTitle")} words={t("simulate.none")} />;
  }
  return (
    <div className={classes.result}>
      <dl className={classes.totals}>
        <Figure name={t("simulate.before")}>
          <Money minor={report.before} size="large" />
        </Figure>
        <Figure name={t("simulate.after")}>
          <Money minor={report.after} size="large" />
        </Figure>
        <Figure name={t("simulate.change")}>
          <Money minor={change} size="large" /> <span className={classes.quiet}>{percent(change, report.before)}</span>
        </Figure>
        <Figure name={t("simulate.winners")}>
          {t("simulate.people", counted(report.winners.bills))} <span className={classes.quiet}><Money minor={report.winners.change} /></span>
        </Figure>
        <Figure name={t("simulate.losers")}>
          {t("simulate.people", counted(report.losers.bills))} <span className={classes.quiet}><Money minor={report.losers.change} /></span>
        </Figure>
        <Figure name={t("simulate.same")}>{t("simulate.people", counted(report.same))}</Figure>
      </dl>
      {report.left_out.length > 0 && (
        <section aria-label={t("simulate.leftOut")} className={classes.leftOut}>
          <h3>{t("simulate.leftOut")}</h3>
          <ul>
            {report.left_out.map((one) => (
              <li key={one.reason}>
                <strong>{t("simulate.people", counted(one.bills))}</strong> {one.reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label={t("simulate.distribution")}>
        <h3>{t("simulate.distribution")}</h3>
        <Suspense fallback={null}>
          <DistributionChart bins={report.distribution} />
        </Suspense>
      </section>
      <div className={classes.pair}>
        <Largest title={t("simulate.falls")} bills={report.falls} />
        <Largest title={t("simulate.rises")} bills={report.rises} />
      </div>
    </div>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Tenths of a percent, for reading only. */
function percent(change: number, before: number): string {
  if (before === 0) return "";
  const tenths = Math.round((change / before) * 1000) / 10;
  return `${tenths > 0 ? "+" : ""}${showCount(tenths)} %`.replace("-", "−");
}

function Largest({ title, bills }: { title: string; bills: SimulatedBill[] }) {
  const t = useWords("tariffs");
  if (bills.length === 0) return null;
  return (
    <table className={classes.largest}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t("simulate.account")}</th>
          <th scope="col" data-right>
            {t("simulate.units")}
          </th>
          <th scope="col" data-right>
            {t("simulate.before")}
          </th>
          <th scope="col" data-right>
            {t("simulate.after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {bills.map((bill) => (
          <tr key={bill.bill}>
            <th scope="row" title={bill.bill}>
              {bill.account_number}
            </th>
            <td data-right>{bill.units}</td>
            <td data-right>
              <Money minor={bill.before} />
            </td>
            <td data-right>
              <Money minor={bill.after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
