import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconCalendar, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { Calendar } from "./Calendar";
import { plusDays } from "./dayMath";
import classes from "./DayPicker.module.css";
import { showDay } from "./days";
import { useHotkeys } from "./hotkeys";
import { useWords } from "./words";

type Props = {
  label: string;
  value: string;
  onChange: (day: string) => void;
  min?: string;
  max?: string;
  /** The key that opens it. */
  keys?: string;
};

/** A day to step through or to choose from a calendar, written so that nobody can misread it. */
export function DayPicker({ label, value, onChange, min, max, keys }: Props) {
  const t = useWords("shared");
  const [opened, setOpened] = useState(false);
  useHotkeys(keys ? [{ keys, words: label, run: () => setOpened(true) }] : []);
  return (
    <div className={classes.picker}>
      <ActionIcon variant="default" size="1.875rem" aria-label={t("calendar.dayBefore")} disabled={min !== undefined && value <= min} onClick={() => onChange(plusDays(value, -1))}>
        <IconChevronLeft aria-hidden="true" size="1rem" />
      </ActionIcon>
      <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom" shadow="md">
        <Popover.Target>
          <Button
            size="xs"
            variant="default"
            className={classes.value}
            aria-label={`${label}: ${showDay(value)}`}
            leftSection={<IconCalendar aria-hidden="true" size="1rem" stroke={1.75} />}
            onClick={() => setOpened(!opened)}
          >
            {showDay(value)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <Calendar
            autoFocus
            label={label}
            value={value}
            min={min}
            max={max}
            onChange={(day) => {
              setOpened(false);
              onChange(day);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <ActionIcon variant="default" size="1.875rem" aria-label={t("calendar.dayAfter")} disabled={max !== undefined && value >= max} onClick={() => onChange(plusDays(value, 1))}>
        <IconChevronRight aria-hidden="true" size="1rem" />
      </ActionIcon>
    </div>
  );
}
