import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { AmountInput } from "./AmountInput";
import { showMoney, useCurrency } from "./amounts";
import classes from "./CashCount.module.css";
import { Money } from "./Money";
import { type Count, countOf, type Counts, LOOSE, readCount, worth } from "./pieces";
import { useWords } from "./words";

type Props = {
  /** The notes and coins that this office counts, the largest first. */
  denominations: readonly number[];
  counts: Counts;
  onCounts: (counts: Counts) => void;
  /** Enter in the last field: where the next key belongs. What a count leads to is done by no field. */
  onDone?: () => void;
  autoFocus?: boolean;
};

/** Notes and coins by their number: digits and Enter from the largest down, and what they come to. */
export function CashCount({ denominations, counts, onCounts, onDone, autoFocus = false }: Props) {
  const t = useWords("shared");
  const currency = useCurrency();
  const body = useRef<HTMLTableSectionElement>(null);
  const set = (value: number, count: Count) => {
    const next = new Map(counts);
    if (count === 0) next.delete(value);
    else next.set(value, count);
    onCounts(next);
  };
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const fields = [...(body.current?.querySelectorAll("input") ?? [])];
    const at = fields.findIndex((field) => field === event.target);
    const next = fields[at + step];
    if (next) next.focus();
    else if (event.key === "Enter") onDone?.();
  };
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t("cash.piece")}</th>
          <th scope="col">{t("cash.count")}</th>
          <th scope="col" data-right>
            {t("cash.worth")}
          </th>
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={move}>
        {denominations.map((value, at) => (
          <tr key={value}>
            <th scope="row">{showMoney(value, currency)}</th>
            <td className={classes.count}>
              <CountField
                label={t("cash.of", { value: showMoney(value, currency) })}
                count={countOf(counts, value)}
                onCount={(count) => set(value, count)}
                autoFocus={autoFocus && at === 0}
              />
            </td>
            <td data-right>
              <Money minor={value * countOf(counts, value)} quietZero />
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t("cash.loose")}</th>
          <td className={classes.count}>
            <AmountInput size="xs" aria-label={t("cash.loose")} minor={counts.get(LOOSE) ?? null} onAmount={(minor) => set(LOOSE, minor ?? 0)} />
          </td>
          <td data-right>
            <Money minor={countOf(counts, LOOSE)} quietZero />
          </td>
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            {t("cash.sum")}
          </th>
          <td data-right>
            <Money minor={worth(counts)} size="large" />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

type FieldProps = { label: string; count: number; onCount: (count: Count) => void; autoFocus: boolean };

/** A number of pieces; the field keeps what is typed until it is left. */
function CountField({ label, count, onCount, autoFocus }: FieldProps) {
  const t = useWords("shared");
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && readCount(typed) === null;
  return (
    <TextInput
      size="xs"
      aria-label={label}
      inputMode="numeric"
      autoComplete="off"
      autoFocus={autoFocus}
      data-autofocus={autoFocus || undefined}
      error={wrong ? t("cash.notACount") : undefined}
      value={typed ?? (count > 0 ? String(count) : "")}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onCount(readCount(event.currentTarget.value) ?? "unreadable");
      }}
      onBlur={() => {
        if (!wrong) setTyped(null);
      }}
    />
  );
}
