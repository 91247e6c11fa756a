import { UnstyledButton } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconStack2 } from "@tabler/icons-react";
import type { MyActs } from "@/backend/wire";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { useNow } from "@/shared/useNow";
import { useWaitText } from "@/shared/WaitText";
import { useStepWords } from "@/shared/useActWords";
import { useWords } from "@/shared/words";
import classes from "./ActsBar.module.css";

type Props = { acts: MyActs | undefined; onUndo: () => void; onRedo: () => void; onActs: () => void };

/** What I did last, and the way back. */
export function ActsBar({ acts, onUndo, onRedo, onActs }: Props) {
  const t = useWords("counter");
  const words = useStepWords();
  const wait = useWaitText();
  const now = useNow();
  const undo = acts?.undo ?? null;
  const redo = acts?.redo ?? null;
  return (
    <section className={classes.bar} aria-label={t("acts.bar")}>
      <UnstyledButton className={classes.act} disabled={!undo} onClick={onUndo}>
        <IconArrowBackUp aria-hidden="true" size="1.1rem" stroke={1.9} />
        <span className={classes.name}>{t("acts.undo")}</span>
        <KeyHint keys="Ctrl+Z" />
      </UnstyledButton>
      <span className={classes.words}>
        {undo
          ? `${words(undo)}, ${now - undo.at < 60_000 ? t("acts.justNow") : t("acts.ago", { time: wait((now - undo.at) / 1000) })}`
          : acts
            ? t("acts.nothing")
            : ""}
      </span>
      <span className={classes.rule} />
      <UnstyledButton className={classes.act} disabled={!redo} onClick={onRedo} title={redo ? words(redo) : undefined}>
        <IconArrowForwardUp aria-hidden="true" size="1.1rem" stroke={1.9} />
        <span className={classes.name}>{t("acts.redo")}</span>
      </UnstyledButton>
      {acts && (
        <span className={classes.sum}>
          {t("acts.payments", { count: acts.payments })}
          {acts.taken !== null && (
            <>
              , <Money minor={acts.taken} />
            </>
          )}
          {acts.voids > 0 && `, ${t("acts.voids", { count: acts.voids })}`}
        </span>
      )}
      <span className={classes.rule} />
      <UnstyledButton className={classes.act} onClick={onActs}>
        <IconStack2 aria-hidden="true" size="1.05rem" stroke={1.75} />
        <span className={classes.name}>{t("acts.mine")}</span>
        <KeyHint keys="F6" />
      </UnstyledButton>
    </section>
  );
}
