// Generated from the command table by `cargo xtask gen`. Do not edit.

import type { AcceptHandOver } from "./AcceptHandOver";
import type { AccountArrears } from "./AccountArrears";
import type { AccountRef } from "./AccountRef";
import type { AgingView } from "./AgingView";
import type { AnswerChange } from "./AnswerChange";
import type { ApprovalList } from "./ApprovalList";
import type { ApprovalPage } from "./ApprovalPage";
import type { ApprovalRef } from "./ApprovalRef";
import type { ApprovalRules } from "./ApprovalRules";
import type { ArrearsList } from "./ArrearsList";
import type { ArrearsPage } from "./ArrearsPage";
import type { ArrearsRule } from "./ArrearsRule";
import type { AskApproval } from "./AskApproval";
import type { AskOutcome } from "./AskOutcome";
import type { AtWorkView } from "./AtWorkView";
import type { AuditList } from "./AuditList";
import type { AuditPage } from "./AuditPage";
import type { BillItem } from "./BillItem";
import type { BillList } from "./BillList";
import type { BillPreview } from "./BillPreview";
import type { BillRef } from "./BillRef";
import type { BillView } from "./BillView";
import type { BilledBefore } from "./BilledBefore";
import type { Board } from "./Board";
import type { BounceCheque } from "./BounceCheque";
import type { BouncePreview } from "./BouncePreview";
import type { Bounced } from "./Bounced";
import type { BroughtView } from "./BroughtView";
import type { CancelAndRebill } from "./CancelAndRebill";
import type { CancelBill } from "./CancelBill";
import type { CancelPlan } from "./CancelPlan";
import type { CancelRun } from "./CancelRun";
import type { CancelTicket } from "./CancelTicket";
import type { CashMoved } from "./CashMoved";
import type { CashOfDay } from "./CashOfDay";
import type { ChangePassword } from "./ChangePassword";
import type { ChargeFee } from "./ChargeFee";
import type { CheckReport } from "./CheckReport";
import type { CheckTariff } from "./CheckTariff";
import type { ChequeList } from "./ChequeList";
import type { ChequePage } from "./ChequePage";
import type { ChequeRef } from "./ChequeRef";
import type { ChequeSlipView } from "./ChequeSlipView";
import type { ChequesAct } from "./ChequesAct";
import type { CloseDay } from "./CloseDay";
import type { CloseShift } from "./CloseShift";
import type { CorrectMeter } from "./CorrectMeter";
import type { CorrectionList } from "./CorrectionList";
import type { CorrectionPreview } from "./CorrectionPreview";
import type { CorrectionView } from "./CorrectionView";
import type { CountSafe } from "./CountSafe";
import type { CountShift } from "./CountShift";
import type { CountView } from "./CountView";
import type { CounterView } from "./CounterView";
import type { CustomerCard } from "./CustomerCard";
import type { CustomerList } from "./CustomerList";
import type { CustomerPage } from "./CustomerPage";
import type { CustomerRef } from "./CustomerRef";
import type { CycleView } from "./CycleView";
import type { DayCash } from "./DayCash";
import type { DayClosed } from "./DayClosed";
import type { DayRef } from "./DayRef";
import type { DayState } from "./DayState";
import type { DecideApproval } from "./DecideApproval";
import type { DecideDispute } from "./DecideDispute";
import type { DepositView } from "./DepositView";
import type { DisputeList } from "./DisputeList";
import type { DisputePage } from "./DisputePage";
import type { DisputeView } from "./DisputeView";
import type { DrawerView } from "./DrawerView";
import type { DropCash } from "./DropCash";
import type { EnterReadings } from "./EnterReadings";
import type { EnteredReadings } from "./EnteredReadings";
import type { EstimateReadings } from "./EstimateReadings";
import type { ExchangeMeter } from "./ExchangeMeter";
import type { ExplainSafe } from "./ExplainSafe";
import type { ExportBatch } from "./ExportBatch";
import type { ExportDay } from "./ExportDay";
import type { ExportMonth } from "./ExportMonth";
import type { ExportNotices } from "./ExportNotices";
import type { ExportPack } from "./ExportPack";
import type { Exported } from "./Exported";
import type { Figures } from "./Figures";
import type { FindBills } from "./FindBills";
import type { ForgetColumns } from "./ForgetColumns";
import type { Frame } from "./Frame";
import type { GasFactor } from "./GasFactor";
import type { GiveCreditNote } from "./GiveCreditNote";
import type { GiveDebitNote } from "./GiveDebitNote";
import type { GridOf } from "./GridOf";
import type { GridPage } from "./GridPage";
import type { HallBoard } from "./HallBoard";
import type { HandOut } from "./HandOut";
import type { HandedOut } from "./HandedOut";
import type { Hit } from "./Hit";
import type { ImportPreview } from "./ImportPreview";
import type { ImportTariff } from "./ImportTariff";
import type { InCycle } from "./InCycle";
import type { InHand } from "./InHand";
import type { InHandList } from "./InHandList";
import type { InstallMeter } from "./InstallMeter";
import type { IssueBill } from "./IssueBill";
import type { JobRef } from "./JobRef";
import type { JobView } from "./JobView";
import type { KeptColumns } from "./KeptColumns";
import type { LettersRetried } from "./LettersRetried";
import type { LifeLine } from "./LifeLine";
import type { LifeLineOf } from "./LifeLineOf";
import type { MakeDepositSlip } from "./MakeDepositSlip";
import type { MakePlan } from "./MakePlan";
import type { MeterCorrected } from "./MeterCorrected";
import type { MeterCorrection } from "./MeterCorrection";
import type { MeteringSettings } from "./MeteringSettings";
import type { MonthRef } from "./MonthRef";
import type { MonthRegister } from "./MonthRegister";
import type { MonthSummary } from "./MonthSummary";
import type { MoveCash } from "./MoveCash";
import type { MoveUseCase } from "./MoveUseCase";
import type { MyActs } from "./MyActs";
import type { MyActsList } from "./MyActsList";
import type { Nothing } from "./Nothing";
import type { NoticeList } from "./NoticeList";
import type { NoticePage } from "./NoticePage";
import type { OfferChange } from "./OfferChange";
import type { OfficeView } from "./OfficeView";
import type { OpenDispute } from "./OpenDispute";
import type { OpenShift } from "./OpenShift";
import type { OrderList } from "./OrderList";
import type { OrderPage } from "./OrderPage";
import type { OrderReconnection } from "./OrderReconnection";
import type { OrderWorked } from "./OrderWorked";
import type { PapersAgain } from "./PapersAgain";
import type { PayOutPreview } from "./PayOutPreview";
import type { PaymentList } from "./PaymentList";
import type { PaymentPage } from "./PaymentPage";
import type { PaymentPreview } from "./PaymentPreview";
import type { PaymentRef } from "./PaymentRef";
import type { PaymentTaken } from "./PaymentTaken";
import type { PaymentView } from "./PaymentView";
import type { PaymentsOfCustomer } from "./PaymentsOfCustomer";
import type { PersonName } from "./PersonName";
import type { PlanList } from "./PlanList";
import type { PlanPage } from "./PlanPage";
import type { PlanPreview } from "./PlanPreview";
import type { PlanView } from "./PlanView";
import type { PreviewBill } from "./PreviewBill";
import type { PreviewCorrection } from "./PreviewCorrection";
import type { PreviewImport } from "./PreviewImport";
import type { PreviewMeter } from "./PreviewMeter";
import type { PreviewPayOut } from "./PreviewPayOut";
import type { PreviewPayment } from "./PreviewPayment";
import type { PreviewPlan } from "./PreviewPlan";
import type { PreviewReadings } from "./PreviewReadings";
import type { PreviewReversal } from "./PreviewReversal";
import type { PreviewTerms } from "./PreviewTerms";
import type { PreviewUpheld } from "./PreviewUpheld";
import type { PutInCycle } from "./PutInCycle";
import type { QuoteTariff } from "./QuoteTariff";
import type { ReadingList } from "./ReadingList";
import type { ReadingRoute } from "./ReadingRoute";
import type { ReadingView } from "./ReadingView";
import type { Rebilled } from "./Rebilled";
import type { RecoveryKey } from "./RecoveryKey";
import type { Redo } from "./Redo";
import type { RedoStep } from "./RedoStep";
import type { RegisterPage } from "./RegisterPage";
import type { RemoveMeter } from "./RemoveMeter";
import type { ReplaceReading } from "./ReplaceReading";
import type { ReportQuery } from "./ReportQuery";
import type { ReportView } from "./ReportView";
import type { RequestPreview } from "./RequestPreview";
import type { RetireTariff } from "./RetireTariff";
import type { RetryLetters } from "./RetryLetters";
import type { RetryTicket } from "./RetryTicket";
import type { ReversalPreview } from "./ReversalPreview";
import type { RowVerdict } from "./RowVerdict";
import type { RunList } from "./RunList";
import type { RunOrder } from "./RunOrder";
import type { RunOutliers } from "./RunOutliers";
import type { RunRef } from "./RunRef";
import type { RunView } from "./RunView";
import type { SafeView } from "./SafeView";
import type { SaveAccount } from "./SaveAccount";
import type { SaveApprovalRules } from "./SaveApprovalRules";
import type { SaveArrearsRule } from "./SaveArrearsRule";
import type { SaveCounter } from "./SaveCounter";
import type { SaveCustomer } from "./SaveCustomer";
import type { SaveCycle } from "./SaveCycle";
import type { SaveGasFactor } from "./SaveGasFactor";
import type { SaveMeteringSettings } from "./SaveMeteringSettings";
import type { SaveOffice } from "./SaveOffice";
import type { SaveProperty } from "./SaveProperty";
import type { SaveTariffVersion } from "./SaveTariffVersion";
import type { SaveUser } from "./SaveUser";
import type { SealList } from "./SealList";
import type { SealPage } from "./SealPage";
import type { Search } from "./Search";
import type { SetCashOnly } from "./SetCashOnly";
import type { SetPin } from "./SetPin";
import type { ShiftEnded } from "./ShiftEnded";
import type { ShiftList } from "./ShiftList";
import type { ShiftRef } from "./ShiftRef";
import type { ShiftReportView } from "./ShiftReportView";
import type { ShiftView } from "./ShiftView";
import type { ShowRecoveryKey } from "./ShowRecoveryKey";
import type { SimulateTariff } from "./SimulateTariff";
import type { StartImport } from "./StartImport";
import type { StepRef } from "./StepRef";
import type { StopReconnection } from "./StopReconnection";
import type { SwitchAccount } from "./SwitchAccount";
import type { TakePayment } from "./TakePayment";
import type { TakeSlipBack } from "./TakeSlipBack";
import type { TakeTicket } from "./TakeTicket";
import type { TariffList } from "./TariffList";
import type { TariffQuote } from "./TariffQuote";
import type { TariffRef } from "./TariffRef";
import type { TariffReport } from "./TariffReport";
import type { TariffView } from "./TariffView";
import type { TicketRef } from "./TicketRef";
import type { TicketView } from "./TicketView";
import type { UnbilledList } from "./UnbilledList";
import type { UnbilledPage } from "./UnbilledPage";
import type { Undo } from "./Undo";
import type { UndoPreview } from "./UndoPreview";
import type { Undone } from "./Undone";
import type { UpheldPreview } from "./UpheldPreview";
import type { UsageHistory } from "./UsageHistory";
import type { UsageOf } from "./UsageOf";
import type { UseCaseList } from "./UseCaseList";
import type { UseCasePage } from "./UseCasePage";
import type { UseCaseView } from "./UseCaseView";
import type { UserView } from "./UserView";
import type { Verify } from "./Verify";
import type { VerifyReport } from "./VerifyReport";
import type { WithdrawApproval } from "./WithdrawApproval";
import type { WithdrawGasFactor } from "./WithdrawGasFactor";
import type { WorkOrder } from "./WorkOrder";
import type { WriteOff } from "./WriteOff";
import type { WrittenAgain } from "./WrittenAgain";
import type { ZReportList } from "./ZReportList";
import type { ZReportRef } from "./ZReportRef";
import type { ZReportView } from "./ZReportView";

