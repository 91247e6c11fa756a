//! Finding a customer, an account, a bill, a receipt or a ticket by what somebody says.
//!
//! Numbers are ranges of an ordered index, words are looked up in the full-text index; each kind
//! gives a handful, and the handful is put in order here.

use super::views::{Hit, HitTarget, Search};
use crate::{Office, Refusal, Result, Session};
use foil_domain::customers::words;
use foil_domain::ids::CustomerId;
use foil_domain::people::Right;
use foil_domain::queue::{Source, TicketState};
use foil_domain::text::{fold_number, line};
use foil_store::office::OfficeRow;
use foil_store::search::{CustomerHit, NumberHit, Wanted};
use foil_store::{Tx, search as index};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

/// Hits when the caller names no limit.
const USUAL: i64 = 20;
/// Hits at most.
const MOST: i64 = 50;
/// Customers looked at when the index alone cannot tell who fits.
const LOOKED_AT: i64 = 80;
/// What the numbers of requests whose money is in hand begin with.
const IN_HAND: char = 'M';
/// Words that the index is asked for at first.
const ENOUGH: usize = 3;

/// Finds people by words of their name or address, and everything that has a number by its beginning.
///
/// The exact number (a scan) comes first. Refuses control characters and texts over 120 characters.
pub fn search(office: &Arc<Office>, who: &Session, input: Search) -> Result<Vec<Hit>> {
    let text = line(&input.text, 0, 120).map_err(|e| Refusal::bad_input("text", e))?;
    let limit = input.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Refusal::bad_input("limit", format!("1 to {MOST}")).into());
    }
    office.view(who, Right::SeeCustomers, |tx, row| {
        let mut kinds = by_number(tx, row, &text, limit)?;
        let named = by_words(tx, &text, limit)?;
        // Who types a digit means a number; who types letters means a name.
        let place = if text.contains(|c: char| c.is_numeric()) { kinds.len() } else { 0 };
        kinds.insert(place, named);
        Ok(in_order(kinds, limit))
    })
}

/// Exact numbers first, then the first of each kind, the second of each kind, and so on.
fn in_order(kinds: Vec<Vec<Hit>>, limit: i64) -> Vec<Hit> {
    let mut all: Vec<(bool, usize, Hit)> = Vec::new();
    for kind in kinds {
        all.extend(kind.into_iter().enumerate().map(|(at, hit)| (!hit.exact, at, hit)));
    }
    all.sort_by_key(|(inexact, at, _)| (*inexact, *at));
    let mut seen = HashSet::new();
    let hits = all.into_iter().map(|(_, _, hit)| hit).filter(|hit| seen.insert(key(hit)));
    hits.take(usize::try_from(limit).unwrap_or(0)).collect()
}

fn key(hit: &Hit) -> (u8, i64) {
    match hit.target {
        HitTarget::Customer(id) => (0, id.0),
        HitTarget::Account(id) => (1, id.0),
        HitTarget::Bill(id) => (2, id.0),
        HitTarget::Receipt(id) => (3, id.0),
        HitTarget::Ticket(id) | HitTarget::InHand(id) => (4, id.0),
    }
}

fn by_number(tx: &Tx<'_>, office: &OfficeRow, text: &str, limit: i64) -> Result<Vec<Vec<Hit>>> {
    let number = fold_number(text);
    if number.is_empty() {
        return Ok(Vec::new());
    }
    let account = |h: NumberHit| numbered(HitTarget::Account(h.account()), h, &number);
    let bill = |h: NumberHit| numbered(HitTarget::Bill(h.bill()), h, &number);
    let mut kinds = vec![
        index::accounts_by_number(tx, &number, limit)?.into_iter().map(account).collect(),
        index::accounts_by_meter(tx, &number, limit)?.into_iter().map(account).collect(),
        index::customers_by_number(tx, &number, limit)?.into_iter().map(|h| customer(h, &number)).collect(),
        index::bills_by_number(tx, &number, limit)?.into_iter().map(bill).collect(),
        receipts(tx, text, limit)?,
        tickets(tx, office, text, limit)?,
    ];
    for digits in phones(text, &office.phone) {
        let found = index::customers_by_phone(tx, &digits, limit)?;
        kinds.push(found.into_iter().map(|h| customer(h, &digits)).collect());
    }
    Ok(kinds)
}

