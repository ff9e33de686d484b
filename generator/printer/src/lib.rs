//! Tokens of Rust into formatted text, without a syntax tree: just as prettyplease formats it, or not
//! at all.
//!
//! prettyplease wants a syntax tree, and to make one costs several times what it takes to print it.
//! Code that is generated uses a small part of the language over and over; that part is laid out here
//! straight from its tokens. What is not of that part is refused, with its source text, for the way
//! by syntax:
//!
//! ```
//! use proc_macro2::TokenStream;
//!
//! fn formatted(items: TokenStream) -> syn::Result<String> {
//!     match faircopy_printer::items(items) {
//!         Ok(text) => Ok(text),
//!         Err(unknown) => syn::parse_str(unknown.source()).map(|file| prettyplease::unparse(&file)),
//!     }
//! }
//!
//! # let known = quote::quote! { pub struct Pet { pub name: String } };
//! assert_eq!(formatted(known).unwrap(), "pub struct Pet {\n    pub name: String,\n}\n");
//! # let unknown = quote::quote! { union Bits { float: f32, integer: u32 } };
//! assert_eq!(formatted(unknown).unwrap(), "union Bits {\n    float: f32,\n    integer: u32,\n}\n");
//! ```
//!
//! One thing is laid out otherwise: the call of a macro whose brackets hold *rows*, that is, end in a
//! comma, in a semicolon, or in brackets that do. It has each row on lines of its own, where
//! prettyplease, which knows nothing of what macros mean, would fill lines with tokens:
//!
//! ```
//! let rows = quote::quote! {
//!     object! { pub Pet { #[doc = " Its name."] name: "name", Option<String>; tags: "tags", Vec<Tag>; } }
//! };
//! let text = "\
//! object! {
//!     pub Pet {
//!         /// Its name.
//!         name: \"name\", Option<String>;
//!         tags: \"tags\", Vec<Tag>;
//!     }
//! }
//! ";
//! assert_eq!(faircopy_printer::items(rows).unwrap(), text);
//! ```
//!
//! Rows end at the mark with which their brackets end, and behind brackets that hold rows. In them `<`
//! always opens generic arguments.

mod boxes;
mod rust;
mod tokens;

use proc_macro2::TokenStream;
use tokens::Tokens;

/// Lays out items, each on lines of its own, as `prettyplease::unparse` does.
///
/// # Errors
///
/// The items are not of the part of the language that is known here. What is no Rust at all need not
/// be noticed: it may be laid out as if it were.
pub fn items(items: TokenStream) -> Result<String, Unknown> {
    let tokens = Tokens::new(items);
    rust::items(&tokens).map_err(|rust::Unknown| Unknown {
        source: tokens.source(),
    })
}

/// Items that are not of the part of the language that is known here.
#[derive(Debug)]
pub struct Unknown {
    source: String,
}

impl Unknown {
    /// The items as source text, in whatever layout.
    pub fn source(&self) -> &str {
        &self.source
    }
}
