//! What the registers come to, held against each other: collections and summary against the receipts and what fell,
//! exceptions and overrides against what they are drawn from, requests and moved cash against what the log says of
//! them, each Z report as it was printed against its row.
//!
//! Only sums, and the rows of registers that people read, are remembered; of a receipt nothing.

use super::super::super::pack::manifest::PackManifest;
use super::super::{Findings, did};
use super::cheques::Cheques;
use super::debits::{Debits, debited};
use super::drawers::{self, Drawers};
use super::exceptions::Exceptions;
use super::papers::{METHODS, minor, told};
use super::people::{self, People};
use crate::audit::bound::{
    self, CAME_OF_IT, DECIDED, DOCUMENT_SHA256, LATER, ROW_SHA256, SAFE_EXPLAINED, SLIP_STAYS, document_hash,
};
use crate::audit::exceptions::MOST_IN_PACK;
use crate::audit::lists::{
    APPROVALS, AUDIT_LOG, CASH_MOVES, CHEQUES, COLLECTIONS, DEFAULTERS, DEPOSITS, EXCEPTIONS, List,
    OVERRIDES, PEOPLE, RECEIPTS, REFUNDS, REPRINTS, SUMMARY, VARIANCES, VOIDS,
};
use crate::audit::pack::{CashOfDay, Coin, Told, overridden, overrides_what};
use crate::office::SEALING_ACTS;
use foil_domain::audit::seal::SignedSeal;
use foil_domain::time::{Day, Month};
use foil_store::money_control::DEBITED;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How a row of the log says that it made one of the papers that are heard here.
const HEARD: [&str; 11] = [
    "\"paper\":\"cheque\"",
    "\"paper\":\"approval\"",
    "\"paper\":\"decision\"",
    "\"paper\":\"outcome\"",
    "\"paper\":\"beside\"",
    "\"paper\":\"slip_taken_back\"",
    "\"paper\":\"slip_stays\"",
    "\"paper\":\"z_report\"",
    "\"paper\":\"safe_explained\"",
    "\"paper\":\"cash_move\"",
    "\"paper\":\"drawer\"",
];

/// Acts that were about a request before the log told of requests by themselves.
const BY_THE_WAY: [&str; 3] = ["ask_approval", "decide_approval", "withdraw_approval"];

/// What an act calls a Z report.
const Z_REPORT: &str = bound::Z_REPORT.paper;

/// Day, counter, clerk, way of paying.
type Whose = [String; 4];

/// How many, and how much.
type Sum = (i64, i64);

