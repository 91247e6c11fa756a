import { Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { useHotkeys } from "./hotkeys";
import { type ReadingReason, readingReasons } from "./reading";
import classes from "./ReasonPicker.module.css";
import { RolledOver } from "./RolledOver";
import { useWords } from "./words";

type Props = {
  /** The reason as it will be stored; empty while there is none. */
  onReason: (reason: string) => void;
  /** Whether a person has to say if the register ran through zero. */
  needsWord: boolean;
  rolledOver: boolean | null;
  onRolledOver: (over: boolean) => void;
};

/** Why a doubtful reading is right: a digit picks a reason, `other` is said in words. */
export function ReasonPicker({ onReason, needsWord, rolledOver, onRolledOver }: Props) {
  const t = useWords("metering");
  const [picked, setPicked] = useState<ReadingReason | null>(null);
  const [own, setOwn] = useState("");
  const pick = (reason: ReadingReason) => {
    setPicked(reason);
    onReason(reason === "other" ? own.trim() : t(`reason.list.${reason}`));
  };
  useHotkeys(readingReasons.map((reason, at) => ({ keys: String(at + 1), run: () => pick(reason) })));
  return (
    <div className={classes.form}>
      {needsWord && <RolledOver rolledOver={rolledOver} onRolledOver={onRolledOver} />}
      <Radio.Group
        label={t("reason.title")}
        value={picked}
        onChange={(value) => pick(readingReasons.find((one) => one === value) ?? "other")}
      >
        <div className={classes.reasons}>
          {readingReasons.map((reason, at) => (
            <Radio key={reason} value={reason} label={`${at + 1}  ${t(`reason.list.${reason}`)}`} data-autofocus={at === 0 || undefined} />
          ))}
        </div>
      </Radio.Group>
      {picked === "other" && (
        <TextInput
          autoFocus
          label={t("reason.other")}
          value={own}
          onChange={(event) => {
            setOwn(event.currentTarget.value);
            onReason(event.currentTarget.value.trim());
          }}
        />
      )}
    </div>
  );
}
