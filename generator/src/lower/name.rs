//! Names of the document → identifiers of Rust: valid, unique in their scope,
//! and the same however the document is ordered.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::ir::Name;
use crate::reserved;

/// How an identifier is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Types and variants.
    Camel,
    /// Fields, methods and modules.
    Snake,
}

/// Names that are taken in one scope: a module, a struct, an enum.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, u32>,
}

impl Scope {
    /// A scope in which some names are taken from the start.
    pub fn reserving(names: &[&str]) -> Self {
        let names = names.iter();
        Self {
            taken: names.map(|name| ((*name).to_owned(), 1)).collect(),
        }
    }

    /// Whether the name is free.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(name)
    }

    /// Takes the identifier, unless it is taken.
    pub fn take_free(&mut self, identifier: &str, case: Case) -> Option<Name> {
        let identifier = bounded(identifier, case);
        self.is_free(identifier).then(|| {
            self.taken.insert(identifier.to_owned(), 1);
            Name::new(identifier)
        })
    }

    /// Takes the identifier, or the first of `Name2`, `Name3` … (`name_2` …) that is free.
    pub fn take(&mut self, identifier: &str, case: Case) -> Name {
        if let Some(name) = self.take_free(identifier, case) {
            return name;
        }
        let identifier = bounded(identifier, case);
        // Keywords have an underscore already; two in a row are the mark of the generator's own.
        let plain = identifier.trim_end_matches('_');
        let mut number = self.taken.get(identifier).copied().unwrap_or(1);
        let mut candidate = identifier.to_owned();
        while self.taken.contains_key(&candidate) {
            number += 1;
            candidate = match case {
                // `V1` and 2 would read as twelve without something between them.
                Case::Camel if plain.ends_with(|last: char| last.is_ascii_digit()) => {
                    format!("{plain}N{number}")
                }
                Case::Camel => format!("{plain}{number}"),
                Case::Snake => format!("{plain}_{number}"),
            };
        }
        self.taken.insert(identifier.to_owned(), number);
        self.taken.entry(candidate.clone()).or_insert(1);
        Name::new(candidate)
    }
}

/// An identifier, as long as a name of that kind may be.
fn bounded(identifier: &str, case: Case) -> &str {
    match case {
        Case::Camel => &identifier[..name_end(identifier)],
        Case::Snake => identifier,
    }
}

/// Where a type's name ends, so that rustdoc's file of it, or of what is named after it, can exist:
/// file systems take 255 bytes, and rustdoc adds up to 13 of its own.
fn name_end(identifier: &str) -> usize {
    let mut end = identifier.len().min(MAX_TYPE_NAME);
    while !identifier.is_char_boundary(end) {
        end -= 1;
    }
    end
}

const MAX_TYPE_NAME: usize = 200;

/// Allocates names for a set of wire names at once.
///
/// An identifier that several ask for is that of the plainest of them; the others get numbers, which
/// are no identifiers that any of them asks for. So the order of the set changes nothing, and neither
/// does a newcomer that is less plain than those that are there.
pub fn allocate(wires: &[&str], case: Case, scope: &mut Scope) -> Vec<Name> {
    let identifiers: Vec<String> = wires.iter().map(|wire| identifier(wire, case)).collect();
    let asked: Vec<(&str, &str)> = identifiers
        .iter()
        .map(String::as_str)
        .zip(wires.iter().copied())
        .collect();
    allocate_as(&asked, case, scope)
}

/// As [`allocate`], for identifiers that are made of the wire names in another way.
pub fn allocate_as(asked: &[(&str, &str)], case: Case, scope: &mut Scope) -> Vec<Name> {
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by_cached_key(|&index| plainness(asked[index].1, asked[index].0));
    let mut names: Vec<Option<Name>> = vec![None; asked.len()];
    for &index in &order {
        names[index] = scope.take_free(asked[index].0, case);
    }
    for index in order {
        names[index].get_or_insert_with(|| scope.take(asked[index].0, case));
    }
    names.into_iter().flatten().collect()
}

