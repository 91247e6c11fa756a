/** Notes and coins: how many of each value, in minor units. The value 1 stands for loose coins. */
export type Counts = ReadonlyMap<number, number>;

/** What is counted under the value of the smallest coin: coins of whatever kind. */
export const LOOSE = 1;

/** What they come to. */
export function worth(counts: Counts): number {
  let sum = 0;
  for (const [value, count] of counts) sum += value * count;
  return sum;
}

/** As they cross the wire, without those of which there are none. */
export function asPieces(counts: Counts) {
  return [...counts].filter(([, count]) => count > 0).map(([value, count]) => ({ value, count }));
}

/** A whole number as a person types it; `null` when it is none. */
export function readCount(text: string): number | null {
  const bare = text.trim();
  if (bare === "") return 0;
  return /^\d{1,7}$/.test(bare) ? Number(bare) : null;
}
