//! The month's audit pack: one ZIP that convinces somebody who trusts neither the clerk nor the manager nor the
//! machine, as far as that can be done.
//!
//! It holds the registers (CSV and JSON, each row hashed to the one before), the month's part of every chain of the
//! log, the daily seals, the summary and the sequence certificate as PDF, a random sample with its seed, and a
//! manifest with the SHA-256 of every file, signed with the office's key. Everything streams: a million payments take
//! no more memory than ten. Start at [`build`]; `verify/pack.rs` reads it all back.

mod archive;
mod changed;
pub(super) mod manifest;
mod money_control;
mod overridden;
mod people;
mod registers;
mod summary;
pub(super) mod tally;

pub(super) use changed::{Coin, changed, in_words};
pub(super) use foil_domain::audit::went_back;
pub(crate) use money_control::CashSaid;
pub(super) use money_control::{CashOfDay, cash_of_day};
pub(super) use overridden::{Told, ruled};
pub(super) use people::{
    CHANGES_PEOPLE, Histories, PROGRAM, RETIRED, UNKNOWN, Who, is_of_office, people as people_of, said,
};
pub(crate) use people::{staff_now, unlike_the_log};
pub use registers::OVERRIDING;
pub(super) use registers::{each_defaulter, exceptional, number_before, overridden, overrides_what};

use super::banking::banking;
use super::exceptions::{self, MOST_IN_PACK};
use super::list_file::ListFile;
use super::lists::{
    APPROVALS, AUDIT_LOG, CASH_MOVES, CERTIFICATE, CHEQUES, COLLECTIONS, CORRECTIONS, DEFAULTERS, DEPOSITS,
    EXCEPTIONS, List, OVERRIDES, PEOPLE, Period, RECEIPTS, REFUNDS, REPRINTS, SAMPLE, SUMMARY, VARIANCES,
    VOIDS,
};
use super::views::{ExportPack, ExportedFile, Figures, Kpis, PackMade};
use crate::office::jobs::{Progress, uncounted};
use crate::office::views::JobView;
use crate::{Office, Session};
use anyhow::{Context, anyhow};
use archive::{Archive, Forms};
use foil_domain::audit::kpi;
use foil_domain::audit::sample::{Draw, USUAL, seed_of};
use foil_domain::audit::seal::SignedSeal;
use foil_domain::people::Right;
use foil_domain::press::Format;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_domain::time::{Day, Month};
use foil_store::Tx;
use manifest::{FORMAT, NAME, PUBLIC_KEY, PackManifest, SIGNATURE, Sampled, SealedBy};
use money_control::Controlled;
use registers::Certified;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tally::{Runs, Tally};

/// The most that a sample may hold: it is read by people.
const MOST_DRAWN: i64 = 1_000;

/// The days that revenue is counted over, when the book has them: a year, so that seasons weigh nothing.
const YEAR: i64 = 365;

/// Starts the making of a month's pack as a job: `audit-YYYY-MM.zip` in a folder. A closed month gives the same
/// bytes each time.
///
/// Refuses a month that has not come, one in which a second look is open, a folder that is no whole path, a sample of
/// more than a thousand, and to replace anything that is not such a pack.
pub fn export_pack(office: &Arc<Office>, who: &Session, input: ExportPack) -> Result<JobView> {
    who.role.must(Right::ExportAudit)?;
    let asked = Asked::of(office, who, &input)?;
    let sample = asked.told();
    let (from, to) = (asked.month.first(), asked.month.last());
    office
        .view(who, Right::ExportAudit, |tx, _| crate::approvals::none_uncleared(tx, from, to).map(|_| ()))?;
    may_stand(&asked.target)?;
    office.start_export(
        who,
        "export_pack",
        Right::ExportAudit,
        &input.month.to_string(),
        move |act| {
            let mut told = uncounted(crate::shifts::figures_seen(act, from, to)?);
            told["sample"] = sample.clone();
            Ok(told)
        },
        move |office, progress| {
            let made = build(office, progress, &asked)?;
            serde_json::to_value(made).context("telling of a pack").map_err(Error::Broke)
        },
    )
}

