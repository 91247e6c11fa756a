/**
 * Months in words nobody can misread. Not from `Intl`: its "Sept" and its order differ by locale,
 * and a day on a counter must look the same on every machine.
 */
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day as it crosses the wire, `YYYY-MM-DD`, has no time zone and gets none here. */
export function showDay(day: string, style: "full" | "short" | "month" = "full"): string {
  const [year, month, date] = day.split("-").map(Number);
  const name = months[(month ?? 0) - 1];
  if (!year || !name) return day;
  if (style === "month") return `${name} ${year}`;
  return style === "short" ? `${date} ${name}` : `${date} ${name} ${year}`;
}

const two = (number: number) => String(number).padStart(2, "0");

/** An instant (milliseconds) in the time of this machine: `14:05`. */
export function showTime(at: number): string {
  const time = new Date(at);
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** `21 Nov 2026, 14:05`. */
export function showInstant(at: number): string {
  const time = new Date(at);
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${showDay(day)}, ${showTime(at)}`;
}
