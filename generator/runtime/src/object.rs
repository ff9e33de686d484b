//! A struct's properties, a row each, into its builder and its JSON code.
//!
//! A row says what a property is called on the wire and in Rust, whether it must be there, and what its
//! values are. [`object`] makes the rest of it, so that a property that is added is a line that is added.
//! What takes code for each type (`Builder`, a setter) is as little as can be: what is alike for all types
//! stands in functions over them, of which a program has only those that it calls.

use crate::constraint;
use crate::json::de::{self, Input, Result, Table};
use crate::validate::{At, Validate, Violations};

/// What a struct is built in, by its setters or from JSON: a slot for each property.
pub trait Builder: Default {
    /// The struct.
    type Value;

    /// Hands the table of properties to `visit`, once.
    fn table(&mut self, visit: &mut dyn FnMut(Table<'_>));

    /// The struct, unless a required property is missing.
    fn finish(self) -> Option<Self::Value>;

    /// Adds what is invalid in a builder that lacks something.
    fn invalid(&self, _out: &mut Violations) {}
}

/// Reads an object into a builder, and makes the struct of it.
///
/// # Errors
///
/// When the data is no object, a property is of another shape or stands twice, or a required one is
/// missing.
pub fn decode<B: Builder>(input: &mut Input<'_>) -> Result<B::Value> {
    let mut builder = B::default();
    let mut read = Ok(());
    builder.table(&mut |table| read = table.read(input));
    read?;
    de::finish(input, builder.finish())
}

/// What a builder makes.
///
/// # Errors
///
/// All that is missing, and all that is invalid.
pub fn build<B: Builder>(mut builder: B) -> std::result::Result<B::Value, Violations>
where
    B::Value: Validate,
{
    let mut violations = Violations::new();
    builder.table(&mut |table| {
        for name in table.missing() {
            constraint::missing(name, &At::ROOT, &mut violations);
        }
    });
    if !violations.is_empty() {
        builder.invalid(&mut violations);
    }
    let value = builder.finish();
    if let Some(value) = &value {
        value.check(&At::ROOT, &mut violations);
    }
    match value {
        Some(value) if violations.is_empty() => Ok(value),
        _ => Err(violations),
    }
}

/// A property that must be there.
pub mod required {
    pub use std::option::Option::Some as Full;

    /// Where its value goes.
    pub type Slot<T> = Option<T>;

    /// The codec of the property, from that of its values.
    pub type Codec<C> = C;
}

/// A property that may be left out.
pub mod optional {
    pub use crate::json::de::Free as Full;

    /// Where its value goes.
    pub type Slot<T> = crate::json::de::Free<Option<T>>;

    /// The codec of the property, from that of its values.
    pub type Codec<C> = crate::json::codec::Optional<C>;
}

/// A property that may be left out or `null`, which differ.
pub mod patch {
    use crate::value::patch::{Patch, ThreeState};

    pub use crate::json::de::Free as Full;

    /// Where its value goes.
    pub type Slot<T> = crate::json::de::Free<Patch<T>>;

    /// The codec of the property, from that of its values.
    pub type Codec<C> = ThreeState<C>;
}

/// Gives a struct its builder, the builder its setters, and the struct its JSON code.
///
/// ```text
/// runtime::object! {
///     Token, TokenBuilder;
///     "token" => token(into): required String;
///     "createdAt" => created_at: optional time::OffsetDateTime as runtime::codec::UnixTime;
///     "note" => note(null note_null into): patch String;
/// }
/// ```
///
/// | in a row | |
/// |---|---|
/// | `required`, `optional`, `patch` | the struct has a `T`, an `Option<T>` or a `Patch<T>` |
/// | `as C` | values are read and written by the codec `C` |
/// | `(into)` | the setter takes what becomes a `T` |
/// | `(boxed U)` | the setter takes a `U`, and `T` is a box of it |
/// | `(null f_null …)` | the method that sets the property to `null` |
/// | `(as name …)` | the setter is called otherwise than the property |
///
/// Behind the rows may stand `checks(a, b);`, the properties that `check_properties` judges;
/// `closed(true);`, where no other properties are allowed; or `rest(name): T as C;`, where they are kept
/// (`rest(name, set)`, if there is a setter of them).
///
/// A row's identifiers are the document's; those that are the macro's own are methods of traits, and
/// variables, which no row sees.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $type:ident, $builder:ident;
        $(
            $(#[$meta:meta])*
            $wire:literal => $name:ident $(($($how:tt)+))?: $presence:ident $ty:ty $(as $codec:ty)?;
        )*
        $(checks($($checked:ident),+);)?
        $(closed($closed:literal);)?
        $(rest($rest:ident $(, $rest_how:ident)?): $rest_ty:ty $(as $rest_codec:ty)?;)?
    ) => {
        impl $type {
            /// A builder, with nothing set.
            #[inline]
            pub fn builder() -> $builder {
                $builder::default()
            }
        }

        #[doc = concat!(" A builder of [`", stringify!($type), "`].")]
        #[derive(Default)]
        pub struct $builder {
            $($name: runtime::object::$presence::Slot<$ty>,)*
            $($rest: $rest_ty,)?
        }

        impl $builder {
            $(runtime::object::setter! {
                [$type $(#[$meta])*] $name $name ($($($how)+)?) $presence $ty
            })*

            $($(runtime::object::setter! { [$type] $rest $rest_how $rest_ty })?)?

            /// The value.
            ///
            /// # Errors
            ///
            /// All that is missing, and all that is invalid.
            #[inline]
            pub fn build(self) -> Result<$type, runtime::validate::Violations> {
                runtime::object::build(self)
            }
        }

        impl runtime::object::Builder for $builder {
            type Value = $type;

            #[inline]
            fn table(&mut self, visit: &mut dyn FnMut(runtime::json::de::Table<'_>)) {
                visit(
                    runtime::json::de::Table::new(&mut [$((
                        $wire,
                        $(&mut runtime::codec::slot::<$codec, _>)? (&mut self.$name),
                    )),*])
                    $(.closed($closed))?
                    $(.rest($(&mut runtime::codec::rest::<$rest_codec, _>)? (&mut self.$rest)))?,
                );
            }

            #[inline]
            fn finish(self) -> Option<$type> {
                // One pattern takes the slots apart: `?` for each would drop what is moved already in as many
                // ways as there are properties, which is much for the compiler.
                #[allow(irrefutable_let_patterns)]
                let Self { $($name: runtime::object::$presence::Full($name),)* $($rest,)? } = self else {
                    return None;
                };
                Some($type { $($name,)* $($rest,)? })
            }

            $(
                #[inline]
                fn invalid(&self, out: &mut runtime::validate::Violations) {
                    let at = &runtime::validate::At::ROOT;
                    $type::check_properties($(self.$checked.as_ref(),)+ at, out);
                }
            )?
        }

        impl ::std::fmt::Debug for $builder {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($builder), " { .. }"))
            }
        }

        impl runtime::json::de::Decode for $type {
            #[inline]
            fn decode(input: &mut runtime::json::de::Input<'_>) -> runtime::json::de::Result<Self> {
                runtime::object::decode::<$builder>(input)
            }
        }

        impl runtime::json::ser::Encode for $type {
            #[inline]
            fn encode(&self, output: &mut runtime::json::ser::Output) {
                runtime::json::ser::Table::new(&[$((
                    $wire,
                    $(&runtime::codec::With::<runtime::object::$presence::Codec<$codec>, _>::new)? (&self.$name),
                )),*])
                $(.rest($(&runtime::codec::rest::<$rest_codec, _>)? (&self.$rest)))?
                .write(output);
            }
        }

        runtime::json::bridge::serde!($type);
    };
}
#[doc(hidden)]
pub use __object as object;

/// A builder's setter of a property, from a part of its row.
///
/// Each presence has arms of its own: a function that fills any slot would be called in every setter, and cost
/// the compiler more than the setter does.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident () required $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: $ty) -> Self {
            self.$name = Some(value);
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (into) required $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: impl Into<$ty>) -> Self {
            self.$name = Some(value.into());
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (boxed $inner:ty) required $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: $inner) -> Self {
            self.$name = Some(Box::new(value));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident () optional $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: $ty) -> Self {
            self.$name = runtime::json::de::Free(Some(value));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (into) optional $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: impl Into<$ty>) -> Self {
            self.$name = runtime::json::de::Free(Some(value.into()));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (boxed $inner:ty) optional $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: $inner) -> Self {
            self.$name = runtime::json::de::Free(Some(Box::new(value)));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident () patch $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: $ty) -> Self {
            self.$name = runtime::json::de::Free(runtime::Patch::Value(value));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (into) patch $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: impl Into<$ty>) -> Self {
            self.$name = runtime::json::de::Free(runtime::Patch::Value(value.into()));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (boxed $inner:ty) patch $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: $inner) -> Self {
            self.$name = runtime::json::de::Free(runtime::Patch::Value(Box::new(value)));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (as $other:ident $($how:tt)*) $presence:ident $ty:ty) => {
        runtime::object::setter! { [$type $($meta)*] $name $other ($($how)*) $presence $ty }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (null $null:ident $($how:tt)*) patch $ty:ty) => {
        runtime::object::setter! { [$type $($meta)*] $name $setter ($($how)*) patch $ty }

        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`] to `null`.")]
        $($meta)*
        #[inline]
        pub fn $null(mut self) -> Self {
            self.$name = runtime::json::de::Free(runtime::Patch::Null);
            self
        }
    };
    ([$type:ident] $rest:ident set $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($rest), "`].")]
        #[inline]
        pub fn $rest(mut self, values: $ty) -> Self {
            self.$rest = values;
            self
        }
    };
}
#[doc(hidden)]
pub use __setter as setter;
