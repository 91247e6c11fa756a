//! A program that is killed while it takes payments.

use crate::child::{Closing, Paying, Says};
use foil_app::Session;
use foil_app::audit::verify_path;
use foil_app::documents::document_bytes;
use foil_app::documents::views::DocumentRef;
use foil_domain::press::Format;
use foil_testkit::{Hall, Person};
use foil_tests::problems;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A hundred times: a program takes payments and is killed after a few of them, each time a little further into the taking of
/// the next one, from its first step to just after its answer; every other time as it writes to the disk; each tenth time when
/// a payment is stored and not told yet, and each tenth time when half of a paper is on the disk. Whatever it had told is in the
/// book, nothing is half done, and the book opens. Some die before the payment is stored, too, or this would show less. Its papers
/// are written beside it, and whatever bears the name of one is whole; those that were not written by then are when the outbox is
/// worked off.
#[test]
fn a_program_killed_a_hundred_times_loses_no_payment_that_it_had_answered() {
    let mut hall = Hall::open();
    let asha = hall.clerk("asha");
    let account = hall.bills(100_000);
    let mut answered = BTreeSet::new();
    let (mut unanswered, mut not_stored) = (0, 0);
    let mut papers = Papers::default();
    for round in 0..100 {
        let is_half_way = round % 10 == 4;
        let child = match round % 10 {
            9 => Paying::stands_before_its_answer(&hall, &asha, account.id.0),
            4 => {
                let (child, receipt) = Paying::stands_in_a_paper(&hall, &asha, account.id.0);
                answered.insert(receipt);
                child
            }
            _ => on_its_way(&hall, &asha, account.id.0, round, &mut answered),
        };
        let last = child.killed();
        let said_nothing = last.is_empty();
        answered.extend(last);

        hall = hall.restarts();
        papers.are_whole(&hall);
        papers.left_half(&hall, usize::from(is_half_way));
        let book = receipts(&hall);
        let lost: Vec<_> = answered.difference(&book).collect();
        assert_eq!(lost, Vec::<&String>::new(), "round {round}: answered, but not in the book");
        let now = book.len() - answered.len();
        assert!(now <= unanswered + 1, "at most the one under way was stored unanswered");
        not_stored += usize::from(said_nothing && now == unanswered);
        unanswered = now;
        if round % 10 == 9 {
            assert_eq!(problems(hall.office().book()), Vec::<String>::new(), "round {round}");
        }
    }
    assert!(unanswered >= 10, "each tenth kill fell between a payment's store and its answer: {unanswered}");
    assert!(not_stored > 0, "of a hundred kills none fell before a payment was stored");
    assert_eq!(problems(hall.office().book()), Vec::<String>::new());
    let report = hall.check(&hall.manager("maya")).expect("the book's check");
    assert_eq!(report.problems, Vec::<String>::new());

    let written = papers.seen.len();
    assert!(written > 0, "of a hundred programs none wrote a paper before it was killed");
    hall.office().finish_outbox().expect("the outbox is worked off");
    assert_eq!(hall.office().unwritten().expect("what is left"), (0, String::new()));
    papers.are_whole(&hall);
    assert_eq!(papers.halves.len(), 10, "each tenth program was killed in the midst of a list");
    assert_eq!(papers.seen.len(), receipts(&hall).len() * 2, "each receipt as PDF and as CSV");
    let day = verify_path(&day_folder(&hall)).expect("the day's files");
    assert_eq!((day.sound, day.findings), (true, Vec::new()));
}

/// The papers in the document folder that were looked at.
#[derive(Default)]
struct Papers {
    /// Receipts.
    seen: BTreeSet<PathBuf>,
    /// What was left of lists whose program was killed in their midst.
    halves: BTreeSet<PathBuf>,
}

