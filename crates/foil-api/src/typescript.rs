//! The types of the wire as TypeScript, for `ui/src/backend/generated/`.

use crate::error::ApiError;
use crate::table::{COMMANDS, Kind};
use anyhow::Context;
use foil_app::arrears::views::ArrearsReport;
use foil_app::audit::views::PackMade;
use foil_app::billing::run_views::RunPreview;
use foil_app::documents::views::BatchFiles;
use foil_app::imports::views::ImportReport;
use foil_app::metering::views::EstimatedReadings;
use foil_app::office::views::BookStatus;
use foil_app::people::views::{LogIn, LoggedIn, Unlock};
use foil_app::queue::views::QueueReport;
use foil_app::tariffs::views::SimulationReport;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use ts_rs::{Config, ExportError, TS, TypeVisitor};

pub(crate) fn config() -> Config {
    Config::new().with_large_int("number")
}

/// Writes a type and all it is made of; of a list, its elements.
pub(crate) fn export<T: TS + 'static>(config: &Config) -> Result<(), ExportError> {
    struct Each<'c>(&'c Config, Result<(), ExportError>);
    impl TypeVisitor for Each<'_> {
        fn visit<T: TS + 'static + ?Sized>(&mut self) {
            if self.1.is_ok() && T::output_path().is_some() {
                self.1 = T::export_all(self.0);
            }
        }
    }
    if T::output_path().is_some() {
        return T::export_all(config);
    }
    let mut each = Each(config, Ok(()));
    T::visit_generics(&mut each);
    each.1
}

/// Adds the declaration of a type and of all it is made of; of a list, of its elements.
pub(crate) fn declare<T: TS + 'static + ?Sized>(all: &mut BTreeMap<String, String>) {
    struct Each<'a>(&'a mut BTreeMap<String, String>);
    impl TypeVisitor for Each<'_> {
        fn visit<T: TS + 'static + ?Sized>(&mut self) {
            declare::<T>(self.0);
        }
    }
    let config = config();
    if T::output_path().is_some() {
        let name = T::ident(&config);
        if all.contains_key(&name) {
            return;
        }
        all.insert(name, T::decl(&config));
    }
    T::visit_dependencies(&mut Each(all));
    T::visit_generics(&mut Each(all));
}

/// Writes every type and the command map into a folder; the same contents each time.
pub fn write(folder: &Path) -> anyhow::Result<()> {
    let config = config().with_out_dir(folder);
    for command in COMMANDS {
        for export in command.export {
            export(&config).with_context(|| format!("types of {}", command.name))?;
        }
    }
    for export in [
        ApiError::export_all,
        BookStatus::export_all,
        LogIn::export_all,
        LoggedIn::export_all,
        Unlock::export_all,
        ArrearsReport::export_all,
        EstimatedReadings::export_all,
        ImportReport::export_all,
        QueueReport::export_all,
        RunPreview::export_all,
        BatchFiles::export_all,
        PackMade::export_all,
        SimulationReport::export_all,
    ] {
        export(&config).context("types of the desk")?;
    }
    std::fs::write(folder.join("commands.ts"), commands_ts(&config)).context("commands.ts")
}

fn commands_ts(config: &Config) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut map = String::new();
    for command in COMMANDS {
        let (input, output) = ((command.input)(config), (command.output)(config));
        let _ = writeln!(map, "  {}: [input: {input}, output: {output}];", command.name);
        names.extend([bare(&input), bare(&output)]);
    }
    names.sort();
    names.dedup();
    let mut text = String::from("// Generated from the command table by `cargo xtask gen`. Do not edit.\n\n");
    for name in names {
        let _ = writeln!(text, "import type {{ {name} }} from \"./{name}\";");
    }
    let _ =
        write!(text, "\n/** What each command takes and gives. */\nexport type Commands = {{\n{map}}};\n\n");
    text.push_str("/** Parts of the book that views show and acts make stale. */\n");
    let mut topics: Vec<&str> = COMMANDS.iter().flat_map(|c| c.topics.iter().copied()).collect();
    topics.sort_unstable();
    topics.dedup();
    let quoted: Vec<String> = topics.iter().map(|t| format!("\"{t}\"")).collect();
    let _ = write!(text, "export type Topic = {};\n\n", quoted.join(" | "));
    for (kind, name, says) in [(Kind::View, "provides", "show"), (Kind::Act, "touches", "make stale")] {
        let of_kind = || COMMANDS.iter().filter(move |c| c.kind == kind);
        let union: Vec<String> = of_kind().map(|c| format!("\"{}\"", c.name)).collect();
        let type_name = if kind == Kind::View { "ViewName" } else { "ActName" };
        let _ = write!(text, "export type {type_name} =\n  | {};\n\n", union.join("\n  | "));
        let _ = writeln!(text, "/** What {}s {says}. */", if kind == Kind::View { "view" } else { "act" });
        let _ = writeln!(text, "export const {name}: Record<{type_name}, readonly Topic[]> = {{");
        for command in of_kind() {
            let list: Vec<String> = command.topics.iter().map(|t| format!("\"{t}\"")).collect();
            let _ = writeln!(text, "  {}: [{}],", command.name, list.join(", "));
        }
        text.push_str("};\n\n");
    }
    text
}

fn bare(name: &str) -> String {
    name.trim_start_matches("Array<").trim_end_matches('>').to_owned()
}
