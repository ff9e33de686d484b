//! How types of the IR read as Rust.

use faircopy::Pointer;
use faircopy::internals::emit::Context;
use faircopy::internals::emit::{model, serde};
use faircopy::internals::ir::{
    Api, Bound, Branch, Constraint, Derives, Docs, Enum, EnumRepr, Extras, Field, Format, Integer,
    Name, ObjectConstraint, Selection, Shape, Struct, Type, TypeDef, TypeId, TypeKind, Types,
    Union, Variant,
};
use proc_macro2::TokenStream;
use serde_json::json;

fn shape(ty: Type) -> Shape {
    Shape {
        ty,
        nullable: false,
        constraints: Vec::new(),
        source: Pointer::root(),
    }
}

fn nullable(ty: Type) -> Shape {
    Shape {
        nullable: true,
        ..shape(ty)
    }
}

fn described(text: &str) -> Docs {
    Docs {
        description: Some(text.to_owned()),
        ..Docs::default()
    }
}

fn field(name: &str, wire: &str, shape: Shape, required: bool) -> Field {
    Field {
        name: Name::new(name),
        wire: wire.to_owned(),
        docs: Docs::default(),
        shape,
        required,
        default: None,
        read_only: false,
        write_only: false,
        fixed: None,
    }
}

fn def(name: &str, kind: TypeKind) -> TypeDef {
    TypeDef {
        name: Name::new(name),
        wire_name: None,
        source: Pointer::root(),
        docs: Docs::default(),
        kind,
        module: Name::new("types"),
        derives: Derives {
            eq: true,
            ..Derives::default()
        },
    }
}

fn branch(name: &str, shape: Shape, tags: &[&str]) -> Branch {
    Branch {
        name: Name::new(name),
        shape,
        docs: Docs::default(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        adds_tag: true,
    }
}

/// The last of some types, as its definition and as its wire code.
fn printed(defs: Vec<TypeDef>) -> (String, String) {
    let mut types = Types::default();
    let last = defs
        .into_iter()
        .map(|def| types.push(def))
        .last()
        .expect("there is a type");
    let api = Api {
        title: String::new(),
        docs: Docs::default(),
        servers: Vec::new(),
        security_schemes: Vec::new(),
        types,
        operations: Vec::new(),
        checks: Default::default(),
        rules: Vec::new(),
        called: Vec::new(),
        equal: Vec::new(),
        groups: std::collections::BTreeMap::new(),
        shared: std::collections::BTreeMap::new(),
    };
    let context = Context::new(&api);
    (
        print(model::items(&context, last)),
        print(serde::items(&context, last)),
    )
}

fn print(items: Vec<TokenStream>) -> String {
    let file = syn::parse2(items.into_iter().collect()).expect("items parse");
    faircopy::internals::emit::in_lines(&prettyplease::unparse(&file))
}

fn assert_contains(text: &str, part: &str) {
    assert!(
        text.contains(part),
        "not in the output:\n{part}\n---\n{text}"
    );
}

/// That it has this part, wherever it has spaces and breaks its lines.
fn assert_says(text: &str, part: &str) {
    let words = |text: &str| text.split_whitespace().collect::<String>();
    assert_contains(&words(text), &words(part));
}

#[test]
fn a_struct_reads_as_its_document() {
    let limit = Shape {
        constraints: vec![
            Constraint::Minimum(Bound::Integer(1_000_000)),
            Constraint::MultipleOf(Bound::Integer(1_000_000_000)),
        ],
        ..shape(Type::Integer(Integer::I64))
    };
    let mut token = field("token", "token", shape(Type::String), true);
    token.docs = described("The token to modify.");
    let mut password = field(
        "password",
        "password",
        shape(Type::Format(Format::Secret)),
        false,
    );
    password.docs.deprecated = true;
    let mut request = def(
        "ModifyTokenRequest",
        TypeKind::Struct(Struct {
            builder: Name::new("ModifyTokenRequestBuilder"),
            fields: vec![
                token,
                field("data_limit", "dataLimit", limit, false),
                field("note", "note", nullable(Type::String), false),
                password,
            ],
            extras: Extras::Dropped,
            closed: false,
            ignored: Vec::new(),
            constraints: vec![ObjectConstraint::AnyGroup(vec![
                vec!["dataLimit".to_owned()],
                vec!["note".to_owned()],
            ])],
        }),
    );
    request.docs = described("What to change of a token.");
    let (model, _) = printed(vec![request]);
    assert_contains(
        &model,
        "\
/// What to change of a token.
///
/// At least one of `dataLimit` or `note` must be present.
///
/// Source: `#`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ModifyTokenRequest {
    /// The token to modify.
    pub token: String,
    /// At least 1,000,000; a multiple of 1,000,000,000. Wire name: `dataLimit`.
    pub data_limit: Option<i64>,
    pub note: runtime::Patch<String>,
    #[deprecated]
    pub password: Option<runtime::Secret>,
}
",
    );
    assert_says(
        &model,
        "\
runtime::object! {
    ModifyTokenRequest, ModifyTokenRequestBuilder;
    \"token\" => token(into) required: String;
    \"dataLimit\" => data_limit optional: i64;
    \"note\" => note(null note_null into) patch: String;
    #[deprecated]
    \"password\" => password(into) optional: runtime::Secret;
",
    );
}

