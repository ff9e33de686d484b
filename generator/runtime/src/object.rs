//! A struct's properties, a row each, into its builder and its JSON code.
//!
//! A row says what a property is called on the wire and in Rust, whether it must be there, and what its
//! values are. [`object`] makes the rest of it, so that a property that is added is a line that is added.
//! What takes code for each type (`Builder`, a setter) is as little as can be: what is alike for all types
//! stands in functions over them, of which a program has only those that it calls.

use std::marker::PhantomData;

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
    if let Err(error) = read {
        input.judge(&error, |out| builder.invalid(out));
        return Err(error);
    }
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

/// A list of what gives its items.
pub fn list<T>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    values.into_iter().collect()
}

/// A list of what gives what becomes its items.
pub fn list_into<T>(values: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}

/// Says, in a row of the table that [`object`] makes, that a property is required.
///
/// It is of the property's type since a macro can leave out only what names a part of the row.
pub struct Required<T>(PhantomData<T>);

impl<T> Required<T> {
    /// That it is.
    pub const YES: bool = true;
}

/// Gives a struct its builder, the builder its setters, and the struct its JSON code.
///
/// ```text
/// runtime::object! {
///     Token, TokenBuilder;
///     "token" => token(into) required: String;
///     "createdAt" => created_at optional: ::time::OffsetDateTime as runtime::codec::UnixTime;
///     "note" => note(null note_null into) patch: String;
/// }
/// ```
///
/// | in a row | |
/// |---|---|
/// | `required`, `optional`, `patch` | the struct has a `T`, an `Option<T>` or a `Patch<T>` |
/// | `as C` | values are read and written by the codec `C` |
/// | `= v` | a builder has the value `v` from the start, since there is no other (`required` only) |
/// | `(into)` | the setter takes what becomes a `T` |
/// | `(or_null U)` | the setter takes a `U`, `None`, or an `Option` of it, and `T` is that |
/// | `(list U)` | the setter takes what gives items of the type `U`, and `T` is a `Vec` of them |
/// | `(list into U)` | the setter takes what gives items that become a `U`, and `T` is a `Vec` of them |
/// | `(boxed U)` | the setter takes a `U`, and `T` is a box of it |
/// | `(boxed into U)` | the setter takes what becomes a `U`, and `T` is a box of it |
/// | `(null f_null …)` | the method that sets the property to `null` |
/// | `(as name …)` | the setter is called otherwise than the property |
///
/// Behind the rows may stand `checks(a, &b);`, the properties that `check_properties` judges (`&` where they
/// are `patch`);
/// `closed(true);`, where no other properties are allowed, with the names of those that travel the other way alone; or `rest(name): T as C;`, where they are kept
/// (`rest(name, set)`, if there is a setter of them).
///
/// A row's identifiers are the document's. Those that are the macro's own cannot meet them: its variables
/// are seen by no row, its methods are traits', called by path, and what it names besides begins with
/// `::` or with `runtime`, as which the support code must be imported where the macro is used. A setter
/// that would be called `build` is called otherwise (`as`).
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $type:ident, $builder:ident;
        $(
            $(#[$meta:meta])*
            $wire:literal => $name:ident $(($($how:tt)+))?
                $(required: $required:ty $(as $required_codec:ty)? $(= $fixed:expr)?;)?
                $(optional: $optional:ty $(as $optional_codec:ty)?;)?
                $(patch: $patch:ty $(as $patch_codec:ty)?;)?
        )*
        $(checks($($(&$checked_patch:ident)? $($checked:ident)?),+);)?
        $(closed($closed:literal $(, $ignored:literal)*);)?
        $(rest($rest:ident $(, $rest_how:ident)?): $rest_ty:ty $(as $rest_codec:ty)?;)?
    ) => {
        impl $type {
            /// A builder, with nothing set but what can have one value only.
            #[inline]
            #[allow(unused_mut, clippy::let_and_return)]
            pub fn builder() -> $builder {
                let mut builder = <$builder as ::std::default::Default>::default();
                $($($(builder.$name = ::std::option::Option::Some($fixed);)?)?)*
                builder
            }
        }

        #[doc = concat!(" A builder of [`", stringify!($type), "`].")]
        pub struct $builder {
            $($name: $(::std::option::Option<$required>)? $(::std::option::Option<$optional>)? $(runtime::Patch<$patch>)?,)*
            $($rest: $rest_ty,)?
        }

        impl ::std::default::Default for $builder {
            #[inline]
            fn default() -> Self {
                Self {
                    $($name: $(::std::option::Option::None::<$required>)? $(::std::option::Option::None::<$optional>)? $(runtime::Patch::Absent::<$patch>)?,)*
                    $($rest: <$rest_ty>::new(),)?
                }
            }
        }

        impl $builder {
            $(runtime::object::setter! {
                [$type $(#[$meta])*] $name $name ($($($how)+)?)
                $(::std::option::Option::Some, $required)? $(::std::option::Option::Some, $optional)? $(runtime::Patch::Value, $patch)?
            })*

            $($(runtime::object::setter! { [$type] $rest $rest_how $rest_ty })?)?

            /// The value.
            ///
            /// # Errors
            ///
            /// All that is missing, and all that is invalid.
            #[inline]
            pub fn build(self) -> ::std::result::Result<$type, runtime::validate::Violations> {
                runtime::object::build(self)
            }
        }

        impl runtime::object::Builder for $builder {
            type Value = $type;

            #[inline]
            fn table(&mut self, visit: &mut dyn ::std::ops::FnMut(runtime::json::de::Table<'_>)) {
                visit(
                    runtime::json::de::Table::new(&mut [$((
                        $wire,
                        false $(| runtime::object::Required::<$required>::YES)?,
                        $($(&mut runtime::codec::slot::<$required_codec, _>)?)?
                        $($(&mut runtime::codec::slot::<$optional_codec, _>)?)?
                        $($(&mut runtime::codec::slot::<$patch_codec, _>)?)?
                        (&mut self.$name),
                    )),*])
                    $(.closed($closed, &[$($ignored),*]))?
                    $(.rest($(&mut runtime::codec::rest::<$rest_codec, _>)? (&mut self.$rest)))?,
                );
            }

            #[inline]
            fn finish(self) -> ::std::option::Option<$type> {
                // One pattern takes the slots apart: `?` for each would drop what is moved already in as many
                // ways as there are properties, which is much for the compiler.
                #[allow(irrefutable_let_patterns, unused_parens)]
                let Self { $($name: $(::std::option::Option::Some::<$required>)? ($name),)* $($rest,)? } = self else {
                    return ::std::option::Option::None;
                };
                ::std::option::Option::Some($type { $($name,)* $($rest,)? })
            }

            $(
                #[inline]
                fn invalid(&self, out: &mut runtime::validate::Violations) {
                    $type::check_properties(
                        $($(&self.$checked_patch)? $(self.$checked.as_ref())?,)+
                        &runtime::validate::At::ROOT,
                        out,
                    );
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
                    $($(&runtime::codec::With::<$required_codec, _>::new)?)?
                    $($(&runtime::codec::With::<runtime::codec::Optional<$optional_codec>, _>::new)?)?
                    $($(&runtime::codec::With::<runtime::value::patch::ThreeState<$patch_codec>, _>::new)?)?
                    (&self.$name),
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

/// A builder's setter of a property, from a part of its row and what makes a slot of a value.
///
/// That is a variant of an enum: a function that fills any slot would cost the compiler more than the
/// rest of the setter does.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident () $full:path, $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: $ty) -> Self {
            self.$name = $full(value);
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (into) $full:path, $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: impl ::std::convert::Into<$ty>) -> Self {
            self.$name = $full(value.into());
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (or_null $inner:ty) $full:path, $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: impl ::std::convert::Into<runtime::OrNull<$inner>>) -> Self {
            self.$name = $full(value.into().0);
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (list into $item:ty) $full:path, $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(
            mut self,
            values: impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$item>>,
        ) -> Self {
            self.$name = $full(runtime::object::list_into(values));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (list $item:ty) $full:path, $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, values: impl ::std::iter::IntoIterator<Item = $item>) -> Self {
            self.$name = $full(runtime::object::list(values));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (boxed into $inner:ty) $full:path, $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: impl ::std::convert::Into<$inner>) -> Self {
            self.$name = $full(::std::boxed::Box::new(value.into()));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (boxed $inner:ty) $full:path, $ty:ty) => {
        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`].")]
        $($meta)*
        #[inline]
        pub fn $setter(mut self, value: $inner) -> Self {
            self.$name = $full(::std::boxed::Box::new(value));
            self
        }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (as $other:ident $($how:tt)*) $full:path, $ty:ty) => {
        runtime::object::setter! { [$type $($meta)*] $name $other ($($how)*) $full, $ty }
    };
    ([$type:ident $($meta:tt)*] $name:ident $setter:ident (null $null:ident $($how:tt)*) $full:path, $ty:ty) => {
        runtime::object::setter! { [$type $($meta)*] $name $setter ($($how)*) $full, $ty }

        #[doc = concat!(" Sets [`", stringify!($type), "::", stringify!($name), "`] to `null`.")]
        $($meta)*
        #[inline]
        pub fn $null(mut self) -> Self {
            self.$name = runtime::Patch::Null;
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
