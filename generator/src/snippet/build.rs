//! An operation into the request that its samples show: its address, headers, cookies and credentials,
//! with the document's example values.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::body;
use super::quote;
use super::request::{Piece, Request, text};
use super::style;
use crate::emit::variable;
use crate::ir::wire::Wire;
use crate::ir::{
    Api, ApiKeyPlace, EncodedProperty, Location, Operation, Parameter, PathSegment, Requirement,
    SecurityKind, Server, Shape,
};
use crate::sample::{Extent, Judge, PLAIN, Sampler};

/// How many optional parameters a sample shows at most, as the examples of generated clients do.
const MAX_OPTIONAL: usize = 3;

/// What stands for the server of a document that was published somewhere.
const SOMEWHERE: &str = "https://api.example.com";

/// What requests are made with.
#[derive(Clone, Copy)]
pub struct Maker<'a> {
    /// The API.
    pub api: &'a Api,
    /// What values must please.
    pub judge: &'a Judge<'a>,
    /// The server's address, in place of the document's.
    pub server: Option<&'a str>,
    /// What is sent, in place of what the document gives.
    pub given: Option<Given<'a>>,
}

/// What a request is made of, as others made theirs.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Of parameters, by `place.name`. There are no others.
    pub parameters: &'a Map<String, Value>,
    /// The media type and the data of a body; of parts, an object of them, in which files have any value.
    pub body: Option<(&'a str, &'a Value)>,
}