/// What was heard of a pack's registers so far.
#[derive(Default)]
pub(super) struct Sums {
    /// Whether the registers say what stays in the safe, and what was tolerated there.
    has_fund: bool,
    /// The last day of its month, once that is closed.
    ends: Option<Day>,
    /// Of a format whose register of overrides had the log's own text.
    raw_overrides: bool,
    /// The currency, where the format tells amounts of changed rules in it.
    coin: Option<Coin>,
    /// Receipts, taken, voids, voided, from the receipts themselves.
    collected: BTreeMap<Whose, [i64; 4]>,
    /// The same from the collection register, then returned and net.
    listed: BTreeMap<Whose, [i64; 6]>,
    receipts: Sum,
    voids: Sum,
    returned: Sum,
    overdue: Sum,
    reprints: i64,
    log_rows: i64,
    returned_on: BTreeMap<String, i64>,
    receipts_on: BTreeMap<String, i64>,
    /// A clerk's receipts, and how many of them are void.
    clerks: BTreeMap<String, [i64; 2]>,
    summary: BTreeMap<(String, String), (i64, Option<i64>)>,
    /// Receipts that are void, by their slips.
    void: BTreeMap<String, String>,
    exceptions: Exceptions,
    overrides: HashMap<(String, i64), u64>,
    requests: BTreeMap<String, Request>,
    said_of_requests: BTreeMap<String, String>,
    /// Requests that name no row of the log, as those do that were asked for before it told of them: state and amount.
    unlogged: BTreeMap<String, (String, i64)>,
    /// What acts of that time said of requests, by the way: state and amount.
    said_by_the_way: BTreeMap<String, (String, i64)>,
    /// What the log said of what became of a paper later, see [`LATER`], and the same of its row, by kind and number.
    said_later: BTreeMap<(&'static str, String), String>,
    later: BTreeMap<(&'static str, String), String>,
    /// Requests whose act said the hash of their row: from then on whoever decides one says so, too.
    bound: BTreeSet<String>,
    cash: BTreeMap<String, CashOfDay>,
    /// How many movements of cash a day was closed with, the hash over them, and the one with who moved them.
    said_of_cash: BTreeMap<String, (i64, String, Option<String>)>,
    drawers: Drawers,
    /// What each day handed out and voided, and on which papers that stands.
    told_on: BTreeMap<String, ToldOn>,
    cheques: Cheques,
    /// Cheques that were debited after a refund; none of a format that had no row for them.
    debits: Option<Debits>,
    /// Who everybody is; none of a format that did not say.
    people: Option<People>,
    z_reports: BTreeMap<String, u64>,
    /// Counts of the safe that are explained.
    safe_explained: BTreeSet<String>,
    /// What could be let pass by one person's word then, as each count's row has it, and as its act said it.
    tolerances: BTreeMap<String, Option<i64>>,
    said_of_tolerances: BTreeMap<String, i64>,
    /// Slips that have left something in the safe.
    stays: BTreeSet<String>,
    /// The hashes of the papers of Z reports, as the acts that closed their shifts said them.
    said_of_papers: BTreeMap<String, String>,
}

/// The duplicates and voids of a day.
#[derive(Default)]
struct ToldOn {
    /// As their registers have them; the voids by their slips.
    duplicates: i64,
    voids: BTreeSet<String>,
    /// As the day's Z reports tell them.
    on_z: i64,
    slips_on_z: BTreeSet<String>,
    /// How many its own paper tells, as the act that closed it says; none in days from before it did.
    on_no_z: Option<(i64, i64)>,
}

/// A request as its row has it.
struct Request {
    state: String,
    /// Whether it bears a decision, by name or note, or the paper that came of it.
    decided: bool,
    came: bool,
}

impl Sums {
    /// Nothing heard yet of a pack.
    pub fn of(manifest: &PackManifest) -> Sums {
        Sums {
            cheques: Cheques::of(&manifest.month, manifest.has_cheques()),
            exceptions: Exceptions::of(manifest),
            has_fund: manifest.has_fund(),
            ends: Month::parse(&manifest.month).ok().filter(|_| manifest.closed).map(Month::last),
            raw_overrides: !manifest.tells_overrides(),
            coin: manifest.coin(),
            debits: manifest.has_people().then(Debits::default),
            people: manifest.has_people().then(People::default),
            ..Sums::default()
        }
    }

    /// A row of the defaulter register by itself: its ages come to what is left, and its days to the end of its month.
    fn defaulter<'f>(&self, field: &impl Fn(&str) -> &'f str, left: i64, findings: &mut Findings) {
        const FILE: &str = "registers/defaulters";
        let account = field("account");
        let ages = ["to_30", "to_60", "to_90", "over_90"].map(|age| minor(field(age)).unwrap_or_default());
        if ages.iter().sum::<i64>() != left {
            findings.add(FILE, format!("{account}: its ages do not come to what is left"));
        }
        let late = self.ends.zip(Day::parse(field("oldest_due_on")).ok());
        if late.is_some_and(|(end, due)| end.days_since(due).to_string() != field("days_late")) {
            findings.add(FILE, format!("{account}: it was not late by so many days when the month ended"));
        }
    }

    /// What the seals say of people, when all lists were heard.
    pub fn sealed(&self, seals: &[(String, SignedSeal)], findings: &mut Findings) {
        match &self.people {
            Some(people) => people.sealed(seals, findings),
            None => people::left_out(seals, findings),
        }
    }

    /// The next row of one of the pack's lists.
    pub fn hear(&mut self, list: List, fields: &[String], findings: &mut Findings) {
        let field = |name: &str| {
            let at = list.columns.iter().position(|column| *column == name);
            at.and_then(|at| fields.get(at)).map(String::as_str).unwrap_or_default()
        };
        let n = |name: &str| field(name).parse::<i64>().unwrap_or_default();
        let amount = |name: &str| minor(field(name)).unwrap_or_default();
        self.exceptions.hear(list, &field);
        self.cheques.hear(list, fields, &field, findings);
        if list == RECEIPTS {
            self.receipt(&field, &amount);
        } else if list == VOIDS {
            self.told_on(field("business_on")).voids.insert(field("slip").to_owned());
            self.is_void(&field, findings);
        } else if list == COLLECTIONS {
            let whose = ["business_on", "counter", "clerk", "method"].map(|name| field(name).to_owned());
            let sums = [
                n("receipts"),
                amount("taken"),
                n("voids"),
                amount("voided"),
                amount("returned"),
                amount("net"),
            ];
            self.listed.insert(whose, sums);
        } else if list == DEFAULTERS {
            add(&mut self.overdue, (n("bills"), amount("left")));
            self.defaulter(&field, amount("left"), findings);
        } else if list == REPRINTS {
            self.reprints += 1;
            self.told_on(field("business_on")).duplicates += 1;
        } else if list == REFUNDS {
            add(&mut self.returned, (1, amount("returned")));
            *self.returned_on.entry(field("business_on").to_owned()).or_default() += amount("returned");
            self.drawers.refunded(field("business_on"), field("back_by"), amount("returned"));
            if let (DEBITED, Some(debits)) = (field("kind"), &mut self.debits) {
                debits.listed(&field, amount("returned"));
            }
        } else if let (CHEQUES, Some(debits)) = (list, &mut self.debits) {
            debits.cheque(&field);
        } else if list == VARIANCES {
            self.keep_later(list, field("z_report"), fields);
            if field("shift").is_empty() {
                if !(field("reason").is_empty() && field("approved_by").is_empty()) {
                    self.safe_explained.insert(field("z_report").to_owned());
                }
                if self.has_fund {
                    self.tolerances.insert(field("z_report").to_owned(), minor(field("tolerance")));
                }
                return;
            }
            let cash = ["expected", "counted", "variance", "kept", "banked"].map(&amount);
            let figures = [&cash[..], &TENDERS_OFF.map(&amount)].concat();
            self.z_reports.insert(field("z_report").to_owned(), figures_told(figures));
            self.drawers.expects(field("business_on"), amount("expected"));
        } else if list == CASH_MOVES {
            self.cash.entry(field("business_on").to_owned()).or_default().take(fields);
            self.drawers.moved(fields, &field, amount("amount"), findings);
        } else if list == APPROVALS {
            if field("audit_seq") != "0" {
                let request = Request {
                    state: field("state").to_owned(),
                    decided: !(field("decided_by").is_empty() && field("note").is_empty()),
                    came: !field("outcome").is_empty(),
                };
                self.requests.insert(field("approval").to_owned(), request);
                self.keep_later(list, field("approval"), fields);
            } else {
                let said = (field("state").to_owned(), amount("amount"));
                self.unlogged.insert(field("approval").to_owned(), said);
            }
        } else if list == DEPOSITS {
            self.keep_later(list, field("slip"), fields);
            if amount("stays") != 0 {
                self.stays.insert(field("slip").to_owned());
            }
        } else if list == OVERRIDES {
            let row = match self.raw_overrides {
                true => told(&["kind", "business_on", "who", "act", "what", "audit_hash"].map(field)),
                false => {
                    let minor = minor(field("amount")).map(|n| n.to_string()).unwrap_or_default();
                    let [kind, on, who, act, what, was] =
                        ["kind", "business_on", "who", "act", "what", "was"].map(field);
                    let [became, reason, asked, allowed, hash] =
                        ["became", "reason", "asked_by", "allowed_by", "audit_hash"].map(field);
                    told(&[kind, on, who, act, what, was, became, &minor, reason, asked, allowed, hash])
                }
            };
            self.overrides.insert((field("counter").to_owned(), n("audit_seq")), row);
        } else if let (PEOPLE, Some(people)) = (list, &mut self.people) {
            people.listed(&field, findings);
        } else if list == EXCEPTIONS {
            self.exceptions.is(&field);
        } else if list == SUMMARY {
            let item = (field("section").to_owned(), field("item").to_owned());
            self.summary.insert(item, (n("count"), minor(field("amount"))));
        } else if list == AUDIT_LOG {
            self.log(&field, n("seq"), findings);
        }
    }

    fn receipt<'f>(&mut self, field: &impl Fn(&str) -> &'f str, amount: &impl Fn(&str) -> i64) {
        let (on, clerk, slip, paid) =
            (field("business_on"), field("clerk"), field("void_slip"), amount("paid"));
        let void = i64::from(!slip.is_empty());
        add(&mut self.receipts, (1, paid));
        add(&mut self.voids, (void, void * paid));
        *self.receipts_on.entry(on.to_owned()).or_default() += 1;
        let of_clerk = self.clerks.entry(clerk.to_owned()).or_default();
        of_clerk[0] += 1;
        of_clerk[1] += void;
        for method in METHODS {
            let kept = amount(method);
            if kept != 0 {
                let whose = [on, field("counter"), clerk, method].map(str::to_owned);
                let sums = self.collected.entry(whose).or_default();
                let of_this = [1, kept, void, void * kept];
                sums.iter_mut().zip(of_this).for_each(|(sum, more)| *sum = sum.saturating_add(more));
            }
        }
        if void == 0 {
            self.drawers.took(on, amount("cash"));
        } else {
            self.void.insert(slip.to_owned(), field("receipt").to_owned());
        }
    }

