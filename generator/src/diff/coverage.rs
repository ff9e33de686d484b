//! Every key of the document model, with the rules that judge its edits, or why none does.

mod schema;
mod security;

use std::collections::{BTreeMap, BTreeSet};

use crate::grammar::Object;

use super::rule::*;
use schema::SCHEMA;

/// What becomes of edits of a key.
enum Edits {
    /// They are judged by these.
    Ruled(&'static [&'static Rule]),
    /// They are not judged, for a reason.
    Waived(&'static str),
}

use Edits::{Ruled, Waived};

type Row = (&'static str, Edits);

const INFO: &[&Rule] = &[&INFO_CHANGED];
const TEXT: &[&Rule] = &[&TEXT_CHANGED];
const EXAMPLE: &[&Rule] = &[&EXAMPLE_CHANGED];
const SERIALIZATION: &[&Rule] = &[&SERIALIZATION_CHANGED];
const SERVERS: &[&Rule] = &[&SERVER_ADDED, &SERVER_REMOVED, &SERVER_MOVED];
const SECURITY: &[&Rule] = &[
    &SECURITY_ADDED,
    &SECURITY_REMOVED,
    &ALTERNATIVE_ADDED,
    &ALTERNATIVE_REMOVED,
    &ALTERNATIVE_NARROWED,
    &SCOPE_ADDED,
    &SCOPE_REMOVED,
];
const CALLBACKS: &[&Rule] = &[&CALLBACK_ADDED, &CALLBACK_REMOVED];
const OPERATION: &[&Rule] = &[
    &OPERATION_ADDED,
    &OPERATION_REMOVED,
    &OPERATION_MOVED,
    &REQUESTS_DIVERTED,
];
const PARAMETERS: &[&Rule] = &[&PARAMETER_ADDED, &PARAMETER_REMOVED];
const CONTENT: &[&Rule] = &[&MEDIA_TYPE_ADDED, &MEDIA_TYPE_REMOVED, &MEDIA_TYPE_CHANGED];
const HEADERS: &[&Rule] = &[&HEADER_ADDED, &HEADER_REMOVED];
const DEPRECATION: &[&Rule] = &[
    &DEPRECATED,
    &REACTIVATED,
    &SUNSET_SET,
    &SUNSET_NEARER,
    &SUNSET_UNREADABLE,
    &STABILITY_RAISED,
    &STABILITY_LOWERED,
    &STABILITY_UNREADABLE,
];
const SLOT: &[&Rule] = &[&SCHEMA_ADDED, &SCHEMA_REMOVED];
const UNION: &[&Rule] = &[
    &UNION_ADDED,
    &UNION_REMOVED,
    &UNION_BRANCH_ADDED,
    &UNION_BRANCH_REMOVED,
    &UNION_EXCLUSIVE,
    &UNION_INCLUSIVE,
];
const ENCODING: &[&Rule] = &[&ENCODING_CHANGED];
const INSIDE: &str = "compared as the object that it is part of";
const IDENTITY: &str = "names a place: what refers to it is compared by what it finds there";
const OLD_DRAFT: &str =
    "of older drafts: not part of either version of OpenAPI, and read by no stage";

/// The table.
fn rows(object: Object) -> &'static [Row] {
    match object {
        // They are made those of 3.0 before anything is compared.
        Object::Swagger
        | Object::SwaggerPaths
        | Object::SwaggerPathItem
        | Object::SwaggerOperation
        | Object::SwaggerParameter
        | Object::SwaggerResponses
        | Object::SwaggerResponse
        | Object::SwaggerHeader
        | Object::SwaggerSecurityScheme => &[],
        Object::OpenApi => {
            const {
                &[
                    (
                        "openapi",
                        Waived("the dialect: each document is read in its own"),
                    ),
                    ("$self", Waived(IDENTITY)),
                    ("info", Ruled(INFO)),
                    (
                        "jsonSchemaDialect",
                        Waived("lint refuses dialects other than the version's own"),
                    ),
                    ("servers", Ruled(SERVERS)),
                    ("paths", Ruled(OPERATION)),
                    ("webhooks", Ruled(&[&WEBHOOK_ADDED, &WEBHOOK_REMOVED])),
                    (
                        "components",
                        Ruled(&[&COMPONENT_ADDED, &COMPONENT_REMOVED, &COMPONENT_RENAMED]),
                    ),
                    ("security", Ruled(SECURITY)),
                    ("tags", Ruled(&[&TAGS_CHANGED])),
                    ("externalDocs", Ruled(TEXT)),
                ]
            }
        }
        Object::Info => {
            const {
                &[
                    ("title", Ruled(INFO)),
                    ("summary", Ruled(INFO)),
                    ("description", Ruled(INFO)),
                    ("termsOfService", Ruled(INFO)),
                    ("contact", Ruled(INFO)),
                    ("license", Ruled(INFO)),
                    ("version", Ruled(INFO)),
                ]
            }
        }
        Object::Contact => {
            const {
                &[
                    ("name", Ruled(INFO)),
                    ("url", Ruled(INFO)),
                    ("email", Ruled(INFO)),
                ]
            }
        }
        Object::License => {
            const {
                &[
                    ("name", Ruled(INFO)),
                    ("identifier", Ruled(INFO)),
                    ("url", Ruled(INFO)),
                ]
            }
        }
        Object::Server => {
            const {
                &[
                    ("url", Ruled(SERVERS)),
                    ("description", Ruled(TEXT)),
                    ("name", Ruled(TEXT)),
                    ("variables", Ruled(&[&SERVER_CHANGED])),
                ]
            }
        }
        Object::ServerVariable => {
            const {
                &[
                    ("enum", Ruled(&[&SERVER_CHANGED])),
                    ("default", Ruled(&[&SERVER_CHANGED])),
                    ("description", Ruled(&[&SERVER_CHANGED])),
                ]
            }
        }
        Object::Components => {
            const {
                &[
                    (
                        "schemas",
                        Ruled(&[&COMPONENT_ADDED, &COMPONENT_REMOVED, &COMPONENT_RENAMED]),
                    ),
                    ("responses", Waived(INSIDE)),
                    ("parameters", Waived(INSIDE)),
                    ("examples", Waived(INSIDE)),
                    ("requestBodies", Waived(INSIDE)),
                    ("headers", Waived(INSIDE)),
                    ("securitySchemes", Ruled(&[&SCHEME_ADDED, &SCHEME_REMOVED])),
                    ("links", Waived(INSIDE)),
                    ("callbacks", Waived(INSIDE)),
                    ("pathItems", Waived(INSIDE)),
                    ("mediaTypes", Waived(INSIDE)),
                ]
            }
        }
        Object::Paths | Object::Responses | Object::Callback | Object::SecurityRequirement => {
            const { &[] }
        }
        Object::PathItem => {
            const {
                &[
                    ("$ref", Waived(IDENTITY)),
                    ("summary", Ruled(TEXT)),
                    ("description", Ruled(TEXT)),
                    ("get", Ruled(OPERATION)),
                    ("put", Ruled(OPERATION)),
                    ("post", Ruled(OPERATION)),
                    ("delete", Ruled(OPERATION)),
                    ("options", Ruled(OPERATION)),
                    ("head", Ruled(OPERATION)),
                    ("patch", Ruled(OPERATION)),
                    ("trace", Ruled(OPERATION)),
                    ("query", Ruled(OPERATION)),
                    ("additionalOperations", Ruled(OPERATION)),
                    ("servers", Ruled(SERVERS)),
                    ("parameters", Ruled(PARAMETERS)),
                ]
            }
        }
        Object::Operation => {
            const {
                &[
                    ("tags", Ruled(&[&TAGS_CHANGED])),
                    ("summary", Ruled(TEXT)),
                    ("description", Ruled(TEXT)),
                    ("externalDocs", Ruled(TEXT)),
                    ("operationId", Ruled(&[&OPERATION_ID_CHANGED])),
                    ("parameters", Ruled(PARAMETERS)),
                    ("requestBody", Ruled(&[&BODY_ADDED, &BODY_REMOVED])),
                    ("responses", Ruled(&[&STATUS_ADDED, &STATUS_REMOVED])),
                    ("callbacks", Ruled(CALLBACKS)),
                    ("deprecated", Ruled(DEPRECATION)),
                    ("security", Ruled(SECURITY)),
                    ("servers", Ruled(SERVERS)),
                ]
            }
        }
        Object::ExternalDocs => const { &[("description", Ruled(TEXT)), ("url", Ruled(TEXT))] },
        Object::Parameter => {
            const {
                &[
                    (
                        "name",
                        Ruled(&[&PARAMETER_ADDED, &PARAMETER_REMOVED, &PARAMETER_RENAMED]),
                    ),
                    ("in", Ruled(PARAMETERS)),
                    ("description", Ruled(TEXT)),
                    (
                        "required",
                        Ruled(&[&PARAMETER_REQUIRED, &PARAMETER_OPTIONAL]),
                    ),
                    ("deprecated", Ruled(DEPRECATION)),
                    (
                        "allowEmptyValue",
                        Ruled(&[&EMPTY_ALLOWED, &EMPTY_FORBIDDEN]),
                    ),
                    ("style", Ruled(SERIALIZATION)),
                    ("explode", Ruled(SERIALIZATION)),
                    ("allowReserved", Ruled(SERIALIZATION)),
                    ("schema", Ruled(SERIALIZATION)),
                    ("example", Ruled(EXAMPLE)),
                    ("examples", Ruled(EXAMPLE)),
                    ("content", Ruled(SERIALIZATION)),
                ]
            }
        }
        Object::Header => {
            const {
                &[
                    ("description", Ruled(TEXT)),
                    ("required", Ruled(&[&HEADER_REQUIRED, &HEADER_OPTIONAL])),
                    ("deprecated", Ruled(DEPRECATION)),
                    ("allowEmptyValue", Waived("of parameters in a query only")),
                    ("style", Ruled(SERIALIZATION)),
                    ("explode", Ruled(SERIALIZATION)),
                    ("allowReserved", Ruled(SERIALIZATION)),
                    ("schema", Ruled(SERIALIZATION)),
                    ("example", Ruled(EXAMPLE)),
                    ("examples", Ruled(EXAMPLE)),
                    ("content", Ruled(SERIALIZATION)),
                ]
            }
        }
        Object::RequestBody => {
            const {
                &[
                    ("description", Ruled(TEXT)),
                    ("content", Ruled(CONTENT)),
                    ("required", Ruled(&[&BODY_REQUIRED, &BODY_OPTIONAL])),
                ]
            }
        }
        Object::MediaType => {
            const {
                &[
                    ("description", Ruled(TEXT)),
                    ("schema", Ruled(SLOT)),
                    ("itemSchema", Ruled(SLOT)),
                    ("example", Ruled(EXAMPLE)),
                    ("examples", Ruled(EXAMPLE)),
                    ("encoding", Ruled(ENCODING)),
                    ("prefixEncoding", Ruled(ENCODING)),
                    ("itemEncoding", Ruled(ENCODING)),
                ]
            }
        }
        Object::Encoding => {
            const {
                &[
                    ("contentType", Ruled(ENCODING)),
                    ("headers", Ruled(ENCODING)),
                    ("style", Ruled(ENCODING)),
                    ("explode", Ruled(ENCODING)),
                    ("allowReserved", Ruled(ENCODING)),
                    ("encoding", Ruled(ENCODING)),
                    ("prefixEncoding", Ruled(ENCODING)),
                    ("itemEncoding", Ruled(ENCODING)),
                ]
            }
        }
        Object::Response => {
            const {
                &[
                    ("summary", Ruled(TEXT)),
                    ("description", Ruled(TEXT)),
                    ("headers", Ruled(HEADERS)),
                    ("content", Ruled(CONTENT)),
                    ("links", Ruled(&[&LINK_CHANGED])),
                ]
            }
        }
        Object::Example => {
            const {
                &[
                    ("summary", Ruled(EXAMPLE)),
                    ("description", Ruled(EXAMPLE)),
                    ("value", Ruled(EXAMPLE)),
                    ("externalValue", Ruled(EXAMPLE)),
                    ("dataValue", Ruled(EXAMPLE)),
                    ("serializedValue", Ruled(EXAMPLE)),
                ]
            }
        }
        Object::Link => {
            const {
                &[
                    ("operationRef", Ruled(&[&LINK_CHANGED])),
                    ("operationId", Ruled(&[&LINK_CHANGED])),
                    ("parameters", Ruled(&[&LINK_CHANGED])),
                    ("requestBody", Ruled(&[&LINK_CHANGED])),
                    ("description", Ruled(&[&LINK_CHANGED])),
                    ("server", Ruled(&[&LINK_CHANGED])),
                ]
            }
        }
        Object::Tag => {
            const {
                &[
                    ("name", Ruled(&[&TAGS_CHANGED])),
                    ("summary", Ruled(&[&TAGS_CHANGED])),
                    ("parent", Ruled(&[&TAGS_CHANGED])),
                    ("kind", Ruled(&[&TAGS_CHANGED])),
                    ("description", Ruled(&[&TAGS_CHANGED])),
                    ("externalDocs", Ruled(&[&TAGS_CHANGED])),
                ]
            }
        }
        Object::Schema => SCHEMA,
        Object::Discriminator => {
            const {
                &[
                    (
                        "propertyName",
                        Ruled(&[
                            &DISCRIMINATOR_ADDED,
                            &DISCRIMINATOR_REMOVED,
                            &DISCRIMINATOR_CHANGED,
                        ]),
                    ),
                    ("mapping", Ruled(&[&MAPPING_CHANGED])),
                    ("defaultMapping", Ruled(&[&MAPPING_CHANGED])),
                ]
            }
        }
        Object::Xml => {
            const {
                &[
                    ("name", Ruled(&[&XML_CHANGED])),
                    ("namespace", Ruled(&[&XML_CHANGED])),
                    ("prefix", Ruled(&[&XML_CHANGED])),
                    ("attribute", Ruled(&[&XML_CHANGED])),
                    ("wrapped", Ruled(&[&XML_CHANGED])),
                    ("nodeType", Ruled(&[&XML_CHANGED])),
                ]
            }
        }
        Object::SecurityScheme => security::SCHEME_ROWS,
        Object::OAuthFlows => security::FLOWS,
        Object::ImplicitFlow => security::IMPLICIT_FLOW,
        Object::PasswordFlow | Object::ClientCredentialsFlow => security::TOKEN_FLOW,
        Object::AuthorizationCodeFlow => security::AUTHORIZATION_CODE_FLOW,
        Object::DeviceAuthorizationFlow => security::DEVICE_AUTHORIZATION_FLOW,
    }
}

