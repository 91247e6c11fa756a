//! The office: an open book with its clock, its press, its sessions and its jobs.

use super::sessions::Sessions;
use super::views::FolderAway;
use crate::arrears::{Kept, Walk};
use crate::audit::{CLAIMS, RowsMade, SET_OFFS, TAKEN_UP};
use crate::office::jobs::Jobs;
use anyhow::{Context, anyhow};
use foil_domain::approvals::ApprovalKind;
use foil_domain::audit::{GENESIS, Row};
use foil_domain::ids::{
    AccountId, ApprovalId, BillId, CounterId, CustomerId, PaymentId, RequestId, StepId, TicketId, UserId,
};
use foil_domain::money::Money;
use foil_domain::payments::Part;
use foil_domain::people::{Right, Role};
use foil_domain::press::Press;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::{Day, Instant, Zone};
use foil_store::arrears::AgingRow;
use foil_store::bills::{self, Claimed, FixedRow, NewBill};
use foil_store::office::OfficeRow;
use foil_store::set_offs::SetOffEntry;
use foil_store::{Book, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::cell::{Cell, RefCell};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Tells the time. Shells hand in the system's clock, tests a fixed one.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Somebody sitting at a counter: what an act needs to know of its session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub user: UserId,
    /// Their log-in name.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their role when they logged in; `perform` reads it again.
    pub role: Role,
    /// The counter they sit at.
    pub counter: CounterId,
    /// Its code.
    pub counter_code: String,
    /// A consumer's own customer.
    pub customer: Option<CustomerId>,
    /// What they came in with; none of what begins without a password. Whoever got another since is out, in every program
    /// that has the book open.
    pub came_with: Option<CameWith>,
}

/// Tells the password that somebody came in with from another one, and says nothing of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameWith(u64);

impl CameWith {
    /// Of what is kept of a password.
    pub(crate) fn of(kept: &str) -> CameWith {
        let mut hasher = DefaultHasher::new();
        kept.hash(&mut hasher);
        CameWith(hasher.finish())
    }
}

/// The user who stands for the office itself: workers, log-ins, and the making of the book.
pub const HOUSE: UserId = UserId(1);
/// The chain in which acts without a counter are logged.
pub const HOUSE_COUNTER: CounterId = CounterId(0);
/// The code of that chain.
pub const HOUSE_CODE: &str = "OF";

impl Session {
    /// Of a job, which ends what was begun: also when its owner chooses another password meanwhile.
    pub(crate) fn of_a_job(&self) -> Session {
        Session { came_with: None, ..self.clone() }
    }

    /// The office's own session, for workers and for what happens before a log-in.
    #[must_use]
    pub fn house() -> Session {
        Session {
            user: HOUSE,
            login: "office".into(),
            name: "Office".into(),
            role: Role::Manager,
            counter: HOUSE_COUNTER,
            counter_code: HOUSE_CODE.into(),
            customer: None,
            came_with: None,
        }
    }
}

/// An open book at work. Share it behind an `Arc`.
pub struct Office {
    /// The book.
    pub(crate) book: Arc<Book>,
    /// Tells the time.
    pub(crate) clock: Clock,
    /// Makes documents.
    pub(crate) press: Arc<dyn Press>,
    /// Who is logged in.
    pub(crate) sessions: Sessions,
    /// What runs in the background.
    pub(crate) jobs: Arc<Jobs>,
    /// Rung when something was left in the outbox.
    pub(crate) outbox_bell: Arc<Bell>,
    /// Since when the watched folder is away; none while it is there.
    pub(crate) folder_away: Mutex<Option<FolderAway>>,
    /// Which dead letters were told.
    pub(crate) dead_letters: crate::queue::Known,
    /// Who is late, as it was seen last.
    pub(crate) late: Kept<Walk>,
    /// What is open by age, as it was seen last.
    pub(crate) aging: Kept<Vec<AgingRow>>,
}

