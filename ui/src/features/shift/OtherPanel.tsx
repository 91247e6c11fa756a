import { Button } from "@mantine/core";
import { IconCash, IconCoins } from "@tabler/icons-react";
import { useState } from "react";
import type { DrawerView, OwnShift, ZReportView } from "@/backend/wire";
import { EmptyState } from "@/shared/EmptyState";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Money } from "@/shared/Money";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { useWords } from "@/shared/words";
import { CountPanel } from "./CountPanel";
import { CountSheet } from "./CountSheet";
import { HandOverPanel } from "./HandOverPanel";
import classes from "./ShiftPage.module.css";
import { useMutationOfChange } from "./useAnswer";

type Props = { own: OwnShift; drawer: DrawerView; onEnded: (z: ZReportView) => void };

/** Somebody else's drawer at this counter: a manager counts and closes it in their place, and answers what nobody is there to answer. */
export function OtherPanel({ own, drawer, onEnded }: Props) {
  return (
    <>
      <Drawer own={own} drawer={drawer} onEnded={onEnded} />
      <Unanswered own={own} />
    </>
  );
}

function Drawer({ own, drawer, onEnded }: Props) {
  const t = useWords("shift");
  const [counting, setCounting] = useState(false);
  const { state } = own.shift;
  const open = state === "open";
  useHotkeys(open ? [{ keys: "F8", words: t("other.count"), run: () => setCounting(true) }] : []);
  if (state === "counting") return <CountPanel own={own} drawer={drawer} onEnded={onEnded} />;
  const names = { name: own.shift.name, counter: own.shift.counter_code, next: own.shift.handed_to ?? "" };
  return (
    <Panel icon={IconCash} title={t("own.title", { number: own.shift.number })}>
      <EmptyState icon={IconCash} title={t("takenTitle")} words={t(state === "handed_over" ? "other.handed" : "other.words", names)}>
        {open && (
          <Button rightSection={<KeyHint keys="F8" onBrand />} onClick={() => setCounting(true)}>
            {t("other.count")}
          </Button>
        )}
        {state === "handed_over" && <HandOverPanel.TakeBack shift={own.shift.id} words={t("other.takeBack")} />}
      </EmptyState>
      {counting && <CountSheet own={own} denominations={drawer.denominations} onClose={() => setCounting(false)} />}
    </Panel>
  );
}

/** Change in the air, without whose answer the drawer cannot be counted. */
function Unanswered({ own }: { own: OwnShift }) {
  const t = useWords("shift");
  const answer = useMutationOfChange();
  const given = own.moves.filter((one) => one.kind === "change_out" && one.state === "offered");
  if (given.length + own.offered.length === 0) return null;
  return (
    <Panel icon={IconCoins} title={t("other.offers")}>
      {own.offered.map((one) => (
        <div key={one.id} className={classes.offer}>
          <span>
            {t("offers.from", { name: one.by, shift: one.shift })} <Money minor={one.amount} />
          </span>
          <Button size="xs" variant="default" loading={answer.isPending} onClick={() => answer.send(one.id, false)}>
            {t("offers.decline")}
          </Button>
        </div>
      ))}
      {given.map((one) => (
        <div key={one.id} className={classes.offer}>
          <span>
            {t("other.gives", { shift: one.other })} <Money minor={one.amount} />
          </span>
          <Button size="xs" variant="default" loading={answer.isPending} onClick={() => answer.send(one.id, false)}>
            {t("moves.takeBack")}
          </Button>
        </div>
      ))}
      <Refusal error={answer.error} />
    </Panel>
  );
}
