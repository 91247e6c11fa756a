//! A bill before it has a number: read, worked out and written down, but not yet in the book.

use super::fallen::would_fall;
use super::gas::Pipes;
use super::made_good::made_good_by;
use super::paper::to_json;
use super::set_off::{accrued, planned};
use crate::customers::stood;
use crate::metering::{billed_to, period_use};
use crate::payments::office_head_for;
use crate::tariffs::{self, Shelf};
use foil_domain::billing::engine::{self, Ended, Estimated, Guessed, Made, PricedDays, Used, Version};
use foil_domain::billing::gas::{self, Factors};
use foil_domain::billing::{ClaimKind, CorrectionKind, CorrectionReason};
use foil_domain::customers::Service;
use foil_domain::documents::{
    AfterDue, BillDoc, BillDocLine, BillPaper, BillReading, BilledUse, EarlierPayment, EndedTerms, GasPart,
    GasUse, MonthUse, SetOffLine, TrueBand, TruePeriod, TrueUse,
};
use foil_domain::ids::{AccountId, BillId};
use foil_domain::metering::period::PeriodUse;
use foil_domain::metering::plain;
use foil_domain::money::Money;
use foil_domain::payments::Share;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::tariffs::{AccountFacts, Charged, RoundTo, TariffService};
use foil_domain::time::Day;
use foil_store::account_terms::EndedTermsRow;
use foil_store::office::OfficeRow;
use foil_store::runs::{self, FactsRow, PastBill};
use foil_store::{Tx, bills, corrections, payments};
use rust_decimal::Decimal;

/// Months of use on a bill.
const MONTHS_SHOWN: i64 = 12;
/// Bills on estimates that one reading makes good at most; more than a year of them needs a person.
const MOST_ESTIMATED: usize = 24;
/// Stands where the number will be, until it is given inside the commit.
const NUMBER: &str = "B/00-00/00000000";

/// What all bills of one making have in common.
#[derive(Debug)]
pub(super) struct Desk {
    /// The office's settings.
    pub office: OfficeRow,
    /// The tariffs.
    pub shelf: Shelf,
    /// The gas that is delivered.
    pub pipes: Pipes,
    /// Readings up to this day are billed.
    pub to: Day,
    /// Day of issue.
    pub issued_on: Day,
}

impl Desk {
    /// Minor units in a major one of the book's currency.
    fn minor_per_major(&self) -> u32 {
        10u32.pow(u32::try_from(self.office.decimals).unwrap_or(2).min(4))
    }
}

/// What one bill is to be.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// The last day to pay.
    pub due_on: Day,
    /// What was billed before ends before this day; none for an account's first bill.
    pub after: Option<Day>,
    /// The bill it stands in for.
    pub replaces: Option<(BillId, String)>,
}

/// A bill before it has a number.
#[derive(Debug)]
pub(super) struct Draft {
    /// The account it is for, as it was when the bill was worked out.
    pub facts: FactsRow,
    /// What it comes to.
    pub made: Made,
    /// The last day to pay.
    pub due_on: Day,
    /// The closing reading is an estimate.
    pub estimated: bool,
    /// It makes good what was billed on estimates before.
    pub trued_up: bool,
    /// The bills that it makes good, each with the units that were used in truth.
    pub truth: Vec<(BillId, String)>,
    /// The bills that it says were too high, each by how much: that was never owed, and bears no surcharge.
    pub too_high: Vec<(BillId, Money)>,
    /// The credit it leaves that is set off against other claims of the account, each with its number.
    pub set_off: Vec<(String, Share)>,
    /// Still open on earlier claims after that, with the surcharge that they bear until then on what is owed in truth, without
    /// what is in dispute.
    pub arrears: Money,
    /// The bill before it.
    pub last: Option<PastBill>,
    /// What was used.
    pub usage: PeriodUse,
    /// The paper's JSON before and after its number.
    paper: (String, String),
    /// The bill it stands in for.
    pub replaces: Option<BillId>,
}

impl Draft {
    /// The paper with its number.
    pub fn paper(&self, number: &str) -> String {
        let (before, after) = &self.paper;
        [before, number, after].concat()
    }

    /// The paper as it is kept, for a preview.
    pub fn doc(&self) -> Result<BillDoc> {
        serde_json::from_str(&self.paper(NUMBER)).map_err(|e| Error::Broke(e.into()))
    }
}

