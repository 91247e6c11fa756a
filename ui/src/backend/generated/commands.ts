// Generated from the command table by `cargo xtask gen`. Do not edit.

import type { AuditList } from "./AuditList";
import type { AuditPage } from "./AuditPage";
import type { BillList } from "./BillList";
import type { BillRef } from "./BillRef";
import type { BillView } from "./BillView";
import type { Board } from "./Board";
import type { CancelTicket } from "./CancelTicket";
import type { ChangePassword } from "./ChangePassword";
import type { CheckReport } from "./CheckReport";
import type { CounterView } from "./CounterView";
import type { CustomerCard } from "./CustomerCard";
import type { CustomerList } from "./CustomerList";
import type { CustomerPage } from "./CustomerPage";
import type { CustomerRef } from "./CustomerRef";
import type { DayRef } from "./DayRef";
import type { DocumentFile } from "./DocumentFile";
import type { DocumentRef } from "./DocumentRef";
import type { EnterReadings } from "./EnterReadings";
import type { EnteredReadings } from "./EnteredReadings";
import type { EstimateReadings } from "./EstimateReadings";
import type { ExchangeMeter } from "./ExchangeMeter";
import type { ExportDay } from "./ExportDay";
import type { ExportMonth } from "./ExportMonth";
import type { Exported } from "./Exported";
import type { Figures } from "./Figures";
import type { Frame } from "./Frame";
import type { GridOf } from "./GridOf";
import type { GridPage } from "./GridPage";
import type { HallBoard } from "./HallBoard";
import type { Hit } from "./Hit";
import type { ImportPreview } from "./ImportPreview";
import type { InHand } from "./InHand";
import type { InstallMeter } from "./InstallMeter";
import type { JobRef } from "./JobRef";
import type { JobView } from "./JobView";
import type { LifeLine } from "./LifeLine";
import type { LifeLineOf } from "./LifeLineOf";
import type { MeteringSettings } from "./MeteringSettings";
import type { MonthRef } from "./MonthRef";
import type { MonthSummary } from "./MonthSummary";
import type { MoveBusinessDay } from "./MoveBusinessDay";
import type { MoveUseCase } from "./MoveUseCase";
import type { MyActs } from "./MyActs";
import type { MyActsList } from "./MyActsList";
import type { Nothing } from "./Nothing";
import type { OfficeView } from "./OfficeView";
import type { PaymentList } from "./PaymentList";
import type { PaymentPage } from "./PaymentPage";
import type { PaymentPreview } from "./PaymentPreview";
import type { PaymentRef } from "./PaymentRef";
import type { PaymentTaken } from "./PaymentTaken";
import type { PaymentView } from "./PaymentView";
import type { PreviewImport } from "./PreviewImport";
import type { PreviewPayment } from "./PreviewPayment";
import type { PreviewReadings } from "./PreviewReadings";
import type { ReadingList } from "./ReadingList";
import type { ReadingRoute } from "./ReadingRoute";
import type { ReadingView } from "./ReadingView";
import type { Redo } from "./Redo";
import type { RemoveMeter } from "./RemoveMeter";
import type { ReplaceReading } from "./ReplaceReading";
import type { Reprinted } from "./Reprinted";
import type { RetryTicket } from "./RetryTicket";
import type { RowVerdict } from "./RowVerdict";
import type { SaveAccount } from "./SaveAccount";
import type { SaveCounter } from "./SaveCounter";
import type { SaveCustomer } from "./SaveCustomer";
import type { SaveMeteringSettings } from "./SaveMeteringSettings";
import type { SaveOffice } from "./SaveOffice";
import type { SaveProperty } from "./SaveProperty";
import type { SaveUser } from "./SaveUser";
import type { Search } from "./Search";
import type { StartImport } from "./StartImport";
import type { StepRef } from "./StepRef";
import type { SwitchAccount } from "./SwitchAccount";
import type { TakePayment } from "./TakePayment";
import type { TakeTicket } from "./TakeTicket";
import type { TicketRef } from "./TicketRef";
import type { TicketView } from "./TicketView";
import type { Undo } from "./Undo";
import type { UndoPreview } from "./UndoPreview";
import type { Undone } from "./Undone";
import type { UsageHistory } from "./UsageHistory";
import type { UsageOf } from "./UsageOf";
import type { UseCaseList } from "./UseCaseList";
import type { UseCasePage } from "./UseCasePage";
import type { UseCaseView } from "./UseCaseView";
import type { UserView } from "./UserView";
import type { Verify } from "./Verify";
import type { VerifyReport } from "./VerifyReport";