/// A bell that a worker waits for; a ring while nobody waits is not lost.
#[derive(Default)]
pub struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    /// Rings.
    pub fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_one();
    }

    /// Waits for a ring, at most this long; `true` when it was rung.
    pub fn wait(&self, most: Duration) -> bool {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.heard.wait_timeout_while(rung, most, |rung| !*rung);
        let (mut rung, _) = waited.unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *rung)
    }
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").field("book", &self.book).finish_non_exhaustive()
    }
}

/// Who sends which act, and under which id.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The act's name in the command table.
    pub act: &'static str,
    /// The right it needs.
    pub right: Right,
    /// The caller's id and the hash of the input, for acts that may be retried.
    pub request: Option<(&'a RequestId, &'a str)>,
}

impl<'a> Order<'a> {
    /// An act without a request id.
    #[must_use]
    pub fn new(act: &'static str, right: Right) -> Order<'a> {
        Order { act, right, request: None }
    }
}

/// A running act: what a use case may touch between begin and commit.
pub struct Act<'t> {
    /// The transaction.
    pub tx: &'t Tx<'t>,
    /// Who acts; with the role the book has now.
    pub who: &'t Session,
    /// The office's settings.
    pub office: &'t OfficeRow,
    /// When.
    pub now: Instant,
    /// The office's time zone.
    pub zone: Zone,
    /// The place this act's audit row will have in its counter's chain.
    pub audit_seq: i64,
    /// That a second person lets this act happen; set by the approvals room, for one act.
    pub(crate) grant: Option<Grant>,
    changes: Value,
    papers: RefCell<Vec<Value>>,
    claims: RefCell<RowsMade>,
    set_offs: RefCell<RowsMade>,
    taken_up: RefCell<RowsMade>,
    undo: Option<Value>,
}

/// That a second person lets an act happen, or, with nobody's word yet, that it is done first and looked at later.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// The request.
    pub approval: ApprovalId,
    /// What was asked for.
    pub kind: ApprovalKind,
    /// How much.
    pub amount: Money,
    /// Who asked, and their name.
    pub asked_by: (UserId, String),
    /// The counter it was asked at.
    pub counter: CounterId,
    /// Who let it happen, and their name; none while a second look is open.
    pub allowed_by: Option<(UserId, String)>,
}