/** What each command takes and gives. */
export type Commands = {
  frame: [input: Nothing, output: Frame];
  office: [input: Nothing, output: OfficeView];
  counters: [input: Nothing, output: Array<CounterView>];
  jobs: [input: Nothing, output: Array<JobView>];
  job: [input: JobRef, output: JobView];
  check_book: [input: Nothing, output: CheckReport];
  users: [input: Nothing, output: Array<UserView>];
  names: [input: Nothing, output: Array<PersonName>];
  search: [input: Search, output: Array<Hit>];
  customers: [input: CustomerList, output: CustomerPage];
  customer_card: [input: CustomerRef, output: CustomerCard];
  own_card: [input: Nothing, output: CustomerCard];
  preview_terms: [input: PreviewTerms, output: BilledBefore];
  bill: [input: BillRef, output: BillView];
  bills: [input: BillList, output: Array<BillView>];
  find_bills: [input: FindBills, output: Array<BillItem>];
  corrections: [input: CorrectionList, output: Array<CorrectionView>];
  cycles: [input: Nothing, output: Array<CycleView>];
  unbilled_accounts: [input: UnbilledList, output: UnbilledPage];
  bill_runs: [input: RunList, output: Array<RunView>];
  run_outliers: [input: RunRef, output: RunOutliers];
  bill_run: [input: RunRef, output: RunView];
  preview_bill: [input: PreviewBill, output: BillPreview];
  preview_rebill: [input: CancelAndRebill, output: BillPreview];
  preview_correction: [input: PreviewCorrection, output: CorrectionPreview];
  shift: [input: Nothing, output: DrawerView];
  shifts: [input: ShiftList, output: Array<ShiftView>];
  x_report: [input: ShiftRef, output: ShiftReportView];
  z_report: [input: ZReportRef, output: ShiftReportView];
  cash_of_day: [input: CashOfDay, output: DayCash];
  brought_today: [input: Nothing, output: Array<BroughtView>];
  z_reports: [input: ZReportList, output: Array<ZReportView>];
  day_state: [input: Nothing, output: DayState];
  board: [input: Nothing, output: Board];
  hall: [input: Nothing, output: HallBoard];
  in_hand: [input: InHandList, output: InHand];
  preview_payment: [input: PreviewPayment, output: PaymentPreview];
  payments: [input: PaymentList, output: PaymentPage];
  payments_of_customer: [input: PaymentsOfCustomer, output: PaymentPage];
  payment: [input: PaymentRef, output: PaymentView];
  my_acts: [input: MyActsList, output: MyActs];
  preview_undo: [input: StepRef, output: UndoPreview];
  preview_redo: [input: RedoStep, output: UndoPreview];
  preview_pay_out: [input: PreviewPayOut, output: PayOutPreview];
  preview_reversal: [input: PreviewReversal, output: ReversalPreview];
  approvals: [input: ApprovalList, output: ApprovalPage];
  who_may_allow: [input: Nothing, output: Array<AtWorkView>];
  preview_request: [input: ApprovalRef, output: RequestPreview];
  approval_rules: [input: Nothing, output: ApprovalRules];
  cheques: [input: ChequeList, output: ChequePage];
  preview_bounce: [input: ChequeRef, output: BouncePreview];
  day_figures: [input: DayRef, output: Figures];
  month_summary: [input: MonthRef, output: MonthSummary];
  month_register: [input: MonthRegister, output: RegisterPage];
  audit_rows: [input: AuditList, output: AuditPage];
  daily_seals: [input: SealList, output: SealPage];
  report: [input: ReportQuery, output: ReportView];
  verify: [input: Verify, output: VerifyReport];
  tariffs: [input: Nothing, output: TariffList];
  tariff: [input: TariffRef, output: TariffView];
  quote_tariff: [input: QuoteTariff, output: TariffQuote];
  check_tariff: [input: CheckTariff, output: TariffReport];
  arrears_rule: [input: Nothing, output: ArrearsRule];
  aging: [input: Nothing, output: AgingView];
  arrears_list: [input: ArrearsList, output: ArrearsPage];
  account_arrears: [input: AccountRef, output: AccountArrears];
  notices: [input: NoticeList, output: NoticePage];
  service_orders: [input: OrderList, output: OrderPage];
  preview_plan: [input: PreviewPlan, output: PlanPreview];
  plans: [input: PlanList, output: PlanPage];
  preview_upheld: [input: PreviewUpheld, output: UpheldPreview];
  disputes: [input: DisputeList, output: DisputePage];
  life_line: [input: LifeLineOf, output: LifeLine];
  readings: [input: ReadingList, output: Array<ReadingView>];
  reading_grid: [input: GridOf, output: GridPage];
  reading_routes: [input: Nothing, output: Array<ReadingRoute>];
  preview_readings: [input: PreviewReadings, output: Array<RowVerdict>];
  preview_meter_correction: [input: PreviewMeter, output: MeterCorrection];
  usage_history: [input: UsageOf, output: UsageHistory];
  use_cases: [input: UseCaseList, output: UseCasePage];
  metering_settings: [input: Nothing, output: MeteringSettings];
  gas_factors: [input: Nothing, output: Array<GasFactor>];
  preview_import: [input: PreviewImport, output: ImportPreview];
  import_columns: [input: Nothing, output: Array<KeptColumns>];
  save_office: [input: SaveOffice, output: OfficeView];
  save_counter: [input: SaveCounter, output: CounterView];
  close_day: [input: CloseDay, output: DayClosed];
  open_shift: [input: OpenShift, output: ShiftView];
  cash_in: [input: MoveCash, output: CashMoved];
  cash_out: [input: MoveCash, output: CashMoved];
  drop_cash: [input: DropCash, output: CashMoved];
  offer_change: [input: OfferChange, output: CashMoved];
  accept_change: [input: AnswerChange, output: CashMoved];
  count_shift: [input: CountShift, output: CountView];
  close_shift: [input: CloseShift, output: ShiftEnded];
  accept_hand_over: [input: AcceptHandOver, output: ShiftEnded];
  count_safe: [input: CountSafe, output: SafeView];
  explain_safe: [input: ExplainSafe, output: SafeView];
  make_deposit_slip: [input: MakeDepositSlip, output: DepositView];
  cancel_job: [input: JobRef, output: JobView];
  change_password: [input: ChangePassword, output: Nothing];
  show_recovery_key: [input: ShowRecoveryKey, output: RecoveryKey];
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
  retry_dead_letters: [input: RetryLetters, output: LettersRetried];
  process_queue: [input: Nothing, output: JobView];
  take_payment: [input: TakePayment, output: PaymentTaken];
  undo: [input: Undo, output: Undone];
  redo: [input: Redo, output: Undone];
  ask_approval: [input: AskApproval, output: AskOutcome];
  decide_approval: [input: DecideApproval, output: AskOutcome];
  withdraw_approval: [input: WithdrawApproval, output: Nothing];
  save_approval_rules: [input: SaveApprovalRules, output: ApprovalRules];
  set_pin: [input: SetPin, output: Nothing];
  deposit_cheques: [input: ChequesAct, output: ChequeSlipView];
  realise_cheques: [input: ChequesAct, output: Nothing];
  unrealise_cheques: [input: ChequesAct, output: Nothing];
  take_slip_back: [input: TakeSlipBack, output: ChequeSlipView];
  bounce_cheque: [input: BounceCheque, output: Bounced];
  set_cash_only: [input: SetCashOnly, output: Nothing];
  install_meter: [input: InstallMeter, output: LifeLine];
  exchange_meter: [input: ExchangeMeter, output: LifeLine];
  remove_meter: [input: RemoveMeter, output: LifeLine];
  correct_meter: [input: CorrectMeter, output: MeterCorrected];
  enter_readings: [input: EnterReadings, output: EnteredReadings];
  replace_reading: [input: ReplaceReading, output: RowVerdict];
  estimate_readings: [input: EstimateReadings, output: JobView];
  advance_case: [input: MoveUseCase, output: UseCaseView];
  close_case: [input: MoveUseCase, output: UseCaseView];
  save_metering_settings: [input: SaveMeteringSettings, output: MeteringSettings];
  save_gas_factor: [input: SaveGasFactor, output: Array<GasFactor>];
  withdraw_gas_factor: [input: WithdrawGasFactor, output: Array<GasFactor>];
  export_day: [input: ExportDay, output: Exported];
  export_month: [input: ExportMonth, output: JobView];
  export_pack: [input: ExportPack, output: JobView];
  save_arrears_rule: [input: SaveArrearsRule, output: ArrearsRule];
  preview_arrears_run: [input: Nothing, output: JobView];
  run_arrears: [input: Nothing, output: JobView];
  work_order: [input: WorkOrder, output: OrderWorked];
  order_reconnection: [input: OrderReconnection, output: Nothing];
  stop_reconnection: [input: StopReconnection, output: Nothing];
  make_plan: [input: MakePlan, output: PlanView];
  cancel_plan: [input: CancelPlan, output: PlanView];
  open_dispute: [input: OpenDispute, output: DisputeView];
  decide_dispute: [input: DecideDispute, output: DisputeView];
  write_papers_again: [input: PapersAgain, output: WrittenAgain];
  write_again: [input: Nothing, output: Nothing];
  hand_out: [input: HandOut, output: HandedOut];
  import_tariff: [input: ImportTariff, output: TariffReport];
  save_tariff_version: [input: SaveTariffVersion, output: TariffReport];
  retire_tariff: [input: RetireTariff, output: TariffView];
  simulate_tariff: [input: SimulateTariff, output: JobView];
  issue_bill: [input: IssueBill, output: BillView];
  save_cycle: [input: SaveCycle, output: CycleView];
  put_in_cycle: [input: PutInCycle, output: InCycle];
  preview_bill_run: [input: RunOrder, output: JobView];
  post_bill_run: [input: RunOrder, output: JobView];
  cancel_bill_run: [input: CancelRun, output: JobView];
  cancel_bill: [input: CancelBill, output: CorrectionView];
  cancel_and_rebill: [input: CancelAndRebill, output: Rebilled];
  give_credit_note: [input: GiveCreditNote, output: CorrectionView];
  give_debit_note: [input: GiveDebitNote, output: BillView];
  write_off: [input: WriteOff, output: CorrectionView];
  charge_fee: [input: ChargeFee, output: BillView];
  export_bill_batch: [input: ExportBatch, output: JobView];
  export_notice_batch: [input: ExportNotices, output: JobView];
  start_import: [input: StartImport, output: JobView];
  forget_import_columns: [input: ForgetColumns, output: Nothing];
};

