//! The daily seal: when a business day is closed, its act's audit row says where every chain stood.
//!
//! One chain alone can be written anew from any row on, by whoever holds the machine and the key. With the seal
//! all chains hang together once a day, and through the receipts and the exported months outside of the machine.

use super::core::HOUSE_COUNTER;
use foil_domain::refusal::Result;
use foil_store::Tx;
use serde_json::{Value, json};

/// The acts whose audit rows carry seals: the one that closes a day, and what did so before there were shifts.
const SEALING_ACTS: [&str; 2] = ["close_day", "move_business_day"];

/// Where a chain stood when a day was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seal {
    /// The chain's counter.
    pub counter: String,
    /// Its last row then.
    pub seq: i64,
    /// That row's hash.
    pub hash: String,
}

/// The heads of all chains as they are now, for the audit row of the act that closes a day.
pub(crate) fn heads(tx: &Tx<'_>) -> Result<Value> {
    let mut all = Vec::new();
    let mut counters: Vec<_> = foil_store::office::counter(tx, HOUSE_COUNTER)?.into_iter().collect();
    counters.extend(foil_store::office::counters(tx)?);
    for counter in counters {
        if let Some(head) = foil_store::audit::head(tx, counter.id)? {
            all.push(json!([counter.code, head.seq, head.hash]));
        }
    }
    Ok(Value::Array(all))
}

/// The seals in what an act changed, as its audit row has it; none in other acts and older rows.
pub(crate) fn seals(act: &str, changes: &str) -> Vec<Seal> {
    if !SEALING_ACTS.contains(&act) {
        return Vec::new();
    }
    let changes: Value = serde_json::from_str(changes).unwrap_or(Value::Null);
    let heads = changes["heads"].as_array().map(Vec::as_slice).unwrap_or_default();
    let seal = |head: &Value| {
        let (counter, hash) = (head[0].as_str()?.to_owned(), head[2].as_str()?.to_owned());
        Some(Seal { counter, seq: head[1].as_i64()?, hash })
    };
    heads.iter().filter_map(seal).collect()
}
