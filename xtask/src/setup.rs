//! Brings a fresh machine to where it can build, run and test.
//!
//! As root on Debian or Ubuntu what is missing is installed; everywhere else the one line to
//! type is printed. What is already there is left alone, so this costs nothing the second time.

use crate::{
    proc::Proc,
    repo,
    tidy::sum::{self, Sum},
};
use anyhow::{Context, Result, bail, ensure};
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

/// What a machine is about to be used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Building and showing the window.
    Build,
    /// The above, and a screen of our own to walk through the window on.
    Screen,
    /// Building, and what measurements are held against or seen through.
    Bench,
}

/// Debian's and Ubuntu's names of what the build links with.
const DEBIAN_BUILD: &[&str] =
    &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "libgtk-3-dev", "librsvg2-dev"];

/// Debian's and Ubuntu's names of what the walks need: a screen, a window manager, a session
/// bus, a driver for the web view, and hands for the native dialogs.
const DEBIAN_SCREEN: &[&str] = &[
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "webkit2gtk-driver",
    "openbox",
    "xdotool",
    "x11-utils",
    "imagemagick",
];

/// Debian's and Ubuntu's names of what counts syncs, and of the shell whose import ours is held against. Elsewhere
/// what is not there is left out, and the table says so.
const DEBIAN_BENCH: &[&str] = &["strace", "sqlite3"];

/// What the build runs on a Linux that is no Debian, where nothing is installed by us and so nothing is known by its package.
const RUN_BY_BUILD: &[&str] = &["cc", "make", "perl", "pkg-config"];

/// What the walks run besides, and what draws and looks at their pictures.
const RUN_BY_SCREEN: &[&str] = &[
    "Xvfb",
    "dbus-daemon",
    "openbox",
    "WebKitWebDriver",
    "xdotool",
    "xprop",
    "xwininfo",
    "import",
    "identify",
    "convert",
];

/// What the build links with, as pkg-config knows it.
const LINKED: &[&str] = &["webkit2gtk-4.1", "gtk+-3.0", "librsvg-2.0"];

/// Everything `cargo xtask test` needs on this platform, and the page's packages.
pub fn everything() -> Result<()> {
    system(if cfg!(target_os = "linux") { Need::Screen } else { Need::Build })?;
    packages()
}

/// The system's packages: installed when we may, else named.
pub fn system(need: Need) -> Result<()> {
    match Platform::here() {
        Platform::Debian => debian(need),
        other => other.point_at(need),
    }
}

fn debian(need: Need) -> Result<()> {
    let missing = missing_debs(&debs(need))?;
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root() {
        bail!(
            "some system packages are missing; run this line, then try again:\n\n    {}",
            apt_line(&missing)
        );
    }
    println!("installing {}", missing.join(" "));
    apt(&["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    apt(&install)
}

fn debs(need: Need) -> Vec<&'static str> {
    match need {
        Need::Build => DEBIAN_BUILD.to_vec(),
        Need::Screen => [DEBIAN_BUILD, DEBIAN_SCREEN].concat(),
        Need::Bench => [DEBIAN_BUILD, DEBIAN_BENCH].concat(),
    }
}

fn missing_debs<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>> {
    // dpkg-query answers for the packages it knows and fails for the others, all in one go.
    let known = std::process::Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .output()
        .context("asking dpkg-query what is installed")?;
    Ok(not_installed(wanted, &String::from_utf8_lossy(&known.stdout)))
}

fn not_installed<'a>(wanted: &[&'a str], listing: &str) -> Vec<&'a str> {
    let here: BTreeSet<&str> = listing.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    wanted.iter().copied().filter(|name| !here.contains(name)).collect()
}

/// One apt step. Waits for whoever holds the lock, and tries once more: mirrors hiccup.
fn apt(args: &[&str]) -> Result<()> {
    let step = || {
        Proc::new("apt-get", &["-o", "DPkg::Lock::Timeout=300", "-q"])
            .args(args)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .run()
    };
    step().or_else(|first| {
        eprintln!("{first:#}; trying once more");
        step()
    })
}

fn apt_line(packages: &[&str]) -> String {
    format!("sudo apt-get update && sudo apt-get install --yes {}", packages.join(" "))
}

fn is_root() -> bool {
    cfg!(unix) && Proc::new("id", &["-u"]).read().is_ok_and(|id| id.trim() == "0")
}

/// Who packages this machine's software.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Platform {
    Debian,
    Fedora,
    Arch,
    OtherLinux,
    Mac,
    Windows,
}

