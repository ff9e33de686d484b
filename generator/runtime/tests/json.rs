//! What is read from JSON, what is refused and where, and what is written.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use faircopy_runtime::DateTime;
use faircopy_runtime::json::codec::UnixTime;
use faircopy_runtime::json::codec::{Base64, Base64Url};
use faircopy_runtime::json::codec::{Codec, List, Nullable};
use faircopy_runtime::json::de::{self, Decode, DecodeError};
use faircopy_runtime::json::place::locate;
use faircopy_runtime::json::ser::{self, Encode};
use faircopy_runtime::{BigInteger, Decimal, Secret};
use serde_json::{Value, json};
use time::{Date, OffsetDateTime, PrimitiveDateTime};
use uuid::Uuid;

fn read<T: Decode>(text: &str) -> Result<T, String> {
    de::decode(text).map_err(|error: DecodeError| error.to_string())
}

fn there_and_back<T: Decode + Encode>(text: &str) -> String {
    ser::encode(&read::<T>(text).expect("it is read")).expect("it is written")
}

#[test]
fn integers_are_integers_however_they_are_written() {
    assert_eq!(read::<i64>("3"), Ok(3));
    assert_eq!(read::<i64>("3.0"), Ok(3));
    assert_eq!(read::<i64>("-3e2"), Ok(-300));
    assert_eq!(read::<u64>("-0"), Ok(0));
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    for text in [
        "3.5",
        "1e-1",
        "9223372036854775808",
        "1e400",
        "\"3\"",
        "true",
    ] {
        assert!(read::<i64>(text).is_err(), "{text}");
    }
    assert_eq!(
        read::<i8>("128").unwrap_err(),
        "expected an integer of 8 bits, found another number (line 1, column 1)"
    );
}

#[test]
fn floats_are_finite() {
    assert_eq!(read::<f64>("1"), Ok(1.0));
    assert_eq!(
        read::<f64>("18446744073709551616"),
        Ok(18446744073709551616.0)
    );
    assert_eq!(read::<f64>("1e-400"), Ok(0.0));
    assert!(read::<f64>("1e400").is_err());
    assert!(read::<f32>("1e39").is_err());
    assert_eq!(ser::encode(&1e300).unwrap(), "1e300");
    assert_eq!(ser::encode(&0.1_f32).unwrap(), "0.1");
    let mut map = BTreeMap::new();
    map.insert("a/b".to_owned(), vec![1.0, f64::INFINITY]);
    let error = ser::encode(&map).unwrap_err();
    assert_eq!(
        error.to_string(),
        "/a~1b/1: a number that is not finite has no JSON"
    );
}

#[test]
fn numbers_beyond_machine_types_keep_their_digits() {
    let digits = "123456789012345678901234567890.50";
    assert_eq!(there_and_back::<Decimal>(digits), digits);
    assert_eq!(
        there_and_back::<BigInteger>("123456789012345678901234567890"),
        "123456789012345678901234567890"
    );
    assert_eq!(there_and_back::<BigInteger>("12e3"), "12000");
    assert!(read::<BigInteger>("1.5").is_err());
    assert!(read::<BigInteger>("1e999999999").is_err());
    let decimal = |text: &str| text.parse::<Decimal>().expect("a number");
    assert_eq!(decimal("1.50"), decimal("15e-1"));
    assert!(decimal("-2") < decimal("-1.5"));
    assert!(decimal("1e30") > decimal("999"));
    assert!("0x1".parse::<Decimal>().is_err());
    assert!("1 ".parse::<Decimal>().is_err());
}

#[test]
fn strings_are_unescaped_as_serde_json_does() {
    for text in [
        r#""plain""#,
        r#""\"\\\/\b\f\n\r\t""#,
        r#""\u00e9\u20ac\ud83d\ude00é€😀""#,
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\u12""#,
        r#""\x""#,
        r#""open"#,
        "\"tab\t\"",
        r#""\""#,
        "",
        "\"",
    ] {
        let theirs: Result<String, _> = serde_json::from_str(text);
        assert_eq!(read::<String>(text).ok(), theirs.ok(), "{text}");
    }
    let text: String = (0..=0x7f_u8)
        .map(char::from)
        .chain("é€😀\u{2028}".chars())
        .collect();
    let written = ser::encode(&text).expect("it is written");
    assert_eq!(
        serde_json::from_str::<String>(&written).expect("serde_json reads it"),
        text
    );
}

