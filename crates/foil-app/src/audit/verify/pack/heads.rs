//! Where seals saw the chains stand, held against the log as it streams by.

use super::super::Findings;
use super::super::list::ChainEnds;
use super::super::witness::Witness;
use super::ByCounter;
use crate::audit::pack::seal_in;
use foil_domain::audit::seal::{Seal, SignedSeal};
use foil_domain::time::Day;
use std::collections::{BTreeMap, HashMap};

/// A row of a chain as a seal saw it.
#[derive(Debug, Clone)]
struct Seen {
    hash: String,
    on: Day,
    /// Which seal says so.
    by: String,
    /// Whether the log has this very row; none while it has not come by.
    holds: Option<bool>,
}

/// A row that must carry a seal.
struct Carrier {
    sha256: String,
    by: String,
    found: bool,
}

/// Everything that seals say of the log.
pub(in crate::audit::verify) struct Heads {
    /// What the log's file is called.
    log: &'static str,
    seen: ByCounter<BTreeMap<i64, Vec<Seen>>>,
    carriers: HashMap<(String, i64), Carrier>,
    /// Seals that rows of the log carry.
    carried: Vec<(String, i64, String)>,
    known: Vec<String>,
}

impl Heads {
    /// Nothing yet, of the log in this file.
    pub fn of_log(log: &'static str) -> Heads {
        Heads {
            log,
            seen: ByCounter::new(),
            carriers: HashMap::new(),
            carried: Vec::new(),
            known: Vec::new(),
        }
    }

    /// The seals beside the log.
    pub fn of_pack(&mut self, seals: &[(String, SignedSeal)]) {
        for (name, sealed) in seals {
            self.take(name, &sealed.seal);
            self.known.push(sealed.sha256.clone());
            let carrier = Carrier { sha256: sealed.sha256.clone(), by: name.clone(), found: false };
            self.carriers.insert((sealed.seal.counter.clone(), sealed.seal.seq), carrier);
        }
    }

    /// A seal from outside.
    pub fn of_witness(&mut self, witness: &Witness, seal: &Seal) {
        self.take(&witness.name, seal);
    }

    fn take(&mut self, name: &str, seal: &Seal) {
        for head in &seal.heads {
            let chain = self.seen.entry(head.counter.clone()).or_default();
            chain.entry(head.seq).or_default().push(Seen {
                hash: head.hash.clone(),
                on: seal.business_on,
                by: name.to_owned(),
                holds: None,
            });
        }
    }

    /// The next row of the log: counter, seq, …, act, …, changes, …, hash.
    pub fn hear(&mut self, fields: &[String]) {
        let (counter, Ok(seq)) = (fields[0].as_str(), fields[1].parse::<i64>()) else { return };
        let hash = &fields[10];
        if let Some(seen) = self.seen.get_mut(counter).and_then(|chain| chain.get_mut(&seq)) {
            for one in seen {
                one.holds = Some(one.hash == *hash);
            }
        }
        if !crate::office::SEALING_ACTS.contains(&fields[6].as_str()) {
            return;
        }
        let Some(sha256) = seal_in(&fields[8]) else { return };
        if let Some(carrier) = self.carriers.get_mut(&(counter.to_owned(), seq)) {
            carrier.found = carrier.sha256 == sha256;
        }
        self.carried.push((counter.to_owned(), seq, sha256));
    }

    /// The log is over: tells, chain by chain, the first row that is not the one that a seal saw. `covered` says whether all of a day must be in the pack.
    pub fn ended(mut self, chains: &[ChainEnds], covered: &dyn Fn(Day) -> bool, findings: &mut Findings) {
        for (counter, seen) in &mut self.seen {
            let Some(chain) = chains.iter().find(|c| c.counter == *counter) else {
                if let Some((seq, one)) = unknown(seen, covered) {
                    let Seen { by, on, .. } = one;
                    findings.add(
                        self.log,
                        format!("counter {counter}: rows up to {seq} were cut off: {by} saw them on {on}"),
                    );
                }
                continue;
            };
            beside(seen, chain, covered);
            if let Some(text) = first_break(counter, seen, chain) {
                findings.add(self.log, text);
            }
        }
        for ((counter, seq), carrier) in &self.carriers {
            let inside = chains.iter().any(|c| c.counter == *counter && c.first_seq <= *seq);
            if inside && !carrier.found {
                findings.add(
                    self.log,
                    format!("counter {counter}: row {seq} does not close the day that {} seals", carrier.by),
                );
            }
        }
        for (counter, seq, sha256) in &self.carried {
            if !self.known.contains(sha256) {
                findings.add(
                    self.log,
                    format!("counter {counter}: row {seq} carries a seal that is not beside it"),
                );
            }
        }
    }
}

/// What a seal of a day in the pack says of a counter that the pack knows nothing of.
fn unknown<'s>(seen: &'s BTreeMap<i64, Vec<Seen>>, covered: &dyn Fn(Day) -> bool) -> Option<(i64, &'s Seen)> {
    let mut all = seen.iter().flat_map(|(seq, all)| all.iter().map(|one| (*seq, one)));
    all.find(|(_, one)| covered(one.on))
}

/// What lies just before the first row of the month is known by that row's hash before it; what lies earlier is not
/// known here; what lies after the last row is gone.
fn beside(seen: &mut BTreeMap<i64, Vec<Seen>>, chain: &ChainEnds, covered: &dyn Fn(Day) -> bool) {
    for (seq, all) in seen.iter_mut() {
        for one in all.iter_mut().filter(|one| one.holds.is_none()) {
            if seq.saturating_add(1) == chain.first_seq {
                one.holds = Some(one.hash == chain.first_prev);
            } else if *seq >= chain.first_seq && (*seq <= chain.last_seq || covered(one.on)) {
                one.holds = Some(false);
            }
        }
    }
}

fn first_break(counter: &str, seen: &BTreeMap<i64, Vec<Seen>>, chain: &ChainEnds) -> Option<String> {
    let mut good: Option<(i64, &Seen)> = None;
    for (seq, all) in seen {
        if let Some(bad) = all.iter().find(|one| one.holds == Some(false)) {
            let after = match good {
                Some((seq, one)) => format!("after row {seq} (sealed on {})", one.on),
                None => format!("from row {} on", chain.first_seq.min(*seq)),
            };
            let Seen { by, on, .. } = bad;
            return Some(match *seq > chain.last_seq {
                true => format!(
                    "counter {counter}: rows {} to {seq} were cut off: {by} saw them on {on}",
                    chain.last_seq.saturating_add(1)
                ),
                false => format!(
                    "counter {counter}: row {seq} is not the one that {by} sealed on {on}: the chain was written \
                     anew {after}"
                ),
            });
        }
        good = all.iter().find(|one| one.holds == Some(true)).map(|one| (*seq, one)).or(good);
    }
    None
}
