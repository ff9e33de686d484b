//! What each format takes and refuses: by a table of our own, and by the JSON Schema Test Suite.

use faircopy_runtime::format;
use serde_json::Value;

type Judge = fn(&str) -> bool;

/// Every format, its judge, texts that hold and texts that do not.
const TABLE: &[(&str, Judge, &[&str], &[&str])] = &[
    (
        "date",
        format::date,
        &["2024-02-29", "2000-02-29"],
        &[
            "2023-02-29",
            "1900-02-29",
            "2024-2-9",
            "2024-00-01",
            "2024-13-01",
        ],
    ),
    (
        "date-time",
        format::date_time,
        &[
            "2025-11-07T09:30:00Z",
            "2025-11-07t09:30:00.125+05:30",
            "2016-12-31T15:59:60-08:00",
        ],
        &[
            "2025-11-07",
            "2025-11-07 09:30:00Z",
            "2025-11-07T09:30:00",
            "2016-12-31T23:59:60-08:00",
        ],
    ),
    (
        "time",
        format::time,
        &["09:30:00Z", "23:59:60Z", "09:30:00.5-00:00"],
        &[
            "09:30Z",
            "24:00:00Z",
            "09:30:00.Z",
            "09:30:00+24:00",
            "09:30:00",
        ],
    ),
    (
        "duration",
        format::duration,
        &["P1Y2M3DT4H5M6S", "PT36H", "P2W", "P0D"],
        &["P", "PT", "P1D2H", "P1Y2D", "P1YT", "PT1H2S", "P1W2D", "1D"],
    ),
    (
        "time as servers write it",
        format::iso_time,
        &[
            "23:59:59",
            "23:59",
            "09:30:00,5",
            "09:30:00.5-00:00",
            "09:30:00+0530",
            "09:30+05",
            "23:59:60Z",
        ],
        &[
            "24:00:00",
            "9:30",
            "09:30:00.",
            "09:30:00+5",
            "09:30:00+24:00",
            "09-30-00",
            "",
        ],
    ),
    (
        "duration as servers write it",
        format::iso_duration,
        &[
            "PT1.5S",
            "P1DT2H3S",
            "P1W2D",
            "-P1D",
            "PT0.000001S",
            "P0,5Y",
            "P1Y2M3DT4H5M6S",
        ],
        &[
            "P", "PT", "P1DT", "P1.5DT2H", "PT1.S", "PT.5S", "PT1S2M", "P1D1D", "1D", "P1H",
            "PT1.5H2M",
        ],
    ),
    (
        "date-time-local",
        format::date_time_local,
        &[
            "2025-11-07T09:30:00",
            "2025-11-07 09:30",
            "2025-11-07T09:30:00.125",
        ],
        &["2025-11-07", "2025-11-07T09:30:00Z", "2025-02-30T09:30:00"],
    ),
    (
        "date-time-lenient",
        format::date_time_lenient,
        &[
            "2025-11-07T09:30:00",
            "2025-11-07 09:30:00Z",
            "2025-11-07T09:30:00.125+0530",
        ],
        &[
            "2025-11-07",
            "2025-11-07T09:30:00+5",
            "2025-02-30T09:30:00Z",
        ],
    ),
    (
        "email",
        format::email,
        &[
            "ada@example.com",
            "a.b+c@example.co",
            "\"a b\"@example.com",
            "a@[192.0.2.1]",
            "a@[IPv6:::1]",
        ],
        &[
            "ada",
            "@example.com",
            "ada@",
            "a..b@example.com",
            "a b@example.com",
            "ä@example.com",
            "a@-b.com",
        ],
    ),
    (
        "idn-email",
        format::idn_email,
        &["ä@exämple.com", "ada@example.com"],
        &["ä", "ä@", "ä@exa mple.com"],
    ),
    (
        "hostname",
        format::hostname,
        &["localhost", "a-b.example", "xn--bcher-kva.example"],
        &[
            "",
            "a_b",
            "-a",
            "a-",
            "a..b",
            "example.com.",
            "bücher.example",
            "xn--X",
        ],
    ),
    (
        "idn-hostname",
        format::idn_hostname,
        &["bücher.example", "example.com"],
        &["", "a..b", "-ü", "a·b", "☃.example"],
    ),
    (
        "ipv4",
        format::ipv4,
        &["192.0.2.1"],
        &["192.0.2", "192.0.2.01", "192.0.2.256"],
    ),
    (
        "ipv6",
        format::ipv6,
        &["2001:db8::1", "::"],
        &["1::2::3", "fe80::1%eth0", "[::1]"],
    ),
    (
        "uri",
        format::uri,
        &[
            "https://example.com:8080/a?b=c#d",
            "urn:isbn:1",
            "mailto:a@b",
            "http://[::1]/",
            "x:",
        ],
        &[
            "",
            "/a",
            "http://a b",
            "http://ä",
            "1a:b",
            "http://a:b/",
            "http://a/%zz",
            "http://[1]/",
        ],
    ),
    (
        "uri-reference",
        format::uri_reference,
        &["", "/a/b", "../a", "#a", "?a", "//example.com/a", "a:b"],
        &["a\\b", "1:b", "//a@b@c/", "/[a]"],
    ),
    (
        "iri",
        format::iri,
        &["http://exämple.com/ü?ö"],
        &["ü", "http://a/ ü"],
    ),
    (
        "iri-reference",
        format::iri_reference,
        &["ü", "#ü"],
        &["\\ü"],
    ),
    (
        "uri-template",
        format::uri_template,
        &["", "/a/{b}", "{?a,b*}", "{a:3}"],
        &[
            "{", "}", "{}", "{a", "{a,}", "{a:0}", "{a:01}", "{=a}", "a b",
        ],
    ),
    (
        "uuid",
        format::uuid,
        &["67e55044-10b1-426f-9247-bb680e5fe0c8"],
        &[
            "67e5504410b1426f9247bb680e5fe0c8",
            "67e55044-10b1-426f-9247-bb680e5fe0cg",
        ],
    ),
    ("char", format::char, &["a", "ä", " "], &["", "ab"]),
    (
        "decimal",
        format::decimal,
        &["1", "-1.50", "+.5", "1.", "1e9", "1.5E-3"],
        &["", ".", "-", "1,5", "1e", "0x1", "NaN", " 1"],
    ),
    (
        "decimal128",
        format::decimal128,
        &["1.5", "NaN", "-Infinity"],
        &["", "nan", "1.5x"],
    ),
    (
        "http-date",
        format::http_date,
        &[
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Wed Nov 16 08:49:37 1994",
        ],
        &[
            "",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "1994-11-06T08:49:37Z",
        ],
    ),
    (
        "media-range",
        format::media_range,
        &[
            "*/*",
            "text/*",
            "text/html;level=1",
            "text/html; a=\"b;c\" ;q=0.5",
        ],
        &[
            "",
            "*",
            "*/html",
            "text/",
            "text/html;a",
            "te xt/html",
            "text/html;a=\"b",
        ],
    ),
    (
        "sf-binary",
        format::sf_binary,
        &["::", ":Ynl0ZXM=:", ":Ynl0ZXM:"],
        &["", ":", "Ynl0ZXM=", ":Ynl0*ZXM=:", ":Y:"],
    ),
    (
        "sf-boolean",
        format::sf_boolean,
        &["?0", "?1"],
        &["", "1", "?2", "true"],
    ),
    (
        "sf-string",
        format::sf_string,
        &["\"\"", "\"a b\"", r#""a\"b\\""#],
        &["", "a", "\"", "\"a", "\"ä\"", r#""a\b""#],
    ),
    (
        "sf-token",
        format::sf_token,
        &["a", "*", "foo123/456", "a:b"],
        &["", "1a", "a b", "a,b"],
    ),
    (
        "time-local",
        format::time_local,
        &["12:00:00", "12:00:00.5", "12:00"],
        &["", "12:00:00Z", "25:00:00", "12:00:00+01:00"],
    ),
    (
        "ulid",
        format::ulid,
        &[
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01arz3ndektsv4rrffq69g5fav",
            "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        ],
        &[
            "",
            "01ARZ3NDEKTSV4RRFFQ69G5FA",
            "01ARZ3NDEKTSV4RRFFQ69G5FAVV",
            "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "A1ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01ARZ3NDEKTSV4RRFFQ69G5FAU",
            "01ARZ3NDEKTSV4RRFFQ69G5FAi",
            "01ARZ3NDEKTSV4RRFFQ69G5F-V",
            "01ARZ3NDEKTSV4RRFFQ69G5Fé",
        ],
    ),
    (
        "json-pointer",
        format::json_pointer,
        &["", "/a/~0~1", "/"],
        &["a", "/~", "/~2"],
    ),
    (
        "relative-json-pointer",
        format::relative_json_pointer,
        &["0", "1/a", "10#"],
        &["", "/a", "01", "-1", "0##", "0a"],
    ),
    (
        "regex",
        format::regex,
        &["^a+$", "(?<n>a)\\k<n>", "(?!a)"],
        &["(", "a**", "(?P<n>a)"],
    ),
];

#[test]
fn every_format_takes_its_own_and_refuses_the_rest() {
    for (name, judge, valid, invalid) in TABLE {
        for text in *valid {
            assert!(judge(text), "{name} refuses {text:?}");
        }
        for text in *invalid {
            assert!(!judge(text), "{name} takes {text:?}");
        }
    }
}

/// Draft 2020-12 takes the separators of other scripts in a `hostname`, which RFC 1123 and the
/// suite's own draft 4 refuse.
const DISPUTED: &[(&str, &str)] = &[("hostname", "example\u{ff0e}com")];

#[test]
fn the_json_schema_test_suite_is_judged_rightly() {
    let Ok(suite) = std::env::var("JSON_SCHEMA_SUITE") else {
        println!("skipped: JSON_SCHEMA_SUITE names no folder");
        return;
    };
    let mut judged = 0;
    let mut wrong = Vec::new();
    for draft in ["draft4", "draft2020-12"] {
        let folder = format!("{suite}/tests/{draft}/optional/format");
        for entry in std::fs::read_dir(folder).expect("the suite has that folder") {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(path).expect("a file");
            let groups: Vec<Value> = serde_json::from_str(&text).expect("groups");
            let tests = groups.iter().filter_map(|group| {
                let name = group["schema"]["format"].as_str()?;
                Some((name, group["tests"].as_array()?))
            });
            for (name, test) in tests.flat_map(|(name, tests)| tests.iter().map(move |t| (name, t)))
            {
                let Some((_, judge, ..)) = TABLE.iter().find(|row| row.0 == name) else {
                    continue;
                };
                // A format says nothing of what is not text.
                let valid = test["data"].as_str().is_none_or(judge);
                let text = test["data"].as_str().unwrap_or_default();
                let is_disputed = draft == "draft2020-12" && DISPUTED.contains(&(name, text));
                if !is_disputed {
                    judged += 1;
                    if valid != test["valid"] {
                        wrong.push(format!("{draft} {name} {text:?}: {}", test["description"]));
                    }
                }
            }
        }
    }
    println!("{} of {judged} right", judged - wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(judged > 800, "only {judged} tests were found");
}

#[test]
fn plain_urls_are_judged_as_all_are() {
    // `uri` looks at most URLs a block at a time, `iri` at each character.
    for length in 0..36 {
        for place in 0..length {
            for byte in 0..0x80 {
                let mut text = "https://".to_owned() + &"a".repeat(length);
                text.replace_range(8 + place..9 + place, &char::from(byte).to_string());
                assert_eq!(format::uri(&text), format::iri(&text), "{text:?}");
            }
        }
    }
}
