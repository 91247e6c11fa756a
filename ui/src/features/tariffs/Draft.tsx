import { Button, Checkbox, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type ReactNode, useRef, useState } from "react";
import { useView } from "@/backend/useView";
import type { TariffEffect, TariffSeen } from "@/backend/wire";
import { showDay } from "@/shared/days";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Refusal } from "@/shared/Refusal";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import classes from "./Draft.module.css";
import { Editor, goToLine } from "./Editor";
import { FaultList } from "./FaultList";

type Save = { text: string; note: string; correct_priced: boolean };

type Props = {
  text: string;
  /** Whether the text differs from what is stored. */
  changed: boolean;
  busy: boolean;
  error: unknown;
  /** What the last save found, when it stored nothing. */
  found: TariffSeen | undefined;
  onText: (text: string) => void;
  onSave: (save: Save) => void;
  children?: ReactNode;
};

/** A tariff file being written: checked while it is typed, stored as a new version. */
export function Draft({ text, changed, busy, error, found, onText, onSave, children }: Props) {
  const t = useWords("tariffs");
  const field = useRef<HTMLTextAreaElement>(null);
  const [note, setNote] = useState("");
  const [correctPriced, setCorrectPriced] = useState(false);
  const [tried, setTried] = useState(false);
  const [at, setAt] = useState(0);
  const [settled] = useDebouncedValue(text, 300);
  const check = useView("check_tariff", { text: settled }, { enabled: settled.trim() !== "", keep: true });
  const seen = found ?? check.data?.files[0];
  const faults = seen?.faults ?? [];
  const fresh = settled === text && !check.isPlaceholderData;
  const needsNote = seen?.effect === "correction" && note.trim() === "";
  const needsWord = seen?.corrects_priced === true && !correctPriced;
  const ready = changed && !busy && fresh && seen !== undefined && faults.length === 0 && seen.effect !== "unchanged";
  const save = () => {
    setTried(true);
    if (ready && !needsNote && !needsWord) onSave({ text, note: note.trim(), correct_priced: correctPriced });
  };
  const nextFault = () => {
    const fault = faults[at % faults.length];
    setAt(at + 1);
    if (fault && fault.line > 0) goToLine(field.current, fault.line);
  };
  useHotkeys([
    { keys: "Ctrl+S", words: t("key.save"), run: save, ready },
    { keys: "F4", words: t("key.nextFault"), run: nextFault, ready: faults.length > 0 },
  ]);
  return (
    <div className={classes.draft}>
      <div className={classes.field}>
        <Editor fieldRef={field} text={text} faults={faults} onText={onText} />
      </div>
      <div className={classes.side}>
        <p className={classes.quiet}>{t("edit.words")}</p>
        <div role="status">
          {!fresh && text !== "" && <StateTag>{t("edit.checking")}</StateTag>}
          {fresh && seen && <Verdict seen={seen} />}
        </div>
        {faults.length > 0 && <FaultList faults={faults} onGo={(line) => goToLine(field.current, line)} />}
        <Refusal error={check.error} />
        <TextInput
          label={t("edit.note")}
          description={t("edit.noteHint")}
          required={seen?.effect === "correction"}
          error={tried && needsNote && t("edit.noteNeeded")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {seen?.corrects_priced && (
          <Checkbox label={t("edit.priced")} checked={correctPriced} onChange={(event) => setCorrectPriced(event.currentTarget.checked)} />
        )}
        <Refusal error={error} />
        <Button disabled={!ready} loading={busy} rightSection={<KeyHint keys="Ctrl+S" onBrand />} onClick={save}>
          {t("edit.save")}
        </Button>
        {children}
      </div>
    </div>
  );
}

const good: Record<Exclude<TariffEffect, "faulty">, "good_new_plan" | "good_new_version" | "good_correction" | "good_unchanged"> = {
  new_plan: "good_new_plan",
  new_version: "good_new_version",
  correction: "good_correction",
  unchanged: "good_unchanged",
};

function Verdict({ seen }: { seen: TariffSeen }) {
  const t = useWords("tariffs");
  if (seen.effect === "faulty") return <StateTag tone="red">{t("edit.faults", { count: seen.faults.length })}</StateTag>;
  const day = seen.valid_from ? showDay(seen.valid_from) : "";
  return (
    <>
      <StateTag tone={seen.effect === "unchanged" ? "quiet" : seen.effect === "correction" ? "amber" : "green"}>
        {t(`edit.${good[seen.effect]}`, { name: seen.name, day })}
      </StateTag>
      {seen.billed_since > 0 && <p>{t("edit.late", { count: seen.billed_since, day })}</p>}
    </>
  );
}
