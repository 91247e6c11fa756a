/** The types of the wire, in one place for all screens. */
export type Nothing = Record<string, never>;
export type ApiError = { code: string; message: string; hint: string; reference: string };
export type StepView = {
  step: number;
  user: number;
  act: string;
  at: number;
  state: StepState;
  subject: string;
  name: string;
  amount: number | null;
  payment: number | null;
  can_undo: boolean;
  can_redo: boolean;
};
export type MyActs = {
  steps: StepView[];
  undo: StepView | null;
  redo: StepView | null;
  payments: number;
  taken: number;
  voids: number;
};
export type MyActsList = {
  limit: number;
};
export type StepRef = {
  step?: number;
  payment?: number;
};
export type UndoPreview = {
  step: StepView | null;
  payment: number | null;
  state: UndoState | null;
  effects: Effect[];
  needs_reason: boolean;
  needs_manager: boolean;
  refused: Refused | null;
};
export type Undo = {
  request_id: string;
  target?: StepRef;
  reason?: UndoReason | null;
  note?: string;
  manager?: ManagerHere | null;
};
export type ManagerHere = {
  login: string;
  password: string;
};
export type Redo = {
  request_id: string;
};
export type Undone = {
  effects: Effect[];
  slip: string | null;
  payment: number | null;
  number: string | null;
};
export type Effect = { effect: "receipt_void"; number: string } | { effect: "bill_opens"; number: string; left: number } | { effect: "credit_back"; account: string; amount: number } | { effect: "credit_off"; account: string; amount: number } | { effect: "hand_back"; method: Method; amount: number } | { effect: "urgent_again"; account: string } | { effect: "ticket_back"; number: string; state: TicketState } | { effect: "record_back"; what: string; which: string } | { effect: "payment_again"; number: string; amount: number };
export type DayRef = {
  on?: string;
};
export type MonthRef = {
  month: string;
};
export type Figures = {
  from: string;
  to: string;
  receipts: number;
  taken: number;
  voids: number;
  voided: number;
  net: number;
  by_method: MethodSum[];
  by_clerk: ClerkSum[];
  sequences: Sequence[];
  overdue_bills: number;
  overdue: number;
  audit_rows: number;
  reprints: number;
};
export type MethodSum = {
  method: Method;
  count: number;
  amount: number;
};
export type ClerkSum = {
  clerk: string;
  count: number;
  amount: number;
  voids: number;
};
export type Sequence = {
  counter: string;
  first: string;
  last: string;
  count: number;
  voids: number;
  gaps: number;
};
export type MonthSummary = {
  month: string;
  figures: Figures;
  days: DaySum[];
  exceptions: Exception[];
};
export type DaySum = {
  on: string;
  receipts: number;
  net: number;
  voids: number;
};
export type Exception = {
  kind: string;
  on: string;
  subject: string;
  who: string;
  amount: number | null;
  detail: string;
};
export type AuditList = {
  counter?: string;
  before?: number;
  limit: number;
};
export type AuditPage = {
  rows: AuditRowView[];
  total: number;
  chains: string[];
};
export type AuditRowView = {
  seq: number;
  at: number;
  business_on: string;
  who: string;
  act: string;
  changes: string;
  hash: string;
};
export type ExportDay = {
  on: string;
  folder?: string;
};
export type ExportMonth = {
  month: string;
  folder: string;
};
export type Exported = {
  folder: string;
  files: ExportedFile[];
};
export type ExportedFile = {
  name: string;
  rows: number;
  bytes: number;
  sha256: string;
};
export type Verify = {
  path: string;
};
export type VerifyReport = {
  sound: boolean;
  files: VerifiedFile[];
  findings: string[];
};
export type VerifiedFile = {
  name: string;
  rows: number;
  sound: boolean;
};
export type Search = {
  text: string;
  limit?: number;
};
export type Hit = {
  target: HitTarget;
  customer: number | null;
  name: string;
  detail: string;
  service: Service | null;
  exact: boolean;
};
export type CustomerRef = {
  customer: number;
};
export type CustomerList = {
  after?: number;
  limit: number;
};
export type CustomerPage = {
  rows: CustomerRow[];
  total: number;
};
export type CustomerRow = {
  id: number;
  number: string;
  name: string;
  phone: string;
  accounts: number;
  due: number;
  active: boolean;
};
export type CustomerCard = {
  id: number;
  number: string;
  name: string;
  phone: string;
  phone_masked: string;
  email: string;
  language: string;
  by_law: ByLaw;
  note: string;
  active: boolean;
  version: number;
  properties: PropertyView[];
  accounts: AccountView[];
  due: number;
  credit: number;
  payments: PaymentRow[];
};
export type PropertyView = {
  id: number;
  address: string;
  active: boolean;
  version: number;
};
export type AccountView = {
  id: number;
  property: number;
  address: string;
  service: Service;
  number: string;
  meter: string;
  tariff: string;
  status: AccountStatus;
  cut_on: string | null;
  disconnection_on: string | null;
  credit: number;
  due: number;
  overdue: number;
  lateness: Lateness;
  open_bills: OpenBillView[];
  usage: UsagePoint[];
  version: number;
};
export type UsagePoint = {
  to: string;
  units: string;
};
export type SaveCustomer = {
  customer?: number;
  version?: number;
  number: string;
  name: string;
  phone: string;
  email: string;
  language: string;
  by_law: ByLaw;
  note: string;
  active: boolean;
};
export type SaveProperty = {
  property?: number;
  version?: number;
  customer: number;
  address: string;
  active: boolean;
};
export type SaveAccount = {
  account?: number;
  version?: number;
  property: number;
  service: Service;
  number: string;
  meter: string;
  tariff: string;
};
export type SwitchAccount = {
  account: number;
  version: number;
  status: AccountStatus;
  disconnection_on?: string | null;
  reason: string;
};
export type AccountRef = {
  account: number;
};
export type HitTarget = { kind: "customer"; id: number } | { kind: "account"; id: number } | { kind: "bill"; id: number } | { kind: "receipt"; id: number } | { kind: "ticket"; id: number };
export type TicketView = {
  id: number;
  number: string;
  kind: TicketKind;
  source: Source;
  state: TicketState;
  class: Class;
  class_days: number | null;
  by_law: ByLaw;
  customer: number | null;
  name: string;
  accounts: number[];
  note: string;
  arrived_at: number;
  waited_secs: number;
  counter: string | null;
  money: number | null;
  method: Method | null;
  reference: string;
  attempts: number;
  problem: string;
  next_try_at: number | null;
  version: number;
};
export type QueuedTicket = {
  ticket: TicketView;
  place: number;
  why: Why;
};
export type Board = {
  serving_here: TicketView | null;
  serving_elsewhere: TicketView[];
  urgent: QueuedTicket[];
  regular: QueuedTicket[];
  next: QueuedTicket | null;
  held: TicketView[];
  urgent_waiting: number;
  regular_waiting: number;
  in_hand_waiting: number;
  dead: number;
  served_today: number;
  longest_wait_secs: number;
};
export type HallBoard = {
  office: string;
  called: HallCall[];
  waiting: string[];
};
export type HallCall = {
  number: string;
  counter: string;
  called_at: number;
};
export type TakeTicket = {
  kind: TicketKind;
  customer?: number;
  accounts?: number[];
  by_law?: ByLaw;
  note?: string;
};
export type TicketRef = {
  ticket: number;
  version: number;
};
export type CancelTicket = {
  ticket: number;
  version: number;
  reason: string;
};
export type InHand = {
  waiting: TicketView[];
  dead: TicketView[];
  dead_total: number;
};
export type RetryTicket = {
  ticket: number;
  version: number;
  account?: number;
};
export type QueueReport = {
  worked: number;
  paid: number;
  retried: number;
  dead: number;
};
export type BillRef = {
  bill: number;
};
export type BillList = {
  account: number;
  limit: number;
};
export type OpenBillView = {
  id: number;
  number: string;
  period_to: string;
  due_on: string;
  surcharge: number;
  rest: number;
  lateness: Lateness;
};
export type BillView = {
  id: number;
  number: string;
  account: number;
  account_number: string;
  customer: number;
  customer_name: string;
  service: Service;
  period_from: string;
  period_to: string;
  issued_on: string;
  due_on: string;
  units: string;
  lines: BillLineView[];
  total: number;
  paid: number;
  left: number;
  state: BillState;
  lateness: Lateness;
};
export type BillLineView = {
  kind: BillLineKind;
  label: string;
  quantity: string;
  rate: string;
  amount: number;
};
export type ImportKind = "customers" | "bills" | "payments";
export type ImportMode = "all_or_nothing" | "good_rows";
export type ColumnMap = {
  field: string;
  column: number;
};
export type PreviewImport = {
  path: string;
  kind: ImportKind;
  mapping?: ColumnMap[] | null;
};
export type ImportPreview = {
  file: string;
  bytes: number;
  headings: string[];
  fields: ImportField[];
  mapping: ColumnMap[];
  rows: string[][];
  errors: RowError[];
  missing: string[];
  delimiter: string;
};
export type ImportField = {
  name: string;
  needed: boolean;
  expected: string;
};
export type RowError = {
  row: number;
  field: string;
  value: string;
  expected: string;
};
export type StartImport = {
  path: string;
  kind: ImportKind;
  mapping?: ColumnMap[] | null;
  mode: ImportMode;
  dry_run: boolean;
};
export type ImportReport = {
  file: string;
  dry_run: boolean;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  bad: number;
  errors: RowError[];
  error_file: string;
};
export type BookStatus = {
  office: string;
  language: string;
  demo: boolean;
  demo_users: DemoUser[];
  counters: CounterView[];
  program: string;
};
export type DemoUser = {
  login: string;
  password: string;
  role: Role;
};
export type Frame = {
  office: string;
  demo: boolean;
  currency: Currency;
  language: string;
  zone: string;
  business_on: string;
  clock_on: string;
  counter: CounterView;
  user: number;
  login: string;
  name: string;
  role: Role;
  rights: Right[];
  customer: number | null;
  idle_lock_secs: number;
  waiting: number;
  dead_letters: number;
  jobs_running: number;
};
export type Currency = {
  code: string;
  symbol: string;
  decimals: number;
  grouping: Grouping;
};
export type CounterView = {
  id: number;
  code: string;
  name: string;
  active: boolean;
  version: number;
};
export type SaveCounter = {
  counter?: number;
  version?: number;
  code: string;
  name: string;
  active: boolean;
};
export type OfficeView = {
  name: string;
  address: string;
  phone: string;
  registration: string;
  footer: string;
  currency: Currency;
  zone: string;
  language: string;
  year_starts_in: number;
  queue: Rules;
  idle_lock_secs: number;
  payment_ceiling: number | null;
  void_ceiling: number | null;
  document_folder: string;
  document_folder_in_use: string;
  version: number;
};
export type SaveOffice = {
  version: number;
  name: string;
  address: string;
  phone: string;
  registration: string;
  footer: string;
  language: string;
  queue: Rules;
  idle_lock_secs: number;
  payment_ceiling?: number | null;
  void_ceiling?: number | null;
  document_folder: string;
};
export type MoveBusinessDay = {
  to: string;
};
export type JobView = {
  id: number;
  kind: string;
  title: string;
  state: string;
  done: number;
  total: number;
  rate: number;
  seconds_left: number | null;
  started_at: number;
  ended_at: number | null;
  result: unknown;
};
export type JobRef = {
  job: number;
};
export type CheckReport = {
  checked: Checked[];
  problems: string[];
};
export type Checked = {
  what: string;
  count: number;
};
export type TenderInput = {
  method: Method;
  amount: number;
  reference?: string;
  bank?: string;
};
export type SeenAccount = {
  account: number;
  version: number;
};
export type PreviewPayment = {
  accounts: SeenAccount[];
  pay: number;
  tenders: TenderInput[];
  use_credit: boolean;
  directed?: Share[] | null;
};
export type TakePayment = {
  request_id: string;
  ticket?: number | null;
  accounts: SeenAccount[];
  pay: number;
  tenders: TenderInput[];
  use_credit: boolean;
  directed?: Share[] | null;
  note?: string;
};
export type PaymentPreview = {
  due: number;
  credit: number;
  to_pay: number;
  lines: ShareLine[];
  credit_used: number;
  credit_added: number;
  tendered: number;
  change: number;
  left: number;
  refused: Refused | null;
  versions: number[];
};
export type Refused = {
  code: string;
  message: string;
  hint: string;
};
export type ShareLine = {
  bill: number;
  number: string;
  account: number;
  account_number: string;
  service: Service;
  period_to: string;
  part: Part;
  due: number;
  paid: number;
};
export type PaymentTaken = {
  payment: number;
  number: string;
  paid: number;
  tendered: number;
  change: number;
  credit_used: number;
  credit_added: number;
  left: number;
  audit_seq: number;
};
export type PaymentRow = {
  id: number;
  number: string;
  business_on: string;
  taken_at: number;
  customer: number;
  name: string;
  paid: number;
  methods: Method[];
  clerk: string;
  counter: string;
  void: boolean;
};
export type PaymentList = {
  on?: string;
  before?: number;
  limit: number;
};
export type PaymentPage = {
  rows: PaymentRow[];
  total: number;
};
export type PaymentRef = {
  payment: number;
};
export type PaymentView = {
  row: PaymentRow;
  tenders: TenderView[];
  shares: SharedView[];
  tendered: number;
  change: number;
  credit_used: number;
  credit_added: number;
  redo_of: string | null;
  void: VoidView | null;
  reprints: number;
  audit_hash: string;
};
export type TenderView = {
  method: Method;
  amount: number;
  change: number;
  reference: string;
  bank: string;
};
export type SharedView = {
  bill: string;
  account: string;
  part: Part;
  amount: number;
};
export type VoidView = {
  number: string;
  by: string;
  allowed_by: string;
  reason: UndoReason;
  note: string;
  at: number;
};
export type DocumentFile = {
  path: string;
  name: string;
};
export type Reprinted = {
  n: number;
};
export type DocumentRef = { kind: "receipt"; payment: number; format: Format } | { kind: "slip"; payment: number; format: Format } | { kind: "bill"; bill: number; format: Format } | { kind: "duplicate"; payment: number; n: number };
export type LogIn = {
  login: string;
  password: string;
  counter?: number;
};
export type LoggedIn = {
  session: string;
  user: number;
  role: Role;
};
export type Unlock = {
  password: string;
};
export type ChangePassword = {
  old: string;
  new: string;
};
export type UserView = {
  id: number;
  login: string;
  name: string;
  role: Role;
  active: boolean;
  customer: number | null;
  locked_until: number | null;
  version: number;
};
export type SaveUser = {
  user?: number;
  version?: number;
  login: string;
  name: string;
  role: Role;
  active: boolean;
  customer?: number | null;
  password?: string;
};
export type FirstAdmin = {
  login: string;
  name: string;
  password: string;
};
export type Ledger = "cash" | "cheque" | "card" | "upi" | "bank" | "receivable" | "credit" | "billed";
export type Method = "cash" | "cheque" | "card" | "upi" | "bank";
export type Part = "surcharge" | "bill" | "credit";
export type Share = {
  bill: number;
  part: Part;
  amount: number;
};
export type UndoReason = "wrong_account" | "wrong_amount" | "wrong_tender" | "customer_changed_mind" | "twice" | "other";
export type UndoState = "own_session" | "same_day";
export type StepState = "done" | "undone" | "dropped";
export type TicketKind = "payment" | "overdue" | "disconnection" | "reconnection" | "other";
export type Source = "walk_in" | "drop_box" | "bank_file" | "network";
export type TicketState = "waiting" | "serving" | "held" | "done" | "no_show" | "cancelled" | "failed" | "dead";
export type Class = "reconnection" | "disconnection" | "overdue" | "by_law" | "regular" | "bulk";
export type Rules = {
  max_urgent_in_a_row: number;
  max_wait_secs: number;
  bulk_accounts: number;
};
export type Why = { why: "waited_too_long"; secs: number } | { why: "turn_of_regular"; after: number } | { why: "most_urgent"; class: Class } | { why: "first_in_line" };
export type Series = "R" | "V";
export type BillLineKind = "energy" | "fixed" | "demand" | "adjustment" | "rebate" | "minimum" | "tax" | "surcharge" | "fee" | "rounding" | "other";
export type BillState = "open" | "paid" | "cancelled";
export type Lateness = { state: "paid" } | { state: "not_due"; days: number } | { state: "due_soon"; days: number } | { state: "overdue"; days: number };
export type Format = "pdf" | "csv";
export type Role = "clerk" | "manager" | "admin" | "official" | "consumer";
export type Right = "see the office" | "serve the queue" | "see the queue" | "take payments" | "undo their own acts" | "undo other people's acts" | "reprint receipts" | "see customers" | "see their own accounts" | "change customers" | "cut or reconnect accounts" | "import files" | "process bank and drop-box requests" | "move the business day" | "see the audit log" | "export audit files" | "verify audit files" | "manage users" | "change the office's settings" | "see background jobs";
export type Service = "electricity" | "water" | "gas";
export type AccountStatus = "active" | "cut" | "closed";
export type ByLaw = "none" | "elderly" | "disabled" | "pregnant";
export type Grouping = "indian" | "thousands";
export type PaidPart = "surcharge" | "bill" | "credit";
export type Commands = {
  frame: [input: Nothing, output: Frame];
  office: [input: Nothing, output: OfficeView];
  counters: [input: Nothing, output: CounterView[]];
  jobs: [input: Nothing, output: JobView[]];
  job: [input: JobRef, output: JobView];
  check_book: [input: Nothing, output: CheckReport];
  users: [input: Nothing, output: UserView[]];
  search: [input: Search, output: Hit[]];
  customers: [input: CustomerList, output: CustomerPage];
  customer_card: [input: CustomerRef, output: CustomerCard];
  own_card: [input: Nothing, output: CustomerCard];
  bill: [input: BillRef, output: BillView];
  bills: [input: BillList, output: BillView[]];
  board: [input: Nothing, output: Board];
  hall: [input: Nothing, output: HallBoard];
  in_hand: [input: Nothing, output: InHand];
  preview_payment: [input: PreviewPayment, output: PaymentPreview];
  payments: [input: PaymentList, output: PaymentPage];
  payment: [input: PaymentRef, output: PaymentView];
  my_acts: [input: MyActsList, output: MyActs];
  preview_undo: [input: StepRef, output: UndoPreview];
  preview_redo: [input: Nothing, output: UndoPreview];
  day_figures: [input: DayRef, output: Figures];
  month_summary: [input: MonthRef, output: MonthSummary];
  audit_rows: [input: AuditList, output: AuditPage];
  verify: [input: Verify, output: VerifyReport];
  document_file: [input: DocumentRef, output: DocumentFile];
  preview_import: [input: PreviewImport, output: ImportPreview];
  save_office: [input: SaveOffice, output: OfficeView];
  save_counter: [input: SaveCounter, output: CounterView];
  move_business_day: [input: MoveBusinessDay, output: Frame];
  cancel_job: [input: JobRef, output: JobView];
  change_password: [input: ChangePassword, output: Nothing];
  save_user: [input: SaveUser, output: UserView];
  save_customer: [input: SaveCustomer, output: CustomerCard];
  save_property: [input: SaveProperty, output: CustomerCard];
  save_account: [input: SaveAccount, output: CustomerCard];
  switch_account: [input: SwitchAccount, output: CustomerCard];
  take_ticket: [input: TakeTicket, output: TicketView];
  call_next: [input: Nothing, output: TicketView];
  call_ticket: [input: TicketRef, output: TicketView];
  hold_ticket: [input: TicketRef, output: TicketView];
  finish_ticket: [input: TicketRef, output: TicketView];
  no_show: [input: TicketRef, output: TicketView];
  cancel_ticket: [input: CancelTicket, output: TicketView];
  retry_dead_letter: [input: RetryTicket, output: TicketView];
  process_queue: [input: Nothing, output: JobView];
  take_payment: [input: TakePayment, output: PaymentTaken];
  undo: [input: Undo, output: Undone];
  redo: [input: Redo, output: Undone];
  export_day: [input: ExportDay, output: Exported];
  export_month: [input: ExportMonth, output: JobView];
  reprint: [input: PaymentRef, output: Reprinted];
  start_import: [input: StartImport, output: JobView];
};
export type Topic = "audit" | "bills" | "customers" | "jobs" | "office" | "payments" | "people" | "queue" | "undo";
export type ViewName = "frame" | "office" | "counters" | "jobs" | "job" | "check_book" | "users" | "search" | "customers" | "customer_card" | "own_card" | "bill" | "bills" | "board" | "hall" | "in_hand" | "preview_payment" | "payments" | "payment" | "my_acts" | "preview_undo" | "preview_redo" | "day_figures" | "month_summary" | "audit_rows" | "verify" | "document_file" | "preview_import";
export const provides: Record<ViewName, readonly Topic[]> = {
  frame: ["office", "queue", "jobs", "people"],
  office: ["office"],
  counters: ["office"],
  jobs: ["jobs"],
  job: ["jobs"],
  check_book: [],
  users: ["people"],
  search: ["customers"],
  customers: ["customers", "payments"],
  customer_card: ["customers", "bills", "payments"],
  own_card: ["customers", "bills", "payments"],
  bill: ["bills", "payments"],
  bills: ["bills", "payments"],
  board: ["queue"],
  hall: ["queue"],
  in_hand: ["queue"],
  preview_payment: ["customers", "bills", "payments"],
  payments: ["payments"],
  payment: ["payments"],
  my_acts: ["undo", "payments"],
  preview_undo: ["undo", "payments", "queue", "customers"],
  preview_redo: ["undo", "payments", "queue", "customers"],
  day_figures: ["payments", "audit"],
  month_summary: ["payments", "audit"],
  audit_rows: ["audit", "payments"],
  verify: [],
  document_file: [],
  preview_import: [],
};
export type ActName = "save_office" | "save_counter" | "move_business_day" | "cancel_job" | "change_password" | "save_user" | "save_customer" | "save_property" | "save_account" | "switch_account" | "take_ticket" | "call_next" | "call_ticket" | "hold_ticket" | "finish_ticket" | "no_show" | "cancel_ticket" | "retry_dead_letter" | "process_queue" | "take_payment" | "undo" | "redo" | "export_day" | "export_month" | "reprint" | "start_import";
export const touches: Record<ActName, readonly Topic[]> = {
  save_office: ["office"],
  save_counter: ["office"],
  move_business_day: ["office", "queue", "customers", "payments", "audit"],
  cancel_job: ["jobs"],
  change_password: ["people"],
  save_user: ["people"],
  save_customer: ["customers", "undo", "queue"],
  save_property: ["customers", "undo"],
  save_account: ["customers", "undo"],
  switch_account: ["customers", "queue", "undo"],
  take_ticket: ["queue", "undo"],
  call_next: ["queue"],
  call_ticket: ["queue"],
  hold_ticket: ["queue", "undo"],
  finish_ticket: ["queue", "undo"],
  no_show: ["queue", "undo"],
  cancel_ticket: ["queue", "undo"],
  retry_dead_letter: ["queue"],
  process_queue: ["jobs", "queue"],
  take_payment: ["payments", "customers", "bills", "queue", "undo", "audit"],
  undo: ["payments", "customers", "bills", "queue", "undo", "audit"],
  redo: ["payments", "customers", "bills", "queue", "undo", "audit"],
  export_day: ["audit"],
  export_month: ["audit", "jobs"],
  reprint: ["payments", "audit"],
  start_import: ["jobs"],
};
