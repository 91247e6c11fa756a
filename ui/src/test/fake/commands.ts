import type {
  AccountView, ApiError, Commands, CustomerCard, Effect, Figures, JobView, PaymentPreview, PaymentTaken, PaymentView,
  PreviewPayment, Share, StepView, TakePayment, TicketState, TicketView, Why, ReportQuery, ReportView,
} from "@/backend/wire";
import { arrearsHandlers } from "./arrears";
import { claimsHandlers } from "./claims";
import { billing } from "./billing";
import { type Book, frameOf, NOW, summed, TODAY } from "./book";
import { shiftHandlers } from "./shifts";
import { tariffHandlers } from "./tariffs";
import { meteringHandlers } from "./metering";

export type Handlers = { [Name in keyof Commands]: (input: Commands[Name][0]) => Commands[Name][1] };

export function refuse(code: string, message: string, hint = ""): never {
  const error: ApiError = { code, message, hint, reference: "" };
  throw error;
}

function need<Found>(found: Found | undefined, what: string): Found {
  return found ?? refuse("not_found", `there is no ${what}`, "Look it up again.");
}

const noneBilled = { count: 0, first: "", last: "" };
const oneBilled = { count: 1, first: "B/26-27/00000101", last: "B/26-27/00000101" };

const bare = (text: string) => text.toLowerCase().normalize("NFD").replace(/[\p{Diacritic}\s/-]/gu, "");

const importFields = [
  { name: "customer_number", needed: true, expected: "a customer number" },
  { name: "name", needed: true, expected: "a name" },
  { name: "phone", needed: false, expected: "4 to 15 digits" },
  { name: "address", needed: true, expected: "an address" },
  { name: "service", needed: true, expected: "electricity, water or gas" },
  { name: "account_number", needed: true, expected: "an account number" },
  { name: "meter", needed: false, expected: "a meter number" },
  { name: "tariff", needed: true, expected: "a tariff plan" },
];

