import type { CashMoveView, CountView, DayState, OwnShift, ShiftView, ZReportView } from "@/backend/wire";
import { type Book, dayAfter, TODAY } from "./book";
import { type Handlers, refuse } from "./commands";

type Names =
  | "shift" | "shifts" | "x_report" | "z_report" | "z_reports" | "day_state" | "open_shift" | "cash_in" | "cash_out" | "drop_cash"
  | "offer_change" | "accept_change" | "count_shift" | "close_shift" | "accept_hand_over" | "count_safe" | "explain_safe" | "brought_today" | "cash_of_day" | "make_deposit_slip" | "close_day";

const denominations = [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50];
const noNumbers = { first: "", last: "", count: 0, voids: 0, gaps: 0 };

/** The drawers of the branch in memory: the shapes of the real ones, and little of their rules. */
export function shiftHandlers(book: Book): Pick<Handlers, Names> {
  const till = book.till;
  const own = (): OwnShift => till.own ?? refuse("no_open_shift", "no shift of yours is open", "Open a shift on the Shift screen (F7).");
  const view = (float: number, state: ShiftView["state"]): ShiftView => ({
    id: 7, number: "C2S/26-27/000007", counter: 2, counter_code: "C2", person: book.who?.id ?? 0, name: book.who?.name ?? "",
    business_on: book.businessOn, state, opened_at: Date.now(), closed_at: null, float, handed_to: null,
  });
  const moved = (kind: CashMoveView["kind"], amount: number, note: string, state: CashMoveView["state"] = "done") => {
    const shift = own();
    const move: CashMoveView = { id: shift.moves.length + 1, kind, amount, state, reason: "", note, by: book.who?.name ?? "", shift: shift.shift.number, other: "", at: Date.now() };
    till.own = { ...shift, moves: [...shift.moves, move] };
    return { moved: move, drop_asked: false };
  };
  const z = (counted: number, expected: number, kept: number): ZReportView => ({
    id: till.ended.length + 1, number: `C2Z/26-27/00000${till.ended.length + 1}`, shift: "C2S/26-27/000007", counter: "C2",
    name: book.who?.name ?? "", business_on: book.businessOn, closed_at: Date.now(), expected, counted, variance: counted - expected, tenders: [],
    banked: counted - kept, kept, reason: "", allowed_by: "", closed_by: "",
  });
  const today = () => till.ended.filter((one) => one.business_on === book.businessOn);
  const toBank = () => till.ended.reduce((sum, one) => sum + one.banked, 0) - till.deposits.reduce((sum, one) => sum + (one.taken_back ? 0 : one.amount), 0);
  const inSafe = () => toBank() + till.brought;
  const stays = () => Math.max(0, Math.min(till.fund, inSafe()));
  const report = (): Handlers["x_report"] extends (input: never) => infer Output ? Output : never => ({
    shift: own().shift, z: null, z_number: null, cash: null, tenders: [], receipts: noNumbers, slips: noNumbers, voids: [], moves: [], duplicates: [], duplicates_more: null, close: null,
  });
  return {
    shift: () => ({ required: true, denominations, second_look: null, float_asked: null, own: till.own, here: till.forOther?.shift ?? null, for_other: till.forOther, handed: till.handed, others: till.others, people: [{ id: 9, name: "Nisha Bangera" }], ended: today() }),
    shifts: () => (till.own ? [till.own.shift] : []),
    x_report: report,
    z_report: report,
    z_reports: ({ from, to }) => till.ended.filter((one) => one.business_on >= from && one.business_on <= to),
    open_shift: ({ pieces, reason, on }) => {
      if (on && on !== book.businessOn) refuse("changed_meanwhile", "the business day was changed meanwhile", "Look at it again.");
      if (book.businessOn < TODAY && !till.own && on !== book.businessOn) refuse("day_behind", "the business day is still another, by the clock", "A manager closes that day first, on Day close.");
      const float = (pieces ?? []).reduce((sum, one) => sum + one.value * one.count, 0);
      if (till.fund > 0 && till.kept === null && float > 0) refuse("float_from_safe", "this counter's drawer has no float of its own yet", "Its first float is brought from the safe: enter it there.");
      const differs = till.kept !== null && float !== till.kept && float !== till.letPass;
      if (differs && till.alone && !reason) refuse("float_differs_first", "nobody else is there who may let it pass", "Count it again.");
      if (differs && !till.alone) refuse("float_differs", "the float is not what was kept in this drawer", "Count it again.");
      const shift = view(float, "open");
      till.own = { shift, moves: [], offered: [], receipts: noNumbers, tenders: [], count: null, drop_asked: false, free_to_take_out: 0, second_look: null, may_keep: till.float ?? float };
      return shift;
    },
    cash_in: ({ amount, note }) => moved("cash_in", amount, note ?? ""),
    cash_out: ({ amount, note }) => {
      if (amount > own().free_to_take_out) refuse("needs_approval", "cash out of a drawer above 0.00 needs somebody else's word");
      return moved("cash_out", amount, note ?? "");
    },
    drop_cash: ({ amount, note }) => moved("drop", amount, note ?? ""),
    offer_change: ({ amount, note }) => moved("change_out", amount, note ?? "", "offered"),
    accept_change: ({ offer, accept }) => {
      const shift = till.forOther ?? own();
      const found = [...shift.offered, ...shift.moves].find((one) => one.id === offer) ?? refuse("not_found", "there is no such offer");
      const moves = shift.moves.map((one): CashMoveView => (one.id === offer ? { ...one, state: accept ? "accepted" : "declined" } : one));
      const answered = { ...shift, moves, offered: shift.offered.filter((one) => one.id !== offer) };
      if (till.forOther) till.forOther = answered;
      else till.own = answered;
      return { moved: { ...found, state: accept ? "accepted" : "declined" }, drop_asked: false };
    },
    count_shift: ({ pieces }) => {
      const shift = own();
      const counted = pieces.reduce((sum, one) => sum + one.value * one.count, 0);
      const n = (shift.count?.n ?? 0) + 1;
      const off = counted !== till.expected;
      const next: CountView["next"] = !off ? "close" : n === 1 ? "count_again" : "explain_and_allow";
      const hidden = next === "count_again";
      const count: CountView = {
        n, next, cash: counted, asked: null, second_look: null, third_looks: next === "explain_and_allow" && till.ceiling !== null && Math.abs(counted - till.expected) > till.ceiling,
        tenders: [{ method: "cash", counted, expected: hidden ? null : till.expected, variance: hidden ? null : counted - till.expected }],
      };
      till.own = { ...shift, shift: { ...shift.shift, state: "counting" }, count };
      return count;
    },
    close_shift: ({ keep, hand_over_to: to }) => {
      const shift = own();
      if (to) {
        const waits: ShiftView = { ...shift.shift, state: "handed_over", handed_to: "Nisha Bangera" };
        till.own = { ...shift, shift: waits };
        return { shift: waits, z: null };
      }
      const ended = z(shift.count?.cash ?? 0, till.expected, keep ?? 0);
      till.ended = [...till.ended, ended];
      till.own = null;
      return { shift: { ...shift.shift, state: "closed" }, z: ended };
    },
    accept_hand_over: ({ accept, on }) => {
      if (accept && book.businessOn < TODAY && on !== book.businessOn) refuse("day_behind", "the business day is still another, by the clock", "A manager closes that day first, on Day close.");
      if (!accept && till.forOther) {
        const back: ShiftView = { ...till.forOther.shift, state: "counting" };
        till.forOther = { ...till.forOther, shift: back };
        return { shift: back, z: null };
      }
      const shift = view(till.handed?.counted ?? 0, "open");
      till.handed = null;
      till.own = { shift, moves: [], offered: [], receipts: noNumbers, tenders: [], count: null, drop_asked: false, free_to_take_out: 0, second_look: null, may_keep: till.float ?? shift.float };
      return { shift, z: null };
    },
    day_state: (): DayState => {
      const next = book.businessOn < TODAY ? TODAY : book.businessOn === TODAY ? dayAfter(TODAY, 1) : null;
      return {
        business_on: book.businessOn, clock_on: TODAY, next_on: next, missed: [],
        choices: next === null ? [] : book.businessOn < TODAY ? [TODAY, dayAfter(TODAY, 1)] : [next],
        open: till.own ? [till.own.shift] : [], ended: today(), tenders: [{ method: "cash", count: 3, amount: 421_500 }],
        cash_hidden: false,
        no_drawer: [{ method: "cash", count: 1, amount: 20_000 }],
        receipts: 3, voids: 0, to_bank: inSafe() - stays(), in_safe: inSafe(), stays: stays(), safe_fund: till.fund, safe: till.safe, safe_asked: false, alone: false, second_look: till.secondLook, denominations, deposits: till.deposits, tickets_open: 4, closed: till.closed,
      };
    },
    count_safe: ({ pieces }) => {
      const counted = pieces.reduce((sum, one) => sum + one.value * one.count, 0);
      const off = counted - toBank();
      const count = (till.safe?.count ?? 0) + 1;
      const next = off === 0 ? "even" : Math.abs(off) <= 100_00 ? "explain" : "allow";
      till.safe = { count, number: `SAFE/${count}`, at: Date.now(), by: book.who?.name ?? "", counted, expected: toBank(), off, next, second_look: null, own_request: null };
      return till.safe;
    },
    explain_safe: () => {
      const found = till.safe ?? refuse("not_found", "there is no such count");
      till.safe = { ...found, next: "explained" };
      return till.safe;
    },
    brought_today: () => till.broughtToday,
    cash_of_day: ({ on }) => ({
      on,
      slips: till.deposits.filter((slip) => slip.business_on === on),
      counts: till.safe && on === TODAY ? [{ number: till.safe.number, at: till.safe.at, by: till.safe.by, counted: till.safe.counted, expected: till.safe.expected, off: till.safe.off, reason: "", allowed_by: "" }] : [],
      brought: on === TODAY ? till.broughtToday : [],
    }),
    make_deposit_slip: ({ pieces = [], keep }) => {
      const amount = inSafe() - (keep ?? stays());
      const counted = pieces.reduce((sum, one) => sum + one.value * one.count, 0);
      if (amount > 0 && counted > 0 && counted !== amount && till.secondLook !== null) refuse("needs_approval", "this variance needs somebody else's word");
      if (amount === 0) refuse("nothing_to_bank", "there is nothing to pay in at the bank");
      if (pieces.length === 0) refuse("bad_input", "pieces: expected the notes and coins that were counted");
      const slip = { id: till.deposits.length + 1, number: `C2P/26-27/00000${till.deposits.length + 1}`, kind: "cash", business_on: book.businessOn, amount, by: book.who?.name ?? "", at: Date.now(), taken_back: false };
      till.deposits = [...till.deposits, slip];
      return slip;
    },
    close_day: ({ on, to }) => {
      if (till.own) refuse("shifts_open", "the day cannot be closed: a shift is open", "Close each of them with its count.");
      const closed = on ?? book.businessOn;
      till.closed = [{ on: closed, by: book.who?.name ?? "", at: Date.now(), shifts: today().length, variance: 0, tenders: [], banked: 0 }, ...till.closed];
      book.businessOn = to ?? dayAfter(closed, 1);
      return { closed: [closed], business_on: book.businessOn };
    },
  };
}
