//! Parameters in every place.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use axum_extra::extract::{CookieJar, Query};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_qs::axum::QsQueryConfig;
use serde_qs::web::QsQuery;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::saw;

pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(read_path))
        .routes(routes!(read_formats))
        .routes(routes!(read_rest))
        .routes(routes!(read_query))
        .routes(routes!(read_lists))
        .routes(routes!(read_deep))
        .routes(routes!(read_headers))
        .routes(routes!(read_cookies))
        .layer(Extension(escaped_brackets()))
}

#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
pub enum Colour {
    #[serde(rename = "red")]
    Red,
    #[serde(rename = "dark blue")]
    DarkBlue,
    #[serde(rename = "")]
    Empty,
}

#[utoipa::path(
    get,
    path = "/path/{text}/{number}/{count}",
    params(("text" = String, Path), ("number" = f64, Path), ("count" = i64, Path)),
    responses((status = 200, body = String, content_type = "application/json"))
)]
async fn read_path(Path((text, number, count)): Path<(String, f64, i64)>) -> Json<String> {
    saw(json!({ "text": text, "number": number, "count": count }));
    Json(text)
}

#[derive(Deserialize, IntoParams, Serialize)]
#[into_params(parameter_in = Path)]
struct Formats {
    id: Uuid,
    day: NaiveDate,
    moment: DateTime<FixedOffset>,
    #[param(inline)]
    colour: Colour,
    big: u64,
    single: f32,
}

#[utoipa::path(
    get,
    path = "/formats/{id}/{day}/{moment}/{colour}/{big}/{single}",
    params(Formats),
    responses((status = 200, body = Colour))
)]
async fn read_formats(Path(formats): Path<Formats>) -> Json<Colour> {
    saw(json!(formats));
    Json(formats.colour)
}

#[utoipa::path(
    get,
    path = "/rest/{*rest}",
    params(("rest" = String, Path)),
    responses((status = 204, description = "Read."))
)]
async fn read_rest(Path(rest): Path<String>) -> StatusCode {
    saw(json!({ "rest": rest }));
    StatusCode::NO_CONTENT
}

#[derive(Deserialize, IntoParams, Serialize)]
#[into_params(parameter_in = Query)]
struct Filter {
    text: String,
    #[param(minimum = 1, maximum = 1000, default = 10)]
    limit: Option<i32>,
    count: Option<i64>,
    ratio: Option<f64>,
    flag: Option<bool>,
    moment: Option<DateTime<Utc>>,
    day: Option<NaiveDate>,
    price: Option<Decimal>,
    id: Option<Uuid>,
    #[param(inline)]
    colour: Option<Colour>,
    kind: Option<Colour>,
    #[param(max_length = 3, pattern = "^[é&]*$")]
    short: Option<String>,
    #[serde(rename = "odd[name]")]
    odd: Option<String>,
    #[serde(default)]
    with_default: String,
}

#[utoipa::path(
    get,
    path = "/query",
    params(Filter),
    responses((status = 204, description = "Read."))
)]
async fn read_query(Query(filter): Query<Filter>) -> StatusCode {
    saw(json!(filter));
    StatusCode::NO_CONTENT
}

#[derive(Deserialize, IntoParams, Serialize)]
#[into_params(parameter_in = Query)]
struct Lists {
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    #[param(max_items = 20)]
    numbers: Vec<f64>,
    #[serde(default, rename = "colours[]")]
    colours: Vec<Colour>,
    #[serde(default)]
    moments: Vec<DateTime<Utc>>,
    /// Set apart by commas.
    #[param(style = Form, explode = false, value_type = Option<Vec<i64>>)]
    counts: Option<String>,
    /// Set apart by pipes.
    #[param(style = PipeDelimited, explode = false, value_type = Option<Vec<String>>)]
    names: Option<String>,
}

#[utoipa::path(
    get,
    path = "/lists",
    params(Lists),
    responses((status = 204, description = "Read."))
)]
async fn read_lists(Query(lists): Query<Lists>) -> StatusCode {
    let split = |text: &Option<String>, by| {
        let text = text.as_deref()?;
        Some(text.split(by).map(str::to_owned).collect::<Vec<_>>())
    };
    let mut values = json!(lists);
    let counts = split(&lists.counts, ',');
    let counts = counts.map(|counts| {
        let count = |text: &String| text.parse::<i64>().ok();
        counts.iter().map(count).collect::<Vec<_>>()
    });
    values["counts"] = json!(counts);
    values["names"] = json!(split(&lists.names, '|'));
    saw(values);
    StatusCode::NO_CONTENT
}

/// By itself it reads brackets only where they are not escaped, which RFC 3986, 3.4, has them be.
fn escaped_brackets() -> QsQueryConfig {
    QsQueryConfig::new().config(serde_qs::Config::new().use_form_encoding(true))
}

#[derive(Deserialize, Serialize, ToSchema)]
pub struct Range {
    from: Option<i64>,
    to: Option<i64>,
    #[serde(rename = "na me")]
    name: Option<String>,
}

#[derive(Deserialize, IntoParams, Serialize)]
#[into_params(parameter_in = Query)]
struct Deep {
    #[param(style = DeepObject, explode)]
    range: Range,
    after: Option<String>,
}

#[utoipa::path(
    get,
    path = "/deep",
    params(Deep),
    responses((status = 204, description = "Read."))
)]
async fn read_deep(QsQuery(deep): QsQuery<Deep>) -> StatusCode {
    saw(json!(deep));
    StatusCode::NO_CONTENT
}

#[utoipa::path(
    get,
    path = "/headers",
    params(
        ("x-text" = Option<String>, Header),
        ("x-count" = Option<i64>, Header),
        ("x-ratio" = Option<f64>, Header),
        ("x-flag" = Option<bool>, Header),
        ("x-moment" = Option<DateTime<Utc>>, Header),
        ("x-colour" = inline(Option<Colour>), Header),
        ("x-texts" = Option<Vec<String>>, Header),
    ),
    responses((status = 204, description = "Read."))
)]
async fn read_headers(headers: HeaderMap) -> StatusCode {
    let text = |name: &str| {
        let value = headers.get(name)?.as_bytes();
        Some(String::from_utf8_lossy(value).into_owned())
    };
    let texts = text("x-texts").map(|texts| {
        let texts = texts.split(',').map(|text| text.trim().to_owned());
        texts.collect::<Vec<_>>()
    });
    saw(json!({
        "text": text("x-text"),
        "count": text("x-count").and_then(|text| text.parse::<i64>().ok()),
        "ratio": text("x-ratio").and_then(|text| text.parse::<f64>().ok()),
        "flag": text("x-flag").and_then(|text| text.parse::<bool>().ok()),
        "moment": text("x-moment").and_then(|text| text.parse::<DateTime<Utc>>().ok()),
        "colour": text("x-colour"),
        "texts": texts,
    }));
    StatusCode::NO_CONTENT
}

#[utoipa::path(
    get,
    path = "/cookies",
    params(
        ("session" = String, Cookie),
        ("visits" = Option<i64>, Cookie),
        ("colour" = inline(Option<Colour>), Cookie),
    ),
    responses((status = 204, description = "Read."))
)]
async fn read_cookies(cookies: CookieJar) -> StatusCode {
    let value = |name| Some(cookies.get(name)?.value().to_owned());
    let visits = value("visits").and_then(|text| text.parse::<i64>().ok());
    saw(json!({ "session": value("session"), "visits": visits, "colour": value("colour") }));
    StatusCode::NO_CONTENT
}
