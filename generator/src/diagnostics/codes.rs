//! The table of codes: what each diagnostic means, with a wrong and a right example, as
//! `faircopy explain` prints it. A code is never given a second meaning.

mod check;
mod lowering;
mod operation;
mod schema;
mod source;
mod structure;

use super::Severity;
pub use check::*;
pub use lowering::*;
pub use operation::*;
pub use schema::*;
pub use source::*;
pub use structure::*;

/// One kind of mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `E` or `W` and four digits, such as `E0107`. It never changes.
    pub id: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why that is a mistake and what becomes of the document.
    pub explanation: &'static str,
    /// A part of a document that makes it.
    pub wrong: &'static str,
    /// The same part, mended.
    pub right: &'static str,
}

impl Code {
    /// The severity that the code's letter stands for.
    pub fn severity(&self) -> Severity {
        if self.id.starts_with('E') {
            Severity::Error
        } else {
            Severity::Warning
        }
    }

    /// The code of this id, in any case.
    pub fn find(id: &str) -> Option<&'static Code> {
        all().find(|code| code.id.eq_ignore_ascii_case(id))
    }
}

/// Every code, in the order of their numbers.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [SOURCE, STRUCTURE, SCHEMA, OPERATION, LOWERING, CHECK]
        .into_iter()
        .flatten()
        .copied()
}

/// Declares the codes of one area as constants, and the list of them all.
macro_rules! codes {
    ($table:ident => $($name:ident = $id:literal, $title:literal, $explanation:literal, wrong: $wrong:literal, right: $right:literal;)*) => {
        pub(super) const $table: &[&crate::diagnostics::Code] = &[$($name),*];
        $(
            #[doc = $title]
            pub const $name: &crate::diagnostics::Code = &crate::diagnostics::Code {
                id: $id,
                title: $title,
                explanation: $explanation,
                wrong: $wrong,
                right: $right,
            };
        )*
    };
}
use codes;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// An error and a warning of one number would be taken for one mistake, judged by more or less severity.
    #[test]
    fn a_number_is_that_of_one_code() {
        let mut by_number: BTreeMap<&str, &Code> = BTreeMap::new();
        for code in all() {
            let other = by_number.insert(&code.id[1..], code);
            assert_eq!(other.map(|other| other.id), None, "{}", code.id);
        }
    }
}
