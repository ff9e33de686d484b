//! A rule to a page about it.

use super::effect::{Direction, Effect, Guards};
use super::rule::Rule;

/// What a rule means, and how its verdicts come about.
pub fn explain(rule: &Rule) -> String {
    let mut text = format!("{}: {}\n\n", rule.id, rule.meaning);
    let Some(effect) = rule.effect else {
        text.push_str(
            "Its effect depends on the values, so its verdict is worked out case by case.\n",
        );
        text.push_str(&every(rule));
        return text;
    };
    text.push_str(&format!("Effect: {}.\n", words(effect)));
    for direction in [Direction::Request, Direction::Response] {
        let verdict = effect.verdict(direction, Guards::default());
        text.push_str(&format!(
            "In a {}: {}.\n",
            direction.as_str(),
            verdict.as_str()
        ));
    }
    text.push_str(&every(rule));
    text
}

fn every(rule: &Rule) -> String {
    format!(
        "{GUARDS}
To let it pass, with a reason, in `faircopy.toml`:

    [[diff.ignore]]
    rule = \"{}\"
    definition = \"Pet.*\"
    reason = \"…\"
    until = \"2026-12-31\"
",
        rule.id
    )
}

const GUARDS: &str = "
Guards take the edge off:

  - `readOnly` in requests, `writeOnly` in responses: the data never goes that way.
  - `deprecated`, unless an `x-sunset` is still to come: it was announced that it goes, and who did
    not hear of it fails.
  - an `x-stability-level` of `alpha` or `draft`: it may change at any time.
  - `x-extensible-enum`: values may join, and receivers were told.
  - a status that is no success, a first limit of a size or an amount, and a value that joins a
    list in a response: it may break, and need not.
";

fn words(effect: Effect) -> &'static str {
    match effect {
        Effect::Wider => "more data is accepted than before",
        Effect::Narrower => "less data is accepted than before",
        Effect::Incomparable => "some data is accepted no more, and other data is",
        Effect::Same => "the same data is accepted",
        Effect::Annotation => "none on what is accepted",
        Effect::Unknown => "it cannot be told, which never counts as safe",
        Effect::Declared { .. } => "a member of an open object is declared",
        Effect::Undeclared { .. } => "a member of an open object is declared no more",
        Effect::Assumed => "what is assumed where nothing is sent is another",
        Effect::Withdrawn => "a promise is taken back",
        Effect::Promised => "a promise is made",
    }
}
