//! Places × encodings × kinds of data: what the specification says of each, as a table. `build/main.rs`
//! makes a document and calls of it, the tests compare what is sent.
//!
//! The texts are those of OpenAPI 3.1.1: "Style Examples" for styles, "Encoding Object" for the media
//! types that parts and fields have by default, RFC 6570 for what is percent-encoded.

/// A kind of data.
pub struct Kind {
    pub name: &'static str,
    pub schema: &'static str,
    /// A value as JSON, and the type that generated code has for it.
    pub json: &'static str,
    pub rust: &'static str,
    /// How an argument of it is made of an owned value.
    pub argument: Argument,
    pub is: Is,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    ByValue,
    ByReference,
}

/// What tells kinds apart on the wire.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// A single value, whose text is this.
    One(&'static str),
    /// `["a b", "c,d"]`
    List,
    /// `[7.0, 0.5]`
    Numbers,
    /// `{"x": 1, "y": "a b"}`
    Object,
    /// `{"p": {"x": 1, "y": "a b"}}`
    Nested,
}

const fn kind(
    name: &'static str,
    schema: &'static str,
    json: &'static str,
    rust: &'static str,
    argument: Argument,
    is: Is,
) -> Kind {
    Kind {
        name,
        schema,
        json,
        rust,
        argument,
        is,
    }
}

use Argument::{ByReference, ByValue};
use Is::{List, Nested, Numbers, Object, One};

pub const KINDS: &[Kind] = &[
    kind(
        "text",
        r#"{"type":"string"}"#,
        r#""a b""#,
        "String",
        ByReference,
        One("a b"),
    ),
    kind(
        "odd",
        r#"{"type":"string"}"#,
        r##""&=+ #/%ä""##,
        "String",
        ByReference,
        One("&=+ #/%ä"),
    ),
    kind(
        "integer",
        r#"{"type":"integer"}"#,
        "-7",
        "i64",
        ByValue,
        One("-7"),
    ),
    kind(
        "number",
        r#"{"type":"number"}"#,
        "7.0",
        "f64",
        ByValue,
        One("7"),
    ),
    kind(
        "half",
        r#"{"type":"number"}"#,
        "0.5",
        "f64",
        ByValue,
        One("0.5"),
    ),
    kind(
        "large",
        r#"{"type":"number"}"#,
        "1e21",
        "f64",
        ByValue,
        One("1e21"),
    ),
    kind(
        "zero",
        r#"{"type":"number"}"#,
        "-0.0",
        "f64",
        ByValue,
        One("0"),
    ),
    kind(
        "truth",
        r#"{"type":"boolean"}"#,
        "true",
        "bool",
        ByValue,
        One("true"),
    ),
    kind(
        "date",
        r#"{"type":"string","format":"date"}"#,
        r#""2020-01-02""#,
        "time::Date",
        ByValue,
        One("2020-01-02"),
    ),
    kind(
        "choice",
        r##"{"$ref":"#/components/schemas/Choice"}"##,
        r#""on""#,
        "types::Choice",
        ByReference,
        One("on"),
    ),
    kind(
        "either",
        r##"{"$ref":"#/components/schemas/Either"}"##,
        "7",
        "types::Either",
        ByValue,
        One("7"),
    ),
    kind(
        "list",
        r#"{"type":"array","items":{"type":"string"}}"#,
        r#"["a b","c,d"]"#,
        "Vec<String>",
        ByValue,
        List,
    ),
    kind(
        "numbers",
        r#"{"type":"array","items":{"type":"number"}}"#,
        "[7.0,0.5]",
        "Vec<f64>",
        ByValue,
        Numbers,
    ),
    kind(
        "object",
        r##"{"$ref":"#/components/schemas/Point"}"##,
        r#"{"x":1,"y":"a b"}"#,
        "types::Point",
        ByReference,
        Object,
    ),
    kind(
        "nested",
        r##"{"$ref":"#/components/schemas/Line"}"##,
        r#"{"p":{"x":1,"y":"a b"}}"#,
        "types::Line",
        ByReference,
        Nested,
    ),
];

