//! What exists: each command's name, what it takes and gives, the right it needs, and the topics it
//! reads or touches. Screens refresh what an act's topics name; nobody guesses what is stale.

use foil_app::{
    Nothing, Office, Result, Session, approvals, arrears, audit, billing, cheques, customers, documents,
    imports, metering, office, payments, people, queue, reports, shifts, tariffs, undo,
};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a command reads or acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads; its topics say what it shows.
    View,
    /// Acts; its topics say what it makes stale, and what the job that it starts has by its end.
    Act,
}

/// Collects the TypeScript of a command's types.
pub(crate) type Export = fn(&ts_rs::Config) -> std::result::Result<(), ts_rs::ExportError>;
/// Collects the declarations of a type and of all it is made of, by name.
pub(crate) type Declare = fn(&mut BTreeMap<String, String>);
/// Names a type in TypeScript.
pub(crate) type TypeName = fn(&ts_rs::Config) -> String;

/// One command.
#[derive(Clone, Copy)]
pub struct Command {
    /// Its name on the wire.
    pub name: &'static str,
    /// Whether it reads or acts.
    pub kind: Kind,
    /// The right it needs; the use case checks it, this is for lists and menus.
    pub right: Right,
    /// What it shows, or what it makes stale.
    pub topics: &'static [&'static str],
    pub(crate) run: fn(&Arc<Office>, &Session, Value) -> Result<Value>,
    pub(crate) input: TypeName,
    pub(crate) output: TypeName,
    pub(crate) export: [Export; 2],
    pub(crate) declare: [Declare; 2],
}

impl Command {
    /// The TypeScript names of what it takes and gives.
    #[must_use]
    pub fn types(&self) -> (String, String) {
        let config = crate::typescript::config();
        ((self.input)(&config), (self.output)(&config))
    }

    /// The TypeScript declarations of what it takes and gives, and of all that is made of, by name: enough to
    /// write its input by hand.
    #[must_use]
    pub fn declarations(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for declare in self.declare {
            declare(&mut all);
        }
        all
    }
}

fn parsed<I: serde::de::DeserializeOwned>(input: Value) -> Result<I> {
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_path_to_error::deserialize(input).map_err(|e| {
        let path = e.path().to_string();
        let (field, expected) = wanted((path != ".").then_some(path), &e.inner().to_string());
        Error::Refused(Refusal::bad_input(field, cut(&expected)))
    })
}

/// Which field, and what was expected in it, of a parser's words: it begins with what it found, or names the field that is
/// missing inside the path that it has come to.
fn wanted(path: Option<String>, said: &str) -> (String, String) {
    if let Some(name) = said.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        let field = path.map_or_else(|| name.to_owned(), |path| format!("{path}.{name}"));
        return (field, "a value, for it is missing".to_owned());
    }
    let field = path.unwrap_or_else(|| "input".to_owned());
    match said.split_once(", expected ") {
        Some((found, expected)) => {
            let kinds = ["invalid type: ", "invalid value: ", "unknown variant ", "unknown field "];
            let found = kinds.iter().find_map(|kind| found.strip_prefix(kind)).unwrap_or(found);
            (field, format!("{expected}, not {found}"))
        }
        None => (field, said.to_owned()),
    }
}

/// A parser's words, never more than a line: what was sent may be megabytes long.
fn cut(text: &str) -> String {
    let line: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
    if line.len() < text.len() { line + "…" } else { line }
}

fn said<O: serde::Serialize>(output: &O) -> Result<Value> {
    serde_json::to_value(output).map_err(|e| Error::Broke(anyhow::Error::new(e).context("writing an answer")))
}

macro_rules! commands {
    (@kind views) => { Kind::View };
    (@kind acts) => { Kind::Act };
    ($($section:ident { $($name:ident($input:ty) -> $output:ty = $room:ident::$verb:ident, needs $right:ident, topics [$($topic:ident),*];)* })*) => {
        /// Every command, views first.
        pub const COMMANDS: &[Command] = &[$($(Command {
            name: stringify!($name),
            kind: commands!(@kind $section),
            right: Right::$right,
            topics: &[$(stringify!($topic)),*],
            run: |office, who, input| said(&$room::$verb(office, who, parsed::<$input>(input)?)?),
            input: <$input as ts_rs::TS>::name,
            output: <$output as ts_rs::TS>::name,
            export: [crate::typescript::export::<$input>, crate::typescript::export::<$output>],
            declare: [crate::typescript::declare::<$input>, crate::typescript::declare::<$output>],
        },)*)*];
    };
}

