import { BarChart } from "@mantine/charts";
import type { Service, UsagePoint } from "@/backend/wire";
import { showDay } from "./days";
import { unitOf } from "./units";
import { useWords } from "./words";

type Props = { service: Service; account: string; usage: UsagePoint[]; height?: string };

/** Twelve months of usage; a table says the same to screen readers. */
export default function UsageChart({ service, account, usage, height = "6.5rem" }: Props) {
  const t = useWords("shared");
  const label = t("usage.of", { service: t(`service.${service}`), account });
  const data = usage.map((one) => ({
    full: showDay(one.to, "month"),
    units: Number(one.units),
  }));
  return (
    <figure>
      <div aria-hidden="true">
        <BarChart
          h={height}
          data={data}
          dataKey="full"
          series={[{ name: "units", label: unitOf(service), color: "var(--cf-bar)" }]}
          withYAxis={false}
          gridAxis="none"
          tickLine="none"
          maxBarWidth={22}
          barProps={{ radius: [3, 3, 0, 0], isAnimationActive: false }}
          valueFormatter={(value) => `${value.toLocaleString("en-IN")} ${unitOf(service)}`}
          barChartProps={{ accessibilityLayer: false }}
          xAxisProps={{
            interval: 0,
            tickMargin: 4,
            height: 20,
            tick: { fontSize: 12, fill: "currentColor" },
            tickFormatter: (month: string) => month.slice(0, 1),
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
              <th scope="col">{unitOf(service)}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={one.full}>
                <th scope="row">{one.full}</th>
                <td>{one.units}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
