//! The table of rules: every kind of edit that a comparison tells apart, with its effect on the
//! data that a definition accepts. What an effect means on the wire is worked out in `effect`.

use super::effect::Effect;

/// A kind of edit.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// Its name, stable: `maximum-lowered`.
    pub id: &'static str,
    /// The effect of such an edit; `None` where it depends on the values.
    pub effect: Option<Effect>,
    /// What happened, in a sentence without its subject and full stop: `the maximum was lowered`.
    pub meaning: &'static str,
}

impl Rule {
    /// The rule of that name.
    pub fn find(id: &str) -> Option<&'static Rule> {
        ALL.iter().find(|rule| rule.id == id).copied()
    }

    /// All rules, in the order of the table.
    pub fn all() -> &'static [&'static Rule] {
        ALL
    }
}

macro_rules! rules {
    ($($name:ident $id:literal $effect:expr, $meaning:literal;)*) => {
        $(
            #[doc = $meaning]
            pub(crate) static $name: Rule = Rule { id: $id, effect: $effect, meaning: $meaning };
        )*
        static ALL: &[&Rule] = &[$(&$name),*];
    };
}

const WIDER: Option<Effect> = Some(Effect::Wider);
const NARROWER: Option<Effect> = Some(Effect::Narrower);
const OTHER: Option<Effect> = Some(Effect::Incomparable);
const SAME: Option<Effect> = Some(Effect::Same);
const NOTE: Option<Effect> = Some(Effect::Annotation);
const UNKNOWN: Option<Effect> = Some(Effect::Unknown);
const WITHDRAWN: Option<Effect> = Some(Effect::Withdrawn);
const PROMISED: Option<Effect> = Some(Effect::Promised);

