//! Finding by words and by the beginnings of numbers. The full-text index is written per engine:
//! this is the one place that knows it.

use crate::tx::{Number, Tx};
use foil_domain::customers::{Service, words};
use foil_domain::ids::{AccountId, BillId, CustomerId, PaymentId, TicketId};
use foil_domain::queue::{Source, TicketState};
use foil_domain::refusal::Result;
use foil_domain::time::Day;

crate::row! {
    /// What a customer is found by; a row for each property.
    pub struct Found {
        /// Number.
        number: String,
        /// Name.
        name: String,
        /// A property's address; none without properties.
        address: Option<String>,
    }
}

/// What a customer is found by, oldest property first; empty when there is no such customer.
pub fn found(tx: &Tx<'_>, id: CustomerId) -> Result<Vec<Found>> {
    tx.all(
        "SELECT c.number, c.name, p.address FROM customer c LEFT JOIN property p ON p.customer_id = c.id
          WHERE c.id = $1 ORDER BY p.id LIMIT 500",
        &[&id],
    )
}

/// Writes a customer's words anew: name, number, and the addresses of the properties.
pub fn refresh(tx: &Tx<'_>, id: CustomerId) -> Result<()> {
    let text = words_of(&found(tx, id)?);
    forget(tx, id)?;
    add(tx, id, &text)
}

fn words_of(rows: &[Found]) -> String {
    let mut text = String::new();
    if let Some(first) = rows.first() {
        add_words(&mut text, &first.name);
        add_words(&mut text, &first.number);
    }
    for address in rows.iter().filter_map(|row| row.address.as_deref()) {
        add_address(&mut text, address);
    }
    text
}

/// Customers read at a time while the whole index is made anew.
const AT_A_TIME: i64 = 1_000;

/// Makes the whole index anew.
pub(crate) fn rebuild(tx: &Tx<'_>) -> Result<()> {
    tx.script("INSERT INTO customer_words (customer_words) VALUES ('delete-all')")?;
    begin_bulk(tx)?;
    let mut after = i64::MIN;
    loop {
        let sql = "SELECT id AS n FROM customer WHERE id > $1 ORDER BY id LIMIT $2";
        let ids = tx.all::<Number>(sql, &[&after, &AT_A_TIME])?;
        let Some(last) = ids.last() else { return end_bulk(tx) };
        after = last.n;
        for id in &ids {
            add(tx, CustomerId(id.n), &words_of(&found(tx, CustomerId(id.n))?))?;
        }
    }
}

/// Adds the words of `part` to the words of a customer.
pub fn add_words(text: &mut String, part: &str) {
    if part.is_ascii() {
        // The same words, without taking the text apart: what is no letter or digit parts words.
        text.push(' ');
        text.extend(
            part.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }),
        );
        return;
    }
    for word in words(part) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word);
    }
}

/// Joins two words into one: a letter that belongs to words in the index and that [`words`] makes no word of, so that
/// nobody types it.
const JOINT: char = '\u{E000}';

fn is_number(word: &str) -> bool {
    word.contains(char::is_numeric)
}

/// Adds the words of an address to the words of a customer, and each number joined to the word after it, and to the
/// first name after it: "14-437, Kadri Road" is found by "14 437", by "437 kadri" and by "14 kadri". In a town every one of
/// those words stands in thousands of addresses, and an index that is asked for three of them walks through them all.
pub fn add_address(text: &mut String, address: &str) {
    add_words(text, address);
    let words = words(address);
    let mut join = |a: &str, b: &str| {
        text.push(' ');
        text.push_str(a);
        text.push(JOINT);
        text.push_str(b);
    };
    for (at, word) in words.iter().enumerate() {
        let Some(next) = words.get(at + 1) else { break };
        if !is_number(word) {
            continue;
        }
        join(word, next);
        if is_number(next) {
            let name = words.iter().skip(at + 2).find(|word| !is_number(word));
            name.iter().for_each(|name| join(word, name));
        }
    }
}

