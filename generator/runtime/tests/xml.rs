//! Bodies in XML: what is written is what every reader finds, and what is read costs no more than its size.

use std::time::{Duration, Instant};

use faircopy_runtime::json::{de, ser};
use faircopy_runtime::xml::{Content, Kind, Node, Property, read, write};
use serde_json::{Value, json};

static TEXT: Content = Content::Text;

static NUMBER: Content = Content::Number;

const fn node(name: &'static str, namespace: &'static str, kind: Kind) -> Node {
    Node {
        name,
        namespace,
        kind,
        content: &TEXT,
    }
}

const fn property(name: &'static str, node: Node) -> Property {
    Property {
        name,
        required: false,
        nullable: false,
        when: None,
        node,
    }
}

static PET: Content = Content::Object(
    &[
        property("own", node("p:own", "urn:p", Kind::Attribute)),
        property("code", node("c:code", "urn:c", Kind::Attribute)),
        property("other", node("c:other", "urn:c", Kind::Attribute)),
        property("bare", node("bare", "urn:b", Kind::Attribute)),
        property("id", node("id", "", Kind::Attribute)),
        property("name", node("name", "", Kind::Element)),
        property("note", node("note", "", Kind::Cdata)),
        property(
            "weight",
            Node {
                content: &NUMBER,
                ..node("weight", "", Kind::Element)
            },
        ),
        property("more", node("more", "", Kind::Element)),
    ],
    None,
);

static ROOT: Node = Node {
    name: "p:pet",
    namespace: "urn:p",
    kind: Kind::Element,
    content: &PET,
};