    /// A void's receipt says so, too; both are of one business date, but for books of long ago.
    fn is_void<'f>(&mut self, field: &impl Fn(&str) -> &'f str, findings: &mut Findings) {
        let (slip, receipt) = (field("slip"), field("receipt"));
        let said = self.void.remove(slip);
        let must = said.is_some() || field("receipt_on") == field("business_on");
        if must && said.as_deref() != Some(receipt) {
            findings.add(
                "registers/voids.json",
                format!("{slip}: the receipt register does not say that {receipt} is void by it"),
            );
        }
    }

    /// Keeps what of a row may have come later, to hold it against what the log says.
    fn keep_later(&mut self, list: List, number: &str, fields: &[String]) {
        for bound in LATER.into_iter().filter(|bound| bound.list == list) {
            self.later.insert((bound.paper, number.to_owned()), hex::encode(bound.hash(fields)));
        }
    }

    /// What a row of the log says of overrides, requests, and the cash of the day that it closes.
    fn log<'f>(&mut self, field: &impl Fn(&str) -> &'f str, seq: i64, findings: &mut Findings) {
        self.log_rows += 1;
        if let Some(people) = &mut self.people {
            people.log(field, seq, findings);
        }
        let (act, text, counter) = (field("act"), field("changes"), field("counter"));
        let listed = self.overrides.remove(&(counter.to_owned(), seq));
        let says = overrides_what(act, text);
        self.exceptions.log(field, seq, says.is_some());
        let says = says.map(|(kind, what)| self.overridden(kind, what, field));
        if listed != says {
            let how = match (listed, says) {
                (None, _) => "lacks",
                (_, None) => "has, as an override that it is not,",
                _ => "does not say what stands in",
            };
            findings.add(
                "registers/overrides.json",
                format!("it {how} row {seq} of counter {counter} in the log ({act})"),
            );
        }
        // Most rows made a receipt alone: they are not parsed.
        if HEARD.iter().any(|paper| text.contains(paper)) {
            let changes: Value = serde_json::from_str(text).unwrap_or(Value::Null);
            let row = (counter, seq, field("hash"), field("business_on"));
            for paper in changes["papers"].as_array().into_iter().flatten() {
                self.cheques.said(row, paper);
                self.paper_said(paper, || moved_by((counter, seq, act), did(&changes)));
            }
            let did = did(&changes);
            if let (Some(count), Some(most)) = (did["count"].as_str(), did["tolerance_minor"].as_i64()) {
                self.said_of_tolerances.insert(count.to_owned(), most);
            }
        }
        if text.contains("\"debited\":true") {
            let changes: Value = serde_json::from_str(text).unwrap_or(Value::Null);
            match &mut self.debits {
                Some(debits) => debits.log(field, &changes),
                None => self.debited(field("business_on"), &changes),
            }
        }
        if BY_THE_WAY.contains(&act) && !HEARD.iter().any(|paper| text.contains(paper)) {
            self.said_of_a_request(&serde_json::from_str(text).unwrap_or(Value::Null));
        }
        if SEALING_ACTS.contains(&act) {
            let changes: Value = serde_json::from_str(text).unwrap_or(Value::Null);
            if let Some(none) = did(&changes)["no_drawer_minor"].as_i64() {
                self.drawers.closed(field("business_on"), none);
            }
            let none = &did(&changes)["on_no_z"];
            if let (Some(duplicates), Some(voids)) = (none["duplicates"].as_i64(), none["voids"].as_i64()) {
                self.told_on(field("business_on")).on_no_z = Some((duplicates, voids));
            }
            let said = &did(&changes)["cash_moves"];
            if let (Some(rows), Some(sha256)) = (said[0].as_i64(), said[1].as_str()) {
                let with_clerks = said[2].as_str().map(str::to_owned);
                let said = (rows, sha256.to_owned(), with_clerks);
                self.said_of_cash.insert(field("business_on").to_owned(), said);
            }
        }
    }

    /// The row of the register that an override in the log must have.
    fn overridden<'f>(&self, kind: &str, what: String, field: &impl Fn(&str) -> &'f str) -> u64 {
        let [on, who, act, hash] = ["business_on", "who", "act", "hash"].map(field);
        if self.raw_overrides {
            return told(&[kind, on, who, act, &what, hash]);
        }
        let Told { what, was, became, amount, reason, asked_by, allowed_by } =
            overridden(act, who, field("changes"), what, self.coin.as_ref());
        let amount = amount.map(|n| n.to_string()).unwrap_or_default();
        told(&[kind, on, who, act, &what, &was, &became, &amount, &reason, &asked_by, &allowed_by, hash])
    }

    /// Cheques that came back though their money had been handed back, in a pack whose register of refunds has no row for them:
    /// no payment falls by it, and it is taken off their day.
    fn debited(&mut self, on: &str, changes: &Value) {
        for (_, amount) in debited(changes) {
            add(&mut self.returned, (1, amount));
            *self.returned_on.entry(on.to_owned()).or_default() += amount;
        }
    }

    /// What a row says of a request that it is about, from before the log told of requests by themselves.
    fn said_of_a_request(&mut self, changes: &Value) {
        let Some(id) = changes["approval"].as_i64() else { return };
        let state = match changes["state"].as_str() {
            Some(state) => state,
            None if changes["allowed_by"].is_number() => "approved",
            None if changes["done_first"] == true => "second_look",
            None => "asked",
        };
        let before = self.said_by_the_way.get(&id.to_string()).map(|(_, amount)| *amount);
        let Some(amount) = changes["amount_minor"].as_i64().or(before) else { return };
        self.said_by_the_way.insert(id.to_string(), (state.to_owned(), amount));
    }

    /// Requests that name no row of the log: none of them is younger than one that does, and what acts said of them by the
    /// way is so.
    fn unlogged(&self, findings: &mut Findings) {
        const FILE: &str = "registers/approvals.json";
        let number = |id: &String| id.parse::<i64>().unwrap_or(i64::MAX);
        let first_logged = self.requests.keys().map(number).min();
        for (id, (state, amount)) in &self.unlogged {
            if first_logged.is_some_and(|first| first < number(id)) {
                findings.add(FILE, format!("request {id}: no row of the log asked for it"));
                continue;
            }
            let Some((said, said_amount)) = self.said_by_the_way.get(id) else { continue };
            if said != state && !follows(said, state) {
                findings.add(FILE, format!("request {id}: it says {state}, the log says {said}"));
            }
            if amount != said_amount {
                findings.add(FILE, format!("request {id}: the amount is not the one that the log says"));
            }
        }
    }

    /// What a row of the log says of a request, or of a Z report's paper.
    fn paper_said(&mut self, paper: &Value, row: impl FnOnce() -> drawers::Said) {
        let text = |name: &str| paper[name].as_str().map(str::to_owned);
        let (Some(kind), Some(number)) = (paper["paper"].as_str(), text("number")) else { return };
        match (kind, text(ROW_SHA256)) {
            (bound::CASH_MOVED, Some(hash)) => return self.drawers.said(hash, row),
            (bound::DRAWER_OPENED, _) => return self.drawers.opened(number),
            _ => {}
        }
        if let (Z_REPORT, Some(hash)) = (kind, text(DOCUMENT_SHA256)) {
            self.said_of_papers.insert(number, hash);
            return;
        }
        for bound in LATER.into_iter().filter(|bound| bound.paper == kind) {
            if let Some(hash) = text(ROW_SHA256) {
                self.said_later.insert((bound.paper, number.clone()), hash);
            }
        }
        if kind == "approval" && text(ROW_SHA256).is_some() {
            self.bound.insert(number.clone());
        }
        // A request may be decided at a counter whose chain is read before the one it was asked at.
        let decided = kind == "decision";
        if let ("approval" | "decision", Some(state)) = (kind, text("state")) {
            let said = self.said_of_requests.entry(number);
            said.and_modify(|last| {
                if decided {
                    last.clone_from(&state);
                }
            })
            .or_insert(state);
        }
    }

    /// A Z report as it was printed, as JSON.
    pub fn printed(&mut self, name: &str, text: &str, findings: &mut Findings) {
        let doc: Value = serde_json::from_str(text).unwrap_or(Value::Null);
        let number = doc["z"].as_str().unwrap_or_default();
        let close = &doc["close"];
        let cash = [
            &doc["cash"]["expected"],
            &close["counted"],
            &close["variance"],
            &close["kept"],
            &close["banked"],
        ];
        let cash = cash.map(|figure| figure.as_i64().unwrap_or(i64::MIN));
        let here = figures_told([&cash[..], &tenders_off(&doc)].concat());
        match self.z_reports.remove(number) {
            Some(row) if row == here => {}
            Some(_) => findings.add(name, "it does not say what its row in registers/variances says"),
            None => findings.add(name, "it has no row of its own in registers/variances"),
        }
        let told = self.told_on(doc["business_on"].as_str().unwrap_or_default());
        let named = doc["duplicates"].as_array().map_or(0, Vec::len);
        let more = doc["duplicates_more"].as_i64().unwrap_or_default();
        told.on_z = told.on_z.saturating_add(i64::try_from(named).unwrap_or(i64::MAX)).saturating_add(more);
        let slips = doc["voids"].as_array().into_iter().flatten();
        told.slips_on_z.extend(slips.filter_map(|void| void["slip"].as_str().map(str::to_owned)));
        let hash = doc.as_object().map(document_hash).unwrap_or_default();
        if self.said_of_papers.get(number).is_some_and(|said| *said != hash) {
            findings.add(name, format!("{number} is not the paper that the log says closed its shift"));
        }
    }

    /// All was heard: what does not fit together. Gives back how many exceptions are left to their registers, for there
    /// are too many of their kind.
    pub fn ended(mut self, findings: &mut Findings) -> i64 {
        self.collections(findings);
        self.sums(findings);
        for (slip, receipt) in &self.void {
            findings
                .add("registers/receipts.json", format!("{receipt}: its slip {slip} is not in the voids"));
        }
        let left_out = std::mem::take(&mut self.exceptions).ended(MOST_IN_PACK as i64, findings);
        for (counter, seq) in self.overrides.keys() {
            findings.add(
                "registers/overrides.json",
                format!("its row {seq} of counter {counter} is not in the log"),
            );
        }
        self.decided(findings);
        for ((kind, number), said) in &self.said_later {
            // One that was asked for in another month has its row in that month's pack, as it stood when that ended: who
            // decided it is held against the log by `--book` alone.
            let here = self.later.get(&(*kind, number.clone()));
            if here.is_some_and(|here| here != said) {
                let (file, what) = became(kind);
                findings.add(file, format!("{what} is not what the log says").replace("{}", number));
            }
        }
        self.unlogged(findings);
        for count in &self.safe_explained {
            if !self.said_later.contains_key(&(SAFE_EXPLAINED.paper, count.clone())) {
                findings.add(
                    "registers/variances.json",
                    format!("{count}: why it differed is said, of which the log knows nothing"),
                );
            }
        }
        self.of_the_fund(findings);
        for (on, (rows, sha256, with_clerks)) in &self.said_of_cash {
            let here = self.cash.get(on).map_or_else(|| CashOfDay::default().done(), CashOfDay::done);
            let (here, hash, whole) = here;
            if (here, &hash) != (*rows, sha256) || with_clerks.as_ref().is_some_and(|said| *said != whole) {
                findings.add(
                    "registers/cash_moves.json",
                    format!("the cash moved on {on} is not what the day was closed with: {here} rows, the log says {rows}"),
                );
            }
        }
        self.drawers.ended(findings);
        self.on_one_paper(findings);
        self.cheques.ended(findings);
        if let Some(debits) = &self.debits {
            debits.ended(findings);
        }
        if let Some(people) = &self.people {
            people.ended(findings);
        }
        for number in self.z_reports.keys() {
            findings.add(
                "registers/variances.json",
                format!("{number}: it is not in z-reports as it was printed"),
            );
        }
        left_out
    }

    fn told_on(&mut self, on: &str) -> &mut ToldOn {
        self.told_on.entry(on.to_owned()).or_default()
    }

    /// Each duplicate of a day is on one Z report or on the paper of the day, each void on that or on some Z report.
    fn on_one_paper(&self, findings: &mut Findings) {
        for (on, told) in &self.told_on {
            let Some((duplicates, voids)) = told.on_no_z else { continue };
            let papers = told.on_z.saturating_add(duplicates);
            if papers != told.duplicates {
                let here = told.duplicates;
                let said = format!("{on}: it has {here} duplicates, the day's papers tell of {papers}");
                findings.add("registers/reprints.json", said);
            }
            let on_none = told.voids.difference(&told.slips_on_z).count();
            if i64::try_from(on_none).unwrap_or(i64::MAX) != voids {
                let said =
                    format!("{on}: {on_none} voids are on no Z report, the day's paper tells of {voids}");
                findings.add("registers/voids.json", said);
            }
        }
    }

    /// What was tolerated in the safe, and what slips left there, is said by the acts that explained and made them. What
    /// either said is held against the row by its hash; here is what none has said, and what acts from before there was
    /// such a hash said by the way.
    fn of_the_fund(&self, findings: &mut Findings) {
        for (count, most) in &self.tolerances {
            if *most != self.said_of_tolerances.get(count).copied() {
                findings.add(
                    "registers/variances.json",
                    format!("{count}: what was tolerated then is not what the log says"),
                );
            }
        }
        for slip in &self.stays {
            if !self.said_later.contains_key(&(SLIP_STAYS.paper, slip.clone())) {
                findings.add(
                    "registers/deposits.json",
                    format!("slip {slip}: it leaves something in the safe, of which the log knows nothing"),
                );
            }
        }
    }

    /// What became of each request is what the log says: whoever decides one says so in a row of their own.
    fn decided(&self, findings: &mut Findings) {
        const FILE: &str = "registers/approvals.json";
        for (id, request) in &self.requests {
            let (state, bound) = (request.state.as_str(), self.bound.contains(id));
            let said = self.said_of_requests.get(id).map(String::as_str).unwrap_or_default();
            let follows = match (said, state) {
                ("asked", "expired") => true,
                // Rows from before decisions were said do not tell.
                ("second_look", "cleared" | "refused") => !bound,
                _ => said == state,
            };
            let says = |kind: &'static str| self.said_later.contains_key(&(kind, id.clone()));
            if !follows {
                findings.add(FILE, format!("request {id}: it says {state}, the log says {said}"));
            } else if bound && request.decided && !says(DECIDED.paper) {
                findings.add(FILE, format!("request {id}: it was decided, of which the log knows nothing"));
            }
            if bound && request.came && !says(CAME_OF_IT.paper) {
                findings.add(FILE, format!("request {id}: what came of it is not what the log says"));
            }
        }
    }

    fn collections(&self, findings: &mut Findings) {
        const FILE: &str = "registers/collections.json";
        let all: BTreeSet<&Whose> = self.collected.keys().chain(self.listed.keys()).collect();
        for whose in all {
            let sums = self.collected.get(whose).copied().unwrap_or_default();
            let listed = self.listed.get(whose).copied().unwrap_or_default();
            let [_, taken, _, voided, returned, net] = listed;
            if listed[..4] != sums || taken.saturating_sub(voided).saturating_sub(returned) != net {
                findings.add(FILE, format!("{}: it is not what the receipts come to", whose.join(" ")));
            }
        }
        let mut returned: BTreeMap<&str, i64> = BTreeMap::new();
        for (whose, sums) in &self.listed {
            *returned.entry(whose[0].as_str()).or_default() += sums[4];
        }
        for (on, fell) in &self.returned_on {
            if returned.get(on.as_str()).copied().unwrap_or_default() != *fell {
                findings.add(FILE, format!("{on}: what was given back is not what registers/refunds says"));
            }
        }
        if returned.values().sum::<i64>() != self.returned.1 {
            findings.add(FILE, "what was given back is not what registers/refunds says");
        }
    }

    /// The summary against what its figures are the sums of.
    fn sums(&self, findings: &mut Findings) {
        let by = |at: usize| {
            let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
            for (whose, listed) in &self.listed {
                add(sums.entry(whose[at].as_str()).or_default(), (listed[0], listed[5]));
            }
            sums
        };
        let (days, clerks, methods) = (by(0), by(2), by(3));
        let net = self.receipts.1 - self.voids.1 - self.returned.1;
        let mut must: BTreeMap<(&str, &str), (i64, Option<i64>)> = BTreeMap::from([
            (("period", "taken"), (self.receipts.0, Some(self.receipts.1))),
            (("period", "voided"), (self.voids.0, Some(self.voids.1))),
            (("period", "returned"), (self.returned.0, Some(self.returned.1))),
            (("period", "net"), (self.receipts.0 - self.voids.0, Some(net))),
            (("period", "overdue"), (self.overdue.0, Some(self.overdue.1))),
            (("period", "reprints"), (self.reprints, None)),
            (("period", "audit_rows"), (self.log_rows, None)),
        ]);
        let net_of = |sums: &BTreeMap<&str, Sum>, name: &str| Some(sums.get(name).map_or(0, |sum| sum.1));
        for (method, sum) in &methods {
            must.insert(("method", method), (sum.0, Some(sum.1)));
        }
        for name in clerks.keys().copied().chain(self.clerks.keys().map(String::as_str)) {
            let [receipts, voids] = self.clerks.get(name).copied().unwrap_or_default();
            must.insert(("clerk", name), (receipts, net_of(&clerks, name)));
            must.insert(("clerk_voids", name), (voids, None));
        }
        for on in days.keys().copied().chain(self.receipts_on.keys().map(String::as_str)) {
            let receipts = self.receipts_on.get(on).copied().unwrap_or_default();
            must.insert(("day", on), (receipts, net_of(&days, on)));
        }
        for ((section, item), figures) in &must {
            let said = self.summary.get(&((*section).to_owned(), (*item).to_owned()));
            if said != Some(figures) {
                findings
                    .add("summary.json", format!("{section} {item}: it is not what the registers come to"));
            }
        }
        // Numbers are the certificate's; whoever only gave back what brought nothing has a row of nothing.
        let known = ["period", "method", "clerk", "clerk_voids", "day"];
        for ((section, item), figures) in &self.summary {
            let nothing = figures.0 == 0 && figures.1.unwrap_or_default() == 0;
            let ours = known.contains(&section.as_str()) && !nothing;
            if ours && !must.contains_key(&(section.as_str(), item.as_str())) {
                findings.add("summary.json", format!("{section} {item}: the registers know nothing of it"));
            }
        }
    }
}