/// What is typed of an address, each number joined to the word after it as [`add_address`] has it; the last word may
/// be one that is still being typed. Nothing where no word stands after a number.
#[must_use]
pub fn beside(typed: &[String]) -> Vec<Wanted> {
    let pairs = typed.windows(2).enumerate().filter(|(_, pair)| is_number(&pair[0]));
    let last = typed.len().saturating_sub(2);
    pairs
        .map(|(at, pair)| {
            let joined = pair.join(JOINT.encode_utf8(&mut [0; 4]));
            if at == last { Wanted::Beginning(joined) } else { Wanted::Whole(joined) }
        })
        .collect()
}

/// Puts a new customer's words into the index.
pub fn add(tx: &Tx<'_>, id: CustomerId, words: &str) -> Result<()> {
    tx.run("INSERT INTO customer_words (rowid, words) VALUES ($1, $2)", &[&id, &words])?;
    Ok(())
}

/// Takes a customer's words out of the index.
pub fn forget(tx: &Tx<'_>, id: CustomerId) -> Result<()> {
    tx.run("DELETE FROM customer_words WHERE rowid = $1", &[&id])?;
    Ok(())
}

/// Makes the index gather more in memory before it writes: for a large import into an empty book.
pub fn begin_bulk(tx: &Tx<'_>) -> Result<()> {
    tx.script("INSERT INTO customer_words (customer_words, rank) VALUES ('hashsize', 67108864)")
}

/// Ends what [`begin_bulk`] began.
pub fn end_bulk(tx: &Tx<'_>) -> Result<()> {
    tx.script("INSERT INTO customer_words (customer_words, rank) VALUES ('hashsize', 1048576)")
}

/// A word that customers are looked for by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This word.
    Whole(String),
    /// A word that begins so.
    Beginning(String),
}

/// The longest beginning of a word that the index has ready; it would gather all longer words first.
const READY: usize = 4;

impl Wanted {
    /// A word that begins so far as the index has it ready: quick, and found too often if the word is longer.
    #[must_use]
    pub fn ready(word: &str) -> Wanted {
        Wanted::Beginning(word.chars().take(READY).collect())
    }

    fn query(&self) -> String {
        // A word is letters, digits and marks only, so nothing of it is read as an operator.
        match self {
            Wanted::Whole(word) => format!("\"{word}\""),
            Wanted::Beginning(word) => format!("\"{word}\"*"),
        }
    }
}

/// The customers who have every one of these words, as `words` gives them. In no order worth knowing.
pub fn by_words(tx: &Tx<'_>, wanted: &[Wanted], limit: i64) -> Result<Vec<CustomerId>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let query = wanted.iter().map(Wanted::query).collect::<Vec<_>>().join(" AND ");
    let rows = tx.all::<Number>(
        "SELECT rowid AS n FROM customer_words WHERE customer_words MATCH $1 LIMIT $2",
        &[&query, &limit],
    )?;
    Ok(rows.into_iter().map(|row| CustomerId(row.n)).collect())
}

