//! The bill: what is charged, what is paid of it, what is left to pay and until when.

use std::fmt::Write as _;

use foil_domain::billing::gas::megajoules_in;
use foil_domain::billing::{BillLineKind, BillTitle};
use foil_domain::documents::{
    AfterDue, BillCorrection, BillDoc, BillDocLine, BillPaper, BillReading, EndedTerms, GasUse, MonthUse,
    NoteKind, SetOffLine, TrueBand, TrueUse,
};
use foil_domain::money::Money;
use foil_domain::tariffs::{Decimal, plain};

use crate::receipt::{foot, office_lines};
use crate::sheet::{Block, Cell, Column, Fact, Head, Kind, Mark, Paper, Qr, Sheet, Sum, Table};
use crate::words::Words;

pub(crate) fn sheet(doc: &BillDoc) -> Sheet {
    let words = Words::of(&doc.office.language);
    let mut blocks = vec![customer(doc, words), dates(doc, words)];
    if let Some(paper) = &doc.paper {
        blocks.extend(basis(paper, words));
    }
    blocks.push(lead(doc, words));
    if let Some(paper) = &doc.paper {
        blocks.extend(readings(paper, words));
        blocks.extend(truth(doc, paper, words));
        blocks.extend(paper.gas.iter().flat_map(|gas| conversion(gas, &paper.unit, words)));
        // Lines of other bills stand above its own.
        if paper.truth.iter().flat_map(|truth| &truth.periods).any(|period| !period.lines.is_empty()) {
            blocks.push(Block::Heading(words.this_bill.into()));
        }
    }
    blocks.push(Block::Table(charged(&doc.lines, doc, words)));
    blocks.push(Block::Sums(sums(doc, words)));
    if let Some(paper) = &doc.paper {
        blocks.extend(remarks(doc, paper, words));
    }
    // Beside the code at the foot, so that a usual bill is one page.
    let mut closing = Vec::new();
    if !doc.history.is_empty() {
        closing.push(Block::Heading(words.your_use.into()));
        closing.push(Block::Bars(bars(&doc.history, words)));
    }
    let state = if doc.balance.is_positive() && !doc.late.is_empty() { &doc.late } else { &doc.status };
    let registrations = doc.paper.iter().flat_map(|paper| paper.registration_lines.iter().cloned());
    Sheet {
        paper: Paper::A4,
        head: Head {
            office: doc.office.name.clone(),
            office_lines: office_lines(&doc.office, words).into_iter().chain(registrations).collect(),
            kind: title(doc, words).into(),
            number: doc.number.clone(),
            date: words.day(doc.issued_on),
            mark: (!state.is_empty())
                .then(|| Mark { word: words.word(state).to_uppercase(), detail: String::new() }),
            band: None,
        },
        blocks,
        closing,
        qr: qr(doc, words),
        foot: foot(&doc.office, "", words),
    }
}

/// What the law calls it.
pub(crate) fn title(doc: &BillDoc, words: &Words) -> &'static str {
    match doc.paper.as_ref().map(|paper| paper.title) {
        Some(BillTitle::TaxInvoice) => words.tax_invoice,
        Some(BillTitle::BillOfSupply) => words.bill_of_supply,
        Some(BillTitle::Bill) | None => words.bill,
    }
}

/// Paid by UPI where the office says to whom, else only checked.
fn qr(doc: &BillDoc, words: &Words) -> Option<Qr> {
    let style = &doc.office.currency;
    let due = to_pay(doc);
    if let Some(paper) = doc.paper.as_ref().filter(|p| !p.upi_id.is_empty()) {
        if !due.is_positive() {
            return None;
        }
        // NPCI's UPI linking specification 1.6: pa, pn, am, cu, tn.
        let text = format!(
            "upi://pay?pa={}&pn={}&am={}&cu={}&tn={}",
            escaped(&paper.upi_id),
            escaped(&doc.office.name),
            style.plain(due),
            style.code,
            escaped(&format!("{} {}", doc.number, doc.account)),
        );
        return Qr::new(text, words.scan_to_pay);
    }
    let due = style.plain(due);
    let text = format!("COUNTERFOIL BILL {} {} {due} {} {}", doc.number, style.code, doc.due_on, doc.account);
    Qr::new(text, words.scan)
}