impl Platform {
    fn here() -> Self {
        match std::env::consts::OS {
            "macos" => Self::Mac,
            "windows" => Self::Windows,
            _ => Self::of_release(&fs::read_to_string("/etc/os-release").unwrap_or_default()),
        }
    }

    /// Reads `ID` and `ID_LIKE` of an os-release file.
    fn of_release(text: &str) -> Self {
        let ids: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
            .flat_map(|value| value.trim_matches('"').split_whitespace())
            .collect();
        let is = |name: &str| ids.contains(&name);
        match () {
            () if is("debian") || is("ubuntu") => Self::Debian,
            () if is("fedora") || is("rhel") => Self::Fedora,
            () if is("arch") => Self::Arch,
            () => Self::OtherLinux,
        }
    }

    /// Elsewhere we install nothing: check what can be checked, and print the one line.
    fn point_at(self, need: Need) -> Result<()> {
        let missing = self.missing(need);
        if missing.is_empty() {
            return Ok(());
        }
        bail!(
            "this machine lacks what the build needs ({}); run this, then try again:\n\n    {}",
            missing.join(", "),
            self.line()
        )
    }

    /// What this machine lacks, by the names of programs and libraries.
    fn missing(self, need: Need) -> Vec<&'static str> {
        match self {
            Self::Mac if Proc::new("xcode-select", &["-p"]).succeeds() => Vec::new(),
            Self::Mac => vec!["the command line tools"],
            // WebView2 comes with Windows 10 and 11; Perl builds the OpenSSL that the book's engine brings.
            Self::Windows => {
                let linker = (!has_windows_linker()).then_some("a linker");
                on_path("perl").map_or(Some("perl"), |_| None).into_iter().chain(linker).collect()
            }
            _ => lacking(
                need,
                |program| on_path(program).is_some(),
                |library| Proc::new("pkg-config", &["--exists", library]).succeeds(),
            ),
        }
    }

    fn line(self) -> String {
        match self {
            Self::Debian => apt_line(&debs(Need::Screen)),
            Self::Fedora => {
                "sudo dnf install @development-tools pkgconf perl webkit2gtk4.1-devel gtk3-devel \
                             librsvg2-devel xorg-x11-server-Xvfb xauth dbus-daemon dbus-x11 openbox xdotool \
                             xprop xwininfo ImageMagick"
                    .into()
            }
            Self::Arch => "sudo pacman -S --needed base-devel pkgconf perl webkit2gtk-4.1 gtk3 librsvg \
                           xorg-server-xvfb xorg-xauth dbus openbox xdotool xorg-xprop xorg-xwininfo \
                           imagemagick"
                .into(),
            Self::Mac => "xcode-select --install".into(),
            // In PowerShell, which takes `;` in every version. Without the workload the build tools bring no linker.
            Self::Windows => {
                "winget install Microsoft.VisualStudio.2022.BuildTools --override \"--wait --passive --add \
                              Microsoft.VisualStudio.Workload.VCTools --includeRecommended\"; winget install \
                              StrawberryPerl.StrawberryPerl Microsoft.EdgeWebView2Runtime"
                    .into()
            }
            Self::OtherLinux => {
                "your package manager, for: a C compiler, perl, pkg-config, webkit2gtk-4.1, gtk 3 \
                                 and librsvg with headers; Xvfb, dbus-daemon, WebKitWebDriver, \
                                 openbox, xdotool, xprop, xwininfo and ImageMagick (with `import` and \
                                 `convert`) for the walks"
                    .into()
            }
        }
    }
}

/// What of the programs that are run and of the libraries that are linked is not here, for what the machine is about to be
/// used for. What measurements are held against is left out where it is missing, and so is not asked for.
fn lacking(need: Need, runs: impl Fn(&str) -> bool, links: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let screen = if need == Need::Screen { RUN_BY_SCREEN } else { &[] };
    let programs = RUN_BY_BUILD.iter().chain(screen).copied().filter(|program| !runs(program));
    // Without pkg-config nobody knows which libraries are here.
    let libraries = LINKED.iter().copied().filter(|library| runs("pkg-config") && !links(library));
    programs.chain(libraries).collect()
}

