//! The document as lowering reads it: openapiv3's model for everything but the
//! schemas, and every schema flattened into one [`Keywords`].
//!
//! Schemas stay JSON values. openapiv3's schema model has no place for what
//! OpenAPI 3.1 adds, drops `null` defaults and siblings of `$ref`, and rounds
//! bounds to `f64`; its model of the rest serves well. So the model is read
//! from a skeleton in which each schema is a reference to its own place, and
//! the schema is read from there, in the dialect of the document's version.
//!
//! `nullable: true` adds `null` to what a schema allows, whatever it consists of: to the letter it
//! would only count beside `type`, and be refused by an `enum` or a branch that does not name `null`. So does a
//! `null` that a schema has in its `type` and not in its `enum`, or the other way round.

mod groups;
mod hierarchy;
mod keywords;
mod steps;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::cursor::{self, Cursor};
use crate::diagnostics::{Diagnostic, codes};
use crate::downlevel::{self, Beyond};
use crate::format::{self, Ignored};
use crate::pointer::Pointer;

use crate::json::Bound;
pub use crate::json::{Kind, Kinds};
pub use crate::version::Version;
pub use groups::Groups;
pub use hierarchy::Hierarchy;
pub use keywords::{Additional, Discriminator, Keywords};
pub use steps::Steps;

/// A document that the lint stage has passed.
#[derive(Debug)]
pub struct Document {
    /// The whole document, bundled and repaired.
    pub value: Value,
    /// Its structure. Each schema is a reference to its place in `value`.
    pub openapi: openapiv3::OpenAPI,
    /// What it says that the model has no room for.
    pub beyond: Beyond,
    /// Which dialect its schemas are written in.
    pub version: Version,
    /// Values of `format` that are read as if they were not there.
    ignored_formats: Ignored,
    /// Which format `date-time` stands for in these places and below; the root's is everywhere.
    date_times: Vec<(Pointer, &'static str)>,
    /// The text of the numbers of which `value` has lost digits.
    exact_numbers: BTreeMap<Pointer, String>,
    /// The places of `value` by the names that anchors give them.
    anchors: OnceLock<BTreeMap<String, Pointer>>,
    /// Whether its schemas mean what they say, and not what their authors will have meant.
    to_the_letter: bool,
    /// What reading its schemas may cost.
    pub(crate) steps: Steps,
}

/// One place of a document that holds a schema, and which of its keywords count.
#[derive(Clone, Debug)]
pub struct Part<'d> {
    /// The schema: an object or a boolean.
    pub value: &'d Value,
    /// Its place.
    pub at: Pointer,
    /// The unions that are left out here and in what it includes, because a caller has already
    /// spread them over their branches.
    pub resolved: Groups,
    /// Whether `null` is allowed whatever it says, because a schema that includes it allows it.
    pub or_null: bool,
}

/// What tells a part from others of its document: its place, and how it is read there.
pub type PartKey = (Pointer, Groups, bool);

/// A schema: what all of its parts say together.
///
/// Most have one part. A property that two branches of an `allOf` declare has
/// one from each.
#[derive(Clone, Debug)]
pub struct Schema<'d> {
    /// At least one.
    pub parts: Vec<Part<'d>>,
}

impl Part<'_> {
    /// What stands for its place in memory of what was found out: a number, as comparing pointers costs more than
    /// most of what is remembered.
    pub fn address(&self) -> usize {
        std::ptr::from_ref(self.value).addr()
    }
}

impl<'d> Schema<'d> {
    /// The schema at one place.
    pub fn new(value: &'d Value, at: Pointer) -> Self {
        Self {
            parts: vec![Part {
                value,
                at,
                resolved: Groups::default(),
                or_null: false,
            }],
        }
    }

    /// The schema that is a member of an object.
    pub fn member(owner: &Cursor<'d>, key: &str) -> Option<Self> {
        let node = owner.member(key)?;
        let is_schema = node.value.is_object() || node.value.is_boolean();
        is_schema.then(|| Self::new(node.value, node.at))
    }

    /// Where it stands; the first place when there are several.
    pub fn at(&self) -> &Pointer {
        &self.parts[0].at
    }