/// What is to be paid with this paper: with what else is open on the account, as long as something is left of it.
fn to_pay(doc: &BillDoc) -> Money {
    match &doc.paper {
        Some(paper) if is_as_issued(doc) || doc.balance.is_positive() => paper.payable,
        _ => doc.balance,
    }
}

/// Whether nothing has become of it since.
fn is_as_issued(doc: &BillDoc) -> bool {
    doc.paid.is_zero() && doc.status.is_empty()
}

/// Percent-encoded, as a query wants it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@' | b'/') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn basis(paper: &BillPaper, words: &Words) -> Vec<Block> {
    let mut blocks: Vec<Block> = paper.ended.iter().map(|terms| ended(terms, words)).collect();
    let mut facts = vec![
        Fact::new(words.tariff, &paper.tariff, 5.0)
            .detail(&words.tariff_from.replace("{day}", &words.day(paper.tariff_from))),
    ];
    let contract = (&*paper.contract_demand_kw, &*paper.contract_unit);
    facts.extend(loads(&paper.sanctioned_load_kw, contract, words));
    if let Some(number) = &paper.replaces {
        facts.push(Fact::new(words.in_place_of, number, 2.5));
    }
    if facts.len() == 1 {
        // Units stand below the service and the due date, also where nothing stands between.
        facts.push(Fact::new("", "", 2.5));
    }
    let units = format!("{} {}", paper.units, paper.unit);
    let mark = if paper.estimated { marked(&units, guess(paper)) } else { units };
    facts.push(
        Fact::new(words.units, &mark, 2.5).detail(&words.days.replace("{days}", &paper.days.to_string())),
    );
    blocks.push(Block::Facts(facts));
    blocks
}

/// What the first days of a period were priced by, up to their last.
fn ended(terms: &EndedTerms, words: &Words) -> Block {
    let last = format!("– {}", words.day(terms.until.plus_days(-1)));
    let mut facts = vec![Fact::new(words.tariff, &terms.tariff, 5.0).detail(&last)];
    let contract = (&*terms.contract_demand_kw, &*terms.contract_unit);
    facts.extend(loads(&terms.sanctioned_load_kw, contract, words));
    Block::Facts(facts)
}

fn loads(sanctioned: &str, contract: (&str, &str), words: &Words) -> Vec<Fact> {
    let said = [(words.load, load(sanctioned, "")), (words.contract, load(contract.0, contract.1))];
    said.into_iter().filter_map(|(label, load)| Some(Fact::new(label, &load?, 2.5))).collect()
}

/// A load with its unit, which is kW where none is named; none where it is not known.
fn load(load: &str, unit: &str) -> Option<String> {
    let unit = if unit.is_empty() { "kW" } else { unit };
    (!load.is_empty()).then(|| format!("{load} {unit}"))
}

fn readings(paper: &BillPaper, words: &Words) -> Vec<Block> {
    if paper.readings.is_empty() {
        return Vec::new();
    }
    let multiplied = paper.readings.iter().any(|r| !r.multiplier.is_empty());
    let mut columns = vec![
        Column::new(words.register, Kind::Words),
        Column::new(words.previous, Kind::Amount),
        Column::new(words.current, Kind::Amount),
    ];
    if multiplied {
        columns.push(Column::new(words.multiplier, Kind::Amount));
    }
    columns.push(Column::new(words.units, Kind::Amount));
    let rows = paper.readings.iter().map(|r| {
        let mut row = vec![
            Cell::new(&*r.meter).detail(about(r, words)),
            Cell::new(marked(&r.previous, &r.previous_kind)),
            Cell::new(marked(&r.current, &r.current_kind)),
        ];
        if multiplied {
            row.push(Cell::new(if r.multiplier.is_empty() { "1" } else { &r.multiplier }));
        }
        row.push(Cell::new(&*r.units));
        row
    });
    vec![Block::Heading(words.readings.into()), Block::Table(Table { rows: rows.collect(), columns })]
}

