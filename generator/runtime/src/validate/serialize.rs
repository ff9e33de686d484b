//! Violations for serde: a list of objects, such as the body of a response that refuses a request.

#![cfg(feature = "serialize-violations")]

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::validate::{Branch, Violation, Violations};

impl Serialize for Violations {
    /// Those that were kept, as a list.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl Serialize for Violation {
    /// `pointer`, `keyword`, `limit`, `found` (not of a secret), `message`, and `branches` of a union.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (is_shown, is_union) = (!self.found.is_empty(), !self.branches.is_empty());
        let fields = 4 + usize::from(is_shown) + usize::from(is_union);
        let mut object = serializer.serialize_struct("Violation", fields)?;
        object.serialize_field("pointer", &self.pointer)?;
        object.serialize_field("keyword", self.keyword)?;
        object.serialize_field("limit", &self.limit)?;
        if is_shown {
            object.serialize_field("found", &self.found)?;
        }
        object.serialize_field("message", &self.message())?;
        if is_union {
            object.serialize_field("branches", &self.branches)?;
        }
        object.end()
    }
}

impl Serialize for Branch {
    /// `name` and `violations`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Branch", 2)?;
        object.serialize_field("name", self.name)?;
        object.serialize_field("violations", &self.violations)?;
        object.end()
    }
}
