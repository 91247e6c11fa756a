import { expect, test } from "vitest";
import { readDay, setOfficeZone, showDay, showInstant, showTime } from "./days";

test.each([
  ["2026-11-21", "full", "21 Nov 2026"],
  ["2026-09-05", "short", "5 Sep"],
  ["2026-09-30", "month", "Sep 2026"],
  ["no day", "full", "no day"],
] as const)("%s as %s is %s", (day, style, text) => {
  expect(showDay(day, style)).toBe(text);
});

test.each([
  ["5 Nov 2026", "2026-11-05"],
  ["5/11/2026", "2026-11-05"],
  ["5.11.26", "2026-11-05"],
  ["05112026", "2026-11-05"],
  ["2026-11-05", "2026-11-05"],
  ["5nov", "2026-11-05"],
  ["28 december", "2025-12-28"],
  ["29 feb 2028", "2028-02-29"],
])("%s is the day %s, however the machine writes its days", (typed, day) => {
  expect(readDay(typed, "2026-11-28", undefined, "2026-11-28")).toBe(day);
});

test.each(["", "5", "31 Apr 2026", "11/25/2026", "5 no 2026", "5 Nov 20268", "29 feb 2027", "5 Nov 2026 1", "tomorrow"])("%s is no day", (typed) => {
  expect(readDay(typed, "2026-11-28")).toBeNull();
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
