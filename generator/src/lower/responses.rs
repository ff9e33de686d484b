//! Responses: what a call yields, and the errors that the document names.

use std::collections::BTreeMap;

use openapiv3::{ParameterSchemaOrContent, StatusCode};

use super::body::media_names;
use super::name::{self, Case, Scope};
use super::operation::Stated;
use super::{Direction, Lowerer};
use crate::cursor::Cursor;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::Kind;
use crate::ir::wire::{Place, Statement, Styled, Wire};
use crate::ir::{
    Constraint, Content, Docs, Header, MediaKind, Name, Response, ResponseVariant, Responses,
    Shape, StatusMatch, Style, Type,
};
use crate::media::{self, Family};
use crate::pointer::Pointer;
use crate::reserved;

impl<'d> Lowerer<'d> {
    /// Sorts responses into what a call yields and what it fails with. A `default` alone is both.
    pub(super) fn responses(&mut self, stated: &Stated<'d>, call: &Name) -> Responses {
        let places = places(&stated.at);
        let stated = &stated.operation.responses;
        let named = stated.responses.iter();
        let named = named.filter_map(|(status, response)| Some((status_match(status)?, response)));
        let default = stated.default.iter();
        let default = default.map(|response| (StatusMatch::Default, response));
        let mut all: Vec<Placed<'d>> = named
            .chain(default)
            .filter_map(|(status, response)| {
                Some((status, response.as_item()?, places.get(&status)?.clone()))
            })
            .collect();
        all.sort_by_key(|(status, ..)| *status);
        let is_success = |status: StatusMatch| match status {
            StatusMatch::Exact(code) => (200..300).contains(&code),
            StatusMatch::Range(hundred) => hundred == 2,
            StatusMatch::Default => false,
        };
        let named = all.iter().any(|(status, ..)| is_success(*status));
        let mut success = Vec::new();
        let mut errors = Vec::new();
        for (status, response, at) in all {
            if is_success(status) || (status == StatusMatch::Default && !named) {
                success.push((status, response, at.clone()));
            }
            if !is_success(status) {
                errors.push((status, response, at));
            }
        }
        let success = self.response_list(success, call);
        let errors = self.response_list(errors, call);
        let success_enum = (!is_single(&success)).then(|| {
            let plain = name::named_after(call.as_str(), "Response");
            let name = if self.names.is_free(&plain) {
                plain
            } else {
                name::named_after(call.as_str(), "Output")
            };
            self.names.take(&name, Case::Camel)
        });
        Responses {
            success,
            success_enum,
            errors,
        }
    }

    fn response_list(&mut self, list: Vec<Placed<'d>>, call: &Name) -> Vec<Response> {
        let mut scope = Scope::default();
        list.into_iter()
            .map(|placed| self.response(placed, call, &mut scope))
            .collect()
    }

    fn response(
        &mut self,
        (status, response, at): Placed<'d>,
        call: &Name,
        scope: &mut Scope,
    ) -> Response {
        let source = at.at.clone();
        let contents = match status {
            StatusMatch::Exact(204 | 205 | 304) => {
                self.complain_of_content(&response.content, &source);
                Vec::new()
            }
            _ => self.contents(&response.content, Direction::Response, call, &source),
        };
        let chosen = self.chosen.name(&source, Case::Camel).map(str::to_owned);
        let word = chosen.unwrap_or_else(|| status_name(status));
        let variants = response_variants(contents, &word, scope);
        let docs = Docs {
            description: Some(response.description.clone()).filter(|text| !text.is_empty()),
            ..Docs::default()
        };
        let headers = self.headers(response, &at);
        Response {
            status,
            docs,
            variants,
            headers,
            source,
        }
    }

    /// Complains of content where HTTP has none, but of what says that there is none.
    fn complain_of_content(&mut self, content: &'d openapiv3::Content, source: &Pointer) {
        for (media_type, media) in content {
            let schema = media.schema.as_ref();
            let schema = schema.and_then(|slot| self.document.slot(slot));
            let is_null = schema.is_some_and(|schema| {
                let merged = self.look(&schema);
                merged
                    .types
                    .as_ref()
                    .is_some_and(|(kinds, _)| kinds.single() == Some(Kind::Null))
            });
            if !is_null {
                let at = source.keys(["content", media_type]);
                let message = "a response of this status has no content";
                self.diagnostics
                    .push(Diagnostic::new(codes::NO_CONTENT, message).at_key(&at, ""));
            }
        }
    }

