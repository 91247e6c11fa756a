//! Books that former versions wrote: each must open, come up to date, and still be right to the coin.
//!
//! `NNNN/branch.foil` is a small book as the program of migration NNNN left it, `branch.key` its key
//! and `day.txt` how its day read. Once a version is out, its book is never written anew. Until the
//! first release `cargo test -p foil-tests --test books -- --ignored freeze` does so after a change
//! of the schema.

#![allow(clippy::unwrap_used, reason = "what cannot fail in a test is a test that failed")]

use foil_app::{Office, Session};
use foil_domain::customers::{ByLaw, Service};
use foil_domain::time::Instant;
use foil_store::{Book, Opening};
use foil_testkit::Hall;
use foil_tests::{ledger_text, problems, raw};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Later than any of the books was written.
const NOW: Instant = Instant::from_millis(1_900_000_000_000);

fn shelf() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("books")
}

#[test]
fn every_book_that_a_former_version_wrote_opens_and_balances() {
    let mut books: Vec<PathBuf> = std::fs::read_dir(shelf())
        .expect("the shelf")
        .map(|entry| entry.expect("a book").path())
        .filter(|path| path.is_dir())
        .collect();
    books.sort();
    assert!(!books.is_empty(), "there is a book of each version");
    for old in books {
        let name = old.display();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("branch.foil");
        std::fs::copy(old.join("branch.foil"), &path).expect("a copy: the old book stays as it is");
        let key = std::fs::read_to_string(old.join("branch.key")).expect("its key");

        let book = Book::open(&path, &Opening::from_text(&key), NOW).expect("it opens and comes up to date");

        assert_eq!(problems(&book), Vec::<String>::new(), "{name}");
        let day = std::fs::read_to_string(old.join("day.txt")).expect("its day");
        assert_eq!(ledger_text(&book), day.replace("\r\n", "\n"), "{name}: the ledger reads as it did");
        let fresh = Book::create(&folder.path().join("fresh.foil"), &Opening::from_text(&key), NOW);
        assert_eq!(
            book.schema().expect("its schema"),
            fresh.expect("a new book").schema().expect("its schema"),
            "{name}: an old book brought up to date is built like a new one"
        );
        goes_on(book);
    }
}

/// The office opens on it and its chains go on.
fn goes_on(book: Book) {
    let book = Arc::new(book);
    let office =
        Office::open(book.clone(), Arc::new(|| NOW), Arc::new(foil_testkit::PlainPress)).expect("it opens");
    let order = foil_app::office::Order::new("look", foil_domain::people::Right::SeeFrame);
    office.perform(&Session::house(), order, |_| Ok(())).expect("an act more");
    assert_eq!(problems(&book), Vec::<String>::new());
    for rule in foil_store::check::RULES {
        let breaks = book.read(|tx| rule.breaks(tx, 10)).expect("the rule is asked");
        assert_eq!(breaks, Vec::<String>::new(), "{}", rule.what);
    }
}

#[test]
#[ignore = "writes the book of the newest version anew; for a change of the schema before its release"]
fn freeze() {
    let hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    let power =
        hall.account("Asha Rao", Service::Electricity).owes(1_250).surcharge(30).overdue_days(20).moves_in();
    let water = hall.account("ಶ್ರೀಕೃಷ್ಣ ಭಟ್", Service::Water).owes(400).by_law(ByLaw::Elderly).moves_in();
    let gas = hall.account("José D'Souza", Service::Gas).owes(650).disconnection_in(2).moves_in();
    hall.consumer("kiran", &gas);
    let ticket = hall.takes_ticket(&asha, &power).unwrap();
    hall.calls_next(&asha).unwrap();
    hall.visit(&asha).account(&power).ticket(ticket.id).pays(1_280).cash(1_500).take().unwrap();
    hall.undoes(&asha).unwrap();
    hall.redoes(&asha).unwrap();
    hall.visit(&asha).account(&water).pays(500).cheque(500, "004512", "Canara Bank").take().unwrap();
    hall.pays(&maya, &gas, 300).unwrap();
    hall.undoing(&maya).reason("other").note("paid for the neighbour").now().unwrap();
    hall.takes_ticket(&asha, &gas).unwrap();
    hall.next_morning(&maya);
    hall.pays(&asha, &gas, 100).unwrap();
    hall.takes_ticket(&asha, &water).unwrap();

    let raw = raw(&hall.path(), hall.key());
    let version: i64 = raw.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
    let to = shelf().join(format!("{version:04}"));
    std::fs::create_dir_all(&to).unwrap();
    std::fs::write(to.join("branch.key"), format!("{}\n", hall.key().hex().as_str())).unwrap();
    std::fs::write(to.join("day.txt"), ledger_text(hall.office().book())).unwrap();
    let path = hall.path();
    let folder = hall.closes();
    let busy: i64 = raw.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0)).unwrap();
    assert_eq!(busy, 0);
    std::fs::copy(path, to.join("branch.foil")).unwrap();
    drop(folder);
}
