import { expect, test } from "vitest";
import { setOfficeZone, showDay, showInstant, showTime } from "./days";

test.each([
  ["2026-11-21", "full", "21 Nov 2026"],
  ["2026-09-05", "short", "5 Sep"],
  ["2026-09-30", "month", "Sep 2026"],
  ["no day", "full", "no day"],
] as const)("%s as %s is %s", (day, style, text) => {
  expect(showDay(day, style)).toBe(text);
});

test("an instant stands in the office's time, not in the machine's", () => {
  const at = Date.parse("2026-11-21T20:35:00Z");
  setOfficeZone("Asia/Kolkata");
  expect(showInstant(at)).toBe("22 Nov 2026, 02:05");
  setOfficeZone("America/Sao_Paulo");
  expect(showTime(at)).toBe("17:35");
});

test("a zone nobody knows does not stop the screen", () => {
  setOfficeZone("Nowhere/At_All");
  expect(showInstant(Date.parse("2026-11-21T12:00:00Z"))).toMatch(/^2[0-2] Nov 2026, \d\d:\d\d$/);
});
