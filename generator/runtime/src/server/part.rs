//! What a document says of the parts of a body, as a static table.

use crate::parameter::QueryStyle;
use crate::parameter::read::{Data, Plain};
use crate::parameter::tree::Tree;
use crate::server::refusal::Fault;

/// What a document says of a part.
///
/// Written with `..Part::DEFAULT`, so that a new field changes no generated line.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub name: &'static str,
    /// Whether it stands for parts of any names that no part before it has.
    pub any_name: bool,
    pub form: PartForm,
    /// Whether there may be several of them, each an item.
    pub list: bool,
    pub required: bool,
    /// The media types that a file may have, with commas between; any where there is none.
    pub media_types: &'static str,
}

impl Part {
    /// A text that may be there.
    pub const DEFAULT: Self = Self {
        name: "",
        any_name: false,
        form: PartForm::Text(Plain::Text),
        list: false,
        required: false,
        media_types: "",
    };
}

/// How a part is written.
#[derive(Debug, Clone, Copy)]
pub enum PartForm {
    /// Bytes, which are handed over as they come.
    File,
    Json,
    Text(Plain),
    /// As a body of the part's media type is, by what reads one.
    Whole(fn(&str) -> Result<Tree, Vec<Fault>>),
    /// In a style, exploded or not: perhaps as several parts, so that it is known once all have come.
    Styled(QueryStyle, bool, Data<'static>),
}