impl Act<'_> {
    /// The business date.
    #[must_use]
    pub fn today(&self) -> Day {
        self.office.business_on
    }

    /// When, for what expires: by the clock, or by the last rows of the log where these are newer. Whoever sets the
    /// clock back does not get back what has expired.
    pub fn latest(&self) -> Result<Instant> {
        Ok(self.now.max(foil_store::audit::latest_at(self.tx)?))
    }

    /// Says what this act changed; goes into its audit row. Never names, phone numbers or passwords.
    pub fn changed(&mut self, what: Value) {
        self.changes = what;
    }

    /// What this act has said of itself so far.
    pub(crate) fn said(&self) -> &Value {
        &self.changes
    }

    /// Says which paper this act made, by its number and amount, whatever else is said of the act: an auditor holds
    /// each paper against the row that made it, and each row against its papers. When the act is done the hash of the
    /// paper's row in its register goes with it.
    pub(crate) fn made(&self, paper: Value) {
        self.papers.borrow_mut().push(paper);
    }

    /// Writes a claim, and has the row of this act say it: what is owed is changed by nobody beside the log.
    pub fn claims(&self, bill: &NewBill<'_>, claimed: &Claimed<'_>) -> Result<BillId> {
        let id = bills::insert_claim(self.tx, bill, claimed)?;
        self.claims.borrow_mut().claim(&FixedRow {
            id,
            account_id: bill.account,
            number: bill.number.to_owned(),
            kind: claimed.kind,
            period_from_on: bill.period_from,
            period_to_on: bill.period_to,
            issued_on: bill.issued_on,
            due_on: bill.due_on,
            units: bill.units.to_owned(),
            total_minor: bill.total,
            surcharge_minor: bill.surcharge,
            credit_used_minor: claimed.credit_used,
        });
        Ok(id)
    }

    /// Writes what a bill sets off against a part of a claim, or takes back of it below zero, and has the row of this act
    /// say it.
    pub fn sets_off(&self, bill: BillId, claim: BillId, part: Part, amount: Money) -> Result<()> {
        let on = self.today();
        let id = foil_store::set_offs::insert(self.tx, bill, claim, part, amount, on)?;
        let row =
            SetOffEntry { id, bill_id: bill, claim_id: claim, part, amount_minor: amount, business_on: on };
        self.set_offs.borrow_mut().set_off(&row);
        Ok(())
    }

    /// Writes what a bill of an account has taken up of estimates, as its paper says it, and has the row of this act say it.
    pub fn takes_up(&self, account: AccountId, by: BillId) -> Result<()> {
        let mut taken_up = self.taken_up.borrow_mut();
        foil_store::taken_up::write(self.tx, account, by)?.iter().for_each(|row| taken_up.taken_up(row));
        Ok(())
    }

    /// Puts what this act has changed so far under a name, beside what else is said of it.
    pub(crate) fn changed_also(&mut self, did: &str, beside: &Value) {
        let mut all = beside.clone();
        if let Some(fields) = all.as_object_mut() {
            fields.insert(did.to_owned(), self.changes.take());
        }
        self.changes = all;
    }

    /// Puts a step on the undo stack of who acts; `plan` says how to take it back.
    pub fn undo_with<P: Serialize>(&mut self, plan: &P) -> Result<()> {
        self.undo = Some(serde_json::to_value(plan).context("writing an undo plan")?);
        Ok(())
    }

    /// The place on the stack of who acts that this act's step will have.
    pub fn step(&self) -> Result<StepId> {
        let top = foil_store::undo::newest(self.tx, self.who.user, 1)?;
        Ok(StepId(top.first().map_or(0, |step| step.n.0) + 1))
    }

    /// Leaves something to be written or sent after the commit.
    pub fn afterwards(&self, kind: &str, payload: &Value) -> Result<()> {
        foil_store::outbox::push(self.tx, kind, &payload.to_string(), self.now)
    }

    /// Takes the step off this act again: a redo keeps its old place on the stack.
    pub(crate) fn take_undo(&mut self) -> Result<UndoPlan> {
        let plan = self.undo.take().ok_or_else(|| anyhow!("the act said nothing of how to undo it"))?;
        Ok(serde_json::from_value(plan).context("reading an undo plan")?)
    }

    /// Whose act this is and their name: who asked for it, where another let it happen; else who acts.
    #[must_use]
    pub fn author(&self) -> (UserId, &str) {
        match &self.grant {
            Some(grant) => (grant.asked_by.0, &grant.asked_by.1),
            None => (self.who.user, &self.who.name),
        }
    }

    /// The counter at which the customer stands: where it was asked for, where another let it happen elsewhere.
    #[must_use]
    pub fn counter(&self) -> CounterId {
        self.grant.as_ref().map_or(self.who.counter, |grant| grant.counter)
    }

    /// The name of who let it happen, where that is somebody else.
    #[must_use]
    pub fn allowed_by(&self) -> Option<&str> {
        self.grant.as_ref()?.allowed_by.as_ref().map(|(_, name)| name.as_str())
    }

    /// Whether nobody has let it happen yet: it is done first, and somebody else looks at it afterwards.
    #[must_use]
    pub fn is_done_first(&self) -> bool {
        self.grant.as_ref().is_some_and(|grant| grant.allowed_by.is_none())
    }

    /// Refuses an amount above a ceiling that nobody else has let happen. Whoever asks counts in what was moved
    /// before on the same thing, or a ceiling of a hundred would be ten acts of a hundred.
    pub fn approved(&self, kind: ApprovalKind, ceiling: Option<Money>, amount: Money) -> Result<()> {
        let granted = self.grant.as_ref().is_some_and(|g| g.kind == kind && amount <= g.amount);
        match ceiling {
            Some(ceiling) if amount > ceiling && !granted => {
                Err(Refusal::NeedsApproval { what: kind.called(), ceiling, amount }.into())
            }
            _ => Ok(()),
        }
    }

    /// Refuses an amount above the role's ceiling.
    pub fn within(&self, ceiling: Option<Money>, amount: Money) -> Result<()> {
        let ceiling = if self.who.role == Role::Clerk { ceiling } else { None };
        Ok(self.who.role.within(ceiling, amount)?)
    }
}

