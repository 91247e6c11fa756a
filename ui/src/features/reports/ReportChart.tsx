import { BarChart } from "@mantine/charts";
import type { ReportView } from "@/backend/wire";
import { useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";
import { showFigure } from "./figures";
import { useColumnWords, useNames } from "./useNames";

type Props = { report: ReportView };

/** The charted column, now beside before. The table below says the same to screen readers. */
export function ReportChart({ report }: Props) {
  const t = useWords("reports");
  const named = useNames();
  const columnWord = useColumnWords();
  const currency = useCurrency();
  const at = report.charted;
  const column = report.columns[at];
  if (!column) return null;
  const data = report.rows.map((row) => ({
    name: named(row.name),
    now: row.now[at] ?? 0,
    before: row.before[at] ?? 0,
  }));
  const shown = (value: number) => showFigure(value, column.unit, currency, true);
  return (
    <div aria-hidden="true">
      <BarChart
        h="15rem"
        data={data}
        dataKey="name"
        series={[
          { name: "before", label: t("before"), color: "var(--cf-line-strong)" },
          { name: "now", label: columnWord(column.name), color: "var(--cf-bar)" },
        ]}
        withLegend
        tickLine="none"
        maxBarWidth={28}
        barProps={{ radius: [2, 2, 0, 0], isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
        xAxisProps={{ interval: data.length > 16 ? Math.floor(data.length / 8) : 0, tick: { fontSize: 12, fill: "currentColor" } }}
        referenceLines={data.some((one) => one.now < 0 || one.before < 0) ? [{ y: 0, color: "var(--cf-dim)" }] : []}
        yAxisProps={{ width: 110 }}
        valueFormatter={shown}
      />
    </div>
  );
}
