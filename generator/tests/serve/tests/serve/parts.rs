//! Bodies in parts: what the client sends arrives, as it comes, and what is wrong with one is told.

use futures_util::stream;
use serve::operations::bodies::{
    AttachedForm, CountedForm, MixedForm, SingleForm, UploadForm, WholeForm,
};
use serve::runtime::call::multipart::File;
use serve::{Body, Point};

use crate::service::{Got, Service, client, send, served, value};

fn point() -> Point {
    value(r#"{"x":1,"y":"a"}"#)
}

#[tokio::test]
async fn parts_arrive_as_values_and_as_files() {
    let service = Service::default();
    let client = client(served(&service), None);
    let chunks = ["\r\n--", "b", "\r\n"].map(|text| Ok::<_, std::io::Error>(text.into()));
    let picture = File::new(Body::stream(stream::iter(chunks), None));
    let mut form = UploadForm::new("ä\"".to_owned(), picture.name("a\"b.png"), 7);
    form.point = Some(point());
    form.sizes = vec![3, 1];
    form.filter = Some(point());
    form.words = Some(vec!["a+b".to_owned(), "%20".to_owned()]);
    client.upload(form).await.unwrap();
    let expected = r#"note "ä\""
picture 7 Some("a\"b.png") Some("image/png") b"\r\n--b\r\n"
point Point { x: Some(1), y: Some("a") }
size 3
size 1
filter Point { x: Some(1), y: Some("a") }
words ["a+b", "%20"]
"#;
    assert_eq!(service.last(), format!("{expected:?}"));
}

#[tokio::test]
async fn parts_without_names_go_by_their_order() {
    let service = Service::default();
    let client = client(served(&service), None);
    let mut form = MixedForm::new(point());
    form.files = vec![File::new("a"), File::new("")];
    client.mixed(form).await.unwrap();
    assert_eq!(service.last(), format!("{:?}", format!("{:?} a", point())));
}

/// Parts of names that the document does not have are the caller's to name.
#[tokio::test]
async fn parts_of_other_names_arrive_by_these() {
    let service = Service::default();
    let client = client(served(&service), None);
    let names = ["", "a b", "ä\"\r\n", "x[0]"];
    let mut form = AttachedForm::new();
    form.note = Some("n".to_owned());
    let files = names.map(|name| (name.to_owned(), File::new(name)));
    form.additional_properties = files.into();
    client.attached(form).await.unwrap();
    let seen = [
        "note n",
        r#" Some("") "#,
        r#"a b Some("a b") a b"#,
        r#"x[0] Some("x[0]") x[0]"#,
        "ä\"\r\n Some(\"ä\\\"\\r\\n\") ä\"\r\n",
    ];
    assert_eq!(service.last(), format!("{seen:?}"));
    let mut form = AttachedForm::new();
    form.additional_properties = [("a".to_owned(), File::new(""))].into();
    let refused = client.attached(form).await.unwrap_err();
    assert!(refused.to_string().contains("at least 2"), "{refused}");
    let mut form = AttachedForm::new();
    form.note = Some(String::new());
    form.additional_properties = [("note".to_owned(), File::new(""))].into();
    let refused = client.attached(form).await.unwrap_err();
    assert!(
        refused.to_string().contains("`note` is declared"),
        "{refused}"
    );

    let mut form = CountedForm::new();
    form.additional_properties = [("a", vec![2, 1]), ("b", vec![3])]
        .map(|(name, counts)| (name.to_owned(), counts))
        .into();
    client.counted(form).await.unwrap();
    assert_eq!(service.last(), format!("{:?}", ["a 2", "a 1", "b 3"]));
    for counts in [vec![0], vec![1, 2, 3]] {
        let mut form = CountedForm::new();
        form.additional_properties = [("a".to_owned(), counts)].into();
        assert!(client.counted(form).await.is_err());
    }

    let mut form = SingleForm::new();
    form.additional_properties = [("a".to_owned(), point()), ("b".to_owned(), point())].into();
    client.single(form).await.unwrap();
    let of = |name: &str| format!("AdditionalProperties({name:?}, {:?})", point());
    assert_eq!(service.last(), format!("{:?}", ["a", "b"].map(of)));
}

#[tokio::test]
async fn what_is_wrong_with_parts_of_other_names_is_told_by_these() {
    for (path, parts, status, expected) in [
        (
            "/v1/attached",
            vec!["name=a\n\n"],
            422,
            r#""keyword":"minProperties""#,
        ),
        (
            "/v1/attached",
            vec!["name=a\n\n", "name=a\n\n"],
            400,
            r#""pointer":"/a","detail":"is there more than once""#,
        ),
        ("/v1/attached", vec!["name=a\n\n", "name=b\n\n"], 204, ""),
        (
            "/v1/counted",
            vec!["name=a\n\n1", "name=b\n\n1", "name=a\n\n0"],
            422,
            r#""pointer":"/a/1","keyword":"minimum""#,
        ),
        (
            "/v1/counted",
            vec!["name=a\n\n1", "name=a\n\n1", "name=a\n\n1"],
            422,
            r#""pointer":"/a","keyword":"maxItems""#,
        ),
        (
            "/v1/counted",
            vec!["name=a~/b\n\nx"],
            400,
            r#""pointer":"/a~0~1b/0""#,
        ),
        (
            "/v1/single",
            vec!["name=a\n\n{\"x\":\"a\"}"],
            422,
            r#""pointer":"/a/x""#,
        ),
        (
            "/v1/single",
            vec!["name=a\n\n{}", "name=b\n\n{}", "name=a\n\n{}"],
            400,
            r#""pointer":"/a","detail":"is there more than once""#,
        ),
    ] {
        let service = Service::default();
        let got = posted(&service, path, &parts).await;
        assert_eq!(got.status.as_u16(), status, "{parts:?}: {}", got.text);
        assert!(got.text.contains(expected), "{parts:?}: {}", got.text);
    }
}

async fn upload(service: &Service, parts: &[&str]) -> Got {
    posted(service, "/v1/upload", parts).await
}

async fn posted(service: &Service, path: &str, parts: &[&str]) -> Got {
    let mut body = String::new();
    for part in parts {
        body.push_str("--b\r\nContent-Disposition: form-data; ");
        body.push_str(&part.replace('\n', "\r\n"));
        body.push_str("\r\n");
    }
    body.push_str("--b--\r\n");
    let request =
        http::Request::post(path).header("content-type", "multipart/form-data; boundary=\"b\"");
    send(served(service), request, String::leak(body)).await
}

const NOTE: &str = "name=note\n\nx";
const PICTURE: &str = "name=picture; filename=a.png\nX-Size: 1\nContent-Type: image/png\n\nPNG";

#[tokio::test]
async fn what_is_wrong_with_parts_is_told() {
    let all = |more: &'static str| [NOTE, PICTURE, more];
    for (parts, status, expected) in [
        (vec![NOTE, PICTURE], 204, ""),
        (vec![PICTURE, "name=other\n\n", NOTE], 204, ""),
        (
            vec![NOTE],
            400,
            r#""pointer":"/picture","detail":"is missing""#,
        ),
        (
            all(NOTE).into(),
            400,
            r#""pointer":"/note","detail":"is there more than once""#,
        ),
        (
            vec!["name=note\n\n0123456789", PICTURE],
            422,
            r#""pointer":"/note","keyword":"maxLength""#,
        ),
        (
            vec!["name=picture\n\n"],
            400,
            r#""pointer":"/picture/X-Size","detail":"is missing""#,
        ),
        (
            vec![
                NOTE,
                "name=picture\nX-Size: 1\ncontent-type: text/plain\n\n",
            ],
            415,
            r#""pointer":"/picture""#,
        ),
        (
            all("name=point\n\n{\"x\":1").into(),
            400,
            r#""pointer":"/point/x""#,
        ),
        (
            all("name=point\n\n{\"x\":\"a\"}").into(),
            422,
            r#""pointer":"/point/x""#,
        ),
        (
            all("name=sizes\n\n0").into(),
            422,
            r#""pointer":"/sizes/0","keyword":"minimum""#,
        ),
        (
            vec![NOTE, PICTURE, "name=sizes\n\n2", "name=sizes\n\n2"],
            422,
            r#""pointer":"/sizes","keyword":"uniqueItems""#,
        ),
        (
            all("name=filter[x]\n\n2").into(),
            422,
            r#""keyword":"dependentRequired""#,
        ),
        (
            all("name=filter[x]\n\na").into(),
            400,
            r#""pointer":"/filter/x""#,
        ),
        (vec!["name=note\n:\n\nx"], 400, "headers"),
    ] {
        let service = Service::default();
        let got = upload(&service, &parts).await;
        assert_eq!(got.status.as_u16(), status, "{parts:?}: {}", got.text);
        assert!(got.text.contains(expected), "{parts:?}: {}", got.text);
    }
    let service = Service::default();
    for (media_type, body) in [
        ("multipart/form-data", "--b--"),
        ("multipart/form-data; boundary=b", "--b\r\n"),
        ("multipart/form-data; boundary=b", ""),
    ] {
        let request = http::Request::post("/v1/upload").header("content-type", media_type);
        let got = send(served(&service), request, body).await;
        assert_eq!(got.status.as_u16(), 400, "{body}: {}", got.text);
    }
}

#[tokio::test]
async fn all_that_is_wrong_with_parts_is_told_at_once() {
    let pointers = |got: &Got| -> Vec<String> {
        let problem: serde_json::Value = serde_json::from_str(&got.text).unwrap();
        let errors = problem["errors"].as_array().unwrap().iter();
        errors
            .map(|it| it["pointer"].as_str().unwrap().to_owned())
            .collect()
    };
    for (parts, status, expected) in [
        (vec![], 400, &["/note", "/picture"][..]),
        (
            vec![
                "name=note\n\n0123456789",
                PICTURE,
                "name=sizes\n\n1",
                "name=sizes\n\n0",
            ],
            422,
            &["/note", "/sizes/1"],
        ),
        (
            vec![
                "name=note\n\n0123456789",
                "name=note\n\nx",
                "name=picture\ncontent-type: text/plain\n\n",
                "name=point\n\n{\"x\":\"a\",\"y\":1}",
                "name=filter[x]\n\na",
            ],
            400,
            &[
                "/note",
                "/note",
                "/picture",
                "/point/x",
                "/point/y",
                "/filter/x",
            ],
        ),
        (
            vec![
                "name=note\n\n0123456789",
                "name=picture\nX-Size: 1\ncontent-type: text/plain\n\n",
            ],
            415,
            &["/note", "/picture"],
        ),
        (
            vec![
                "name=note\ncontent-type: text/plain; charset=utf-16\n\na",
                "name=words\n\na",
                PICTURE,
            ],
            415,
            &["/note"],
        ),
    ] {
        let service = Service::default();
        let got = upload(&service, &parts).await;
        assert_eq!(got.status.as_u16(), status, "{parts:?}: {}", got.text);
        assert_eq!(pointers(&got), expected, "{parts:?}: {}", got.text);
        assert!(service.is_untouched());
    }
    let request =
        http::Request::post("/v1/form").header("content-type", "application/x-www-form-urlencoded");
    let got = send(
        served(&Service::default()),
        request,
        "size=1&size=2&color=%FF&secret=a",
    )
    .await;
    assert_eq!(got.status.as_u16(), 400);
    assert_eq!(
        pointers(&got),
        ["", "/secret", "/size", "/color"],
        "{}",
        got.text
    );
}

/// What is a form or XML within a body in parts is written and read as such a body.
#[tokio::test]
async fn parts_that_are_bodies_of_their_own_arrive() {
    let service = Service::default();
    let client = client(served(&service), None);
    let mut form = WholeForm::new(value::<Point>(r#"{"x":1,"y":"a b&c"}"#));
    form.lines = Some(value(r#"{"p":["a","b"],"q":["c","d|e"]}"#));
    form.xml = Some(value(r#"{"x":2,"y":"<&>"}"#));
    form.several = vec![value(r#"{"a":"ä","b":[1,2]}"#), value(r#"{"a":"b"}"#)];
    client.whole(form).await.unwrap();
    let seen = service.last();
    for expected in [
        r#"Form(Point { x: Some(1), y: Some(\"a b&c\") })"#,
        r#"Xml(Point { x: Some(2), y: Some(\"<&>\") })"#,
        r#"p: [\"a\", \"b\"]"#,
        r#"a: Some(\"ä\"), b: Some([1, 2])"#,
        r#"a: Some(\"b\")"#,
    ] {
        assert!(seen.contains(expected), "{expected}: {seen}");
    }
}

#[tokio::test]
async fn parts_that_are_bodies_of_their_own_are_read_from_bytes() {
    for (parts, status, expected) in [
        (
            vec!["name=form\n\ny=a+b%26&x=1"],
            204,
            r#"Form(Point { x: Some(1), y: Some(\"a b&\") })"#,
        ),
        (
            vec![
                "name=form\n\n",
                "name=xml\nContent-Type: application/xml\n\n<Point><x>3</x></Point>",
            ],
            204,
            "Xml(Point { x: Some(3), y: None })",
        ),
        (
            vec![
                "name=form\n\n",
                "name=several\n\n<several a=\"k\"><b>1</b><b>2</b></several>",
            ],
            204,
            r#"a: Some(\"k\"), b: Some([1, 2])"#,
        ),
        (
            vec!["name=form\n\n", "name=lines\n\np=a&p=b&q=c%7Cd"],
            204,
            r#"q: Some([\"c\", \"d\"])"#,
        ),
        (vec!["name=form\n\nx=a"], 400, r#""pointer":"/form/x""#),
        (
            vec!["name=form\n\n", "name=xml\n\n<Point><x>"],
            400,
            r#""pointer":"/xml""#,
        ),
        (
            vec!["name=form\n\n", "name=xml\n\nnone"],
            400,
            r#""pointer":"/xml""#,
        ),
        (
            vec!["name=xml\n\n<Point/>"],
            400,
            r#""pointer":"/form","detail":"is missing""#,
        ),
        (
            vec![
                "name=form\n\n",
                "name=several\n\n<s/>",
                "name=several\n\n<s/>",
                "name=several\n\n<s/>",
            ],
            422,
            r#""pointer":"/several","keyword":"maxItems""#,
        ),
    ] {
        let service = Service::default();
        let got = posted(&service, "/v1/whole", &parts).await;
        assert_eq!(got.status.as_u16(), status, "{parts:?}: {}", got.text);
        let seen = if status == 204 {
            service.last()
        } else {
            got.text
        };
        assert!(seen.contains(expected), "{parts:?}: {seen}");
    }
}
