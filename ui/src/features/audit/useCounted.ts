import { showCount } from "@/shared/amounts";
import { useWords } from "@/shared/words";

/** So many of something: "1,204 rows". */
export function useCounted() {
  const t = useWords("audit");
  return (what: "receipts" | "voidCount" | "returnCount" | "bills" | "rows" | "duplicates", count: number) =>
    t(`pack.${what}`, { count, shown: showCount(count) });
}
