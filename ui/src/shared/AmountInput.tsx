import { TextInput, type TextInputProps } from "@mantine/core";
import { useMergedRef } from "@mantine/hooks";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import classes from "./AmountInput.module.css";
import { plainMoney, type TypedAmount, typedAmount, useCurrency } from "./amounts";
import { useWords } from "./words";

type Props = Omit<TextInputProps, "value" | "onChange" | "ref"> & {
  minor: TypedAmount;
  /** Whoever holds the amount keeps all three: nothing is sent while it is `unreadable`. */
  onAmount: (minor: TypedAmount) => void;
  inputRef?: RefObject<HTMLInputElement | null>;
};

/**
 * An amount as a person types it. The field keeps the text as typed and hands out minor units;
 * once left, it reads like every other amount. An amount that is put in its place from outside is shown.
 */
export function AmountInput({ minor, onAmount, inputRef, error, onFocus, onBlur, ...rest }: Props) {
  const t = useWords("shared");
  const currency = useCurrency();
  const [typed, setTyped] = useState<string | null>(null);
  const [held, setHeld] = useState(minor);
  if (held !== minor) {
    setHeld(minor);
    if (typed !== null && typedAmount(typed, currency) !== minor) setTyped(null);
  }
  const shown = typed ?? (typeof minor === "number" ? plainMoney(minor, currency) : "");
  const field = useRef<HTMLInputElement>(null);
  const ref = useMergedRef(field, inputRef);
  // An amount may come after the cursor did: what is typed then takes its place, and never ends up behind it.
  useLayoutEffect(() => {
    if (typed === null && field.current === document.activeElement) field.current?.select();
  }, [typed, minor]);
  const unreadable = (typed === null ? minor : typedAmount(typed, currency)) === "unreadable";

  return (
    <TextInput
      ref={ref}
      inputMode="decimal"
      autoComplete="off"
      leftSection={<span aria-hidden="true">{currency.symbol}</span>}
      classNames={{ input: classes.input, section: classes.symbol }}
      error={unreadable ? t("notAnAmount") : error}
      value={shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onAmount(typedAmount(event.currentTarget.value, currency));
      }}
      onFocus={(event) => {
        event.currentTarget.select();
        onFocus?.(event);
      }}
      onBlur={(event) => {
        if (!unreadable) setTyped(null);
        onBlur?.(event);
      }}
      {...rest}
    />
  );
}
