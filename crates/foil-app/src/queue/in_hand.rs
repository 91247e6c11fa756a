//! Requests whose money is in hand: drop-box envelopes and lines of bank files.
//!
//! A worker processes them in the queue's own order. What is the request's own fault (an unknown or
//! closed account, a wrong reference) is a dead letter at once; what is ours or passing is tried
//! again, each time later, and becomes a dead letter after five tries. A person works those off. While
//! a bill run is taken back, what is for its accounts is put off, all of it in one act, as often as that takes.

use super::acts::{in_state, seen};
use super::dead_letters::look_for_dead_letters;
use super::line::{as_waiting, rules, shown};
use super::views::{
    DeadProblem, InHand, InHandList, LettersRetried, QueueReport, RetryLetters, RetryTicket, TicketView,
};
use crate::office::jobs::{Event, Progress, guarded};
use crate::office::views::JobView;
use crate::office::{Act, Bell, Order, input_hash};
use crate::payments::views::{SeenAccount, TenderInput};
use crate::payments::{PayOrder, pay};
use crate::{Nothing, Office, Session};
use anyhow::Context;
use foil_domain::cheques::WhichPaper;
use foil_domain::customers::ByLaw;
use foil_domain::ids::{AccountId, TicketId};
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::people::Right;
use foil_domain::queue::{HINDERED_WAIT_SECS, Source, TicketKind, TicketState, call_order, retry_after_secs};
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::text::{Note, fold, fold_number};
use foil_domain::time::Day;
use foil_store::Tx;
use foil_store::in_hand::{self as rows, NamedRow};
use foil_store::payments::PaymentRow;
use foil_store::tickets::{self, NewTicket, TicketRow};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// Requests the worker orders at a time; the next round sees what has come since.
const ROUND: i64 = 5_000;

/// A request as a file brings it.
#[derive(Debug, Clone)]
pub(crate) struct InHandRow {
    /// Drop box or bank file.
    pub source: Source,
    /// What tells it from every other of its source.
    pub reference: String,
    /// The account, when it was found.
    pub account: Option<AccountId>,
    /// The account's number as the file has it.
    pub account_text: String,
    /// How much, above zero.
    pub amount: Money,
    /// How it was paid.
    pub method: Method,
    /// The bank of a cheque.
    pub bank: String,
    /// Whose cheque it is; empty where the file does not say.
    pub drawer: String,
    /// The day on which it was paid at the bank or in the drop box, where the file says so.
    pub paid_on: Option<Day>,
}

/// What became of a request from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intake {
    /// It is new.
    Created,
    /// It was there already.
    Known,
}

/// Takes a request in; the same source and reference twice is one request. One whose account is
/// unknown is a dead letter from the start: its money is here all the same.
pub(crate) fn intake(act: &Act<'_>, row: &InHandRow) -> Result<Intake> {
    if tickets::by_reference(act.tx, row.source, &row.reference)?.is_some() {
        return Ok(Intake::Known);
    }
    let account = match row.account {
        Some(id) => foil_store::customers::account(act.tx, id)?,
        None => None,
    };
    let number = tickets::next_number(act.tx, 'M', act.today())?;
    let unknown = Refusal::not_found("account", &row.account_text);
    let problem = if account.is_none() { (unknown.code(), unknown.to_string()) } else { ("", String::new()) };
    let note = note_of(row);
    let new = NewTicket {
        on: act.today(),
        number: &number,
        kind: TicketKind::Payment,
        source: row.source,
        state: if account.is_some() { TicketState::Waiting } else { TicketState::Dead },
        by_law: ByLaw::None,
        note: &note,
        account_text: &row.account_text,
        customer: account.as_ref().map(|a| a.customer_id),
        arrived_at: act.now,
        money: Some(row.amount),
        method: Some(row.method),
        reference: &row.reference,
        bank: &row.bank,
        drawer: &row.drawer,
        paid_on: row.paid_on,
        problem: (problem.0, &problem.1),
    };
    let accounts: Vec<AccountId> = account.iter().map(|a| a.id).collect();
    let state = new.state;
    let id = tickets::insert(act.tx, &new, &accounts)?;
    say_in_hand(act, id, (state, state))?;
    Ok(Intake::Created)
}