/** Parts of the book that views show and acts make stale. */
export type Topic = "approvals" | "arrears" | "audit" | "bills" | "cheques" | "customers" | "cycles" | "jobs" | "meters" | "office" | "payments" | "people" | "queue" | "runs" | "shifts" | "tariffs" | "undo";

export type ViewName =
  | "frame"
  | "office"
  | "counters"
  | "jobs"
  | "job"
  | "check_book"
  | "users"
  | "names"
  | "search"
  | "customers"
  | "customer_card"
  | "own_card"
  | "preview_terms"
  | "bill"
  | "bills"
  | "find_bills"
  | "corrections"
  | "cycles"
  | "unbilled_accounts"
  | "bill_runs"
  | "run_outliers"
  | "bill_run"
  | "preview_bill"
  | "preview_rebill"
  | "preview_correction"
  | "shift"
  | "shifts"
  | "x_report"
  | "z_report"
  | "cash_of_day"
  | "brought_today"
  | "z_reports"
  | "day_state"
  | "board"
  | "hall"
  | "in_hand"
  | "preview_payment"
  | "payments"
  | "payments_of_customer"
  | "payment"
  | "my_acts"
  | "preview_undo"
  | "preview_redo"
  | "preview_pay_out"
  | "preview_reversal"
  | "approvals"
  | "who_may_allow"
  | "preview_request"
  | "approval_rules"
  | "cheques"
  | "preview_bounce"
  | "day_figures"
  | "month_summary"
  | "month_register"
  | "audit_rows"
  | "daily_seals"
  | "report"
  | "verify"
  | "tariffs"
  | "tariff"
  | "quote_tariff"
  | "check_tariff"
  | "arrears_rule"
  | "aging"
  | "arrears_list"
  | "account_arrears"
  | "notices"
  | "service_orders"
  | "preview_plan"
  | "plans"
  | "preview_upheld"
  | "disputes"
  | "life_line"
  | "readings"
  | "reading_grid"
  | "reading_routes"
  | "preview_readings"
  | "preview_meter_correction"
  | "usage_history"
  | "use_cases"
  | "metering_settings"
  | "gas_factors"
  | "preview_import"
  | "import_columns";

