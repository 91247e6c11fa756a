import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconPrinter } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { AskOutcome, DocumentRef, Effect, StepRef, Undone, UndoPreview } from "@/backend/wire";
import { ClosedForm } from "./ClosedForm";
import { EffectList } from "./EffectList";
import { Foot } from "./Foot";
import { Refusal } from "./Refusal";
import { newRequestId } from "./requestId";
import { isSaid, spoken, type Why, WhyFields } from "./WhyFields";
import { Sheet } from "./Sheet";
import { TwoPersons } from "./TwoPersons";
import { useWords } from "./words";
import classes from "./UndoSheet.module.css";
import { useStepWords } from "./useActWords";

type UndoProps = { target: StepRef; onClose: () => void; onDone: () => void };

/** Names the state, shows what an undo would change, asks why and who allows it, and only then does it. */
export function UndoSheet({ target, onClose, onDone }: UndoProps) {
  const t = useWords("undo");
  const preview = useView("preview_undo", target);
  const undo = useCommand("undo");
  const [requestId] = useState(newRequestId);
  const [outcome, setOutcome] = useState<AskOutcome | null>(null);
  const [why, setWhy] = useState<Why>({ reason: null, note: "" });
  const data = preview.data;
  const ready = data !== undefined && !data.refused && (!data.needs_reason || isSaid(why));

  // Nothing is asked: the answer is one Enter away. Else the first question has the focus.
  const button = useFocusOnce(data !== undefined && !data.refused && !data.needs_reason && !data.needs_manager);
  const submit = () =>
    undo.mutate({
      request_id: requestId,
      // What was shown, even if another window has done something newer by now.
      target: target.payment === undefined && data?.step ? { step: data.step.step } : target,
      reason: data?.needs_reason ? why.reason : null,
      note: why.note.trim() === "" ? undefined : why.note.trim(),
      manager: null,
    });

  if (undo.data) return <Outcome title={t("doneTitle")} undone={undo.data} onClose={onDone} />;
  if (outcome) return <AskedOutcome outcome={outcome} onClose={onDone} />;

  const asks = data !== undefined && !data.refused && data.payment !== null && data.needs_manager;
  return (
    <Sheet opened onClose={onClose} title={t("title")} size="36rem">
      <div className={classes.form}>
        <Refusal error={preview.error} />
        {data && <What preview={data} />}
        {data && (data.asked ?? null) !== null && <p role="status">{t("askedAlready", { number: data.asked })}</p>}
        {asks && data.payment !== null && data.state === "closed" && (
          <ClosedForm preview={data} payment={data.payment} onCancel={onClose} onOutcome={setOutcome} />
        )}
        {asks && data.payment !== null && data.state !== "closed" && (
          <TwoPersons
            asked={
              why.reason === null || !isSaid(why)
                ? null
                : { act: "void_payment", input: { payment: data.payment, reason: why.reason, note: why.note.trim() } }
            }
            reason={spoken(why, t)}
            secondLook={data.second_look}
            onCancel={onClose}
            onOutcome={setOutcome}
          >
            <WhyFields why={why} onWhy={setWhy} />
          </TwoPersons>
        )}
        {data && !asks && (
          <form
            className={classes.form}
            onSubmit={(event) => {
              event.preventDefault();
              if (ready) submit();
            }}
          >
            {data.needs_reason && !data.refused && <WhyFields why={why} onWhy={setWhy} />}
            <Foot error={undo.error}>
              <Button variant="default" onClick={onClose}>
                {t("keep")}
              </Button>
              <Button ref={button} type="submit" color="violet" disabled={!ready} loading={undo.isPending}>
                {t("submit")}
              </Button>
            </Foot>
          </form>
        )}
      </div>
    </Sheet>
  );
}

/** The cursor goes to the button as soon as it may be pressed; the preview comes after the sheet. */
function useFocusOnce(ready: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!ready) return undefined;
    const soon = window.setTimeout(() => button.current?.focus());
    return () => window.clearTimeout(soon);
  }, [ready]);
  return button;
}

type RedoProps = {
  /** A payment's step; without it, what was taken back last. */
  step?: number | undefined;
  onClose: () => void;
  onDone: () => void;
};