/// Whether the linker is here that Rust's usual Windows build calls: Visual Studio's own finder tells.
fn has_windows_linker() -> bool {
    if cfg!(target_env = "gnu") {
        return on_path("gcc").is_some();
    }
    let programs = std::env::var_os("ProgramFiles(x86)").map(PathBuf::from).unwrap_or_default();
    let finder = programs.join("Microsoft Visual Studio").join("Installer").join("vswhere.exe");
    let tools = if cfg!(target_arch = "aarch64") {
        "Microsoft.VisualStudio.Component.VC.Tools.ARM64"
    } else {
        "Microsoft.VisualStudio.Component.VC.Tools.x86.x64"
    };
    let asked = ["-latest", "-products", "*", "-requires", tools, "-property", "installationPath"];
    on_path("cl").is_some() || Proc::new(finder, &asked).read().is_ok_and(|path| !path.trim().is_empty())
}

/// The first program of that name on the path.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(&file)).find(|path| path.is_file())
}

/// The page's packages, exactly as locked, when the lock changed since they were installed.
pub fn packages() -> Result<()> {
    let lock = repo::at("ui/package-lock.json");
    if !lock.exists() {
        return Ok(());
    }
    ensure_node()?;
    // npm empties node_modules first, so this note lives and dies with what it describes.
    let note = repo::at("ui/node_modules/.counterfoil-lock");
    let wanted = sum::of(&fs::read(&lock)?).to_string();
    let installed = match fs::read_to_string(&note) {
        Ok(have) => have == wanted,
        Err(_) => installed_by_hand(&lock),
    };
    if installed {
        return Ok(());
    }
    Proc::npm(&["ci", "--no-audit", "--no-fund"]).run()?;
    fs::write(&note, wanted).context("noting which packages are installed")
}

/// Whether somebody's own `npm install` is at least as new as the lock.
fn installed_by_hand(lock: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    let installed = time(&repo::at("ui/node_modules/.package-lock.json"));
    // npm writes the two files seconds apart, in either order.
    installed.zip(time(lock)).is_some_and(|(installed, lock)| installed + Duration::from_secs(30) >= lock)
}

fn ensure_node() -> Result<()> {
    let line = "Node 20.19, or 22.12 or newer, is needed: \
                https://nodejs.org, or your package manager's `nodejs` and `npm`";
    let version = Proc::new("node", &["--version"]).read().context(line)?;
    ensure!(is_new_enough(version.trim()), "{line}; here is {}", version.trim());
    Ok(())
}

/// What builds the page wants 20.19, or 22.12 of the line after it.
fn is_new_enough(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    match (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) {
        (20, minor) => minor >= 19,
        (22, minor) => minor >= 12,
        (major, _) => major > 22,
    }
}

/// Builds the page when its sources changed, so that the shell embeds the newest.
pub fn page() -> Result<()> {
    if !repo::at("ui/package.json").exists() {
        println!("there is no page in ui/ yet: the window shows a placeholder");
        return Ok(());
    }
    packages()?;
    let index = repo::at("ui/dist/index.html");
    let note = repo::target().join("xtask").join("page");
    let sources = page_sources()?.to_string();
    if built_from(&index, &sources).is_some_and(|have| fs::read_to_string(&note).is_ok_and(|was| was == have))
    {
        return Ok(());
    }
    Proc::npm(&["run", "--silent", "build"]).run()?;
    let built = built_from(&index, &sources).context("the build left no ui/dist/index.html")?;
    fs::create_dir_all(note.parent().unwrap_or(Path::new(".")))?;
    fs::write(&note, built).context("noting what the page was built from")
}

/// The sources' sum and the build's own time: a page that somebody built by hand is built again.
fn built_from(index: &Path, sources: &str) -> Option<String> {
    let at = fs::metadata(index).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{sources} {}", at.as_nanos()))
}

fn page_sources() -> Result<Sum> {
    let mut files = Vec::new();
    gather(&repo::at("ui"), &mut files).context("listing the page's sources")?;
    files.sort();
    let mut all = sum::Summing::default();
    for file in files {
        all.add(file.to_string_lossy().as_bytes());
        all.add(&fs::read(&file).with_context(|| format!("reading {}", file.display()))?);
    }
    Ok(all.done())
}