/** What each command takes and gives. */
export type Commands = {
  frame: [input: Nothing, output: Frame];
  office: [input: Nothing, output: OfficeView];
  counters: [input: Nothing, output: Array<CounterView>];
  jobs: [input: Nothing, output: Array<JobView>];
  job: [input: JobRef, output: JobView];
  check_book: [input: Nothing, output: CheckReport];
  users: [input: Nothing, output: Array<UserView>];
  search: [input: Search, output: Array<Hit>];
  customers: [input: CustomerList, output: CustomerPage];
  customer_card: [input: CustomerRef, output: CustomerCard];
  own_card: [input: Nothing, output: CustomerCard];
  bill: [input: BillRef, output: BillView];
  bills: [input: BillList, output: Array<BillView>];
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
  life_line: [input: LifeLineOf, output: LifeLine];
  readings: [input: ReadingList, output: Array<ReadingView>];
  reading_grid: [input: GridOf, output: GridPage];
  reading_routes: [input: Nothing, output: Array<ReadingRoute>];
  preview_readings: [input: PreviewReadings, output: Array<RowVerdict>];
  usage_history: [input: UsageOf, output: UsageHistory];
  use_cases: [input: UseCaseList, output: UseCasePage];
  metering_settings: [input: Nothing, output: MeteringSettings];
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
  install_meter: [input: InstallMeter, output: LifeLine];
  exchange_meter: [input: ExchangeMeter, output: LifeLine];
  remove_meter: [input: RemoveMeter, output: LifeLine];
  enter_readings: [input: EnterReadings, output: EnteredReadings];
  replace_reading: [input: ReplaceReading, output: RowVerdict];
  estimate_readings: [input: EstimateReadings, output: JobView];
  advance_case: [input: MoveUseCase, output: UseCaseView];
  close_case: [input: MoveUseCase, output: UseCaseView];
  save_metering_settings: [input: SaveMeteringSettings, output: MeteringSettings];
  export_day: [input: ExportDay, output: Exported];
  export_month: [input: ExportMonth, output: JobView];
  reprint: [input: PaymentRef, output: Reprinted];
  start_import: [input: StartImport, output: JobView];
};

/** Parts of the book that views show and acts make stale. */
export type Topic = "audit" | "bills" | "customers" | "jobs" | "meters" | "office" | "payments" | "people" | "queue" | "undo";

export type ViewName =
  | "frame"
  | "office"
  | "counters"
  | "jobs"
  | "job"
  | "check_book"
  | "users"
  | "search"
  | "customers"
  | "customer_card"
  | "own_card"
  | "bill"
  | "bills"
  | "board"
  | "hall"
  | "in_hand"
  | "preview_payment"
  | "payments"
  | "payment"
  | "my_acts"
  | "preview_undo"
  | "preview_redo"
  | "day_figures"
  | "month_summary"
  | "audit_rows"
  | "verify"
  | "document_file"
  | "life_line"
  | "readings"
  | "reading_grid"
  | "reading_routes"
  | "preview_readings"
  | "usage_history"
  | "use_cases"
  | "metering_settings"
  | "preview_import";

/** What views show. */
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
  life_line: ["meters", "customers"],
  readings: ["meters", "bills"],
  reading_grid: ["meters", "customers"],
  reading_routes: ["meters", "customers"],
  preview_readings: ["meters"],
  usage_history: ["meters", "bills"],
  use_cases: ["meters"],
  metering_settings: ["office"],
  preview_import: [],
};

export type ActName =
  | "save_office"
  | "save_counter"
  | "move_business_day"
  | "cancel_job"
  | "change_password"
  | "save_user"
  | "save_customer"
  | "save_property"
  | "save_account"
  | "switch_account"
  | "take_ticket"
  | "call_next"
  | "call_ticket"
  | "hold_ticket"
  | "finish_ticket"
  | "no_show"
  | "cancel_ticket"
  | "retry_dead_letter"
  | "process_queue"
  | "take_payment"
  | "undo"
  | "redo"
  | "install_meter"
  | "exchange_meter"
  | "remove_meter"
  | "enter_readings"
  | "replace_reading"
  | "estimate_readings"
  | "advance_case"
  | "close_case"
  | "save_metering_settings"
  | "export_day"
  | "export_month"
  | "reprint"
  | "start_import";

/** What acts make stale. */
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
  undo: ["payments", "customers", "bills", "meters", "queue", "undo", "audit"],
  redo: ["payments", "customers", "bills", "meters", "queue", "undo", "audit"],
  install_meter: ["meters", "customers"],
  exchange_meter: ["meters", "customers"],
  remove_meter: ["meters", "customers"],
  enter_readings: ["meters", "undo"],
  replace_reading: ["meters", "undo"],
  estimate_readings: ["jobs", "meters", "undo"],
  advance_case: ["meters"],
  close_case: ["meters"],
  save_metering_settings: ["office"],
  export_day: ["audit"],
  export_month: ["audit", "jobs"],
  reprint: ["payments", "audit"],
  start_import: ["jobs"],
};

