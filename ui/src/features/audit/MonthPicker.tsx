import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconCalendarMonth, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { plusMonths } from "@/shared/dayMath";
import { showDay } from "@/shared/days";
import { useHotkeys } from "@/shared/hotkeys";
import { useWords } from "@/shared/words";
import classes from "./MonthPicker.module.css";

type Props = { value: string; max: string; onChange: (month: string) => void };

const name = (month: string) => showDay(`${month}-01`, "month");

/** A month to step through or to choose from a year's twelve. */
export function MonthPicker({ value, max, onChange }: Props) {
  const t = useWords("audit");
  const [opened, setOpened] = useState(false);
  useHotkeys([{ keys: "F4", words: t("month.pick"), run: () => setOpened(true) }]);
  return (
    <span className={classes.picker}>
      <ActionIcon variant="default" size="1.875rem" aria-label={t("month.previous")} onClick={() => onChange(plusMonths(value, -1))}>
        <IconChevronLeft aria-hidden="true" size="1rem" />
      </ActionIcon>
      <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom" shadow="md">
        <Popover.Target>
          <Button
            size="xs"
            variant="default"
            className={classes.value}
            aria-label={t("month.picked", { month: name(value) })}
            leftSection={<IconCalendarMonth aria-hidden="true" size="1rem" stroke={1.75} />}
            onClick={() => setOpened(!opened)}
          >
            {name(value)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("month.pick")}>
          <Year
            value={value}
            max={max}
            onChange={(month) => {
              setOpened(false);
              onChange(month);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <ActionIcon variant="default" size="1.875rem" aria-label={t("month.next")} disabled={value >= max} onClick={() => onChange(plusMonths(value, 1))}>
        <IconChevronRight aria-hidden="true" size="1rem" />
      </ActionIcon>
    </span>
  );
}

function Year({ value, max, onChange }: Props) {
  const t = useWords("audit");
  const [cursor, setCursor] = useState(value);
  const year = cursor.slice(0, 4);
  const within = (month: string) => (month > max ? max : month);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3, PageUp: -12, PageDown: 12 };
    const months = by[event.key];
    if (months === undefined) return;
    event.preventDefault();
    const next = within(plusMonths(cursor, months));
    const list = event.currentTarget;
    setCursor(next);
    requestAnimationFrame(() => list.querySelector<HTMLElement>(`[data-month="${next}"]`)?.focus());
  };
  return (
    <>
      <div className={classes.head}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("month.yearBefore")} onClick={() => setCursor(plusMonths(cursor, -12))}>
          <IconChevronLeft aria-hidden="true" size="1rem" />
        </ActionIcon>
        <strong aria-live="polite">{year}</strong>
        <ActionIcon variant="subtle" color="gray" aria-label={t("month.yearAfter")} disabled={year >= max.slice(0, 4)} onClick={() => setCursor(within(plusMonths(cursor, 12)))}>
          <IconChevronRight aria-hidden="true" size="1rem" />
        </ActionIcon>
      </div>
      <div className={classes.months} role="group" aria-label={year} onKeyDown={onKeyDown}>
        {Array.from({ length: 12 }, (_, at) => plusMonths(`${year}-01`, at)).map((month) => (
          <button
            key={month}
            type="button"
            data-month={month}
            data-autofocus={month === cursor || undefined}
            data-chosen={month === value || undefined}
            aria-current={month === value ? "date" : undefined}
            tabIndex={month === cursor ? 0 : -1}
            disabled={month > max}
            onClick={() => onChange(month)}
          >
            {name(month).split(" ")[0]}
            <span className="cf-visually-hidden"> {year}</span>
          </button>
        ))}
      </div>
    </>
  );
}