fn numbered(target: HitTarget, hit: NumberHit, typed: &str) -> Hit {
    Hit {
        target,
        customer: Some(hit.customer_id),
        name: hit.name,
        detail: hit.number,
        service: Some(hit.service),
        exact: hit.folded == typed,
    }
}

fn customer(hit: CustomerHit, typed: &str) -> Hit {
    Hit {
        target: HitTarget::Customer(hit.id),
        customer: Some(hit.id),
        name: hit.name,
        detail: hit.number,
        service: None,
        exact: hit.folded == typed,
    }
}

/// Receipt numbers are made by this program: capitals, digits, `-` and `/`.
fn receipts(tx: &Tx<'_>, text: &str, limit: i64) -> Result<Vec<Hit>> {
    let typed = text.replace(' ', "").to_uppercase();
    let found = index::receipts_by_number(tx, &typed, limit)?;
    let hit = found.into_iter().map(|r| Hit {
        target: HitTarget::Receipt(r.id),
        customer: Some(r.customer_id),
        name: r.name,
        exact: r.number == typed,
        detail: r.number,
        service: None,
    });
    Ok(hit.collect())
}

/// Tickets of the day, and requests of any day whose money is still in hand. What has ended stands on no list of the
/// queue: it leads to whoever it was for.
fn tickets(tx: &Tx<'_>, office: &OfficeRow, text: &str, limit: i64) -> Result<Vec<Hit>> {
    let typed = text.replace(' ', "").to_uppercase();
    let mut found = index::tickets_by_number(tx, office.business_on, &typed, limit)?;
    if typed.starts_with(IN_HAND) {
        found.extend(index::in_hand_by_number(tx, &typed, limit)?);
    }
    let hit = found.into_iter().filter_map(|t| {
        let ended = matches!(t.state, TicketState::Done | TicketState::Cancelled);
        let target = match (t.source, ended) {
            (_, true) => HitTarget::Customer(t.customer_id?),
            (Source::DropBox | Source::BankFile, false) => HitTarget::InHand(t.id),
            (_, false) => HitTarget::Ticket(t.id),
        };
        Some(Hit {
            target,
            customer: t.customer_id,
            name: t.name,
            exact: t.number == typed,
            detail: t.number,
            service: None,
        })
    });
    Ok(hit.collect())
}

/// The forms in which a typed phone number may stand in the book: as typed, with or without the office's own country code,
/// and without the one that is typed with a `+`. Where a code ends is said by a blank after it; without one, each of the
/// lengths that codes have may be it.
fn phones(text: &str, office_phone: &str) -> Vec<String> {
    let dialled = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ' | '.' | '/');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    if digits.len() < 3 || !text.chars().all(dialled) {
        return Vec::new();
    }
    let mut forms = vec![digits.to_owned()];
    let (own, typed) = (codes(office_phone), codes(text));
    for codes in [&own, &typed] {
        // Of a guess much must be left, or whoever types four digits finds half the book.
        let least = if codes.len() == 1 { 3 } else { 7 };
        let rests = codes.iter().filter_map(|code| digits.strip_prefix(code.as_str()));
        forms.extend(rests.filter(|rest| rest.len() >= least).map(str::to_owned));
    }
    forms.extend(own.iter().map(|code| format!("{code}{digits}")));
    let mut seen = HashSet::new();
    forms.retain(|form| seen.insert(form.clone()));
    forms
}

/// What may be the country code of a number that is written with a `+`: the digits up to a blank, else the first one, two and
/// three.
fn codes(phone: &str) -> Vec<String> {
    let Some(rest) = phone.trim().strip_prefix('+') else { return Vec::new() };
    let first: String = rest.chars().take_while(char::is_ascii_digit).collect();
    match first.len() {
        1..=3 => vec![first],
        _ => (1..=3).filter_map(|n| first.get(..n).map(str::to_owned)).collect(),
    }
}

