import type { ReportKind } from "@/backend/wire";
import { useWhoWords } from "@/shared/Who";
import { useWords } from "@/shared/words";
import { showName } from "./figures";

/** What a report's rows are called. */
export function useNames(report: ReportKind) {
  const t = useWords("reports");
  const called = useWhoWords();
  // Who somebody is has no words: a log-in name may well be one.
  if (report === "clerks" || report === "variances") return called;
  // Voids are told by the reason that was given at the counter, waits by the class of the ticket.
  const names: Record<string, string> = {
    ...t("undo:reasons", { returnObjects: true }),
    ...t("shared:class", { returnObjects: true }),
    ...t("names", { returnObjects: true }),
  };
  return (name: string) => showName(name, (word) => names[word] ?? word.replaceAll("_", " "));
}

/** What a report's columns are called. */
export function useColumnWords() {
  const t = useWords("reports");
  const words: Record<string, string> = t("col", { returnObjects: true });
  return (name: string) => words[name] ?? name.replaceAll("_", " ");
}
