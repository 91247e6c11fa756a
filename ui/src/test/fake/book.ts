import { minimumOf } from "./minimum";
import type {
  AccountView,
  AtWorkView,
  BroughtView,
  ClosedDay,
  CounterView,
  CustomerCard,
  DayState,
  FolderAway,
  Frame,
  HandOver,
  ReadingView,
  JobView,
  KeptColumns,
  OfficeView,
  OpenBillView,
  OwnShift,
  PaymentView,
  Right,
  Role,
  Service,
  ShiftView,
  StepView,
  TariffView,
  TicketView,
  Unwritten,
  UserView,
  ZReportView,
} from "@/backend/wire";
import { newTariffs } from "./tariffs";

/** A small branch in memory, for designing screens and testing them. It is no part of the product. */
export const TODAY = "2026-11-21";
export const NOW = Date.parse("2026-11-21T05:30:00Z");

const names = [
  "Asha Rai", "ಶ್ರೀಕೃಷ್ಣ ಭಟ್", "Mohammed Rafiq", "Lavina D'Souza", "सुनीता शेट्टी", "Ganesh Kamath", "Prema Nayak",
  "Joaquim Pinto", "Fatima Beary", "Ravi Shenoy", "ಪದ್ಮಾವತಿ ಆಚಾರ್ಯ", "Harish Bangera", "Meera Pai", "Thomas Lobo",
  "Kavya Hegde", "Abdul Kareem", "Vimala Rao", "Naveen Suvarna", "Stella Fernandes", "Dinesh Poojary",
];
const streets = ["Kadri Hills", "Hampankatta", "Bejai Church Road", "Kankanady", "Attavar 3rd Cross", "Urwa Store", "Bolar"];
const services: Service[] = ["electricity", "water", "gas"];
const plans: Record<Service, string> = { electricity: "LT-1 Domestic", water: "Domestic metered", gas: "Piped domestic" };

