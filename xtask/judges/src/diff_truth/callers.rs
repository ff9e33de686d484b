//! Changes of public items to a program with a function for each, which uses the item as it was
//! declared: one that compiles against the old crate, and against the new one where nothing breaks.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use faircopy::diff::Change;
use faircopy::diff::rust::Bump;
use faircopy::diff::{Finding, Report};

/// The use of an item, and the finding that its change stands at.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    /// The finding's number in its report.
    pub finding: usize,
    pub item: String,
    /// Whether it is said to compile no more.
    pub is_major: bool,
    /// What of a function follows its name, on one line.
    function: String,
}

/// A caller for each change of an item that was there and that a function can be written for.
pub(super) fn callers(report: &Report) -> Vec<Caller> {
    let findings = report.findings.iter().enumerate();
    let all = findings.flat_map(|(number, finding)| of_finding(number, finding));
    all.collect()
}

fn of_finding(number: usize, finding: &Finding) -> Vec<Caller> {
    let changes = finding.rust.iter();
    let callers = changes.filter_map(|change| {
        Some(Caller {
            finding: number,
            item: change.item.clone(),
            is_major: change.bump == Bump::Major,
            function: function(change)?,
        })
    });
    callers.collect()
}

/// The program: its imports, then a function a line. Returns it with the line of the first.
pub(super) fn program(
    name: &str,
    modules: &BTreeSet<String>,
    callers: &[Caller],
    left: &BTreeSet<usize>,
) -> (String, usize) {
    let mut text = String::from("#![allow(warnings)]\n");
    let _ = writeln!(
        text,
        "extern crate {name} as krate;\nuse std::fmt::Debug; use std::hash::Hash; use krate::*;"
    );
    for module in modules {
        let _ = writeln!(text, "use krate::operations::{module}::*;");
    }
    text.push_str("fn main() {}\n");
    let first = text.lines().count() + 1;
    for (number, caller) in callers.iter().enumerate() {
        match left.contains(&number) {
            true => _ = writeln!(text, "fn f{number}{}", caller.function),
            false => text.push('\n'),
        }
    }
    (text, first)
}

/// What uses an item as it was declared.
fn function(change: &Change) -> Option<String> {
    let before = change.before.as_deref()?;
    // What it was of is told behind it where its name means something else.
    let before = before.split(" // ").next()?;
    let item = change.item.as_str();
    if let Some((ty, name)) = item.split_once(": ") {
        return implements(ty, name, before);
    }
    if let Some(ty) = before.strip_prefix("pub type ") {
        let (name, of) = ty.split_once(" = ")?;
        return Some(format!("(x: {name}) -> {of} {{ x }}"));
    }
    if before.starts_with("pub struct ") || before.starts_with("pub enum ") {
        return Some(declared(item, before, change.after.as_deref()));
    }
    if let Some(signature) = before.strip_prefix("pub fn ") {
        let (ty, _) = item.rsplit_once("::")?;
        return calls(ty, signature, change.bump == Bump::Major);
    }
    if let Some(field) = before.strip_prefix("pub ") {
        let (name, of) = field.split_once(": ")?;
        let (ty, _) = item.rsplit_once('.')?;
        return Some(format!("(x: &{ty}) {{ let _: &{of} = &x.{name}; }}"));
    }
    let (ty, _) = item.rsplit_once("::")?;
    match before.split_once('(') {
        Some((variant, of)) => {
            let of = of.strip_suffix(')')?.trim_end_matches(", ");
            Some(format!(
                "(x: {ty}) {{ if let {ty}::{variant}(y) = x {{ let _: {of} = y; }} }}"
            ))
        }
        None => Some(format!(
            "(x: &{ty}) -> bool {{ matches!(x, {ty}::{before}) }}"
        )),
    }
}

/// What uses a type as what it was: where it is declared otherwise now, what only the old declaration
/// allows.
fn declared(item: &str, before: &str, after: Option<&str>) -> String {
    let was_struct = before.starts_with("pub struct ");
    let after = after.unwrap_or_default();
    let is_alias = after.strip_prefix("pub type ");
    let of = is_alias.and_then(|alias| Some(alias.split_once(" = ")?.1));
    match of {
        // One type has one implementation.
        Some(of) => {
            format!("() {{ trait Own {{}} impl Own for {item} {{}} impl Own for {of} {{}} }}")
        }
        None if was_struct && after.starts_with("pub enum ") => {
            format!("(x: {item}) {{ let {item} {{ .. }} = x; }}")
        }
        None if !was_struct && after.starts_with("pub struct ") => {
            format!("() {{ use {item}::*; }}")
        }
        None => format!("(_: &{item}) {{}}"),
    }
}

