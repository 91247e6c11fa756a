//! The real window: opened, read, typed at, and always closed again.

use super::{
    desk::{Desk, program},
    dialog::xdotool,
    driver::Driver,
    keys::Chord,
    patience,
};
use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use std::{cell::Cell, env, thread, time::Duration};
use thirtyfour::{By, Capabilities, WebDriver, WebElement, error::WebDriverResult};
use tokio::runtime::Runtime;

/// Longest a single command may take. The driver itself has no limit: what it never answers would
/// hold up the walk, the suite, and whoever waits for it.
const LONGEST_COMMAND: Duration = Duration::from_secs(60);

/// Pixels of the page, without the window's frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

impl Size {
    /// An old office screen.
    pub const SMALL: Self = Self { width: 1280, height: 800 };
    /// A usual screen of today.
    pub const LARGE: Self = Self { width: 1920, height: 1080 };
}

/// An open window. Dropping it ends the session, the window and its driver, also in a panic.
pub struct Window {
    runtime: Runtime,
    // Taken by `drop`: ending a session consumes it.
    session: Option<WebDriver>,
    driver: Driver,
    // Set once a command was not answered: nothing more is asked then, and the window is ended hard.
    stuck: Cell<bool>,
}

impl Window {
    /// Opens the window on that desk's book.
    pub fn open(desk: &Desk, size: Size) -> Result<Self> {
        Self::open_with(desk, size, &[])
    }

    /// Opens the window with further arguments.
    pub fn open_with(desk: &Desk, size: Size, more: &[&str]) -> Result<Self> {
        let driver = Driver::start(desk)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut args = desk.window_args();
        args.extend(more.iter().map(ToString::to_string));
        let options =
            json!({ "binary": program("COUNTERFOIL_DESKTOP", "counterfoil-desktop")?, "args": args });
        let mut wanted = Capabilities::new();
        wanted.set("webkitgtk:browserOptions", options)?;
        let opening = within(&runtime, WebDriver::new(driver.url(), wanted));
        let session = opening
            .context("it never opened")
            .and_then(|opened| Ok(opened?))
            .with_context(|| format!("opening the window; it said:\n{}", driver.said()))?;
        let window = Self { runtime, session: Some(session), driver, stuck: Cell::new(false) };
        window.resize(size)?;
        Ok(window)
    }

    /// The page's title.
    pub fn title(&self) -> Result<String> {
        self.answers("its title", self.session()?.title())
    }

    /// Everything a person can read on the page.
    pub fn text(&self) -> Result<String> {
        let text = self.run("return document.body.innerText", &[])?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page says so.
    pub fn waits_for_text(&self, text: &str) -> Result<()> {
        let asked = patience::until(&format!("the page says `{text}`"), || {
            Ok(self.text()?.contains(text).then_some(()))
        });
        asked.map_err(|error| self.with_view(error))
    }

    /// Waits until the page no longer says so.
    pub fn waits_until_gone(&self, text: &str) -> Result<()> {
        let what = format!("the page no longer says `{text}`");
        patience::until(&what, || Ok((!self.text()?.contains(text)).then_some(())))
            .map_err(|error| self.with_view(error))
    }

    /// Waits for an element by its CSS selector.
    pub fn waits_for(&self, css: &str) -> Result<WebElement> {
        let session = self.session()?;
        let found = patience::until(&format!("`{css}` is there"), || {
            Ok(self.answers(css, session.find_all(By::Css(css)))?.into_iter().next())
        });
        found.map_err(|error| self.with_view(error))
    }

    /// The text of the first element of that selector, trimmed.
    pub fn reads(&self, css: &str) -> Result<String> {
        self.waits_for(css)?;
        let text = self.run("return document.querySelector(arguments[0])?.innerText ?? ''", &[json!(css)])?;
        Ok(text.as_str().unwrap_or_default().trim().to_owned())
    }

    /// What holds the keyboard's focus: its label for a screen reader, or its name or text.
    pub fn focused(&self) -> Result<String> {
        let script = "const e = document.activeElement; if (!e || e === document.body) return '';
            const label = e.labels?.[0]?.innerText;
            return e.getAttribute('aria-label') || label || e.name || e.innerText || e.tagName";
        let label = self.run(script, &[])?.as_str().unwrap_or_default().trim().to_owned();
        // The star of a field that is needed is no part of its name.
        Ok(label.trim_end_matches(['*', ' ', '\u{a0}']).to_owned())
    }

    /// Waits until the focus is on what begins with that label.
    pub fn waits_for_focus(&self, label: &str) -> Result<()> {
        let asked = patience::until(&format!("the focus is on `{label}`"), || {
            Ok(self.focused()?.starts_with(label).then_some(()))
        });
        asked.map_err(|error| self.with_view(error))
    }

    /// Strikes Tab until the focus is on what is labelled so, once around the page at most.
    pub fn tabs_to(&self, label: &str) -> Result<()> {
        let mut met = Vec::new();
        for _ in 0..80 {
            let focused = self.focused()?;
            if focused == label || (focused.starts_with(label) && !self.has_label(label)?) {
                return Ok(());
            }
            met.push(focused);
            self.press("Tab")?;
        }
        met.dedup();
        Err(self.with_view(anyhow!("Tab does not lead to `{label}`, only to {met:?}")))
    }

    /// Whether something on the page carries exactly that label.
    fn has_label(&self, label: &str) -> Result<bool> {
        let script = "return [...document.querySelectorAll('label')].some((l) =>
            l.innerText.replace(/\\s*\\*$/, '').trim() === arguments[0])";
        Ok(self.run(script, &[json!(label)])? == json!(true))
    }

