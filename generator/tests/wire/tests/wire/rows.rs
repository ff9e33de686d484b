//! Single rules of HTTP, OpenAPI and their kin, a test each.

use faircopy_runtime::call::multipart::File;
use wire::operations::*;
use wire::types::*;

use crate::transport::{Answer, Sent, Wire};

fn text(content_type: &'static [u8], body: &'static str) -> Answer {
    Answer {
        headers: vec![("content-type", content_type)],
        body,
    }
}

fn point() -> Point {
    Point::builder().x(1).y("a").build().unwrap()
}

/// Why a call was not sent.
pub fn refusal<E: std::error::Error>(wire: &Wire, error: E) -> String {
    assert!(wire.is_silent());
    error.to_string()
}

#[tokio::test]
async fn a_post_without_a_body_says_that_it_is_empty() {
    let wire = Wire::default();
    wire.client().start().await.unwrap();
    assert_eq!(wire.only().header("content-length"), Some("0"));
    let wire = Wire::default();
    wire.client().fragment().await.unwrap();
    assert_eq!(wire.only().header("content-length"), None);
}

#[tokio::test]
async fn a_query_in_a_path_is_sent_before_the_parameters() {
    let wire = Wire::default();
    wire.client().fixed().q("1").await.unwrap();
    assert_eq!(wire.only().target, "/v1/fixed?kind=a%20b&mode=x&q=1");
    // A parameter of the same name stands for the pair.
    let wire = Wire::default();
    wire.client().fixed().mode("y").await.unwrap();
    assert_eq!(wire.only().target, "/v1/fixed?kind=a%20b&mode=y");
}

#[tokio::test]
async fn parameters_take_what_is_at_hand() {
    let wire = Wire::default();
    let told = wire.client().told(["a", "b"]).limit(5).name("n");
    let told = told.tag(["x", "y"]).either("e".to_owned()).x_key("secret");
    told.choices([Choice::On, Choice::Off]).await.unwrap();
    let sent = wire.only();
    let query = "limit=5&name=n&tag=x&tag=y&either=e&choices=on&choices=off";
    assert_eq!(sent.target, format!("/v1/told/a,b?{query}"));
    assert_eq!(sent.header("x-key"), Some("secret"));
    // Only JSON says `null`, so only there is it something to set.
    let wire = Wire::default();
    let words = vec!["a".to_owned()];
    wire.client().told(&words).whole(None).await.unwrap();
    assert_eq!(wire.only().target, "/v1/told/a?whole=null");
}

#[tokio::test]
async fn what_is_made_of_arguments_is_judged() {
    let wire = Wire::default();
    let told = wire.client().told(["a"]).tag(["long"]);
    let refused = told.choices(vec![Choice::On; 3]).await.unwrap_err();
    let refused = refusal(&wire, refused);
    assert!(refused.contains("/query/tag/0"), "{refused}");
    assert!(refused.contains("/query/choices"), "{refused}");
}

#[tokio::test]
async fn a_fragment_is_not_sent_and_spaces_are_encoded() {
    let wire = Wire::default();
    wire.client().fragment().await.unwrap();
    assert_eq!(wire.only().target, "/v1/here");
    let wire = Wire::default();
    wire.client().space("a b").await.unwrap();
    assert_eq!(wire.only().target, "/v1/sp%20ace/a%20b");
}

#[test]
fn paths_that_are_more_than_paths_are_complained_of() {
    assert!(
        wire::COMPLAINTS.contains("warning[W0310]: the path `/fixed?kind=a b&mode=x` has a query")
    );
    assert!(wire::COMPLAINTS.contains("warning[W0311]: the path `/here#there` has a fragment"));
}

#[tokio::test]
async fn what_is_documented_is_asked_for_first_then_anything() {
    let wire = Wire::answering(text(b"application/json", "7.5"));
    assert_eq!(*wire.client().accepts("x").await.unwrap(), 7.5);
    assert_eq!(
        wire.only().header("accept"),
        Some("application/json, text/plain, */*;q=0.1")
    );
}

