import { useView } from "@/backend/useView";
import type { AskedAct, PreviewReversal } from "@/backend/wire";
import { EffectList } from "@/shared/EffectList";
import { LeftAfter } from "@/shared/LeftAfter";
import { RebillWould } from "@/shared/NewBill";
import { Refusal } from "@/shared/Refusal";

type Props = { request: number; asked: AskedAct };

/** What a request would do now, which may be another thing than when it was asked for. */
export function WouldDo({ request, asked }: Props) {
  switch (asked.act) {
    case "reverse_payment":
      return <Reverses input={asked.input} />;
    case "void_payment":
      return <Voids payment={asked.input.payment} />;
    case "cancel_and_rebill":
      return <RebillWould input={asked.input} />;
    case "cancel_bill":
      return <LeftAfter bill={asked.input.bill} kind="cancel" amount={null} />;
    case "give_credit_note":
      return <LeftAfter bill={asked.input.bill} kind="credit_note" amount={asked.input.amount} reason={asked.input.reason} />;
    case "write_off":
      return <LeftAfter bill={asked.input.bill} kind="write_off" amount={asked.input.amount ?? null} />;
    case "allow_variance":
    case "allow_float":
    case "allow_safe":
    case "charge_fee":
    case "give_debit_note":
    case "return_cheque":
    case "cash_out":
    case "uphold_dispute":
    case "pay_in_otherwise":
    case "take_deposit_back":
    case "bring_to_safe":
    case "take_brought_back":
    case "cancel_ticket":
    case "pay_out_credit":
      return <Requested request={request} />;
  }
}

function Requested({ request }: { request: number }) {
  const preview = useView("preview_request", { approval: request });
  return (
    <>
      <Refusal error={preview.error ?? (preview.data?.refused ? { ...preview.data.refused, reference: "" } : null)} />
      {preview.data && <EffectList effects={preview.data.effects} />}
    </>
  );
}

function Reverses({ input }: { input: PreviewReversal }) {
  const { payment, way, to = null, back_by = null } = input;
  const preview = useView("preview_reversal", { payment, way, to, back_by });
  return (
    <>
      <Refusal error={preview.error ?? (preview.data?.refused ? { ...preview.data.refused, reference: "" } : null)} />
      {preview.data && <EffectList effects={preview.data.effects} />}
    </>
  );
}

function Voids({ payment }: { payment: number }) {
  const preview = useView("preview_undo", { payment });
  return (
    <>
      <Refusal error={preview.error ?? (preview.data?.refused ? { ...preview.data.refused, reference: "" } : null)} />
      {preview.data && <EffectList effects={preview.data.effects} />}
    </>
  );
}
