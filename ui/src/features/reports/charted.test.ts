import { expect, test } from "vitest";
import type { ReportColumn, ReportKind, ReportRow, ReportView } from "@/backend/wire";
import { chartedOf } from "./charted";

const amounts = (...names: string[]): ReportColumn[] => names.map((name) => ({ name, unit: "amount" }));
const row = (name: string, now: number[], before: (number | null)[] = []): ReportRow => ({ name, now, before });
const report = (kind: ReportKind, columns: ReportColumn[], charted: number, rows: ReportRow[]): ReportView => ({
  report: kind, from: "2026-11-01", to: "2026-11-30", so_far: false, before_from: "2026-10-01", before_to: "2026-10-31", left_out: null,
  columns, charted, rows, total: row("total", []),
});
const bars = (view: ReportView) => chartedOf(view).data.map((one) => [one.name, one.bars]);
const series = (view: ReportView) => chartedOf(view).series.map((one) => one.name);

test("a column stands beside the same of the period before, where there is any", () => {
  const of = (before: (number | null)[]) => report("tenders", amounts("returned", "net"), 1, [row("cash", [0, 500], before), row("upi", [0, 200])]);
  expect(series(of([0, 400]))).toEqual(["before", "net"]);
  expect(bars(of([0, 400]))).toEqual([["cash", { before: 400, net: 500 }], ["upi", { before: 0, net: 200 }]]);
  expect(series(of([]))).toEqual(["net"]);
  expect(series(of([0, null]))).toEqual(["net"]);
});

test("a day on which nothing came has its place on the axis", () => {
  const days = report("days", amounts("net"), 0, [row("2026-11-20", [5]), row("2026-11-21", [7], [3]), row("2026-11-24", [9])]);
  const nothing = { before: 0, net: 0 };
  expect(bars(days)).toEqual([
    ["2026-11-20", { before: 0, net: 5 }], ["2026-11-21", { before: 3, net: 7 }], ["2026-11-22", nothing], ["2026-11-23", nothing], ["2026-11-24", { before: 0, net: 9 }],
  ]);
});

test("demand stands beside what was collected of it", () => {
  const demand = report("demand", amounts("billed", "collected"), 1, [row("2026-11", [900, 600], [800, 700])]);
  expect(series(demand)).toEqual(["billed", "collected"]);
  expect(bars(demand)).toEqual([["2026-11", { billed: 900, collected: 600 }]]);
});

test("what is owed stands by its age, the services on each other", () => {
  const columns: ReportColumn[] = [{ name: "accounts", unit: "count" }, ...amounts("to_30", "over_90", "overdue")];
  const aging = report("aging", columns, 3, [row("electricity", [3, 10, 20, 30]), row("water", [1, 5, 0, 5])]);
  expect(chartedOf(aging).stacked).toBe(true);
  expect(series(aging)).toEqual(["electricity", "water"]);
  expect(bars(aging)).toEqual([["to_30", { electricity: 10, water: 5 }], ["over_90", { electricity: 20, water: 0 }]]);
});