#[tokio::test]
async fn a_number_is_read_from_text_as_from_json() {
    for content_type in [
        &b"text/plain"[..],
        b"text/plain; charset=utf-8",
        b"application/json",
    ] {
        let wire = Wire::answering(text(content_type, "7.5"));
        assert_eq!(*wire.client().accepts("x").await.unwrap(), 7.5);
    }
    let wire = Wire::answering(text(b"text/plain", "seven"));
    assert_eq!(
        wire.client().accepts("x").await.unwrap_err().kind(),
        "decode"
    );
}

#[tokio::test]
async fn texts_are_judged() {
    let wire = Wire::answering(text(b"text/plain", "abc"));
    assert_eq!(*wire.client().word("abc").await.unwrap(), "abc");
    assert_eq!(wire.only().text(), "abc");
    let wire = Wire::default();
    let error = wire.client().word("b").await.unwrap_err();
    assert_eq!(error.kind(), "invalid");
    assert!(wire.is_silent());
}

#[tokio::test]
async fn texts_are_what_their_schema_says() {
    let wire = Wire::answering(text(b"text/plain", "off"));
    assert_eq!(
        *wire.client().switch(&Choice::On).await.unwrap(),
        Choice::Off
    );
    let sent = wire.only();
    assert_eq!(
        (sent.text(), sent.header("content-type")),
        ("on", Some("text/plain"))
    );
    let wire = Wire::answering(text(b"text/plain", "2"));
    assert_eq!(*wire.client().count(7).await.unwrap(), 2.0);
    assert_eq!(wire.only().text(), "7");
    let wire = Wire::default();
    assert_eq!(wire.client().count(0).await.unwrap_err().kind(), "invalid");
    let wire = Wire::answering(text(b"text/plain", "2020-01-03"));
    let day = time::Date::from_ordinal_date(2020, 2).unwrap();
    let next = wire.client().day().body(day).await.unwrap();
    assert_eq!(next.ordinal(), 3);
    assert_eq!(wire.only().text(), "2020-01-02");
}

#[tokio::test]
async fn a_schema_that_says_nothing_of_a_text_is_complained_of() {
    let wire = Wire::default();
    wire.client().table("a,b").await.unwrap();
    assert_eq!(wire.only().header("content-type"), Some("text/csv"));
    let complaint =
        "warning[W0313]: #/paths/~1table/post/requestBody/content/text~1csv/schema has a schema";
    assert!(wire::COMPLAINTS.contains(complaint), "{}", wire::COMPLAINTS);
}

#[tokio::test]
async fn a_text_beyond_ascii_says_its_charset() {
    let wire = Wire::default();
    wire.client().table("é,ü").await.unwrap();
    assert_eq!(
        wire.only().header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    let wire = Wire::default();
    wire.client().anytext("é").await.unwrap();
    assert_eq!(
        wire.only().header("content-type"),
        Some("text/plain; charset=utf-8")
    );
}

#[tokio::test]
async fn a_type_within_a_range_is_asked_for_or_follows_from_the_data() {
    let sent = |wire: &Wire| wire.only().header("content-type").map(str::to_owned);
    let wire = Wire::default();
    wire.client().anytext("a").await.unwrap();
    assert_eq!(sent(&wire).as_deref(), Some("text/plain"));
    let wire = Wire::default();
    wire.client().anything(&point()).await.unwrap();
    assert_eq!(sent(&wire).as_deref(), Some("application/json"));
    let wire = Wire::default();
    wire.client()
        .image("png")
        .content_type("image/png")
        .await
        .unwrap();
    assert_eq!(sent(&wire).as_deref(), Some("image/png"));
    let wire = Wire::default();
    wire.client()
        .anyjson(&point())
        .content_type("application/hal+json")
        .await
        .unwrap();
    assert_eq!(sent(&wire).as_deref(), Some("application/hal+json"));
}

#[tokio::test]
async fn a_type_outside_of_a_range_is_refused() {
    let wire = Wire::default();
    let error = wire
        .client()
        .image("png")
        .content_type("text/html")
        .await
        .unwrap_err();
    assert!(refusal(&wire, error).contains("must be `image/*`, not `text/html`"));
    let wire = Wire::default();
    let error = wire
        .client()
        .image("png")
        .content_type("image/*")
        .await
        .unwrap_err();
    refusal(&wire, error);
    let wire = Wire::default();
    let error = wire.client().image("png").await.unwrap_err();
    assert!(refusal(&wire, error).contains("must be stated: one of `image/*`"));
    let wire = Wire::default();
    let error = wire.client().anyjson(&point()).await.unwrap_err();
    assert!(refusal(&wire, error).contains("application/*+json"));
}

#[tokio::test]
async fn bytes_travel_as_base64_where_the_document_says_so() {
    let wire = Wire::answering(text(b"image/png", "//79\r\n/A"));
    let got = wire.client().picture(&b"\xff\xfe\xfd"[..]).await.unwrap();
    assert_eq!(got.as_ref(), b"\xff\xfe\xfd\xfc");
    let sent = wire.only();
    assert_eq!(
        (sent.text(), sent.header("content-type")),
        ("//79", Some("image/png"))
    );
    let wire = Wire::answering(text(b"image/png", "not base64!"));
    let error = wire.client().picture(&b""[..]).await.unwrap_err();
    assert_eq!(error.kind(), "decode");
}

#[tokio::test]
async fn records_of_a_sequence_begin_with_a_separator() {
    let body = "\u{1e}{\"x\":1,\n\"y\":\"a\"}\n\u{1e}{\"x\":2}\n\u{1e}3";
    let wire = Wire::answering(text(b"application/json-seq", body));
    let mut records = wire
        .client()
        .sequence(&[point(), point()])
        .await
        .unwrap()
        .into_body();
    assert_eq!(
        wire.only().text(),
        "\u{1e}{\"x\":1,\"y\":\"a\"}\n\u{1e}{\"x\":1,\"y\":\"a\"}\n"
    );
    assert_eq!(records.next().await.unwrap().unwrap(), point());
    assert_eq!(records.next().await.unwrap().unwrap().x, Some(2));
    // A number without white space behind it may be the start of another.
    let error = records.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("cut off"), "{error}");
    assert!(records.next().await.is_none());
}

