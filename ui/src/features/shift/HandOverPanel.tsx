import { Button } from "@mantine/core";
import { IconTransfer } from "@tabler/icons-react";
import { useCommand } from "@/backend/useCommand";
import type { HandOver } from "@/backend/wire";
import { showMoney, useCurrency } from "@/shared/amounts";
import { showDay } from "@/shared/days";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { LOOSE } from "@/shared/pieces";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useSession } from "@/shared/session";
import { useWords } from "@/shared/words";
import classes from "./ShiftPage.module.css";

/** A drawer that waits for one's yes: it becomes one's own, with what was counted as the float. */
export function HandOverPanel({ handed }: { handed: HandOver }) {
  const t = useWords("shift");
  const currency = useCurrency();
  const { business_on } = useSession();
  const answer = useCommand("accept_hand_over");
  const say = (accept: boolean, on?: string) => answer.mutate({ request_id: newRequestId(), shift: handed.shift.id, accept, on });
  useHotkeys([{ keys: "F8", words: t("handed.accept"), run: () => say(true), ready: !answer.isPending }]);
  return (
    <Panel icon={IconTransfer} title={t("handed.title", { name: handed.shift.name })}>
      <div className={classes.fields}>
        <p>
          {t("handed.words", { counter: handed.shift.counter_code })} <Money minor={handed.counted} size="large" />
        </p>
        <table className={classes.table}>
          <tbody>
            {handed.pieces.map((one) => (
              <tr key={one.value}>
                <th scope="row">{one.value === LOOSE ? t("shared:cash.loose") : showMoney(one.value, currency)}</th>
                <td data-right>{one.value === LOOSE ? "" : one.count}</td>
                <td data-right>
                  <Money minor={one.value * one.count} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Refusal error={answer.error} />
        {answer.error?.code === "day_behind" && (
          <div className={classes.acts}>
            <Button variant="default" disabled={answer.isPending} onClick={() => say(true, business_on)}>
              {t("handed.onDayBehind", { day: showDay(business_on) })}
            </Button>
          </div>
        )}
        <div className={classes.acts}>
          <Button data-autofocus loading={answer.isPending} rightSection={<KeyHint keys="F8" onBrand />} onClick={() => say(true)}>
            {t("handed.accept")}
          </Button>
          <Button variant="default" disabled={answer.isPending} onClick={() => say(false)}>
            {t("handed.decline")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

/** Whose drawer it was takes it back while the next person has not come, or a manager in their place. */
function TakeBack({ shift, words }: { shift: number; words: string }) {
  const answer = useCommand("accept_hand_over");
  return (
    <>
      <Button variant="default" loading={answer.isPending} onClick={() => answer.mutate({ request_id: newRequestId(), shift, accept: false })}>
        {words}
      </Button>
      <Refusal error={answer.error} />
    </>
  );
}

HandOverPanel.TakeBack = TakeBack;
