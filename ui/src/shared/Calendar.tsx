import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { inMonth, monthOf, plusDays, plusMonths, weeksOf } from "./dayMath";
import classes from "./Calendar.module.css";
import { showDay } from "./days";
import { useWords } from "./words";

type Props = {
  label: string;
  value: string;
  onChange: (day: string) => void;
  /** First and last day that can be chosen. */
  min?: string;
  max?: string;
  /** Takes the focus when it appears. */
  autoFocus?: boolean;
};

const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;

/** A month of days to choose from, by arrows, Page Up and Page Down, or the mouse. */
export function Calendar({ label, value, onChange, min, max, autoFocus = false }: Props) {
  const t = useWords("shared");
  const within = (day: string) => (min !== undefined && day < min ? min : max !== undefined && day > max ? max : day);
  const allowed = (day: string) => within(day) === day;
  const [cursor, setCursor] = useState(within(value));
  const grid = useRef<HTMLTableElement>(null);
  const follows = useRef(autoFocus);
  const month = monthOf(cursor);

  useEffect(() => {
    if (follows.current) grid.current?.querySelector<HTMLElement>(`[data-day="${cursor}"]`)?.focus();
  }, [cursor]);

  const move = (day: string) => {
    follows.current = true;
    setCursor(within(day));
  };
  const turn = (by: number) => {
    follows.current = false;
    setCursor(within(inMonth(cursor, plusMonths(month, by))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const weekday = (new Date(`${cursor}T00:00Z`).getUTCDay() + 6) % 7;
    const days: Record<string, string> = {
      ArrowLeft: plusDays(cursor, -1),
      ArrowRight: plusDays(cursor, 1),
      ArrowUp: plusDays(cursor, -7),
      ArrowDown: plusDays(cursor, 7),
      Home: plusDays(cursor, -weekday),
      End: plusDays(cursor, 6 - weekday),
      PageUp: inMonth(cursor, plusMonths(month, -1)),
      PageDown: inMonth(cursor, plusMonths(month, 1)),
    };
    const day = days[event.key];
    if (day === undefined) return;
    event.preventDefault();
    move(day);
  };

  return (
    <div className={classes.calendar} role="group" aria-label={label}>
      <div className={classes.head}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("calendar.previous")} disabled={min !== undefined && month <= monthOf(min)} onClick={() => turn(-1)}>
          <IconChevronLeft aria-hidden="true" size="1rem" />
        </ActionIcon>
        <p aria-live="polite" className={classes.month}>
          {showDay(cursor, "month")}
        </p>
        <ActionIcon variant="subtle" color="gray" aria-label={t("calendar.next")} disabled={max !== undefined && month >= monthOf(max)} onClick={() => turn(1)}>
          <IconChevronRight aria-hidden="true" size="1rem" />
        </ActionIcon>
      </div>
      <table role="grid" aria-label={showDay(cursor, "month")} ref={grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weekdays.map((weekday) => (
              <th key={weekday} scope="col">
                {t(`calendar.weekday.${weekday}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} role="gridcell" aria-selected={day === value}>
                  <button
                    type="button"
                    data-day={day}
                    data-outside={monthOf(day) !== month || undefined}
                    data-chosen={day === value || undefined}
                    aria-label={showDay(day)}
                    disabled={!allowed(day)}
                    data-autofocus={(autoFocus && day === cursor) || undefined}
                    tabIndex={day === cursor ? 0 : -1}
                    onClick={() => {
                      setCursor(day);
                      onChange(day);
                    }}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