/** What views show. */
export const provides: Record<ViewName, readonly Topic[]> = {
  frame: ["office", "queue", "jobs", "people", "shifts"],
  office: ["office"],
  counters: ["office"],
  jobs: ["jobs"],
  job: ["jobs"],
  check_book: [],
  users: ["people"],
  names: ["people"],
  search: ["customers"],
  customers: ["customers", "payments"],
  customer_card: ["customers", "bills", "payments"],
  own_card: ["customers", "bills", "payments"],
  preview_terms: ["customers", "bills"],
  bill: ["bills", "payments"],
  bills: ["bills", "payments"],
  find_bills: ["bills", "payments"],
  corrections: ["bills"],
  cycles: ["cycles", "customers"],
  unbilled_accounts: ["cycles", "customers", "bills"],
  bill_runs: ["runs", "bills"],
  run_outliers: ["runs"],
  bill_run: ["runs"],
  preview_bill: ["bills", "customers", "payments"],
  preview_rebill: ["bills", "customers", "payments", "meters"],
  preview_correction: ["bills", "customers", "payments"],
  shift: ["shifts", "payments", "office"],
  shifts: ["shifts"],
  x_report: ["shifts", "payments"],
  z_report: ["shifts"],
  cash_of_day: ["shifts"],
  brought_today: ["shifts"],
  z_reports: ["shifts"],
  day_state: ["shifts", "payments", "office", "queue"],
  board: ["queue"],
  hall: ["queue"],
  in_hand: ["queue"],
  preview_payment: ["customers", "bills", "payments"],
  payments: ["payments"],
  payments_of_customer: ["payments"],
  payment: ["payments"],
  my_acts: ["undo", "payments"],
  preview_undo: ["undo", "payments", "queue", "customers"],
  preview_redo: ["undo", "payments", "queue", "customers"],
  preview_pay_out: ["payments", "customers", "bills"],
  preview_reversal: ["undo", "payments", "customers", "bills"],
  approvals: ["approvals"],
  who_may_allow: ["people", "shifts"],
  preview_request: ["approvals", "shifts", "customers", "bills", "payments", "cheques"],
  approval_rules: ["approvals", "office"],
  cheques: ["cheques", "payments"],
  preview_bounce: ["cheques", "payments", "bills", "customers"],
  day_figures: ["payments", "audit"],
  month_summary: ["audit"],
  month_register: ["audit"],
  audit_rows: ["audit", "payments"],
  daily_seals: ["audit"],
  report: ["payments", "bills", "queue"],
  verify: [],
  tariffs: ["tariffs", "customers", "office"],
  tariff: ["tariffs", "customers", "bills", "office"],
  quote_tariff: ["tariffs"],
  check_tariff: ["tariffs", "bills"],
  arrears_rule: ["arrears"],
  aging: ["arrears", "bills", "payments"],
  arrears_list: ["arrears", "bills", "payments"],
  account_arrears: ["arrears", "bills", "payments"],
  notices: ["arrears"],
  service_orders: ["arrears", "payments", "customers"],
  preview_plan: ["arrears", "bills", "payments"],
  plans: ["arrears", "payments"],
  preview_upheld: ["arrears", "bills"],
  disputes: ["arrears"],
  life_line: ["meters", "customers"],
  readings: ["meters", "bills"],
  reading_grid: ["meters", "customers"],
  reading_routes: ["cycles", "customers"],
  preview_readings: ["meters"],
  preview_meter_correction: ["meters", "bills"],
  usage_history: ["meters", "bills"],
  use_cases: ["meters"],
  metering_settings: ["office"],
  gas_factors: ["office"],
  preview_import: [],
  import_columns: ["meters"],
};

