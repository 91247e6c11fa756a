//! One source file, taken apart: code without its comments and strings, and the strings.
//!
//! This is no parser. It knows just enough of Rust's and TypeScript's surface to tell a word
//! in the code from the same word in a comment or a string.

/// A string literal: the line it begins on, and what is between its quotes, escapes unread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Counted from 1.
    pub line: usize,
    /// As written.
    pub text: String,
}

/// A file taken apart.
pub struct Source {
    /// The text with comments and the insides of strings turned into spaces; lines stay lines.
    pub code: String,
    /// Every string literal outside of comments.
    pub literals: Vec<Literal>,
}

impl Source {
    /// Takes Rust apart, its test modules left out.
    pub fn rust(text: &str) -> Self {
        let whole = Scan::new(text, Tongue::Rust).run();
        let tests = test_spans(&whole.code);
        let inside = |line: usize| tests.iter().any(|(from, to)| (*from..=*to).contains(&line));
        let code = keep_lines(&whole.code, |line| !inside(line));
        let literals = whole.literals.into_iter().filter(|literal| !inside(literal.line)).collect();
        Self { code, literals }
    }

    /// Takes TypeScript apart.
    pub fn script(text: &str) -> Self {
        Scan::new(text, Tongue::Script).run()
    }

    /// The numbered lines of the code that hold the word, not as a part of a longer one.
    pub fn lines_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.lines().zip(1..).filter(move |(line, _)| has_word(line, word)).map(|(_, number)| number)
    }
}

/// Whether `word` stands in `text` with nothing word-like right before or after it.
pub fn has_word(text: &str, word: &str) -> bool {
    let wordy = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let open = |edge: Option<char>, neighbour: Option<char>| {
            !(edge.is_some_and(wordy) && neighbour.is_some_and(wordy))
        };
        open(word.chars().next(), before) && open(word.chars().next_back(), after)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tongue {
    Rust,
    Script,
}

struct Scan<'a> {
    rest: &'a str,
    tongue: Tongue,
    line: usize,
    code: String,
    literals: Vec<Literal>,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, tongue: Tongue) -> Self {
        Self { rest: text, tongue, line: 1, code: String::with_capacity(text.len()), literals: Vec::new() }
    }

    fn run(mut self) -> Source {
        while let Some(next) = self.rest.chars().next() {
            match next {
                '/' if self.rest.starts_with("//") => self.blank_until_line_end(),
                '/' if self.rest.starts_with("/*") => self.blank_comment(),
                '"' => self.quoted('"'),
                '`' if self.tongue == Tongue::Script => self.quoted('`'),
                '\'' if self.tongue == Tongue::Script => self.script_quote(),
                '\'' => self.rust_quote(),
                'r' if self.tongue == Tongue::Rust && self.raw_hashes().is_some() && self.word_begins() => {
                    self.raw_string();
                }
                _ => self.keep(next.len_utf8()),
            }
        }
        Source { code: self.code, literals: self.literals }
    }

    /// Moves `bytes` on, as they are.
    fn keep(&mut self, bytes: usize) {
        let (now, rest) = self.rest.split_at(bytes);
        self.line += now.matches('\n').count();
        self.code.push_str(now);
        self.rest = rest;
    }

    /// Moves `bytes` on and leaves spaces, so that columns and lines stay where they were.
    fn blank(&mut self, bytes: usize) -> &'a str {
        let (now, rest) = self.rest.split_at(bytes);
        self.line += now.matches('\n').count();
        self.code.extend(now.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
        now
    }

    fn blank_until_line_end(&mut self) {
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        self.blank(end);
    }

    fn blank_comment(&mut self) {
        // Rust nests block comments; a script does not, and nobody there writes one inside another.
        let (mut depth, mut at) = (0, 0);
        while at < self.rest.len() {
            let here = &self.rest[at..];
            if here.starts_with("/*") {
                (depth, at) = (depth + 1, at + 2);
            } else if here.starts_with("*/") {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 || self.tongue == Tongue::Script {
                    break;
                }
            } else {
                at += here.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.blank(at);
    }

    fn quoted(&mut self, quote: char) {
        let line = self.line;
        self.keep(1);
        let mut end = self.rest.len();
        let mut escaped = false;
        for (at, c) in self.rest.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                c if c == quote => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let text = self.blank(end).to_owned();
        self.literals.push(Literal { line, text });
        if !self.rest.is_empty() {
            self.keep(1);
        }
    }

    /// In a script `'` opens a string, but in the text of a page it may be an apostrophe.
    fn script_quote(&mut self) {
        let line_end = self.rest.find('\n').unwrap_or(self.rest.len());
        if self.rest[1..line_end].contains('\'') { self.quoted('\'') } else { self.keep(1) }
    }

    /// In Rust `'` opens a character or names a lifetime.
    fn rust_quote(&mut self) {
        let mut chars = self.rest[1..].chars();
        let (first, second) = (chars.next(), chars.next());
        if first == Some('\\') || second == Some('\'') {
            let skip = 1 + first.map_or(0, char::len_utf8) + usize::from(first == Some('\\'));
            let close =
                self.rest[skip.min(self.rest.len())..].find('\'').map_or(self.rest.len(), |at| skip + at + 1);
            self.blank(close);
        } else {
            self.keep(1);
        }
    }

    fn raw_hashes(&self) -> Option<usize> {
        let after = &self.rest[1..];
        let hashes = after.len() - after.trim_start_matches('#').len();
        after[hashes..].starts_with('"').then_some(hashes)
    }

    fn word_begins(&self) -> bool {
        let before = self.code.chars().next_back();
        before.is_none_or(|c| c == 'b' || c == 'c' || !(c.is_alphanumeric() || c == '_'))
    }

    fn raw_string(&mut self) {
        let hashes = self.raw_hashes().unwrap_or(0);
        let line = self.line;
        self.keep(hashes + 2);
        let close = format!("\"{}", "#".repeat(hashes));
        let end = self.rest.find(&close).unwrap_or(self.rest.len());
        let text = self.blank(end).to_owned();
        self.literals.push(Literal { line, text });
        self.keep(close.len().min(self.rest.len()));
    }
}

/// First and last line of each item under `#[cfg(test)]`.
fn test_spans(code: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    for (at, _) in code.match_indices("#[cfg(test)]") {
        let item = &code[at..];
        let line = |bytes: usize| code[..at + bytes].matches('\n').count() + 1;
        // `mod tests;` ends at its semicolon, `mod tests { … }` at the brace that closes it.
        let end = match (item.find('{'), item.find(';')) {
            (Some(brace), semicolon) if semicolon.is_none_or(|semicolon| brace < semicolon) => {
                brace + closing(&item[brace..], '{', '}')
            }
            (_, semicolon) => semicolon.unwrap_or(item.len()),
        };
        spans.push((line(0), line(end)));
    }
    spans
}

/// Where what opens at the beginning of the code is closed; its end when it is not.
pub fn closing(code: &str, opens: char, closes: char) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            c if c == opens => depth += 1,
            c if c == closes && depth == 1 => return at,
            c if c == closes => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    code.len()
}

