import type { Effect, StepView } from "@/backend/wire";
import { showMoney, useCurrency } from "./amounts";
import { showDay } from "./days";
import { useWords } from "./words";

/** An act of the stack in words: "Payment ₹499.00, C2/26-27/000412, Asha Rai". */
export function useStepWords() {
  const t = useWords("undo");
  const currency = useCurrency();
  return (step: StepView): string => {
    const amount = step.amount === null ? "" : ` ${showMoney(step.amount, currency)}`;
    const act = t(`act.${actWord(step.act)}`);
    return [`${act}${amount}`, step.subject, step.name].filter(Boolean).join(", ");
  };
}

/** What is claimed because of an undo, by the book's word. */
const charged: Record<string, "effect.bounce_fee" | "effect.given_back" | "effect.hidden_surcharge" | "effect.reconnection_fee"> = {
  bounce_fee: "effect.bounce_fee",
  given_back: "effect.given_back",
  hidden_surcharge: "effect.hidden_surcharge",
  reconnection_fee: "effect.reconnection_fee",
};

const actWords = [
  "take_payment",
  "take_ticket",
  "hold_ticket",
  "finish_ticket",
  "no_show",
  "cancel_ticket",
  "save_customer",
  "save_property",
  "save_account",
  "switch_account",
  "enter_readings",
  "replace_reading",
  "estimate_readings",
  "install_meter",
  "exchange_meter",
  "remove_meter",
  "correct_meter",
  "put_in_cycle",
  "redo",
] as const;

/** Acts that later rooms bring have no words here yet; they are called by a general one. */
function actWord(act: string): (typeof actWords)[number] | "other" {
  return actWords.find((word) => word === act) ?? "other";
}

