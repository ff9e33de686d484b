//! Operations: their names, parameters and bodies.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{ParameterData, ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use super::all_of::merge;
use super::name::{self, Case, Scope};
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Kind, Schema};
use crate::downlevel::{self, WEBHOOKS};
use crate::ir::{
    Body, BodyArgument, Content, Docs, EncodedProperty, Location, MediaKind, Method, Name,
    Operation, Pagination, Parameter, Part, PathSegment, Payload, SecurityScheme, Shape, Style,
    Type,
};
use crate::media::{self, Family};
use crate::pointer::Pointer;

/// Methods that every client has, and that no operation may hide.
const CLIENT_METHODS: &[&str] = &[
    "api",
    "builder",
    "call",
    "clone",
    "fmt",
    "from",
    "into",
    "new",
    "drop",
    "transport",
    "from_env",
];
/// Methods that every call has, and that no setter may hide.
const CALL_METHODS: &[&str] = &[
    "attempt_timeout",
    "body",
    "credentials",
    "header",
    "idempotency_key",
    "into_future",
    "items",
    "pages",
    "retry",
    "send",
    "send_blocking",
    "send_raw",
    "server",
    "timeout",
    "fmt",
    "clone",
    "server_variable",
    "call",
    "client",
    "blocking",
];

/// An operation as the document has it.
struct Stated<'d> {
    path: &'d str,
    method: Method,
    item: &'d openapiv3::PathItem,
    operation: &'d openapiv3::Operation,
}

