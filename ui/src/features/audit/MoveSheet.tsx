import { Button, Group } from "@mantine/core";
import { IconCalendarRepeat } from "@tabler/icons-react";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { Calendar } from "@/shared/Calendar";
import { plusDays } from "@/shared/dayMath";
import { showDay } from "@/shared/days";
import { Refusal } from "@/shared/Refusal";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./AuditPage.module.css";

type Props = { onClose: () => void; onMoved: (day: string) => void };

/** Moves the business day on, never back and never ahead of the clock. */
export function MoveSheet({ onClose, onMoved }: Props) {
  const t = useWords("audit");
  const { business_on: today, clock_on: clock } = useSession();
  const move = useCommand("move_business_day");
  const first = plusDays(today, 1);
  const possible = clock >= first;
  const [to, setTo] = useState(clock);
  const facts: [string, string][] = [
    [t("moving.today"), showDay(today)],
    [t("moving.clock"), showDay(clock)],
  ];
  return (
    <Sheet opened onClose={onClose} title={t("moving.title")} size="40rem">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          move.mutate({ to }, { onSuccess: (frame) => onMoved(frame.business_on) });
        }}
      >
        <div className={classes.moving}>
          <div>
            <dl className={classes.facts}>
              {facts.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {possible ? (
              <>
                <p>{t("moving.words", { from: showDay(today), to: showDay(to) })}</p>
                <ul className={classes.findings}>
                  <li>{t("moving.numbers")}</li>
                  <li>{t("moving.line")}</li>
                  <li>{t("moving.files", { from: showDay(today) })}</li>
                  <li>{t("moving.voids", { from: showDay(today) })}</li>
                  <li>{t("moving.noBack")}</li>
                </ul>
              </>
            ) : (
              <p>{t("moving.impossible")}</p>
            )}
          </div>
          {possible && (
            <Calendar autoFocus label={t("moving.to")} value={to} min={first} max={clock} onChange={setTo} />
          )}
        </div>
        <Refusal error={move.error} />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" data-autofocus={!possible || undefined} onClick={onClose}>
            {possible ? t("shared:cancel") : t("shared:close")}
          </Button>
          {possible && (
            <Button type="submit" loading={move.isPending} leftSection={<IconCalendarRepeat aria-hidden="true" size="1rem" stroke={1.75} />}>
              {t("moving.submit", { to: showDay(to) })}
            </Button>
          )}
        </Group>
      </form>
    </Sheet>
  );
}
