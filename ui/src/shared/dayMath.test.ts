import { expect, test } from "vitest";
import { inMonth, plusDays, plusMonths, weeksOf } from "./dayMath";

test("days and months are counted over leap years and year ends", () => {
  expect(plusDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(plusDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(plusMonths("2026-12", 1)).toBe("2027-01");
  expect(inMonth("2026-01-31", "2026-02")).toBe("2026-02-28");
});

test("a month shows whole weeks from Monday", () => {
  const weeks = weeksOf("2026-11");
  expect(weeks[0]?.[0]).toBe("2026-10-26");
  expect(weeks.at(-1)?.at(-1)).toBe("2026-12-06");
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  expect(weeksOf("2027-02")).toHaveLength(4);
});
