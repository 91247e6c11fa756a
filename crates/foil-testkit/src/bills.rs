//! Tariffs, rounds of readings and bills, in the words of the billing room.

use crate::hall::{Hall, Person};
use crate::{Account, Told};
use foil_app::billing::run_views::{BillPreview, Rebilled, RunPreview, RunView};
use foil_app::billing::views::{BillView, CorrectionView};
use foil_app::office::HOUSE;
use foil_domain::customers::Service;
use foil_domain::documents::{BillDoc, Copy, NoteDoc};
use foil_domain::ids::{AccountId, BillId, CorrectionId, CycleId};
use foil_domain::metering::register::Register;
use foil_domain::metering::{MeterState, Purpose, ReadingKind, ReadingSource, Remark};
use foil_domain::time::Day;
use foil_store::customers::CustomerData;
use foil_store::cycles::CycleData;
use foil_store::readings::NewReading;
use foil_store::{Tx, customers, cycles, meters, readings};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A reading of a round.
#[derive(Debug, Clone)]
#[must_use]
pub struct Read {
    on: Day,
    value: Decimal,
    kind: ReadingKind,
    purpose: Purpose,
    over: Option<Decimal>,
}

/// A reading that was taken on a day.
///
/// # Panics
/// When the day or the value is none.
pub fn read(on: &str, value: &str) -> Read {
    Read {
        on: Day::parse(on).expect("a day"),
        value: value.parse().expect("a number"),
        kind: ReadingKind::Actual,
        purpose: Purpose::Cycle,
        over: None,
    }
}

impl Read {
    /// Nobody saw the meter.
    pub fn estimated(mut self) -> Read {
        self.kind = ReadingKind::Estimated;
        self
    }

    /// The last of this meter: it is taken off.
    pub fn last(mut self) -> Read {
        self.purpose = Purpose::Final;
        self
    }

    /// The register of so many digits ran through zero.
    pub fn over(mut self, digits: u32) -> Read {
        self.over = Some(Decimal::from(10u64.pow(digits)));
        self
    }
}

impl Hall {
    /// An admin stores a tariff.
    ///
    /// # Panics
    /// When it is not stored.
    pub fn tariff(&self, admin: &Person, text: &str) {
        let input = json!({ "text": text, "note": "order", "correct_priced": false });
        let told = self.call(admin, "import_tariff", input).expect("the tariff is looked at");
        assert_eq!(told["stored"], json!(true), "{told}");
    }

    /// Makes a monthly cycle whose bills are due in fifteen days.
    pub fn cycle(&self, code: &str) -> CycleId {
        let code = code.to_owned();
        self.arranges(move |act| {
            let data = CycleData { code: &code, name: "A round", months: 1, due_days: 15, active: true };
            cycles::insert(act.tx, &data)
        })
    }

    /// An electricity account on a tariff, billed with a cycle.
    pub fn supplied(&self, name: &str, tariff: &str, cycle: CycleId) -> Account {
        self.supplied_with(Service::Electricity, name, tariff, cycle)
    }

    /// The account is walked on another route.
    pub fn walks(&self, account: &Account, route: &'static str) {
        let id = account.id;
        self.arranges(move |act| {
            let row = customers::account(act.tx, id)?.expect("the account");
            let mut data = row.data();
            route.clone_into(&mut data.terms.route);
            customers::update_account(act.tx, id, &data, row.version).map(|_| ())
        });
    }

    /// The account's customer wants their papers in a language.
    pub fn speaks(&self, account: &Account, language: &'static str) {
        let id = account.customer;
        self.arranges(move |act| {
            let row = customers::find(act.tx, id)?.expect("the customer");
            let data = CustomerData { language: language.into(), ..row.data() };
            customers::update(act.tx, id, &data, row.version).map(|_| ())
        });
    }

    /// An account on a tariff, billed with a cycle.
    pub fn supplied_with(&self, service: Service, name: &str, tariff: &str, cycle: CycleId) -> Account {
        let account = self.account(name, service).moves_in();
        let (id, tariff) = (account.id, tariff.to_owned());
        self.arranges(move |act| {
            let row = customers::account(act.tx, id)?.expect("the account");
            let mut data = row.data();
            data.tariff.clone_from(&tariff);
            data.terms.cycle = Some(cycle);
            data.terms.route = "R1".into();
            data.terms.sanctioned_load_kw = "3".into();
            customers::update_account(act.tx, id, &data, row.version).map(|_| ())
        });
        account
    }

