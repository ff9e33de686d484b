//! What comes back in headers: texts and typed values, and what a strict client says of them.

use wire::operations::*;
use wire::types::*;

use crate::transport::{Answer, Wire};

#[tokio::test]
async fn lines_of_a_header_are_one_and_typed() {
    let wire = Wire::answering(Answer {
        headers: vec![
            ("set-cookie", b"a=1; Expires=Mon, 01 Jan 2020"),
            ("set-cookie", b"b=2"),
            ("x-name", "gr\u{fc}n".as_bytes()),
            ("x-tags", b"a, b"),
            ("x-tags", b"7"),
            ("x-counts", b"1,2"),
            ("x-point", b"x,1,y,7"),
            ("x-exploded", b"x=1,y=true"),
            ("x-json", b"{\"x\":1}"),
            ("x-choice", b"on"),
            ("x-either", b"seven"),
            ("x-count", b"-3"),
        ],
        body: "",
    });
    let response = wire.client().headers().await.unwrap();
    let headers = HeadersHeaders::from(response.headers());
    assert_eq!(
        headers.set_cookie(),
        ["a=1; Expires=Mon, 01 Jan 2020", "b=2"]
    );
    assert_eq!(headers.x_name().unwrap(), "grün");
    assert_eq!(headers.x_tags().unwrap().unwrap(), ["a", "b", "7"]);
    assert_eq!(headers.x_counts().unwrap().unwrap(), [1, 2]);
    let point = headers.x_point().unwrap().unwrap();
    assert_eq!((point.x, point.y.as_deref()), (Some(1), Some("7")));
    let point = headers.x_exploded().unwrap().unwrap();
    assert_eq!((point.x, point.y.as_deref()), (Some(1), Some("true")));
    assert_eq!(headers.x_json().unwrap().unwrap().x, Some(1));
    assert_eq!(headers.x_choice(), Ok(Some(Choice::On)));
    assert!(matches!(headers.x_either(), Ok(Some(Either::String(text))) if text == "seven"));
    assert_eq!(headers.x_count(), Ok(Some(-3)));
    assert_eq!(
        response.header::<String>("x-tags").unwrap().unwrap(),
        "a, b, 7"
    );
}

#[tokio::test]
async fn a_header_in_latin_1_is_read() {
    let wire = Wire::answering(Answer {
        headers: vec![("x-name", b"gr\xfcn")],
        body: "",
    });
    let response = wire.client().headers().await.unwrap();
    let headers = HeadersHeaders::from(response.headers());
    assert_eq!(headers.x_name().unwrap(), "grün");
    assert!(headers.set_cookie().is_empty() && headers.x_count() == Ok(None));
}

#[tokio::test]
async fn a_header_that_is_something_else_is_an_error() {
    let wire = Wire::answering(Answer {
        headers: vec![
            ("x-count", b"many"),
            ("x-json", b"{\"x\":\"a\"}"),
            ("x-counts", b"1,b"),
        ],
        body: "",
    });
    let response = wire.client().headers().await.unwrap();
    let headers = HeadersHeaders::from(response.headers());
    let error = headers.x_count().unwrap_err();
    assert_eq!(error.name(), "x-count");
    assert_eq!(
        error.to_string(),
        "the header `x-count` is not what the document says: expected a number, found a string"
    );
    assert!(
        headers
            .x_json()
            .unwrap_err()
            .to_string()
            .ends_with(" at /x")
    );
    assert!(
        headers
            .x_counts()
            .unwrap_err()
            .to_string()
            .ends_with(" at /1")
    );
    assert_eq!(headers.x_choice(), Ok(None));
}

/// What a strict client says of an answer with these headers: the places of what is wrong.
async fn judged(status: u16, headers: &[(&'static str, &'static str)]) -> Vec<String> {
    let answer = Answer {
        headers: headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect(),
        body: "",
    };
    let wire = Wire::answering(answer).with_status(status);
    // Who is not strict is not bothered.
    let error = wire.client().judged().await.err();
    assert!(
        !matches!(error, Some(wire::Error::Decode { .. })),
        "{error:?}"
    );
    match wire.strict_client().judged().await {
        Err(wire::Error::Decode { source, .. }) => {
            let violations: &wire::Violations = source.downcast_ref().unwrap();
            violations
                .iter()
                .map(|violation| violation.pointer.clone())
                .collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn headers_are_judged_where_the_client_is_strict() {
    assert_eq!(judged(200, &[("x-left", "0")]).await, [""; 0]);
    let all = [
        ("x-left", "7"),
        ("x-kind", "abc"),
        ("x-tags", "a,b"),
        ("x-json", "{\"x\":1}"),
    ];
    assert_eq!(judged(200, &all).await, [""; 0]);
    assert_eq!(judged(200, &[]).await, ["/header/X-Left"]);
    assert_eq!(judged(200, &[("x-left", "-1")]).await, ["/header/X-Left"]);
    assert_eq!(judged(200, &[("x-left", "none")]).await, ["/header/X-Left"]);
    assert_eq!(
        judged(200, &[("x-left", "0"), ("x-kind", "7")]).await,
        ["/header/X-Kind"]
    );
    let several = [("x-left", "0"), ("x-tags", "a,b,c"), ("x-json", "{")];
    assert_eq!(
        judged(200, &several).await,
        ["/header/X-Json", "/header/X-Tags"]
    );
    // Each status has its own: the same header may be something else, or need not be there.
    assert_eq!(judged(404, &[("x-left", "none")]).await, [""; 0]);
    assert_eq!(judged(404, &[("x-left", "0")]).await, ["/header/X-Left"]);
    assert_eq!(judged(404, &[]).await, [""; 0]);
    assert_eq!(judged(409, &[]).await, [""; 0]);
    assert_eq!(judged(501, &[]).await, ["/header/X-Kind"]);
}
