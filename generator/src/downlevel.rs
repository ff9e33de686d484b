//! Turns the structure of a document of any version into openapiv3's model.
//!
//! Copies what the model knows and the client needs, piece by piece, so that
//! reading it cannot fail: references to anything but schemas are resolved,
//! each schema becomes a reference to where it stands, and defaults that the
//! model would lose are written out. What the model has no room for is
//! [`Beyond`] it. Examples stay behind: they are most of many documents, and
//! lowering reads them where they stand.

mod extent;
mod payload;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::PathItem;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::cursor::Cursor;
use crate::method::Method;
use crate::parallel;
use crate::parameter::Location;
use crate::pointer::Pointer;

/// What a document says that openapiv3's model has no room for.
///
/// What it lacks of a single object, as `explode` of a header, is read where the object stands.
#[derive(Clone, Debug, Default)]
pub struct Beyond {
    /// 3.1's `info.summary`.
    pub summary: Option<String>,
    /// The paths, in the document's order.
    pub paths: IndexMap<String, Item>,
    /// 3.1's `webhooks`.
    pub webhooks: Vec<Called>,
    /// The path items in the `callbacks` of operations.
    pub callbacks: Vec<Called>,
    /// Names and descriptions of 3.1's security schemes of the type `mutualTLS`.
    pub mutual_tls: BTreeMap<String, Option<String>>,
}

/// A path item: what it says of all its operations, and these. The model has no room for methods
/// that came with 3.2.
#[derive(Clone, Debug)]
pub struct Item {
    /// The model, without operations.
    pub shared: PathItem,
    /// By method; the model of an operation has no callbacks.
    pub operations: Vec<(Method, openapiv3::Operation)>,
}

/// What the server of a document calls, at addresses of others.
#[derive(Clone, Debug)]
pub struct Called {
    /// Its name among the webhooks, or among the callbacks of its operation.
    pub name: String,
    /// Of a callback, the operation that asks for it, and the expression that gives the address.
    pub callback: Option<Callback>,
    /// Where its path item stands.
    pub at: Pointer,
    /// What is called.
    pub item: Item,
}

/// Which callback a path item is.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The path and the method of the operation that asks for it.
    pub operation: (String, Method),
    /// The key that the path item has: `{$request.body#/url}`.
    pub expression: String,
}

/// Reads openapiv3's model, and what is beyond it.
///
/// # Errors
///
/// The place and the reason where the model refuses the copy.
pub fn read(document: &Value) -> Result<(openapiv3::OpenAPI, Beyond), Refusal> {
    let root = Cursor::new(document);
    extent::limited(&root)?;
    let model = parsed(whole(&root), &root.at)?;
    Ok((model, beyond(&root)?))
}

/// An object of the model, from the copy of what stands at `at`.
fn parsed<T: DeserializeOwned>(copy: Value, at: &Pointer) -> Result<T, Refusal> {
    serde_json::from_value(copy).map_err(|error| (at.clone(), error.to_string()))
}

/// Where and why the model refuses a copy.
type Refusal = (Pointer, String);

/// An Encoding Object that stands in a list, of which the model has none.
pub fn encoding(found: &Cursor<'_>) -> Option<openapiv3::Encoding> {
    parsed(payload::encoding(found)?, &found.at).ok()
}

/// The parameters of an operation or a path item that the model has, references followed.
pub fn parameters<'d>(owner: &Cursor<'d>) -> impl Iterator<Item = Cursor<'d>> + use<'d> {
    let items = owner.items("parameters").into_iter();
    items.filter_map(Cursor::object).filter(|parameter| {
        let place = parameter.text("in").and_then(Location::parse);
        place.is_some() && parameter.text("name").is_some()
    })
}

