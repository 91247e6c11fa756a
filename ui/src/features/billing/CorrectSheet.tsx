import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { AskedAct, BillView, CorrectionReason, ReadingKind, ReadingView, Remark, RightReading } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import type { TypedAmount } from "@/shared/amounts";
import { DayField } from "@/shared/DayField";
import { plusDays } from "@/shared/dayMath";
import { showDay } from "@/shared/days";
import { FigureInput } from "@/shared/FigureInput";
import { LeftAfter } from "@/shared/LeftAfter";
import { Money } from "@/shared/Money";
import { NewBill } from "@/shared/NewBill";
import { isFigure } from "@/shared/reading";
import { Refusal } from "@/shared/Refusal";
import { RolledOver } from "@/shared/RolledOver";
import { newRequestId } from "@/shared/requestId";
import { useSession } from "@/shared/session";
import { Sheet } from "@/shared/Sheet";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";
import classes from "./BillingPage.module.css";

export type Correcting = "cancel" | "rebill" | "credit_note" | "debit_note" | "write_off";

const reasons: CorrectionReason[] = [
  "wrong_reading", "wrong_tariff", "wrong_account", "meter_fault", "twice", "discount", "subsidy", "complaint", "other",
];

type Props = { bill: BillView; how: Correcting; onClose: () => void };