impl Maker<'_> {
    /// The request of an operation.
    pub fn request(&self, operation: &Operation) -> Request {
        let mut request = Request {
            method: operation.method.as_str().to_owned(),
            url: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            basic: None,
            body: None,
        };
        let mut query: Vec<Vec<Piece>> = Vec::new();
        if !operation.query_template.is_empty() {
            query.push(text(operation.query_template.clone()));
        }
        let mut optional = 0;
        for parameter in &operation.parameters {
            if !self.is_shown(parameter, &mut optional) || parameter.location == Location::Path {
                continue;
            }
            let value = self.of_parameter(parameter);
            match parameter.location {
                Location::Path => {}
                Location::Query | Location::Querystring => {
                    query.extend(in_query(parameter, &value).map(text));
                }
                Location::Header => {
                    let value = in_header(parameter, &value);
                    request
                        .headers
                        .extend(value.map(|value| (parameter.wire.clone(), text(value))));
                }
                Location::Cookie => request
                    .cookies
                    .extend(in_cookie(parameter, &value).map(text)),
            }
        }
        self.accept(operation, &mut request);
        self.credentials(operation, &mut request, &mut query);
        body::set(self, operation, &mut request);
        request.url = self.url(operation, query);
        clean(&mut request);
        request
    }

    /// A value of that shape: the example, or one that is made.
    pub fn value(&self, shape: &Shape, example: Option<&Value>) -> Value {
        if let (Some(_), Some(value)) = (self.given, example) {
            return value.clone();
        }
        let sampler = |judge| Sampler {
            api: self.api,
            judge,
            extent: Extent::Given,
            branch: 0,
            text: PLAIN,
        };
        let found = sampler(self.judge).value(shape, example);
        // What breaks a rule that cannot be followed still shows what is asked for.
        let lenient: &Judge<'_> = &|_, _| Ok(());
        let found = found.or_else(|_| sampler(lenient).value(shape, example));
        found.unwrap_or_default()
    }

    fn of_parameter(&self, parameter: &Parameter) -> Value {
        match self.given {
            Some(given) => {
                let value = given.parameters.get(&key(parameter));
                value.cloned().unwrap_or_default()
            }
            None => self.value(&parameter.shape, example(parameter)),
        }
    }

    /// Whether a parameter is required, or one of the first that the document gives a value of.
    fn is_shown(&self, parameter: &Parameter, optional: &mut usize) -> bool {
        if let Some(given) = self.given {
            return given.parameters.contains_key(&key(parameter));
        }
        if parameter.required {
            return true;
        }
        let is_shown =
            !parameter.docs.deprecated && example(parameter).is_some() && *optional < MAX_OPTIONAL;
        *optional += usize::from(is_shown);
        is_shown
    }

    fn url(&self, operation: &Operation, query: Vec<Vec<Piece>>) -> Vec<Piece> {
        let servers = [&operation.servers, &self.api.servers];
        let first = servers.iter().find_map(|servers| servers.first());
        let mut url = match self.server {
            Some(server) => server.to_owned(),
            None => first.map_or_else(|| SOMEWHERE.to_owned(), address),
        };
        url.truncate(url.trim_end_matches('/').len());
        let mut path = operation.path_template.clone();
        for segment in &operation.segments {
            if let PathSegment::Parameter(index) = segment
                && let Some(parameter) = operation.parameters.get(*index)
            {
                let value = self.of_parameter(parameter);
                let text = in_path(parameter, &value);
                path = path.replace(&format!("{{{}}}", parameter.wire), &text);
            }
        }
        url.push_str(&path);
        let mut pieces = text(url);
        for (index, pair) in query.into_iter().enumerate() {
            push(
                &mut pieces,
                Piece::Text(if index == 0 { "?" } else { "&" }.to_owned()),
            );
            pair.into_iter().for_each(|piece| push(&mut pieces, piece));
        }
        pieces
    }

    /// What answers may be, where the document says so.
    fn accept(&self, operation: &Operation, request: &mut Request) {
        let variants = operation.responses.success.iter();
        let contents = variants
            .flat_map(|response| &response.variants)
            .filter_map(|variant| variant.content.as_ref());
        let mut types: Vec<&str> = Vec::new();
        for content in contents {
            if !types.contains(&content.media_type.as_str()) {
                types.push(&content.media_type);
            }
        }
        if !types.is_empty() {
            let value = text(types.join(", "));
            request.headers.push(("Accept".to_owned(), value));
        }
    }

    /// The first of the alternatives that a program can give.
    fn credentials(
        &self,
        operation: &Operation,
        request: &mut Request,
        query: &mut Vec<Vec<Piece>>,
    ) {
        let Some(requirement) = needed(self.api, &operation.security) else {
            return;
        };
        for (index, _) in requirement {
            let Some(scheme) = self.api.security_schemes.get(*index) else {
                continue;
            };
            let of = |what| variable(scheme, what);
            let set = |what| Piece::Variable(of(what));
            let authorization = |kind: &str, piece| {
                let value = vec![Piece::Text(format!("{kind} ")), piece];
                ("Authorization".to_owned(), value)
            };
            match &scheme.kind {
                SecurityKind::Basic => {
                    only(request);
                    request.basic = Some((of("USERNAME"), of("PASSWORD")));
                }
                SecurityKind::Bearer
                | SecurityKind::OAuth2 { .. }
                | SecurityKind::OpenIdConnect { .. } => {
                    only(request);
                    let one = authorization("Bearer", set("TOKEN"));
                    request.headers.push(one);
                }
                SecurityKind::Http(kind) => {
                    only(request);
                    let one = authorization(kind, set("CREDENTIALS"));
                    request.headers.push(one);
                }
                SecurityKind::ApiKey(ApiKeyPlace::Header, name) => {
                    request.headers.push((name.clone(), vec![set("KEY")]));
                }
                SecurityKind::ApiKey(ApiKeyPlace::Query, name) => {
                    let key = Piece::Encoded(of("KEY"));
                    let name = format!("{}=", style::encode(name));
                    query.push(vec![Piece::Text(name), key]);
                }
                SecurityKind::ApiKey(ApiKeyPlace::Cookie, name) => {
                    let pair = vec![Piece::Text(format!("{name}=")), set("KEY")];
                    request.cookies.push(pair);
                }
                SecurityKind::MutualTls => {}
            }
        }
    }
}

/// Takes away what would stand in the same header: of several schemes that do, the last is sent.
fn only(request: &mut Request) {
    request.basic = None;
    request.headers.retain(|(name, _)| name != "Authorization");
}

/// What an address cannot have as it is, and servers' addresses of documents may.
const IN_NO_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Keeps what the document says from ending a header or an address.
fn clean(request: &mut Request) {
    let is_control = |c: char| c.is_control();
    for (name, value) in &mut request.headers {
        name.retain(|c| !is_control(c) && c != ':' && c != ' ');
        value
            .iter_mut()
            .for_each(|piece| piece.retain(|c| !is_control(c)));
    }
    for piece in request.cookies.iter_mut().flatten() {
        piece.retain(|c| !is_control(c));
    }
    for piece in &mut request.url {
        if let Piece::Text(text) = piece {
            *text = utf8_percent_encode(text, IN_NO_ADDRESS).to_string();
        }
    }
}

