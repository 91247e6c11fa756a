//! The plans that an account may be put on.

use crate::Result;
use foil_domain::customers::Service;
use foil_domain::text::fold;
use foil_store::tariffs::TariffRow;
use foil_store::{Tx, tariffs};
use std::collections::HashMap;

/// Plans that a refusal names.
const NAMED: usize = 6;

/// The plans of the book, by their names.
#[derive(Debug, Default)]
pub(crate) struct Plans(HashMap<String, TariffRow>);

impl Plans {
    /// Reads them all; a book has a handful.
    pub fn load(tx: &Tx<'_>) -> Result<Plans> {
        Ok(Plans(tariffs::all(tx)?.into_iter().map(|plan| (fold(&plan.name), plan)).collect()))
    }

    /// Whether an account of a service may be put on a plan; the error says what was expected.
    ///
    /// A plan that the book knows takes accounts of its own service while it is not retired. One that it does not know
    /// is let pass as long as no plan of that service is in use: bills come from elsewhere then, and accounts before
    /// their tariffs. Afterwards it is a slip of the pen, and an account that no run could bill.
    pub fn take(&self, service: Service, name: &str) -> std::result::Result<(), String> {
        match self.0.get(&fold(name)) {
            Some(plan) if !plan.active => Err(format!("a plan in use; {} is retired", plan.name)),
            Some(plan) if plan.service != service.as_str() => {
                Err(format!("a plan for {service}; {} is for {}", plan.name, plan.service))
            }
            Some(_) => Ok(()),
            None => self.none_of(service),
        }
    }

    fn none_of(&self, service: Service) -> std::result::Result<(), String> {
        let own = self.0.values().filter(|plan| plan.active && plan.service == service.as_str());
        let mut names: Vec<&str> = own.map(|plan| plan.name.as_str()).collect();
        if names.is_empty() {
            return Ok(());
        }
        names.sort_unstable();
        let more = if names.len() > NAMED { ", …" } else { "" };
        Err(format!(
            "a plan for {service} that is on the Tariffs screen: {}{more}",
            names[..names.len().min(NAMED)].join(", ")
        ))
    }
}
