//! Reading one list back, row by row.

use super::super::chain::{Chain, END, bare};
use super::super::list_file::{refused, text_of};
use super::super::lists::{ALL, AUDIT_LOG, FORMER, List};
use super::{Findings, not_verifiable};
use crate::office::{Seal, seals};
use foil_domain::audit::{ChainCheck, Row};
use foil_domain::refusal::Result;
use foil_domain::time::{Day, Instant};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// A JSON file that was laid out anew is read as a whole, up to this many bytes.
const MOST_AT_ONCE: u64 = 256 * 1024 * 1024;

/// A line longer than this is none of ours.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// What was found in one list.
pub(super) struct ReadBack {
    pub list: List,
    pub rows: i64,
    /// The hash of its last line; empty when that is missing.
    pub head: String,
    /// The last row of each audit chain: counter, first place, hash before it, last place and hash.
    pub chains: Vec<ChainEnds>,
}

/// Where one chain begins and ends in an audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChainEnds {
    pub counter: String,
    pub first_seq: i64,
    pub first_prev: String,
    pub last_seq: i64,
    pub last_hash: String,
}

/// Hears each row: the list, the row's number, its fields without number and hash.
pub(super) type Hears<'a> = &'a mut dyn FnMut(List, i64, &[String], &mut Findings);

/// Where a list is read from; more than once when it was laid out anew.
pub(super) trait Source {
    /// Begins to read it from its beginning.
    fn open(&mut self) -> Result<Box<dyn Read + '_>>;
}

impl Source for &Path {
    fn open(&mut self) -> Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(*self).map_err(|e| refused(self, &e))?))
    }
}

/// Reads a file back and tells what is wrong with it. Refuses one that holds none of our lists.
pub(super) fn read(path: &Path, findings: &mut Findings, hears: Hears<'_>) -> Result<ReadBack> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut source = path;
    read_from(&mut source, &name, path, findings, hears)
}

/// Reads a list back from wherever it lies; `name` is what findings call it and says which list it is.
pub(super) fn read_from(
    source: &mut dyn Source,
    name: &str,
    path: &Path,
    findings: &mut Findings,
    hears: Hears<'_>,
) -> Result<ReadBack> {
    let mut reader = Reader { judge: None, name, path, findings, hears };
    match Path::new(name).extension().and_then(|e| e.to_str()) {
        Some("csv") => reader.csv(source)?,
        Some("json") => reader.json(source)?,
        _ => return Err(not_verifiable(path, "only CSV and JSON files are")),
    }
    let Reader { judge, findings, .. } = reader;
    let judge = judge.ok_or_else(|| not_verifiable(path, "it holds none of Counterfoil's lists"))?;
    Ok(judge.ended(name, findings))
}

struct Reader<'a> {
    judge: Option<Judge>,
    name: &'a str,
    path: &'a Path,
    findings: &'a mut Findings,
    hears: Hears<'a>,
}

