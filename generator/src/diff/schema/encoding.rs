//! How data are written, which decides what can be told of them.

use std::collections::BTreeSet;
use std::rc::Rc;

/// How data of a schema is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::diff) enum Encoding {
    /// As JSON: kinds can be told apart.
    Json,
    /// As text, a list as a repeated parameter: a list of one is written as its item.
    Repeated,
    /// As text: a parameter, a header.
    Parameter,
    /// As text: what stands for a whole body, or within a part of a form.
    Text,
    /// As XML, whose elements have names.
    Xml,
    /// As text: a part of a form, or several of one name, of which a list of one has one.
    Part,
    /// As a form of such parts, but for the properties of these names, which are JSON.
    Form(Rc<BTreeSet<String>>),
}

impl Encoding {
    /// How a property of data is written that are written so.
    pub(in crate::diff) fn of_property(&self, name: &str) -> Self {
        match self {
            Self::Form(json) if json.contains(name) => Self::Json,
            Self::Form(_) => Self::Part,
            // The names of what is within are all that tells it.
            Self::Part => Self::Text,
            other => other.clone(),
        }
    }

    /// Whether what is written has no kinds, and no parts that are told by themselves.
    pub(in crate::diff) fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Xml | Self::Part | Self::Form(_))
    }

    /// Whether there is a way to write `null`: parameters, headers and parts of forms have none (OpenAPI, Style
    /// Values: what is undefined is left out).
    pub(in crate::diff) fn writes_null(&self) -> bool {
        matches!(self, Self::Json | Self::Text | Self::Xml)
    }

    /// Whether a list of one is written as its item is.
    pub(in crate::diff) fn repeats(&self) -> bool {
        matches!(self, Self::Repeated | Self::Part)
    }
}
