//! The papers of a pack: the summary, exceptions first, and the sequence certificate.

use super::super::exceptions::MOST_IN_PACK;
use super::super::lists::Period;
use super::super::views::{Banking, Exception, Figures, Kpis, Sequence};
use super::money_control::Controlled;
use super::registers::{Aged, Certified};
use foil_domain::audit::seal::SignedSeal;
use foil_domain::documents::{
    Bar, Chart, Code, OfficeHead, ReportColumn as Column, ReportDoc, ReportFact as Fact, ReportTable, Section,
};
use foil_domain::money::Money;
use foil_domain::time::Month;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Exceptions of one kind printed; all of them are in their register.
const PRINTED_OF_A_KIND: usize = 12;

/// The kinds as an auditor reads them: what says that somebody tried, and money that nobody can account for, before what
/// offices do every day.
const GRAVEST_FIRST: [&str; 50] = [
    "closed_over_looks",
    "second_person_made",
    "second_look_refused",
    "clock_went_back",
    "admin_reset",
    "key_shown",
    "safe_differs",
    "variance",
    "tender_variance",
    "deposit_differs",
    "not_banked",
    "cheques_not_deposited",
    "drawer_probed",
    "seen_before_count",
    "second_look_overdue",
    "second_look_open",
    "above_ceiling",
    "first_beside",
    "variance_first",
    "money_redirected",
    "money_cancelled",
    "dead_letter",
    "rights_changed",
    "rules_changed",
    "refund",
    "reversal",
    "transfer",
    "bounce_after_refund",
    "bounce",
    "pay_out",
    "slip_taken_back",
    "manager_void",
    "write_off",
    "cancel",
    "credit_note",
    "closed_for_another",
    "old_day",
    "first_float",
    "other_float",
    "kept_more",
    "cash_out",
    "cash_in",
    "safe_in",
    "safe_back",
    "money_imported",
    "switched_by_file",
    "failed_log_in",
    "void",
    "directed",
    "reprint",
];

/// All that the papers say.
pub(super) struct Said<'a> {
    pub period: &'a Period<'a>,
    pub month: Month,
    pub closed: bool,
    pub figures: &'a Figures,
    pub kpis: &'a Kpis,
    pub exceptions: &'a [Exception],
    /// Whether there are more of some kind than its list has.
    pub cut: bool,
    pub overrides: i64,
    pub aged: &'a Aged,
    pub certified: &'a [Certified],
    pub days: &'a [super::super::views::DaySum],
    /// What shifts, deposits, refunds and approvals came to.
    pub controlled: &'a Controlled,
    /// What went to the bank, and what lay in the office at the end.
    pub banking: &'a Banking,
    /// The last seal of the month, or the one before it.
    pub seal: Option<&'a SignedSeal>,
    pub key: &'a str,
    pub seed: &'a str,
    /// Who gave that seed; none where the last seal draws.
    pub given_by: Option<&'a str>,
    pub drawn: usize,
    pub asked_for: usize,
}

impl Said<'_> {
    fn text(&self, amount: Money) -> String {
        self.period.money.text(amount)
    }

    fn head(&self) -> OfficeHead {
        // Its own foot would be thanks to a customer.
        OfficeHead { footer_note: String::new(), ..self.period.head.clone() }
    }

    fn of(&self) -> String {
        let (year, ..) = self.month.first().parts();
        format!("{} {year}", self.month.first().month_name())
    }

    fn until(&self) -> String {
        if self.closed {
            return "The month is closed: all of this stays as it is, whenever it is exported.".to_owned();
        }
        format!("The month is not over: figures up to {}.", self.period.office.business_on.long())
    }

    fn code(&self) -> Option<Code> {
        let seal = self.seal?;
        Some(Code { text: seal.qr(), caption: format!("Seal of {}", seal.seal.business_on.long()) })
    }

    fn proof(&self) -> String {
        let seal = self.seal.map(|s| format!("Seal {} of {}: {}. ", s.seal.n, s.seal.business_on, s.sha256));
        format!("{}Public key of the office: {}", seal.unwrap_or_default(), self.key)
    }
}

