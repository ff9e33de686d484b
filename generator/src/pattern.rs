//! A `pattern` of the document (ECMA-262) to what an engine of Rust reads.

/// A `pattern`, translated when the document is lowered.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// As the document writes it (ECMA-262), for messages.
    pub source: String,
    /// As the engine reads it; with several, each must match.
    pub translated: Vec<String>,
    /// Which engine runs it.
    pub engine: Engine,
}

impl Pattern {
    /// Whether a text may match: it does not where an engine says so.
    pub fn may_match(&self, text: &str) -> bool {
        self.translated.iter().all(|translated| {
            let engine = fancy_regex::RegexBuilder::new(translated)
                .backtrack_limit(BACKTRACK_LIMIT)
                .build();
            engine.is_ok_and(|engine| engine.is_match(text).unwrap_or(true))
        })
    }
}

/// What runs a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// `regex`: linear time.
    Linear,
    /// `fancy-regex` with a limit: look-around and back-references only.
    Backtracking,
}

/// How many steps back `fancy-regex` may take; the runtime sets the same.
const BACKTRACK_LIMIT: usize = 100_000;

/// Translates a pattern, and picks the engine that runs it: `regex`, which is
/// linear, wherever it can; `fancy-regex` only for look-around and
/// back-references.
///
/// # Errors
///
/// Why no engine can run it, in a sentence without a full stop.
pub fn translate(source: &str) -> Result<Pattern, String> {
    let pattern = |translated, engine| Pattern {
        source: source.to_owned(),
        translated,
        engine,
    };
    let source = &*escape_braces(source);
    if let Some(translated) = linear(source) {
        return Ok(pattern(vec![translated], Engine::Linear));
    }
    if let Some(parts) = jsonschema_regex::split_leading_lookaheads(source) {
        // Look-aheads at the start are patterns of their own that must all match.
        if let Some(translated) = parts.iter().map(|part| linear(part)).collect() {
            return Ok(pattern(translated, Engine::Linear));
        }
    }
    if !jsonschema_regex::is_valid_ecma_regex(source) {
        return Err("the pattern is not a regular expression of ECMA-262".to_owned());
    }
    let translated = spell_out_classes(source);
    match fancy_regex::RegexBuilder::new(&translated)
        .backtrack_limit(BACKTRACK_LIMIT)
        .build()
    {
        Ok(_) => Ok(pattern(vec![translated], Engine::Backtracking)),
        Err(error) => Err(format!("no engine of Rust runs the pattern: {error}")),
    }
}

/// Writes a backslash before braces that repeat nothing. Browsers take those for themselves, as
/// ECMA-262's annex B says, and so do authors; Rust's engines don't.
fn escape_braces(source: &str) -> String {
    let mut out = String::new();
    let mut in_class = false;
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' => escape_length(rest),
            '{' if !in_class => match repetition_length(rest) {
                Some(length) => length,
                None => {
                    out.push('\\');
                    1
                }
            },
            '}' if !in_class => {
                out.push('\\');
                1
            }
            c => c.len_utf8(),
        };
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out
}

/// The length of an escape at the start, with what it takes in braces: `\p{Lu}`.
fn escape_length(text: &str) -> usize {
    let mut chars = text.chars().skip(1);
    let Some(letter) = chars.next() else {
        return text.len();
    };
    let length = 1 + letter.len_utf8();
    match text.find('}') {
        Some(end) if matches!(letter, 'p' | 'P' | 'u' | 'x') && chars.next() == Some('{') => {
            end + 1
        }
        _ => length,
    }
}

/// The length of `{2}`, `{2,}` or `{2,3}` at the start.
fn repetition_length(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let (low, high) = match text[1..end].split_once(',') {
        Some((low, high)) => (low, high),
        None => (&text[1..end], ""),
    };
    let is_number = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
    (!low.is_empty() && is_number(low) && is_number(high)).then_some(end + 1)
}

fn linear(source: &str) -> Option<String> {
    let translated = jsonschema_regex::to_rust_regex(source).ok()?;
    regex::Regex::new(&translated).ok()?;
    Some(translated.into_owned())
}

