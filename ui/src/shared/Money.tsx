import { showMoney, useCurrency } from "./amounts";
import classes from "./Money.module.css";

type Props = {
  /** Minor units of the book's currency. */
  minor: number;
  size?: "small" | "normal" | "large" | "huge";
  /** Nothing owed is said quietly. */
  quietZero?: boolean;
  /** What comes in has a plus, as what goes out has a minus. */
  signed?: boolean;
};

/** Every amount on every screen: one format, tabular figures, never broken over two lines. */
export function Money({ minor, size = "normal", quietZero = false, signed = false }: Props) {
  const currency = useCurrency();
  return (
    <span className={classes.money} data-size={size} data-quiet={(quietZero && minor === 0) || undefined}>
      {signed && minor > 0 ? "+" : ""}
      {showMoney(minor, currency)}
    </span>
  );
}
