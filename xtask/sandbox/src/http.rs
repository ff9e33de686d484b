//! The service over HTTP: from a request to a change or a refusal, and from there to a response.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Request, State, rejection::BytesRejection};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::patch;
use base64::Engine as _;
use serde::de::IgnoredAny;
use subtle::ConstantTimeEq as _;
use unknown_proxies::runtime::json::decode;
use unknown_proxies::{ModifyTokenRequest, ResidentialToken, Validate as _};

use crate::problem::Problem;
use crate::service::{Refusal, Service};
use crate::{BASE_PATH, PASSWORD, USER};

/// The largest body that is read, in bytes. The largest sensible one is far smaller.
const MAX_BODY: usize = 64 * 1024;

/// The routes of the service.
pub(crate) fn router(service: Arc<Service>) -> Router {
    let token = patch(modify_token).fallback(method_not_allowed);
    Router::new()
        .route(&format!("{BASE_PATH}/resi/token"), token)
        .fallback(not_found)
        .layer(axum::extract::DefaultBodyLimit::max(MAX_BODY))
        .with_state(service)
}

async fn modify_token(
    State(service): State<Arc<Service>>,
    request: Request,
) -> Result<Response, Problem> {
    authenticate(request.headers())?;
    expect_json(request.headers())?;
    expect_length(request.headers())?;
    let body = Bytes::from_request(request, &()).await.map_err(unread)?;
    let request = parse(&body)?;

    // Keeping a change may have to wait for the disk, which must not hold up other requests.
    let token = tokio::task::spawn_blocking(move || service.modify(&request))
        .await
        .map_err(|_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The change failed."))??;
    respond(&token)
}

async fn not_found(uri: Uri) -> Problem {
    let detail = format!(
        "There is nothing at {}; try {BASE_PATH}/resi/token.",
        uri.path()
    );
    Problem::new(StatusCode::NOT_FOUND, detail)
}

async fn method_not_allowed(method: Method) -> Problem {
    let detail = format!("A token can be changed by PATCH, but not by {method}.");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail).with_header(header::ALLOW, "PATCH")
}

fn authenticate(headers: &HeaderMap) -> Result<(), Problem> {
    let expected = format!("{USER}:{PASSWORD}");
    let given = credentials(headers);
    // How long a comparison takes must not tell how much of a guess is right.
    if given.is_some_and(|given| given.ct_eq(expected.as_bytes()).into()) {
        return Ok(());
    }
    let problem = Problem::new(
        StatusCode::UNAUTHORIZED,
        "The user name or password is wrong.",
    );
    Err(problem.with_header(
        header::WWW_AUTHENTICATE,
        r#"Basic realm="sandbox", charset="UTF-8""#,
    ))
}

/// The user name and password as they are sent: joined by a colon.
fn credentials(headers: &HeaderMap) -> Option<Vec<u8>> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    base64::engine::general_purpose::STANDARD
        .decode(encoded.trim())
        .ok()
}

fn expect_json(headers: &HeaderMap) -> Result<(), Problem> {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "The body must be application/json.",
    ))
}

/// Refuses a body that is announced as too large, before any of it has come.
fn expect_length(headers: &HeaderMap) -> Result<(), Problem> {
    let value = headers.get(header::CONTENT_LENGTH);
    let length = value.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    match length {
        Some(length) if length > MAX_BODY as u64 => Err(too_large()),
        _ => Ok(()),
    }
}

fn too_large() -> Problem {
    let detail = format!("The body has more than {MAX_BODY} bytes.");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
}

fn unread(rejection: BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        status => Problem::new(status, "The body did not arrive whole."),
    }
}

/// Judges a body in three steps: whether it is JSON at all, its shape, and its constraints.
fn parse(body: &[u8]) -> Result<ModifyTokenRequest, Problem> {
    let text = std::str::from_utf8(body)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, format!("Not JSON: {error}.")))?;
    serde_json::from_str::<IgnoredAny>(text)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, format!("Not JSON: {error}.")))?;
    if !is_unicode(text) {
        let detail = "Not Unicode: half of a surrogate pair is escaped without the other.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, detail));
    }
    let request =
        decode::<ModifyTokenRequest>(text).map_err(|error| Problem::wrong_shape(&error))?;
    request
        .validate()
        .map_err(|violations| Problem::invalid(&violations))?;
    Ok(request)
}

/// Whether the escapes in a text of JSON are characters: `\uD83D\uDE00` is one, `\uD83D` is none.
fn is_unicode(json: &str) -> bool {
    let mut units = Vec::new();
    let mut rest = json;
    while let Some((before, after)) = rest.split_once('\\') {
        if !before.is_empty() {
            units.push(u16::from(b' '));
        }
        let code = after.strip_prefix('u').and_then(|hex| hex.get(..4));
        let unit = code.and_then(|hex| u16::from_str_radix(hex, 16).ok());
        units.push(unit.unwrap_or(u16::from(b' ')));
        let escape = after.chars().next().map_or(0, char::len_utf8);
        let length = if unit.is_some() { 5 } else { escape };
        rest = &after[length..];
    }
    char::decode_utf16(units).all(|character| character.is_ok())
}

fn respond(token: &ResidentialToken) -> Result<Response, Problem> {
    let body = serde_json::to_string(token).map_err(|error| {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("No JSON for it: {error}."),
        )
    })?;
    Ok((
        [(header::CONTENT_TYPE, "application/json")],
        Body::from(body),
    )
        .into_response())
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownToken => Self::new(StatusCode::NOT_FOUND, "There is no such token."),
            Refusal::NotAllowed(violations) => Self::conflict(&violations),
            Refusal::NotSaved(error) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                format!("The change could not be saved: {error}."),
            ),
        }
    }
}