commands! {
    views {
        frame(Nothing) -> office::views::Frame = office::frame, needs SeeFrame, topics [office, queue, jobs, people, shifts];
        office(Nothing) -> office::views::OfficeView = office::office, needs SeeFrame, topics [office];
        counters(Nothing) -> Vec<office::views::CounterView> = office::counters, needs SeeFrame, topics [office];
        jobs(Nothing) -> Vec<office::views::JobView> = office::jobs, needs SeeJobs, topics [jobs];
        job(office::views::JobRef) -> office::views::JobView = office::job, needs SeeJobs, topics [jobs];
        check_book(Nothing) -> office::views::CheckReport = office::check_book, needs VerifyAudit, topics [];
        users(Nothing) -> Vec<people::views::UserView> = people::users, needs SeeUsers, topics [people];
        names(Nothing) -> Vec<people::views::PersonName> = people::names, needs SeeAudit, topics [people];
        search(customers::views::Search) -> Vec<customers::views::Hit> = customers::search, needs SeeCustomers, topics [customers];
        customers(customers::views::CustomerList) -> customers::views::CustomerPage = customers::customers, needs SeeCustomers, topics [customers, payments];
        customer_card(customers::views::CustomerRef) -> customers::views::CustomerCard = customers::customer_card, needs SeeCustomers, topics [customers, bills, payments];
        own_card(Nothing) -> customers::views::CustomerCard = customers::own_card, needs SeeOwnCard, topics [customers, bills, payments];
        preview_terms(customers::views::PreviewTerms) -> billing::views::BilledBefore = customers::preview_terms, needs EditCustomers, topics [customers, bills];
        bill(billing::views::BillRef) -> billing::views::BillView = billing::bill, needs SeePapers, topics [bills, payments];
        bills(billing::views::BillList) -> Vec<billing::views::BillView> = billing::bills, needs SeePapers, topics [bills, payments];
        find_bills(billing::views::FindBills) -> Vec<billing::views::BillItem> = billing::find_bills, needs SeeCustomers, topics [bills, payments];
        corrections(billing::views::CorrectionList) -> Vec<billing::views::CorrectionView> = billing::corrections, needs SeeCustomers, topics [bills];
        cycles(Nothing) -> Vec<billing::run_views::CycleView> = billing::cycles, needs SeeCustomers, topics [cycles, customers];
        unbilled_accounts(billing::run_views::UnbilledList) -> billing::run_views::UnbilledPage = billing::unbilled_accounts, needs SeeCustomers, topics [cycles, customers, bills];
        bill_runs(billing::run_views::RunList) -> Vec<billing::run_views::RunView> = billing::bill_runs, needs SeeCustomers, topics [runs, bills];
        run_outliers(billing::run_views::RunRef) -> billing::run_views::RunOutliers = billing::run_outliers, needs SeeCustomers, topics [runs];
        bill_run(billing::run_views::RunRef) -> billing::run_views::RunView = billing::bill_run, needs SeeCustomers, topics [runs];
        preview_bill(billing::run_views::PreviewBill) -> billing::run_views::BillPreview = billing::preview_bill, needs RunBills, topics [bills, customers, payments];
        preview_rebill(billing::run_views::CancelAndRebill) -> billing::run_views::BillPreview = billing::preview_rebill, needs CorrectBills, topics [bills, customers, payments, meters];
        preview_correction(billing::views::PreviewCorrection) -> billing::views::CorrectionPreview = billing::preview_correction, needs SeeCustomers, topics [bills, customers, payments];
        shift(Nothing) -> shifts::views::DrawerView = shifts::shift, needs TakePayments, topics [shifts, payments, office];
        shifts(shifts::views::ShiftList) -> Vec<shifts::views::ShiftView> = shifts::shifts, needs SeeShifts, topics [shifts];
        x_report(shifts::views::ShiftRef) -> shifts::views::ShiftReportView = shifts::x_report, needs SeeFrame, topics [shifts, payments];
        z_report(shifts::views::ZReportRef) -> shifts::views::ShiftReportView = shifts::z_report, needs SeeFrame, topics [shifts];
        cash_of_day(shifts::views::CashOfDay) -> shifts::views::DayCash = shifts::cash_of_day, needs SeeShifts, topics [shifts];
        brought_today(Nothing) -> Vec<shifts::views::BroughtView> = shifts::brought_today, needs SeeShifts, topics [shifts];
        z_reports(shifts::views::ZReportList) -> Vec<shifts::views::ZReportView> = shifts::z_reports, needs SeeFrame, topics [shifts];
        day_state(Nothing) -> office::views::DayState = office::day_state, needs SeeShifts, topics [shifts, payments, office, queue];
        board(Nothing) -> queue::views::Board = queue::board, needs SeeQueue, topics [queue];
        hall(Nothing) -> queue::views::HallBoard = queue::hall, needs SeeQueue, topics [queue];
        in_hand(queue::views::InHandList) -> queue::views::InHand = queue::in_hand, needs SeeQueue, topics [queue];
        preview_payment(payments::views::PreviewPayment) -> payments::views::PaymentPreview = payments::preview_payment, needs TakePayments, topics [customers, bills, payments];
        payments(payments::views::PaymentList) -> payments::views::PaymentPage = payments::payments, needs SeeCustomers, topics [payments];
        payments_of_customer(payments::views::PaymentsOfCustomer) -> payments::views::PaymentPage = payments::payments_of_customer, needs SeePapers, topics [payments];
        payment(payments::views::PaymentRef) -> payments::views::PaymentView = payments::payment, needs SeePapers, topics [payments];
        my_acts(undo::views::MyActsList) -> undo::views::MyActs = undo::my_acts, needs UndoOwn, topics [undo, payments];
        preview_undo(undo::views::StepRef) -> undo::views::UndoPreview = undo::preview_undo, needs UndoOwn, topics [undo, payments, queue, customers];
        preview_redo(undo::views::RedoStep) -> undo::views::UndoPreview = undo::preview_redo, needs UndoOwn, topics [undo, payments, queue, customers];
        preview_pay_out(payments::views::PreviewPayOut) -> payments::views::PayOutPreview = payments::preview_pay_out, needs AskApproval, topics [payments, customers, bills];
        preview_reversal(undo::views::PreviewReversal) -> undo::views::ReversalPreview = undo::preview_reversal, needs AskApproval, topics [undo, payments, customers, bills];
        approvals(approvals::views::ApprovalList) -> approvals::views::ApprovalPage = approvals::approvals, needs SeeApprovals, topics [approvals];
        who_may_allow(Nothing) -> Vec<approvals::views::AtWorkView> = approvals::who_may_allow, needs AskApproval, topics [people, shifts];
        preview_request(approvals::views::ApprovalRef) -> approvals::views::RequestPreview = approvals::preview_request, needs SeeApprovals, topics [approvals, shifts, customers, bills, payments, cheques];
        approval_rules(Nothing) -> approvals::views::ApprovalRules = approvals::approval_rules, needs SeeFrame, topics [approvals, office];
        cheques(cheques::views::ChequeList) -> cheques::views::ChequePage = cheques::cheques, needs SeeCheques, topics [cheques, payments];
        preview_bounce(cheques::views::ChequeRef) -> cheques::views::BouncePreview = cheques::preview_bounce, needs SeeCheques, topics [cheques, payments, bills, customers];
        day_figures(audit::views::DayRef) -> audit::views::Figures = audit::day_figures, needs SeeAudit, topics [payments, audit];
        month_summary(audit::views::MonthRef) -> audit::views::MonthSummary = audit::month_summary, needs SeeAudit, topics [audit];
        month_register(audit::views::MonthRegister) -> audit::views::RegisterPage = audit::month_register, needs SeeAudit, topics [audit];
        audit_rows(audit::views::AuditList) -> audit::views::AuditPage = audit::audit_rows, needs SeeAudit, topics [audit, payments];
        daily_seals(audit::views::SealList) -> audit::views::SealPage = audit::daily_seals, needs SeeAudit, topics [audit];
        report(reports::views::ReportQuery) -> reports::views::ReportView = reports::report, needs SeeReports, topics [payments, bills, queue];
        verify(audit::views::Verify) -> audit::views::VerifyReport = audit::verify, needs VerifyAudit, topics [];
        tariffs(Nothing) -> tariffs::views::TariffList = tariffs::tariffs, needs SeeTariffs, topics [tariffs, customers, office];
        tariff(tariffs::views::TariffRef) -> tariffs::views::TariffView = tariffs::tariff, needs SeeTariffs, topics [tariffs, customers, bills, office];
        quote_tariff(tariffs::views::QuoteTariff) -> tariffs::views::TariffQuote = tariffs::quote_tariff, needs SeeTariffs, topics [tariffs];
        check_tariff(tariffs::views::CheckTariff) -> tariffs::views::TariffReport = tariffs::check_tariff, needs ManageTariffs, topics [tariffs, bills];
        arrears_rule(Nothing) -> arrears::views::ArrearsRule = arrears::arrears_rule, needs SeeArrears, topics [arrears];
        aging(Nothing) -> arrears::views::AgingView = arrears::aging, needs SeeArrears, topics [arrears, bills, payments];
        arrears_list(arrears::views::ArrearsList) -> arrears::views::ArrearsPage = arrears::arrears_list, needs SeeArrears, topics [arrears, bills, payments];
        account_arrears(customers::views::AccountRef) -> arrears::views::AccountArrears = arrears::account_arrears, needs SeeArrears, topics [arrears, bills, payments];
        notices(arrears::views::NoticeList) -> arrears::views::NoticePage = arrears::notices, needs SeeArrears, topics [arrears];
        service_orders(arrears::views::OrderList) -> arrears::views::OrderPage = arrears::service_orders, needs SeeArrears, topics [arrears, payments, customers];
        preview_plan(arrears::views::PreviewPlan) -> arrears::views::PlanPreview = arrears::preview_plan, needs ManageArrears, topics [arrears, bills, payments];
        plans(arrears::views::PlanList) -> arrears::views::PlanPage = arrears::plans, needs SeeArrears, topics [arrears, payments];
        preview_upheld(arrears::views::PreviewUpheld) -> arrears::views::UpheldPreview = arrears::preview_upheld, needs ManageArrears, topics [arrears, bills];
        disputes(arrears::views::DisputeList) -> arrears::views::DisputePage = arrears::disputes, needs SeeArrears, topics [arrears];
        life_line(metering::views::LifeLineOf) -> metering::views::LifeLine = metering::life_line, needs SeeCustomers, topics [meters, customers];
        readings(metering::views::ReadingList) -> Vec<metering::views::ReadingView> = metering::readings, needs SeeCustomers, topics [meters, bills];
        reading_grid(metering::views::GridOf) -> metering::views::GridPage = metering::reading_grid, needs SeeCustomers, topics [meters, customers];
        reading_routes(Nothing) -> Vec<metering::views::ReadingRoute> = metering::reading_routes, needs SeeCustomers, topics [cycles, customers];
        preview_readings(metering::views::PreviewReadings) -> Vec<metering::views::RowVerdict> = metering::preview_readings, needs EnterReadings, topics [meters];
        preview_meter_correction(metering::views::PreviewMeter) -> metering::views::MeterCorrection = metering::preview_meter_correction, needs ManageMeters, topics [meters, bills];
        usage_history(metering::views::UsageOf) -> metering::views::UsageHistory = metering::usage_history, needs SeeCustomers, topics [meters, bills];
        use_cases(metering::views::UseCaseList) -> metering::views::UseCasePage = metering::use_cases, needs SeeCustomers, topics [meters];
        metering_settings(Nothing) -> metering::views::MeteringSettings = metering::metering_settings, needs SeeFrame, topics [office];
        gas_factors(Nothing) -> Vec<billing::run_views::GasFactor> = billing::gas_factors, needs SeeFrame, topics [office];
        preview_import(imports::views::PreviewImport) -> imports::views::ImportPreview = imports::preview_import, needs Import, topics [];
        import_columns(Nothing) -> Vec<imports::views::KeptColumns> = imports::import_columns, needs Import, topics [meters];
    }
    acts {
        save_office(office::views::SaveOffice) -> office::views::OfficeView = office::save_office, needs ManageOffice, topics [office];
        save_counter(office::views::SaveCounter) -> office::views::CounterView = office::save_counter, needs ManageOffice, topics [office];
        close_day(office::views::CloseDay) -> office::views::DayClosed = office::close_day, needs MoveBusinessDay, topics [office, queue, customers, payments, audit, shifts];
        open_shift(shifts::views::OpenShift) -> shifts::views::ShiftView = shifts::open_shift, needs TakePayments, topics [shifts, audit];
        cash_in(shifts::views::MoveCash) -> shifts::views::CashMoved = shifts::cash_in, needs TakePayments, topics [shifts, audit];
        cash_out(shifts::views::MoveCash) -> shifts::views::CashMoved = shifts::cash_out, needs TakePayments, topics [shifts, audit];
        drop_cash(shifts::views::DropCash) -> shifts::views::CashMoved = shifts::drop_cash, needs TakePayments, topics [shifts, audit];
        offer_change(shifts::views::OfferChange) -> shifts::views::CashMoved = shifts::offer_change, needs TakePayments, topics [shifts, audit];
        accept_change(shifts::views::AnswerChange) -> shifts::views::CashMoved = shifts::accept_change, needs TakePayments, topics [shifts, audit];
        count_shift(shifts::views::CountShift) -> shifts::views::CountView = shifts::count_shift, needs TakePayments, topics [shifts, audit, undo];
        close_shift(shifts::views::CloseShift) -> shifts::views::ShiftEnded = shifts::close_shift, needs TakePayments, topics [shifts, audit, undo, approvals];
        accept_hand_over(shifts::views::AcceptHandOver) -> shifts::views::ShiftEnded = shifts::accept_hand_over, needs TakePayments, topics [shifts, audit, undo];
        count_safe(shifts::views::CountSafe) -> shifts::views::SafeView = shifts::count_safe, needs BankCash, topics [shifts, audit];
        explain_safe(shifts::views::ExplainSafe) -> shifts::views::SafeView = shifts::explain_safe, needs BankCash, topics [shifts, audit];
        make_deposit_slip(shifts::views::MakeDepositSlip) -> shifts::views::DepositView = shifts::make_deposit_slip, needs BankCash, topics [shifts, audit];
        cancel_job(office::views::JobRef) -> office::views::JobView = office::cancel_job, needs SeeJobs, topics [jobs];
        change_password(people::views::ChangePassword) -> Nothing = people::change_password, needs SeeFrame, topics [people];
        show_recovery_key(people::views::ShowRecoveryKey) -> people::views::RecoveryKey = people::show_recovery_key, needs ManageOffice, topics [audit];
        save_user(people::views::SaveUser) -> people::views::UserView = people::save_user, needs ManageUsers, topics [people];
        save_customer(customers::views::SaveCustomer) -> customers::views::CustomerCard = customers::save_customer, needs EditCustomers, topics [customers, undo, queue];
        save_property(customers::views::SaveProperty) -> customers::views::CustomerCard = customers::save_property, needs EditCustomers, topics [customers, undo];
        save_account(customers::views::SaveAccount) -> customers::views::CustomerCard = customers::save_account, needs EditCustomers, topics [customers, undo];
        switch_account(customers::views::SwitchAccount) -> customers::views::CustomerCard = customers::switch_account, needs SwitchService, topics [customers, queue, undo, arrears];
        take_ticket(queue::views::TakeTicket) -> queue::views::TicketView = queue::take_ticket, needs ServeQueue, topics [queue, undo];
        call_next(Nothing) -> queue::views::TicketView = queue::call_next, needs ServeQueue, topics [queue];
        call_ticket(queue::views::TicketRef) -> queue::views::TicketView = queue::call_ticket, needs ServeQueue, topics [queue];
        hold_ticket(queue::views::TicketRef) -> queue::views::TicketView = queue::hold_ticket, needs ServeQueue, topics [queue, undo];
        finish_ticket(queue::views::TicketRef) -> queue::views::TicketView = queue::finish_ticket, needs ServeQueue, topics [queue, undo];
        no_show(queue::views::TicketRef) -> queue::views::TicketView = queue::no_show, needs ServeQueue, topics [queue, undo];
        cancel_ticket(queue::views::CancelTicket) -> queue::views::TicketView = queue::cancel_ticket, needs ServeQueue, topics [queue, undo];
        retry_dead_letter(queue::views::RetryTicket) -> queue::views::TicketView = queue::retry_dead_letter, needs ProcessQueue, topics [queue];
        retry_dead_letters(queue::views::RetryLetters) -> queue::views::LettersRetried = queue::retry_dead_letters, needs ProcessQueue, topics [queue];
        process_queue(Nothing) -> office::views::JobView = queue::process_queue, needs ProcessQueue, topics [jobs, queue, payments, customers, bills, audit, arrears, cheques];
        take_payment(payments::views::TakePayment) -> payments::views::PaymentTaken = payments::take_payment, needs TakePayments, topics [payments, customers, bills, queue, undo, audit, arrears, cheques];
        undo(undo::views::Undo) -> undo::views::Undone = undo::undo, needs UndoOwn, topics [payments, customers, bills, meters, cycles, queue, undo, audit, arrears, cheques];
        redo(undo::views::Redo) -> undo::views::Undone = undo::redo, needs UndoOwn, topics [payments, customers, bills, meters, cycles, queue, undo, audit, arrears, cheques];
        ask_approval(approvals::views::AskApproval) -> approvals::views::AskOutcome = approvals::ask_approval, needs AskApproval, topics [approvals, payments, customers, bills, queue, undo, audit, arrears, runs, meters, cheques, shifts];
        decide_approval(approvals::views::DecideApproval) -> approvals::views::AskOutcome = approvals::decide_approval, needs TakeSecondLook, topics [approvals, payments, customers, bills, queue, undo, audit, arrears, runs, meters, cheques, shifts];
        withdraw_approval(approvals::views::WithdrawApproval) -> Nothing = approvals::withdraw_approval, needs AskApproval, topics [approvals, undo, shifts];
        save_approval_rules(approvals::views::SaveApprovalRules) -> approvals::views::ApprovalRules = approvals::save_approval_rules, needs ManageOffice, topics [approvals, cheques, undo];
        set_pin(people::views::SetPin) -> Nothing = people::set_pin, needs Approve, topics [people];
        deposit_cheques(cheques::views::ChequesAct) -> cheques::views::ChequeSlipView = cheques::deposit_cheques, needs DepositCheques, topics [cheques, undo, audit];
        realise_cheques(cheques::views::ChequesAct) -> Nothing = cheques::realise_cheques, needs DepositCheques, topics [cheques, undo, audit];
        unrealise_cheques(cheques::views::ChequesAct) -> Nothing = cheques::unrealise_cheques, needs DepositCheques, topics [cheques, undo, audit];
        take_slip_back(cheques::views::TakeSlipBack) -> cheques::views::ChequeSlipView = cheques::take_slip_back, needs BankCash, topics [cheques, shifts, audit];
        bounce_cheque(cheques::views::BounceCheque) -> cheques::views::Bounced = cheques::bounce_cheque, needs BounceCheques, topics [cheques, payments, customers, bills, queue, undo, audit, arrears];
        set_cash_only(cheques::views::SetCashOnly) -> Nothing = cheques::set_cash_only, needs BounceCheques, topics [customers, cheques];
        install_meter(metering::views::InstallMeter) -> metering::views::LifeLine = metering::install_meter, needs ManageMeters, topics [meters, customers, undo];
        exchange_meter(metering::views::ExchangeMeter) -> metering::views::LifeLine = metering::exchange_meter, needs ManageMeters, topics [meters, customers, undo];
        remove_meter(metering::views::RemoveMeter) -> metering::views::LifeLine = metering::remove_meter, needs ManageMeters, topics [meters, customers, undo];
        correct_meter(metering::views::CorrectMeter) -> metering::views::MeterCorrected = metering::correct_meter, needs ManageMeters, topics [meters, customers, bills, audit, undo];
        enter_readings(metering::views::EnterReadings) -> metering::views::EnteredReadings = metering::enter_readings, needs EnterReadings, topics [meters, undo];
        replace_reading(metering::views::ReplaceReading) -> metering::views::RowVerdict = metering::replace_reading, needs EnterReadings, topics [meters, undo];
        estimate_readings(metering::views::EstimateReadings) -> office::views::JobView = metering::estimate_readings, needs EnterReadings, topics [jobs, meters, undo];
        advance_case(metering::views::MoveUseCase) -> metering::views::UseCaseView = metering::advance_case, needs ManageMeters, topics [meters];
        close_case(metering::views::MoveUseCase) -> metering::views::UseCaseView = metering::close_case, needs ManageMeters, topics [meters];
        save_metering_settings(metering::views::SaveMeteringSettings) -> metering::views::MeteringSettings = metering::save_metering_settings, needs ManageOffice, topics [office];
        save_gas_factor(billing::run_views::SaveGasFactor) -> Vec<billing::run_views::GasFactor> = billing::save_gas_factor, needs ManageOffice, topics [office, bills];
        withdraw_gas_factor(billing::run_views::WithdrawGasFactor) -> Vec<billing::run_views::GasFactor> = billing::withdraw_gas_factor, needs ManageOffice, topics [office, bills];
        export_day(audit::views::ExportDay) -> audit::views::Exported = audit::export_day, needs ExportAudit, topics [audit];
        export_month(audit::views::ExportMonth) -> office::views::JobView = audit::export_month, needs ExportAudit, topics [audit, jobs];
        export_pack(audit::views::ExportPack) -> office::views::JobView = audit::export_pack, needs ExportAudit, topics [jobs, audit];
        save_arrears_rule(arrears::views::SaveArrearsRule) -> arrears::views::ArrearsRule = arrears::save_arrears_rule, needs ManageOffice, topics [arrears, customers];
        preview_arrears_run(Nothing) -> office::views::JobView = arrears::preview_arrears_run, needs SeeArrears, topics [jobs];
        run_arrears(Nothing) -> office::views::JobView = arrears::run_arrears, needs ManageArrears, topics [jobs, arrears, bills, customers, queue, audit];
        work_order(arrears::views::WorkOrder) -> arrears::views::OrderWorked = arrears::work_order, needs WorkOrders, topics [arrears, customers, bills, queue, meters];
        order_reconnection(arrears::views::OrderReconnection) -> Nothing = arrears::order_reconnection, needs ManageArrears, topics [arrears, customers];
        stop_reconnection(arrears::views::StopReconnection) -> Nothing = arrears::stop_reconnection, needs ManageArrears, topics [arrears, customers];
        make_plan(arrears::views::MakePlan) -> arrears::views::PlanView = arrears::make_plan, needs ManageArrears, topics [arrears, customers, queue];
        cancel_plan(arrears::views::CancelPlan) -> arrears::views::PlanView = arrears::cancel_plan, needs ManageArrears, topics [arrears, customers];
        open_dispute(arrears::views::OpenDispute) -> arrears::views::DisputeView = arrears::open_dispute, needs ManageArrears, topics [arrears, customers, bills, queue];
        decide_dispute(arrears::views::DecideDispute) -> arrears::views::DisputeView = arrears::decide_dispute, needs ManageArrears, topics [arrears, customers, bills, queue];
        write_papers_again(documents::views::PapersAgain) -> documents::views::WrittenAgain = documents::write_papers_again, needs ManageOffice, topics [office, audit];
        write_again(Nothing) -> Nothing = documents::write_again, needs Reprint, topics [office, audit];
        hand_out(documents::views::HandOut) -> documents::views::HandedOut = documents::hand_out, needs SeePapers, topics [payments, audit];
        import_tariff(tariffs::views::ImportTariff) -> tariffs::views::TariffReport = tariffs::import_tariff, needs ManageTariffs, topics [tariffs, audit];
        save_tariff_version(tariffs::views::SaveTariffVersion) -> tariffs::views::TariffReport = tariffs::save_tariff_version, needs ManageTariffs, topics [tariffs, audit];
        retire_tariff(tariffs::views::RetireTariff) -> tariffs::views::TariffView = tariffs::retire_tariff, needs ManageTariffs, topics [tariffs, audit];
        simulate_tariff(tariffs::views::SimulateTariff) -> office::views::JobView = tariffs::simulate_tariff, needs SeeTariffs, topics [jobs];
        issue_bill(billing::run_views::IssueBill) -> billing::views::BillView = billing::issue_bill, needs RunBills, topics [bills, customers, queue, audit];
        save_cycle(billing::run_views::SaveCycle) -> billing::run_views::CycleView = billing::save_cycle, needs RunBills, topics [cycles];
        put_in_cycle(billing::run_views::PutInCycle) -> billing::run_views::InCycle = billing::put_in_cycle, needs EditCustomers, topics [cycles, customers, audit, undo];
        preview_bill_run(billing::run_views::RunOrder) -> office::views::JobView = billing::preview_bill_run, needs RunBills, topics [jobs];
        post_bill_run(billing::run_views::RunOrder) -> office::views::JobView = billing::post_bill_run, needs RunBills, topics [jobs, runs, bills, customers, queue, audit, arrears];
        cancel_bill_run(billing::run_views::CancelRun) -> office::views::JobView = billing::cancel_bill_run, needs RunBills, topics [jobs, runs, bills, customers, queue, audit, arrears];
        cancel_bill(billing::views::CancelBill) -> billing::views::CorrectionView = billing::cancel_bill, needs CorrectBills, topics [bills, customers, queue, runs, audit, arrears];
        cancel_and_rebill(billing::run_views::CancelAndRebill) -> billing::run_views::Rebilled = billing::cancel_and_rebill, needs CorrectBills, topics [bills, customers, queue, runs, audit, meters, arrears];
        give_credit_note(billing::views::GiveCreditNote) -> billing::views::CorrectionView = billing::give_credit_note, needs CorrectBills, topics [bills, customers, queue, runs, audit, arrears];
        give_debit_note(billing::views::GiveDebitNote) -> billing::views::BillView = billing::give_debit_note, needs CorrectBills, topics [bills, customers, queue, audit];
        write_off(billing::views::WriteOff) -> billing::views::CorrectionView = billing::write_off, needs WriteOff, topics [bills, customers, queue, runs, audit];
        charge_fee(billing::views::ChargeFee) -> billing::views::BillView = billing::charge_fee, needs ChargeFees, topics [bills, customers, queue, audit];
        export_bill_batch(documents::views::ExportBatch) -> office::views::JobView = documents::export_bill_batch, needs RunBills, topics [jobs];
        export_notice_batch(documents::views::ExportNotices) -> office::views::JobView = documents::export_notice_batch, needs SeeArrears, topics [jobs];
        start_import(imports::views::StartImport) -> office::views::JobView = imports::start_import, needs Import, topics [jobs, customers, bills, meters, cycles, queue, audit, arrears];
        forget_import_columns(imports::views::ForgetColumns) -> Nothing = imports::forget_import_columns, needs Import, topics [meters, audit];
    }
}

