import { Button, CopyButton, TextInput } from "@mantine/core";
import { useState } from "react";
import { Cover } from "@/shared/Cover";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./first-run.module.css";

const ASKED = 4;

type Props = {
  recoveryKey: string;
  /** Where it was saved to, if it was. */
  saved: string | null;
  saving: boolean;
  /** Why it could not be saved. */
  error: unknown;
  onSave: (suggestedName: string) => void;
  onDone: () => void;
};

/** The recovery key; whoever goes on has shown that they wrote it down. */
export function RecoveryPage({ recoveryKey, saved, saving, error, onSave, onDone }: Props) {
  const t = useWords("firstRun");
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const bare = (text: string) => text.replace(/[\s-]/g, "").toUpperCase();
  const right = bare(typed) === bare(recoveryKey).slice(-ASKED);

  return (
    <Cover wide title={t("recoveryTitle")} subtitle={t("recoveryWords")}>
      <p className={classes.recovery}>{recoveryKey}</p>
      <div className={classes.recoveryTools}>
        <CopyButton value={recoveryKey}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t("shared:copied") : t("recoveryCopy")}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" loading={saving} onClick={() => onSave(`${t("recoveryFile")}.txt`)}>
          {t("recoverySave")}
        </Button>
      </div>
      <Refusal error={error} />
      {saved && (
        <p className={classes.words} role="status">
          {t("recoverySaved", { path: saved })}
        </p>
      )}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (right) onDone();
        }}
      >
        <TextInput
          label={t("recoveryConfirm", { count: ASKED })}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          error={tried && !right ? t("recoveryWrong", { count: ASKED }) : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit">{t("recoveryDone")}</Button>
      </form>
    </Cover>
  );
}
