import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { AccountView, FeeKind } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import type { TypedAmount } from "@/shared/amounts";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";

const fees: FeeKind[] = ["reconnection", "meter_rent", "deposit", "other"];

/** Charges an account once; what it owes then is paid like any bill. */
export function ChargeSheet({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const t = useWords("customers");
  const charge = useCommand("charge_fee");
  const [request] = useState(newRequestId);
  const [twoRequest] = useState(newRequestId);
  const [fee, setFee] = useState<FeeKind>("reconnection");
  const [label, setLabel] = useState("");
  const [amount, setAmount] = useState<TypedAmount>(null);
  const [note, setNote] = useState("");
  const needsTwo = charge.error?.code === "needs_approval";
  return (
    <Sheet opened onClose={onClose} title={t("charge.title", { number: account.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typeof amount !== "number") return;
          charge.mutate(
            { request_id: request, account: account.id, version: account.version, fee, label: label.trim(), amount, note: note.trim() },
            { onSuccess: onClose },
          );
        }}
      >
        <Stack>
          <Group grow>
            <NativeSelect
              data-autofocus
              label={t("charge.fee")}
              data={fees.map((one) => ({ value: one, label: t(`charge.fees.${one}`) }))}
              value={fee}
              onChange={(event) => setFee(fees.find((one) => one === event.currentTarget.value) ?? "other")}
            />
            <AmountInput required label={t("bill.amount")} minor={amount} onAmount={setAmount} />
          </Group>
          <TextInput required={fee === "other"} label={t("charge.label")} value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
          <TextInput label={t("charge.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Refusal error={charge.error} />
          {!needsTwo && (
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {t("shared:cancel")}
              </Button>
              <Button type="submit" disabled={typeof amount !== "number"} loading={charge.isPending}>
                {t("charge.submit")}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      {needsTwo && typeof amount === "number" && (
        <TwoPersons
          asked={{
            act: "charge_fee",
            input: { request_id: twoRequest, account: account.id, version: account.version, fee, label: label.trim(), amount, note: note.trim() },
          }}
          reason={note.trim() || label.trim() || t(`charge.fees.${fee}`)}
          secondLook={null}
          onCancel={onClose}
          onOutcome={onClose}
        />
      )}
    </Sheet>
  );
}
