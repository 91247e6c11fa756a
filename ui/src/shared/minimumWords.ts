import type { Minimum } from "@/backend/wire";
import { showDay } from "./days";
import { useWords } from "./words";

/** What a minimum is for: to stay on, to get back on, to keep a plan. */
export function useMinimumWords() {
  const t = useWords("shared");
  return ({ kind, by }: Minimum): string =>
    by ? t(`minimumBy.${kind}`, { day: showDay(by, "short") }) : t(`minimum.${kind}`);
}
