import { BarChart } from "@mantine/charts";
import type { ReportView } from "@/backend/wire";
import { useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import { chartedOf, type Series } from "./charted";
import { showFigure } from "./figures";
import { useColumnWords, useNames } from "./useNames";

type Props = { report: ReportView };

/** What the report is about, in bars. The table below it says the same to screen readers. */
export function ReportChart({ report }: Props) {
  const t = useWords("reports");
  const named = useNames(report.report);
  const columnWord = useColumnWords();
  const currency = useCurrency();
  const unit = report.columns[report.charted]?.unit;
  if (!unit) return null;
  const { stacked, series, data } = chartedOf(report);
  const word = ({ name, of }: Pick<Series, "name" | "of">) => (of === "before" ? t("before") : of === "column" ? columnWord(name) : named(name));
  const shown = (value: number) => showFigure(value, unit, currency, true);
  return (
    <div aria-hidden="true">
      <BarChart
        h="15rem"
        data={data.map((one) => ({ ...one.bars, place: word(one) }))}
        dataKey="place"
        type={stacked ? "stacked" : "default"}
        series={series.map((one) => ({ name: one.name, label: word(one), color: one.color }))}
        withLegend
        tickLine="none"
        maxBarWidth={stacked ? 64 : 28}
        barProps={{ radius: stacked ? 0 : [2, 2, 0, 0], isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
        xAxisProps={{ interval: data.length > 16 ? Math.floor(data.length / 8) : 0, tick: { fontSize: 12, fill: "currentColor" } }}
        referenceLines={data.some((one) => Object.values(one.bars).some((bar) => bar < 0)) ? [{ y: 0, color: "var(--cf-dim)" }] : []}
        yAxisProps={{ width: 110 }}
        valueFormatter={shown}
      />
    </div>
  );
}
