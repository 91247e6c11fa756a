import type { AccountView, ArrearsReport, JobView, OrderView, PlanView, Rung, StandingView } from "@/backend/wire";
import { type Book, dayAfter, TODAY } from "./book";
import { type Handlers, refuse } from "./commands";

type Names =
  | "arrears_rule" | "aging" | "arrears_list" | "account_arrears" | "notices" | "service_orders" | "plans" | "disputes" | "preview_upheld"
  | "save_arrears_rule" | "preview_arrears_run" | "run_arrears" | "work_order" | "order_reconnection" | "stop_reconnection" | "preview_plan" | "make_plan" | "cancel_plan" | "open_dispute"
  | "decide_dispute" | "export_notice_batch";

type RunJob = (kind: string, title: string, result: unknown) => JobView;

/** The arrears of the branch in memory: the shapes of the real ones, and little of their rules. */
export function arrearsHandlers(book: Book, runJob: RunJob): Pick<Handlers, Names> {
  let rule = { version: 1, rule: { reminder_days: 7, final_notice_days: 21, notice_days: 15, least: 100_00, stay_on_percent: 50, reconnection_fee: 150_00 } };
  let orders: OrderView[] = [];
  let plans: PlanView[] = [];
  const standings = (): StandingView[] =>
    book.customers
      .flatMap((card) => card.accounts.map((account) => standing(account, card.id, card.name)))
      .filter((one) => one.overdue > 0 || one.status === "cut")
      .sort((a, b) => b.overdue - a.overdue);
  const standing = (account: AccountView, customer: number, name: string): StandingView => {
    const days = account.lateness.state === "overdue" ? account.lateness.days : 0;
    const rung: Rung = account.status === "cut" ? "cut" : account.disconnection_on ? "cut_list" : days > 21 ? "final_notice" : days > 7 ? "reminder" : "due";
    const next = ({ cut: null, cut_list: "cut", final_notice: "cut_list", reminder: "final_notice", due: "reminder" } as const)[rung as "due"];
    return {
      account: account.id, number: account.number, customer, name, service: account.service, status: account.status, rung,
      overdue: account.overdue, disputed: account.disputed, in_plan: 0, owed: account.overdue, oldest_due_on: account.open_bills[0]?.due_on ?? null,
      days, next, next_on: next ? dayAfter(TODAY, 4) : null, held: null, minimum: account.minimum,
    };
  };
  const listed = (kind: "disconnect" | "reconnect"): OrderView[] => {
    if (orders.length === 0) {
      orders = standings().filter((one) => one.rung === "cut_list" || one.rung === "cut").map((one, at) => ({
        id: at + 1, account: one.account, account_number: one.number, service: one.service, meter: String(7_780_000 + at), name: one.name,
        address: "Kadri Hills 4-12", route: "R-02", kind: one.rung === "cut" ? "reconnect" : "disconnect", state: book.ordersStopped ? "stopped" : "open", due_on: TODAY,
        opened_on: TODAY, ended_on: book.ordersStopped ? TODAY : null, amount: one.owed, reading: "", note: "", receipt: "", version: 1,
      }));
    }
    return orders.filter((one) => one.kind === kind);
  };
  const report = (dryRun: boolean): ArrearsReport => {
    const late = standings();
    const none = { n: 0, amount: 0 };
    return {
      dry_run: dryRun, accounts: late.length, surcharges: { n: 12, amount: 221_04 }, reminders: { n: 5, amount: 9_100_00 },
      final_notices: { n: 3, amount: 6_204_00 }, cut_list: { n: 2, amount: 4_100_50 }, stopped: none, reconnections: none,
      plans_kept: none, plans_broken: none, held: [{ why: "disputed", done: { n: 1, amount: 842_00 } }],
      first: late.slice(0, 8).map((one) => ({ account: one.account, number: one.number, name: one.name, service: one.service, owed: one.owed, days: one.days, surcharge: 18_42, step: one.next })),
    };
  };
  const of = (id: number) => standings().find((one) => one.account === id) ?? refuse("not_found", `there is no account ${id}`);
  const sums = (scale: number) => ({
    accounts: 640 * scale, late_accounts: 212 * scale, not_due: 812_400_00 * scale, to_30: 204_118_00 * scale, to_60: 96_004_00 * scale,
    to_90: 31_220_00 * scale, over_90: 58_700_00 * scale, total: 1_202_442_00 * scale,
  });
  return {
    arrears_rule: () => rule,
    export_notice_batch: ({ on, folder }) => runJob("export_notice_batch", on, { files: [`${folder}/notices-${on}.pdf`], bills: 8 }),
    save_arrears_rule: ({ version, rule: changed }) => {
      if (version !== rule.version) refuse("changed_meanwhile", "the arrears rule was changed meanwhile");
      rule = { version: version + 1, rule: changed };
      return rule;
    },
    aging: () => ({ today: TODAY, services: [{ service: "electricity", sums: sums(2) }, { service: "water", sums: sums(1) }], all: sums(3) }),
    arrears_list: ({ rung, after, limit }) => {
      const all = standings();
      const fits = all.filter((one) => !rung || one.rung === rung);
      const start = after ? fits.findIndex((one) => one.account === after.account) + 1 : 0;
      const rungs = (["due", "reminder", "final_notice", "cut_list", "cut"] as const).map((one) => {
        const on = all.filter((row) => row.rung === one);
        return { rung: one, accounts: on.length, overdue: on.reduce((sum, row) => sum + row.overdue, 0), held: 0 };
      });
      return { rows: fits.slice(start, start + limit), rungs, total: fits.length };
    },
    account_arrears: ({ account }) => ({
      standing: of(account),
      plan: plans.find((one) => one.account === account && one.state === "active") ?? null,
      notices: [{ id: 1, number: "C1L/26-27/00041", kind: "reminder", account, account_number: of(account).number, name: of(account).name, owed: of(account).owed, pay_by_on: dayAfter(TODAY, 5), business_on: dayAfter(TODAY, -9) }],
      orders: [],
      disputes: [],
    }),
    notices: ({ limit }) => {
      const late = standings();
      return {
        rows: late.slice(0, limit).map((one, at) => ({
          id: late.length - at, number: `C1L/26-27/${String(late.length - at).padStart(5, "0")}`, kind: at % 3 === 0 ? "final_notice" : "reminder",
          account: one.account, account_number: one.number, name: one.name, owed: one.owed, pay_by_on: dayAfter(TODAY, 15), business_on: dayAfter(book.noticesOn, -at),
        })),
        total: late.length,
      };
    },
    service_orders: ({ kind, state, limit }) => {
      const rows = listed(kind).filter((one) => one.state === state);
      return { rows: rows.slice(0, limit), total: rows.length };
    },
    plans: ({ active }) => ({ rows: plans.filter((one) => !active || one.state === "active"), active: plans.filter((one) => one.state === "active").length }),
    disputes: () => ({
      rows: [{ id: 1, bill: 9001, bill_number: "E-2026-009001", account: 4, account_number: "1000 2004", name: "ಶ್ರೀಕೃಷ್ಣ ಭಟ್", amount: 842_00, rejected: 0, state: "open", reason: "The meter was read wrong", outcome: "", opened_on: dayAfter(TODAY, -3), ended_on: null, version: 1 }],
      open: 1,
    }),
    preview_arrears_run: () => runJob("preview_arrears_run", "", report(true)),
    run_arrears: () => runJob("run_arrears", "", report(false)),
    work_order: ({ order: id, outcome, all_the_same }) => {
      orders = orders.map((one) => (one.id === id ? { ...one, state: outcome, ended_on: TODAY } : one));
      const worked = orders.find((one) => one.id === id);
      const fee = worked?.kind === "disconnect" && outcome === "done" && !all_the_same ? rule.rule.reconnection_fee : 0;
      return { order: id, state: outcome, again: outcome === "failed" ? 99 : null, fee, fee_number: fee ? "C1D/26-27/00007" : "", not_read: "" };
    },
    order_reconnection: () => ({}),
    stop_reconnection: ({ order: id, reason }) => {
      orders = orders.map((one) => (one.id === id ? { ...one, state: "stopped", ended_on: TODAY, note: reason } : one));
      return {};
    },
    preview_plan: ({ account, instalments, first_on }) => {
      const { owed } = of(account);
      const total = owed + 1_200;
      const each = Math.floor(total / instalments);
      const parts = Array.from({ length: instalments }, (_, at) => ({ n: at + 1, due_on: dayAfter(first_on, at * 30), amount: at === 0 ? total - each * (instalments - 1) : each }));
      return { total, accrued: 1_200, instalments: parts };
    },
    make_plan: ({ account, instalments, first_on, note }) => {
      const { owed, number, name } = of(account);
      const each = Math.floor(owed / instalments);
      const parts = Array.from({ length: instalments }, (_, at) => ({ n: at + 1, due_on: dayAfter(first_on, at * 30), amount: at === 0 ? owed - each * (instalments - 1) : each }));
      const plan: PlanView = { id: plans.length + 1, account, account_number: number, name, state: "active", kept: true, made_on: TODAY, ended_on: null, covers_to: dayAfter(TODAY, -1), total: owed, paid: 0, next: parts[0]?.amount ?? 0, next_on: first_on, instalments: parts, note: note ?? "", version: 1 };
      plans = [plan, ...plans];
      return plan;
    },
    cancel_plan: ({ plan: id }) => {
      plans = plans.map((one) => (one.id === id ? { ...one, state: "cancelled", ended_on: TODAY } : one));
      return plans.find((one) => one.id === id) ?? refuse("not_found", `there is no plan ${id}`);
    },
    open_dispute: ({ bill, amount, reason }) => ({ id: 2, bill, bill_number: `E-2026-${bill}`, account: 1, account_number: "1000 2345", name: "Asha Rai", amount: amount ?? 100_00, rejected: 0, state: "open", reason, outcome: "", opened_on: TODAY, ended_on: null, version: 1 }),
    preview_upheld: ({ amount }) => {
      if ((amount ?? 1) <= 0 || (amount ?? 0) > 842_00) refuse("bad_input", "amount must be above zero, at most 842.00");
      return { upheld: amount ?? 842_00, rejected: 842_00 - (amount ?? 842_00) };
    },
    decide_dispute: ({ dispute, outcome, amount, note }) => ({ id: dispute, bill: 9001, bill_number: "E-2026-009001", account: 4, account_number: "1000 2004", name: "ಶ್ರೀಕೃಷ್ಣ ಭಟ್", amount: 842_00, rejected: 842_00 - (amount ?? 842_00), state: outcome, reason: "The meter was read wrong", outcome: note, opened_on: dayAfter(TODAY, -3), ended_on: TODAY, version: 2 }),
  };
}
