import type {
  BillItem, BillPreview, BillView, Commands, CorrectionView, CycleView, GasFactor, JobView, Outlier, RunPreview, RunSummary, RunView, UnbilledAccount,
} from "@/backend/wire";
import { type Book, dayAfter, NOW, TODAY } from "./book";
import { refuse } from "./commands";

type Names =
  | "find_bills" | "corrections" | "cycles" | "bill_runs" | "bill_run" | "run_outliers" | "preview_bill" | "preview_rebill" | "preview_correction" | "issue_bill" | "save_cycle" | "unbilled_accounts" | "put_in_cycle"
  | "preview_bill_run" | "post_bill_run" | "cancel_bill_run" | "cancel_bill" | "cancel_and_rebill" | "give_credit_note"
  | "give_debit_note" | "write_off" | "charge_fee" | "export_bill_batch" | "gas_factors" | "save_gas_factor" | "withdraw_gas_factor";
type Handlers = { [Name in Names]: (input: Commands[Name][0]) => Commands[Name][1] };
type RunJob = (kind: string, title: string, result: unknown) => JobView;

/** The billing room over the branch in memory: the shapes of the real one, and little of its rules. */
export function billing(book: Book, runJob: RunJob, bill: (id: number) => BillView): Handlers {
  let cycles: CycleView[] = [
    { id: 1, code: "C01", name: "Kadri and Bejai", months: 1, due_days: 15, active: true, accounts: 482, routes: [{ route: "R1", accounts: 260 }, { route: "R2", accounts: 222 }], version: 1 },
    { id: 2, code: "C02", name: "Attavar", months: 2, due_days: 20, active: true, accounts: 311, routes: [{ route: "R7", accounts: 311 }], version: 1 },
  ];
  let runs: RunView[] = [makeRun(1, "C02", dayAfter(TODAY, -12), "posted", "B/26-27/00000412")];
  let unbilled: UnbilledAccount[] = [
    { account: 1, number: "1000 2345", customer: 1, name: "Anita Shenoy", address: "4 Car Street", service: "electricity", tariff: "LT-2 Domestic", cycle: "", route: "", billed_to: null, version: 1 },
    { account: 2, number: "1000 2346", customer: 2, name: "Bharat Pai", address: "5 Car Street", service: "electricity", tariff: "LT-2 Domestic", cycle: "C09", route: "R4", billed_to: dayAfter(TODAY, -62), version: 3 },
  ];
  let corrections: CorrectionView[] = [];
  let gas: GasFactor[] = [
    {
      id: 1, route: "", valid_from: "2026-04-01", volume_correction: "1.02264", calorific_value: "39.5", round_to: "0.01",
      round_mode: "half_up", by: "Tara Bhat", set_at: NOW,
    },
  ];

  const correct = (kind: CorrectionView["kind"], id: number, amount: number, reason: CorrectionView["reason"], note: string) => {
    const about = bill(id);
    const made: CorrectionView = {
      id: corrections.length + 1, kind, number: `C2N/26-27/${String(corrections.length + 1).padStart(5, "0")}`, bill: id,
      bill_number: about.number, account: about.account, account_number: about.account_number, customer_name: about.customer_name,
      amount, credited: 0, reason, note, rebill: null, by: book.who?.name ?? "", business_on: book.businessOn, made_at: NOW,
    };
    corrections = [made, ...corrections];
    return made;
  };

  return {
    find_bills: ({ text, kind, limit }) => {
      const bare = (of: string) => of.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
      const all = book.customers.flatMap((card) =>
        card.accounts.flatMap((account) =>
          account.open_bills.map((one): BillItem => ({
            id: one.id, kind: one.kind, number: one.number, account: account.id, account_number: account.number, customer: card.id,
            customer_name: card.name, service: account.service, period_to: one.period_to, issued_on: dayAfter(one.due_on, -15), due_on: one.due_on,
            total: one.surcharge + one.rest, left: one.surcharge + one.rest, state: "open",
          })),
        ),
      );
      return all.filter((one) => (!kind || one.kind === kind) && bare(one.number).startsWith(bare(text))).slice(0, limit);
    },
    corrections: () => corrections,
    cycles: () => cycles,
    bill_runs: ({ before }) => runs.filter((run) => !before || run.id < before),
    run_outliers: () => ({ unbilled: summary().no_reading + summary().problems, rows: summary().outliers }),
    bill_run: ({ run }) => runs.find((one) => one.id === run) ?? makeRun(run, "C01", TODAY, "posted", null),
    preview_bill: ({ account }) => previewBill(account),
    preview_rebill: () => ({ ...previewBill(1), claimed_anew: 4_500 }),
    preview_correction: ({ bill: id, kind, amount, reason, beside_dispute }) => {
      if (book.inDispute && kind === "credit_note" && !beside_dispute) refuse("in_dispute", `400.00 of bill ${bill(id).number} are in dispute`);
      const { left } = bill(id);
      const off = kind === "cancel" ? bill(id).total : (amount ?? left);
      const kindness = reason === "discount" || reason === "subsidy";
      const planned = kind === "cancel" ? { plan: 3, plan_falls: left, plan_reopens: 0 } : { plan: null, plan_falls: 0, plan_reopens: 0 };
      const falls = kind === "credit_note" && !kindness ? Math.round(off / 100) : 0;
      return { left: Math.max(left - off, 0), credited: Math.max(off - left, 0), owed_again: 0, claimed_anew: 0, charged_anew: 0, surcharges_off: falls, upholds: 0, ...planned, owes_more: -off - falls };
    },
    unbilled_accounts: () => ({ rows: unbilled, total: unbilled.length, next: null }),
    put_in_cycle: ({ cycle, accounts }) => {
      unbilled = unbilled.filter((row) => !accounts.some((one) => one.account === row.account));
      return { cycle: cycles.find((one) => one.id === cycle)?.code ?? "", accounts: accounts.length };
    },
    issue_bill: () => bill(101),
    save_cycle: (input) => {
      const cycle: CycleView = {
        id: input.cycle ?? cycles.length + 1, code: input.code, name: input.name, months: input.months, due_days: input.due_days,
        active: input.active, accounts: 0, routes: [], version: (input.version ?? 0) + 1,
      };
      cycles = [...cycles.filter((one) => one.id !== cycle.id), cycle];
      return cycle;
    },
    preview_bill_run: ({ cycle, route, to }) => {
      const preview: RunPreview = { cycle, route, to: to ?? TODAY, issued_on: TODAY, due_on: dayAfter(TODAY, 15), summary: summary() };
      return runJob("preview_bill_run", cycle, preview);
    },
    post_bill_run: ({ cycle, route, to }) => {
      const run = { ...makeRun(runs.length + 1, cycle, to ?? TODAY, "posted", null), route };
      runs = [run, ...runs];
      return runJob("post_bill_run", cycle, run);
    },
    cancel_bill_run: ({ run: id }) => {
      runs = runs.map((one) => (one.id === id ? { ...one, state: "cancelled" } : one));
      return runJob("cancel_bill_run", "C01", runs[0]);
    },
    cancel_bill: (input) => correct("cancel", input.bill, bill(input.bill).total, input.reason, input.note),
    cancel_and_rebill: (input) => {
      if (book.fell && input.readings?.some((one) => typeof one.rolled_over !== "boolean")) refuse("needs_reason", "the register fell: it ran through zero, or it was misread", "Say which.");
      return { correction: correct("cancel", input.bill, bill(input.bill).total, input.reason, input.note), bill: bill(input.bill) };
    },
    give_credit_note: (input) => correct("credit_note", input.bill, input.amount, input.reason, input.note),
    give_debit_note: (input) => bill(input.bill),
    write_off: (input) => correct("write_off", input.bill, input.amount ?? bill(input.bill).left, "uncollectable", input.note),
    charge_fee: () => bill(101),
    gas_factors: () => gas,
    save_gas_factor: ({ seen, ...set }) => {
      const row: GasFactor = { ...set, id: gas.length + 1, by: book.who?.name ?? "", set_at: NOW };
      gas = [...gas.filter((one) => one.id !== seen), row];
      return gas;
    },
    withdraw_gas_factor: ({ factor }) => (gas = gas.filter((one) => one.id !== factor)),
    export_bill_batch: ({ folder, format }) =>
      runJob("export_bill_batch", "C01", { files: [`${folder}/bills-2026-11-21-C01.${format ?? "pdf"}`], bills: 480 }),
  };
}