#[test]
fn wire_code_is_a_table_of_properties() {
    let token = def(
        "Token",
        TypeKind::Struct(Struct {
            builder: Name::new("TokenBuilder"),
            fields: vec![
                field("token", "token", shape(Type::String), true),
                field("parent", "parent", nullable(Type::String), true),
                field(
                    "created_at",
                    "createdAt",
                    shape(Type::Format(Format::UnixTime)),
                    false,
                ),
                field(
                    "seen",
                    "seen",
                    shape(Type::List(Box::new(nullable(Type::Format(
                        Format::UnixTime,
                    ))))),
                    true,
                ),
            ],
            extras: Extras::Kept {
                name: Name::new("more"),
                value: Box::new(shape(Type::Bool)),
            },
            closed: false,
            ignored: Vec::new(),
            constraints: Vec::new(),
        }),
    );
    let (model, _) = printed(vec![token]);
    assert_says(
        &model,
        "\
runtime::object! {
    Token, TokenBuilder;
    \"token\" => token(into) required: String;
    \"parent\" => parent(or_null String) required: Option<String> as runtime::codec::Nullable<runtime::codec::Plain>;
    \"createdAt\" => created_at optional: ::time::OffsetDateTime as runtime::codec::UnixTime;
    \"seen\" => seen(list Option<::time::OffsetDateTime>) required: Vec<Option<::time::OffsetDateTime>> as
        runtime::codec::List<runtime::codec::Nullable<runtime::codec::UnixTime>>;
    rest(more, set): ::std::collections::BTreeMap<String, bool>;
}
",
    );
}

#[test]
fn an_enum_keeps_what_it_does_not_know() {
    let variant = |name: &str, value| Variant {
        name: Name::new(name),
        value,
        docs: Docs::default(),
    };
    let values = |repr, values: Vec<Variant>| {
        TypeKind::Enum(Enum {
            variants: values,
            open: false,
            repr,
            constraints: Vec::new(),
        })
    };
    let status = def(
        "Status",
        values(
            EnumRepr::String,
            vec![
                variant("Active", json!("active")),
                variant("Unknown", json!("unknown")),
            ],
        ),
    );
    let (model, wire) = printed(vec![status]);
    assert_contains(
        &model,
        "\
pub enum Status {
    /// Value: `active`.
    Active,
    /// Value: `unknown`.
    Unknown,
    /// A value that the document does not declare: a newer server may send it.
    Unrecognized(runtime::Unknown<String>),
}
",
    );
    assert_says(
        &wire,
        "runtime::json::enumeration::text! { Status, Unrecognized; \"active\" => Active;",
    );
    let level = def(
        "Level",
        values(EnumRepr::Integer, vec![variant("N1", json!(-1))]),
    );
    let (_, wire) = printed(vec![level]);
    assert_says(
        &wire,
        "runtime::json::enumeration::integer! { Level, Unknown; -1 => N1; }",
    );
    let mixed = def(
        "Mixed",
        values(
            EnumRepr::Json,
            vec![variant("A", json!(null)), variant("B", json!(1.5))],
        ),
    );
    let (model, _) = printed(vec![mixed]);
    assert_contains(
        &model,
        "            Self::A => ::serde_json::Value::Null,\n",
    );
    assert_contains(
        &model,
        "            Self::B => runtime::value::unknown::json(\"1.5\"),\n",
    );
}