/** The acts and views over the branch in memory: the shapes of the real ones, and little of their rules. */
export function handlers(book: Book, tellJob: (job: JobView) => void): Handlers {
  const customer = (id: number) => need(book.customers.find((card) => card.id === id), "customer");
  const ticket = (id: number) => need(book.tickets.find((one) => one.id === id), "ticket");
  const setTicket = (id: number, change: Partial<TicketView>): TicketView => {
    const changed = { ...ticket(id), ...change, version: ticket(id).version + 1 };
    book.tickets = book.tickets.map((one) => (one.id === id ? changed : one));
    return changed;
  };
  const putCustomer = (card: CustomerCard): CustomerCard => {
    const accounts = card.accounts.map(summed);
    const put = {
      ...card,
      accounts,
      due: accounts.reduce((sum, account) => sum + account.due, 0),
      credit: accounts.reduce((sum, account) => sum + account.credit, 0),
    };
    book.customers = book.customers.map((one) => (one.id === card.id ? put : one));
    return put;
  };
  const owner = (account: number) =>
    need(book.customers.find((card) => card.accounts.some((one) => one.id === account)), "account");
  const push = (act: string, subject: string, name: string, payment: PaymentView | null): StepView => {
    const step: StepView = {
      step: book.steps.length + 1, user: book.who?.id ?? 0, act, at: Date.now(), state: "done", subject, name,
      amount: payment?.row.paid ?? null, payment: payment?.row.id ?? null, can_undo: true, can_redo: false,
    };
    book.steps = [step, ...book.steps.map((one) => (one.state === "undone" ? { ...one, state: "dropped" as const } : one))];
    return step;
  };
  const walkIns = () => book.tickets.filter((one) => one.state === "waiting" && one.source === "walk_in");
  const rank = ["reconnection", "disconnection", "overdue", "by_law", "regular", "bulk"];
  const ordered = () => {
    const late = (one: TicketView) => (one.waited_secs > 1200 ? 0 : 1);
    return walkIns().sort(
      (a, b) => late(a) - late(b) || rank.indexOf(a.class) - rank.indexOf(b.class) || a.arrived_at - b.arrived_at,
    );
  };
  const why = (one: TicketView): Why =>
    one.waited_secs > 1200
      ? { why: "waited_too_long", secs: one.waited_secs }
      : one.class === "regular" || one.class === "bulk"
        ? { why: "first_in_line" }
        : { why: "most_urgent", class: one.class };
  const mark = (state: TicketState, act: string) => (input: { ticket: number }) => {
    const done = setTicket(input.ticket, { state });
    push(act, done.number, done.name, null);
    return done;
  };

  const preview = (input: PreviewPayment): PaymentPreview => {
    const cards = input.accounts.map(({ account }) => need(owner(account).accounts.find((one) => one.id === account), "account"));
    const parts = cards
      .flatMap((account) => account.open_bills.flatMap((bill) => [
        { account, bill, part: "surcharge" as const, due: bill.surcharge },
        { account, bill, part: "bill" as const, due: bill.rest },
      ]))
      .filter((one) => one.due > 0)
      .sort((a, b) => a.bill.due_on.localeCompare(b.bill.due_on));
    const due = parts.reduce((sum, one) => sum + one.due, 0);
    const credit = cards.reduce((sum, one) => sum + one.credit, 0);
    const used = input.use_credit ? cards.reduce((sum, one) => sum + Math.min(one.credit, one.due), 0) : 0;
    let left = input.pay + used;
    const lines = parts.map((one) => {
      const wanted = input.directed?.find((share) => share.bill === one.bill.id && share.part === one.part)?.amount ?? 0;
      const paid = input.directed ? wanted : Math.min(left, one.due);
      left -= paid;
      return {
        bill: one.bill.id, number: one.bill.number, account: one.account.id, account_number: one.account.number,
        service: one.account.service, period_to: one.bill.period_to, part: one.part, due: one.due, paid,
      };
    });
    const tendered = input.tenders.reduce((sum, one) => sum + one.amount, 0);
    return {
      due, credit, disputed: 0, to_pay: due - used, order: book.office.allocation, lines, credit_used: used, credit_added: Math.max(0, left), tendered,
      change: Math.max(0, tendered - input.pay), left: Math.max(0, due - used - input.pay), spared: book.spared, refused: null,
      versions: cards.map((one) => one.version), seen: JSON.stringify(lines.map((one) => one.paid)),
    };
  };

  const pay = (input: TakePayment): PaymentTaken => {
    const before = book.requests.get(input.request_id);
    if (before) return before as PaymentTaken;
    const said = preview(input);
    const short = input.pay - said.tendered;
    if (input.pay <= 0) refuse("nothing_due", "nothing is due on these accounts", "Choose another account, or type an amount.");
    if (short > 0) refuse("tender_too_small", "less was given than is to be paid", "Take the rest, or lower the amount paid.");
    const bad = input.tenders.find((one) => one.method !== "cash" && !one.reference);
    if (bad) refuse("tender_incomplete", `a ${bad.method} payment needs its reference`, "Type the reference.");
    const card = owner(input.accounts[0]?.account ?? 0);
    const id = book.payments.length + 1;
    const number = `C2/26-27/${String(411 + id).padStart(6, "0")}`;
    const shares: Share[] = said.lines.filter((line) => line.paid > 0).map(({ bill, part, paid }) => ({ bill, part, amount: paid }));
    const payment: PaymentView = {
      row: {
        id, number, business_on: book.businessOn, taken_at: Date.now(), customer: card.id, name: card.name, paid: input.pay,
        methods: input.tenders.map((one) => one.method), clerk: book.who?.login ?? "", counter: "C2", void: false, fallen: null,
      },
      tenders: input.tenders.map((one) => ({ method: one.method, amount: one.amount, change: 0, reference: one.reference ?? "", bank: one.bank ?? "" })),
      shares: said.lines.filter((line) => line.paid > 0).map((line) => ({ bill: line.number, account: line.account_number, part: line.part, amount: line.paid })),
      tendered: said.tendered, change: said.change, credit_used: said.credit_used, credit_added: said.credit_added,
      redo_of: null, void: null, reversal: null, reprints: 0, next_copy: 0, audit_hash: "a3f1".repeat(16),
    };
    book.payments = [payment, ...book.payments];
    const reduce = (account: AccountView): AccountView => ({
      ...account,
      version: account.version + 1,
      status: account.status === "cut" && said.left === 0 ? "active" : account.status,
      credit: account.id === input.accounts[0]?.account ? account.credit + said.credit_added : account.credit,
      open_bills: account.open_bills.map((bill) => ({
        ...bill,
        surcharge: bill.surcharge - (shares.find((s) => s.bill === bill.id && s.part === "surcharge")?.amount ?? 0),
        rest: bill.rest - (shares.find((s) => s.bill === bill.id && s.part === "bill")?.amount ?? 0),
      })),
    });
    undoData.set(id, card);
    putCustomer({ ...card, accounts: card.accounts.map(reduce), payments: [payment.row, ...card.payments].slice(0, 10) });
    if (input.ticket) setTicket(input.ticket, { state: "done" });
    push("take_payment", number, card.name, payment);
    const taken: PaymentTaken = {
      payment: id, number, paid: input.pay, tendered: said.tendered, change: said.change, credit_used: said.credit_used,
      credit_added: said.credit_added, left: said.left, spared: said.spared, audit_seq: id, stays_on: [], gets_back_on: [],
    };
    book.requests.set(input.request_id, taken);
    return taken;
  };
  const undoData = new Map<number, CustomerCard>();

  const effects = (step: StepView): Effect[] => {
    const payment = book.payments.find((one) => one.row.id === step.payment);
    if (!payment) return [{ effect: "ticket_back", number: step.subject, state: "waiting" }];
    return [
      { effect: "receipt_void", number: payment.row.number },
      ...payment.shares.map((share): Effect => ({ effect: "bill_opens", number: share.bill, left: share.amount })),
      ...payment.tenders.map((one): Effect => ({ effect: "hand_back", method: one.method, amount: one.amount - (one.method === "cash" ? payment.change : 0) })),
    ];
  };
  const stepOf = (input: { step?: number; payment?: number }) =>
    need(
      book.steps.find((one) => (input.step ? one.step === input.step : input.payment ? one.payment === input.payment : one.state === "done")),
      "act to undo",
    );
  const setStep = (step: number, state: StepView["state"]) => {
    book.steps = book.steps.map((one) => (one.step === step ? { ...one, state, can_undo: state === "done", can_redo: state === "undone" } : one));
  };

  const figures = (from: string, to: string): Figures => ({
    from, to, receipts: 412, taken: 68_204_00, voids: 1, voided: 499_00, returns: 0, returned: 0, net: 67_705_00,
    by_method: [
      { method: "cash", count: 240, returned: 0, amount: 38_120_00 }, { method: "upi", count: 121, returned: 0, amount: 19_985_00 },
      { method: "card", count: 30, returned: 0, amount: 6_400_00 }, { method: "cheque", count: 8, returned: 0, amount: 3_200_00 },
    ],
    by_clerk: [
      { clerk: "clerk", count: 301, amount: 51_205_00, voids: 1, returned: 0 }, { clerk: "manager", count: 111, amount: 16_500_00, voids: 0, returned: 0 },
    ],
    sequences: [
      { counter: "C1", first: "C1/26-27/000001", last: "C1/26-27/000111", count: 111, voids: 0, gaps: 0 },
      { counter: "C2", first: "C2/26-27/000112", last: "C2/26-27/000412", count: 301, voids: 1, gaps: 0 },
    ],
    overdue_bills: 318, overdue: 402_118_00, audit_rows: 1204, reprints: 3,
  });

  const runJob = (kind: string, title: string, result: unknown): JobView => {
    const id = book.jobs.length + 1;
    const total = 2000;
    let job: JobView = {
      id, kind, title, state: "running", done: 0, total, rate: 0, seconds_left: null, started_at: Date.now(), ended_at: null, result: null,
    };
    const put = (change: Partial<JobView>) => {
      job = { ...job, ...change };
      book.jobs = [job, ...book.jobs.filter((one) => one.id !== id)];
      tellJob(job);
    };
    put({});
    const timer = setInterval(() => {
      if (book.jobs.find((one) => one.id === id)?.state === "cancelled") return clearInterval(timer);
      const done = Math.min(total, job.done + 400);
      if (done < total) return put({ done, rate: 1900, seconds_left: Math.ceil((total - done) / 1900) });
      clearInterval(timer);
      put({ done, state: "done", ended_at: Date.now(), seconds_left: 0, result });
    }, 120);
    return job;
  };

  const billOf = (id: number) => {
    const card = need(book.customers.find((one) => one.accounts.some((a) => a.open_bills.some((b) => b.id === id))), "bill");
    const account = need(card.accounts.find((a) => a.open_bills.some((b) => b.id === id)), "account");
    return need(billsOf(account, card).find((one) => one.id === id), "bill");
  };

  return {
    ...arrearsHandlers(book, runJob),
    ...claimsHandlers(book),
    ...billing(book, runJob, billOf),
    ...meteringHandlers(book, { refuse, push, runJob }),
    frame: () => frameOf(book),
    office: () => book.office,
    counters: () => book.counters,
    jobs: () => book.jobs,
    job: ({ job }) => need(book.jobs.find((one) => one.id === job), "job"),
    check_book: () => ({ checked: [{ what: "bills", count: 24_000 }, { what: "journal_entries", count: 48_112 }, { what: "audit_rows", count: 1204 }], problems: [] }),
    users: () => book.users,
    names: () => book.users.filter((one) => one.role !== "consumer").map(({ login, name }) => ({ login, name })),
    search: ({ text, limit }) => {
      const wanted = bare(text);
      const hits = book.customers.flatMap((card) => [
        ...(bare(card.name).includes(wanted) || card.phone.startsWith(text)
          ? [{ target: { kind: "customer" as const, id: card.id }, customer: card.id, name: card.name, detail: `${card.number} · ${card.properties[0]?.address ?? ""}`, service: null, exact: false }]
          : []),
        ...card.accounts.flatMap((account) => [
          ...(bare(account.number).startsWith(wanted)
            ? [{ target: { kind: "account" as const, id: account.id }, customer: card.id, name: card.name, detail: account.number, service: account.service, exact: bare(account.number) === wanted }]
            : []),
          ...account.open_bills
            .filter((bill) => bare(bill.number).startsWith(wanted))
            .map((bill) => ({ target: { kind: "bill" as const, id: bill.id }, customer: card.id, name: card.name, detail: bill.number, service: account.service, exact: bare(bill.number) === wanted })),
        ]),
      ]);
      return hits.slice(0, limit ?? 20);
    },
    customers: ({ after, limit }) => {
      const rest = book.customers.filter((card) => card.id > (after ?? 0));
      return {
        total: book.customers.length,
        rows: rest.slice(0, limit).map(({ id, number, name, phone, accounts, due, active }) => ({ id, number, name, phone, accounts: accounts.length, due, active })),
      };
    },
    customer_card: ({ customer: id }) => customer(id),
    own_card: () => customer(book.who?.customer ?? 0),
    bill: ({ bill: id }) => billOf(id),
    bills: ({ account: id }) => {
      const card = owner(id);
      return billsOf(need(card.accounts.find((one) => one.id === id), "account"), card);
    },
    board: () => {
      const queued = ordered().map((one, index) => ({ ticket: one, place: index + 1, why: why(one) }));
      const urgent = queued.filter(({ ticket: one }) => one.class !== "regular" && one.class !== "bulk");
      const regular = queued.filter(({ ticket: one }) => one.class === "regular" || one.class === "bulk");
      return {
        serving_here: book.tickets.find((one) => one.state === "serving" && one.counter === "C2") ?? null,
        serving_elsewhere: book.tickets.filter((one) => one.state === "serving" && one.counter !== "C2"),
        urgent, regular, next: queued[0] ?? null,
        held: book.tickets.filter((one) => one.state === "held"),
        missed: book.tickets.filter((one) => one.state === "no_show"),
        urgent_waiting: urgent.length, regular_waiting: regular.length,
        in_hand_waiting: book.tickets.filter((one) => one.money !== null && one.state !== "dead").length,
        dead: book.tickets.filter((one) => one.state === "dead").length,
        served_today: 41, longest_wait_secs: Math.max(0, ...queued.map(({ ticket: one }) => one.waited_secs)),
      };
    },
    hall: () => ({
      office: book.office.name,
      called: book.tickets.filter((one) => one.state === "serving").map((one) => ({ number: one.number, counter: one.counter ?? "", called_at: NOW })),
      waiting: ordered().map((one) => one.number).slice(0, 12),
    }),
    in_hand: ({ after, limit }) => {
      const dead = book.tickets.filter((one) => one.state === "dead");
      const waiting = book.tickets.filter((one) => one.money !== null && (one.state === "waiting" || one.state === "failed"));
      const all = [...dead, ...waiting];
      const from = after === undefined || after === null ? 0 : all.findIndex((one) => one.id === after) + 1;
      const page = all.slice(from, from + (limit ?? 500));
      return {
        dead: page.filter((one) => one.state === "dead"), waiting: page.filter((one) => one.state !== "dead"),
        dead_total: dead.length, waiting_total: waiting.length,
        problems: dead.length === 0 ? [] : [
          { problem: "not_found", letters: dead.length, amount: dead.reduce((sum, one) => sum + (one.money ?? 0), 0), newest: Math.max(...dead.map((one) => one.id)) },
        ],
      };
    },
    preview_payment: preview,
    payments: ({ limit }) => ({ rows: book.payments.map((one) => one.row).slice(0, limit), total: book.payments.length }),
    payments_of_customer: ({ customer: id, before, limit }) => {
      const rows = book.payments.map((one) => one.row).filter((row) => row.customer === id);
      return { rows: rows.filter((row) => before === undefined || before === null || row.id < before).slice(0, limit), total: rows.length };
    },
    payment: ({ payment: id }) => need(book.payments.find((one) => one.row.id === id), "payment"),
    my_acts: ({ limit }) => ({
      steps: book.steps.slice(0, limit),
      undo: book.steps.find((one) => one.state === "done") ?? null,
      redo: [...book.steps].reverse().find((one) => one.state === "undone") ?? null,
      payments: book.payments.filter((one) => !one.row.void).length,
      taken: book.payments.filter((one) => !one.row.void).reduce((sum, one) => sum + one.row.paid, 0),
      voids: book.payments.filter((one) => one.row.void).length,
    }),
    preview_undo: (input) => {
      const step = stepOf(input);
      return { step, payment: step.payment, state: step.payment ? "own_session" : null, effects: effects(step), needs_reason: step.payment !== null, needs_manager: false, ways: [], asked: null, second_look: null, refused: null };
    },
    preview_redo: ({ step: named }) => {
      const step = need(book.steps.find((one) => one.state === "undone" && (!named || one.step === named)), "act to redo");
      return { step, payment: step.payment, state: null, effects: [{ effect: "payment_again", number: step.subject, amount: step.amount ?? 0 }], needs_reason: false, needs_manager: false, ways: [], asked: null, second_look: null, refused: null };
    },
    undo: ({ target }) => {
      const step = stepOf(target ?? {});
      const done = effects(step);
      setStep(step.step, "undone");
      book.payments = book.payments.map((one) =>
        one.row.id === step.payment
          ? { ...one, row: { ...one.row, void: true }, void: { number: "C2V/26-27/00001", next_copy: 0, by: book.who?.login ?? "", allowed_by: "", reason: "twice", note: "", at: Date.now() } }
          : one,
      );
      const payment = book.payments.find((one) => one.row.id === step.payment);
      if (payment) {
        payment.row.void = true;
        const former = undoData.get(payment.row.id);
        if (former) putCustomer(former);
      }
      return { effects: done, slip: payment ? "C2V/26-27/00001" : null, payment: step.payment, number: payment?.row.number ?? null };
    },
    redo: () => {
      const step = need(book.steps.find((one) => one.state === "undone"), "act to redo");
      setStep(step.step, "done");
      return { effects: [{ effect: "payment_again", number: step.subject, amount: step.amount ?? 0 }], slip: null, payment: step.payment, number: step.subject };
    },
    day_figures: ({ on }) => blindTo(figures(on ?? TODAY, on ?? TODAY), book.till.own !== null),
    month_register: ({ month, register }) => month === "2026-10" && register === "overrides" ? { rows: [], cut: true, since: "2026-10-29" } : ({
      rows: [{ on: `${month}-20`, act: register === "reprints" ? "hand_out" : "save_office", subject: register === "reprints" ? "C2/26-27/000411 DUPLICATE 1" : "office settings", who: "manager", changed: register === "reprints" ? [] : [{ rule: "phone", from: { is: "unsaid" }, to: { is: "unsaid" } }] }],
      cut: false,
      since: null,
    }),
    month_summary: ({ month }) => ({
      month,
      figures: blindTo(figures(`${month}-01`, `${month}-30`), book.till.own !== null),
      days: Array.from({ length: 21 }, (_, at) => ({
        on: `${month}-${String(at + 1).padStart(2, "0")}`, receipts: at % 7 === 0 ? 0 : 30 + ((at * 37) % 50),
        net: at % 7 === 0 ? 0 : 41_000_00 + ((at * 7919) % 40) * 1_000_00, voids: at % 5 === 0 ? 1 : 0, returned: 0,
      })),
      banking: { left: 812_450_00, paid_in: 774_200_00, at_end: { on: `${month}-21`, in_safe: 38_250_00, cheques: 3, cheques_amount: 7_412_50 } },
      cut: false, z_reports: 41, cash_moves: 63, deposits: 20, cheques: 34, approvals: 7,
      exceptions: [
        { kind: "void", on: `${month}-21`, subject: "C2/26-27/000398", who: "clerk", amount: 499_00, detail: "wrong_amount", changed: [] },
        { kind: "manager_void", on: `${month}-20`, subject: "C1/26-27/000087", who: "manager", amount: 1_842_00, detail: "wrong_account", changed: [] },
        { kind: "directed", on: `${month}-20`, subject: "C2/26-27/000371", who: "clerk", amount: 2_459_42, detail: "", changed: [] },
        { kind: "reprint", on: `${month}-19`, subject: "C2/26-27/000360", who: "clerk", amount: null, detail: "DUPLICATE 1", changed: [] },
        {
          kind: "rules_changed", on: `${month}-19`, subject: "approval rules", who: "admin", amount: null,
          detail: "bounce fee from INR 0.00 to INR 250.00; manager void from INR 1000.00 to none",
          changed: [
            { rule: "bounce_fee", from: { is: "amount", amount: 0 }, to: { is: "amount", amount: 250_00 } },
            { rule: "manager void", from: { is: "amount", amount: 1_000_00 }, to: { is: "nothing" } },
          ],
        },
        { kind: "dead_letter", on: `${month}-18`, subject: "D-002", who: "", amount: 482_00, detail: "account 1000 9999 does not exist", changed: [] },
      ],
    }),
    audit_rows: ({ before, limit }) => {
      const top = (before ?? 1205) - 1;
      const receipt = (at: number) => `C2/26-27/${String(412 - (at % 412)).padStart(6, "0")}`;
      const acts: [string, (at: number) => unknown][] = [
        ["take_payment", (at) => ({ payment: 412 - at, receipt: receipt(at), paid_minor: 49_900 + at, tendered_minor: 50_000 + at, tenders: [["cash", 50_000 + at]], shares: [[9001, "bill", 49_900 + at]], credit_used: 0, credit_added: 0, directed: false, redo_of: null })],
        ["call_next", (at) => ({ ticket: `R-0${31 + (at % 9)}`, id: 5, why: { why: "waited_too_long", secs: 1260 } })],
        ["take_ticket", () => ({ ticket: "U-017", id: 4, accounts: [1, 2], class: "by_law" })],
        ["undo", (at) => ({ step: [1, 12], undone: "take_payment", effects: [{ effect: "receipt_void", number: receipt(at) }, { effect: "bill_opens", number: "W-2026-000512", left: 49_900 }, { effect: "hand_back", method: "cash", amount: 49_900 }], slip: "V-000009", reason: "wrong_amount", note: "" })],
        ["switch_account", () => ({ account: 1, number: "1000 2345", status: ["active", "cut"], disconnection_on: [null, null], reason: "unpaid for 60 days" })],
        ["save_user", () => ({ user: 1, role: { from: "clerk", to: "manager" }, active: { from: true, to: true }, login_changed: false, new_password: false })],
      ];
      return {
        total: 1204, chains: ["OF", "C1", "C2"],
        rows: Array.from({ length: Math.max(0, Math.min(limit, top)) }, (_, at) => {
          const [act, changes] = acts[(top - at) % acts.length] ?? ["", () => ({})];
          return {
            seq: top - at, at: NOW - at * 61_000, business_on: TODAY, who: at % 4 ? "clerk" : "manager", act, changes: JSON.stringify(changes(at)), named: [],
            hash: (((top - at) * 2_654_435_761) >>> 0).toString(16).padStart(8, "0").repeat(8),
          };
        }),
      };
    },
    daily_seals: () => ({
      key: "7a".repeat(32),
      seals: [20, 19, 18].map((day, at) => ({
        n: 3 - at, business_on: `2026-11-${day}`, made_at: Date.parse(`2026-11-${day}T13:05Z`), chains: 3, receipts: 64 - at, gaps: 0,
        sha256: `${day}`.repeat(32), code: `COUNTERFOIL SEAL ${3 - at} 2026-11-${day} ${`${day}`.repeat(32)} ${"AB".repeat(64)}`,
      })),
    }),
    report: ({ report, from, to }) => reportOf(report, from, to, book.till.own !== null),
    verify: ({ path, seals }) =>
      path.endsWith(".zip")
        ? {
            sound: true, findings: [],
            files: [{ name: "MANIFEST.json", rows: 24, sound: true }, { name: "registers/receipts.json", rows: 412, sound: true }, { name: "chain/audit-log.json", rows: 2_140, sound: true }],
            proof: { office: "Mangalore Central", month: "2026-11", closed: true, key: "7a".repeat(32), seals: 21, sealed_to: "2026-11-21", witnesses: seals?.length ?? 0, book: false, sample: { drawn: 60, asked_for: 60, seed: "5eed0123456789ab", given_by: null }, left_out: 0 },
          }
        : path.includes("edited")
        ? { sound: false, proof: null, files: [{ name: "transactions.csv", rows: 412, sound: false }, { name: "voids.csv", rows: 1, sound: true }], findings: ["transactions.csv: counter C2: row 371 was edited", "transactions.csv: counter C2: 2 row(s) removed before row 380"] }
        : { sound: true, proof: null, files: [{ name: "transactions.csv", rows: 412, sound: true }, { name: "voids.csv", rows: 1, sound: true }, { name: "summary.json", rows: 1, sound: true }], findings: [] },
    import_columns: () => book.keptColumns,
    forget_import_columns: ({ key }) => {
      book.keptColumns = book.keptColumns.filter((one) => one.key.join() !== key.join());
      return {};
    },
    preview_import: ({ path, kind, mapping }) => {
      const guessed = importFields.slice(0, kind === "readings" ? undefined : -1).map(({ name }, column) => ({ field: name, column }));
      const used = mapping ?? guessed;
      return {
        file: path.split("/").at(-1) ?? path, bytes: 482_113, delimiter: ",",
        headings: ["Consumer No", "Name", "Mobile", "Address", "Service", "Account", "Meter", "Tariff"],
        fields: importFields,
        mapping: used,
        // The heading is the second line: a spreadsheet wrote `sep=,` before it.
        rows: book.customers.slice(0, 8).map((card, at) => ({
          line: at + 3,
          cells: [
            card.number, card.name, card.phone, card.properties[0]?.address ?? "", at === 4 ? "steam" : "electricity",
            card.accounts[0]?.number ?? "", card.accounts[0]?.meter ?? "", "LT-1",
          ],
        })),
        errors: [{ row: 7, field: "service", value: "steam", expected: "electricity, water or gas" }],
        missing: importFields.filter(({ name, needed }) => needed && !used.some((one) => one.field === name)).map(({ name }) => name),
        unclear: mapping ? [] : book.unclearColumns,
      };
    },
    ...tariffHandlers(book, runJob),
    ...shiftHandlers(book),
    save_office: (input) => {
      if (input.version !== book.office.version) refuse("changed_meanwhile", "the office was changed meanwhile", "Look at it again, then change it.");
      book.office = { ...book.office, ...input, payment_ceiling: input.payment_ceiling ?? null, void_ceiling: input.void_ceiling ?? null, version: book.office.version + 1 };
      return book.office;
    },
    save_counter: (input) => {
      if (!input.counter && book.counters.some((one) => one.code === input.code)) refuse("duplicate", `counter ${input.code} is there already`, "Choose another code.");
      const saved = { id: input.counter ?? book.counters.length + 1, code: input.code, name: input.name, active: input.active, version: (input.version ?? 0) + 1 };
      book.counters = [...book.counters.filter((one) => one.id !== saved.id), saved].sort((a, b) => a.id - b.id);
      return saved;
    },
    cancel_job: ({ job }) => {
      book.jobs = book.jobs.map((one) => (one.id === job ? { ...one, state: "cancelled", ended_at: Date.now() } : one));
      const cancelled = need(book.jobs.find((one) => one.id === job), "job");
      tellJob(cancelled);
      return cancelled;
    },
    change_password: ({ old }) => {
      if (old === "wrong") refuse("invalid_credentials", "the log-in name or the password is wrong");
      book.users = book.users.map((one) => (one.id === book.who?.id ? { ...one, must_change: false } : one));
      return {};
    },
    write_papers_again: () => ({ papers: 412 }),
    show_recovery_key: ({ password }) =>
      password === "wrong" ? refuse("invalid_credentials", "the log-in name or the password is wrong") : { recovery_key: "7QK2-M9XD-4TLP-0WRS-8HVC-5NBE" },
    save_user: (input) => {
      const saved = { id: input.user ?? book.users.length + 1, login: input.login, name: input.name, role: input.role, active: input.active, customer: input.customer ?? null, must_change: input.password !== undefined, locked_until: null, version: (input.version ?? 0) + 1 };
      book.users = [...book.users.filter((one) => one.id !== saved.id), saved].sort((a, b) => a.id - b.id);
      return saved;
    },
    save_customer: (input) => {
      const fields = { number: input.number, name: input.name, phone: input.phone, email: input.email, language: input.language, by_law: input.by_law, note: input.note, active: input.active };
      if (input.customer) return putCustomer({ ...customer(input.customer), ...fields, version: (input.version ?? 0) + 1 });
      const made: CustomerCard = { ...fields, cash_only: false, bounces: 0, billed: noneBilled, id: book.customers.length + 1, phone_masked: "98••• ••000", version: 1, properties: [], accounts: [], due: 0, credit: 0, payments: [] };
      book.customers = [...book.customers, made];
      return made;
    },
    save_property: (input) => {
      const card = customer(input.customer);
      const id = input.property ?? 5000 + card.properties.length;
      return putCustomer({ ...card, properties: [...card.properties.filter((one) => one.id !== id), { id, address: input.address, active: input.active, version: (input.version ?? 0) + 1 }] });
    },
    save_account: (input) => {
      const card = need(book.customers.find((one) => one.properties.some((property) => property.id === input.property)), "property");
      const former = card.accounts.find((one) => one.id === input.account);
      const account: AccountView = former
        ? { ...former, number: input.number, meter: input.meter, tariff: input.tariff, version: former.version + 1 }
        : { id: 9000 + card.accounts.length, property: input.property, address: card.properties.find((p) => p.id === input.property)?.address ?? "", service: input.service, number: input.number, meter: input.meter, tariff: input.tariff, status: "active", cut_on: null, disconnection_on: null, credit: 0, due: 0, accrued: 0, overdue: 0, disputed: 0, deposit_held: 0, deposit_at_bank: 0, minimum: null, lateness: { state: "paid" }, late_from: null, open_bills: [], usage: [], version: 1, cycle: null, cycle_code: "", route: "", route_n: 0, sanctioned_load_kw: "", contract_demand_kw: "" };
      const billed = input.terms_from ? oneBilled : noneBilled;
      return { ...putCustomer({ ...card, accounts: former ? card.accounts.map((one) => (one.id === account.id ? account : one)) : [...card.accounts, account] }), billed };
    },
    preview_terms: ({ terms_from }) => (terms_from ? oneBilled : noneBilled),
    switch_account: (input) => {
      const card = owner(input.account);
      return putCustomer({ ...card, accounts: card.accounts.map((one) => (one.id === input.account ? { ...one, status: input.status, disconnection_on: input.disconnection_on ?? null, version: one.version + 1 } : one)) });
    },
    take_ticket: (input) => {
      const card = input.customer ? customer(input.customer) : null;
      const made: TicketView = { ...need(book.tickets[0], "ticket"), id: 100 + book.tickets.length, number: `R-0${50 + book.tickets.length}`, kind: input.kind, state: "waiting", class: "regular", class_days: null, by_law: input.by_law ?? "none", customer: card?.id ?? null, name: card?.name ?? "", accounts: input.accounts ?? [], note: input.note ?? "", arrived_at: Date.now(), waited_secs: 0, counter: null, version: 1 };
      book.tickets = [...book.tickets, made];
      push("take_ticket", made.number, made.name, null);
      return made;
    },
    call_next: () => {
      const serving = book.tickets.find((one) => one.state === "serving" && one.counter === "C2");
      if (serving) refuse("still_serving", `counter C2 is still serving ${serving.number}`, "Finish or hold that ticket first.");
      const next = ordered()[0] ?? refuse("nobody_waiting", "nobody is waiting", "Find the account by its number.");
      return setTicket(next.id, { state: "serving", counter: "C2" });
    },
    call_ticket: ({ ticket: id }) => setTicket(id, { state: "serving", counter: "C2" }),
    hold_ticket: mark("held", "hold_ticket"),
    finish_ticket: mark("done", "finish_ticket"),
    no_show: mark("no_show", "no_show"),
    cancel_ticket: (input) => {
      const found = book.tickets.find((one) => one.id === input.ticket);
      if ((found?.money ?? null) !== null) refuse("needs_approval", "a refund above 0.00 needs somebody else's word");
      return mark("cancelled", "cancel_ticket")(input);
    },
    retry_dead_letters: ({ newest, after }) => {
      // One at a time: a book would take some hundred.
      const dead = book.tickets.filter((one) => one.state === "dead" && one.id <= newest && one.id < (after ?? Infinity)).sort((a, b) => b.id - a.id);
      const [next] = dead;
      if (next) setTicket(next.id, { state: "waiting", attempts: 0 });
      return { retried: next ? 1 : 0, left: 0, after: next && dead.length > 1 ? next.id : null };
    },
    retry_dead_letter: ({ ticket: id }) => setTicket(id, { state: "waiting", attempts: 0 }),
    process_queue: () => runJob("process_queue", "", { worked: 2, paid: 1, retried: 1, dead: 0 }),
    take_payment: pay,
    export_day: () => ({ folder: "/documents/2026/11/21", files: [{ name: "daily-2026-11-21.csv", rows: 41, bytes: 9_811, sha256: "9f".repeat(32) }] }),
    export_pack: ({ month, folder, seed }) => runJob("export_pack", month, {
      path: `${folder}/audit-${month}.zip`, bytes: 1_204_331, sha256: "9f".repeat(32), closed: false, exceptions: 5, drawn: 60, asked_for: 60, seed: seed ?? "5eed0123456789ab", given_by: seed ? "manager" : null, key: "7a".repeat(32),
      files: [{ name: "registers/receipts.json", rows: 412, bytes: 81_204, sha256: "9f".repeat(32) }, { name: "registers/receipts.csv", rows: 412, bytes: 61_204, sha256: "1c".repeat(32) }],
    }),
    export_month: ({ month, folder }) => runJob("export_month", month, { folder: `${folder}/audit-${month}`, files: [{ name: "transactions.csv", rows: 412, bytes: 81_204, sha256: "9f".repeat(32) }, { name: "voids.csv", rows: 1, bytes: 310, sha256: "1c".repeat(32) }] }),
    write_again: () => {
      book.unwritten = null;
      return {};
    },
    hand_out: () => ({ path: "/documents/2026/11/21/receipts/C2-26-27-000412.pdf", name: "receipt.pdf", copy: 0 }),
    start_import: ({ path, kind, dry_run }) =>
      runJob(`import_${kind}`, path.split("/").at(-1) ?? path, {
        file: path.split("/").at(-1) ?? path, dry_run, rows: 2000, created: dry_run ? 1960 : 1960, updated: 20, unchanged: 17, bad: 3,
        errors: [{ row: 6, field: "service", value: "steam", expected: "electricity, water or gas" }, { row: 811, field: "phone", value: "98x", expected: "4 to 15 digits" }, { row: 1204, field: "account_number", value: "", expected: "an account number" }],
        error_file: "/documents/imports/customers-errors.csv",
      }),
  };
}