/// Since when an account's readings are not billed yet.
pub(super) fn unbilled_since(tx: &Tx<'_>, account: AccountId) -> Result<Option<Day>> {
    billed_to(tx, account)
}

/// Works out the bill of an account. Refuses one whose readings or tariff do not give one:
/// [`Refusal::NotRead`] and [`Refusal::CannotBill`].
pub(super) fn draft(tx: &Tx<'_>, desk: &Desk, facts: FactsRow, wanted: &Wanted) -> Result<Draft> {
    let usage = period_use(tx, facts.id, wanted.after, desk.to)?;
    let (facts, stood) = as_stood(tx, facts, (usage.from, usage.to))?;
    let past = runs::past_bills(tx, facts.id, usage.from, MONTHS_SHOWN)?;
    let earlier = if usage.trued_up { estimated(tx, desk, &facts, &usage)? } else { Vec::new() };
    let estimated: Vec<Estimated<'_>> = earlier.iter().map(Earlier::shown).collect();
    let versions = versions(desk, &facts, &facts.tariff)?;
    let ended = stood.iter().map(|row| ended(desk, &facts, row)).collect::<Result<Vec<_>>>()?;
    let made = engine::bill(&engine::Order {
        account: &facts.number,
        facts: loads(&facts, &facts.sanctioned_load_kw, &facts.contract_demand_kw)?,
        versions: &versions,
        ended: &ended,
        usage: &usage,
        estimated: &estimated,
        months_over: months_over(tx, facts.id, usage.from)?,
        gas: if facts.service == Service::Gas { desk.pipes.to(&facts.route) } else { &[] },
        minor_per_major: desk.minor_per_major(),
        credit: credit_for(tx, &facts, desk.issued_on)?,
        due_on: wanted.due_on,
    })?;
    let set_off = planned(tx, desk, facts.id, credit_beyond(&facts, &made)?)?;
    let off = Money::sum(set_off.iter().map(|(_, share)| share.amount)).ok_or(Refusal::TooMuch)?;
    // What it is set off against bears what has accrued by then, which nobody was told of before.
    let accrued = accrued(tx, desk, &facts, &set_off)?;
    let told = made.truth.iter().flat_map(|t| &t.earlier);
    let mut too_high = Vec::new();
    for (bill, told) in earlier.iter().zip(told.clone()) {
        let more = told.more()?;
        if more.is_negative() {
            too_high.push((bill.id, more.negated()));
        }
    }
    // What they bore on what was never owed falls in the same commit.
    let fallen = would_fall(tx, desk, &too_high, &set_off, &accrued)?;
    let set_off_charges = Money::sum(accrued.iter().map(|(_, _, amount)| *amount));
    let arrears = bills::open_beside(tx, facts.id, None)?.minus(off);
    let arrears = arrears.and_then(|open| open.plus(set_off_charges?)?.minus(fallen.undisputed));
    let arrears = arrears.ok_or(Refusal::TooMuch)?.max(Money::ZERO);
    let opening = earlier.first().map(|e| e.readings.as_slice()).unwrap_or_default();
    let told = earlier.iter().zip(told).map(|(e, told)| (e.id, plain(told.charged_units))).collect();
    let truth = truth(&usage, &made, opening);
    let ended = ended_on_paper(stood, &made);
    let doc = document(
        tx,
        desk,
        &facts,
        &usage,
        &made,
        wanted,
        (arrears, off, fallen.paid),
        &past,
        (truth, ended),
        &set_off,
    )?;
    let json = to_json(&doc, "a bill")?;
    let marked = format!("\"number\":\"{NUMBER}\"");
    let (before, after) = json
        .split_once(&marked)
        .ok_or_else(|| Error::Broke(anyhow::anyhow!("a bill's paper has no place for its number")))?;
    let paper = (format!("{before}\"number\":\""), format!("\"{after}"));
    Ok(Draft {
        made,
        due_on: wanted.due_on,
        estimated: !usage.kind.is_measured(),
        trued_up: usage.trued_up,
        truth: told,
        too_high,
        set_off,
        arrears,
        last: past.into_iter().next(),
        paper,
        replaces: wanted.replaces.as_ref().map(|(id, _)| *id),
        usage,
        facts,
    })
}

