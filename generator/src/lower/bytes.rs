//! Constraints of texts that stand for bytes as they are, which nothing judges → warnings.

use super::Lowerer;
use super::all_of::Merged;
use crate::diagnostics::{Diagnostic, codes};

impl<'d> Lowerer<'d> {
    /// Complains of constraints of what travels as bytes.
    pub(super) fn not_judged_as_bytes(&mut self, merged: &Merged<'d>) {
        let Some(at) = merged.texts.first_stated() else {
            return;
        };
        if self.complained.insert(at.clone()) {
            let keyword = at.last().unwrap_or_default();
            let message = format!("`{keyword}` of bytes is not judged");
            let diagnostic = Diagnostic::new(codes::BYTES_NOT_JUDGED, message);
            let label = "they are sent and read as they are";
            self.diagnostics.push(diagnostic.at_key(at, label));
        }
    }
}
