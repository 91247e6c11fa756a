import type { CashMoveView } from "@/backend/wire";
import { InstantText } from "@/shared/DayText";
import { Money } from "@/shared/Money";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { useMutationOfChange } from "./useAnswer";
import classes from "./ShiftPage.module.css";
import { Button } from "@mantine/core";
import { Refusal } from "@/shared/Refusal";

/** Cash in and out beside payments; change in the air can be taken back. */
export function Moves({ moves }: { moves: readonly CashMoveView[] }) {
  const t = useWords("shift");
  const answer = useMutationOfChange();
  if (moves.length === 0) return <p className={classes.quiet}>{t("moves.none")}</p>;
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("moves.when")}</th>
            <th scope="col">{t("moves.what")}</th>
            <th scope="col">{t("moves.why")}</th>
            <th scope="col" data-right>
              {t("moves.amount")}
            </th>
          </tr>
        </thead>
        <tbody>
          {moves.map((one) => (
            <tr key={one.id}>
              <td>
                <InstantText at={one.at} timeOnly />
              </td>
              <td>
                {t(`kind.${one.kind}`)} {one.other}{" "}
                {one.state === "offered" && <StateTag tone="amber">{t("moves.offered")}</StateTag>}
                {one.state === "declined" && <StateTag tone="violet">{t("moves.declined")}</StateTag>}
              </td>
              <td>
                {[reasonWord(t, one.reason), one.note].filter(Boolean).join(", ")}
                {one.state === "offered" && (
                  <Button size="compact-xs" variant="default" loading={answer.isPending} onClick={() => answer.send(one.id, false)}>
                    {t("moves.takeBack")}
                  </Button>
                )}
              </td>
              <td data-right>
                {one.state === "declined" ? <Money minor={one.amount} /> : <Money minor={takesOut.includes(one.kind) ? -one.amount : one.amount} signed />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Refusal error={answer.error} />
    </>
  );
}

/** Kinds that take cash out of the drawer, as a minus says; change that nobody has taken yet has left it, too. */
const takesOut: readonly CashMoveView["kind"][] = ["cash_out", "drop", "change_out", "refund", "float_short"];
const reasons = ["petty_expense", "change", "from_safe", "found", "other"] as const;
const variances = ["wrong_change", "wrong_tender", "bad_note", "unknown"] as const;

/** Why cash was moved, or why a float was not what was kept. */
function reasonWord(t: ReturnType<typeof useWords<"shift">>, reason: string): string {
  const known = reasons.find((one) => one === reason);
  if (known) return t(`reason.${known}`);
  const variance = variances.find((one) => one === reason);
  return variance ? t(`variance.${variance}`) : "";
}
