import { expect, test } from "vitest";
import { change, showFigure, showName } from "./figures";

const rupees = { code: "INR", symbol: "₹", decimals: 2, grouping: "indian" } as const;

test("figures are written in their unit", () => {
  expect(showFigure(12_345_650, "amount", rupees)).toBe("1,23,456.50");
  expect(showFigure(12_345_650, "amount", rupees, true)).toBe("₹1,23,456.50");
  expect(showFigure(123_456, "count", rupees)).toBe("1,23,456");
  expect(showFigure(9_876, "basis_points", rupees)).toBe("98.8 %");
  expect([0, 48, 60, 125, 3600, 4359].map((secs) => showFigure(secs, "seconds", rupees))).toEqual(["0 s", "48 s", "1 min", "2 min 5 s", "1 h", "1 h 12 min"]);
});

test("days and months read as everywhere, everything else by its word", () => {
  expect(showName("2026-11-21", (name) => name)).toBe("21 Nov");
  expect(showName("2026-11", (name) => name)).toBe("Nov 2026");
  expect(showName("upi", () => "UPI")).toBe("UPI");
});

test("a change is in per cent of the period before, and of nothing there is none", () => {
  expect(change(150, 100)).toBe("+50 %");
  expect(change(50, 100)).toBe("−50 %");
  expect(change(100, 100)).toBe("±0 %");
  expect(change(1_099, 100)).toBe("+999 %");
  expect(change(1_100, 100)).toBe("× 11");
  expect(change(3_455_500, 17_300)).toBe("× 200");
  expect(change(100, 0)).toBe("");
  expect(change(null, 100)).toBe("");
  expect(change(100, undefined)).toBe("");
});

test("of what may be short, a change is the difference: per cent would praise the worse", () => {
  const by = (minor: number) => showFigure(minor, "amount", rupees);
  expect(change(0, -50_00, by)).toBe("+50.00");
  expect(change(-60_00, -50_00, by)).toBe("−10.00");
  expect(change(0, 10_00, by)).toBe("−10.00");
  expect(change(-5_00, 0, by)).toBe("−5.00");
  expect(change(7_00, 7_00, by)).toBe("±0");
  expect(change(7_00, null, by)).toBe("");
});