/// What a row that moved cash says of it.
fn moved_by((counter, seq, act): (&str, i64, &str), did: &Value) -> drawers::Said {
    drawers::Said {
        row: format!("row {seq} of counter {counter} in the log ({act})"),
        shift: did["shift"].as_str().map(str::to_owned),
        amount: did["amount_minor"].as_i64(),
    }
}

/// Whether a request may have become this since the log said that.
fn follows(said: &str, state: &str) -> bool {
    matches!((said, state), ("asked", "expired") | ("second_look", "cleared" | "refused"))
}

/// Where what became of a paper stands, and what that is called; `{}` is its number.
fn became(kind: &str) -> (&'static str, &'static str) {
    let requests = "registers/approvals.json";
    match kind {
        "decision" => (requests, "request {}: who decided it, or how,"),
        "outcome" => (requests, "request {}: what came of it"),
        "safe_explained" => ("registers/variances.json", "{}: why it differed, or who let it pass,"),
        "safe_tolerance" => ("registers/variances.json", "{}: what was tolerated then"),
        "slip_stays" => ("registers/deposits.json", "slip {}: what it leaves in the safe"),
        "z_closer" => ("registers/variances.json", "{}: who counted and closed it"),
        "beside" => (requests, "request {}: who was at work when it was done first"),
        _ => ("registers/deposits.json", "slip {}: who took it back, or why,"),
    }
}

