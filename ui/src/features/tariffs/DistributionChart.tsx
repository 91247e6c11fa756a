import { BarChart } from "@mantine/charts";
import type { SimulatedBin } from "@/backend/wire";
import { showCount } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import classes from "./SimulateTab.module.css";

/** How many bills change by how much; a table says the same. */
export default function DistributionChart({ bins }: { bins: SimulatedBin[] }) {
  const t = useWords("tariffs");
  const signed = (bound: number) => (bound < 0 ? `−${-bound}` : String(bound));
  const named = ({ from, to }: SimulatedBin) => {
    if (from === null) return t("simulate.bin.below", { to: -(to ?? 0) });
    if (to === null) return t("simulate.bin.above", { from });
    if (from === 0 && to === 0) return t("simulate.same");
    return t("simulate.bin.between", { from: signed(from), to: signed(to) });
  };
  const data = bins.map((bin) => ({ change: named(bin), bills: bin.bills }));
  return (
    <figure>
      <div aria-hidden="true">
        <BarChart
          h="11rem"
          data={data}
          dataKey="change"
          series={[{ name: "bills", label: t("simulate.bills"), color: "var(--cf-bar)" }]}
          gridAxis="x"
          tickLine="none"
          barProps={{ radius: [3, 3, 0, 0], isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
          yAxisProps={{ allowDecimals: false, width: 44 }}
          xAxisProps={{ interval: "preserveStartEnd" }}
          valueFormatter={(value) => showCount(value)}
        />
      </div>
      <details className={classes.table}>
        <summary>{t("read.asTable")}</summary>
        <table>
          <caption className="cf-visually-hidden">{t("simulate.distribution")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("simulate.ofChange")}</th>
              <th scope="col">{t("simulate.bills")}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={one.change}>
                <th scope="row">{one.change}</th>
                <td>{showCount(one.bills)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
