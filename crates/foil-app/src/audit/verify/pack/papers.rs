//! Receipts, slips, Z reports, deposits, vouchers, duplicates and requests against the log, the certificate, the sample and the seals.
//!
//! The registers come first and are remembered in some eighty bytes a paper; then the log streams by, whose rows must
//! carry the same numbers, amounts and tenders, and the hash of the paper's whole row. A paper without its row, and a row
//! without its paper, are told.

use super::super::witness::Witness;
use super::super::{Findings, did};
use super::ByCounter;
use crate::audit::bound::{
    ASKED, Bound, CORRECTION, DEPOSIT, RECEIPT, REFUND, ROW_SHA256, SAFE_COUNT, SLIP, Z_REPORT,
};
use crate::audit::lists::{
    APPROVALS, AUDIT_LOG, CERTIFICATE, CORRECTIONS, DEPOSITS, List, RECEIPTS, REFUNDS, REPRINTS, SAMPLE,
    VARIANCES, VOIDS,
};
use crate::audit::pack::number_before;
use crate::audit::pack::tally::Runs;
use foil_domain::audit::sample::Draw;
use foil_domain::audit::seal::{Receipts, Seal, SignedSeal};
use foil_domain::time::Day;
use foil_store::money_control::DEBITED;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

const LOG: &str = "chain/audit-log.json";

/// A paper, until the log confirms it.
struct Paper {
    seq: i64,
    /// The number of its row in the register.
    at: u32,
    /// Its number, and the hash of its audit row: the first bytes of their SHA-256.
    number: u64,
    hash: u64,
    /// Its amount in smallest coins.
    paid: Option<i64>,
    /// What else its row says of it, see [`told`]: a receipt's tenders, a slip's receipt, a refund's receipt and way.
    told: u64,
    /// On which business date, and of a receipt, slip or duplicate by whom: both are those of its row.
    by: u64,
    /// All that its row binds, see [`Bound`]; nothing where its kind binds nothing.
    row: Hash,
    kind: Kind,
}

/// Enough of a SHA-256 that nobody finds another text for it.
type Hash = [u8; 16];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Receipt,
    Slip,
    ZReport,
    SafeCount,
    Deposit,
    Refund,
    Reprint,
    Request,
    Correction,
}

impl Kind {
    fn file(self) -> &'static str {
        match self {
            Kind::Receipt => "registers/receipts.json",
            Kind::Slip => "registers/voids.json",
            Kind::ZReport | Kind::SafeCount => "registers/variances.json",
            Kind::Deposit => "registers/deposits.json",
            Kind::Refund => "registers/refunds.json",
            Kind::Reprint => "registers/reprints.json",
            Kind::Request => "registers/approvals.json",
            Kind::Correction => "registers/corrections.json",
        }
    }

    /// What else its row says of it.
    fn beside(self) -> &'static str {
        match self {
            Kind::Receipt => "the way of paying is",
            Kind::Slip => "its receipt is",
            Kind::ZReport => "what was expected, counted, kept or left for the bank is",
            Kind::SafeCount | Kind::Deposit | Kind::Reprint | Kind::Correction => "it is",
            Kind::Refund => "its receipt or its way is",
            Kind::Request => "what was asked for is",
        }
    }

    /// What the act that made it binds of its row in the register.
    fn bound(self) -> Option<&'static Bound> {
        match self {
            Kind::Receipt => Some(&RECEIPT),
            Kind::Slip => Some(&SLIP),
            Kind::ZReport => Some(&Z_REPORT),
            Kind::SafeCount => Some(&SAFE_COUNT),
            Kind::Deposit => Some(&DEPOSIT),
            Kind::Refund => Some(&REFUND),
            Kind::Request => Some(&ASKED),
            Kind::Correction => Some(&CORRECTION),
            Kind::Reprint => None,
        }
    }

    /// The kind of what an act lists among its papers under this word.
    fn of(paper: &str) -> Option<Kind> {
        let all = [
            Kind::Receipt,
            Kind::Slip,
            Kind::ZReport,
            Kind::SafeCount,
            Kind::Deposit,
            Kind::Refund,
            Kind::Request,
            Kind::Correction,
        ];
        all.into_iter().find(|kind| kind.bound().is_some_and(|bound| bound.paper == paper))
    }

    /// Whether who made it is who acted, as their row of the log has them.
    fn is_by_who_acted(self) -> bool {
        matches!(self, Kind::Receipt | Kind::Slip | Kind::Reprint)
    }

    fn by(self, on: &str, who: &str) -> u64 {
        if self.is_by_who_acted() { told(&[on, who]) } else { told(&[on]) }
    }
}

