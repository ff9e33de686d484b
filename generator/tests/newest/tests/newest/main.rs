//! What came with OpenAPI 3.2, a test each, on raw bytes.

// The modules share what they need; nothing here is seen from outside.
#![allow(unreachable_pub)]

mod transport;

use newest::types::*;
use transport::Wire;

fn filter() -> Filter {
    Filter::builder()
        .text("a b&c")
        .numbers(vec![1, 2])
        .build()
        .unwrap()
}

fn entry(text: &str) -> Entry {
    Entry::builder().text(text).build().unwrap()
}

#[test]
fn nothing_is_complained_of() {
    assert_eq!(newest::COMPLAINTS, "");
}

#[tokio::test]
async fn query_is_a_method_with_a_body() {
    let wire = Wire::answering("application/json", r#"[{"text":"found"}]"#);
    let found = wire.client().query_items(&filter()).await.unwrap();
    assert_eq!(found.into_body(), [entry("found")]);
    let expected = "QUERY /v1/items\ncontent-type: application/json\n\n\
                    {\"text\":\"a b&c\",\"numbers\":[1,2]}";
    assert_eq!(wire.only(), expected);
}

#[tokio::test]
async fn any_token_is_a_method() {
    let wire = Wire::default();
    wire.client().copy_items().body(&filter()).await.unwrap();
    assert!(wire.only().starts_with("COPY /v1/items\n"));
    wire.client().lowercase().await.unwrap();
    assert_eq!(wire.only(), "get /v1/items\n\n");
}

#[tokio::test]
async fn a_whole_query_is_json() {
    let wire = Wire::default();
    wire.client().whole_json().filter(&filter()).await.unwrap();
    let query = "%7B%22text%22%3A%22a%20b%26c%22%2C%22numbers%22%3A%5B1%2C2%5D%7D";
    assert_eq!(wire.only(), format!("GET /v1/whole/json?{query}\n\n"));
}

#[tokio::test]
async fn a_whole_query_is_a_form() {
    let wire = Wire::default();
    wire.client().whole_form(&filter()).await.unwrap();
    let query = "text=a+b%26c&numbers=1,2";
    assert_eq!(wire.only(), format!("GET /v1/whole/form?{query}\n\n"));
}

#[tokio::test]
async fn a_whole_query_is_a_text() {
    let wire = Wire::default();
    let call = wire.client().whole_text().selector("$.a.b[1:1]");
    call.await.unwrap();
    assert_eq!(wire.only(), "GET /v1/whole/text?%24.a.b%5B1%3A1%5D\n\n");
    wire.client().whole_text().await.unwrap();
    assert_eq!(wire.only(), "GET /v1/whole/text\n\n");
}

#[tokio::test]
async fn reserved_characters_stay_where_they_may() {
    let wire = Wire::default();
    let text = "a:b@c!$&'()*+,;=/?#[]%20% ä";
    let call = wire.client().reserved(text).q(text).session(text);
    call.await.unwrap();
    let path = "a:b@c!$&'()*+,;=%2F%3F%23%5B%5D%20%25%20%C3%A4";
    let query = "a:b@c!$%26%27()*%2B,;=/?%23%5B%5D%20%25%20%C3%A4";
    let cookie = "a:b@c!$&'()*+%2C%3B=/?#[]%20%25%20%C3%A4";
    assert_eq!(
        wire.only(),
        format!("GET /v1/reserved/{path}?q={query}\ncookie: session={cookie}\n\n")
    );
}

#[tokio::test]
async fn cookies_are_as_they_are() {
    let wire = Wire::default();
    let list = ["x/y".to_owned(), "z=%".to_owned()];
    let call = wire.client().cookies().plain("a=b%20c").list(&list);
    call.flat(&list).await.unwrap();
    let cookie = "plain=a=b%20c; list=x/y; list=z=%; flat=x/y,z=%";
    assert_eq!(
        wire.only(),
        format!("GET /v1/cookies\ncookie: {cookie}\n\n")
    );
    let refused = wire.client().cookies().plain("a; other=1").await;
    assert!(refused.unwrap_err().to_string().contains("plain"));
}

#[tokio::test]
async fn lines_are_items() {
    let body = "{\"text\":\"one\"}\n{\"text\":\"two\",\"level\":2}\n";
    let wire = Wire::answering("application/jsonl", body);
    let mut lines = wire.client().lines().await.unwrap().into_body();
    assert_eq!(lines.next().await.unwrap().unwrap(), entry("one"));
    assert_eq!(lines.next().await.unwrap().unwrap().level, Some(2));
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn lines_are_sent_as_items() {
    let wire = Wire::default();
    let entries = [entry("one"), entry("two")];
    wire.client().send_lines(&entries).await.unwrap();
    let expected = "POST /v1/lines\ncontent-type: application/x-ndjson\n\n\
                    {\"text\":\"one\"}\n{\"text\":\"two\"}\n";
    assert_eq!(wire.only(), expected);
}

#[tokio::test]
async fn the_array_of_a_sequence_has_its_items() {
    let wire = Wire::answering("application/json-seq", "\u{1e}{\"text\":\"one\"}\n");
    let mut records = wire.client().records().await.unwrap().into_body();
    assert_eq!(records.next().await.unwrap().unwrap(), entry("one"));
    assert!(records.next().await.is_none());
}

#[tokio::test]
async fn the_data_of_events_is_what_their_content_schema_says() {
    let body = "event: log\nid: 7\ndata: {\"text\":\ndata: \"one\"}\n\ndata: nonsense\n\n";
    let wire = Wire::answering("text/event-stream", body);
    let mut events = wire.client().events().await.unwrap().into_body();
    let event = events.next().await.unwrap().unwrap();
    assert_eq!((event.event.as_str(), event.id.as_str()), ("log", "7"));
    assert_eq!(event.data, entry("one"));
    assert!(events.next().await.unwrap().is_err());
}

#[tokio::test]
async fn the_type_of_an_event_says_what_its_data_is() {
    use newest::operations::streams::logs::ChangesEvent;
    let body = "event: addString\ndata: This data\ndata: is of two lines\nretry: 5\n\n\
        event: addInt64\ndata: 1234\n\n: a comment\nevent: addJson\ndata: {\"text\":\"one\"}\n\n\
        event: later\ndata: unheard of\n\nevent: addJson\ndata: {}\n\n";
    let wire = Wire::answering("text/event-stream", body);
    let mut events = wire.client().changes().await.unwrap().into_body();
    let mut next = async || events.next().await.unwrap().map(|event| event.data);
    let text = "This data\nis of two lines".to_owned();
    assert_eq!(next().await.unwrap(), ChangesEvent::AddString(text));
    assert_eq!(
        next().await.unwrap(),
        ChangesEvent::AddInt64("1234".to_owned())
    );
    assert_eq!(next().await.unwrap(), ChangesEvent::AddJson(entry("one")));
    let unknown = ChangesEvent::Unknown("unheard of".to_owned());
    assert_eq!(next().await.unwrap(), unknown);
    assert!(next().await.is_err());
}

#[tokio::test]
async fn the_data_of_events_is_a_text_where_no_content_is_stated() {
    let wire = Wire::answering("text/event-stream", "data: start\n\ndata: stop\n\n");
    let mut words = wire.client().words().await.unwrap().into_body();
    let first = words.next().await.unwrap().unwrap().data;
    let second = words.next().await.unwrap().unwrap().data;
    assert_eq!((first.as_str(), second.as_str()), ("start", "stop"));
}

fn stock() -> Stock {
    let bulky = Parcel::builder().weight(2.5).unit("kg").build().unwrap();
    let light = Parcel::builder().weight(0.5).build().unwrap();
    let stock = Stock::builder().id(7).open(true).note("a < b ]]> c");
    let stock = stock.tags(["a & b", "c"]);
    stock.boxes([bulky, light]).build().unwrap()
}

const STOCK: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
    <stock xmlns=\"https://example.com/stock\" id=\"7\"><isOpen>true</isOpen>\
    <tag>a &amp; b</tag><tag>c</tag>\
    <boxes><Parcel unit=\"kg\">2.5</Parcel><Parcel>0.5</Parcel></boxes>\
    <![CDATA[a < b ]]]]><![CDATA[> c]]></stock>";

#[tokio::test]
async fn a_body_in_xml_is_written_and_read_as_its_schema_says() {
    let wire = Wire::answering("application/xml", STOCK);
    let found = wire.client().send_stock(&stock()).await.unwrap();
    let expected = format!("POST /v1/stock\ncontent-type: application/xml\n\n{STOCK}");
    assert_eq!(wire.only(), expected);
    assert_eq!(found.into_body(), stock());
}

#[tokio::test]
async fn xml_is_read_however_it_is_spelt() {
    let body = "<s:stock xmlns:s=\"https://example.com/stock\" id=\" 7 \"><!-- none -->\n\
        <s:boxes/><s:other>1</s:other><s:isOpen> 1 </s:isOpen></s:stock>";
    let wire = Wire::answering("text/xml; charset=utf-8", body);
    let found = wire
        .client()
        .send_stock(&stock())
        .await
        .unwrap()
        .into_body();
    assert_eq!((found.id, found.open, found.tags.len()), (7, Some(true), 0));
}

#[tokio::test]
async fn xml_that_costs_more_than_its_size_is_refused() {
    let deep = "<a>".repeat(100_000);
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    for body in [
        deep.leak(),
        bomb,
        outside,
        "<a>&x;</a>",
        "<a></b>",
        "<a/><b/>",
        "",
    ] {
        let wire = Wire::answering("application/xml", body);
        let refused = wire.client().send_stock(&stock()).await;
        assert!(refused.is_err(), "{body:.40}");
    }
}

/// A multipart body with its boundary written as `B`.
fn with_boundary(sent: &str) -> String {
    let boundary = sent.split("boundary=").nth(1).unwrap();
    let boundary = boundary.split(['\n', ';']).next().unwrap();
    sent.replace(boundary, "B").replace("\r\n", "\n")
}

#[tokio::test]
async fn parts_without_names_are_in_their_order() {
    use newest::multipart::File;
    let wire = Wire::default();
    let image = File::new("image");
    let form = newest::operations::parts::SendPartsForm::new(filter(), vec![1, 2], image);
    wire.client().send_parts(form).await.unwrap();
    let expected = "POST /v1/parts\ncontent-type: multipart/mixed; boundary=B\n\n\
        --B\ncontent-type: application/json\n\n{\"text\":\"a b&c\",\"numbers\":[1,2]}\n\
        --B\ncontent-type: application/json\n\n[1,2]\n\
        --B\ncontent-type: image/png\n\nimage\n--B--\n";
    assert_eq!(with_boundary(&wire.only()), expected);
}

#[tokio::test]
async fn parts_after_the_first_are_encoded_alike() {
    let wire = Wire::default();
    let mut form = newest::operations::parts::SendPagesForm::new("<p>".to_owned());
    form.parts = ["p {}", "a {}"].map(str::to_owned).to_vec();
    form.parts_content_location = ["/style.css", "/other.css"].map(str::to_owned).to_vec();
    wire.client().send_pages(form).await.unwrap();
    let expected = "POST /v1/pages\ncontent-type: multipart/related; boundary=B; \
        type=\"text/html\"\n\n\
        --B\ncontent-type: text/html\n\n<p>\n\
        --B\ncontent-type: text/css\ncontent-location: /style.css\n\np {}\n\
        --B\ncontent-type: text/css\ncontent-location: /other.css\n\na {}\n--B--\n";
    assert_eq!(with_boundary(&wire.only()), expected);
}

/// As [`with_boundary`], with the boundaries within written as `C`.
fn with_boundaries(sent: &str) -> String {
    let mut text = with_boundary(sent);
    while let Some((_, rest)) = text.split_once("boundary=part-") {
        let boundary = format!("part-{}", rest.split('\n').next().unwrap());
        text = text.replace(&boundary, "C");
    }
    text
}

#[tokio::test]
async fn parts_have_parts_of_their_own() {
    use newest::multipart::File;
    use newest::operations::parts::*;
    let wire = Wire::default();
    let pages = SendNestedPagesForm::new(filter(), File::new("image"));
    let mut scans = SendNestedScansForm::new();
    scans.parts = ["a,b", "c"].map(str::to_owned).to_vec();
    scans.parts_x_page = vec![1, 2];
    let mut sender = SendNestedSenderForm::new("Rex".to_owned());
    sender.photo = Some(File::new("photo"));
    let pages = pages.into_file().unwrap();
    let mut form = SendNestedForm::new("t".to_owned(), pages, scans.into_file().unwrap());
    form.sender = Some(sender.into_file().unwrap());
    wire.client().send_nested(form).await.unwrap();
    let expected = "POST /v1/nested\ncontent-type: multipart/form-data; boundary=B\n\n\
        --B\nContent-Disposition: form-data; name=\"title\"\n\nt\n\
        --B\nContent-Disposition: form-data; name=\"pages\"\n\
        content-type: multipart/mixed; boundary=C\n\n\
        --C\ncontent-type: application/json\n\n{\"text\":\"a b&c\",\"numbers\":[1,2]}\n\
        --C\ncontent-type: image/png\n\nimage\n--C--\n\n\
        --B\nContent-Disposition: form-data; name=\"scans\"\n\
        content-type: multipart/parallel; boundary=C\n\n\
        --C\ncontent-type: text/csv\nx-page: 1\n\na,b\n\
        --C\ncontent-type: text/csv\nx-page: 2\n\nc\n--C--\n\n\
        --B\nContent-Disposition: form-data; name=\"sender\"\n\
        content-type: multipart/form-data; boundary=C\n\n\
        --C\nContent-Disposition: form-data; name=\"name\"\n\nRex\n\
        --C\nContent-Disposition: form-data; name=\"photo\"; filename=\"photo\"\n\
        content-type: image/jpeg\n\nphoto\n--C--\n\n--B--\n";
    assert_eq!(with_boundaries(&wire.only()), expected);
}

#[tokio::test]
async fn each_of_several_parts_has_parts_of_its_own() {
    use newest::operations::parts::*;
    let wire = Wire::default();
    let batch = |numbers: &[i64]| {
        let mut batch = SendBatchesPartsForm::new();
        batch.parts = numbers.to_vec();
        batch.into_file().unwrap()
    };
    let mut form = SendBatchesForm::new();
    form.parts = vec![batch(&[1, 2]), batch(&[3])];
    wire.client().send_batches(form).await.unwrap();
    let expected = "POST /v1/batches\ncontent-type: multipart/mixed; boundary=B\n\n\
        --B\ncontent-type: multipart/mixed; boundary=C\n\n\
        --C\ncontent-type: text/plain; charset=utf-8\n\n1\n\
        --C\ncontent-type: text/plain; charset=utf-8\n\n2\n--C--\n\n\
        --B\ncontent-type: multipart/mixed; boundary=C\n\n\
        --C\ncontent-type: text/plain; charset=utf-8\n\n3\n--C--\n\n--B--\n";
    assert_eq!(with_boundaries(&wire.only()), expected);
}

#[test]
fn parts_within_a_part_are_judged_before() {
    use newest::operations::parts::*;
    let refused = SendNestedSenderForm::new("R".to_owned()).into_file();
    assert!(refused.unwrap_err().to_string().contains("/name"));
    let mut scans = SendNestedScansForm::new();
    scans.parts = vec![String::new(); 3];
    assert!(scans.into_file().is_err());
}

#[tokio::test]
async fn parts_arrive_one_by_one() {
    let body = "before\r\n--B x\r\ncontent-type: application/json\r\nx-number: 1\r\n\r\n{\"text\":\"one\"}\r\n\
        --B\r\n\r\nnonsense\r\n--B \r\n\r\n{\"text\":\r\n\"two\"}\r\n--B--\r\nafter";
    let body = body.replace("--B x", "--B");
    let wire = Wire::answering("multipart/mixed; boundary=\"B\"", body.leak());
    let mut parts = wire.client().batch().await.unwrap().into_body();
    let first = parts.next().await.unwrap().unwrap();
    assert_eq!(
        (first.body, &first.headers["x-number"]),
        (entry("one"), &"1".parse().unwrap())
    );
    assert!(parts.next().await.unwrap().is_err());
    assert_eq!(parts.next().await.unwrap().unwrap().body, entry("two"));
    assert!(parts.next().await.is_none());
    let wire = Wire::answering("multipart/mixed; boundary=B", "--B\r\n\r\n{\"text\":");
    let mut parts = wire.client().batch().await.unwrap().into_body();
    assert!(parts.next().await.unwrap().is_err());
    assert!(parts.next().await.is_none());
}

#[tokio::test]
async fn parts_of_bytes_are_as_they_are() {
    let body = "--B\r\ncontent-type: image/jpeg\r\n\r\n\u{1}\r\n--A\r\n\r\n--B--";
    let wire = Wire::answering("multipart/mixed; boundary=B", body);
    let mut parts = wire.client().pictures().await.unwrap().into_body();
    let part = parts.next().await.unwrap().unwrap();
    assert_eq!(&part.body[..], b"\x01\r\n--A\r\n");
    assert!(parts.next().await.is_none());
}

#[tokio::test]
async fn data_without_a_known_tag_are_those_of_the_default_mapping() {
    let pet = async |body| {
        let wire = Wire::answering("application/json", body);
        wire.client().pet().await.unwrap().into_body()
    };
    let cat = pet(r#"{"kind":"cat","lives":9}"#).await;
    assert!(matches!(cat, Pet::Cat(cat) if cat.lives == 9));
    for body in [r#"{"name":"Rex"}"#, r#"{"kind":"dog","name":"Rex"}"#] {
        let other = pet(body).await;
        let Pet::Other(other) = &other else {
            panic!("{other:?}");
        };
        assert_eq!(other.name, "Rex");
        assert_eq!(serde_json::to_string(&other).unwrap(), body);
    }
}

#[tokio::test]
async fn requirements_name_schemes_by_uri() {
    let wire = Wire::answering("application/json", r#"{"name":"Rex"}"#);
    wire.client().pet().await.unwrap();
    assert_eq!(wire.only(), "GET /v1/pet\nx-key: secret\n\n");
    let wire = Wire::default();
    wire.client().device().await.unwrap();
    assert_eq!(
        wire.only(),
        "GET /v1/device\nauthorization: Bearer token\n\n"
    );
}

#[test]
fn modules_follow_the_hierarchy_of_tags() {
    use newest::operations;
    let name = std::any::type_name::<operations::streams::logs::QueryItems>();
    assert!(name.ends_with("operations::streams::logs::QueryItems"));
    let name = std::any::type_name::<operations::streams::CopyItems>();
    assert!(name.ends_with("operations::streams::CopyItems"));
}
