//! Every parameter style, exploded and not, of a primitive, an array and an object, as raw bytes on the wire.
//!
//! What is expected is the table of OpenAPI 3.1.1, "Style Examples", with its values.

use std::collections::BTreeMap;

use faircopy_runtime::api::Operation;
use faircopy_runtime::call::Call;
use faircopy_runtime::parameter::QueryStyle::{
    self, DeepObject, Form, PipeDelimited, SpaceDelimited,
};
use faircopy_runtime::parameter::Style::{self, Label, Matrix, Simple};

use crate::pets::{PROBE, PROBE_PATH, client, probe};
use crate::server::{Received, Server, response};

const BLUE: &str = "blue";
const EMPTY: &str = "";
const COLORS: [&str; 3] = ["blue", "black", "brown"];

fn rgb() -> BTreeMap<String, i64> {
    [("B", 150), ("G", 200), ("R", 100)]
        .map(|(key, value)| (key.to_owned(), value))
        .into()
}

/// Sends one call, and gives what arrived.
async fn sent(
    operation: &'static Operation,
    change: impl FnOnce(&mut Call),
) -> Result<Received, String> {
    let server = Server::answering(|_, _| response(200, &[], "")).await;
    let client = client(server.url()).build().unwrap();
    match probe(&client, operation).with(change).await {
        Ok(_) => Ok(server.only()),
        Err(error) => {
            assert_eq!(server.received().len(), 0);
            Err(error.to_string())
        }
    }
}

#[tokio::test]
async fn path_styles() {
    // Style, exploded, then a string, an array and an object.
    let table: [(Style, bool, &str, &str, &str); 6] = [
        (
            Matrix,
            false,
            ";color=blue",
            ";color=blue,black,brown",
            ";color=B,150,G,200,R,100",
        ),
        (
            Matrix,
            true,
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";B=150;G=200;R=100",
        ),
        (
            Label,
            false,
            ".blue",
            ".blue,black,brown",
            ".B,150,G,200,R,100",
        ),
        (
            Label,
            true,
            ".blue",
            ".blue.black.brown",
            ".B=150.G=200.R=100",
        ),
        (
            Simple,
            false,
            "blue",
            "blue,black,brown",
            "B,150,G,200,R,100",
        ),
        (
            Simple,
            true,
            "blue",
            "blue,black,brown",
            "B=150,G=200,R=100",
        ),
    ];
    for (style, explode, string, array, object) in table {
        let about = format!("{style:?}, explode: {explode}");
        let found = sent(&PROBE_PATH, |call| call.path("color", style, explode, BLUE))
            .await
            .unwrap();
        assert_eq!(found.target(), format!("/{string}"), "{about}");
        let found = sent(&PROBE_PATH, |call| {
            call.path("color", style, explode, &COLORS[..])
        })
        .await
        .unwrap();
        assert_eq!(found.target(), format!("/{array}"), "{about}");
        let found = sent(&PROBE_PATH, |call| {
            call.path("color", style, explode, &rgb())
        })
        .await
        .unwrap();
        assert_eq!(found.target(), format!("/{object}"), "{about}");
    }
}

#[tokio::test]
async fn empty_path_values_are_sent_where_the_style_shows_them() {
    for explode in [false, true] {
        let found = sent(&PROBE_PATH, |call| {
            call.path("color", Matrix, explode, EMPTY)
        })
        .await
        .unwrap();
        assert_eq!(found.target(), "/;color");
        // A single dot is a segment that URL parsers fold away.
        for style in [Simple, Label] {
            let refused = sent(&PROBE_PATH, |call| {
                call.path("color", style, explode, EMPTY)
            })
            .await;
            assert!(refused.is_err(), "{style:?}");
        }
    }
}

