//! Answers, streams and credentials.

use std::convert::Infallible;

use axum::Json;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::TypedHeader;
use axum_extra::extract::{CookieJar, JsonLines, Query};
use axum_extra::headers::Authorization;
use axum_extra::headers::authorization::{Basic, Bearer};
use futures_util::{Stream, stream};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::bodies::{Cat, Dog};
use crate::saw;

pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(answer_with))
        .routes(routes!(answer_headers))
        .routes(routes!(answer_bytes))
        .routes(routes!(answer_big))
        .routes(routes!(answer_unsigned))
        .routes(routes!(answer_bigger))
        .routes(routes!(answer_either))
        .routes(routes!(answer_extra))
        .routes(routes!(delete_nothing))
        .routes(routes!(read_head))
        .routes(routes!(stream_events))
        .routes(routes!(stream_items))
        .routes(routes!(stream_lines))
        .routes(routes!(secure_basic))
        .routes(routes!(secure_bearer))
        .routes(routes!(secure_header))
        .routes(routes!(secure_query))
        .routes(routes!(secure_cookie))
        .routes(routes!(secure_either))
        .routes(routes!(secure_both))
}

#[derive(Serialize, ToSchema)]
struct Problem {
    reason: String,
    code: Option<i64>,
}

#[utoipa::path(
    get,
    path = "/answers/{status}",
    params(("status" = u16, Path)),
    responses(
        (status = 200, body = Cat),
        (status = 202, description = "Later."),
        (status = 404, body = Problem),
        (status = 409, body = Dog, content_type = "application/vnd.dog+json"),
        (status = "5XX", body = String),
    )
)]
async fn answer_with(Path(status): Path<u16>) -> Response {
    saw(json!({ "status": status }));
    let code = StatusCode::from_u16(status).expect("a status");
    match status {
        200 => Json(Cat { lives: 9 }).into_response(),
        202 => code.into_response(),
        404 => (
            code,
            Json(Problem {
                reason: "é".to_owned(),
                code: None,
            }),
        )
            .into_response(),
        409 => {
            let dog = json!({ "barks": true, "name": "é", "more": [1] }).to_string();
            let kind = [(header::CONTENT_TYPE, "application/vnd.dog+json")];
            (code, kind, dog).into_response()
        }
        _ => (code, "dówn").into_response(),
    }
}

#[utoipa::path(
    get,
    path = "/headers-back",
    responses((
        status = 204,
        description = "Headers.",
        headers(("x-count" = i64), ("x-tags" = Vec<String>), ("x-moment" = chrono::DateTime<chrono::Utc>))
    ))
)]
async fn answer_headers() -> impl IntoResponse {
    saw(json!({}));
    let headers = [
        ("x-count", "7"),
        ("x-tags", "a, b"),
        ("x-moment", "2020-02-29T23:59:59.123456+05:30"),
    ];
    (StatusCode::NO_CONTENT, headers)
}

#[utoipa::path(
    get,
    path = "/bytes",
    responses((status = 200, body = [u8], content_type = "image/png"))
)]
async fn answer_bytes() -> impl IntoResponse {
    saw(json!({}));
    (
        [(header::CONTENT_TYPE, "image/png")],
        (0..=255).collect::<Bytes>(),
    )
}

#[derive(Serialize, ToSchema)]
struct Big {
    most: i64,
    least: i64,
    huge: f64,
    tiny: f64,
    single: f32,
}

#[utoipa::path(get, path = "/big", responses((status = 200, body = Big)))]
async fn answer_big() -> Json<Big> {
    saw(json!({}));
    let (most, least) = (i64::MAX, i64::MIN);
    Json(Big {
        most,
        least,
        huge: f64::MAX,
        tiny: 5e-324,
        single: f32::MAX,
    })
}

#[derive(Serialize, ToSchema)]
struct Unsigned {
    more: u64,
}

#[utoipa::path(get, path = "/unsigned", responses((status = 200, body = Unsigned)))]
async fn answer_unsigned() -> Json<Unsigned> {
    saw(json!({}));
    Json(Unsigned { more: 1 << 63 })
}

#[derive(Serialize, ToSchema)]
struct Bigger {
    more: i128,
}

#[utoipa::path(get, path = "/bigger", responses((status = 200, body = Bigger)))]
async fn answer_bigger() -> Json<Bigger> {
    saw(json!({}));
    Json(Bigger { more: 1 << 63 })
}

#[utoipa::path(
    get,
    path = "/either/{kind}",
    params(("kind" = String, Path)),
    responses((
        status = 200,
        content((Cat = "application/json"), (String = "text/plain"))
    ))
)]
async fn answer_either(Path(kind): Path<String>) -> Response {
    saw(json!({ "kind": kind }));
    match kind.as_str() {
        "json" => Json(Cat { lives: 1 }).into_response(),
        _ => "é\n ✓".into_response(),
    }
}

#[utoipa::path(get, path = "/extra", responses((status = 200, body = Cat)))]
async fn answer_extra() -> impl IntoResponse {
    saw(json!({}));
    Json(json!({ "lives": 1, "more": { "than": ["declared"] } }))
}

