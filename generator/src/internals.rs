//! What this repository's own judges and tests need of the generator. It changes as they do: no one
//! else should use it.

/// Parts of the printing half, for programs that use the items of a generated crate.
pub mod emit {
    pub use crate::emit::context::{Context, ident};
    pub use crate::emit::validate::{Access, statements};
    pub use crate::emit::{handed_over, operation_module, present, print_items, print_lines};
}
