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
