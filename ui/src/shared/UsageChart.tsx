import { BarChart } from "@mantine/charts";
import type { Service } from "@/backend/wire";
import { showCount } from "./amounts";
import { showDay } from "./days";
import { unitOf } from "./units";
import { useWords } from "./words";

type Period = {
  to: string;
  units: string;
  /** Why it is abnormal, in words; empty or missing when it is usual. */
  abnormal?: string;
  /** Nobody read the meter. */
  estimated?: boolean;
  /** What an estimate said before a reading told the truth; empty or missing where there was none. */
  wasEstimated?: string;
};

type Props = { service: Service; account: string; usage: Period[]; height?: string };

/** Usage by period, abnormal ones marked by colour and by a sign; a table says the same to screen readers. */
export default function UsageChart({ service, account, usage, height = "6.5rem" }: Props) {
  const t = useWords("shared");
  const label = t("usage.of", { service: t(`service.${service}`), account });
  const marked = usage.some((one) => one.abnormal || one.estimated || one.wasEstimated);
  const data = usage.map((one) => {
    const units = Number(one.units);
    const look = one.abnormal ? "abnormal" : one.estimated ? "estimated" : "units";
    const month = showDay(one.to, "month");
    return { full: month, sign: signOf(one) + month.slice(0, 1), words: one.abnormal ?? "", shown: one.units, [look]: units };
  });
  const unit = unitOf(service);
  return (
    <figure>
      <div aria-hidden="true">
        <BarChart
          h={height}
          data={data}
          dataKey="full"
          type="stacked"
          series={[
            { name: "units", label: unit, color: "var(--cf-bar)" },
            { name: "abnormal", label: `${unit}, ${t("usage.abnormal")}`, color: "var(--cf-amber)" },
            { name: "estimated", label: `${unit}, ${t("usage.estimated")}`, color: "var(--cf-bar-before)" },
          ].slice(0, marked ? 3 : 1)}
          withYAxis={false}
          gridAxis="none"
          tickLine="none"
          maxBarWidth={22}
          barProps={{ radius: [3, 3, 0, 0], isAnimationActive: false }}
          valueFormatter={(value) => `${showCount(value)} ${unit}`}
          barChartProps={{ accessibilityLayer: false }}
          xAxisProps={{
            interval: usage.length > 18 ? 2 : 0,
            tickMargin: 4,
            height: 22,
            tick: { fontSize: 12, fill: "currentColor" },
            tickFormatter: (month: string, at: number) => data[at]?.sign ?? month.slice(0, 1),
          }}
          withTooltip
        />
      </div>
      <div className="cf-visually-hidden">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t("usage.month")}</th>
              <th scope="col">{unit}</th>
              {marked && <th scope="col">{t("usage.mark")}</th>}
            </tr>
          </thead>
          <tbody>
            {usage.map((one, at) => (
              <tr key={one.to}>
                <th scope="row">{data[at]?.full}</th>
                <td>{one.units}</td>
                {marked && (
                  <td>{one.abnormal || (one.estimated ? t("usage.estimated") : one.wasEstimated ? t("usage.wasEstimated", { units: one.wasEstimated }) : "")}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** Colour alone says nothing: an abnormal month has a sign, an estimated one its letter. */
function signOf({ abnormal, estimated }: Period): string {
  if (abnormal) return "⚠";
  return estimated ? "E " : "";
}