impl Reader<'_> {
    fn csv(&mut self, source: &mut dyn Source) -> Result<()> {
        let mut lines =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(source.open()?);
        let mut record = csv::StringRecord::new();
        let mut line = 0;
        loop {
            self.findings.go_on()?;
            line += 1;
            match lines.read_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) if line == 1 => self.header(&record)?,
                Ok(true) => self.line(line, record.iter().map(str::to_owned).collect()),
                Err(e) if line == 1 => return Err(not_verifiable(self.path, &e.to_string())),
                Err(_) => {
                    self.findings.add(self.name, format!("line {line} cannot be read as text"));
                    return Ok(());
                }
            }
        }
    }

    fn header(&mut self, record: &csv::StringRecord) -> Result<()> {
        let found: Vec<&str> = record.iter().map(|f| f.trim_start_matches('\u{FEFF}')).collect();
        if let Some(list) = of_columns(self.name, &found) {
            if list.header() != found {
                self.findings.add(self.name, "line 1: the column names were edited");
            }
            self.judge = Some(Judge::of(*list, self.name));
            return Ok(());
        }
        Err(not_verifiable(self.path, "it holds none of Counterfoil's lists"))
    }

    /// As it was written, an object a line; else as a whole.
    fn json(&mut self, source: &mut dyn Source) -> Result<()> {
        let before = (self.findings.texts.len(), self.findings.total);
        if self.json_lines(source)? {
            return Ok(());
        }
        // Laid out anew: its rows are judged all the same, from the beginning.
        self.findings.texts.truncate(before.0);
        self.findings.total = before.1;
        self.judge = None;
        self.json_whole(source)
    }

    /// `false` when the file is not laid out as it was written.
    fn json_lines(&mut self, source: &mut dyn Source) -> Result<bool> {
        let mut source = BufReader::new(source.open()?);
        let mut line = 0;
        let mut closed = false;
        let mut more = true;
        while let Some(text) = next_line(&mut source).map_err(|e| refused(self.path, &e))? {
            self.findings.go_on()?;
            line += 1;
            if line == 1 {
                if text != "[" {
                    return Ok(false);
                }
                continue;
            }
            if text == "]" && !closed {
                closed = true;
                continue;
            }
            let object = text.strip_suffix(',').unwrap_or(&text);
            let parsed: Option<Map<String, Value>> = serde_json::from_str(object).ok();
            let same = parsed.filter(|map| serde_json::to_string(map).is_ok_and(|again| again == object));
            let Some(row) = same.filter(|_| !closed && more) else {
                // Cut in the middle of a line: what was before it is judged, and the end is missing.
                let cut = self.judge.is_some() && next_line(&mut source).is_ok_and(|next| next.is_none());
                return Ok(cut);
            };
            more = text.ends_with(',');
            self.object(line, &row);
        }
        Ok(self.judge.is_some())
    }

    fn json_whole(&mut self, source: &mut dyn Source) -> Result<()> {
        let mut text = String::new();
        let read = source.open()?.take(MOST_AT_ONCE + 1).read_to_string(&mut text);
        read.map_err(|_| not_verifiable(self.path, "it cannot be read as text"))?;
        if text.len() as u64 > MOST_AT_ONCE {
            return Err(not_verifiable(self.path, "it was laid out anew and is too long to be read at once"));
        }
        let rows: Vec<Map<String, Value>> =
            serde_json::from_str(&text).map_err(|e| not_verifiable(self.path, &e.to_string()))?;
        let before = self.findings.total;
        for (row, at) in rows.iter().zip(1..) {
            self.object(at, row);
        }
        if self.judge.is_some() && self.findings.total == before {
            self.findings.add(self.name, "it was laid out anew, though its rows are as they were");
        }
        Ok(())
    }

    fn object(&mut self, line: usize, row: &Map<String, Value>) {
        let names: Vec<&str> = row.keys().map(String::as_str).collect();
        if self.judge.is_none() {
            // Of a list without rows only its end tells which columns it had.
            let list = of_empty(row).or_else(|| of_columns(self.name, &names));
            self.judge = list.map(|list| Judge::of(*list, self.name));
        }
        let mut fields: Vec<String> = row.values().map(text_of).collect();
        let Some(judge) = &self.judge else { return };
        let is_end = fields.first().is_some_and(|f| f == END);
        if is_end {
            while fields.len() < judge.width() {
                let hash = fields.len().saturating_sub(1);
                fields.insert(hash, String::new());
            }
        } else if judge.list.header() != names {
            self.findings.add(self.name, format!("line {line}: the names of its fields were edited"));
            return;
        }
        self.line(line, fields);
    }

    fn line(&mut self, line: usize, fields: Vec<String>) {
        if let Some(judge) = &mut self.judge {
            judge.take(line, &fields, self.name, self.findings, self.hears);
        }
    }
}

/// A line without its end; `None` at the end of the file.
fn next_line(source: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    source.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// The list that a file of this name and these columns holds. Some lists have the same columns: then the name
/// decides; it decides, too, where the columns are nobody's.
fn of_columns(name: &str, columns: &[&str]) -> Option<&'static List> {
    let named = of_name(name);
    let fits = |list: &&List| list.header() == columns;
    let former =
        || FORMER.iter().find(|list| named.is_some_and(|named| named.name == list.name) && fits(list));
    named.filter(fits).or_else(former).or_else(|| ALL.iter().find(fits)).or(named)
}

