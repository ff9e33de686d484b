//! Bodies that are JSON.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::parameters::Colour;
use crate::saw;

pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(write_json, change))
        .routes(routes!(write_naive))
        .routes(routes!(write_pet))
        .routes(routes!(write_event))
        .routes(routes!(write_shape))
        .routes(routes!(write_external))
        .routes(routes!(write_untagged))
        .routes(routes!(write_closed))
        .routes(routes!(write_open))
        .routes(routes!(write_flat))
        .routes(routes!(write_list))
        .routes(routes!(write_map))
        .routes(routes!(write_page))
        .routes(routes!(write_optional))
        .routes(routes!(write_anything))
        .routes(routes!(write_number))
}

#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct Cat {
    pub lives: i64,
}

#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct Dog {
    pub barks: bool,
    pub name: Option<String>,
}

/// A property tells them apart, which serde adds to each.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Pet {
    Cat(Cat),
    Dog(Dog),
    #[serde(rename = "gold fish")]
    GoldFish {
        colour: Option<Colour>,
    },
    Stone,
}

/// A property tells them apart, beside that of the content.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(tag = "type", content = "data")]
enum Event {
    Moved { x: f64, y: f64 },
    Named(String),
    Adopted(Cat),
    Listed(Vec<i64>),
    Ended,
}

#[derive(Deserialize, Serialize, ToSchema)]
enum CircleKind {
    #[serde(rename = "circle")]
    Circle,
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Circle {
    #[schema(inline)]
    kind: CircleKind,
    radius: f64,
}

#[derive(Deserialize, Serialize, ToSchema)]
enum SquareKind {
    #[serde(rename = "square")]
    Square,
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Square {
    #[schema(inline)]
    kind: SquareKind,
    side: f64,
}

/// A discriminator tells them apart.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(
    property_name = "kind",
    mapping(
        ("circle" = "#/components/schemas/Circle"),
        ("square" = "#/components/schemas/Square")
    )
))]
enum Shape {
    Circle(Circle),
    Square(Square),
}

/// The only key tells them apart.
#[derive(Deserialize, Serialize, ToSchema)]
enum External {
    Plain,
    Text(String),
    Cat(Cat),
    Size {
        width: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        depth: Option<i64>,
    },
}

/// Their shape tells them apart.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(untagged)]
enum Untagged {
    Count(i64),
    Text(String),
    Counts(Vec<i64>),
    Cat(Cat),
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Node {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    children: Vec<Node>,
}

/// A field of each kind.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Everything {
    text: String,
    count: i64,
    small: i32,
    unsigned: u64,
    byte: u8,
    ratio: f64,
    single: f32,
    flag: bool,
    letter: char,
    maybe: Option<String>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "some"
    )]
    #[schema(nullable)]
    may_be_absent: Option<Option<i64>>,
    #[serde(default = "seven")]
    #[schema(default = seven)]
    has_default: i64,
    #[schema(exclusive_minimum = -1, maximum = 8, multiple_of = 2)]
    bounded: Option<i64>,
    #[schema(min_length = 2, max_length = 5, pattern = "^é+$")]
    short: Option<String>,
    moment: DateTime<FixedOffset>,
    utc: Option<DateTime<Utc>>,
    day: NaiveDate,
    id: Uuid,
    site: Option<Url>,
    price: Option<Decimal>,
    colour: Option<Colour>,
    #[serde(default)]
    tags: BTreeSet<String>,
    pair: Option<(i64, String)>,
    three: Option<[i64; 3]>,
    bytes: Option<Vec<u8>>,
    by_name: Option<BTreeMap<String, f64>>,
    by_number: Option<BTreeMap<i64, Vec<String>>>,
    pet: Option<Pet>,
    #[serde(default)]
    pets: Vec<Option<Pet>>,
    tree: Option<Node>,
    either: Option<Untagged>,
    anything: Option<Value>,
    #[serde(rename = "odd name/~")]
    odd: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// What a field has where it is there.
fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

fn seven() -> i64 {
    7
}

#[utoipa::path(post, path = "/json", request_body = Everything, responses((status = 201, body = Everything)))]
async fn write_json(Json(value): Json<Everything>) -> (StatusCode, Json<Everything>) {
    saw(json!({ "value": value }));
    (StatusCode::CREATED, Json(value))
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Change {
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "some"
    )]
    #[schema(value_type = Option<String>)]
    name: Option<Option<String>>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "some"
    )]
    #[schema(value_type = Option<Dog>)]
    dog: Option<Option<Dog>>,
}

#[utoipa::path(patch, path = "/json", request_body = Change, responses((status = 200, body = Change)))]
async fn change(Json(value): Json<Change>) -> Json<Change> {
    saw(json!({ "value": value }));
    Json(value)
}

/// Times that tell no offset.
#[derive(Deserialize, Serialize, ToSchema)]
struct Naive {
    local: Option<NaiveDateTime>,
    clock: Option<NaiveTime>,
}

