import { Button, PasswordInput, Radio, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconArrowRight, IconPrinter } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { DocumentRef, Effect, StepRef, Undone, UndoPreview, UndoReason } from "@/backend/wire";
import { useHotkeys } from "./hotkeys";
import { Money } from "./Money";
import { Refusal } from "./Refusal";
import { newRequestId } from "./requestId";
import { Sheet } from "./Sheet";
import { useWords } from "./words";
import classes from "./UndoSheet.module.css";
import { useEffectWords, useStepWords } from "./useActWords";

const reasons: UndoReason[] = [
  "wrong_account",
  "wrong_amount",
  "wrong_tender",
  "customer_changed_mind",
  "twice",
  "other",
];

type UndoProps = { target: StepRef; onClose: () => void; onDone: () => void };

/** Shows what an undo would change, asks why, and only then does it. */
export function UndoSheet({ target, onClose, onDone }: UndoProps) {
  const t = useWords("undo");
  const preview = useView("preview_undo", target);
  const undo = useCommand("undo");
  const [requestId] = useState(newRequestId);
  const [reason, setReason] = useState<UndoReason | null>(null);
  const [note, setNote] = useState("");
  const [manager, setManager] = useState({ login: "", password: "" });
  const data = preview.data;
  const ready =
    data &&
    !data.refused &&
    (!data.needs_reason || (reason !== null && (reason !== "other" || note.trim() !== ""))) &&
    (!data.needs_manager || (manager.login !== "" && manager.password !== ""));

  // Nothing is asked: the answer is one Enter away. Else the first question has the focus.
  const button = useFocusOnce(data !== undefined && !data.refused && !data.needs_reason && !data.needs_manager);
  const submit = () =>
    undo.mutate({
      request_id: requestId,
      target,
      reason: data?.needs_reason ? reason : null,
      note: note.trim() === "" ? undefined : note.trim(),
      manager: data?.needs_manager ? manager : null,
    });

  if (undo.data) return <Outcome title={t("doneTitle")} undone={undo.data} onClose={onDone} />;

  return (
    <Sheet opened onClose={onClose} title={t("title")} size="34rem">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) submit();
        }}
      >
        <Refusal error={preview.error} />
        {data && <What preview={data} />}
        {data?.needs_reason && !data.refused && <ReasonKeys onReason={setReason} />}
        {data?.needs_reason && !data.refused && (
          <Radio.Group
            label={t("reason")}
            value={reason}
            onChange={(value) => setReason(reasons.find((one) => one === value) ?? null)}
          >
            <div className={classes.reasons}>
              {reasons.map((one, index) => (
                <Radio
                  key={one}
                  value={one}
                  label={`${index + 1}  ${t(`reasons.${one}`)}`}
                  autoFocus={index === 0}
                  data-autofocus={index === 0 || undefined}
                />
              ))}
            </div>
          </Radio.Group>
        )}
        {reason === "other" && (
          <TextInput
            label={t("note")}
            placeholder={t("noteNeeded")}
            autoFocus
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        {data?.needs_manager && !data.refused && (
          <fieldset className={classes.manager}>
            <legend>{t("manager")}</legend>
            <TextInput
              label={t("managerLogin")}
              autoComplete="off"
              value={manager.login}
              onChange={(event) => setManager({ ...manager, login: event.currentTarget.value })}
            />
            <PasswordInput
              label={t("managerPassword")}
              autoComplete="off"
              value={manager.password}
              onChange={(event) => setManager({ ...manager, password: event.currentTarget.value })}
            />
          </fieldset>
        )}
        <Refusal error={undo.error} />
        <footer className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t("keep")}
          </Button>
          <Button ref={button} type="submit" color="violet" disabled={!ready} loading={undo.isPending}>
            {t("submit")}
          </Button>
        </footer>
      </form>
    </Sheet>
  );
}