    /// The headers, in the order of their names. `Content-Type` is the media type's to say.
    fn headers(&mut self, response: &'d openapiv3::Response, at: &Cursor<'d>) -> Vec<Header> {
        let places = at.get("headers");
        let mut headers: Vec<(&'d String, &'d openapiv3::Header)> = response
            .headers
            .iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
            .filter_map(|(name, header)| Some((name, header.as_item()?)))
            .collect();
        headers.sort_by_key(|(name, _)| *name);
        let place = |wire: &str| {
            let header = places.as_ref().and_then(|headers| headers.get(wire));
            header.map(|header| header.at).unwrap_or_default()
        };
        let asked = headers.iter();
        let asked: Vec<_> = asked
            .map(|(wire, _)| (wire.as_str(), place(wire)))
            .collect();
        let mut scope = Scope::reserving(reserved::HEADERS);
        let names = self.names_of(&asked, Case::Snake, &mut scope);
        let mut out = Vec::with_capacity(names.len());
        for ((wire, header), name) in headers.into_iter().zip(names) {
            let at = places.as_ref().and_then(|headers| headers.get(wire));
            let at = at.as_ref();
            let place = at.map(|header| header.at.clone()).unwrap_or_default();
            let shape = self.header_shape(header, Direction::Response, &place);
            if self.holds_secret(&shape) {
                self.complain_of_shown(&shape.source, "headers are shown as they came");
            }
            let form = self.header_form(header, at, &shape, &place);
            out.push(Header {
                name,
                wire: wire.clone(),
                required: header.required,
                data: self.types.data(&shape),
                shape,
                form,
                docs: Docs {
                    description: header.description.clone(),
                    deprecated: header.deprecated.unwrap_or(false),
                    ..Docs::default()
                },
            });
        }
        out
    }

    /// What a header holds.
    pub(super) fn header_shape(
        &mut self,
        header: &openapiv3::Header,
        direction: Direction,
        at: &Pointer,
    ) -> Shape {
        let (slot, media_type) = match &header.format {
            ParameterSchemaOrContent::Schema(slot) => (Some(slot), None),
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((media_type, media)) => (media.schema.as_ref(), Some(media_type)),
                None => (None, None),
            },
        };
        let Some(schema) = slot.and_then(|slot| self.document.slot(slot)) else {
            return Shape::new(Type::String, at.clone());
        };
        let shape = self.message_shape(&schema, direction);
        let untyped =
            media_type.and_then(|media_type| self.untyped_content(media_type, false, &shape, at));
        untyped.map_or(shape, |ty| Shape::new(ty, at.clone()))
    }

    /// How a header is written. The model has no `explode` of headers.
    fn header_form(
        &mut self,
        header: &'d openapiv3::Header,
        stated: Option<&Cursor<'d>>,
        shape: &Shape,
        at: &Pointer,
    ) -> Wire {
        let media_type = match &header.format {
            ParameterSchemaOrContent::Schema(_) => None,
            ParameterSchemaOrContent::Content(content) => content.keys().next(),
        };
        let is_json = media_type.is_some_and(|text| media::family(text) == Family::Json);
        let simple = Styled {
            style: Style::Simple,
            explode: stated.is_some_and(|header| header.flag("explode")),
            allow_reserved: false,
        };
        let stated = Statement {
            style: (!is_json).then_some(simple),
            media_type: media_type.map(String::as_str),
        };
        self.wire(Place::Parameter, stated, shape, at)
    }
}

/// The variants of a response; what carries the same data in several media types is one of them.
fn response_variants(
    contents: Vec<Content>,
    word: &str,
    scope: &mut Scope,
) -> Vec<ResponseVariant> {
    if contents.is_empty() {
        return vec![ResponseVariant {
            name: scope.take(word, Case::Camel),
            content: None,
        }];
    }
    let first = |(index, content): (usize, &Content)| {
        let same = contents.iter().position(|known| is_same(known, content));
        same.map_or(index, |same| same.min(index))
    };
    let first: Vec<usize> = contents.iter().enumerate().map(first).collect();
    let is_one = first.iter().all(|first| *first == 0);
    // The first of those that are the same stands for them.
    let told: Vec<usize> = (0..first.len())
        .filter(|index| first[*index] == *index)
        .collect();
    let of_told = match is_one {
        true => vec![scope.take(word, Case::Camel)],
        false => {
            let told: Vec<&Content> = told.iter().map(|index| &contents[*index]).collect();
            media_names(word, &told, scope)
        }
    };
    let told: BTreeMap<usize, Name> = told.into_iter().zip(of_told).collect();
    let names: Vec<Name> = first
        .iter()
        .filter_map(|first| told.get(first).cloned())
        .collect();
    let contents = contents.into_iter().map(Some);
    let variants = names.into_iter().zip(contents);
    variants
        .map(|(name, content)| ResponseVariant { name, content })
        .collect()
}

