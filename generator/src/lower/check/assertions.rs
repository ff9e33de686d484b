//! The keywords of one schema to assertions about a value.

use serde_json::Value;

use super::{Builder, Select};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Additional, Keywords, Part, Schema};
use crate::ir::check::{Assertion, Sub};
use crate::ir::{Constraint, Pattern};
use crate::pointer::Pointer;

/// Whether a schema has one of some keywords, so that there is something to check.
pub(super) fn says(keywords: &Keywords<'_>, select: Select) -> bool {
    let of = |group: Select, says: bool| says && select.has(group);
    let Keywords {
        at: _,
        never,
        reference,
        dynamic_reference,
        types,
        enumeration,
        constant,
        format,
        pattern,
        min_length,
        max_length,
        minimum,
        maximum,
        exclusive_minimum,
        exclusive_maximum,
        multiple_of,
        items,
        prefix_items,
        contains,
        min_contains: _,
        max_contains: _,
        min_items,
        max_items,
        unique_items,
        unevaluated_items,
        properties,
        required,
        additional,
        pattern_properties,
        property_names,
        dependent_required,
        dependent_schemas,
        unevaluated_properties,
        min_properties,
        max_properties,
        all_of,
        any_of,
        one_of,
        not,
        if_,
        then: _,
        else_: _,
        discriminator: _,
        title: _,
        description: _,
        external_docs: _,
        default: _,
        examples: _,
        deprecated: _,
        read_only: _,
        write_only: _,
        content_encoding: _,
        content_media_type: _,
        object: _,
    } = keywords;
    let scalar = format.is_some()
        || pattern.is_some()
        || [min_length, max_length].iter().any(|n| n.is_some())
        || [
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
        ]
        .iter()
        .any(|bound| bound.is_some());
    let counts = *unique_items
        || [min_items, max_items, min_properties, max_properties]
            .iter()
            .any(|n| n.is_some());
    of(Select::KINDS, *never || types.is_some())
        || of(Select::VALUES, enumeration.is_some() || constant.is_some())
        || of(Select::SCALARS, scalar)
        || of(Select::COUNTS, counts)
        || of(Select::REQUIRED, !required.is_empty())
        || of(
            Select::PROPERTIES,
            !properties.is_empty() || additional.is_some(),
        )
        || of(Select::PATTERN_PROPERTIES, !pattern_properties.is_empty())
        || of(Select::PROPERTY_NAMES, property_names.is_some())
        || of(Select::DEPENDENT_REQUIRED, !dependent_required.is_empty())
        || of(Select::DEPENDENT_SCHEMAS, !dependent_schemas.is_empty())
        || of(Select::ITEMS, items.is_some() || !prefix_items.is_empty())
        || of(Select::CONTAINS, contains.is_some())
        || of(
            Select::UNEVALUATED,
            unevaluated_items.is_some() || unevaluated_properties.is_some(),
        )
        || of(
            Select::REFERENCE,
            reference.is_some() || dynamic_reference.is_some(),
        )
        || of(Select::ALL_OF, !all_of.is_empty())
        || of(Select::ANY_OF, !any_of.is_empty())
        || of(Select::ONE_OF, !one_of.is_empty())
        || of(Select::NOT, not.is_some())
        || of(Select::CONDITION, if_.is_some())
}

impl<'d> Builder<'d> {
    /// What some keywords of one schema say.
    pub(super) fn assertions(&mut self, part: &Part<'d>, select: Select) -> Vec<Assertion> {
        let keywords = self.document.keywords(part);
        let mut out = Vec::new();
        if select.has(Select::KINDS) {
            if keywords.never {
                return vec![Assertion::Never];
            }
            out.extend(
                keywords
                    .types
                    .map(|types| Assertion::Kinds(types.iter().collect())),
            );
        }
        if select.has(Select::VALUES) {
            out.extend(values(&keywords));
        }
        if select.has(Select::SCALARS) {
            let scalars = self.scalars(&keywords);
            out.extend(scalars.into_iter().map(Assertion::Constraint));
        }
        if select.has(Select::COUNTS) {
            out.extend(counts(&keywords).into_iter().map(Assertion::Constraint));
        }
        self.in_place(&keywords, select, &mut out);
        self.object(&keywords, select, &mut out);
        self.array(&keywords, select, &mut out);
        if select.has(Select::UNEVALUATED) {
            self.unevaluated(&keywords, part, select, &mut out);
        }
        out
    }

