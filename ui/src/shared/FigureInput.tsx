import { TextInput, type TextInputProps } from "@mantine/core";
import { figureText, isFigure } from "./reading";
import { useWords } from "./words";

type Props = Omit<TextInputProps, "value" | "onChange"> & {
  value: string;
  /** What is typed, as far as it may stand there; whoever holds it sends nothing before it [is a figure](isFigure). */
  onFigure: (text: string) => void;
};

/** A reading or a factor: digits and a point. */
export function FigureInput({ value, onFigure, ...rest }: Props) {
  const t = useWords("shared");
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      value={value}
      error={isFigure(value) ? undefined : t("notAFigure")}
      onChange={(event) => onFigure(figureText(event.currentTarget.value))}
      {...rest}
    />
  );
}
