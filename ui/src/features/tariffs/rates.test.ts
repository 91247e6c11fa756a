import { expect, test } from "vitest";
import { isNumber, padded, showRate } from "./rates";

const rupees = { code: "INR", symbol: "₹", decimals: 2, grouping: "indian" } as const;
const yen = { code: "JPY", symbol: "¥", decimals: 0, grouping: "thousands" } as const;

test("a rate keeps every digit that the file has, and gains the coin's", () => {
  expect(padded("145", rupees)).toBe("145.00");
  expect(padded("0.2855", rupees)).toBe("0.2855");
  expect(padded("19", yen)).toBe("19");
  expect(showRate("-0.5", rupees)).toBe("−₹0.50");
});

test("only a plain decimal number is a number of units", () => {
  expect(["120", " 12.5 "].every(isNumber)).toBe(true);
  expect(["", "12,5", "-3", "1e3", ".5", "12."].some(isNumber)).toBe(false);
});
