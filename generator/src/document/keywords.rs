//! One schema object, in either dialect, as one struct of keywords.

use serde_json::{Map, Value};

use super::{Part, Schema, Version};
use crate::json::{Bound, Kind, Kinds};
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
    /// Where it stands.
    pub at: Pointer,
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
    pub reference: Option<&'d str>,
    pub dynamic_reference: Option<&'d str>,
    /// `type`; `None` allows every kind.
    pub types: Option<Kinds>,
    /// `enum`.
    pub enumeration: Option<Vec<&'d Value>>,
    pub constant: Option<&'d Value>,
    pub format: Option<&'d str>,
    pub pattern: Option<&'d str>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub minimum: Option<Bound>,
    pub maximum: Option<Bound>,
    pub exclusive_minimum: Option<Bound>,
    pub exclusive_maximum: Option<Bound>,
    pub multiple_of: Option<Bound>,
    pub items: Option<Schema<'d>>,
    pub prefix_items: Vec<Schema<'d>>,
    pub contains: Option<Schema<'d>>,
    pub min_contains: Option<u64>,
    pub max_contains: Option<u64>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
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
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
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
    /// Reads one schema object.
    pub fn read(part: &Part<'d>, version: Version) -> Self {
        let mut keywords = Self {
            at: part.at.clone(),
            ..Self::default()
        };
        match part.value {
            Value::Bool(allowed) => keywords.never = !allowed,
            Value::Object(map) => Reader {
                map,
                at: &part.at,
                version,
            }
            .fill(&mut keywords),
            _ => {}
        }
        if part.without_unions {
            keywords.one_of.clear();
            keywords.any_of.clear();
            keywords.discriminator = None;
        }
        keywords
    }

    /// An extension's value, such as `x-enum-varnames`.
    pub fn extension(&self, name: &str) -> Option<&'d Value> {
        self.object?.get(name)
    }
}

/// Reads keywords off one object, leniently: lint has already said what is wrong.
struct Reader<'d, 'p> {
    map: &'d Map<String, Value>,
    at: &'p Pointer,
    version: Version,
}

impl<'d> Reader<'d, '_> {
    fn fill(&self, out: &mut Keywords<'d>) {
        out.object = Some(self.map);
        self.annotations(out);
        out.reference = self.text("$ref");
        if out.reference.is_some() && self.version == Version::V3_0 {
            return;
        }
        out.dynamic_reference = self.text("$dynamicRef");
        out.types = self.types();
        out.enumeration = self.array("enum").map(|values| values.iter().collect());
        out.constant = self.get("const");
        self.strings(out);
        self.numbers(out);
        self.arrays(out);
        self.objects(out);
        self.applicators(out);
    }

    fn annotations(&self, out: &mut Keywords<'d>) {
        out.title = self.text("title");
        out.description = self.text("description");
        out.external_docs = self
            .get("externalDocs")
            .and_then(|docs| docs.get("url")?.as_str());
        out.default = self.get("default");
        out.examples = self.get("example").into_iter().collect();
        out.examples
            .extend(self.array("examples").into_iter().flatten());
        out.deprecated = self.flag("deprecated");
        out.read_only = self.flag("readOnly");
        out.write_only = self.flag("writeOnly");
    }

    fn types(&self) -> Option<Kinds> {
        let kinds = match self.get("type")? {
            Value::String(name) => Kinds::only(Kind::parse(name)?),
            Value::Array(names) => names
                .iter()
                .filter_map(|name| Kind::parse(name.as_str()?))
                .fold(Kinds::NONE, |all, kind| all.or(Kinds::only(kind))),
            _ => return None,
        };
        let nullable = self.flag("nullable");
        Some(if nullable {
            kinds.or(Kinds::only(Kind::Null))
        } else {
            kinds
        })
    }

    fn strings(&self, out: &mut Keywords<'d>) {
        out.format = self.text("format");
        out.pattern = self.text("pattern");
        out.min_length = self.count("minLength");
        out.max_length = self.count("maxLength");
        out.content_encoding = self.text("contentEncoding");
        out.content_media_type = self.text("contentMediaType");
    }

    fn numbers(&self, out: &mut Keywords<'d>) {
        out.minimum = self.bound("minimum");
        out.maximum = self.bound("maximum");
        out.exclusive_minimum = self.bound("exclusiveMinimum");
        out.exclusive_maximum = self.bound("exclusiveMaximum");
        if self.flag("exclusiveMinimum") {
            out.exclusive_minimum = out.minimum.take();
        }
        if self.flag("exclusiveMaximum") {
            out.exclusive_maximum = out.maximum.take();
        }
        out.multiple_of = self.bound("multipleOf");
    }

    fn arrays(&self, out: &mut Keywords<'d>) {
        out.items = self.schema("items");
        out.prefix_items = self.schemas("prefixItems");
        out.contains = self.schema("contains");
        out.min_contains = self.count("minContains");
        out.max_contains = self.count("maxContains");
        out.min_items = self.count("minItems");
        out.max_items = self.count("maxItems");
        out.unique_items = self.flag("uniqueItems");
        out.unevaluated_items = self.schema("unevaluatedItems");
    }

    fn objects(&self, out: &mut Keywords<'d>) {
        out.properties = self.named_schemas("properties");
        out.required = self
            .array("required")
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        out.additional = match self.get("additionalProperties") {
            Some(Value::Bool(false)) => Some(Additional::Forbidden),
            Some(_) => self.schema("additionalProperties").map(Additional::Allowed),
            None => None,
        };
        out.pattern_properties = self.named_schemas("patternProperties");
        out.property_names = self.schema("propertyNames");
        out.dependent_required = self
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
        out.dependent_schemas = self.named_schemas("dependentSchemas");
        out.unevaluated_properties = self.schema("unevaluatedProperties");
        out.min_properties = self.count("minProperties");
        out.max_properties = self.count("maxProperties");
    }

    fn applicators(&self, out: &mut Keywords<'d>) {
        out.all_of = self.schemas("allOf");
        out.any_of = self.schemas("anyOf");
        out.one_of = self.schemas("oneOf");
        out.not = self.schema("not");
        out.if_ = self.schema("if");
        out.then = self.schema("then");
        out.else_ = self.schema("else");
        out.discriminator = self.get("discriminator").and_then(|value| {
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
                at: self.at.key("discriminator"),
            })
        });
    }

    /// Most schemas have few keys, among which looking is faster than hashing.
    fn get(&self, key: &str) -> Option<&'d Value> {
        const FEW: usize = 12;
        if self.map.len() > FEW {
            return self.map.get(key);
        }
        let found = self.map.iter().find(|(known, _)| *known == key);
        found.map(|(_, value)| value)
    }

    fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key)?.as_str()
    }

    fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    fn array(&self, key: &str) -> Option<&'d Vec<Value>> {
        self.get(key)?.as_array()
    }

    fn object(&self, key: &str) -> Option<&'d Map<String, Value>> {
        self.get(key)?.as_object()
    }

    /// A count; `2.0` is one as well.
    fn count(&self, key: &str) -> Option<u64> {
        match self.bound(key)? {
            Bound::Integer(count) => u64::try_from(count).ok(),
            Bound::Decimal(_) => None,
        }
    }

    fn bound(&self, key: &str) -> Option<Bound> {
        Bound::read(self.get(key)?)
    }

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
