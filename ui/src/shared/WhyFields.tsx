import { Radio, TextInput } from "@mantine/core";
import type { UndoReason } from "@/backend/wire";
import { useHotkeys } from "./hotkeys";
import { useWords } from "./words";
import classes from "./WhyFields.module.css";

const reasons: UndoReason[] = [
  "wrong_account",
  "wrong_amount",
  "wrong_tender",
  "customer_changed_mind",
  "twice",
  "other",
];

/** Why an act is taken back. */
export type Why = { reason: UndoReason | null; note: string };

/** Whether enough is said: a reason, and for "something else" what. */
export function isSaid(why: Why): boolean {
  return why.reason !== null && (why.reason !== "other" || why.note.trim() !== "");
}

/** The same in words, for whoever decides it. */
export function spoken(why: Why, t: ReturnType<typeof useWords<"undo">>): string {
  if (why.reason === null) return "";
  const note = why.note.trim();
  if (why.reason === "other") return note;
  return note === "" ? t(`reasons.${why.reason}`) : `${t(`reasons.${why.reason}`)}: ${note}`;
}

/** A digit picks a reason; something else is said in a few words. */
export function WhyFields({ why, onWhy }: { why: Why; onWhy: (why: Why) => void }) {
  const t = useWords("undo");
  useHotkeys(reasons.map((reason, index) => ({ keys: String(index + 1), run: () => onWhy({ ...why, reason }) })));
  return (
    <>
      <Radio.Group
        label={t("reason")}
        value={why.reason}
        onChange={(value) => onWhy({ ...why, reason: reasons.find((one) => one === value) ?? null })}
      >
        <div className={classes.reasons}>
          {reasons.map((one, index) => (
            <Radio
              key={one}
              value={one}
              label={`${index + 1}  ${t(`reasons.${one}`)}`}
              autoFocus={index === 0}
              data-autofocus={index === 0 || undefined}
            />
          ))}
        </div>
      </Radio.Group>
      {why.reason === "other" && (
        <TextInput
          label={t("note")}
          placeholder={t("noteNeeded")}
          autoFocus
          value={why.note}
          onChange={(event) => onWhy({ ...why, note: event.currentTarget.value })}
        />
      )}
    </>
  );
}