function billsOf(account: AccountView, card: CustomerCard): Commands["bills"][1] {
  return account.open_bills.map((bill) => ({
    id: bill.id, kind: bill.kind, number: bill.number, account: account.id, account_number: account.number, customer: card.id, customer_name: card.name,
    service: account.service, period_from: `${bill.period_to.slice(0, 7)}-01`, period_to: bill.period_to, issued_on: bill.period_to, due_on: bill.due_on,
    units: "142",
    lines: [
      { kind: "energy", label: "Energy charge", quantity: "142 kWh", rate: "5.80", amount: Math.round(bill.rest * 0.82) },
      { kind: "fixed", label: "Fixed charge", quantity: "3 kW", rate: "110.00", amount: bill.rest - Math.round(bill.rest * 0.82) },
      ...(bill.surcharge > 0 ? [{ kind: "surcharge" as const, label: "Late surcharge", quantity: "", rate: "", amount: bill.surcharge }] : []),
    ],
    total: bill.rest + bill.surcharge, paid: 0, left: bill.rest + bill.surcharge, state: "open", lateness: bill.lateness, late_from: bill.late_from,
    parent: null, run: null, credit_used: 0, set_off: [], corrections: [], basis: null, version: account.version,
  }));
}

/** Without the money of the day that runs, for whoever has a drawer of it to count. */
function blindTo(figures: Figures, blind: boolean): Figures {
  if (!blind || figures.from > TODAY || figures.to < TODAY) return figures;
  const shown = figures.from === TODAY ? { taken: 0, voided: 0, returned: 0, net: 0, by_method: [], by_clerk: [] } : {};
  return { ...figures, ...shown, left_out: TODAY };
}

