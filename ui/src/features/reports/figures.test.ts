import { expect, test } from "vitest";
import { change, showFigure, showName } from "./figures";

const rupees = { code: "INR", symbol: "₹", decimals: 2, grouping: "indian" } as const;

test("figures are written in their unit", () => {
  expect(showFigure(12_345_650, "amount", rupees)).toBe("1,23,456.50");
  expect(showFigure(12_345_650, "amount", rupees, true)).toBe("₹1,23,456.50");
  expect(showFigure(123_456, "count", rupees)).toBe("1,23,456");
  expect(showFigure(9_876, "basis_points", rupees)).toBe("98.8 %");
  expect(showFigure(125, "seconds", rupees)).toBe("2:05");
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
  expect(change(100, 0)).toBe("");
  expect(change(null, 100)).toBe("");
  expect(change(100, undefined)).toBe("");
});
