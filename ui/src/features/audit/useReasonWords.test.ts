import { expect, test } from "vitest";
import { reasonOf } from "./useReasonWords";

const reasons = { twice: "Taken twice", unknown: "Nobody knows" };

test.each([
  ["twice", "Taken twice"],
  ["twice: at_10, again", "Taken twice: at_10, again"],
  ["unknown, closed by nisha", "Nobody knows, closed by nisha"],
  ["upi: unknown: seen_on the phone", "UPI: Nobody knows: seen_on the phone"],
  ["upi", "UPI"],
  ["began with 500.00, kept was 400.00", "began with 500.00, kept was 400.00"],
  ["twice as much was there", "twice as much was there"],
  ["", ""],
])("the reason %j is said in words", (detail, said) => {
  expect(reasonOf(detail, reasons, { upi: "UPI" })).toBe(said);
});