/// The list that a file of this name holds.
fn of_name(name: &str) -> Option<&'static List> {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let wanted = match stem {
        _ if stem.starts_with("daily-") => "transactions",
        _ if stem.starts_with("overdue-") => "overdue",
        _ => stem,
    };
    ALL.iter().find(|list| list.name == wanted)
}

/// The list whose end this is, if it has no rows.
fn of_empty(row: &Map<String, Value>) -> Option<&'static List> {
    let hash = row.get("row_hash")?.as_str()?;
    ALL.iter()
        .chain(FORMER)
        .find(|list| Chain::of(list.name, &list.header()).next([END, "0"].into_iter()) == hash)
}

/// Judges the rows of a list as they come.
struct Judge {
    list: List,
    chain: Chain,
    /// The chain before a row that did not fit: an inserted row is told from an edited one by it.
    before_misfit: Option<Chain>,
    last: i64,
    rows: i64,
    head: Option<String>,
    /// The one business date of a day's file, by its name.
    only_on: Option<String>,
    log: Log,
}

impl Judge {
    fn of(list: List, name: &str) -> Judge {
        let on =
            name.strip_prefix("daily-").and_then(|rest| rest.get(..10)).filter(|on| Day::parse(on).is_ok());
        Judge {
            list,
            chain: Chain::of(list.name, &list.header()),
            before_misfit: None,
            last: 0,
            rows: 0,
            head: None,
            only_on: on.map(str::to_owned),
            log: Log::default(),
        }
    }

    fn width(&self) -> usize {
        self.list.columns.len() + 2
    }

    fn take(
        &mut self,
        line: usize,
        fields: &[String],
        name: &str,
        findings: &mut Findings,
        hears: Hears<'_>,
    ) {
        if fields.len() != self.width() {
            findings.add(name, format!("line {line}: it was cut, or has another number of fields"));
            return;
        }
        if self.head.is_some() {
            findings.add(name, format!("line {line}: it stands after the end"));
            return;
        }
        let (rest, hash) = (&fields[..fields.len() - 1], &fields[fields.len() - 1]);
        if fields[0] == END {
            return self.end(rest, hash, name, findings);
        }
        let Ok(row) = fields[0].parse::<i64>() else {
            findings.add(name, format!("line {line}: it has no row number"));
            return;
        };
        self.rows += 1;
        if let Some(what) = self.place(row, rest, hash) {
            findings.add(name, format!("row {row} (line {line}): {what}"));
        }
        let inner = &rest[1..];
        if let Some(on) = &self.only_on
            && self.list.columns.get(1) == Some(&"business_on")
            && inner[1] != *on
        {
            findings.add(name, format!("row {row} (line {line}): it is of {}", inner[1]));
        }
        if self.list == AUDIT_LOG
            && let Some(what) = self.log.take(inner)
        {
            findings.add(name, format!("row {row} (line {line}): {what}"));
        }
        hears(self.list, row, inner, findings);
    }

    /// What is wrong with where a row stands and what it holds.
    fn place(&mut self, row: i64, rest: &[String], hash: &str) -> Option<String> {
        let fields = || rest.iter().map(String::as_str);
        if row <= self.last {
            let fits_before = self.before_misfit.as_ref().is_some_and(|chain| chain.next(fields()) == *hash);
            if row == self.last && fits_before {
                // This is the row that was there; the one before it was put in.
                self.chain.follow(hash);
                self.before_misfit = None;
                return Some("another row with its number was inserted before it".into());
            }
            return Some("it was inserted, or moved here".into());
        }
        let missing = row - self.last - 1;
        self.last = row;
        if missing > 0 {
            self.chain.follow(hash);
            self.before_misfit = None;
            return Some(match missing {
                1 => format!("row {} before it was removed, or moved", row - 1),
                n => format!("rows {} to {} before it were removed, or moved", row - n, row - 1),
            });
        }
        let fits = self.chain.next(fields()) == *hash;
        self.before_misfit = (!fits).then(|| self.chain.clone());
        self.chain.follow(hash);
        match row {
            _ if fits => None,
            // Whoever edits a row and works its hash out anew is found at the row after it.
            2.. => Some(format!("it was edited, or row {} was, with its hash worked out anew", row - 1)),
            _ => Some("it was edited".to_owned()),
        }
    }

