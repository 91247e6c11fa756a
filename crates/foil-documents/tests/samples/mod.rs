//! Documents as a busy branch prints them.
#![allow(dead_code, reason = "each user of the samples takes some of them")]

use foil_domain::billing::BillTitle;
use foil_domain::documents::{
    AboutBill, AfterDue, BillDoc, BillDocLine, BillPaper, BillReading, ChargeWording, CurrencyStyle,
    EarlierPayment, LateRate, LateTime, LeastWording, LineName, MonthUse, NoteDoc, NoteKind, OfficeHead,
    PaidPart, ReceiptAccount, ReceiptAllocation, ReceiptDoc, ReceiptTender, Restored, SlipDoc, SplitWording,
    TimeUnit, TimesWording, TrueBand, TruePeriod, TrueUse, UseLetterDoc, VoidMark, Wording,
};
use foil_domain::money::Money;
use foil_domain::time::Day;

pub const HASH: &str = "9f2c4b7a1e6d8035c4a7b92e1f60d3c85a1b7e94d2036f8c5b9a7e41d0c3f628";

pub fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

pub fn day(year: i32, month: u32, of_month: u32) -> Day {
    Day::new(year, month, of_month).expect("a day")
}

pub fn office() -> OfficeHead {
    OfficeHead {
        name: "Mangalore Utilities, Kadri Branch".into(),
        address_lines: vec![
            "Kadri Main Road, opposite Kadri Park".into(),
            "Mangaluru 575 002, Karnataka".into(),
        ],
        phone: "0824 244 1912".into(),
        registration_lines: vec!["GSTIN 29AAACM1234F1Z5".into()],
        currency: CurrencyStyle::default(),
        footer_note: "Please keep this receipt. Questions? Any counter, or 1912 at any hour.".into(),
        language: "en".into(),
    }
}

pub fn receipt() -> ReceiptDoc {
    ReceiptDoc {
        office: office(),
        number: "KD1/26-27/004213".into(),
        business_on: day(2026, 11, 21),
        taken_at_local: "21 Nov 2026, 14:05".into(),
        counter: "2".into(),
        clerk: "Asha Rao".into(),
        payer_name: "ಶ್ರೀಕೃಷ್ಣ ಭಟ್".into(),
        payer_address: "12-3-45, Bejai New Road, Mangaluru 575 004".into(),
        accounts: vec![
            account("electricity", "E-100482", "LT-55102", "ಶ್ರೀಕೃಷ್ಣ ಭಟ್", 0, 12_350),
            account("water", "W-220017", "", "श्रीकृष्ण भट", 84_000, 0),
        ],
        allocations: vec![
            allocation("Bill E-2026-000123, Oct 2026", PaidPart::Surcharge, "E-100482", 4_250, 4_250),
            allocation("Bill E-2026-000123, Oct 2026", PaidPart::Bill, "E-100482", 184_400, 184_400),
            allocation("Bill W-2026-000077, Sep 2026", PaidPart::Bill, "W-220017", 124_000, 40_000),
            allocation("Kept for the next bill", PaidPart::Credit, "E-100482", 0, 12_350),
        ],
        tenders: vec![
            tender("cash", 150_000, None),
            tender("cheque", 100_000, Some("No. 004417, Canara Bank, Kadri")),
        ],
        total: money(241_000),
        tendered: money(250_000),
        change: money(9_000),
        credit_used: Money::ZERO,
        credit_added: money(12_350),
        rounding: Money::ZERO,
        last_payments: vec![
            earlier("KD1/26-27/003377", day(2026, 10, 18), 176_200),
            earlier("KD2/26-27/002918", day(2026, 9, 20), 201_550),
            earlier("KD1/26-27/001764", day(2026, 8, 17), 169_900),
        ],
        note: String::new(),
        audit_hash: HASH.into(),
        replaces: None,
        money_since: None,
    }
}

