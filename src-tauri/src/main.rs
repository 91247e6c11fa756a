//! The desktop shell.

fn main() {
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![call])
        .setup(|app| {
            tauri::WebviewWindowBuilder::new(app, "main", tauri::WebviewUrl::default())
                .title("Counterfoil")
                .inner_size(1280.0, 800.0)
                .min_inner_size(1024.0, 700.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!());
    if let Err(error) = built {
        eprintln!("{error}");
    }
}

#[tauri::command(async)]
fn call(name: String) -> String {
    name
}
