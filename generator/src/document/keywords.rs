//! One schema object, in either dialect, as one struct of keywords.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use serde_json::{Map, Value, json};

use super::hierarchy::Mapped;
use super::{Groups, Part, Schema, Version};
use crate::constraint::{Arrays, Counts, Numbers, Objects, Texts, Values};
use crate::json::{Kind, Kinds};
use crate::keyword::Reader;
use crate::pointer::Pointer;

/// `additionalProperties` and its kin.
#[derive(Clone, Debug)]
pub enum Additional<'d> {
    /// `false`: there may be none.
    Forbidden,
    /// `true` or a schema.
    Allowed(Schema<'d>),
}

/// How a branch is told by the value of one property.
#[derive(Clone, Debug)]
pub struct Discriminator<'d> {
    /// `propertyName`.
    pub property: &'d str,
    /// `mapping`: value to `$ref` or schema name, in the order of the values.
    pub mapping: Vec<(&'d str, &'d str)>,
    /// `defaultMapping`: a `$ref` or a schema name.
    pub default: Option<&'d str>,
    /// Where it stands.
    pub at: Pointer,
    /// The same mapping by where it leads, once somebody has asked.
    pub(super) mapped: Arc<OnceLock<Mapped<'d>>>,
}

/// What one schema object says. Absent keywords are `None` or empty.
///
/// 3.0's forms are read as 2020-12's: `nullable` joins `types`, a boolean
/// `exclusiveMinimum` moves `minimum` over, and siblings of `$ref` are ignored.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the names are JSON Schema's")]
pub struct Keywords<'d> {
    /// Where the schema stands.
    pub at: Pointer,
    /// The boolean schema `false`, or what amounts to it.
    pub never: bool,
    /// Whether `null` is allowed whatever it includes says.
    pub or_null: bool,
    pub reference: Option<&'d str>,
    pub dynamic_reference: Option<&'d str>,
    /// `type`; `None` allows every kind.
    pub types: Option<Kinds>,
    /// `enum` and `const`.
    pub(crate) values: Values<'d>,
    pub format: Option<&'d str>,
    pub(crate) texts: Texts<'d>,
    pub(crate) numbers: Numbers,
    pub(crate) arrays: Arrays,
    pub(crate) objects: Objects,
    pub items: Option<Schema<'d>>,
    pub prefix_items: Vec<Schema<'d>>,
    pub contains: Option<Schema<'d>>,
    /// `minContains` and `maxContains`.
    pub(crate) contained: Counts,
    pub unevaluated_items: Option<Schema<'d>>,
    /// In the document's order.
    pub properties: Vec<(&'d str, Schema<'d>)>,
    pub required: Vec<&'d str>,
    pub additional: Option<Additional<'d>>,
    pub pattern_properties: Vec<(&'d str, Schema<'d>)>,
    pub property_names: Option<Schema<'d>>,
    pub dependent_required: Vec<(&'d str, Vec<&'d str>)>,
    pub dependent_schemas: Vec<(&'d str, Schema<'d>)>,
    pub unevaluated_properties: Option<Schema<'d>>,
    pub all_of: Vec<Schema<'d>>,
    pub any_of: Vec<Schema<'d>>,
    pub one_of: Vec<Schema<'d>>,
    pub not: Option<Schema<'d>>,
    pub if_: Option<Schema<'d>>,
    pub then: Option<Schema<'d>>,
    pub else_: Option<Schema<'d>>,
    pub discriminator: Option<Discriminator<'d>>,
    pub title: Option<&'d str>,
    pub description: Option<&'d str>,
    pub external_docs: Option<&'d str>,
    pub default: Option<&'d Value>,
    pub examples: Vec<&'d Value>,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub content_encoding: Option<&'d str>,
    pub content_media_type: Option<&'d str>,
    /// The whole object, for extensions.
    pub object: Option<&'d Map<String, Value>>,
}

impl<'d> Keywords<'d> {
    /// A schema that there is no step left for says nothing.
    pub fn nothing(part: &Part<'d>) -> Self {
        Self {
            at: part.at.clone(),
            ..Self::default()
        }
    }

