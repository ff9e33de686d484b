//! A server of every kind of parameter, body, answer and credential that axum with utoipa has.
//!
//! `app document FILE` writes its document, as utoipa makes it; `app serve PORT` serves on loopback. Each
//! operation notes what it saw, which travels in the header `x-saw` as JSON in percent-encoding, and
//! answers with it where it can.

use std::cell::RefCell;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::{self, Next};
use axum::response::Response;
use serde_json::{Value, json};
use utoipa::OpenApi as _;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, OpenApiVersion};
use utoipa_axum::router::OpenApiRouter;

mod answers;
mod bodies;
mod forms;
mod parameters;

tokio::task_local! {
    static NOTED: RefCell<Value>;
}

/// Notes what the operation saw.
fn saw(values: Value) {
    NOTED.with(|noted| noted.replace(values));
}

/// Adds what was noted, and the request's first line, to each answer.
async fn tell(request: Request, next: Next) -> Response {
    let line = format!("{} {}", request.method(), request.uri());
    let answer = async {
        let mut response = next.run(request).await;
        let told = NOTED.with(|values| json!({ "request": line, "values": *values.borrow() }));
        let told = percent_encoding::utf8_percent_encode(
            &told.to_string(),
            percent_encoding::NON_ALPHANUMERIC,
        )
        .to_string();
        let told = HeaderValue::try_from(told).expect("ASCII");
        response.headers_mut().insert("x-saw", told);
        response
    };
    NOTED.scope(RefCell::default(), answer).await
}

/// utoipa finds no schemas of parameters and of items by itself.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Faircopy's judge", version = "1"),
    components(schemas(answers::ItemEvent, parameters::Range))
)]
struct Document;

fn document() -> OpenApi {
    let mut document = Document::openapi();
    document.openapi = OpenApiVersion::Version32;
    let schemes = &mut document.components.get_or_insert_default().security_schemes;
    let key = |name: &str| ApiKeyValue::new(name);
    let http = |scheme| SecurityScheme::Http(HttpBuilder::new().scheme(scheme).build()).into();
    schemes.insert("basic".to_owned(), http(HttpAuthScheme::Basic));
    schemes.insert("bearer".to_owned(), http(HttpAuthScheme::Bearer));
    let header = SecurityScheme::ApiKey(ApiKey::Header(key("x-key")));
    schemes.insert("header".to_owned(), header.into());
    let query = SecurityScheme::ApiKey(ApiKey::Query(key("k&y")));
    schemes.insert("query".to_owned(), query.into());
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(key("key")));
    schemes.insert("cookie".to_owned(), cookie.into());
    document
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let routes = OpenApiRouter::with_openapi(document())
        .merge(parameters::routes())
        .merge(bodies::routes())
        .merge(forms::routes())
        .merge(answers::routes());
    let (router, document) = routes.split_for_parts();
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match [arguments[0].as_str(), arguments[1].as_str()] {
        ["document", file] => {
            let text = document.to_pretty_json().expect("a document");
            std::fs::write(file, text).expect("a file");
        }
        [_, port] => {
            let address = format!("127.0.0.1:{port}");
            let listener = tokio::net::TcpListener::bind(address)
                .await
                .expect("a port");
            let router = router.layer(middleware::from_fn(tell));
            axum::serve(listener, router).await.expect("a server");
        }
    }
}
