//! A window with one word in it and nothing behind it: what `cargo xtask bench window` measures beside.
//! Built for that alone (`--features empty-window`).

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty-window/tauri.conf.json"))
}