impl Papers {
    /// Whatever bears the name of a receipt is that receipt, byte for byte as the book has it; what a killed program left on its
    /// way bears a name that is nobody's paper.
    fn are_whole(&mut self, hall: &Hall) {
        for list in files_of(&day_folder(hall)).filter(|path| path.is_file() && !is_part(path)) {
            let report = verify_path(&list).expect("one of the day's files");
            assert_eq!(report.findings, Vec::<String>::new(), "{}", list.display());
        }
        let folder = day_folder(hall).join("receipts");
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if is_part(&path) || !self.seen.insert(path.clone()) {
                continue;
            }
            let (number, format) = name.rsplit_once('.').expect("what it is");
            let format = if format == "pdf" { Format::Pdf } else { Format::Csv };
            let payment = hall.office().book().read(|tx| {
                let sql = "SELECT id AS n FROM payment WHERE REPLACE(number, '/', '-') = $1";
                tx.number(sql, &[&number])
            });
            let payment = foil_domain::ids::PaymentId(payment.expect("its payment"));
            let receipt = DocumentRef::Receipt { payment, format };
            let (_, bytes) =
                document_bytes(hall.office(), &Session::house(), &receipt).expect("it is made again");
            assert_eq!(fs::read(&path).expect("it is read"), bytes, "{name}");
        }
    }
}

impl Papers {
    /// So many more lists lie there by half than before: their first row, and not their end.
    fn left_half(&mut self, hall: &Hall, more: usize) {
        let before = self.halves.len();
        for path in files_of(&day_folder(hall)).filter(|path| is_part(path)) {
            let text = fs::read_to_string(&path).expect("it is read");
            let is_half = text.contains("audit_seq") && text.lines().count() == 2;
            assert!(is_half, "{}: {text}", path.display());
            self.halves.insert(path);
        }
        assert_eq!(self.halves.len(), before + more, "{:?}", self.halves);
    }
}

fn files_of(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("a file").path())
}

/// Whether a file was on its way, and bears a name that is nobody's paper.
fn is_part(path: &Path) -> bool {
    let name = path.file_name().expect("a name").to_string_lossy();
    name.starts_with('.') && name.ends_with(".part")
}

fn day_folder(hall: &Hall) -> PathBuf {
    let on = hall.business_on().to_string();
    let folder: &Path = &hall.office().document_folder().expect("the folder");
    on.split('-').fold(folder.to_owned(), |folder, part| folder.join(part))
}

/// A program that has answered a few payments and is somewhere in the taking of the next.
fn on_its_way(
    hall: &Hall,
    asha: &Person,
    account: i64,
    round: u32,
    answered: &mut BTreeSet<String>,
) -> Paying {
    let mut child = Paying::starts(hall, asha, account, u32::MAX);
    let mut usual = Duration::MAX;
    for _ in 0..=round % 4 {
        child.begins().expect("the child takes payments");
        let began = Instant::now();
        answered.insert(child.next_receipt().expect("the child takes payments"));
        usual = usual.min(began.elapsed());
    }
    child.begins().expect("the child takes payments");
    if round.is_multiple_of(2) {
        waits(usual * (round % 25) / 22);
    } else {
        waits_for_a_write(hall, usual * 20);
        waits(usual * (round % 10) / 50);
    }
    child
}

/// Waits until the book's log on the disk grows, which is when a payment is being stored, but no longer than that: a log that
/// begins anew does not grow.
fn waits_for_a_write(hall: &Hall, longest: Duration) {
    let mut path = hall.path().into_os_string();
    path.push("-wal");
    let length = || std::fs::metadata(&path).map_or(0, |meta| meta.len());
    let (before, began) = (length(), Instant::now());
    while length() == before && began.elapsed() < longest {
        std::hint::spin_loop();
    }
}

/// Waits so long without giving the processor away: a sleep is too coarse for what is done in a millisecond or two.
fn waits(long: Duration) {
    let began = Instant::now();
    while began.elapsed() < long {
        std::hint::spin_loop();
    }
}

