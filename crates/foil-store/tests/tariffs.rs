//! Tariff plans and versions on a real book: what is written comes back, the highest revision rules, and
//! nobody edits what was stored.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use foil_domain::customers::{AccountStatus, ByLaw, Service};
use foil_domain::ids::{AccountId, TariffId, TariffVersionId, UserId};
use foil_domain::money::Money;
use foil_domain::people::Role;
use foil_domain::time::{Day, Instant};
use foil_store::customers::{AccountData, CustomerData, PropertyData};
use foil_store::people::NewPerson;
use foil_store::tariffs::{self, NewVersion};
use foil_store::{Book, Key, Opening, Tx};

const NOW: Instant = Instant::from_millis(1_795_000_000_000);

struct Shelf {
    book: Book,
    person: UserId,
    _folder: tempfile::TempDir,
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn shelf() -> Shelf {
    let folder = tempfile::tempdir().unwrap();
    let key = Opening::Key(Key::random().unwrap());
    let book = Book::create(&folder.path().join("a.book"), &key, NOW).unwrap();
    let person = book.write(|tx| {
        let person = NewPerson {
            login: "anil",
            name: "Anil Shenoy",
            role: Role::Admin,
            password: "x",
            active: true,
            customer: None,
            must_change: false,
        };
        foil_store::people::insert(tx, &person)
    });
    Shelf { book, person: person.unwrap(), _folder: folder }
}

impl Shelf {
    fn plan(&self, name: &'static str) -> TariffId {
        self.book.write(move |tx| tariffs::insert(tx, name, "electricity")).unwrap()
    }

