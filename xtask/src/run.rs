//! The window, on a demo branch, in one command.

use crate::{
    check,
    proc::{Proc, Running},
    repo,
    screen::{self, Screen},
    setup,
};
use anyhow::{Context, Result, bail};
use std::{fs, path::PathBuf, process::Stdio, thread, time::Duration};

/// Sets up, builds, makes the demo book where there is none, and opens the window on it.
pub fn run(args: &[String]) -> Result<()> {
    let wish = Wish::of(args)?;
    let virtual_screen = wish.picture.is_some() || !screen::is_there();
    if virtual_screen {
        screen::set_up()?;
    } else {
        setup::system(setup::Need::Build)?;
    }
    setup::page()?;
    let profile: &[&str] = if wish.release { &["--release"] } else { &[] };
    check::build(&["counterfoil-desktop", "counterfoil"], profile)?;
    let demo = Demo::ready(wish.release)?;
    let app = Proc::new(repo::program("counterfoil-desktop", wish.release), &[])
        .args(&demo.args())
        .args(&wish.rest);
    if virtual_screen { on_virtual_screen(app, wish.picture) } else { app.run() }
}

#[derive(Default)]
struct Wish {
    release: bool,
    picture: Option<String>,
    rest: Vec<String>,
}

impl Wish {
    fn of(args: &[String]) -> Result<Self> {
        let mut wish = Self::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--release" => wish.release = true,
                "--picture" => wish.picture = Some(args.next().context("--picture needs a file")?.clone()),
                "--" => wish.rest = args.by_ref().cloned().collect(),
                other => bail!("`run` does not know `{other}`; what follows `--` goes to the window"),
            }
        }
        Ok(wish)
    }
}

/// The demo branch a developer plays with; kept between runs, gone with `cargo clean`.
struct Demo {
    book: PathBuf,
    key: PathBuf,
}

impl Demo {
    fn ready(release: bool) -> Result<Self> {
        let dir = repo::target().join("demo");
        let demo = Self { book: dir.join("mangalore.book"), key: dir.join("mangalore.key") };
        if demo.book.exists() && demo.key.exists() {
            return Ok(demo);
        }
        fs::create_dir_all(&dir).with_context(|| format!("making {}", dir.display()))?;
        // A book that was left half made, or whose key is lost, is of no use to anyone.
        for stale in ["mangalore.book", "mangalore.book-wal", "mangalore.book-shm", "mangalore.key"] {
            let _ = fs::remove_file(dir.join(stale));
        }
        println!("making a demo branch: 2,000 accounts, twelve months, a queue");
        let (book, key) = (demo.book.to_string_lossy(), demo.key.to_string_lossy());
        Proc::new(repo::program("counterfoil", release), &["--key-file", &key, "demo", &book]).run()?;
        Ok(demo)
    }

    fn args(&self) -> [String; 4] {
        let text = |path: &PathBuf| path.to_string_lossy().into_owned();
        ["--book".into(), text(&self.book), "--key-file".into(), text(&self.key)]
    }
}

fn on_virtual_screen(app: Proc, picture: Option<String>) -> Result<()> {
    let screen = Screen::start()?;
    let mut app = app.envs(&screen.env).spawn(Stdio::inherit(), Stdio::inherit())?;
    let file = picture.clone().map_or_else(default_picture, Ok)?;
    screen::picture(&screen, "Counterfoil", &file).inspect_err(|_| {
        if let Ok(Some(status)) = app.child.try_wait() {
            eprintln!("the window closed by itself ({status})");
        }
    })?;
    if picture.is_some() {
        println!("the window opened; its picture is {file}");
        return Ok(());
    }
    println!(
        "No screen is connected here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window runs on a \
         virtual one.\nA picture of it: {file}\nOn a desktop the same command opens it in front of you. \
         Ctrl+C ends it."
    );
    ended(&mut app)
}

fn default_picture() -> Result<String> {
    let dir = repo::target().join("demo");
    fs::create_dir_all(&dir).with_context(|| format!("making {}", dir.display()))?;
    Ok(dir.join("window.png").to_string_lossy().into_owned())
}

fn ended(app: &mut Running) -> Result<()> {
    loop {
        if let Some(status) = app.child.try_wait()? {
            if status.success() {
                return Ok(());
            }
            bail!("the window ended badly ({status})");
        }
        thread::sleep(Duration::from_millis(300));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(args: &[&str]) -> Result<Wish> {
        Wish::of(&args.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn what_follows_two_dashes_goes_to_the_window() {
        let wish = wish(&["--release", "--", "--counter", "2"]).unwrap();
        assert!(wish.release);
        assert_eq!(wish.rest, ["--counter", "2"]);
    }

    #[test]
    fn an_unknown_wish_is_refused_by_name() {
        let error = wish(&["--relase"]).err().unwrap();
        assert!(error.to_string().contains("--relase"), "{error}");
        assert!(wish(&["--picture"]).is_err(), "a picture without a file");
    }
}
