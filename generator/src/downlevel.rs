//! Turns the structure of a document of any version into openapiv3's model.
//!
//! Copies what the model knows and the client needs, piece by piece, so that
//! reading it cannot fail: references to anything but schemas are resolved,
//! each schema becomes a reference to where it stands, and defaults that the
//! model would lose are written out. What the model has no room for is
//! [`Beyond`] it. Examples stay behind: they are most of many documents, and
//! lowering reads them where they stand.

mod payload;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{PathItem, ReferenceOr};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::cursor::Cursor;
use crate::method::Method;
use crate::parallel;
use crate::parameter::Location;
use crate::pointer::Pointer;

/// How deep callbacks may nest: one that leads back to its own path would have no end.
const CALLBACKS: usize = 3;

/// What a document says that openapiv3's model has no room for.
///
/// What it lacks of a single object, as `explode` of a header, is read where the object stands.
#[derive(Clone, Debug, Default)]
pub struct Beyond {
    /// 3.1's `info.summary`.
    pub summary: Option<String>,
    /// 3.1's `webhooks`.
    pub webhooks: Vec<PathItem>,
    /// Names and descriptions of 3.1's security schemes of the type `mutualTLS`.
    pub mutual_tls: BTreeMap<String, Option<String>>,
}

/// Reads openapiv3's model, and what is beyond it.
///
/// # Errors
///
/// The place and the reason where the model refuses the copy.
pub fn read(document: &Value) -> Result<(openapiv3::OpenAPI, Beyond), Refusal> {
    let root = Cursor::new(document);
    let copier = Copier {
        callbacks: CALLBACKS,
    };
    let mut model: openapiv3::OpenAPI = parsed(copier.document(&root), &root.at)?;
    model.paths.paths = copier.paths(&root)?;
    // A path takes kilobytes, and there is room for twice as many as there are.
    model.paths.paths.shrink_to_fit();
    Ok((model, copier.beyond(&root)?))
}

/// An object of the model, from the copy of what stands at `at`.
fn parsed<T: DeserializeOwned>(copy: Value, at: &Pointer) -> Result<T, Refusal> {
    serde_json::from_value(copy).map_err(|error| (at.clone(), error.to_string()))
}

/// Where and why the model refuses a copy.
type Refusal = (Pointer, String);

/// The parameters of an operation or a path item that the model has, references followed.
pub fn parameters<'d>(owner: &Cursor<'d>) -> impl Iterator<Item = Cursor<'d>> + use<'d> {
    let items = owner.items("parameters").into_iter();
    items.filter_map(Cursor::object).filter(|parameter| {
        let place = parameter.text("in").and_then(Location::parse);
        place.is_some() && parameter.text("name").is_some()
    })
}

#[derive(Clone, Copy)]
struct Copier {
    /// How deep callbacks may still nest.
    callbacks: usize,
}

