import { Button, Switch } from "@mantine/core";
import { IconCash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { DrawerView } from "@/backend/wire";
import { CashCount } from "@/shared/CashCount";
import { showDay } from "@/shared/days";
import { useHotkeys } from "@/shared/hotkeys";
import { KeyHint } from "@/shared/KeyHint";
import { Panel } from "@/shared/Panel";
import { allRead, asPieces, type Counts } from "@/shared/pieces";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { useSession } from "@/shared/session";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";
import { isSaid, noWhy, spoken, VarianceFields } from "@/shared/VarianceFields";
import classes from "./ShiftPage.module.css";

/** The float by notes and coins, then the drawer is one's own. One that is not what was kept is counted again and let pass. */
export function OpenPanel({ drawer }: { drawer: DrawerView }) {
  const t = useWords("shift");
  const { counter, business_on } = useSession();
  const [requestId, setRequestId] = useState(newRequestId);
  const [counts, setCounts] = useState<Counts>(new Map());
  const [drawn, setDrawn] = useState<Counts | null>(null);
  const [why, setWhy] = useState(noWhy);
  const open = useCommand("open_shift");
  // Nobody else can let it pass, or not that much: then a reason does, and a second look follows.
  const alone = open.error?.code === "float_differs_first";
  const differs = alone || open.error?.code === "float_differs";
  const note = why.note.trim() || undefined;
  const button = useRef<HTMLButtonElement>(null);
  const unsaid = alone && !isSaid(why);
  const ready = allRead(counts) && (drawn === null || allRead(drawn)) && !unsaid;
  // The day lies behind the clock: whoever opens it all the same names it.
  const behind = open.error?.code === "day_behind";
  // What was named is that day alone: a manager may close it meanwhile.
  const [on, setOn] = useState<string | undefined>(undefined);
  const submit = (named = on === business_on ? on : undefined) => {
    if (open.isPending || !ready) return;
    setOn(named);
    const said = { ...(alone ? { reason: why.reason, note } : {}), ...(named ? { on: named } : {}) };
    open.mutate({ request_id: requestId, pieces: asPieces(counts), from_safe: drawn ? asPieces(drawn) : undefined, ...said }, {
      onError: ({ code }) => {
        setRequestId(newRequestId());
        if (code === "changed_meanwhile") setOn(undefined);
      },
    });
  };
  // The office keeps a fund: a drawer that had none before begins with cash of the safe, or with nothing.
  const nowhere = open.error?.code === "float_from_safe";
  const isFromSafe = () => {
    setDrawn(counts);
    setCounts(new Map());
    open.reset();
  };
  useHotkeys([{ keys: "F8", words: t("open.submit"), run: () => submit(), ready }]);
  return (
    <Panel icon={IconCash} title={t("open.title", { counter: counter.code })}>
      <div className={classes.fields}>
        <p className={classes.quiet}>{t("open.words")}</p>
        <CashCount autoFocus denominations={drawer.denominations} counts={counts} onCounts={setCounts} onDone={() => button.current?.focus()} />
        <Switch
          label={t("open.fromSafe")}
          description={t("open.fromSafeWords")}
          checked={drawn !== null}
          onChange={(event) => setDrawn(event.currentTarget.checked ? new Map() : null)}
        />
        {drawn && (
          <div role="group" aria-label={t("open.fromSafe")}>
            <CashCount autoFocus denominations={drawer.denominations} counts={drawn} onCounts={setDrawn} onDone={() => button.current?.focus()} />
          </div>
        )}
        {differs ? (
          <p className={classes.asked} role="status">
            {t("open.again")}
          </p>
        ) : (
          <Refusal error={open.error} />
        )}
        {behind && (
          <div className={classes.acts}>
            <Button variant="default" disabled={!ready} onClick={() => submit(business_on)}>
              {t("open.onDayBehind", { day: showDay(business_on) })}
            </Button>
          </div>
        )}
        {nowhere && (
          <div className={classes.acts}>
            <Button variant="default" onClick={isFromSafe}>
              {t("open.isFromSafe")}
            </Button>
          </div>
        )}
        {alone && (
          <>
            <p>{t("open.alone")}</p>
            <VarianceFields why={why} onWhy={setWhy} />
          </>
        )}
        <FloatAsked asked={drawer.float_asked} />
        <div className={classes.acts}>
          <Button ref={button} disabled={!ready} loading={open.isPending} rightSection={<KeyHint keys="F8" onBrand />} onClick={() => submit()}>
            {t("open.submit")}
          </Button>
        </div>
        {differs && !alone && (
          <TwoPersons
            asked={why.reason === null || !isSaid(why) || !allRead(counts) ? null : { act: "allow_float", input: { pieces: asPieces(counts), reason: why.reason, note } }}
            reason={spoken(why, t)}
            secondLook={drawer.second_look}
            onOutcome={({ done }) => done && submit()}
          >
            <VarianceFields why={why} onWhy={setWhy} />
          </TwoPersons>
        )}
      </div>
    </Panel>
  );
}

/** What became of the request to let a float pass. */
function FloatAsked({ asked }: { asked: DrawerView["float_asked"] }) {
  const t = useWords("shift");
  if (!asked) return null;
  if (asked.state === "asked") return <p role="status">{t("open.waits", { number: asked.approval })}</p>;
  if (asked.state === "approved") return <p role="status">{t("open.allowed", { name: asked.decided_by })}</p>;
  if (asked.state === "refused") return <p role="status">{t("open.refused", { name: asked.decided_by, note: asked.note })}</p>;
  return null;
}