    /// Reads one schema object.
    pub fn read(
        part: &Part<'d>,
        version: Version,
        exact_numbers: &BTreeMap<Pointer, String>,
    ) -> Self {
        let mut keywords = Self::nothing(part);
        match part.value {
            Value::Bool(allowed) => keywords.never = !allowed,
            Value::Object(map) => {
                let reader = Reader {
                    map,
                    at: &part.at,
                    exact_numbers,
                };
                keywords.fill(reader, version, &part.resolved);
            }
            _ => {}
        }
        keywords
    }

    /// Adds `null` to what is allowed: to the types and the values, to the branches where none of
    /// them names it, and to all that is included.
    pub fn allow_null(&mut self, names_null: impl Fn(&Schema<'d>) -> bool) {
        self.or_null = true;
        let null = Kinds::only(Kind::Null);
        self.types = self.types.map(|kinds| kinds.or(null));
        self.values.allow_null();
        for schema in &mut self.all_of {
            *schema = schema.clone().or_null(true);
        }
        for branches in [&mut self.one_of, &mut self.any_of] {
            if !branches.is_empty() && !branches.iter().any(&names_null) {
                branches.push(Schema::new(&NULL, self.at.key("nullable")));
            }
        }
    }

    /// Takes back what `nullable` added to the types.
    pub fn without_nullable(&mut self) {
        let types = self.object.and_then(|map| map.get("type"));
        let listed = types.and_then(Value::as_array).into_iter().flatten();
        let says_null = types.into_iter().chain(listed).any(|name| name == "null");
        if !says_null {
            self.types = self.types.map(|kinds| kinds.without(Kind::Null));
        }
    }

    /// Whether it declares a property of a name.
    pub fn declares(&self, name: &str) -> bool {
        self.declared(name).is_some()
    }

    /// The property of a name, which is not looked for among the others.
    pub fn property(&self, name: &str) -> Option<Schema<'d>> {
        let value = self.declared(name)?;
        Some(Schema::new(value, self.at.keys(["properties", name])))
    }