    fn scalars(&mut self, keywords: &Keywords<'d>) -> Vec<Constraint> {
        let mut out = Vec::new();
        out.extend(keywords.min_length.map(Constraint::MinLength));
        out.extend(keywords.max_length.map(Constraint::MaxLength));
        if let Some(pattern) = keywords.pattern {
            let pattern = self.pattern(pattern, &keywords.at.key("pattern"));
            out.extend(pattern.map(Constraint::Pattern));
        }
        if let Some(format) = keywords.format {
            out.extend(crate::format::text::find(format).map(Constraint::Format));
        }
        out.extend(keywords.minimum.map(Constraint::Minimum));
        out.extend(keywords.exclusive_minimum.map(Constraint::ExclusiveMinimum));
        out.extend(keywords.maximum.map(Constraint::Maximum));
        out.extend(keywords.exclusive_maximum.map(Constraint::ExclusiveMaximum));
        out.extend(keywords.multiple_of.map(Constraint::MultipleOf));
        out
    }

    fn pattern(&mut self, source: &str, at: &Pointer) -> Option<Pattern> {
        match crate::pattern::translate(source) {
            Ok(pattern) => Some(pattern),
            Err(reason) => {
                self.diagnostics.push(
                    Diagnostic::new(
                        codes::PATTERN,
                        format!("the pattern `{source}` can't be checked"),
                    )
                    .at_value(at, reason),
                );
                None
            }
        }
    }

    /// The schemas that speak of the same value.
    fn in_place(&mut self, keywords: &Keywords<'d>, select: Select, out: &mut Vec<Assertion>) {
        if select.has(Select::REFERENCE) {
            for reference in [keywords.reference, keywords.dynamic_reference] {
                out.extend(reference.and_then(|reference| self.reference(reference)));
            }
        }
        if select.has(Select::ALL_OF) {
            for schema in &keywords.all_of {
                out.push(Assertion::Same(self.sub(schema)));
            }
        }
        if select.has(Select::ANY_OF) && !keywords.any_of.is_empty() {
            out.push(Assertion::AnyOf(self.branches(&keywords.any_of)));
        }
        if select.has(Select::ONE_OF) && !keywords.one_of.is_empty() {
            out.push(Assertion::OneOf(self.branches(&keywords.one_of)));
        }
        if let Some(schema) = keywords.not.as_ref().filter(|_| select.has(Select::NOT)) {
            out.push(Assertion::Not(self.sub(schema)));
        }
        if let Some(schema) = keywords
            .if_
            .as_ref()
            .filter(|_| select.has(Select::CONDITION))
        {
            out.push(Assertion::Condition {
                condition: self.sub(schema),
                then: self.sub_or_any(keywords.then.as_ref()),
                otherwise: self.sub_or_any(keywords.else_.as_ref()),
            });
        }
    }

    fn sub_or_any(&mut self, schema: Option<&Schema<'d>>) -> Sub {
        schema.map_or(Sub::Any, |schema| self.sub(schema))
    }

    fn reference(&mut self, reference: &str) -> Option<Assertion> {
        // Lint has complained of a reference that leads nowhere.
        let target = self.document.resolve(reference)?;
        Some(Assertion::Same(self.sub(&target)))
    }

