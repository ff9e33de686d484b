//! The formats that the generator knows, a row each: from a document's `type` and `format` to the
//! Rust type, and to the check of its text.
//!
//! Another format is one row: of those with a Rust type of their own here, of the sizes of numbers
//! in [`number`], of those that only judge text in [`text`]. What the runtime lacks, a Rust type or a
//! judge, is written there; the row names it. Dates and times have a row for each crate of them, in
//! [`dates`].

pub mod dates;
mod ignored;
pub mod number;
pub mod text;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

pub use dates::Dates;
pub use ignored::Ignored;
pub use number::{Integer, Number};
pub use text::Check;

/// All that there is to say about a format with a Rust type of its own.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// `type` and `format` in a document; the first is what the format is called.
    pub names: &'static [(&'static str, &'static str)],
    /// What a branch of it is called in a union.
    pub variant: &'static str,
    /// The Rust type. Its path says which crate it is from.
    pub rust: fn() -> TokenStream,
    /// How it is read and written, where the Rust type alone does not say so.
    pub codec: Option<fn() -> TokenStream>,
    /// The module of the runtime that reads and writes it, where generated code names none.
    pub module: Option<&'static str>,
    /// The `contentEncoding` that says the same of a string.
    pub content_encoding: Option<&'static str>,
    /// Whether it is `Copy`.
    pub copy: bool,
    /// Whether it is `Eq` and `Hash`.
    pub eq: bool,
    /// Whether `FromStr` reads it as the document writes it, so that a header can be handed out
    /// parsed, and not as text.
    pub from_str: bool,
    /// What it holds, if that is never shown: checks expose it, and violations leave it out.
    pub secret: Option<Secrecy>,
    /// What a rule between properties computes with; none where rules cannot use it.
    pub rule: Option<InRules>,
    /// Some value: the text, or the number in digits.
    pub sample: &'static str,
    /// An expression of it for the docs, from a literal of the sample or of the document's example.
    pub example: fn(&TokenStream) -> TokenStream,
    /// The judge of its text, where other keywords leave it a `String`.
    pub check: Option<Check>,
}

/// What a rule between properties sees of a value with a Rust type of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InRules {
    /// A point in time.
    Time,
    /// Seconds since 1970.
    Seconds,
}

/// What a value holds that is never shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// A text.
    Text,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// Any JSON.
    Data,
}

/// Fills in what most rows say alike.
const PLAIN: Row = Row {
    names: &[],
    variant: "",
    rust: TokenStream::new,
    codec: None,
    module: None,
    content_encoding: None,
    copy: true,
    eq: true,
    from_str: false,
    secret: None,
    rule: None,
    sample: "",
    example: TokenStream::clone,
    check: None,
};

/// What UUIDs look like (RFC 9562, 4).
const UUID: &str = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";

/// The format of dates and times with an offset (RFC 3339).
pub const DATE_TIME: &str = "date-time";
/// The format of dates and times without an offset.
pub const LOCAL_DATE_TIME: &str = "date-time-local";
/// The format of dates and times with an offset or without one. The name is ours.
pub const LENIENT_DATE_TIME: &str = "date-time-lenient";