/// A pack as it was asked for.
struct Asked {
    month: Month,
    target: PathBuf,
    drawn: usize,
    /// The seed that was given, and by whom; else the month's last seal draws.
    given: Option<Given>,
}

/// A seed that somebody gave.
struct Given {
    seed: String,
    by: String,
}

impl Asked {
    fn of(office: &Office, who: &Session, input: &ExportPack) -> Result<Asked> {
        let folder = PathBuf::from(&input.folder);
        if !folder.is_absolute() {
            return Err(Refusal::bad_input("folder", "a whole path").into());
        }
        let month = input.month;
        let today = office.book().read(foil_store::office::find)?.business_on;
        if month.first() > today {
            return Err(Refusal::bad_input("month", format!("a month up to {}", Month::of(today))).into());
        }
        let drawn = input.sample.unwrap_or(USUAL as i64);
        if !(0..=MOST_DRAWN).contains(&drawn) {
            return Err(Refusal::bad_input("sample", format!("a number up to {MOST_DRAWN}")).into());
        }
        let seed = input.seed.as_ref().map(|seed| seed.trim().to_owned()).filter(|seed| !seed.is_empty());
        if seed.as_ref().is_some_and(|seed| seed.len() > 100 || seed.chars().any(char::is_control)) {
            return Err(Refusal::bad_input("seed", "a word of at most a hundred letters").into());
        }
        let target = folder.join(format!("audit-{month}.zip"));
        let given = seed.map(|seed| Given { seed, by: who.login.clone() });
        Ok(Asked { month, target, drawn: usize::try_from(drawn).unwrap_or(USUAL), given })
    }

    /// What the log says of the sample: who chooses what is looked at is told there.
    fn told(&self) -> Value {
        match &self.given {
            Some(given) => json!({ "asked_for": self.drawn, "seed": given.seed }),
            None => json!({ "asked_for": self.drawn }),
        }
    }
}

/// Refuses to replace what is not a pack of ours.
fn may_stand(target: &Path) -> Result<()> {
    if !target.exists() || super::verify::is_pack(target) {
        return Ok(());
    }
    Err(Refusal::FileExists(target.display().to_string()).into())
}

/// Makes the pack from one unchanging view of the book.
fn build(office: &Office, progress: &Progress, asked: &Asked) -> Result<PackMade> {
    crate::office::outside_acts()?;
    let (archive, manifest, exceptions) = office.book().read(|tx| filled(office, tx, progress, asked))?;
    may_stand(&asked.target)?;
    let files: Vec<ExportedFile> = archive
        .entries()
        .iter()
        .map(|e| ExportedFile {
            name: e.name.clone(),
            rows: e.rows,
            bytes: e.bytes,
            sha256: e.sha256.clone(),
        })
        .collect();
    let (bytes, sha256) = archive.finish()?;
    Ok(PackMade {
        path: asked.target.display().to_string(),
        bytes,
        sha256,
        closed: manifest.closed,
        exceptions,
        drawn: manifest.sample.drawn,
        seed: manifest.sample.seed,
        asked_for: manifest.sample.asked_for,
        given_by: manifest.sample.given_by,
        key: manifest.key,
        files,
    })
}

/// The pack's writing, list by list; what a job needs to be told of its progress and to be stopped goes along.
struct Work<'a> {
    archive: Archive,
    office: &'a Office,
    progress: &'a Progress,
    done: i64,
}

