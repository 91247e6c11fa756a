import { ActionIcon, Popover, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Calendar } from "./Calendar";
import { plusDays } from "./dayMath";
import { readDay, showDay } from "./days";
import { useSession } from "./session";
import { useWords } from "./words";

type Props = {
  label: string;
  description?: ReactNode;
  /** A day, or "" where none is said or what is typed is none. */
  value: string;
  onChange: (day: string) => void;
  min?: string;
  max?: string;
  required?: boolean;
  "data-autofocus"?: boolean;
};

/**
 * A day to type or to choose from a calendar. The web view's own field would write it in the machine's order, where the
 * fifth of November is easily read as the eleventh of May. Up and Down step, Alt and Down open the calendar.
 */
export function DayField({ value, onChange, min, max, required, ...rest }: Props) {
  const t = useWords("shared");
  const { business_on: today } = useSession();
  const [typed, setTyped] = useState<string | null>(null);
  const [inHand, setInHand] = useState(false);
  const [opened, setOpened] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const unread = typed !== null && typed.trim() !== "" && value === "";
  const fault = unread
    ? t("calendar.notADay")
    : value !== "" && min !== undefined && value < min
      ? t("calendar.notBefore", { day: showDay(min) })
      : value !== "" && max !== undefined && value > max
        ? t("calendar.notAfter", { day: showDay(max) })
        : "";
  // A form does not go away with a day that nobody could read.
  useEffect(() => field.current?.setCustomValidity(fault), [fault]);

  const put = (day: string) => {
    setTyped(null);
    onChange(day);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    if (event.altKey) {
      setOpened(true);
      return;
    }
    const next = value === "" ? today : plusDays(value, step);
    if ((min === undefined || next >= min) && (max === undefined || next <= max)) put(next);
  };
  return (
    <TextInput
      {...rest}
      ref={field}
      required={required}
      autoComplete="off"
      placeholder={t("calendar.hint")}
      value={typed ?? (value === "" ? "" : showDay(value))}
      // While it is being typed every day is still none.
      error={inHand ? undefined : fault || undefined}
      onFocus={(event) => {
        setInHand(true);
        event.currentTarget.select();
      }}
      onBlur={() => {
        setInHand(false);
        if (!unread) setTyped(null);
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(readDay(event.currentTarget.value, today, min, max) ?? "");
      }}
      onKeyDown={onKeyDown}
      rightSectionPointerEvents="all"
      rightSection={
        <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-end" shadow="md">
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              // By key the field itself opens it: a second stop would be in the way of whoever types on.
              tabIndex={-1}
              aria-label={t("calendar.choose", { what: rest.label })}
              onClick={() => setOpened(!opened)}
            >
              <IconCalendar aria-hidden="true" size="1rem" stroke={1.75} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={t("calendar.choose", { what: rest.label })}>
            <Calendar
              autoFocus
              label={rest.label}
              value={value === "" ? today : value}
              min={min}
              max={max}
              onChange={(day) => {
                setOpened(false);
                put(day);
              }}
            />
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