/// The acts that a kill is aimed at, and where the number of what each makes stands in the book.
const AIMED_AT: [(&str, &str); 6] = [
    ("close_shift", "SELECT number AS t FROM z_report ORDER BY id LIMIT 10000"),
    ("drop_cash", "SELECT CAST(id AS TEXT) AS t FROM shift_cash WHERE kind = 'drop' ORDER BY id LIMIT 10000"),
    (
        "bounce_cheque",
        "SELECT number AS t FROM payment_reversal WHERE kind = 'bounce' ORDER BY id LIMIT 10000",
    ),
    ("close_day", "SELECT business_on AS t FROM day_close ORDER BY business_on LIMIT 10000"),
    ("make_deposit_slip", "SELECT number AS t FROM deposit_slip WHERE kind = 'cash' ORDER BY id LIMIT 10000"),
    ("take_payment", "SELECT number AS t FROM payment ORDER BY id LIMIT 100000"),
];

/// A branch closes days and is killed in the middle of an act, each in its turn and a little later each time. What it had
/// answered is in the book, nothing is half done, the next program finds in the drawer what must be in it (it would not get
/// past its count otherwise), and the log holds together.
#[test]
fn a_program_killed_as_it_closes_drops_and_bounces_loses_nothing_and_leaves_nothing_half_done() {
    let mut hall = Hall::open();
    let (asha, maya) = (hall.clerk("asha"), hall.manager("maya"));
    hall.minds_drawers();
    hall.approves_by(None, 0, 0);
    let account = hall.bills(100_000);
    let mut answered: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut inside = BTreeSet::new();
    // Thirty, and more where the machine was too busy for the kills to fall inside acts of many kinds.
    for round in 0..90 {
        if round >= 30 && inside.len() >= 4 {
            break;
        }
        let (aim, _) = AIMED_AT[round % AIMED_AT.len()];
        let mut child = Closing::starts(&hall, &asha, &maya, account.id.0);
        let mut said = Vec::new();
        while said.last() != Some(&Says::Begins(aim.to_owned())) {
            said.push(child.next().expect("the child goes on where the killed one stood"));
        }
        for _ in 0..(round % 30 / AIMED_AT.len()) * 20_000 {
            std::hint::spin_loop();
        }
        said.extend(child.killed());
        if let Some(Says::Begins(act)) = said.last() {
            inside.insert(act.clone());
        }
        for says in said {
            if let Says::Done(act, number) = says {
                answered.entry(act).or_default().insert(number);
            }
        }
        hall = hall.restarts();
        for (act, sql) in AIMED_AT {
            let book = texts(&hall, sql);
            let known = answered.entry(act.to_owned()).or_default();
            let lost: Vec<_> = known.difference(&book).cloned().collect();
            assert_eq!(
                lost,
                Vec::<String>::new(),
                "round {round}: {act} was answered, but is not in the book"
            );
            assert!(book.len() <= known.len() + 1, "round {round}: at most one {act} was stored unanswered");
            *known = book;
        }
        assert_eq!(problems(hall.office().book()), Vec::<String>::new(), "round {round}: killed in {aim}");
    }
    assert!(inside.len() >= 4, "the kills fell inside acts of many kinds: {inside:?}");
    let report = hall.check(&maya).expect("the book's check");
    assert_eq!(report.problems, Vec::<String>::new(), "chains, drawers and all");
}

fn texts(hall: &Hall, sql: &'static str) -> BTreeSet<String> {
    let rows = hall.office().book().read(|tx| tx.all::<foil_store::tx::Text>(sql, &[]));
    rows.expect("what there is").into_iter().map(|row| row.t).collect()
}

fn receipts(hall: &Hall) -> BTreeSet<String> {
    let rows = hall.office().book().read(|tx| {
        tx.all::<foil_store::tx::Text>("SELECT number AS t FROM payment ORDER BY id LIMIT 100000", &[])
    });
    rows.expect("the receipts").into_iter().map(|row| row.t).collect()
}
