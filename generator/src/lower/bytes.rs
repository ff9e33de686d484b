//! Constraints of texts that stand for bytes as they are, which nothing judges → warnings.

use super::Lowerer;
use super::all_of::Merged;
use crate::diagnostics::{Diagnostic, codes};

/// What constrains texts.
const KEYWORDS: [&str; 3] = ["maxLength", "minLength", "pattern"];

impl<'d> Lowerer<'d> {
    /// Complains of constraints of what travels as bytes.
    pub(super) fn not_judged_as_bytes(&mut self, merged: &Merged<'d>) {
        let stated = merged.places.iter().find_map(|at| {
            let schema = at.resolve(&self.document.value)?.as_object()?;
            let keyword = KEYWORDS.into_iter().find(|key| schema.contains_key(*key))?;
            Some((keyword, at.key(keyword)))
        });
        let Some((keyword, at)) = stated.filter(|(_, at)| !self.complained.contains(at)) else {
            return;
        };
        self.complained.insert(at.clone());
        let message = format!("`{keyword}` of bytes is not judged");
        let diagnostic = Diagnostic::new(codes::BYTES_NOT_JUDGED, message);
        let label = "they are sent and read as they are";
        self.diagnostics.push(diagnostic.at_key(&at, label));
    }
}
