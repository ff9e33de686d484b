//! Turns the structure of a document of any version into openapiv3's model.
//!
//! Copies what the model knows and the client needs, piece by piece, so that
//! reading it cannot fail: references to anything but schemas are resolved
//! (the copy remembers its place in [`AT`]), each schema becomes a reference
//! to where it stands, defaults that the model would lose are written out, and
//! what only 3.1 has moves where the model keeps it. Examples stay behind:
//! they are most of many documents, and lowering reads them where they stand.

mod payload;

use indexmap::IndexMap;
use openapiv3::{PathItem, ReferenceOr};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::parallel;
use crate::pointer::Pointer;

/// The extension that says where a copied object stands in the document.
pub const AT: &str = "x-faircopy-at";
/// The extension that holds 3.1's `webhooks`, as path items.
pub const WEBHOOKS: &str = "x-faircopy-webhooks";
/// The extension of an encoding that states a style, and not only a media type.
pub const STYLED: &str = "x-faircopy-styled";
/// The name of an HTTP authentication scheme that stands for `mutualTLS`.
pub const MUTUAL_TLS: &str = "x-faircopy-mutual-tls";

/// The methods that a path item may have.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// How many references may lead to one another.
const CHAIN: usize = 32;
/// How deep callbacks may nest: one that leads back to its own path would have no end.
const CALLBACKS: usize = 3;

/// Reads openapiv3's model.
///
/// # Errors
///
/// The place and the reason where the model refuses the copy.
pub fn read(document: &Value) -> Result<openapiv3::OpenAPI, Refusal> {
    let copy = Copier {
        document,
        callbacks: CALLBACKS,
    };
    let mut model: openapiv3::OpenAPI = parsed(copy.document(), &Pointer::root())?;
    model.paths.paths = copy.paths()?;
    // A path takes kilobytes, and there is room for twice as many as there are.
    model.paths.paths.shrink_to_fit();
    Ok(model)
}

/// An object of the model, from the copy of what stands at `at`.
fn parsed<T: DeserializeOwned>(copy: Value, at: &Pointer) -> Result<T, Refusal> {
    serde_json::from_value(copy).map_err(|error| (at.clone(), error.to_string()))
}

/// Where and why the model refuses a copy.
type Refusal = (Pointer, String);

/// Where an object of the model stands in the document.
pub fn place(extensions: &IndexMap<String, Value>) -> Pointer {
    extensions
        .get(AT)
        .and_then(Value::as_str)
        .and_then(Pointer::parse)
        .unwrap_or_default()
}

#[derive(Clone, Copy)]
struct Copier<'d> {
    document: &'d Value,
    callbacks: usize,
}

/// An object of the document and where it stands, references followed.
struct Found<'d> {
    map: &'d Map<String, Value>,
    at: Pointer,
}

impl<'d> Found<'d> {
    /// The members of those names, as they are.
    fn pick(&self, names: &[&str]) -> Map<String, Value> {
        let mut out = Map::new();
        out.insert(AT.into(), json!(self.at.as_str()));
        for name in names {
            if let Some(value) = self.map.get(*name) {
                out.insert((*name).into(), value.clone());
            }
        }
        let extensions = self.map.iter().filter(|(key, _)| key.starts_with("x-"));
        out.extend(extensions.map(|(key, value)| (key.clone(), value.clone())));
        out
    }

    fn entries(
        &self,
        key: &str,
    ) -> impl Iterator<Item = (&'d String, &'d Value, Pointer)> + use<'d> {
        let at = self.at.key(key);
        let map = self.map.get(key).and_then(Value::as_object);
        map.into_iter()
            .flatten()
            .map(move |(name, value)| (name, value, at.key(name)))
    }

    fn items(&self, key: &str) -> impl Iterator<Item = (&'d Value, Pointer)> + use<'d> {
        let at = self.at.key(key);
        let items = self.map.get(key).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .enumerate()
            .map(move |(index, value)| (value, at.index(index)))
    }
}

