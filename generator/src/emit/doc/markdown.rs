//! CommonMark of a document to Markdown that rustdoc shows, and does nothing else with.
//!
//! Rather than follow CommonMark's rules of what is code, each line is made
//! safe in itself: a fence always stands at the left margin, where nothing
//! around it can end it, and no other line keeps enough indentation for a code
//! block. So nothing can come out as Rust code, which `cargo test` would run.

/// A description, line by line.
pub fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = Vec::new();
    let mut source = text.trim_matches('\n').split('\n');
    while let Some(line) = source.next() {
        match Fence::open(line) {
            Some(fence) => fence.copy(&mut source, &mut out),
            None => out.push(outside_code(line)),
        }
    }
    while out.last().is_some_and(|line| line.trim().is_empty()) {
        out.pop();
    }
    out
}

/// Text for within a line: what would be a link, HTML or a control is shown as it is.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // What makes a heading, a list or a fence at the start of a line must not here.
    let rest = line.trim_start_matches(['#', '>', '~', '=']).trim_start();
    escape(if rest.is_empty() { &line } else { rest }, &mut out);
    out
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Adds a character; one that is invisible or turns the text around is spelt out.
pub(super) fn push_visible(out: &mut String, c: char) {
    let hidden = c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    // Joiners are part of ordinary text: of emoji, and of several scripts.
    if hidden && !matches!(c, '\u{200c}' | '\u{200d}') {
        out.push_str(&c.escape_unicode().to_string());
    } else {
        out.push(c);
    }
}

/// A code fence of the document, in whatever list or quotation it stands.
struct Fence {
    marker: char,
    length: usize,
    indent: usize,
}

impl Fence {
    fn open(line: &str) -> Option<Self> {
        let rest = after_containers(line);
        let marker = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = rest.chars().take_while(|c| *c == marker).count();
        let info = &rest[length..];
        let opens = length >= 3 && !(marker == '`' && info.contains('`'));
        opens.then(|| Self {
            marker,
            length,
            indent: line.len() - rest.len(),
        })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let rest = after_containers(line).trim_end();
        rest.len() >= self.length && rest.chars().all(|c| c == self.marker)
    }

    /// Copies the code up to the closing fence as a block of text.
    fn copy<'a>(&self, source: &mut impl Iterator<Item = &'a str>, out: &mut Vec<String>) {
        let mut code = Vec::new();
        for line in source {
            if self.is_closed_by(line) {
                break;
            }
            let margin = line
                .chars()
                .take(self.indent)
                .take_while(|c| matches!(c, ' ' | '\t' | '>'))
                .count();
            let mut shown = String::with_capacity(line.len());
            for c in line[margin..].replace('\t', "    ").chars() {
                push_visible(&mut shown, c);
            }
            code.push(shown);
        }
        let longest = code
            .iter()
            .map(|line| longest_run(line, '`'))
            .max()
            .unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        if out.last().is_some_and(|line| !line.is_empty()) {
            out.push(String::new());
        }
        out.push(format!("{fence}text"));
        out.extend(code);
        out.push(fence);
    }
}

/// What follows the indentation, quotation marks and bullets of a line.
fn after_containers(line: &str) -> &str {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        match bullet(rest) {
            Some(length) => rest = &rest[length..],
            None => return rest,
        }
    }
}

/// The length of the list marker that a line begins with.
fn bullet(line: &str) -> Option<usize> {
    let digits = line.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let marker = match line.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if digits > 0 => digits + 1,
        _ => return None,
    };
    let followed = line
        .as_bytes()
        .get(marker)
        .is_some_and(|byte| matches!(byte, b' ' | b'\t'));
    followed.then_some(marker)
}