/// Writes `\d`, `\w` and `\s` out as ECMA-262 means them, since Rust's engines
/// take them for classes of Unicode; and `/` without its backslash.
fn spell_out_classes(source: &str) -> String {
    const DIGIT: &str = "0-9";
    const WORD: &str = "A-Za-z0-9_";
    const SPACE: &str =
        r"\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}";
    let mut out = String::new();
    let mut in_class = false;
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(class @ ('d' | 'w' | 's')) => {
                    let members = match class {
                        'd' => DIGIT,
                        'w' => WORD,
                        _ => SPACE,
                    };
                    // Within a class, the brackets nest, which the engines allow.
                    out.extend(["[", members, "]"]);
                }
                Some(class @ ('D' | 'W' | 'S')) => {
                    let members = match class {
                        'D' => DIGIT,
                        'W' => WORD,
                        _ => SPACE,
                    };
                    out.extend(["[^", members, "]"]);
                }
                Some('/') => out.push('/'),
                Some('u') if chars.peek().is_some_and(char::is_ascii_hexdigit) => {
                    let digits: String = chars.by_ref().take(4).collect();
                    out.extend([r"\x{", &digits, "}"]);
                }
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            '[' if in_class => out.push_str(r"\["),
            '[' => {
                in_class = true;
                out.push('[');
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            // ECMA-262's `.` stops at every line terminator.
            '.' if !in_class => out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(source: &str, text: &str) -> bool {
        let pattern = translate(source).expect("a pattern");
        pattern
            .translated
            .iter()
            .all(|translated| match pattern.engine {
                Engine::Linear => regex::Regex::new(translated)
                    .expect("a translated pattern")
                    .is_match(text),
                Engine::Backtracking => fancy_regex::Regex::new(translated)
                    .expect("a translated pattern")
                    .is_match(text)
                    .expect("a match within the limit"),
            })
    }

    #[test]
    fn patterns_mean_what_ecma_262_says() {
        for (pattern, text, matches) in [
            (r"^\d$", "5", true),
            (r"^\d$", "\u{0665}", false),
            (r"^\w$", "_", true),
            (r"^\w$", "é", false),
            (r"^\W$", "é", true),
            (r"^\s$", "\u{a0}", true),
            (r"^\s$", "\u{feff}", true),
            (r"^\s$", "\u{85}", false),
            (r"^\S$", "\u{85}", true),
            (r"^[^\d]$", "\u{0665}", true),
            (r"^[\w-]$", "-", true),
            (r"^.$", "\u{2028}", false),
            (r"^.$", "\r", false),
            (r"^.$", "🐲", true),
            (r"^a$", "a\n", false),
            (r"^{a}$", "{a}", true),
            (r"^(?:{[0-9a-f]{2}}|x{2,})$", "{0a}", true),
            (r"^(?:{[0-9a-f]{2}}|x{2,})$", "xxx", true),
            (r"^[{}]\p{Lu}{2}$", "{AB", true),
            (r"a", "bab", true),
            (r"^\u0041$", "A", true),
            (r"^\x41$", "A", true),
            (r"^\cA$", "\u{1}", true),
            (r"^\/$", "/", true),
            (r"^[a\]b]$", "]", true),
            (r"^[[]$", "[", true),
            (r"^[a&&b]+$", "a&b", true),
            (r"^\p{Lu}$", "É", true),
            (r"^(?=.*\d)(?=.*[a-z]).{3,}$", "ab1", true),
            (r"^(?=.*\d)(?=.*[a-z]).{3,}$", "abc", false),
            (r"^(?!\d)\w+$", "a1", true),
            (r"^(?!\d)\w+$", "1a", false),
            (r"^(?!\d).+$", "\u{0665}", true),
            (r"^(a|b)\1$", "aa", true),
            (r"^(a|b)\1$", "ab", false),
            (r"(?<=\$)\d+", "$5", true),
        ] {
            assert_eq!(is_match(pattern, text), matches, "{pattern} on {text:?}");
        }
    }

    #[test]
    fn linear_where_possible() {
        for (pattern, expected) in [
            (r"^\d+$", Engine::Linear),
            (r"^(a+)+$", Engine::Linear),
            (r"^(?=.*\d).*$", Engine::Linear),
            (r"^(\w+\s?)*$", Engine::Linear),
            (r"^(?!x)", Engine::Backtracking),
        ] {
            let engine = translate(pattern).expect("a pattern").engine;
            assert_eq!(engine, expected, "{pattern}");
        }
    }

    #[test]
    fn what_no_engine_runs_is_refused() {
        for pattern in ["(", "[a", "a{2,1}", r"(?<n>a)(?<n>b)\k<m>", r"\p{Nonsense}"] {
            assert!(translate(pattern).is_err(), "{pattern}");
        }
    }
}