#[tokio::test]
async fn query_styles() {
    // Style, exploded, then an empty string, a string, an array and an object; nothing where the table has nothing.
    let form_exploded = ("color=blue&color=black&color=brown", "B=150&G=200&R=100");
    type Row = (
        QueryStyle,
        bool,
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
        &'static str,
    );
    let table: [Row; 8] = [
        (
            Form,
            false,
            Some("color="),
            Some("color=blue"),
            Some("color=blue,black,brown"),
            "color=B,150,G,200,R,100",
        ),
        (
            Form,
            true,
            Some("color="),
            Some("color=blue"),
            Some(form_exploded.0),
            form_exploded.1,
        ),
        (
            SpaceDelimited,
            false,
            None,
            None,
            Some("color=blue%20black%20brown"),
            "color=B%20150%20G%20200%20R%20100",
        ),
        (
            SpaceDelimited,
            true,
            None,
            None,
            Some(form_exploded.0),
            form_exploded.1,
        ),
        (
            PipeDelimited,
            false,
            None,
            None,
            Some("color=blue%7Cblack%7Cbrown"),
            "color=B%7C150%7CG%7C200%7CR%7C100",
        ),
        (
            PipeDelimited,
            true,
            None,
            None,
            Some(form_exploded.0),
            form_exploded.1,
        ),
        (
            DeepObject,
            false,
            None,
            None,
            None,
            "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
        ),
        (
            DeepObject,
            true,
            None,
            None,
            None,
            "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
        ),
    ];
    for (style, explode, empty, string, array, object) in table {
        let about = format!("{style:?}, explode: {explode}");
        if let Some(empty) = empty {
            let found = sent(&PROBE, |call| call.query("color", style, explode, EMPTY))
                .await
                .unwrap();
            assert_eq!(found.target(), format!("/?{empty}"), "{about}");
        }
        if let Some(string) = string {
            let found = sent(&PROBE, |call| call.query("color", style, explode, BLUE))
                .await
                .unwrap();
            assert_eq!(found.target(), format!("/?{string}"), "{about}");
        }
        if let Some(array) = array {
            let found = sent(&PROBE, |call| {
                call.query("color", style, explode, &COLORS[..])
            })
            .await
            .unwrap();
            assert_eq!(found.target(), format!("/?{array}"), "{about}");
        }
        let found = sent(&PROBE, |call| call.query("color", style, explode, &rgb()))
            .await
            .unwrap();
        assert_eq!(found.target(), format!("/?{object}"), "{about}");
    }
}

#[tokio::test]
async fn header_styles() {
    let table = [(false, "B,150,G,200,R,100"), (true, "B=150,G=200,R=100")];
    for (explode, object) in table {
        let found = sent(&PROBE, |call| call.header("X-Color", explode, BLUE))
            .await
            .unwrap();
        assert_eq!(found.header("x-color"), Some("blue"));
        let found = sent(&PROBE, |call| call.header("X-Color", explode, &COLORS[..]))
            .await
            .unwrap();
        assert_eq!(found.header("x-color"), Some("blue,black,brown"));
        let found = sent(&PROBE, |call| call.header("X-Color", explode, &rgb()))
            .await
            .unwrap();
        assert_eq!(found.header("x-color"), Some(object));
    }
}

#[tokio::test]
async fn cookie_styles() {
    let table = [
        (false, "color=blue,black,brown", "color=B,150,G,200,R,100"),
        (
            true,
            "color=blue; color=black; color=brown",
            "B=150; G=200; R=100",
        ),
    ];
    for (explode, array, object) in table {
        let found = sent(&PROBE, |call| call.cookie("color", explode, BLUE))
            .await
            .unwrap();
        assert_eq!(found.header("cookie"), Some("color=blue"));
        let found = sent(&PROBE, |call| call.cookie("color", explode, &COLORS[..]))
            .await
            .unwrap();
        assert_eq!(found.header("cookie"), Some(array));
        let found = sent(&PROBE, |call| call.cookie("color", explode, &rgb()))
            .await
            .unwrap();
        assert_eq!(found.header("cookie"), Some(object));
    }
}

