import { Button } from "@mantine/core";
import { IconUserSearch } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { Hit, PaymentTaken, StepRef, TicketView } from "@/backend/wire";
import { EmptyState } from "@/shared/EmptyState";
import { FindField } from "@/shared/FindField";
import { focusInFront } from "@/shared/focus";
import { useHotkeys } from "@/shared/hotkeys";
import { Panel } from "@/shared/Panel";
import { Refusal } from "@/shared/Refusal";
import { RedoSheet, UndoSheet } from "@/shared/UndoSheet";
import { useWords } from "@/shared/words";
import { ActsBar } from "./ActsBar";
import { ActsSheet } from "./ActsSheet";
import classes from "./CounterPage.module.css";
import { PaidPanel } from "./PaidPanel";
import { PayPanel } from "./PayPanel";
import { ServingPanel } from "./ServingPanel";
import { chosenAccounts, endVisit, showVisit, toggled, useVisit } from "./visit";
import { VisitPanel } from "./VisitPanel";

type Front = { show: "undo"; target: StepRef } | { show: "redo"; step?: number } | { show: "acts" } | null;

/** The screen that matters: call, see, take the money, hand back the change, next. */
export default function CounterPage() {
  const t = useWords("counter");
  const visit = useVisit();
  const board = useView("board", {}, { every: 5_000 });
  const card = useView("customer_card", { customer: visit?.customer ?? 0 }, { enabled: visit !== null });
  const acts = useView("my_acts", { limit: 20 });
  const callNext = useCommand("call_next");
  const [taken, setTaken] = useState<PaymentTaken | null>(null);
  const [front, setFront] = useState<Front>(null);
  const find = useRef<HTMLInputElement>(null);
  const pay = useRef<HTMLInputElement>(null);

  const toFind = useCallback(() => requestAnimationFrame(() => focusInFront(find.current)), []);
  useEffect(() => {
    if (visit === null) toFind();
  }, [visit, toFind]);

  const begin = (customer: number, rest: { accounts?: number[]; bill?: number; ticket?: number } = {}) => {
    setTaken(null);
    showVisit({ customer, accounts: rest.accounts ?? [], bill: rest.bill ?? null, ticket: rest.ticket ?? null });
    // The same customer again: the panel stays, so the cursor is sent back by hand.
    requestAnimationFrame(() => focusInFront(pay.current));
  };
  const clear = () => {
    setTaken(null);
    endVisit();
    toFind();
  };
  const serve = (ticket: TicketView) => {
    if (ticket.customer === null) clear();
    else begin(ticket.customer, { accounts: ticket.accounts, ticket: ticket.id });
  };
  const onFound = (hit: Hit) => {
    const { kind, id } = hit.target;
    if (hit.customer === null) return t("shared:find.nobody", { text: hit.detail });
    const serving = board.data?.serving_here;
    const ticket = serving?.customer === hit.customer ? serving.id : undefined;
    begin(hit.customer, {
      accounts: kind === "account" ? [id] : undefined,
      bill: kind === "bill" ? id : undefined,
      ticket,
    });
    return undefined;
  };
  const call = () => {
    setTaken(null);
    callNext.mutate({}, { onSuccess: serve });
  };
  const back = () => {
    if (taken !== null || document.activeElement === pay.current || visit === null) clear();
    else pay.current?.focus();
  };

  const chosen = useMemo(() => (visit && card.data ? chosenAccounts(visit, card.data) : []), [visit, card.data]);

  useHotkeys([
    { keys: "F3", words: t("key.call"), run: call, ready: !callNext.isPending },
    { keys: "F4", words: t("key.find"), run: () => find.current?.focus() },
    {
      keys: "Ctrl+Z",
      words: t("key.undo"),
      run: () => setFront({ show: "undo", target: {} }),
      ready: Boolean(acts.data?.undo),
    },
    { keys: "Ctrl+Y", words: t("key.redo"), run: () => setFront({ show: "redo" }), ready: Boolean(acts.data?.redo) },
    { keys: "Ctrl+Shift+Z", run: () => setFront({ show: "redo" }), ready: Boolean(acts.data?.redo) },
    { keys: "F6", words: t("key.acts"), run: () => setFront({ show: "acts" }) },
    { keys: "Escape", words: t("key.clear"), run: back },
  ]);

  const findField = <FindField key={visit?.customer ?? 0} inputRef={find} label={t("find.label")} onFound={onFound} />;
  const closeFront = () => setFront(null);

  return (
    <div className={classes.counter}>
      {board.data ? (
        <ServingPanel
          board={board.data}
          busy={callNext.isPending}
          error={callNext.error}
          onCall={call}
          onServe={serve}
          onLeave={clear}
        />
      ) : (
        <Panel title={t("next.title")}>
          <Refusal error={board.error} />
        </Panel>
      )}
      {visit === null ? (
        <section className={classes.empty} aria-label={t("visit.title")}>
          <EmptyState icon={IconUserSearch} title={t("find.title")} words={t("find.words")}>
            <div className={classes.bigFind}>
              <FindField large inputRef={find} label={t("find.label")} onFound={onFound} />
            </div>
          </EmptyState>
        </section>
      ) : card.data ? (
        <VisitPanel
          customer={card.data}
          chosen={chosen.map((account) => account.id)}
          paying={!taken}
          onToggle={(account) => showVisit({ ...visit, accounts: toggled(chosen, account) })}
          onClear={clear}
          find={findField}
        />
      ) : (
        <section className={classes.empty} aria-label={t("visit.title")} aria-busy={card.isLoading}>
          <Refusal error={card.error}>
            <Button size="compact-sm" variant="default" onClick={clear}>
              {t("visit.clear")}
            </Button>
          </Refusal>
        </section>
      )}
      {taken ? (
        <PaidPanel taken={taken} onNext={clear} />
      ) : chosen.length > 0 && visit ? (
        <PayPanel
          key={`${visit.customer}-${visit.ticket ?? 0}`}
          accounts={chosen}
          ticket={visit.ticket}
          payRef={pay}
          onPaid={(answer) => {
            setTaken(answer);
            // What was paid stays chosen, now that nothing is due on it.
            showVisit({ ...visit, accounts: chosen.map((account) => account.id) });
          }}
        />
      ) : (
        <Panel title={t("pay.title")}>
          <p className={classes.quiet}>{t("pay.empty")}</p>
        </Panel>
      )}
      <div className={classes.acts}>
        <ActsBar
          acts={acts.data}
          onUndo={() => setFront({ show: "undo", target: {} })}
          onRedo={() => setFront({ show: "redo" })}
          onActs={() => setFront({ show: "acts" })}
        />
      </div>
      {front?.show === "undo" && (
        <UndoSheet
          target={front.target}
          onClose={closeFront}
          onDone={() => {
            closeFront();
            setTaken(null);
          }}
        />
      )}
      {front?.show === "redo" && <RedoSheet step={front.step} onClose={closeFront} onDone={closeFront} />}
      {front?.show === "acts" && (
        <ActsSheet onClose={closeFront} onUndo={(target) => setFront({ show: "undo", target })} onRedo={(step) => setFront({ show: "redo", step })} />
      )}
    </div>
  );
}