/// How this period's units came about where estimates are made good, and what each of them was charged too much or
/// too little: the lines below charge for the last row, and take back or add the differences. What each costs in truth
/// has its lines too.
fn truth(doc: &BillDoc, paper: &BillPaper, words: &Words) -> Vec<Block> {
    let Some(truth) = &paper.truth else { return Vec::new() };
    let money = |amount: Money| Cell::new(doc.office.currency.number(amount));
    let columns = vec![
        Column::new(words.period, Kind::Words),
        Column::new(words.estimated_units, Kind::Amount),
        Column::new(words.used_units, Kind::Amount),
        Column::new(words.charged_then, Kind::Amount),
        Column::new(words.costs_in_truth, Kind::Amount),
        Column::new(words.difference, Kind::Amount),
    ];
    let rows = truth.periods.iter().map(|period| {
        let name = if period.bill.is_empty() { words.this_bill } else { &*period.bill };
        let days = words.days.replace("{days}", &period.days.to_string());
        let difference = period.charged.and_then(|charged| period.costs.minus(charged));
        vec![
            Cell::new(name).detail(format!("{} – {}, {days}", words.day(period.from), words.day(period.to))),
            Cell::new(&*period.estimated),
            Cell::new(&*period.units),
            period.charged.map_or_else(Cell::default, money),
            money(period.costs),
            difference.map_or_else(Cell::default, money),
        ]
    });
    let mut blocks =
        vec![Block::Heading(words.true_use.into()), Block::Table(Table { rows: rows.collect(), columns })];
    blocks.extend(truth.bands.iter().map(|band| {
        let label = if band.band.is_empty() { words.used_units.to_owned() } else { words.word(&band.band) };
        Block::Note { label, text: counted(band, truth, words) }
    }));
    for period in truth.periods.iter().filter(|period| !period.lines.is_empty()) {
        blocks.push(Block::Heading(format!("{}: {}", words.costs_in_truth, period.bill)));
        blocks.push(Block::Table(charged(&period.lines, doc, words)));
    }
    blocks
}

/// What a band's registers counted since they were last measured, in a sentence.
fn counted(band: &TrueBand, truth: &TrueUse, words: &Words) -> String {
    let unit = &truth.unit;
    let sentence = if band.opened.is_empty() { words.true_use_sum } else { words.true_use_read };
    sentence
        .replace("{opened}", &band.opened)
        .replace("{closed}", &band.closed)
        .replace("{read}", &format!("{} {unit}", band.read))
        .replace("{estimated}", &format!("{} {unit}", band.estimated))
        .replace("{total}", &format!("{} {unit}", band.total))
        .replace("{days}", &truth.days.to_string())
        .replace("{since}", &words.day(truth.since))
}

/// How gas was converted: who knows the factors can work it out again.
fn conversion(gas: &GasUse, charged: &str, words: &Words) -> Vec<Block> {
    let by_energy = gas.parts.iter().any(|part| !part.calorific_value.is_empty());
    let mut columns = vec![
        Column::new(words.period, Kind::Words),
        Column::new(&format!("{} {}", words.volume, gas.counted_in), Kind::Amount),
        Column::new(words.correction, Kind::Amount),
    ];
    if by_energy {
        columns.push(Column::new(words.calorific_value, Kind::Amount));
    }
    columns.push(Column::new(charged, Kind::Amount));
    let rows = gas.parts.iter().map(|part| {
        let days = words.days.replace("{days}", &part.days.to_string());
        let band = if part.band.is_empty() { days } else { format!("{days}, {}", words.word(&part.band)) };
        let mut row = vec![
            Cell::new(format!("{} – {}", words.day(part.from), words.day(part.to))).detail(band),
            Cell::new(&*part.volume),
            Cell::new(&*part.correction),
        ];
        if by_energy {
            row.push(Cell::new(&*part.calorific_value));
        }
        row.push(Cell::new(&*part.units));
        row
    });
    let sentence = if by_energy { words.gas_energy } else { words.gas_volume };
    let divided = match megajoules_in(charged).filter(|mj| *mj != Decimal::ONE) {
        Some(mj) => words.gas_divided.replace("{mj}", &plain(mj)),
        None => String::new(),
    };
    let mut text = sentence.replace("{divided}", &divided);
    text = text.replace("{step}", &gas.round_to).replace("{unit}", charged);
    if !gas.to_m3.is_empty() {
        let of_it = words.gas_to_m3.replace("{unit}", &gas.counted_in).replace("{to_m3}", &gas.to_m3);
        text = format!("{of_it} {text}");
    }
    let heading = words.gas.replace("{counted}", &gas.counted_in).replace("{charged}", charged);
    vec![
        Block::Heading(heading),
        Block::Table(Table { rows: rows.collect(), columns }),
        Block::Note { label: words.units.into(), text },
    ]
}