/// A line that is no code: its indentation is cut, and what is left is escaped.
fn outside_code(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    // Three columns nest a list, and cannot begin a code block.
    out.push_str(&"   "[..indent.min(3)]);
    let mut rest = line.trim_start_matches([' ', '\t']);
    loop {
        if let Some(quoted) = rest.strip_prefix('>') {
            out.push('>');
            rest = quoted;
        } else if let Some(length) = bullet(rest) {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        } else {
            break;
        }
        if rest.starts_with([' ', '\t']) {
            out.push(' ');
            rest = rest.trim_start_matches([' ', '\t']);
        }
    }
    // A row of a table may need its bars in code escaped; a tilde fence that does not open is text.
    escape(rest, &mut out);
    out
}

/// Escapes what is not plain text, code spans and links to the web aside.
fn escape(text: &str, out: &mut String) {
    let in_table = text.starts_with('|');
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' => escaped_character(rest, out),
            '`' => code_span(rest, in_table, out),
            '[' => web_link(rest, out),
            '<' => angle(rest, out),
            'h' if !out.ends_with(|before: char| before.is_alphanumeric()) => bare_url(rest, out),
            _ => None,
        };
        let taken = taken.unwrap_or_else(|| {
            match c {
                '\\' => out.push_str("\\\\"),
                '`' | '[' | ']' | '<' => {
                    out.push('\\');
                    out.push(c);
                }
                '\t' => out.push(' '),
                c => push_visible(out, c),
            }
            c.len_utf8()
        });
        rest = &rest[taken..];
    }
}

/// A backslash and the punctuation that it escapes.
fn escaped_character(text: &str, out: &mut String) -> Option<usize> {
    let next = text.chars().nth(1).filter(char::is_ascii_punctuation)?;
    out.push('\\');
    out.push(next);
    Some(2)
}

/// A code span that ends on its line.
fn code_span(text: &str, in_table: bool, out: &mut String) -> Option<usize> {
    let length = text.bytes().take_while(|byte| *byte == b'`').count();
    let mut position = length;
    while position < text.len() {
        let run = text[position..]
            .bytes()
            .take_while(|byte| *byte == b'`')
            .count();
        if run == length {
            let end = position + run;
            for c in text[..end].chars() {
                if in_table && c == '|' && !out.ends_with('\\') {
                    out.push('\\');
                }
                push_visible(out, if c == '\t' { ' ' } else { c });
            }
            return Some(end);
        }
        position += run.max(text[position..].chars().next().map_or(1, char::len_utf8));
    }
    // No run of that length follows, so the whole run is text.
    for _ in 0..length {
        out.push_str("\\`");
    }
    Some(length)
}

/// `[text](https://…)`, the only links that stay links.
fn web_link(text: &str, out: &mut String) -> Option<usize> {
    // The label ends at the first of these, so brackets that open nothing cost no search to the end.
    let end = text[1..].find(['[', ']', '`', '<', '\\', '!'])?;
    let (label, rest) = text[1..].split_at(end);
    let after = rest.strip_prefix("](")?;
    let url = &after[..closing_parenthesis(after)?];
    if label.is_empty() || !is_web_url(url) {
        return None;
    }
    out.push('[');
    escape_label(label, out);
    out.push_str("](");
    push_url(out, url);
    out.push(')');
    Some(1 + label.len() + 2 + url.len() + 1)
}

/// How long an address in parentheses may be: the end of one is looked for no further.
const LONGEST_URL: usize = 4096;

/// Where a parenthesis that was opened before closes.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take(LONGEST_URL) {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Adds an address; its parentheses would end a link.
fn push_url(out: &mut String, url: &str) {
    out.push_str(&url.replace('(', "%28").replace(')', "%29"));
}

/// A link's text, in which an address is no link of its own.
fn escape_label(label: &str, out: &mut String) {
    for c in label.chars() {
        push_visible(out, if c == '\t' { ' ' } else { c });
    }
}

