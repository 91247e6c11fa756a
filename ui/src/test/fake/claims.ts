import type { ApprovalRules, ApprovalView, AskedAct, AskedVariance, ChequeView, RequestPreview } from "@/backend/wire";
import { previewBill } from "./billing";
import { type Book, NOW, TODAY } from "./book";
import { type Handlers, refuse } from "./commands";

type Names =
  | "who_may_allow" | "preview_pay_out" | "preview_reversal" | "preview_request" | "approvals" | "approval_rules" | "cheques" | "preview_bounce" | "ask_approval" | "decide_approval"
  | "withdraw_approval" | "save_approval_rules" | "set_pin" | "deposit_cheques" | "realise_cheques" | "unrealise_cheques" | "bounce_cheque" | "take_slip_back" | "set_cash_only";

/** Requests and cheques of the branch in memory: the shapes of the real ones, and little of their rules. */
export function claimsHandlers(book: Book): Pick<Handlers, Names> {
  let rules: ApprovalRules = {
    hours: 24, second_look_ceiling: null, bounce_fee: 250_00, bounces_to_cash_only: 2, cash_out_ceiling: 0, second_look_hours: 72, version: 1,
    ceilings: [{ role: "manager", kind: "refund", most: null }],
  };
  const refund: AskedAct = {
    act: "reverse_payment",
    input: { payment: 1, way: "refund", to: null, back_by: "cash", reason: "twice", note: "" },
  };
  let requests: ApprovalView[] = [
    {
      id: 7, kind: "refund", about: "C2/26-27/000412 · Meena Kamath", amount: 499_00, off: [], reason: "Taken twice", counter: "C2", asked_by: 3,
      asked_name: "Asha Rao", asked_at: NOW, business_on: TODAY, state: "asked", decided_name: "", decided_at: null, expires_at: NOW + 86_400_000,
      done_first: false, look_by: null, overdue: false, beside: [], outcome: "", note: "", asked: refund, may_decide: true, third_looks: false, may_withdraw: false, version: 1,
    },
  ];
  let cheques: ChequeView[] = ["000123", "000124"].map((number, at) => ({
    id: at + 1, number, bank: "Canara Bank", drawer: at === 0 ? "Bhima Naik" : "Esha Rai", amount: (at + 4) * 100_00, state: "received", payment: at + 1, receipt: `C2/26-27/00041${at}`,
    customer: 1, name: "Bhima Naik", received_on: TODAY, deposited_on: null, slip: "", ended_on: null, reason: null, note: "", fee: "",
    has_letter: false, version: 1,
  }));
  let taken = false;
  const request = (id: number) => requests.find((one) => one.id === id) ?? refuse("not_found", "there is no such request");
  /** Nobody lets their own request happen, and nobody takes another's back. */
  const isOwn = (one: ApprovalView) => one.asked_by === book.who?.id;
  const seen = (one: ApprovalView): ApprovalView => ({ ...one, amount: isOwn(one) && one.asked.act === "allow_float" && one.state === "asked" ? null : one.amount, may_decide: one.may_decide && !isOwn(one) && (one.state === "second_look" || book.who?.role !== "official"), third_looks: book.thirdLooks && one.state === "asked", may_withdraw: one.may_withdraw && isOwn(one) });
  const own = () => refuse("own_request", "nobody approves their own request", "Another manager decides it.");
  const put = (changed: ApprovalView) => {
    requests = requests.some((one) => one.id === changed.id)
      ? requests.map((one) => (one.id === changed.id ? changed : one))
      : [changed, ...requests];
    return changed;
  };
  const move = (ids: number[], change: Partial<ChequeView>) => {
    cheques = cheques.map((one) => (ids.includes(one.id) ? { ...one, ...change, version: one.version + 1 } : one));
  };
  /** What becomes of a counted drawer that differs. */
  const drawer = (approval: ApprovalView) => {
    const own = book.till.own;
    if (!own?.count || approval.asked.act !== "allow_variance") return;
    const asked: AskedVariance = { approval: approval.id, state: approval.state, decided_by: approval.decided_name, note: approval.note };
    const next = approval.state === "asked" ? "waits" : approval.state === "approved" || approval.state === "second_look" ? "close" : "explain_and_allow";
    book.till.own = { ...own, count: { ...own.count, next, asked } };
  };
  /** What a request would do, each kind by an example of its own. */
  const would = (asked: AskedAct): Pick<RequestPreview, "effects" | "correction" | "rebill"> => {
    const none = { effects: [], correction: null, rebill: null };
    const left = { left: 0, credited: 0, owed_again: 0, claimed_anew: 0, charged_anew: 0, surcharges_off: 0, upholds: 0, plan: null, plan_falls: 0, plan_reopens: 0, owes_more: -499_00 };
    switch (asked.act) {
      case "reverse_payment":
      case "void_payment":
        return { ...none, effects: [{ effect: "receipt_falls", number: "C2/26-27/000412" }, { effect: "hand_back", method: "cash", amount: 499_00 }] };
      case "cancel_bill":
      case "give_credit_note":
      case "write_off":
        return { ...none, correction: left };
      case "cancel_and_rebill": {
        const of = { meter: "7780013", band: "", on: TODAY, was: "1120", was_kind: "actual" as const, remark: null };
        const right = (asked.input.readings ?? []).map((one) => ({ ...of, is: one.value, is_kind: one.kind }));
        return { ...none, rebill: { old_total: 70_000, old_units: "140", put_right: right, made: previewBill(1) } };
      }
      default:
        return { ...none, effects: [{ effect: "drawer_differs", shift: "C2/26-27/00007", method: "cash", counted: 2_961_00, expected: 2_971_00, variance: -10_00 }] };
    }
  };
  const done = { number: "C2F/26-27/00001", effects: [{ effect: "hand_back" as const, method: "cash" as const, amount: 499_00 }], paper: null };
  return {
    who_may_allow: () => book.atWork,
    preview_pay_out: ({ account }) => {
      const { credit = 0, due: open = 0 } = book.customers.flatMap((card) => card.accounts).find((one) => one.id === account) ?? {};
      const most = Math.max(0, credit - open);
      const refused = most > 0 ? null : { code: "undo_refused", message: "the credit pays what is open on the account", hint: "" };
      return { credit, open, most, refused, second_look: null, plan: null, plan_falls: 0 };
    },
    preview_reversal: () => ({
      amount: 499_00,
      effects: [{ effect: "receipt_falls", number: "C2/26-27/000412" }, { effect: "hand_back", method: "cash", amount: 499_00 }],
      refused: null,
    }),
    approvals: ({ waiting }) => ({
      rows: requests
        .filter((one) => !waiting || one.state === "asked" || one.state === "second_look")
        .map((one) => seen(one.state === "second_look" ? { ...one, look_by: NOW - 3_600_000, overdue: book.lateLooks } : one)),
      waiting: requests.filter((one) => one.state === "asked").length,
    }),
    preview_request: ({ approval }) => {
      const { asked, state } = request(approval);
      const done = state !== "asked";
      const refused = book.stale ? { code: "changed_meanwhile", message: "account W-55 201 was changed meanwhile", hint: "Look at it again." } : null;
      return { ...would(asked), done, paper: done ? { kind: "z_report", z: 7, format: "pdf" } : null, refused };
    },
    approval_rules: () => rules,
    save_approval_rules: ({ version, ceilings = [], second_look_ceiling = null, cash_out_ceiling, second_look_hours, ...rest }) => {
      rules = { ...rules, ...rest, second_look_ceiling, second_look_hours: second_look_hours ?? rules.second_look_hours, cash_out_ceiling: cash_out_ceiling ?? rules.cash_out_ceiling, ceilings: [...rules.ceilings.filter((one) => ceilings.every((c) => c.kind !== one.kind)), ...ceilings], version: version + 1 };
      return rules;
    },
    ask_approval: ({ asked, reason, manager, done_first: first }) => {
      if (manager && manager.login === book.who?.login) own();
      const state = manager ? "approved" : first ? "second_look" : "asked";
      const next = Math.max(...requests.map((one) => one.id)) + 1;
      const how = asked.act === "allow_variance" ? { amount: 10_00, off: [{ method: "cash" as const, variance: -10_00 }] } : {};
      const approval = put({ ...request(7), ...how, id: next, asked, reason, state, asked_by: book.who?.id ?? 0, asked_name: book.who?.name ?? "", decided_name: manager?.login ?? "", done_first: first ?? false, may_decide: state !== "approved", may_withdraw: state === "asked" });
      drawer(approval);
      if (asked.act === "take_deposit_back" && state !== "asked") {
        book.till.deposits = book.till.deposits.map((one) => (one.id === asked.input.slip ? { ...one, taken_back: true } : one));
      }
      if (asked.act === "bring_to_safe" && state !== "asked") {
        const { pieces, came_from, voucher, note } = asked.input;
        const amount = pieces.reduce((sum, one) => sum + one.value * one.count, 0);
        const n = book.till.broughtToday.length + 1;
        book.till.brought += amount;
        book.till.broughtToday = [...book.till.broughtToday, { id: n, number: `SAFE-IN/${n}`, amount, came_from, voucher, note: note ?? "", by: book.who?.name ?? "", at: NOW, taken_back: "" }];
      }
      if (asked.act === "take_brought_back" && state !== "asked") {
        const { brought: id, reason: why } = asked.input;
        book.till.brought -= book.till.broughtToday.find((one) => one.id === id)?.amount ?? 0;
        book.till.broughtToday = book.till.broughtToday.map((one) => (one.id === id ? { ...one, taken_back: why } : one));
      }
      if (asked.act === "allow_safe" && book.till.safe) book.till.safe = { ...book.till.safe, next: state === "asked" ? "waits" : "explained" };
      if (asked.act === "allow_float" && state !== "asked") book.till.letPass = (asked.input.pieces ?? []).reduce((sum, one) => sum + one.value * one.count, 0);
      return { approval: seen(approval), done: state === "asked" ? null : done };
    },
    decide_approval: ({ approval, decision, note }) => {
      if (isOwn(request(approval))) own();
      if (book.heldBy !== "") refuse("in_their_hand", `${book.heldBy} has made you a user in a month that is not closed yet; Noor may decide it`);
      const state = decision === "approve" ? "approved" : "refused";
      const decided = put({ ...request(approval), state, note, decided_name: book.who?.name ?? "", may_decide: false, version: 2 });
      return { approval: decided, done: decision === "approve" ? done : null };
    },
    withdraw_approval: ({ approval }) => {
      drawer(put({ ...request(approval), state: "withdrawn", may_withdraw: false }));
      if (book.till.safe?.own_request === approval) book.till.safe = { ...book.till.safe, next: "allow", second_look: Math.abs(book.till.safe.off), own_request: null };
      return {};
    },
    set_pin: ({ pin }) => (pin === "1234" ? refuse("weak_pin", "this PIN will not do: anybody would try this one first") : {}),
    cheques: ({ state }) => ({
      rows: cheques.filter((one) => !state || one.state === state),
      waiting: [{ state: "received", count: cheques.filter((one) => one.state === "received").length, amount: 900_00 }],
      slips: taken || cheques.some((one) => one.slip !== "") ? [{ id: 1, number: "C2P/26-27/00001", business_on: TODAY, amount: 900_00, taken_back: taken, settled: cheques.some((one) => one.slip !== "" && one.state !== "deposited") }] : [],
    }),
    deposit_cheques: ({ cheques: ids }) => {
      move(ids, { state: "deposited", slip: "C2P/26-27/00001", deposited_on: TODAY });
      return { id: 1, number: "C2P/26-27/00001", business_on: TODAY, amount: 900_00, taken_back: false, settled: false };
    },
    realise_cheques: ({ cheques: ids }) => {
      move(ids, { state: "realised", ended_on: TODAY });
      return {};
    },
    unrealise_cheques: ({ cheques: ids }) => {
      move(ids, { state: "deposited", ended_on: null });
      return {};
    },
    preview_bounce: ({ cheque }) => ({
      receipts: [{ payment: 1, number: "C2/26-27/000410", amount: 400_00 }],
      effects: [
        { effect: "cheque_bounces", number: cheques.find((one) => one.id === cheque)?.number ?? "", bank: "Canara Bank", amount: 400_00 },
        { effect: "receipt_falls", number: "C2/26-27/000410" },
        { effect: "letter_to", name: "Bhima Naik" },
      ],
      late: cheques.find((one) => one.id === cheque)?.state === "realised",
      second_look: rules.second_look_ceiling,
      refused: null,
    }),
    bounce_cheque: ({ cheque, reason }) => {
      move([cheque], { state: "bounced", ended_on: TODAY, reason, has_letter: true });
      return { effects: [{ effect: "receipt_falls", number: "C2/26-27/000410" }], vouchers: ["C2X/26-27/00001"], fee: "", cheque };
    },
    take_slip_back: ({ slip }) => {
      if (cheques.some((one) => one.slip !== "" && one.state !== "deposited")) refuse("cheque_state", "cheque 000123 is realised: the bank has said something of it already");
      taken = true;
      move(cheques.filter((one) => one.slip !== "").map((one) => one.id), { state: "received", slip: "", deposited_on: null });
      return { id: slip, number: "C2P/26-27/00001", business_on: TODAY, amount: 900_00, taken_back: true, settled: false };
    },
    set_cash_only: () => ({}),
  };
}