/// How the closing readings of a bill that nobody has read came about: estimated, else provisional.
fn guess(paper: &BillPaper) -> &'static str {
    let provisional = |r: &BillReading| r.current_kind == PROVISIONAL;
    let estimated = |r: &BillReading| r.current_kind == ESTIMATED;
    let only = paper.readings.iter().any(provisional) && !paper.readings.iter().any(estimated);
    if only { PROVISIONAL } else { ESTIMATED }
}

const ESTIMATED: &str = "estimated";
const PROVISIONAL: &str = "provisional";
const CUSTOMER: &str = "customer";

/// An estimate is marked E, a customer's own reading C, one without trust P.
fn marked(value: &str, kind: &str) -> String {
    let mark = match kind {
        ESTIMATED => " E",
        CUSTOMER => " C",
        PROVISIONAL => " P",
        _ => "",
    };
    format!("{value}{mark}")
}

fn about(r: &BillReading, words: &Words) -> String {
    let mut said: Vec<String> = Vec::new();
    if !r.band.is_empty() {
        said.push(words.word(&r.band));
    }
    if r.rolled_over {
        said.push(words.rolled_over.to_owned());
    }
    said.join(", ")
}

fn remarks(doc: &BillDoc, paper: &BillPaper, words: &Words) -> Vec<Block> {
    let mut said: Vec<String> = Vec::new();
    let closed = |kind: &str| paper.readings.iter().any(|r| r.current_kind == kind);
    let guessed = paper.estimated.then(|| guess(paper));
    if guessed == Some(ESTIMATED) {
        said.push(words.estimate_note.to_owned());
    }
    if guessed.is_some() && closed(PROVISIONAL) {
        said.push(words.provisional_note.to_owned());
    }
    if closed(CUSTOMER) {
        said.push(words.customer_note.to_owned());
    }
    if paper.trued_up {
        said.push(words.trued_up_note.to_owned());
    }
    if !paper.set_off.is_empty() {
        let style = &doc.office.currency;
        let claims = paper.set_off.iter().map(|line| format!("{} {}", line.number, style.text(line.amount)));
        said.push(words.set_off_note.replace("{claims}", &claims.collect::<Vec<_>>().join(", ")));
    }
    if let Some(last) = &paper.last_payment {
        let text =
            words.last_payment.replace("{receipt}", &last.receipt).replace("{day}", &words.day(last.on));
        said.push(format!("{text}, {}", doc.office.currency.text(last.amount)));
    }
    said.into_iter().map(|text| Block::Note { label: words.note.into(), text }).collect()
}

fn customer(doc: &BillDoc, words: &Words) -> Block {
    let meter = if doc.meter.is_empty() { String::new() } else { format!("{} {}", words.meter, doc.meter) };
    Block::Facts(vec![
        Fact::new(words.customer, &doc.customer, 5.0).strong().detail(&doc.address),
        Fact::new(words.account, &doc.account, 2.5),
        Fact::new(words.service, &words.word(&doc.service), 2.5).detail(&meter),
    ])
}

fn dates(doc: &BillDoc, words: &Words) -> Block {
    let period = format!("{} – {}", words.day(doc.period_from), words.day(doc.period_to));
    Block::Facts(vec![
        Fact::new(words.period, &period, 5.0),
        Fact::new(words.issued, &words.day(doc.issued_on), 2.5),
        Fact::new(words.due, &words.day(doc.due_on), 2.5),
    ])
}

fn lead(doc: &BillDoc, words: &Words) -> Block {
    let balance = to_pay(doc);
    let due = balance.is_positive();
    let label =
        if due { words.pay_by.replace("{day}", &words.day(doc.due_on)) } else { words.nothing_to_pay.into() };
    Block::Lead {
        label,
        amount: doc.office.currency.text(balance),
        detail: if due { (words.amount)(balance, &doc.office.currency) } else { String::new() },
    }
}