    /// An account is put on another plan, from a day on.
    pub fn changes_plan(&self, who: &Person, account: &Account, tariff: &str, from: &str) -> Told<Value> {
        self.changes(who, account, from, |data| tariff.clone_into(&mut data.tariff))
    }

    /// An account's sanctioned load is another, from a day on.
    pub fn loads(&self, who: &Person, account: &Account, kw: &str, from: &str) -> Told<Value> {
        self.changes(who, account, from, |data| kw.clone_into(&mut data.terms.sanctioned_load_kw))
    }

    fn changes(
        &self,
        who: &Person,
        account: &Account,
        from: &str,
        change: impl FnOnce(&mut customers::AccountData),
    ) -> Told<Value> {
        let row = self.office().book().read(|tx| customers::account(tx, account.id)).expect("the account");
        let row = row.expect("the account");
        let mut data = row.data();
        change(&mut data);
        let input = json!({ "account": row.id, "version": row.version, "property": row.property_id,
            "service": row.service, "number": data.number, "meter": data.meter, "tariff": data.tariff,
            "terms": data.terms, "terms_from": from });
        self.call(who, "save_account", input)
    }

    /// An account has agreed on a demand of so many kW.
    pub fn contracts(&self, account: &Account, kw: &str) {
        let (id, kw) = (account.id, kw.to_owned());
        self.arranges(move |act| {
            let row = customers::account(act.tx, id)?.expect("the account");
            let mut data = row.data();
            data.terms.contract_demand_kw.clone_from(&kw);
            customers::update_account(act.tx, id, &data, row.version).map(|_| ())
        });
    }

    /// Reads a meter of an account, round by round; the first one of a meter hangs it there.
    pub fn round(&self, account: &Account, meter: &str, rounds: &[Read]) {
        let (account, meter, rounds) = (account.id, meter.to_owned(), rounds.to_vec());
        self.arranges(move |act| {
            for r in &rounds {
                enter(act.tx, account, &meter, r, act.now)?;
            }
            Ok(())
        });
    }

    /// Nothing above so many paise is charged, corrected or written off by one person alone.
    pub fn ceilings(&self, paise: i64) {
        let most = Some(foil_domain::money::Money::from_minor(paise));
        self.arranges(move |act| {
            let mut row = foil_store::office::find(act.tx)?;
            row.fee_ceiling_minor = most;
            row.correction_ceiling_minor = most;
            row.write_off_ceiling_minor = most;
            foil_store::office::update(act.tx, &row, row.version).map(|_| ())
        });
    }

    /// How the office bills: what its bills are called, and where a scanned one is paid to.
    pub fn bills_as(&self, title: foil_domain::billing::BillTitle, upi_id: &str) {
        let upi_id = upi_id.to_owned();
        self.arranges(move |act| {
            let mut row = foil_store::office::find(act.tx)?;
            row.bill_title = title;
            row.upi_id.clone_from(&upi_id);
            foil_store::office::update(act.tx, &row, row.version).map(|_| ())
        });
    }

    /// Pays all that is due on an account, to the coin.
    ///
    /// # Panics
    /// When it is not taken.
    pub fn pays_all(&self, who: &Person, account: &Account) {
        self.visit(who).account(account).take().expect("it is paid");
    }