/** Shows what a redo would do again, and does it. */
export function RedoSheet({ step, onClose, onDone }: RedoProps) {
  const t = useWords("undo");
  const preview = useView("preview_redo", { step: step ?? null });
  const redo = useCommand("redo");
  const [requestId] = useState(newRequestId);
  const data = preview.data;
  const ready = data !== undefined && data.refused === null;
  const button = useFocusOnce(ready);
  const submit = () => redo.mutate({ request_id: requestId, step: data?.step?.step ?? null });

  if (redo.data) return <Outcome title={t("redoneTitle")} undone={redo.data} onClose={onDone} />;
  return (
    <Sheet opened onClose={onClose} title={t("redoTitle")} size="34rem">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refusal error={preview.error} />
        {data && <What preview={data} />}
        <Foot error={redo.error}>
          <Button variant="default" onClick={onClose}>
            {t("keep")}
          </Button>
          <Button ref={button} type="submit" disabled={!ready} loading={redo.isPending}>
            {t("redoSubmit")}
          </Button>
        </Foot>
      </form>
    </Sheet>
  );
}

/** The act, the state it is taken back in, and each of its effects. */
function What({ preview }: { preview: UndoPreview }) {
  const t = useWords("undo");
  const step = useStepWords();
  return (
    <>
      {preview.step && <p className={classes.step}>{step(preview.step)}</p>}
      {preview.state && !preview.refused && <p className={classes.state}>{t(`state.${preview.state}`)}</p>}
      {preview.refused && <Refusal error={{ ...preview.refused, reference: "" }} />}
      <EffectList effects={preview.effects} />
    </>
  );
}

type OutcomeProps = { title: string; undone: Undone; onClose: () => void };

/** What was done, the money to hand back, and its paper: a slip for an undo, a receipt for a redo. */
function Outcome({ title, undone, onClose }: OutcomeProps) {
  const t = useWords("undo");
  const payment = undone.payment;
  const paper: DocumentRef | null =
    payment === null ? null : { kind: undone.slip === null ? "receipt" : "slip", payment, format: "pdf" };
  return (
    <Done
      title={title}
      effects={undone.effects}
      paper={paper}
      called={undone.slip === null ? t("newReceipt") : t("slip")}
      number={undone.slip ?? undone.number ?? ""}
      onClose={onClose}
    />
  );
}

/** What came of a request: done, with its paper, or on the list. */
function AskedOutcome({ outcome, onClose }: { outcome: AskOutcome; onClose: () => void }) {
  const t = useWords("undo");
  const { approval, done } = outcome;
  if (done) {
    return (
      <Done title={t("doneTitle")} effects={done.effects} paper={done.paper} called={t(done.paper?.kind === "slip" ? "slip" : "paper")} number={done.number} onClose={onClose} />
    );
  }
  return (
    <Sheet opened onClose={onClose} title={t("askedTitle")} size="36rem">
      <p role="status">{t("askedWords", { number: approval.id, about: approval.about })}</p>
      <Foot>
        <Button data-autofocus onClick={onClose}>
          {t("shared:close")}
        </Button>
      </Foot>
    </Sheet>
  );
}

type DoneProps = {
  title: string;
  effects: Effect[];
  paper: DocumentRef | null;
  called: string;
  number: string;
  onClose: () => void;
};

function Done({ title, effects, paper, called, number, onClose }: DoneProps) {
  const t = useWords("undo");
  const open = useMutation({
    mutationFn: (wanted: DocumentRef) => asked(host().openDocument(wanted)),
    onSuccess: onClose,
  });
  const printWords = paper?.kind === "receipt" ? t("openReceipt") : paper?.kind === "slip" ? t("openSlip") : t("openPaper");
  return (
    <Sheet opened onClose={onClose} title={title} size="36rem">
      <div className={classes.form} role="status">
        <EffectList effects={effects} done />
        {paper && (
          <p className={classes.paper}>
            <span>{called}</span>
            <strong>{number}</strong>
          </p>
        )}
      </div>
      <Foot error={open.error}>
        <Button data-autofocus={paper === null || undefined} variant="default" onClick={onClose}>
          {t("shared:close")}
        </Button>
        {paper && (
          <Button
            data-autofocus
            loading={open.isPending}
            leftSection={<IconPrinter aria-hidden="true" size="1.05rem" stroke={1.75} />}
            onClick={() => open.mutate(paper)}
          >
            {printWords}
          </Button>
        )}
      </Foot>
    </Sheet>
  );
}
