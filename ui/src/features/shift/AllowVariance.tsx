import { Button } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { AskedVariance, CountView, OwnShift } from "@/backend/wire";
import { Refusal } from "@/shared/Refusal";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";
import { isSaid, noWhy, spoken, VarianceFields } from "@/shared/VarianceFields";
import classes from "./ShiftPage.module.css";

type Props = { own: OwnShift; count: CountView };

/** A count that differs by more than the tolerance waits for somebody's word: here, from the list, or afterwards. */
export function AllowVariance({ own, count }: Props) {
  const t = useWords("shift");
  const [why, setWhy] = useState(noWhy);
  if (count.next === "waits" && count.asked) return <Waits asked={count.asked} />;
  const note = why.note.trim() || undefined;
  return (
    <TwoPersons
      asked={
        why.reason === null || !isSaid(why)
          ? null
          : { act: "allow_variance", input: { shift: own.shift.id, reason: why.reason, note } }
      }
      reason={spoken(why, t)}
      secondLook={count.second_look}
    >
      {count.asked?.state === "refused" && (
        <p role="status">{t("allow.refused", { name: count.asked.decided_by, note: count.asked.note })}</p>
      )}
      {count.asked?.state === "expired" && <p role="status">{t("allow.expired", { number: count.asked.approval })}</p>}
      {count.third_looks && <p role="status">{t("allow.thirdLooks")}</p>}
      <VarianceFields why={why} onWhy={setWhy} />
    </TwoPersons>
  );
}

/** Asked for: the drawer takes no money and is not closed before somebody has said yes. */
function Waits({ asked }: { asked: AskedVariance }) {
  const t = useWords("shift");
  const withdraw = useCommand("withdraw_approval");
  return (
    <>
      <p className={classes.asked} role="status">
        {t("allow.waits", { number: asked.approval })}
      </p>
      <Refusal error={withdraw.error} />
      <div className={classes.acts}>
        <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate({ approval: asked.approval })}>
          {t("allow.takeBack")}
        </Button>
      </div>
    </>
  );
}