    fn stores(&self, plan: TariffId, from: &str, revision: i64, text: &'static str) -> TariffVersionId {
        let (from, person) = (day(from), self.person);
        let stored = self.book.write(move |tx| {
            let version = NewVersion {
                tariff: plan,
                valid_from: from,
                revision,
                text,
                sha256: "ab",
                note: "order 12",
                person,
                stored_at: NOW,
            };
            tariffs::add_version(tx, &version)
        });
        stored.unwrap()
    }
}

#[test]
fn a_plan_is_found_however_its_name_is_typed_and_only_once() {
    let shelf = shelf();
    let id = shelf.plan("LT-2a Domestic");
    let found = shelf.book.read(|tx| tariffs::by_name(tx, "lt-2A DOMESTIC")).unwrap().unwrap();
    assert_eq!((found.id, found.name.as_str(), found.active, found.version), (id, "LT-2a Domestic", true, 1));
    assert!(shelf.book.write(|tx| tariffs::insert(tx, "LT-2A domestic", "water")).is_err());

    let retired = shelf.book.write(move |tx| tariffs::set_active(tx, id, false, 1)).unwrap();
    let stale = shelf.book.write(move |tx| tariffs::set_active(tx, id, true, 1)).unwrap();
    assert_eq!((retired, stale), (true, false), "an edit of a row that has moved on touches nothing");
    shelf.book.write(move |tx| tariffs::touch(tx, id, "LT-2a Domestic (metered)")).unwrap();
    let row = shelf.book.read(|tx| tariffs::find(tx, id)).unwrap().unwrap();
    assert_eq!((row.active, row.version, row.name.as_str()), (false, 3, "LT-2a Domestic (metered)"));
}

#[test]
fn of_one_day_the_highest_revision_rules_and_the_others_stay_readable() {
    let shelf = shelf();
    let (domestic, shop) = (shelf.plan("LT-2a"), shelf.plan("LT-3a"));
    let first = shelf.stores(domestic, "2026-04-01", 1, "first");
    let later = shelf.stores(domestic, "2026-10-01", 1, "later");
    let mended = shelf.stores(domestic, "2026-04-01", 2, "mended");
    let of_shop = shelf.stores(shop, "2025-04-01", 1, "shop");

    let mut ruling = Vec::new();
    let read = shelf.book.read(|tx| {
        tariffs::each_ruling(tx, |row| {
            ruling.push((row.name_fold, row.valid_from_on.to_string(), row.id));
            Ok(true)
        })
    });
    read.unwrap();
    let rules = |n: usize| (ruling[n].0.as_str(), ruling[n].1.as_str(), ruling[n].2);
    assert_eq!(rules(0), ("lt-2a", "2026-04-01", mended));
    assert_eq!(rules(1), ("lt-2a", "2026-10-01", later));
    assert_eq!((rules(2), ruling.len()), (("lt-3a", "2025-04-01", of_shop), 3));

    let rows = shelf.book.read(|tx| tariffs::versions(tx, domestic)).unwrap();
    assert_eq!(rows.iter().map(|v| v.id).collect::<Vec<_>>(), [later, mended, first]);
    assert_eq!(
        (rows[1].person.as_str(), rows[1].note.as_str(), rows[1].stored_at),
        ("Anil Shenoy", "order 12", NOW)
    );
    assert_eq!(shelf.book.read(|tx| tariffs::text(tx, first)).unwrap().as_deref(), Some("first"));
    let latest = shelf.book.read(|tx| tariffs::latest_of(tx, domestic, day("2026-04-01"))).unwrap().unwrap();
    assert_eq!((latest.id, latest.revision), (mended, 2));
}

#[test]
fn what_was_stored_is_neither_changed_nor_deleted_nor_stored_twice() {
    let shelf = shelf();
    let plan = shelf.plan("LT-2a");
    shelf.stores(plan, "2026-04-01", 1, "first");
    for sql in ["UPDATE tariff_version SET text = 'x'", "DELETE FROM tariff_version"] {
        let refused = shelf.book.write(move |tx| tx.run(sql, &[])).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{sql}: {refused}");
    }
    let person = shelf.person;
    let again = shelf.book.write(move |tx| {
        let version = NewVersion {
            tariff: plan,
            valid_from: day("2026-04-01"),
            revision: 1,
            text: "other",
            sha256: "cd",
            note: "",
            person,
            stored_at: NOW,
        };
        tariffs::add_version(tx, &version)
    });
    assert!(again.is_err(), "one revision of a day is one text");
}

#[test]
fn accounts_are_counted_by_the_plan_they_name_and_their_bills_streamed() {
    let shelf = shelf();
    let plan = shelf.plan("LT-2a");
    let version = shelf.stores(plan, "2026-04-01", 1, "first");
    shelf
        .book
        .write(move |tx| {
            for (n, tariff, closed) in
                [(1, "LT-2a", false), (2, "LT-2a", false), (3, "lt-2a", false), (4, "LT-2a", true)]
            {
                let account = moves_in(tx, n, tariff, closed)?;
                bill(tx, n, account, version)?;
            }
            Ok(())
        })
        .unwrap();
    let on = shelf.book.read(tariffs::on_plans).unwrap();
    let on: Vec<_> = on.iter().map(|p| (p.tariff.as_str(), p.accounts)).collect();
    assert_eq!(on, [("LT-2a", 2), ("lt-2a", 1)], "a closed account is on no plan");

    let mut bills = Vec::new();
    let read = shelf.book.read(|tx| {
        tariffs::each_priced(tx, "LT-2a", (day("2026-10-01"), day("2026-10-31")), AccountId(0), |row| {
            bills.push((row.number, row.units, row.total_minor, row.sanctioned_load_kw));
            Ok(true)
        })
    });
    read.unwrap();
    assert_eq!(bills[0], ("B1".into(), "120".into(), Money::from_minor(50_000), "2.5".into()));
    assert_eq!(bills.len(), 3, "that of an account that was closed since, too");
    let priced = |most| shelf.book.read(|tx| tariffs::bills_priced(tx, version, most)).unwrap();
    assert_eq!((priced(100), priced(3)), (4, 3));
}

fn moves_in(tx: &Tx<'_>, n: i64, tariff: &str, closed: bool) -> foil_domain::Result<AccountId> {
    let customer = foil_store::customers::insert(
        tx,
        &CustomerData {
            number: format!("K{n}"),
            name: "Asha".into(),
            phone: String::new(),
            email: String::new(),
            language: String::new(),
            by_law: ByLaw::None,
            note: String::new(),
            active: true,
        },
    )?;
    let property = PropertyData { customer, address: "Kadri".into(), active: true };
    let account = foil_store::customers::insert_account(
        tx,
        &AccountData {
            property: foil_store::customers::insert_property(tx, &property)?,
            customer,
            service: Service::Electricity,
            number: format!("E{n}"),
            meter: String::new(),
            tariff: tariff.into(),
            status: if closed { AccountStatus::Closed } else { AccountStatus::Active },
            cut_on: None,
            disconnection_on: None,
            terms: foil_store::customers::BillingTerms::default(),
        },
    )?;
    tx.hit("UPDATE account SET sanctioned_load_kw = '2.5' WHERE id = $1", &[&account])?;
    Ok(account)
}

fn bill(tx: &Tx<'_>, n: i64, account: AccountId, version: TariffVersionId) -> foil_domain::Result<()> {
    let number = format!("B{n}");
    tx.hit(
        "INSERT INTO bill (account_id, number, number_fold, period_from_on, period_to_on, issued_on, due_on, units,
                total_minor, surcharge_minor, left_minor, surcharge_left_minor, cancelled, tariff_version_id)
         VALUES ($1, $2, $2, '2026-10-01', '2026-10-31', '2026-11-01', '2026-11-16', '120', 50000, 0, 50000, 0, 0, $3)",
        &[&account, &number, &version],
    )
}
