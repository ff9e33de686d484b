//! Types as the generator writes them, by hand: what they read and write.

#[path = "types/branches.rs"]
mod branches;

use std::collections::BTreeMap;

use faircopy_runtime as runtime;
use faircopy_runtime::json::de::decode;
use faircopy_runtime::json::ser::encode;
use faircopy_runtime::validate::{At, Validate, Violations};
use faircopy_runtime::{Patch, Secret, Unknown};
use time::OffsetDateTime;

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Token {
    pub token: String,
    pub parent: Option<String>,
    pub data_limit: Option<i64>,
    pub note: Patch<String>,
    pub password: Option<Secret>,
    pub created_at: Option<OffsetDateTime>,
    pub updated_at: Patch<OffsetDateTime>,
    pub status: Option<Status>,
    pub additional_properties: BTreeMap<String, i64>,
}

runtime::object! {
    Token, TokenBuilder;
    "token" => token(into) required: String;
    "parent" => parent required: Option<String> as runtime::codec::Nullable<runtime::codec::Plain>;
    "dataLimit" => data_limit optional: i64;
    "note" => note(null note_null into) patch: String;
    "password" => password(into) optional: Secret;
    "createdAt" => created_at optional: OffsetDateTime as runtime::codec::UnixTime;
    "updatedAt" => updated_at(null updated_at_null) patch: OffsetDateTime as runtime::codec::UnixTime;
    "status" => status optional: Status;
    rest(additional_properties, set): BTreeMap<String, i64>;
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    pub name: Option<String>,
    pub key: Option<Secret>,
    pub age: Option<u8>,
    pub tags: Vec<String>,
    pub sizes: Option<Vec<u8>>,
    pub words: Patch<Vec<String>>,
}

runtime::object! {
    Told, ToldBuilder;
    "name" => name(or_null String) required: Option<String> as runtime::codec::Nullable<runtime::codec::Plain>;
    "key" => key(or_null Secret) required: Option<Secret> as runtime::codec::Nullable<runtime::codec::Plain>;
    "age" => age(or_null u8) required: Option<u8> as runtime::codec::Nullable<runtime::codec::Plain>;
    "tags" => tags(list into String) required: Vec<String>;
    "sizes" => sizes(list u8) optional: Vec<u8>;
    "words" => words(null words_null list into String) patch: Vec<String>;
}