function outlier(kind: Outlier["kind"], at: number, total: number | null, last: number | null, reason = ""): Outlier {
  return {
    kind, account: at, number: `1000 ${2000 + at}`, customer: ["Asha Rai", "ಶ್ರೀಕೃಷ್ಣ ಭಟ್", "Mohammed Rafiq", "Prema Nayak"][at % 4] ?? "",
    total, last_total: last, units: total === null ? "" : String(Math.round(total / 700)), last_units: last === null ? "" : String(Math.round(last / 700)), reason,
  };
}

function summary(): RunSummary {
  return {
    accounts: 482, bills: 476, total: 512_418_00, credit_used: 4_210_00, credit_given: 0, arrears: 98_412_00, last_bills: 471,
    last_total: 498_120_00, already: 0, lately: 0, no_reading: 4, problems: 2, zero: 6, estimated: 11, changed: 9,
    outliers: [
      outlier("problem", 3, null, null, "there is no tariff named LT-9 Temporary"),
      outlier("no_reading", 7, null, null),
      outlier("rise", 12, 12_840_00, 1_204_00),
      outlier("fall", 18, 210_00, 1_980_00),
      outlier("zero", 21, 150_00, 640_00),
      outlier("estimated", 25, 980_00, 940_00),
    ],
  };
}

