//! The notices of a day as PDFs of a thousand, in the order in which somebody walks them out.

use super::files::write_file;
use super::parts::{leave_only, none_of_another, number_in, part, parts_of};
use super::views::{BatchFiles, ExportNotices};
use crate::office::jobs::Progress;
use crate::office::views::JobView;
use crate::{Office, Session};
use anyhow::Context;
use foil_domain::arrears::papers::NoticeDoc;
use foil_domain::ids::NoticeId;
use foil_domain::people::Right;
use foil_domain::refusal::{Error, Refusal, Result};
use foil_store::notices;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Notices of one file; each is a page.
const A_PART: i64 = 1_000;

/// Starts writing the notices of a day into a folder, as a job; its result is a [`BatchFiles`]. They are as they
/// were made, so the same day gives the same bytes each time.
///
/// Refuses a day, kind and route without notices, a folder that is no whole path, and one where other papers lie under
/// its name.
pub fn export_notice_batch(office: &Arc<Office>, who: &Session, input: ExportNotices) -> Result<JobView> {
    let folder = PathBuf::from(&input.folder);
    if !folder.is_absolute() {
        return Err(Refusal::bad_input("folder", "a whole path").into());
    }
    let found = office.view(who, Right::SeeArrears, |tx, _| {
        notices::count_on(tx, input.on, input.kind, input.route.as_deref())
    })?;
    if found == 0 {
        return Err(Refusal::not_found("notice of", input.on.long()).into());
    }
    let out = folder.join(name(&input));
    let title = input.on.to_string();
    office.start_job(who, "export_notice_batch", Right::SeeArrears, &title, move |office, progress| {
        progress.set_total(found);
        let is_own = |told: &str| is_of_walk(office, &input, told);
        // Two routes may be called alike as a file's name.
        none_of_another(&out, &is_own)?;
        let files = write(office, &input, &out, found, progress)?;
        leave_only(&out, &files.files, &is_own)?;
        serde_json::to_value(files).context("telling of a batch").map_err(Error::Broke)
    })
}

/// Whether a file with this title holds notices that are asked for: of the day and the kind by the number that ends it, and of
/// the route that it names, for its customers may have moved since. One from before that was named goes by where they are now.
fn is_of_walk(office: &Office, input: &ExportNotices, told: &str) -> Result<bool> {
    office.book().read(|tx| {
        let Some(notice) = notices::by_number(tx, number_in(told))? else { return Ok(false) };
        let fits = notice.business_on == input.on && input.kind.is_none_or(|kind| kind == notice.kind);
        let Some(route) = input.route.as_ref().filter(|_| fits) else { return Ok(fits) };
        if told.contains(": ") {
            return Ok(told.starts_with(&walk(input)));
        }
        let account = foil_store::customers::account(tx, notice.account_id)?;
        Ok(account.is_some_and(|account| account.route == *route))
    })
}

/// What begins the title of a file: its day, and of one route that.
fn walk(input: &ExportNotices) -> String {
    match &input.route {
        Some(route) => format!("{} {route}: ", input.on),
        None => format!("{} ", input.on),
    }
}

/// `notices-2026-11-30-final_notice-R4.pdf`
fn name(input: &ExportNotices) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' }).collect()
    };
    let kind = input.kind.map(|kind| format!("-{kind}")).unwrap_or_default();
    let route = input.route.as_deref().map(|route| format!("-{}", plain(route))).unwrap_or_default();
    format!("notices-{}{kind}{route}.pdf", input.on)
}

fn write(
    office: &Office,
    input: &ExportNotices,
    out: &Path,
    found: i64,
    progress: &Progress,
) -> Result<BatchFiles> {
    let parts = parts_of(found, A_PART);
    // A run that makes more of them meanwhile: what was written before stays, and it is asked for again.
    let changed = || Refusal::ChangedMeanwhile { what: format!("what was made on {}", input.on) };
    let mut made = BatchFiles { files: Vec::new(), bills: 0 };
    let mut after = (String::new(), i64::MIN, NoticeId(0));
    loop {
        progress.go_on()?;
        let place = (after.0.as_str(), after.1, after.2);
        let papers = office.book().read(|tx| {
            notices::papers_after(tx, input.on, input.kind, input.route.as_deref(), place, A_PART)
        })?;
        let Some(last) = papers.last() else {
            return if made.bills == found { Ok(made) } else { Err(changed().into()) };
        };
        if made.files.len() == parts {
            return Err(changed().into());
        }
        after = (last.route.clone(), last.route_n, last.id);
        let docs: Vec<NoticeDoc> = papers
            .iter()
            .map(|p| serde_json::from_str(&p.document).context("reading a stored notice"))
            .collect::<std::result::Result<_, _>>()?;
        let title = format!("{}{} – {}", walk(input), docs[0].number, docs[docs.len() - 1].number);
        let bytes = office.press.notices(&docs, &title)?;
        let path = part(out, made.files.len() + 1, parts);
        write_file(&path, &bytes)?;
        made.files.push(path.display().to_string());
        made.bills += docs.len() as i64;
        progress.set_done(made.bills);
    }
}
