import { useMemo } from "react";
import type { NamedId } from "@/backend/wire";
import { showMoney, useCurrency } from "@/shared/amounts";
import { useEffectWords } from "@/shared/useActWords";
import { useWhyText } from "@/shared/whyText";
import { useWords } from "@/shared/words";
import { type Change, readChanges } from "./changes";

/** The words of the audit log: its acts, the names of what changed, and what became of it. */
export function useLogWords() {
  const t = useWords("audit");
  const currency = useCurrency();
  const effect = useEffectWords();
  const why = useWhyText();
  return useMemo(() => {
    const acts: Record<string, string> = t("log.acts", { returnObjects: true });
    const names = t("log.names", { returnObjects: true });
    const spaced = (name: string) => name.replaceAll("_", " ");
    const said = (words: Record<string, string>, name: string) => words[name] ?? spaced(name);
    const reasons: Record<string, string> = t("undo:reasons", { returnObjects: true });
    const methods: Record<string, string> = t("shared:method", { returnObjects: true });
    const papers: Record<string, string> = t("log.papers", { returnObjects: true });
    const words: Record<string, Record<string, string>> = { method: methods, reason: reasons, paper: papers };
    const say = {
      money: (minor: number) => showMoney(minor, currency),
      effect,
      why,
      // A newer program may have written into this book; its acts are named as such, never passed off as words.
      act: (act: string) => acts[act] ?? t("log.otherAct", { code: act }),
      name: (name: string) => said(names, name),
      word: (word: string, name: string) => words[name]?.[word] ?? spaced(word),
      number: () => undefined,
      inBook: (id: number) => t("log.inBook", { id }),
      more: (count: number) => t("log.more", { count }),
      yes: t("log.yes"),
      no: t("log.no"),
      nothing: t("log.nothing"),
    };
    const named = ({ name, lines }: Change): Change => ({ name: said(names, name), lines });
    const by = (ids: NamedId[]) => ({
      ...say,
      number: (name: string, id: number) => ids.find((one) => one.what === name && one.id === id)?.number,
    });
    return {
      act: say.act,
      changes: (json: string, ids: NamedId[]): Change[] => readChanges(json, by(ids)).map(named),
      /** One line of a list, without the numbers that only the book knows. */
      short: (json: string, ids: NamedId[]) =>
        withoutGiven(readChanges(json, by(ids)))
          .filter(({ name }) => !inner.has(name))
          .map((change) => (speaks.has(change.name) ? change.lines.join(" ") : `${named(change).name} ${change.lines.join(", ")}`.trim()))
          .join(" · "),
    };
  }, [t, currency, effect, why]);
}

/** What was given says something only where it is another sum than what was paid. */
export function withoutGiven(changes: Change[]): Change[] {
  const paid = changes.find(({ name }) => name === "paid")?.lines[0];
  return changes.filter(({ name, lines }) => name !== "tendered" || lines[0] !== paid);
}

/** Ids of rows. */
const inner = new Set(["id", "payment", "account", "accounts", "customer", "property", "user", "step", "counter", "job", "shares"]);
/** What is a sentence already. */
const speaks = new Set(["effects", "why"]);
