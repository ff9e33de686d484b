//! Values in XML of every kind there is, and back: what is read is what was written.

use faircopy_runtime::json::{de, ser};
use faircopy_runtime::xml::{Content, Kind, Node, Property, When, read, write};

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

const fn holding(node: Node, content: &'static Content) -> Node {
    Node { content, ..node }
}

const fn element(name: &'static str, content: &'static Content) -> Node {
    holding(node(name, "", Kind::Element), content)
}

const fn group(content: &'static Content) -> Node {
    holding(node("group", "", Kind::None), content)
}

const fn required(property: Property) -> Property {
    Property {
        required: true,
        ..property
    }
}

const fn nullable(property: Property) -> Property {
    Property {
        nullable: true,
        ..property
    }
}

/// A document whose element `r` holds this.
const fn root(content: &'static Content) -> Node {
    element("r", content)
}

/// What is written of a value, without the declaration, and what is read of that.
#[track_caller]
fn there_and_back(root: &Node, json: &str, xml: &str) {
    let value = de::decode(json).unwrap();
    let written = String::from_utf8(write::document(&value, root).unwrap()).unwrap();
    let (_, written) = written.split_once("?>").unwrap();
    assert_eq!(written, xml, "written of {json}");
    assert_eq!(&read_as(root, xml), json, "read of {xml}");
}

#[track_caller]
fn read_as(root: &Node, xml: &str) -> String {
    let value = read::document(xml, root).unwrap();
    ser::encode(&value).unwrap()
}

static TOKEN: Content = Content::Token;
static ITEM: Content = Content::Object(
    &[
        property("v", holding(node("v", "", Kind::Attribute), &NUMBER)),
        property("t", node("t", "", Kind::Text)),
    ],
    None,
);
static BY_KEY: Node = element("", &TEXT);
static NUMBER_BY_KEY: Node = element("", &NUMBER);
static NUMBERS: Content = Content::List(&NUMBER_BY_KEY);