fn gather(dir: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let skipped = name == "node_modules" || name == "coverage" || name.starts_with("dist");
        match entry.file_type()? {
            kind if kind.is_dir() && !skipped => gather(&entry.path(), into)?,
            kind if kind.is_file() => into.push(entry.path()),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_dpkg_calls_installed_counts() {
        let listing = "xvfb installed\nopenbox config-files\nxauth not-installed\n";
        assert_eq!(
            not_installed(&["xvfb", "openbox", "xauth", "dbus"], listing),
            ["openbox", "xauth", "dbus"]
        );
    }

    #[test]
    fn node_is_new_enough_by_its_minor_version_too() {
        for (version, enough) in [
            ("v20.18.3", false),
            ("v20.19.0", true),
            ("v21.7.3", false),
            ("v22.11.0", false),
            ("v22.12.0", true),
            ("v24.0.0", true),
            ("v18.20.4", false),
            ("", false),
        ] {
            assert_eq!(is_new_enough(version), enough, "{version}");
        }
    }

    #[test]
    fn the_line_for_windows_brings_a_linker_and_not_only_its_installer() {
        let line = Platform::Windows.line();
        assert!(
            line.contains("Workload.VCTools --includeRecommended") && line.contains("StrawberryPerl"),
            "{line}"
        );
        assert!(!line.contains("  "), "one line, as it is typed: {line}");
    }

    #[test]
    fn a_machine_is_ready_when_every_program_that_is_run_is_there() {
        let all = |_: &str| true;
        assert!(lacking(Need::Screen, all, all).is_empty());
        for program in RUN_BY_SCREEN {
            let but = |asked: &str| asked != *program;
            assert_eq!(lacking(Need::Screen, but, all), [*program]);
            assert!(lacking(Need::Build, but, all).is_empty(), "{program} only shows the window");
        }
        for program in ["cc", "make", "perl"] {
            let but = |asked: &str| asked != program;
            for need in [Need::Build, Need::Screen, Need::Bench] {
                assert_eq!(lacking(need, but, all), [program]);
            }
        }
        assert_eq!(lacking(Need::Build, all, |library| library != "librsvg-2.0"), ["librsvg-2.0"]);
        let without = lacking(Need::Build, |asked| asked != "pkg-config", |_| false);
        assert_eq!(without, ["pkg-config"], "which libraries are missing is not known yet");
    }

    #[test]
    fn the_lines_of_fedora_and_arch_bring_every_program_that_is_run() {
        // WebKitWebDriver comes with the engine there.
        let brought = [
            ("Xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
            ("dbus-daemon", "dbus-daemon", "dbus"),
            ("openbox", "openbox", "openbox"),
            ("WebKitWebDriver", "webkit2gtk4.1-devel", "webkit2gtk-4.1"),
            ("xdotool", "xdotool", "xdotool"),
            ("xprop", "xprop", "xorg-xprop"),
            ("xwininfo", "xwininfo", "xorg-xwininfo"),
            ("import", "ImageMagick", "imagemagick"),
            ("identify", "ImageMagick", "imagemagick"),
            ("convert", "ImageMagick", "imagemagick"),
        ];
        assert_eq!(brought.map(|(program, ..)| program), RUN_BY_SCREEN);
        let has = |line: &str, package: &str| line.split_whitespace().any(|word| word == package);
        for (program, fedora, arch) in brought {
            assert!(has(&Platform::Fedora.line(), fedora), "{program}: {fedora}");
            assert!(has(&Platform::Arch.line(), arch), "{program}: {arch}");
        }
        for platform in [Platform::Fedora, Platform::Arch] {
            assert!(has(&platform.line(), "perl") && has(&platform.line(), "pkgconf"), "{platform:?}");
        }
    }

    #[test]
    fn measuring_needs_what_it_measures_with() {
        let wanted = debs(Need::Bench);
        assert!(
            wanted.contains(&"strace") && wanted.contains(&"sqlite3") && wanted.contains(&"build-essential")
        );
        assert!(!debs(Need::Build).contains(&"strace"));
    }

    #[test]
    fn a_platform_is_known_by_its_release_file_and_its_kin() {
        for (text, platform) in [
            ("PRETTY_NAME=\"Debian 12\"\nID=debian\n", Platform::Debian),
            ("ID=ubuntu\nID_LIKE=debian\n", Platform::Debian),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", Platform::Debian),
            ("ID=fedora\n", Platform::Fedora),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", Platform::Fedora),
            ("ID=arch\n", Platform::Arch),
            ("ID=void\n", Platform::OtherLinux),
            ("", Platform::OtherLinux),
        ] {
            assert_eq!(Platform::of_release(text), platform, "{text}");
        }
    }

    #[test]
    fn the_line_to_type_names_every_missing_package() {
        let line = apt_line(&["xvfb", "openbox"]);
        assert_eq!(line, "sudo apt-get update && sudo apt-get install --yes xvfb openbox");
    }
}