/// For how many months too many an account's bills before a day have charged, as the newest of them says; of bills of before
/// that was kept each by itself, a year's at most: nobody is charged now what years ago was a day short.
fn months_over(tx: &Tx<'_>, account: AccountId, from: Day) -> Result<i64> {
    let (mut over, mut of_before) = (0, 0);
    runs::months_charged(tx, account, from, |bill| {
        let days = bill.period_to_on.plus_days(1).days_since(bill.period_from_on);
        let own = Charged { days, months: bill.months_charged }.over();
        over += bill.months_over.unwrap_or(own);
        of_before += 1;
        Ok(bill.months_over.is_none() && of_before < MONTHS_SHOWN)
    })?;
    Ok(over)
}

fn cannot(facts: &FactsRow, reason: impl Into<String>) -> Error {
    Refusal::CannotBill { account: facts.number.clone(), reason: reason.into() }.into()
}

/// The account as it stood at the end of a period, and what ended inside it.
fn as_stood(tx: &Tx<'_>, facts: FactsRow, period: (Day, Day)) -> Result<(FactsRow, Vec<EndedTermsRow>)> {
    let now = (&*facts.tariff, &*facts.sanctioned_load_kw, &*facts.contract_demand_kw);
    let (ended, at_end) = stood(tx, facts.id, now, period)?;
    let Some(EndedTermsRow { tariff, sanctioned_load_kw, contract_demand_kw, .. }) = at_end else {
        return Ok((facts, ended));
    };
    Ok((FactsRow { tariff, sanctioned_load_kw, contract_demand_kw, ..facts }, ended))
}

fn ended<'s>(desk: &'s Desk, facts: &FactsRow, row: &EndedTermsRow) -> Result<Ended<'s>> {
    Ok(Ended {
        until: row.until_on,
        facts: loads(facts, &row.sanctioned_load_kw, &row.contract_demand_kw)?,
        versions: versions(desk, facts, &row.tariff)?,
    })
}

/// What ended inside a bill's period, each with the version that priced its last days.
fn ended_on_paper(stood: Vec<EndedTermsRow>, made: &Made) -> Vec<EndedTerms> {
    let shown = |row: EndedTermsRow| {
        let priced = made.priced.iter().find(|days| days.to == row.until_on)?;
        Some(EndedTerms {
            until: row.until_on,
            tariff: priced.tariff.0.clone(),
            version: priced.version,
            sanctioned_load_kw: row.sanctioned_load_kw,
            contract_unit: contract_unit(&row.contract_demand_kw, priced),
            contract_demand_kw: row.contract_demand_kw,
        })
    };
    stood.into_iter().filter_map(shown).collect()
}

/// The unit of a contract demand as it stands on paper: empty for kW, and where there is none.
fn contract_unit(contract: &str, priced: &PricedDays) -> String {
    let unit = Some(&priced.contract_unit).filter(|unit| !contract.is_empty() && *unit != "kW");
    unit.cloned().unwrap_or_default()
}

/// The versions of a plan that the account is or was on.
fn versions<'s>(desk: &'s Desk, facts: &FactsRow, plan: &str) -> Result<Vec<Version<'s>>> {
    let found = desk.shelf.versions(plan);
    let found = found.ok_or_else(|| cannot(facts, format!("there is no tariff named {plan}")))?;
    if let Some(other) = found.iter().find(|v| !serves(v.tariff.service, facts.service)) {
        let reason = format!("its tariff is for {}, the account for {}", other.tariff.service, facts.service);
        return Err(cannot(facts, reason));
    }
    if let Some(other) = found.iter().find(|v| *v.tariff.currency != *desk.office.currency) {
        let reason =
            format!("its tariff is in {}, the book in {}", other.tariff.currency, desk.office.currency);
        return Err(cannot(facts, reason));
    }
    Ok(found.iter().map(engine_version).collect())
}

fn engine_version(version: &tariffs::Version) -> Version<'_> {
    Version { id: version.id, valid_from: version.valid_from, tariff: &version.tariff }
}

/// Whether a tariff prices what an account is supplied with. Sewage goes by the water that came in.
fn serves(tariff: TariffService, account: Service) -> bool {
    tariff.as_str() == account.as_str() || (tariff == TariffService::Sewer && account == Service::Water)
}

fn loads(facts: &FactsRow, sanctioned: &str, contract: &str) -> Result<AccountFacts> {
    let read = |text: &str, what: &str| match text {
        "" => Ok(None),
        text => text
            .parse::<Decimal>()
            .map(Some)
            .map_err(|_| cannot(facts, format!("its {what}, {text}, is no number"))),
    };
    Ok(AccountFacts {
        sanctioned_load_kw: read(sanctioned, "sanctioned load")?,
        contract_demand_kw: read(contract, "contract demand")?,
    })
}

