//! Installers: the window, and beside it `counterfoil` for the terminal, for scripts, and for an auditor's `verify`.

use crate::{check, proc::Proc, repo, setup};
use anyhow::{Context, Result};
use std::fs;

/// The packer is pinned: its next release cannot be installed from a lock file.
const TAURI_CLI: &str = "@tauri-apps/cli@2.12.3";

/// Builds installers for this platform; `args` go to the packer. The page is built here: the packer is told of no hook for
/// it, which it would run in the page's own folder.
pub fn package(args: &[String]) -> Result<()> {
    setup::system(setup::Need::Build)?;
    setup::page()?;
    let config = with_terminal_program()?;
    Proc::npx(&["--yes", TAURI_CLI, "build", "--config", &config]).args(args).run()
}

/// Builds `counterfoil` and lays it where the packer looks for what it takes along; gives the configuration that
/// says so. It is none of the window's own, or every plain build of the window would want the other program first.
fn with_terminal_program() -> Result<String> {
    check::build(&["counterfoil"], &["--release"])?;
    let folder = repo::target().join("xtask").join("package");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let beside = folder.join("counterfoil");
    let named = format!("{}-{}{}", beside.display(), host()?, std::env::consts::EXE_SUFFIX);
    let built = repo::program("counterfoil", true);
    fs::copy(&built, &named).with_context(|| format!("copying {}", built.display()))?;
    Ok(config(&beside.to_string_lossy()))
}

/// The packer takes along what is named so, under that name and without the platform's.
fn config(program: &str) -> String {
    // Forward slashes are a path on Windows too, and need no escaping in JSON.
    let program = program.replace('\\', "/").replace('"', "\\\"");
    format!("{{\"bundle\":{{\"externalBin\":[\"{program}\"]}}}}")
}

/// The platform that Rust builds for here, as the packer names it.
fn host() -> Result<String> {
    let told =
        Proc::new("rustc", &["--version", "--verbose"]).read().context("asking Rust for its platform")?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc --version --verbose` names no host")?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packer_is_told_of_the_program_by_a_path_that_is_json() {
        assert_eq!(
            config("C:\\build\\target\\counterfoil"),
            "{\"bundle\":{\"externalBin\":[\"C:/build/target/counterfoil\"]}}"
        );
    }

    #[test]
    fn rust_names_its_platform() {
        assert!(host().unwrap().split('-').count() >= 3);
    }
}