export type ActName =
  | "save_office"
  | "save_counter"
  | "close_day"
  | "open_shift"
  | "cash_in"
  | "cash_out"
  | "drop_cash"
  | "offer_change"
  | "accept_change"
  | "count_shift"
  | "close_shift"
  | "accept_hand_over"
  | "count_safe"
  | "explain_safe"
  | "make_deposit_slip"
  | "cancel_job"
  | "change_password"
  | "show_recovery_key"
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
  | "retry_dead_letters"
  | "process_queue"
  | "take_payment"
  | "undo"
  | "redo"
  | "ask_approval"
  | "decide_approval"
  | "withdraw_approval"
  | "save_approval_rules"
  | "set_pin"
  | "deposit_cheques"
  | "realise_cheques"
  | "unrealise_cheques"
  | "take_slip_back"
  | "bounce_cheque"
  | "set_cash_only"
  | "install_meter"
  | "exchange_meter"
  | "remove_meter"
  | "correct_meter"
  | "enter_readings"
  | "replace_reading"
  | "estimate_readings"
  | "advance_case"
  | "close_case"
  | "save_metering_settings"
  | "save_gas_factor"
  | "withdraw_gas_factor"
  | "export_day"
  | "export_month"
  | "export_pack"
  | "save_arrears_rule"
  | "preview_arrears_run"
  | "run_arrears"
  | "work_order"
  | "order_reconnection"
  | "stop_reconnection"
  | "make_plan"
  | "cancel_plan"
  | "open_dispute"
  | "decide_dispute"
  | "write_papers_again"
  | "write_again"
  | "hand_out"
  | "import_tariff"
  | "save_tariff_version"
  | "retire_tariff"
  | "simulate_tariff"
  | "issue_bill"
  | "save_cycle"
  | "put_in_cycle"
  | "preview_bill_run"
  | "post_bill_run"
  | "cancel_bill_run"
  | "cancel_bill"
  | "cancel_and_rebill"
  | "give_credit_note"
  | "give_debit_note"
  | "write_off"
  | "charge_fee"
  | "export_bill_batch"
  | "export_notice_batch"
  | "start_import"
  | "forget_import_columns";

