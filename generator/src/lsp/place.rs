//! A place in a document to what the specification has there.

use std::borrow::Cow;

use crate::grammar::{Object, Shape};
use crate::pointer::Pointer;
use crate::version::Version;

/// What stands below a shape at a key.
pub(super) fn step(shape: Shape, key: &str) -> Option<Shape> {
    match shape {
        Shape::Object(object) | Shape::RefOr(object) => member(object, key),
        Shape::SchemaOrBool => member(Object::Schema, key),
        Shape::List(item) | Shape::Map(item) => Some(*item),
        _ => None,
    }
}

fn member(object: Object, key: &str) -> Option<Shape> {
    let field = object.field(key).map(|field| field.shape);
    field.or_else(|| object.patterned().filter(|_| !key.starts_with("x-")))
}

/// What stands at the end of a way from a shape.
pub(super) fn walk(shape: Shape, tokens: &[Cow<'_, str>]) -> Option<Shape> {
    tokens
        .iter()
        .try_fold(shape, |shape, token| step(shape, token))
}

/// The object of the specification that a shape may be.
pub(super) fn object(shape: Shape) -> Option<Object> {
    match shape {
        Shape::Object(object) | Shape::RefOr(object) => Some(object),
        Shape::SchemaOrBool => Some(Object::Schema),
        _ => None,
    }
}

/// Whether a reference may stand in its place.
pub(super) fn takes_reference(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::RefOr(_) | Shape::SchemaOrBool | Shape::Object(Object::SwaggerPathItem)
    )
}

/// The object of the specification that has these keys, of a file that is not a document of its own.
pub(super) fn guess(keys: &[Cow<'_, str>]) -> Option<Shape> {
    let has = |wanted: &[&str]| keys.iter().any(|key| wanted.contains(&&**key));
    if has(&["openapi"]) {
        return Some(Shape::Object(Object::OpenApi));
    }
    if has(&["swagger"]) {
        return Some(Shape::Object(Object::Swagger));
    }
    if has(&["get", "put", "post", "delete", "patch", "head", "options"]) {
        return Some(Shape::RefOr(Object::PathItem));
    }
    if has(&["in"]) {
        return Some(Shape::RefOr(Object::Parameter));
    }
    if has(&["operationId", "responses"]) {
        return Some(Shape::Object(Object::Operation));
    }
    let schema = [
        "type",
        "properties",
        "allOf",
        "oneOf",
        "anyOf",
        "enum",
        "items",
        "format",
    ];
    if has(&schema) {
        return Some(Shape::SchemaOrBool);
    }
    if has(&["paths", "components", "info"]) {
        return Some(Shape::Object(Object::OpenApi));
    }
    has(&["content"]).then_some(Shape::RefOr(Object::Response))
}

/// The version that a document states; the newest where it states none.
pub(super) fn version(number: Option<&str>) -> Version {
    number.and_then(Version::of).unwrap_or(Version::LATEST)
}

/// What a kind of components is called by in a document, and where it stands.
pub(super) fn home(object: Object, is_swagger: bool) -> Option<Pointer> {
    let kind = object.component_kind().or(match object {
        Object::Callback => Some("callbacks"),
        Object::PathItem => Some("pathItems"),
        _ => None,
    })?;
    Some(match (is_swagger, kind) {
        (false, kind) => Pointer::root().keys(["components", kind]),
        (true, "schemas") => Pointer::root().key("definitions"),
        (true, kind) => Pointer::root().key(kind),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(way: &[&str]) -> Option<Shape> {
        let tokens: Vec<_> = way.iter().map(|token| Cow::Borrowed(*token)).collect();
        walk(Shape::Object(Object::OpenApi), &tokens)
    }

    #[test]
    fn ways_lead_to_what_the_specification_has_there() {
        let body = [
            "paths",
            "/a",
            "get",
            "responses",
            "200",
            "content",
            "a/b",
            "schema",
        ];
        assert_eq!(at(&body), Some(Shape::SchemaOrBool));
        let items = ["components", "schemas", "A", "properties", "items", "items"];
        assert_eq!(at(&items), Some(Shape::SchemaOrBool));
        assert_eq!(at(&["paths", "x-a"]), None);
        assert_eq!(at(&["paths", "/a", "nothing"]), None);
    }
}
