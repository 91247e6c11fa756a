import { Radio, TextInput } from "@mantine/core";
import type { VarianceReason } from "@/backend/wire";
import classes from "./VarianceFields.module.css";
import { useWords } from "./words";

const reasons: VarianceReason[] = ["wrong_change", "wrong_tender", "bad_note", "unknown", "other"];

/** Why a count differs. */
export type VarianceWhy = { reason: VarianceReason | null; note: string };

export const noWhy: VarianceWhy = { reason: null, note: "" };

/** Whether enough is said: a reason, and for something else what. */
export function isSaid({ reason, note }: VarianceWhy): boolean {
  return reason !== null && (reason !== "other" || note.trim() !== "");
}

/** The reason in words, for whoever decides it. */
export function spoken(why: VarianceWhy, t: ReturnType<typeof useWords<"shift">>): string {
  if (why.reason === null) return "";
  const note = why.note.trim();
  return note === "" ? t(`variance.${why.reason}`) : `${t(`variance.${why.reason}`)}: ${note}`;
}

export function VarianceFields({ why, onWhy }: { why: VarianceWhy; onWhy: (why: VarianceWhy) => void }) {
  const t = useWords("shift");
  return (
    <>
      <Radio.Group
        label={t("close.reason")}
        value={why.reason}
        onChange={(value) => onWhy({ ...why, reason: reasons.find((one) => one === value) ?? null })}
      >
        <div className={classes.fields}>
          {reasons.map((one) => (
            <Radio key={one} value={one} label={t(`variance.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <TextInput label={t("move.note")} value={why.note} onChange={(event) => onWhy({ ...why, note: event.currentTarget.value })} />
    </>
  );
}