/// Whether two contents are values of one type, read from JSON or from a text.
fn is_same(one: &Content, other: &Content) -> bool {
    let is_text = |content: &Content| matches!(content.kind, MediaKind::Text(..));
    is_text(one) != is_text(other) && value(one).is_some() && value(one) == value(other)
}

/// The value that a content is, be it JSON or a text.
fn value(content: &Content) -> Option<(&Type, bool, &[Constraint])> {
    match &content.kind {
        MediaKind::Json(shape) | MediaKind::Xml(shape, _) | MediaKind::Text(shape, _) => {
            Some((&shape.ty, shape.nullable, &shape.constraints))
        }
        _ => None,
    }
}

/// A response, and where it stands.
type Placed<'d> = (StatusMatch, &'d openapiv3::Response, Cursor<'d>);

/// Where the responses of an operation stand, references followed.
fn places<'d>(operation: &Cursor<'d>) -> BTreeMap<StatusMatch, Cursor<'d>> {
    let stated = operation.members("responses").into_iter();
    let stated = stated.filter_map(|(key, response)| Some((parse_status(key)?, response)));
    stated.collect()
}

/// A key of `responses`: `404`, `4XX`, `default`, in any case.
fn parse_status(key: &str) -> Option<StatusMatch> {
    if key.eq_ignore_ascii_case("default") {
        return Some(StatusMatch::Default);
    }
    let hundred = key.get(..1)?.parse().ok()?;
    match key.get(1..)? {
        rest if rest.eq_ignore_ascii_case("xx") => Some(StatusMatch::Range(hundred)),
        _ => key.parse().ok().map(StatusMatch::Exact),
    }
}

/// Whether all responses carry the same payload, so that no enum is needed.
fn is_single(list: &[Response]) -> bool {
    let mut variants = list.iter().flat_map(|response| &response.variants);
    let Some(first) = variants.next() else {
        return true;
    };
    let same = |one: &Option<Content>, other: &Option<Content>| match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => match (&one.kind, &other.kind) {
            (MediaKind::Bytes, MediaKind::Bytes) | (MediaKind::Base64, MediaKind::Base64) => true,
            _ => value(one).is_some() && value(one) == value(other),
        },
        _ => false,
    };
    variants.all(|variant| same(&first.content, &variant.content))
}

fn status_match(status: &StatusCode) -> Option<StatusMatch> {
    match status {
        StatusCode::Code(code) => Some(StatusMatch::Exact(*code)),
        StatusCode::Range(hundred) => u8::try_from(*hundred).ok().map(StatusMatch::Range),
    }
}

fn status_name(status: StatusMatch) -> String {
    match status {
        StatusMatch::Exact(code) => {
            reason(code).map_or_else(|| format!("Status{code}"), str::to_owned)
        }
        StatusMatch::Range(1) => "Informational".to_owned(),
        StatusMatch::Range(2) => "Success".to_owned(),
        StatusMatch::Range(3) => "Redirection".to_owned(),
        StatusMatch::Range(4) => "ClientError".to_owned(),
        StatusMatch::Range(_) => "ServerError".to_owned(),
        StatusMatch::Default => "Default".to_owned(),
    }
}

/// What RFC 9110 and its kin call a status, as an identifier.
pub(super) fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "Continue",
        101 => "SwitchingProtocols",
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        208 => "AlreadyReported",
        226 => "ImUsed",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        414 => "UriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        417 => "ExpectationFailed",
        418 => "ImATeapot",
        421 => "MisdirectedRequest",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        505 => "HttpVersionNotSupported",
        507 => "InsufficientStorage",
        508 => "LoopDetected",
        511 => "NetworkAuthenticationRequired",
        _ => return None,
    })
}
