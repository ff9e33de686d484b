//! The objects of all versions of OpenAPI as tables: which keys each has, and what stands at them.
//! The walkers of `source::refs` and `lint` read these; adding a key is adding a row.

mod objects;
mod schema;
pub(crate) mod swagger;

pub(crate) use crate::keyword::Weight;
use crate::version::Version;

/// A kind of object of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Object {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    ImplicitFlow,
    PasswordFlow,
    ClientCredentialsFlow,
    AuthorizationCodeFlow,
    DeviceAuthorizationFlow,
    SecurityRequirement,
    Swagger,
    SwaggerPaths,
    SwaggerPathItem,
    SwaggerOperation,
    SwaggerParameter,
    SwaggerResponses,
    SwaggerResponse,
    SwaggerHeader,
    SwaggerSecurityScheme,
}

/// What stands at a key, or in a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Any JSON.
    Any,
    /// Text.
    Text,
    /// Text that is a URI.
    Uri(Uri),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A whole number that isn't negative.
    Count,
    /// A number in 3.1, a boolean in 3.0; each is understood in the other.
    NumberOrBool,
    /// A type's name, or a list of them.
    Types,
    /// Text that is a reference to a schema, or its name.
    SchemaName,
    /// An object of the specification.
    Object(Object),
    /// An object of the specification, or a reference to one.
    RefOr(Object),
    /// A schema, a reference to one, or a boolean.
    SchemaOrBool,
    /// A list.
    List(&'static Shape),
    /// A mapping from names of the author's choice.
    Map(&'static Shape),
}

/// What a URI may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uri {
    /// A reference too, relative to the document.
    Reference,
    /// A reference too, and without a fragment, since it names a document.
    Document,
    /// A whole one alone, since it names something.
    Whole,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    Optional,
    /// It must; when it isn't, this stands in for it, and nobody misses more than words.
    Filled(Filler),
    /// It must, and without it the object says nothing.
    Required,
}

/// What stands in for a missing part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filler {
    Text(&'static str),
    Map,
    /// An `info` object.
    Info,
}

/// A key of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) weight: Weight,
    pub(crate) need: Need,
    /// Since which version it has been there; what is newer than the document is understood too.
    pub(crate) since: Version,
    /// Up to which version it was there.
    pub(crate) until: Version,
    /// Since which version it may be missing, where it had to be there before.
    pub(crate) optional_since: Option<Version>,
}

impl Field {
    const fn new(name: &'static str, shape: Shape, weight: Weight) -> Field {
        let (since, until) = (Version::V3_0, Version::LATEST);
        Field {
            name,
            shape,
            weight,
            need: Need::Optional,
            since,
            until,
            optional_since: None,
        }
    }

    const fn required(self) -> Field {
        Field {
            need: Need::Required,
            ..self
        }
    }

    const fn filled(self, filler: Filler) -> Field {
        Field {
            need: Need::Filled(filler),
            ..self
        }
    }

    const fn optional_since(self, version: Version) -> Field {
        Field {
            optional_since: Some(version),
            ..self
        }
    }

    const fn since_3_1(self) -> Field {
        Field {
            since: Version::V3_1,
            ..self
        }
    }

    const fn since_3_2(self) -> Field {
        Field {
            since: Version::V3_2,
            ..self
        }
    }

    /// Whether the specification gives the key a meaning in a document of this version.
    pub(crate) fn is_in(&self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }

    /// The version that gives the key a meaning where one does not: the next one that does.
    pub(crate) fn other_version(&self, version: Version) -> Version {
        version.clamp(self.since, self.until)
    }

    /// Whether the key may be missing in a document of this version.
    pub(crate) fn may_be_missing(&self, version: Version) -> bool {
        self.need == Need::Optional || self.optional_since.is_some_and(|since| since <= version)
    }
}

