import { Button } from "@mantine/core";
import { useState } from "react";
import type { Share, ShareLine } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import type { TypedAmount } from "@/shared/amounts";
import { Money } from "@/shared/Money";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import { useLineWords } from "./Allocation";
import classes from "./DirectSheet.module.css";

type Props = {
  lines: ShareLine[];
  pay: number;
  onClose: () => void;
  onUse: (shares: Share[]) => void;
};

/** The customer's own split, instead of the office's rule. Whether it fits, the preview says. */
export function DirectSheet({ lines, pay, onClose, onUse }: Props) {
  const t = useWords("counter");
  const what = useLineWords();
  const [amounts, setAmounts] = useState<TypedAmount[]>(() => lines.map((line) => line.paid));
  const placed = amounts.reduce<number>((sum, amount) => sum + (typeof amount === "number" ? amount : 0), 0);
  const left = pay - placed;
  const readable = amounts.every((amount) => typeof amount === "number");
  const put = (index: number, amount: TypedAmount) =>
    setAmounts(amounts.map((one, at) => (at === index ? amount : one)));

  const use = () => {
    const shares = lines.flatMap(({ bill, part }, index) => {
      const amount = amounts[index];
      return typeof amount === "number" && amount > 0 ? [{ bill, part, amount }] : [];
    });
    onUse(shares);
  };

  return (
    <Sheet opened onClose={onClose} title={t("direct.title")} size="lg">
      <p className={classes.words}>{t("direct.words")}</p>
      <table className={classes.lines}>
        <thead>
          <tr>
            <th scope="col">{t("direct.what")}</th>
            <th scope="col" data-right>
              {t("direct.due")}
            </th>
            <th scope="col" data-right>
              {t("direct.amount")}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={`${line.bill}-${line.part}`}>
              <th scope="row">{what(line)}</th>
              <td data-right>
                <Money minor={line.due} />
              </td>
              <td data-right>
                <AmountInput
                  aria-label={what(line)}
                  size="sm"
                  data-autofocus={index === 0 || undefined}
                  minor={amounts[index] ?? null}
                  onAmount={(amount) => put(index, amount)}
                />
              </td>
              <td>
                <Button variant="subtle" size="compact-xs" onClick={() => put(index, line.due)}>
                  {t("direct.full")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.sum} data-over={left < 0 || undefined}>
        <span>{left < 0 ? t("direct.tooMuch") : t("direct.toPlace")}</span>
        <Money minor={Math.abs(left)} size="large" />
      </p>
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {t("shared:cancel")}
        </Button>
        <Button disabled={!readable || left < 0} onClick={use}>
          {t("direct.use")}
        </Button>
      </div>
    </Sheet>
  );
}