/// Lines with their arithmetic.
fn charged(lines: &[BillDocLine], doc: &BillDoc, words: &Words) -> Table {
    let rows = lines.iter().map(|line| {
        vec![
            Cell::new(words.line_label(line)),
            Cell::new(words.line_quantity(line)),
            Cell::new(words.line_rate(line)),
            Cell::new(doc.office.currency.number(line.amount)),
        ]
    });
    Table {
        columns: vec![
            Column::new(words.charge, Kind::Words),
            Column::new(words.quantity, Kind::Amount),
            Column::new(words.rate, Kind::Amount),
            Column::new(words.amount_head, Kind::Amount),
        ],
        rows: rows.collect(),
    }
}

fn sums(doc: &BillDoc, words: &Words) -> Vec<Sum> {
    let style = &doc.office.currency;
    let mut sums = vec![Sum::new(words.total, style.text(doc.total))];
    let Some(paper) = &doc.paper else {
        sums.extend(taken_off(doc, words));
        if !doc.paid.is_zero() {
            sums.push(Sum::new(words.paid_so_far, style.text(doc.paid)));
        }
        sums.extend(to_credit(doc, words));
        sums.push(Sum::new(words.still_to_pay, style.text(doc.balance)).strong());
        return sums;
    };
    if !paper.credit_used.is_zero() {
        sums.push(Sum::new(words.from_credit, style.text(paper.credit_used.negated())));
    }
    sums.extend(taken_off(doc, words));
    let as_issued = is_as_issued(doc);
    if !as_issued {
        sums.push(Sum::new(words.paid_so_far, style.text(doc.paid)));
    }
    sums.extend(to_credit(doc, words));
    if as_issued || doc.balance.is_positive() {
        account_sums(doc, paper, words, &mut sums);
    } else {
        sums.push(Sum::new(words.still_to_pay, style.text(doc.balance)).strong());
    }
    if let Some(late) = after_due(doc) {
        let label = words.after_due.replace("{day}", &words.day(late.from));
        sums.push(Sum::new(&label, style.text(late.amount)));
    }
    sums
}

/// What each correction has taken off the bill, by its number.
fn taken_off(doc: &BillDoc, words: &Words) -> Vec<Sum> {
    let off = |one: &BillCorrection| {
        let kind = match one.kind {
            NoteKind::WriteOff => words.write_off_note,
            NoteKind::Cancel => words.bill_cancellation,
            _ => words.credit_note,
        };
        let amount = doc.office.currency.text(one.amount.negated());
        Sum::new(&format!("{kind} {}", one.number), amount)
    };
    doc.corrections.iter().map(off).collect()
}

/// What corrections have given back of what had been paid: the account keeps it as credit.
fn credited(doc: &BillDoc) -> Money {
    Money::sum(doc.corrections.iter().map(|one| one.credited)).unwrap_or(Money::ZERO)
}

fn to_credit(doc: &BillDoc, words: &Words) -> Option<Sum> {
    let (credited, style) = (credited(doc), &doc.office.currency);
    match () {
        () if credited.is_positive() => Some(Sum::new(words.kept_as_credit, style.text(credited))),
        () if credited.is_negative() => {
            Some(Sum::new(words.taken_from_credit, style.text(credited.negated())))
        }
        () => None,
    }
}

/// What is to be paid: this bill, what else is open, less what is kept as credit. As it was issued that is what
/// was owed before; later, what the account owes on the day of the copy.
fn account_sums(doc: &BillDoc, paper: &BillPaper, words: &Words, sums: &mut Vec<Sum>) {
    let style = &doc.office.currency;
    let as_of = |label: &str| match doc.as_of {
        Some(on) => format!("{label}, {}", words.as_of.replace("{day}", &words.day(on))),
        None => label.to_owned(),
    };
    if paper.arrears.is_zero() && paper.payable == doc.balance {
        sums.push(Sum::new(&as_of(words.still_to_pay), style.text(doc.balance)).strong());
        if !paper.credit_left.is_zero() {
            sums.push(Sum::new(words.credit_left, style.text(paper.credit_left)));
        }
        return;
    }
    if doc.balance != doc.total {
        sums.push(Sum::new(words.this_bill, style.text(doc.balance)));
    }
    if !paper.arrears.is_zero() {
        let label = if doc.as_of.is_some() { words.also_open } else { words.arrears };
        sums.push(Sum::new(label, style.text(paper.arrears)));
    }
    if !paper.credit_left.is_zero() {
        sums.push(Sum::new(words.credit_left, style.text(paper.credit_left.negated())));
    }
    sums.push(Sum::new(&as_of(words.to_pay_in_all), style.text(paper.payable)).strong());
}