/** Numbers that look random and are the same every time. */
function dice(seed: number) {
  let state = seed;
  return (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function lateness(dueOn: string): OpenBillView["lateness"] {
  const days = Math.round((Date.parse(dueOn) - Date.parse(TODAY)) / 86_400_000);
  if (days < 0) return { state: "overdue", days: -days };
  return days <= 7 ? { state: "due_soon", days } : { state: "not_due", days };
}

/** Works out an account's sums from its bills, as the book would. */
export function summed(account: AccountView): AccountView {
  const bills = account.open_bills.filter((bill) => bill.surcharge + bill.rest > 0);
  const due = bills.reduce((sum, bill) => sum + bill.surcharge + bill.rest, 0);
  const overdue = bills.filter((bill) => bill.lateness.state === "overdue").reduce((s, b) => s + b.surcharge + b.rest, 0);
  return {
    ...account,
    open_bills: bills,
    due,
    overdue,
    minimum: minimumOf({ status: account.status, overdue }),
    lateness: bills[0]?.lateness ?? { state: "paid" },
    late_from: bills[0]?.late_from ?? null,
  };
}

let billIds = 9000;

function makeAccount(id: number, service: Service, roll: (most: number) => number, address: string): AccountView {
  const open = roll(4) === 0 ? 0 : 1 + roll(2);
  const cut = open === 2 && roll(3) === 0;
  const letter = { electricity: "E", water: "W", gas: "G" }[service];
  const number = service === "electricity" ? `1000 ${2000 + id}` : `${letter}-${10 + (id % 80)} ${100 + id}`;
  return summed({
    id,
    property: Math.ceil(id / 3),
    address,
    service,
    number,
    meter: service === "gas" ? "" : String(7_780_000 + id * 13),
    tariff: plans[service],
    status: cut ? "cut" : "active",
    cut_on: cut ? "2026-11-18" : null,
    disconnection_on: !cut && open === 2 && roll(4) === 0 ? "2026-11-24" : null,
    credit: roll(8) === 0 ? 6200 : 0,
    due: 0,
    overdue: 0,
    accrued: 0,
    disputed: 0,
    deposit_held: 0,
    deposit_at_bank: 0,
    minimum: null,
    lateness: { state: "paid" },
    late_from: null,
    open_bills: Array.from({ length: open }, (_, at) => {
      const late = at < open - 1;
      const dueOn = late ? dayAfter(TODAY, -(20 + roll(30))) : dayAfter(TODAY, roll(16) - 4);
      return {
        id: (billIds += 1),
        kind: "bill" as const,
        number: `${letter}-2026-${String(billIds).padStart(6, "0")}`,
        period_to: late ? "2026-09-30" : "2026-10-31",
        due_on: dueOn,
        surcharge: late ? 1842 : 0,
        rest: 30_000 + roll(180_000),
        parent: null,
        accrued: 0,
        lateness: lateness(dueOn),
        late_from: dueOn,
        later: [],
      };
    }),
    usage: Array.from({ length: 12 }, (_, month) => ({
      to: dayAfter("2025-12-31", Math.round(month * 30.4)),
      units: String(60 + roll(90) + (month === 5 ? 120 : 0)),
    })),
    cycle: 1,
    cycle_code: "C01",
    route: "R1",
    route_n: id,
    sanctioned_load_kw: "3",
    contract_demand_kw: "",
    version: 1,
  });
}

function makeCustomer(id: number): CustomerCard {
  const roll = dice(id * 7919);
  const address = `${streets[roll(streets.length)]} ${1 + roll(40)}-${1 + roll(12)}`;
  const count = id === 1 ? 3 : 1 + roll(3);
  const accounts = services.slice(0, count).map((service, at) => makeAccount(id * 3 - 2 + at, service, roll, address));
  const first = accounts[0];
  if (id === 1 && first) {
    const rest = (at: number, number: string, to: string, due: string, surcharge: number, amount: number) => ({
      id: 100 + at, kind: "bill" as const, number, period_to: to, due_on: due, surcharge, rest: amount, parent: null, accrued: 0, lateness: lateness(due), late_from: due, later: [],
    });
    accounts[0] = summed({
      ...first, number: "1000 2345", meter: "7781203", status: "cut", cut_on: "2026-11-18", disconnection_on: null, credit: 0,
      open_bills: [
        rest(1, "E-2026-000841", "2026-09-30", "2026-10-18", 1842, 84_200),
        rest(2, "E-2026-001207", "2026-10-31", "2026-11-18", 0, 100_000),
      ],
    });
    const water = accounts[1];
    if (water) accounts[1] = summed({ ...water, number: "W-55 102", status: "active", disconnection_on: null, open_bills: [rest(3, "W-2026-000512", "2026-10-31", "2026-11-25", 0, 49_900)] });
    const gas = accounts[2];
    if (gas) accounts[2] = summed({ ...gas, number: "G-7 8841", status: "active", disconnection_on: null, credit: 6200, open_bills: [] });
  }
  return {
    id,
    number: `K-${String(1000 + id)}`,
    name: names[(id - 1) % names.length] ?? "",
    phone: `98450${10_000 + roll(89_999)}`,
    phone_masked: `98••• ••${100 + roll(899)}`,
    email: "",
    language: id % 3 === 0 ? "kn" : "en",
    by_law: id % 6 === 1 ? "elderly" : "none",
    note: "",
    active: true,
    cash_only: false,
    bounces: 0,
    billed: { count: 0, first: "", last: "" },
    version: 1,
    properties: [{ id, address, active: true, version: 1 }],
    accounts,
    due: accounts.reduce((sum, account) => sum + account.due, 0),
    credit: accounts.reduce((sum, account) => sum + account.credit, 0),
    payments: [],
  };
}

const allRights: Record<Role, Right[]> = {
  clerk: [
    "see the office", "serve the queue", "see the queue", "take payments", "undo their own acts", "reprint receipts",
    "see customers", "see bills and receipts", "change customers", "process bank and drop-box requests", "see background jobs", "see tariffs", "charge fees", "enter readings",
    "see arrears", "work service orders", "ask for approval", "see approvals", "see cheques", "deposit cheques",
  ],
  manager: [
    "see the office", "serve the queue", "see the queue", "take payments", "undo their own acts", "undo other people's acts",
    "reprint receipts", "see customers", "see bills and receipts", "change customers", "cut or reconnect accounts", "import files",
    "process bank and drop-box requests", "move the business day", "see the audit log", "export audit files",
    "verify audit files", "see reports", "see background jobs", "stop other people's jobs", "see tariffs", "run bills", "correct bills",
    "charge fees", "write off bills", "enter readings", "install and remove meters", "see arrears", "work service orders", "work arrears",
    "see everybody's shifts", "pay in at the bank", "allow a variance",
    "ask for approval", "see approvals", "approve", "see cheques", "deposit cheques", "bounce cheques",
  ],
  admin: [
    "see the office", "see the queue", "see customers", "see bills and receipts", "change customers", "import files", "see users", "manage users",
    "change the office's settings", "see the audit log", "verify audit files", "see background jobs",
    "stop other people's jobs", "undo their own acts", "see tariffs", "change tariffs", "install and remove meters", "see arrears", "see everybody's shifts",
  ],
  official: [
    "see the office", "see the queue", "see customers", "see bills and receipts", "see the audit log", "export audit files", "verify audit files", "see reports", "see users",
    "see background jobs", "see tariffs", "see arrears", "see everybody's shifts", "see approvals", "see cheques",
  ],
  consumer: ["see the office", "see their own accounts", "see bills and receipts"],
};

export function rightsOf(role: Role): Right[] {
  return allRights[role];
}

export type Book = {
  customers: CustomerCard[];
  tickets: TicketView[];
  payments: PaymentView[];
  steps: StepView[];
  users: UserView[];
  counters: CounterView[];
  office: OfficeView;
  unwritten: Unwritten | null;
  keptColumns: KeptColumns[];
  /** Fields whose heading stands over several columns of the file that is looked into. */
  unclearColumns: string[];
  /** What falls with the next payment of fees for a cut. */
  spared: number;
  folderAway: FolderAway | null;
  jobs: JobView[];
  tariffs: TariffView[];
  who: UserView | null;
  locked: boolean;
  businessOn: string;
  requests: Map<string, unknown>;
  till: Till;
  /** Who is at work and may let one's requests pass. */
  atWork: AtWorkView[];
  /** Whether the time is over of what was done first. */
  lateLooks: boolean;
  /** Whether what waits is more than who decides may approve. */
  thirdLooks: boolean;
  /** The day of the newest notices. */
  noticesOn: string;
  /** What waits for approval was changed since it was asked for. */
  stale: boolean;
  /** Who has made the person at this window a user, in a month that is not closed yet. */
  heldBy: string;
  /** What the registers of each meter count; empty for all use. */
  bands: string[];
  /** Readings that every account has beside its newest ones. */
  oldReadings: ReadingView[];
  /** The register of every reading that is put right fell: somebody has to say whether it ran through zero. */
  fell: boolean;
  /** Some of every bill is in dispute: a credit note says that it is for something else. */
  inDispute: boolean;
  /** The orders of the ladder were stopped today. */
  ordersStopped: boolean;
};

/** One's own drawer, and what became of those before it. */
export type Till = {
  own: OwnShift | null;
  /** Somebody else's drawer at this counter, to a manager. */
  forOther: OwnShift | null;
  handed: HandOver | null;
  others: ShiftView[];
  ended: ZReportView[];
  deposits: DayState["deposits"];
  safe: DayState["safe"];
  closed: ClosedDay[];
  /** What a count finds right, in paise. */
  expected: number;
  /** What the last Z report kept in the drawer; null before the first. And the float that somebody let pass. */
  kept: number | null;
  /** The float of every drawer; null is what a shift begins with. */
  float: number | null;
  /** What was brought to the safe, how much is kept there, and up to how much is done first though others are there. */
  brought: number;
  broughtToday: BroughtView[];
  fund: number;
  secondLook: number | null;
  letPass: number | null;
  /** The most of a difference that a manager may approve; null is no ceiling. */
  ceiling: number | null;
  /** Whether nobody else may let pass what differs. */
  alone: boolean;
};

function makeTicket(id: number, card: CustomerCard, change: Partial<TicketView>): TicketView {
  return {
    id,
    number: `R-${String(30 + id).padStart(3, "0")}`,
    kind: "payment",
    source: "walk_in",
    state: "waiting",
    class: "regular",
    class_days: null,
    by_law: "none",
    customer: card.id,
    name: card.name,
    accounts: [],
    note: "",
    arrived_at: NOW - 600_000,
    waited_secs: 600,
    counter: null,
    money: null,
    method: null,
    reference: "",
    attempts: 0,
    problem: "",
    next_try_at: null,
    version: 1,
    ...change,
  };
}

export function newBook(): Book {
  billIds = 9000;
  const customers = Array.from({ length: 240 }, (_, at) => makeCustomer(at + 1));
  const at = (index: number) => customers[index] ?? makeCustomer(index + 1);
  const waited = (secs: number) => ({ waited_secs: secs, arrived_at: NOW - secs * 1000 });
  const tickets = [
    makeTicket(1, at(0), { number: "U-014", kind: "reconnection", class: "reconnection", class_days: 3, ...waited(720) }),
    makeTicket(2, at(4), { number: "U-015", kind: "disconnection", class: "disconnection", class_days: 3, ...waited(540) }),
    makeTicket(3, at(7), { number: "U-016", kind: "overdue", class: "overdue", class_days: 41, ...waited(360) }),
    makeTicket(4, at(6), { number: "U-017", class: "by_law", by_law: "elderly", ...waited(130) }),
    ...Array.from({ length: 9 }, (_, i) => makeTicket(5 + i, at(9 + i), { number: `R-0${31 + i}`, ...waited(1000 - i * 95) })),
    makeTicket(20, at(30), { number: "B-003", class: "bulk", name: "Sahyadri Housing Society", ...waited(480) }),
    makeTicket(21, at(31), { number: "R-029", state: "held", ...waited(1900) }),
    makeTicket(22, at(32), { number: "U-013", state: "serving", counter: "C1", class: "overdue", class_days: 12, ...waited(840) }),
    makeTicket(23, at(33), { number: "D-002", source: "drop_box", state: "dead", money: 48_200, method: "cheque", reference: "004512", attempts: 5, problem: "account 1000 9999 does not exist", ...waited(9000) }),
    makeTicket(24, at(34), { number: "D-003", source: "bank_file", state: "failed", money: 120_000, method: "bank", reference: "NEFT-88121", attempts: 2, problem: "the account was changed meanwhile", next_try_at: NOW + 60_000, ...waited(400) }),
    makeTicket(25, at(35), { number: "D-004", source: "bank_file", state: "waiting", money: 76_400, method: "bank", reference: "NEFT-88122", ...waited(390) }),
  ];
  const user = (id: number, login: string, name: string, role: Role): UserView => ({
    id, login, name, role, active: true, customer: role === "consumer" ? 1 : null, must_change: false, locked_until: null, version: 1,
  });
  return {
    customers,
    tickets,
    payments: [],
    steps: [],
    counters: [
      { id: 1, code: "C1", name: "Counter 1", active: true, version: 1 },
      { id: 2, code: "C2", name: "Counter 2", active: true, version: 1 },
      { id: 3, code: "C3", name: "Bulk window", active: false, version: 1 },
    ],
    users: [
      user(1, "clerk", "Chitra Lobo", "clerk"),
      user(2, "manager", "Mahesh Rao", "manager"),
      user(3, "admin", "Anita Kamath", "admin"),
      user(4, "official", "Omkar Bhat", "official"),
      user(5, "consumer", "Asha Rai", "consumer"),
    ],
    office: {
      name: "Mangalore Central",
      address: "Lalbagh Main Road\nMangalore 575003",
      phone: "0824 244 5566",
      registration: "GSTIN 29ABCDE1234F1Z5",
      footer: "Thank you. Keep this receipt.",
      currency: { code: "INR", symbol: "₹", decimals: 2, grouping: "indian" },
      zone: "Asia/Kolkata",
      language: "en",
      year_starts_in: 4,
      queue: { max_urgent_in_a_row: 3, max_wait_secs: 1200, bulk_accounts: 5 },
      idle_lock_secs: 600,
      payment_ceiling: null,
      void_ceiling: 5_000_000,
      allocation: "arrears_first",
      document_folder: "",
      document_folder_in_use: "documents",
      billing: { title: "bill", registration: "", upi_id: "", due_days: 15, fee_ceiling: null, correction_ceiling: null, write_off_ceiling: null },
      shifts: { required: true, cash_ceiling: null, ceiling_refuses: false, tolerance: 0, manager_tolerance: 0, denominations: [], float: null, safe_fund: 0 },
      version: 1,
    },
    unwritten: null,
    keptColumns: [],
    unclearColumns: [],
    spared: 0,
    folderAway: null,
    jobs: [],
    tariffs: newTariffs(),
    who: null,
    locked: false,
    businessOn: TODAY,
    requests: new Map(),
    till: { own: null, forOther: null, handed: null, others: [], ended: [], deposits: [], safe: null, closed: [], expected: 200_000, kept: null, float: null, letPass: null, ceiling: null, alone: false, brought: 0, broughtToday: [], fund: 0, secondLook: null },
    atWork: [],
    lateLooks: false, thirdLooks: false,
    noticesOn: TODAY,
    stale: false,
    heldBy: "",
    bands: [""],
    oldReadings: [],
    fell: false,
    inDispute: false,
    ordersStopped: false,
  };
}

/** What documents are printed in. */
export const documentLanguages = [
  { code: "en", name: "English" },
  { code: "hi", name: "हिन्दी" },
  { code: "kn", name: "ಕನ್ನಡ" },
];

export function frameOf(book: Book): Frame {
  const who = book.who ?? { id: 0, login: "", name: "", role: "clerk" as Role, customer: null };
  return {
    office: book.office.name,
    demo: true,
    currency: book.office.currency,
    language: "en",
    languages: documentLanguages,
    zone: book.office.zone,
    business_on: book.businessOn,
    clock_on: TODAY,
    counter: { id: 2, code: "C2", name: "Counter 2", active: true, version: 1 },
    user: who.id,
    login: who.login,
    name: who.name,
    role: who.role,
    rights: rightsOf(who.role),
    must_change: book.users.some((one) => one.id === who.id && one.must_change),
    customer: who.customer,
    idle_lock_secs: book.office.idle_lock_secs,
    waiting: book.tickets.filter((ticket) => ticket.state === "waiting" && ticket.source === "walk_in").length,
    dead_letters: book.tickets.filter((ticket) => ticket.state === "dead").length,
    unwritten: book.unwritten,
    folder_away: book.folderAway,
    jobs_running: book.jobs.filter((job) => job.state === "running").length,
    shifts_required: false,
    shift: book.till.own
      ? { id: 7, number: book.till.own.shift.number, n: 7, state: book.till.own.shift.state, here: true, drop_asked: book.till.own.drop_asked }
      : null,
  };
}
