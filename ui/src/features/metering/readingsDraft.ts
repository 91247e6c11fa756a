import type { GridRow, RowVerdict } from "@/backend/wire";
import { kept } from "@/shared/kept";
import { isTyped, nothingTyped, type TypedReading } from "@/shared/reading";

/** The readings that are typed, by account and register, with what belongs to each. */
type ReadingsDraft = {
  /** The day that they are of. */
  on: string | null;
  typed: Record<string, TypedReading>;
  /** The rows in which something was typed, as they were then: what is not stored yet stays in sight, whatever the grid shows by now. */
  held: Record<string, GridRow>;
  said: Record<string, RowVerdict>;
};

const nothing: ReadingsDraft = { on: null, typed: {}, held: {}, said: {} };

export const keyOf = (row: Pick<GridRow, "account" | "register">) => `${row.account}/${row.register}`;

export const readingsDraft = kept("metering", nothing, ({ typed }) => Object.values(typed).filter(isTyped).length);

/** The day of what is typed; none where nothing is. */
export function typedOn(): string | null {
  const { on, typed } = readingsDraft.now();
  return Object.values(typed).some(isTyped) ? on : null;
}

export function typeReading(row: GridRow, on: string, change: TypedReading) {
  const key = keyOf(row);
  readingsDraft.change((before) => ({
    ...before,
    on,
    typed: { ...before.typed, [key]: change },
    held: before.held[key] === row ? before.held : { ...before.held, [key]: row },
  }));
}

/** What was said of a row; nothing any more where nothing is typed. */
export function judgeReading(row: GridRow, verdict: RowVerdict | null) {
  const key = keyOf(row);
  readingsDraft.change((before) => {
    const { [key]: former, ...rest } = before.said;
    if ((former ?? null) === verdict) return before;
    return { ...before, said: verdict ? { ...rest, [key]: verdict } : rest };
  });
}

/** What was stored is typed no more; of the rest the answer is kept. */
export function storedReadings(answers: RowVerdict[]) {
  const done = new Set(answers.filter((row) => row.fate === "good" || row.fate === "same").map(keyOf));
  const without = <Of>(all: Record<string, Of>) => Object.fromEntries(Object.entries(all).filter(([key]) => !done.has(key)));
  const left = answers.filter((row) => !done.has(keyOf(row)));
  readingsDraft.change((before) => ({
    ...before,
    typed: without(before.typed),
    held: without(before.held),
    said: { ...without(before.said), ...Object.fromEntries(left.map((row) => [keyOf(row), row])) },
  }));
}

/** What is typed of a row. */
export function typedOf(typed: ReadingsDraft["typed"], row: Pick<GridRow, "account" | "register">): TypedReading {
  return typed[keyOf(row)] ?? nothingTyped;
}
