//! The keywords of one schema to assertions about a value.

use super::{Builder, Select};
use crate::constraint::Fact;
use crate::document::{Additional, Groups, Keywords, Part, Schema};
use crate::format::{self, Meaning, Number};
use crate::ir::check::{Assertion, Sub};
use crate::ir::{Constraint, Pattern};
use crate::json::{Bound, Kind, Kinds};
use crate::lower::pattern::usable_pattern;
use crate::pointer::Pointer;

/// Whether a schema has one of some keywords, so that there is something to check.
pub(super) fn says(keywords: &Keywords<'_>, select: Select) -> bool {
    let of = |group: Select, says: bool| says && select.has(group);
    let Keywords {
        at: _,
        never,
        or_null: _,
        reference,
        dynamic_reference,
        types,
        values,
        format,
        texts,
        numbers,
        arrays,
        objects,
        items,
        prefix_items,
        contains,
        contained: _,
        unevaluated_items,
        properties,
        required,
        additional,
        pattern_properties,
        property_names,
        dependent_required,
        dependent_schemas,
        unevaluated_properties,
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
    let scalar = format.is_some() || !texts.is_empty() || !numbers.is_empty();
    let counts = !arrays.is_empty() || !objects.is_empty();
    of(Select::KINDS, *never || types.is_some())
        || of(Select::VALUES, !values.is_empty())
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

/// The range that the format of integers states, which elsewhere a Rust type has.
fn sizes(types: Kinds, format: &str) -> Vec<Constraint> {
    let kinds = types.iter().map(Kind::as_str);
    let sized = kinds.filter_map(|kind| format::find(kind, format));
    let integers = sized.filter_map(|meaning| match meaning {
        Meaning::Sized(Number::Integer(integer)) => Some(integer.range()),
        _ => None,
    });
    let ends = integers.flat_map(|range| {
        let bound = |end: &i128| Bound::parse(&end.to_string());
        let (low, high) = (bound(range.start()), bound(range.end()));
        let low = low.map(Constraint::Minimum);
        low.into_iter().chain(high.map(Constraint::Maximum))
    });
    ends.collect()
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
            let values = keywords.values.constraints();
            out.extend(values.into_iter().map(Assertion::Constraint));
        }
        if select.has(Select::SCALARS) {
            let scalars = self.scalars(&keywords);
            out.extend(scalars.into_iter().map(Assertion::Constraint));
        }
        if select.has(Select::COUNTS) {
            let counts = keywords.arrays.constraints().into_iter();
            let counts = counts.chain(keywords.objects.constraints());
            out.extend(counts.map(Assertion::Constraint));
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
        let translate = |fact: &Fact<&str>| self.pattern(fact.value, &fact.at);
        let mut out = keywords.texts.constraints(translate);
        if let Some(format) = keywords.format {
            let judge = format::text::judge(format, self.document.is_to_the_letter());
            out.extend(judge.map(Constraint::Format));
            out.extend(
                keywords
                    .types
                    .into_iter()
                    .flat_map(|types| sizes(types, format)),
            );
        }
        out.extend(keywords.numbers.constraints());
        out
    }

    fn pattern(&mut self, source: &str, at: &Pointer) -> Option<Pattern> {
        usable_pattern(source, at, &mut self.diagnostics)
    }

    /// The schemas that speak of the same value.
    fn in_place(&mut self, keywords: &Keywords<'d>, select: Select, out: &mut Vec<Assertion>) {
        if select.has(Select::REFERENCE) {
            for reference in [keywords.reference, keywords.dynamic_reference] {
                let or_null = keywords.or_null;
                out.extend(reference.and_then(|reference| self.reference(reference, or_null)));
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
            // What is not judged whole cannot be turned round.
            if self.is_enforced(schema) {
                out.push(Assertion::Not(self.sub(schema)));
            }
        }
        if let Some(schema) = keywords
            .if_
            .as_ref()
            .filter(|_| select.has(Select::CONDITION))
            && self.is_enforced(schema)
        {
            out.push(Assertion::Condition {
                condition: self.sub(schema),
                then: self.sub_or_any(keywords.then.as_ref()),
                otherwise: self.sub_or_any(keywords.else_.as_ref()),
            });
        }
    }

    /// Whether a schema's own patterns can be run; it is said of those that cannot.
    fn is_enforced(&mut self, schema: &Schema<'d>) -> bool {
        let mut is_enforced = true;
        for part in &schema.parts {
            if let Some(source) = part
                .value
                .get("pattern")
                .and_then(serde_json::Value::as_str)
            {
                is_enforced &= self.pattern(source, &part.at.key("pattern")).is_some();
            }
        }
        is_enforced
    }

    fn sub_or_any(&mut self, schema: Option<&Schema<'d>>) -> Sub {
        schema.map_or(Sub::Any, |schema| self.sub(schema))
    }

    fn reference(&mut self, reference: &str, or_null: bool) -> Option<Assertion> {
        // Lint has complained of a reference that leads nowhere.
        let target = self.document.resolve(reference)?.or_null(or_null);
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
        let mut is_whole = true;
        for (source, schema) in &keywords.pattern_properties {
            let at = keywords.at.key("patternProperties").key(source);
            match self.pattern(source, &at) {
                Some(pattern) => patterns.push((pattern, self.sub(schema))),
                None => is_whole = false,
            }
        }
        let others = keywords
            .additional
            .as_ref()
            .map(|additional| match additional {
                Additional::Forbidden => Sub::Never,
                Additional::Allowed(schema) => self.sub(schema),
            });
        // Where it is not known which properties a pattern concerns, any other may be one of them.
        let others = if is_whole { others } else { Some(Sub::Any) };
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
            let (least, most) = keywords.contained.limits();
            out.push(Assertion::Contains {
                schema: self.sub(schema),
                min: least.unwrap_or(1),
                max: most,
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
        if !select.has(evaluating) || !part.resolved.is_empty() {
            let whole = Part {
                resolved: Groups::default(),
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