/** What acts make stale. */
export const touches: Record<ActName, readonly Topic[]> = {
  save_office: ["office"],
  save_counter: ["office"],
  close_day: ["office", "queue", "customers", "payments", "audit", "shifts"],
  open_shift: ["shifts", "audit"],
  cash_in: ["shifts", "audit"],
  cash_out: ["shifts", "audit"],
  drop_cash: ["shifts", "audit"],
  offer_change: ["shifts", "audit"],
  accept_change: ["shifts", "audit"],
  count_shift: ["shifts", "audit", "undo"],
  close_shift: ["shifts", "audit", "undo", "approvals"],
  accept_hand_over: ["shifts", "audit", "undo"],
  count_safe: ["shifts", "audit"],
  explain_safe: ["shifts", "audit"],
  make_deposit_slip: ["shifts", "audit"],
  cancel_job: ["jobs"],
  change_password: ["people"],
  show_recovery_key: ["audit"],
  save_user: ["people"],
  save_customer: ["customers", "undo", "queue"],
  save_property: ["customers", "undo"],
  save_account: ["customers", "undo"],
  switch_account: ["customers", "queue", "undo", "arrears"],
  take_ticket: ["queue", "undo"],
  call_next: ["queue"],
  call_ticket: ["queue"],
  hold_ticket: ["queue", "undo"],
  finish_ticket: ["queue", "undo"],
  no_show: ["queue", "undo"],
  cancel_ticket: ["queue", "undo"],
  retry_dead_letter: ["queue"],
  retry_dead_letters: ["queue"],
  process_queue: ["jobs", "queue", "payments", "customers", "bills", "audit", "arrears", "cheques"],
  take_payment: ["payments", "customers", "bills", "queue", "undo", "audit", "arrears", "cheques"],
  undo: ["payments", "customers", "bills", "meters", "cycles", "queue", "undo", "audit", "arrears", "cheques"],
  redo: ["payments", "customers", "bills", "meters", "cycles", "queue", "undo", "audit", "arrears", "cheques"],
  ask_approval: ["approvals", "payments", "customers", "bills", "queue", "undo", "audit", "arrears", "runs", "meters", "cheques", "shifts"],
  decide_approval: ["approvals", "payments", "customers", "bills", "queue", "undo", "audit", "arrears", "runs", "meters", "cheques", "shifts"],
  withdraw_approval: ["approvals", "undo", "shifts"],
  save_approval_rules: ["approvals", "cheques", "undo"],
  set_pin: ["people"],
  deposit_cheques: ["cheques", "undo", "audit"],
  realise_cheques: ["cheques", "undo", "audit"],
  unrealise_cheques: ["cheques", "undo", "audit"],
  take_slip_back: ["cheques", "shifts", "audit"],
  bounce_cheque: ["cheques", "payments", "customers", "bills", "queue", "undo", "audit", "arrears"],
  set_cash_only: ["customers", "cheques"],
  install_meter: ["meters", "customers", "undo"],
  exchange_meter: ["meters", "customers", "undo"],
  remove_meter: ["meters", "customers", "undo"],
  correct_meter: ["meters", "customers", "bills", "audit", "undo"],
  enter_readings: ["meters", "undo"],
  replace_reading: ["meters", "undo"],
  estimate_readings: ["jobs", "meters", "undo"],
  advance_case: ["meters"],
  close_case: ["meters"],
  save_metering_settings: ["office"],
  save_gas_factor: ["office", "bills"],
  withdraw_gas_factor: ["office", "bills"],
  export_day: ["audit"],
  export_month: ["audit", "jobs"],
  export_pack: ["jobs", "audit"],
  save_arrears_rule: ["arrears", "customers"],
  preview_arrears_run: ["jobs"],
  run_arrears: ["jobs", "arrears", "bills", "customers", "queue", "audit"],
  work_order: ["arrears", "customers", "bills", "queue", "meters"],
  order_reconnection: ["arrears", "customers"],
  stop_reconnection: ["arrears", "customers"],
  make_plan: ["arrears", "customers", "queue"],
  cancel_plan: ["arrears", "customers"],
  open_dispute: ["arrears", "customers", "bills", "queue"],
  decide_dispute: ["arrears", "customers", "bills", "queue"],
  write_papers_again: ["office", "audit"],
  write_again: ["office", "audit"],
  hand_out: ["payments", "audit"],
  import_tariff: ["tariffs", "audit"],
  save_tariff_version: ["tariffs", "audit"],
  retire_tariff: ["tariffs", "audit"],
  simulate_tariff: ["jobs"],
  issue_bill: ["bills", "customers", "queue", "audit"],
  save_cycle: ["cycles"],
  put_in_cycle: ["cycles", "customers", "audit", "undo"],
  preview_bill_run: ["jobs"],
  post_bill_run: ["jobs", "runs", "bills", "customers", "queue", "audit", "arrears"],
  cancel_bill_run: ["jobs", "runs", "bills", "customers", "queue", "audit", "arrears"],
  cancel_bill: ["bills", "customers", "queue", "runs", "audit", "arrears"],
  cancel_and_rebill: ["bills", "customers", "queue", "runs", "audit", "meters", "arrears"],
  give_credit_note: ["bills", "customers", "queue", "runs", "audit", "arrears"],
  give_debit_note: ["bills", "customers", "queue", "audit"],
  write_off: ["bills", "customers", "queue", "runs", "audit"],
  charge_fee: ["bills", "customers", "queue", "audit"],
  export_bill_batch: ["jobs"],
  export_notice_batch: ["jobs"],
  start_import: ["jobs", "customers", "bills", "meters", "cycles", "queue", "audit", "arrears"],
  forget_import_columns: ["meters", "audit"],
};