/// Says in the row of the running act how a request with money in hand stands that is, or was, a dead letter or
/// cancelled: it is one's word where that money is, so what the book lists of it is held against the log.
pub(crate) fn say_in_hand(
    act: &Act<'_>,
    id: TicketId,
    (before, after): (TicketState, TicketState),
) -> Result<()> {
    let told = |state| matches!(state, TicketState::Dead | TicketState::Cancelled);
    if !told(before) && !told(after) {
        return Ok(());
    }
    let Some(t) = tickets::find(act.tx, id)?.filter(|t| t.source.money_in_hand()) else { return Ok(()) };
    let who = t.person_id.filter(|_| t.state == TicketState::Cancelled);
    let who = who.map(|id| foil_store::people::find(act.tx, id)).transpose()?.flatten();
    let detail = match t.state {
        TicketState::Cancelled => {
            let parts = [t.reference.as_str(), t.note.as_str()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
        _ => t.problem,
    };
    act.made(json!({
        "paper": "in_hand", "number": id.to_string(), "version": t.version, "ticket": t.number, "state": t.state,
        "who": who.map(|person| person.login).unwrap_or_default(), "amount_minor": t.money_minor,
        "detail_sha256": hex::encode(Sha256::digest(detail.as_bytes())),
    }));
    Ok(())
}

const FOR_ACCOUNT: &str = "for account ";

/// How the remark of a request goes on where its file said when it was paid.
const PAID_ON: &str = "; paid on ";

/// The remark of a request: the account as its file named it, which stays known when a person puts the
/// money on another one, and what else the file said.
fn note_of(row: &InHandRow) -> String {
    let more = row.paid_on.map(|on| format!("{PAID_ON}{on}")).unwrap_or_default();
    format!("{FOR_ACCOUNT}{}{more}", row.account_text)
}

/// The account as the file of a request named it, whole; empty where none did. Of requests from before it was kept by itself, it
/// is in their remark, before what else the file said: on which day it was paid.
fn named_account(tx: &Tx<'_>, ticket: &TicketRow) -> Result<String> {
    let kept = tickets::account_text(tx, ticket.id)?;
    Ok(if kept.is_empty() { named_in(&ticket.note).to_owned() } else { kept })
}

fn named_in(note: &str) -> &str {
    let named = note.strip_prefix(FOR_ACCOUNT).unwrap_or_default();
    match named.rsplit_once(PAID_ON) {
        Some((account, day)) if Day::parse(day).is_ok() => account,
        _ => named,
    }
}

/// What a request that is there already has otherwise than a row with its reference; `None` when the row
/// is that request once more. Two cheques of two banks may bear one number: both are money.
pub(crate) fn other_than(tx: &Tx<'_>, known: &TicketRow, row: &InHandRow) -> Result<Option<&'static str>> {
    if known.money_minor != Some(row.amount) {
        return Ok(Some("amount"));
    }
    if known.method != Some(row.method) || fold(&known.bank) != fold(&row.bank) {
        return Ok(Some("bank or method"));
    }
    let drawer = tickets::drawer(tx, known.id)?;
    if !drawer.is_empty() && !row.drawer.is_empty() && fold(&drawer) != fold(&row.drawer) {
        return Ok(Some("drawer"));
    }
    let named = Some(named_account(tx, known)?).filter(|named| !named.is_empty());
    let same = match named {
        Some(named) => fold_number(&named) == fold_number(&row.account_text),
        // Those of before had no such remark.
        None => match row.account {
            Some(id) => tickets::accounts(tx, known.id)?.contains(&id),
            None => true,
        },
    };
    Ok((!same).then_some("account"))
}

/// Rows a page at most.
const MOST: i64 = 500;

/// The dead letters, and what waits for the worker.
pub fn in_hand(office: &Arc<Office>, who: &Session, input: InHandList) -> Result<InHand> {
    let now = office.now();
    office.view(who, Right::SeeQueue, |tx, row| {
        let limit = input.limit.unwrap_or(MOST).clamp(1, MOST);
        let (dead, waiting) = page(tx, input.after, limit)?;
        let show = |rows: Vec<NamedRow>| -> Result<Vec<TicketView>> {
            let mut views = Vec::new();
            for named in rows {
                // Read on the same view of the book, so it is there.
                if let Some(ticket) = tickets::find(tx, named.id)? {
                    views.push(shown(tx, ticket, row, now)?);
                }
            }
            Ok(views)
        };
        let count = |state| tickets::count(tx, state, true);
        Ok(InHand {
            waiting: show(waiting)?,
            dead: show(dead)?,
            waiting_total: count(TicketState::Waiting)? + count(TicketState::Failed)?,
            dead_total: count(TicketState::Dead)?,
            problems: match input.after {
                Some(_) => Vec::new(),
                None => rows::problems(tx)?.into_iter().map(of_one_problem).collect(),
            },
        })
    })
}

fn of_one_problem(row: rows::ProblemRow) -> DeadProblem {
    let rows::ProblemRow { code, letters, amount, newest } = row;
    DeadProblem { problem: code, letters, amount, newest }
}

/// The page after a request: the rest of the dead letters, then those that wait. The request may have gone
/// the one way or the other since the page before; what it is now says where the list goes on.
fn page(tx: &Tx<'_>, after: Option<TicketId>, limit: i64) -> Result<(Vec<NamedRow>, Vec<NamedRow>)> {
    let last = match after {
        Some(id) => tickets::find(tx, id)?.map(|t| (t.id, t.state == TicketState::Dead)),
        None => None,
    };
    let (dead, begins) = match last {
        None => (rows::dead(tx, TicketId(i64::MAX), limit)?, TicketId(0)),
        Some((id, true)) => (rows::dead(tx, id, limit)?, TicketId(0)),
        Some((id, false)) => (Vec::new(), id),
    };
    let room = limit - i64::try_from(dead.len()).unwrap_or(limit);
    let waiting = if room > 0 { rows::waiting(tx, begins, room)? } else { Vec::new() };
    Ok((dead, waiting))
}

/// Puts a dead letter back to the worker, onto another account if one is given.
pub fn retry_dead_letter(office: &Arc<Office>, who: &Session, input: RetryTicket) -> Result<TicketView> {
    office.perform(who, Order::new("retry_dead_letter", Right::ProcessQueue), move |act| {
        let ticket = seen(act.tx, input.ticket, input.version)?;
        in_state(&ticket, &[TicketState::Dead])?;
        let mut said = json!({ "ticket": ticket.number, "id": ticket.id, "account": input.account });
        if let Some(id) = input.account {
            let account = foil_store::customers::account(act.tx, id)?;
            let account = account.ok_or_else(|| Refusal::not_found("account", id))?;
            let same = tickets::accounts(act.tx, ticket.id)?.contains(&id);
            let named = named_account(act.tx, &ticket)?;
            tickets::set_account(act.tx, ticket.id, id, account.customer_id)?;
            // Where found money goes is one person's word: an auditor sees what was written on it, and whose it became.
            if !same && fold_number(&named) != fold_number(&account.number) {
                said["from"] = json!(named);
                said["to"] = json!(account.number);
                said["amount_minor"] = json!(ticket.money_minor);
            }
        }
        tickets::tried(act.tx, ticket.id, TicketState::Waiting, 0, None, ("", ""))?;
        say_in_hand(act, ticket.id, (ticket.state, TicketState::Waiting))?;
        act.changed(said);
        let after =
            tickets::find(act.tx, ticket.id)?.ok_or_else(|| Refusal::not_found("ticket", ticket.id))?;
        shown(act.tx, after, act.office, act.now)
    })
}

/// Dead letters that one act puts back.
const TOGETHER: usize = 200;

/// Puts the dead letters of one problem back to the worker, up to the newest that was shown, so none that came into the book since; one
/// that came before and died of it meanwhile goes with them: some hundred in an act, then those
/// after the last that was looked at. One whose account was not in the book looks for it once more by the number that its
/// file named; while there is none it stays as it is, for it would die of the same.
///
/// Refuses letters of no problem, which a person has put back: these are looked at one by one; and where there is none to begin
/// with.
pub fn retry_dead_letters(
    office: &Arc<Office>,
    who: &Session,
    input: RetryLetters,
) -> Result<LettersRetried> {
    let is_code = |text: &str| text.len() <= 60 && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if input.problem.is_empty() || !is_code(&input.problem) {
        return Err(Refusal::bad_input("problem", "a problem that the letters share").into());
    }
    let hash = input_hash(&input)?;
    let request = input.request_id.clone();
    let order =
        Order { request: Some((&request, &hash)), ..Order::new("retry_dead_letters", Right::ProcessQueue) };
    office.perform(who, order, move |act| retried_together(act, &input))
}

fn retried_together(act: &mut Act<'_>, input: &RetryLetters) -> Result<LettersRetried> {
    let before = input.after.unwrap_or(TicketId(input.newest.0.saturating_add(1)));
    let most = i64::try_from(TOGETHER + 1).unwrap_or(i64::MAX);
    let mut some = rows::dead_of(act.tx, &input.problem, before, most)?;
    // Somebody else may have put back what was left on a later page.
    if some.is_empty() && input.after.is_none() {
        return Err(Refusal::not_found("dead letter of the problem", &input.problem).into());
    }
    let more = some.len() > TOGETHER;
    some.truncate(TOGETHER);
    let (mut numbers, mut amount, mut left) = (Vec::new(), Money::ZERO, 0);
    for letter in &some {
        let ticket =
            tickets::find(act.tx, letter.id)?.ok_or_else(|| Refusal::not_found("ticket", letter.id))?;
        if !has_account(act, &ticket)? {
            left += 1;
            continue;
        }
        tickets::tried(act.tx, ticket.id, TicketState::Waiting, 0, None, ("", ""))?;
        say_in_hand(act, ticket.id, (ticket.state, TicketState::Waiting))?;
        amount = amount.plus(ticket.money_minor.unwrap_or(Money::ZERO)).ok_or(Refusal::TooMuch)?;
        numbers.push(ticket.number);
    }
    let retried = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
    act.changed(
        json!({ "problem": input.problem, "tickets": numbers, "amount_minor": amount, "unchanged": left }),
    );
    Ok(LettersRetried { retried, left, after: some.last().filter(|_| more).map(|last| last.id) })
}

/// Whether a request is for an account, by now: one whose file came before its account may find it.
fn has_account(act: &Act<'_>, ticket: &TicketRow) -> Result<bool> {
    if !tickets::accounts(act.tx, ticket.id)?.is_empty() {
        return Ok(true);
    }
    let named = named_account(act.tx, ticket)?;
    // What stands in an older remark behind a semicolon may be of the account's own text or not: nobody's money goes by a guess.
    let unsure = named.contains(';') && tickets::account_text(act.tx, ticket.id)?.is_empty();
    let account = match named.as_str() {
        "" => None,
        _ if unsure => None,
        named => foil_store::customers::account_by_number(act.tx, named)?,
    };
    if let Some(account) = &account {
        tickets::set_account(act.tx, ticket.id, account.id, account.customer_id)?;
    }
    Ok(account.is_some())
}

/// Starts the worker as a job.
pub fn process_queue(office: &Arc<Office>, who: &Session, _: Nothing) -> Result<JobView> {
    office.start_job(who, "process_queue", Right::ProcessQueue, "", |office, progress| {
        let report = run_queue(office, progress)?;
        Ok(serde_json::to_value(report).map_err(anyhow::Error::new)?)
    })
}

/// Works every request that is due, in the queue's order, until none is left.
pub fn run_queue(office: &Arc<Office>, progress: &Progress) -> Result<QueueReport> {
    let mut report = QueueReport::default();
    loop {
        let round = round(office)?;
        if round.is_empty() {
            return Ok(report);
        }
        progress.set_total(report.worked + i64::try_from(round.len()).unwrap_or(0));
        let mut hindered = Vec::new();
        for id in round {
            progress.go_on()?;
            hindered.extend(work(office, id, &mut report)?);
            report.worked += 1;
            progress.set_done(report.worked);
        }
        put_off(office, hindered, &mut report)?;
        office.jobs.tell(Event::Changed(&["queue", "payments", "customers", "bills"]));
    }
}

/// Tries again what earlier runs left to be tried again and what is due by now. What was not tried yet
/// waits for somebody to start the worker. `go_on` is asked before each: what is left waits for the next time.
pub fn retry_due(office: &Arc<Office>, go_on: impl Fn() -> bool) -> Result<QueueReport> {
    let mut report = QueueReport::default();
    let now = office.now();
    let due = office.book.read(|tx| tickets::to_try_again(tx, now, ROUND))?;
    let mut hindered = Vec::new();
    for ticket in due.iter().take_while(|_| go_on()) {
        hindered.extend(work(office, ticket.id, &mut report)?);
        report.worked += 1;
    }
    put_off(office, hindered, &mut report)?;
    if report.worked > 0 {
        office.jobs.tell(Event::Changed(&["queue", "payments", "customers", "bills"]));
    }
    Ok(report)
}

/// How often the retrying thread looks: a minute and a half passes before the third try anyway.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The thread that tries failed requests again when their time has come, and hears of the dead letters that
/// another program made. Dropping it lets the try that
/// runs end, then stops.
pub struct RetryWorker {
    stop: Arc<AtomicBool>,
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Office {
    /// Starts the thread that tries failed requests again, and looks what other programs have left behind, until the
    /// office is dropped, or the worker is.
    pub fn start_retry_worker(self: &Arc<Self>) -> Result<RetryWorker> {
        let (stop, bell) = (Arc::new(AtomicBool::new(false)), Arc::new(Bell::default()));
        let (seen, rung, office) = (stop.clone(), bell.clone(), Arc::downgrade(self));
        let thread = std::thread::Builder::new().name("retries".into()).spawn(move || {
            while !seen.load(Ordering::Relaxed) {
                let Some(office) = office.upgrade() else { return };
                if let Err(error) = guarded(|| retry_due(&office, || !seen.load(Ordering::Relaxed))) {
                    tracing::warn!("failed requests cannot be tried again: {error:#}");
                }
                if let Err(error) = guarded(|| look_for_dead_letters(&office)) {
                    tracing::warn!("dead letters cannot be looked for: {error:#}");
                }
                if let Err(error) = guarded(|| office.look_for_left_jobs()) {
                    tracing::warn!("jobs that were left cannot be looked for: {error:#}");
                }
                drop(office);
                rung.wait(LOOK_EVERY);
            }
        });
        let thread = thread.context("starting the retrying thread")?;
        Ok(RetryWorker { stop, bell, thread: Some(thread) })
    }
}

impl Drop for RetryWorker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.bell.ring();
        // The thread itself may hold the last office and drop this: it cannot wait for itself.
        if let Some(thread) = self.thread.take().filter(|t| t.thread().id() != std::thread::current().id()) {
            let _ = thread.join();
        }
    }
}

fn round(office: &Office) -> Result<Vec<TicketId>> {
    let now = office.now();
    office.book.read(|tx| {
        let row = foil_store::office::find(tx)?;
        let rules = rules(&row);
        let waiting = as_waiting(&tickets::in_hand(tx, now, ROUND)?, row.business_on, &rules);
        Ok(call_order(&waiting, 0, now, &rules).into_iter().map(|(id, _)| id).collect())
    })
}

/// A request that something stands in the way of for a while, and what that is.
struct Hindered {
    id: TicketId,
    by: String,
}

/// Works a request; gives it back where it has to wait.
fn work(office: &Arc<Office>, id: TicketId, report: &mut QueueReport) -> Result<Option<Hindered>> {
    let house = Session::house();
    let paid = office.perform(&house, Order::new("process_request", Right::TakePayments), move |act| {
        let Some(ticket) = tickets::find(act.tx, id)?.filter(is_due) else { return Ok(None) };
        let order = order_of(act, &ticket)?;
        pay(act, &order, None).map(Some)
    });
    match paid {
        Ok(Some(_)) => {
            report.paid += 1;
            office.wake_outbox();
            Ok(None)
        }
        Ok(None) => Ok(None),
        // The run is ours, and it will be gone: that is no try of the request.
        Err(Error::Refused(run @ Refusal::RunState { .. })) => Ok(Some(Hindered { id, by: run.to_string() })),
        Err(error) => failed(office, id, &error, report).map(|()| None),
    }
}

/// Puts off what has to wait, in one act however many they are.
fn put_off(office: &Arc<Office>, hindered: Vec<Hindered>, report: &mut QueueReport) -> Result<()> {
    if hindered.is_empty() {
        return Ok(());
    }
    let order = Order::new("request_failed", Right::TakePayments);
    report.retried += office.perform(&Session::house(), order, move |act| {
        let next = act.now.plus_secs(HINDERED_WAIT_SECS);
        let mut numbers = Vec::new();
        for Hindered { id, by } in &hindered {
            // Another program may have posted it, or a person taken it back, since.
            let Some(ticket) = tickets::find(act.tx, *id)?.filter(is_due) else { continue };
            tickets::tried(act.tx, *id, TicketState::Failed, ticket.attempts, Some(next), ("", by))?;
            numbers.push(ticket.number);
        }
        let count = numbers.len() as i64;
        act.changed(json!({ "put_off": numbers, "state": TicketState::Failed }));
        Ok(count)
    })?;
    Ok(())
}

fn is_due(t: &TicketRow) -> bool {
    matches!(t.state, TicketState::Waiting | TicketState::Failed)
}

/// The whole amount goes to the ticket's accounts by the office's rule; what is left over becomes credit.
fn order_of(act: &Act<'_>, ticket: &TicketRow) -> Result<PayOrder> {
    let bad = |field: &str| Refusal::bad_input(field, "what came with the request");
    let mut accounts = Vec::new();
    for id in tickets::accounts(act.tx, ticket.id)? {
        let account = foil_store::customers::account(act.tx, id)?;
        let version = account.ok_or_else(|| Refusal::not_found("account", id))?.version;
        accounts.push(SeenAccount { account: id, version });
    }
    let amount = ticket.money_minor.ok_or_else(|| bad("amount"))?;
    let method = ticket.method.ok_or_else(|| bad("method"))?;
    let note = |text: &str| Note::parse(text).ok().filter(|n| !n.as_str().is_empty());
    let reference = if method == Method::Cash { None } else { note(&ticket.reference) };
    let is_cheque = method == Method::Cheque;
    let drawer = if is_cheque { tickets::drawer(act.tx, ticket.id)? } else { String::new() };
    Ok(PayOrder {
        accounts,
        pay: amount,
        tenders: vec![TenderInput {
            method,
            amount,
            reference,
            bank: note(&ticket.bank),
            drawer: note(&drawer),
            paper: if is_cheque { which_paper(act, ticket, &drawer)? } else { None },
        }],
        use_credit: false,
        directed: None,
        ticket: Some(ticket.id),
        note: String::new(),
        stops: Vec::new(),
        fees: Vec::new(),
        seen: None,
        here_since: Some(here_since(act.tx, ticket)?),
    })
}

/// A file names no day that is longer ago: it is a slip of the pen, as a year that has just gone by.
const LONGEST_ON_ITS_WAY_DAYS: i64 = 180;

/// Since when the office, or its bank, has the money of a request: by that day its payer is in time or late, whenever it is
/// posted, and a dead letter that is put right keeps it. The day that its file says; the day on which the file came where it
/// says none, a later one, or one that nobody believes.
fn here_since(tx: &Tx<'_>, ticket: &TicketRow) -> Result<Day> {
    let came = ticket.business_on;
    let believed = |on: &Day| (0..=LONGEST_ON_ITS_WAY_DAYS).contains(&came.days_since(*on));
    Ok(tickets::paid_on(tx, ticket.id)?.filter(believed).unwrap_or(came))
}

/// The same of the money of a payment: what was taken at a counter is there since then.
pub(crate) fn paid_since(tx: &Tx<'_>, payment: &PaymentRow) -> Result<Day> {
    let ticket = payment.ticket_id.map(|id| tickets::find(tx, id)).transpose()?.flatten();
    match ticket.filter(|ticket| ticket.source.money_in_hand()) {
        Some(ticket) => Ok(here_since(tx, &ticket)?.min(payment.business_on)),
        None => Ok(payment.business_on),
    }
}

/// Which paper a cheque is that nobody has in hand to be asked. One of that number, bank and day that its payer has given
/// already is that paper, unless names were read off both that differ; anybody else's is another one, but by its name.
fn which_paper(act: &Act<'_>, ticket: &TicketRow, drawer: &str) -> Result<Option<WhichPaper>> {
    let payer = match tickets::accounts(act.tx, ticket.id)?.first() {
        Some(id) => foil_store::customers::account(act.tx, *id)?.map(|account| account.customer_id),
        None => None,
    };
    let taken = foil_store::cheques::taken_on(act.tx, (&ticket.reference, &ticket.bank), act.today())?;
    let own = || taken.iter().filter(|q| Some(q.customer_id) == payer);
    let others_read = taken.iter().all(|q| q.drawer_said || Some(q.customer_id) == payer);
    Ok(match drawer {
        _ if own().next().is_none() => Some(WhichPaper::Another),
        "" => None,
        _ if others_read && own().any(|q| !q.drawer_said) => Some(WhichPaper::Same),
        _ => Some(WhichPaper::Another),
    })
}

fn failed(office: &Arc<Office>, id: TicketId, error: &Error, report: &mut QueueReport) -> Result<()> {
    // A busy book and a full disk will pass; every other refusal is of the request itself and will not heal by waiting.
    let passing = error.refusal().is_none_or(Refusal::is_passing);
    let (code, problem) = match error {
        Error::Refused(refusal) => (refusal.code(), refusal.to_string()),
        Error::Broke(fault) => {
            let reference = uuid::Uuid::now_v7();
            tracing::error!(%reference, ticket = id.0, "a request failed: {fault:#}");
            ("fault", format!("something broke (reference {reference})"))
        }
    };
    let house = Session::house();
    let order = Order::new("request_failed", Right::TakePayments);
    let mut telling = office.dead_letters.telling();
    let failed = office.perform(&house, order, move |act| {
        let ticket = tickets::find(act.tx, id)?.ok_or_else(|| Refusal::not_found("ticket", id))?;
        // Another program may have posted it, or a person taken it back, since this try began: then it
        // is not tried again, or its money would be taken twice.
        if !is_due(&ticket) {
            act.changed(json!({ "ticket": ticket.number, "id": id, "overtaken": ticket.state }));
            return Ok(None);
        }
        let attempts = ticket.attempts + 1;
        let wait = if passing { retry_after_secs(attempts) } else { None };
        let state = if wait.is_some() { TicketState::Failed } else { TicketState::Dead };
        let next = wait.map(|secs| act.now.plus_secs(secs));
        tickets::tried(act.tx, id, state, attempts, next, (code, &problem))?;
        say_in_hand(act, id, (ticket.state, state))?;
        act.changed(json!({ "ticket": ticket.number, "id": id, "attempts": attempts, "state": state }));
        Ok(Some((ticket.number, wait.is_none())))
    })?;
    let Some((number, dead)) = failed else { return Ok(()) };
    if dead {
        report.dead += 1;
        telling.tell(office, id, number);
    } else {
        report.retried += 1;
    }
    Ok(())
}