    /// Strikes one key: `F3`, `Enter`, `ctrl+z`.
    pub fn press(&self, key: &str) -> Result<()> {
        let chord = Chord::read(key)?;
        let mut keys = self.session()?.action_chain();
        for held in &chord.held {
            keys = keys.key_down(*held);
        }
        keys = keys.key_down(chord.struck).key_up(chord.struck);
        for held in chord.held.iter().rev() {
            keys = keys.key_up(*held);
        }
        self.answers(&format!("the key {key}"), keys.perform())
    }

    /// Strikes Esc and waits until what stood in front has gone: until then it takes the keys.
    pub fn goes_back(&self) -> Result<()> {
        self.press("Esc")?;
        self.waits_for_nothing_in_front()
    }

    /// Waits until no dialog and no menu is there: until then it takes the keys.
    pub fn waits_for_nothing_in_front(&self) -> Result<()> {
        let script = "return document.querySelector('[role=dialog], [role=menu]') === null";
        let gone = patience::until("what stands in front is gone", || {
            Ok((self.run(script, &[])? == json!(true)).then_some(()))
        });
        gone.map_err(|error| self.with_view(error))
    }

    /// Strikes several keys, one after the other.
    pub fn presses(&self, keys: &[&str]) -> Result<()> {
        keys.iter().try_for_each(|key| self.press(key))
    }

    /// Types text into whatever has the focus.
    pub fn types(&self, text: &str) -> Result<()> {
        let keys = self.session()?.action_chain().send_keys(text);
        self.answers(&format!("typing {text}"), keys.perform())
    }

    /// Opens a row of the list by Enter, as the arrow keys would lead to it.
    pub fn opens_row(&self, index: usize) -> Result<()> {
        let row = json!(format!("tr[data-index='{index}']"));
        let script = "const row = document.querySelector(arguments[0]); row?.focus(); return row !== null";
        let there = patience::until(&format!("row {index} is there"), || {
            Ok((self.run(script, std::slice::from_ref(&row))? == json!(true)).then_some(()))
        });
        there.map_err(|error| self.with_view(error))?;
        self.press("Enter")
    }

    /// Clicks, for what a walk with the mouse has to prove.
    pub fn clicks(&self, css: &str) -> Result<()> {
        let element = self.waits_for(css)?;
        self.answers(&format!("a click on {css}"), element.click())
    }

