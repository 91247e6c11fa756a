//! Embeds the built page, and declares which commands a window may be granted.

use std::{fs, io, path::Path};

/// The commands a capability can name; whatever is not listed here does not exist for a page.
const COMMANDS: &[&str] = &[
    "call",
    "book_state",
    "open_book",
    "open_again",
    "book_status",
    "log_in",
    "lock",
    "unlock",
    "log_out",
    "create_book",
    "create_demo",
    "save_document",
    "open_document",
    "save_text",
    "save_copy",
    "pick_file",
    "pick_folder",
    "open_hall",
];

/// Stands in until the page is built, so that a plain `cargo build` never depends on Node.
const PLACEHOLDER: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>Counterfoil</title>
<h1>Counterfoil</h1>
<p>The page is not built yet. Run: cargo xtask run</p>
</html>
";

fn main() -> io::Result<()> {
    let dist = Path::new("../ui/dist");
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=../icons");
    let index = dist.join("index.html");
    if !index.exists() {
        fs::create_dir_all(dist)?;
        fs::write(&index, PLACEHOLDER)?;
    }

    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)).map_err(io::Error::other)
}
