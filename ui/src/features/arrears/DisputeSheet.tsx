import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useCommand } from "@/backend/useCommand";
import { useView } from "@/backend/useView";
import type { StandingView } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import { showMoney, useCurrency } from "@/shared/amounts";
import { showDay } from "@/shared/days";
import { Refusal } from "@/shared/Refusal";
import { newRequestId } from "@/shared/requestId";
import { Sheet } from "@/shared/Sheet";
import { useWords } from "@/shared/words";
import classes from "./ArrearsPage.module.css";

/** Puts a bill, or a part of it, on hold. */
export function DisputeSheet({ standing, onClose }: { standing: StandingView; onClose: () => void }) {
  const t = useWords("arrears");
  const currency = useCurrency();
  const card = useView("customer_card", { customer: standing.customer });
  const open = useCommand("open_dispute");
  const [requestId] = useState(newRequestId);
  const bills = card.data?.accounts.find((one) => one.id === standing.account)?.open_bills ?? [];
  const [chosen, setChosen] = useState("");
  const [amount, setAmount] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const bill = bills.find((one) => String(one.id) === chosen) ?? bills[0];
  return (
    <Sheet opened onClose={onClose} title={t("dispute.title", { number: standing.number })}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (!bill) return;
          open.mutate({ request_id: requestId, bill: bill.id, amount, reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <Refusal error={card.error} />
        <NativeSelect
          data-autofocus
          label={t("col.bill")}
          value={bill ? String(bill.id) : ""}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={bills.map((one) => ({
            value: String(one.id),
            label: `${one.number} · ${showDay(one.due_on, "short")} · ${showMoney(one.surcharge + one.rest, currency)}`,
          }))}
        />
        <AmountInput label={t("dispute.amount")} description={t("dispute.amountHint")} minor={amount} onAmount={setAmount} />
        <TextInput required label={t("dispute.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <p className={classes.quiet}>{t("dispute.words")}</p>
        <Refusal error={open.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("shared:cancel")}
          </Button>
          <Button type="submit" loading={open.isPending} disabled={!bill || reason.trim() === ""}>
            {t("dispute.submit")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
