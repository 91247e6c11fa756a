import type { RoundToView } from "@/backend/wire";
import { useWords } from "@/shared/words";

/** Says what an amount or a factor is rounded to, and how. */
export function useRoundTo(): (rule: RoundToView) => string {
  const t = useWords("tariffs");
  return (rule) => t("read.roundTo", { to: rule.to, mode: t(`read.mode.${rule.mode}`) });
}
