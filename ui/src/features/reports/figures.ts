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
      return showWait(figure);
  }
}

/** A wait with its units, the two largest of them: "48 s", "2 min 5 s", "1 h 12 min". */
function showWait(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const parts = hours > 0 ? [[hours, "h"], [minutes, "min"]] : [[minutes, "min"], [rest, "s"]];
  const told = parts.filter(([count]) => count !== 0);
  return (told.length === 0 ? [[0, "s"]] : told).map((part) => part.join(" ")).join(" ");
}

/** A row's name: a day or a month as everywhere, a word of the field in words. */
export function showName(name: string, words: (name: string) => string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(name)) return showDay(name, "short");
  if (/^\d{4}-\d\d$/.test(name)) return showDay(`${name}-01`, "month");
  return words(name);
}

/**
 * By how much a figure differs from the one before, in per cent; nothing where that says nothing. Of what may be less than
 * nothing it is the difference itself: per cent of a shortage would praise the worse one.
 */
export function change(now: number | null | undefined, before: number | null | undefined, difference?: (by: number) => string): string {
  if (now === null || now === undefined || before === null || before === undefined) return "";
  if (difference) {
    const by = now - before;
    return by === 0 ? "±0" : `${by > 0 ? "+" : "−"}${difference(Math.abs(by))}`;
  }
  if (before === 0) return "";
  const percent = Math.round(((now - before) / Math.abs(before)) * 100);
  if (percent === 0) return "±0 %";
  // Beyond that nobody sees per cent: how many times as much it is, which what is below nothing is not.
  if (Math.abs(percent) > 999) return now > 0 && before > 0 ? `× ${showCount(Math.round(now / before))}` : "";
  return `${percent > 0 ? "+" : "−"}${Math.abs(percent)} %`;
}