/// The first of the alternatives that a program can give.
pub fn needed<'r>(api: &Api, alternatives: &'r [Requirement]) -> Option<&'r Requirement> {
    let is_given = |(scheme, _): &(usize, Vec<String>)| {
        let scheme = api.security_schemes.get(*scheme);
        scheme.is_some_and(|scheme| scheme.kind != SecurityKind::MutualTls)
    };
    let given = alternatives.iter().find(|one| one.iter().all(is_given));
    given.or(alternatives.first())
}

/// What tells a parameter from others of its operation.
fn key(parameter: &Parameter) -> String {
    format!("{}.{}", parameter.location.as_str(), parameter.wire)
}

/// The value that the document gives a parameter.
fn example(parameter: &Parameter) -> Option<&Value> {
    let example = parameter.docs.examples.first();
    example.or(parameter.default.as_ref())
}

/// The address of a server, with the values that its variables have by default.
pub fn address(server: &Server) -> String {
    let mut url = server.url.clone();
    for variable in &server.variables {
        url = url.replace(&format!("{{{}}}", variable.name), &variable.default);
    }
    match url.contains("://") {
        true => url,
        false => format!("{SOMEWHERE}/{}", url.trim_start_matches('/')),
    }
}

/// Adds a piece, joined with the text before it.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Text(last)), Piece::Text(text)) => last.push_str(&text),
        (_, piece) => pieces.push(piece),
    }
}

fn in_path(parameter: &Parameter, value: &Value) -> String {
    let written = match parameter.form {
        Wire::Styled(styled) => style::path(&parameter.wire, styled, value),
        _ => Some(style::encode(&style::compact(value))),
    };
    // A path without its parameter is another one.
    written.unwrap_or_else(|| PLAIN.to_owned())
}

fn in_query(parameter: &Parameter, value: &Value) -> Option<String> {
    if let Some(encoded) = &parameter.encoded {
        return Some(form(value, encoded)).filter(|pairs| !pairs.is_empty());
    }
    if value.is_null() {
        return None;
    }
    match (parameter.form, parameter.location) {
        (Wire::Styled(styled), _) => style::query(&parameter.wire, styled, value),
        (Wire::Json, Location::Querystring) => Some(style::encode(&style::compact(value))),
        (_, Location::Querystring) => {
            let text = style::single(value).unwrap_or_else(|| style::compact(value));
            Some(style::encode(&text))
        }
        _ => {
            let (key, json) = (style::encode(&parameter.wire), style::compact(value));
            Some(format!("{key}={}", style::encode(&json)))
        }
    }
}

fn in_header(parameter: &Parameter, value: &Value) -> Option<String> {
    match parameter.form {
        Wire::Styled(styled) => header(styled.explode, value),
        _ => Some(quote::ascii_json(value)),
    }
}

/// A header's text, less what no header can carry.
pub fn header(explode: bool, value: &Value) -> Option<String> {
    let text = style::header(explode, value)?;
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Some(text.trim().to_owned())
}

fn in_cookie(parameter: &Parameter, value: &Value) -> Option<String> {
    match parameter.form {
        Wire::Styled(styled) => style::cookie(&parameter.wire, styled, value),
        _ => {
            let json = style::encode(&style::compact(value));
            Some(format!("{}={json}", style::encode(&parameter.wire)))
        }
    }
}

/// An object as a form: each property as its encoding says.
pub fn form(value: &Value, encoded: &[EncodedProperty]) -> String {
    let Some(properties) = value.as_object() else {
        return String::new();
    };
    let mut pairs = Vec::new();
    for (name, value) in properties.iter().filter(|(_, value)| !value.is_null()) {
        let encoding = encoded.iter().find(|encoding| encoding.wire == *name);
        match encoding.map(|encoding| encoding.form) {
            Some(Wire::Styled(styled)) => pairs.extend(style::query(name, styled, value)),
            Some(Wire::Json) => {
                let value = json!(style::compact(value));
                pairs.extend(style::property(name, &value));
            }
            _ => pairs.extend(style::property(name, value)),
        }
    }
    pairs.join("&")
}
