import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Exception } from "@/backend/wire";

/** Why an exception came about, in the words with which the reason was chosen; what somebody wrote stays as it is. */
export function useReasonWords() {
  const { t } = useTranslation(["undo", "shift", "cheques", "shared"]);
  return useMemo(() => {
    const undone: Record<string, string> = t("undo:reasons", { returnObjects: true });
    const off: Record<string, string> = t("shift:variance", { returnObjects: true });
    const moved: Record<string, string> = t("shift:reason", { returnObjects: true });
    const bounced: Record<string, string> = t("cheques:bounce.reasons", { returnObjects: true });
    const methods: Record<string, string> = t("shared:method", { returnObjects: true });
    const ofKind: Record<string, Record<string, string>> = {
      void: undone, manager_void: undone, reversal: undone, refund: undone, transfer: undone,
      variance: off, closed_for_another: off, variance_first: off, deposit_differs: off, safe_differs: off, tender_variance: off,
      cash_in: moved, cash_out: moved, bounce: bounced, bounce_after_refund: bounced,
    };
    return ({ kind, detail }: Pick<Exception, "kind" | "detail">) => reasonOf(detail, ofKind[kind] ?? {}, kind === "tender_variance" ? methods : {});
  }, [t]);
}

/** A reason is a code, or a code and a note; before it may stand a way of paying. */
export function reasonOf(detail: string, reasons: Record<string, string>, first: Record<string, string> = {}): string {
  const [, code = "", rest = ""] = /^([a-z_]+)((?:[:,] .*)?)$/s.exec(detail) ?? [];
  const word = reasons[code] ?? first[code];
  if (word === undefined) return detail;
  // After a way of paying comes the reason, with its own note.
  return code in first && rest.startsWith(": ") ? `${word}: ${reasonOf(rest.slice(2), reasons)}` : word + rest;
}