const OBJECTS: [Object; 33] = [
    Object::OpenApi,
    Object::Info,
    Object::Contact,
    Object::License,
    Object::Server,
    Object::ServerVariable,
    Object::Components,
    Object::Paths,
    Object::PathItem,
    Object::Operation,
    Object::ExternalDocs,
    Object::Parameter,
    Object::RequestBody,
    Object::MediaType,
    Object::Encoding,
    Object::Responses,
    Object::Response,
    Object::Callback,
    Object::Example,
    Object::Link,
    Object::Header,
    Object::Tag,
    Object::Schema,
    Object::Discriminator,
    Object::Xml,
    Object::SecurityScheme,
    Object::OAuthFlows,
    Object::ImplicitFlow,
    Object::PasswordFlow,
    Object::ClientCredentialsFlow,
    Object::AuthorizationCodeFlow,
    Object::DeviceAuthorizationFlow,
    Object::SecurityRequirement,
];

/// Rules of what no key says: extensions, and what comes of several keys together.
const BEYOND: &[&Rule] = &[
    &REFERENCE_CHANGED,
    &OPEN_ENUM_VALUE_ADDED,
    &OPEN_ENUM_VALUE_REMOVED,
    &EXTENSION_CHANGED,
    &DATA_NARROWED,
    &DATA_WIDENED,
];

#[test]
fn every_key_of_the_document_model_is_ruled_or_waived() {
    for object in OBJECTS {
        let known: BTreeMap<_, _> = rows(object)
            .iter()
            .map(|(key, edits)| (*key, edits))
            .collect();
        let fields: BTreeSet<_> = object.fields().iter().map(|field| field.name).collect();
        assert_eq!(
            known.keys().copied().collect::<BTreeSet<_>>(),
            fields,
            "{object:?}"
        );
        for (key, edits) in known {
            match edits {
                Ruled(rules) => assert!(!rules.is_empty(), "{object:?} {key}"),
                Waived(reason) => assert!(reason.contains(' '), "{object:?} {key}"),
            }
        }
    }
}

#[test]
fn every_rule_judges_a_key() {
    let keys = OBJECTS.into_iter().flat_map(rows);
    let mut ruled: BTreeSet<&str> = BEYOND.iter().map(|rule| rule.id).collect();
    for (_, edits) in keys {
        if let Ruled(rules) = edits {
            ruled.extend(rules.iter().map(|rule| rule.id));
        }
    }
    let all: BTreeSet<&str> = Rule::all().iter().map(|rule| rule.id).collect();
    assert_eq!(ruled, all);
}