/// Makes the enum of the formats and their rows, so that neither can lack what the other has.
macro_rules! formats {
    (
        $($(#[$doc:meta])* $name:ident: { $($field:ident: $value:expr,)* },)*
        // Those below win nothing from those above that have the same names.
        ; elsewhere: $($(#[$docs:meta])* $elsewhere:ident = $row:path;)*
    ) => {
        /// A format with a Rust type of its own; [`Format::row`] says all about it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Format { $($(#[$doc])* $name,)* $($(#[$docs])* $elsewhere,)* }

        impl Format {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)* $(Self::$elsewhere,)*];

            /// Its row.
            pub const fn row(self) -> &'static Row {
                match self {
                    $(Self::$name => {
                        const ROW: Row = Row { $($field: $value,)* ..PLAIN };
                        &ROW
                    })*
                    $(Self::$elsewhere => &$row,)*
                }
            }
        }
    };
}

formats! {
    /// `time::OffsetDateTime` as RFC 3339 text
    DateTime: {
        names: &[("string", DATE_TIME)],
        variant: "DateTime",
        rust: || quote!(::time::OffsetDateTime),
        module: Some("json::codec::time"),
        rule: Some(InRules::Time),
        sample: "2020-01-02T03:04:05Z",
        example: |_| quote! { ::time::OffsetDateTime::now_utc() },
        check: Some(text::DATE_TIME),
    },
    /// `time::PrimitiveDateTime` as ISO 8601 text without an offset
    LocalDateTime: {
        names: &[("string", LOCAL_DATE_TIME)],
        variant: "LocalDateTime",
        rust: || quote!(::time::PrimitiveDateTime),
        module: Some("json::codec::time"),
        sample: "2020-01-02T03:04:05",
        example: |_| quote! {
            ::time::PrimitiveDateTime::new(::time::OffsetDateTime::now_utc().date(), ::time::Time::MIDNIGHT)
        },
        check: Some(text::LOCAL_DATE_TIME),
    },
    /// `runtime::DateTime`: with an offset or without one
    LenientDateTime: {
        names: &[("string", LENIENT_DATE_TIME)],
        variant: "DateTime",
        rust: || quote!(runtime::DateTime),
        module: Some("value::date_time"),
        sample: "2020-01-02T03:04:05",
        example: |_| quote! { runtime::DateTime::from(::time::OffsetDateTime::now_utc()) },
        check: Some(Check::new(LENIENT_DATE_TIME, "date_time_lenient")),
    },
    /// `time::Date` as RFC 3339 text
    Date: {
        names: &[("string", "date")],
        variant: "Date",
        rust: || quote!(::time::Date),
        module: Some("json::codec::time"),
        sample: "2020-01-02",
        example: |_| quote! { ::time::OffsetDateTime::now_utc().date() },
        check: Some(text::DATE),
    },
    /// `time::OffsetDateTime` as seconds since 1970
    UnixTime: {
        names: &[
            ("integer", "unixtime"),
            ("integer", "unix-time"),
            ("number", "unixtime"),
            ("number", "unix-time"),
        ],
        variant: "DateTime",
        rust: || quote!(::time::OffsetDateTime),
        codec: Some(|| quote!(runtime::codec::UnixTime)),
        module: Some("json::codec::time"),
        rule: Some(InRules::Seconds),
        sample: "1762507800",
        example: |seconds| quote! { ::time::OffsetDateTime::from_unix_timestamp(#seconds)? },
    },
    /// `uuid::Uuid`
    Uuid: {
        names: &[("string", "uuid")],
        variant: "Uuid",
        rust: || quote!(::uuid::Uuid),
        module: Some("json::codec::uuid"),
        from_str: true,
        sample: "00000000-0000-4000-8000-000000000000",
        example: |_| quote! { ::uuid::Uuid::nil() },
        check: Some(Check::new("uuid", "uuid").shaped(UUID)),
    },
    /// `Vec<u8>` as base64 text
    Byte: {
        names: &[("string", "byte")],
        variant: "Bytes",
        rust: || quote!(Vec<u8>),
        codec: Some(|| quote!(runtime::codec::Base64)),
        module: Some("json::codec::base64"),
        content_encoding: Some("base64"),
        copy: false,
        sample: "Ynl0ZXM=",
        example: |_| quote! { b"\x00\x01".to_vec() },
    },
    /// `Vec<u8>` as base64 text that is safe in a URL
    Base64Url: {
        names: &[("string", "base64url")],
        variant: "Bytes",
        rust: || quote!(Vec<u8>),
        codec: Some(|| quote!(runtime::codec::Base64Url)),
        module: Some("json::codec::base64"),
        content_encoding: Some("base64url"),
        copy: false,
        sample: "Ynl0ZXM",
        example: |_| quote! { b"\x00\x01".to_vec() },
    },
    /// `runtime::Secret`: a string that is never shown
    Secret: {
        names: &[("string", "password")],
        variant: "Secret",
        rust: || quote!(runtime::Secret),
        module: Some("value::secret"),
        copy: false,
        secret: Some(Secrecy::Text),
        sample: "password",
        example: |text| quote! { runtime::Secret::from(#text) },
    },
    /// `runtime::Secret<i64>`: an integer that is never shown
    SecretInteger: {
        names: &[("integer", "password")],
        variant: "SecretInteger",
        rust: || quote!(runtime::Secret<i64>),
        module: Some("value::secret"),
        copy: false,
        secret: Some(Secrecy::Integer),
        sample: "1234",
        example: |integer| quote! { runtime::Secret::<i64>::from(#integer) },
    },
    /// `runtime::Secret<f64>`: a number that is never shown
    SecretNumber: {
        names: &[("number", "password")],
        variant: "SecretNumber",
        rust: || quote!(runtime::Secret<f64>),
        module: Some("value::secret"),
        copy: false,
        eq: false,
        secret: Some(Secrecy::Number),
        sample: "1234",
        example: |number| quote! { runtime::Secret::<f64>::from(f64::from(#number)) },
    },
    /// `runtime::Secret<serde_json::Value>`: any JSON that is never shown
    SecretData: {
        names: &[("any", "password")],
        variant: "Secret",
        rust: || quote!(runtime::Secret<::serde_json::Value>),
        module: Some("value::secret"),
        copy: false,
        eq: false,
        secret: Some(Secrecy::Data),
        sample: "1234",
        example: |data| quote! { runtime::Secret::from(::serde_json::Value::from(#data)) },
    },
    /// `std::net::Ipv4Addr`
    Ipv4: {
        names: &[("string", "ipv4")],
        variant: "Ipv4",
        rust: || quote!(::std::net::Ipv4Addr),
        from_str: true,
        sample: "127.0.0.1",
        example: |_| quote! { ::std::net::Ipv4Addr::LOCALHOST },
        check: Some(Check::new("ipv4", "ipv4").shaped(r"^[0-9.]+$")),
    },
    /// `std::net::Ipv6Addr`
    Ipv6: {
        names: &[("string", "ipv6")],
        variant: "Ipv6",
        rust: || quote!(::std::net::Ipv6Addr),
        from_str: true,
        sample: "::1",
        example: |_| quote! { ::std::net::Ipv6Addr::LOCALHOST },
        check: Some(Check::new("ipv6", "ipv6").shaped("^[0-9A-Fa-f.]*(:[0-9A-Fa-f.]*){2,}$")),
    },
    ; elsewhere:
    /// `jiff::Timestamp` as RFC 3339 text
    JiffDateTime = dates::JIFF_DATE_TIME;
    /// `jiff::civil::DateTime` as ISO 8601 text without an offset
    JiffLocalDateTime = dates::JIFF_LOCAL_DATE_TIME;
    /// `runtime::value::date_time_jiff::DateTime`: with an offset or without one
    JiffLenientDateTime = dates::JIFF_LENIENT_DATE_TIME;
    /// `jiff::civil::Date` as RFC 3339 text
    JiffDate = dates::JIFF_DATE;
    /// `jiff::Timestamp` as seconds since 1970
    JiffUnixTime = dates::JIFF_UNIX_TIME;
    /// `chrono::DateTime<chrono::FixedOffset>` as RFC 3339 text
    ChronoDateTime = dates::CHRONO_DATE_TIME;
    /// `chrono::NaiveDateTime` as ISO 8601 text without an offset
    ChronoLocalDateTime = dates::CHRONO_LOCAL_DATE_TIME;
    /// `runtime::value::date_time_chrono::DateTime`: with an offset or without one
    ChronoLenientDateTime = dates::CHRONO_LENIENT_DATE_TIME;
    /// `chrono::NaiveDate` as RFC 3339 text
    ChronoDate = dates::CHRONO_DATE;
    /// `chrono::DateTime<chrono::Utc>` as seconds since 1970
    ChronoUnixTime = dates::CHRONO_UNIX_TIME;
}

impl Row {
    /// What the format is called.
    pub fn name(&self) -> &'static str {
        self.names.first().map_or("", |(_, name)| name)
    }

    /// The sample as JSON.
    pub fn sample(&self) -> Value {
        let number = || self.sample.parse().map(Value::Number);
        let text = || Value::String(self.sample.to_owned());
        if self.is_text() {
            text()
        } else {
            number().unwrap_or_else(|_| text())
        }
    }

    /// Whether its JSON may be anything.
    pub fn is_any(&self) -> bool {
        self.secret == Some(Secrecy::Data)
    }

    /// Whether its JSON is a string; else it is a number, or anything.
    pub fn is_text(&self) -> bool {
        self.names.iter().any(|(ty, _)| *ty == "string")
    }
}

/// What a document means by a `type` and a `format`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Meaning {
    /// A Rust type of its own.
    Typed(Format),
    /// How large a number may be.
    Sized(Number),
    /// A text that is judged.
    Judged(&'static Check),
}

/// The meaning of a `type` and a `format`, if they have one together.
pub fn find(ty: &str, name: &str) -> Option<Meaning> {
    let is_meant = |format: &&Format| format.row().names.contains(&(ty, name));
    let typed = Format::ALL.iter().find(is_meant);
    typed
        .map(|format| Meaning::Typed(*format))
        .or_else(|| number::find(ty, name).map(Meaning::Sized))
        .or_else(|| {
            let check = text::find(name).filter(|_| ty == "string");
            check.map(Meaning::Judged)
        })
}

/// The format that a `contentEncoding` means.
pub fn encoded(encoding: &str) -> Option<Format> {
    let mut formats = Format::ALL.iter().copied();
    formats.find(|format| format.row().content_encoding == Some(encoding))
}

/// Some value of a string of a format.
pub fn sample(name: &str) -> Option<&'static str> {
    match find("string", name)? {
        Meaning::Typed(format) => Some(format.row().sample),
        Meaning::Judged(check) => text::row(check.name).map(|row| row.sample),
        Meaning::Sized(_) => None,
    }
}

/// An expression that all texts of a format match by the letter, where one is known.
pub fn shape(name: &str) -> Option<&'static str> {
    match find("string", name)? {
        Meaning::Typed(format) => format.row().check?.shape,
        Meaning::Judged(check) => check.shape,
        Meaning::Sized(_) => None,
    }
}

/// The `type`s that a format is known for, the first of them the usual one.
pub fn types(name: &str) -> impl Iterator<Item = &'static str> {
    ["string", "integer", "number"]
        .into_iter()
        .filter(move |ty| {
            let is_text = text::FILES.contains(&name) || text::WORDS.contains(&name);
            find(ty, name).is_some() || *ty == "string" && is_text
        })
}

/// Every format that means something, some of them more than once.
pub fn known() -> impl Iterator<Item = &'static str> {
    let typed = Format::ALL.iter().flat_map(|format| format.row().names);
    let typed = typed.map(|(_, name)| *name);
    typed
        .chain(text::FILES.iter().copied())
        .chain(text::WORDS.iter().copied())
        .chain(number::names())
        .chain(text::all().map(|check| check.name))
}

/// Whether two names are those of one format.
pub fn same(one: &str, other: &str) -> bool {
    let has = |format: &&Format, wanted: &str| {
        let mut names = format.row().names.iter();
        names.any(|(_, name)| *name == wanted)
    };
    let typed = Format::ALL.iter().find(|format| has(format, one));
    one == other || typed.is_some_and(|format| has(&format, other)) || number::same(one, other)
}

/// The formats that a format is comparable to, and its rank among them: what has a lower one is
/// narrower. A format that is none of ours is comparable to itself alone.
pub fn breadth(name: &str) -> (&str, u8) {
    number::breadth(name)
        .or_else(|| text::row(name)?.breadth)
        .unwrap_or((name, 0))
}

#[cfg(test)]
mod tests;
