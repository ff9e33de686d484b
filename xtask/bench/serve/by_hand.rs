//! The two operations as one writes them with axum and serde, with nothing judged.

// That all of a request is decoded is part of the work.
#![allow(dead_code)]

mod harness;

use std::process::ExitCode;

use axum::extract::{Json, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{patch, post};
use axum::Router;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

fn main() -> ExitCode {
    harness::main(|subject| match subject {
        "token" => Router::new().route("/resi/token", patch(modify)).with_state(token()),
        _ => Router::new().route("/surveys", post(survey)),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    token: String,
    password: Option<String>,
    allowed_pools: Option<Vec<PoolId>>,
    data_limit: Option<i64>,
    duration_hours: Option<i64>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    token: String,
    username: String,
    auth_type: AuthType,
    password: String,
    duration_hours: i64,
    status: Status,
    #[serde(with = "time::serde::timestamp")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::timestamp")]
    updated_at: OffsetDateTime,
    data_usage: i64,
    data_limit: i64,
    allowed_pools: Vec<PoolId>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
enum AuthType {
    User,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Active,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PoolId {
    UsS,
    UsR,
    TicketsUsS,
    TicketsUsR,
    CaS,
    CaR,
    GbS,
    GbR,
    #[serde(untagged)]
    Other(String),
}

fn token() -> Token {
    let unix = |seconds| OffsetDateTime::from_unix_timestamp(seconds).expect("a time");
    Token {
        token: String::new(),
        username: "kGyohRda".to_owned(),
        auth_type: AuthType::User,
        password: "bkXBberMQ7".to_owned(),
        duration_hours: 750,
        status: Status::Active,
        created_at: unix(1_752_251_968),
        updated_at: unix(1_754_843_968),
        data_usage: 11_574_848_653,
        data_limit: 100_000_000_000,
        allowed_pools: Vec::new(),
    }
}

async fn modify(State(token): State<Token>, headers: HeaderMap, Json(change): Json<Change>) -> Response {
    if !is_allowed(&headers) {
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Basic")]).into_response();
    }
    Json(Token {
        token: change.token,
        duration_hours: change.duration_hours.unwrap_or(token.duration_hours),
        data_limit: change.data_limit.unwrap_or(token.data_limit),
        allowed_pools: change.allowed_pools.unwrap_or_default(),
        ..token
    })
    .into_response()
}

fn is_allowed(headers: &HeaderMap) -> bool {
    let stated = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let encoded = stated.and_then(|stated| stated.strip_prefix("Basic "));
    let decoded = encoded.and_then(|encoded| STANDARD.decode(encoded).ok());
    decoded.is_some_and(|decoded| decoded == b"user:secret")
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Small,
    Large,
}

#[derive(Deserialize)]
struct Size {
    width: i64,
    height: i64,
}

/// The sections, each a type of its own as in the document, and the survey of them.
macro_rules! survey {
    ($($field:ident: $section:ident),*) => {
        $(#[derive(Deserialize)]
        struct $section {
            name: String,
            code: String,
            count: i64,
            price: f64,
            kind: Kind,
            #[serde(with = "time::serde::rfc3339")]
            made: OffsetDateTime,
            tags: Vec<String>,
            size: Size,
            mail: Option<String>,
            note: Option<String>,
        })*

        #[derive(Deserialize)]
        struct Survey { $($field: Vec<$section>),* }

        impl Survey {
            fn items(&self) -> usize {
                [$(self.$field.len()),*].into_iter().sum()
            }
        }
    };
}

survey!(
    section0: Section0, section1: Section1, section2: Section2, section3: Section3, section4: Section4,
    section5: Section5, section6: Section6, section7: Section7, section8: Section8, section9: Section9,
    section10: Section10, section11: Section11, section12: Section12, section13: Section13,
    section14: Section14, section15: Section15, section16: Section16, section17: Section17,
    section18: Section18, section19: Section19
);

#[derive(Serialize)]
struct Accepted {
    accepted: usize,
}

async fn survey(Json(survey): Json<Survey>) -> Json<Accepted> {
    Json(Accepted { accepted: survey.items() })
}
