//! Where a clerk of a walk sits: a folder of their own for the book, the key and the app's data.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

/// A desk; everything on it goes when it is dropped.
pub struct Desk {
    dir: TempDir,
    has_book: bool,
}

impl Desk {
    /// A desk without a book: the window starts as on its first day.
    pub fn empty() -> Result<Self> {
        let dir = tempfile::Builder::new().prefix("counterfoil-desk-").tempdir()?;
        let desk = Self { dir, has_book: false };
        desk.lays_out_a_viewer()?;
        Ok(desk)
    }

    /// A desk with a demo branch of `accounts` accounts, on the day it is there or on the given one.
    pub fn demo(accounts: u32, on: Option<&str>) -> Result<Self> {
        let mut desk = Self::empty()?;
        let (book, accounts) = (desk.book(), accounts.to_string());
        let book = book.to_string_lossy();
        let day: Vec<&str> = on.into_iter().flat_map(|day| ["--today", day]).collect();
        desk.cli(&[&["demo", &book, "--accounts", &accounts], day.as_slice()].concat())?;
        desk.has_book = true;
        Ok(desk)
    }

    /// The desk's viewer of papers: it notes what it was asked to show, where a real one would need a person.
    fn lays_out_a_viewer(&self) -> Result<()> {
        let viewer = self.at("bin/xdg-open");
        fs::create_dir_all(self.at("bin"))?;
        fs::write(&viewer, format!("#!/bin/sh\necho \"$1\" >> '{}'\n", self.at("shown").display()))?;
        #[cfg(unix)]
        fs::set_permissions(&viewer, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        Ok(())
    }

    /// The file that was opened last in the desk's viewer.
    pub fn shown(&self) -> Option<PathBuf> {
        fs::read_to_string(self.at("shown")).ok()?.lines().last().map(PathBuf::from)
    }

    /// Runs `counterfoil` as somebody of the demo branch, and hands back what it printed.
    pub fn cli_as(&self, user: &str, args: &[&str]) -> Result<String> {
        let args: Vec<&str> = ["--user", user].iter().chain(args).copied().collect();
        self.run(&args, &format!("{user}-demo"))
    }

    /// Runs `counterfoil` with this desk's key, and hands back what it printed.
    pub fn cli(&self, args: &[&str]) -> Result<String> {
        self.run(args, "")
    }

    /// Runs one command of the table as somebody of the demo branch, on this desk's book.
    pub fn asks(&self, user: &str, command: &str, input: &Value) -> Result<Value> {
        let (book, input) = (self.book(), input.to_string());
        let said = self.cli_as(user, &["--book", &book.to_string_lossy(), "call", command, &input])?;
        serde_json::from_str(&said).with_context(|| format!("reading what {command} answers: {said}"))
    }

    /// The same, as somebody who sits at a counter of their choice.
    pub fn asks_at(&self, counter: &str, user: &str, command: &str, input: &Value) -> Result<Value> {
        let (book, input) = (self.book(), input.to_string());
        let book = book.to_string_lossy();
        let said = self.cli_as(user, &["--counter", counter, "--book", &book, "call", command, &input])?;
        serde_json::from_str(&said).with_context(|| format!("reading what {command} answers: {said}"))
    }

    fn run(&self, args: &[&str], password: &str) -> Result<String> {
        let mut command = Command::new(program("COUNTERFOIL_CLI", "counterfoil")?);
        let done = command
            .env("COUNTERFOIL_PASSWORD", password)
            .arg("--key-file")
            .arg(self.key_file())
            .args(args)
            .output()
            .context("running counterfoil")?;
        let (said, complained) =
            (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        ensure!(done.status.success(), "counterfoil {args:?} ended with {}: {said}{complained}", done.status);
        Ok(said.into_owned())
    }

    /// The book of this desk.
    pub fn book(&self) -> PathBuf {
        self.at("desk.book")
    }

    /// The file that holds the book's key.
    pub fn key_file(&self) -> PathBuf {
        self.at("desk.key")
    }

    /// A path on this desk, for what a walk saves and reads.
    pub fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// What the window is started with.
    pub fn window_args(&self) -> Vec<String> {
        let text = |path: PathBuf| path.to_string_lossy().into_owned();
        if self.has_book {
            vec!["--book".into(), text(self.book()), "--key-file".into(), text(self.key_file())]
        } else {
            Vec::new()
        }
    }

    /// Where programs are found: those of this desk first.
    pub fn search_path(&self) -> OsString {
        let rest = env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(self.at("bin")).chain(env::split_paths(&rest));
        env::join_paths(all).unwrap_or(rest)
    }

    /// Folders of its own for whatever the app and the web view keep.
    pub fn home_env(&self) -> Vec<(&'static str, PathBuf)> {
        [
            ("HOME", "home"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
        ]
        .map(|(key, name)| (key, self.at(name)))
        .to_vec()
    }
}

/// A program of this workspace: named by the environment, else beside the tests.
pub fn program(env_name: &str, name: &str) -> Result<PathBuf> {
    if let Some(path) = env::var_os(env_name) {
        return Ok(path.into());
    }
    let here = env::current_exe()?;
    let built = here.parent().and_then(Path::parent).context("tests lie in target/…/deps")?;
    let path = built.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    ensure!(path.exists(), "{} is not built; `cargo xtask test` builds it", path.display());
    Ok(path)
}