/// How far a name of the document is from the identifier that it asks for; the least is the plainest.
///
/// What is the identifier itself comes first, then what has its words in small letters with
/// underscores, then what has other signs, and last what has capital letters: `created_at`,
/// `-created_at`, `createdAt`.
pub fn plainness<'w>(wire: &'w str, identifier: &str) -> impl Ord + use<'w> {
    let signs = wire.chars().filter(|letter| !letter.is_alphanumeric());
    // `plus_1` before `+1`, and `a_b` before `a b`.
    let others = signs.clone().filter(|sign| *sign != '_');
    (
        wire != identifier,
        wire != identifier.to_snake_case(),
        wire.chars().any(char::is_uppercase),
        others.count(),
        signs.count(),
        wire,
    )
}

/// The order in which properties or parameters are read, whose types may be named after them: those that
/// are called as they ask for, in theirs, and then the others by their names. So the order of what
/// asks for one name does not change what their types are called.
pub fn reading_order<'w>(wires: impl Iterator<Item = &'w str>, names: &[Name]) -> Vec<usize> {
    let is_plain = wires
        .zip(names)
        .map(|(wire, name)| name.as_str() == identifier(wire, Case::Snake));
    let is_plain: Vec<bool> = is_plain.collect();
    let mut order: Vec<usize> = (0..is_plain.len()).collect();
    order.sort_by_key(|&index| (!is_plain[index]).then(|| names[index].as_str()));
    order
}

/// What is named after a type: `PetBuilder`. An underscore that tells it from a keyword is not needed.
pub fn named_after(name: &str, ending: &str) -> String {
    format!("{}{ending}", name.trim_end_matches('_'))
}

/// The identifier that a name of the document asks for.
pub fn identifier(wire: &str, case: Case) -> String {
    let spelled = spell_symbols(wire);
    let text = match case {
        Case::Camel => spelled.to_upper_camel_case(),
        Case::Snake => spelled.to_snake_case(),
    };
    let starts_well = text
        .chars()
        .next()
        .is_some_and(|first| first.is_alphabetic());
    let text = match (text.is_empty(), starts_well, case) {
        (true, _, Case::Camel) => "Empty".to_owned(),
        (true, _, Case::Snake) => "empty".to_owned(),
        (false, true, _) => text,
        (false, false, Case::Camel) => format!("N{text}"),
        (false, false, Case::Snake) => format!("n{text}"),
    };
    if reserved::is_keyword(&text) {
        format!("{text}_")
    } else {
        text
    }
}

/// Keeps what an identifier may hold, and spells out signs that alone tell two names apart.
fn spell_symbols(wire: &str) -> String {
    let mut out = String::with_capacity(wire.len());
    let mut characters = wire.chars().peekable();
    let is_alone = |character: char| wire.len() == character.len_utf8();
    // Whether there are only spaces yet.
    let mut leads = true;
    while let Some(character) = characters.next() {
        let before = out.len();
        let before_digit = characters.peek().is_some_and(char::is_ascii_digit);
        match character {
            '+' if leads => out.push_str("plus "),
            '-' if leads && before_digit => out.push_str("minus "),
            '<' => out.push_str(" lt "),
            '>' => out.push_str(" gt "),
            '=' => out.push_str(" eq "),
            '*' if is_alone(character) => out.push_str("any"),
            '$' | '@' | '#' => out.push(' '),
            '!' if leads => out.push_str("not "),
            // Letters of other scripts are valid; marks and look-alike forms only invite warnings.
            character if character.is_ascii_alphanumeric() => out.push(character),
            character if !character.is_ascii() && is_plain_letter(character) => out.push(character),
            _ => out.push(' '),
        }
        leads = leads && out[before..].trim_end().is_empty();
    }
    out
}

