import { useMemo } from "react";
import type { RuleChange, RuleValue } from "@/backend/wire";
import { showMoney, useCurrency } from "@/shared/amounts";
import { useWords } from "@/shared/words";

/** Changed rules in words: which, from what to what, with amounts as amounts. */
export function useRuleWords() {
  const t = useWords("audit");
  const currency = useCurrency();
  return useMemo(() => {
    const names: Record<string, string> = t("rule.names", { returnObjects: true });
    const roles: Record<string, string> = t("rule.roles", { returnObjects: true });
    const values: Record<string, string> = t("rule.values", { returnObjects: true });
    const about: Record<string, string> = t("rule.about", { returnObjects: true });
    const kinds: Record<string, string> = t("shared:approvalKind", { returnObjects: true });
    const spaced = (text: string) => text.replaceAll("_", " ");
    const named = (rule: string) => {
      const [role = "", kind = ""] = rule.split(" ");
      if (role in roles && kind in kinds) return t("rule.ceiling", { role: roles[role], kind: kinds[kind] });
      return names[rule] ?? spaced(rule.replace(/_minor$/, ""));
    };
    const told = (value: RuleValue) => {
      switch (value.is) {
        case "nothing":
          return t("log.nothing");
        case "yes":
          return t(value.yes ? "log.yes" : "log.no");
        case "amount":
          return showMoney(value.amount, currency);
        case "amounts":
          return value.amounts.map((amount) => showMoney(amount, currency)).join(", ") || t("log.nothing");
        case "number":
          return value.number;
        case "text":
          return values[value.text] ?? spaced(value.text);
        case "unsaid":
          return "";
      }
    };
    const one = ({ rule, from, to }: RuleChange) =>
      to.is === "unsaid"
        ? t("rule.changed", { rule: named(rule) })
        : t("rule.fromTo", { rule: named(rule), from: told(from), to: told(to) }).trim();
    return {
      about: (subject: string) => about[subject] ?? subject,
      all: (changed: RuleChange[]) => changed.map(one).join("; "),
    };
  }, [t, currency]);
}
