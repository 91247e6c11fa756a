/** How many of a value; what cannot be read as a number is not none. */
export type Count = number | "unreadable";

/** Notes and coins: how many of each value, in minor units. The value 1 stands for loose coins. */
export type Counts = ReadonlyMap<number, Count>;

/** What is counted under the value of the smallest coin: coins of whatever kind. */
export const LOOSE = 1;

/** How many of a value, as far as it can be read. */
export function countOf(counts: Counts, value: number): number {
  const count = counts.get(value);
  return typeof count === "number" ? count : 0;
}

/** What they come to, as far as they can be read. */
export function worth(counts: Counts): number {
  let sum = 0;
  for (const value of counts.keys()) sum += value * countOf(counts, value);
  return sum;
}

/** Whether each number can be read: a count is not sent before. */
export function allRead(counts: Counts): boolean {
  return [...counts.values()].every((count) => count !== "unreadable");
}

/** As they cross the wire, without those of which there are none. */
export function asPieces(counts: Counts) {
  return [...counts.keys()].map((value) => ({ value, count: countOf(counts, value) })).filter(({ count }) => count > 0);
}

/** A whole number as a person types it; `null` when it is none. */
export function readCount(text: string): number | null {
  const bare = text.trim();
  if (bare === "") return 0;
  return /^\d{1,7}$/.test(bare) ? Number(bare) : null;
}
