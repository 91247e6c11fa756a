//! The exceptions of a pack against the registers and the rows of the log that each is drawn from: none may lack, none
//! may be there that nothing is the ground of, and each says what that says.

use super::super::{Findings, did};
use super::papers::{minor, takes_slips_back, told};
use crate::audit::banking::{CHEQUES_NOT_DEPOSITED, Late, NOT_BANKED, late, lying_by};
use crate::audit::exceptions::{
    ABOVE, AFTER_REFUND, ByHand, FIRST, FIRST_FLOAT, FIRST_OF_ITS_COUNTER, FLOAT_OF, NOT_IN_TIME, OLD_DAY,
    Overridden, SEEN, UNKNOWN, although, and, back_by, began_with, brought_by, by_hand, by_the_clock,
    cheque_after_refund, duplicate, explained, in_a_row, is_probed, joined, probed_how, seen_of,
};
use crate::audit::list_file::sha256;
use crate::audit::lists::{
    ABOVE_CEILING, APPROVALS, CASH_MOVES, CORRECTIONS, DEPOSITS, DONE_FIRST, List, REFUNDS, REPRINTS,
    VARIANCES, VOIDS,
};
use crate::audit::pack::manifest::PackManifest;
use crate::audit::pack::{Coin, went_back};
use crate::cheques;
use crate::office::HOUSE_CODE;
use crate::office::jobs::UNCOUNTED;
use crate::shifts::Lying;
use foil_domain::money::Money;
use foil_domain::payments::Method;
use foil_domain::shifts::FROM_SAFE;
use foil_domain::time::{Day, Month};
use foil_store::money_control::{BROUGHT, BROUGHT_BACK, DEBITED, in_their_place};
use serde_json::Value;
use std::collections::BTreeMap;

const FILE: &str = "registers/exceptions.json";

/// The registers that exceptions are drawn from.
const DRAWN_FROM: [List; 8] =
    [VOIDS, REPRINTS, REFUNDS, VARIANCES, CASH_MOVES, DEPOSITS, CORRECTIONS, APPROVALS];

/// Kind, subject, and who.
type Named = (String, String, String);

/// What must be an exception, and what is.
#[derive(Default)]
pub(super) struct Exceptions {
    /// Of a format that told what came from the safe, too.
    from_safe_told: bool,
    /// The currency, where the format tells changed rules in words.
    coin: Option<Coin>,
    /// How often each must be told, less how often it is: by what is said of it beside its name; and its day.
    told: BTreeMap<(Named, u64), (i64, String)>,
    /// Of each kind how many the list has, and the oldest day of these.
    listed: BTreeMap<String, (i64, String)>,
    /// What each drawer began with.
    floats: BTreeMap<String, i64>,
    /// The days and clerks of Z reports.
    z_reports: BTreeMap<String, [String; 2]>,
    /// The moment of each chain's last row.
    clock: BTreeMap<String, i64>,
    /// Drawers that were asked for more than they hold, or from which change was offered and taken back.
    probed: BTreeMap<String, Probed>,
    /// Who has opened each drawer, by the number of its shift.
    opened: BTreeMap<String, String>,
    /// What the list has of kinds that older logs say less of: they are looked for when the log was heard.
    less_said: Vec<Owned>,
    /// How money in hand stood last, by its ticket.
    in_hand: BTreeMap<String, InHand>,
    /// Whether a cheque that was debited after a refund is a row of the refunds: then it is told by the cheques.
    has_debits: bool,
    /// What was done first, by its number.
    first: BTreeMap<String, First>,
    /// Until when each must be looked at, as the act that did it says; and when somebody did, if that was said to be late.
    look_by: BTreeMap<String, i64>,
    looked: BTreeMap<String, (i64, bool)>,
    /// The pack's month.
    month: Option<Month>,
    /// The last closing of the month's days.
    closed: Option<Closing>,
}

/// An act that closed days, as the log has it.
struct Closing {
    /// The first of them.
    on: String,
    /// The business date after them.
    to: Option<Day>,
    who: String,
    /// What lay in the office then, where it says so.
    lying: Option<Lying>,
}

/// What was done first, as its register has it.
struct First {
    on: String,
    about: String,
    who: String,
    amount: Option<i64>,
    detail: String,
    open: bool,
}