/// The hash that tells a retry from another request under the same id.
pub fn input_hash<I: Serialize>(input: &I) -> Result<String> {
    let text = serde_json::to_string(input).context("hashing an input")?;
    Ok(hex::encode(Sha256::digest(text.as_bytes())))
}

impl Office {
    /// Opens the office on a book. Jobs that were running when a program ended are marked as
    /// interrupted, unless another one runs jobs on this book now. A book that is older than the daily seals is
    /// given its office's key.
    pub fn open(book: Arc<Book>, clock: Clock, press: Arc<dyn Press>) -> Result<Office> {
        let jobs = Arc::new(Jobs::default());
        let office = Office {
            book,
            clock,
            press,
            sessions: Sessions::default(),
            jobs,
            outbox_bell: Arc::default(),
            folder_away: Mutex::default(),
            dead_letters: crate::queue::Known::default(),
            late: Kept::default(),
            aging: Kept::default(),
        };
        office.make_sure_of_key()?;
        office.mark_interrupted_jobs()?;
        Ok(office)
    }

    /// The time now, by the shell's clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        (self.clock)()
    }

    /// The open book.
    #[must_use]
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// Looks at the book with the pen in hand, after every act that was on its way by then. It changes nothing, so it is no act
    /// and has no row.
    pub(crate) fn looks_last<T: Send + 'static>(
        &self,
        look: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.book.write(look)
    }

    /// Tells the outbox's worker that there is something to do.
    pub fn wake_outbox(&self) {
        self.outbox_bell.ring();
    }

    /// The folder that documents and day files are written under.
    pub fn document_folder(&self) -> Result<PathBuf> {
        let row = self.book.read(foil_store::office::find)?;
        Ok(self.folder_of(&row))
    }

    pub(crate) fn folder_of(&self, row: &OfficeRow) -> PathBuf {
        if row.document_folder.is_empty() {
            self.book.path().with_extension("documents")
        } else {
            PathBuf::from(&row.document_folder)
        }
    }

    /// Runs `work` as one act: one transaction, one audit row, at most one step on the undo stack,
    /// all or nothing. When this returns `Ok`, it is on disk.
    ///
    /// The right is checked against the role the book has now. With a request id, the same id and
    /// input give the stored result back; another input is refused. `work` may run again after a
    /// failed attempt and has no effect outside the transaction.
    pub fn perform<T>(
        &self,
        who: &Session,
        order: Order<'_>,
        mut work: impl FnMut(&mut Act<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let sent = self.sent(who, order);
        self.book.write(move |tx| one_act(tx, &sent, &mut work))
    }

    /// Runs `work` as one act and, in the same commit, what the office itself has to write down of it, in a row of its own
    /// chain (`beside`): both are stored, or neither. `told` is asked once `work` is done; with none there is no such row.
    pub(crate) fn perform_and_tell<T>(
        &self,
        (who, order): (&Session, Order<'_>),
        mut work: impl FnMut(&mut Act<'_>) -> Result<T> + Send + 'static,
        beside: Order<'_>,
        mut told: impl FnMut(&Tx<'_>) -> Result<Option<Work<()>>> + Send + 'static,
    ) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let sent = self.sent(who, order);
        let house = Sent { at: sent.at, ..self.sent(&Session::house(), beside) };
        self.book.write(move |tx| {
            let done = one_act(tx, &sent, &mut work)?;
            if let Some(mut told) = told(tx)? {
                one_act(tx, &house, &mut *told)?;
            }
            Ok(done)
        })
    }

    fn sent(&self, who: &Session, order: Order<'_>) -> Sent {
        let request = order.request.map(|(id, hash)| (id.clone(), hash.to_owned()));
        Sent { who: who.clone(), act: order.act, right: order.right, request, at: self.now() }
    }

    /// Runs many acts in order inside one transaction, each with its own audit row and undo step;
    /// all of them are stored or none. For making the demo branch, whose year would else take one
    /// wait for the disk a payment.
    pub(crate) fn perform_many<T>(&self, mut acts: Vec<(Sent, Work<T>)>) -> Result<Vec<T>>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        self.book.write(move |tx| acts.iter_mut().map(|(sent, work)| one_act(tx, sent, work)).collect())
    }

    /// Reads on one unchanging view of the book, after checking the right.
    pub fn view<T>(
        &self,
        who: &Session,
        right: Right,
        read: impl FnOnce(&Tx<'_>, &OfficeRow) -> Result<T>,
    ) -> Result<T> {
        self.book.read(|tx| {
            may(tx, who, right)?;
            let office = foil_store::office::find(tx)?;
            read(tx, &office)
        })
    }

    /// The same for what is only looked at, and may take long: it is stopped, and refused with `leaving`, once the program ends.
    /// For nothing that takes a refusal for an answer about its rows.
    pub(crate) fn look<T>(
        &self,
        who: &Session,
        right: Right,
        read: impl FnOnce(&Tx<'_>, &OfficeRow) -> Result<T>,
    ) -> Result<T> {
        self.book.look(|tx| {
            may(tx, who, right)?;
            let office = foil_store::office::find(tx)?;
            read(tx, &office)
        })
    }
}

/// What one of many acts does.
pub(crate) type Work<T> = Box<dyn FnMut(&mut Act<'_>) -> Result<T> + Send>;

/// An act as it was sent: by whom, which, under which id, when.
pub(crate) struct Sent {
    pub(crate) who: Session,
    pub(crate) act: &'static str,
    pub(crate) right: Right,
    pub(crate) request: Option<(RequestId, String)>,
    pub(crate) at: Instant,
}

thread_local! {
    /// Whether an act runs on this thread.
    static ACTING: Cell<bool> = const { Cell::new(false) };
}

/// Held while an act runs; let go also when it panics.
struct Acting;

impl Acting {
    fn begin() -> Acting {
        ACTING.set(true);
        Acting
    }
}

impl Drop for Acting {
    fn drop(&mut self) {
        ACTING.set(false);
    }
}

/// Asked by whatever changes the disk or tells somebody something: inside an act nothing is written, printed or
/// sent, for it may be rolled back or run again. An act that comes here by whatever way fails whole.
pub(crate) fn outside_acts() -> Result<()> {
    if ACTING.get() {
        return Err(Error::Broke(anyhow!("an act reached for the disk before it was committed")));
    }
    Ok(())
}

/// One act inside a transaction: the right, the work, the undo step, the audit row.
fn one_act<T>(tx: &Tx<'_>, sent: &Sent, work: &mut dyn FnMut(&mut Act<'_>) -> Result<T>) -> Result<T>
where
    T: Serialize + DeserializeOwned,
{
    let Sent { who, act: name, right, request, at: now } = sent;
    let now = *now;
    let who = may(tx, who, *right)?;
    if let Some((id, hash)) = request
        && let Some(stored) = repeated(tx, id, hash, name, &who)?
    {
        return Ok(stored);
    }
    let office = foil_store::office::find(tx)?;
    let zone = Zone::parse(&office.zone).map_err(|e| Error::Broke(anyhow!("the book's zone: {e}")))?;
    let head = foil_store::audit::head(tx, who.counter)?;
    let (last, prev) = head.as_ref().map_or((0, GENESIS), |h| (h.seq, h.hash.as_str()));
    let mut act = Act {
        tx,
        who: &who,
        office: &office,
        now,
        zone,
        audit_seq: last + 1,
        grant: None,
        changes: json!({}),
        papers: RefCell::default(),
        claims: RefCell::default(),
        set_offs: RefCell::default(),
        taken_up: RefCell::default(),
        undo: None,
    };
    let acting = Acting::begin();
    let outcome = work(&mut act)?;
    let mut papers = act.papers.take();
    papers.extend(act.claims.take().said(CLAIMS));
    papers.extend(act.set_offs.take().said(SET_OFFS));
    papers.extend(act.taken_up.take().said(TAKEN_UP));
    crate::audit::bind(&act, &mut papers)?;
    drop(acting);
    let Act { mut changes, undo, .. } = act;
    if let (Some(fields), false) = (changes.as_object_mut(), papers.is_empty()) {
        fields.insert("papers".to_owned(), Value::Array(papers));
    }
    if let Some(plan) = undo {
        foil_store::undo::push(tx, who.user, now, office.business_on, name, &plan.to_string())?;
    }
    let result = match request {
        Some(_) => Some(serde_json::to_string(&outcome).context("keeping a result")?),
        None => None,
    };
    let row = Row {
        counter: who.counter_code.clone(),
        seq: last + 1,
        at: now,
        business_on: office.business_on,
        who: who.login.clone(),
        act: (*name).to_owned(),
        request_id: request.as_ref().map(|(id, _)| id.as_str().to_owned()).unwrap_or_default(),
        changes: changes.to_string(),
        prev: prev.to_owned(),
        hash: String::new(),
    }
    .sealed();
    let input = request.as_ref().map(|(_, hash)| hash.as_str());
    foil_store::audit::append(tx, who.counter, &row, head.as_ref(), input, result.as_deref())?;
    Ok(outcome)
}

/// The session as the book has it now, if it may. Whose password another has set may see the frame and set one of
/// their own, and nothing else: whatever was done under it could be said to be the other's.
fn may(tx: &Tx<'_>, who: &Session, right: Right) -> Result<Session> {
    let (who, must_change) = known(tx, who)?;
    if must_change && right != Right::SeeFrame {
        return Err(Refusal::PasswordOfAnother.into());
    }
    who.role.must(right)?;
    Ok(who)
}

/// The role that somebody has now, not the one at their log-in.
pub(crate) fn role_now(tx: &Tx<'_>, who: &Session) -> Result<Role> {
    Ok(live(tx, who)?.role)
}

/// The session with the role and names the book has now; refuses who was deactivated since.
fn live(tx: &Tx<'_>, who: &Session) -> Result<Session> {
    Ok(known(tx, who)?.0)
}

/// The same, and whether somebody else has set their password.
fn known(tx: &Tx<'_>, who: &Session) -> Result<(Session, bool)> {
    if who.user == HOUSE {
        return Ok((who.clone(), false));
    }
    let person = foil_store::people::find(tx, who.user)?.filter(|p| p.active);
    let person = person.ok_or(Error::Refused(Refusal::NotLoggedIn))?;
    let another = who.came_with.is_some_and(|with| with != CameWith::of(&person.password));
    // Who sits at no counter and has become a clerk would take money there.
    let astray = person.role != who.role
        && person.role.may(Right::ServeQueue)
        && who.came_with.is_some()
        && who.counter == HOUSE_COUNTER;
    if another || astray {
        return Err(Refusal::NotLoggedIn.into());
    }
    let must_change = person.must_change;
    let who = Session {
        role: person.role,
        login: person.login,
        name: person.name,
        customer: person.customer_id,
        ..who.clone()
    };
    Ok((who, must_change))
}

/// Whose papers somebody may open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Papers {
    /// Everybody's.
    All,
    /// A consumer's own customer's.
    Of(CustomerId),
}

impl Papers {
    /// Whose papers this session may open, by the role and customer that the book has now.
    pub(crate) fn of(tx: &Tx<'_>, who: &Session) -> Result<Papers> {
        let who = live(tx, who)?;
        match (who.role, who.customer) {
            (Role::Consumer, Some(own)) => Ok(Papers::Of(own)),
            (Role::Consumer, None) => Err(Refusal::not_found("customer of log-in", who.user).into()),
            _ => Ok(Papers::All),
        }
    }

    /// Whether a customer's papers are among them.
    pub(crate) fn are(self, customer: CustomerId) -> bool {
        self == Papers::All || self == Papers::Of(customer)
    }
}

/// The answer that was given to this request before. The same words of another person are another
/// request: an undo names no act when it means one's own newest.
fn repeated<T: DeserializeOwned>(
    tx: &Tx<'_>,
    id: &RequestId,
    hash: &str,
    act: &str,
    who: &Session,
) -> Result<Option<T>> {
    let Some(before) = foil_store::audit::by_request(tx, id)? else { return Ok(None) };
    // Who has another log-in name since is the same, and whoever has theirs now is not.
    let same = crate::people::who_was(tx, &before.who, before.at)? == Some(who.user);
    if before.act != act || !same || before.input_hash.as_deref() != Some(hash) {
        return Err(Error::Refused(Refusal::RequestReused));
    }
    let text = before.result.ok_or_else(|| anyhow!("request {} has no stored result", id.as_str()))?;
    Ok(Some(serde_json::from_str(&text).context("reading a stored result")?))
}

/// How a step on the stack is taken the other way: back when it is done, forth when it is undone.
/// Carrying a plan out gives the plan for the way back again.
#[derive(Debug, Clone, Serialize, serde::Deserialize)]
#[serde(tag = "plan", rename_all = "snake_case")]
pub enum UndoPlan {
    /// Voids a payment.
    VoidPayment {
        /// The payment.
        payment: PaymentId,
        /// What was asked for, to take it again.
        order: crate::payments::PayOrder,
        /// Disconnection orders that the payment stopped.
        stopped: Vec<(AccountId, Day)>,
        /// Service orders that the payment moved.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moved: Vec<crate::arrears::OrderMoved>,
    },
    /// Takes a voided payment again, with a new receipt.
    PayAgain {
        /// The void payment.
        payment: PaymentId,
        /// What was asked for.
        order: crate::payments::PayOrder,
    },
    /// Puts a ticket where it was.
    TicketTo {
        /// The ticket.
        ticket: TicketId,
        /// Where it was.
        to: foil_store::tickets::Place,
        /// The version it had after the step; if it has another now, the world has moved on.
        seen: i64,
    },
    /// Brings a customer's, property's or account's former contents back.
    RestoreRecord {
        /// `customer`, `property` or `account`.
        what: String,
        /// Its id.
        id: i64,
        /// Its former contents, as the customers room wrote them.
        before: Value,
        /// The version it had after the step.
        after_version: i64,
    },
    /// Takes readings back, or lets them stand again.
    TurnReadings {
        /// Which, in order.
        turned: Vec<crate::metering::Turned>,
        /// The cases of abnormal use that they had moved.
        cases: Vec<crate::metering::MovedCase>,
    },
    /// Takes back that a meter was hung, exchanged or taken off, or does it again.
    TurnMeters {
        /// What was done.
        moved: Box<crate::metering::MeterMove>,
    },
    /// Describes a meter that was put right as it was before, or puts it right again.
    TurnMeterRight {
        /// What was done.
        right: Box<crate::metering::MeterPutRight>,
    },
    /// Puts accounts back in the billing cycles that they were in, or in the other again.
    TurnCycles {
        /// Which.
        moved: crate::billing::CycleMove,
    },
}
