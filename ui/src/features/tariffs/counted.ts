import { showCount } from "@/shared/amounts";
/** A count for words: the number that chooses singular or plural, and how it is written. */
export function counted(count: number): { count: number; n: string } {
  return { count, n: showCount(count) };
}
