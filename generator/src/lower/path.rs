//! A key of `paths` into what is sent of it: a path, and the query that some have behind a `?`.

use super::Lowerer;
use super::operation::Stated;
use crate::diagnostics::{Diagnostic, codes};

/// What of a key is sent, percent-encoded but for the names in braces.
pub(super) struct Target {
    pub(super) path: String,
    pub(super) query: String,
}

impl<'d> Lowerer<'d> {
    /// Splits the key of an operation, and says so where there is more in it than a path.
    pub(super) fn target(&mut self, stated: &Stated<'d>) -> Target {
        let (rest, fragment) = split(stated.path, '#');
        let (path, query) = split(rest, '?');
        if fragment.is_some() {
            let message = format!("the path `{}` has a fragment", stated.path);
            let diagnostic = Diagnostic::new(codes::PATH_WITH_FRAGMENT, message);
            let diagnostic = diagnostic.at_key(&stated.item_at.at, "what follows `#` is not sent");
            self.diagnostics.push(diagnostic);
        }
        if query.is_some() {
            let message = format!("the path `{}` has a query", stated.path);
            let diagnostic = Diagnostic::new(codes::PATH_WITH_QUERY, message);
            let label = "it is sent before the pairs of parameters";
            self.diagnostics
                .push(diagnostic.at_key(&stated.item_at.at, label));
        }
        Target {
            path: encoded(path, ""),
            query: query.map(|query| encoded(query, "?")).unwrap_or_default(),
        }
    }
}

/// What precedes a character outside of braces, and what follows it.
fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    let mut is_name = false;
    let at = text.find(|character| {
        match character {
            '{' => is_name = true,
            '}' => is_name = false,
            _ => {}
        }
        character == mark && !is_name
    });
    match at {
        Some(at) => (&text[..at], Some(&text[at + mark.len_utf8()..])),
        None => (text, None),
    }
}

/// Percent-encodes what RFC 3986 has in no path, but for names in braces and what is encoded
/// already.
fn encoded(text: &str, more: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_name = false;
    for (at, character) in text.char_indices() {
        let is_triple = || {
            let digits = text.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        is_name = (is_name || character == '{') && character != '}';
        let is_kept = is_name
            || character == '}'
            || character.is_ascii_alphanumeric()
            || "-._~!$&'()*+,;=:@/".contains(character)
            || more.contains(character)
            || character == '%' && is_triple();
        if is_kept {
            out.push(character);
            continue;
        }
        push_encoded(&mut out, character);
    }
    out
}

/// The same of a text in which nothing is a name, or encoded already.
pub(super) fn encoded_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character.is_ascii_alphanumeric() || "-._~/".contains(character) {
            true => out.push(character),
            false => push_encoded(&mut out, character),
        }
    }
    out
}

fn push_encoded(out: &mut String, character: char) {
    let mut bytes = [0; 4];
    for byte in character.encode_utf8(&mut bytes).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_path_has_is_encoded_and_names_are_kept() {
        assert_eq!(
            encoded("/a b/{pet id}/ä%20%/(x,y)", ""),
            "/a%20b/{pet id}/%C3%A4%20%25/(x,y)"
        );
        assert_eq!(encoded("a=?", "?"), "a=?");
    }

    #[test]
    fn a_mark_in_braces_is_part_of_a_name() {
        assert_eq!(split("/{a?}?b", '?'), ("/{a?}", Some("b")));
        assert_eq!(split("/a", '?'), ("/a", None));
    }
}