impl Validate for Told {
    fn check(&self, _: &At<'_>, _: &mut Violations) {}
}

#[test]
fn setters_take_what_is_at_hand() {
    let texts = ["a", "b"];
    let told = Told::builder().name("Rex").key("k").age(7).tags(texts);
    let told = told.sizes([1, 2]).words(texts.map(str::to_owned));
    let expected = Told {
        name: Some("Rex".to_owned()),
        key: Some("k".into()),
        age: Some(7),
        tags: vec!["a".to_owned(), "b".to_owned()],
        sizes: Some(vec![1, 2]),
        words: Patch::Value(vec!["a".to_owned(), "b".to_owned()]),
    };
    assert_eq!(told.build().as_ref(), Ok(&expected));
    // An `Option`, and what is given one by one.
    let told = Told::builder().name(expected.name.clone()).key(None);
    let told = told.age(expected.age).tags(&expected.tags).words_null();
    let told = told.sizes((1..3).chain(None)).build();
    let expected = Told {
        key: None,
        words: Patch::Null,
        ..expected
    };
    assert_eq!(told, Ok(expected));
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Circle {
    pub kind: String,
    pub radius: i64,
}

runtime::object! {
    Circle, CircleBuilder;
    "kind" => kind(into) required: String = String::from("circle");
    "radius" => radius required: i64;
}

impl Validate for Circle {
    fn check(&self, _: &At<'_>, _: &mut Violations) {}
}

#[test]
fn a_builder_has_what_can_have_one_value_only() {
    let circle = Circle::builder().radius(1).build().unwrap();
    assert_eq!(circle.kind, "circle");
    // What is read must have it all the same.
    assert!(decode::<Circle>(r#"{"radius":1}"#).is_err());
    assert!(CircleBuilder::default().radius(1).build().is_err());
}

impl Validate for Token {
    fn check(&self, at: &At<'_>, out: &mut Violations) {
        if let Some(value) = self.data_limit {
            runtime::constraint::minimum(value, 10, &at.key("dataLimit"), out);
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    Active,
    Unknown(Unknown<String>),
}

runtime::json::enumeration::text! {
    Status, Unknown;
    "active" => Active;
}

/// A struct of properties without a tag, whose numbers are at least 10.
macro_rules! shape {
    ($name:ident, $builder:ident { $($wire:literal => $field:ident: $ty:ty,)* } $($closed:tt)*) => {
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name { $($field: Option<$ty>,)* }

        runtime::object! {
            $name, $builder;
            $($wire => $field optional: $ty;)*
            $($closed)*
        }

        impl Validate for $name {
            fn check(&self, at: &At<'_>, out: &mut Violations) {
                $(if let Some(value) = &self.$field {
                    runtime::constraint::min_length(&value.to_string(), 2, &at.key($wire), out);
                })*
            }
        }
    };
}
shape!(Cat, CatBuilder {
    "name" => name: String,
    "claws" => claws: i64,
});
shape!(Dog, DogBuilder {
    "name" => name: String,
    "barks" => barks: i64,
    "kind" => kind: String,
});

macro_rules! union {
    ($name:ident, $exclusive:literal, $decode:expr, $tag:expr) => {
        #[derive(Debug, Clone, PartialEq)]
        #[allow(
            dead_code,
            reason = "a union without tags keeps nothing that it does not know"
        )]
        enum $name {
            Cat(Cat),
            Dog(Dog),
            Unknown(Unknown<serde_json::Value>),
        }

        impl runtime::json::union::Branches for $name {
            const EXCLUSIVE: bool = $exclusive;
            const BRANCHES: &'static [runtime::json::union::Branch<Self>] = &[
                ("Cat", |input| {
                    runtime::json::de::Decode::decode(input).map(Self::Cat)
                }),
                ("Dog", |input| {
                    runtime::json::de::Decode::decode(input).map(Self::Dog)
                }),
            ];
        }

        impl runtime::json::de::Decode for $name {
            fn decode(input: &mut runtime::json::de::Input<'_>) -> runtime::json::de::Result<Self> {
                let decode: fn(
                    &mut runtime::json::de::Input<'_>,
                ) -> runtime::json::de::Result<Self> = $decode;
                decode(input)
            }
        }

        impl runtime::json::ser::Encode for $name {
            fn encode(&self, output: &mut runtime::json::ser::Output) {
                let tag: Option<&'static str> = $tag;
                match (self, tag) {
                    (Self::Cat(value), Some(tag)) => output.tagged(tag, "cat", value),
                    (Self::Dog(value), Some(tag)) => output.tagged(tag, "dog", value),
                    (Self::Cat(value), None) => runtime::json::ser::Encode::encode(value, output),
                    (Self::Dog(value), None) => runtime::json::ser::Encode::encode(value, output),
                    (Self::Unknown(value), _) => {
                        runtime::json::ser::Encode::encode(value.get(), output)
                    }
                }
            }
        }

        impl Validate for $name {
            fn check(&self, at: &At<'_>, out: &mut Violations) {
                if $exclusive {
                    runtime::json::union::exactly_one(self, at, out);
                }
                match self {
                    Self::Cat(value) => value.check(at, out),
                    Self::Dog(value) => value.check(at, out),
                    Self::Unknown(_) => {}
                }
            }
        }
    };
}
mod closed {
    //! A dog that allows no other properties, beside the same cat.
    use super::{At, Cat, Unknown, Validate, Violations, decode, runtime};

    shape!(Dog, DogBuilder {
        "name" => name: String,
        "barks" => barks: i64,
        "kind" => kind: String,
    } closed(true););
    union!(
        Fitting,
        true,
        |input| runtime::json::union::best_fit(input),
        None
    );

    #[test]
    fn undeclared_properties_do_not_fit_a_closed_branch() {
        let is_valid = |text: &str| {
            let value: Fitting = decode(text).expect("it is read");
            value.validate().is_ok()
        };
        assert!(is_valid(r#"{"name":"Tom","claws":10}"#));
        assert!(!is_valid(r#"{"name":"Tom"}"#));
    }
}

union!(
    Fitting,
    true,
    |input| runtime::json::union::best_fit(input),
    None
);
union!(
    Tagged,
    false,
    |input| match runtime::json::union::tag(input, "kind")?.as_deref() {
        Some("cat") => runtime::json::de::Decode::decode(input).map(Self::Cat),
        Some("dog") => runtime::json::de::Decode::decode(input).map(Self::Dog),
        Some(_) => {
            input.note_unknown();
            runtime::json::de::Decode::decode(input).map(|value| Self::Unknown(Unknown::new(value)))
        }
        _ => runtime::json::union::best_fit_or(input, |input| {
            runtime::json::de::Decode::decode(input).map(|value| Self::Unknown(Unknown::new(value)))
        }),
    },
    Some("kind")
);

#[test]
fn absent_null_and_value_are_kept_apart() {
    for text in [
        r#"{"token":"a","parent":null}"#,
        r#"{"token":"a","parent":"b","note":null,"updatedAt":null}"#,
        r#"{"token":"a","parent":"b","dataLimit":12,"note":"n","createdAt":1.5,"updatedAt":7,"status":"new","extra":1}"#,
    ] {
        let token: Token = decode(text).expect("it is read");
        assert_eq!(encode(&token).as_deref(), Ok(text));
    }
}

#[test]
fn wrong_objects_are_refused_where_they_are_wrong() {
    let error = |text: &str| decode::<Token>(text).unwrap_err().to_string();
    assert_eq!(
        error(r#"{"token":"a"}"#),
        "the required property `parent` is missing (line 1, column 1)"
    );
    assert_eq!(
        error(r#"{"token":"a","parent":null,"dataLimit":null}"#),
        "/dataLimit: expected a number, found null (line 1, column 40)"
    );
    assert_eq!(
        error(r#"{"token":"a","parent":null,"note":null,"note":null}"#),
        "/note: the property `note` stands twice (line 1, column 47)"
    );
    assert_eq!(
        error("[]"),
        "expected an object, found an array (line 1, column 1)"
    );
}

#[test]
fn a_builder_reports_all_that_is_missing_or_invalid() {
    let violations = Token {
        data_limit: Some(5),
        ..token()
    }
    .validate()
    .unwrap_err();
    assert_eq!(
        violations.to_string(),
        "/dataLimit: must be at least 10, but is 5"
    );
    let violations = TokenBuilder::default().data_limit(12).build().unwrap_err();
    let missing: Vec<_> = violations
        .iter()
        .map(|violation| (&*violation.pointer, violation.keyword))
        .collect();
    assert_eq!(missing, [("/token", "required"), ("/parent", "required")]);
    assert!(
        TokenBuilder::default()
            .token("a")
            .parent(None)
            .data_limit(5)
            .build()
            .is_err()
    );
    assert_eq!(
        TokenBuilder::default().token("a").parent(None).build(),
        Ok(token())
    );
}

fn token() -> Token {
    let token = Token::builder().token("a").parent(None).build();
    token.expect("all is there")
}

#[test]
fn a_map_of_undeclared_properties_never_repeats_a_declared_one() {
    let mut token = token();
    token.additional_properties = [("token".to_owned(), 1), ("more".to_owned(), 2)].into();
    assert_eq!(
        encode(&token).as_deref(),
        Ok(r#"{"token":"a","parent":null,"more":2}"#)
    );
}

#[test]
fn serde_reads_and_writes_the_same() {
    let text = r#"{"token":"a","parent":null,"createdAt":1.5,"extra":123456789012345678}"#;
    let token: Token = serde_json::from_str(text).expect("from text");
    assert_eq!(serde_json::to_string(&token).expect("to text"), text);
    let value = serde_json::to_value(&token).expect("to a value");
    assert_eq!(
        serde_json::from_value::<Token>(value).expect("from a value"),
        token
    );
    let yaml = serde_json::from_str::<Token>("{\"token\":\"a\"}")
        .unwrap_err()
        .to_string();
    assert!(yaml.contains("`parent` is missing"), "{yaml}");
}

#[test]
fn no_secret_is_shown() {
    let token: Token =
        decode(r#"{"token":"a","parent":null,"password":"hunter2"}"#).expect("it is read");
    assert!(!format!("{token:?}").contains("hunter2"));
    assert!(format!("{token:?}").contains("[redacted]"));
}
