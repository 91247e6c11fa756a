//! Writes what is generated from the code: TypeScript types and the schema snapshot.
//!
//! `gen` writes them in place; `gen --check` fails when what is committed differs.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let types = root.join("ui/src/backend/generated");
    let schema = root.join("migrations/schema.sql");
    let fresh = std::env::temp_dir().join(format!("foil-gen-{}", std::process::id()));
    std::fs::create_dir_all(&fresh)?;
    let made = make(&fresh);
    let outcome = made.and_then(|text| {
        if std::env::args().any(|a| a == "--check") {
            check(&fresh, &types, &schema, &text)
        } else {
            replace(&fresh, &types, &schema, &text)
        }
    });
    std::fs::remove_dir_all(&fresh)?;
    outcome
}

fn make(fresh: &Path) -> Result<String> {
    let types = fresh.join("types");
    std::fs::create_dir_all(&types)?;
    foil_api::typescript::write(&types)?;
    let key = foil_store::Key::random()?;
    let now = foil_domain::time::Instant::from_millis(0);
    let book = foil_store::Book::create(&fresh.join("new.book"), &foil_store::Opening::Key(key), now)?;
    Ok(book.schema()?)
}

fn files(folder: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))? {
        let path = entry?.path();
        let text = std::fs::read_to_string(&path)?.replace("\r\n", "\n");
        all.insert(path.file_name().map(PathBuf::from).unwrap_or_default(), text);
    }
    Ok(all)
}

fn check(fresh: &Path, types: &Path, schema: &Path, text: &str) -> Result<()> {
    if files(&fresh.join("types"))? != files(types)? {
        bail!("the generated types are stale: run `cargo xtask gen` and commit");
    }
    if std::fs::read_to_string(schema)?.replace("\r\n", "\n") != *text {
        bail!("migrations/schema.sql is stale: run `cargo xtask gen` and commit");
    }
    Ok(())
}

fn replace(fresh: &Path, types: &Path, schema: &Path, text: &str) -> Result<()> {
    if types.exists() {
        std::fs::remove_dir_all(types)?;
    }
    std::fs::create_dir_all(types)?;
    for (name, text) in files(&fresh.join("types"))? {
        std::fs::write(types.join(name), text)?;
    }
    std::fs::write(schema, text)?;
    Ok(())
}