pub fn heads(sent: &Sent) -> Vec<String> {
    sent.parts().into_iter().map(|(head, _)| head).collect()
}

#[tokio::test]
async fn what_only_servers_write_is_no_part() {
    let wire = Wire::answering(text(b"application/json", r#"{"username":"a","token":"b"}"#));
    wire.client()
        .enter(EnterForm::new("a".to_owned()))
        .await
        .unwrap();
    assert_eq!(
        heads(&wire.only()),
        ["Content-Disposition: form-data; name=\"username\""]
    );
}

#[tokio::test]
async fn a_union_is_a_form_for_each_branch() {
    let wire = Wire::default();
    wire.client()
        .make_thing(MakeThingBody::A(MakeThingAForm::new(7)))
        .await
        .unwrap();
    let name = |name: &str| format!("Content-Disposition: form-data; name=\"{name}\"");
    assert_eq!(
        wire.only().parts(),
        [(name("type"), "a".to_owned()), (name("x"), "7".to_owned())]
    );
    let wire = Wire::default();
    wire.client()
        .make_thing(MakeThingBody::B(MakeThingBForm::new("z".to_owned())))
        .await
        .unwrap();
    assert_eq!(
        wire.only().parts(),
        [(name("type"), "b".to_owned()), (name("y"), "z".to_owned())]
    );
}

#[tokio::test]
async fn related_parts_have_no_names_and_a_root() {
    let wire = Wire::default();
    wire.client()
        .related(RelatedForm::new(point(), File::new("png")))
        .await
        .unwrap();
    let sent = wire.only();
    let kind = sent.header("content-type").unwrap();
    assert!(kind.starts_with("multipart/related; boundary="), "{kind}");
    assert!(kind.ends_with("; type=\"application/json\""), "{kind}");
    assert_eq!(
        sent.parts(),
        [
            (
                "content-type: application/json".to_owned(),
                "{\"x\":1,\"y\":\"a\"}".to_owned()
            ),
            ("content-type: image/png".to_owned(), "png".to_owned()),
        ]
    );
}

#[tokio::test]
async fn names_without_case_are_of_types_and_variables() {
    let wire = Wire::default();
    let value = 値::new("甲").unwrap();
    let body = 物::builder().値(value.clone()).物(7).build().unwrap();
    assert_eq!(body.値.get(), "甲");
    wire.client().取得("乙", &body).値(&value).await.unwrap();
    let sent = wire.only();
    assert_eq!(sent.text(), "{\"値\":\"甲\",\"物\":7}");
    assert!(
        sent.target.ends_with("=%E4%B9%99&%E5%80%A4=%E7%94%B2"),
        "{}",
        sent.target
    );
}

#[tokio::test]
async fn files_are_of_a_media_type_that_the_document_allows() {
    let sent = async |change: &dyn Fn(&mut TypedForm)| {
        let wire = Wire::default();
        let mut form = TypedForm::new();
        change(&mut form);
        match wire.client().typed(form).await {
            Ok(_) => Ok(heads(&wire.only()).remove(0)),
            Err(error) => Err(refusal(&wire, error)),
        }
    };
    let kind = |head: Result<String, String>| {
        let head = head?;
        Ok::<_, String>(head.split("content-type: ").nth(1).unwrap().to_owned())
    };
    let found = sent(&|form| form.one = Some(File::new("x"))).await;
    assert_eq!(kind(found).unwrap(), "image/png");
    let found = sent(&|form| form.several = Some(File::new("x").name("a.jpg"))).await;
    assert_eq!(kind(found).unwrap(), "image/jpeg");
    let found = sent(&|form| form.several = Some(File::new("x").media_type("image/png"))).await;
    assert_eq!(kind(found).unwrap(), "image/png");
    let found = sent(&|form| form.range = Some(File::new("x").media_type("image/gif"))).await;
    assert_eq!(kind(found).unwrap(), "image/gif");
    let found = sent(&|form| form.any = Some(File::new("x").media_type("text/html"))).await;
    assert_eq!(kind(found).unwrap(), "text/html");
    for refused in [
        sent(&|form| form.one = Some(File::new("x").media_type("text/html"))).await,
        sent(&|form| form.several = Some(File::new("x"))).await,
        sent(&|form| form.several = Some(File::new("x").media_type("image/gif"))).await,
        sent(&|form| form.range = Some(File::new("x").media_type("text/html"))).await,
        sent(&|form| form.range = Some(File::new("x").media_type("image/*"))).await,
    ] {
        assert!(refused.unwrap_err().contains("must be of `image/"));
    }
}

#[tokio::test]
async fn a_part_is_what_its_schema_is_null_aside() {
    let wire = Wire::default();
    let mut form = PartsForm::new();
    form.union_ = Some(wire::runtime::json::de::decode("7").unwrap());
    form.strs = vec!["a".to_owned(), "b".to_owned()];
    form.strs2 = vec!["c".to_owned()];
    form.file = Some(File::new("1"));
    form.file_any = Some(File::new("2"));
    form.file_bin = Some(File::new("3").name("x.bin"));
    form.file_null = Some(File::new("4"));
    form.files_any = vec![File::new("5"), File::new("6")];
    form.json = Some(point());
    form.mixed = Some(wire::runtime::json::de::decode("\"t\"").unwrap());
    form.base = Some(b"\xff".to_vec());
    wire.client().parts(form).await.unwrap();
    let found: Vec<_> = wire.only().parts();
    let text = |name: &str, text: &str| {
        (
            format!("Content-Disposition: form-data; name=\"{name}\""),
            text.to_owned(),
        )
    };
    let typed = |name: &str, kind: &str, body: &str| {
        let (head, body) = text(name, body);
        (format!("{head}\r\ncontent-type: {kind}"), body)
    };
    let file = |name: &str, file: &str, body: &str| {
        let (head, body) = text(name, body);
        (
            format!("{head}; filename=\"{file}\"\r\ncontent-type: application/octet-stream"),
            body,
        )
    };
    assert_eq!(
        found,
        [
            text("union", "7"),
            text("strs", "a"),
            text("strs", "b"),
            text("strs2", "c"),
            file("file", "file", "1"),
            file("file_any", "file_any", "2"),
            file("file_bin", "x.bin", "3"),
            file("file_null", "file_null", "4"),
            file("files_any", "files_any", "5"),
            file("files_any", "files_any", "6"),
            typed("json", "application/json", "{\"x\":1,\"y\":\"a\"}"),
            text("mixed", "t"),
            typed("base", "image/png", "/w=="),
        ]
    );
}