/// How often a drawer was asked for more than it holds, and change was offered from it and taken back: by whom, as far as
/// each of these rows says it.
#[derive(Default)]
struct Probed {
    on: String,
    refused: i64,
    taken_back: i64,
    /// How often it was to begin with another float than was kept in it.
    floats: i64,
    /// How often of these a request had told by how much, and was taken back.
    told: i64,
    /// Who asked for more than there is, or for another float, the last time.
    who: Option<String>,
    /// Who took back what they had offered.
    taken_by: Option<String>,
    /// Some row is from before they said it.
    older: bool,
}

/// An exception that the list has.
struct Owned {
    kind: String,
    on: String,
    subject: String,
    who: String,
    amount: Option<i64>,
    detail: String,
}

/// How a request with money in hand stands.
struct InHand {
    version: i64,
    state: String,
    on: String,
    ticket: String,
    amount: Option<i64>,
    detail: String,
    /// Who did it; none in rows from before they said it.
    who: Option<String>,
}

/// An exception as it is told.
#[derive(Clone, Copy)]
struct Told<'a> {
    kind: &'a str,
    on: &'a str,
    subject: &'a str,
    who: &'a str,
    amount: Option<i64>,
    detail: &'a str,
}

/// Kinds of which the log kept whose they are as a number at first.
const LESS_SAID: [&str; 3] = ["money_cancelled", "drawer_probed", "failed_log_in"];