    /// Chooses what a person would point at: a button, link, tab, row or choice that reads so, or begins so.
    pub fn chooses(&self, words: &str) -> Result<()> {
        let script = "const shown = [...document.querySelectorAll(
                'button, a, label, [role=tab], [role=option], [role=menuitem], tr[data-index]')]
              .filter((e) => e.checkVisibility() && !e.disabled)
              .map((e) => [e, (e.innerText || e.getAttribute('aria-label') || '').trim()]);
            const found = shown.find(([, text]) => text === arguments[0])
              ?? shown.find(([, text]) => text.startsWith(arguments[0]));
            found?.[0].click(); return found !== undefined";
        let chosen = patience::until(&format!("`{words}` can be chosen"), || {
            Ok((self.run(script, &[json!(words)])? == json!(true)).then_some(()))
        });
        chosen.map_err(|error| self.with_view(error))
    }

    /// Chooses in the list of that label what begins so. The list itself is the system's, out of a driver's reach.
    pub fn selects(&self, label: &str, words: &str) -> Result<()> {
        let script = "const found = [...document.querySelectorAll('label')]
              .find((l) => l.innerText.replace(/\\s*\\*$/, '').trim() === arguments[0])?.control;
            const option = [...(found?.options ?? [])].find((o) => o.text.startsWith(arguments[1]));
            if (!option) return false;
            found.value = option.value;
            return found.dispatchEvent(new Event('change', { bubbles: true }))";
        let chosen = patience::until(&format!("`{words}` can be chosen as {label}"), || {
            Ok((self.run(script, &[json!(label), json!(words)])? == json!(true)).then_some(()))
        });
        chosen.map_err(|error| self.with_view(error))
    }

    /// Goes to a route of the page, such as `#/queue`.
    pub fn goes_to(&self, route: &str) -> Result<()> {
        self.run("location.hash = arguments[0]", &[json!(route)]).map(drop)
    }

    /// Runs a script in the page and hands back what it returns.
    pub fn run(&self, script: &str, args: &[Value]) -> Result<Value> {
        let answer = self.answers("a script", self.session()?.execute(script, args.to_vec()))?;
        Ok(answer.json().clone())
    }

    /// Runs a script that calls its last argument when it is done, and hands back with what.
    pub fn run_to_its_end(&self, script: &str) -> Result<Value> {
        let answer =
            self.answers("a script that takes time", self.session()?.execute_async(script, Vec::new()))?;
        Ok(answer.json().clone())
    }

    /// Begins something in the page that a person or the shell will end; see [`Window::outcome`].
    pub fn begins(&self, promise: &str) -> Result<()> {
        let script = format!(
            "window.walk = {{}}; ({promise}).then((v) => {{ window.walk = {{ ok: v ?? null }} }},
             (e) => {{ window.walk = {{ failed: e }} }})"
        );
        self.run(&script, &[]).map(drop)
    }

    /// Waits for the end of what [`Window::begins`] began: `{ ok }` or `{ failed }`.
    pub fn outcome(&self) -> Result<Value> {
        patience::until("what was begun ends", || {
            let walk = self.run("return window.walk", &[])?;
            Ok(walk.as_object().is_some_and(|walk| !walk.is_empty()).then_some(walk))
        })
    }

    /// Makes the page that large, whatever frame the window manager puts around it.
    pub fn resize(&self, size: Size) -> Result<()> {
        let (width, height) = (size.width.to_string(), size.height.to_string());
        patience::until("the window has its size", || {
            // Asked each time: a window that was just closed may still be listed.
            let id = self.native_id()?;
            xdotool(&["windowmove", &id, "0", "0"])?;
            xdotool(&["windowsize", &id, &width, &height])?;
            Ok((self.size()? == size).then_some(()))
        })
    }

    /// How large the page is.
    pub fn size(&self) -> Result<Size> {
        let inner = self.run("return [window.innerWidth, window.innerHeight]", &[])?;
        let side =
            |at: usize| inner.get(at).and_then(Value::as_u64).and_then(|side| u32::try_from(side).ok());
        let (width, height) = side(0).zip(side(1)).context("the page knows its size")?;
        Ok(Size { width, height })
    }

    /// The window as the screen knows it.
    pub(super) fn native_id(&self) -> Result<String> {
        patience::until("the window is on the screen", || {
            let found = xdotool(&["search", "--onlyvisible", "--name", "^Counterfoil$"]).unwrap_or_default();
            Ok(found.lines().last().map(str::to_owned))
        })
    }

    fn session(&self) -> Result<&WebDriver> {
        self.session.as_ref().context("the window is open")
    }

    /// A walk that fails says what the page showed.
    fn with_view(&self, error: anyhow::Error) -> anyhow::Error {
        let text = self.text().unwrap_or_else(|error| format!("(unreadable: {error:#})"));
        let shot = env::temp_dir().join(format!("counterfoil-failed-walk-{}.png", std::process::id()));
        let shown = self.grab(&shot).map(|()| shot.display().to_string());
        let shown = shown.unwrap_or_else(|error| format!("none, {error:#}"));
        error.context(format!(
            "the page said:\n{text}\npicture: {shown}\nthe window said:\n{}",
            self.driver.said()
        ))
    }

    /// The driver's answer, or an error once it has not come for too long.
    fn answers<T>(&self, what: &str, command: impl Future<Output = WebDriverResult<T>>) -> Result<T> {
        if self.stuck.get() {
            bail!("the window answers nothing any more, nor {what}");
        }
        match within(&self.runtime, command) {
            Some(answer) => answer.with_context(|| what.to_owned()),
            None => {
                self.stuck.set(true);
                bail!("the window did not answer {what} within {} s", LONGEST_COMMAND.as_secs())
            }
        }
    }

    /// Closes the window as a person would and waits until it is gone.
    pub fn close(mut self) -> Result<()> {
        self.end()
    }

    /// Ends the session; of a window that answers no more only its processes are ended, by the driver's own end.
    fn end(&mut self) -> Result<()> {
        let Some(session) = self.session.take() else { return Ok(()) };
        if self.stuck.get() {
            let _ = session.leak();
            return Ok(());
        }
        match within(&self.runtime, session.clone().quit()) {
            Some(ended) => Ok(ended?),
            None => {
                let _ = session.leak();
                bail!("the window did not close within {} s", LONGEST_COMMAND.as_secs())
            }
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Err(error) = self.end()
            && !thread::panicking()
        {
            eprintln!("the session did not end by itself: {error:#}");
        }
    }
}

/// What comes of it, unless it takes too long.
fn within<T>(runtime: &Runtime, work: impl Future<Output = T>) -> Option<T> {
    runtime.block_on(async { tokio::time::timeout(LONGEST_COMMAND, work).await }).ok()
}