    fn end(&mut self, rest: &[String], hash: &str, name: &str, findings: &mut Findings) {
        let said = rest[1..].iter().find(|f| !f.is_empty()).cloned().unwrap_or_default();
        self.head = Some(hash.to_owned());
        match said.parse::<i64>() {
            Ok(rows) if rows > self.last => {
                let missing = rows.saturating_sub(self.last);
                findings.add(name, format!("{missing} row(s) after row {} were removed", self.last));
            }
            Ok(rows) if rows < self.last => {
                findings
                    .add(name, format!("{} row(s) at its end were added", self.last.saturating_sub(rows)));
            }
            Ok(_) if self.chain.next([END, said.as_str()].into_iter()) == *hash => {}
            _ => findings.add(name, "its last line was edited"),
        }
    }

    fn ended(self, name: &str, findings: &mut Findings) -> ReadBack {
        self.log.ended(name, findings);
        if self.head.is_none() {
            findings.add(name, format!("its end is missing; it was cut after row {}", self.last));
        }
        ReadBack {
            list: self.list,
            rows: self.rows,
            head: self.head.unwrap_or_default(),
            chains: self.log.chains(),
        }
    }
}

/// The audit chains of a log, each checked as its rows stream by.
#[derive(Default)]
struct Log {
    checks: HashMap<String, ChainCheck>,
    firsts: Vec<(String, i64, String)>,
    /// The last row of each chain so far: its day, place and hash.
    lasts: HashMap<String, (Day, i64, String)>,
    /// The last rows of each chain's days: what a day's seal speaks of.
    day_ends: HashMap<(String, i64), String>,
    /// The seals met, with the row that carries each.
    sealed: Vec<(String, Seal)>,
}

impl Log {
    fn take(&mut self, f: &[String]) -> Option<String> {
        let text = |at: usize| bare(&f[at]).to_owned();
        let (Ok(seq), Ok(at), Ok(business_on)) = (f[1].parse(), f[2].parse(), Day::parse(&f[4])) else {
            return Some("its place or time cannot be read".into());
        };
        let row = Row {
            counter: text(0),
            seq,
            at: Instant::from_millis(at),
            business_on,
            who: text(5),
            act: text(6),
            request_id: text(7),
            changes: text(8),
            prev: text(9),
            hash: text(10),
        };
        if !self.checks.contains_key(&row.counter) {
            self.firsts.push((row.counter.clone(), seq, row.prev.clone()));
        }
        self.keep(&row);
        let check = self.checks.entry(row.counter.clone()).or_default();
        check.take(&row).map(|broken| format!("the audit log is broken: {broken}"))
    }

    /// Remembers what seals speak of. A chain's own seal hangs in the chain itself.
    fn keep(&mut self, row: &Row) {
        let whose = format!("row {} of counter {}", row.seq, row.counter);
        let others = seals(&row.act, &row.changes).into_iter().filter(|seal| seal.counter != row.counter);
        self.sealed.extend(others.map(|seal| (whose.clone(), seal)));
        let here = (row.business_on, row.seq, row.hash.clone());
        let before = self.lasts.insert(row.counter.clone(), here);
        if let Some((_, seq, hash)) = before.filter(|(on, ..)| *on != row.business_on) {
            self.day_ends.insert((row.counter.clone(), seq), hash);
        }
    }