    /// A run as it stands now.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn sees_run(&self, who: &Person, run: foil_domain::ids::BillRunId) -> RunView {
        self.ask(who, "bill_run", json!({ "run": run })).expect("the run")
    }

    /// What the bill of an account would be.
    pub fn previews_bill(&self, who: &Person, account: &Account, to: &str) -> Told<BillPreview> {
        self.ask(who, "preview_bill", json!({ "account": account.id, "to": to }))
    }

    /// Makes the bill of an account.
    pub fn issues_bill(&self, who: &Person, account: &Account, to: &str) -> Told<BillView> {
        let version = self.account_version(account.id);
        let input =
            json!({ "request_id": self.request(), "account": account.id, "version": version, "to": to });
        self.ask(who, "issue_bill", input)
    }

    /// Tries a run.
    pub fn tries_run(&self, who: &Person, cycle: &str, to: &str) -> Told<RunPreview> {
        let job = self.does_job(who, "preview_bill_run", json!({ "cycle": cycle, "route": "", "to": to }))?;
        Ok(outcome(job))
    }

    /// Posts a run.
    pub fn runs_bills(&self, who: &Person, cycle: &str, to: &str) -> Told<RunView> {
        let job = self.does_job(who, "post_bill_run", json!({ "cycle": cycle, "route": "", "to": to }))?;
        Ok(outcome(job))
    }

    /// Takes a run back.
    pub fn cancels_run(&self, who: &Person, run: &RunView) -> Told<RunView> {
        let input = json!({ "run": run.id, "version": run.version, "note": "wrong day" });
        Ok(outcome(self.does_job(who, "cancel_bill_run", input)?))
    }

    /// A claim as it stands now.
    pub fn sees_bill(&self, who: &Person, bill: BillId) -> Told<BillView> {
        self.ask(who, "bill", json!({ "bill": bill }))
    }

    /// The claims of an account, newest first.
    pub fn bills_of(&self, who: &Person, account: &Account) -> Told<Vec<BillView>> {
        self.ask(who, "bills", json!({ "account": account.id, "limit": 100 }))
    }

    /// Cancels a claim as twice billed.
    pub fn cancels(&self, who: &Person, bill: BillId) -> Told<CorrectionView> {
        let version = self.sees_bill(who, bill)?.version;
        let input = json!({ "request_id": self.request(), "bill": bill, "version": version,
            "reason": "twice", "note": "" });
        self.ask(who, "cancel_bill", input)
    }

    /// Cancels a bill and makes it anew, with what the first register showed on a day put right.
    pub fn rebills_with(&self, who: &Person, bill: BillId, on: &str, value: &str) -> Told<Rebilled> {
        let seen = self.sees_bill(who, bill)?;
        let readings: Vec<foil_app::metering::views::ReadingView> =
            self.ask(who, "readings", json!({ "account": seen.account, "all": false, "limit": 100 }))?;
        let wrong: Vec<_> = readings.iter().filter(|r| r.on.to_string() == on && r.register == 1).collect();
        let right: Vec<_> =
            wrong.iter().map(|r| json!({ "reading": r.id, "value": value, "kind": "actual" })).collect();
        let input = json!({ "request_id": self.request(), "bill": bill, "version": seen.version,
            "reason": "wrong_reading", "note": "two digits were swapped", "readings": right });
        self.ask(who, "cancel_and_rebill", input)
    }

    /// Cancels a bill and makes it anew.
    pub fn rebills(&self, who: &Person, bill: BillId) -> Told<Rebilled> {
        let version = self.sees_bill(who, bill)?.version;
        let input = json!({ "request_id": self.request(), "bill": bill, "version": version,
            "reason": "wrong_reading", "note": "" });
        self.ask(who, "cancel_and_rebill", input)
    }

    /// Takes so many paise of a claim back.
    pub fn credits(&self, who: &Person, bill: BillId, paise: i64, reason: &str) -> Told<CorrectionView> {
        let version = self.sees_bill(who, bill)?.version;
        let input = json!({ "request_id": self.request(), "bill": bill, "version": version, "amount": paise,
            "reason": reason, "note": "" });
        self.ask(who, "give_credit_note", input)
    }

    /// Takes so many paise of a claim back for something else than what is in dispute of it.
    pub fn credits_beside(&self, who: &Person, bill: BillId, paise: i64) -> Told<CorrectionView> {
        let version = self.sees_bill(who, bill)?.version;
        let input = json!({ "request_id": self.request(), "bill": bill, "version": version, "amount": paise,
            "reason": "complaint", "note": "", "beside_dispute": true });
        self.ask(who, "give_credit_note", input)
    }

    /// Gives up what is left of a claim.
    pub fn writes_off(&self, who: &Person, bill: BillId) -> Told<CorrectionView> {
        let version = self.sees_bill(who, bill)?.version;
        let input = json!({ "request_id": self.request(), "bill": bill, "version": version,
            "note": "moved away, cannot be found" });
        self.ask(who, "write_off", input)
    }

    /// Charges an account once.
    pub fn charges(&self, who: &Person, account: &Account, fee: &str, paise: i64) -> Told<BillView> {
        let input = json!({ "request_id": self.request(), "account": account.id,
            "version": self.account_version(account.id), "fee": fee, "label": "", "amount": paise, "note": "" });
        self.ask(who, "charge_fee", input)
    }

    /// Claims so many paise more for a bill.
    pub fn debits(&self, who: &Person, bill: BillId, paise: i64) -> Told<BillView> {
        let version = self.sees_bill(who, bill)?.version;
        let input = json!({ "request_id": self.request(), "bill": bill, "version": version, "amount": paise,
            "label": "Units that were not billed", "note": "" });
        self.ask(who, "give_debit_note", input)
    }

    /// A bill as it was issued, as its paper reads.
    ///
    /// # Panics
    /// When it was not made in this book.
    #[must_use]
    pub fn bill_text(&self, bill: BillId) -> String {
        let doc: BillDoc = self.kept_doc(move |tx| foil_store::bills::document(tx, bill));
        foil_documents::bill_text(&doc)
    }

    /// A correction as its paper reads, without the hash of its audit row.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn correction_text(&self, correction: CorrectionId) -> String {
        let doc: NoteDoc = self.kept_doc(move |tx| foil_store::corrections::document(tx, correction));
        foil_documents::note_text(&doc, Some(&Copy::Original))
    }

    /// A debit note, surcharge or charge as its paper reads.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn claim_text(&self, claim: BillId) -> String {
        let doc: NoteDoc = self.kept_doc(move |tx| foil_store::bills::document(tx, claim));
        foil_documents::note_text(&doc, None)
    }

    fn kept_doc<D: DeserializeOwned>(&self, text: impl FnOnce(&Tx<'_>) -> foil_app::Result<String>) -> D {
        let text = self.office().book().read(text).expect("the paper");
        serde_json::from_str(&text).expect("a paper of this kind")
    }

    /// The version of an account as it stands now.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn account_version(&self, account: AccountId) -> i64 {
        let row = self.office().book().read(|tx| customers::account(tx, account)).expect("the account");
        row.expect("the account").version
    }

    /// The credit of an account, in paise.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn credit_of(&self, account: &Account) -> i64 {
        let row = self.office().book().read(|tx| customers::account(tx, account.id)).expect("the account");
        row.expect("the account").credit_minor.minor()
    }
}