#[utoipa::path(post, path = "/naive", request_body = Naive, responses((status = 200, body = Naive)))]
async fn write_naive(Json(value): Json<Naive>) -> Json<Naive> {
    saw(json!({ "value": value }));
    Json(value)
}

#[utoipa::path(post, path = "/pet", request_body = Pet, responses((status = 200, body = Pet)))]
async fn write_pet(Json(value): Json<Pet>) -> Json<Pet> {
    saw(json!({ "value": value }));
    Json(value)
}

#[utoipa::path(post, path = "/event", request_body = Event, responses((status = 200, body = Event)))]
async fn write_event(Json(value): Json<Event>) -> Json<Event> {
    saw(json!({ "value": value }));
    Json(value)
}

#[utoipa::path(post, path = "/shape", request_body = Shape, responses((status = 200, body = Shape)))]
async fn write_shape(Json(value): Json<Shape>) -> Json<Shape> {
    saw(json!({ "value": value }));
    Json(value)
}

#[utoipa::path(post, path = "/external", request_body = External, responses((status = 200, body = External)))]
async fn write_external(Json(value): Json<External>) -> Json<External> {
    saw(json!({ "value": value }));
    Json(value)
}

#[utoipa::path(post, path = "/untagged", request_body = Untagged, responses((status = 200, body = Untagged)))]
async fn write_untagged(Json(value): Json<Untagged>) -> Json<Untagged> {
    saw(json!({ "value": value }));
    Json(value)
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Closed {
    a: i64,
}

#[utoipa::path(post, path = "/closed", request_body = Closed, responses((status = 200, body = Closed)))]
async fn write_closed(Json(value): Json<Closed>) -> Json<Closed> {
    saw(json!({ "value": value }));
    Json(value)
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Open {
    a: i64,
    #[serde(flatten)]
    extra: BTreeMap<String, i64>,
}

#[utoipa::path(post, path = "/open", request_body = Open, responses((status = 200, body = Open)))]
async fn write_open(Json(value): Json<Open>) -> Json<Open> {
    saw(json!({ "value": value }));
    Json(value)
}

/// Its properties are those of others, one of which is a union.
#[derive(Deserialize, Serialize, ToSchema)]
struct Flat {
    id: i64,
    #[serde(flatten)]
    dog: Dog,
    #[serde(flatten)]
    pet: Pet,
}

#[utoipa::path(post, path = "/flat", request_body = Flat, responses((status = 200, body = Flat)))]
async fn write_flat(Json(value): Json<Flat>) -> Json<Flat> {
    saw(json!({ "value": value }));
    Json(value)
}

#[utoipa::path(post, path = "/list", request_body = Vec<Pet>, responses((status = 200, body = Vec<Pet>)))]
async fn write_list(Json(value): Json<Vec<Pet>>) -> Json<Vec<Pet>> {
    saw(json!({ "value": value }));
    Json(value)
}

type Map = BTreeMap<String, Option<i64>>;

#[utoipa::path(post, path = "/map", request_body = BTreeMap<String, Option<i64>>, responses((status = 200, body = BTreeMap<String, Option<i64>>)))]
async fn write_map(Json(value): Json<Map>) -> Json<Map> {
    saw(json!({ "value": value }));
    Json(value)
}

#[derive(Deserialize, Serialize, ToSchema)]
struct Page<T> {
    items: Vec<T>,
    next: Option<String>,
}

#[utoipa::path(put, path = "/page/{id}", params(("id" = i64, Path)), request_body = Page<Cat>, responses((status = 200, body = Page<Dog>)))]
async fn write_page(Path(id): Path<i64>, Json(value): Json<Page<Cat>>) -> Json<Page<Dog>> {
    saw(json!({ "id": id, "value": value }));
    let dog = |cat: &Cat| Dog {
        barks: cat.lives > 1,
        name: None,
    };
    Json(Page {
        items: value.items.iter().map(dog).collect(),
        next: value.next,
    })
}

#[utoipa::path(post, path = "/optional", request_body = Option<Cat>, responses((status = 200, body = Option<Cat>)))]
async fn write_optional(value: Option<Json<Option<Cat>>>) -> Json<Option<Cat>> {
    let sent = value.is_some();
    let value = value.and_then(|Json(value)| value);
    saw(json!({ "sent": sent, "value": value }));
    Json(value)
}

#[utoipa::path(post, path = "/anything", request_body = Value, responses((status = 200, body = Value)))]
async fn write_anything(Json(value): Json<Value>) -> Json<Value> {
    saw(json!({ "value": value }));
    Json(value)
}

#[utoipa::path(
    post,
    path = "/number",
    request_body(content = f64, content_type = "application/json"),
    responses((status = 200, body = f64, content_type = "application/json"))
)]
async fn write_number(Json(value): Json<f64>) -> Json<f64> {
    saw(json!({ "value": value }));
    Json(value)
}
