//! Code into HTML in which strings, numbers, words of the language and comments have classes: enough to
//! read samples by, for all languages alike, and cheap for the thousands of a large document.

use maud::{Markup, PreEscaped};

/// Words that one of the languages has a meaning for.
const WORDS: &[&str] = &[
    "False", "None", "True", "async", "await", "class", "const", "curl", "defer", "echo", "false",
    "fn", "for", "func", "if", "import", "in", "let", "main", "new", "nil", "null", "package",
    "printf", "pub", "public", "return", "static", "throw", "true", "use", "using", "var", "void",
    "from", "throws",
];

/// Code of any of the languages.
pub fn code(text: &str) -> Markup {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, class) = token(rest, first);
        let (token, after) = rest.split_at(length);
        if class.is_empty() {
            push(&mut out, token);
        } else {
            out.push_str("<span class=\"");
            out.push_str(class);
            out.push_str("\">");
            push(&mut out, token);
            out.push_str("</span>");
        }
        rest = after;
    }
    PreEscaped(out)
}

/// The length of what a text begins with, and its class.
fn token(text: &str, first: char) -> (usize, &'static str) {
    let of = |is_in: fn(char) -> bool| text.find(|c| !is_in(c)).unwrap_or(text.len());
    match first {
        '"' if text.starts_with("\"\"\"") => {
            let end = text[3..].find("\"\"\"").map(|at| at + 6);
            (end.unwrap_or(text.len()), "s")
        }
        '"' | '\'' | '`' => (string(text, first), "s"),
        '/' if text.starts_with("// ") => (text.find('\n').unwrap_or(text.len()), "c"),
        '0'..='9' => (
            of(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_'),
            "n",
        ),
        c if c.is_alphabetic() || c == '_' || c == '$' => {
            let length = of(|c| c.is_alphanumeric() || c == '_' || c == '$');
            let is_word = WORDS.contains(&&text[..length]);
            (length, if is_word { "k" } else { "" })
        }
        c => {
            let is_other = |c: char| !c.is_alphanumeric() && !"\"'`/_$".contains(c);
            (of(is_other).max(c.len_utf8()), "")
        }
    }
}

/// The length of a string, in whose quotes a backslash keeps what follows from ending it.
fn string(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if quote != '`' => is_escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_text_stays_and_nothing_is_a_tag() {
        for text in [
            "",
            "\"",
            "'a\\'",
            "let x = `<b>` // y\n",
            "é<script>\u{1f600}&\"\"\"",
            "0x1f /",
        ] {
            let html = code(text).into_string();
            let bare = html
                .replace("</span>", "")
                .replace("<span class=\"s\">", "")
                .replace("<span class=\"n\">", "")
                .replace("<span class=\"k\">", "")
                .replace("<span class=\"c\">", "");
            assert!(!bare.contains(['<', '>', '"']), "{html}");
            let back = bare
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
            assert_eq!(back, text);
        }
    }
}
