//! A `pattern` of the document (ECMA-262) to what runs it in Rust, and at what cost.

mod class;
mod matching;
mod measure;
mod parse;
mod positions;
mod print;
mod property;
mod syntax;

pub use matching::matching;
pub use measure::{can_match, least_chars};
pub use parse::parse;
pub use positions::{Positions, Slot, Step};
pub use syntax::Node;

/// A `pattern`, translated when the document is lowered.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// As the document writes it (ECMA-262), for messages.
    pub source: String,
    /// What judges a text.
    pub program: Program,
}

impl Pattern {
    /// What tells within the generator whether a text matches; none where `regex` does not run it.
    pub fn regex(&self) -> Option<regex::Regex> {
        match &self.program {
            Program::Linear(translated) => regex::Regex::new(translated).ok(),
            Program::Positions(_) | Program::Backtracking(_) => None,
        }
    }
}

/// What runs a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Program {
    /// `regex`, which takes time linear in the text, and reads this.
    Linear(String),
    /// The positions that a match can have reached: for look-around, and for repetitions that are
    /// too large to be written out, as `regex` does.
    Positions(Positions),
    /// `fancy-regex` with a limit, which reads this: for back-references.
    Backtracking(String),
}

/// How many steps back `fancy-regex` may take; the runtime sets the same.
const BACKTRACK_LIMIT: usize = 100_000;

/// How many states `regex` and `fancy-regex` may make of a pattern: what takes them a few
/// milliseconds and less than a megabyte.
const MOST_STATES: u64 = 10_000;

/// Translates a pattern, and picks what runs it. Nothing is compiled, but for back-references.
///
/// # Errors
///
/// Why nothing can run it, in a sentence without a full stop.
pub fn translate(source: &str) -> Result<Pattern, String> {
    let node = parse(source)?;
    let needs = measure::Needs::of(&node);
    let program = if needs.memory {
        Program::Backtracking(backtracking(&node)?)
    } else if needs.look_around || measure::states(&node) > MOST_STATES {
        Program::Positions(positions::plan(&node)?)
    } else {
        Program::Linear(print::linear(&node))
    };
    Ok(Pattern {
        source: source.to_owned(),
        program,
    })
}

/// A pattern as `regex` would read it, however much it repeats; none where it looks around or back.
/// Nothing should compile it: [`translate`] says what runs it.
pub fn regular(source: &str) -> Option<String> {
    let node = parse(source).ok()?;
    let needs = measure::Needs::of(&node);
    (!needs.memory && !needs.look_around).then(|| print::linear(&node))
}

/// As `fancy-regex` reads it, if that can run it.
fn backtracking(node: &Node) -> Result<String, String> {
    if measure::states(node) > MOST_STATES {
        return Err("it repeats too much to also look back at its groups".to_owned());
    }
    let translated = print::backtracking(node);
    fancy_regex::RegexBuilder::new(&translated)
        .backtrack_limit(BACKTRACK_LIMIT)
        .build()
        .map_err(|error| format!("no engine of Rust runs it: {error}"))?;
    Ok(translated)
}

#[cfg(test)]
mod tests;
