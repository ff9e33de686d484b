//! An enum's values, a row each, into its conversions and its JSON code.
//!
//! ```text
//! runtime::json::enumeration::text! {
//!     Status, Unknown;
//!     "active" => Active;
//! }
//! ```
//!
//! The second identifier is the variant of values that the document does not declare. A value that stands
//! twice is its first variant.
//!
//! Variants are the document's identifiers, and `Self::Err` could be one of them: types that are
//! associated with traits are never named so.

/// An enum of texts.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    ($type:ident, $unknown:ident; $($value:literal => $variant:ident;)*) => {
        impl $type {
            /// The value as in JSON.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => value.get(),
                }
            }
        }

        impl ::std::convert::From<&str> for $type {
            #[inline]
            fn from(value: &str) -> Self {
                #[allow(unreachable_patterns)]
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$unknown(runtime::Unknown::new(::std::string::String::from(value))),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                <Self as ::std::convert::From<&str>>::from(value.as_str())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl runtime::json::de::Decode for $type {
            #[inline]
            fn decode(input: &mut runtime::json::de::Input<'_>) -> runtime::json::de::Result<Self> {
                let value = Self::from(&*input.string()?);
                if let Self::$unknown(_) = value {
                    input.note_unknown();
                }
                ::std::result::Result::Ok(value)
            }
        }

        impl runtime::json::ser::Encode for $type {
            #[inline]
            fn encode(&self, output: &mut runtime::json::ser::Output) {
                output.string(self.as_str());
            }
        }

        runtime::json::bridge::serde!($type);
    };
}
#[doc(hidden)]
pub use __text as text;

/// An enum of integers.
#[doc(hidden)]
#[macro_export]
macro_rules! __integer {
    ($type:ident, $unknown:ident; $($value:literal => $variant:ident;)*) => {
        impl $type {
            /// The value as in JSON.
            #[inline]
            pub fn value(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => *value.get(),
                }
            }
        }

        impl ::std::convert::From<i64> for $type {
            #[inline]
            fn from(value: i64) -> Self {
                #[allow(unreachable_patterns)]
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$unknown(runtime::Unknown::new(value)),
                }
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.value().fmt(f)
            }
        }

        impl runtime::json::de::Decode for $type {
            #[inline]
            fn decode(input: &mut runtime::json::de::Input<'_>) -> runtime::json::de::Result<Self> {
                let value = Self::from(<i64 as runtime::json::de::Decode>::decode(input)?);
                if let Self::$unknown(_) = value {
                    input.note_unknown();
                }
                ::std::result::Result::Ok(value)
            }
        }

        impl runtime::json::ser::Encode for $type {
            #[inline]
            fn encode(&self, output: &mut runtime::json::ser::Output) {
                output.display(self.value());
            }
        }

        runtime::json::bridge::serde!($type);
    };
}
#[doc(hidden)]
pub use __integer as integer;