/** An issued bill is never edited: a paper of its own takes it back, wholly or in part, or claims more. */
export function CorrectSheet({ bill, how, onClose }: Props) {
  const t = useWords("billing");
  const session = useSession();
  const cancel = useCommand("cancel_bill");
  const rebill = useCommand("cancel_and_rebill");
  const credit = useCommand("give_credit_note");
  const debit = useCommand("give_debit_note");
  const writeOff = useCommand("write_off");
  const [request] = useState(newRequestId);
  const [twoRequest] = useState(newRequestId);
  const [previewRequest] = useState(newRequestId);
  const [reason, setReason] = useState<CorrectionReason | null>(null);
  const [note, setNote] = useState("");
  const [right, setRight] = useState<Record<number, RightReading>>({});
  // Each register answers for itself: of two that fell, one may have run through zero and the other been misread.
  const [over, setOver] = useState<Record<number, boolean>>({});
  const [label, setLabel] = useState("");
  const [amount, setAmount] = useState<TypedAmount>(how === "write_off" ? bill.left : null);
  const [beside, setBeside] = useState(false);
  const [dueOn, setDueOn] = useState("");
  const act = { cancel, rebill, credit_note: credit, debit_note: debit, write_off: writeOff }[how];
  const withAmount = how === "credit_note" || how === "debit_note" || how === "write_off";
  const withReason = how === "cancel" || how === "rebill" || how === "credit_note";
  const readings = Object.values(right).map((reading) => ({ ...reading, rolled_over: over[reading.reading] ?? null }));
  const whyWrong = how === "rebill" && readings.length > 0;
  const missing = (withReason && reason === null) || !readings.every((reading) => isFigure(reading.value)) || (whyWrong && note.trim() === "") || (withAmount && typeof amount !== "number") || (how === "debit_note" && label.trim() === "") || (how === "write_off" && note.trim() === "");

  const credits = how === "credit_note" && typeof amount === "number" ? amount : null;
  const would = useView("preview_correction", { bill: bill.id, kind: "credit_note", amount: credits, reason, beside_dispute: beside }, { enabled: credits !== null, keep: true });
  const asksBeside = how === "credit_note" && (beside || would.error?.code === "in_dispute" || act.error?.code === "in_dispute");
  const needsTwo = act.error?.code === "needs_approval";
  /** The act as another carries it out: under an id of its own. */
  const wanted = (): AskedAct | null => {
    const same = { request_id: twoRequest, bill: bill.id, version: bill.version, note: note.trim() };
    if (missing) return null;
    if (reason !== null && how === "cancel") return { act: "cancel_bill", input: { ...same, reason } };
    if (reason !== null && how === "rebill") return { act: "cancel_and_rebill", input: { ...same, reason, readings, due_on: dueOn || null } };
    if (typeof amount !== "number") return null;
    if (reason !== null && how === "credit_note") return { act: "give_credit_note", input: { ...same, amount, reason, beside_dispute: beside } };
    if (how === "debit_note") return { act: "give_debit_note", input: { ...same, amount, label: label.trim(), due_on: dueOn || null } };
    return how === "write_off" ? { act: "write_off", input: { ...same, amount } } : null;
  };
  const submit = () => {
    const same = { request_id: request, bill: bill.id, version: bill.version, note: note.trim() };
    const done = { onSuccess: onClose };
    if (reason !== null && how === "cancel") cancel.mutate({ ...same, reason }, done);
    if (reason !== null && how === "rebill") rebill.mutate({ ...same, reason, readings, due_on: dueOn || null }, done);
    if (typeof amount !== "number") return;
    if (reason !== null && how === "credit_note") credit.mutate({ ...same, amount, reason, beside_dispute: beside }, done);
    if (how === "debit_note") debit.mutate({ ...same, amount, label: label.trim(), due_on: dueOn || null }, done);
    if (how === "write_off") writeOff.mutate({ ...same, amount }, done);
  };

  return (
    <Sheet opened onClose={onClose} title={t(`correct.title.${how}`, { number: bill.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing) submit();
        }}
      >
        <Stack>
          <p>
            {t(`correct.words.${how}`)} {t("bill.left")}: <Money minor={bill.left} />
          </p>
          {withAmount && <AmountInput data-autofocus required label={t("bill.amount")} minor={amount} onAmount={setAmount} />}
          {how === "debit_note" && (
            <TextInput required label={t("correct.label")} value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
          )}
          {withReason && (
            <NativeSelect
              required
              data-autofocus={!withAmount || undefined}
              label={t("correct.reason")}
              data={[{ value: "", label: t("correct.choose"), disabled: true }, ...reasons.map((one) => ({ value: one, label: t(`reason.${one}`) }))]}
              value={reason ?? ""}
              onChange={(event) => setReason(reasons.find((one) => one === event.currentTarget.value) ?? null)}
            />
          )}
          {asksBeside && (
            <Checkbox label={t("correct.besideDispute")} description={t("correct.besideDisputeHint")} checked={beside} onChange={(event) => setBeside(event.currentTarget.checked)} />
          )}
          {how === "rebill" && (
            <RightReadings
              bill={bill}
              right={right}
              onRight={setRight}
              over={over}
              onOver={(reading, said) => setOver({ ...over, [reading]: said })}
              asksOver={rebill.error?.code === "needs_reason" || Object.keys(over).length > 0}
            />
          )}
          <TextInput
            required={how === "write_off" || whyWrong}
            label={how === "write_off" ? t("correct.why") : whyWrong ? t("correct.whyWrong") : t("correct.note")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {(how === "rebill" || how === "debit_note") && (
            <DayField min={session.business_on} label={t("correct.dueOn")} description={t("correct.dueOnHint")} value={dueOn} onChange={setDueOn} />
          )}
          {how === "rebill" ? (
            <NewBill
              bill={bill}
              className={classes.readings}
              input={{ request_id: previewRequest, bill: bill.id, version: bill.version, reason: reason ?? "other", note: "", readings, due_on: dueOn || null }}
            />
          ) : (
            how !== "debit_note" && (how === "cancel" || typeof amount === "number") && <LeftAfter bill={bill.id} kind={how} amount={typeof amount === "number" ? amount : null} reason={reason} beside={beside} />
          )}
          {how === "debit_note" && typeof amount === "number" && (
            <p role="status">
              {t("correct.withNote")}: <Money minor={bill.left + amount} />
            </p>
          )}
          <Refusal error={act.error} />
          {!needsTwo && (
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {t("correct.keep")}
              </Button>
              <Button type="submit" color={how === "debit_note" ? undefined : "red"} disabled={missing} loading={act.isPending}>
                {t(`correct.way.${how}`)}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      {needsTwo && <TwoPersons asked={wanted()} reason={note.trim() || t(`correct.way.${how}`)} secondLook={null} onCancel={onClose} onOutcome={onClose} />}
    </Sheet>
  );
}

const kinds: ReadingKind[] = ["actual", "customer", "provisional", "estimated"];
const remarks: Remark[] = ["working", "locked", "breakdown", "no_meter", "reset"];

type Right = {
  bill: BillView;
  right: Record<number, RightReading>;
  onRight: (right: Record<number, RightReading>) => void;
  /** Which of them ran through zero, as far as somebody has said. */
  over: Record<number, boolean>;
  onOver: (reading: number, said: boolean) => void;
  /** Whether it is asked. */
  asksOver: boolean;
};

/** What the registers showed when they were read for this bill; a wrong one is put right with it. */
function RightReadings({ bill, right, onRight, over, onOver, asksOver }: Right) {
  const t = useWords("billing");
  const all = useView("readings", { account: bill.account, all: false, until: plusDays(bill.period_to, 1), limit: 500 });
  const own = (all.data ?? []).filter((reading) => reading.on > bill.period_from && reading.on <= plusDays(bill.period_to, 1));
  if (own.length === 0) return null;
  const put = (wrong: ReadingView, said: RightReading | null) => {
    const others = Object.fromEntries(Object.entries(right).filter(([id]) => Number(id) !== wrong.id));
    onRight(said ? { ...others, [wrong.id]: said } : others);
  };
  return (
    <fieldset className={classes.readings}>
      <legend>{t("correct.readings")}</legend>
      {own.map((wrong) => (
        <div key={wrong.id}>
          <RightOne wrong={wrong} onRight={(said) => put(wrong, said)} />
          {asksOver && wrong.id in right && (
            <RolledOver
              rolledOver={over[wrong.id] ?? null}
              onRolledOver={(said) => onOver(wrong.id, said)}
              register={own.length > 1 ? wrong.register : null}
              byKey={Number(Object.keys(right)[0]) === wrong.id}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}

/** One of them: its value, how that is known and what was found; what is not said otherwise stays as it was. */
function RightOne({ wrong, onRight }: { wrong: ReadingView; onRight: (said: RightReading | null) => void }) {
  const t = useWords("billing");
  const m = useWords("metering");
  const [said, setSaid] = useState<{ value: string; kind: ReadingKind; remark: Remark }>({ value: "", kind: wrong.kind, remark: wrong.remark });
  const say = (change: Partial<typeof said>) => {
    const now = { ...said, ...change };
    setSaid(now);
    const same = now.value === "" && now.kind === wrong.kind && now.remark === wrong.remark;
    onRight(same ? null : { reading: wrong.id, value: now.value === "" ? wrong.value : now.value, kind: now.kind, remark: now.remark });
  };
  const of = { meter: wrong.meter, band: wrong.band, day: showDay(wrong.on) };
  const name = wrong.band === "" ? t("correct.reading", of) : t("correct.readingBand", of);
  return (
    <div className={classes.right}>
      <FigureInput
        label={name}
        description={t("correct.readingWas", { value: wrong.value })}
        value={said.value}
        onFigure={(value) => say({ value })}
      />
      <NativeSelect
        label={m("replacing.kind")}
        aria-label={`${m("replacing.kind")} ${name}`}
        value={said.kind}
        data={kinds.map((one) => ({ value: one, label: m(`kind.${one}`) }))}
        onChange={(event) => say({ kind: kinds.find((one) => one === event.currentTarget.value) ?? wrong.kind })}
      />
      <NativeSelect
        label={m("replacing.remark")}
        aria-label={`${m("replacing.remark")} ${name}`}
        value={said.remark}
        data={remarks.map((one) => ({ value: one, label: m(`remark.${one}`) }))}
        onChange={(event) => say({ remark: remarks.find((one) => one === event.currentTarget.value) ?? wrong.remark })}
      />
    </div>
  );
}
