//! What stands on a notice or an agreement, decided while it is made.

use super::dossier::Dossier;
use super::steps::{Rules, ToDo};
use crate::office::Act;
use anyhow::{Context, anyhow};
use foil_domain::arrears::NoticeKind;
use foil_domain::arrears::papers::{Addressee, NoticeClaim, NoticeDoc};
use foil_domain::money::Money;
use foil_domain::office::{Series, document_number, financial_year};
use foil_domain::refusal::{Error, Result};
use foil_store::arrears::LateAccountRow;
use foil_store::notices::NewNotice;
use foil_store::{Tx, customers, notices};
use serde::Serialize;
use serde_json::json;

/// To whom a paper about an account goes.
pub(super) fn addressee(tx: &Tx<'_>, account: &LateAccountRow) -> Result<Addressee> {
    Ok(Addressee {
        customer: account.name.clone(),
        address: customers::property(tx, account.property_id)?.map(|p| p.address).unwrap_or_default(),
        account: account.number.clone(),
        service: account.service.as_str().to_owned(),
        meter: account.meter.clone(),
    })
}

/// A document as the book keeps it.
pub(super) fn to_json(doc: &impl Serialize) -> Result<String> {
    serde_json::to_string(doc).context("writing a document").map_err(Error::Broke)
}

/// Makes a notice: its number, its row, its paper; the file follows after the commit.
pub(super) fn notice(
    act: &mut Act<'_>,
    dossier: &Dossier,
    todo: &ToDo,
    kind: NoticeKind,
    rules: &Rules<'_>,
) -> Result<()> {
    let standing = &todo.standing;
    let oldest = standing.oldest_due_on.ok_or_else(|| anyhow!("a notice for nothing that is late"))?;
    let pay_by = match kind {
        NoticeKind::FinalNotice => rules.today.plus_days(rules.rule.notice_days),
        // A reminder asks for the money by the day on which the final notice would follow.
        NoticeKind::Reminder => {
            rules.today.plus_days((rules.rule.final_notice_days - rules.rule.reminder_days).max(1))
        }
    };
    let year = financial_year(act.today(), u32::try_from(act.office.year_starts_in).unwrap_or(1));
    let n = foil_store::office::next_number(act.tx, act.who.counter, Series::Notice, &year)?;
    let number = document_number(&act.who.counter_code, Series::Notice, &year, n)
        .ok_or_else(|| anyhow!("counter {} has used up its notice numbers", act.who.counter_code))?;
    let doc = NoticeDoc {
        office: crate::payments::office_head_for(act.office, &dossier.account.language),
        kind: kind.as_str().to_owned(),
        number: number.clone(),
        business_on: act.today(),
        to: addressee(act.tx, &dossier.account)?,
        claims: listed(dossier, rules),
        owed: standing.owed,
        disputed: standing.disputed,
        in_plan: standing.in_plan,
        credit: dossier.account.credit_minor,
        minimum: standing.owed.minus(rules.rule.may_stay_unpaid(standing.owed)).unwrap_or(standing.owed),
        pay_by_on: pay_by,
        reconnection_fee: match kind {
            NoticeKind::FinalNotice => rules.rule.reconnection_fee,
            NoticeKind::Reminder => Money::ZERO,
        },
    };
    let id = notices::insert(
        act.tx,
        &NewNotice {
            account: dossier.account.id,
            kind,
            number: &number,
            owed: standing.owed,
            in_plan: standing.in_plan,
            oldest_due_on: oldest,
            pay_by_on: pay_by,
            counter: act.who.counter,
            person: act.who.user,
            on: act.today(),
            at: act.now,
            document: &to_json(&doc)?,
        },
    )?;
    act.afterwards("notice", &json!({ "notice": id }))
}

/// What is late, claim by claim; what a later bill has taken up of one stands by itself, due with that bill.
fn listed(dossier: &Dossier, rules: &Rules<'_>) -> Vec<NoticeClaim> {
    let mut claims = Vec::with_capacity(dossier.claims.len());
    for row in &dossier.claims {
        let what = match row.kind.as_str() {
            "bill" => crate::payments::bill_name(&row.number, row.period_to_on),
            _ => row.number.clone(),
        };
        let parts = dossier.parts(row).into_iter();
        let late = parts.filter(|part| part.due_on < rules.today && part.left.is_positive());
        claims.extend(late.map(|part| NoticeClaim {
            kind: row.kind.clone(),
            what: what.clone(),
            due_on: part.due_on,
            days: rules.today.days_since(part.due_on),
            left: part.left,
        }));
    }
    claims
}
