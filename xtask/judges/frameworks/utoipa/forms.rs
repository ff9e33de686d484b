//! Forms, files, and bodies that are neither.

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::{Form, JsonLines};
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::bodies::{Cat, Dog};
use crate::parameters::Colour;
use crate::saw;

pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(write_form))
        .routes(routes!(write_files))
        .routes(routes!(write_any_files))
        .routes(routes!(write_text))
        .routes(routes!(write_bytes))
        .routes(routes!(write_lines))
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Letter {
    text: String,
    count: i64,
    ratio: Option<f64>,
    flag: Option<bool>,
    #[serde(default)]
    tags: Vec<String>,
    moment: Option<DateTime<Utc>>,
    colour: Option<Colour>,
}

#[utoipa::path(
    post,
    path = "/form",
    request_body(content = Letter, content_type = "application/x-www-form-urlencoded"),
    responses((status = 204, description = "Read."))
)]
async fn write_form(Form(form): Form<Letter>) -> StatusCode {
    saw(json!(form));
    StatusCode::NO_CONTENT
}

/// What the handler reads part by part.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the parts")]
struct Files {
    #[schema(value_type = Vec<String>, format = Binary, content_media_type = "application/octet-stream")]
    uploads: Vec<Bytes>,
    #[schema(value_type = Option<String>, format = Binary, content_media_type = "image/png")]
    picture: Option<Bytes>,
    text: String,
    count: Option<i64>,
    flag: Option<bool>,
    colour: Option<Colour>,
    #[schema(inline)]
    shade: Option<Colour>,
    tags: Option<Vec<String>>,
    cat: Option<Cat>,
    dogs: Option<Vec<Dog>>,
}

/// The parts by their names: texts, or what a file has.
async fn parts(mut form: Multipart) -> Value {
    let mut parts = Map::new();
    while let Some(field) = form.next_field().await.expect("a part") {
        let name = field.name().unwrap_or_default().to_owned();
        let kind = field.content_type().map(str::to_owned);
        let file = field.file_name().map(str::to_owned);
        let data = field.bytes().await.expect("a part");
        let part = match (file, kind) {
            (None, None) => json!(String::from_utf8_lossy(&data)),
            (None, Some(kind)) => {
                let value: Result<Value, _> = serde_json::from_slice(&data);
                json!({ "type": kind, "value": value.ok() })
            }
            (Some(file), kind) => {
                let data: String = data.iter().copied().map(char::from).collect();
                json!({ "name": file, "type": kind, "data": data })
            }
        };
        let parts = parts.entry(name).or_insert_with(|| json!([]));
        parts.as_array_mut().expect("a list").push(part);
    }
    Value::Object(parts)
}

#[utoipa::path(
    post,
    path = "/files",
    request_body(content = inline(Files), content_type = "multipart/form-data"),
    responses((status = 204, description = "Read."))
)]
async fn write_files(form: Multipart) -> StatusCode {
    saw(parts(form).await);
    StatusCode::NO_CONTENT
}

/// A file for each name, whichever these are.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the parts")]
struct AnyFiles {
    text: String,
    #[serde(flatten)]
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    files: std::collections::BTreeMap<String, String>,
}

#[utoipa::path(
    post,
    path = "/any-files",
    request_body(content = inline(AnyFiles), content_type = "multipart/form-data"),
    responses((status = 204, description = "Read."))
)]
async fn write_any_files(form: Multipart) -> StatusCode {
    saw(parts(form).await);
    StatusCode::NO_CONTENT
}

#[utoipa::path(
    post,
    path = "/text",
    request_body = String,
    responses((status = 200, body = String))
)]
async fn write_text(headers: HeaderMap, body: String) -> String {
    let kind = headers
        .get("content-type")
        .and_then(|kind| kind.to_str().ok());
    saw(json!({ "value": body, "type": kind }));
    body
}

#[utoipa::path(
    post,
    path = "/bytes",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"))
)]
async fn write_bytes(body: Bytes) -> Bytes {
    let value: String = body.iter().copied().map(char::from).collect();
    saw(json!({ "value": value }));
    body
}

#[utoipa::path(
    post,
    path = "/lines",
    request_body(content = Cat, content_type = "application/x-ndjson"),
    responses((status = 204, description = "Read."))
)]
async fn write_lines(lines: JsonLines<Cat>) -> StatusCode {
    let cats: Vec<_> = lines.map(|line| line.ok()).collect().await;
    saw(json!({ "cats": cats }));
    StatusCode::NO_CONTENT
}
