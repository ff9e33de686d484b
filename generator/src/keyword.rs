//! The keywords of schemas as one table: what stands at each, since when, what data it concerns, and
//! what it does. All that depends on a keyword's name asks here.

mod reader;
mod table;

use crate::json::Kinds;
use crate::version::Version;

pub(crate) use reader::{NO_TEXTS, Reader};
pub(crate) use table::TABLE;

/// A keyword of schemas: of OpenAPI 3.0, of JSON Schema 2020-12, or of an older draft.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keyword {
    pub(crate) name: &'static str,
    /// What stands there.
    pub(crate) form: Form,
    /// What it does.
    pub(crate) role: Role,
    /// The kinds of data that it says something of; data of any other kind keep to it.
    pub(crate) concerns: Kinds,
    /// What the code would be without it.
    pub(crate) weight: Weight,
    /// Since which version it has been there; what is newer than the document is understood too.
    pub(crate) since: Version,
    /// Up to which version it was there.
    pub(crate) until: Version,
}

/// What stands at a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Any datum.
    Data,
    /// A list of data.
    ListOfData,
    Text,
    /// A list of texts.
    Texts,
    /// Lists of texts by name.
    TextsByName,
    Bool,
    Number,
    /// A whole number that is not negative.
    Count,
    /// A number in 3.1, a boolean in 3.0; each is understood in the other.
    NumberOrBool,
    /// A kind of data, or a list of them.
    Types,
    /// A schema, a reference to one, or a boolean.
    Schema,
    /// A list of schemas.
    Schemas,
    /// Schemas by name: of a property, a pattern, or of their own.
    SchemasByName,
    Discriminator,
    ExternalDocs,
    Xml,
}

/// What a keyword does, as JSON Schema 2020-12 tells them apart (core, 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It refuses data by itself.
    Assertion,
    /// It applies schemas to the data, or to parts of it.
    Applicator(Applied),
    /// It says something about the data, and refuses none.
    Annotation,
    /// It says something about the schema: its name, its dialect, where others are.
    Identity,
}

/// What the schemas of an applicator are applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applied {
    /// The same datum: what they say of its parts counts.
    InPlace,
    /// The same datum, which must not keep to it: what it says of parts counts for nothing.
    Negated,
    /// The items of an array.
    Items,
    /// The properties of an object.
    Properties,
    /// The names of an object's properties.
    Names,
}

/// What it means for the code when a part is missing or broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Nothing: the part is dropped with a warning.
    Light,
    /// The code would be wrong without it.
    Heavy,
}

/// The keyword of that name.
pub(crate) fn find(name: &str) -> Option<&'static Keyword> {
    // The length of a name tells most of them apart, and is compared first.
    TABLE.iter().find(|keyword| keyword.name == name)
}

/// Whether a key of a schema limits no data, by what JSON Schema and OpenAPI say: annotations,
/// identifiers, extensions, and what neither of them knows (core, 4.3.1).
pub(crate) fn limits_nothing(key: &str) -> bool {
    find(key).is_none_or(|keyword| matches!(keyword.role, Role::Annotation | Role::Identity))
}

/// Whether a key neither limits data nor bears on the type that it becomes, so that a reference beside
/// it is as good as one alone.
pub(crate) fn only_describes(key: &str) -> bool {
    find(key).is_none_or(|keyword| match keyword.role {
        Role::Identity => true,
        Role::Annotation => keyword.weight == Weight::Light,
        Role::Assertion | Role::Applicator(_) => false,
    })
}

/// Whether the schemas at a key, if it is a keyword, speak of the datum that its own schema speaks of.
pub(crate) fn is_in_place(key: &str) -> bool {
    find(key).is_some_and(Keyword::is_in_place)
}

/// Whether what stands at a key is data, in which nothing is a schema.
pub(crate) fn holds_data(key: &str) -> bool {
    find(key).is_some_and(|keyword| {
        let is_data = matches!(keyword.form, Form::Data | Form::ListOfData);
        is_data && !matches!(keyword.role, Role::Applicator(_))
    })
}

/// What a key holds, if it is a keyword.
pub(crate) fn form(key: &str) -> Option<Form> {
    find(key).map(|keyword| keyword.form)
}

/// What the schemas at a key are applied to, if it is an applicator.
pub(crate) fn applied(key: &str) -> Option<Applied> {
    match find(key)?.role {
        Role::Applicator(applied) => Some(applied),
        Role::Assertion | Role::Annotation | Role::Identity => None,
    }
}

impl Keyword {
    fn is_in_place(&self) -> bool {
        let both = [Applied::InPlace, Applied::Negated];
        both.map(Role::Applicator).contains(&self.role)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_keyword_has_two_rows() {
        let names: BTreeSet<_> = TABLE.iter().map(|keyword| keyword.name).collect();
        assert_eq!(names.len(), TABLE.len());
    }

    #[test]
    fn applicators_and_definitions_hold_schemas_and_nothing_else_does() {
        let forms = [Form::Schema, Form::Schemas, Form::SchemasByName];
        for keyword in TABLE {
            let holds_schemas = forms.contains(&keyword.form);
            let expected = match keyword.role {
                Role::Applicator(_) => !matches!(
                    keyword.name,
                    "$ref" | "$dynamicRef" | "$recursiveRef" | "dependencies"
                ),
                Role::Identity => matches!(keyword.name, "$defs" | "definitions"),
                Role::Annotation => keyword.name == "contentSchema",
                Role::Assertion => false,
            };
            assert_eq!(holds_schemas, expected, "{}", keyword.name);
        }
    }

    #[test]
    fn what_is_no_keyword_limits_nothing() {
        for key in [
            "x-note",
            "summary",
            "id",
            "title",
            "$defs",
            "contentEncoding",
        ] {
            assert!(limits_nothing(key), "{key}");
        }
        for key in ["type", "format", "allOf", "$ref", "nullable", "required"] {
            assert!(!limits_nothing(key), "{key}");
        }
        // It limits no text, but decides what the text becomes.
        assert!(!only_describes("contentEncoding"));
        assert!(only_describes("readOnly"));
    }
}