fn by_words(tx: &Tx<'_>, text: &str, limit: i64) -> Result<Vec<Hit>> {
    let typed = words(text);
    let mut hits = fitting(tx, &typed, limit)?;
    hits.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.name.cmp(&y.name)));
    Ok(hits.into_iter().map(|(_, hit)| hit).take(usize::try_from(limit).unwrap_or(0)).collect())
}

/// Customers whose words begin as typed, as many as fit on the list.
///
/// A million rows may have words that begin so, and no index likes being asked for those. A number and the word after it
/// are an address, and stand joined in the index. Who has two such pairs is who was meant; who has the only one stands
/// beside whoever is found by the words ("5 rao" is a house called Rao, and Mr Rao of number 5). Whole words come
/// first: they are better than beginnings, and cheap. Then the last word may be one that is still being typed; who
/// is found so is who was meant, unless a word before it is too short to be whole ("ram she"). Then what the index
/// has ready: who really fits is seen from the rows, and only until the list is full. Only when that leaves it open is
/// the index asked for all beginnings as typed, which are rare by then.
fn fitting(tx: &Tx<'_>, typed: &[String], limit: i64) -> Result<Vec<(u8, Hit)>> {
    let mut list = List::new(typed, limit);
    let beside = index::beside(typed);
    let several = beside.len() > 1;
    if !beside.is_empty() && list.look_for(tx, beside)? && !list.hits.is_empty() && several {
        return Ok(list.hits);
    }
    list.look_for(tx, each(typed, Wanted::Whole))?;
    // One letter begins too many words for an index to help; it is checked on those the rest finds.
    let long: Vec<String> = typed.iter().filter(|word| word.chars().count() > 1).cloned().collect();
    let Some((last, before)) = long.split_last().filter(|_| !list.is_full()) else { return Ok(list.hits) };
    if !before.is_empty() {
        let mut wanted = each(before, Wanted::Whole);
        wanted.push(Wanted::ready(last));
        list.look_for(tx, wanted)?;
        if !list.hits.is_empty() && before.iter().all(|word| is_whole(word)) {
            return Ok(list.hits);
        }
    }
    if !list.is_full() && !list.look_for(tx, each(&long, |word| Wanted::ready(&word)))? {
        list.look_for(tx, each(&long, Wanted::Beginning))?;
    }
    Ok(list.hits)
}

fn each(words: &[String], wanted: impl Fn(String) -> Wanted) -> Vec<Wanted> {
    words.iter().cloned().map(wanted).collect()
}

/// Whether this is more likely a whole word than the beginning of one: a house's number, or long enough.
fn is_whole(word: &str) -> bool {
    word.chars().any(char::is_numeric) || word.chars().count() >= 4
}

/// A list that fills up with customers who really fit, each once.
struct List<'a> {
    typed: &'a [String],
    room: usize,
    seen: HashSet<CustomerId>,
    hits: Vec<(u8, Hit)>,
}