/// A key that only documents.
const fn light(name: &'static str, shape: Shape) -> Field {
    Field::new(name, shape, Weight::Light)
}

/// A key that the code depends on.
const fn heavy(name: &'static str, shape: Shape) -> Field {
    Field::new(name, shape, Weight::Heavy)
}

impl Object {
    /// The keys with a fixed name.
    pub(crate) fn fields(self) -> &'static [Field] {
        match self {
            Object::OpenApi => objects::OPENAPI,
            Object::Info => objects::INFO,
            Object::Contact => objects::CONTACT,
            Object::License => objects::LICENSE,
            Object::Server => objects::SERVER,
            Object::ServerVariable => objects::SERVER_VARIABLE,
            Object::Components => objects::COMPONENTS,
            Object::PathItem => objects::PATH_ITEM,
            Object::Operation => objects::OPERATION,
            Object::ExternalDocs => objects::EXTERNAL_DOCS,
            Object::Parameter => objects::PARAMETER,
            Object::RequestBody => objects::REQUEST_BODY,
            Object::MediaType => objects::MEDIA_TYPE,
            Object::Encoding => objects::ENCODING,
            Object::Response => objects::RESPONSE,
            Object::Example => objects::EXAMPLE,
            Object::Link => objects::LINK,
            Object::Header => objects::HEADER,
            Object::Tag => objects::TAG,
            Object::Schema => schema::SCHEMA,
            Object::Discriminator => schema::DISCRIMINATOR,
            Object::Xml => schema::XML,
            Object::SecurityScheme => objects::SECURITY_SCHEME,
            Object::OAuthFlows => objects::OAUTH_FLOWS,
            Object::ImplicitFlow => objects::IMPLICIT_FLOW,
            Object::PasswordFlow | Object::ClientCredentialsFlow => objects::TOKEN_FLOW,
            Object::AuthorizationCodeFlow => objects::AUTHORIZATION_CODE_FLOW,
            Object::DeviceAuthorizationFlow => objects::DEVICE_AUTHORIZATION_FLOW,
            Object::Swagger => swagger::SWAGGER,
            Object::SwaggerPathItem => swagger::SWAGGER_PATH_ITEM,
            Object::SwaggerOperation => swagger::SWAGGER_OPERATION,
            // The name and the place of a header are those of its key.
            Object::SwaggerParameter | Object::SwaggerHeader => swagger::SWAGGER_PARAMETER,
            Object::SwaggerSecurityScheme => swagger::SWAGGER_SECURITY_SCHEME,
            Object::SwaggerResponse => swagger::SWAGGER_RESPONSE,
            Object::Paths
            | Object::Responses
            | Object::Callback
            | Object::SecurityRequirement
            | Object::SwaggerPaths
            | Object::SwaggerResponses => &[],
        }
    }

    /// What stands at the keys of the author's choice, where the object has such.
    pub(crate) fn patterned(self) -> Option<Shape> {
        match self {
            Object::Paths | Object::Callback => Some(Shape::RefOr(Object::PathItem)),
            Object::Responses => Some(Shape::RefOr(Object::Response)),
            Object::SecurityRequirement => Some(Shape::List(&Shape::Text)),
            Object::SwaggerPaths => Some(Shape::Object(Object::SwaggerPathItem)),
            Object::SwaggerResponses => Some(Shape::RefOr(Object::SwaggerResponse)),
            _ => None,
        }
    }

    /// The key `name`, with what stands there, in any version.
    pub(crate) fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// The keys of which only one may stand in the object, two by two.
    pub(crate) fn exclusions(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Object::License => objects::LICENSE_EXCLUSIONS,
            Object::Parameter => objects::PARAMETER_EXCLUSIONS,
            Object::Header => objects::HEADER_EXCLUSIONS,
            Object::MediaType => objects::MEDIA_TYPE_EXCLUSIONS,
            Object::Encoding => objects::ENCODING_EXCLUSIONS,
            Object::Example => objects::EXAMPLE_EXCLUSIONS,
            Object::Link => objects::LINK_EXCLUSIONS,
            Object::Xml => schema::XML_EXCLUSIONS,
            _ => &[],
        }
    }

    /// The map of `components` that holds such objects.
    pub(crate) fn component_kind(self) -> Option<&'static str> {
        match self {
            Object::Schema => Some("schemas"),
            Object::Response | Object::SwaggerResponse => Some("responses"),
            Object::Parameter | Object::SwaggerParameter => Some("parameters"),
            Object::Example => Some("examples"),
            Object::RequestBody => Some("requestBodies"),
            Object::Header => Some("headers"),
            Object::SecurityScheme => Some("securitySchemes"),
            Object::Link => Some("links"),
            Object::MediaType => Some("mediaTypes"),
            _ => None,
        }
    }

    /// The specification's word for it, with its article: "a schema".
    pub(crate) fn title(self) -> &'static str {
        match self {
            Object::OpenApi | Object::Swagger => "the document",
            Object::Info => "the `info` object",
            Object::Contact => "the contact",
            Object::License => "the license",
            Object::Server => "a server",
            Object::ServerVariable => "a server variable",
            Object::Components => "the `components` object",
            Object::Paths | Object::SwaggerPaths => "the `paths` object",
            Object::PathItem | Object::SwaggerPathItem => "a path item",
            Object::Operation | Object::SwaggerOperation => "an operation",
            Object::ExternalDocs => "an `externalDocs` object",
            Object::Parameter | Object::SwaggerParameter => "a parameter",
            Object::RequestBody => "a request body",
            Object::MediaType => "a media type",
            Object::Encoding => "an encoding",
            Object::Responses | Object::SwaggerResponses => "a `responses` object",
            Object::Response | Object::SwaggerResponse => "a response",
            Object::Callback => "a callback",
            Object::Example => "an example",
            Object::Link => "a link",
            Object::Header | Object::SwaggerHeader => "a header",
            Object::Tag => "a tag",
            Object::Schema => "a schema",
            Object::Discriminator => "a discriminator",
            Object::Xml => "an `xml` object",
            Object::SecurityScheme | Object::SwaggerSecurityScheme => "a security scheme",
            Object::OAuthFlows => "a `flows` object",
            Object::ImplicitFlow
            | Object::PasswordFlow
            | Object::ClientCredentialsFlow
            | Object::AuthorizationCodeFlow
            | Object::DeviceAuthorizationFlow => "an OAuth flow",
            Object::SecurityRequirement => "a security requirement",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_object_has_two_rows_for_a_key() {
        for object in [
            Object::OpenApi,
            Object::Components,
            Object::PathItem,
            Object::Operation,
            Object::Parameter,
            Object::MediaType,
            Object::Encoding,
            Object::Example,
            Object::Header,
            Object::Schema,
            Object::SecurityScheme,
        ] {
            let mut names: Vec<_> = object.fields().iter().map(|field| field.name).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all, "{}", object.title());
        }
    }

    #[test]
    fn what_excludes_another_key_is_a_key() {
        for object in [
            Object::License,
            Object::Parameter,
            Object::Header,
            Object::MediaType,
            Object::Encoding,
            Object::Example,
            Object::Link,
            Object::Xml,
        ] {
            assert!(!object.exclusions().is_empty());
            for (one, other) in object.exclusions() {
                assert!(object.field(one).is_some(), "{object:?} {one}");
                assert!(object.field(other).is_some(), "{object:?} {other}");
            }
        }
    }

    #[test]
    fn a_path_item_has_a_key_for_every_method() {
        for (key, _) in crate::method::Method::keyed() {
            assert!(Object::PathItem.field(key).is_some(), "{key}");
        }
        let additional = crate::method::ADDITIONAL;
        assert!(Object::PathItem.field(additional).is_some());
    }
}