/// A year and a month at most: the same month last year beside this one.
const MONTHS_SHOWN: usize = 13;

fn bars(history: &[MonthUse], words: &Words) -> Vec<(String, String, f32)> {
    let shown = &history[history.len().saturating_sub(MONTHS_SHOWN)..];
    // Only how tall a bar stands; what is printed is the text itself.
    let units =
        |month: &MonthUse| month.units.parse::<f32>().ok().filter(|units| units.is_finite()).unwrap_or(0.0);
    let most = shown.iter().map(units).fold(0.0, f32::max);
    let share = |month: &MonthUse| if most > 0.0 { units(month).max(0.0) / most } else { 0.0 };
    let mut before = String::new();
    let mut bars = Vec::with_capacity(shown.len());
    for month in shown {
        let name = words.dated(&month.month);
        bars.push((short(&name, &before), month.units.clone(), share(month)));
        before = name;
    }
    bars
}

/// `Nov 25`, then `Dec` while the year stays the same: a dozen stand side by side.
fn short(month: &str, before: &str) -> String {
    let year = |text: &str| text.rsplit_once(' ').map(|(_, year)| year.to_owned());
    let Some((name, told)) = month.rsplit_once(' ') else { return month.to_owned() };
    if year(before).as_deref() == Some(told) {
        return name.to_owned();
    }
    let digits: String = told.chars().rev().take(2).collect();
    format!("{name} {}", digits.chars().rev().collect::<String>())
}

/// The columns of [`rows`].
pub(crate) const CSV_HEADER: [&str; 24] = [
    "bill",
    "account",
    "customer",
    "service",
    "period_from",
    "period_to",
    "row",
    "label",
    "quantity",
    "rate",
    "amount",
    "group",
    "meter",
    "register",
    "previous",
    "previous_type",
    "current",
    "current_type",
    "multiplier",
    "units",
    "address",
    "issued_on",
    "due_on",
    "currency",
];

/// A row: what it is, and what it says beside what every row says.
#[derive(Default)]
struct Row<'a> {
    kind: &'a str,
    label: String,
    quantity: String,
    rate: String,
    amount: Option<Money>,
    group: &'a str,
    reading: Option<&'a BillReading>,
}

impl Row<'_> {
    fn fields(self, doc: &BillDoc) -> [String; 24] {
        let style = &doc.office.currency;
        let read = |of: fn(&BillReading) -> &str| self.reading.map(|r| of(r).to_owned()).unwrap_or_default();
        let once = |multiplier: String| match self.reading {
            Some(_) if multiplier.is_empty() => "1".to_owned(),
            _ => multiplier,
        };
        [
            doc.number.clone(),
            doc.account.clone(),
            doc.customer.clone(),
            doc.service.clone(),
            doc.period_from.to_string(),
            doc.period_to.to_string(),
            self.kind.to_owned(),
            self.label,
            self.quantity,
            self.rate,
            self.amount.map(|amount| style.plain(amount)).unwrap_or_default(),
            self.group.to_owned(),
            self.reading.map_or(&doc.meter, |r| &r.meter).clone(),
            read(|r| &r.band),
            read(|r| &r.previous),
            read(|r| &r.previous_kind),
            read(|r| &r.current),
            read(|r| &r.current_kind),
            once(read(|r| &r.multiplier)),
            read(|r| &r.units),
            doc.address.clone(),
            doc.issued_on.to_string(),
            doc.due_on.to_string(),
            style.code.clone(),
        ]
    }
}

