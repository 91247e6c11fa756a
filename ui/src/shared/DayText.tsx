import { showDay, showInstant, showTime } from "./days";

type Props = { day: string; style?: "full" | "short" | "month" };

/** A day nobody can misread: 21 Nov 2026. */
export function DayText({ day, style = "full" }: Props) {
  return <time dateTime={day}>{showDay(day, style)}</time>;
}

/** A moment: `21 Nov 2026, 14:05`, or only the time of day. */
export function InstantText({ at, timeOnly = false }: { at: number; timeOnly?: boolean }) {
  return <time dateTime={new Date(at).toISOString()}>{timeOnly ? showTime(at) : showInstant(at)}</time>;
}
