/** Sums with days as they cross the wire, `YYYY-MM-DD`: no time zone, and none here. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How many days after `from` `to` is. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / 86_400_000);
}

/** `2026-11` and so many months on or back. */
export function plusMonths(month: string, by: number): string {
  const [year = 2000, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** The same date in another month, or its last day where it has none such. */
export function inMonth(day: string, month: string): string {
  const last = plusDays(`${plusMonths(month, 1)}-01`, -1);
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > last ? last : wanted;
}

/** The weeks that a month touches, Monday first. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00Z`).getUTCDay() + 6) % 7;
  const end = `${plusMonths(month, 1)}-01`;
  const weeks: string[][] = [];
  for (let start = plusDays(first, -weekday); start < end; start = plusDays(start, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, at) => plusDays(start, at)));
  }
  return weeks;
}