    /// Both schemas together. A part that says the same as one already there is left out.
    pub fn and(mut self, other: Schema<'d>) -> Self {
        for part in other.parts {
            let known = self.parts.iter_mut().find(|mine| {
                mine.at == part.at || (mine.resolved == part.resolved && mine.value == part.value)
            });
            match known {
                // What one of them refuses is refused.
                Some(mine) => mine.or_null &= part.or_null,
                None => self.parts.push(part),
            }
        }
        self
    }

    /// The same schema, in which these unions are left out too.
    #[must_use]
    pub fn without(mut self, groups: &Groups) -> Self {
        for part in &mut self.parts {
            part.resolved = part.resolved.and(groups);
        }
        self
    }

    /// The same schema, which allows `null` as well where that is so.
    #[must_use]
    pub fn or_null(mut self, allowed: bool) -> Self {
        for part in &mut self.parts {
            part.or_null |= allowed;
        }
        self
    }

    /// What tells it from other schemas of its document.
    pub fn key(&self) -> Vec<PartKey> {
        self.parts.iter().map(Part::key).collect()
    }

    /// The keywords of the only part, if there is only one.
    pub fn single(&self) -> Option<&Part<'d>> {
        match self.parts.as_slice() {
            [part] => Some(part),
            _ => None,
        }
    }
}

impl Part<'_> {
    /// What tells it from other parts of its document.
    pub fn key(&self) -> PartKey {
        (self.at.clone(), self.resolved.clone(), self.or_null)
    }

    /// Whether it is read as it stands.
    pub fn is_whole(&self) -> bool {
        self.resolved.is_empty() && !self.or_null
    }
}

impl Document {
    /// Reads openapiv3's model off a document that lint has repaired.
    ///
    /// # Errors
    ///
    /// The place and the reason where the model refuses the document, which
    /// means that lint let something through.
    pub fn new(value: Value, version: Version) -> Result<Self, (Pointer, String)> {
        let (openapi, beyond) = downlevel::read(&value)?;
        Ok(Self {
            steps: Steps::new(&value, None),
            anchors: OnceLock::new(),
            value,
            openapi,
            beyond,
            version,
            ignored_formats: Ignored::default(),
            date_times: Vec::new(),
            exact_numbers: BTreeMap::new(),
            to_the_letter: false,
        })
    }

    /// The examples of a parameter, a header or a media type at a place, by their names: that without one first, and
    /// those whose data stand elsewhere left out.
    pub fn examples_at(&self, at: &Pointer) -> Vec<(Option<&str>, &Value)> {
        let Some(owner) = at.resolve(&self.value) else {
            return Vec::new();
        };
        let own = owner.get("example").map(|value| (None, value));
        let named = owner.get("examples").and_then(Value::as_object);
        let named = named.into_iter().flatten().filter_map(|(name, example)| {
            let example = match example.get("$ref").and_then(Value::as_str) {
                Some(reference) => Pointer::parse(reference)?.resolve(&self.value)?,
                None => example,
            };
            let value = example.get("dataValue").or_else(|| example.get("value"))?;
            Some((Some(name.as_str()), value))
        });
        own.into_iter().chain(named).collect()
    }

    /// The same document, whose numbers have these digits, by their places.
    pub fn with_exact_numbers(mut self, mut numbers: BTreeMap<Pointer, String>) -> Self {
        numbers.retain(|at, text| {
            let held = at.resolve(&self.value).and_then(Bound::read);
            held.is_some_and(|held| Bound::parse(text).is_some_and(|exact| exact != held))
        });
        self.exact_numbers = numbers;
        self
    }

    /// The same document, whose schemas may be read in so many steps.
    pub fn with_steps(mut self, most: Option<u64>) -> Self {
        self.steps = Steps::new(&self.value, most);
        self
    }

    /// The same document, read to the letter or as its author will have meant it.
    pub fn to_the_letter(mut self, exact: bool) -> Self {
        self.to_the_letter = exact;
        // What lint took out is put back into what is read so.
        self.anchors = OnceLock::new();
        self
    }

    /// Whether its schemas mean what they say.
    pub fn is_to_the_letter(&self) -> bool {
        self.to_the_letter
    }

    /// The same document, in which `date-time` is another format in these places and below.
    pub fn with_date_times(mut self, formats: Vec<(Pointer, &'static str)>) -> Self {
        self.date_times = formats;
        self
    }

    /// The format that `date-time` stands for at a place: what the nearest place around it says.
    fn date_time(&self, at: &Pointer) -> &'static str {
        let around = self
            .date_times
            .iter()
            .filter(|(place, _)| at.starts_with(place));
        let nearest = around.max_by_key(|(place, _)| place.as_str().len());
        nearest.map_or(format::DATE_TIME, |(_, format)| format)
    }