impl<'d> Copier<'d> {
    fn document(self) -> Value {
        let Some(root) = self.document.as_object() else {
            return json!({});
        };
        let root = Found {
            map: root,
            at: Pointer::root(),
        };
        let mut out = root.pick(&["openapi", "security"]);
        out.insert("info".into(), self.info(&root));
        out.insert("servers".into(), self.servers(&root));
        out.insert("tags".into(), self.tags(&root));
        // They are read one by one.
        out.insert("paths".into(), json!({}));
        let hooks = root.entries("webhooks").chain(root.entries("x-webhooks"));
        let hooks =
            hooks.filter_map(|(name, value, at)| Some((name.clone(), self.path_item(value, at)?)));
        out.insert(WEBHOOKS.into(), hooks.collect());
        if let Some(found) = self.find(
            root.map.get("components").unwrap_or(&Value::Null),
            root.at.key("components"),
        ) {
            let schemes = found.entries("securitySchemes");
            let schemes = schemes.filter_map(|(name, value, at)| {
                Some((name.clone(), self.security_scheme(value, at)?))
            });
            out.insert(
                "components".into(),
                json!({ "securitySchemes": schemes.collect::<Value>() }),
            );
        }
        Value::Object(out)
    }

    /// The paths, each operation of which is copied and read on its own: the model's parser copies
    /// everything once more for each level that it stands below.
    fn paths(self) -> Result<IndexMap<String, ReferenceOr<PathItem>>, Refusal> {
        let at = Pointer::root().key("paths");
        let paths = self.document.get("paths").and_then(Value::as_object);
        let paths = paths.into_iter().flatten();
        let paths: Vec<_> = paths.filter(|(path, _)| path.starts_with('/')).collect();
        let items = parallel::each(&paths, |(path, value)| self.path(value, at.key(path)));
        let mut read = IndexMap::with_capacity(paths.len());
        for ((path, _), item) in paths.into_iter().zip(items) {
            if let Some(item) = item? {
                read.insert(path.clone(), ReferenceOr::Item(item));
            }
        }
        Ok(read)
    }