impl<'d> Lowerer<'d> {
    /// All operations, by module and name.
    pub(super) fn operations(&mut self, schemes: &[SecurityScheme]) -> Vec<Operation> {
        let mut stated: Vec<Stated<'d>> = Vec::new();
        for (path, item) in &self.document.openapi.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            for (method, operation) in item.iter() {
                let method = parse_method(method);
                let id = operation.operation_id.as_deref().unwrap_or_default();
                if self
                    .options
                    .selection
                    .contains(id, method.as_str(), path, &operation.tags)
                {
                    stated.push(Stated {
                        path,
                        method,
                        item,
                        operation,
                    });
                }
            }
        }
        stated.sort_by_key(|stated| (stated.path, stated.method));
        let ids: Vec<String> = stated
            .iter()
            .map(|stated| self.operation_name(stated))
            .collect();
        let wires: Vec<&str> = ids.iter().map(String::as_str).collect();
        let names = name::allocate(
            &wires,
            Case::Snake,
            &mut Scope::reserving(CLIENT_METHODS.iter().copied()),
        );
        let calls: Vec<(Name, Name)> = names.iter().map(|name| self.call_names(name)).collect();
        let modules = modules(&stated);
        let mut out = Vec::with_capacity(stated.len());
        for (((stated, id), name), (call, error)) in stated.iter().zip(ids).zip(names).zip(calls) {
            let module = modules[tag(stated.operation)].clone();
            out.push(self.operation(
                stated,
                Names {
                    id,
                    name,
                    call,
                    error,
                    module,
                },
                schemes,
            ));
        }
        out.sort_by(|one, other| (&one.module, &one.name).cmp(&(&other.module, &other.name)));
        out
    }

    fn operation_name(&self, stated: &Stated<'d>) -> String {
        let key = (
            stated.path.to_owned(),
            stated.method.as_str().to_ascii_lowercase(),
        );
        self.operation_names.get(&key).cloned().unwrap_or_default()
    }

    /// The types of a call and of its error.
    fn call_names(&mut self, name: &Name) -> (Name, Name) {
        let camel = name::identifier(name.as_str(), Case::Camel);
        let call = if self.names.is_free(&camel) {
            camel.clone()
        } else {
            format!("{camel}Call")
        };
        let call = self.names.take(&call, Case::Camel);
        let error = self.names.take(&format!("{camel}Error"), Case::Camel);
        (call, error)
    }

    fn operation(
        &mut self,
        stated: &Stated<'d>,
        names: Names,
        schemes: &[SecurityScheme],
    ) -> Operation {
        let operation = stated.operation;
        let source = downlevel::place(&operation.extensions);
        let mut parameters = self.parameters(stated);
        let segments = self.segments(stated, &mut parameters, &source);
        parameters.retain(|parameter| {
            parameter.location != Location::Path
                || stated.path.contains(&format!("{{{}}}", parameter.wire))
        });
        let body = operation
            .request_body
            .as_ref()
            .and_then(ReferenceOr::as_item);
        let body = body.and_then(|body| self.body(body, &names.call));
        let responses = self.responses(operation, &names.call);
        let safe = !matches!(stated.method, Method::Post | Method::Patch);
        let marked = operation
            .extensions
            .get("x-idempotent")
            .and_then(Value::as_bool);
        let servers = if operation.servers.is_empty() {
            &stated.item.servers
        } else {
            &operation.servers
        };
        let item = stated.item;
        Operation {
            id: operation.operation_id.clone().unwrap_or(names.id),
            name: names.name,
            call: names.call,
            error: names.error,
            module: names.module,
            source,
            docs: Docs {
                summary: operation.summary.clone().or_else(|| item.summary.clone()),
                description: operation
                    .description
                    .clone()
                    .or_else(|| item.description.clone()),
                external: operation
                    .external_docs
                    .as_ref()
                    .map(|docs| docs.url.clone()),
                notes: links(operation),
                deprecated: operation.deprecated,
                examples: Vec::new(),
            },
            method: stated.method,
            path: stated.path.to_owned(),
            segments,
            parameters,
            body,
            responses,
            security: self.requirements(operation, schemes),
            servers: self.servers(servers),
            idempotent: marked.unwrap_or(safe),
            pagination: operation
                .extensions
                .get("x-pagination")
                .and_then(pagination),
        }
    }

    /// The parameters of the operation and of its path, required ones first.
    fn parameters(&mut self, stated: &Stated<'d>) -> Vec<Parameter> {
        let own = stated
            .operation
            .parameters
            .iter()
            .filter_map(ReferenceOr::as_item);
        let shared = stated
            .item
            .parameters
            .iter()
            .filter_map(ReferenceOr::as_item);
        let mut seen = BTreeSet::new();
        let mut all: Vec<&'d openapiv3::Parameter> = Vec::new();
        for parameter in own.chain(shared) {
            let (location, ..) = place(parameter);
            let name = parameter.parameter_data_ref().name.as_str();
            // The specification reserves these headers for what the media types and security say.
            let reserved = ["accept", "content-type", "authorization"];
            let ignored = location == Location::Header
                && reserved.contains(&name.to_ascii_lowercase().as_str());
            if !ignored && seen.insert((location, name)) {
                all.push(parameter);
            }
        }
        // What the path asks for comes first, in the path's order: that is how one reads a call.
        all.sort_by_key(|parameter| {
            let data = parameter.parameter_data_ref();
            let in_path = place(parameter).0 == Location::Path;
            let position = stated.path.find(&format!("{{{}}}", data.name));
            let position = position.filter(|_| in_path).unwrap_or(usize::MAX);
            (!(data.required || in_path), position)
        });
        let mut scope = Scope::reserving(CALL_METHODS.iter().copied());
        all.into_iter()
            .map(|parameter| self.parameter(parameter, &mut scope))
            .collect()
    }

    fn parameter(&mut self, parameter: &'d openapiv3::Parameter, scope: &mut Scope) -> Parameter {
        let data = parameter.parameter_data_ref();
        let (location, style, allow_reserved, allow_empty) = place(parameter);
        let source = downlevel::place(&data.extensions);
        let identifier = name::identifier(&data.name, Case::Snake);
        let identifier = if scope.is_free(&identifier) {
            identifier
        } else {
            format!(
                "{}_{}",
                identifier.trim_end_matches('_'),
                location_word(location)
            )
        };
        let (shape, style, schema) = self.parameter_shape(data, &source, style);
        let mut docs = Docs {
            description: data.description.clone(),
            deprecated: data.deprecated.unwrap_or(false),
            examples: self.example_at(&source),
            ..Docs::default()
        };
        let notes = schema.map(|schema| merge(self.document, &schema, &mut self.silent).notes);
        if docs.description.is_none() {
            docs.description = notes
                .as_ref()
                .and_then(|notes| notes.description)
                .map(str::to_owned);
        }
        if docs.examples.is_empty() {
            docs.examples = notes
                .iter()
                .flat_map(|notes| &notes.examples)
                .map(|value| (*value).clone())
                .collect();
        }
        Parameter {
            name: scope.take(&identifier, Case::Snake),
            wire: data.name.clone(),
            location,
            style,
            explode: data.explode.unwrap_or(false),
            allow_reserved,
            allow_empty,
            required: data.required || location == Location::Path,
            shape,
            docs,
            source,
            default: notes.and_then(|notes| notes.default.cloned()),
        }
    }

    fn parameter_shape(
        &mut self,
        data: &'d ParameterData,
        source: &Pointer,
        style: Style,
    ) -> (Shape, Style, Option<Schema<'d>>) {
        match &data.format {
            ParameterSchemaOrContent::Schema(slot) => {
                let schema = self.document.slot(slot);
                let shape = match &schema {
                    Some(schema) => self.shape(schema, Direction::Request),
                    None => Shape::new(Type::String, source.clone()),
                };
                (shape, style, schema)
            }
            ParameterSchemaOrContent::Content(content) => {
                let entry = content.first();
                let schema =
                    entry.and_then(|(_, media)| self.document.slot(media.schema.as_ref()?));
                let shape = match &schema {
                    Some(schema) => self.shape(schema, Direction::Request),
                    None => Shape::new(Type::Value, source.clone()),
                };
                let json = entry.is_some_and(|(name, _)| media::family(name) == Family::Json);
                (shape, if json { Style::Json } else { style }, schema)
            }
        }
    }

    /// The first example of a parameter or a media type, for the docs to show.
    fn example_at(&self, at: &Pointer) -> Vec<Value> {
        let Some(owner) = at.resolve(&self.document.value) else {
            return Vec::new();
        };
        let named = || {
            let first = owner.get("examples")?.as_object()?.values().next()?;
            let first = match first.get("$ref").and_then(Value::as_str) {
                Some(reference) => Pointer::parse(reference)?.resolve(&self.document.value)?,
                None => first,
            };
            first.get("value")
        };
        let example = owner.get("example").or_else(named);
        example.into_iter().cloned().collect()
    }

    /// Splits the path. A name in braces without a parameter becomes one, with a diagnostic.
    fn segments(
        &mut self,
        stated: &Stated<'d>,
        parameters: &mut Vec<Parameter>,
        source: &Pointer,
    ) -> Vec<PathSegment> {
        let mut out = Vec::new();
        let mut rest = stated.path;
        while let Some((literal, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            if !literal.is_empty() {
                out.push(PathSegment::Literal(literal.to_owned()));
            }
            let known = |parameter: &Parameter| {
                parameter.location == Location::Path && parameter.wire == name
            };
            if !parameters.iter().any(known) {
                // The lint stage has said so, and added one; this is for documents that it has not seen.
                let mut scope = Scope::reserving(
                    CALL_METHODS
                        .iter()
                        .copied()
                        .chain(parameters.iter().map(|parameter| parameter.name.as_str())),
                );
                let parameter = Parameter {
                    name: scope.take(&name::identifier(name, Case::Snake), Case::Snake),
                    wire: name.to_owned(),
                    location: Location::Path,
                    style: Style::Simple,
                    explode: false,
                    allow_reserved: false,
                    allow_empty: false,
                    required: true,
                    shape: Shape::new(Type::String, source.clone()),
                    docs: Docs::default(),
                    source: source.clone(),
                    default: None,
                };
                parameters.insert(0, parameter);
                for segment in &mut out {
                    if let PathSegment::Parameter(index) = segment {
                        *index += 1;
                    }
                }
            }
            let index = parameters.iter().position(known).unwrap_or_default();
            out.push(PathSegment::Parameter(index));
            rest = after;
        }
        if !rest.is_empty() {
            out.push(PathSegment::Literal(rest.to_owned()));
        }
        out
    }

    fn body(&mut self, body: &'d openapiv3::RequestBody, call: &Name) -> Option<Body> {
        let source = downlevel::place(&body.extensions);
        let mut contents = self.contents(&body.content, Direction::Request, call, &source);
        let argument = match contents.len() {
            0 => return None,
            1 => BodyArgument::Single(contents.remove(0)),
            _ => {
                let name = self
                    .names
                    .take(&format!("{}Body", call.as_str()), Case::Camel);
                let mut scope = Scope::default();
                let variants = contents.into_iter().map(|content| {
                    let word = name::identifier(&media_word(&content.media_type), Case::Camel);
                    (scope.take(&word, Case::Camel), content)
                });
                BodyArgument::Several {
                    name,
                    variants: variants.collect(),
                }
            }
        };
        let docs = Docs {
            description: body.description.clone(),
            ..Docs::default()
        };
        Some(Body {
            required: body.required,
            docs,
            argument,
            source,
        })
    }

    /// The media types that matter: one of those that carry the same data, no XML beside JSON.
    pub(super) fn contents(
        &mut self,
        content: &'d openapiv3::Content,
        direction: Direction,
        call: &Name,
        source: &Pointer,
    ) -> Vec<Content> {
        let mut entries: Vec<(&'d str, Family, &'d openapiv3::MediaType)> = content
            .iter()
            .map(|(name, media)| (name.as_str(), media::family(name), media))
            .collect();
        entries.sort_by_key(|(_, family, _)| *family != Family::Json);
        let has_json = entries.iter().any(|(_, family, _)| *family == Family::Json);
        let mut out: Vec<Content> = Vec::new();
        let mut schemas: Vec<(Family, Option<&Value>)> = Vec::new();
        for (media_type, family, media) in entries {
            let at = downlevel::place(&media.extensions);
            if family == Family::Xml {
                let message = if has_json {
                    "XML is left out, since JSON is offered"
                } else {
                    "XML is passed as text"
                };
                let where_ = if at.is_root() { source } else { &at };
                self.diagnostics
                    .push(Diagnostic::new(codes::XML_AS_TEXT, message).at_key(where_, ""));
                if has_json {
                    continue;
                }
            }
            let schema = media
                .schema
                .as_ref()
                .and_then(|slot| self.document.slot(slot));
            let value = schema.as_ref().map(|schema| schema.parts[0].value);
            let same_data = schemas.iter().any(|(known, schema)| {
                *schema == value
                    && (*known == family
                        || (*known == Family::Json
                            && matches!(family, Family::Form | Family::Text | Family::Any)))
            });
            if same_data && family != Family::Bytes {
                continue;
            }
            schemas.push((family, value));
            let kind = self.media_kind(media, family, schema, direction, call, &at);
            out.push(Content {
                media_type: media_type.to_owned(),
                kind,
                // Only a request shows one in its docs.
                examples: match direction {
                    Direction::Request => self.example_at(&at),
                    Direction::Both | Direction::Response => Vec::new(),
                },
            });
        }
        out
    }

    fn media_kind(
        &mut self,
        media: &'d openapiv3::MediaType,
        family: Family,
        schema: Option<Schema<'d>>,
        direction: Direction,
        call: &Name,
        at: &Pointer,
    ) -> MediaKind {
        let shape = |lowerer: &mut Self| match &schema {
            Some(schema) => lowerer.shape(schema, direction),
            None => Shape::new(Type::Value, at.clone()),
        };
        match family {
            Family::Json => MediaKind::Json(shape(self)),
            Family::EventStream => MediaKind::EventStream(shape(self)),
            Family::JsonLines => MediaKind::JsonLines(shape(self)),
            Family::Form if direction != Direction::Response => {
                let encoded = media
                    .encoding
                    .iter()
                    .map(|(wire, encoding)| EncodedProperty {
                        wire: wire.clone(),
                        style: encoding.style.as_ref().map_or(Style::Form, query_style),
                        explode: encoding.explode,
                    });
                MediaKind::Form(shape(self), encoded.collect())
            }
            Family::Multipart if direction != Direction::Response => match schema {
                Some(schema) => self.multipart(media, &schema, call),
                None => MediaKind::Bytes,
            },
            Family::Any => match &schema {
                Some(schema) if !self.is_text(schema) => MediaKind::Json(shape(self)),
                _ => MediaKind::Bytes,
            },
            Family::Text | Family::Xml | Family::Form => MediaKind::Text,
            Family::Bytes | Family::Multipart => MediaKind::Bytes,
        }
    }

    fn is_text(&mut self, schema: &Schema<'d>) -> bool {
        let merged = merge(self.document, schema, &mut self.silent);
        merged
            .types
            .is_some_and(|(kinds, _)| kinds.single() == Some(Kind::String))
    }

    fn multipart(
        &mut self,
        media: &'d openapiv3::MediaType,
        schema: &Schema<'d>,
        call: &Name,
    ) -> MediaKind {
        let merged = merge(self.document, schema, &mut self.diagnostics);
        let wires: Vec<&str> = merged.properties.iter().map(|(name, _)| *name).collect();
        let names = name::allocate(
            &wires,
            Case::Snake,
            &mut Scope::reserving(["build", "builder"]),
        );
        let mut parts = Vec::with_capacity(names.len());
        for ((wire, schema), name) in merged.properties.iter().zip(names) {
            let encoding = media.encoding.get(*wire);
            let content_type = encoding.and_then(|encoding| encoding.content_type.clone());
            let property = merge(self.document, schema, &mut self.silent);
            let is_array = property
                .types
                .as_ref()
                .is_some_and(|(kinds, _)| kinds.single() == Some(Kind::Array));
            let items = property.items.clone().filter(|_| is_array);
            let json = content_type
                .as_deref()
                .map(|text| media::family(text) == Family::Json);
            let repeated = items.is_some() && json != Some(true);
            let held = items.filter(|_| repeated).unwrap_or_else(|| schema.clone());
            parts.push(Part {
                name,
                wire: (*wire).to_owned(),
                docs: Self::docs(&property.notes),
                required: merged.required.contains(wire),
                payload: self.payload(&held, content_type.as_deref()),
                content_type,
                repeated,
            });
        }
        let name = self
            .names
            .take(&format!("{}Form", call.as_str()), Case::Camel);
        MediaKind::Multipart { name, parts }
    }

    fn payload(&mut self, schema: &Schema<'d>, content_type: Option<&str>) -> Payload {
        let merged = merge(self.document, schema, &mut self.silent);
        let kind = merged
            .types
            .as_ref()
            .and_then(|(kinds, _)| kinds.without(Kind::Null).single());
        let binary = matches!(merged.format, Some("binary" | "base64"))
            || merged.notes.extension("contentMediaType").is_some()
            || content_type.is_some_and(|text| {
                matches!(
                    media::family(text.split(',').next().unwrap_or(text)),
                    Family::Bytes | Family::Any
                )
            });
        match kind {
            Some(Kind::String) if binary => Payload::File,
            // 3.1 leaves the type out for raw bytes.
            None if binary || !merged.says_anything() => Payload::File,
            Some(Kind::Object | Kind::Array) | None => {
                Payload::Json(self.shape(schema, Direction::Request))
            }
            Some(_) => Payload::Text(self.shape(schema, Direction::Request)),
        }
    }

    /// The types of what a server sends to the client's own addresses: webhooks and callbacks.
    pub(super) fn webhooks(&mut self) {
        let hooks = self
            .document
            .openapi
            .extensions
            .get(WEBHOOKS)
            .cloned()
            .unwrap_or_default();
        let Ok(hooks) = serde_json::from_value::<BTreeMap<String, openapiv3::PathItem>>(hooks)
        else {
            return;
        };
        let mut places: Vec<Pointer> = hooks.values().flat_map(payloads).collect();
        for item in self
            .document
            .openapi
            .paths
            .paths
            .values()
            .filter_map(ReferenceOr::as_item)
        {
            for (_, operation) in item.iter() {
                places.extend(
                    operation
                        .callbacks
                        .values()
                        .flat_map(|callback| callback.values())
                        .flat_map(payloads),
                );
            }
        }
        places.sort();
        for at in places {
            if let Some(schema) = self.document.schema_at(&at) {
                self.shape(&schema, Direction::Response);
            }
        }
    }
}

