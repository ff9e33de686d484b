//! What a server that stands in for the real one replies.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Content, MediaKind, Shape};
use crate::pointer::Pointer;

/// Data of replies; empty where nothing is served.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    /// By the places of media types, at least one each where any was found.
    pub contents: BTreeMap<Pointer, Vec<Sample>>,
    /// By the places of the schemas of headers.
    pub headers: BTreeMap<Pointer, Value>,
}

/// Data that a media type may have.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// As the document calls it; none where it is the only one, or made of the schema.
    pub name: Option<String>,
    /// The data.
    pub value: Value,
}

impl Content {
    /// What its data are, or each of them where they come one by one; none of bytes and parts.
    pub fn data(&self) -> Option<&Shape> {
        match &self.kind {
            MediaKind::Json(shape)
            | MediaKind::Xml(shape, _)
            | MediaKind::Form(shape, _)
            | MediaKind::Text(shape, _)
            | MediaKind::EventStream(shape, _)
            | MediaKind::JsonLines(shape) => Some(shape),
            MediaKind::Multipart { .. }
            | MediaKind::Bytes
            | MediaKind::Base64
            | MediaKind::PartStream(_)
            | MediaKind::TypedEvents(..) => None,
        }
    }
}
