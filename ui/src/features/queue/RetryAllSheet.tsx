import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { DeadProblem } from "@/backend/wire";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./LettersPage.module.css";

type Props = { group: DeadProblem; onClose: () => void };

/** What dead letters died of, in words; a newer program's problem by its code. */
export function useProblemWords() {
  const t = useWords("queue");
  const words: Record<string, string> = t("letters.problems", { returnObjects: true });
  return (problem: string) => words[problem === "" ? "none" : problem] ?? problem.replaceAll("_", " ");
}

/** Puts the dead letters of one problem back to the worker, some hundred at a time, after it was said how many they are. */
export function RetryAllSheet({ group, onClose }: Props) {
  const t = useWords("queue");
  const words = useProblemWords();
  const retry = useCommand("retry_dead_letters");
  const [done, setDone] = useState({ retried: 0, left: 0 });
  const [running, setRunning] = useState(false);
  const [over, setOver] = useState(false);

  const all = async () => {
    setRunning(true);
    // After a refusal what was put back before it counts on.
    let sum = { retried: done.retried, left: 0 };
    let after: number | null = null;
    try {
      do {
        const told = await retry.mutateAsync({
          request_id: newRequestId(),
          problem: group.problem,
          newest: group.newest,
          after: after ?? undefined,
        });
        sum = { retried: sum.retried + told.retried, left: sum.left + told.left };
        setDone(sum);
        after = told.after;
      } while (after !== null);
      setOver(true);
    } catch {
      // The refusal is shown, with what was put back so far.
    } finally {
      setRunning(false);
    }
  };

  return (
    <Sheet opened onClose={() => !running && onClose()} title={t("letters.retryAllTitle", { problem: words(group.problem) })}>
      <Stack>
        <p className={classes.amount}>
          <span>{t("letters.count", { count: group.letters })}</span>
          <Money minor={group.amount} size="large" />
        </p>
        {!over && <p>{t("letters.retryAllWords", { count: group.letters })}</p>}
        {(over || (retry.error !== null && done.retried + done.left > 0)) && (
          <p role="status">
            {t("letters.retriedAll", { count: done.retried })} {done.left > 0 && t("letters.stay", { count: done.left })}
          </p>
        )}
        <Refusal error={retry.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={running} data-autofocus={over || undefined}>
            {over ? t("letters.close") : t("letters.keep")}
          </Button>
          {!over && (
            <Button data-autofocus loading={running} onClick={() => void all()}>
              {t("letters.retryAllDo", { count: group.letters })}
            </Button>
          )}
        </Group>
      </Stack>
    </Sheet>
  );
}