/// A standing bill on an estimate, with what it was priced by.
struct Earlier {
    id: BillId,
    number: String,
    from: Day,
    to: Day,
    used: Used,
    counted: Used,
    months: Option<i64>,
    facts: AccountFacts,
    gas: Vec<Factors>,
    versions: Vec<tariffs::Version>,
    ended: Vec<(Day, AccountFacts, Vec<tariffs::Version>)>,
    guessed: Guessed,
    noted: Money,
    written_off: Money,
    /// The readings on its paper.
    readings: Vec<BillReading>,
}

impl Earlier {
    fn shown(&self) -> Estimated<'_> {
        Estimated {
            number: self.number.clone(),
            from: self.from,
            to: self.to,
            used: self.used.clone(),
            counted: self.counted.clone(),
            months: self.months,
            facts: self.facts.clone(),
            gas: self.gas.clone(),
            versions: self.versions.iter().map(engine_version).collect(),
            ended: self
                .ended
                .iter()
                .map(|(until, facts, versions)| Ended {
                    until: *until,
                    facts: facts.clone(),
                    versions: versions.iter().map(engine_version).collect(),
                })
                .collect(),
            guessed: self.guessed.clone(),
            noted: self.noted,
            written_off: self.written_off,
        }
    }
}

/// The standing bills on estimates since the last measured reading, oldest first.
fn estimated(tx: &Tx<'_>, desk: &Desk, facts: &FactsRow, usage: &PeriodUse) -> Result<Vec<Earlier>> {
    let mut found = Vec::new();
    let mut until = usage.from;
    // The bands that were not measured yet, going back.
    let mut open = usage.trued_bands();
    while found.len() < MOST_ESTIMATED {
        let Some(bill) = runs::past_bills(tx, facts.id, until, 1)?.into_iter().next() else { break };
        if bill.period_to_on.plus_days(1) != until {
            break; // A gap: what lies before it was not billed on this meter's word.
        }
        let issued = bills::issued(tx, bill.id)?;
        if issued.document.is_empty() {
            break; // Made elsewhere: what it was charged for is not known here.
        }
        let doc: BillDoc = serde_json::from_str(&issued.document).map_err(|e| Error::Broke(e.into()))?;
        let Some(paper) = doc.paper.filter(|p| p.estimated) else { break };
        let guessed = Guessed::on_paper(&paper);
        open.retain(|band| guessed.has(band));
        if open.is_empty() {
            break;
        }
        open.retain(|band| !guessed.made_good(band));
        let versions = match issued.tariff_version_id {
            Some(id) => desk.shelf.that_priced(tx, id)?,
            None => desk.shelf.versions(&facts.tariff).unwrap_or_default().to_vec(),
        };
        let mut ended = Vec::with_capacity(paper.ended.len());
        for terms in &paper.ended {
            let facts = loads(facts, &terms.sanctioned_load_kw, &terms.contract_demand_kw)?;
            ended.push((terms.until, facts, desk.shelf.that_priced(tx, terms.version)?));
        }
        until = bill.period_from_on;
        let used = Used::on_paper(&paper).map_err(|e| Error::Broke(e.into()))?;
        let multiplier = |meter: &str, band: &str| {
            usage.registers.iter().find(|r| r.meter == meter && r.band == band).map(|r| r.multiplier)
        };
        let counted = used.counted_now(&paper, multiplier).map_err(|e| Error::Broke(e.into()))?;
        found.push(Earlier {
            id: bill.id,
            number: bill.number,
            from: bill.period_from_on,
            to: bill.period_to_on.plus_days(1),
            used,
            counted,
            months: bill.months_charged,
            facts: loads(facts, &paper.sanctioned_load_kw, &paper.contract_demand_kw)?,
            gas: factors_of(paper.gas.as_ref()).map_err(|e| Error::Broke(e.into()))?,
            versions,
            ended,
            guessed,
            noted: noted(tx, bill.id)?,
            written_off: not_kept_yet(tx, bill.id)?,
            readings: paper.readings,
        });
    }
    found.reverse();
    Ok(found)
}