#[tokio::test]
async fn parameters_with_content_are_json() {
    let found = sent(&PROBE, |call| call.query_json("filter", &rgb()))
        .await
        .unwrap();
    assert_eq!(
        found.target(),
        "/?filter=%7B%22B%22%3A150%2C%22G%22%3A200%2C%22R%22%3A100%7D"
    );
    let found = sent(&PROBE, |call| call.header_json("X-Filter", &rgb()))
        .await
        .unwrap();
    assert_eq!(
        found.header("x-filter"),
        Some(r#"{"B":150,"G":200,"R":100}"#)
    );
    let found = sent(&PROBE, |call| call.cookie_json("filter", &COLORS[..]))
        .await
        .unwrap();
    assert_eq!(
        found.header("cookie"),
        Some("filter=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D")
    );
    let found = sent(&PROBE_PATH, |call| call.path_json("color", &COLORS[..]))
        .await
        .unwrap();
    assert_eq!(
        found.target(),
        "/%5B%22blue%22%2C%22black%22%2C%22brown%22%5D"
    );
}

#[tokio::test]
async fn lists_without_items_are_not_sent() {
    let none: [&str; 0] = [];
    for explode in [false, true] {
        for style in [Form, SpaceDelimited, PipeDelimited] {
            let found = sent(&PROBE, |call| {
                call.query("color", style, explode, &none[..])
            })
            .await
            .unwrap();
            assert_eq!(found.target(), "/");
        }
        let refused = sent(&PROBE_PATH, |call| {
            call.path("color", Simple, explode, &none[..])
        })
        .await;
        assert!(refused.is_err());
    }
}

#[tokio::test]
async fn what_a_style_cannot_say_is_json_and_lists_repeat_their_name() {
    let nested = [&COLORS[..1], &COLORS[1..2]];
    let query = async |style, explode| {
        let found = sent(&PROBE, |call| call.query("c", style, explode, &nested[..])).await;
        found.unwrap().target().to_owned()
    };
    assert_eq!(
        query(Form, true).await,
        "/?c=%5B%22blue%22%5D&c=%5B%22black%22%5D"
    );
    assert_eq!(query(DeepObject, true).await, "/?c=blue&c=black");
    assert_eq!(
        query(QueryStyle::DeepIndices, true).await,
        "/?c%5B0%5D%5B0%5D=blue&c%5B1%5D%5B0%5D=black"
    );
    let query = async |style| {
        let found = sent(&PROBE, |call| call.query("c", style, true, &COLORS[..2])).await;
        found.unwrap().target().to_owned()
    };
    assert_eq!(query(DeepObject).await, "/?c=blue&c=black");
    assert_eq!(
        query(QueryStyle::DeepBrackets).await,
        "/?c%5B%5D=blue&c%5B%5D=black"
    );
    assert_eq!(
        query(QueryStyle::DeepIndices).await,
        "/?c%5B0%5D=blue&c%5B1%5D=black"
    );
    let found = sent(&PROBE, |call| call.query("c", DeepObject, true, BLUE)).await;
    assert_eq!(found.unwrap().target(), "/?c=blue");
}

#[tokio::test]
async fn numbers_are_as_short_as_they_can_be() {
    for (number, text) in [
        (7.0, "7"),
        (0.5, "0.5"),
        (1e21, "1e21"),
        (1e17, "1e17"),
        (123_456_789_012_345_680.0, "123456789012345680"),
        (-1.5e18, "-1.5e18"),
        (-0.0, "0"),
        (-7.0, "-7"),
        (10.0, "10"),
    ] {
        let found = sent(&PROBE_PATH, |call| {
            call.path("color", Simple, false, &number)
        })
        .await;
        assert_eq!(found.unwrap().target(), format!("/{text}"));
        let untyped = serde_json::json!({ "n": number });
        let found = sent(&PROBE, |call| call.query("color", Form, true, &untyped)).await;
        assert_eq!(found.unwrap().target(), format!("/?n={text}"));
    }
    // A decimal keeps the digits that it has.
    let decimal: faircopy_runtime::Decimal = "7.0".parse().unwrap();
    let found = sent(&PROBE, |call| call.query("n", Form, true, &decimal)).await;
    assert_eq!(found.unwrap().target(), "/?n=7.0");
}
