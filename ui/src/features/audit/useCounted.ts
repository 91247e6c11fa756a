import { useWords } from "@/shared/words";

/** A count with its digits grouped. */
export const shown = (count: number) => count.toLocaleString("en-IN");

/** So many of something: "1,204 rows". */
export function useCounted() {
  const t = useWords("audit");
  return (what: "receipts" | "voidCount" | "returnCount" | "bills" | "rows" | "duplicates", count: number) =>
    t(`pack.${what}`, { count, shown: shown(count) });
}