fn written(value: &Value) -> String {
    let bytes = of_json(&value.to_string()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    text.strip_prefix(declaration).unwrap().to_owned()
}

/// The XML of JSON.
fn of_json(json: &str) -> Result<Vec<u8>, String> {
    let value = de::decode(json).unwrap();
    write::document(&value, &ROOT).map_err(|error| error.to_string())
}

/// The JSON of XML.
fn to_json(xml: &str) -> Result<String, String> {
    let value = read::document(xml, &ROOT).map_err(|error| error.to_string())?;
    Ok(ser::encode(&value).unwrap())
}

fn found(xml: &str) -> Result<Value, String> {
    Ok(serde_json::from_str(&to_json(xml)?).unwrap())
}

#[test]
fn numbers_keep_their_digits() {
    for number in [
        "340282366920938463463374607431768211455",
        "0.10",
        "-1.50e+400",
    ] {
        let json = format!("{{\"weight\":{number}}}");
        let xml = String::from_utf8(of_json(&json).unwrap()).unwrap();
        assert!(xml.contains(&format!("<weight>{number}</weight>")), "{xml}");
        assert_eq!(to_json(&xml).as_ref(), Ok(&json));
    }
}

#[test]
fn numbers_are_read_as_xml_schema_writes_them() {
    let weight = |text: &str| to_json(&format!("<pet><weight>{text}</weight></pet>"));
    for (text, number) in [
        ("+007", "7"),
        (" -0.50 ", "-0.50"),
        (".5", "0.5"),
        ("5.", "5"),
        ("00", "0"),
        ("1E3", "1E3"),
    ] {
        assert_eq!(
            weight(text),
            Ok(format!("{{\"weight\":{number}}}")),
            "{text}"
        );
    }
    for text in [
        "",
        ".",
        "-",
        "+-1",
        "1 2",
        "1.2.3",
        "INF",
        "NaN",
        "e5",
        "true",
        "0x1",
        "1,\"a\":2",
    ] {
        assert!(weight(text).is_err(), "{text}");
    }
}

#[test]
fn attributes_of_other_vocabularies_stand_for_none() {
    let xml = "<pet xmlns:x=\"urn:x\" x:id=\"1\" id=\"2\" c:code=\"3\"/>";
    assert_eq!(found(xml), Ok(json!({ "id": "2", "code": "3" })));
}

#[test]
fn namespaces_of_attributes_are_declared_once() {
    let pet = json!({ "own": "1", "code": "2", "other": "3", "bare": "4", "id": "5" });
    let expected = "<p:pet xmlns:p=\"urn:p\" p:own=\"1\" xmlns:c=\"urn:c\" c:code=\"2\" c:other=\"3\" \
                    xmlns:ns2=\"urn:b\" ns2:bare=\"4\" id=\"5\"></p:pet>";
    assert_eq!(written(&pet), expected);
    assert_eq!(found(expected), Ok(pet));
}

#[test]
fn what_a_reader_would_change_is_escaped() {
    let text = "a\r\n\t<&>\"']]>";
    let pet = json!({ "id": text, "name": text, "note": text });
    let expected = "<p:pet xmlns:p=\"urn:p\" id=\"a&#13;&#10;&#9;&lt;&amp;&gt;&quot;']]&gt;\">\
                    <name>a&#13;\n\t&lt;&amp;&gt;\"']]&gt;</name>\
                    <![CDATA[a]]>&#13;<![CDATA[\n\t<&>\"']]]]><![CDATA[>]]></p:pet>";
    assert_eq!(written(&pet), expected);
    assert_eq!(found(expected), Ok(pet));
}

#[test]
fn characters_that_xml_does_not_have_are_refused() {
    for name in ["id", "name", "note"] {
        for letter in ['\0', '\u{1}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
            let pet = json!({ name: letter.to_string() });
            assert!(of_json(&pet.to_string()).is_err(), "{name} {letter:?}");
        }
        let pet = json!({ name: "\u{7f}\u{85}\u{fffd}\u{10ffff}" });
        let text = written(&pet);
        assert_eq!(found(&text), Ok(pet));
    }
}

#[test]
fn entities_and_what_lies_outside_are_refused() {
    for body in [
        "<!DOCTYPE pet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><pet><name>&x;</name></pet>",
        "<!DOCTYPE pet SYSTEM \"https://example.com/pet.dtd\"><pet/>",
        "<!DOCTYPE pet [<!ENTITY % x SYSTEM \"https://example.com/x\"> %x;]><pet/>",
        "<!DOCTYPE pet [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><pet id=\"&b;\"/>",
        "<!DOCTYPE pet><pet/>",
        "<pet><name>&x;</name></pet>",
        "<pet id=\"&x;\"/>",
        "<pet><name>&#0;</name></pet>",
        "<pet id=\"1\" id=\"2\"/>",
        "<pet><name></pet></name>",
        "<pet/><pet/>",
        "<pet>",
        "",
    ] {
        assert!(read::document(body, &ROOT).is_err(), "{body}");
    }
}

#[test]
fn what_is_read_costs_no_more_than_its_size() {
    let deep = "<a>".repeat(200_000);
    assert!(read::document(&deep, &ROOT).is_err());
    let start = Instant::now();
    let many: String = (0..200_000)
        .map(|index| format!(" a{index}=\"\""))
        .collect();
    assert!(read::document(&format!("<pet{many}/>"), &ROOT).is_ok());
    let wide = "<name>a</name>".repeat(200_000);
    assert!(read::document(&format!("<pet>{wide}</pet>"), &ROOT).is_ok());
    // Work that grows with the square would take minutes.
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn namespaces_cost_no_more_than_their_size() {
    let long = "x".repeat(1_000_000);
    let children = "<name/>".repeat(100_000);
    let xml = format!("<pet xmlns=\"{long}\">{children}</pet>");
    assert!(read::document(&xml, &ROOT).is_ok());
    let start = Instant::now();
    let declared: String = (0..100_000)
        .map(|it| format!(" xmlns:p{it}=\"u\""))
        .collect();
    let xml = format!("<pet{declared}>{}</pet>", "<p0:name/>".repeat(100_000));
    assert!(read::document(&xml, &ROOT).is_ok());
    assert!(start.elapsed() < Duration::from_secs(30));
}
