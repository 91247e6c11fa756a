//! The desktop shell: windows, wiring, native dialogs, notifications, and one command `call`.
//!
//! It decides nothing. Start at [`commands`] for what a page may ask, at [`seat`] for where the
//! answers come from.

// A release on Windows opens no console beside its window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod args;
mod commands;
mod dialogs;
mod end;
mod events;
mod first_run;
mod given;
mod journal;
mod key_file;
mod seat;
mod windows;
mod words;

use anyhow::{Context, Result};
use args::Args;
use clap::Parser;
use seat::Seat;
use std::{
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tauri::{App, AppHandle, DragDropEvent, Manager, RunEvent, WindowEvent, async_runtime};

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("counterfoil-desktop: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> Result<ExitCode> {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            commands::call,
            commands::book_state,
            commands::open_book,
            commands::open_again,
            commands::book_status,
            commands::log_in,
            commands::lock,
            commands::unlock,
            commands::log_out,
            commands::create_book,
            commands::create_demo,
            commands::save_document,
            commands::open_document,
            commands::save_text,
            commands::save_copy,
            commands::pick_file,
            commands::pick_folder,
            commands::open_hall,
        ])
        .on_window_event(|window, event| {
            if let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event
                && let Some(seat) = window.try_state::<Arc<Seat>>()
            {
                paths.iter().for_each(|path| seat.is_given(path));
            }
        })
        .setup(move |app| Ok(set_up(app, &args)?))
        .build(tauri::generate_context!())
        .context("starting the window system")?;
    let somebody_is_there = Arc::new(AtomicBool::new(false));
    let there = Arc::clone(&somebody_is_there);
    let code = app.run_return(move |app, event| {
        if let RunEvent::Exit = event
            && let Some(seat) = app.try_state::<Arc<Seat>>()
        {
            there.store(!seat.leave(), Ordering::Relaxed);
        }
    });
    if somebody_is_there.load(Ordering::Relaxed) {
        end::at_once(code);
    }
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

fn set_up(app: &App, args: &Args) -> Result<()> {
    let paths = app.path();
    let log = journal::start(&paths.app_log_dir()?)?;
    // Kept as long as the app: dropping it would end the log.
    app.manage(log);
    foil_api::log_panics(std::panic::take_hook());
    let seat = Arc::new(Seat::new(args, &paths.app_data_dir()?, events::listener(app.handle().clone())));
    seat.will_open();
    app.manage(Arc::clone(&seat));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "the window opens");
    windows::main(app.handle())?;
    open_the_book(app.handle().clone(), seat);
    Ok(())
}

/// Behind the window, which says meanwhile that the book is being opened.
fn open_the_book(app: AppHandle, seat: Arc<Seat>) {
    async_runtime::spawn_blocking(move || {
        // A panic is in the log by now, and the window must not wait for ever.
        let opened = foil_api::guarded(|| seat.open_unasked());
        if opened.is_err() {
            seat.opens_no_more();
        }
        events::changed(&app, &[]);
    });
}
