/**
 * Months in words nobody can misread. Not from `Intl`: its "Sept" and its order differ by locale,
 * and a day on a counter must look the same on every machine.
 */
export const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day as it crosses the wire, `YYYY-MM-DD`, has no time zone and gets none here. */
export function showDay(day: string, style: "full" | "short" | "month" = "full"): string {
  const [year, month, date] = day.split("-").map(Number);
  const name = monthNames[(month ?? 0) - 1];
  if (!year || !name) return day;
  if (style === "month") return `${name} ${year}`;
  return style === "short" ? `${date} ${name}` : `${date} ${name} ${year}`;
}

/** The month (1–12) that a word names, `nov` or `november`; `null` when it names none. */
export function monthNamed(word: string): number | null {
  const at = monthNames.findIndex((name) => word.toLowerCase().startsWith(name.toLowerCase()));
  return at < 0 ? null : at + 1;
}

/**
 * The day that somebody typed: `28 Nov 2026`, `28.11.2026`, `28112026` or `2026-11-28`, the day always before the month; without
 * a year it is this year's, or that of the year beside it that may be chosen. `null` when it is no day.
 */
export function readDay(typed: string, today: string, min?: string, max?: string): string | null {
  const text = typed.trim().replace(/^(\d\d)(\d\d)(\d{4})$/, "$1.$2.$3");
  if (/[^\da-z\s.,/-]/i.test(text)) return null;
  const parts = text.match(/\d+|[a-z]+/gi) ?? [];
  const [first = "", second = "", third] = parts;
  if (parts.length < 2 || parts.length > 3) return null;
  if (/^\d{4}$/.test(first)) return third === undefined ? null : dayOf(first, second, third);
  if (third !== undefined) return /^(\d\d){1,2}$/.test(third) ? dayOf(third.length === 2 ? `20${third}` : third, second, first) : null;
  const year = Number(today.slice(0, 4));
  const days = [year, year - 1, year + 1].flatMap((one) => dayOf(String(one), second, first) ?? []);
  return days.find((day) => (min === undefined || day >= min) && (max === undefined || day <= max)) ?? days[0] ?? null;
}

function dayOf(year: string, word: string, date: string): string | null {
  const month = /^\d{1,2}$/.test(word) ? Number(word) : monthNamed(word);
  if (month === null || !/^\d{1,2}$/.test(date) || year < "1900") return null;
  const at = new Date(Date.UTC(Number(year), month - 1, Number(date)));
  // 31 Apr would be 1 May.
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === Number(date) ? at.toISOString().slice(0, 10) : null;
}

let zone: string | undefined;
let clock = clockOf(undefined);

/** Instants are shown in the office's zone, wherever the machine believes it stands. */
export function setOfficeZone(name: string) {
  if (name === zone) return;
  zone = name;
  clock = clockOf(name);
}

function clockOf(timeZone: string | undefined) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...parts, hourCycle: "h23", timeZone });
  } catch {
    // A zone this machine does not know: its own is the better guess.
    return new Intl.DateTimeFormat("en-GB", { ...parts, hourCycle: "h23" });
  }
}

function partsOf(at: number) {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** An instant (milliseconds) as the office's clock had it: `14:05`. */
export function showTime(at: number): string {
  return partsOf(at).time;
}

/** `21 Nov 2026, 14:05`, or without its year. */
export function showInstant(at: number, style: "full" | "short" = "full"): string {
  const { day, time } = partsOf(at);
  return `${showDay(day, style)}, ${time}`;
}