fn keep_lines(code: &str, keep: impl Fn(usize) -> bool) -> String {
    let lines = code.lines().zip(1..).map(|(line, number)| if keep(number) { line } else { "" });
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &Source) -> Vec<(usize, &str)> {
        source.literals.iter().map(|literal| (literal.line, literal.text.as_str())).collect()
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        let source =
            Source::rust("let a = \"rand \\\" rand\"; // rand\n/* rand /* rand */ rand */ let b = 'r';\n");
        assert_eq!(source.lines_with("rand").count(), 0, "{}", source.code);
        assert_eq!(texts(&source), [(1, "rand \\\" rand")]);
        assert_eq!(source.lines_with("b").collect::<Vec<_>>(), [2], "code after a comment stays");
    }

    #[test]
    fn raw_strings_end_at_their_own_hashes() {
        let source = Source::rust("let a = r#\"one \"two\" three\"#; let b = r\"x\"; let bar = 1;");
        assert_eq!(texts(&source), [(1, "one \"two\" three"), (1, "x")]);
        assert!(source.code.contains("let bar = 1"));
    }

    #[test]
    fn lifetimes_open_no_character() {
        let source =
            Source::rust("fn f<'a>(x: &'a str) -> char { let q = '\\''; let d = '\"'; now(x, q, d) }");
        assert_eq!(source.lines_with("now").count(), 1, "{}", source.code);
        assert!(source.literals.is_empty());
    }

    #[test]
    fn test_modules_are_left_out_and_what_follows_is_not() {
        let text =
            "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { \"{\"; x.unwrap() }\n}\nfn c() { y.unwrap() }\n";
        let source = Source::rust(text);
        assert_eq!(source.lines_with(".unwrap()").collect::<Vec<_>>(), [6]);
        let outside = Source::rust("#[cfg(test)]\nmod tests;\nfn c() { y.unwrap() }\n");
        assert_eq!(outside.lines_with(".unwrap()").collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn an_apostrophe_in_a_page_opens_no_string() {
        let source = Source::script("<p>the clerk's</p>\nimport x from '../a';\n");
        assert_eq!(texts(&source), [(2, "../a")]);
    }

    #[test]
    fn a_word_is_not_found_inside_another() {
        assert!(has_word("use rand::Rng", "rand"));
        assert!(!has_word("operand", "rand"));
        assert!(!has_word("randomly", "rand"));
        assert!(has_word("a.unwrap()", ".unwrap()"));
        assert!(!has_word("a.unwrap_or(1)", ".unwrap()"));
    }
}
