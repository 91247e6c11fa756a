import { expect, test } from "vitest";
import { periodOf } from "./periods";

test("a period is whole months, and free days never run ahead", () => {
  const of = (period: Parameters<typeof periodOf>[0], from: string | null = null, to: string | null = null) => periodOf(period, "2026-11-21", [from, to]);
  expect(of("month")).toEqual(["2026-11-01", "2026-11-30"]);
  expect(of("last_month")).toEqual(["2026-10-01", "2026-10-31"]);
  expect(of("quarter")).toEqual(["2026-09-01", "2026-11-30"]);
  expect(of("year")).toEqual(["2025-12-01", "2026-11-30"]);
  expect(of("week")).toEqual(["2026-11-15", "2026-11-21"]);
  expect(of("days")).toEqual(["2026-11-01", "2026-11-21"]);
  expect(of("days", "2026-11-05", "2026-12-31")).toEqual(["2026-11-05", "2026-11-21"]);
  expect(of("days", "2026-11-20", "2026-11-10")).toEqual(["2026-11-01", "2026-11-10"]);
});
