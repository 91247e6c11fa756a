import { IconAlertTriangle } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useView } from "@/backend/useView";
import type { Service } from "@/backend/wire";
import { showDay } from "./days";
import { Refusal } from "./Refusal";
import { StateTag } from "./StateTag";
import classes from "./UsageHistoryChart.module.css";
import { useWords } from "./words";

// Charts are heavy; the figures can be read before they are there.
const UsageChart = lazy(() => import("./UsageChart"));

type Props = { account: number; number: string; service: Service; months: number; height?: string };

/** An account's use by period, the abnormal periods marked and explained. */
export function UsageHistoryChart({ account, number, service, months, height = "11rem" }: Props) {
  const t = useWords("metering");
  const history = useView("usage_history", { account, months });
  if (!history.data) return <Refusal error={history.error} />;
  const { periods, usual, unit } = history.data;
  if (periods.length === 0) return <p className={classes.quiet}>{t("shared:usage.none")}</p>;
  const abnormal = periods.filter((period) => period.abnormal !== null);
  const usage = periods.map((period) => ({
    to: period.to,
    units: period.units,
    abnormal: period.words,
    estimated: period.estimated === "" && (period.kind === "estimated" || period.kind === "provisional"),
    wasEstimated: period.estimated,
  }));
  return (
    <div>
      <Suspense fallback={null}>
        <UsageChart service={service} account={number} usage={usage} height={height} />
      </Suspense>
      <div className={classes.words}>
        {usual !== "" && <p className={classes.quiet}>{t("usage.usual", { units: usual, unit })}</p>}
        {abnormal.length > 0 && (
          <ul aria-label={t("usage.abnormal", { count: abnormal.length })}>
            {abnormal.slice(-4).map((period) => (
              <li key={period.to} className={classes.item}>
                <StateTag tone="amber" icon={IconAlertTriangle}>
                  {showDay(period.to, "month")}
                </StateTag>
                <span>{period.words}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
