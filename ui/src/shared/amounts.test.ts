import { describe, expect, test } from "vitest";
import { type CurrencyStyle, plainMoney, readMoney, setOfficeGrouping, showCount, showMoney, typedAmount } from "./amounts";

const rupees: CurrencyStyle = { code: "INR", symbol: "₹", decimals: 2, grouping: "indian" };
const yen: CurrencyStyle = { code: "JPY", symbol: "¥", decimals: 0, grouping: "thousands" };
const dinars: CurrencyStyle = { code: "KWD", symbol: "KD", decimals: 3, grouping: "thousands" };

describe("amounts as they are written", () => {
  test.each([
    [12345650, rupees, "₹1,23,456.50"],
    [-5, rupees, "−₹0.05"],
    [0, rupees, "₹0.00"],
    [99999, rupees, "₹999.99"],
    [100000, rupees, "₹1,000.00"],
    [Number.MAX_SAFE_INTEGER, rupees, "₹9,00,71,99,25,47,409.91"],
    [1234567, yen, "¥1,234,567"],
    [1, dinars, "KD0.001"],
  ])("%d is %s", (minor, currency, text) => {
    expect(showMoney(minor, currency)).toBe(text);
  });

  test.each([
    ["1842", rupees, 184200],
    ["₹ 1,842.5", rupees, 184250],
    [".5", rupees, 50],
    ["1842.555", rupees, null],
    ["12a", rupees, null],
    ["-5", rupees, null],
    ["", rupees, null],
    [".", rupees, null],
    ["99999999999999999", rupees, null],
    ["12.5", yen, null],
    ["0.001", dinars, 1],
    ["1,23,456.00", rupees, 12345600],
    ["123,456.00", rupees, 12345600],
    ["1842,50", rupees, null],
    ["12,5", rupees, null],
    ["1,42", rupees, null],
    ["1,23,4567", rupees, null],
    [",420", rupees, null],
    ["1.842,50", rupees, null],
  ])("%j is read as %j", (text, currency, minor) => {
    expect(readMoney(text, currency)).toBe(minor);
  });

  test("an empty field is not one that cannot be read", () => {
    expect(["", "  ", "2oo0", "1842"].map((text) => typedAmount(text, rupees))).toEqual([null, null, "unreadable", 184200]);
  });

  test("what is written is read back as the same amount", () => {
    for (const minor of [0, 1, 99, 100, 12345678, 98765432101]) {
      expect(readMoney(plainMoney(minor, rupees), rupees)).toBe(minor);
    }
  });
});

test("counts are grouped as the book's amounts are", () => {
  expect([0, 999, 1_234_567, -1_200, 12_345.6789].map(showCount)).toEqual(["0", "999", "12,34,567", "−1,200", "12,345.679"]);
  setOfficeGrouping("thousands");
  expect([1_234_567, 1_000].map(showCount)).toEqual(["1,234,567", "1,000"]);
  setOfficeGrouping("indian");
});