    /// What reading its schemas cost too much for.
    pub(crate) fn exhausted(&self) -> Option<Diagnostic> {
        let at = self.steps.ended()?;
        let message = format!("the document takes more than {} steps", self.steps.most());
        let diagnostic = Diagnostic::new(codes::TOO_MANY_STEPS, message)
            .at_whole(at, "there was no step left for this schema")
            .help("`--max-steps` allows more");
        Some(diagnostic)
    }

    /// The number of values that it is made of.
    pub(crate) fn size(&self) -> u64 {
        steps::size(&self.value)
    }

    /// How much may be written out, or listed, of what its schemas multiply to, in properties and the like.
    pub(crate) fn products(&self) -> u64 {
        /// What any document may, however small.
        const FLOOR: u64 = 10_000;
        self.size().saturating_add(FLOOR)
    }

    /// Whether `value` has lost digits of any number.
    pub(crate) fn loses_digits(&self) -> bool {
        !self.exact_numbers.is_empty()
    }

    /// The text of the number at a place, where `value` has lost digits of it.
    pub(crate) fn digits(&self, at: &Pointer) -> Option<&str> {
        self.exact_numbers.get(at).map(String::as_str)
    }

    /// The digits of numbers that `value` has lost, wherever they stand.
    pub(crate) fn lost_digits(&self) -> Vec<&str> {
        let mut digits: Vec<_> = self.exact_numbers.values().map(String::as_str).collect();
        digits.sort_unstable();
        digits
    }

    /// The same document, which says nothing by these formats.
    pub fn without_formats(mut self, ignored: Ignored) -> Self {
        self.ignored_formats = ignored;
        self
    }

    /// Whether schemas say anything by a format.
    pub(crate) fn reads_format(&self, format: &str) -> bool {
        !self.ignored_formats.has(format)
    }