#[test]
fn a_union_is_read_by_its_tag_and_writes_it() {
    let empty = || {
        TypeKind::Struct(Struct {
            builder: Name::new("EmptyBuilder"),
            fields: Vec::new(),
            extras: Extras::Dropped,
            closed: false,
            ignored: Vec::new(),
            constraints: Vec::new(),
        })
    };
    let pet = def(
        "Pet",
        TypeKind::Union(Union {
            branches: vec![
                branch("Cat", shape(Type::Named(TypeId(0))), &["cat", "Cat"]),
                branch("Dog", shape(Type::Boxed(TypeId(1))), &["dog"]),
                branch("Null", shape(Type::Null), &[]),
            ],
            selection: Selection::Tag("petType".to_owned()),
            exclusive: false,
            telling: None,
            otherwise: None,
            discriminant: None,
            unknown: true,
            sole: false,
            open: false,
            secret: false,
        }),
    );
    let (model, wire) = printed(vec![def("Cat", empty()), def("Dog", empty()), pet]);
    assert_contains(
        &model,
        "\
pub enum Pet {
    /// Tag: `cat`, `Cat`.
    Cat(Cat),
    /// Tag: `dog`.
    Dog(Box<Dog>),
    Null,
    /// Data that the document does not declare, as it is.
    Unknown(runtime::Unknown<::serde_json::Value>),
}
",
    );
    assert_contains(
        &wire,
        "Some(\"cat\" | \"Cat\") => runtime::json::Decode::decode(input).map(Self::Cat),",
    );
    assert_contains(
        &wire,
        "Self::Cat(value) => output.tagged(\"petType\", \"cat\", value),",
    );
    assert_contains(&wire, "Self::Null => output.null(),");
    assert_says(
        &wire,
        "runtime::json::union::from! { Pet; Cat (Cat); Dog (Dog) as Box::new; }",
    );
}

#[test]
fn branches_of_one_type_have_no_conversion() {
    let name = def("Name", TypeKind::Alias(shape(Type::String)));
    let either = def(
        "Either",
        TypeKind::Union(Union {
            branches: vec![
                branch("Name", shape(Type::Named(TypeId(0))), &[]),
                branch("Text", shape(Type::String), &[]),
                branch("Number", shape(Type::F64), &[]),
            ],
            selection: Selection::BestFit,
            exclusive: true,
            telling: None,
            otherwise: None,
            discriminant: None,
            unknown: false,
            sole: false,
            open: false,
            secret: false,
        }),
    );
    let (_, wire) = printed(vec![name, either]);
    assert_says(
        &wire,
        "runtime::json::union::from! { Either; Number (f64); }",
    );
    assert_contains(&wire, "const EXCLUSIVE: bool = true;");
}

#[test]
fn a_newtype_judges_what_it_is_made_of() {
    let code = Shape {
        constraints: vec![Constraint::MaxLength(2)],
        ..shape(Type::String)
    };
    let (model, wire) = printed(vec![def("Code", TypeKind::Newtype(code))]);
    assert_contains(&model, "/// At most 2 characters.\n");
    assert_contains(&model, "pub struct Code(String);");
    assert_contains(&model, "value: impl Into<String>");
    assert_contains(&wire, "runtime::json::Decode::decode(input).map(Self)");
}

#[test]
fn names_that_a_builder_needs_are_left_to_it() {
    let shape = || nullable(Type::Bool);
    let fields = vec![
        field("build", "build", shape(), false),
        field("default", "default", shape(), false),
        field("type_", "type", shape(), false),
        field("type_null", "type_null", shape(), false),
    ];
    let kind = TypeKind::Struct(Struct {
        builder: Name::new("KeywordsBuilder"),
        fields,
        extras: Extras::Dropped,
        closed: false,
        ignored: Vec::new(),
        constraints: Vec::new(),
    });
    let (model, _) = printed(vec![def("Odd", kind)]);
    assert_says(
        &model,
        "\
    \"build\" => build(as build_ null build_null) patch: bool;
    \"default\" => default(null default_null) patch: bool;
    \"type\" => type_(null type_null_) patch: bool;
    \"type_null\" => type_null(null type_null_null) patch: bool;
",
    );
    assert_contains(
        &model,
        "#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]",
    );
}

#[test]
fn hostile_text_stays_text() {
    let mut odd = def(
        "Odd",
        TypeKind::Enum(Enum {
            variants: vec![Variant {
                name: Name::new("A"),
                value: json!("\"#]} fn main() { \u{202e} */ /* \n"),
                docs: described("*/ \"]\n#[doc = \"x\"]\n```\npanic!()\n"),
            }],
            open: true,
            repr: EnumRepr::String,
            constraints: Vec::new(),
        }),
    );
    odd.wire_name = Some("`] \n pub fn x() {}".to_owned());
    let (model, wire) = printed(vec![odd]);
    assert_contains(
        &model,
        "/// Wire name: ``` `] \\n pub fn x() {} ```."
            .replace("```", "``")
            .as_str(),
    );
    assert_contains(&model, "    /// ```text\n    /// panic!()\n    /// ```\n");
    assert_contains(&wire, "\"\\\"#]} fn main() { \\u{202e} */ /* \\n\" => A;");
}
