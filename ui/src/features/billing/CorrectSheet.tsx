import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { BillView, CorrectionReason } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import { Money } from "@/shared/Money";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

export type Correcting = "cancel" | "rebill" | "credit_note" | "debit_note" | "write_off";

const reasons: CorrectionReason[] = [
  "wrong_reading", "wrong_tariff", "wrong_account", "meter_fault", "twice", "discount", "subsidy", "complaint", "other",
];

type Props = { bill: BillView; how: Correcting; onClose: () => void };

/** An issued bill is never edited: a paper of its own takes it back, wholly or in part, or claims more. */
export function CorrectSheet({ bill, how, onClose }: Props) {
  const t = useWords("billing");
  const cancel = useCommand("cancel_bill");
  const rebill = useCommand("cancel_and_rebill");
  const credit = useCommand("give_credit_note");
  const debit = useCommand("give_debit_note");
  const writeOff = useCommand("write_off");
  const [request] = useState(newRequestId);
  const [reason, setReason] = useState<CorrectionReason>("wrong_reading");
  const [note, setNote] = useState("");
  const [label, setLabel] = useState("");
  const [amount, setAmount] = useState<number | null>(how === "write_off" ? bill.left : null);
  const act = { cancel, rebill, credit_note: credit, debit_note: debit, write_off: writeOff }[how];
  const withAmount = how === "credit_note" || how === "debit_note" || how === "write_off";
  const missing = (withAmount && amount === null) || (how === "debit_note" && label.trim() === "") || (how === "write_off" && note.trim() === "");

  const submit = () => {
    const same = { request_id: request, bill: bill.id, version: bill.version, note: note.trim() };
    const done = { onSuccess: onClose };
    if (how === "cancel") cancel.mutate({ ...same, reason }, done);
    if (how === "rebill") rebill.mutate({ ...same, reason }, done);
    if (amount === null) return;
    if (how === "credit_note") credit.mutate({ ...same, amount, reason }, done);
    if (how === "debit_note") debit.mutate({ ...same, amount, label: label.trim() }, done);
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
          {(how === "cancel" || how === "rebill" || how === "credit_note") && (
            <NativeSelect
              data-autofocus={!withAmount || undefined}
              label={t("correct.reason")}
              data={reasons.map((one) => ({ value: one, label: t(`reason.${one}`) }))}
              value={reason}
              onChange={(event) => setReason(reasons.find((one) => one === event.currentTarget.value) ?? "other")}
            />
          )}
          <TextInput
            required={how === "write_off"}
            label={how === "write_off" ? t("correct.why") : t("correct.note")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Refusal error={act.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("correct.keep")}
            </Button>
            <Button type="submit" color={how === "debit_note" ? undefined : "red"} disabled={missing} loading={act.isPending}>
              {t(`correct.way.${how}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