/** A digit picks a reason. Its own component, so that the keys belong to the sheet in front. */
function ReasonKeys({ onReason }: { onReason: (reason: UndoReason) => void }) {
  useHotkeys(reasons.map((reason, index) => ({ keys: String(index + 1), run: () => onReason(reason) })));
  return null;
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

type RedoProps = { onClose: () => void; onDone: () => void };

/** Shows what a redo would do again, and does it. */
export function RedoSheet({ onClose, onDone }: RedoProps) {
  const t = useWords("undo");
  const preview = useView("preview_redo", {});
  const redo = useCommand("redo");
  const [requestId] = useState(newRequestId);
  const data = preview.data;
  const ready = data !== undefined && data.refused === null;
  const button = useFocusOnce(ready);
  const submit = () => redo.mutate({ request_id: requestId });

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
        <Refusal error={redo.error} />
        <footer className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            {t("keep")}
          </Button>
          <Button ref={button} type="submit" disabled={!ready} loading={redo.isPending}>
            {t("redoSubmit")}
          </Button>
        </footer>
      </form>
    </Sheet>
  );
}

/** The act and each of its effects; money that goes back stands large. */
function What({ preview }: { preview: UndoPreview }) {
  const t = useWords("undo");
  const step = useStepWords();
  const effect = useEffectWords();
  const told = preview.effects.filter((one) => one.effect !== "hand_back");
  return (
    <>
      {preview.step && <p className={classes.step}>{step(preview.step)}</p>}
      {preview.refused && <Refusal error={{ ...preview.refused, reference: "" }} />}
      {told.length > 0 && (
        <section aria-label={t("will")}>
          <p className={classes.label}>{t("will")}</p>
          <ul className={classes.effects}>
            {told.map((one, index) => (
              <li key={index}>
                <IconArrowRight aria-hidden="true" size="0.95rem" stroke={2} />
                <span>{effect(one)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <HandBack effects={preview.effects} />
    </>
  );
}

function HandBack({ effects }: { effects: Effect[] }) {
  const t = useWords("undo");
  const back = effects.flatMap((one) => (one.effect === "hand_back" ? [one] : []));
  return back.map((one) => (
    <p key={one.method} className={classes.back}>
      <span>
        {t("handBack")} · {t(`shared:method.${one.method}`)}
      </span>
      <Money minor={one.amount} size="large" />
    </p>
  ));
}

type OutcomeProps = { title: string; undone: Undone; onClose: () => void };

/** What was done, the money to hand back, and its paper: a slip for an undo, a receipt for a redo. */
function Outcome({ title, undone, onClose }: OutcomeProps) {
  const t = useWords("undo");
  const effect = useEffectWords();
  const button = useFocusOnce(true);
  const payment = undone.payment;
  const paper: DocumentRef | null =
    payment === null ? null : { kind: undone.slip === null ? "receipt" : "slip", payment, format: "pdf" };
  const open = useMutation({
    mutationFn: (wanted: DocumentRef) => asked(host().openDocument(wanted)),
    onSuccess: onClose,
  });
  return (
    <Sheet opened onClose={onClose} title={title} size="34rem">
      <div className={classes.form} role="status">
        <HandBack effects={undone.effects} />
        <ul className={classes.effects}>
          {undone.effects
            .filter((one) => one.effect !== "hand_back")
            .map((one, index) => (
              <li key={index}>
                <IconArrowRight aria-hidden="true" size="0.95rem" stroke={2} />
                <span>{effect(one)}</span>
              </li>
            ))}
        </ul>
        {paper && (
          <p className={classes.paper}>
            <span>{undone.slip === null ? t("newReceipt") : t("slip")}</span>
            <strong>{undone.slip ?? undone.number}</strong>
          </p>
        )}
      </div>
      <Refusal error={open.error} />
      <footer className={classes.foot}>
        <Button ref={paper ? undefined : button} variant="default" onClick={onClose}>
          {t("shared:close")}
        </Button>
        {paper && (
          <Button
            ref={button}
            loading={open.isPending}
            leftSection={<IconPrinter aria-hidden="true" size="1.05rem" stroke={1.75} />}
            onClick={() => open.mutate(paper)}
          >
            {undone.slip === null ? t("openReceipt") : t("openSlip")}
          </Button>
        )}
      </footer>
    </Sheet>
  );
}