/// The month's summary.
pub(super) fn summary(said: &Said<'_>) -> ReportDoc {
    let sections = vec![
        exceptions(said),
        kpis(said),
        money(said),
        drawers(said, said.controlled),
        bank(said),
        methods(said),
        clerks(said),
        taken_off(said),
        days(said),
        aging(said),
        numbers(said.certified.iter().map(|c| (c.paper, &c.follows, &c.sequence))),
        checking(said),
    ];
    ReportDoc {
        office: said.head(),
        title: "Audit summary".to_owned(),
        of: said.of(),
        on: said.period.to.min(said.period.office.business_on),
        about: said.until(),
        sections,
        code: said.code(),
        proof: said.proof(),
        signatures: vec!["Manager".to_owned(), "Auditor".to_owned()],
    }
}

/// The sequence certificate.
pub(super) fn certificate(said: &Said<'_>) -> ReportDoc {
    let missing: i64 = said.certified.iter().map(|c| c.sequence.gaps).sum();
    let says = match missing {
        0 => "Every number between the first and the last of each series was given to one paper that stands in \
              the registers. Voids keep their numbers. No number is missing."
            .to_owned(),
        n => format!("{n} number(s) are missing between the first and the last of their series."),
    };
    ReportDoc {
        office: said.head(),
        title: "Sequence certificate".to_owned(),
        of: said.of(),
        on: said.period.to.min(said.period.office.business_on),
        about: says,
        sections: vec![numbers(said.certified.iter().map(|c| (c.paper, &c.follows, &c.sequence)))],
        code: said.code(),
        proof: said.proof(),
        signatures: vec!["Manager".to_owned()],
    }
}

/// The exceptions of one kind.
struct OfKind<'a> {
    kind: &'a str,
    count: usize,
    /// What they come to above nought and below it; none where that is more than a sum can hold.
    over: Option<Money>,
    under: Option<Money>,
    /// The largest, the newest of the same size first.
    largest: Vec<&'a Exception>,
}

