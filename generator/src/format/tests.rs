//! Every row of the formats, judged alike.

use super::*;

#[test]
fn every_format_is_found_by_its_names() {
    for format in Format::ALL {
        let row = format.row();
        assert!(
            !row.names.is_empty() && !row.variant.is_empty(),
            "{format:?}"
        );
        assert!(!(row.rust)().is_empty(), "{format:?}");
        for (ty, name) in row.names {
            let usual = dates::usual(*format);
            assert_eq!(find(ty, name), Some(Meaning::Typed(usual)), "{ty} {name}");
            assert!(known().any(|known| known == *name));
        }
        let check = row.check.map(|check| check.name);
        assert!(check.is_none_or(|name| name == row.name()), "{format:?}");
    }
    assert!(matches!(find("string", "email"), Some(Meaning::Judged(_))));
    assert_eq!(find("integer", "email"), None);
    assert!(same("unixtime", "unix-time") && same("uint", "uint32"));
    assert!(!same("date", "date-time") && !same("int128", "bigint"));
    assert_eq!(find("string", "money"), None);
}

#[test]
fn every_format_has_a_sample() {
    for format in Format::ALL {
        let row = format.row();
        assert!(!row.sample.is_empty(), "{format:?}");
        assert!(
            row.is_text() || row.sample.parse::<i64>().is_ok(),
            "{format:?}"
        );
    }
    assert!(text::all().all(|check| sample(check.name).is_some()));
}

#[test]
fn formats_look_as_they_say_and_not_like_others() {
    let shaped: Vec<_> = text::all()
        .filter_map(|check| {
            let shape = regex::Regex::new(shape(check.name)?).unwrap();
            Some((check.name, shape))
        })
        .collect();
    assert!(shaped.len() > 20);
    for (name, shape) in &shaped {
        assert!(shape.is_match(sample(name).unwrap()), "{name}");
    }
    let is_like = |name: &str, text: &str| {
        let mut all = shaped.iter();
        all.any(|(known, shape)| *known == name && shape.is_match(text))
    };
    for (name, other) in [
        ("date", "date-time"),
        ("date-time", "date"),
        ("uuid", "date-time"),
        ("ipv4", "ipv6"),
        ("ipv6", "ipv4"),
        ("email", "uri"),
        ("uri", "email"),
        ("hostname", "uri"),
        ("duration", "time"),
        ("time", "date-time"),
    ] {
        assert!(!is_like(name, sample(other).unwrap()), "{name} {other}");
    }
}

#[test]
fn a_type_that_is_a_format_has_a_usual_type() {
    assert_eq!(types("int32").next(), Some("integer"));
    assert_eq!(types("float").next(), Some("number"));
    assert_eq!(types("uuid").next(), Some("string"));
    assert_eq!(types("binary").next(), Some("string"));
    assert_eq!(types("money").next(), None);
    assert_eq!(types("commonmark").next(), Some("string"));
}

/// The names of OpenAPI's registry of formats, each with a type that it is for.
#[test]
fn every_format_of_the_registry_is_known() {
    for (ty, names) in [
        (
            "string",
            "base64url binary byte char commonmark date date-time date-time-local",
        ),
        (
            "string",
            "decimal decimal128 duration email hostname html http-date idn-email",
        ),
        (
            "string",
            "idn-hostname ipv4 ipv6 iri iri-reference json-pointer media-range",
        ),
        (
            "string",
            "password regex relative-json-pointer sf-binary sf-boolean sf-string",
        ),
        (
            "string",
            "sf-token time time-local uri uri-reference uri-template uuid",
        ),
        (
            "integer",
            "int8 int16 int32 int64 uint8 uint16 uint32 uint64 double-int sf-integer",
        ),
        ("number", "decimal decimal128 double float sf-decimal"),
    ] {
        for name in names.split(' ') {
            assert!(types(name).any(|known| known == ty), "{ty} {name}");
            assert!(known().any(|known| known == name), "{name}");
        }
    }
}
