//! Samples of each language, run: what they send is what the document says, whatever its texts hold.
//! A language whose tools are not on the machine is left out, and named.

#[path = "samples/recorder.rs"]
mod recorder;
#[path = "samples/run.rs"]
mod run;
mod support;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use faircopy::internals::snippet::{Language, samples};
use faircopy::source::{DirLoader, MapLoader};
use faircopy::{Config, read};
use recorder::Received;
use support::hostile::{STRINGS, document};

const DOCUMENT: &str = include_str!("samples/document.yaml");

/// What the samples read.
const FILE: &[u8] = b"\x00\x01 a file \xff\r\n";

/// A text with what each language, or HTTP, gives a meaning.
const HOSTILE: &str = "a'b\"c`d$e%s\\f\n#{g} ${h} \u{2028}\u{202e}\u{1f600}é\t</script>\"\"\"x";

fn header<'r>(received: &'r Received, name: &str) -> &'r str {
    received.headers.get(name).map_or("", String::as_str)
}

fn text(received: &Received) -> String {
    String::from_utf8(received.body.clone()).expect("the body is text")
}

/// What an operation's request must be. Of `fetch` in a browser, less what a program may not set there.
fn assert_sent(operation: &str, language: Language, received: &Received) {
    let shown = format!("{operation} {language:?} {received:?}");
    let is = |condition: bool| assert!(condition, "{shown}");
    match operation {
        "styles" => {
            is(received.method == "GET");
            // Mono leaves this one as it is, which means the same.
            let target = received.target.replace("c'/", "c%27/");
            assert_eq!(
                target,
                "/base/a%20b%2Fc%27/.1.2?list=1,2&deep%5Ba%5D=x%26y&deep%5Bb%5D=%C3%A9&pipes=a%7Cb&query_key=k%20e%26y",
                "{shown}"
            );
            is(header(received, "x-object") == "a=1,b=two words");
            is(language == Language::JavaScript
                || header(received, "cookie") == "session=a%20b; cookie_key=c");
        }
        "json" => {
            is(received.method == "PATCH"
                && header(received, "content-type") == "application/json");
            let value: serde_json::Value = serde_json::from_slice(&received.body).expect(&shown);
            is(value["text"] == HOSTILE && value["nul"] == "a\0b" && value["none"].is_null());
            is(value["nested"]["list"] == serde_json::json!([true, 1.5, {}, []]));
        }
        "exact" => {
            is(text(received).replace([' ', '\n'], "")
                == r#"{"__proto__":1,"big":9007199254740993}"#)
        }
        "form" => {
            is(header(received, "content-type") == "application/x-www-form-urlencoded");
            assert_eq!(
                text(received),
                "a=1%262&list=x&list=y+z&object=%7B%22k%22%3A%22v%22%7D",
                "{shown}"
            );
        }
        "text" => {
            is(header(received, "content-type") == "text/plain");
            assert_eq!(text(received), format!("{HOSTILE}\0\n  end"), "{shown}");
        }
        "xml" => assert_eq!(
            text(received).lines().last(),
            Some("<pet id=\"7\"><name>a &lt;b&gt; &amp; c</name></pet>"),
            "{shown}"
        ),
        "plainForm" | "mixedForm" => {
            is(header(received, "content-type").starts_with("multipart/form-data; boundary="));
            let body = String::from_utf8_lossy(&received.body).into_owned();
            is(body.contains("name=\"note\"") && body.contains("\r\n\r\na 'b' $c;type=x\r\n--"));
            is(body.contains("filename=\"picture.bin\"") && body.contains("image/png"));
            is(received
                .body
                .windows(FILE.len())
                .any(|window| window == FILE));
            is(operation == "plainForm"
                || body.contains("application/json") && body.contains("{\"k\":\"v\"}"));
        }
        "bytes" => {
            is(received.body == FILE
                && header(received, "content-type") == "application/octet-stream")
        }
        "basic" => is(header(received, "authorization") == "Basic dXPDqXI6cGE6cyckIiBz"),
        "bearer" => {
            is(received.method == "DELETE" && header(received, "authorization") == "Bearer t-o.k")
        }
        "keyed" => is(header(received, "x-key") == "h k"),
        other => panic!("{other} is not expected"),
    }
}

#[test]
fn samples_send_what_the_document_says() {
    let environment = run::Environment::from([
        ("QUERY_KEY", "k e&y"),
        ("COOKIE_KEY", "c"),
        ("HEADER_KEY", "h k"),
        ("BASIC_USERNAME", "usér"),
        ("BASIC_PASSWORD", "pa:s'$\" s"),
        ("BEARER_TOKEN", "t-o.k"),
    ]);
    let loader = MapLoader::from_iter([("document.yaml", DOCUMENT)]);
    let read = read(&loader, "document.yaml", &Config::default()).expect("the document is right");
    let (address, received) = recorder::start();
    let folder = tempfile::tempdir().expect("there is room");
    let folder = folder.path();
    for name in ["picture.bin", "body.bin"] {
        fs::write(folder.join(name), FILE).expect("there is room");
    }
    let all = samples(&read, "client", &format!("{address}/base"));
    let mut failures = Vec::new();
    for language in Language::ALL {
        if let Some(what) = run::missing(language) {
            println!("{}: left out, since it needs {what}", language.title());
            continue;
        }
        for (operation, _, sample) in all.iter().filter(|(_, of, _)| *of == language) {
            // A browser's files come from its user.
            if language == Language::JavaScript && sample.contains("document.querySelector") {
                continue;
            }
            // A shell has nothing to encode a key with.
            let mut environment = environment.clone();
            if language == Language::Curl {
                environment.insert("QUERY_KEY", "k%20e%26y");
            }
            if let Err(why) = run::run(language, sample, folder, &environment) {
                failures.push(format!("{operation} {language:?}: {why}"));
                continue;
            }
            let sent = received.recv_timeout(Duration::from_secs(60));
            let sent = sent.expect("a request came");
            let judged = catch_unwind(AssertUnwindSafe(|| assert_sent(operation, language, &sent)));
            if judged.is_err() {
                failures.push(format!("{operation} {language:?} sent something else"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn samples_of_a_hostile_document_are_programs() {
    let mut failures = Vec::new();
    // Each place has another string, and in each document.
    for turn in [0, 7, 15] {
        let fill = |place: &str| {
            let sum: usize = place.bytes().map(usize::from).sum();
            STRINGS[(sum + turn) % STRINGS.len()].to_owned()
        };
        let loader = MapLoader::from_iter([("spec.json", document(fill).to_string())]);
        let read = read(&loader, "spec.json", &Config::default()).expect("it says what is right");
        let folder = tempfile::tempdir().expect("there is room");
        for (operation, language, sample) in samples(&read, "client", "http://127.0.0.1") {
            if run::missing(language).is_none()
                && let Err(why) = run::check(language, &sample, folder.path())
            {
                failures.push(format!("{operation:?} {language:?}: {why}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Published documents, with what they show.
const PUBLISHED: [&str; 10] = [
    // Many operations, headers and long examples.
    "adyen-checkout-v71.json",
    "box.json",
    "ogen-api.github.com.json",
    "xero-accounting.yaml",
    // Forms, parts and files.
    "hellosign.yaml",
    "ogen-openai-2.3.0.openapi.yaml",
    "twilio-api.json",
    // Servers with variables, other media types, unions.
    "intercom-2.11.yaml",
    "ogen-tinkoff.json",
    "readme-3.1-train-travel.yaml",
];

/// How many operations of each; `SAMPLES=4` tries more.
const MOST: usize = 2;

#[test]
fn samples_of_published_documents_are_programs() {
    let Some(corpus) = std::env::var_os("SPEC_CORPUS").map(PathBuf::from) else {
        println!("left out: SPEC_CORPUS names no folder of published documents");
        return;
    };
    let most = std::env::var("SAMPLES").ok();
    let most = most.and_then(|text| text.parse().ok()).unwrap_or(MOST);
    let mut failures = Vec::new();
    let here: Vec<_> = Language::ALL
        .into_iter()
        .filter(|it| run::missing(*it).is_none())
        .collect();
    for name in PUBLISHED {
        let config = Config::default();
        let loader = DirLoader::new(&corpus, config.limits.bytes);
        let read = read(&loader, name, &config).expect("the document is right");
        let all = samples(&read, "client", "https://api.example.com/v1");
        let operations: Vec<_> = all.chunks(Language::ALL.len()).collect();
        let step = operations.len().div_ceil(most).max(1);
        let folder = tempfile::tempdir().expect("there is room");
        for operation in operations.into_iter().step_by(step) {
            for (id, language, sample) in operation.iter().filter(|(_, it, _)| here.contains(it)) {
                if let Err(why) = run::check(*language, sample, folder.path()) {
                    failures.push(format!("{name}: {id} {language:?}: {why}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