/// The command of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_that_cannot_be_read_names_the_field_and_what_was_expected_in_it() {
        let read = |input: Value| match parsed::<payments::views::TakePayment>(input) {
            Err(Error::Refused(refusal)) => refusal.to_string(),
            other => panic!("{other:?}"),
        };
        let order = serde_json::json!({
            "request_id": "0193a5d2-7c1e-7b7a-9a43-5b1f0e6d2c11", "accounts": [], "pay": 1, "tenders": [], "use_credit": false
        });
        let with = |field: &str, value: Value| {
            let mut order = order.clone();
            order[field] = value;
            read(order)
        };
        assert_eq!(read(serde_json::json!({})), "request_id: expected a value, for it is missing");
        assert_eq!(
            with("accounts", serde_json::json!([{ "account": 4 }])),
            "accounts[0].version: expected a value, for it is missing"
        );
        assert_eq!(
            with("use_credit", serde_json::json!("yes")),
            "use_credit: expected a boolean, not string \"yes\""
        );
        assert!(with("tenders", serde_json::json!([{ "method": "gold" }])).ends_with(", not `gold`"));
    }

    #[test]
    fn every_name_that_a_commands_types_speak_of_is_declared() {
        for command in COMMANDS {
            let types = command.declarations();
            let text = types.values().cloned().collect::<Vec<_>>().join("\n");
            let (input, output) = command.types();
            let named = format!("{input} {output} {}", without_comments(&text));
            let words =
                named.split(|c: char| !c.is_alphanumeric()).filter(|w| w.starts_with(char::is_uppercase));
            for word in words.filter(|w| !["Array", "Record"].contains(w)) {
                assert!(types.contains_key(word), "{}: {word} is not declared", command.name);
            }
        }
        let types = find("take_payment").unwrap().declarations();
        assert!(types["TenderInput"].contains("method: Method"), "{types:?}");
        assert!(types["Method"].contains("\"cheque\""));
    }

    #[test]
    fn every_act_that_changes_a_rule_or_a_bill_stands_in_the_override_register_and_nothing_that_is_no_act() {
        use std::collections::BTreeSet;
        let acts: BTreeSet<&str> = COMMANDS.iter().filter(|c| c.kind == Kind::Act).map(|c| c.name).collect();
        let listed: BTreeSet<&str> = audit::OVERRIDING.iter().map(|(act, _)| *act).collect();
        assert_eq!(listed.len(), audit::OVERRIDING.len(), "each once");
        assert_eq!(
            listed.difference(&acts).collect::<Vec<_>>(),
            Vec::<&&str>::new(),
            "acts that exist nowhere"
        );
        let by_rule = |right: Right| {
            use Right as R;
            matches!(
                right,
                R::ManageOffice | R::ManageUsers | R::ManageTariffs | R::CorrectBills | R::WriteOff
            )
        };
        let must: BTreeSet<&str> =
            COMMANDS.iter().filter(|c| c.kind == Kind::Act && by_rule(c.right)).map(|c| c.name).collect();
        assert_eq!(
            must.difference(&listed).collect::<Vec<_>>(),
            Vec::<&&str>::new(),
            "acts that no auditor is told of"
        );
        // Rules that another right changes.
        for act in ["save_cycle", "set_cash_only", "call_ticket"] {
            assert!(listed.contains(act), "{act}");
        }
    }

    #[test]
    fn an_officials_acts_are_copies_trials_their_own_password_and_the_second_look() {
        let official = foil_domain::people::Role::Official;
        let acts = COMMANDS.iter().filter(|c| c.kind == Kind::Act && official.may(c.right));
        let acts: Vec<&str> = acts.map(|command| command.name).collect();
        assert_eq!(
            acts,
            [
                "cancel_job",
                "change_password",
                "decide_approval",
                "export_day",
                "export_month",
                "export_pack",
                "preview_arrears_run",
                "hand_out",
                "simulate_tariff",
                "export_notice_batch",
            ],
            "the settings say that an official changes nothing else"
        );
    }

    fn without_comments(text: &str) -> String {
        let parts = text.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest));
        let text: String = parts.collect();
        // Words in quotes are values, no types.
        text.split('"').step_by(2).collect()
    }

    #[test]
    fn names_are_unique_and_a_parser_error_names_the_field() {
        let mut names: Vec<_> = COMMANDS.iter().map(|c| c.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COMMANDS.len());
        let wrong = serde_json::json!({ "customer": "one" });
        let refused = parsed::<customers::views::CustomerRef>(wrong).unwrap_err();
        assert!(refused.to_string().starts_with("customer: expected"), "{refused}");
    }
}
