//! Papers about what is late, as a busy branch prints them.
#![allow(dead_code, reason = "each user of the samples takes some of them")]

use foil_domain::arrears::papers::{
    Addressee, AgreementDoc, CutListDoc, CutListRow, NoticeClaim, NoticeDoc, StatementDoc, StatementKind,
    StatementLine,
};
use foil_domain::arrears::plan::split;
use foil_domain::documents::{CurrencyStyle, OfficeHead};
use foil_domain::money::Money;
use foil_domain::time::Day;

pub fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

pub fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

pub fn office() -> OfficeHead {
    OfficeHead {
        name: "Mangalore Utilities, Kadri Branch".into(),
        address_lines: vec!["Kadri Main Road".into(), "Mangaluru 575 002, Karnataka".into()],
        phone: "0824 244 1912".into(),
        registration_lines: vec!["GSTIN 29AAACM1234F1Z5".into()],
        currency: CurrencyStyle::default(),
        footer_note: "Questions? Any counter, or 1912 at any hour.".into(),
        language: "en".into(),
    }
}

pub fn to() -> Addressee {
    Addressee {
        customer: "ಶ್ರೀಕೃಷ್ಣ ಭಟ್".into(),
        address: "12-3-45, Bejai New Road, Mangaluru 575 004".into(),
        account: "E-100482".into(),
        service: "electricity".into(),
        meter: "LT-55102".into(),
    }
}

pub fn notice(kind: &str) -> NoticeDoc {
    let claim = |kind: &str, what: &str, due: &str, days, left| NoticeClaim {
        kind: kind.into(),
        what: what.into(),
        due_on: day(due),
        days,
        left: money(left),
    };
    NoticeDoc {
        office: office(),
        kind: kind.into(),
        number: "C1L/26-27/00041".into(),
        business_on: day("2026-11-21"),
        to: to(),
        claims: vec![
            claim("bill", "E-2026-000123, Sep 2026", "2026-10-18", 34, 188_650),
            claim("surcharge", "C1D/26-27/00007", "2026-11-10", 11, 1_842),
        ],
        owed: money(140_492),
        disputed: money(50_000),
        in_plan: Money::ZERO,
        credit: Money::ZERO,
        minimum: money(70_246),
        pay_by_on: day("2026-12-06"),
        reconnection_fee: if kind == "final_notice" { money(15_000) } else { Money::ZERO },
    }
}

pub fn agreement() -> AgreementDoc {
    AgreementDoc {
        office: office(),
        number: "12".into(),
        business_on: day("2026-11-21"),
        to: to(),
        total: money(100_000),
        covers_to: day("2026-11-20"),
        instalments: split(money(100_000), 3, day("2026-11-30")).expect("three parts"),
        note: "The customer is on a pension.".into(),
        by: "Meena Shetty".into(),
    }
}

pub fn statement() -> StatementDoc {
    let line = |on: &str, kind, number: &str, detail: &str, amount, balance| StatementLine {
        on: day(on),
        kind,
        number: number.into(),
        detail: detail.into(),
        amount: money(amount),
        balance: money(balance),
    };
    StatementDoc {
        office: office(),
        to: to(),
        from: day("2026-09-01"),
        until: day("2026-11-21"),
        business_on: day("2026-11-21"),
        opening: money(-5_000),
        lines: vec![
            line("2026-10-03", StatementKind::Bill, "E-2026-000123", "2026-09-30", 188_650, 183_650),
            line("2026-10-20", StatementKind::Surcharge, "C1D/26-27/00007", "", 1_842, 185_492),
            line("2026-10-21", StatementKind::Payment, "C1/26-27/000398", "", -185_492, 0),
            line("2026-10-21", StatementKind::Void, "C1V/26-27/00003", "C1/26-27/000398", 185_492, 185_492),
            line("2026-10-22", StatementKind::Payment, "C1/26-27/000402", "", -50_000, 135_492),
            line("2026-10-29", StatementKind::Bounce, "C2X/26-27/000001", "C1/26-27/000402", 50_000, 185_492),
            line(
                "2026-11-02",
                StatementKind::CreditNote,
                "C1N/26-27/00002",
                "E-2026-000123",
                -20_000,
                165_492,
            ),
        ],
        billed: money(190_492),
        paid: money(235_492),
        taken_back: money(235_492),
        corrected: money(20_000),
        closing: money(165_492),
    }
}

pub fn cut_list() -> CutListDoc {
    let row = |order, route: &str, account: &str, customer: &str, owed, days| CutListRow {
        order,
        route: route.into(),
        account: account.into(),
        service: "electricity".into(),
        meter: format!("LT-{}", 55_100 + order),
        customer: customer.into(),
        address: "Kadri Hills 4-12".into(),
        phone: "98450 12345".into(),
        due_on: day("2026-11-21"),
        owed: money(owed),
        minimum: money(owed / 2),
        days,
    };
    let rows = vec![
        row(7, "R02/1", "E-100482", "ಶ್ರೀಕೃಷ್ಣ ಭಟ್", 188_650, 51),
        row(9, "R02/4", "E-100511", "=HYPERLINK(\"http://x\")", 99_900, 47),
    ];
    CutListDoc {
        office: office(),
        route: "R02".into(),
        kind: "disconnect".into(),
        business_on: day("2026-11-21"),
        total: money(288_550),
        rows,
    }
}