/// What of such an exception logs from before say in the same words.
fn as_said_at_first(e: Told<'_>) -> Told<'_> {
    match e.kind {
        "money_cancelled" => Told { who: "", ..e },
        // Nor how often change was taken back.
        "drawer_probed" => Told { who: "", detail: "", ..e },
        "failed_log_in" if e.subject != UNKNOWN => Told { subject: SOMEBODY, ..e },
        _ => e,
    }
}

/// Whose log-in failed, where the log has but a number.
const SOMEBODY: &str = "somebody";

/// An exception's name, and what is said of it beside.
fn key(e: Told<'_>) -> (Named, u64) {
    // By how much more stays in a drawer nothing in the pack says in the same words.
    let amount = e.amount.filter(|_| e.kind != "kept_more").map_or_else(String::new, |n| n.to_string());
    ((e.kind.to_owned(), e.subject.to_owned(), e.who.to_owned()), told(&[e.on, &amount, e.detail]))
}

/// Kinds that older books have of what no act said by then: one of these too many is nobody's gain.
const OLDER: [&str; 6] =
    ["other_float", FIRST_FLOAT, "dead_letter", "money_cancelled", "drawer_probed", AFTER_REFUND];

impl Exceptions {
    /// Nothing heard yet of a pack.
    pub fn of(manifest: &PackManifest) -> Exceptions {
        let (from_safe_told, coin) = (!manifest.has_fund(), manifest.coin());
        let (has_debits, month) = (manifest.has_people(), Month::parse(&manifest.month).ok());
        Exceptions { from_safe_told, coin, has_debits, month, ..Exceptions::default() }
    }

    fn count(&mut self, e: Told<'_>, n: i64) {
        let key = key(e);
        let (left, _) = self.told.entry(key.clone()).or_insert_with(|| (0, e.on.to_owned()));
        *left += n;
        if *left == 0 {
            self.told.remove(&key);
        }
    }

    fn must(&mut self, e: Told<'_>) {
        self.count(e, 1);
    }

    /// The list itself.
    pub fn is<'f>(&mut self, field: &impl Fn(&str) -> &'f str) {
        let told = Told {
            kind: field("kind"),
            on: field("on"),
            subject: field("subject"),
            who: field("who"),
            amount: minor(field("amount")),
            detail: field("detail"),
        };
        let (n, oldest) = self.listed.entry(told.kind.to_owned()).or_insert_with(|| (0, told.on.to_owned()));
        *n += 1;
        if told.on < oldest.as_str() {
            told.on.clone_into(oldest);
        }
        let hashed = ["dead_letter", "money_cancelled"].contains(&told.kind);
        let detail = if hashed { sha256(told.detail.as_bytes()) } else { told.detail.to_owned() };
        if LESS_SAID.contains(&told.kind) {
            let Told { kind, on, subject, who, amount, .. } = told;
            let [kind, on, subject, who] = [kind, on, subject, who].map(str::to_owned);
            self.less_said.push(Owned { kind, on, subject, who, amount, detail });
            return;
        }
        self.count(Told { detail: &detail, ..told }, -1);
    }

    /// Whether the list has an exception that nothing is known to be the ground of yet.
    fn has(&self, e: Told<'_>) -> bool {
        self.told.get(&key(e)).is_some_and(|(left, _)| *left < 0)
    }

    /// Whether an exception must be told that the list does not have yet.
    fn lacks(&self, e: Told<'_>) -> bool {
        self.told.get(&key(e)).is_some_and(|(left, _)| *left > 0)
    }

    /// A row of a register that exceptions are drawn from.
    pub fn hear<'f>(&mut self, list: List, field: &impl Fn(&str) -> &'f str) {
        if !DRAWN_FROM.contains(&list) {
            return;
        }
        let amount = |name: &str| minor(field(name));
        let on = field("business_on");
        let why = joined(field("reason"), field("note"));
        let e = |kind, subject, who, amount| Told { kind, on, subject, who, amount, detail: &why };
        if list == VOIDS {
            let kind = if field("state") == "own_session" { "void" } else { "manager_void" };
            self.must(e(kind, field("receipt"), field("clerk"), amount("amount")));
        } else if list == REPRINTS {
            let detail = duplicate(field("duplicate"));
            self.must(Told { detail: &detail, ..e("reprint", field("number"), field("clerk"), None) });
        } else if list == REFUNDS && !(self.has_debits && field("kind") == DEBITED) {
            self.must(e(field("kind"), field("receipt"), field("asked_by"), amount("amount")));
        } else if list == VARIANCES {
            self.variance(field);
        } else if list == CASH_MOVES {
            self.moved(field);
        } else if list == DEPOSITS {
            if amount("off") != Some(0) {
                self.must(e("deposit_differs", field("slip"), field("who"), amount("off")));
            }
        } else if list == CORRECTIONS {
            if field("run").is_empty() {
                let detail = joined(&format!("{}, {}", field("bill"), field("reason")), field("note"));
                let told = e(field("kind"), field("number"), field("who"), amount("amount"));
                self.must(Told { detail: &detail, ..told });
            }
        } else if list == APPROVALS {
            let (first, above) = (field("done") == DONE_FIRST, field("done") == ABOVE_CEILING);
            let state = field("state");
            let e = |kind| e(kind, field("about"), field("asked_by"), amount("amount"));
            if above {
                self.must(Told { detail: field("reason"), ..e(ABOVE) });
            }
            if first || above {
                let [about, who] = ["about", "asked_by"].map(|name| field(name).to_owned());
                let (on, amount) = (on.to_owned(), amount("amount"));
                let detail = joined(field("reason"), NOT_IN_TIME);
                let open = state == "second_look";
                let done = First { on, about, who, amount, detail, open };
                self.first.insert(field("approval").to_owned(), done);
            }
            if state == "second_look" {
                self.must(Told { detail: field("reason"), ..e("second_look_open") });
            }
            if first && field("kind") == "variance" {
                let detail = joined(field("reason"), FIRST);
                self.must(Told { detail: &detail, ..e("variance_first") });
            }
            if !field("beside").is_empty() {
                let detail = joined(field("reason"), &although(field("beside")));
                self.must(Told { detail: &detail, ..e("first_beside") });
            }
            if (first || above) && state == "refused" {
                self.must(e("second_look_refused"));
            }
        }
    }

    fn variance<'f>(&mut self, field: &impl Fn(&str) -> &'f str) {
        let (on, subject, who) = (field("business_on"), field("z_report"), field("clerk"));
        if field("shift").is_empty() {
            let (off, detail) = (minor(field("variance")), explained(field("reason")));
            if off != Some(0) {
                self.must(Told { kind: "safe_differs", on, subject, who, amount: off, detail });
            }
            return;
        }
        self.z_reports.insert(subject.to_owned(), [on, who].map(str::to_owned));
        let cash = minor(field("variance"));
        let by = in_their_place(who, field("counted_by"), field("closed_by"));
        let found = by.iter().fold(field("reason").to_owned(), |why, by| and(&why, by));
        if let Some(by) = &by {
            self.must(Told { kind: "closed_for_another", on, subject, who, amount: cash, detail: by });
        }
        if cash != Some(0) {
            self.must(Told { kind: "variance", on, subject, who, amount: cash, detail: &found });
        }
        for method in [Method::Cheque, Method::Card, Method::Upi, Method::Bank] {
            let off = minor(field(&format!("{method}_variance")));
            if off != Some(0) {
                let detail = joined(method.as_str(), &found);
                self.must(Told { kind: "tender_variance", on, subject, who, amount: off, detail: &detail });
            }
        }
    }

    fn moved<'f>(&mut self, field: &impl Fn(&str) -> &'f str) {
        let (on, subject, who) = (field("business_on"), field("shift"), field("clerk"));
        let (kind, amount) = (field("kind"), minor(field("amount")));
        match kind {
            "cash_in" if field("reason") == FROM_SAFE && !self.from_safe_told => {}
            "cash_in" | "cash_out" => {
                let detail = joined(field("reason"), field("note"));
                self.must(Told { kind, on, subject, who, amount, detail: &detail });
            }
            BROUGHT | BROUGHT_BACK => {
                let (subject, paper) = brought_by(field("note"));
                let detail = joined(field("reason"), paper);
                self.must(Told { kind, on, subject, who, amount, detail: &detail });
            }
            "float" => {
                self.floats.insert(subject.to_owned(), amount.unwrap_or_default());
            }
            "float_over" | "float_short" => {
                // The float's own row is before it; there is none of an empty drawer.
                let float = self.floats.get(subject).copied().unwrap_or_default();
                let off = amount.map(|off| if kind == "float_short" { off.saturating_neg() } else { off });
                let kept = float.saturating_sub(off.unwrap_or_default());
                let places = field("amount").rsplit_once('.').map_or(0, |(_, after)| after.len());
                let plain = |n| Money::from_minor(n).plain(u32::try_from(places).unwrap_or(0));
                let detail = began_with(&plain(float), &plain(kept));
                self.must(Told { kind: "other_float", on, subject, who, amount: off, detail: &detail });
            }
            _ => {}
        }
    }

    /// A row of the log, and whether it set something aside or changed a rule.
    pub fn log<'f>(&mut self, field: &impl Fn(&str) -> &'f str, seq: i64, overrides: bool) {
        let (act, text, counter) = (field("act"), field("changes"), field("counter"));
        let (on, who) = (field("business_on"), field("who"));
        let at = field("at_ms").parse().unwrap_or_default();
        let before = self.clock.insert(counter.to_owned(), at);
        if let Some(minutes) = before.and_then(|before| went_back(before, at)) {
            let (subject, detail) = (format!("{counter} {seq}"), back_by(minutes, act));
            let kind = "clock_went_back";
            self.must(Told { kind, on, subject: &subject, who, amount: None, detail: &detail });
        }
        let overridden = if overrides { Overridden::said(act, text, self.coin.as_ref()) } else { None };
        if let Some(Overridden { kind, subject, amount, detail, .. }) = overridden {
            self.must(Told { kind, on, subject: &subject, who, amount, detail: &detail });
        }
        let parsed = || serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
        if text.contains("\"paper\":\"in_hand\"") {
            self.in_hand(on, &parsed());
        }
        if text.contains("\"look_by_ms\":") || text.contains("\"paper\":\"decision\"") {
            self.second_look(at, &parsed());
        }
        if text.contains("\"hand\":") {
            for ByHand { kind, subject, who, amount, detail } in by_hand(&parsed()) {
                self.must(Told { kind, on, subject: &subject, who: &who, amount, detail: &detail });
            }
        }
        if takes_slips_back(act) && text.contains("\"taken_back\":\"") {
            let changes = parsed();
            let did = did(&changes);
            let of = |name: &str| did[name].as_str().unwrap_or_default();
            let (subject, detail, amount) = (of("taken_back"), of("reason"), did["amount_minor"].as_i64());
            // Who lets it happen from the list is not who takes it back.
            let who = did["by"].as_str().unwrap_or(who);
            self.must(Told { kind: "slip_taken_back", on, subject, who, amount, detail });
        }
        if text.contains("\"after_refund\":[") {
            let changes = parsed();
            for cheque in did(&changes)[cheques::AFTER_REFUND].as_array().into_iter().flatten() {
                let of = |name: &str| cheque[name].as_str().unwrap_or_default();
                let detail = cheque_after_refund(of("cheque"));
                self.must(Told {
                    kind: AFTER_REFUND,
                    on,
                    subject: of("receipt"),
                    who: of("who"),
                    amount: cheque["amount_minor"].as_i64(),
                    detail: &detail,
                });
            }
        }
        if text.contains("\"uncounted\":[") {
            let changes = parsed();
            for drawer in changes[UNCOUNTED].as_array().into_iter().flatten() {
                let subject = drawer["shift"].as_str().unwrap_or_default();
                let detail = seen_of(drawer["own"] == true);
                self.must(Told { kind: SEEN, on, subject, who, amount: None, detail });
            }
        }
        match act {
            "close_day" => self.day_closed(on, who, &parsed()),
            "close_shift" if text.contains("\"kept_reason\":\"") => {
                let changes = parsed();
                let of = |name: &str| changes[name].as_str().unwrap_or_default();
                let (subject, detail) = (of("z"), of("kept_reason"));
                let [on, who] = self.z_reports.get(subject).cloned().unwrap_or_default();
                if !detail.is_empty() {
                    self.must(Told { kind: "kept_more", on: &on, subject, who: &who, amount: None, detail });
                }
            }
            "open_shift" | "accept_hand_over" => self.opened(on, who, &parsed()),
            "failed_log_in" if counter == HOUSE_CODE => {
                let changes = parsed();
                let login = changes["login"].as_str().unwrap_or(SOMEBODY);
                let subject = if changes["user"].is_null() { UNKNOWN } else { login };
                let detail = changes["tries"].as_i64().map(in_a_row).unwrap_or_default();
                let kind = "failed_log_in";
                self.must(Told { kind, on, subject, who: "", amount: None, detail: &detail });
            }
            "cash_refused" if counter == HOUSE_CODE => {
                let changes = parsed();
                let is_float = changes[FLOAT_OF].is_string();
                let seen = self.probed(&changes[if is_float { FLOAT_OF } else { "shift" }], on);
                if is_float {
                    seen.floats += 1;
                    seen.told += i64::from(changes["told"] == true);
                } else {
                    seen.refused += 1;
                }
                match changes["login"].as_str() {
                    Some(login) => seen.who = Some(login.to_owned()),
                    None => seen.older = true,
                }
            }
            "accept_change" if text.contains("\"accepted\":false") => {
                let changes = parsed();
                let seen = self.probed(&changes["from"], on);
                match changes["withdrawn"].as_bool() {
                    Some(true) => {
                        seen.taken_back += 1;
                        seen.taken_by.get_or_insert_with(|| who.to_owned());
                    }
                    Some(false) => {}
                    None => seen.older = true,
                }
            }
            _ => {}
        }
    }

    /// A counter's first drawer with cash in it, or one that was opened on a day that was over by the clock.
    fn opened(&mut self, on: &str, who: &str, changes: &Value) {
        let (first, old) = (changes["first_float"] == true, changes["old_day"] == true);
        let (subject, amount) = (changes["shift"].as_str().unwrap_or_default(), changes["float"].as_i64());
        if first {
            let (kind, detail) = (FIRST_FLOAT, FIRST_OF_ITS_COUNTER);
            self.must(Told { kind, on, subject, who, amount, detail });
        }
        if old {
            let detail = by_the_clock(changes["clock_on"].as_str().unwrap_or_default());
            self.must(Told { kind: OLD_DAY, on, subject, who, amount: None, detail: &detail });
        }
        // Whoever has another name by the time that they take change back is told by the one that they opened it with.
        self.opened.insert(subject.to_owned(), who.to_owned());
    }

    /// Until when something that was done first must be looked at, or that somebody has looked.
    fn second_look(&mut self, at: i64, changes: &Value) {
        for paper in changes["papers"].as_array().into_iter().flatten() {
            let number = paper["number"].as_str().unwrap_or_default().to_owned();
            match (paper["paper"].as_str(), paper["look_by_ms"].as_i64()) {
                (Some("approval"), Some(look_by)) => {
                    self.look_by.insert(number, look_by);
                }
                (Some("decision"), _) => {
                    self.looked.insert(number, (at, paper["late"] == true));
                }
                _ => {}
            }
        }
    }

    /// What was not looked at in time. Of what nobody has looked at yet the list says itself whether its time was over when
    /// it was made: no row of the log says when that was.
    fn not_in_time(&mut self) {
        for (number, done) in std::mem::take(&mut self.first) {
            let Some(look_by) = self.look_by.get(&number) else { continue };
            let First { on, about, who, amount, detail, open } = &done;
            let kind = "second_look_overdue";
            let e = Told { kind, on, subject: about, who, amount: *amount, detail };
            let late = self.looked.get(&number).is_some_and(|(at, late)| *late || at > look_by);
            if if *open { self.has(e) } else { late } {
                self.must(e);
            }
        }
    }

    /// The last closing stands: counters are read one after the other.
    fn day_closed(&mut self, on: &str, who: &str, changes: &Value) {
        if self.closed.as_ref().is_some_and(|closed| closed.on.as_str() > on) {
            return;
        }
        let to = changes["to"].as_str().and_then(|to| Day::parse(to).ok());
        let (on, who) = (on.to_owned(), who.to_owned());
        self.closed = Some(Closing { on, to, who, lying: lying_by(changes) });
    }

    /// What lay in the office too long when the month's last day was closed; gives back whether the log says what lay there. A
    /// month whose days were all closed with one before them has no such row, nor has one of before.
    fn lay_there(&mut self) -> bool {
        let Some(Closing { to: Some(to), who, lying: Some(lying), .. }) = self.closed.take() else {
            return false;
        };
        let last = to.plus_days(-1);
        let on = self.month.map_or(last, |month| last.min(month.last()));
        for Late { kind, subject, amount, detail } in late(&lying, on) {
            let (on, amount) = (on.to_string(), Some(amount.minor()));
            self.must(Told { kind, on: &on, subject: &subject, who: &who, amount, detail: &detail });
        }
        true
    }

    fn probed(&mut self, shift: &Value, on: &str) -> &mut Probed {
        let seen = self.probed.entry(shift.as_str().unwrap_or_default().to_owned()).or_default();
        if seen.on.is_empty() {
            on.clone_into(&mut seen.on);
        }
        seen
    }

    /// What became of money in hand. Counters are read one after the other: the last word is that of the highest version.
    fn in_hand(&mut self, on: &str, changes: &Value) {
        for paper in changes["papers"].as_array().into_iter().flatten().filter(|p| p["paper"] == "in_hand") {
            let text = |name: &str| paper[name].as_str().unwrap_or_default().to_owned();
            let stands = InHand {
                version: paper["version"].as_i64().unwrap_or_default(),
                state: text("state"),
                on: on.to_owned(),
                ticket: text("ticket"),
                amount: paper["amount_minor"].as_i64(),
                detail: text("detail_sha256"),
                who: paper["who"].as_str().map(str::to_owned),
            };
            let known = self.in_hand.get(&text("number"));
            if known.is_none_or(|known| known.version < stands.version) {
                self.in_hand.insert(text("number"), stands);
            }
        }
    }

    /// All was heard: what does not fit together. The list has at most so many of a kind, the newest: gives back how many
    /// older ones stand in their registers alone.
    pub fn ended(mut self, most: i64, findings: &mut Findings) -> i64 {
        for (shift, seen) in std::mem::take(&mut self.probed) {
            let Probed { on, refused, taken_back, floats, told, who, taken_by, older } = seen;
            let (asked, floats) = ((refused, taken_back), (floats, told));
            if is_probed(asked, floats) {
                let (kind, detail) = ("drawer_probed", probed_how(asked, floats));
                let opened_by = || self.opened.get(&shift).cloned();
                let who = who.or_else(opened_by).or(taken_by).unwrap_or_default();
                let e = Told { kind, on: &on, subject: &shift, who: &who, amount: None, detail: &detail };
                self.must(if older { as_said_at_first(e) } else { e });
            }
        }
        self.not_in_time();
        let lying_told = self.lay_there();
        let of_before = |kind: &str| {
            OLDER.contains(&kind) || !lying_told && [NOT_BANKED, CHEQUES_NOT_DEPOSITED].contains(&kind)
        };
        for InHand { state, on, ticket, amount, detail, who, .. } in
            std::mem::take(&mut self.in_hand).into_values()
        {
            let kind = match state.as_str() {
                "dead" => "dead_letter",
                "cancelled" => "money_cancelled",
                _ => continue,
            };
            let who = who.unwrap_or_default();
            self.must(Told { kind, on: &on, subject: &ticket, who: &who, amount, detail: &detail });
        }
        for listed in std::mem::take(&mut self.less_said) {
            let Owned { kind, on, subject, who, amount, detail } = &listed;
            let e = Told { kind, on, subject, who, amount: *amount, detail };
            let e = if self.lacks(e) { e } else { as_said_at_first(e) };
            self.count(e, -1);
        }
        let mut left_out = 0_i64;
        for ((named, _), (n, on)) in self.told {
            let (kind, subject, who) = &named;
            if n > 0 && self.listed.get(kind).is_some_and(|(listed, oldest)| *listed == most && on <= *oldest)
            {
                left_out = left_out.saturating_add(n);
                continue;
            }
            let by = if who.is_empty() { String::new() } else { format!(" by {who}") };
            if n > 0 {
                findings.add(
                    FILE,
                    format!("it lacks the {kind} of {subject}{by}, as its register or the log has it"),
                );
            } else if !of_before(kind) {
                findings.add(FILE, format!("it has, and no register has, the {kind} of {subject}{by}"));
            }
        }
        left_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Voids of some days, told by the register; the newest `listed` of them by the list, which has at most `most`.
    fn told(days: &[&str], listed: usize, most: i64) -> (i64, Vec<String>) {
        let mut all = Exceptions::default();
        let mut findings = Findings::default();
        for (n, on) in days.iter().enumerate() {
            let subject = format!("C1/{n}");
            let field = |name: &str| match name {
                "business_on" | "on" => *on,
                "receipt" | "subject" => subject.as_str(),
                "kind" => "manager_void",
                _ => "",
            };
            all.hear(VOIDS, &field);
            if n >= days.len() - listed {
                all.is(&field);
            }
        }
        (all.ended(most, &mut findings), findings.texts)
    }

    /// What is found where the log says that two Z reports' cash lay in the safe when a day was closed, and the list tells this.
    fn lay(listed: &[(&str, &str)], closing: &str) -> Vec<String> {
        let mut all = Exceptions { month: Month::parse("2026-11").ok(), ..Exceptions::default() };
        let mut findings = Findings::default();
        let row = |on: &'static str, changes: &'static str| {
            move |name: &str| match name {
                "act" => "close_day",
                "business_on" => on,
                "who" => "maya",
                "changes" => changes,
                _ => "",
            }
        };
        for (amount, detail) in listed {
            all.is(&|name: &str| match name {
                "kind" => NOT_BANKED,
                "on" => "2026-11-30",
                "subject" => "C1Z/1",
                "who" => "maya",
                "amount" => *amount,
                "detail" => *detail,
                _ => "",
            });
        }
        let closing = closing.to_owned().leak();
        all.log(&row("2026-11-29", closing), 2, false);
        all.log(&row("2026-11-28", "{\"to\":\"2026-11-29\"}"), 1, false);
        all.ended(9, &mut findings);
        findings.texts
    }

    #[test]
    fn what_lay_in_the_safe_at_the_end_of_a_month_is_told_as_its_last_closing_says_it() {
        let says = "{\"to\":\"2026-12-03\",\"lying\":{\"in_safe_minor\":1400,\"worked_on\":\"2026-11-29\",\"cash\":\
                    {\"oldest\":\"C1Z/1\",\"on\":\"2026-11-21\",\"count\":2,\"days\":0,\"amount_minor\":1400},\"cheques\":null}}";
        let told = ("14.00", "2 Z reports, since 2026-11-21");
        assert_eq!(lay(&[told], says), Vec::<String>::new());
        assert_eq!(lay(&[], says).len(), 1, "it is left out");
        assert_eq!(lay(&[("13.00", told.1)], says).len(), 2, "it is another sum");
        let nothing = "{\"to\":\"2026-12-01\",\"lying\":{\"in_safe_minor\":0,\"worked_on\":null,\"cash\":null,\"cheques\":null}}";
        assert_eq!(lay(&[told], nothing).len(), 1, "nothing lay there");
        assert_eq!(
            lay(&[told], "{\"to\":\"2026-12-01\"}"),
            Vec::<String>::new(),
            "a closing of before says nothing"
        );
    }

    #[test]
    fn what_is_left_out_for_there_are_too_many_of_its_kind_is_counted_and_nothing_else_may_lack() {
        let days = ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-03"];
        assert_eq!(told(&days, 4, 9), (0, Vec::new()));
        assert_eq!(
            told(&days, 2, 2),
            (2, Vec::new()),
            "the newest two, and two that only their register has"
        );
        let (left_out, found) = told(&days, 3, 9);
        assert_eq!(left_out, 0);
        assert_eq!(found.len(), 1, "a list that is not full leaves nothing out: {found:#?}");
        let (_, found) = told(&["2026-11-03", "2026-11-01", "2026-11-02"], 2, 2);
        assert_eq!(found.len(), 1, "it is older ones that are left out: {found:#?}");
    }
}