/// The text just after every text that begins with `prefix`.
fn beyond(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

crate::row! {
    /// An account or bill found by number.
    pub struct NumberHit {
        /// Id.
        id: i64,
        /// The number that was found.
        number: String,
        /// The number as it is searched.
        folded: String,
        /// Its customer.
        customer_id: CustomerId,
        /// The customer's name.
        name: String,
        /// Service.
        service: Service,
    }
}

impl NumberHit {
    /// The account, for hits of accounts.
    #[must_use]
    pub fn account(&self) -> AccountId {
        AccountId(self.id)
    }

    /// The bill, for hits of bills.
    #[must_use]
    pub fn bill(&self) -> BillId {
        BillId(self.id)
    }
}

/// Accounts whose folded number begins so, in order of number.
pub fn accounts_by_number(tx: &Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<NumberHit>> {
    tx.all(
        "SELECT a.id, a.number, a.number_fold AS folded, a.customer_id, c.name, a.service
           FROM account a JOIN customer c ON c.id = a.customer_id
          WHERE a.number_fold >= $1 AND a.number_fold < $2 ORDER BY a.number_fold LIMIT $3",
        &[&prefix, &beyond(prefix), &limit],
    )
}

/// Accounts, not closed, whose meter's folded number begins so, in that order.
pub fn accounts_by_meter(tx: &Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<NumberHit>> {
    tx.all(
        "SELECT a.id, a.meter AS number, a.meter_fold AS folded, a.customer_id, c.name, a.service
           FROM account a JOIN customer c ON c.id = a.customer_id
          WHERE a.meter_fold >= $1 AND a.meter_fold < $2 AND a.meter_fold <> '' AND a.status <> 'closed'
          ORDER BY a.meter_fold LIMIT $3",
        &[&prefix, &beyond(prefix), &limit],
    )
}

/// Bills whose folded number begins so, in that order.
pub fn bills_by_number(tx: &Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<NumberHit>> {
    tx.all(
        "SELECT b.id, b.number, b.number_fold AS folded, a.customer_id, c.name, a.service
           FROM bill b JOIN account a ON a.id = b.account_id JOIN customer c ON c.id = a.customer_id
          WHERE b.number_fold >= $1 AND b.number_fold < $2 ORDER BY b.number_fold LIMIT $3",
        &[&prefix, &beyond(prefix), &limit],
    )
}

crate::row! {
    /// A customer found by number or phone.
    pub struct CustomerHit {
        /// Id.
        id: CustomerId,
        /// The number or phone that was found.
        number: String,
        /// As it is searched.
        folded: String,
        /// Name.
        name: String,
    }
}

/// Customers whose folded number begins so, in that order.
pub fn customers_by_number(tx: &Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<CustomerHit>> {
    tx.all(
        "SELECT id, number, number_fold AS folded, name FROM customer
          WHERE number_fold >= $1 AND number_fold < $2 ORDER BY number_fold LIMIT $3",
        &[&prefix, &beyond(prefix), &limit],
    )
}

/// Customers whose phone's digits begin so, in that order.
pub fn customers_by_phone(tx: &Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<CustomerHit>> {
    tx.all(
        "SELECT id, phone AS number, phone_digits AS folded, name FROM customer
          WHERE phone_digits >= $1 AND phone_digits < $2 AND phone_digits <> ''
          ORDER BY phone_digits LIMIT $3",
        &[&prefix, &beyond(prefix), &limit],
    )
}

crate::row! {
    /// A receipt found by number.
    pub struct ReceiptHit {
        /// Id.
        id: PaymentId,
        /// Receipt number.
        number: String,
        /// Who paid.
        customer_id: CustomerId,
        /// Their name.
        name: String,
    }
}

/// Receipts whose number begins so, in that order.
pub fn receipts_by_number(tx: &Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<ReceiptHit>> {
    tx.all(
        "SELECT p.id, p.number, p.customer_id, c.name FROM payment p JOIN customer c ON c.id = p.customer_id
          WHERE p.number >= $1 AND p.number < $2 ORDER BY p.number LIMIT $3",
        &[&prefix, &beyond(prefix), &limit],
    )
}

crate::row! {
    /// A ticket found by number.
    pub struct TicketHit {
        /// Id.
        id: TicketId,
        /// Number on the slip.
        number: String,
        /// Customer.
        customer_id: Option<CustomerId>,
        /// Their name, or empty.
        name: String,
        /// Where it stands.
        state: TicketState,
        /// How it came in.
        source: Source,
    }
}

/// Requests of any day whose money is in hand and not booked, whose number begins so, in that order.
pub fn in_hand_by_number(tx: &Tx<'_>, prefix: &str, limit: i64) -> Result<Vec<TicketHit>> {
    tx.all(
        "SELECT t.id, t.number, t.customer_id, COALESCE(c.name, '') AS name, t.state, t.source
           FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id
          WHERE t.state IN ('waiting', 'serving', 'held', 'failed', 'dead') AND t.source IN ('drop_box', 'bank_file')
            AND t.number >= $1 AND t.number < $2 ORDER BY t.number LIMIT $3",
        &[&prefix, &beyond(prefix), &limit],
    )
}

/// Tickets of a business date whose number begins so, in that order.
pub fn tickets_by_number(tx: &Tx<'_>, on: Day, prefix: &str, limit: i64) -> Result<Vec<TicketHit>> {
    tx.all(
        "SELECT t.id, t.number, t.customer_id, COALESCE(c.name, '') AS name, t.state, t.source
           FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id
          WHERE t.business_on = $1 AND t.number >= $2 AND t.number < $3 ORDER BY t.number LIMIT $4",
        &[&on, &prefix, &beyond(prefix), &limit],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Book, Key, Opening};
    use foil_domain::time::Instant;

    #[test]
    fn a_number_of_an_address_is_joined_to_what_stands_beside_it() {
        let joined = |address: &str| {
            let mut text = String::new();
            add_address(&mut text, address);
            let pairs: Vec<String> = text
                .split(' ')
                .filter(|word| word.contains(JOINT))
                .map(|word| word.replace(JOINT, "+"))
                .collect();
            pairs
        };
        assert_eq!(joined("14-437, Kadri Road, Mangaluru"), ["14+437", "14+kadri", "437+kadri"]);
        assert_eq!(joined("Plot 12, 3rd Cross"), ["12+3rd", "12+cross", "3rd+cross"]);
        assert_eq!(joined("ಮನೆ ೧೨ ಕದ್ರಿ"), ["೧೨+ಕದ್ರಿ"]);
        assert_eq!(joined("Kadri Road"), [""; 0]);
        assert_eq!(joined("12"), [""; 0]);

        let typed = |text: &str| {
            let shown = |wanted: &Wanted| match wanted {
                Wanted::Whole(word) => word.replace(JOINT, "+"),
                Wanted::Beginning(word) => format!("{}*", word.replace(JOINT, "+")),
            };
            beside(&words(text)).iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(typed("14-437 Kad"), ["14+437", "437+kad*"]);
        assert_eq!(typed("14 437 kadri road"), ["14+437", "437+kadri"]);
        assert_eq!(typed("kadri road"), [""; 0]);
        assert_eq!(typed("14"), [""; 0]);
        assert_eq!(typed(&format!("14{JOINT}kadri")), ["14+kadri*"], "nobody types the joint itself");
    }

    #[test]
    fn an_index_that_is_made_anew_finds_what_it_found() {
        use crate::customers::{NewCustomer, add, add_property};
        let folder = tempfile::tempdir().unwrap();
        let key = Opening::Key(Key::from_text(&"5c".repeat(32)).unwrap());
        let book = Book::create(&folder.path().join("b"), &key, Instant::from_millis(0)).unwrap();
        let made = book.write(|tx| {
            // More than are read at a time.
            for n in 1..=AT_A_TIME + 5 {
                let (number, name) = (format!("K{n}"), format!("Person {n}"));
                let new = NewCustomer {
                    number: &number,
                    number_fold: &number,
                    name: &name,
                    phone: "",
                    email: "",
                    language: "",
                    by_law: foil_domain::customers::ByLaw::None,
                    note: "",
                    active: true,
                };
                let id = add(tx, &new)?;
                add_property(tx, id, &format!("{n}-7, Temple Road"), "", true)?;
            }
            rebuild(tx)?;
            // Twice is once.
            rebuild(tx)
        });
        made.unwrap();
        for n in [1, AT_A_TIME, AT_A_TIME + 1, AT_A_TIME + 5] {
            let at = |text: &str| book.read(|tx| by_words(tx, &beside(&words(text)), 10)).unwrap();
            assert_eq!(at(&format!("{n} temp")), [CustomerId(n)]);
            assert_eq!(at(&format!("{n}-7")), [CustomerId(n)]);
        }
    }

    /// The index must part words where [`words`] parts them, or a query of one word becomes one of two.
    #[test]
    fn every_letter_mark_and_digit_belongs_to_its_word() {
        let folder = tempfile::tempdir().unwrap();
        let key = Opening::Key(Key::from_text(&"5c".repeat(32)).unwrap());
        let book = Book::create(&folder.path().join("b"), &key, Instant::from_millis(0)).unwrap();
        let mut parted = Vec::new();
        book.read(|tx| {
            for c in '\u{80}'..=char::MAX {
                let typed = words(&format!("a{c}b"));
                let wanted: Vec<Wanted> = typed.into_iter().map(Wanted::Beginning).collect();
                if wanted.len() == 1 && by_words(tx, &wanted, 1).is_err() {
                    parted.push(c as u32);
                }
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(parted, [0u32; 0], "{} characters", parted.len());
    }
}
