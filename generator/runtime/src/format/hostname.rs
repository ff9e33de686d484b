//! The formats of host names: RFC 1123's, and those in any script (RFC 5890 to 5893).

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

use crate::format::is_label;

/// `hostname`: letters, digits and hyphens; a label that begins with `xn--` stands for one in
/// another script.
#[must_use]
pub fn hostname(text: &str) -> bool {
    let is_plain = |label: &str| {
        let is_encoded = label
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
        is_label(label) && (!is_encoded || idn_hostname(label))
    };
    text.is_ascii() && text.len() <= 253 && text.split('.').all(is_plain)
}

/// `idn-hostname`: labels in any script, or what stands for them.
#[must_use]
pub fn idn_hostname(text: &str) -> bool {
    let processor = Uts46::new();
    let ascii = processor.to_ascii(
        text.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::Check,
        DnsLength::Verify,
    );
    if ascii.is_err() {
        return false;
    }
    let (unicode, result) =
        processor.to_unicode(text.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
    result.is_ok() && unicode.split('.').all(is_unicode_label)
}

/// The rules of RFC 5892 that UTS 46 does not hold to.
fn is_unicode_label(label: &str) -> bool {
    let characters: Vec<char> = label.chars().collect();
    let holds = |(at, character): (usize, &char)| {
        let before = at.checked_sub(1).and_then(|at| characters.get(at)).copied();
        let after = characters.get(at + 1).copied();
        match *character {
            // MIDDLE DOT, between two `l`.
            '\u{b7}' => before == Some('l') && after == Some('l'),
            // GREEK LOWER NUMERAL SIGN, before Greek.
            '\u{375}' => after.is_some_and(is_greek),
            // HEBREW PUNCTUATION GERESH and GERSHAYIM, after Hebrew.
            '\u{5f3}' | '\u{5f4}' => before.is_some_and(is_hebrew),
            // KATAKANA MIDDLE DOT, beside Japanese.
            '\u{30fb}' => characters.iter().copied().any(is_japanese),
            character => !is_disallowed(character),
        }
    };
    let has = |from: char, to: char| characters.iter().any(|c| (from..=to).contains(c));
    let mixes_digits = has('\u{660}', '\u{669}') && has('\u{6f0}', '\u{6f9}');
    !mixes_digits && characters.iter().enumerate().all(holds)
}

fn is_greek(character: char) -> bool {
    matches!(character, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

fn is_hebrew(character: char) -> bool {
    matches!(character, '\u{591}'..='\u{5f4}' | '\u{fb1d}'..='\u{fb4f}')
}

/// Hiragana, Katakana and Han.
fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}')
        || matches!(character, '\u{31f0}'..='\u{31ff}' | '\u{3005}' | '\u{3007}')
        || matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
        || matches!(character, '\u{f900}'..='\u{faff}' | '\u{2_0000}'..='\u{3_ffff}')
}

/// The exceptions of RFC 5892, section 2.6, and the blocks that hold symbols only.
fn is_disallowed(character: char) -> bool {
    matches!(
        character,
        '\u{640}' | '\u{7fa}' | '\u{302e}' | '\u{302f}' | '\u{303b}'
    ) || matches!(character, '\u{3031}'..='\u{3035}')
        || matches!(character, '\u{80}'..='\u{bf}' | '\u{d7}' | '\u{f7}')
        || matches!(character, '\u{2010}'..='\u{214d}' | '\u{2190}'..='\u{2bff}')
        || matches!(character, '\u{1_f000}'..='\u{1_faff}')
}
