import { Button } from "@mantine/core";
import { IconMoodSad } from "@tabler/icons-react";
import { EmptyState } from "@/shared/EmptyState";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import classes from "./Crashed.module.css";

type Props = { error: unknown; onAgain: () => void };

/** Stands in for a screen that threw or could not be loaded. */
export function Crashed({ error, onAgain }: Props) {
  const t = useWords("app");
  return (
    <EmptyState icon={IconMoodSad} title={t("crashed")} words={t("crashedWords")}>
      <div className={classes.refusal}>
        <Refusal error={error} />
      </div>
      <Button variant="default" onClick={onAgain}>
        {t("reload")}
      </Button>
    </EmptyState>
  );
}

/** The same, when not even the frame is there. */
export function CrashedWindow(props: Props) {
  const t = useWords("app");
  return (
    <main className={classes.window}>
      <h1 className="cf-visually-hidden">{t("name")}</h1>
      <Crashed {...props} />
    </main>
  );
}
