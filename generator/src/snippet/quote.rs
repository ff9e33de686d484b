//! A text as a literal of each language. Whatever the text, the literal ends where it should, says just
//! that text, and shows no character that is invisible or turns the direction of writing.

use std::fmt::Write as _;

use serde_json::Value;

/// Whether a character is spelt out, where a language can: it is invisible, ends lines, or turns text around.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a text can stand as it is over several lines.
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(|c| is_hidden(c) && c != '\n')
}

/// Text of JSON in which hidden characters are escapes.
fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c != '\n' && is_hidden(c) {
            true => escaped(&mut out, c),
            false => out.push(c),
        }
    }
    out
}

/// `\u202e`, in two halves where it takes more than four digits.
fn escaped(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// JSON on several lines.
pub fn pretty(value: &Value) -> String {
    visible_json(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// JSON on one line, in ASCII, as headers carry it.
pub fn ascii_json(value: &Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        match c.is_ascii() && !c.is_control() {
            true => out.push(c),
            false => escaped(&mut out, c),
        }
    }
    out
}

/// A text between double quotes, with what each language spells otherwise.
fn double(text: &str, also: &[char], hidden: impl Fn(&mut String, char)) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if also.contains(&c) => out.extend(['\\', c]),
            c if is_hidden(c) => hidden(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// For shells as POSIX has them. They cannot say NUL.
pub fn shell(text: &str) -> String {
    let text = text.replace('\0', "");
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A format for `printf` of POSIX that prints a text, whatever is in it.
pub fn printf(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        match c {
            '%' => out.push_str("%%"),
            // What begins with it would be an option.
            '-' if at == 0 => out.push_str("\\055"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    shell(&out)
}

/// For JavaScript.
pub fn javascript(text: &str) -> String {
    double(text, &[], escaped)
}

/// For Python.
pub fn python(text: &str) -> String {
    double(text, &[], |out, c| {
        let _ = match u32::from(c) {
            code @ ..=0xff => write!(out, "\\x{code:02x}"),
            code @ ..=0xffff => write!(out, "\\u{code:04x}"),
            code => write!(out, "\\U{code:08x}"),
        };
    })
}

/// For PHP: without variables, and with escapes only where it takes them.
pub fn php(text: &str) -> String {
    if !text.chars().any(is_hidden) {
        return format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
    }
    double(text, &['$'], |out, c| {
        let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
    })
}

/// For Java, which reads `\u` before anything else; no line ends are written so.
pub fn java(text: &str) -> String {
    double(text, &[], escaped)
}

/// For Java, as a block of several lines; a literal where a block cannot say it.
pub fn java_block(text: &str, indent: &str) -> String {
    let is_lost = |line: &str| line.ends_with([' ', '\t']);
    // What all lines begin with counts as indentation.
    let is_stripped = text
        .lines()
        .all(|line| line.is_empty() || line.starts_with(' '));
    // A constant takes 65,535 bytes at most.
    if text.len() > 16_000 {
        let pieces = pieces(text, 8_000);
        let pieces: Vec<_> = pieces.into_iter().map(java).collect();
        return format!(
            "String.join(\"\",\n{indent}    {})",
            pieces.join(&format!(",\n{indent}    "))
        );
    }
    if !text.contains('\n') || !is_plain(text) || is_stripped || text.lines().any(is_lost) {
        return java(text);
    }
    let text = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    // A quote at the end would run into the delimiter.
    let text = match text.strip_suffix('"') {
        Some(start) => format!("{start}\\\""),
        None => text,
    };
    format!("\"\"\"\n{}\"\"\"", indented(&text, indent))
}

/// A text in pieces of so many bytes, about.
fn pieces(text: &str, size: usize) -> Vec<&str> {
    let mut rest = text;
    let mut pieces = Vec::new();
    while rest.len() > size {
        let at = (size..rest.len()).find(|at| rest.is_char_boundary(*at));
        let (piece, after) = rest.split_at(at.unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

/// For C#.
pub fn csharp(text: &str) -> String {
    match text.contains('\n') && is_plain(text) {
        // Verbatim: only quotes mean anything.
        true => format!("@\"{}\"", text.replace('"', "\"\"")),
        false => double(text, &[], escaped),
    }
}

/// For Go.
pub fn go(text: &str) -> String {
    let is_better_raw = text.contains(['\n', '"']);
    if is_better_raw && is_plain(text) && !text.contains('`') {
        return format!("`{text}`");
    }
    double(text, &[], |out, c| {
        let _ = match u32::from(c) {
            code @ ..=0xffff => write!(out, "\\u{code:04x}"),
            code => write!(out, "\\U{code:08x}"),
        };
    })
}

/// Each line but the first behind an indentation, for JSON among code.
pub fn hanging(text: &str, indent: &str) -> String {
    text.replace('\n', &format!("\n{indent}"))
}

fn indented(text: &str, indent: &str) -> String {
    format!("{indent}{}", hanging(text, indent))
}