#[test]
fn what_ends_a_string_is_seen_wherever_it_stands() {
    // Bytes next to those that matter, and such as only look alike in some of their bits.
    let near = [
        "!", "#", "[", "]", " ", "\u{7f}", "\u{80}", "¢", "Ü", "\u{a0}",
    ];
    for length in 0..20 {
        for text in near {
            let plain = text.repeat(length);
            for end in ["\"", "\\n\"", "\\\"\"", "\u{1f}\"", "\t\"", ""] {
                let text = format!("\"{plain}{end}");
                let theirs: Result<String, _> = serde_json::from_str(&text);
                assert_eq!(read::<String>(&text).ok(), theirs.ok(), "{text:?}");
            }
        }
    }
}

#[test]
fn what_is_json_and_what_is_not_is_as_serde_json_says() {
    for text in [
        "null",
        "nul",
        "nulll",
        "true",
        "[]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{}",
        "{,}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "01",
        "-",
        "-1",
        "1.",
        ".1",
        "1e",
        "1e+",
        "1E+2",
        "-01",
        "+1",
        "[[1],{\"a\":[null]}]",
        "1 2",
        " \t\r\n1 ",
        "[",
        "{\"a\":",
        "\u{feff}1",
        "NaN",
        "[1,2",
        "{\"a\":1]",
    ] {
        let theirs: Option<Value> = serde_json::from_str(text).ok();
        assert_eq!(read::<Value>(text).ok(), theirs, "{text}");
    }
}

#[test]
fn a_property_that_stands_twice_is_refused() {
    let error = read::<BTreeMap<String, i64>>("{\"a\": 1, \"a\": 1}").unwrap_err();
    assert_eq!(
        error,
        "/a: the property `a` stands twice (line 1, column 15)"
    );
    assert!(read::<Value>("{\"a\": {\"b\": 1, \"b\": 1}}").is_err());
}

#[test]
fn nesting_ends_somewhere() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read::<Value>(&deep(128)).is_ok());
    assert!(
        read::<Value>(&deep(129))
            .unwrap_err()
            .contains("nested too deeply")
    );
    assert!(read::<Value>(&"[".repeat(1_000_000)).is_err());
}

#[test]
fn errors_name_the_place_and_never_the_data() {
    let error =
        de::decode::<BTreeMap<String, Vec<Uuid>>>("{\n  \"a~/b\": [\n    \"hunter2\"\n  ]\n}")
            .unwrap_err();
    assert_eq!(
        (error.pointer.as_str(), error.line, error.column),
        ("/a~0~1b/0", 3, 5)
    );
    assert_eq!(error.message, "expected a UUID, found another string");
    let error = de::decode_slice::<String>(b"\"a\xff\"").unwrap_err();
    assert_eq!((error.message.as_str(), error.column), ("not UTF-8", 3));
}

#[test]
fn every_value_has_its_pointer() {
    let text = "{\n \"a/b\": [1, {\"c~\": \"x,\\\"y\", \"d\": !}]}";
    let at = |needle| locate(text, text.find(needle).expect("it is in the text"));
    let place = at("!");
    assert_eq!(
        (place.pointer.as_str(), place.line, place.column),
        ("/a~1b/1/d", 2, 34)
    );
    assert_eq!(at("1,").pointer, "/a~1b/0");
    assert_eq!(at("{\"c").pointer, "/a~1b/1");
    assert_eq!(at("\"d").pointer, "/a~1b/1");
    assert_eq!(locate(text, 0).pointer, "");
    assert_eq!(locate("", 5).pointer, "");
}

#[test]
fn tuples_have_just_their_items() {
    assert_eq!(read::<(i64, String)>("[1, \"a\"]"), Ok((1, "a".to_owned())));
    assert!(
        read::<(i64, String)>("[1]")
            .unwrap_err()
            .contains("too few items")
    );
    assert!(
        read::<(i64, String)>("[1, \"a\", 2]")
            .unwrap_err()
            .contains("too many items")
    );
    assert_eq!(
        there_and_back::<(i64, Option<bool>)>("[1,null]"),
        "[1,null]"
    );
}

