import type { ReadingEntry, ReadingKind, Remark, RowVerdict } from "@/backend/wire";

/** A reading as it is being typed. */
export type TypedReading = {
  value: string;
  kind: ReadingKind;
  remark: Remark;
  reason: string;
  rolledOver: boolean | null;
};

export const nothingTyped: TypedReading = { value: "", kind: "actual", remark: "working", reason: "", rolledOver: null };

/** The reasons that are picked by a digit; the last is said in words. */
export const readingReasons = ["seen_twice", "confirmed", "empty", "more_use", "less_use", "other"] as const;
export type ReadingReason = (typeof readingReasons)[number];

const unseen: Remark[] = ["locked", "breakdown", "no_meter"];

/** Whether there is anything to ask about: digits, or why there are none. */
export function isTyped({ value, remark, kind }: TypedReading): boolean {
  return value !== "" || unseen.includes(remark) || kind === "estimated";
}

/** What is sent for an account's register. */
export function entryOf(account: number, register: number, on: string, typed: TypedReading): ReadingEntry {
  return {
    account,
    register,
    on,
    value: typed.value,
    kind: typed.kind,
    remark: typed.remark,
    reason: typed.reason === "" ? null : typed.reason,
    rolled_over: typed.rolledOver,
  };
}

/**
 * What of a text may stand where a figure is typed: digits, a point, and a comma to be seen and put right. Dropped, it would
 * make ten times as much of `4512,5`, and nobody would see why.
 */
export function figureText(text: string): string {
  return text.replace(/[^0-9.,]/g, "");
}

/** Whether what is typed can be sent as a figure: the backend reads no commas either. */
export function isFigure(text: string): boolean {
  return !text.includes(",");
}

/** Digits and a point are the reading; a letter says what was found, or how it is known. */
export function typeInto(typed: TypedReading, text: string): TypedReading {
  const letter = text.match(/[a-z]/i)?.[0]?.toLowerCase();
  const value = figureText(text);
  const changed = { ...typed, value, reason: value === typed.value ? typed.reason : "", rolledOver: value === typed.value ? typed.rolledOver : null };
  switch (letter) {
    case "l":
      return { ...changed, remark: "locked" };
    case "b":
      return { ...changed, remark: "breakdown" };
    case "n":
      return { ...changed, remark: "no_meter" };
    case "r":
      return { ...changed, remark: "reset" };
    case "x":
      return { ...changed, remark: "replaced" };
    case "w":
      return { ...changed, remark: "working", kind: "actual" };
    case "c":
      return { ...changed, kind: "customer" };
    case "p":
      return { ...changed, kind: "provisional" };
    default:
      return changed;
  }
}

/** What was said of a row, as one line; a refusal without a verdict says its sentence. */
export function saidOf(verdict: RowVerdict): string {
  return verdict.refused?.message ?? verdict.checks.map((check) => check.words).join("; ");
}