/// An encoding of values in a place, and what comes of each kind. `{n}` is the name, `{t}` the text of
/// a single value, `{j}` its JSON; `None` is what the specification has no form for.
pub struct Encoding {
    pub place: Place,
    pub name: &'static str,
    /// What the parameter, or the Encoding Object, says beside its schema.
    pub states: &'static str,
    pub one: Option<&'static str>,
    pub list: Option<&'static str>,
    pub numbers: Option<&'static str>,
    pub object: Option<&'static str>,
    pub nested: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
    Field,
    Part,
}

impl Encoding {
    /// What comes of a kind under a name; `text` escapes a single value.
    pub fn of(&self, kind: &Kind, name: &str, text: impl Fn(&str) -> String) -> Option<String> {
        let template = match kind.is {
            Is::One(_) => self.one,
            Is::List => self.list,
            Is::Numbers => self.numbers,
            Is::Object => self.object,
            Is::Nested => self.nested,
        }?;
        let (one, json) = match kind.is {
            Is::One(value) if kind.json.starts_with('"') => (text(value), text(kind.json)),
            Is::One(value) => (text(value), text(value)),
            _ => (String::new(), String::new()),
        };
        let named = template.replace("{n}", name).replace("{j}", &json);
        Some(named.replace("{t}", &one))
    }
}

macro_rules! encodings {
    ($($place:ident $name:literal $states:literal: $one:expr, $list:expr, $numbers:expr, $object:expr, $nested:expr;)*) => {
        pub const ENCODINGS: &[Encoding] = &[$(Encoding {
            place: Place::$place,
            name: $name,
            states: $states,
            one: $one,
            list: $list,
            numbers: $numbers,
            object: $object,
            nested: $nested,
        }),*];
    };
}