    /// Branches with the names that messages call them by: the last token of a reference,
    /// a title, or a number.
    fn branches(&mut self, schemas: &[Schema<'d>]) -> Vec<(String, Sub)> {
        let branch = |(index, schema): (usize, &Schema<'d>)| {
            let keywords = schema.single().map(|part| self.document.keywords(part));
            let name = keywords.and_then(|keywords| {
                let reference = keywords
                    .reference
                    .and_then(|reference| reference.rsplit(['/', '#']).next().map(str::to_owned));
                reference.or(keywords.title.map(str::to_owned))
            });
            let name = name.unwrap_or_else(|| format!("branch {}", index + 1));
            (name, self.sub(schema))
        };
        schemas.iter().enumerate().map(branch).collect()
    }

    fn object(&mut self, keywords: &Keywords<'d>, select: Select, out: &mut Vec<Assertion>) {
        if select.has(Select::REQUIRED) && !keywords.required.is_empty() {
            out.push(Assertion::Required(owned(&keywords.required)));
        }
        if select.has(Select::DEPENDENT_REQUIRED) {
            for (name, others) in &keywords.dependent_required {
                let others = owned(others);
                out.push(Assertion::DependentRequired((*name).to_owned(), others));
            }
        }
        if select.has(Select::DEPENDENT_SCHEMAS) {
            for (name, schema) in &keywords.dependent_schemas {
                let sub = self.sub(schema);
                out.push(Assertion::DependentSchema((*name).to_owned(), sub));
            }
        }
        self.properties(keywords, select, out);
        if let Some(schema) = &keywords.property_names
            && select.has(Select::PROPERTY_NAMES)
        {
            match self.sub(schema) {
                Sub::Any => {}
                sub => out.push(Assertion::PropertyNames(sub)),
            }
        }
    }

    fn properties(&mut self, keywords: &Keywords<'d>, select: Select, out: &mut Vec<Assertion>) {
        let has_patterns = !keywords.pattern_properties.is_empty();
        let named = select.has(Select::PROPERTIES);
        let patterned = select.has(Select::PATTERN_PROPERTIES) && has_patterns;
        let has_named = !keywords.properties.is_empty() || keywords.additional.is_some();
        let says_anything = patterned || (named && has_named);
        if !says_anything {
            return;
        }
        let named = keywords
            .properties
            .iter()
            .map(|(name, schema)| {
                // A type judges them; here they only are no other properties.
                let sub = if named { self.sub(schema) } else { Sub::Any };
                ((*name).to_owned(), sub)
            })
            .collect();
        let mut patterns = Vec::new();
        for (source, schema) in &keywords.pattern_properties {
            let at = keywords.at.key("patternProperties").key(source);
            if let Some(pattern) = self.pattern(source, &at) {
                patterns.push((pattern, self.sub(schema)));
            }
        }
        let others = keywords
            .additional
            .as_ref()
            .map(|additional| match additional {
                Additional::Forbidden => Sub::Never,
                Additional::Allowed(schema) => self.sub(schema),
            });
        out.push(Assertion::Properties {
            named,
            patterns,
            others,
        });
    }

    fn array(&mut self, keywords: &Keywords<'d>, select: Select, out: &mut Vec<Assertion>) {
        let has_items = keywords.items.is_some() || !keywords.prefix_items.is_empty();
        if select.has(Select::ITEMS) && has_items {
            let prefix = keywords.prefix_items.iter();
            out.push(Assertion::Items {
                prefix: prefix.map(|schema| self.sub(schema)).collect(),
                others: keywords.items.as_ref().map(|schema| self.sub(schema)),
            });
        }
        if let Some(schema) = &keywords.contains
            && select.has(Select::CONTAINS)
        {
            out.push(Assertion::Contains {
                schema: self.sub(schema),
                min: keywords.min_contains.unwrap_or(1),
                max: keywords.max_contains,
            });
        }
    }

    fn unevaluated(
        &mut self,
        keywords: &Keywords<'d>,
        part: &Part<'d>,
        select: Select,
        out: &mut Vec<Assertion>,
    ) {
        if keywords.unevaluated_properties.is_none() && keywords.unevaluated_items.is_none() {
            return;
        }
        let evaluating = Select::ALL.without(Select::UNEVALUATED);
        if !select.has(evaluating) || part.without_unions {
            let whole = Part {
                without_unions: false,
                ..part.clone()
            };
            let schema = Schema { parts: vec![whole] };
            out.push(Assertion::Notes(self.sub_selected(&schema, evaluating)));
        }
        if let Some(schema) = &keywords.unevaluated_properties {
            out.push(Assertion::UnevaluatedProperties(self.sub(schema)));
        }
        if let Some(schema) = &keywords.unevaluated_items {
            out.push(Assertion::UnevaluatedItems(self.sub(schema)));
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn values(keywords: &Keywords<'_>) -> Vec<Assertion> {
    let one_of = |values: Vec<Value>| Assertion::Constraint(Constraint::OneOf(values));
    let listed = keywords.enumeration.as_ref();
    let listed = listed.map(|values| one_of(values.iter().map(|value| (*value).clone()).collect()));
    let constant = keywords.constant.map(|value| one_of(vec![value.clone()]));
    listed.into_iter().chain(constant).collect()
}

fn counts(keywords: &Keywords<'_>) -> Vec<Constraint> {
    let unique = keywords.unique_items.then_some(Constraint::UniqueItems);
    [
        keywords.min_items.map(Constraint::MinItems),
        keywords.max_items.map(Constraint::MaxItems),
        unique,
        keywords.min_properties.map(Constraint::MinProperties),
        keywords.max_properties.map(Constraint::MaxProperties),
    ]
    .into_iter()
    .flatten()
    .collect()
}
