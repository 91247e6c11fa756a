/** A day as it crosses the wire, `YYYY-MM-DD`, has no time zone and gets none here. */
export function showDay(day: string, style: "full" | "short" | "month" = "full", locale = "en-IN"): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month) return day;
  const utc = new Date(Date.UTC(year, month - 1, date || 1));
  const options: Intl.DateTimeFormatOptions =
    style === "month"
      ? { month: "short", year: "numeric" }
      : { day: "numeric", month: "short", ...(style === "full" ? { year: "numeric" } : {}) };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(utc);
}

/** An instant (milliseconds) in the time of this machine: `14:05`. */
export function showTime(at: number, locale = "en-IN"): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false }).format(at);
}

export function showInstant(at: number, locale = "en-IN"): string {
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" }).format(at);
  return `${day}, ${showTime(at, locale)}`;
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);
}
