import { useMemo } from "react";
import { showMoney, useCurrency } from "@/shared/money";
import { useEffectWords } from "@/shared/useActWords";
import { useWords } from "@/shared/words";
import { type Change, readChanges } from "./changes";

/** The words of the audit log: its acts, the names of what changed, and what became of it. */
export function useLogWords() {
  const t = useWords("audit");
  const currency = useCurrency();
  const effect = useEffectWords();
  return useMemo(() => {
    const acts = t("log.acts", { returnObjects: true });
    const names = t("log.names", { returnObjects: true });
    const spaced = (name: string) => name.replaceAll("_", " ");
    const said = (words: Record<string, string>, name: string) => words[name] ?? spaced(name);
    const say = {
      money: (minor: number) => showMoney(minor, currency),
      effect,
      yes: t("log.yes"),
      no: t("log.no"),
      nothing: t("log.nothing"),
    };
    const changes = (json: string): Change[] =>
      readChanges(json, say).map(({ name, lines }) => ({ name: said(names, name), lines }));
    return {
      act: (act: string) => said(acts, act),
      changes,
      /** One line of a list. */
      short: (json: string) =>
        changes(json)
          .map(({ name, lines }) => `${name} ${lines.join(", ")}`.trim())
          .join(" · "),
    };
  }, [t, currency, effect]);
}
