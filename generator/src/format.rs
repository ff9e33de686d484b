//! The table of formats that have a Rust type of their own.
//!
//! Another format is one row here, one variant of [`Format`], and one codec in
//! the runtime where the Rust type alone does not say how it is written.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::constraint;
use crate::emit::context::{Crate, Module};
use crate::ir::Format;
use crate::lint::nearest;

/// A format's Rust type, and what it brings with it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The format.
    pub format: Format,
    /// `type` and `format` in a document; the first is the registered name.
    pub names: &'static [(&'static str, &'static str)],
    /// Whether `Eq` and `Hash` hold.
    pub eq: bool,
    /// Whether `Copy` holds.
    pub copy: bool,
    /// The crate that the Rust type is from.
    pub dependency: Option<Crate>,
    /// The runtime module that reads and writes it.
    pub module: Option<Module>,
    /// An example of its JSON.
    pub example: &'static str,
}

/// All formats with a Rust type.
pub const TABLE: &[Row] = &[
    Row {
        format: Format::DateTime,
        names: &[("string", "date-time")],
        eq: true,
        copy: true,
        dependency: Some(Crate::Time),
        module: Some(Module::Time),
        example: "\"2025-11-07T09:30:00Z\"",
    },
    Row {
        format: Format::Date,
        names: &[("string", "date")],
        eq: true,
        copy: true,
        dependency: Some(Crate::Time),
        module: Some(Module::Time),
        example: "\"2025-11-07\"",
    },
    Row {
        format: Format::UnixTime,
        names: &[
            ("integer", "unixtime"),
            ("integer", "unix-time"),
            ("number", "unixtime"),
            ("number", "unix-time"),
        ],
        eq: true,
        copy: true,
        dependency: Some(Crate::Time),
        module: Some(Module::Time),
        example: "1762507800",
    },
    Row {
        format: Format::Uuid,
        names: &[("string", "uuid")],
        eq: true,
        copy: true,
        dependency: Some(Crate::Uuid),
        module: Some(Module::Uuid),
        example: "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"",
    },
    Row {
        format: Format::Byte,
        names: &[("string", "byte")],
        eq: true,
        copy: false,
        dependency: Some(Crate::Base64),
        module: Some(Module::Base64),
        example: "\"aGVsbG8=\"",
    },
    Row {
        format: Format::Secret,
        names: &[("string", "password")],
        eq: true,
        copy: false,
        dependency: None,
        module: Some(Module::Secret),
        example: "\"hunter22\"",
    },
    Row {
        format: Format::Ipv4,
        names: &[("string", "ipv4")],
        eq: true,
        copy: true,
        dependency: None,
        module: None,
        example: "\"192.0.2.1\"",
    },
    Row {
        format: Format::Ipv6,
        names: &[("string", "ipv6")],
        eq: true,
        copy: true,
        dependency: None,
        module: None,
        example: "\"2001:db8::1\"",
    },
    Row {
        format: Format::Binary,
        names: &[("string", "binary")],
        eq: true,
        copy: false,
        dependency: None,
        module: None,
        example: "\"\"",
    },
];

/// The formats that choose how large a number is.
const OF_NUMBERS: &[&str] = &[
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint",
    "uint64",
    "bigint",
    "big-integer",
    "int128",
    "uint128",
    "decimal",
    "decimal128",
    "double-int",
    "float",
    "double",
];

/// Every format that chooses a type or is checked, some of them more than once.
pub fn known() -> impl Iterator<Item = &'static str> {
    let types = TABLE.iter().flat_map(|row| row.names);
    let types = types.map(|(_, name)| *name);
    let numbers = OF_NUMBERS.iter().copied();
    types.chain(numbers).chain(constraint::format::names())
}

/// Formats that are not read: they neither choose a type nor are checked.
///
/// ```
/// use faircopy::format::Ignored;
///
/// let ignored = Ignored::These(["hostname".to_owned()].into());
/// assert!(ignored.has("hostname") && !ignored.has("email"));
/// assert!(Ignored::All.has("email"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// All of them.
    All,
    /// These; it may be none.
    These(BTreeSet<String>),
}

impl Default for Ignored {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Ignored {
    /// Whether a format is not read.
    pub fn has(&self, format: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(formats) => formats.contains(format),
        }
    }

    /// Adds formats by their names; `all` is every one.
    ///
    /// # Errors
    ///
    /// The name that means nothing to the generator, with the nearest that does.
    pub fn add(&mut self, name: &str) -> Result<(), String> {
        if name == "all" {
            *self = Self::All;
            return Ok(());
        }
        if !known().any(|known| known == name) {
            let near = nearest(name, known());
            let hint = near.map(|near| format!("; did you mean `{near}`?"));
            let hint = hint.unwrap_or_default();
            return Err(format!("there is no format `{name}`{hint}"));
        }
        if let Self::These(formats) = self {
            formats.insert(name.to_owned());
        }
        Ok(())
    }
}

/// A format's row.
pub fn row(format: Format) -> &'static Row {
    // The table is in the order of the variants; a test holds it to that.
    &TABLE[format as usize]
}

/// The format with a Rust type that a document means by a `type` and a `format`.
pub fn find(ty: &str, format: &str) -> Option<Format> {
    TABLE
        .iter()
        .find(|row| row.names.contains(&(ty, format)))
        .map(|row| row.format)
}

impl Row {
    /// The Rust type.
    pub fn ty(&self) -> TokenStream {
        match self.format {
            Format::DateTime | Format::UnixTime => quote!(time::OffsetDateTime),
            Format::Date => quote!(time::Date),
            Format::Uuid => quote!(uuid::Uuid),
            Format::Byte | Format::Binary => quote!(Vec<u8>),
            Format::Secret => quote!(runtime::Secret),
            Format::Ipv4 => quote!(std::net::Ipv4Addr),
            Format::Ipv6 => quote!(std::net::Ipv6Addr),
        }
    }

    /// The codec, where the Rust type alone does not say how it is written.
    pub fn codec(&self) -> Option<TokenStream> {
        match self.format {
            Format::UnixTime => Some(quote!(runtime::codec::UnixTime)),
            Format::Byte => Some(quote!(runtime::codec::Base64)),
            Format::Binary => Some(quote!(runtime::codec::Binary)),
            Format::DateTime
            | Format::Date
            | Format::Uuid
            | Format::Secret
            | Format::Ipv4
            | Format::Ipv6 => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_finds_its_own_row() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.format as usize, index);
            for (ty, name) in row.names {
                assert_eq!(find(ty, name), Some(row.format), "{ty} {name}");
            }
        }
        assert_eq!(find("string", "email"), None);
    }
}
