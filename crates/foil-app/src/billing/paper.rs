//! What stands on the papers of this room, decided while the act is written.

use crate::office::Act;
use anyhow::Context;
use foil_domain::documents::{AboutBill, NoteDoc, NoteKind};
use foil_domain::money::Money;
use foil_domain::refusal::{Error, Result};
use foil_store::Tx;
use foil_store::bills::BillRow;
use foil_store::customers::{self, AccountRow};
use serde::Serialize;

/// Whose paper it is: what stands at its head beside the office.
#[derive(Debug, Clone)]
pub(super) struct Addressee {
    pub account: String,
    pub customer: String,
    pub address: String,
    pub service: &'static str,
    /// The customer's language; may be empty.
    pub language: String,
}

/// Whose paper it is, by the account.
pub(super) fn head_of(tx: &Tx<'_>, account: &AccountRow) -> Result<Addressee> {
    let customer = customers::find(tx, account.customer_id)?;
    let (customer, language) = customer.map(|c| (c.name, c.language)).unwrap_or_default();
    let address = customers::property(tx, account.property_id)?.map(|p| p.address).unwrap_or_default();
    let service = account.service.as_str();
    Ok(Addressee { account: account.number.clone(), customer, address, service, language })
}

/// A note of this act without its lines.
pub(super) fn note_doc(
    act: &Act<'_>,
    kind: NoteKind,
    number: &str,
    to: &Addressee,
    about: Option<&BillRow>,
) -> NoteDoc {
    NoteDoc {
        office: crate::payments::office_head_for(act.office, &to.language),
        kind,
        number: number.to_owned(),
        account: to.account.clone(),
        customer: to.customer.clone(),
        address: to.address.clone(),
        service: to.service.to_owned(),
        issued_on: act.today(),
        due_on: None,
        about: about.map(|b| AboutBill {
            number: b.number.clone(),
            issued_on: b.issued_on,
            total: b.total_minor,
        }),
        lines: Vec::new(),
        total: Money::ZERO,
        credited: Money::ZERO,
        left: None,
        rebill: None,
        reason: String::new(),
        counter: act.who.counter_code.clone(),
        by: act.author().1.to_owned(),
        authorised_by: act.allowed_by().map(str::to_owned),
        at_local: format!("{}, {}", act.zone.day_of(act.now).long(), act.zone.clock(act.now)),
        audit_hash: String::new(),
    }
}

/// A paper as the book keeps it.
pub(super) fn to_json<D: Serialize>(doc: &D, what: &str) -> Result<String> {
    serde_json::to_string(doc).with_context(|| format!("writing {what}")).map_err(Error::Broke)
}
