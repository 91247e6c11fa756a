//! The release window beside an empty one of the same framework: until its page has painted, how much
//! memory all its processes hold, how big the program is. `cargo xtask bench window` builds both, gives
//! them a screen, and names them in the environment; without that they are left out.
//!
//! Both are opened by WebKitWebDriver, by turns. The page itself tells when it first painted something.

use crate::Bench;
use crate::branch;
use crate::figures::{Figures, Goal, number, percentile};
use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The program, and the empty window.
const PROGRAMS: [&str; 2] = ["COUNTERFOIL_DESKTOP", "COUNTERFOIL_EMPTY_WINDOW"];
/// Windows opened of each kind; the first of each only fills the disk's cache.
const TURNS: usize = 8;
/// Until a window has settled and its memory is looked at.
const SETTLED: Duration = Duration::from_secs(2);
/// Until a page must have painted.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn measure(bench: &Bench, figures: &mut Figures) -> anyhow::Result<()> {
    let named = PROGRAMS.map(|name| std::env::var_os(name).map(PathBuf::from));
    let [Some(program), Some(empty)] = named else {
        figures.miss(
            "start, memory and package of the window",
            "`cargo xtask bench window` on Linux brings one",
        );
        return Ok(());
    };
    let book = demo_book(bench)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        let opened = [Seen::of(bench, &empty, &[])?, Seen::of(bench, &program, &book)?];
        if turn > 0 {
            let [of_empty, of_ours] = opened;
            theirs.push(of_empty);
            ours.push(of_ours);
        }
    }
    let middle = |all: &[Seen], of: fn(&Seen) -> f64| {
        let mut values: Vec<f64> = all.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        percentile(&values, 50)
    };
    for (what, unit, of) in [
        ("window: start until its first paint", "ms", (|s| s.painted_ms) as fn(&Seen) -> f64),
        ("window: memory of all its processes (PSS)", "MB", |s| s.pss_mb),
        ("window: processor time until it has settled", "ms", |s| s.cpu_ms),
    ] {
        let (here, there) = (middle(&ours, of), middle(&theirs, of));
        figures.add(
            what,
            format!("{} {unit}", number(here)),
            format!("empty window {} {unit}", number(there)),
            here / there,
            Goal::None,
        );
    }
    size(figures, "the program's size", &program, &empty, |path| Ok(std::fs::read(path)?.len()))?;
    size(figures, "the same, packed with gzip", &program, &empty, packed)
}

fn size(
    figures: &mut Figures,
    what: &str,
    program: &Path,
    empty: &Path,
    of: fn(&Path) -> anyhow::Result<usize>,
) -> anyhow::Result<()> {
    let (here, there) = (of(program)? as f64 / 1e6, of(empty)? as f64 / 1e6);
    let shown = |mb: f64| format!("{} MB", number(mb));
    figures.add(what, shown(here), format!("empty window {}", shown(there)), here / there, Goal::None);
    Ok(())
}

fn packed(path: &Path) -> anyhow::Result<usize> {
    let out = Command::new("gzip").args(["-9", "-c"]).arg(path).output().context("running gzip")?;
    ensure!(out.status.success(), "gzip failed: {}", out.status);
    Ok(out.stdout.len())
}

/// A small office, and what the program is told to open it.
fn demo_book(bench: &Bench) -> anyhow::Result<Vec<String>> {
    let path = bench.fresh("window.book");
    let office = branch::founded(&path)?;
    branch::add_accounts(&office, 1, bench.scaled(10_000, 1_000))?;
    let foil_store::Opening::Key(key) = branch::key() else { bail!("the bench's key is a key") };
    let key_file = bench.scratch.join("window.key");
    std::fs::write(&key_file, format!("{}\n", key.hex().as_str()))?;
    let text = |path: &Path| path.display().to_string();
    Ok(vec!["--book".into(), text(&path), "--key-file".into(), text(&key_file)])
}

/// What was seen of one window.
#[derive(Debug, Clone, Copy)]
struct Seen {
    painted_ms: f64,
    pss_mb: f64,
    cpu_ms: f64,
}

