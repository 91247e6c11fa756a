//! What a person sees of the window: its pictures, its light, and whether everybody can read it.
//!
//! Pictures are taken from the screen, not asked of the driver. The driver waits for the page's *next*
//! frame before it looks, and a page that stands still draws none: it would wait for ever. What the screen
//! holds is also what a person sees, a native dialog in front included.

use super::dialog::xdotool;
use super::patience;
use super::window::{Size, Window};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Light or dark, as the page is asked to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Both, the light one last: what a walk does next, it does in the light.
    pub const BOTH: [Self; 2] = [Self::Dark, Self::Light];

    /// As the page writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Window {
    /// Looks at the screen as everybody would: axe-core finds nothing, the letters stand out in both lights, and
    /// nothing has to be scrolled sideways. A run that makes pictures keeps it at both sizes and in both lights,
    /// as `NAME-1280-light.png` and so on.
    pub fn is_looked_at(&self, name: &str) -> Result<()> {
        let looked = || self.is_fit_to_see().and_then(|()| self.pictures(name));
        looked().with_context(|| format!("looking at {name}"))
    }

    /// The same of a part of a screen, such as a sheet in front: kept as an old office screen shows it, in the light.
    pub fn part_is_looked_at(&self, name: &str) -> Result<()> {
        let looked = || {
            self.is_fit_to_see()?;
            self.picture(&format!("{name}-{}-{}", Size::SMALL.width, Scheme::Light.word()))
        };
        looked().with_context(|| format!("looking at {name}"))
    }

    fn is_fit_to_see(&self) -> Result<()> {
        self.looks(Scheme::Dark)?;
        self.is_legible().context("in the dark")?;
        self.looks(Scheme::Light)?;
        self.is_accessible().context("in the light")?;
        self.spills_nowhere()
    }

    /// Makes the page light or dark, until it is loaded again.
    pub fn looks(&self, scheme: Scheme) -> Result<()> {
        let script = "document.documentElement.setAttribute('data-mantine-color-scheme', arguments[0]);
            document.documentElement.style.colorScheme = arguments[0]";
        self.run(script, &[json!(scheme.word())]).map(drop)
    }

    /// Fails with what axe-core finds wrong for people who read or act differently.
    pub fn is_accessible(&self) -> Result<()> {
        self.axe_finds_nothing("{}")
    }

    /// Fails with letters that stand out too little. Nothing else differs between the lights.
    fn is_legible(&self) -> Result<()> {
        self.axe_finds_nothing("{ runOnly: ['color-contrast'] }")
    }

    fn axe_finds_nothing(&self, asked: &str) -> Result<()> {
        self.settles()?;
        if self.run("return typeof window.axe", &[])? != json!("object") {
            // As the script itself: the page's content policy rightly forbids `eval`.
            self.run(&axe()?, &[])?;
        }
        let run = format!("axe.run(document, {{ resultTypes: ['violations'], ...{asked} }})");
        let told = ".then(
              (found) => done(found.violations.map((v) => `${v.id} (${v.impact}): ${v.help}\\n` +
                v.nodes.map((n) => `    ${n.target.join(' ')}\\n    ${n.failureSummary}`).join('\\n'))),
              (error) => done([String(error)]))";
        let script = format!("const done = arguments[arguments.length - 1]; {run}{told}");
        let found: Vec<String> = serde_json::from_value(self.run_to_its_end(&script)?)?;
        ensure!(found.is_empty(), "axe-core found:\n{}", found.join("\n"));
        Ok(())
    }

    /// Fails with what is wider than the place it stands in, so that a person would have to scroll sideways.
    /// What takes the keyboard's focus may: it is meant to be scrolled, such as the first rows of a wide file.
    pub fn spills_nowhere(&self) -> Result<()> {
        let script = "const widest = (e) => [...e.querySelectorAll('*')]
              .filter((inner) => inner.getBoundingClientRect().right > e.getBoundingClientRect().left + e.clientWidth + 1)
              .slice(-3).map((inner) => inner.outerHTML.slice(0, 160)).join(' | ');
            return [document.documentElement, ...document.querySelectorAll('body *')]
            .filter((e) => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.tabIndex < 0)
            .filter((e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
            .map((e) => `${e.tagName} ${e.className}: ${e.scrollWidth} in ${e.clientWidth} pixels: ${widest(e)}`)";
        let found: Vec<String> = serde_json::from_value(self.run(script, &[])?)?;
        ensure!(found.is_empty(), "has to be scrolled sideways:\n{}", found.join("\n"));
        Ok(())
    }

    /// Fails unless the button that reads so can be seen whole, with nothing before it and without scrolling.
    pub fn is_in_sight(&self, words: &str) -> Result<()> {
        let script = "const found = [...document.querySelectorAll('button')]
              .find((one) => one.innerText.trim().startsWith(arguments[0]));
            const box = found?.getBoundingClientRect();
            const inside = box && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
            return Boolean(inside) && [[box.left + 4, box.top + 4], [box.right - 4, box.bottom - 4]]
              .every(([x, y]) => found.contains(document.elementFromPoint(x, y)))";
        patience::until(&format!("`{words}` is in sight"), || {
            Ok((self.run(script, &[json!(words)])? == json!(true)).then_some(()))
        })
    }

    /// Strikes Tab once around the page: each stop is in sight and shows that it has the focus.
    pub fn tabs_around(&self) -> Result<()> {
        let script = "const e = document.activeElement;
            if (!e || e === document.body) return null;
            const box = e.getBoundingClientRect();
            const around = [e, e.nextElementSibling, e.parentElement, e.parentElement?.parentElement, ...(e.labels ?? [])];
            const marked = around.filter(Boolean).map((one) => getComputedStyle(one)).some((style) =>
              (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow.includes('3px'));
            const seen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
            const first = window.walkFirst === e;
            window.walkFirst ??= e;
            return { first, marked, seen, what: e.outerHTML.slice(0, 200) }";
        self.run("document.activeElement?.blur(); window.walkFirst = null", &[])?;
        for stop in 0..400 {
            self.press("Tab")?;
            let mut focus = self.run(script, &[])?;
            if focus.is_null() && stop > 0 || focus["first"] == json!(true) {
                return Ok(());
            }
            // What has just got it may be drawn a frame later.
            for _ in 0..20 {
                if focus["marked"] == json!(true) && focus["seen"] == json!(true) {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(50));
                focus = self.run(script, &[])?;
            }
            ensure!(focus["marked"] == json!(true), "the focus does not show on {}", focus["what"]);
            ensure!(focus["seen"] == json!(true), "the focus is out of sight on {}", focus["what"]);
        }
        anyhow::bail!("Tab never came around")
    }

    /// Fails unless the other window of that title, made as large as this one, shows to the eye what this one shows.
    /// No driver reaches a second window: what can be said of it is what it paints.
    pub fn shows_what_shows(&self, title: &str) -> Result<()> {
        let other = titled(title)?;
        let Size { width, height } = self.size()?;
        xdotool(&["windowsize", "--sync", &other, &width.to_string(), &height.to_string()])?;
        self.settles()?;
        let own = in_front(&self.native_id()?)?;
        patience::until(&format!("`{title}` shows the same as the page"), || {
            let shown = in_front(&other)?;
            let differing = own.iter().zip(&shown).filter(|(one, two)| one.abs_diff(**two) > 32).count();
            Ok((own.len() == shown.len() && differing * 200 < own.len()).then_some(()))
        })
    }

    /// What can be seen now, as `NAME.png`, in a run that makes pictures.
    pub fn picture(&self, name: &str) -> Result<()> {
        let Some(dir) = pictures_dir() else { return Ok(()) };
        fs::create_dir_all(&dir)?;
        self.settles()?;
        self.grab(&dir.join(format!("{name}.png")))
    }

    /// The screen at both sizes and in both lights.
    fn pictures(&self, name: &str) -> Result<()> {
        if pictures_dir().is_none() {
            return Ok(());
        }
        for size in [Size::LARGE, Size::SMALL] {
            self.resize(size)?;
            self.settles()?;
            self.spills_nowhere().with_context(|| format!("{} pixels wide", size.width))?;
            for scheme in Scheme::BOTH {
                self.looks(scheme)?;
                self.picture(&format!("{name}-{}-{}", size.width, scheme.word()))?;
            }
        }
        Ok(())
    }

    /// Waits until fonts are there and nothing moves.
    fn settles(&self) -> Result<()> {
        let script = "const moving = document.getAnimations().some((a) => a.playState === 'running');
            return document.fonts.status === 'loaded' && !moving";
        patience::until("the page stands still", || Ok((self.run(script, &[])? == json!(true)).then_some(())))
    }

    /// Saves what the screen shows of the window, once it shows the same twice.
    pub(super) fn grab(&self, path: &Path) -> Result<()> {
        let id = self.native_id()?;
        write_png(&standing_still(&id)?, path)
    }
}

/// The window of that title, once it is on the screen.
fn titled(title: &str) -> Result<String> {
    patience::until(&format!("a window `{title}` opens"), || {
        let found =
            xdotool(&["search", "--onlyvisible", "--name", &format!("^{title}$")]).unwrap_or_default();
        Ok(found.lines().last().map(str::to_owned))
    })
}

/// What a window shows when nothing stands before it.
fn in_front(id: &str) -> Result<Vec<u8>> {
    xdotool(&["windowactivate", "--sync", id])?;
    standing_still(id)
}

fn standing_still(id: &str) -> Result<Vec<u8>> {
    let mut before = Vec::new();
    patience::until("the window stands still", || {
        let now = on_screen(id)?;
        let still = now == before;
        before = now;
        Ok(still.then(|| std::mem::take(&mut before)))
    })
}

/// Closes the other window of that title by the window manager's own key.
pub fn closes(title: &str) -> Result<()> {
    xdotool(&["windowactivate", "--sync", &titled(title)?, "key", "--clearmodifiers", "alt+F4"])?;
    patience::until(&format!("`{title}` has gone"), || {
        let found =
            xdotool(&["search", "--onlyvisible", "--name", &format!("^{title}$")]).unwrap_or_default();
        Ok(found.trim().is_empty().then_some(()))
    })
}

fn pictures_dir() -> Option<PathBuf> {
    env::var_os("COUNTERFOIL_PICTURES").map(PathBuf::from)
}

fn axe() -> Result<String> {
    let axe = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    fs::read_to_string(axe).context("axe-core comes with the page's packages: cargo xtask setup")
}

/// The pixels of a window, as a PPM file.
fn on_screen(id: &str) -> Result<Vec<u8>> {
    patience::tool("import", &["-silent", "-window", id, "ppm:-"])
}

/// Writes a PNG of at most 256 colours, unfiltered: it stays small and crisp. With 128 the small mark of one service took
/// the colour of another's.
fn write_png(ppm: &[u8], path: &Path) -> Result<()> {
    let mut convert = Command::new("convert")
        .args(["ppm:-", "+dither", "-colors", "256", "-strip"])
        .args(["-define", "png:compression-filter=0", "-define", "png:compression-level=9"])
        .arg(format!("png8:{}", path.display()))
        .stdin(Stdio::piped())
        .spawn()
        .context("convert; `cargo xtask setup` installs it with ImageMagick")?;
    convert.stdin.take().context("convert reads")?.write_all(ppm)?;
    ensure!(convert.wait()?.success(), "writing {}", path.display());
    Ok(())
}
