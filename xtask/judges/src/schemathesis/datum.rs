//! Whether the document allows what a request says on the wire, whatever whoever sent it meant: every parameter and the
//! body read by the letter, and judged by `jsonschema`.

use std::collections::BTreeSet;

use faircopy::Pointer;
use faircopy::internals::Version;
use faircopy::internals::document::Document;
use serde_json::{Map, Value};

use super::failure::Failure;
use super::style::{Reading, Style, Styles};
use super::wire::{self, Pair, Wire};
use crate::corpus::judge::{Judge, Way};

/// A judgement of a whole request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Datum {
    /// The document allows it.
    Fits,
    /// A parameter, or a body that is no JSON, is not what the document asks for.
    TextBreaks,
    /// The body is JSON that breaks its schema.
    JsonBreaks,
    /// The body is JSON that fits several branches of a `oneOf`, and its tag names one of them.
    Told,
    /// The body is none of parts, though it says so.
    NoParts,
    /// The specifications do not say what a part of it means, and nothing else breaks.
    Undefined,
}

/// What decides of several judgements: what breaks, whatever else there is.
fn first_of(judged: &[Option<Datum>]) -> Option<Datum> {
    let order = [
        Some(Datum::TextBreaks),
        Some(Datum::JsonBreaks),
        Some(Datum::Told),
        Some(Datum::NoParts),
        None,
        Some(Datum::Undefined),
    ];
    let mut found = order.into_iter().filter(|datum| judged.contains(datum));
    found.next().unwrap_or(Some(Datum::Fits))
}

/// A request beside what the document says of it.
struct Sent<'f> {
    failure: &'f Failure,
    operation: Pointer,
    parameters: Vec<Pointer>,
    /// The names in the query that are those of parameters or of credentials.
    names: BTreeSet<String>,
    wire: Wire<'f>,
}

impl<'f> Sent<'f> {
    fn of(reader: &Reader<'_>, failure: &'f Failure) -> Option<Self> {
        let (document, request) = (reader.document, &failure.request);
        let operation = wire::operation(document, &request.method, &failure.path);
        operation.resolve(&document.value)?;
        let parameters = wire::parameters(document, &operation);
        Some(Self {
            failure,
            names: reader.names_in_query(&parameters),
            wire: Wire::of(request, &failure.path),
            operation,
            parameters,
        })
    }
}

pub(super) struct Reader<'c> {
    pub(super) document: &'c Document,
    pub(super) judge: &'c Judge,
}