impl Seen {
    fn of(bench: &Bench, program: &Path, args: &[String]) -> anyhow::Result<Seen> {
        let driver = Driver::start(&bench.scratch)?;
        let began = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1e3;
        let session = Session::open(&driver, program, args)?;
        let painted_ms = session.painted()? - began;
        std::thread::sleep(SETTLED);
        let family = descendants(driver.child.id())?;
        ensure!(!family.is_empty(), "the window has no process");
        let pss_mb = family.iter().map(|pid| pss_kb(*pid)).sum::<f64>() / 1e3;
        let cpu_ms = family.iter().map(|pid| cpu_ms(*pid)).sum();
        Ok(Seen { painted_ms, pss_mb, cpu_ms })
    }
}

/// A running WebKitWebDriver; the windows it opens keep what they keep in a folder of the bench.
struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    fn start(home: &Path) -> anyhow::Result<Driver> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut command = Command::new("WebKitWebDriver");
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(name, home.join("home"));
        }
        std::fs::create_dir_all(home.join("home"))?;
        let child = command
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting WebKitWebDriver")?;
        let driver = Driver { child, port };
        until("the driver listens", || Ok(TcpStream::connect(("127.0.0.1", port)).ok()))?;
        Ok(driver)
    }

    /// Asks the driver; gives back the answer's `value`.
    fn ask(&self, method: &str, path: &str, body: &Value) -> anyhow::Result<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let body = body.to_string();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").context("the driver's answer has no end of head")?;
        let value: Value = serde_json::from_str(body).with_context(|| format!("the driver said {body}"))?;
        ensure!(head.contains(" 200 "), "{method} {path}: {value}");
        Ok(value["value"].clone())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Session<'d> {
    driver: &'d Driver,
    path: String,
}

impl<'d> Session<'d> {
    fn open(driver: &'d Driver, program: &Path, args: &[String]) -> anyhow::Result<Session<'d>> {
        let options = json!({ "binary": program, "args": args });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let opened = driver.ask("POST", "/session", &wanted)?;
        let id = opened["sessionId"].as_str().context("a session without an id")?;
        Ok(Session { driver, path: format!("/session/{id}") })
    }

    /// When the page first painted any of its contents, in milliseconds since 1970.
    fn painted(&self) -> anyhow::Result<f64> {
        let script = "const [paint] = performance.getEntriesByName('first-contentful-paint');
            return paint ? performance.timeOrigin + paint.startTime : null";
        let path = format!("{}/execute/sync", self.path);
        until("the page has painted", || {
            Ok(self.driver.ask("POST", &path, &json!({ "script": script, "args": [] }))?.as_f64())
        })
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let _ = self.driver.ask("DELETE", &self.path, &json!({}));
    }
}

fn until<T>(what: &str, mut so: impl FnMut() -> anyhow::Result<Option<T>>) -> anyhow::Result<T> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(value) = so()? {
            return Ok(value);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    bail!("waited in vain until {what}")
}

/// All processes that descend from one, itself left out.
fn descendants(of: u32) -> anyhow::Result<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let Ok(pid) = entry?.file_name().to_string_lossy().parse::<u32>() else { continue };
        parents.extend(stat(pid, 1).map(|parent| (pid, parent as u32)));
    }
    let mut family = vec![of];
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        family.extend(parents.iter().filter(|(_, p)| *p == parent).map(|(pid, _)| *pid));
        at += 1;
    }
    family.remove(0);
    Ok(family)
}

/// A number of `/proc/PID/stat`, counted from the process's state; `None` when it has ended.
fn stat(pid: u32, at: usize) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in brackets and may hold anything.
    text.rsplit_once(')')?.1.split_whitespace().nth(at)?.parse().ok()
}

/// Processor time of a process; Linux counts it in hundredths of a second.
fn cpu_ms(pid: u32) -> f64 {
    (stat(pid, 11).unwrap_or(0) + stat(pid, 12).unwrap_or(0)) as f64 * 10.0
}

/// Memory of a process, what it shares divided among those who share it.
fn pss_kb(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
}
