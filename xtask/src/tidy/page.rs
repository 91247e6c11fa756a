//! The page's rules: features keep to themselves, one file knows Tauri, words are in catalogues.

use super::{File, Violation, source::Source};

/// The only file that knows what carries our calls.
const DOOR: &str = "ui/src/backend/tauri.ts";

/// Every rule a file of the page breaks.
pub fn check(file: &File) -> Vec<Violation> {
    let source = Source::script(&file.text);
    let mut found = imports(file, &source);
    if file.ends_in("tsx") && !file.path.contains(".test.") {
        found.extend(raw_words(file));
    }
    found
}

fn imports(file: &File, source: &Source) -> Vec<Violation> {
    let lines: Vec<&str> = source.code.lines().collect();
    let mut found = Vec::new();
    for literal in &source.literals {
        // An import's path stands right after `from`, `import` or `import(`.
        let before = lines.get(literal.line - 1).map_or("", |line| line);
        let imported = ["from ", "import ", "import(", "mock("].iter().any(|word| before.contains(word));
        if !imported {
            continue;
        }
        if literal.text.starts_with("@tauri-apps") && file.path != DOOR {
            found.push(file.breaks(literal.line, format!("only {DOOR} imports Tauri")));
        }
        if let (Some(mine), Some(theirs)) =
            (feature(&file.path), feature(&resolve(&file.path, &literal.text)))
            && mine != theirs
        {
            let rule =
                format!("feature `{mine}` imports feature `{theirs}`: what two share lives in ui/src/shared");
            found.push(file.breaks(literal.line, rule));
        }
    }
    found
}

fn feature(path: &str) -> Option<String> {
    Some(path.strip_prefix("ui/src/features/")?.split('/').next()?.to_owned())
}

/// Where an import leads, from the root: relative, or by the `@/` shorthand.
fn resolve(from: &str, import: &str) -> String {
    if let Some(below) = import.strip_prefix("@/").or_else(|| import.strip_prefix("~/")) {
        return format!("ui/src/{below}");
    }
    if !import.starts_with('.') {
        return import.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for step in import.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Words between an opening and a closing tag on one line, in no catalogue.
fn raw_words(file: &File) -> Vec<Violation> {
    let raw = |line: &str| {
        line.match_indices("</").any(|(end, _)| {
            let before = &line[..end];
            let text = before.rfind('>').map_or("", |at| &before[at + 1..]);
            let wordy =
                text.split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
            wordy && !text.contains(['{', '}', '(', ';', '=', '`'])
        })
    };
    let lines = file
        .text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim_start().starts_with(['*', '/']) && raw(line));
    lines.map(|(_, number)| file.breaks(number, "words a person reads belong in ui/src/words")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tests::{file, lines};

    #[test]
    fn a_feature_that_imports_another_is_found_by_any_road() {
        let text = "import { a } from '../queue/why';\nimport b from \"@/features/queue/b\";\n\
                    import c from './own';\nimport d from '../../shared/Money';\n\
                    const lazy = () => import('../../features/audit/AuditPage');\n";
        let found = check(&file("ui/src/features/counter/CounterPage.tsx", text));
        assert_eq!(lines(&found), [1, 2, 5], "{found:?}");
        assert!(check(&file("ui/src/app/router.tsx", text)).is_empty(), "the frame may know all features");
    }

    #[test]
    fn tauri_comes_in_by_one_door() {
        let text = "import { invoke } from '@tauri-apps/api/core';\n";
        assert_eq!(lines(&check(&file("ui/src/shared/save.ts", text))), [1]);
        assert!(check(&file(DOOR, text)).is_empty());
    }

    #[test]
    fn raw_words_in_markup_are_found() {
        let text = "<Button>Take payment</Button>\n<Text>{t('pay')}</Text>\n<Kbd>F8</Kbd>\n\
                    const x = f<Foo>(a) < b;\n// <b>a comment</b>\n";
        assert_eq!(lines(&check(&file("ui/src/features/counter/Pay.tsx", text))), [1]);
        assert!(check(&file("ui/src/features/counter/Pay.test.tsx", text)).is_empty(), "tests say words");
    }
}
