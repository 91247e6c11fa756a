//! The daily seal: the act that closes a business day says where every chain stood, signed by the office.
//!
//! One chain alone can be written anew from any row on, by whoever holds the machine and the key. With the seal
//! all chains hang together once a day; and what was sealed can no longer be written anew, once a copy of the seal
//! is outside of the machine (`foil_domain::audit::seal`).

use super::core::{Act, HOUSE_COUNTER, Office, Order, Session};
use anyhow::anyhow;
use foil_domain::audit::seal::{self, FIRST, FORMAT, Head, OfficeKey, Receipts, SignedSeal};
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Result};
use foil_store::Tx;
use foil_store::office::CounterRow;
use serde_json::{Value, json};

/// The acts whose audit rows carry seals: the day was moved before it was closed.
pub(crate) const SEALING_ACTS: &[&str] = &["move_business_day", "close_day"];

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

/// Seals the business day that the running act closes: keeps the signed seal, and gives back what belongs into the
/// act's audit row, `heads` of all chains and `seal`, the seal's hash. To be called before the business date moves,
/// once a day; the seal's file goes into the day's folder with the day's files.
pub(crate) fn seal_day(act: &Act<'_>) -> Result<Sealed> {
    let key = foil_store::seals::office_key(act.tx)?;
    let key = key.ok_or_else(|| Error::Broke(anyhow!("the office has no key to seal the day with")))?;
    let heads = heads(act.tx)?;
    let last = foil_store::seals::last(act.tx)?;
    let on = act.today();
    let seal = seal::Seal {
        format: FORMAT.to_owned(),
        office: act.office.name.clone(),
        key: key.public(),
        n: last.as_ref().map_or(1, |seal| seal.n + 1),
        business_on: on,
        counter: act.who.counter_code.clone(),
        seq: act.audit_seq,
        heads,
        receipts: receipts(act.tx, on)?,
        staff: Some(crate::audit::staff_now(act.tx)?.sha256()),
        previous: last.map_or_else(|| FIRST.to_owned(), |seal| seal.sha256),
    };
    let signed = SignedSeal::of(seal, &key);
    foil_store::seals::keep(act.tx, &signed, act.who.counter, act.audit_seq, act.now)?;
    Ok(Sealed(signed))
}

/// A day that was just sealed.
pub(crate) struct Sealed(pub SignedSeal);

impl Sealed {
    /// The heads as the audit row of the act that closes the day names them.
    pub fn heads(&self) -> Value {
        self.0.seal.heads.iter().map(|head| json!([head.counter, head.seq, head.hash])).collect()
    }

    /// The seal's hash, for the same row.
    pub fn hash(&self) -> &str {
        &self.0.sha256
    }
}

fn heads(tx: &Tx<'_>) -> Result<Vec<Head>> {
    let mut all = Vec::new();
    for counter in chains(tx)? {
        if let Some(head) = foil_store::audit::head(tx, counter.id)? {
            all.push(Head { counter: counter.code, seq: head.seq, hash: head.hash });
        }
    }
    Ok(all)
}

/// The counters whose chains there are, the office's own first.
pub(crate) fn chains(tx: &Tx<'_>) -> Result<Vec<CounterRow>> {
    let mut all: Vec<CounterRow> = foil_store::office::counter(tx, HOUSE_COUNTER)?.into_iter().collect();
    all.extend(foil_store::office::counters(tx)?);
    Ok(all)
}

fn receipts(tx: &Tx<'_>, on: foil_domain::time::Day) -> Result<Vec<Receipts>> {
    let found = crate::audit::sequences(tx, on, on)?.into_iter();
    Ok(found
        .map(|s| Receipts {
            counter: s.counter,
            first: s.first,
            last: s.last,
            count: s.count,
            voids: s.voids,
            gaps: s.gaps,
        })
        .collect())
}

/// The heads in what an act changed, as its audit row has it; none in other acts and older rows.
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

/// A new key of an office, from the system's randomness.
pub(super) fn new_key() -> Result<OfficeKey> {
    let mut secret = zeroize::Zeroizing::new([0u8; 32]);
    getrandom::fill(&mut *secret).map_err(|e| Error::Broke(anyhow!("no randomness: {e}")))?;
    Ok(OfficeKey::of(&secret))
}

impl Office {
    /// Gives a book that was made before there were seals its key, as an act of the office itself: its row in the
    /// log names the public half.
    pub(super) fn make_sure_of_key(&self) -> Result<()> {
        let lacks = self.book.read(|tx| {
            Ok(foil_store::office::is_set_up(tx)? && foil_store::seals::office_key(tx)?.is_none())
        })?;
        if !lacks {
            return Ok(());
        }
        let key = new_key()?;
        self.perform(&Session::house(), Order::new("make_office_key", Right::SeeFrame), move |act| {
            // Another program may have been quicker.
            if foil_store::seals::office_key(act.tx)?.is_none() {
                foil_store::seals::keep_key(act.tx, &key, act.now)?;
                act.changed(json!({ "key": key.public() }));
            }
            Ok(())
        })
    }
}
