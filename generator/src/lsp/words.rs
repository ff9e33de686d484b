//! Keys of the specification in words: what each says, and what stands there.

mod objects;
mod schema;

use crate::format::{self, Meaning, Number};
use crate::grammar::{Object, Shape};

/// The statuses that documents mostly have.
pub(super) const STATUSES: &[(&str, &str)] = &[
    ("200", "OK"),
    ("201", "Created"),
    ("202", "Accepted"),
    ("204", "No Content"),
    ("304", "Not Modified"),
    ("400", "Bad Request"),
    ("401", "Unauthorized"),
    ("403", "Forbidden"),
    ("404", "Not Found"),
    ("409", "Conflict"),
    ("422", "Unprocessable Content"),
    ("429", "Too Many Requests"),
    ("500", "Internal Server Error"),
    ("503", "Service Unavailable"),
    ("2XX", "any success"),
    ("4XX", "any fault of the client"),
    ("5XX", "any fault of the server"),
    ("default", "every other status"),
];

/// What a key of an object says.
pub(super) fn of(object: Object, key: &str) -> Option<&'static str> {
    let table = match object {
        Object::Schema => schema::SCHEMA,
        Object::Discriminator => schema::DISCRIMINATOR,
        Object::Xml => schema::XML,
        other => objects::table(other),
    };
    let row = table.iter().find(|(name, _)| *name == key);
    let shared = || objects::SHARED.iter().find(|(name, _)| *name == key);
    row.or_else(shared).map(|(_, words)| *words).or_else(|| {
        // What 2.0 says in its own way, and what it says in the words of schemas.
        let is_older = matches!(
            object,
            Object::Swagger
                | Object::SwaggerOperation
                | Object::SwaggerParameter
                | Object::SwaggerHeader
                | Object::SwaggerSecurityScheme
        );
        let tables = [objects::OF_2_0, objects::OPENAPI, schema::SCHEMA];
        let mut rows = tables.into_iter().flatten().filter(|_| is_older);
        rows.find(|(name, _)| *name == key).map(|(_, words)| *words)
    })
}

/// What stands at a key.
pub(super) fn shape(shape: Shape) -> String {
    match shape {
        Shape::Any => "any value".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Uri(_) => "a URI".to_owned(),
        Shape::OneOf(words) => words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(" or "),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Count => "a whole number, 0 or more".to_owned(),
        Shape::NumberOrBool => "a number; in OpenAPI 3.0 `true` or `false`".to_owned(),
        Shape::Types => "a type, or a list of types".to_owned(),
        Shape::SchemaName => "a reference to a schema, or its name".to_owned(),
        Shape::Object(object) => object.title().to_owned(),
        Shape::RefOr(object) => format!("{}, or a reference to one", object.title()),
        Shape::SchemaOrBool => "a schema, a reference to one, or a boolean".to_owned(),
        Shape::List(item) => format!("a list, each {}", self::shape(*item)),
        Shape::Map(item) => format!("by name, each {}", self::shape(*item)),
    }
}

/// What a format makes of a type in Rust.
pub(super) fn format(ty: &str, name: &str) -> Option<String> {
    Some(match format::find(ty, name)? {
        Meaning::Typed(format) => {
            let path = (format.row().rust)().to_string().replace(' ', "");
            path.trim_start_matches("::").to_owned()
        }
        Meaning::Sized(Number::Integer(integer)) => integer.rust().to_string(),
        Meaning::Sized(Number::F32) => "f32".to_owned(),
        Meaning::Sized(Number::F64) => "f64".to_owned(),
        Meaning::Sized(Number::BigInteger) => "an integer of any size".to_owned(),
        Meaning::Sized(Number::Decimal) => "a decimal that keeps its digits".to_owned(),
        Meaning::Judged(_) => "a text that is judged".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_words() {
        use Object::*;
        let mut missing = Vec::new();
        for object in [
            OpenApi,
            Info,
            Contact,
            License,
            Server,
            ServerVariable,
            Components,
            PathItem,
            Operation,
            ExternalDocs,
            Parameter,
            RequestBody,
            MediaType,
            Encoding,
            Response,
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
            Swagger,
            SwaggerPathItem,
            SwaggerOperation,
            SwaggerParameter,
            SwaggerResponse,
            SwaggerHeader,
            SwaggerSecurityScheme,
        ] {
            for field in object.fields() {
                if of(object, field.name).is_none() {
                    missing.push(format!("{object:?} {}", field.name));
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
