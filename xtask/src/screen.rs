//! A screen of our own where there is none, or where a walk must not meet a person's windows.
//!
//! Xvfb shows, openbox manages (a native dialog needs a window manager to get the keys), and a
//! private session bus keeps the desktop's own services out. All three end with the value.

use crate::{
    proc::{Proc, Running},
    repo, setup,
};
use anyhow::{Context, Result, bail};
use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::Stdio,
    thread,
    time::Duration,
};

/// A running virtual screen.
pub struct Screen {
    /// What a program needs in its environment to appear on this screen and no other.
    pub env: Vec<(String, OsString)>,
    // Dropped in this order: the manager before the screen it manages.
    _manager: Running,
    _bus: Running,
    _server: Running,
}

impl Screen {
    /// Starts a screen of 2048 × 1280 pixels with 24 bits of colour: a window of 1920 × 1080 fits on it
    /// with the frame around it.
    pub fn start() -> Result<Self> {
        let xvfb = ["-displayfd", "1", "-screen", "0", "2048x1280x24", "-nolisten", "tcp", "-noreset"];
        let mut server = Proc::new("Xvfb", &xvfb).spawn(Stdio::piped(), Stdio::null())?;
        let display = format!(":{}", first_line(&mut server).context("Xvfb named no display")?);

        let config = format!("--config-file={}", bus_config()?.display());
        let bus_args = [&config, "--nofork", "--nopidfile", "--print-address=1"];
        let mut bus = Proc::new("dbus-daemon", &bus_args).spawn(Stdio::piped(), Stdio::null())?;
        let address = first_line(&mut bus).context("the session bus named no address")?;

        let env = environment(&display, &address);
        let manager =
            Proc::new("openbox", &["--sm-disable"]).envs(&env).spawn(Stdio::null(), Stdio::null())?;
        wait_until("the window manager answers", 20, || {
            let said = Proc::new("xprop", &["-root", "_NET_SUPPORTING_WM_CHECK"]).envs(&env).read();
            said.is_ok_and(|said| said.contains("window id"))
        })?;
        Ok(Self { env, _manager: manager, _bus: bus, _server: server })
    }
}

/// Whether a person could see a window we open.
pub fn is_there() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Saves what the window of that title shows, once it has drawn its page.
pub fn picture(screen: &Screen, title: &str, file: &str) -> Result<()> {
    let id = window(screen, title)?;
    let mut before = 0;
    wait_until("the page is drawn", 60, || {
        let grab = Proc::new("import", &["-silent", "-window", &id, file]).envs(&screen.env);
        let colours = Proc::new("identify", &["-format", "%k", file]);
        let now = grab.read().and_then(|_| colours.read()).ok().and_then(|count| count.trim().parse().ok());
        // A blank view has a handful of colours; text has many, and as many again once it stands still.
        let still = now.is_some_and(|now: u32| now > 16 && now == before);
        before = now.unwrap_or(0);
        still
    })
}

fn window(screen: &Screen, title: &str) -> Result<String> {
    let pattern = format!("^{title}");
    let mut found = String::new();
    wait_until("the window opens", 60, || {
        let search =
            Proc::new("xdotool", &["search", "--onlyvisible", "--name", &pattern]).envs(&screen.env).read();
        found = search.ok().and_then(|ids| ids.lines().next().map(str::to_owned)).unwrap_or_default();
        !found.is_empty()
    })?;
    Ok(found)
}

fn environment(display: &str, bus: &str) -> Vec<(String, OsString)> {
    [
        ("DISPLAY", display),
        ("DBUS_SESSION_BUS_ADDRESS", bus),
        ("WAYLAND_DISPLAY", ""),
        ("GDK_BACKEND", "x11"),
        // No accessibility bus, settings daemon or graphics card is here to be waited for.
        ("NO_AT_BRIDGE", "1"),
        ("GTK_A11Y", "none"),
        ("GSETTINGS_BACKEND", "memory"),
        ("LIBGL_ALWAYS_SOFTWARE", "1"),
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ]
    .map(|(key, value)| (key.to_owned(), value.into()))
    .to_vec()
}

/// A bus that starts no services: no portal, keyring or accessibility bus gets in between.
fn bus_config() -> Result<PathBuf> {
    let dir = repo::target().join("xtask");
    fs::create_dir_all(&dir)?;
    let path = dir.join("session-bus.conf");
    fs::write(&path, BUS_CONFIG).context("writing the session bus's configuration")?;
    Ok(path)
}

const BUS_CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

fn first_line(running: &mut Running) -> Result<String> {
    let out = running.child.stdout.take().context("its output is not ours")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    let line = line.trim();
    if line.is_empty() {
        bail!("it ended without a word; is it installed? `cargo xtask setup` tells");
    }
    Ok(line.to_owned())
}

/// Asks five times a second until it is so.
fn wait_until(what: &str, secs: u32, mut so: impl FnMut() -> bool) -> Result<()> {
    for _ in 0..secs * 5 {
        if so() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(200));
    }
    bail!("waited {secs} s until {what}, in vain")
}

/// Installs or names what a screen needs.
pub fn set_up() -> Result<()> {
    setup::system(setup::Need::Screen)
}
