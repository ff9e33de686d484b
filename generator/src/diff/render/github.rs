//! For a workflow of GitHub: commands that show on the lines concerned. What is gone shows at the
//! nearest place that is left, with its old line in words.

use std::fmt::Write as _;

use super::super::effect::Wire;
use super::super::rust::Bump;
use super::{View, consequence, message, rust};

/// The report as workflow commands; what only documents, where it is asked for.
pub fn github(view: &View<'_>) -> String {
    let mut text = String::new();
    for finding in view
        .report
        .findings
        .iter()
        .filter(|finding| view.docs || !finding.is_docs())
    {
        let command = match (finding.wire, finding.bump) {
            _ if finding.passes.is_some() => "notice",
            (Wire::Breaking, _) | (_, Bump::Major) => "error",
            (Wire::Potential, _) => "warning",
            (Wire::Safe, _) => "notice",
        };
        let spot = &finding.new;
        let mut words = message(finding);
        if let Some(consequence) = consequence(finding) {
            let _ = write!(words, "; {consequence}");
        }
        if finding.bump > Bump::Patch
            && let Some(told) = rust::words(&[finding])
        {
            let _ = write!(words, "; {told}");
        }
        if !finding.new.is_there && finding.old.is_there {
            let _ = write!(words, " (it was at {})", view.old_place(&finding.old));
        }
        let _ = writeln!(
            text,
            "::{command} file={},line={},col={},title={}::{}",
            property(&format!("{}{}", view.new_prefix, spot.file)),
            spot.line,
            spot.column,
            property(finding.rule.id),
            data(&words)
        );
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