impl<'a> List<'a> {
    fn new(typed: &'a [String], limit: i64) -> List<'a> {
        let room = usize::try_from(limit).unwrap_or(0);
        List { typed, room, seen: HashSet::new(), hits: Vec::new() }
    }

    fn is_full(&self) -> bool {
        self.hits.len() >= self.room
    }

    /// Fills the list with those who have these words; `false` when there are more of them than are looked at, so
    /// that somebody who fits may be missing.
    ///
    /// Three words narrow a million rows enough. The index walks through every row of each word it is asked for, and
    /// what is left may be "Road", which stands in all of them; so the rest is seen from the rows at first.
    fn look_for(&mut self, tx: &Tx<'_>, mut wanted: Vec<Wanted>) -> Result<bool> {
        // A house's number narrows best, then long words; "No" and "D" stand in every address.
        wanted.sort_by_key(|wanted| {
            let (Wanted::Whole(word) | Wanted::Beginning(word)) = wanted;
            let begins = matches!(wanted, Wanted::Beginning(_));
            (!word.contains(char::is_numeric), Reverse(word.chars().count()), begins)
        });
        wanted.dedup();
        let narrow = &wanted[..wanted.len().min(ENOUGH)];
        let all_seen = self.look_at(tx, index::by_words(tx, narrow, LOOKED_AT)?)?;
        if all_seen || narrow.len() == wanted.len() {
            return Ok(all_seen);
        }
        self.look_at(tx, index::by_words(tx, &wanted, LOOKED_AT)?)
    }

    /// `true` when the list is full, or these were all there are.
    fn look_at(&mut self, tx: &Tx<'_>, ids: Vec<CustomerId>) -> Result<bool> {
        let all_there_are = i64::try_from(ids.len()).unwrap_or(i64::MAX) < LOOKED_AT;
        for id in ids {
            if self.is_full() {
                return Ok(true);
            }
            if self.seen.insert(id) {
                self.hits.extend(named(tx, id, self.typed)?);
            }
        }
        Ok(all_there_are || self.is_full())
    }
}

/// A customer as a hit, with how well the words fit (less is better); `None` when they do not.
fn named(tx: &Tx<'_>, id: CustomerId, typed: &[String]) -> Result<Option<(u8, Hit)>> {
    let rows = index::found(tx, id)?;
    let Some(first) = rows.first() else { return Ok(None) };
    let begins = |of: &[String], word: &String| of.iter().any(|w| w.starts_with(word.as_str()));
    let (name, number) = (words(&first.name), words(&first.number));
    let addresses: Vec<&str> = rows.iter().filter_map(|row| row.address.as_deref()).collect();
    let places: Vec<Vec<String>> = addresses.iter().map(|address| words(address)).collect();
    let fits = typed.iter().all(|word| {
        begins(&name, word) || begins(&number, word) || places.iter().any(|place| begins(place, word))
    });
    if !fits {
        return Ok(None);
    }
    let rank = match () {
        () if name == typed => 0,
        () if name.starts_with(typed) || name.join(" ").starts_with(&typed.join(" ")) => 1,
        () if typed.iter().all(|word| name.contains(word)) => 2,
        () if typed.iter().all(|word| begins(&name, word)) => 3,
        () => 4,
    };
    // The address that was meant, if one was; else the first.
    let meant = places.iter().position(|p| typed.iter().any(|word| begins(p, word) && !begins(&name, word)));
    let detail = addresses.get(meant.unwrap_or(0)).map_or(first.number.as_str(), |address| *address);
    let hit = Hit {
        target: HitTarget::Customer(id),
        customer: Some(id),
        name: first.name.clone(),
        detail: detail.to_owned(),
        service: None,
        exact: false,
    };
    Ok(Some((rank, hit)))
}

#[cfg(test)]
mod tests {
    use super::phones;

    #[test]
    fn a_phone_number_is_looked_for_with_and_without_a_country_code() {
        // The office's own, with a blank after it and without.
        for office in ["+91 824 244 1234", "+918242441234"] {
            let typed = phones("98450 12345", office);
            assert!(
                typed.contains(&"919845012345".into()) && typed.contains(&"9845012345".into()),
                "{typed:?}"
            );
            assert!(phones("91 98450 12345", office).contains(&"9845012345".into()));
            assert!(phones("91 98450", "+91 824").contains(&"98450".into()));
        }
        // The one that is typed.
        for office in ["0824 244 1234", ""] {
            for typed in ["+91 98450 12345", "+919845012345"] {
                assert!(phones(typed, office).contains(&"9845012345".into()), "{typed}");
            }
        }
        // Of a guess too little is left to be looked for.
        assert_eq!(phones("98450", "+918242441234"), ["98450", "998450", "9198450", "91898450"]);
        assert!(phones("Asha 98450", "+91 824").is_empty());
    }
}
