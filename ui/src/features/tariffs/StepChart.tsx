import { AreaChart } from "@mantine/charts";
import type { LadderView } from "@/backend/wire";
import { useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import { showRate } from "./rates";

/** What the next unit costs, by units used. The slab table beside it says the same. */
export default function StepChart({ ladder, unit }: { ladder: LadderView; unit: string }) {
  const t = useWords("tariffs");
  const currency = useCurrency();
  // Drawn only: the figures that are read are the table's.
  const data = ladder.chart.map(({ units, rate }) => ({ units: Number(units), rate: Number(rate) }));
  const ticks = data.map((corner) => corner.units);
  return (
    <figure aria-label={t("read.chart", { name: ladder.name })}>
      <div aria-hidden="true">
        <AreaChart
          h="12rem"
          data={data}
          dataKey="units"
          curveType="stepAfter"
          series={[{ name: "rate", label: t("read.rate", { unit }), color: "var(--cf-brand)" }]}
          withGradient={false}
          fillOpacity={0.12}
          strokeWidth={2}
          withDots={false}
          gridAxis="x"
          tickLine="none"
          areaProps={{ isAnimationActive: false }}
          // Room above, or the highest label is moved down onto the next one, which is then left out.
          areaChartProps={{ accessibilityLayer: false, margin: { top: 10 } }}
          yAxisProps={{ interval: 0 }}
          xAxisProps={{ type: "number", domain: ["dataMin", "dataMax"], ticks: ticks.slice(0, -1), interval: "preserveStartEnd" }}
          xAxisLabel={t("read.units")}
          valueFormatter={(value) => showRate(String(value), currency)}
        />
      </div>
    </figure>
  );
}
