//! Every place, encoding and kind of data, with and without `null`, against the table.

use wire::product::{ENCODINGS, Encoding, KINDS, Place};

use crate::transport::{Sent, Wire};

/// RFC 3986: all but the unreserved characters are percent-encoded.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

fn escaped(place: Place, text: &str) -> String {
    match place {
        Place::Path | Place::Query | Place::Cookie | Place::Field => encoded(text),
        Place::Header | Place::Part => text.to_owned(),
    }
}

fn id(encoding: &Encoding) -> String {
    let place = format!("{:?}", encoding.place).to_lowercase();
    format!("{place}_{}", encoding.name)
}

/// What stands in a place of a request, under a name.
fn found(place: Place, sent: &Sent, name: &str) -> String {
    match place {
        Place::Query => {
            let query = sent.target.split_once('?');
            query.map_or("", |(_, query)| query).to_owned()
        }
        Place::Header => sent.header(name).unwrap_or_default().to_owned(),
        Place::Cookie => sent.header("cookie").unwrap_or_default().to_owned(),
        Place::Field => sent.text().to_owned(),
        Place::Part => {
            let parts = sent.parts();
            let lines: Vec<_> = parts.iter().map(|(head, text)| line(head, text)).collect();
            lines.join("\n")
        }
        Place::Path => unreachable!("all kinds are in one path"),
    }
}

/// `name:media/type:text`
fn line(head: &str, text: &str) -> String {
    let name = head.split("name=\"").nth(1).unwrap();
    let name = name.split('"').next().unwrap();
    let kind = head.split("content-type: ").nth(1).unwrap_or_default();
    let kind = kind.split("\r\n").next().unwrap();
    format!("{name}:{kind}:{text}")
}

async fn sent(operation: &str, kind: &str) -> Sent {
    let wire = Wire::default();
    let call = wire::calls::call(&wire.client(), operation, kind).unwrap();
    call.await.unwrap();
    wire.only()
}

#[tokio::test]
async fn each_kind_in_each_encoding_of_each_place() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let not_path = ENCODINGS.iter().filter(|it| it.place != Place::Path);
    for encoding in not_path {
        let operation = id(encoding);
        for kind in KINDS {
            for name in [kind.name.to_owned(), format!("{}_null", kind.name)] {
                let text = |text: &str| match (encoding.place, encoding.name) {
                    // Without a style, a form is written as its media type has it.
                    (Place::Field, "default" | "json") => {
                        escaped(encoding.place, text).replace("%20", "+")
                    }
                    (place, _) => escaped(place, text),
                };
                let Some(expected) = encoding.of(kind, &name, text) else {
                    continue;
                };
                let found = found(encoding.place, &sent(&operation, &name).await, &name);
                count += 1;
                if found != expected {
                    wrong.push(format!(
                        "{operation} {name}: {found} where {expected} is right"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 500, "{count}");
}

#[tokio::test]
async fn each_kind_in_each_style_of_paths() {
    for encoding in ENCODINGS.iter().filter(|it| it.place == Place::Path) {
        let operation = id(encoding);
        let sent = sent(&operation, "").await;
        let found: Vec<_> = sent.target.split('/').skip(4).collect();
        assert_eq!(found.len(), KINDS.len(), "{operation}: {found:?}");
        for (kind, found) in KINDS.iter().zip(found) {
            if let Some(expected) = encoding.of(kind, kind.name, encoded) {
                assert_eq!(found, expected, "{operation} {}", kind.name);
            }
        }
    }
}

#[test]
fn what_has_no_form_is_complained_of_and_nothing_else() {
    for encoding in ENCODINGS {
        let undefined = KINDS.iter().filter(|kind| {
            let form = encoding.of(kind, "", str::to_owned);
            form.is_none()
        });
        let each = match encoding.place {
            Place::Path => 1,
            _ => 2,
        };
        let expected = undefined.count() * each;
        let place = format!("#/paths/~1product~1{}", id(encoding));
        let complaints = wire::COMPLAINTS.lines();
        let complaints = complaints.filter(|line| {
            let of_place =
                line.contains(&format!("{place}/")) || line.contains(&format!("{place}~1"));
            line.starts_with("warning[W0312]") && of_place
        });
        assert_eq!(complaints.count(), expected, "{}", id(encoding));
    }
}
