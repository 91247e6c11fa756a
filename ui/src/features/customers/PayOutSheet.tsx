import { Button, Group, NativeSelect, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { asked } from "@/backend/call";
import { host } from "@/backend/host";
import { useView } from "@/backend/useView";
import type { AccountView, AskedAct, AskOutcome, DocumentRef } from "@/backend/wire";
import { AmountInput } from "@/shared/AmountInput";
import { showMoney, type TypedAmount, useCurrency } from "@/shared/amounts";
import { EffectList } from "@/shared/EffectList";
import { focusInFront } from "@/shared/focus";
import { Refusal } from "@/shared/Refusal";
import { Sheet } from "@/shared/Sheet";
import { TwoPersons } from "@/shared/TwoPersons";
import { useWords } from "@/shared/words";

type PayOutCredit = Extract<AskedAct, { act: "pay_out_credit" }>["input"];

type Props = { accounts: AccountView[]; onClose: () => void };

/** Credit goes back to the customer: in cash out of one's own drawer or by bank, by two persons, with a refund voucher. */
export function PayOutSheet({ accounts, onClose }: Props) {
  const t = useWords("customers");
  const currency = useCurrency();
  const held = accounts.filter((one) => one.credit > 0);
  const [account, setAccount] = useState(held[0]?.id ?? 0);
  const [typed, setTyped] = useState<TypedAmount | undefined>(undefined);
  const [backBy, setBackBy] = useState<"cash" | "bank">("cash");
  const [reference, setReference] = useState("");
  const [reason, setReason] = useState("");
  const [outcome, setOutcome] = useState<AskOutcome | null>(null);
  const wanted = typeof typed === "number" ? typed : null;
  const preview = useView("preview_pay_out", { account, amount: wanted }, { enabled: account > 0 && outcome === null, keep: true });
  const most = preview.data?.most ?? 0;
  const looked = preview.data?.second_look;
  const amount = typed === undefined ? most : typed;
  const refusal = preview.error ?? (preview.data?.refused ? { ...preview.data.refused, reference: "" } : null);
  const ready = typeof amount === "number" && amount > 0 && amount <= most && reason.trim() !== "" && (backBy === "cash" || reference.trim() !== "");
  const input: PayOutCredit | null = ready
    ? { account, amount, back_by: backBy, reference: backBy === "bank" ? reference.trim() : "", reason: reason.trim() }
    : null;
  if (outcome) return <Done outcome={outcome} onClose={onClose} />;
  return (
    <Sheet opened onClose={onClose} title={t("payOut.title")}>
      <TwoPersons
        asked={input && { act: "pay_out_credit", input }}
        reason={reason}
        secondLook={typeof looked === "number" && typeof amount === "number" && amount <= looked ? looked : null}
        onCancel={onClose}
        onOutcome={setOutcome}
      >
        <Stack>
          <NativeSelect
            label={t("bill.account")}
            data={held.map((one) => ({ value: String(one.id), label: `${t(`shared:service.${one.service}`)} · ${one.number}` }))}
            value={String(account)}
            onChange={(event) => {
              setAccount(Number(event.currentTarget.value));
              setTyped(undefined);
            }}
          />
          <Refusal error={refusal} />
          {preview.data && (
            <p>
              {t(preview.data.open > 0 ? "payOut.holdsAndOwes" : "payOut.holds", {
                credit: showMoney(preview.data.credit, currency),
                open: showMoney(preview.data.open, currency),
                most: showMoney(preview.data.most, currency),
              })}
            </p>
          )}
          {preview.data && preview.data.plan !== null && (
            <p role="status">
              {t("payOut.plan", { plan: preview.data.plan, amount: showMoney(preview.data.plan_falls, currency) })}
            </p>
          )}
          <AmountInput required data-autofocus label={t("bill.amount")} minor={amount} onAmount={setTyped} />
          <SegmentedControl
            aria-label={t("payOut.backBy")}
            data={[
              { value: "cash", label: t("shared:method.cash") },
              { value: "bank", label: t("shared:method.bank") },
            ]}
            value={backBy}
            onChange={(value) => setBackBy(value === "bank" ? "bank" : "cash")}
          />
          {backBy === "bank" && (
            <TextInput required label={t("payOut.reference")} value={reference} onChange={(event) => setReference(event.currentTarget.value)} />
          )}
          <TextInput required label={t("payOut.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        </Stack>
      </TwoPersons>
    </Sheet>
  );
}

function Done({ outcome, onClose }: { outcome: AskOutcome; onClose: () => void }) {
  const t = useWords("customers");
  const { done, approval } = outcome;
  const paper = done?.paper ?? null;
  const open = useMutation({ mutationFn: (what: DocumentRef) => asked(host().openDocument(what)) });
  return (
    <Sheet opened onClose={onClose} title={t("payOut.title")}>
      <Stack>
        <p role="status">{done ? t("payOut.done", { number: done.number }) : t("payOut.asked", { number: approval.id })}</p>
        {done && <EffectList effects={done.effects} done />}
        <Refusal error={open.error} />
        <Group justify="flex-end" gap="xs">
          {paper && (
            <Button variant="default" loading={open.isPending} onClick={() => open.mutate(paper)}>
              {t("payOut.print")}
            </Button>
          )}
          <Button ref={focusInFront} onClick={onClose}>
            {t("shared:close")}
          </Button>
        </Group>
      </Stack>
    </Sheet>
  );
}
