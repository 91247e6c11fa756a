//! What must hold before anything lands.

use crate::{proc::Proc, repo, setup, tidy};
use anyhow::{Result, bail};

/// Formatting, lints, docs, the page's types and lint, the house rules, and generated files.
pub fn check() -> Result<()> {
    tidy()?;
    Proc::cargo(&["fmt", "--all", "--check"]).run()?;
    setup::system(setup::Need::Build)?;
    setup::page()?;
    if repo::at("ui/package.json").exists() {
        Proc::npm(&["run", "--silent", "typecheck"]).run()?;
        Proc::npm(&["run", "--silent", "lint"]).run()?;
    }
    Proc::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run()?;
    Proc::cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings").run()?;
    build_all()?;
    Proc::new(repo::program("gen", false), &["--check"]).run()
}

/// The house rules alone: quick, and without building anything.
pub fn tidy() -> Result<()> {
    let found = tidy::whole_house(&repo::root())?;
    for violation in &found {
        eprintln!("{violation}");
    }
    match found.len() {
        0 => Ok(()),
        n => bail!("{n} house rule(s) broken; ARCHITECTURE.md says why they are rules"),
    }
}

/// Writes everything generated: the page's types, the schema snapshot, the sums of new migrations.
pub fn generate() -> Result<()> {
    build(&["gen"], &[])?;
    Proc::new(repo::program("gen", false), &[]).run()?;
    tidy::migrations::seal(&repo::root())
}

/// Every program and every test, in one go: they then share one set of features, and nothing is
/// built twice. Without ourselves, for Windows cannot replace a program that runs.
pub fn build_all() -> Result<()> {
    Proc::cargo(&["build", "--workspace", "--exclude", "xtask", "--bins", "--tests"]).run()
}

/// Some of the programs; with the features of the whole workspace, as [`build_all`] has them, or all that they
/// depend on would be built twice.
pub fn build(programs: &[&str], profile: &[&str]) -> Result<()> {
    let each: Vec<&str> = programs.iter().flat_map(|program| ["--bin", program]).collect();
    Proc::cargo(&["build", "--workspace", "--exclude", "xtask"]).args(&each).args(profile).run()
}

/// Every test of every crate, except the walks, which need a window.
pub fn test_crates() -> Result<()> {
    build_all()?;
    if has_nextest() {
        return Proc::cargo(&["nextest", "run", "--workspace", "--no-fail-fast"]).run();
    }
    println!(
        "cargo-nextest is not installed (`cargo install --locked cargo-nextest` brings it): using cargo test"
    );
    Proc::cargo(&["test", "--workspace", "--no-fail-fast"]).run()
}

/// Whether the faster test runner is here.
pub fn has_nextest() -> bool {
    Proc::cargo(&["nextest", "--version"]).succeeds()
}
