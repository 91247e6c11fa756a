import { createContext, useContext } from "react";

/** How the book's one currency is written. */
export type CurrencyStyle = {
  code: string;
  symbol: string;
  /** Digits after the point: 2 for rupees, 0 for yen, 3 for dinars. */
  decimals: number;
  /** Indian: 1,23,456; thousands: 123,456. */
  grouping: "indian" | "thousands";
};

export const CurrencyContext = createContext<CurrencyStyle>({
  code: "INR",
  symbol: "₹",
  decimals: 2,
  grouping: "indian",
});

export function useCurrency(): CurrencyStyle {
  return useContext(CurrencyContext);
}

function grouped(whole: string, grouping: CurrencyStyle["grouping"]): string {
  if (whole.length <= 3) return whole;
  const head = whole.slice(0, -3);
  const size = grouping === "indian" ? 2 : 3;
  return `${head.replace(new RegExp(`\\B(?=(\\d{${size}})+$)`, "g"), ",")},${whole.slice(-3)}`;
}

let countGrouping: CurrencyStyle["grouping"] = "indian";

/** Set as soon as the book says how its numbers are grouped. */
export function setOfficeGrouping(grouping: CurrencyStyle["grouping"]) {
  countGrouping = grouping;
}

/** A count as the book's numbers are grouped: `12,34,567` or `1,234,567`; three decimals at most. */
export function showCount(count: number): string {
  const [whole = "0", fraction] = String(Math.round(Math.abs(count) * 1000) / 1000).split(".");
  return `${count < 0 ? "−" : ""}${grouped(whole, countGrouping)}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** Digits with separators and decimals, without the symbol: `1,23,456.50`. */
export function plainMoney(minor: number, currency: CurrencyStyle): string {
  const digits = String(Math.abs(minor)).padStart(currency.decimals + 1, "0");
  const cut = digits.length - currency.decimals;
  const fraction = currency.decimals > 0 ? `.${digits.slice(cut)}` : "";
  return `${minor < 0 ? "−" : ""}${grouped(digits.slice(0, cut), currency.grouping)}${fraction}`;
}

/** `₹1,23,456.50`; a minus stands before the symbol. */
export function showMoney(minor: number, currency: CurrencyStyle): string {
  const text = plainMoney(Math.abs(minor), currency);
  return `${minor < 0 ? "−" : ""}${currency.symbol}${text}`;
}

/**
 * The digits before a point without the commas that group them, by threes or as in India; `null` where a comma stands
 * anywhere else. `12,5` is twelve and a half to whoever typed it, and must not become 125. As the backend has it.
 */
function ungrouped(whole: string): string | null {
  const grouped = /^\d{1,3}(?:(?:,\d{2})*|(?:,\d{3})*),\d{3}$/.test(whole);
  return grouped || !whole.includes(",") ? whole.replaceAll(",", "") : null;
}

/**
 * What a person typed, in minor units; `null` when it is no amount.
 * Commas may group the digits before the point; more decimals than the currency has are no amount.
 */
export function readMoney(text: string, currency: CurrencyStyle): number | null {
  const bare = text.replace(/\s/g, "").replace(currency.symbol, "");
  const match = /^([\d,]*)(?:\.(\d*))?$/.exec(bare);
  if (!match || bare === "" || bare === ".") return null;
  const [, grouping = "", fraction = ""] = match;
  const whole = ungrouped(grouping);
  if (whole === null || fraction.length > currency.decimals) return null;
  const minor = Number((whole || "0") + fraction.padEnd(currency.decimals, "0"));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** What stands in a field for an amount: minor units, `null` while it is empty, or something that is no amount. */
export type TypedAmount = number | null | "unreadable";

/** An empty field is not one that cannot be read: only the first may mean "exactly", "no limit" or nothing. */
export function typedAmount(text: string, currency: CurrencyStyle): TypedAmount {
  return text.trim() === "" ? null : (readMoney(text, currency) ?? "unreadable");
}
