import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import type { BillView } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import { showMoney, type TypedAmount, useCurrency } from "@/shared/amounts";
import { showDay } from "@/shared/days";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";

type Claim = Pick<BillView, "id" | "number" | "due_on" | "left">;
type Props = {
  /** The account's number. */
  account: string;
  /** What is open on it; only these can be disputed. */
  claims: Claim[];
  onClose: () => void;
};

/** Puts an open bill, or a part of it, on hold; late or not. */
export function DisputeSheet({ account, claims, onClose }: Props) {
  const t = useWords("arrears");
  const currency = useCurrency();
  const open = useCommand("open_dispute");
  const [requestId] = useState(newRequestId);
  const [chosen, setChosen] = useState("");
  const [amount, setAmount] = useState<TypedAmount>(null);
  const [reason, setReason] = useState("");
  const claim = claims.find((one) => String(one.id) === chosen) ?? claims[0];
  return (
    <Sheet opened onClose={onClose} title={t("dispute.title", { number: account })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!claim || amount === "unreadable") return;
          open.mutate({ request_id: requestId, bill: claim.id, amount, reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <Stack>
          <NativeSelect
            data-autofocus
            label={t("col.bill")}
            value={claim ? String(claim.id) : ""}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={claims.map((one) => ({
              value: String(one.id),
              label: `${one.number} · ${showDay(one.due_on, "short")} · ${showMoney(one.left, currency)}`,
            }))}
          />
          <AmountInput label={t("dispute.amount")} description={t("dispute.amountHint")} minor={amount} onAmount={setAmount} />
          <TextInput required label={t("dispute.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <p>{t("dispute.words")}</p>
          <Refusal error={open.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:cancel")}
            </Button>
            <Button type="submit" loading={open.isPending} disabled={!claim || amount === "unreadable" || reason.trim() === ""}>
              {t("dispute.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