/// `<https://…>`, and `<br>`, which is a space; all other tags are shown as they are.
fn angle(text: &str, out: &mut String) -> Option<usize> {
    let end = text[1..].find(['<', '>'])?;
    let (inside, rest) = text[1..].split_at(end);
    if !rest.starts_with('>') {
        return None;
    }
    let name = inside.trim_matches(['/', ' ']);
    if name.eq_ignore_ascii_case("br") {
        out.push(' ');
    } else if is_web_url(inside) {
        out.push('<');
        out.push_str(inside);
        out.push('>');
    } else {
        return None;
    }
    Some(inside.len() + 2)
}

/// An address in running text, which rustdoc wants in angle brackets.
fn bare_url(text: &str, out: &mut String) -> Option<usize> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme))?;
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '[' | ']' | '|' | '\\')
        })
        .unwrap_or(text.len());
    let mut url = &text[..end];
    loop {
        let cut = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let cut = match cut.strip_suffix(')') {
            Some(inside) if cut.matches(')').count() > cut.matches('(').count() => inside,
            _ => cut,
        };
        if cut.len() == url.len() {
            break;
        }
        url = cut;
    }
    if is_web_url(url) {
        out.push('<');
        push_url(out, url);
        out.push('>');
        return Some(url.len());
    }
    // Half an address is no link; the backslash keeps rustdoc from looking for one.
    out.push_str(&scheme.replace(':', "\\:"));
    Some(scheme.len())
}

fn is_web_url(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && !url.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '`' | '\\' | '[' | ']')
        })
        && url.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        lines(text).join("\n")
    }

    #[test]
    fn every_fence_is_text_at_the_margin() {
        assert_eq!(
            shown("a\n```rust\npanic!();\n```\nb"),
            "a\n\n```text\npanic!();\n```\nb"
        );
        assert_eq!(
            shown("- item\n\n    ~~~\n    x\n      y\n    ~~~"),
            "- item\n\n```text\nx\n  y\n```"
        );
        assert_eq!(shown("> ```\n> x\n> ```"), "```text\nx\n```");
        assert_eq!(shown("- ```js\n  x\n  ```"), "```text\nx\n```");
        assert_eq!(shown("```\nnever closed"), "```text\nnever closed\n```");
        assert_eq!(shown("~~~\n```\n~~~"), "````text\n```\n````");
    }

    #[test]
    fn no_indentation_makes_a_code_block() {
        assert_eq!(
            shown("a\n\n    code();\n\n\tcode();"),
            "a\n\n   code();\n\n code();"
        );
        assert_eq!(
            shown("-      code();\n>      code();\n1.\t\tcode();"),
            "- code();\n> code();\n1. code();"
        );
    }

    #[test]
    fn only_links_to_the_web_are_links() {
        assert_eq!(
            shown("[a](https://b.c/d) [Vec] [x](y) [z][0]"),
            "[a](https://b.c/d) \\[Vec\\] \\[x\\](y) \\[z\\]\\[0\\]"
        );
        assert_eq!(
            shown("see https://b.c/d. (http://e)"),
            "see <https://b.c/d>. (<http://e>)"
        );
        assert_eq!(
            shown("<https://b.c> <javascript:x>"),
            "<https://b.c> \\<javascript:x>"
        );
    }

    #[test]
    fn html_is_shown() {
        assert_eq!(
            shown("<script>a</script> a<br/>b Vec<T>"),
            "\\<script>a\\</script> a b Vec\\<T>"
        );
        assert_eq!(
            shown("`Vec<T>` and ``a ` b`` and `open <x>"),
            "`Vec<T>` and ``a ` b`` and \\`open \\<x>"
        );
        assert_eq!(shown("| `a|b` |"), "| `a\\|b` |");
    }

    #[test]
    fn nothing_hidden_survives() {
        assert_eq!(
            shown("a\u{202e}b\0c\u{1b}[0m"),
            "a\\u{202e}b\\u{0}c\\u{1b}\\[0m"
        );
        assert_eq!(inline("# a\nb\u{2066}"), "a b\\u{2066}");
    }
}