/// The gas that a bill was converted by, from its paper.
fn factors_of(gas: Option<&GasUse>) -> std::result::Result<Vec<Factors>, rust_decimal::Error> {
    let Some(gas) = gas else { return Ok(Vec::new()) };
    let round = RoundTo { to: gas.round_to.parse()?, mode: gas.round_mode };
    let factors = |part: &GasPart| {
        let calorific = if part.calorific_value.is_empty() { "1" } else { &part.calorific_value };
        Ok(Factors {
            valid_from: part.from,
            volume_correction: part.correction.parse()?,
            calorific_value: calorific.parse()?,
            round,
        })
    };
    // Every band has the same days.
    let first = gas.parts.first().map(|part| &part.band);
    gas.parts.iter().filter(|part| Some(&part.band) == first).map(factors).collect()
}

/// What notes have changed in a bill for its use: debit notes add, credit notes take off, so that neither is made
/// good twice. Discounts stay given.
fn noted(tx: &Tx<'_>, bill: BillId) -> Result<Money> {
    let mut sum = credited(tx, bill)?.negated();
    for note in bills::hanging_on(tx, bill)? {
        if note.kind == ClaimKind::DebitNote {
            let claimed = note.total_minor.minus(credited(tx, note.id)?).ok_or(Refusal::TooMuch)?;
            sum = sum.plus(claimed).ok_or(Refusal::TooMuch)?;
        }
    }
    Ok(sum)
}

/// What was written off of a bill on an estimate and of its debit notes: nobody paid it, so no reading gives it back. What
/// a standing bill has kept back before, as it made another band good, is kept back once.
fn not_kept_yet(tx: &Tx<'_>, id: BillId) -> Result<Money> {
    let mut sum = corrections::taken_by(tx, id, CorrectionKind::WriteOff)?;
    for note in bills::hanging_on(tx, id)?.iter().filter(|claim| claim.kind == ClaimKind::DebitNote) {
        let off = corrections::taken_by(tx, note.id, CorrectionKind::WriteOff)?;
        sum = sum.plus(off).ok_or(Refusal::TooMuch)?;
    }
    if sum.is_zero() {
        return Ok(sum);
    }
    let Some(bill) = bills::find(tx, id)? else { return Ok(sum) };
    let kept = Money::sum(made_good_by(tx, &bill)?.iter().map(|by| by.kept)).ok_or(Refusal::TooMuch)?;
    Ok(sum.minus(kept).ok_or(Refusal::TooMuch)?.max(Money::ZERO))
}

/// What credit notes have taken off a claim, discounts and subsidies aside.
fn credited(tx: &Tx<'_>, claim: BillId) -> Result<Money> {
    let given = |reason| matches!(reason, CorrectionReason::Discount | CorrectionReason::Subsidy);
    let notes = corrections::of_bill(tx, claim)?;
    let off = notes.iter().filter(|c| c.kind == CorrectionKind::CreditNote && !given(c.reason));
    Ok(Money::sum(off.map(|c| c.amount_minor)).ok_or(Refusal::TooMuch)?)
}