fn outcome<T: DeserializeOwned>(job: foil_app::office::views::JobView) -> T {
    assert_eq!(job.state, "done", "{}", job.result);
    serde_json::from_value(job.result).expect("the job's result is of its type")
}

/// The number an account is found by follows the meter that hangs there.
fn names_meter(tx: &Tx<'_>, account: AccountId, number: &str) -> foil_app::Result<()> {
    let row = customers::account(tx, account)?.expect("the account");
    let data = customers::AccountData { meter: number.to_owned(), ..row.data() };
    assert!(customers::update_account(tx, account, &data, row.version)?, "nobody else is at it");
    Ok(())
}

fn enter(
    tx: &Tx<'_>,
    account: AccountId,
    number: &str,
    r: &Read,
    now: foil_domain::time::Instant,
) -> foil_app::Result<()> {
    let (meter, first) = match meters::by_number(tx, number)? {
        Some(meter) => (meter.id, false),
        None => {
            let register = Register {
                n: 1,
                band: String::new(),
                unit: "kWh".into(),
                digits: 5,
                multiplier: Decimal::ONE,
            };
            let id =
                meters::insert(tx, number, Service::Electricity, MeterState::Installed, "", &[register])?;
            meters::begin_span(tx, id, account, r.on, "new")?;
            names_meter(tx, account, number)?;
            (id, true)
        }
    };
    let mut before = None;
    readings::newest_of_account(tx, account, |reading| {
        if reading.meter_number == number {
            before = Some(reading.value);
        }
        Ok(before.is_none())
    })?;
    let counted = before.map_or(Decimal::ZERO, |before| r.value - before + r.over.unwrap_or_default());
    if r.purpose == Purpose::Final
        && let Some(span) = meters::open_span(tx, meter)?
    {
        meters::end_span(tx, span.id, r.on, "exchanged")?;
    }
    let new = NewReading {
        account,
        meter,
        register: 1,
        on: r.on,
        value: r.value,
        units: counted,
        kind: r.kind,
        purpose: if first { Purpose::Install } else { r.purpose },
        remark: Remark::Working,
        rolled_over: r.over.is_some(),
        source: ReadingSource::Grid,
        checks: "[]",
        reason: "",
        person: HOUSE,
        at: now,
    };
    readings::insert(tx, &new).map(|_| ())
}
