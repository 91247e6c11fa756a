import { readMoney } from "@/shared/amounts";

/** Values an office counts at most; the backend judges again. */
const MOST = 30;

/** A list of amounts as a person types it, blanks or semicolons between: minor units, the largest first; `null` when it is none. */
export function readDenominations(text: string, currency: Parameters<typeof readMoney>[1]): number[] | null {
  const words = text.split(/[\s;]+/).filter(Boolean);
  const values = words.map((word) => readMoney(word, currency));
  const known = values.filter((value) => value !== null && value > 0) as number[];
  if (known.length !== words.length || new Set(known).size !== known.length || known.length > MOST) return null;
  return known.toSorted((one, other) => other - one);
}