struct Names {
    id: String,
    name: Name,
    call: Name,
    error: Name,
    module: Name,
}

/// Where the schemas of an item's request bodies stand.
fn payloads(item: &openapiv3::PathItem) -> Vec<Pointer> {
    let bodies = item
        .iter()
        .filter_map(|(_, operation)| operation.request_body.as_ref()?.as_item());
    let slots = bodies
        .flat_map(|body| body.content.values())
        .filter_map(|media| media.schema.as_ref());
    slots
        .filter_map(|slot| match slot {
            ReferenceOr::Reference { reference } => Pointer::parse(reference),
            ReferenceOr::Item(_) => None,
        })
        .collect()
}

/// The file of each tag. rustc finds files of ASCII names only.
fn modules(stated: &[Stated<'_>]) -> BTreeMap<String, Name> {
    let tags: BTreeSet<&str> = stated.iter().map(|stated| tag(stated.operation)).collect();
    let plain: Vec<String> = tags.iter().map(|tag| deunicode::deunicode(tag)).collect();
    let wires: Vec<&str> = plain.iter().map(String::as_str).collect();
    let mut scope = Scope::reserving(name::RESERVED_MODULES.iter().copied());
    let names = name::allocate(&wires, Case::Snake, &mut scope);
    tags.into_iter().map(str::to_owned).zip(names).collect()
}

fn tag(operation: &openapiv3::Operation) -> &str {
    operation.tags.first().map_or("api", String::as_str)
}

fn parse_method(method: &str) -> Method {
    match method {
        "get" => Method::Get,
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "options" => Method::Options,
        "head" => Method::Head,
        "patch" => Method::Patch,
        _ => Method::Trace,
    }
}

/// Location, style, `allowReserved` and `allowEmptyValue`.
fn place(parameter: &openapiv3::Parameter) -> (Location, Style, bool, bool) {
    match parameter {
        openapiv3::Parameter::Query {
            style,
            allow_reserved,
            allow_empty_value,
            ..
        } => (
            Location::Query,
            query_style(style),
            *allow_reserved,
            allow_empty_value.unwrap_or(false),
        ),
        openapiv3::Parameter::Header { .. } => (Location::Header, Style::Simple, false, false),
        openapiv3::Parameter::Path { style, .. } => {
            let style = match style {
                openapiv3::PathStyle::Matrix => Style::Matrix,
                openapiv3::PathStyle::Label => Style::Label,
                openapiv3::PathStyle::Simple => Style::Simple,
            };
            (Location::Path, style, false, false)
        }
        openapiv3::Parameter::Cookie { .. } => (Location::Cookie, Style::Form, false, false),
    }
}

fn query_style(style: &openapiv3::QueryStyle) -> Style {
    match style {
        openapiv3::QueryStyle::Form => Style::Form,
        openapiv3::QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        openapiv3::QueryStyle::PipeDelimited => Style::PipeDelimited,
        openapiv3::QueryStyle::DeepObject => Style::DeepObject,
    }
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

/// A media type as a word of an identifier.
pub(super) fn media_word(media_type: &str) -> String {
    match media::family(media_type) {
        Family::Json => "Json".to_owned(),
        Family::Form => "Form".to_owned(),
        Family::Multipart => "Multipart".to_owned(),
        Family::Xml => "Xml".to_owned(),
        Family::EventStream => "EventStream".to_owned(),
        Family::JsonLines => "JsonLines".to_owned(),
        Family::Any => "Any".to_owned(),
        Family::Text if media_type.starts_with("text/plain") => "Text".to_owned(),
        Family::Text | Family::Bytes => {
            let essence = media_type.split(';').next().unwrap_or_default();
            essence
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .replace('*', essence.split('/').next().unwrap_or_default())
        }
    }
}

/// Links, as sentences.
fn links(operation: &openapiv3::Operation) -> Vec<String> {
    let responses = operation
        .responses
        .responses
        .values()
        .chain(&operation.responses.default);
    let links = responses
        .filter_map(ReferenceOr::as_item)
        .flat_map(|response| &response.links);
    let mut out: Vec<String> = links
        .filter_map(|(name, link)| {
            let link = link.as_item()?;
            let openapiv3::LinkOperation::OperationId(target) = &link.operation else {
                return None;
            };
            let about = link
                .description
                .as_deref()
                .map(|text| format!(": {text}"))
                .unwrap_or_default();
            (!target.is_empty()).then(|| {
                format!("Link `{name}`: values of the response lead on to `{target}`{about}")
            })
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

/// `x-pagination: { style, parameter, next, items }`.
fn pagination(extension: &Value) -> Option<Pagination> {
    let text = |key: &str| {
        extension
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let items = text("items").unwrap_or_default();
    match text("style")?.as_str() {
        "link" => Some(Pagination::Link { items }),
        "cursor" => Some(Pagination::Cursor {
            parameter: text("parameter")?,
            next: text("next")?,
            items,
        }),
        "offset" => Some(Pagination::Offset {
            parameter: text("parameter")?,
            items,
        }),
        "page" => Some(Pagination::Page {
            parameter: text("parameter")?,
            items,
        }),
        _ => None,
    }
}