function makeRun(id: number, cycle: string, to: string, state: RunView["state"], paid: string | null): RunView {
  return {
    id, cycle, route: "", to, turn: 1, issued_on: to, due_on: dayAfter(to, 15), state, in_hand: false, bills: 476, total: 512_418_00, summary: summary(),
    by: "Mahesh Rao", started_at: NOW - 3_600_000, ended_at: NOW - 3_540_000, posted_before: false, held: paid === null ? null : { why: "touched", bill: paid },
    used: id === 77 ? ["B/26-27/00000398"] : [], used_in_all: id === 77 ? 3 : 0,
    planned: id === 77 ? [{ bill: "B/26-27/00000399", account: "1000 2345", plan: 4, falls: 600_00, reopens: 300_00 }] : [], planned_in_all: id === 77 ? 1 : 0, version: 7,
  };
}

export function previewBill(account: number): BillPreview {
  return {
    account, version: 1, period_from: "2026-10-05", period_to: "2026-11-04", due_on: "2026-12-06", units: "120", unit: "kWh",
    tariff: "LT-2a Domestic", tariff_from: "2026-04-01", estimated: false, trued_up: false,
    basis: {
      unit: "kWh", readings: [{ meter: "7780013", band: "", previous: "1000", current: "1120", multiplier: "", units: "120", kind: "actual" }],
      truth: null, gas: null,
    },
    lines: [
      { kind: "energy", label: "Energy charge, up to 50 kWh", quantity: "50 kWh", rate: "4.10", amount: 20_500 },
      { kind: "energy", label: "Energy charge, over 50 to 100 kWh", quantity: "50 kWh", rate: "5.60", amount: 28_000 },
      { kind: "fixed", label: "Fixed charge", quantity: "3 kW", rate: "50", amount: 15_000 },
    ],
    total: 63_500, credit_used: 0, credit_given: 0, set_off: 0, arrears: 12_000, payable: 75_500, late_from: "2026-12-07", late_amount: 64_135,
    last_total: 60_000, last_units: "112", claimed_anew: 0, plan: null, in_plan: 0,
  };
}
