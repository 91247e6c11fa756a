import type { ReportRow, ReportView } from "@/backend/wire";
import { daysBetween, plusDays } from "@/shared/dayMath";

/** One set of bars: the column that names it, or a row, and its colour. */
export type Series = { name: string; of: "column" | "before" | "row"; color: string };

/** What a report's chart shows: places along the axis, the bars at each, and whether they stand on each other. */
export type Charted = { stacked: boolean; series: Series[]; data: { name: string; of: "column" | "row"; bars: Record<string, number> }[] };

const now = "var(--cf-brand)";
const beside = "var(--cf-bar-before)";
const services: Record<string, string> = { electricity: "var(--cf-electricity)", water: "var(--cf-water)", gas: "var(--cf-gas)" };

/** Most reports show one column beside the same of the period before; what is owed shows its ages, and demand what came in of it. */
export function chartedOf(report: ReportView): Charted {
  if (report.report === "aging") return ages(report);
  const { rows, columns, charted } = report;
  const name = columns[charted]?.name ?? "";
  if (report.report === "demand") {
    const billed = columns[0]?.name ?? "";
    return {
      stacked: false,
      series: [
        { name: billed, of: "column", color: beside },
        { name, of: "column", color: now },
      ],
      data: rows.map((row) => ({ name: row.name, of: "row", bars: { [billed]: row.now[0] ?? 0, [name]: row.now[charted] ?? 0 } })),
    };
  }
  const before: Series[] = hasBefore(rows, charted) ? [{ name: "before", of: "before", color: beside }] : [];
  return {
    stacked: false,
    series: [...before, { name, of: "column", color: now }],
    data: (report.report === "days" ? eachDay(rows) : rows).map((row) => ({ name: row.name, of: "row", bars: { before: row.before[charted] ?? 0, [name]: row.now[charted] ?? 0 } })),
  };
}

/** A day without a row has its place on the axis all the same: the days beside it would stand as neighbours. */
function eachDay(rows: ReportRow[]): ReportRow[] {
  return rows.flatMap((row, at) => {
    const next = rows[at + 1]?.name;
    const missing = next === undefined ? 0 : Math.max(0, daysBetween(row.name, next) - 1);
    return [row, ...Array.from({ length: missing }, (_, on) => ({ name: plusDays(row.name, on + 1), now: [], before: [] }))];
  });
}

/** The ages of what is owed along the axis, the services on each other, as the arrears room has them. */
function ages({ rows, columns, charted }: ReportView): Charted {
  return {
    stacked: true,
    series: rows.map((row) => ({ name: row.name, of: "row", color: services[row.name] ?? now })),
    data: columns.flatMap(({ name, unit }, at) =>
      unit === "amount" && at !== charted ? [{ name, of: "column" as const, bars: Object.fromEntries(rows.map((row) => [row.name, row.now[at] ?? 0])) }] : [],
    ),
  };
}

/** Whether any row has something to be held against. */
export function hasBefore(rows: ReportRow[], charted: number): boolean {
  return rows.some(({ before }) => before[charted] !== null && before[charted] !== undefined);
}
