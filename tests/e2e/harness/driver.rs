//! WebKitWebDriver, one for each window, ended with it.

use super::{desk::Desk, patience};
use anyhow::{Context, Result, ensure};
use std::{
    fs::{self, File},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

/// A running driver.
pub struct Driver {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Driver {
    /// Starts one on a port nobody uses; the window it opens lives on that desk.
    pub fn start(desk: &Desk) -> Result<Self> {
        let port = free_port()?;
        let log = desk.at("driver.log");
        let out = File::create(&log)?;
        for (_, dir) in desk.home_env() {
            fs::create_dir_all(dir)?;
        }
        // Whoever sits here wishes for no motion, so that what is looked at is never half faded in.
        let gtk = desk.at("config").join("gtk-3.0");
        fs::create_dir_all(&gtk)?;
        fs::write(gtk.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")?;
        let mut command = Command::new("WebKitWebDriver");
        // A group of its own: with it the window it opens is ended too, if it ends in no other way.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command
            .arg(format!("--port={port}"))
            .envs(desk.home_env())
            .env("PATH", desk.search_path())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .context("starting WebKitWebDriver; `cargo xtask setup` installs it")?;
        let mut driver = Self { child, port, log };
        patience::until("the driver listens", || Ok(TcpStream::connect(("127.0.0.1", port)).ok()))?;
        // Another walk's driver may have been given the port in between: then this one has ended.
        ensure!(driver.child.try_wait()?.is_none(), "the driver ended at once: {}", driver.said());
        Ok(driver)
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it and the window wrote.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("kill -KILL -- -{}", self.child.id());
        let _ = Command::new("sh").args(["-c", &group]).stderr(Stdio::null()).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