/// The receipts of a day, counter and series: first, last, how many, how many of them void.
type Given = (String, String, i64, i64);

/// All papers of a pack.
pub(super) struct Papers {
    waiting: ByCounter<Vec<Paper>>,
    /// How far the log has confirmed each counter's.
    next: ByCounter<usize>,
    /// The chains in which acts say the hashes of their papers by now: from then on each paper is said by its act.
    binds: BTreeSet<String>,
    receipts: Runs,
    slips: Runs,
    z_reports: Runs,
    refunds: Runs,
    deposits: Runs,
    corrections: Runs,
    days: BTreeMap<(Day, String, String), Given>,
    /// Whether a cheque that was debited after a refund is a row of the refunds.
    has_debits: bool,
    draw: Option<Draw<String>>,
    sampled: Vec<(String, String)>,
    certified: Vec<Vec<String>>,
}

impl Papers {
    pub fn new(draw: Draw<String>, has_debits: bool) -> Papers {
        Papers {
            waiting: ByCounter::new(),
            next: ByCounter::new(),
            binds: BTreeSet::new(),
            receipts: Runs::default(),
            slips: Runs::default(),
            z_reports: Runs::default(),
            refunds: Runs::default(),
            deposits: Runs::default(),
            corrections: Runs::default(),
            days: BTreeMap::new(),
            has_debits,
            draw: Some(draw),
            sampled: Vec::new(),
            certified: Vec::new(),
        }
    }

    /// The next row of one of the pack's lists.
    pub fn hear(&mut self, list: List, row: i64, fields: &[String], findings: &mut Findings) {
        let field = |name: &str| {
            let at = list.columns.iter().position(|column| *column == name);
            at.and_then(|at| fields.get(at)).map(String::as_str).unwrap_or_default()
        };
        if list == RECEIPTS {
            self.receipt(row, fields, &field);
        } else if list == VOIDS {
            self.slips.take(field("counter"), field("slip"), false);
            let of = told(&[field("receipt")]);
            self.wait((row, fields), field("slip"), minor(field("amount")), of, &field, Kind::Slip);
        } else if list == VARIANCES && field("shift").is_empty() {
            let variance = minor(field("variance"));
            self.wait((row, fields), field("z_report"), variance, 0, &field, Kind::SafeCount);
        } else if list == VARIANCES {
            self.z_reports.take(field("counter"), field("z_report"), false);
            let variance = minor(field("variance"));
            let figures = z_told(Z_FIGURES.map(|name| minor(field(name))));
            self.wait((row, fields), field("z_report"), variance, figures, &field, Kind::ZReport);
        } else if list == DEPOSITS {
            self.deposits.take(field("counter"), field("slip"), false);
            self.wait((row, fields), field("slip"), minor(field("amount")), 0, &field, Kind::Deposit);
        } else if list == REFUNDS && field("kind") == DEBITED && self.has_debits {
            // It has no voucher: see [`super::debits`].
        } else if list == REFUNDS {
            self.refunds.take(field("counter"), field("number"), false);
            let fell = told(&["receipt", "kind", "back_by", "to_receipt"].map(&field));
            self.wait((row, fields), field("number"), minor(field("amount")), fell, &field, Kind::Refund);
        } else if list == CORRECTIONS {
            self.corrections.take(field("counter"), field("number"), false);
            self.wait((row, fields), field("number"), minor(field("amount")), 0, &field, Kind::Correction);
        } else if list == REPRINTS {
            // What was handed out before its place in the log was kept has none.
            if field("audit_seq") != "0" {
                let copy = ["paper", "number", "duplicate"].map(&field).join(" ");
                self.wait((row, fields), &copy, None, 0, &field, Kind::Reprint);
            }
        } else if list == APPROVALS {
            if field("audit_seq") != "0" {
                let asked = told(&[field("kind")]);
                self.wait(
                    (row, fields),
                    field("approval"),
                    minor(field("amount")),
                    asked,
                    &field,
                    Kind::Request,
                );
            }
        } else if list == SAMPLE {
            self.sampled.push((field("ticket").to_owned(), field("receipt").to_owned()));
        } else if list == CERTIFICATE {
            self.certified.push(fields.to_vec());
        } else if list == AUDIT_LOG {
            self.confirm(&field, findings);
        }
    }

