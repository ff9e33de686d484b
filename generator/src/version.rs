//! The versions of OpenAPI that are understood.

/// The versions of the specification that are understood; they differ in what a schema means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x, whose schemas are a dialect of their own, after JSON Schema draft 5.
    V3_0,
    /// 3.1.x, whose schemas are those of JSON Schema 2020-12.
    V3_1,
}