fn add(sum: &mut Sum, more: Sum) {
    sum.0 = sum.0.saturating_add(more.0);
    sum.1 = sum.1.saturating_add(more.1);
}

/// By how much each way of paying beside cash differs, as the variance register has a column for each.
const TENDERS_OFF: [&str; 4] = ["cheque_variance", "card_variance", "upi_variance", "bank_variance"];

/// The same as a printed Z report has it: what was counted of a way of paying less what must have been there.
fn tenders_off(doc: &Value) -> [i64; 4] {
    TENDERS_OFF.map(|name| {
        let tenders = doc["tenders"].as_array().into_iter().flatten();
        let of = tenders
            .filter(|t| t["method"].as_str().is_some_and(|m| name.strip_suffix("_variance") == Some(m)));
        of.filter_map(|t| t["counted"].as_i64()?.checked_sub(t["expected"].as_i64()?)).sum()
    })
}

fn figures_told(figures: Vec<i64>) -> u64 {
    let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
    told(&figures.iter().map(String::as_str).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of a list, of which some fields matter.
    fn row(list: List, fields: &[(&str, &str)]) -> Vec<String> {
        let of = |name: &str| fields.iter().find(|(field, _)| *field == name).map_or("", |(_, text)| text);
        list.columns.iter().map(|name| of(name).to_owned()).collect()
    }

    /// One receipt of a hundred rupees, a void one of fifty, thirty that went back, and all that is drawn from them.
    fn honest() -> Vec<(List, Vec<(&'static str, &'static str)>)> {
        let of_day = [("business_on", "2026-11-21"), ("counter", "C1"), ("clerk", "asha")];
        let with = |more: &[(&'static str, &'static str)]| [&of_day[..], more].concat();
        let line = |section: &'static str, item: &'static str, count: &'static str, amount: &'static str| {
            (SUMMARY, vec![("section", section), ("item", item), ("count", count), ("amount", amount)])
        };
        let told = |kind: &'static str, subject: &'static str, who: &'static str, amount: &'static str| {
            vec![("kind", kind), ("on", "2026-11-21"), ("subject", subject), ("who", who), ("amount", amount)]
        };
        vec![
            (RECEIPTS, with(&[("receipt", "C1/1"), ("paid", "100.00"), ("cash", "100.00")])),
            (
                RECEIPTS,
                with(&[("receipt", "C1/2"), ("paid", "50.00"), ("cash", "50.00"), ("void_slip", "C1V/1")]),
            ),
            (
                VOIDS,
                with(&[
                    ("slip", "C1V/1"),
                    ("receipt", "C1/2"),
                    ("receipt_on", "2026-11-21"),
                    ("state", "own_session"),
                    ("amount", "50.00"),
                ]),
            ),
            (
                COLLECTIONS,
                with(&[
                    ("method", "cash"),
                    ("receipts", "2"),
                    ("taken", "150.00"),
                    ("voids", "1"),
                    ("voided", "50.00"),
                    ("returned", "30.00"),
                    ("net", "70.00"),
                ]),
            ),
            (
                DEFAULTERS,
                vec![
                    ("account", "E-1"),
                    ("bills", "2"),
                    ("oldest_due_on", "2026-11-20"),
                    ("days_late", "10"),
                    ("to_30", "12.00"),
                    ("left", "12.00"),
                ],
            ),
            (REPRINTS, with(&[("number", "C1/1"), ("duplicate", "1")])),
            (
                REFUNDS,
                with(&[
                    ("kind", "refund"),
                    ("receipt", "C1/0"),
                    ("asked_by", "asha"),
                    ("amount", "30.00"),
                    ("returned", "30.00"),
                ]),
            ),
            (EXCEPTIONS, told("void", "C1/2", "asha", "50.00")),
            (EXCEPTIONS, [told("reprint", "C1/1", "asha", ""), vec![("detail", "duplicate 1")]].concat()),
            (EXCEPTIONS, told("refund", "C1/0", "asha", "30.00")),
            line("period", "taken", "2", "150.00"),
            line("period", "voided", "1", "50.00"),
            line("period", "returned", "1", "30.00"),
            line("period", "net", "1", "70.00"),
            line("period", "overdue", "2", "12.00"),
            line("period", "reprints", "1", ""),
            line("period", "audit_rows", "0", ""),
            line("method", "cash", "2", "70.00"),
            line("clerk", "asha", "2", "70.00"),
            line("clerk_voids", "asha", "1", ""),
            line("day", "2026-11-21", "2", "70.00"),
        ]
    }

    fn found(rows: &[(List, Vec<(&str, &str)>)]) -> Vec<String> {
        let ends = Day::parse("2026-11-30").ok();
        let (mut sums, mut findings) = (Sums { ends, ..Sums::default() }, Findings::default());
        rows.iter().for_each(|(list, fields)| sums.hear(*list, &row(*list, fields), &mut findings));
        sums.ended(&mut findings);
        findings.texts
    }

    #[test]
    fn registers_that_come_to_the_same_are_sound_and_each_figure_that_is_changed_is_found() {
        assert_eq!(found(&honest()), Vec::<String>::new());
        for at in 0..honest().len() {
            let (list, fields) = &honest()[at];
            let figures = [
                "paid",
                "cash",
                "taken",
                "voided",
                "returned",
                "net",
                "left",
                "amount",
                "receipts",
                "count",
                "to_30",
                "days_late",
            ];
            for figure in figures {
                let Some(place) = fields.iter().position(|(name, text)| *name == figure && !text.is_empty())
                else {
                    continue;
                };
                let mut rows = honest();
                rows[at].1[place].1 = "7";
                assert!(!found(&rows).is_empty(), "{} row {at}: {figure}", list.name);
            }
        }
    }

    #[test]
    fn whatever_of_an_exception_is_changed_is_found() {
        for (at, (list, fields)) in honest().into_iter().enumerate().filter(|(_, row)| row.0 == EXCEPTIONS) {
            for (place, (column, _)) in fields.iter().enumerate() {
                let mut rows = honest();
                rows[at].1[place].1 = "7";
                assert!(!found(&rows).is_empty(), "{} row {at}: {column}", list.name);
            }
        }
    }

    #[test]
    fn a_row_that_is_missing_is_missed_wherever_something_is_drawn_from_it() {
        for at in 0..honest().len() {
            let mut rows = honest();
            let (list, fields) = rows.remove(at);
            assert!(!found(&rows).is_empty(), "{} {fields:?}", list.name);
        }
    }
}