#[test]
fn values_of_maps_are_written_in_full() {
    static ITEMS: Node = element("", &ITEM);
    static OF_ITEMS: Content = Content::Object(&[], Some(&ITEMS));
    let json = r#"{"p":{"v":1,"t":"z"},"q":{"v":2,"t":"y"}}"#;
    let xml = r#"<r><p v="1">z</p><q v="2">y</q></r>"#;
    there_and_back(&root(&OF_ITEMS), json, xml);

    static OF_TEXTS: Content = Content::Object(&[], Some(&BY_KEY));
    let nil = r#"<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>"#;
    let xml = format!("<r>{nil}<b></b></r>");
    there_and_back(&root(&OF_TEXTS), r#"{"a":null,"b":""}"#, &xml);

    static BARE: Node = group(&NUMBERS);
    static OF_LISTS: Content = Content::Object(&[], Some(&BARE));
    let json = r#"{"a":[1,2],"b":[3]}"#;
    let xml = "<r><a>1</a><a>2</a><b>3</b></r>";
    there_and_back(&root(&OF_LISTS), json, xml);

    static WRAPPED: Node = element("", &NUMBERS);
    static OF_WRAPPED: Content = Content::Object(&[], Some(&WRAPPED));
    let xml = "<r><a><a>1</a><a>2</a></a><b><b>3</b></b></r>";
    there_and_back(&root(&OF_WRAPPED), json, xml);

    static ANYTHING: Node = element("", &Content::Any);
    static OF_ANYTHING: Content = Content::Object(&[], Some(&ANYTHING));
    let json = r#"{"a":["1","2"],"b":"3","c":null}"#;
    let xml = format!("<r><a>1</a><a>2</a><b>3</b>{}</r>", nil.replace("<a", "<c"));
    there_and_back(&root(&OF_ANYTHING), json, &xml);
}

#[test]
fn groups_have_attributes_and_may_be_absent() {
    static GROUP: Content = Content::Object(
        &[
            required(property("g", node("g", "", Kind::Element))),
            property("at", node("at", "", Kind::Attribute)),
        ],
        None,
    );
    static OUTER: Content = Content::Object(
        &[
            property("na", node("na", "", Kind::Attribute)),
            property("group", group(&GROUP)),
            property("own", node("own", "", Kind::Element)),
        ],
        Some(&BY_KEY),
    );
    let json = r#"{"na":"x","group":{"g":"G","at":"A"},"own":"o","more":"m"}"#;
    let xml = r#"<r na="x" at="A"><g>G</g><own>o</own><more>m</more></r>"#;
    there_and_back(&root(&OUTER), json, xml);
    let json = r#"{"na":"x","own":"o"}"#;
    there_and_back(&root(&OUTER), json, r#"<r na="x"><own>o</own></r>"#);
    static MUST: Content = Content::Object(
        &[nullable(required(property("group", group(&GROUP))))],
        None,
    );
    there_and_back(&root(&MUST), r#"{"group":null}"#, "<r></r>");
}

#[test]
fn what_is_one_of_several_kinds_is_read_as_it_is() {
    static OBJECT: Content = Content::Object(&[property("z", node("z", "", Kind::Element))], None);
    static ANY_OF_ALL: Content =
        Content::OneOf(&[Content::Number, Content::Boolean, Content::Text, OBJECT]);
    static OF_TEXT: Content = Content::OneOf(&[Content::Integer, Content::Text]);
    static OF_NEITHER: Content = Content::OneOf(&[Content::Integer, Content::Boolean]);
    for (content, json, xml) in [
        (&ANY_OF_ALL, "5.5", "<r>5.5</r>"),
        (&ANY_OF_ALL, "true", "<r>true</r>"),
        (&ANY_OF_ALL, r#""text""#, "<r>text</r>"),
        (&ANY_OF_ALL, r#""""#, "<r></r>"),
        (&ANY_OF_ALL, r#"{"z":"1"}"#, "<r><z>1</z></r>"),
        (&OF_TEXT, "5", "<r>5</r>"),
        (&OF_TEXT, r#""007""#, "<r>007</r>"),
        (&OF_TEXT, r#""1.5""#, "<r>1.5</r>"),
        (&OF_NEITHER, "5", "<r>5</r>"),
        (&OF_NEITHER, "false", "<r>false</r>"),
    ] {
        there_and_back(&root(content), json, xml);
    }
    assert!(read::document("<r>x</r>", &root(&OF_NEITHER)).is_err());
}

#[test]
fn branches_write_a_property_each_in_their_way() {
    const fn way(values: &'static When, node: Node) -> Property {
        Property {
            when: Some(values),
            ..property("v", node)
        }
    }
    const fn told(values: &'static [&'static str]) -> When {
        When { name: "k", values }
    }
    static P: When = told(&["p"]);
    static Q: When = told(&["q"]);
    static S: When = told(&["s"]);
    static BRANCHES: Content = Content::Object(
        &[
            way(&P, node("v", "", Kind::Element)),
            way(&Q, element("v", &NUMBER)),
            way(&S, node("w", "", Kind::Attribute)),
            property("k", element("k", &TOKEN)),
        ],
        None,
    );
    let root = root(&BRANCHES);
    for (json, xml) in [
        (r#"{"k":"p","v":"5"}"#, "<r><v>5</v><k>p</k></r>"),
        (r#"{"k":"q","v":5}"#, "<r><v>5</v><k>q</k></r>"),
        (r#"{"k":"s","v":"5"}"#, r#"<r w="5"><k>s</k></r>"#),
        (r#"{"k":"u","v":"x"}"#, "<r><v>x</v><k>u</k></r>"),
    ] {
        there_and_back(&root, json, xml);
    }
    assert!(read::document("<r><v>x</v><k>q</k></r>", &root).is_err());
}

#[test]
fn an_attribute_that_is_not_there_is_null_where_it_may_be() {
    static CONTENT: Content = Content::Object(
        &[
            required(nullable(property("na", node("na", "", Kind::Attribute)))),
            property("nb", node("nb", "", Kind::Attribute)),
        ],
        None,
    );
    there_and_back(&root(&CONTENT), r#"{"na":null}"#, "<r></r>");
    there_and_back(
        &root(&CONTENT),
        r#"{"na":"a","nb":"b"}"#,
        r#"<r na="a" nb="b"></r>"#,
    );
}

#[test]
fn texts_in_lists_and_among_elements_keep_their_places() {
    static TEXT_NODE: Node = node("w", "", Kind::Text);
    static TEXTS: Content = Content::List(&TEXT_NODE);
    static HOLDS: Content = Content::Object(&[property("w", group(&TEXTS))], None);
    there_and_back(&root(&HOLDS), r#"{"w":["one"]}"#, "<r>one</r>");
    there_and_back(&root(&HOLDS), "{}", "<r></r>");
    assert_eq!(
        read_as(&root(&HOLDS), "<r>a<x/>b</r>"),
        r#"{"w":["a","b"]}"#
    );

    static ITEMS: &[Node] = &[
        node("", "", Kind::Text),
        element("data", &NUMBER),
        node("", "", Kind::Cdata),
        element("two", &ITEM),
    ];
    static REST: Node = element("more", &TEXT);
    static REPORT: Content = Content::Items(ITEMS, Some(&REST));
    let json = r#"["before",42,"af<ter",{"v":1,"t":"z"},"m","n"]"#;
    let xml = "<r>before<data>42</data><![CDATA[af<ter]]><two v=\"1\">z</two>\
               <more>m</more><more>n</more></r>";
    there_and_back(&root(&REPORT), json, xml);
    let xml = "<r>before<data>42</data>after</r>";
    assert_eq!(read_as(&root(&REPORT), xml), r#"["before",42,"after"]"#);
    static LOOSE: Content = Content::Object(&[property("l", group(&REPORT))], None);
    let json = r#"{"l":["",1,"",{"v":1,"t":"z"}]}"#;
    let xml = "<r><data>1</data><two v=\"1\">z</two></r>";
    assert_eq!(read_as(&root(&LOOSE), xml), json);
    there_and_back(&root(&LOOSE), "{}", "<r></r>");
}

#[test]
fn space_around_what_is_no_free_text_is_none_of_it() {
    static BASE64: Content = Content::Base64;
    static BOOLEAN: Content = Content::Boolean;
    for (content, text, json) in [
        (&TOKEN, "\n 2020-01-02\t\n", r#""2020-01-02""#),
        (&TOKEN, " a \n b ", r#""a b""#),
        (&BASE64, " AAE\nC ", r#""AAEC""#),
        (&NUMBER, "\n1\n", "1"),
        (&BOOLEAN, " true\n", "true"),
        (&TEXT, " a\n", r#"" a\n""#),
    ] {
        assert_eq!(read_as(&root(content), &format!("<r>{text}</r>")), json);
        static PLACES: [Kind; 3] = [Kind::Element, Kind::Text, Kind::Cdata];
        for kind in PLACES {
            let node = holding(node("p", "", kind), content);
            let properties: &'static [Property] = Box::leak(Box::new([property("p", node)]));
            let object = Box::leak(Box::new(Content::Object(properties, None)));
            let xml = match kind {
                Kind::Element => format!("<r><p>{text}</p></r>"),
                _ => format!("<r>{text}</r>"),
            };
            assert_eq!(read_as(&root(object), &xml), format!("{{\"p\":{json}}}"));
        }
    }
}

#[test]
fn an_element_is_that_of_one_property() {
    static CROSSED: Content = Content::Object(
        &[
            property("text", node("label", "", Kind::Element)),
            property("value", node("text", "", Kind::Element)),
            property("free", node("other", "", Kind::Element)),
        ],
        None,
    );
    let root_of = root(&CROSSED);
    assert_eq!(
        read_as(&root_of, "<r><text>V</text></r>"),
        r#"{"value":"V"}"#
    );
    assert_eq!(
        read_as(&root_of, "<r><free>F</free></r>"),
        r#"{"free":"F"}"#
    );

    for kind in [Kind::Element, Kind::Attribute] {
        let properties: &'static [Property] = Box::leak(Box::new([
            property("n1", node("a:name", "http://a", kind)),
            property("n2", node("b:name", "http://b", kind)),
            property("n3", node("name", "", kind)),
        ]));
        let root = root(Box::leak(Box::new(Content::Object(properties, None))));
        let of = |declared: &str, names: &[(&str, &str)]| match kind {
            Kind::Element => {
                let inner = names
                    .iter()
                    .map(|(name, text)| format!("<{name}>{text}</{name}>"));
                format!("<r {declared}>{}</r>", inner.collect::<String>())
            }
            _ => {
                let inner = names
                    .iter()
                    .map(|(name, text)| format!(" {name}=\"{text}\""));
                format!("<r {declared}{}/>", inner.collect::<String>())
            }
        };
        let both = r#"xmlns:a="http://a" xmlns:b="http://b""#;
        let swapped = r#"xmlns:b="http://a" xmlns:a="http://b""#;
        for (declared, names, json) in [
            (
                both,
                &[("a:name", "1"), ("b:name", "2")][..],
                r#"{"n1":"1","n2":"2"}"#,
            ),
            (both, &[("b:name", "2")], r#"{"n2":"2"}"#),
            (swapped, &[("b:name", "1")], r#"{"n1":"1"}"#),
            (
                swapped,
                &[("a:name", "2"), ("name", "3")],
                r#"{"n2":"2","n3":"3"}"#,
            ),
            ("", &[("b:name", "2")], r#"{"n2":"2"}"#),
            (
                both,
                &[("name", "3"), ("a:name", "1")],
                r#"{"n1":"1","n3":"3"}"#,
            ),
        ] {
            assert_eq!(
                read_as(&root, &of(declared, names)),
                json,
                "{kind:?} {declared} {names:?}"
            );
        }
    }
}