/// The members of those names, and the extensions, as they are.
fn pick(found: &Cursor<'_>, names: &[&str]) -> Map<String, Value> {
    let members = found.map().into_iter().flatten();
    let picked = members.filter(|(key, _)| names.contains(&key.as_str()) || key.starts_with("x-"));
    picked
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

impl Copier {
    fn document(self, root: &Cursor<'_>) -> Value {
        let mut out = pick(root, &["openapi", "security"]);
        out.insert("info".into(), info(root));
        out.insert("servers".into(), servers(root));
        out.insert("tags".into(), tags(root));
        // They are read one by one.
        out.insert("paths".into(), json!({}));
        let schemes = schemes(root)
            .filter_map(|(name, scheme)| Some((name.to_owned(), security_scheme(&scheme)?)));
        out.insert(
            "components".into(),
            json!({ "securitySchemes": schemes.collect::<Value>() }),
        );
        Value::Object(out)
    }

    fn beyond(self, root: &Cursor<'_>) -> Result<Beyond, Refusal> {
        let hooks = |key: &str| {
            let hooks = root.named(key).into_iter();
            hooks.filter_map(|(_, hook)| Some((hook.at.clone(), self.path_item(hook)?)))
        };
        let webhooks = hooks("webhooks").map(|(at, hook)| parsed(hook, &at));
        let mut webhooks: Vec<PathItem> = webhooks.collect::<Result<_, _>>()?;
        // An extension that is used as `webhooks` will be. No one has judged it, so it may be anything.
        let extension = hooks("x-webhooks").filter_map(|(at, hook)| parsed(hook, &at).ok());
        webhooks.extend(extension);
        let mutual_tls = schemes(root).filter(|(_, scheme)| is_mutual_tls(scheme));
        let text = |scheme: &Cursor<'_>| scheme.text("description").map(str::to_owned);
        Ok(Beyond {
            summary: root
                .get("info")
                .and_then(|info| info.text("summary"))
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
            webhooks,
            mutual_tls: mutual_tls
                .map(|(name, scheme)| (name.to_owned(), text(&scheme)))
                .collect(),
        })
    }

    /// The paths, each operation of which is copied and read on its own: the model's parser copies
    /// everything once more for each level that it stands below.
    fn paths(self, root: &Cursor<'_>) -> Result<IndexMap<String, ReferenceOr<PathItem>>, Refusal> {
        let paths = root.named("paths");
        let paths: Vec<_> = paths
            .into_iter()
            .filter(|(path, _)| path.starts_with('/'))
            .collect();
        let items = parallel::each(&paths, |(_, item)| self.path(item));
        let mut read = IndexMap::with_capacity(paths.len());
        for ((path, _), item) in paths.into_iter().zip(items) {
            if let Some(item) = item? {
                read.insert(path.to_owned(), ReferenceOr::Item(item));
            }
        }
        Ok(read)
    }

    fn path(self, item: &Cursor<'_>) -> Result<Option<PathItem>, Refusal> {
        let Some(found) = item.clone().object() else {
            return Ok(None);
        };
        let mut item: PathItem = parsed(Value::Object(self.whole_path(&found)), &found.at)?;
        for method in Method::ALL {
            if let Some(operation) = found.member(method.key()) {
                let Some(copy) = self.operation(&operation) else {
                    return Ok(None);
                };
                *slot(&mut item, method) = Some(parsed(copy, &operation.at)?);
            }
        }
        Ok(Some(item))
    }

    fn path_item(self, item: Cursor<'_>) -> Option<Value> {
        let found = item.object()?;
        let mut out = self.whole_path(&found);
        for method in Method::ALL {
            if let Some(operation) = found.member(method.key()) {
                out.insert(method.key().into(), self.operation(&operation)?);
            }
        }
        Some(Value::Object(out))
    }

    /// What a path item says of all its operations.
    fn whole_path(self, found: &Cursor<'_>) -> Map<String, Value> {
        let mut out = pick(found, &["summary", "description"]);
        out.insert("servers".into(), servers(found));
        out.insert("parameters".into(), payload::parameters(found));
        out
    }

    fn operation(self, found: &Cursor<'_>) -> Option<Value> {
        found.map()?;
        let fields = [
            "tags",
            "summary",
            "description",
            "operationId",
            "deprecated",
            "security",
        ];
        let mut out = pick(found, &fields);
        if let Some(url) = found
            .value
            .get("externalDocs")
            .and_then(|docs| docs.get("url")?.as_str())
        {
            out.insert("externalDocs".into(), json!({ "url": url }));
        }
        out.insert("servers".into(), servers(found));
        out.insert("parameters".into(), payload::parameters(found));
        if let Some(body) = found.get("requestBody").and_then(payload::request_body) {
            out.insert("requestBody".into(), body);
        }
        let responses = found.members("responses").into_iter();
        let responses = responses.filter(|(status, _)| is_status(status));
        let responses = responses.filter_map(|(status, response)| {
            Some((
                status.to_ascii_uppercase().replace("DEFAULT", "default"),
                payload::response(response)?,
            ))
        });
        out.insert("responses".into(), responses.collect());
        if let Some(callbacks) = self.callbacks.checked_sub(1) {
            let inner = Copier { callbacks };
            let callbacks = found.named("callbacks").into_iter();
            let callbacks = callbacks.filter_map(|(name, callback)| {
                let items = callback.object()?.entries().into_iter();
                let items =
                    items.filter_map(|(key, item)| Some((key.to_owned(), inner.path_item(item)?)));
                Some((name.to_owned(), items.collect::<Value>()))
            });
            out.insert("callbacks".into(), callbacks.collect());
        }
        Some(Value::Object(out))
    }
}

/// Where the model has the operation of a method.
fn slot(item: &mut PathItem, method: Method) -> &mut Option<openapiv3::Operation> {
    match method {
        Method::Get => &mut item.get,
        Method::Put => &mut item.put,
        Method::Post => &mut item.post,
        Method::Delete => &mut item.delete,
        Method::Options => &mut item.options,
        Method::Head => &mut item.head,
        Method::Patch => &mut item.patch,
        Method::Trace => &mut item.trace,
    }
}

fn info(root: &Cursor<'_>) -> Value {
    let info = root.get("info");
    let text = |key: &str| info.as_ref().and_then(|info| info.text(key));
    let mut out = json!({
        "title": text("title").unwrap_or_default(),
        "version": text("version").unwrap_or_default(),
    });
    if let Some(text) = text("description").filter(|text| !text.is_empty()) {
        out["description"] = json!(text);
    }
    out
}

fn tags(root: &Cursor<'_>) -> Value {
    let tags = root.items("tags").into_iter().filter_map(|tag| {
        let name = tag.text("name")?;
        Some(json!({ "name": name, "description": tag.text("description") }))
    });
    tags.collect()
}

fn servers(owner: &Cursor<'_>) -> Value {
    let servers = owner.items("servers").into_iter().filter_map(|server| {
        let url = server.text("url")?;
        let mut out = json!({ "url": url, "description": server.text("description") });
        let variables = server.named("variables").into_iter();
        let variables = variables.map(|(name, variable)| {
            let values = variable.value.get("enum").and_then(Value::as_array);
            let values: Vec<String> = values.into_iter().flatten().filter_map(scalar).collect();
            let default = variable.value.get("default").and_then(scalar);
            let default = default.or_else(|| values.first().cloned());
            let default = default.unwrap_or_default();
            (
                name.to_owned(),
                json!({ "default": default, "enum": values }),
            )
        });
        out["variables"] = variables.collect();
        Some(out)
    });
    servers.collect()
}

/// The security schemes, references followed.
fn schemes<'d>(root: &Cursor<'d>) -> impl Iterator<Item = (&'d str, Cursor<'d>)> + use<'d> {
    let components = root.get("components").into_iter();
    let schemes = components.flat_map(|components| components.named("securitySchemes"));
    schemes.filter_map(|(name, scheme)| Some((name, scheme.object()?)))
}

fn is_mutual_tls(scheme: &Cursor<'_>) -> bool {
    scheme.text("type") == Some("mutualTLS")
}

/// A scheme, if it is of a type that the model has.
fn security_scheme(found: &Cursor<'_>) -> Option<Value> {
    let kind = found.text("type")?;
    if is_mutual_tls(found) {
        return None;
    }
    let mut out = pick(found, &["description", "type", "name", "in", "scheme"]);
    match kind {
        "openIdConnect" => {
            out.insert("openIdConnectUrl".into(), json!(""));
        }
        "oauth2" => {
            let flows = found.value.get("flows");
            let token =
                flows.and_then(|flows| flows.get("clientCredentials")?.get("tokenUrl")?.as_str());
            let flow =
                token.map(|url| json!({ "clientCredentials": { "tokenUrl": url, "scopes": {} } }));
            out.insert("flows".into(), flow.unwrap_or_else(|| json!({})));
        }
        _ => {}
    }
    Some(Value::Object(out))
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
