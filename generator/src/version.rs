//! The versions of OpenAPI that are understood.

/// The versions of the specification that are understood; they differ in what a schema means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x, whose schemas are a dialect of their own, after JSON Schema draft 5.
    V3_0,
    /// 3.1.x, whose schemas are those of JSON Schema 2020-12.
    V3_1,
}

impl Version {
    /// All of them, the oldest first.
    pub const ALL: [Self; 2] = [Self::V3_0, Self::V3_1];

    /// What its numbers start with: `3.1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
        }
    }

    /// The version of a number: that of `3.1.1` is 3.1.
    pub fn of(number: &str) -> Option<Self> {
        let mut parts = number.trim().splitn(3, '.');
        let (major, minor) = (parts.next()?, parts.next()?);
        let is_it = |version: &Self| version.as_str().split_once('.') == Some((major, minor));
        Self::ALL.into_iter().find(is_it)
    }
}
