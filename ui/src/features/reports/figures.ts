import type { Unit } from "@/backend/wire";
import { type CurrencyStyle, plainMoney, showMoney, showCount } from "@/shared/amounts";
import { showDay } from "@/shared/days";

/** A figure as people read it. */
export function showFigure(figure: number, unit: Unit, currency: CurrencyStyle, withSymbol = false): string {
  switch (unit) {
    case "amount":
      return withSymbol ? showMoney(figure, currency) : plainMoney(figure, currency);
    case "count":
      return showCount(figure);
    case "basis_points":
      return `${(figure / 100).toFixed(1)} %`;
    case "seconds":
      return `${Math.floor(figure / 60)}:${String(figure % 60).padStart(2, "0")}`;
  }
}

/** A row's name: a day or a month as everywhere, a word of the field in words. */
export function showName(name: string, words: (name: string) => string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(name)) return showDay(name, "short");
  if (/^\d{4}-\d\d$/.test(name)) return showDay(`${name}-01`, "month");
  return words(name);
}

/** By how much a figure differs from the one before, in per cent; nothing where that says nothing. */
export function change(now: number | null | undefined, before: number | null | undefined): string {
  if (now === null || now === undefined || before === null || before === undefined || before === 0) return "";
  const percent = Math.round(((now - before) / Math.abs(before)) * 100);
  if (percent === 0) return "±0 %";
  return `${percent > 0 ? "+" : "−"}${Math.abs(percent)} %`;
}