#[expect(clippy::too_many_arguments, reason = "everything that stands on one paper, each of its own kind")]
fn document(
    tx: &Tx<'_>,
    desk: &Desk,
    facts: &FactsRow,
    usage: &PeriodUse,
    made: &Made,
    wanted: &Wanted,
    (arrears, off, paid_back): (Money, Money, Money),
    past: &[PastBill],
    (truth, ended): (Option<TrueUse>, Vec<EndedTerms>),
    set_off: &[(String, Share)],
) -> Result<BillDoc> {
    let payable = made.payable()?;
    let credit_left = credit_beyond(facts, made)?.minus(off).and_then(|left| left.plus(paid_back));
    let credit_left = credit_left.ok_or(Refusal::TooMuch)?;
    let in_all = payable.plus(arrears).and_then(|sum| sum.minus(credit_left)).ok_or(Refusal::TooMuch)?;
    let last_payment = payments::earlier(tx, facts.id, 1)?.into_iter().next();
    let units = plain(made.units);
    let contract_unit = made.priced.last().map(|days| contract_unit(&facts.contract_demand_kw, days));
    let registration = desk.office.bill_registration.split(';').map(str::trim);
    let paper = BillPaper {
        title: desk.office.bill_title,
        registration_lines: registration.filter(|l| !l.is_empty()).map(str::to_owned).collect(),
        tariff: made.tariff.0.clone(),
        tariff_from: made.tariff.1,
        ended,
        days: made.to.days_since(made.from),
        units: units.clone(),
        unit: made.unit.clone(),
        sanctioned_load_kw: facts.sanctioned_load_kw.clone(),
        contract_demand_kw: facts.contract_demand_kw.clone(),
        contract_unit: contract_unit.unwrap_or_default(),
        readings: usage.registers.iter().map(reading).collect(),
        estimated: !usage.kind.is_measured(),
        trued_up: usage.trued_up,
        made_good: made.truth.iter().flat_map(|t| &t.earlier).map(|bill| bill.number.clone()).collect(),
        billed: if usage.trued_up { billed(&made.used) } else { Vec::new() },
        truth,
        gas: gas_use(made),
        charges: made.charges,
        arrears,
        credit_used: made.credit_used,
        credit_given: made.credit_given,
        set_off: lines_of(set_off)?,
        credit_left,
        payable: in_all.max(Money::ZERO),
        after_due: made.after_due.map(|(from, amount)| AfterDue { from, amount }),
        last_payment: last_payment.map(|p| EarlierPayment {
            receipt: p.number,
            on: p.business_on,
            amount: p.paid,
        }),
        upi_id: desk.office.upi_id.clone(),
        replaces: wanted.replaces.as_ref().map(|(_, number)| number.clone()),
    };
    let mut history: Vec<MonthUse> = past
        .iter()
        .filter(|b| !b.units.is_empty())
        .take(MONTHS_SHOWN as usize - 1)
        .map(|b| MonthUse { month: month_of(b.period_to_on), units: in_truth(made, b) })
        .collect();
    history.reverse();
    let to = made.to.plus_days(-1);
    history.push(MonthUse { month: month_of(to), units });
    Ok(BillDoc {
        office: office_head_for(&desk.office, &facts.language),
        number: NUMBER.into(),
        account: facts.number.clone(),
        customer: facts.customer.clone(),
        address: facts.address.clone(),
        service: facts.service.as_str().to_owned(),
        meter: facts.meter.clone(),
        period_from: made.from,
        period_to: to,
        issued_on: desk.issued_on,
        due_on: wanted.due_on,
        lines: made.lines.iter().map(line).collect(),
        total: made.total,
        paid: Money::ZERO,
        corrections: Vec::new(),
        balance: payable,
        late: String::new(),
        history,
        status: String::new(),
        as_of: None,
        paper: Some(Box::new(paper)),
    })
}

/// The units of an earlier bill, as this one tells them.
fn in_truth(made: &Made, bill: &PastBill) -> String {
    let told = made.truth.iter().flat_map(|t| &t.earlier).find(|told| told.number == bill.number);
    told.map_or_else(|| bill.units.clone(), |told| plain(told.charged_units))
}

/// Credit of the account that a new bill may use: what is late comes first, as with money (`set_off` pays it in the same commit, by
/// the office's order: where a plan is kept, that may be its older claims).
/// A bill that is not due yet would else take what keeps the account off the cut list.
fn credit_for(tx: &Tx<'_>, facts: &FactsRow, today: Day) -> Result<Money> {
    let credit = facts.credit_minor;
    if !credit.is_positive() {
        return Ok(credit);
    }
    let late = crate::arrears::pursued_of(tx, facts.id, today)?;
    Ok(credit.minus(late).ok_or(Refusal::TooMuch)?.max(Money::ZERO))
}

/// Credit of the account that the bill leaves.
fn credit_beyond(facts: &FactsRow, made: &Made) -> Result<Money> {
    Ok(facts.credit_minor.minus(made.credit_taken()?).ok_or(Refusal::TooMuch)?)
}

/// What is set off, claim by claim.
fn lines_of(set_off: &[(String, Share)]) -> Result<Vec<SetOffLine>> {
    let mut lines: Vec<SetOffLine> = Vec::new();
    for (number, share) in set_off {
        match lines.iter_mut().find(|line| line.number == *number) {
            Some(line) => line.amount = line.amount.plus(share.amount).ok_or(Refusal::TooMuch)?,
            None => lines.push(SetOffLine { number: number.clone(), amount: share.amount }),
        }
    }
    Ok(lines)
}

fn billed(used: &Used) -> Vec<BilledUse> {
    used.bands.iter().map(|(band, units)| BilledUse { band: band.clone(), units: plain(*units) }).collect()
}

