//! Every operation of `app.rs`, called with ordinary values and with those at the edges.

extern crate framework_utoipa as api;

mod answers;
mod bodies;
mod forms;
mod parameters;
mod support;

use api::types::{Cat, Dog};
use support::instant;
use time::OffsetDateTime;

fn main() {
    let client = support::client_with_credentials();
    support::run(async {
        parameters::paths(&client).await;
        parameters::queries(&client).await;
        parameters::headers(&client).await;
        bodies::everything(&client).await;
        bodies::unions(&client).await;
        bodies::others(&client).await;
        forms::forms(&client).await;
        forms::others(&client).await;
        answers::answers(&client).await;
        answers::streams(&client).await;
        answers::credentials(&client).await;
    });
}

/// Points in time with the fractions of seconds that servers write, and what chrono says of them in
/// UTC.
fn moments() -> Vec<(OffsetDateTime, &'static str)> {
    [
        ("2020-02-29T23:59:59Z", "2020-02-29T23:59:59Z"),
        ("2020-02-29T23:59:59.1Z", "2020-02-29T23:59:59.100Z"),
        (
            "2020-02-29T23:59:59.123456+05:30",
            "2020-02-29T18:29:59.123456Z",
        ),
        (
            "1969-12-31T23:59:59.000000001-00:01",
            "1970-01-01T00:00:59.000000001Z",
        ),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        (
            "9999-12-31T23:59:59.999999999Z",
            "9999-12-31T23:59:59.999999999Z",
        ),
    ]
    .map(|(text, saw)| (instant(text), saw))
    .to_vec()
}

fn cat(lives: i64) -> Cat {
    Cat::builder().lives(lives).build().expect("a cat")
}

fn dog(barks: bool) -> Dog {
    Dog::builder()
        .barks(barks)
        .name_null()
        .build()
        .expect("a dog")
}