impl Reader<'_> {
    /// The judgement of what was sent; none where a part of it cannot be judged here.
    pub(super) fn judge(&self, failure: &Failure) -> Option<Datum> {
        let sent = Sent::of(self, failure)?;
        let parameters = sent.parameters.iter();
        let judged = parameters.map(|parameter| self.parameter(parameter, &sent));
        let judged: Vec<_> = judged.chain([self.body(&sent)]).collect();
        first_of(&judged)
    }

    /// The judgement of what a refusal tells of, all of it; none where one thing of that is right, or cannot be judged here.
    pub(super) fn judge_refused(&self, failure: &Failure) -> Option<Datum> {
        let reply: Value = serde_json::from_str(&failure.reply).unwrap_or_default();
        let Some(faults) = reply["errors"].as_array() else {
            return self.judge(failure);
        };
        let sent = Sent::of(self, failure)?;
        let judged = faults.iter().map(|fault| {
            let is_it = |at: &&Pointer| {
                let told = |key: &str, by: &str| self.text(at, key) == fault[by].as_str();
                told("in", "in") && told("name", "name")
            };
            match fault["in"] == "body" {
                true => self.body(&sent),
                false => {
                    let mut parameters = sent.parameters.iter();
                    self.parameter(parameters.find(is_it)?, &sent)
                }
            }
        });
        let judged: Vec<_> = judged.collect();
        let is_right = judged.contains(&Some(Datum::Fits)) || judged.contains(&None);
        (!is_right).then(|| first_of(&judged)).flatten()
    }

    /// Whether the schema of the reply that came accepts it; none where there is no such schema, or the reply is no JSON.
    pub(super) fn accepts_reply(&self, failure: &Failure) -> Option<bool> {
        let reply: Value = serde_json::from_str(&failure.reply).ok()?;
        let operation = wire::operation(self.document, &failure.request.method, &failure.path);
        let status = failure.status.to_string();
        let range = format!("{}XX", &status[..1]);
        let mut statuses = [status.as_str(), range.as_str(), "default"].into_iter();
        let response = statuses.find_map(|status| {
            let at = self
                .document
                .resolved(&operation.keys(["responses", status]));
            at.resolve(&self.document.value).map(|_| at)
        })?;
        let content = response.keys(["content", failure.media_type.as_str(), "schema"]);
        content.resolve(&self.document.value)?;
        let judged = self.judge.judge(&content, &reply, Way::Response).ok()?;
        Some(judged.complaints.is_empty())
    }

    fn text<'v>(&'v self, at: &Pointer, key: &str) -> Option<&'v str> {
        at.key(key).resolve(&self.document.value)?.as_str()
    }

    fn is_true(&self, at: &Pointer, key: &str) -> bool {
        at.key(key).resolve(&self.document.value) == Some(&Value::Bool(true))
    }

    fn names_in_query(&self, parameters: &[Pointer]) -> BTreeSet<String> {
        let schemes = Pointer::root().keys(["components", "securitySchemes"]);
        let found = schemes
            .resolve(&self.document.value)
            .and_then(Value::as_object);
        let keys = found.into_iter().flat_map(|all| all.keys());
        let keys: Vec<_> = keys.map(|key| schemes.key(key)).collect();
        let all = parameters.iter().chain(&keys);
        let all = all.filter(|at| self.text(at, "in") == Some("query"));
        all.filter_map(|at| self.text(at, "name").map(str::to_owned))
            .collect()
    }

    fn parameter(&self, at: &Pointer, sent: &Sent<'_>) -> Option<Datum> {
        let (name, place) = (self.text(at, "name")?, self.text(at, "in")?);
        // What HTTP itself has a header for is no parameter.
        let is_of_http = ["accept", "content-type", "authorization"];
        if place == "header" && is_of_http.contains(&name.to_lowercase().as_str()) {
            return Some(Datum::Fits);
        }
        let own = match place {
            "query" | "cookie" => "form",
            _ => "simple",
        };
        let style = self.text(at, "style").unwrap_or(own);
        let explode = at.key("explode").resolve(&self.document.value);
        let explode = explode.map_or(style == "form", |explode| explode == &Value::Bool(true));
        let schema = at.key("schema");
        // As JSON, which no document here has.
        schema.resolve(&self.document.value)?;
        let schema = self.document.resolved(&schema);
        let style = Style {
            name,
            style,
            explode,
            schema,
        };
        let styles = Styles(self.document);
        let reading = match place {
            "path" => {
                let mut segments = sent.wire.path.as_ref()?.iter();
                let segment = segments.find(|(known, _)| known == name)?;
                styles.path(&style, &segment.1)
            }
            "header" => match sent.wire.header(name) {
                Some(text) => styles.header(&style, &text),
                None => Reading::Absent,
            },
            "query" => styles.pairs(&style, &sent.wire.query, &sent.names),
            _ => match styles.pairs(&style, &sent.wire.cookies, &BTreeSet::new()) {
                Reading::Absent => Reading::Absent,
                _ if !sent
                    .wire
                    .cookies
                    .iter()
                    .all(|(_, text)| wire::is_text(text)) =>
                {
                    Reading::Broken
                }
                // What separates exploded items in `Cookie` is not what the style says.
                _ if explode && styles.kinds(&style.schema, 8).contains("array") => {
                    Reading::Undefined
                }
                reading => reading,
            },
        };
        match reading {
            Reading::Absent => Some(of_text(!self.is_true(at, "required"))),
            Reading::Broken => Some(Datum::TextBreaks),
            Reading::Undefined => Some(Datum::Undefined),
            Reading::Unknown => None,
            Reading::Values(values) => self.fits(&style.schema, &values).map(of_text),
        }
    }

    /// Whether a schema accepts one of some values.
    fn fits(&self, schema: &Pointer, values: &[Value]) -> Option<bool> {
        let judged = values.iter().map(|value| {
            let judged = self.judge.judge(schema, value, Way::Request).ok()?;
            Some(judged.complaints.is_empty())
        });
        let judged: Vec<bool> = judged.collect::<Option<_>>()?;
        Some(judged.contains(&true))
    }

    fn body(&self, sent: &Sent<'_>) -> Option<Datum> {
        let request = &sent.failure.request;
        let body = self.document.resolved(&sent.operation.key("requestBody"));
        let Some(stated) = body.resolve(&self.document.value) else {
            return Some(Datum::Fits);
        };
        if request.body.is_empty() && request.media_type.is_empty() {
            return Some(of_text(stated["required"] != Value::Bool(true)));
        }
        let essence = |name: &str| {
            name.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_lowercase()
        };
        let sent = essence(&request.media_type);
        let mut names = stated["content"].as_object()?.keys();
        let name = names.find(|name| essence(name) == sent)?;
        let content = body.keys(["content", name]);
        let schema = self.document.resolved(&content.key("schema"));
        if sent == "application/json" || sent.ends_with("+json") {
            return match serde_json::from_slice::<Value>(&request.body) {
                Ok(value) => self.json(&schema, &value),
                Err(_) => Some(Datum::TextBreaks),
            };
        }
        if sent == "application/xml" {
            return self.xml(&schema, &String::from_utf8_lossy(&request.body));
        }
        let fields = match sent.as_str() {
            "multipart/form-data" => wire::parts(request),
            "application/x-www-form-urlencoded" => {
                Some(wire::pairs(&String::from_utf8_lossy(&request.body)))
            }
            _ => {
                let styles = Styles(self.document);
                let kinds = styles.kinds(&schema, 8);
                let is_text = kinds.contains("string") || kinds.is_empty();
                let text = String::from_utf8_lossy(&request.body).into_owned();
                // Bytes are what they are.
                return is_text
                    .then_some(())
                    .and_then(|()| self.fits(&schema, &[Value::from(text)]))
                    .filter(|fits| *fits)
                    .map(|_| Datum::Fits);
            }
        };
        let Some(fields) = fields else {
            return Some(Datum::NoParts);
        };
        let is_form = !sent.starts_with("multipart");
        self.fields(&content, &schema, &fields, is_form)
    }

    fn json(&self, schema: &Pointer, value: &Value) -> Option<Datum> {
        let judged = self.judge.judge(schema, value, Way::Request).ok()?;
        let mut complaints = judged.complaints.iter();
        if judged.complaints.is_empty() {
            return Some(Datum::Fits);
        }
        let fits_several = complaints.any(|complaint| complaint.contains("more than one"));
        let is_told = fits_several && self.named_branch_fits(schema, value) == Some(true);
        Some(if is_told {
            Datum::Told
        } else {
            Datum::JsonBreaks
        })
    }

    /// Whether the branch that the tag of a value names accepts the value.
    fn named_branch_fits(&self, schema: &Pointer, value: &Value) -> Option<bool> {
        let discriminator = schema.key("discriminator");
        let tag = value.get(self.text(&discriminator, "propertyName")?)?;
        let target = self.text(&discriminator.key("mapping"), tag.as_str()?)?;
        let target = Pointer::parse(target.strip_prefix('#')?)?;
        self.fits(&target, std::slice::from_ref(value))
    }

    /// Whether an element is what a schema of objects asks for. OpenAPI does not say what text between the elements of an
    /// object is.
    fn xml(&self, schema: &Pointer, text: &str) -> Option<Datum> {
        let styles = Styles(self.document);
        if !styles.kinds(schema, 8).contains("object") {
            return None;
        }
        let Some(elements) = wire::elements(text) else {
            let (_, content) = text.split_once('>')?;
            let is_text = content.matches('<').count() == 1;
            return is_text.then_some(Datum::Undefined);
        };
        let mut object = Map::new();
        for (name, text) in &elements {
            let property = styles.property(schema, name);
            let value = match &property {
                // As XML Schema writes it, too.
                Some(at)
                    if styles.kinds(at, 8).contains("boolean") && ["0", "1"].contains(&&**text) =>
                {
                    Value::Bool(text == "1")
                }
                Some(at) => styles.plain(at, text).swap_remove(0),
                None => Value::from(text.as_str()),
            };
            if object.insert(name.clone(), value).is_some() {
                return None;
            }
        }
        self.fits(schema, &[Value::Object(object)]).map(of_text)
    }

    /// Whether fields of a form, or parts, are what a schema of objects asks for.
    fn fields(
        &self,
        content: &Pointer,
        schema: &Pointer,
        fields: &[Pair],
        is_form: bool,
    ) -> Option<Datum> {
        let styles = Styles(self.document);
        let properties = schema.key("properties");
        let declared = properties.resolve(&self.document.value)?.as_object()?;
        let mut object = Map::new();
        for name in declared.keys() {
            let property = self.document.resolved(&properties.key(name));
            let encoding = content.keys(["encoding", name]);
            // Before 3.1, parts have no styles.
            let has_styles = is_form || self.document.version != Version::V3_0;
            let style = self.text(&encoding, "style").filter(|_| has_styles);
            let explode = encoding.key("explode").resolve(&self.document.value);
            let explode = explode.filter(|_| has_styles);
            let is_styled = style.is_some() || explode.is_some();
            let reading = match is_styled || is_form {
                true => {
                    let style = style.unwrap_or("form");
                    let explode = explode.map_or(style == "form", |it| it == &Value::Bool(true));
                    let style = Style {
                        name,
                        style,
                        explode,
                        schema: property.clone(),
                    };
                    let others = fields.iter().map(|(name, _)| name.clone()).collect();
                    // A part is not percent-encoded.
                    let plain: Vec<Pair> = fields
                        .iter()
                        .map(|(name, text)| match is_form {
                            true => (name.clone(), text.clone()),
                            false => (name.clone(), escaped(text)),
                        })
                        .collect();
                    styles.pairs(&style, &plain, &others)
                }
                false => self.parts(&property, name, fields),
            };
            match reading {
                Reading::Absent => {}
                Reading::Broken => return Some(Datum::TextBreaks),
                Reading::Undefined => return Some(Datum::Undefined),
                Reading::Unknown => return None,
                Reading::Values(values) => {
                    let fitting = values.iter().find(|value| {
                        self.fits(&property, std::slice::from_ref(*value)) == Some(true)
                    });
                    object.insert(name.clone(), fitting.or(values.first())?.clone());
                }
            }
        }
        for (name, text) in fields {
            if !declared.contains_key(name) {
                object
                    .entry(name.clone())
                    .or_insert_with(|| Value::from(text.as_str()));
            }
        }
        self.fits(schema, &[Value::Object(object)]).map(of_text)
    }

    /// The parts of a name, each a value: a text, or JSON where it is an object.
    fn parts(&self, property: &Pointer, name: &str, parts: &[Pair]) -> Reading {
        let styles = Styles(self.document);
        let own = parts.iter().filter(|(known, _)| known == name);
        let own: Vec<_> = own.map(|(_, text)| text.as_str()).collect();
        let kinds = styles.kinds(property, 8);
        let is_list = kinds.contains("array");
        let item = match is_list {
            true => self.document.resolved(&property.key("items")),
            false => property.clone(),
        };
        let is_object = styles.kinds(&item, 8).contains("object");
        let mut values = Vec::new();
        for text in &own {
            values.push(match (is_object, serde_json::from_str::<Value>(text)) {
                (true, Ok(value)) => value,
                (true, Err(_)) => return Reading::Broken,
                (false, _) => {
                    let all = styles.plain(&item, text);
                    let fits = all
                        .iter()
                        .find(|value| self.fits(&item, std::slice::from_ref(*value)) == Some(true));
                    fits.unwrap_or(&all[0]).clone()
                }
            });
        }
        match (is_list, values.len()) {
            (_, 0) => Reading::Absent,
            (true, _) => Reading::Values(vec![Value::Array(values)]),
            (false, 1) => Reading::Values(values),
            (false, _) => Reading::Broken,
        }
    }
}

/// The judgement of what is no JSON.
fn of_text(fits: bool) -> Datum {
    match fits {
        true => Datum::Fits,
        false => Datum::TextBreaks,
    }
}

/// A text as a query would have it, but for what separates the items of styles.
fn escaped(text: &str) -> String {
    text.replace('%', "%25")
        .replace('+', "%2B")
        .replace(' ', "%20")
}