    fn path(self, value: &'d Value, at: Pointer) -> Result<Option<PathItem>, Refusal> {
        let Some(found) = self.find(value, at) else {
            return Ok(None);
        };
        let mut item: PathItem = parsed(Value::Object(self.whole_path(&found)), &found.at)?;
        let slots = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
            &mut item.options,
            &mut item.head,
            &mut item.patch,
            &mut item.trace,
        ];
        for (method, slot) in METHODS.into_iter().zip(slots) {
            if let Some(operation) = found.map.get(method) {
                let at = found.at.key(method);
                let Some(copy) = self.operation(operation, at.clone()) else {
                    return Ok(None);
                };
                *slot = Some(parsed(copy, &at)?);
            }
        }
        Ok(Some(item))
    }

    /// Follows `$ref`s to an object.
    fn find(self, mut value: &'d Value, mut at: Pointer) -> Option<Found<'d>> {
        for _ in 0..CHAIN {
            let map = value.as_object()?;
            let Some(reference) = map.get("$ref").and_then(Value::as_str) else {
                return Some(Found { map, at });
            };
            at = Pointer::parse(reference)?;
            value = at.resolve(self.document)?;
        }
        None
    }

    fn info(self, root: &Found<'d>) -> Value {
        let info = root.map.get("info");
        let text = |key: &str| {
            info.and_then(|info| info.get(key)?.as_str())
                .unwrap_or_default()
        };
        let mut out = json!({ "title": text("title"), "version": text("version") });
        for key in ["description", "summary"] {
            if !text(key).is_empty() {
                let key = if key == "summary" { "x-summary" } else { key };
                out[key] = json!(text(key.trim_start_matches("x-")));
            }
        }
        out
    }

    fn tags(self, root: &Found<'d>) -> Value {
        let tags = root.items("tags").filter_map(|(tag, _)| {
            let name = tag.get("name")?.as_str()?;
            let description = tag.get("description").and_then(Value::as_str);
            Some(json!({ "name": name, "description": description }))
        });
        tags.collect()
    }

    fn servers(self, owner: &Found<'d>) -> Value {
        let servers = owner.items("servers").filter_map(|(server, at)| {
            let url = server.get("url")?.as_str()?;
            let mut out = json!({ "url": url, "description": server.get("description").and_then(Value::as_str) });
            let found = self.find(server, at)?;
            let variables = found.entries("variables").map(|(name, variable, _)| {
                let values = variable.get("enum").and_then(Value::as_array);
                let values: Vec<String> = values.into_iter().flatten().filter_map(scalar).collect();
                let default = variable.get("default").and_then(scalar).or_else(|| values.first().cloned());
                let default = default.unwrap_or_default();
                (name.clone(), json!({ "default": default, "enum": values }))
            });
            out["variables"] = variables.collect();
            Some(out)
        });
        servers.collect()
    }

    fn path_item(self, value: &'d Value, at: Pointer) -> Option<Value> {
        let found = self.find(value, at)?;
        let mut out = self.whole_path(&found);
        for method in METHODS {
            if let Some(operation) = found.map.get(method) {
                out.insert(
                    method.into(),
                    self.operation(operation, found.at.key(method))?,
                );
            }
        }
        Some(Value::Object(out))
    }

    /// What a path item says of all its operations.
    fn whole_path(self, found: &Found<'d>) -> Map<String, Value> {
        let mut out = found.pick(&["summary", "description"]);
        out.insert("servers".into(), self.servers(found));
        out.insert("parameters".into(), self.parameters(found));
        out
    }

    fn operation(self, value: &'d Value, at: Pointer) -> Option<Value> {
        let found = Found {
            map: value.as_object()?,
            at,
        };
        let fields = [
            "tags",
            "summary",
            "description",
            "operationId",
            "deprecated",
            "security",
        ];
        let mut out = found.pick(&fields);
        if let Some(url) = found
            .map
            .get("externalDocs")
            .and_then(|docs| docs.get("url")?.as_str())
        {
            out.insert("externalDocs".into(), json!({ "url": url }));
        }
        out.insert("servers".into(), self.servers(&found));
        out.insert("parameters".into(), self.parameters(&found));
        if let Some(body) = found.map.get("requestBody")
            && let Some(body) = self.request_body(body, found.at.key("requestBody"))
        {
            out.insert("requestBody".into(), body);
        }
        let responses = found
            .entries("responses")
            .filter(|(status, ..)| is_status(status));
        let responses = responses.filter_map(|(status, value, at)| {
            Some((
                status.to_ascii_uppercase().replace("DEFAULT", "default"),
                self.response(value, at)?,
            ))
        });
        out.insert("responses".into(), responses.collect());
        if let Some(callbacks) = self.callbacks.checked_sub(1) {
            let inner = Copier { callbacks, ..self };
            let callbacks = found.entries("callbacks").filter_map(|(name, value, at)| {
                let found = inner.find(value, at)?;
                let items = found.map.iter().filter(|(key, _)| !key.starts_with("x-"));
                let items = items.filter_map(|(key, value)| {
                    Some((key.clone(), inner.path_item(value, found.at.key(key))?))
                });
                Some((name.clone(), items.collect::<Value>()))
            });
            out.insert("callbacks".into(), callbacks.collect());
        }
        Some(Value::Object(out))
    }

    fn security_scheme(self, value: &'d Value, at: Pointer) -> Option<Value> {
        let found = self.find(value, at)?;
        let kind = found.map.get("type")?.as_str()?;
        let mut out = found.pick(&["description", "type", "name", "in", "scheme"]);
        match kind {
            "mutualTLS" => {
                out.insert("type".into(), json!("http"));
                out.insert("scheme".into(), json!(MUTUAL_TLS));
            }
            "openIdConnect" => {
                out.insert("openIdConnectUrl".into(), json!(""));
            }
            "oauth2" => {
                let flows = found.map.get("flows");
                let token = flows
                    .and_then(|flows| flows.get("clientCredentials")?.get("tokenUrl")?.as_str());
                let flow = token
                    .map(|url| json!({ "clientCredentials": { "tokenUrl": url, "scopes": {} } }));
                out.insert("flows".into(), flow.unwrap_or_else(|| json!({})));
            }
            _ => {}
        }
        Some(Value::Object(out))
    }
}

/// A scalar as text, since `default: 443` is as good as `default: "443"`.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn is_status(key: &str) -> bool {
    let bytes = key.as_bytes();
    key.eq_ignore_ascii_case("default")
        || (bytes.len() == 3
            && (b'1'..=b'5').contains(&bytes[0])
            && (bytes[1..].iter().all(u8::is_ascii_digit) || key[1..].eq_ignore_ascii_case("xx")))
}