/// The members of those names, and the extensions, as they are.
fn pick(found: &Cursor<'_>, names: &[&str]) -> Map<String, Value> {
    let members = found.map().into_iter().flatten();
    let picked = members.filter(|(key, _)| names.contains(&key.as_str()) || key.starts_with("x-"));
    picked
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn whole(root: &Cursor<'_>) -> Value {
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

fn beyond(root: &Cursor<'_>) -> Result<Beyond, Refusal> {
    let hooks = |key: &str| {
        let hooks = root.named(key).into_iter();
        hooks.map(|(name, hook)| called(name, None, &hook))
    };
    let webhooks = hooks("webhooks").filter_map(Result::transpose);
    let mut webhooks: Vec<Called> = webhooks.collect::<Result<_, _>>()?;
    // An extension that is used as `webhooks` will be. No one has judged it, so it may be anything.
    webhooks.extend(hooks("x-webhooks").filter_map(|hook| hook.ok()?));
    let mutual_tls = schemes(root).filter(|(_, scheme)| is_mutual_tls(scheme));
    let text = |scheme: &Cursor<'_>| scheme.text("description").map(str::to_owned);
    Ok(Beyond {
        summary: root
            .get("info")
            .and_then(|info| info.text("summary"))
            .filter(|text| !text.is_empty())
            .map(str::to_owned),
        paths: paths(root)?,
        webhooks,
        callbacks: callbacks(root)?,
        mutual_tls: mutual_tls
            .map(|(name, scheme)| (name.to_owned(), text(&scheme)))
            .collect(),
    })
}

/// The paths, each operation of which is copied and read on its own: the model's parser copies
/// everything once more for each level that it stands below.
fn paths(root: &Cursor<'_>) -> Result<IndexMap<String, Item>, Refusal> {
    let paths = path_items(root);
    let items = parallel::each(&paths, |(_, found)| item(found));
    let mut read = IndexMap::with_capacity(paths.len());
    for ((path, _), item) in paths.into_iter().zip(items) {
        if let Some(item) = item? {
            read.insert(path.to_owned(), item);
        }
    }
    // A path takes kilobytes, and there is room for twice as many as there are.
    read.shrink_to_fit();
    Ok(read)
}

fn path_items<'d>(root: &Cursor<'d>) -> Vec<(&'d str, Cursor<'d>)> {
    let paths = root.named("paths").into_iter();
    paths.filter(|(path, _)| path.starts_with('/')).collect()
}

/// The path items in the callbacks of the document's paths.
fn callbacks(root: &Cursor<'_>) -> Result<Vec<Called>, Refusal> {
    let mut all = Vec::new();
    for (path, item) in path_items(root) {
        for (method, operation) in item.operations() {
            for (name, callback) in operation.named("callbacks") {
                for (expression, found) in callback.entries() {
                    let callback = Callback {
                        operation: (path.to_owned(), method.clone()),
                        expression: expression.to_owned(),
                    };
                    all.extend(called(name, Some(callback), &found)?);
                }
            }
        }
    }
    Ok(all)
}

/// What is called at a path item, if that is one.
fn called(
    name: &str,
    callback: Option<Callback>,
    found: &Cursor<'_>,
) -> Result<Option<Called>, Refusal> {
    let at = found.clone().resolved().at;
    Ok(item(found)?.map(|item| Called {
        name: name.to_owned(),
        callback,
        at,
        item,
    }))
}

/// A path item, if there is one and all its operations are.
fn item(found: &Cursor<'_>) -> Result<Option<Item>, Refusal> {
    let Some(found) = found.clone().object() else {
        return Ok(None);
    };
    let mut shared = pick(&found, &["summary", "description"]);
    shared.insert("servers".into(), servers(&found));
    shared.insert("parameters".into(), payload::parameters(&found));
    let mut item = Item {
        shared: parsed(Value::Object(shared), &found.at)?,
        operations: Vec::new(),
    };
    for (method, node) in found.operations() {
        let Some(copy) = operation(&node) else {
            return Ok(None);
        };
        item.operations.push((method, parsed(copy, &node.at)?));
    }
    Ok(Some(item))
}

fn operation(found: &Cursor<'_>) -> Option<Value> {
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
    Some(Value::Object(out))
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
        let name = server.text("name").filter(|name| !name.is_empty());
        let description = match (name, server.text("description")) {
            (Some(name), Some(text)) => Some(format!("{name}: {text}")),
            (name, text) => name.or(text).map(str::to_owned),
        };
        let mut out = json!({ "url": url, "description": description });
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
            let url = found.text("openIdConnectUrl").unwrap_or_default();
            out.insert("openIdConnectUrl".into(), json!(url));
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