#[test]
fn date_times_may_have_no_offset_where_their_type_says_so() {
    for text in ["\"2025-11-07T09:30:00\"", "\"2025-11-07T09:30:00.125\""] {
        assert_eq!(there_and_back::<PrimitiveDateTime>(text), text);
        assert_eq!(there_and_back::<DateTime>(text), text);
    }
    for (written, meant) in [
        ("\"2025-11-07 09:30\"", "\"2025-11-07T09:30:00\""),
        ("\"2025-11-07T09:30:00Z\"", "\"2025-11-07T09:30:00Z\""),
        (
            "\"2025-11-07T09:30:00.5+0530\"",
            "\"2025-11-07T09:30:00.5+05:30\"",
        ),
        (
            "\"2025-11-07t09:30:00-08\"",
            "\"2025-11-07T09:30:00-08:00\"",
        ),
        (
            "\"2025-11-07T09:30:00.1234567899Z\"",
            "\"2025-11-07T09:30:00.123456789Z\"",
        ),
    ] {
        assert_eq!(there_and_back::<DateTime>(written), meant);
    }
    for text in [
        "\"2025-11-07T09:30:00Z\"",
        "\"2025-11-07\"",
        "\"2025-11-07T09:30:00 \"",
    ] {
        assert!(read::<PrimitiveDateTime>(text).is_err(), "{text}");
    }
    for text in [
        "\"2025-11-07T24:30:00\"",
        "\"2025-11-07T09:30:00+5\"",
        "\"2025-11-07T09:30:00.\"",
    ] {
        assert!(read::<DateTime>(text).is_err(), "{text}");
    }
}

#[test]
fn dates_are_those_of_rfc_3339() {
    for text in [
        "\"2025-11-07T09:30:00Z\"",
        "\"2025-11-07T09:30:00.5+05:30\"",
        "\"1990-12-31T15:59:59-08:00\"",
        "\"0000-01-01T00:00:00Z\"",
    ] {
        assert_eq!(there_and_back::<OffsetDateTime>(text), text);
    }
    assert_eq!(
        there_and_back::<OffsetDateTime>("\"2016-12-31T23:59:60Z\""),
        "\"2016-12-31T23:59:59.999999999Z\""
    );
    for text in [
        "\"2025-11-07\"",
        "\"2025-11-07T25:00:00Z\"",
        "\"2025-02-30T00:00:00Z\"",
        "\"2025-11-07T09:30:00\"",
        "1",
    ] {
        assert!(read::<OffsetDateTime>(text).is_err(), "{text}");
    }
    assert_eq!(there_and_back::<Date>("\"2024-02-29\""), "\"2024-02-29\"");
    for text in [
        "\"2023-02-29\"",
        "\"2024-2-29\"",
        "\"20240229\"",
        "\"+2024-02-2\"",
        "\"2024-02-29Z\"",
        "\"2০24-02-2\"",
    ] {
        assert!(read::<Date>(text).is_err(), "{text}");
    }
}

#[test]
fn seconds_since_1970_may_have_fractions() {
    let there_and_back = |text: &str| {
        let time =
            de::decode_as::<UnixTime, OffsetDateTime>(text).map_err(|error| error.message)?;
        Ok::<_, String>(ser::encode_as::<UnixTime, _>(&time).expect("it is written"))
    };
    for text in [
        "0",
        "1762507800",
        "-1",
        "1.5",
        "-1.25",
        "0.000000001",
        "-0.5",
    ] {
        assert_eq!(there_and_back(text).as_deref(), Ok(text));
    }
    assert_eq!(there_and_back("15e2").as_deref(), Ok("1500"));
    assert_eq!(there_and_back("1.0").as_deref(), Ok("1"));
    assert!(there_and_back("1e300").is_err());
    assert!(there_and_back("\"1\"").is_err());
}

#[test]
fn codecs_compose() {
    type Times = List<Nullable<UnixTime>>;
    let times: Vec<Option<OffsetDateTime>> =
        de::decode_as::<Times, _>("[0, null]").expect("it is read");
    assert_eq!(times, [Some(OffsetDateTime::UNIX_EPOCH), None]);
    assert_eq!(
        ser::encode_as::<Times, _>(&times).expect("it is written"),
        "[0,null]"
    );
    let pair: (Vec<u8>, i64) =
        de::decode_as::<(Base64, faircopy_runtime::json::codec::Plain), _>("[\"aGk\", 1]")
            .expect("read");
    assert_eq!(pair, (b"hi".to_vec(), 1));
}

