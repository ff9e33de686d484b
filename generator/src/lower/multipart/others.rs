//! Parts of other names than those that are declared: `additionalProperties` of a form.

use super::super::Lowerer;
use super::super::all_of::Merged;
use super::super::name::{Case, Scope};
use super::{Parts, Property};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Additional, Schema};
use crate::ir::Part;
use crate::ir::wire::Statement;

/// The schema of parts of any other names than those that are declared, where it can be told that it is theirs.
pub(super) fn schema<'m, 'd>(parts: &Parts<'_>, merged: &'m Merged<'d>) -> Option<&'m Schema<'d>> {
    let is_told =
        parts.is_form_data && merged.pattern_properties.is_empty() && !merged.is_closed_elsewhere();
    match &merged.additional {
        Some(Additional::Allowed(schema)) if is_told => Some(schema),
        _ => None,
    }
}

/// Where no other parts are allowed than those that are declared: the names of those among them that only travel the
/// other way.
pub(super) fn forbidden(
    parts: &Parts<'_>,
    merged: &Merged<'_>,
    fields: &[Part],
) -> Option<Vec<String>> {
    let is_told =
        parts.is_form_data && merged.pattern_properties.is_empty() && !merged.is_closed_elsewhere();
    let is_closed = is_told && matches!(merged.additional, Some(Additional::Forbidden));
    let names = merged.properties.iter().map(|(name, _)| *name);
    let is_part = |name: &&str| fields.iter().any(|part| part.wire == *name);
    let others = names.filter(|name| !is_part(name)).map(str::to_owned);
    is_closed.then(|| others.collect())
}

impl<'d> Lowerer<'d> {
    /// Complains of parts that may have any name, once for each place that allows them.
    pub(super) fn complain_of_unnamed(&mut self, merged: &Merged<'d>) {
        let stated = merged.closings.iter().filter_map(|closing| {
            let is_allowed = matches!(closing.additional, Additional::Allowed(_));
            is_allowed.then(|| closing.at.clone())
        });
        let patterns = merged.pattern_properties.iter();
        let patterns = patterns.map(|(_, schema)| schema.at().clone());
        for at in stated.chain(patterns) {
            if self.complained.insert(at.clone()) {
                let message = "parts of other names than those declared are not sent";
                let diagnostic = Diagnostic::new(codes::UNNAMED_PARTS, message);
                self.diagnostics
                    .push(diagnostic.at_key(&at, "they are allowed here"));
            }
        }
    }

    /// What stands for parts of any other names, by the schema that they have.
    pub(super) fn other_parts(&mut self, schema: &Schema<'d>, scope: &mut Scope) -> Part {
        let (schema, merged) = self.present_schema(schema);
        let at = schema.at().clone();
        let property = Property {
            wire: "",
            name: scope.take("additional_properties", Case::Snake),
            required: false,
            schema,
            merged,
        };
        let stated = Statement {
            style: None,
            media_type: None,
        };
        let part = self.part_of_kind(property, stated, &at, None);
        Part {
            any_name: true,
            ..part
        }
    }
}