/// Exceptions kind by kind, the gravest first: however many of one there are, none pushes another off the paper.
fn by_kind<'a>(exceptions: &'a [Exception]) -> Vec<OfKind<'a>> {
    let mut kinds: BTreeMap<(usize, &'a str), Vec<&'a Exception>> = BTreeMap::new();
    for found in exceptions {
        let kind = found.kind.as_str();
        let rank = GRAVEST_FIRST.iter().position(|one| *one == kind).unwrap_or(GRAVEST_FIRST.len());
        kinds.entry((rank, kind)).or_default().push(found);
    }
    let of_kind = |((_, kind), mut all): ((usize, &'a str), Vec<&'a Exception>)| {
        let sum = |below: bool| {
            Money::sum(all.iter().filter_map(|e| e.amount).filter(|amount| amount.is_negative() == below))
        };
        let (count, over, under) = (all.len(), sum(false), sum(true));
        all.sort_by_key(|e| Reverse((e.amount.map(|amount| amount.minor().unsigned_abs()), e.on)));
        all.truncate(PRINTED_OF_A_KIND);
        OfKind { kind, count, over, under, largest: all }
    };
    kinds.into_iter().map(of_kind).collect()
}

fn exceptions(said: &Said<'_>) -> Section {
    let kinds = by_kind(said.exceptions);
    let printed: usize = kinds.iter().map(|k| k.largest.len()).sum();
    let note = match said.exceptions.len() {
        0 => "Nothing out of the ordinary.".to_owned(),
        _ if said.cut => format!(
            "By kind, the gravest first, with the {PRINTED_OF_A_KIND} largest of each. Of some kinds only the newest \
             {MOST_IN_PACK} are told; all are in the registers they are drawn from."
        ),
        n if n > printed => format!(
            "By kind, the gravest first, with the {PRINTED_OF_A_KIND} largest of each; all {n} are in registers/exceptions."
        ),
        _ => "By kind, the gravest first.".to_owned(),
    };
    let rows = kinds.iter().flat_map(|k| &k.largest).map(|e| {
        vec![
            word(&e.kind),
            e.on.to_string(),
            e.subject.clone(),
            e.who.clone(),
            word(&e.detail),
            e.amount.map(|amount| said.period.money.number(amount)).unwrap_or_default(),
        ]
    });
    let table = (!said.exceptions.is_empty()).then(|| ReportTable {
        columns: vec![
            Column::words("What"),
            Column::words("Day"),
            Column::words("Number"),
            Column::words("Who"),
            Column::words("Reason"),
            Column::figures("Amount"),
        ],
        rows: rows.collect(),
        total: None,
    });
    let facts = kinds.iter().map(|k| Fact::new(&word(k.kind), k.count.to_string()).detail(sums(said, k)));
    let overrides = Fact::new("Overrides", said.overrides.to_string()).detail("registers/overrides");
    Section {
        heading: "Exceptions".to_owned(),
        note,
        facts: facts.chain([overrides]).collect(),
        table,
        ..Section::default()
    }
}

/// What the exceptions of a kind come to: what is above nought and what is below it do not make up for each other.
fn sums(said: &Said<'_>, kind: &OfKind<'_>) -> String {
    let told = |sum: Option<Money>| match sum {
        Some(sum) if sum.is_zero() => None,
        Some(sum) => Some(said.text(sum)),
        None => Some("more than can be summed up".to_owned()),
    };
    [told(kind.over), told(kind.under)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn kpis(said: &Said<'_>) -> Section {
    let k = said.kpis;
    let ratio = k.collection_ratio.map_or("–".to_owned(), percent);
    let days = k.collection_period.map_or("–".to_owned(), |tenths| format!("{} days", tenth(tenths)));
    Section {
        heading: "Key figures".to_owned(),
        facts: vec![
            Fact::new("Collection ratio", ratio)
                .detail("collected ÷ billed, before credit notes and write-offs"),
            Fact::new("Collection period", days)
                .detail(format!("receivable ÷ revenue of {0} days × {0}", k.revenue_days)),
            Fact::new("Billed", said.text(k.billed))
                .detail(format!("{} claims, before credit notes and write-offs", k.claims)),
            Fact::new("Receivable", said.text(k.receivable)).detail("at the end of the period"),
        ],
        ..Section::default()
    }
}

fn money(said: &Said<'_>) -> Section {
    let f = said.figures;
    Section {
        heading: "Collections".to_owned(),
        facts: vec![
            Fact::new("Taken", said.text(f.taken)).detail(format!("{} receipts", f.receipts)),
            Fact::new("Voided", said.text(f.voided)).detail(format!("{} voids", f.voids)),
            Fact::new("Given back", said.text(f.returned)).detail(format!(
                "{} fell after their day, were paid out or debited after a refund",
                f.returns
            )),
            Fact::new("Net", said.text(f.net)),
            Fact::new("Duplicates", f.reprints.to_string()).detail("handed out"),
        ],
        ..Section::default()
    }
}

/// What was over and short at the opening and closing of shifts, and what is still to be looked at.
fn drawers(said: &Said<'_>, controlled: &Controlled) -> Section {
    Section {
        heading: "Drawers".to_owned(),
        note: "Each shift is in registers/variances, each bank slip in registers/deposits, each payment that fell \
               after its day in registers/refunds, each request in registers/approvals."
            .to_owned(),
        facts: vec![
            Fact::new("Cash over", said.text(controlled.over)),
            Fact::new("Cash short", said.text(controlled.short)),
            Fact::new("Floats over", said.text(controlled.floats_over)).detail("more than was kept in the drawer"),
            Fact::new("Floats short", said.text(controlled.floats_short)).detail("less than was kept in it"),
            Fact::new("Other tenders over", said.text(controlled.others_over)).detail("cheque, card, UPI, bank"),
            Fact::new("Other tenders short", said.text(controlled.others_short))
                .detail("cheque, card, UPI, bank"),
            Fact::new("Waiting for a second look", controlled.open_looks.to_string()),
        ],
        ..Section::default()
    }
}

/// What went to the bank, and what lay in the office when the last day was closed.
fn bank(said: &Said<'_>) -> Section {
    let b = said.banking;
    let end = b.at_end.as_ref();
    let lay = |amount: Option<Money>| amount.map_or_else(|| "–".to_owned(), |amount| said.text(amount));
    let on = end.map_or_else(|| "no closing says it".to_owned(), |end| format!("when {} was closed", end.on));
    let cheques = end.map_or_else(|| on.clone(), |end| format!("{} cheques, {on}", end.cheques));
    Section {
        heading: "To the bank".to_owned(),
        note:
            "The slips are in registers/deposits, what the Z reports left in registers/variances, cheques in \
               registers/cheques. A slip of the first days may pay in what the month before left."
                .to_owned(),
        facts: vec![
            Fact::new("Left for the bank", said.text(b.left)).detail("by Z reports"),
            Fact::new("Paid in", said.text(b.paid_in)).detail("by slips of cash"),
            Fact::new("In the safe", lay(end.map(|end| end.in_safe))).detail(on),
            Fact::new("Cheques in the office", lay(end.map(|end| end.cheques_amount))).detail(cheques),
        ],
        ..Section::default()
    }
}

fn methods(said: &Said<'_>) -> Section {
    let money = &said.period.money;
    let rows = said.figures.by_method.iter().map(|m| {
        vec![word(m.method.as_str()), m.count.to_string(), money.number(m.returned), money.number(m.amount)]
    });
    table(
        "By way of paying",
        vec![
            Column::words("Way"),
            Column::figures("Receipts"),
            Column::figures("Given back"),
            Column::figures("Net"),
        ],
        rows.collect(),
    )
}

fn clerks(said: &Said<'_>) -> Section {
    let money = &said.period.money;
    let rows = said.figures.by_clerk.iter().map(|c| {
        vec![
            c.clerk.clone(),
            c.count.to_string(),
            c.voids.to_string(),
            money.number(c.returned),
            money.number(c.amount),
        ]
    });
    let columns = vec![
        Column::words("Clerk"),
        Column::figures("Receipts"),
        Column::figures("Voids"),
        Column::figures("Given back"),
        Column::figures("Net"),
    ];
    table("By clerk", columns, rows.collect())
}

/// What was taken off claims, and by whom: whoever gives much away alone is seen.
fn taken_off(said: &Said<'_>) -> Section {
    let rows = said.controlled.taken_off.iter().map(|((who, kind), (n, amount))| {
        vec![who.clone(), word(kind), n.to_string(), said.period.money.number(*amount)]
    });
    let columns = vec![
        Column::words("Who"),
        Column::words("What"),
        Column::figures("Corrections"),
        Column::figures("Amount"),
    ];
    let section = table("Taken off bills", columns, rows.collect());
    Section { note: "Each is in registers/corrections, with its reason.".to_owned(), ..section }
}

fn days(said: &Said<'_>) -> Section {
    let money = &said.period.money;
    let most = said.days.iter().map(|d| d.net.minor().abs()).max().unwrap_or_default().max(1);
    // On a day on which more went back than came in it hangs below nought.
    let bars = said.days.iter().map(|d| Bar {
        label: d.on.parts().2.to_string(),
        value: String::new(),
        share: i64::try_from(i128::from(d.net.minor()) * 10_000 / i128::from(most)).unwrap_or_default(),
        before: None,
    });
    let chart = Chart { now: "Net".to_owned(), before: String::new(), bars: bars.collect() };
    let rows = said.days.iter().map(|d| {
        vec![
            d.on.to_string(),
            d.receipts.to_string(),
            d.voids.to_string(),
            money.number(d.returned),
            money.number(d.net),
        ]
    });
    let columns = vec![
        Column::words("Day"),
        Column::figures("Receipts"),
        Column::figures("Voids"),
        Column::figures("Given back"),
        Column::figures("Net"),
    ];
    Section { chart: Some(chart), ..table("By business day", columns, rows.collect()) }
}

fn aging(said: &Said<'_>) -> Section {
    let a = said.aged;
    Section {
        heading: "Overdue by age".to_owned(),
        note: format!(
            "{} accounts with {} bills; each account is in registers/defaulters.",
            a.accounts, a.bills
        ),
        facts: vec![
            Fact::new("0–30 days", said.text(a.to_30)),
            Fact::new("31–60 days", said.text(a.to_60)),
            Fact::new("61–90 days", said.text(a.to_90)),
            Fact::new("Over 90 days", said.text(a.over_90)),
        ],
        ..Section::default()
    }
}

fn numbers<'a>(series: impl Iterator<Item = (&'a str, &'a String, &'a Sequence)>) -> Section {
    let rows = series.map(|(paper, follows, s)| {
        vec![
            word(paper),
            if follows.is_empty() { "–".to_owned() } else { follows.clone() },
            s.first.clone(),
            s.last.clone(),
            s.count.to_string(),
            s.voids.to_string(),
            s.gaps.to_string(),
        ]
    });
    let columns = vec![
        Column::words("Paper"),
        Column::words("Follows"),
        Column::words("First"),
        Column::words("Last"),
        Column::figures("Count"),
        Column::figures("Voids"),
        Column::figures("Gaps"),
    ];
    table("Numbers", columns, rows.collect())
}

fn checking(said: &Said<'_>) -> Section {
    let drawn_by = match said.given_by {
        Some(who) => format!("a seed that {who} gave at the export, {}", said.seed),
        None => format!("the last seal, whose seed is {}", said.seed),
    };
    Section {
        heading: "To check".to_owned(),
        note: format!(
            "counterfoil verify PACK.zip --seals FILES checks every row, the log, the signature and these seals, without \
             the book. {} receipts were drawn at random, {} asked for, by {drawn_by}: they are in sample.csv. What the \
             office cannot have written anew is what its copies outside of the machine say: hold the seal below against \
             the one on the day's papers.",
            said.drawn, said.asked_for
        ),
        ..Section::default()
    }
}

fn table(heading: &str, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Section {
    Section {
        heading: heading.to_owned(),
        table: Some(ReportTable { columns, rows, total: None }),
        ..Section::default()
    }
}

/// `manager_void` as people read it.
fn word(text: &str) -> String {
    text.replace('_', " ")
}

fn percent(basis_points: i64) -> String {
    format!("{}.{:02} %", basis_points / 100, basis_points.abs() % 100)
}

fn tenth(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths.abs() % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use foil_domain::time::Day;
    use std::collections::BTreeSet;

    fn exception(kind: &str, day: u32, amount: Option<i64>) -> Exception {
        Exception {
            kind: kind.to_owned(),
            on: Day::new(2026, 11, day).unwrap(),
            subject: format!("{kind} of the {day}"),
            who: "asha".to_owned(),
            amount: amount.map(Money::from_minor),
            detail: String::new(),
            changed: Vec::new(),
        }
    }

    #[test]
    fn no_kind_however_many_pushes_what_is_graver_off_the_paper() {
        let mut all: Vec<Exception> = (0..60).map(|_| exception("reprint", 28, None)).collect();
        all.push(exception("variance", 20, Some(1_200)));
        all.push(exception("variance", 12, Some(-1_000)));
        all.push(exception("variance", 3, Some(-5_000_000)));
        let kinds = by_kind(&all);
        let told: Vec<_> = kinds.iter().map(|k| (k.kind, k.count, k.largest.len())).collect();
        assert_eq!(told, [("variance", 3, 3), ("reprint", 60, PRINTED_OF_A_KIND)]);
        let days: Vec<_> = kinds[0].largest.iter().map(|e| e.on.parts().2).collect();
        assert_eq!(days, [3, 20, 12], "the largest first");
        let (over, under) = (kinds[0].over.unwrap(), kinds[0].under.unwrap());
        assert_eq!((over.minor(), under.minor()), (1_200, -5_001_000), "none makes up for the other");
    }

    #[test]
    fn every_kind_has_its_place() {
        let words: serde_json::Value =
            serde_json::from_str(include_str!("../../../../../ui/src/words/en/audit.json")).unwrap();
        let heads = ["other", "kind", "on", "subject", "who", "amount", "detail"];
        let named = words["exception"].as_object().unwrap().keys().map(String::as_str);
        let named: BTreeSet<&str> = named.filter(|name| !heads.contains(name)).collect();
        assert_eq!(GRAVEST_FIRST.into_iter().collect::<BTreeSet<_>>(), named);
    }
}
