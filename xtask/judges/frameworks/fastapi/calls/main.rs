//! Every operation of `app.py`, called with ordinary values and with those at the edges.

extern crate framework_fastapi as api;

mod answers;
mod bodies;
mod forms;
mod parameters;
mod support;

use api::Credentials;
use api::types::{Cat, Dog, DogKind};
use time::format_description::well_known::Rfc3339;
use time::OffsetDateTime;

fn main() {
    let scheme = |credentials: Credentials, name: &str| credentials.for_scheme(name);
    let client = support::client()
        .credentials(scheme(Credentials::basic("u", "p:&=+"), "HTTPBasic"))
        .credentials(scheme(Credentials::bearer("b-._~+/="), "HTTPBearer"))
        .credentials(scheme(Credentials::api_key("head er"), "APIKeyHeader"))
        .credentials(scheme(Credentials::api_key("&=+ #/%é"), "APIKeyQuery"))
        .credentials(scheme(Credentials::api_key("c00kie"), "APIKeyCookie"))
        .credentials(scheme(Credentials::bearer("me"), "OAuth2PasswordBearer"))
        .build()
        .expect("a client");
    support::run(async {
        parameters::paths(&client).await;
        parameters::queries(&client).await;
        parameters::headers(&client).await;
        bodies::json_bodies(&client).await;
        forms::forms(&client).await;
        forms::files(&client).await;
        answers::answers(&client).await;
        answers::streams(&client).await;
        answers::credentials(&client).await;
    });
}

/// Points in time with the fractions of seconds that servers write, and what Python says of them.
fn moments() -> Vec<(OffsetDateTime, &'static str)> {
    [
        ("2020-02-29T23:59:59Z", "2020-02-29T23:59:59+00:00"),
        (
            "2020-02-29T23:59:59.123456Z",
            "2020-02-29T23:59:59.123456+00:00",
        ),
        (
            "2020-02-29T23:59:59.5+05:30",
            "2020-02-29T18:29:59.500000+00:00",
        ),
        (
            "1969-12-31T23:59:59.000001-00:01",
            "1970-01-01T00:00:59.000001+00:00",
        ),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
        (
            "9999-12-31T23:59:59.999999Z",
            "9999-12-31T23:59:59.999999+00:00",
        ),
    ]
    .map(|(text, saw)| (OffsetDateTime::parse(text, &Rfc3339).expect("a time"), saw))
    .to_vec()
}

fn cat(lives: i64) -> Cat {
    Cat::builder().lives(lives).build().expect("a cat")
}

fn dog(barks: bool) -> Dog {
    Dog::builder()
        .kind(DogKind::Dog)
        .barks(barks)
        .build()
        .expect("a dog")
}