#[test]
fn bytes_are_base64_with_padding() {
    let read = |text: &str| de::decode_as::<Base64, Vec<u8>>(text);
    assert_eq!(read("\"aGVsbG8=\""), Ok(b"hello".to_vec()));
    assert_eq!(read("\"aGVsbG8\""), Ok(b"hello".to_vec()));
    assert!(read("\"a_-=\"").is_err());
    assert_eq!(
        ser::encode_as::<Base64, _>(&b"hello".to_vec()).as_deref(),
        Ok("\"aGVsbG8=\"")
    );
}

#[test]
fn bytes_in_urls_are_base64_without_padding() {
    let read = |text: &str| de::decode_as::<Base64Url, Vec<u8>>(text);
    let bytes = vec![0xfb, 0xff, 0x00];
    assert_eq!(read("\"-_8A\""), Ok(bytes.clone()));
    assert_eq!(read("\"aGVsbG8=\""), Ok(b"hello".to_vec()));
    assert!(read("\"+/8A\"").is_err());
    assert_eq!(
        ser::encode_as::<Base64Url, _>(&b"hello".to_vec()).as_deref(),
        Ok("\"aGVsbG8\"")
    );
    assert_eq!(
        ser::encode_as::<Base64Url, _>(&bytes).as_deref(),
        Ok("\"-_8A\"")
    );
}

#[test]
fn addresses_and_uuids_have_one_form() {
    assert_eq!(there_and_back::<Ipv4Addr>("\"192.0.2.1\""), "\"192.0.2.1\"");
    assert!(read::<Ipv4Addr>("\"192.0.2.01\"").is_err());
    assert_eq!(
        there_and_back::<Ipv6Addr>("\"2001:db8::1\""),
        "\"2001:db8::1\""
    );
    let uuid = "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"";
    assert_eq!(there_and_back::<Uuid>(uuid), uuid);
    assert!(read::<Uuid>("\"67e5504410b1426f9247bb680e5fe0c8\"").is_err());
    assert!(read::<Uuid>("\"{67e55044-10b1-426f-9247-bb680e5fe0c8}\"").is_err());
}

#[test]
fn secrets_travel_but_are_never_shown() {
    assert_eq!(there_and_back::<Secret>("\"hunter2\""), "\"hunter2\"");
    assert_eq!(
        format!("{:?}", Some(Secret::from("hunter2"))),
        "Some([redacted])"
    );
    assert!(
        !read::<Secret>("[\"hunter2\"]")
            .unwrap_err()
            .contains("hunter2")
    );
}

#[test]
fn free_data_stays_as_it_is() {
    let data = json!({"a": [1, 2.5, "x", null, true, {"b": {}}], "c": []});
    let text = ser::encode(&data).expect("it is written");
    assert_eq!(read::<Value>(&text), Ok(data));
    // Reading it is exact to the last digit of what was written.
    let number = "1.1111111111111112e+60";
    assert_eq!(there_and_back::<Value>(number), number);
}

#[test]
fn codecs_name_what_they_expected() {
    struct Even;
    impl Codec<i64> for Even {
        fn decode(input: &mut de::Input<'_>) -> de::Result<i64> {
            let start = input.offset();
            i64::decode(input).and_then(|value| match value % 2 {
                0 => Ok(value),
                _ => Err(de::Error::new(start, "expected an even number")),
            })
        }
        fn encode(value: &i64, output: &mut ser::Output) {
            value.encode(output);
        }
    }
    let error = de::decode_as::<List<Even>, Vec<i64>>("[2, 3]").unwrap_err();
    assert_eq!(
        error.to_string(),
        "/1: expected an even number (line 1, column 5)"
    );
}

#[test]
fn whole_numbers_have_all_their_digits() {
    fn is_as_displayed<T: Encode + std::fmt::Display>(values: &[T]) {
        for value in values {
            assert_eq!(ser::encode(value).as_ref(), Ok(&value.to_string()));
        }
    }
    is_as_displayed(&[i64::MIN, -10, -1, 0, 9, 10, 99, 100, i64::MAX]);
    is_as_displayed(&[0, 7, 10, u64::MAX]);
    is_as_displayed(&[i8::MIN, i8::MAX]);
    is_as_displayed(&[i16::MIN, i16::MAX]);
    is_as_displayed(&[i32::MIN, i32::MAX]);
    is_as_displayed(&[u8::MAX]);
    is_as_displayed(&[u16::MAX]);
    is_as_displayed(&[u32::MAX]);
}