#[utoipa::path(delete, path = "/nothing", responses((status = 204, description = "Gone.")))]
async fn delete_nothing() -> StatusCode {
    saw(json!({ "deleted": true }));
    StatusCode::NO_CONTENT
}

#[utoipa::path(head, path = "/head", responses((status = 200, description = "There.")))]
async fn read_head() {
    saw(json!({ "read": true }));
}

// Streams

#[derive(Serialize, ToSchema)]
struct Item {
    name: String,
    size: Option<i64>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Count {
    count: i64,
}

fn items(count: i64) -> impl Iterator<Item = Item> {
    let size = |index| (index > 0).then_some(index);
    (0..count).map(move |index| Item {
        name: format!("é\n{index}"),
        size: size(index),
    })
}

type Events<S> = Sse<S>;

fn events(count: i64) -> impl Stream<Item = Result<Event, Infallible>> {
    let event = |(index, item)| {
        let event = Event::default().id(format!("{index}")).comment("a comment");
        Ok(event.event("item").json_data(item).expect("an event"))
    };
    stream::iter(items(count).enumerate().map(event))
}

#[utoipa::path(
    get,
    path = "/events",
    params(Count),
    responses((status = 200, body = Item, content_type = "text/event-stream"))
)]
async fn stream_events(
    Query(Count { count }): Query<Count>,
) -> Events<impl Stream<Item = Result<Event, Infallible>>> {
    saw(json!({ "count": count }));
    Sse::new(events(count))
}

/// What OpenAPI 3.2 says of an item: an event, whose data are text.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the events")]
pub struct ItemEvent {
    #[schema(value_type = String, content_media_type = "application/json")]
    data: String,
    event: Option<String>,
    id: Option<String>,
}

#[utoipa::path(
    get,
    path = "/items",
    params(Count),
    responses((status = 200, content_type = "text/event-stream", item_schema = ItemEvent))
)]
async fn stream_items(
    Query(Count { count }): Query<Count>,
) -> Events<impl Stream<Item = Result<Event, Infallible>>> {
    saw(json!({ "count": count }));
    Sse::new(events(count))
}

#[utoipa::path(
    get,
    path = "/item-lines",
    params(Count),
    responses((status = 200, content_type = "application/x-ndjson", item_schema = Item))
)]
async fn stream_lines(Query(Count { count }): Query<Count>) -> impl IntoResponse {
    saw(json!({ "count": count }));
    JsonLines::new(stream::iter(items(count).map(Ok::<_, Infallible>)))
}

// Credentials

#[utoipa::path(
    get,
    path = "/secure/basic",
    security(("basic" = [])),
    responses((status = 204, description = "In."))
)]
async fn secure_basic(TypedHeader(key): TypedHeader<Authorization<Basic>>) -> StatusCode {
    saw(json!({ "key": format!("{}:{}", key.username(), key.password()) }));
    StatusCode::NO_CONTENT
}

#[utoipa::path(
    get,
    path = "/secure/bearer",
    security(("bearer" = [])),
    responses((status = 204, description = "In."), (status = 400, body = String))
)]
async fn secure_bearer(TypedHeader(key): TypedHeader<Authorization<Bearer>>) -> StatusCode {
    saw(json!({ "key": key.token() }));
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct QueryKey {
    #[serde(rename = "k&y")]
    key: Option<String>,
}

fn header_key(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-key").and_then(|key| key.to_str().ok())
}

#[utoipa::path(
    get,
    path = "/secure/header",
    security(("header" = [])),
    responses((status = 204, description = "In."))
)]
async fn secure_header(headers: HeaderMap) -> StatusCode {
    saw(json!({ "key": header_key(&headers) }));
    StatusCode::NO_CONTENT
}

#[utoipa::path(
    get,
    path = "/secure/query",
    security(("query" = [])),
    responses((status = 204, description = "In."))
)]
async fn secure_query(Query(query): Query<QueryKey>) -> StatusCode {
    saw(json!({ "key": query.key }));
    StatusCode::NO_CONTENT
}

#[utoipa::path(
    get,
    path = "/secure/cookie",
    security(("cookie" = [])),
    responses((status = 204, description = "In."))
)]
async fn secure_cookie(cookies: CookieJar) -> StatusCode {
    saw(json!({ "key": cookies.get("key").map(|key| key.value().to_owned()) }));
    StatusCode::NO_CONTENT
}

#[utoipa::path(
    get,
    path = "/secure/either",
    security((), ("bearer" = []), ("header" = [])),
    responses((status = 204, description = "In."))
)]
async fn secure_either(
    headers: HeaderMap,
    bearer: Option<TypedHeader<Authorization<Bearer>>>,
) -> StatusCode {
    let bearer = bearer.as_ref().map(|key| key.token());
    saw(json!({ "bearer": bearer, "header": header_key(&headers) }));
    StatusCode::NO_CONTENT
}

#[utoipa::path(
    get,
    path = "/secure/both",
    security(("header" = [], "query" = [])),
    responses((status = 204, description = "In."))
)]
async fn secure_both(headers: HeaderMap, Query(query): Query<QueryKey>) -> StatusCode {
    saw(json!({ "header": header_key(&headers), "query": query.key }));
    StatusCode::NO_CONTENT
}