pub fn account(
    service: &str,
    number: &str,
    meter: &str,
    name: &str,
    due: i64,
    credit: i64,
) -> ReceiptAccount {
    ReceiptAccount {
        service: service.into(),
        number: number.into(),
        meter: meter.into(),
        name: name.into(),
        balance_after: money(due),
        credit_after: money(credit),
    }
}

pub fn allocation(what: &str, part: PaidPart, account: &str, due: i64, paid: i64) -> ReceiptAllocation {
    let left = if part == PaidPart::Credit { 0 } else { due - paid };
    ReceiptAllocation {
        what: what.into(),
        part,
        account: account.into(),
        due_before: money(due),
        paid: money(paid),
        left: money(left),
    }
}

pub fn tender(method: &str, amount: i64, reference: Option<&str>) -> ReceiptTender {
    ReceiptTender { method: method.into(), amount: money(amount), reference: reference.map(Into::into) }
}

pub fn earlier(receipt: &str, on: Day, amount: i64) -> EarlierPayment {
    EarlierPayment { receipt: receipt.into(), on, amount: money(amount) }
}

/// What most customers get: one account, one bill, cash.
pub fn plain_receipt() -> ReceiptDoc {
    ReceiptDoc {
        payer_name: "José Álvarez-D’Souza".into(),
        accounts: vec![account("electricity", "E-100482", "LT-55102", "José Álvarez-D’Souza", 0, 0)],
        allocations: vec![allocation(
            "Bill E-2026-000123, Oct 2026",
            PaidPart::Bill,
            "E-100482",
            184_400,
            184_400,
        )],
        tenders: vec![tender("cash", 200_000, None)],
        total: money(184_400),
        tendered: money(200_000),
        change: money(15_600),
        credit_added: Money::ZERO,
        ..receipt()
    }
}

/// A housing society that pays forty bills in one visit.
pub fn long_receipt() -> ReceiptDoc {
    let names = [
        "ಶ್ರೀಕೃಷ್ಣ ಭಟ್",
        "श्रीकृष्ण भट",
        "محمد عبد الرحمن",
        "José Álvarez",
        "முருகன் செல்வம்",
        "శ్రీనివాస రావు",
        "മാധവൻ നായർ",
    ];
    let lines = (0..40u32).map(|n| {
        let (what, account) = (format!("Bill E-2026-{:06}, Oct 2026", 700 + n), format!("E-{}", 100_400 + n));
        allocation(&what, PaidPart::Bill, &account, 100_000 + i64::from(n) * 1_357, 100_000)
    });
    let accounts = (0..12u32).map(|n| {
        account(
            "electricity",
            &format!("E-{}", 100_400 + n),
            "",
            names[n as usize % names.len()],
            i64::from(n) * 1_357,
            0,
        )
    });
    ReceiptDoc {
        payer_name: "Kadri Heights Apartment Owners’ Association (Regd.)".into(),
        allocations: lines.collect(),
        accounts: accounts.collect(),
        tenders: vec![tender("upi", 4_000_000, Some("632711984512"))],
        total: money(4_000_000),
        tendered: money(4_000_000),
        change: Money::ZERO,
        credit_added: Money::ZERO,
        ..receipt()
    }
}

/// Everything as long, as large and as foreign as it can be.
pub fn extreme_receipt() -> ReceiptDoc {
    let most = (1i64 << 53) - 1;
    ReceiptDoc {
        number: "KADRI01/2026/99999999".into(),
        payer_name: "محمد عبد الرحمن بن عبد العزيز آل سعود 1234 (والده)".into(),
        payer_address: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
            .repeat(2),
        accounts: vec![account(
            "gas",
            "G-99999999999999999999999999999999999999",
            "METER-0123456789-0123456789",
            &"W".repeat(120),
            most,
            most,
        )],
        allocations: vec![
            allocation("Bill E-2026-000123, Oct 2026", PaidPart::Surcharge, "E-100482", most, most),
            allocation(
                &"ಶ್ರೀಕೃಷ್ಣ".repeat(20),
                PaidPart::Bill,
                "G-99999999999999999999999999999999999999",
                most,
                1,
            ),
        ],
        tenders: vec![tender("cheque", most, Some(&"0123456789".repeat(12))), tender("cash", -most, None)],
        total: money(most),
        tendered: money(most),
        change: money(-most),
        credit_used: money(most),
        credit_added: money(most),
        rounding: money(-50),
        note: "漢字 and 🎉 are in no font here; \u{202E}this must not run backwards\u{202C}. עברית ועוד."
            .into(),
        replaces: Some("KD1/26-27/004212".into()),
        money_since: Some(day(2026, 11, 1)),
        ..receipt()
    }
}