    /// The schema of properties whose names match a pattern, which is not looked for among the others.
    pub fn with_pattern(&self, pattern: &str) -> Option<Schema<'d>> {
        let object = self
            .object
            .filter(|_| !self.pattern_properties.is_empty())?;
        let value = object.get("patternProperties")?.get(pattern)?;
        let at = self.at.keys(["patternProperties", pattern]);
        Some(Schema::new(value, at))
    }

    /// How many schemas, names and values it lists: what a walk of it costs.
    pub fn members(&self) -> usize {
        let listed = self.values.listed.as_ref().map_or(0, Vec::len);
        let unions = self.all_of.len() + self.any_of.len() + self.one_of.len();
        let names = self.required.len() + self.dependent_required.len();
        let schemas = self.properties.len() + self.pattern_properties.len();
        let dependent = self.dependent_schemas.len() + self.prefix_items.len();
        listed + unions + names + schemas + dependent
    }

    fn declared(&self, name: &str) -> Option<&'d Value> {
        // Where none was read, they do not count.
        let object = self.object.filter(|_| !self.properties.is_empty())?;
        object.get("properties")?.get(name)
    }

    /// An extension's value, such as `x-enum-varnames`.
    pub fn extension(&self, name: &str) -> Option<&'d Value> {
        self.object?.get(name)
    }

    fn fill(&mut self, reader: Reader<'d, '_>, version: Version, resolved: &Groups) {
        self.object = Some(reader.map);
        self.read_annotations(reader);
        self.reference = reader.text("$ref");
        if self.reference.is_some() && version == Version::V3_0 {
            return;
        }
        self.dynamic_reference = reader.text("$dynamicRef");
        self.types = types(&reader);
        self.format = reader.text("format");
        self.values = Values::read(&reader);
        self.texts = Texts::read(&reader);
        self.numbers = Numbers::read(&reader);
        self.arrays = Arrays::read(&reader);
        self.objects = Objects::read(&reader);
        self.content_encoding = reader.text("contentEncoding");
        self.content_media_type = reader.text("contentMediaType");
        self.read_items(reader);
        self.read_properties(reader);
        self.read_applicators(reader, resolved);
    }

    fn read_annotations(&mut self, reader: Reader<'d, '_>) {
        self.title = reader.text("title");
        self.description = reader.text("description");
        self.external_docs = reader
            .get("externalDocs")
            .and_then(|docs| docs.get("url")?.as_str());
        self.default = reader.get("default");
        self.examples = reader.get("example").into_iter().collect();
        self.examples
            .extend(reader.array("examples").into_iter().flatten());
        self.deprecated = reader.flag("deprecated");
        self.read_only = reader.flag("readOnly");
        self.write_only = reader.flag("writeOnly");
    }

    fn read_items(&mut self, reader: Reader<'d, '_>) {
        self.items = reader.schema("items");
        self.prefix_items = reader.schemas("prefixItems");
        self.contains = reader.schema("contains");
        self.contained = Counts::read(&reader, "minContains", "maxContains");
        self.unevaluated_items = reader.schema("unevaluatedItems");
    }

    fn read_properties(&mut self, reader: Reader<'d, '_>) {
        self.properties = reader.named_schemas("properties");
        self.required = reader
            .array("required")
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        self.additional = match reader.get("additionalProperties") {
            Some(Value::Bool(false)) => Some(Additional::Forbidden),
            Some(_) => reader
                .schema("additionalProperties")
                .map(Additional::Allowed),
            None => None,
        };
        self.pattern_properties = reader.named_schemas("patternProperties");
        self.property_names = reader.schema("propertyNames");
        self.dependent_required = reader
            .object("dependentRequired")
            .into_iter()
            .flatten()
            .map(|(key, names)| {
                let names = names
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                (key.as_str(), names.collect())
            })
            .collect();
        self.dependent_schemas = reader.named_schemas("dependentSchemas");
        self.unevaluated_properties = reader.schema("unevaluatedProperties");
    }

    fn read_applicators(&mut self, reader: Reader<'d, '_>, resolved: &Groups) {
        let is_resolved = |key| !resolved.is_empty() && resolved.has(&reader.at.key(key));
        let branches = |key| match is_resolved(key) {
            true => Vec::new(),
            false => reader.schemas(key),
        };
        self.all_of = reader.schemas("allOf");
        self.any_of = branches("anyOf");
        self.one_of = branches("oneOf");
        self.not = reader.schema("not");
        self.if_ = reader.schema("if");
        self.then = reader.schema("then");
        self.else_ = reader.schema("else");
        if is_resolved("anyOf") || is_resolved("oneOf") {
            return;
        }
        self.discriminator = reader.get("discriminator").and_then(|value| {
            let mut mapping: Vec<_> = value
                .get("mapping")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .filter_map(|(key, target)| Some((key.as_str(), target.as_str()?)))
                .collect();
            mapping.sort_unstable();
            let property = value.get("propertyName")?.as_str()?;
            Some(Discriminator {
                property,
                mapping,
                default: value.get("defaultMapping").and_then(Value::as_str),
                at: reader.at.key("discriminator"),
                mapped: Arc::default(),
            })
        });
    }
}

/// The branch that `nullable` adds to a union.
static NULL: LazyLock<Value> = LazyLock::new(|| json!({ "type": "null" }));

/// The kinds of data that `type` lists; 3.0's `nullable` joins them.
fn types(reader: &Reader<'_, '_>) -> Option<Kinds> {
    let kinds = match reader.get("type")? {
        Value::String(name) => Kinds::only(Kind::parse(name)?),
        Value::Array(names) => names
            .iter()
            .filter_map(|name| Kind::parse(name.as_str()?))
            .fold(Kinds::NONE, |all, kind| all.or(Kinds::only(kind))),
        _ => return None,
    };
    let nullable = reader.flag("nullable");
    Some(if nullable {
        kinds.or(Kinds::only(Kind::Null))
    } else {
        kinds
    })
}

impl<'d> Reader<'d, '_> {
    fn schema(&self, key: &str) -> Option<Schema<'d>> {
        let value = self.get(key)?;
        (value.is_object() || value.is_boolean()).then(|| Schema::new(value, self.at.key(key)))
    }

    fn schemas(&self, key: &str) -> Vec<Schema<'d>> {
        let Some(values) = self.array(key) else {
            return Vec::new();
        };
        let at = self.at.key(key);
        values
            .iter()
            .enumerate()
            .map(|(index, value)| Schema::new(value, at.index(index)))
            .collect()
    }

    fn named_schemas(&self, key: &str) -> Vec<(&'d str, Schema<'d>)> {
        let Some(map) = self.object(key) else {
            return Vec::new();
        };
        let at = self.at.key(key);
        map.iter()
            .map(|(name, value)| (name.as_str(), Schema::new(value, at.key(name))))
            .collect()
    }
}
