//! The system's own dialogs, which no web driver reaches: xdotool sees and types.

use super::patience;
use anyhow::{Context, Result};
use std::{path::Path, process::Command, thread, time::Duration};

/// What GTK takes to move its focus, many times over.
const SHORT: Duration = Duration::from_millis(300);

/// An open native dialog.
pub struct Dialog {
    id: String,
}

impl Dialog {
    /// Waits for the dialog whose title begins so.
    pub fn titled(title: &str) -> Result<Self> {
        let pattern = format!("^{title}");
        let id = patience::until(&format!("a dialog `{title}` opens"), || {
            let found = xdotool(&["search", "--onlyvisible", "--name", &pattern]).unwrap_or_default();
            Ok(found.lines().last().map(str::to_owned))
        })?;
        Ok(Self { id })
    }

    /// Types a path over whatever stands there and accepts, until the dialog has gone.
    ///
    /// GTK may still be reading the folder when the first Return comes; it is then given again.
    pub fn answer(self, path: &Path) -> Result<()> {
        self.activate()?;
        let mut tries = 0;
        patience::until("the dialog closes", || {
            if !self.is_open() {
                return Ok(Some(()));
            }
            // A dialog that was not listening yet has lost keys: after a while the path is typed once more.
            if tries % 60 == 0 {
                self.types(path)?;
            }
            if tries % 10 == 0 && self.is_open() {
                self.key("Return")?;
            }
            tries += 1;
            Ok(None)
        })
    }

    fn types(&self, path: &Path) -> Result<()> {
        // Shows the line for a path where there is none; the first key typed would be lost in it.
        self.key("ctrl+l")?;
        thread::sleep(SHORT);
        self.key("ctrl+a")?;
        xdotool(&["type", "--delay", "12", &path.to_string_lossy()]).map(drop)
    }

    /// Goes back without an answer.
    pub fn cancel(self) -> Result<()> {
        self.activate()?;
        self.leave("Escape")
    }

    fn activate(&self) -> Result<()> {
        xdotool(&["windowactivate", "--sync", &self.id]).context("bringing the dialog to the front")?;
        // Active is not yet listening: GTK sets its focus a moment after the window manager did.
        thread::sleep(SHORT);
        Ok(())
    }

    fn key(&self, key: &str) -> Result<()> {
        xdotool(&["key", "--clearmodifiers", key]).map(drop)
    }

    fn leave(&self, key: &str) -> Result<()> {
        let mut tries = 0;
        patience::until("the dialog closes", || {
            if tries % 10 == 0 {
                self.key(key)?;
            }
            tries += 1;
            Ok((!self.is_open()).then_some(()))
        })
    }

    fn is_open(&self) -> bool {
        let visible = Command::new("xwininfo").args(["-id", &self.id]).output();
        visible.is_ok_and(|done| String::from_utf8_lossy(&done.stdout).contains("IsViewable"))
    }
}

/// Runs xdotool and hands back what it printed.
pub fn xdotool(args: &[&str]) -> Result<String> {
    let done = patience::tool("xdotool", args)?;
    Ok(String::from_utf8_lossy(&done).into_owned())
}
