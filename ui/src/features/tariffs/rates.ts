import type { CurrencyStyle } from "@/shared/amounts";

/**
 * A rate or amount that a tariff file states, as decimal text, with at least the currency's decimals:
 * `4.15`, `0.2855`, `145` → `145.00`. Text stays text: no figure of a tariff passes through a float.
 */
export function padded(text: string, currency: CurrencyStyle): string {
  const negative = text.startsWith("-");
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const digits = fraction.padEnd(currency.decimals, "0");
  return `${negative ? "−" : ""}${whole}${digits === "" ? "" : `.${digits}`}`;
}

/** `₹4.15`; a minus stands before the symbol. */
export function showRate(text: string, currency: CurrencyStyle): string {
  const bare = padded(text, currency);
  return bare.startsWith("−") ? `−${currency.symbol}${bare.slice(1)}` : `${currency.symbol}${bare}`;
}

/** Whether a person has typed a decimal number that is not below zero. */
export function isNumber(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text.trim());
}