/// How this period's share of the true use came about, as it stands on paper. `opening` are the readings on the
/// oldest bill that is made good.
fn truth(usage: &PeriodUse, made: &Made, opening: &[BillReading]) -> Option<TrueUse> {
    let truth = made.truth.as_ref()?;
    let read = Used::of(usage.registers.iter().map(|r| (r.band.as_str(), r.units)));
    let bands = truth.total.bands.iter().map(|(band, total)| {
        let now = read.bands.iter().find(|(b, _)| b == band).map_or(Decimal::ZERO, |(_, units)| *units);
        let (opened, closed) = showed(usage, opening, band, *total).unwrap_or_default();
        TrueBand {
            band: band.clone(),
            opened,
            closed,
            read: plain(now),
            estimated: plain(*total - now),
            total: plain(*total),
        }
    });
    let own = TruePeriod {
        bill: String::new(),
        from: made.from,
        to: made.to.plus_days(-1),
        days: made.to.days_since(made.from),
        estimated: String::new(),
        units: plain(made.used.units()),
        charged: None,
        costs: made.charges,
        lines: Vec::new(),
    };
    let earlier = truth.earlier.iter().map(|e| TruePeriod {
        bill: e.number.clone(),
        from: e.from,
        to: e.to.plus_days(-1),
        days: e.to.days_since(e.from),
        estimated: plain(e.estimated),
        units: plain(e.units),
        charged: Some(e.charged),
        costs: e.costs,
        lines: e.lines.iter().map(line).collect(),
    });
    Some(TrueUse {
        since: truth.since,
        days: truth.days,
        unit: made.counted_in.clone(),
        bands: bands.collect(),
        periods: earlier.chain([own]).collect(),
    })
}

/// To three digits, all of them printed: figures in a column stand below each other.
fn thousandths(units: Decimal) -> String {
    let mut units = units.round_dp(3);
    units.rescale(3);
    units.to_string()
}

/// How gas was converted, as it stands on paper.
fn gas_use(made: &Made) -> Option<GasUse> {
    let first = made.gas.first()?;
    let part = |part: &gas::Part| GasPart {
        band: part.band.clone(),
        from: part.from,
        to: part.to.plus_days(-1),
        days: part.to.days_since(part.from),
        volume: plain(part.volume),
        correction: plain(part.volume_correction),
        calorific_value: part.calorific_value.map(plain).unwrap_or_default(),
        units: thousandths(part.units),
    };
    Some(GasUse {
        counted_in: made.counted_in.clone(),
        to_m3: if first.to_m3 == Decimal::ONE { String::new() } else { plain(first.to_m3) },
        parts: made.gas.iter().map(part).collect(),
        round_to: plain(first.round.to),
        round_mode: first.round.mode,
    })
}

/// What the one register of a band showed when it was last measured, and shows now; none where an exchange, a
/// rollover or a second register makes the difference of the two another number than was used.
fn showed(
    usage: &PeriodUse,
    opening: &[BillReading],
    band: &str,
    total: Decimal,
) -> Option<(String, String)> {
    let mut now = usage.registers.iter().filter(|r| r.band == band);
    let mut then = opening.iter().filter(|r| r.band == band);
    let (now, then) = match (now.next(), now.next(), then.next(), then.next()) {
        (Some(now), None, Some(then), None) if now.meter == then.meter => (now, then),
        _ => return None,
    };
    let opened: Decimal = then.previous.parse().ok()?;
    let difference = (now.current - opened) * now.multiplier;
    (difference == total).then(|| (plain(opened), plain(now.current)))
}

fn line(line: &engine::BillLine) -> BillDocLine {
    let filled = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
    BillDocLine {
        label: line.label.clone(),
        quantity: filled(&line.quantity),
        rate: filled(&line.rate),
        amount: line.amount,
        wording: line.wording.clone(),
        group: None,
    }
}

fn reading(r: &foil_domain::metering::period::RegisterUse) -> BillReading {
    BillReading {
        meter: r.meter.clone(),
        band: r.band.clone(),
        previous: plain(r.previous),
        current: plain(r.current),
        multiplier: if r.multiplier == Decimal::ONE { String::new() } else { plain(r.multiplier) },
        units: plain(r.units),
        previous_kind: r.previous_kind.as_str().to_owned(),
        current_kind: r.current_kind.as_str().to_owned(),
        rolled_over: r.rolled_over,
    }
}

/// `Oct 2026` of a day in it.
fn month_of(day: Day) -> String {
    let long = day.long();
    long.split_once(' ').map_or(long.as_str(), |(_, month)| month).to_owned()
}
