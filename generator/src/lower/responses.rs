//! Responses: what a call yields, and the errors that the document names.

use std::collections::BTreeMap;

use openapiv3::{ParameterSchemaOrContent, StatusCode};

use super::body::media_names;
use super::name::{self, Case, Scope};
use super::operation::Stated;
use super::{Direction, Lowerer};
use crate::cursor::Cursor;
use crate::ir::{
    Docs, Header, MediaKind, Name, Response, ResponseVariant, Responses, Shape, StatusMatch, Type,
};

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
        let contents = self.contents(&response.content, Direction::Response, call, &source);
        let word = status_name(status);
        let variants = match contents.len() {
            0 => vec![ResponseVariant {
                name: scope.take(&word, Case::Camel),
                content: None,
            }],
            1 => {
                let name = scope.take(&word, Case::Camel);
                contents
                    .into_iter()
                    .map(|content| ResponseVariant {
                        name: name.clone(),
                        content: Some(content),
                    })
                    .collect()
            }
            _ => media_names(&word, &contents, scope)
                .into_iter()
                .zip(contents)
                .map(|(name, content)| ResponseVariant {
                    name,
                    content: Some(content),
                })
                .collect(),
        };
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
        let wires: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
        let names = name::allocate(&wires, Case::Snake, &mut Scope::default());
        let mut out = Vec::with_capacity(names.len());
        for ((wire, header), name) in headers.into_iter().zip(names) {
            let schema = match &header.format {
                ParameterSchemaOrContent::Schema(slot) => self.document.slot(slot),
                ParameterSchemaOrContent::Content(_) => None,
            };
            let at = places.as_ref().and_then(|headers| headers.get(wire));
            // The model has no `explode` of headers.
            let explode = at.as_ref().is_some_and(|header| header.flag("explode"));
            let shape = match &schema {
                Some(schema) => self.shape(schema, Direction::Response),
                None => Shape::new(Type::String, at.map(|header| header.at).unwrap_or_default()),
            };
            out.push(Header {
                name,
                wire: wire.clone(),
                required: header.required,
                shape,
                explode,
                docs: Docs {
                    description: header.description.clone(),
                    deprecated: header.deprecated.unwrap_or(false),
                    ..Docs::default()
                },
            });
        }
        out
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
    let same =
        |one: &Option<crate::ir::Content>, other: &Option<crate::ir::Content>| match (one, other) {
            (None, None) => true,
            (Some(one), Some(other)) => match (&one.kind, &other.kind) {
                (MediaKind::Json(one), MediaKind::Json(other)) => {
                    one.ty == other.ty
                        && one.nullable == other.nullable
                        && one.constraints == other.constraints
                }
                (MediaKind::Text, MediaKind::Text) | (MediaKind::Bytes, MediaKind::Bytes) => true,
                _ => false,
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