/** One effect of an undo or redo, in a sentence. */
export function useEffectWords() {
  const t = useWords("undo");
  const currency = useCurrency();
  return (effect: Effect): string => {
    switch (effect.effect) {
      case "receipt_void":
        return t("effect.receipt_void", { number: effect.number });
      case "bill_opens":
        return t("effect.bill_opens", { number: effect.number, left: showMoney(effect.left, currency) });
      case "surcharges_open":
        return t("effect.surcharges_open", { bill: effect.bill, count: effect.count, left: showMoney(effect.left, currency) });
      case "claim_opens":
        return t("effect.claim_opens", { what: t(`claim.${effect.what}`), number: effect.number, left: showMoney(effect.left, currency) });
      case "credit_back":
        return t("effect.credit_back", { account: effect.account, amount: showMoney(effect.amount, currency) });
      case "credit_off":
        return t("effect.credit_off", { account: effect.account, amount: showMoney(effect.amount, currency) });
      case "hand_back":
        return t("effect.hand_back", {
          amount: showMoney(effect.amount, currency),
          method: t(`shared:method.${effect.method}`),
        });
      case "urgent_again":
        return t("effect.urgent_again", { account: effect.account });
      case "reconnection_off":
        return t("effect.reconnection_off", { account: effect.account });
      case "stays_on":
        return t("effect.stays_on", { account: effect.account });
      case "ticket_back":
        return t("effect.ticket_back", { number: effect.number, state: t(`shared:ticketState.${effect.state}`) });
      case "record_back":
        return t("effect.record_back", { which: effect.which });
      case "reading_off":
        return t("effect.reading_off", { account: effect.account, day: showDay(effect.on), value: effect.value });
      case "reading_stands":
        return t("effect.reading_stands", { account: effect.account, day: showDay(effect.on), value: effect.value });
      case "meter_hangs":
        return t("effect.meter_hangs", { account: effect.account, meter: effect.meter });
      case "meter_off":
        return t("effect.meter_off", { account: effect.account, meter: effect.meter });
      case "more_readings":
        return t("effect.more_readings", { count: effect.count });
      case "register_counts":
        return t(effect.digits === 0 ? "effect.register_counts_any" : "effect.register_counts", {
          meter: effect.meter,
          register: effect.register,
          multiplier: effect.multiplier,
          digits: effect.digits,
          unit: effect.unit,
        });
      case "use_counts":
        return t("effect.use_counts", {
          account: effect.account,
          day: showDay(effect.on),
          was: effect.was,
          is: effect.is,
        });
      case "cycle_is":
        return t(effect.cycle === "" ? "effect.cycle_none" : "effect.cycle_is", {
          account: effect.account,
          cycle: effect.cycle,
        });
      case "more_accounts":
        return t("effect.more_accounts", { count: effect.count });
      case "use_case_back":
        return t("effect.use_case_back", { account: effect.account });
      case "receipt_falls":
        return t("effect.receipt_falls", { number: effect.number });
      case "moved_to":
        return t("effect.moved_to", {
          account: effect.account,
          name: effect.name,
          amount: showMoney(effect.amount, currency),
        });
      case "cheque_back":
        return t("effect.cheque_back", {
          number: effect.number,
          bank: effect.bank,
          amount: showMoney(effect.amount, currency),
        });
      case "cheque_was_paid":
        return t("effect.cheque_was_paid", { number: effect.number, bank: effect.bank, day: showDay(effect.on) });
      case "kept_as_credit":
        return t("effect.kept_as_credit", { account: effect.account, amount: showMoney(effect.amount, currency) });
      case "charged":
        return t(charged[effect.what] ?? "effect.used_credit", {
          account: effect.account,
          amount: showMoney(effect.amount, currency),
        });
      case "account_opens":
        return t("effect.account_opens", { account: effect.account });
      case "cheque_bounces":
        return t("effect.cheque_bounces", {
          number: effect.number,
          bank: effect.bank,
          amount: showMoney(effect.amount, currency),
        });
      case "cash_only":
        return t("effect.cash_only", { name: effect.name, count: effect.bounces });
      case "letter_to":
        return t("effect.letter_to", { name: effect.name });
      case "drawer_differs":
        return t(effect.variance < 0 ? "effect.drawer_short" : "effect.drawer_over", {
          shift: effect.shift,
          method: t(`shared:method.${effect.method}`),
          counted: showMoney(effect.counted, currency),
          expected: showMoney(effect.expected, currency),
          by: showMoney(Math.abs(effect.variance), currency),
        });
      case "float_differs":
        return t(effect.variance < 0 ? "effect.float_short" : "effect.float_over", {
          counter: effect.counter,
          float: showMoney(effect.float, currency),
          kept: showMoney(effect.kept, currency),
          by: showMoney(Math.abs(effect.variance), currency),
        });
      case "fee_charged":
        return t("effect.fee_charged", {
          account: effect.account,
          what: effect.what,
          amount: showMoney(effect.amount, currency),
          due: showDay(effect.due_on),
          owes: showMoney(effect.owes, currency),
        });
      case "safe_differs":
        return t("effect.safe_differs", {
          counted: showMoney(effect.counted, currency),
          expected: showMoney(effect.expected, currency),
          variance: showMoney(effect.variance, currency),
        });
      case "deposit_differs":
        return t("effect.deposit_differs", {
          counted: showMoney(effect.counted, currency),
          expected: showMoney(effect.expected, currency),
          variance: showMoney(effect.variance, currency),
        });
      case "brought_to_safe":
        return t("effect.brought_to_safe", {
          amount: showMoney(effect.amount, currency),
          source: t(`effect.source.${effect.came_from}`),
          voucher: effect.voucher,
          in_safe: showMoney(effect.in_safe, currency),
        });
      case "brought_taken_back":
        return t("effect.brought_taken_back", {
          number: effect.number,
          amount: showMoney(effect.amount, currency),
          in_safe: showMoney(effect.in_safe, currency),
        });
      case "slip_taken_back":
        return t("effect.slip_taken_back", {
          number: effect.number,
          amount: showMoney(effect.amount, currency),
          waits: showMoney(effect.waits, currency),
        });
      case "less_claimed":
        return t("effect.less_claimed", { amount: showMoney(effect.amount, currency), bill: effect.bill });
      case "off_hold":
        return t("effect.off_hold", { amount: showMoney(effect.amount, currency), bill: effect.bill });
      case "plan_paid_less":
        return t("effect.plan_paid_less", { amount: showMoney(effect.amount, currency), plan: effect.plan });
      case "more_claimed":
        return t("effect.more_claimed", {
          bill: effect.bill,
          what: effect.what,
          amount: showMoney(effect.amount, currency),
          due: showDay(effect.due_on),
          owes: showMoney(effect.owes, currency),
        });
      case "cash_leaves":
        return t("effect.cash_leaves", { shift: effect.shift, amount: showMoney(effect.amount, currency) });
      case "money_not_posted":
        return t("effect.money_not_posted", { ticket: effect.ticket, note: effect.note, amount: showMoney(effect.amount, currency) });
      case "payment_again":
        return t("effect.payment_again", { number: effect.number, amount: showMoney(effect.amount, currency) });
    }
  };
}