    fn receipt<'f>(&mut self, row: i64, fields: &[String], field: &impl Fn(&str) -> &'f str) {
        let (number, counter) = (field("receipt"), field("counter"));
        self.receipts.take(counter, number, !field("void_slip").is_empty());
        if let Some(draw) = &mut self.draw {
            draw.take(number, || number.to_owned());
        }
        if let Ok(on) = Day::parse(field("business_on")) {
            let series = number.rsplit_once('/').map_or(number, |(series, _)| series);
            let day = self.days.entry((on, counter.to_owned(), series.to_owned()));
            let day = day.or_insert_with(|| (number.to_owned(), String::new(), 0, 0));
            number.clone_into(&mut day.1);
            day.2 += 1;
            day.3 += i64::from(!field("void_slip").is_empty());
        }
        let tenders = tenders_told(|method| minor(field(method)).unwrap_or_default());
        self.wait((row, fields), number, minor(field("paid")), tenders, field, Kind::Receipt);
    }

    fn wait<'f>(
        &mut self,
        (row, fields): (i64, &[String]),
        number: &str,
        paid: Option<i64>,
        told: u64,
        field: &impl Fn(&str) -> &'f str,
        kind: Kind,
    ) {
        let counter = field("counter");
        let seq = field("audit_seq").parse().unwrap_or_default();
        let (number, hash) = (first_bytes(number), first_bytes(field("audit_hash")));
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        if !self.waiting.contains_key(counter) {
            self.waiting.insert(counter.to_owned(), Vec::new());
        }
        if let Some(waiting) = self.waiting.get_mut(counter) {
            let by = kind.by(field("business_on"), field("clerk"));
            let bound = kind.bound().map(|bound| shortened(&bound.hash(fields)));
            let entry = bound.unwrap_or_default();
            waiting.push(Paper { seq, at: row, number, hash, paid, told, by, row: entry, kind });
        }
    }

    /// The next row of the log: the papers that point to it must be of its making.
    fn confirm<'f>(&mut self, field: &impl Fn(&str) -> &'f str, findings: &mut Findings) {
        let counter = field("counter");
        let Ok(seq) = field("seq").parse::<i64>() else { return };
        let made = made(field("act"), field("changes"));
        if !self.binds.contains(counter) && field("changes").contains(ROW_SHA256) {
            self.binds.insert(counter.to_owned());
        }
        let binds = self.binds.contains(counter);
        let Some(waiting) = self.waiting.get_mut(counter) else {
            for made in &made {
                missing(counter, seq, made, findings);
            }
            return;
        };
        let next = match self.next.get_mut(counter) {
            Some(next) => next,
            None => {
                // Receipts and slips of a counter come one after the other; the log has them in its own order.
                waiting.sort_by_key(|paper| paper.seq);
                self.next.entry(counter.to_owned()).or_default()
            }
        };
        while waiting.get(*next).is_some_and(|paper| paper.seq < seq) {
            unconfirmed(counter, &waiting[*next], findings);
            *next += 1;
        }
        let mut met = vec![false; made.len()];
        while let Some(paper) = waiting.get(*next).filter(|paper| paper.seq == seq) {
            *next += 1;
            let by = paper.kind.by(field("business_on"), field("who"));
            if by != paper.by && first_bytes(field("hash")) == paper.hash {
                otherwise_by(counter, paper, (field("who"), field("business_on")), findings);
            }
            let row = (field("act"), field("hash"), binds);
            judged(counter, paper, row, (&made, &mut met), findings);
        }
        for (made, _) in made.iter().zip(met).filter(|(_, met)| !met) {
            missing(counter, seq, made, findings);
        }
    }

    /// All was heard: what the log did not confirm, and what does not fit together.
    pub fn ended(
        mut self,
        seals: &[(String, SignedSeal)],
        witnesses: &[Witness],
        covered: &dyn Fn(Day) -> bool,
        findings: &mut Findings,
    ) {
        for (counter, waiting) in &self.waiting {
            let next = self.next.get(counter).copied().unwrap_or_default();
            for paper in waiting.iter().skip(next) {
                unconfirmed(counter, paper, findings);
            }
        }
        self.numbers(findings);
        if let Some(draw) = self.draw.take()
            && draw.drawn() != self.sampled
        {
            findings.add("sample.json", "these are not the receipts that the seed draws");
        }
        for (name, seal) in seals.iter().filter(|(_, seal)| covered(seal.seal.business_on)) {
            self.day_of(name, &seal.seal, findings);
        }
        for witness in witnesses.iter().filter(|witness| covered(witness.on())) {
            if let Some(whole) = witness.whole.as_ref().filter(|whole| whole.fault().is_none()) {
                self.day_of(&witness.name, &whole.seal, findings);
            }
        }
    }

    /// Numbers that are missing, each named, and the certificate against the registers.
    fn numbers(&self, findings: &mut Findings) {
        let mut said = Vec::new();
        for (paper, runs, file) in [
            ("receipt", &self.receipts, "registers/receipts.json"),
            ("slip", &self.slips, "registers/voids.json"),
            ("z_report", &self.z_reports, "registers/variances.json"),
            ("refund", &self.refunds, "registers/refunds.json"),
            ("deposit", &self.deposits, "registers/deposits.json"),
            ("credit_note", &self.corrections, "registers/corrections.json"),
        ] {
            for (series, s) in runs.sequences() {
                if s.gaps != 0 {
                    findings.add(
                        file,
                        format!(
                            "{} number(s) between {} and {} are missing, or stand twice",
                            s.gaps, s.first, s.last
                        ),
                    );
                }
                let numbers = [s.count, s.voids].map(|n| n.to_string());
                let [count, voids] = numbers;
                said.push([paper.to_owned(), s.counter, series, s.first, s.last, count, voids]);
            }
        }
        let of = |row: &Vec<String>| {
            // paper, counter, series, follows, first, last, count, voids, gaps
            [0, 1, 2, 4, 5, 6, 7].map(|at| row.get(at).cloned().unwrap_or_default())
        };
        let known = ["receipt", "slip", "z_report", "refund", "deposit", "credit_note"];
        let certified: Vec<_> =
            self.certified.iter().filter(|row| known.contains(&row[0].as_str())).collect();
        if certified.iter().map(|row| of(row)).ne(said) {
            findings.add("certificate.json", "it does not say what the registers hold");
        }
        for row in certified {
            let (follows, first, gaps) = (&row[3], &row[4], &row[8]);
            if gaps != "0" || number_before(first).unwrap_or_default() != *follows {
                findings.add("certificate.json", format!("a number before or after {first} is missing"));
            }
        }
    }

    /// The receipts of a day as its seal counted them.
    fn day_of(&self, name: &str, seal: &Seal, findings: &mut Findings) {
        for Receipts { counter, first, last, count, voids, .. } in &seal.receipts {
            let series = first.rsplit_once('/').map_or(first.as_str(), |(series, _)| series);
            let here = self.days.get(&(seal.business_on, counter.clone(), series.to_owned()));
            if here.is_none_or(|(f, l, n, _)| (f, l, n) != (first, last, count)) {
                findings.add(
                    "registers/receipts.json",
                    format!(
                        "counter {counter} on {}: {name} counted {count} receipts from {first} to {last}, the \
                         register has {}",
                        seal.business_on,
                        here.map_or("none".to_owned(), |(f, l, n, _)| format!("{n} from {f} to {l}"))
                    ),
                );
            } else if let Some((.., void)) = here.filter(|(.., void)| void != voids) {
                findings.add(
                    "registers/receipts.json",
                    format!(
                        "counter {counter} on {}: {name} counted {voids} void receipts, the register has {void}",
                        seal.business_on
                    ),
                );
            }
        }
    }
}

