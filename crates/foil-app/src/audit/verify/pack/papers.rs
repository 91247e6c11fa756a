//! Receipts, slips, Z reports and deposits against the log, the certificate, the sample and the seals.
//!
//! The registers come first and are remembered in a few dozen bytes a paper; then the log streams by, whose rows must
//! carry the same numbers and amounts. A paper without its row, and a row without its paper, are told.

use super::super::witness::Witness;
use super::super::{Findings, did};
use super::ByCounter;
use crate::audit::lists::{
    AUDIT_LOG, CERTIFICATE, DEPOSITS, List, RECEIPTS, REFUNDS, SAMPLE, VARIANCES, VOIDS,
};
use crate::audit::pack::number_before;
use crate::audit::pack::tally::Runs;
use foil_domain::audit::sample::Draw;
use foil_domain::audit::seal::{Receipts, Seal, SignedSeal};
use foil_domain::time::Day;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const LOG: &str = "chain/audit-log.json";

/// A paper, until the log confirms it.
struct Paper {
    seq: i64,
    row: u32,
    /// Its number, and the hash of its audit row: the first bytes of their SHA-256.
    number: u64,
    hash: u64,
    /// Its amount in smallest coins; none for a slip.
    paid: Option<i64>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Receipt,
    Slip,
    ZReport,
    Deposit,
    Refund,
}

impl Kind {
    fn file(self) -> &'static str {
        match self {
            Kind::Receipt => "registers/receipts.json",
            Kind::Slip => "registers/voids.json",
            Kind::ZReport => "registers/variances.json",
            Kind::Deposit => "registers/deposits.json",
            Kind::Refund => "registers/refunds.json",
        }
    }
}

/// All papers of a pack.
pub(super) struct Papers {
    waiting: ByCounter<Vec<Paper>>,
    /// How far the log has confirmed each counter's.
    next: ByCounter<usize>,
    receipts: Runs,
    slips: Runs,
    z_reports: Runs,
    refunds: Runs,
    deposits: Runs,
    /// The receipts of each day, counter and series: first, last, how many.
    days: BTreeMap<(Day, String, String), (String, String, i64)>,
    draw: Option<Draw<String>>,
    sampled: Vec<(String, String)>,
    certified: Vec<Vec<String>>,
}

impl Papers {
    pub fn new(draw: Draw<String>) -> Papers {
        Papers {
            waiting: ByCounter::new(),
            next: ByCounter::new(),
            receipts: Runs::default(),
            slips: Runs::default(),
            z_reports: Runs::default(),
            refunds: Runs::default(),
            deposits: Runs::default(),
            days: BTreeMap::new(),
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
            self.receipt(row, &field);
        } else if list == VOIDS {
            self.slips.take(field("counter"), field("slip"), false);
            self.wait(field("counter"), row, field("slip"), None, &field, Kind::Slip);
        } else if list == VARIANCES {
            self.z_reports.take(field("counter"), field("z_report"), false);
            let variance = minor(field("variance"));
            self.wait(field("counter"), row, field("z_report"), variance, &field, Kind::ZReport);
        } else if list == DEPOSITS {
            self.deposits.take(field("counter"), field("slip"), false);
            self.wait(field("counter"), row, field("slip"), minor(field("amount")), &field, Kind::Deposit);
        } else if list == REFUNDS {
            self.refunds.take(field("counter"), field("number"), false);
            self.wait(field("counter"), row, field("number"), None, &field, Kind::Refund);
        } else if list == SAMPLE {
            self.sampled.push((field("ticket").to_owned(), field("receipt").to_owned()));
        } else if list == CERTIFICATE {
            self.certified.push(fields.to_vec());
        } else if list == AUDIT_LOG {
            self.confirm(&field, findings);
        }
    }