/// Letters that rustc accepts in identifiers without any lint.
fn is_plain_letter(character: char) -> bool {
    character.is_alphabetic()
        && matches!(u32::from(character), 0xC0..=0x24F | 0x391..=0x3C9 | 0x410..=0x44F | 0x4E00..=0x9FFF | 0x3041..=0x30FF | 0xAC00..=0xD7A3)
}

#[cfg(test)]
mod tests {
    use super::{Case, Scope, allocate, identifier};
    use crate::ir::Name;

    #[test]
    fn spells_what_rust_cannot() {
        let cases = [
            ("petId", Case::Snake, "pet_id"),
            ("HTTPServer", Case::Camel, "HttpServer"),
            ("+1", Case::Camel, "Plus1"),
            ("-1", Case::Camel, "Minus1"),
            ("type", Case::Snake, "type_"),
            ("self", Case::Camel, "Self_"),
            ("2fa", Case::Snake, "n2fa"),
            ("😀", Case::Snake, "empty"),
            ("", Case::Camel, "Empty"),
            ("größe", Case::Snake, "größe"),
            (">=", Case::Camel, "GtEq"),
        ];
        for (wire, case, expected) in cases {
            assert_eq!(identifier(wire, case), expected, "{wire}");
        }
    }

    #[test]
    fn the_plain_spelling_keeps_its_name_in_any_order() {
        for wires in [["petId", "pet_id", "PetId"], ["PetId", "petId", "pet_id"]] {
            let names = allocate(&wires, Case::Snake, &mut Scope::default());
            let plain = wires
                .iter()
                .position(|wire| *wire == "pet_id")
                .map(|index| names[index].as_str());
            assert_eq!(plain, Some("pet_id"));
            let camel = wires
                .iter()
                .position(|wire| *wire == "petId")
                .map(|index| names[index].as_str());
            assert_eq!(camel, Some("pet_id_3"));
        }
    }

    #[test]
    fn what_is_less_plain_takes_no_name_from_what_is_there() {
        let mut wires = vec!["created_at"];
        for added in ["created-at", "-created_at", "createdAt", "CREATED_AT"] {
            let before = allocate(&wires, Case::Camel, &mut Scope::default());
            wires.push(added);
            let after = allocate(&wires, Case::Camel, &mut Scope::default());
            assert_eq!(after[..before.len()], before, "{added}");
        }
        for (there, added) in [("plus_1", "+1"), ("a_b", "a b")] {
            let both = allocate(&[added, there], Case::Camel, &mut Scope::default());
            let alone = allocate(&[there], Case::Camel, &mut Scope::default());
            assert_eq!(both[1], alone[0], "{added}");
        }
        // A number is no name that another asks for.
        wires.insert(0, "created_at_2");
        let names = allocate(&wires, Case::Camel, &mut Scope::default());
        let names: Vec<_> = names.iter().map(Name::as_str).collect();
        assert_eq!(
            names,
            [
                "CreatedAt2",
                "CreatedAt",
                "CreatedAt3",
                "CreatedAt4",
                "CreatedAt5",
                "CreatedAt6"
            ]
        );
    }

    #[test]
    fn no_name_has_the_mark_of_the_generators_own() {
        let mut scope = Scope::default();
        for wire in [
            "a__b", "__call", "type", "type_", "type__", "_", "__", "a_ _b", "Self_",
        ] {
            for case in [Case::Snake, Case::Camel] {
                let name = scope.take(&identifier(wire, case), case);
                assert!(!name.as_str().contains("__"), "{name:?}");
                assert!(!name.as_str().starts_with('_'), "{name:?}");
            }
        }
    }

    #[test]
    fn numbers_never_meet_a_name_that_has_one() {
        let mut scope = Scope::default();
        assert_eq!(scope.take("Pet2", Case::Camel).as_str(), "Pet2");
        assert_eq!(scope.take("Pet", Case::Camel).as_str(), "Pet");
        assert_eq!(scope.take("Pet", Case::Camel).as_str(), "Pet3");
        assert_eq!(scope.take("Pet2", Case::Camel).as_str(), "Pet2N2");
    }
}
