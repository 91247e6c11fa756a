import { expect, test } from "vitest";
import { readDenominations } from "./denominations";

const rupees = { code: "INR", symbol: "₹", decimals: 2, grouping: "indian" } as const;

test("notes and coins are a list of different amounts, the largest first", () => {
  expect(readDenominations("100 500;0.50\n20", rupees)).toEqual([50_000, 10_000, 2_000, 50]);
  expect(readDenominations("", rupees)).toEqual([]);
  expect(readDenominations("100 100", rupees)).toBeNull();
  expect(readDenominations("100 note", rupees)).toBeNull();
  expect(readDenominations("0", rupees)).toBeNull();
});
