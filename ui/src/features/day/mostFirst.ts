import type { DayState } from "@/backend/wire";

/** The most that is done first, to be looked at later: all of it where nobody else is, else what the office does so. */
export function mostFirst(day: DayState, amount: number): number | null {
  if (day.alone) return amount;
  return day.second_look !== null && amount <= day.second_look ? day.second_look : null;
}
