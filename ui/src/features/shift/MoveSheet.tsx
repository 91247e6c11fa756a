import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { CashReason, OwnShift, ShiftView } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import type { TypedAmount } from "@/shared/amounts";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";
import classes from "./ShiftPage.module.css";

/** A way in or out of the drawer beside payments. */
export type Move = "drop" | "cash_in" | "cash_out" | "change";

const reasons: CashReason[] = ["change", "petty_expense", "found", "other"];

type Props = { move: Move; own: OwnShift; others: readonly ShiftView[]; onClose: () => void };

/** How much, and why or to whom. */
export function MoveSheet({ move, own, others, onClose }: Props) {
  const t = useWords("shift");
  const [requestId, setRequestId] = useState(newRequestId);
  const [amount, setAmount] = useState<TypedAmount>(null);
  const [reason, setReason] = useState<CashReason>(move === "cash_in" ? "change" : "petty_expense");
  const [to, setTo] = useState(others[0]?.id ?? 0);
  const [note, setNote] = useState("");
  const drop = useCommand("drop_cash");
  const cashIn = useCommand("cash_in");
  const cashOut = useCommand("cash_out");
  const change = useCommand("offer_change");
  const act = { drop, cash_in: cashIn, cash_out: cashOut, change }[move];
  const withReason = move === "cash_in" || move === "cash_out";
  const ready = typeof amount === "number" && amount > 0 && !(withReason && reason === "other" && note.trim() === "");
  const then = { onSuccess: onClose, onError: () => setRequestId(newRequestId()) };
  const submit = () => {
    if (!ready || act.isPending) return;
    const base = { request_id: requestId, amount, pieces: [], note: note.trim() || undefined };
    if (move === "drop") drop.mutate(base, then);
    else if (move === "change") change.mutate({ ...base, to }, then);
    else if (move === "cash_in") cashIn.mutate({ ...base, reason }, then);
    else cashOut.mutate({ ...base, reason }, then);
  };
  // What goes back to the safe is a drop, so that it goes to the bank.
  const fitting = reasons.filter((one) => move === "cash_in" || one !== "change");
  const fields = (
    <>
      <p className={classes.quiet}>{t(`move.${move}.words`)}</p>
      <AmountInput data-autofocus label={t("move.amount")} minor={amount} onAmount={setAmount} />
      {move === "change" && (
        <NativeSelect
          label={t("move.to")}
          value={String(to)}
          onChange={(event) => setTo(Number(event.currentTarget.value))}
          data={others.map((one) => ({ value: String(one.id), label: `${one.name}, ${one.counter_code}` }))}
        />
      )}
      {withReason && (
        <NativeSelect
          label={t("move.reason")}
          value={reason}
          onChange={(event) => setReason(reasons.find((one) => one === event.currentTarget.value) ?? reason)}
          data={fitting.map((one) => ({ value: one, label: t(`reason.${one === "change" ? "from_safe" : one}`) }))}
        />
      )}
      <TextInput label={t("move.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
    </>
  );
  const byTwo = move === "cash_out" && act.error?.code === "needs_approval";
  if (byTwo)
    return (
      <Sheet opened onClose={onClose} title={t("move.cash_out.title")}>
        <TwoPersons
          tookOver
          asked={ready ? { act: "cash_out", input: { request_id: requestId, amount, pieces: [], reason, note: note.trim() || undefined } } : null}
          reason={[t(`reason.${reason}`), note.trim()].filter(Boolean).join(": ")}
          secondLook={own.second_look}
          onCancel={onClose}
          onOutcome={onClose}
        >
          <p role="status">{t("move.cash_out.byTwo")}</p>
          {fields}
        </TwoPersons>
      </Sheet>
    );
  return (
    <Sheet opened onClose={onClose} title={t(`move.${move}.title`)}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {fields}
        <Refusal error={act.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={act.isPending}>
            {t(`move.${move}.act`)}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