encodings! {
    Path "simple" r#""style":"simple""#: Some("{t}"), Some("a%20b,c%2Cd"), Some("7,0.5"), Some("x,1,y,a%20b"), None;
    Path "simple_exploded" r#""style":"simple","explode":true"#: Some("{t}"), Some("a%20b,c%2Cd"), Some("7,0.5"), Some("x=1,y=a%20b"), None;
    Path "label" r#""style":"label""#: Some(".{t}"), Some(".a%20b,c%2Cd"), Some(".7,0.5"), Some(".x,1,y,a%20b"), None;
    Path "label_exploded" r#""style":"label","explode":true"#: Some(".{t}"), Some(".a%20b.c%2Cd"), Some(".7.0.5"), Some(".x=1.y=a%20b"), None;
    Path "matrix" r#""style":"matrix""#: Some(";{n}={t}"), Some(";{n}=a%20b,c%2Cd"), Some(";{n}=7,0.5"), Some(";{n}=x,1,y,a%20b"), None;
    Path "matrix_exploded" r#""style":"matrix","explode":true"#: Some(";{n}={t}"), Some(";{n}=a%20b;{n}=c%2Cd"), Some(";{n}=7;{n}=0.5"), Some(";x=1;y=a%20b"), None;

    Query "default" "": Some("{n}={t}"), Some("{n}=a%20b&{n}=c%2Cd"), Some("{n}=7&{n}=0.5"), Some("x=1&y=a%20b"), None;
    Query "form" r#""style":"form","explode":false"#: Some("{n}={t}"), Some("{n}=a%20b,c%2Cd"), Some("{n}=7,0.5"), Some("{n}=x,1,y,a%20b"), None;
    Query "spaces" r#""style":"spaceDelimited","explode":false"#: Some("{n}={t}"), Some("{n}=a%20b%20c%2Cd"), Some("{n}=7%200.5"), Some("{n}=x%201%20y%20a%20b"), None;
    Query "pipes" r#""style":"pipeDelimited","explode":false"#: Some("{n}={t}"), Some("{n}=a%20b%7Cc%2Cd"), Some("{n}=7%7C0.5"), Some("{n}=x%7C1%7Cy%7Ca%20b"), None;
    Query "spaces_exploded" r#""style":"spaceDelimited","explode":true"#: Some("{n}={t}"), None, None, Some("x=1&y=a%20b"), None;
    Query "deep" r#""style":"deepObject","explode":true"#: None, None, None, Some("{n}%5Bx%5D=1&{n}%5By%5D=a%20b"), Some("{n}%5Bp%5D%5Bx%5D=1&{n}%5Bp%5D%5By%5D=a%20b");

    Header "simple" "": Some("{t}"), Some("a b,c,d"), Some("7,0.5"), Some("x,1,y,a b"), None;
    Header "exploded" r#""explode":true"#: Some("{t}"), Some("a b,c,d"), Some("7,0.5"), Some("x=1,y=a b"), None;

    Cookie "form" r#""explode":false"#: Some("{n}={t}"), Some("{n}=a%20b,c%2Cd"), Some("{n}=7,0.5"), Some("{n}=x,1,y,a%20b"), None;

    Field "default" "": Some("{n}={t}"), Some("{n}=a+b&{n}=c%2Cd"), Some("{n}=7&{n}=0.5"), Some("{n}=%7B%22x%22%3A1%2C%22y%22%3A%22a+b%22%7D"), Some("{n}=%7B%22p%22%3A%7B%22x%22%3A1%2C%22y%22%3A%22a+b%22%7D%7D");
    Field "exploded" r#""style":"form""#: Some("{n}={t}"), Some("{n}=a%20b&{n}=c%2Cd"), Some("{n}=7&{n}=0.5"), Some("x=1&y=a%20b"), None;
    Field "form" r#""style":"form","explode":false"#: Some("{n}={t}"), Some("{n}=a%20b,c%2Cd"), Some("{n}=7,0.5"), Some("{n}=x,1,y,a%20b"), None;
    Field "pipes" r#""style":"pipeDelimited""#: Some("{n}={t}"), Some("{n}=a%20b%7Cc%2Cd"), Some("{n}=7%7C0.5"), Some("{n}=x%7C1%7Cy%7Ca%20b"), None;
    Field "deep" r#""style":"deepObject","explode":true"#: None, None, None, Some("{n}%5Bx%5D=1&{n}%5By%5D=a%20b"), Some("{n}%5Bp%5D%5Bx%5D=1&{n}%5Bp%5D%5By%5D=a%20b");
    Field "json" r#""contentType":"application/json""#: Some("{n}={j}"), Some("{n}=%5B%22a+b%22%2C%22c%2Cd%22%5D"), Some("{n}=%5B7%2C0.5%5D"), Some("{n}=%7B%22x%22%3A1%2C%22y%22%3A%22a+b%22%7D"), Some("{n}=%7B%22p%22%3A%7B%22x%22%3A1%2C%22y%22%3A%22a+b%22%7D%7D");

    Part "default" "": Some("{n}::{t}"), Some("{n}::a b\n{n}::c,d"), Some("{n}::7\n{n}::0.5"), Some("{n}:application/json:{\"x\":1,\"y\":\"a b\"}"), Some("{n}:application/json:{\"p\":{\"x\":1,\"y\":\"a b\"}}");
    Part "form" r#""style":"form","explode":false"#: Some("{n}::{t}"), Some("{n}::a b,c,d"), Some("{n}::7,0.5"), Some("{n}::x,1,y,a b"), None;
    Part "deep" r#""style":"deepObject","explode":true"#: Some("{n}::{t}"), None, None, Some("{n}[x]::1\n{n}[y]::a b"), Some("{n}[p][x]::1\n{n}[p][y]::a b");
    Part "json" r#""contentType":"application/json""#: Some("{n}:application/json:{j}"), Some("{n}:application/json:[\"a b\",\"c,d\"]"), Some("{n}:application/json:[7,0.5]"), Some("{n}:application/json:{\"x\":1,\"y\":\"a b\"}"), Some("{n}:application/json:{\"p\":{\"x\":1,\"y\":\"a b\"}}");
    Part "typed" r#""contentType":"text/x-thing""#: Some("{n}:text/x-thing:{t}"), Some("{n}:text/x-thing:a b\n{n}:text/x-thing:c,d"), Some("{n}:text/x-thing:7\n{n}:text/x-thing:0.5"), Some("{n}:text/x-thing:{\"x\":1,\"y\":\"a b\"}"), Some("{n}:text/x-thing:{\"p\":{\"x\":1,\"y\":\"a b\"}}");
}
