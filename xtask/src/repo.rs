//! Where things lie in this repository.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A path below the root.
pub fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// Cargo's target directory, moved or not.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), |dir| root().join(dir))
}

/// A program of this workspace, once built.
pub fn program(name: &str, release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target().join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
}
