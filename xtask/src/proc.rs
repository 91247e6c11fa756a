//! Starts other programs, says which, and turns their failure into an error.

use crate::repo;
use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::{OsStr, OsString},
    process::{Child, Command, Stdio},
};

/// One program to run from the repository's root.
pub struct Proc {
    command: Command,
    shown: String,
}

impl Proc {
    /// `program` with `args`, in the repository's root.
    pub fn new(program: impl AsRef<OsStr>, args: &[&str]) -> Self {
        let program = program.as_ref();
        let shown = std::path::Path::new(program)
            .file_stem()
            .map_or_else(|| program.to_string_lossy(), OsStr::to_string_lossy)
            .into_owned();
        let mut command = Command::new(program);
        command.current_dir(repo::root());
        Self { command, shown }.args(args)
    }

    /// The cargo that runs us.
    pub fn cargo(args: &[&str]) -> Self {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        // What cargo told us about ourselves must not leak into what it builds for others.
        Self::new(cargo, args).without("CARGO_MANIFEST_DIR").without("CARGO_PKG_NAME")
    }

    /// npm, in the page's folder.
    pub fn npm(args: &[&str]) -> Self {
        let mut npm = Self::new(node_tool("npm"), args);
        npm.command.current_dir(repo::at("ui"));
        npm
    }

    /// npx, in the repository's root.
    pub fn npx(args: &[&str]) -> Self {
        Self::new(node_tool("npx"), args)
    }

    /// Further arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, args: &[S]) -> Self {
        for arg in args {
            self.shown.push(' ');
            self.shown.push_str(&arg.as_ref().to_string_lossy());
        }
        self.command.args(args);
        self
    }

    /// One more environment variable.
    pub fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    /// Several environment variables.
    pub fn envs(mut self, pairs: &[(String, OsString)]) -> Self {
        self.command.envs(pairs.iter().map(|(key, value)| (key, value)));
        self
    }

    /// One environment variable less.
    pub fn without(mut self, key: &str) -> Self {
        self.command.env_remove(key);
        self
    }

    /// Runs to the end, output shown.
    pub fn run(mut self) -> Result<()> {
        println!("\x1b[2m$ {}\x1b[0m", self.shown);
        let status = self
            .command
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("starting `{}`", self.shown))?;
        if !status.success() {
            bail!("`{}` failed ({status})", self.shown);
        }
        Ok(())
    }

    /// Runs to the end and hands back what it wrote to its standard output.
    pub fn read(mut self) -> Result<String> {
        let done = self
            .command
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("starting `{}`", self.shown))?;
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stderr);
            bail!("`{}` failed ({}): {}", self.shown, done.status, said.trim());
        }
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    }

    /// Whether it starts and ends well; nothing is shown.
    pub fn succeeds(mut self) -> bool {
        let quiet = self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }

    /// Starts it and does not wait.
    pub fn spawn(mut self, stdout: Stdio, stderr: Stdio) -> Result<Running> {
        let child = self
            .command
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(stderr)
            .spawn()
            .with_context(|| format!("starting `{}`", self.shown))?;
        Ok(Running { child })
    }
}

/// A started program; ended when dropped, so none is left behind.
pub struct Running {
    /// The process itself.
    pub child: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// npm and npx are scripts on Windows, and only found there by their full name.
fn node_tool(name: &str) -> String {
    if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() }
}