fn implements(ty: &str, name: &str, before: &str) -> Option<String> {
    const KNOWN: [&str; 8] = [
        "Eq",
        "PartialEq",
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "Hash",
        "std::hash::Hash",
    ];
    if name == "path" {
        return Some(format!("(_: krate::{before}) {{}}"));
    }
    KNOWN
        .contains(&name)
        .then(|| format!("() {{ fn has<T: {name}>() {{}} has::<{ty}>(); }}"))
}

/// A call with arguments of the types that were declared. A function that is said to break is named as
/// a value too, of the type that it had: what is passed may still turn into what is taken.
fn calls(ty: &str, signature: &str, is_major: bool) -> Option<String> {
    let ty = ty.replace("'a", "'_");
    let open = signature.find('(')?;
    let name = &signature[..open];
    let close = closing(&signature[open..])? + open;
    let arguments = arguments(&signature[open + 1..close]);
    let output = signature[close + 1..]
        .trim()
        .strip_prefix("->")
        .unwrap_or("()");
    let output = output.trim().replace("Self", &ty);
    let mut parameters = Vec::new();
    let mut given = Vec::new();
    let mut own = None;
    for (number, argument) in arguments.iter().enumerate() {
        match argument.as_str() {
            "self" => own = Some(ty.clone()),
            "&self" => own = Some(format!("&{ty}")),
            other => {
                let (_, of) = other.split_once(": ")?;
                // Whatever an argument took, callers may have given: they are generic where it was.
                parameters.push(format!("a{number}: {of}"));
                given.push(format!("a{number}"));
            }
        }
    }
    let given = given.join(", ");
    let call = match &own {
        Some(of) => {
            parameters.insert(0, format!("x: {of}"));
            format!("x.{name}({given})")
        }
        None => format!("{ty}::{name}({given})"),
    };
    let of: Vec<&str> = parameters
        .iter()
        .filter_map(|parameter| Some(parameter.split_once(": ")?.1))
        .collect();
    let value = match is_major && !signature.contains("impl ") && !signature.contains("'a") {
        true => format!(
            " let _: fn({}) -> {output} = <{ty}>::{name};",
            of.join(", ")
        ),
        false => String::new(),
    };
    Some(format!(
        "({}) {{ let _: {output} = {call};{value} }}",
        parameters.join(", ")
    ))
}

/// Where the first bracket of a text closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(index),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Arguments, apart at the commas that are in no brackets.
fn arguments(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (index, letter) in text.char_indices() {
        match letter {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                all.push(text[start..index].trim().to_owned());
                start = index + 1;
            }
            _ => {}
        }
    }
    all.push(text[start..].trim().to_owned());
    all.retain(|one| !one.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(item: &str, before: &str) -> Option<String> {
        function(&Change {
            bump: Bump::Major,
            item: item.to_owned(),
            before: Some(before.to_owned()),
            after: None,
            because: None,
        })
    }

    #[test]
    fn items_are_used_as_they_were_declared() {
        let expected = [
            (
                "Pet.name",
                "pub name: Option<String>",
                "(x: &Pet) { let _: &Option<String> = &x.name; }",
            ),
            (
                "Pet: Eq",
                "#[derive(Eq)]",
                "() { fn has<T: Eq>() {} has::<Pet>(); }",
            ),
            (
                "Kind::Big",
                "Big",
                "(x: &Kind) -> bool { matches!(x, Kind::Big) }",
            ),
            (
                "Any::Pet",
                "Pet(Box<Pet>)",
                "(x: Any) { if let Any::Pet(y) = x { let _: Box<Pet> = y; } }",
            ),
            (
                "Client::get_pet",
                "pub fn get_pet(&self, id: &str, more: BTreeMap<String, i64>) -> GetPet",
                "(x: &Client, a1: &str, a2: BTreeMap<String, i64>) { let _: GetPet = x.get_pet(a1, a2); \
                 let _: fn(&Client, &str, BTreeMap<String, i64>) -> GetPet = <Client>::get_pet; }",
            ),
            (
                "PetBuilder::name",
                "pub fn name(self, value: impl Into<String>) -> Self",
                "(x: PetBuilder, a1: impl Into<String>) { let _: PetBuilder = x.name(a1); }",
            ),
        ];
        for (item, before, function) in expected {
            assert_eq!(used(item, before).as_deref(), Some(function));
        }
    }
}