impl Work<'_> {
    fn list<T>(
        &mut self,
        folder: &str,
        list: List,
        forms: Forms,
        fill: impl FnOnce(&mut ListFile<'_>) -> Result<T>,
    ) -> Result<T> {
        // What there is to do was said of the two long lists; the others are gone before anybody looks.
        let told = i64::from([RECEIPTS.name, AUDIT_LOG.name].contains(&list.name));
        let Work { archive, office, progress, done } = self;
        let mut row = 0_u8;
        let mut step = || {
            *done += told;
            progress.set_done(*done);
            row = row.wrapping_add(1);
            if row == 0 { progress.go_on() } else { Ok(()) }
        };
        let filled = archive.list(folder, list, forms, &*office.press, &mut step, fill)?;
        progress.go_on()?;
        Ok(filled)
    }

    fn register<T>(&mut self, list: List, fill: impl FnOnce(&mut ListFile<'_>) -> Result<T>) -> Result<T> {
        self.list("registers/", list, Forms::Both, fill)
    }
}

fn filled(
    office: &Office,
    tx: &Tx<'_>,
    progress: &Progress,
    asked: &Asked,
) -> Result<(Archive, PackManifest, i64)> {
    let row = foil_store::office::find(tx)?;
    let month = asked.month;
    // The job may have waited; one more may have been done first meanwhile.
    crate::approvals::none_uncleared(tx, month.first(), month.last())?;
    let period = Period::of(tx, &row, month.first(), month.last())?;
    let closed = row.business_on > month.last();
    let key = foil_store::seals::office_key(tx)?;
    let key = key.ok_or_else(|| Error::Broke(anyhow!("the office has no key to sign with")))?;
    let seals = seals(tx, month)?;
    let last = seals.last();
    let seed = match &asked.given {
        Some(given) => given.seed.clone(),
        None => seed_of(last.map_or("", |seal| seal.sha256.as_str()), &month.to_string()),
    };
    let rows = super::figures::audit_rows(tx, period.from, period.to)?;
    progress.set_total(rows + foil_store::registers::receipts(tx, period.from, period.to)?);

    let archive = Archive::begin(&asked.target, month.last())?;
    let mut work = Work { archive, office, progress, done: 0 };
    work.archive.file("README.txt", READ_ME.as_bytes())?;
    work.archive.file("chain/acts.txt", ACTS.as_bytes())?;
    let mut tally = Tally::new(Draw::new(&seed, asked.drawn));
    work.register(RECEIPTS, |out| period.transactions_heard(out, &mut |t| tally.take(t)))?;
    foil_store::figures::each_returned(tx, period.from, period.to, |r| {
        tally.give_back(&r)?;
        Ok(true)
    })?;
    work.register(COLLECTIONS, |out| registers::collections(&period, &tally, out))?;
    let mut slips = Runs::default();
    work.register(VOIDS, |out| {
        period.voids_heard(out, &mut |v| {
            slips.take(&v.counter, &v.number, false);
            Ok(())
        })
    })?;
    let aged = work.register(DEFAULTERS, |out| registers::defaulters(&period, out))?;
    let reprints = work.register(REPRINTS, |out| registers::reprints(&period, out))?;
    let overrides = work.register(OVERRIDES, |out| registers::overrides(&period, out))?;
    let mut controlled = Controlled::default();
    work.register(VARIANCES, |out| money_control::variances(&period, &mut controlled, out))?;
    money_control::floats(&period, &mut controlled)?;
    work.register(CASH_MOVES, |out| money_control::cash_moves(&period, out))?;
    work.register(DEPOSITS, |out| money_control::deposits(&period, &mut controlled, out))?;
    work.register(CHEQUES, |out| money_control::cheques(&period, out))?;
    work.register(REFUNDS, |out| money_control::refunds(&period, &mut controlled, out))?;
    work.register(CORRECTIONS, |out| money_control::corrections(&period, &mut controlled, out))?;
    let until = super::figures::ended(&row, period.to, office.now())?;
    work.register(APPROVALS, |out| money_control::approvals(&period, until, &mut controlled, out))?;
    let exceptions::Found { all: exceptions, cut } = exceptions::found(&period, until, MOST_IN_PACK)?;
    work.register(EXCEPTIONS, |out| registers::exceptions(&period, &exceptions, out))?;
    let mut certified = registers::certified("receipt", &tally.runs, |number| {
        Ok(foil_store::payments::by_number(tx, number)?.is_some())
    })?;
    certified
        .extend(registers::certified("slip", &slips, |number| foil_store::registers::is_slip(tx, number))?);
    for (paper, runs) in [
        ("z_report", &controlled.z_reports),
        ("refund", &controlled.refunds),
        ("deposit", &controlled.deposits),
        ("credit_note", &controlled.corrections),
    ] {
        let is_there = |number: &str| foil_store::money_control::is_paper(tx, paper, number);
        certified.extend(registers::certified(paper, runs, is_there)?);
    }
    work.list("", CERTIFICATE, Forms::Both, |out| registers::certificate(&certified, out))?;

    let days = tally.by_day();
    let figures = figures(&period, &tally, &aged, &certified, rows, reprints)?;
    let drawn = tally.draw.drawn();
    work.list("", SAMPLE, Forms::Both, |out| registers::sample(&period, &drawn, out))?;
    work.list("", SUMMARY, Forms::Both, |out| period.summary_of(out, &figures, &days))?;
    money_control::z_reports(&period, &*office.press, &mut work.archive)?;
    for seal in &seals {
        let name = format!("seals/{}", super::day_files::seal_name(seal.seal.business_on));
        work.archive.file(&name, seal.file().as_bytes())?;
    }
    let mut heard = BTreeSet::new();
    let mut chains = work.list("chain/", AUDIT_LOG, Forms::Json, |out| {
        period.audit_log_heard(out, &mut |who| {
            if !heard.contains(who) {
                heard.insert(who.to_owned());
            }
        })
    })?;
    chains.extend(period.idle_chains()?);
    work.register(PEOPLE, |out| people_of(&period, &heard)?.into_iter().try_for_each(|row| out.row(row)))?;

    let said = summary::Said {
        period: &period,
        month,
        closed,
        figures: &figures,
        kpis: &kpis(tx, &row.business_on, &period, &figures)?,
        exceptions: &exceptions,
        cut,
        overrides,
        aged: &aged,
        certified: &certified,
        days: &days,
        controlled: &controlled,
        banking: &banking(&period, period.to)?,
        seal: last,
        key: &key.public(),
        seed: &seed,
        given_by: asked.given.as_ref().map(|given| given.by.as_str()),
        drawn: drawn.len(),
        asked_for: asked.drawn,
    };
    for (name, doc) in
        [("summary.pdf", summary::summary(&said)), ("certificate.pdf", summary::certificate(&said))]
    {
        let bytes = office.press.report(&doc, Format::Pdf)?;
        work.archive.file(name, &bytes)?;
    }
    let mut archive = work.archive;
    let manifest = PackManifest {
        format: FORMAT.to_owned(),
        month: month.to_string(),
        closed,
        as_of: (!closed).then(|| row.business_on.to_string()),
        office: period.head.name.clone(),
        zone: row.zone.clone(),
        currency: row.currency.clone(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        key: key.public(),
        sample: Sampled {
            seed,
            drawn: drawn.len() as i64,
            asked_for: asked.drawn as i64,
            given_by: asked.given.as_ref().map(|given| given.by.clone()),
        },
        seal: last.map(SealedBy::of),
        chains,
        files: archive.entries().to_vec(),
    };
    let text = manifest.text()?;
    archive.unlisted(NAME, text.as_bytes())?;
    archive.unlisted(SIGNATURE, (key.sign(text.as_bytes()) + "\n").as_bytes())?;
    archive.unlisted(PUBLIC_KEY, (key.public() + "\n").as_bytes())?;
    Ok((archive, manifest, exceptions.len() as i64))
}

/// The seals of the month, after the last one before it: what the month's first rows hang on.
pub(super) fn seals(tx: &Tx<'_>, month: Month) -> Result<Vec<SignedSeal>> {
    let mut all = Vec::new();
    if let Some(before) = foil_store::seals::last_before(tx, month.first())? {
        all.push(before.signed()?);
    }
    foil_store::seals::each(tx, month.first(), month.last(), |seal| {
        all.push(seal.signed()?);
        Ok(true)
    })?;
    Ok(all)
}

fn figures(
    period: &Period<'_>,
    tally: &Tally,
    aged: &registers::Aged,
    certified: &[Certified],
    audit_rows: i64,
    reprints: i64,
) -> Result<Figures> {
    Ok(Figures {
        from: period.from,
        to: period.to,
        left_out: None,
        receipts: tally.receipts,
        taken: tally.taken,
        voids: tally.voids,
        voided: tally.voided,
        returns: tally.returns,
        returned: tally.returned,
        net: super::figures::net(tally.taken, tally.voided, tally.returned)?,
        by_method: tally.by_method(),
        by_clerk: tally.by_clerk(),
        sequences: certified.iter().filter(|c| c.paper == "receipt").map(|c| c.sequence.clone()).collect(),
        overdue_bills: aged.bills,
        overdue: aged.total,
        audit_rows,
        reprints,
    })
}

/// Collection ratio and period, worked back to the period's end.
fn kpis(tx: &Tx<'_>, today: &Day, period: &Period<'_>, figures: &Figures) -> Result<Kpis> {
    let to = period.to.min(*today);
    let month = foil_store::registers::billed(tx, period.from, to)?;
    let year = foil_store::registers::billed(tx, to.plus_days(1 - YEAR), to)?;
    let revenue_days = year.first_on.map_or(YEAR, |first| (to.days_since(first) + 1).clamp(1, YEAR));
    let receivable = foil_store::registers::receivable(tx, to)?;
    Ok(Kpis {
        claims: month.claims,
        billed: month.amount,
        collected: figures.net,
        collection_ratio: kpi::ratio(figures.net, month.amount),
        receivable,
        revenue: year.amount,
        revenue_days,
        collection_period: kpi::collection_period(receivable, year.amount, revenue_days),
    })
}

/// What a month's seals in a log row look like, for `verify`.
pub(super) fn seal_in(changes: &str) -> Option<String> {
    let changes: Value = serde_json::from_str(changes).ok()?;
    changes["seal"].as_str().map(str::to_owned)
}

/// What the log's acts are in words, those of former versions too: the words of the window's catalogue.
const ACTS: &str = include_str!("acts.txt");

const READ_ME: &str = "\
AUDIT PACK

summary.pdf         exceptions first, then key figures, collections, aging, numbers
certificate.pdf     the first and last number of each series, how many, how many missing
registers/          receipts, collections, defaulters, voids, reprints, overrides, variances, cash_moves,
                    deposits, cheques, refunds, corrections, approvals, exceptions, and people: who logs in by which
                    name, and what they might do, as it was when the month began and from each change on
sample.csv          receipts drawn at random: the smallest SHA-256 of \"SEED RECEIPT\", the seed is in MANIFEST.json.
                    It is the first 16 hex digits of the SHA-256 of \"counterfoil sample MONTH SEAL\", SEAL being the
                    sha256 of the last seal in seals/ or, where there is none, nothing; or one was given at the export:
                    verify says which
                    exceptions are at most the newest 100,000 of a kind; each also stands in the register that it is
                    drawn from
z-reports/          how each shift ended, as PDF and JSON
chain/              the log of every act of the month, each row hashed with the row before it, counter by counter;
                    acts.txt says in words what each act in it is
seals/              where every chain stood when each day was closed, and who was of the office then, signed: staff is
                    the SHA-256 over all of them by user, of user, login, name, role and state, each with its length
                    and a colon in front and a line feed behind
MANIFEST.json       the SHA-256 of each of these files, and where each chain begins and ends
SIGNATURE           Ed25519 over the bytes of MANIFEST.json, hex
PUBLIC-KEY          the key it verifies with, hex; it should be the one that the office gave you before

To check it, without the office's book and without a password:

    counterfoil verify PACK.zip
    counterfoil verify PACK.zip --seals FILES

FILES are seals that left the office earlier: daily-DATE.seal.json, an older pack, or a text file with the scanned
QR codes of the day's papers. Without one of those, whoever holds the office's machine could have written all of
this anew; with one, not what was there before it.

Each row of a register says in row_hash: SHA-256 over the hash before it and each of the row's fields, each with its
length and a colon in front and a line feed behind. The last line says #end and how many rows there are.
";