    /// Holds each day's seal against the chains, as far as they are in this list.
    fn ended(&self, name: &str, findings: &mut Findings) {
        for (whose, seal) in &self.sealed {
            let Some((_, first_seq, first_prev)) = self.firsts.iter().find(|(c, ..)| *c == seal.counter)
            else {
                continue;
            };
            let last = self.lasts.get(&seal.counter).filter(|(_, seq, _)| *seq == seal.seq).map(|(.., h)| h);
            let end = self.day_ends.get(&(seal.counter.clone(), seal.seq)).or(last);
            let holds = match end {
                Some(hash) => *hash == seal.hash,
                None if seal.seq == first_seq.saturating_sub(1) => *first_prev == seal.hash,
                None => seal.seq < first_seq.saturating_sub(1),
            };
            if !holds {
                let Seal { counter, seq, .. } = seal;
                findings
                    .add(name, format!("counter {counter}: row {seq} is not the one that {whose} sealed"));
            }
        }
    }

    fn chains(&self) -> Vec<ChainEnds> {
        let ends = self.firsts.iter().map(|(counter, first_seq, first_prev)| {
            let head = self.checks.get(counter).and_then(ChainCheck::head);
            let (last_seq, last_hash) = head.map_or((0, String::new()), |(seq, hash)| (seq, hash.to_owned()));
            ChainEnds {
                counter: counter.clone(),
                first_seq: *first_seq,
                first_prev: first_prev.clone(),
                last_seq,
                last_hash,
            }
        });
        ends.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use foil_domain::audit::GENESIS;
    use serde_json::json;

    /// A chain of acts, each with its day of November and what it changed.
    fn chain(counter: &str, acts: &[(u32, &str, Value)]) -> Vec<Row> {
        let mut prev = GENESIS.to_owned();
        let rows = (1i64..).zip(acts).map(|(seq, (day, act, changes))| {
            let row = Row {
                counter: counter.into(),
                seq,
                at: Instant::from_millis(seq),
                business_on: Day::new(2026, 11, *day).unwrap(),
                who: "maya".into(),
                act: (*act).into(),
                request_id: String::new(),
                changes: changes.to_string(),
                prev: prev.clone(),
                hash: String::new(),
            }
            .sealed();
            prev.clone_from(&row.hash);
            row
        });
        rows.collect()
    }

    fn told(rows: &[Row]) -> Vec<String> {
        let (mut log, mut findings) = (Log::default(), Findings::default());
        for row in rows {
            let r = row.clone();
            let (seq, at, on) = (r.seq.to_string(), r.at.millis().to_string(), r.business_on.to_string());
            let fields = [
                r.counter,
                seq,
                at,
                String::new(),
                on,
                r.who,
                r.act,
                r.request_id,
                r.changes,
                r.prev,
                r.hash,
            ];
            assert_eq!(log.take(&fields), None, "each chain by itself is sound");
        }
        log.ended("audit-log.csv", &mut findings);
        findings.texts
    }

    #[test]
    fn a_chain_written_anew_from_end_to_end_does_not_fit_the_days_seal() {
        let nothing = json!({});
        let acts = |paid: i64| {
            let paid = json!({ "paid_minor": paid });
            [(20, "take_payment", paid), (21, "log_in", nothing.clone()), (22, "log_in", nothing.clone())]
        };
        let honest = chain("C1", &acts(50_000));
        let seal = |row: &Row| json!({ "heads": [["C1", row.seq, row.hash], ["C9", 4, "0"]] });
        let closing = [
            (20, "move_business_day", seal(&honest[0])),
            (21, "move_business_day", seal(&honest[1])),
            (22, "log_in", nothing.clone()),
        ];
        let office = chain("C2", &closing);
        let together = |ones: &[Row]| told(&[ones.to_vec(), office.clone()].concat());

        assert_eq!(together(&honest), Vec::<String>::new());
        assert_eq!(together(&honest[1..]), Vec::<String>::new(), "a part fits by the hash before it");
        let forged = chain("C1", &acts(5_000));
        let says = |seq: i64, by: i64| {
            format!("audit-log.csv: counter C1: row {seq} is not the one that row {by} of counter C2 sealed")
        };
        assert_eq!(together(&forged), [says(1, 1), says(2, 2)]);
        assert_eq!(together(&honest[..1]), [says(2, 2)], "rows at the end were taken away");
    }
}