rules! {
    // Any schema.
    TYPE_NARROWED "type-narrowed" NARROWER, "fewer kinds of data are allowed";
    TYPE_WIDENED "type-widened" WIDER, "more kinds of data are allowed";
    TYPE_CHANGED "type-changed" OTHER, "other kinds of data are allowed";
    BECAME_NULLABLE "became-nullable" WIDER, "null is allowed";
    BECAME_NOT_NULLABLE "became-not-nullable" NARROWER, "null is allowed no more";
    NULL_STATED "null-stated-otherwise" SAME, "what is said of null was edited, which changes no data by the letter";
    ENUM_ADDED "enum-added" NARROWER, "only listed values are allowed";
    ENUM_REMOVED "enum-removed" WIDER, "values are no longer limited to a list";
    ENUM_VALUE_ADDED "enum-value-added" WIDER, "values joined the list";
    ENUM_VALUE_REMOVED "enum-value-removed" NARROWER, "values left the list";
    CONST_ADDED "const-added" NARROWER, "only one value is allowed";
    CONST_REMOVED "const-removed" WIDER, "the value is no longer fixed";
    CONST_CHANGED "const-changed" OTHER, "another value is the only one allowed";
    OPEN_ENUM_VALUE_ADDED "open-enum-value-added" WIDER, "values joined the open list";
    OPEN_ENUM_VALUE_REMOVED "open-enum-value-removed" NARROWER, "values left the open list";
    FORMAT_NARROWED "format-narrowed" NARROWER, "a format must be kept to";
    FORMAT_WIDENED "format-widened" WIDER, "a format need not be kept to any more";
    FORMAT_CHANGED "format-changed" OTHER, "another format must be kept to";
    FORMAT_RENAMED "format-renamed" SAME, "a format is called by another of its names";
    UNION_ADDED "union-added" NARROWER, "one of several shapes must fit";
    UNION_REMOVED "union-removed" WIDER, "the data is no longer one of several shapes";
    UNION_BRANCH_ADDED "union-branch-added" WIDER, "a shape joined the alternatives";
    UNION_BRANCH_REMOVED "union-branch-removed" NARROWER, "a shape left the alternatives";
    UNION_EXCLUSIVE "union-became-exclusive" NARROWER, "exactly one of the shapes must fit";
    UNION_INCLUSIVE "union-became-inclusive" WIDER, "several of the shapes may fit at once";
    NOT_ADDED "not-added" NARROWER, "a shape is excluded";
    NOT_REMOVED "not-removed" WIDER, "a shape is no longer excluded";
    IF_ADDED "if-added" NARROWER, "a condition was added";
    IF_REMOVED "if-removed" WIDER, "a condition was removed";
    THEN_ADDED "then-added" NARROWER, "a condition has a consequence";
    THEN_REMOVED "then-removed" WIDER, "a condition has its consequence no more";
    ELSE_ADDED "else-added" NARROWER, "a condition has an alternative";
    ELSE_REMOVED "else-removed" WIDER, "a condition has its alternative no more";
    REFERENCE_CHANGED "reference-changed" SAME, "it refers to another definition";
    INCLUDED_ADDED "inclusion-added" UNKNOWN, "schemas are included too deeply to be compared";
    INCLUDED_REMOVED "inclusion-removed" UNKNOWN, "schemas are no longer included so deeply that they cannot be compared";
    COMBINED_TOO_OFTEN "combinations-not-compared" UNKNOWN, "schemas are combined in too many ways to be compared";
    DATA_NARROWED "data-narrowed" NARROWER, "data that were accepted are refused";
    DATA_WIDENED "data-widened" WIDER, "data that were refused are accepted";
    DYNAMIC_CHANGED "dynamic-reference-changed" UNKNOWN, "what a dynamic reference means is another";
    // Numbers.
    MINIMUM_RAISED "minimum-raised" NARROWER, "the minimum was raised";
    MINIMUM_LOWERED "minimum-lowered" WIDER, "the minimum was lowered";
    MAXIMUM_RAISED "maximum-raised" WIDER, "the maximum was raised";
    MAXIMUM_LOWERED "maximum-lowered" NARROWER, "the maximum was lowered";
    MULTIPLE_NARROWED "multiple-of-narrowed" NARROWER, "only multiples are allowed";
    MULTIPLE_WIDENED "multiple-of-widened" WIDER, "more than the multiples are allowed";
    MULTIPLE_CHANGED "multiple-of-changed" OTHER, "multiples of another number are allowed";
    // Strings.
    MIN_LENGTH_RAISED "min-length-raised" NARROWER, "the shortest length was raised";
    MIN_LENGTH_LOWERED "min-length-lowered" WIDER, "the shortest length was lowered";
    MAX_LENGTH_RAISED "max-length-raised" WIDER, "the greatest length was raised";
    MAX_LENGTH_LOWERED "max-length-lowered" NARROWER, "the greatest length was lowered";
    PATTERN_ADDED "pattern-added" NARROWER, "a pattern must match";
    PATTERN_REMOVED "pattern-removed" WIDER, "a pattern need not match any more";
    PATTERN_CHANGED "pattern-changed" UNKNOWN, "another pattern must match";
    CONTENT_ENCODING_CHANGED "content-encoding-changed" UNKNOWN, "the text encodes its content otherwise";
    CONTENT_MEDIA_TYPE_CHANGED "content-media-type-changed" UNKNOWN, "the text holds content of another media type";
    CONTENT_SCHEMA_ADDED "content-schema-added" NARROWER, "the content has a schema";
    CONTENT_SCHEMA_REMOVED "content-schema-removed" WIDER, "the content has a schema no more";
    // Arrays.
    MIN_ITEMS_RAISED "min-items-raised" NARROWER, "more items are needed";
    MIN_ITEMS_LOWERED "min-items-lowered" WIDER, "fewer items are needed";
    MAX_ITEMS_RAISED "max-items-raised" WIDER, "more items are allowed";
    MAX_ITEMS_LOWERED "max-items-lowered" NARROWER, "fewer items are allowed";
    UNIQUE_ITEMS_ADDED "unique-items-added" NARROWER, "items must differ";
    UNIQUE_ITEMS_REMOVED "unique-items-removed" WIDER, "items may repeat";
    ITEMS_ADDED "items-added" NARROWER, "items have a schema";
    ITEMS_REMOVED "items-removed" WIDER, "items have a schema no more";
    CONTAINS_ADDED "contains-added" NARROWER, "an item of a shape is needed";
    CONTAINS_REMOVED "contains-removed" WIDER, "no item of a shape is needed any more";
    MIN_CONTAINS_RAISED "min-contains-raised" NARROWER, "more items of a shape are needed";
    MIN_CONTAINS_LOWERED "min-contains-lowered" WIDER, "fewer items of a shape are needed";
    MAX_CONTAINS_RAISED "max-contains-raised" WIDER, "more items of a shape are allowed";
    MAX_CONTAINS_LOWERED "max-contains-lowered" NARROWER, "fewer items of a shape are allowed";
    UNEVALUATED_ITEMS_ADDED "unevaluated-items-added" NARROWER, "other items are limited";
    UNEVALUATED_ITEMS_REMOVED "unevaluated-items-removed" WIDER, "other items are no longer limited";
    // Objects.
    PROPERTY_ADDED "property-added" None, "a property is declared";
    PROPERTY_REMOVED "property-removed" None, "a property is declared no more";
    REQUIRED_ADDED "property-became-required" NARROWER, "a property must be there";
    REQUIRED_SHOWN "required-property-shown" NARROWER, "requests must hold a property that they left out";
    SECRET_SHOWN "write-only-property-shown" UNKNOWN, "responses hold what was only ever sent";
    REQUIRED_REMOVED "property-became-optional" WIDER, "a property may be missing";
    ADDITIONAL_NARROWED "additional-properties-narrowed" NARROWER, "undeclared properties are limited";
    ADDITIONAL_WIDENED "additional-properties-widened" WIDER, "undeclared properties are limited less";
    PATTERN_PROPERTY_ADDED "pattern-property-added" NARROWER, "properties whose names match have a schema";
    PATTERN_PROPERTY_REMOVED "pattern-property-removed" WIDER, "properties whose names match have a schema no more";
    PROPERTY_NAMES_ADDED "property-names-added" NARROWER, "names of properties are limited";
    PROPERTY_NAMES_REMOVED "property-names-removed" WIDER, "names of properties are no longer limited";
    DEPENDENT_REQUIRED_ADDED "dependent-required-added" NARROWER, "a property needs others beside it";
    DEPENDENT_REQUIRED_REMOVED "dependent-required-removed" WIDER, "a property needs fewer others beside it";
    DEPENDENT_REQUIRED_CHANGED "dependent-required-changed" OTHER, "a property needs other properties beside it";
    DEPENDENT_SCHEMA_ADDED "dependent-schema-added" NARROWER, "a property brings a schema with it";
    DEPENDENT_SCHEMA_REMOVED "dependent-schema-removed" WIDER, "a property brings its schema no more";
    UNEVALUATED_PROPERTIES_ADDED "unevaluated-properties-added" NARROWER, "other properties are limited";
    UNEVALUATED_PROPERTIES_REMOVED "unevaluated-properties-removed" WIDER, "other properties are no longer limited";
    MIN_PROPERTIES_RAISED "min-properties-raised" NARROWER, "more properties are needed";
    MIN_PROPERTIES_LOWERED "min-properties-lowered" WIDER, "fewer properties are needed";
    MAX_PROPERTIES_RAISED "max-properties-raised" WIDER, "more properties are allowed";
    MAX_PROPERTIES_LOWERED "max-properties-lowered" NARROWER, "fewer properties are allowed";
    // What schemas say beside what they accept.
    READ_ONLY_ADDED "became-read-only" NOTE, "callers of the API leave it out";
    READ_ONLY_REMOVED "became-not-read-only" NOTE, "callers of the API may send it";
    WRITE_ONLY_ADDED "became-write-only" NOTE, "the API leaves it out of what it sends";
    WRITE_ONLY_REMOVED "became-not-write-only" NOTE, "the API may send it";
    DEFAULT_ADDED "default-added" None, "a value is assumed where it is missing";
    DEFAULT_REMOVED "default-removed" None, "no value is assumed any more where it is missing";
    DEFAULT_CHANGED "default-changed" None, "another value is assumed where it is missing";
    DISCRIMINATOR_ADDED "discriminator-added" None, "a property tells the shape";
    DISCRIMINATOR_REMOVED "discriminator-removed" None, "no property tells the shape any more";
    DISCRIMINATOR_CHANGED "discriminator-changed" None, "another property tells the shape";
    MAPPING_CHANGED "discriminator-mapping-changed" None, "the values that tell a shape are others";
    XML_CHANGED "xml-changed" UNKNOWN, "it is written otherwise in XML";
    EXTENSION_CHANGED "extension-changed" NOTE, "an extension is another";
    // Documentation.
    TEXT_CHANGED "text-changed" NOTE, "its text was edited";
    EXAMPLE_CHANGED "example-changed" NOTE, "its examples are others";
    INFO_CHANGED "info-changed" NOTE, "what the document says about itself was edited";
    TAGS_CHANGED "tags-changed" NOTE, "its tags are others";
    LINK_CHANGED "link-changed" NOTE, "its links are others";
    // Components.
    COMPONENT_ADDED "component-added" SAME, "a definition was added";
    COMPONENT_REMOVED "component-removed" SAME, "a definition was removed";
    COMPONENT_RENAMED "component-renamed" SAME, "a definition has another name";
    // Operations.
    OPERATION_ADDED "operation-added" WIDER, "an operation was added";
    OPERATION_REMOVED "operation-removed" NARROWER, "an operation was removed";
    REQUESTS_DIVERTED "requests-diverted" UNKNOWN, "another operation takes its requests";
    OPERATION_MOVED "operation-moved" OTHER, "an operation is at another path or method";
    OPERATION_ID_CHANGED "operation-id-changed" NOTE, "an operation has another `operationId`";
    PARAMETER_ADDED "parameter-added" None, "a parameter was added";
    PARAMETER_REMOVED "parameter-removed" None, "a parameter was removed";
    PARAMETER_RENAMED "path-parameter-renamed" SAME, "a path parameter has another name";
    PARAMETER_REQUIRED "parameter-became-required" NARROWER, "a parameter must be sent";
    PARAMETER_OPTIONAL "parameter-became-optional" WIDER, "a parameter may be left out";
    SERIALIZATION_CHANGED "serialization-changed" OTHER, "it is written otherwise";
    EMPTY_ALLOWED "empty-value-allowed" WIDER, "a parameter may be empty";
    EMPTY_FORBIDDEN "empty-value-forbidden" NARROWER, "a parameter may be empty no more";
    SCHEMA_ADDED "schema-added" NARROWER, "there is a schema";
    SCHEMA_REMOVED "schema-removed" None, "there is a schema no more";
    BODY_ADDED "body-added" None, "there is a body to send";
    BODY_REMOVED "body-removed" NARROWER, "there is no body to send any more";
    BODY_REQUIRED "body-became-required" NARROWER, "the body must be sent";
    BODY_OPTIONAL "body-became-optional" WIDER, "the body may be left out";
    MEDIA_TYPE_ADDED "media-type-added" WIDER, "a media type was added";
    MEDIA_TYPE_REMOVED "media-type-removed" NARROWER, "a media type was removed";
    MEDIA_TYPE_CHANGED "media-type-changed" None, "a media type is another";
    ENCODING_CHANGED "encoding-changed" OTHER, "a part of the body is written otherwise";
    STATUS_ADDED "status-added" None, "a status was added";
    STATUS_REMOVED "status-removed" None, "a status was removed";
    HEADER_ADDED "header-added" None, "a header was added";
    HEADER_REMOVED "header-removed" None, "a header was removed";
    HEADER_REQUIRED "header-became-required" NARROWER, "a header must be there";
    HEADER_OPTIONAL "header-became-optional" WIDER, "a header may be missing";
    CALLBACK_ADDED "callback-added" None, "a callback was added";
    CALLBACK_REMOVED "callback-removed" None, "a callback was removed";
    WEBHOOK_ADDED "webhook-added" None, "a webhook was added";
    WEBHOOK_REMOVED "webhook-removed" None, "a webhook was removed";
    SERVER_ADDED "server-added" WIDER, "a server was added";
    SERVER_REMOVED "server-removed" NARROWER, "a server was removed";
    SERVER_MOVED "server-url-changed" OTHER, "the server's URL changed";
    SERVER_CHANGED "server-changed" None, "a server's variables are others";
    // Security.
    SECURITY_ADDED "security-added" NARROWER, "credentials are needed";
    SECURITY_REMOVED "security-removed" WIDER, "credentials are needed no more";
    ALTERNATIVE_ADDED "security-alternative-added" WIDER, "other credentials are accepted as well";
    ALTERNATIVE_REMOVED "security-alternative-removed" NARROWER, "some credentials are accepted no more";
    ALTERNATIVE_NARROWED "security-alternative-narrowed" NARROWER, "other credentials are needed as well";
    SCOPE_ADDED "security-scope-added" NARROWER, "credentials need another scope";
    SCOPE_REMOVED "security-scope-removed" WIDER, "credentials need a scope no more";
    SCHEME_ADDED "security-scheme-added" SAME, "a security scheme was added";
    SCHEME_REMOVED "security-scheme-removed" SAME, "a security scheme was removed";
    SCHEME_CHANGED "security-scheme-changed" OTHER, "a security scheme is another";
    FLOW_REMOVED "oauth-flow-removed" UNKNOWN, "tokens are no longer obtained that way";
    FLOW_SCOPE_REMOVED "oauth-flow-scope-removed" UNKNOWN, "tokens of that scope are no longer obtained that way";
    FLOW_CHANGED "oauth-flow-changed" NOTE, "how a token is obtained was edited";
    // Promises.
    DEPRECATED "deprecated" PROMISED, "it is deprecated";
    REACTIVATED "reactivated" PROMISED, "it is deprecated no more";
    SUNSET_SET "sunset-set" PROMISED, "its sunset is set, or later";
    SUNSET_NEARER "sunset-nearer" WITHDRAWN, "its sunset is nearer, or gone";
    SUNSET_UNREADABLE "sunset-unreadable" WITHDRAWN, "its sunset is not a date";
    STABILITY_RAISED "stability-raised" PROMISED, "its stability was raised";
    STABILITY_LOWERED "stability-lowered" WITHDRAWN, "its stability was lowered";
    STABILITY_UNREADABLE "stability-unreadable" WITHDRAWN, "its stability is not a known level";
}

/// Edits of what tells the branches of a union apart.
pub(super) const TELLING: [&Rule; 4] = [
    &DISCRIMINATOR_ADDED,
    &DISCRIMINATOR_REMOVED,
    &DISCRIMINATOR_CHANGED,
    &MAPPING_CHANGED,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_kebab_case_and_unique() {
        let ids: BTreeSet<_> = ALL.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), ALL.len());
        let is_kebab = |id: &str| id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(ids.into_iter().all(is_kebab));
    }
}
