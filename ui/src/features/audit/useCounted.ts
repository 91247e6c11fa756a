import { showCount } from "@/shared/amounts";
import { useWords } from "@/shared/words";

/** So many of something: "1,204 rows". */
export function useCounted() {
  const t = useWords("audit");
  return (what: Counted, count: number) => t(`pack.${what}`, { count, shown: showCount(count) });
}

type Counted =
  | "receipts"
  | "voidCount"
  | "returnCount"
  | "bills"
  | "rows"
  | "duplicates"
  | "shifts"
  | "moves"
  | "slips"
  | "chequeCount"
  | "requests"
  | "found";