    /// The schema at a pointer such as `#/components/schemas/Pet`.
    pub fn schema_at(&self, at: &Pointer) -> Option<Schema<'_>> {
        if !self.steps.take(1, at) {
            return None;
        }
        let value = at.resolve(&self.value)?;
        (value.is_object() || value.is_boolean()).then(|| Schema::new(value, at.clone()))
    }

    /// The schema that a `$ref` means. Plain-name fragments (`#node`) are
    /// looked up among the document's `$anchor`s.
    pub fn resolve(&self, reference: &str) -> Option<Schema<'_>> {
        self.schema_at(&self.target(reference)?)
    }

    /// The place that a `$ref` means, if it is a place in this document.
    pub fn target(&self, reference: &str) -> Option<Pointer> {
        match cursor::plain_name(reference) {
            Some(name) => self.anchors().get(name).cloned(),
            None => cursor::place(reference),
        }
    }

    /// Where the schemas with an `$anchor` stand, found out once a reference asks for one.
    fn anchors(&self) -> &BTreeMap<String, Pointer> {
        self.anchors.get_or_init(|| {
            let found = cursor::anchors(&self.value).into_iter();
            found.map(|(name, at)| (name.to_owned(), at)).collect()
        })
    }

    /// The document, to be walked.
    pub fn root(&self) -> Cursor<'_> {
        Cursor::new(&self.value)
    }

    /// The place that references lead to from a place, or itself.
    pub fn resolved(&self, at: &Pointer) -> Pointer {
        match at.resolve(&self.value) {
            Some(value) => self.followed(value, at.clone()).1,
            None => at.clone(),
        }
    }

    /// What references lead to from a value at a place; where one leads nowhere, it stays.
    fn followed<'d>(&'d self, value: &'d Value, at: Pointer) -> (&'d Value, Pointer) {
        let mut found = (value, at);
        for _ in 0..cursor::CHAIN {
            let reference = found.0.get("$ref").and_then(Value::as_str);
            let target = reference.and_then(|reference| self.target(reference));
            let next = target.and_then(|at| Some((at.resolve(&self.value)?, at)));
            match next {
                Some(next) => found = next,
                None => break,
            }
        }
        found
    }

    /// The schema that stands for a schema slot of [`Self::openapi`].
    pub fn slot<'d, T>(&'d self, slot: &openapiv3::ReferenceOr<T>) -> Option<Schema<'d>> {
        match slot {
            openapiv3::ReferenceOr::Reference { reference } => {
                self.schema_at(&Pointer::parse(reference)?)
            }
            openapiv3::ReferenceOr::Item(_) => None,
        }
    }

    /// What a schema says, all parts together, `allOf` and `$ref` not followed.
    pub fn keywords<'d>(&self, part: &Part<'d>) -> Keywords<'d> {
        let is_nullable = says_nullable(part.value) || names_null_once(part.value);
        self.keywords_and_null(part, is_nullable && !self.to_the_letter)
    }

    /// The same, with 3.0's `nullable` as later versions say it: for whatever stands beside it, but for
    /// an `enum`, which goes on to say which values there are, and for branches beside a `type`: it is the type alone
    /// that `nullable` adds to (OpenAPI 3.0.3, Schema Object), and later versions have `null` there as well.
    pub fn keywords_as_later<'d>(&self, part: &Part<'d>) -> Keywords<'d> {
        let says = |key: &str| part.value.get(key).is_some();
        let is_of_type = says("type") && (says("oneOf") || says("anyOf"));
        let is_nullable = says_nullable(part.value) && !says("enum") && !is_of_type;
        self.keywords_and_null(part, is_nullable)
    }

    fn keywords_and_null<'d>(&self, part: &Part<'d>, is_nullable: bool) -> Keywords<'d> {
        let weight = weight(part.value);
        if !self.steps.take(weight, &part.at) {
            return Keywords::nothing(part);
        }
        let mut keywords = Keywords::read(part, self.version, &self.exact_numbers);
        keywords.format = keywords
            .format
            .filter(|format| !self.ignored_formats.has(format));
        if keywords.format == Some(format::DATE_TIME) {
            keywords.format = Some(self.date_time(&part.at));
        }
        if says_nullable(part.value) && self.to_the_letter && self.version != Version::V3_0 {
            // Since 3.1 it is no keyword.
            keywords.without_nullable();
        }
        if part.or_null || is_nullable {
            keywords.allow_null(|branch| self.names_null(branch));
        }
        keywords
    }

    /// Whether a branch names `null` among what it allows, by itself or in the schema that it refers
    /// to.
    fn names_null(&self, branch: &Schema<'_>) -> bool {
        branch.parts.iter().any(|part| {
            let (schema, _) = self.followed(part.value, part.at.clone());
            let kind = schema.get("type");
            let listed = kind.and_then(Value::as_array).into_iter().flatten();
            says_nullable(schema)
                || kind.into_iter().chain(listed).any(|name| name == "null")
                || schema.get("const").is_some_and(Value::is_null)
        })
    }
}

/// Whether a schema has 3.0's keyword for `null`, whatever stands beside it.
pub fn says_nullable(schema: &Value) -> bool {
    schema.get("nullable") == Some(&Value::Bool(true))
}

/// Whether `null` is in a schema's types and missing from its values, or the other way round: to the
/// letter it is refused, and nobody names it for that.
fn names_null_once(schema: &Value) -> bool {
    let types = match schema.get("type") {
        Some(Value::Array(names)) => names.as_slice(),
        Some(name) => std::slice::from_ref(name),
        None => return false,
    };
    let constant = schema.get("const").map(std::slice::from_ref);
    let listed = schema.get("enum").and_then(Value::as_array);
    let lists: Vec<&[Value]> = constant
        .into_iter()
        .chain(listed.map(Vec::as_slice))
        .filter(|values| !values.is_empty())
        .collect();
    let in_types = types.iter().any(|name| name == "null");
    let in_lists = lists.iter().all(|values| values.iter().any(Value::is_null));
    let has_others = lists
        .iter()
        .all(|values| !values.iter().all(Value::is_null))
        && types.iter().any(|name| name != "null");
    !lists.is_empty() && has_others && in_types != in_lists
}

/// What reading a schema costs: the schemas that are directly inside it.
fn weight(schema: &Value) -> usize {
    let inside = |key| match schema.get(key) {
        Some(Value::Object(map)) => map.len(),
        Some(Value::Array(items)) => items.len(),
        _ => 0,
    };
    let keys = ["properties", "allOf", "oneOf", "anyOf", "enum", "required"];
    keys.into_iter().map(inside).sum::<usize>() + 1
}