/// The beginning of the SHA-256 of a text: enough to tell two of a month apart.
fn first_bytes(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// `1234.50` as smallest coins, whatever the currency's decimals.
pub(super) fn minor(amount: &str) -> Option<i64> {
    amount.replace('.', "").parse().ok()
}

/// Acts that make a receipt or slip, always, and say so.
const MAKERS: &[&str] = &["take_payment", "process_request"];

/// The ways of paying, as the receipts register has a column for each.
pub(super) const METHODS: [&str; 6] = ["cash", "cheque", "card", "upi", "bank", "transfer"];

/// The figures of a Z report beside its variance of cash, as the register has a column for each.
const Z_FIGURES: [&str; 4] = ["expected", "counted", "kept", "banked"];

/// What a row of the log says of a paper beside its amount, and the paper of itself, in a few bytes.
pub(in crate::audit::verify) fn told(parts: &[&str]) -> u64 {
    first_bytes(&parts.join("|"))
}

fn tenders_told(net: impl Fn(&str) -> i64) -> u64 {
    told(&METHODS.map(|method| net(method).to_string()).each_ref().map(String::as_str))
}

fn z_told(figures: [Option<i64>; 4]) -> u64 {
    told(
        &figures
            .map(|figure| figure.map_or_else(String::new, |n| n.to_string()))
            .each_ref()
            .map(String::as_str),
    )
}

/// A paper that an act made, as its row of the log says.
struct Made {
    kind: Kind,
    number: String,
    paid: Option<i64>,
    /// As in [`Paper`]; none where the row says nothing of it.
    told: Option<u64>,
    /// The hash of its row in the register; none in rows of the log from before there was one.
    row: Option<Hash>,
}

/// Whether an act takes slips for the bank back, beside what else it may do: one of cheques, or what two persons did.
pub(super) fn takes_slips_back(act: &str) -> bool {
    ["take_slip_back", "ask_approval", "decide_approval"].contains(&act)
}

/// Whether an act made this paper, as its row of the log says it: a receipt is judged by [`Papers`] alone.
pub(in crate::audit::verify) fn is_of_its_making(
    (act, changes): (&str, &str),
    (paper, number, amount): (&str, &str, i64),
) -> bool {
    if paper == "slip_taken_back" {
        let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
        let did = did(&changes);
        return takes_slips_back(act)
            && did["taken_back"] == number
            && did["amount_minor"].as_i64() == Some(amount);
    }
    if paper == "credit_note" {
        // Of a run that was cancelled whole, or from before corrections were said.
        let said = made(act, changes)
            .into_iter()
            .find(|made| made.kind == Kind::Correction && made.number == number);
        return said.is_some() || act == "cancel_bill_run" || !changes.contains(ROW_SHA256);
    }
    let kind = match paper {
        "slip" => Kind::Slip,
        "z_report" => Kind::ZReport,
        "safe_count" => Kind::SafeCount,
        "refund" => Kind::Refund,
        _ => Kind::Deposit,
    };
    let made = made(act, changes);
    let own = made.iter().find(|made| made.kind == kind && made.number == number);
    own.is_some_and(|own| own.paid.is_none_or(|logged| logged == amount))
}

/// The papers that an act made.
fn made(act: &str, changes: &str) -> Vec<Made> {
    // Most rows make no paper: they are not parsed.
    let by_act = ["undo", "make_deposit_slip", "deposit_cheques", "hand_out"].contains(&act);
    let others = ["\"receipt\":\"", "\"z\":\"", "\"papers\":["];
    if !by_act && !others.iter().any(|named| changes.contains(named)) {
        return Vec::new();
    }
    let Ok(changes) = serde_json::from_str::<Value>(changes) else { return Vec::new() };
    let papers = || changes["papers"].as_array().into_iter().flatten();
    let mut all: Vec<Made> = papers().filter_map(listed).collect();
    let own = of_itself(act, did(&changes));
    all.extend(
        own.filter(|own| !all.iter().any(|made| (made.kind, &made.number) == (own.kind, &own.number))),
    );
    for (kind, number, row) in papers().filter_map(hashed) {
        match all.iter_mut().find(|made| (made.kind, &*made.number) == (kind, number)) {
            Some(made) => made.row = Some(row),
            None => {
                let number = number.to_owned();
                all.push(Made { kind, number, paid: None, told: None, row: Some(row) });
            }
        }
    }
    all
}

/// The hash that an act says of a paper's row.
fn hashed(paper: &Value) -> Option<(Kind, &str, Hash)> {
    let kind = Kind::of(paper["paper"].as_str()?)?;
    // What is no hash is none that fits.
    let hash = hex::decode(paper[ROW_SHA256].as_str()?).unwrap_or_default();
    Some((kind, paper["number"].as_str()?, shortened(&hash)))
}

pub(super) fn shortened(hash: &[u8]) -> Hash {
    hash.first_chunk().copied().unwrap_or_default()
}

/// A void's slip, a voucher or a request, as the row lists it.
fn listed(paper: &Value) -> Option<Made> {
    let text = |name: &str| paper[name].as_str().unwrap_or_default();
    let (kind, told) = match text("paper") {
        "slip" => (Kind::Slip, told(&[text("of")])),
        "refund" => (Kind::Refund, told(&["of", "way", "back_by", "to"].map(text))),
        "approval" => (Kind::Request, told(&[text("kind")])),
        _ => return None,
    };
    let number = text("number").to_owned();
    Some(Made { kind, number, paid: paper["amount_minor"].as_i64(), told: Some(told), row: None })
}

/// The paper that an act is there to make.
fn of_itself(act: &str, changes: &Value) -> Option<Made> {
    let text = |name: &str| changes[name].as_str().map(str::to_owned);
    let amount = |name: &str| changes[name].as_i64();
    let (kind, number, paid, told) = match act {
        "undo" => (Kind::Slip, text("slip")?, None, None),
        "hand_out" => {
            let copy = text("copy")?;
            let n = copy.strip_prefix("duplicate ")?;
            (Kind::Reprint, format!("{} {} {n}", text("paper")?, text("number")?), None, None)
        }
        "make_deposit_slip" | "deposit_cheques" => {
            (Kind::Deposit, text("slip").or_else(|| text("number"))?, amount("amount_minor"), None)
        }
        _ => match text("z") {
            Some(z) => {
                let figures = Z_FIGURES.map(|name| amount(&format!("{name}_minor")));
                let all = figures.iter().all(Option::is_some);
                (Kind::ZReport, z, amount("variance_minor"), all.then(|| z_told(figures)))
            }
            None => {
                let receipt = text("receipt").filter(|_| changes["payment"].is_number())?;
                (Kind::Receipt, receipt, amount("paid_minor"), tenders_said(changes))
            }
        },
    };
    Some(Made { kind, number, paid, told, row: None })
}

/// A receipt's tenders less the change, which is given in cash, as the row says them.
fn tenders_said(changes: &Value) -> Option<u64> {
    let change = changes["tendered_minor"].as_i64()?.checked_sub(changes["paid_minor"].as_i64()?)?;
    let tenders = changes["tenders"].as_array()?;
    Some(tenders_told(|method| {
        let of = tenders.iter().filter(|t| t[0] == method).filter_map(|t| t[1].as_i64());
        let given = of.fold(0, i64::saturating_add);
        if method == "cash" { given.saturating_sub(change) } else { given }
    }))
}

/// Holds a paper against the row that made it; tells where it is not as the row says.
fn judged(
    counter: &str,
    paper: &Paper,
    (act, hash, binds): (&str, &str, bool),
    (made, met): (&[Made], &mut [bool]),
    findings: &mut Findings,
) {
    let Paper { seq, at: row, kind, .. } = paper;
    let whose = format!("row {row}");
    if first_bytes(hash) != paper.hash {
        findings
            .add(kind.file(), format!("{whose}: row {seq} of counter {counter} has another hash in the log"));
        met.fill(true);
        return;
    }
    let by_number = made.iter().position(|m| m.kind == *kind && first_bytes(&m.number) == paper.number);
    let unmet = || made.iter().zip(met.iter()).position(|(m, met)| m.kind == *kind && !met);
    let Some(at) = by_number.or_else(unmet) else {
        // Receipts, Z reports and deposits come of other acts, too, on the way to what they are about: rows from before
        // their papers were said do not tell. These make nothing else, and what takes money back is always said. The
        // corrections of a run that was cancelled whole have one row, which says how many they are.
        let always =
            matches!(kind, Kind::Slip | Kind::Refund | Kind::Reprint | Kind::Request | Kind::SafeCount);
        let of_a_run = *kind == Kind::Correction && act == "cancel_bill_run";
        if MAKERS.contains(&act) || always || (binds && !of_a_run) {
            let says = format!("{whose}: row {seq} of counter {counter} in the log made no such paper");
            findings.add(kind.file(), says);
        }
        return;
    };
    met[at] = true;
    let made = &made[at];
    let differs = if first_bytes(&made.number) != paper.number {
        let says = format!("{whose}: the log says {} in row {seq} of counter {counter}", made.number);
        findings.add(kind.file(), says);
        return;
    } else if paper.paid.zip(made.paid).is_some_and(|(paid, logged)| paid != logged) {
        "the amount is"
    } else if made.told.is_some_and(|told| told != paper.told) {
        kind.beside()
    } else if made.row.is_some_and(|row| row != paper.row) {
        "the rest of its row is"
    } else {
        return;
    };
    findings.add(
        kind.file(),
        format!(
            "{whose} ({}): {differs} not the one that row {seq} of counter {counter} in the log says",
            made.number
        ),
    );
}

fn otherwise_by(counter: &str, paper: &Paper, (who, on): (&str, &str), findings: &mut Findings) {
    let Paper { seq, at: row, kind, .. } = paper;
    let what = if kind.is_by_who_acted() { "its clerk or its day" } else { "its day" };
    findings.add(
        kind.file(),
        format!("row {row}: {what} is not that of row {seq} of counter {counter} in the log ({who}, {on})"),
    );
}

fn unconfirmed(counter: &str, paper: &Paper, findings: &mut Findings) {
    let Paper { seq, at: row, kind, .. } = paper;
    findings.add(kind.file(), format!("row {row}: its row {seq} of counter {counter} is not in the log"));
}

fn missing(counter: &str, seq: i64, made: &Made, findings: &mut Findings) {
    findings.add(
        LOG,
        format!("counter {counter}: row {seq} made {}, which is not in {}", made.number, made.kind.file()),
    );
}