    fn receipt<'f>(&mut self, row: i64, field: &impl Fn(&str) -> &'f str) {
        let (number, counter) = (field("receipt"), field("counter"));
        self.receipts.take(counter, number, !field("void_slip").is_empty());
        if let Some(draw) = &mut self.draw {
            draw.take(number, || number.to_owned());
        }
        if let Ok(on) = Day::parse(field("business_on")) {
            let series = number.rsplit_once('/').map_or(number, |(series, _)| series);
            let day = self.days.entry((on, counter.to_owned(), series.to_owned()));
            let day = day.or_insert_with(|| (number.to_owned(), String::new(), 0));
            number.clone_into(&mut day.1);
            day.2 += 1;
        }
        self.wait(counter, row, number, minor(field("paid")), field, Kind::Receipt);
    }

    fn wait<'f>(
        &mut self,
        counter: &str,
        row: i64,
        number: &str,
        paid: Option<i64>,
        field: &impl Fn(&str) -> &'f str,
        kind: Kind,
    ) {
        let seq = field("audit_seq").parse().unwrap_or_default();
        let (number, hash) = (first_bytes(number), first_bytes(field("audit_hash")));
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        if !self.waiting.contains_key(counter) {
            self.waiting.insert(counter.to_owned(), Vec::new());
        }
        if let Some(waiting) = self.waiting.get_mut(counter) {
            waiting.push(Paper { seq, row, number, hash, paid, kind });
        }
    }

    /// The next row of the log: the papers that point to it must be of its making.
    fn confirm<'f>(&mut self, field: &impl Fn(&str) -> &'f str, findings: &mut Findings) {
        let counter = field("counter");
        let Ok(seq) = field("seq").parse::<i64>() else { return };
        let made = made(field("act"), field("changes"));
        let Some(waiting) = self.waiting.get_mut(counter) else {
            if let Some(made) = made {
                missing(counter, seq, &made, findings);
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
        let mut met = false;
        while let Some(paper) = waiting.get(*next).filter(|paper| paper.seq == seq) {
            *next += 1;
            met |= judged(counter, paper, (field("act"), field("hash")), made.as_ref(), findings);
        }
        if let (Some(made), false) = (&made, met) {
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
        let known = ["receipt", "slip", "z_report", "refund", "deposit"];
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
        for Receipts { counter, first, last, count, .. } in &seal.receipts {
            let series = first.rsplit_once('/').map_or(first.as_str(), |(series, _)| series);
            let here = self.days.get(&(seal.business_on, counter.clone(), series.to_owned()));
            if here.is_none_or(|(f, l, n)| (f, l, n) != (first, last, count)) {
                findings.add(
                    "registers/receipts.json",
                    format!(
                        "counter {counter} on {}: {name} counted {count} receipts from {first} to {last}, the \
                         register has {}",
                        seal.business_on,
                        here.map_or("none".to_owned(), |(f, l, n)| format!("{n} from {f} to {l}"))
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
fn minor(amount: &str) -> Option<i64> {
    amount.replace('.', "").parse().ok()
}

/// Acts that make a receipt or slip, always, and say so.
const MAKERS: &[&str] = &["take_payment", "process_request"];

/// A paper that an act made, as its row of the log says.
struct Made {
    kind: Kind,
    number: String,
    paid: Option<i64>,
}

fn made(act: &str, changes: &str) -> Option<Made> {
    // Most rows make no paper: they are not parsed.
    let deposit = act == "make_deposit_slip" || act == "deposit_cheques";
    let slip = act == "undo";
    let others = ["\"receipt\":\"", "\"z\":\""];
    if !slip && !deposit && !others.iter().any(|named| changes.contains(named)) {
        return None;
    }
    let changes: Value = serde_json::from_str(changes).ok()?;
    let changes = did(&changes);
    let text = |name: &str| changes[name].as_str().map(str::to_owned);
    let amount = |name: &str| changes[name].as_i64();
    let (kind, number, paid) = if slip {
        (Kind::Slip, text("slip")?, None)
    } else if deposit {
        (Kind::Deposit, text("slip").or_else(|| text("number"))?, amount("amount_minor"))
    } else if let Some(z) = text("z") {
        (Kind::ZReport, z, amount("variance_minor"))
    } else {
        let receipt = text("receipt").filter(|_| changes["payment"].is_number())?;
        (Kind::Receipt, receipt, amount("paid_minor"))
    };
    Some(Made { kind, number, paid })
}

/// Whether this is the paper that the row made; tells when it is not as the row says.
fn judged(
    counter: &str,
    paper: &Paper,
    (act, hash): (&str, &str),
    made: Option<&Made>,
    findings: &mut Findings,
) -> bool {
    let Paper { seq, row, kind, .. } = paper;
    let whose = format!("row {row}");
    if first_bytes(hash) != paper.hash {
        findings
            .add(kind.file(), format!("{whose}: row {seq} of counter {counter} has another hash in the log"));
        return true;
    }
    let Some(made) = made.filter(|made| made.kind == *kind) else {
        // Other acts make papers too, on the way to what they are about; these make nothing else.
        if MAKERS.contains(&act) {
            let says = format!("{whose}: row {seq} of counter {counter} in the log made no such paper");
            findings.add(kind.file(), says);
        }
        return true;
    };
    if first_bytes(&made.number) != paper.number {
        let says = format!("{whose}: the log says {} in row {seq} of counter {counter}", made.number);
        findings.add(kind.file(), says);
    } else if let (Some(paid), Some(logged)) = (paper.paid, made.paid)
        && paid != logged
    {
        findings.add(
            kind.file(),
            format!(
                "{whose} ({}): the amount is not the one that row {seq} of counter {counter} in the log says",
                made.number
            ),
        );
    }
    true
}

fn unconfirmed(counter: &str, paper: &Paper, findings: &mut Findings) {
    let Paper { seq, row, kind, .. } = paper;
    findings.add(kind.file(), format!("row {row}: its row {seq} of counter {counter} is not in the log"));
}

fn missing(counter: &str, seq: i64, made: &Made, findings: &mut Findings) {
    findings.add(
        LOG,
        format!("counter {counter}: row {seq} made {}, which is not in {}", made.number, made.kind.file()),
    );
}