/// The bill as rows: what it is reckoned by, its readings and its lines, then its totals with what corrections took off,
/// what its paper asks for in all, and what it comes to once it is late.
pub(crate) fn rows(doc: &BillDoc) -> Vec<[String; 24]> {
    let mut rows: Vec<Row<'_>> = doc.paper.as_deref().map(reckoned_by).unwrap_or_default();
    rows.extend(doc.lines.iter().map(|line| Row {
        kind: "line",
        label: line.label.clone(),
        quantity: line.quantity.clone().unwrap_or_default(),
        rate: line.rate.clone().unwrap_or_default(),
        amount: Some(line.amount),
        group: line.group.map_or("", BillLineKind::as_str),
        reading: None,
    }));
    rows.extend(totals(doc));
    rows.into_iter().map(|row| row.fields(doc)).collect()
}

/// The tariff and the loads with the days on which others began to hold, the units, and the registers as they were read.
fn reckoned_by(paper: &BillPaper) -> Vec<Row<'_>> {
    let said = |kind: &'static str, label: &str, rate: String| Row {
        kind,
        label: label.into(),
        rate,
        ..Row::default()
    };
    let load = |kind: &'static str, of: &str, unit: &str| {
        load(of, unit).map(|quantity| Row { kind, quantity, ..Row::default() })
    };
    let mut rows = Vec::new();
    for terms in &paper.ended {
        rows.push(said("tariff_until", &terms.tariff, terms.until.plus_days(-1).to_string()));
        rows.extend(load("sanctioned_load_until", &terms.sanctioned_load_kw, ""));
        rows.extend(load("contract_demand_until", &terms.contract_demand_kw, &terms.contract_unit));
    }
    rows.push(said("tariff", &paper.tariff, paper.tariff_from.to_string()));
    rows.extend(load("sanctioned_load", &paper.sanctioned_load_kw, ""));
    rows.extend(load("contract_demand", &paper.contract_demand_kw, &paper.contract_unit));
    let units = format!("{} {}", paper.units, paper.unit);
    rows.push(Row { kind: "units", quantity: units, ..Row::default() });
    rows.extend(paper.readings.iter().map(|r| Row {
        kind: "reading",
        label: if r.rolled_over { "rolled_over".into() } else { String::new() },
        reading: Some(r),
        ..Row::default()
    }));
    rows
}

fn totals(doc: &BillDoc) -> Vec<Row<'_>> {
    let sum = |kind, amount| Row { kind, amount: Some(amount), ..Row::default() };
    let some = |kind, amount: Money| Some(sum(kind, amount)).filter(|_| !amount.is_zero());
    let paper = doc.paper.as_deref();
    let mut rows = vec![sum("total", doc.total)];
    if let Some(paper) = paper {
        rows.extend(some("credit_used", paper.credit_used.negated()));
        rows.extend(some("credit_given", paper.credit_given));
        let off = |line: &SetOffLine| Row { label: line.number.clone(), ..sum("set_off", line.amount) };
        rows.extend(paper.set_off.iter().map(off));
    }
    let corrected = |one: &BillCorrection| Row {
        label: one.number.clone(),
        ..sum(one.kind.as_str(), one.amount.negated())
    };
    rows.extend(doc.corrections.iter().map(corrected));
    rows.push(sum("paid", doc.paid));
    rows.extend(some("credited", credited(doc)));
    rows.push(sum("balance", doc.balance));
    let Some(paper) = paper else { return rows };
    if is_as_issued(doc) || doc.balance.is_positive() {
        rows.extend(some("arrears", paper.arrears));
        rows.extend(some("credit_left", paper.credit_left.negated()));
    }
    rows.push(sum("to_pay", to_pay(doc)));
    rows.extend(
        after_due(doc).map(|late| Row { label: late.from.to_string(), ..sum("after_due", late.amount) }),
    );
    rows
}

/// What it comes to once it is late. Of a bill that was paid or corrected, the surcharge would be another.
fn after_due(doc: &BillDoc) -> Option<AfterDue> {
    let late = doc.paper.as_ref()?.after_due?;
    (is_as_issued(doc) && doc.as_of.is_none_or(|on| on < late.from)).then_some(late)
}
