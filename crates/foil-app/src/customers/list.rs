//! All customers, a page at a time.

use super::views::{CustomerList, CustomerPage, CustomerRow};
use crate::{Office, Refusal, Result, Session};
use foil_domain::people::Right;
use foil_domain::text::fold_number;
use foil_store::customers;
use std::sync::Arc;

/// A page of customers in order of their numbers.
pub fn customers(office: &Arc<Office>, who: &Session, input: CustomerList) -> Result<CustomerPage> {
    if !(1..=500).contains(&input.limit) {
        return Err(Refusal::bad_input("limit", "1 to 500").into());
    }
    office.view(who, Right::SeeCustomers, |tx, _| {
        let after = match input.after {
            Some(id) => customers::find(tx, id)?.ok_or_else(|| Refusal::not_found("customer", id))?.number,
            None => String::new(),
        };
        let total = if input.after.is_none() { Some(customers::count(tx)?) } else { None };
        let rows = customers::list(tx, &fold_number(&after), input.limit)?;
        Ok(CustomerPage { rows: rows.into_iter().map(shown).collect(), total })
    })
}

fn shown(row: customers::ListedRow) -> CustomerRow {
    CustomerRow {
        id: row.id,
        number: row.number,
        name: row.name,
        phone: row.phone,
        accounts: row.accounts,
        due: row.due,
        active: row.active,
    }
}