/** A report of the fake branch: enough rows to see its shape. */
function reportOf(report: ReportQuery["report"], from: string, to: string, blind: boolean): ReportView {
  const money = { net: 62_410_00, before: 58_000_00 };
  const shapes: Record<ReportQuery["report"], [ReportView["columns"], number, string[]]> = {
    days: [[{ name: "receipts", unit: "count" }, { name: "voids", unit: "count" }, { name: "returned", unit: "amount" }, { name: "net", unit: "amount" }], 3, Array.from({ length: 14 }, (_, at) => `2026-11-${String(at + 1).padStart(2, "0")}`)],
    clerks: [[{ name: "receipts", unit: "count" }, { name: "voids", unit: "count" }, { name: "returned", unit: "amount" }, { name: "net", unit: "amount" }], 3, ["clerk", "bina", "manager"]],
    tenders: [[{ name: "tenders", unit: "count" }, { name: "returned", unit: "amount" }, { name: "net", unit: "amount" }, { name: "share", unit: "basis_points" }], 2, ["cash", "upi", "cheque"]],
    services: [[{ name: "parts", unit: "count" }, { name: "net", unit: "amount" }, { name: "share", unit: "basis_points" }], 1, ["electricity", "water"]],
    aging: [["accounts", "to_30", "to_60", "to_90", "over_90", "overdue"].map((name) => ({ name, unit: name === "accounts" ? "count" : "amount" })), 5, ["electricity", "water", "gas"]],
    demand: [[{ name: "billed", unit: "amount" }, { name: "collected", unit: "amount" }, { name: "ratio", unit: "basis_points" }], 1, ["2026-10", "2026-11"]],
    voids: [[{ name: "papers", unit: "count" }, { name: "amount", unit: "amount" }], 1, ["wrong_amount", "wrong_account"]],
    variances: [[{ name: "shifts", unit: "count" }, { name: "over", unit: "amount" }, { name: "short", unit: "amount" }, { name: "float", unit: "amount" }, { name: "variance", unit: "amount" }, { name: "cheque", unit: "amount" }, { name: "card", unit: "amount" }, { name: "upi", unit: "amount" }, { name: "bank", unit: "amount" }], 4, ["clerk", "bina"]],
    waits: [[{ name: "tickets", unit: "count" }, { name: "mean_wait", unit: "seconds" }, { name: "longest_wait", unit: "seconds" }, { name: "late", unit: "count" }], 1, ["reconnection", "overdue", "regular"]],
  };
  const [columns, charted, names] = shapes[report];
  const figures = (at: number, base: number) =>
    columns.map(({ name, unit }) => (name === "returned" ? 0 : unit === "amount" ? base + at * 3_121_00 : unit === "basis_points" ? 3_300 + at : unit === "seconds" ? 240 + at * 75 : 12 + at));
  return {
    report, from, to: to > TODAY ? TODAY : to, so_far: to > TODAY, before_from: "2026-10-01", before_to: to > TODAY ? "2026-10-21" : "2026-10-31", left_out: blind && from <= TODAY && TODAY <= to ? TODAY : null, columns, charted,
    rows: names.map((name, at) => ({ name, now: figures(at, money.net), before: at === 1 ? [] : figures(at, money.before) })),
    total: { name: "total", now: figures(9, money.net), before: figures(9, money.before) },
  };
}