pub fn void() -> VoidMark {
    VoidMark {
        slip: "KDV/26-27/000012".into(),
        at_local: "21 Nov 2026, 14:31".into(),
        by: "Asha Rao".into(),
        reason: "Paid to the neighbour’s account by mistake".into(),
    }
}

pub fn bill() -> BillDoc {
    let months =
        ["Nov 25", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov 26"];
    let units = [118, 124, 131, 140, 172, 214, 231, 176, 142, 139, 128, 133, 152];
    BillDoc {
        office: office(),
        number: "E-2026-000123".into(),
        account: "E-100482".into(),
        customer: "ಶ್ರೀಕೃಷ್ಣ ಭಟ್".into(),
        address: "12-3-45, Bejai New Road, Mangaluru 575 004".into(),
        service: "electricity".into(),
        meter: "LT-55102".into(),
        period_from: day(2026, 10, 1),
        period_to: day(2026, 10, 31),
        issued_on: day(2026, 11, 3),
        due_on: day(2026, 11, 18),
        lines: vec![
            line("Fixed charge, 3 kW sanctioned load", Some("3 kW"), Some("110.00"), 33_000),
            line("Energy, first 50 units", Some("50 kWh"), Some("4.75"), 23_750),
            line("Energy, above 50 units", Some("102 kWh"), Some("7.00"), 71_400),
            line("Fuel cost adjustment", Some("152 kWh"), Some("0.36"), 5_472),
            line("Electricity tax", Some("9 %"), None, 8_564),
            line("Rebate for paying on time, September", None, None, -2_500),
        ],
        total: money(139_686),
        paid: money(40_000),
        corrections: Vec::new(),
        balance: money(99_686),
        late: "overdue".into(),
        history: months
            .iter()
            .zip(units)
            .map(|(month, units)| MonthUse { month: (*month).into(), units: units.to_string() })
            .collect(),
        status: "part_paid".into(),
        as_of: None,
        paper: None,
    }
}

/// A bill that the office made: a meter exchanged, an estimate made good, arrears, and paid by UPI.
pub fn own_bill() -> BillDoc {
    let reading = |meter: &str, previous: &str, current: &str, units: &str| BillReading {
        meter: meter.into(),
        band: String::new(),
        previous: previous.into(),
        current: current.into(),
        multiplier: String::new(),
        units: units.into(),
        previous_kind: "actual".into(),
        current_kind: "actual".into(),
        rolled_over: false,
    };
    BillDoc {
        number: "B/26-27/00000412".into(),
        issued_on: day(2026, 11, 5),
        due_on: day(2026, 11, 20),
        period_from: day(2026, 10, 5),
        period_to: day(2026, 11, 4),
        lines: vec![
            line("Energy charge, up to 50 kWh", Some("50 kWh"), Some("4.10"), 20_500),
            line("Energy charge, over 50 to 100 kWh", Some("50 kWh"), Some("5.60"), 28_000),
            line("Energy charge, over 100 kWh", Some("52 kWh"), Some("7.15"), 37_180),
            line("Fixed charge", Some("3 kW"), Some("50"), 15_000),
            line("Tax on consumption", Some("856.80"), Some("9 %"), 7_711),
            line(
                "Bill B/26-27/00000107 was on an estimate of 180 kWh; 90 kWh were used",
                Some("-90 kWh"),
                None,
                -61_800,
            ),
            line("Rounding", None, None, 9),
        ],
        total: money(46_600),
        paid: money(0),
        corrections: Vec::new(),
        balance: money(34_250),
        late: String::new(),
        status: String::new(),
        as_of: None,
        paper: Some(Box::new(BillPaper {
            made_good: Vec::new(),
            truth: None,
            gas: None,
            set_off: Vec::new(),
            billed: Vec::new(),
            title: BillTitle::TaxInvoice,
            registration_lines: vec!["HSN 2716".into()],
            tariff: "LT-2a Domestic".into(),
            tariff_from: day(2026, 4, 1),
            ended: Vec::new(),
            days: 31,
            units: "152".into(),
            unit: "kWh".into(),
            sanctioned_load_kw: "3".into(),
            contract_demand_kw: String::new(),
            contract_unit: String::new(),
            readings: vec![
                BillReading {
                    previous_kind: "estimated".into(),
                    ..reading("LT-55102", "4180", "4225", "45")
                },
                BillReading {
                    multiplier: "2".into(),
                    rolled_over: true,
                    ..reading("LT-60077", "99990", "44", "107")
                },
            ],
            estimated: false,
            trued_up: true,
            charges: money(108_400),
            arrears: money(120_000),
            credit_used: money(12_350),
            credit_given: money(0),
            credit_left: money(0),
            payable: money(154_250),
            after_due: Some(AfterDue { from: day(2026, 11, 21), amount: money(34_593) }),
            last_payment: Some(EarlierPayment {
                receipt: "KD1/26-27/003990".into(),
                on: day(2026, 10, 12),
                amount: money(80_000),
            }),
            upi_id: "mangalore.kadri@okbank".into(),
            replaces: None,
        })),
        ..bill()
    }
}

/// What 90 kWh cost.
fn true_lines() -> Vec<BillDocLine> {
    let mut lines = worded_lines();
    lines.truncate(2);
    lines[1] = BillDocLine { quantity: Some("40 kWh".into()), amount: money(22_400), ..lines[1].clone() };
    lines.extend([
        line("Fixed charge", Some("3 kW"), Some("50.00"), 15_000),
        line("FPPCA", Some("90 kWh"), Some("0.36"), 3_240),
        line("Tax on consumption", Some("429.00"), Some("9 %"), 3_861),
        worded("Rounding", "", "", -1, Some(Wording::Named { what: LineName::Rounding })),
    ]);
    lines
}

/// One that makes two estimates good, and says how.
pub fn trued_bill() -> BillDoc {
    let own = own_bill();
    let period = |bill: &str, (from, to): (Day, Day), estimated: &str, charged: Option<Money>| TruePeriod {
        bill: bill.into(),
        from,
        to,
        days: to.days_since(from) + 1,
        estimated: estimated.into(),
        units: "90".into(),
        charged,
        costs: money(65_000),
        lines: if bill.is_empty() { Vec::new() } else { true_lines() },
    };
    let truth = TrueUse {
        since: day(2026, 8, 5),
        days: 92,
        unit: "kWh".into(),
        bands: vec![TrueBand {
            band: String::new(),
            opened: "3820".into(),
            closed: "4092".into(),
            read: "-88".into(),
            estimated: "360".into(),
            total: "272".into(),
        }],
        periods: vec![
            period("B/26-27/00000107", (day(2026, 8, 5), day(2026, 9, 4)), "180", Some(money(136_700))),
            period("B/26-27/00000218", (day(2026, 9, 5), day(2026, 10, 4)), "180", Some(money(136_700))),
            period("", (day(2026, 10, 5), day(2026, 11, 4)), "", None),
        ],
    };
    let paper = own.paper.clone().map(|paper| Box::new(BillPaper { truth: Some(truth), ..*paper }));
    BillDoc { lines: worded_lines(), paper, ..own }
}

/// A credit note that gave a part back as credit.
pub fn credit_note() -> NoteDoc {
    NoteDoc {
        office: office(),
        kind: NoteKind::CreditNote,
        number: "KD1N/26-27/00012".into(),
        account: "E-100482".into(),
        customer: "ಶ್ರೀಕೃಷ್ಣ ಭಟ್".into(),
        address: "12-3-45, Bejai New Road, Mangaluru 575 004".into(),
        service: "electricity".into(),
        issued_on: day(2026, 11, 21),
        due_on: None,
        about: Some(AboutBill {
            number: "B/26-27/00000412".into(),
            issued_on: day(2026, 11, 5),
            total: money(46_600),
        }),
        lines: vec![line("complaint", None, None, 10_000)],
        total: money(10_000),
        credited: money(4_000),
        left: Some(money(0)),
        rebill: None,
        reason: "complaint: the meter ran fast".into(),
        counter: "2".into(),
        by: "Meena Shetty".into(),
        authorised_by: None,
        at_local: "21 Nov 2026, 14:31".into(),
        audit_hash: HASH.into(),
    }
}

/// A late surcharge: a month at one rate, another at the next, and what makes up to the least.
pub fn surcharge_note() -> NoteDoc {
    let late = |from, to, percent: &str, amount| {
        let rate = LateRate {
            percent: percent.into(),
            less: String::new(),
            count: 1,
            of: LateTime::Months,
            compound: false,
        };
        let said = Wording::LatePayment {
            bill: "B/26-27/00000412".into(),
            from: Some(from),
            to: Some(to),
            rate: Some(rate),
        };
        let (label, rate) = (said.late_label(), said.late_rate());
        worded(&label, "466.00", &rate, amount, Some(said))
    };
    let least = Wording::LeastSurcharge { least: "25.00".into(), set_off: false };
    NoteDoc {
        kind: NoteKind::Surcharge,
        number: "KD1D/26-27/00008".into(),
        due_on: Some(day(2026, 12, 6)),
        lines: vec![
            late(day(2026, 11, 21), day(2026, 12, 20), "1.5", 699),
            late(day(2026, 12, 21), day(2027, 1, 20), "2", 932),
            worded(&least.late_label(), "", "", 869, Some(least)),
        ],
        total: money(2_500),
        credited: money(0),
        left: None,
        reason: String::new(),
        ..credit_note()
    }
}

/// A debit note of two lines.
pub fn debit_note() -> NoteDoc {
    NoteDoc {
        kind: NoteKind::DebitNote,
        number: "KD1D/26-27/00007".into(),
        due_on: Some(day(2026, 12, 6)),
        lines: vec![
            line("Units that were not billed", Some("20 kWh"), Some("7.15"), 14_300),
            line("Tax on consumption", Some("143.00"), Some("9 %"), 1_287),
        ],
        total: money(15_587),
        credited: money(0),
        left: None,
        reason: "wrong_reading".into(),
        ..credit_note()
    }
}

fn line(label: &str, quantity: Option<&str>, rate: Option<&str>, amount: i64) -> BillDocLine {
    BillDocLine {
        label: label.into(),
        quantity: quantity.map(Into::into),
        rate: rate.map(Into::into),
        amount: money(amount),
        wording: None,
        group: None,
    }
}

fn worded(label: &str, quantity: &str, rate: &str, amount: i64, wording: Option<Wording>) -> BillDocLine {
    let filled = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    BillDocLine {
        label: label.into(),
        quantity: filled(quantity),
        rate: filled(rate),
        amount: money(amount),
        wording,
        group: None,
    }
}

fn charge(name: &str, set: impl FnOnce(&mut ChargeWording)) -> Option<Wording> {
    let mut charge = ChargeWording { name: name.into(), ..ChargeWording::default() };
    set(&mut charge);
    Some(Wording::Charge(charge))
}

/// A line of every kind that the engine words.
pub fn worded_lines() -> Vec<BillDocLine> {
    let split = SplitWording {
        season: String::new(),
        since: Some(day(2026, 10, 20)),
        days: "16".into(),
        of: "31".into(),
    };
    let slab = |over: &'static str, up_to: &'static str| {
        charge("Energy charge", move |c| {
            (c.over, c.up_to, c.unit) = (over.into(), up_to.into(), "kWh".into());
        })
    };
    vec![
        worded("Energy charge, up to 50 kWh", "50 kWh", "4.10", 20_500, slab("", "50")),
        worded("Energy charge, over 50 to 100 kWh", "50 kWh", "5.60", 28_000, slab("50", "100")),
        worded("Energy charge, over 100 kWh", "52 kWh", "7.15", 37_180, slab("100", "")),
        worded(
            "Fixed charge (from 20 Oct 2026, 16 of 31 days)",
            "3 kW × 16/31 months",
            "110.00",
            17_032,
            charge("Fixed charge", |c| {
                c.split = Some(split);
                c.times =
                    Some(TimesWording { load: "3 kW".into(), count: "16/31".into(), of: TimeUnit::Months });
            }),
        ),
        worded(
            "Demand charge (85 % of 30 kW; 18 kW measured)",
            "25.5 kW",
            "flat",
            5_000,
            charge("Demand charge", |c| {
                c.flat = true;
                c.least = Some(LeastWording {
                    percent: "85".into(),
                    contract: "30 kW".into(),
                    measured: "18 kW".into(),
                });
            }),
        ),
        worded(
            "Minimum bill, 1200.00 less 1077.12",
            "",
            "",
            12_288,
            Some(Wording::Minimum { from: "1077.12".into(), to: "1200.00".into(), split: None }),
        ),
        worded("Tax on consumption", "856.80", "9 %", 7_711, None),
        worded(
            "Bill B/26-27/00000107 was on an estimate of 180 kWh; 90 kWh were used",
            "-90 kWh",
            "",
            -61_800,
            Some(Wording::OnEstimate {
                bill: "B/26-27/00000107".into(),
                estimated: "180".into(),
                used: "90".into(),
                unit: "kWh".into(),
            }),
        ),
        worded("Rounding", "", "", 9, Some(Wording::Named { what: LineName::Rounding })),
    ]
}

pub fn slip() -> SlipDoc {
    SlipDoc {
        office: office(),
        number: "KDV/26-27/000012".into(),
        receipt: "KD1/26-27/004213".into(),
        receipt_on: day(2026, 11, 21),
        business_on: day(2026, 11, 21),
        at_local: "21 Nov 2026, 14:31".into(),
        counter: "2".into(),
        by: "Asha Rao".into(),
        authorised_by: Some("Meena Shetty, manager".into()),
        reason: "Paid to the neighbour’s account by mistake".into(),
        payer_name: "ಶ್ರೀಕೃಷ್ಣ ಭಟ್".into(),
        total: money(241_000),
        reopened: vec![
            Restored::new("Bill E-2026-000123, Oct 2026", "E-100482", money(188_650)),
            Restored { late: true, ..Restored::new("KDD/26-27/000009, Oct 2026", "E-100482", money(1_850)) },
            Restored::new("Bill W-2026-000077, Sep 2026", "W-220017", money(124_000)),
        ],
        credit: vec![Restored::new("Kept for the next bill", "E-100482", money(-12_350))],
        hand_back: vec![
            tender("cash", 141_000, None),
            tender("cheque", 100_000, Some("No. 004417, Canara Bank, Kadri")),
        ],
        audit_hash: HASH.into(),
    }
}

/// A letter about a meter, as readings of before their figures were kept made it.
pub fn use_letter() -> UseLetterDoc {
    let doc = own_bill();
    UseLetterDoc {
        office: doc.office,
        number: "42/1".into(),
        written_on: day(2026, 11, 21),
        customer: doc.customer,
        address: doc.address,
        account: doc.account,
        service: "water".into(),
        meter: "W-55102".into(),
        finding: "high".into(),
        words: "60 kL is 3 times the usual 20 kL".into(),
        findings: Vec::new(),
        history: Vec::new(),
    }
}
