//! Values of Rust's own types, and of `serde_json`'s, to JSON text.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::Value;

use crate::json::ser::{Encode, Output};

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, output: &mut Output) {
        (**self).encode(output);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl Encode for bool {
    fn encode(&self, output: &mut Output) {
        output.display(self);
    }
}

impl Encode for str {
    fn encode(&self, output: &mut Output) {
        output.string(self);
    }
}

impl Encode for String {
    fn encode(&self, output: &mut Output) {
        output.string(self);
    }
}

impl Encode for () {
    fn encode(&self, output: &mut Output) {
        output.null();
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, output: &mut Output) {
        match self {
            Some(value) => value.encode(output),
            None => output.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, output: &mut Output) {
        (**self).encode(output);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, output: &mut Output) {
        output.list(self, T::encode);
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, output: &mut Output) {
        output.list(self, T::encode);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, output: &mut Output) {
        output.map(self, T::encode);
    }
}

macro_rules! signed {
    ($($ty:ty)*) => {$(
        impl Encode for $ty {
            fn encode(&self, output: &mut Output) {
                output.integer(*self < 0, self.unsigned_abs().into());
            }
        }
    )*};
}
signed!(i8 i16 i32 i64);

macro_rules! unsigned {
    ($($ty:ty)*) => {$(
        impl Encode for $ty {
            fn encode(&self, output: &mut Output) {
                output.integer(false, (*self).into());
            }
        }
    )*};
}
unsigned!(u8 u16 u32 u64);

macro_rules! float {
    ($($ty:ty)*) => {$(
        impl Encode for $ty {
            fn encode(&self, output: &mut Output) {
                if self.is_finite() {
                    // The debug form is JSON, and short where `Display` writes hundreds of zeros.
                    output.float(format_args!("{self:?}"));
                } else {
                    output.fail("a number that is not finite has no JSON");
                }
            }
        }
    )*};
}
float!(f32 f64);

macro_rules! quoted {
    ($($ty:ty)*) => {$(
        impl Encode for $ty {
            fn encode(&self, output: &mut Output) {
                output.display(format_args!("\"{self}\""));
            }
        }
    )*};
}
quoted!(Ipv4Addr Ipv6Addr);

impl Encode for Value {
    fn encode(&self, output: &mut Output) {
        match self {
            Self::Object(values) => {
                if !output.enter() {
                    return;
                }
                let mut first = output.begin_object(&|name| values.contains_key(name));
                for (name, value) in values {
                    output.key(name, &mut first);
                    value.encode(output);
                }
                output.leave('}');
            }
            Self::Array(items) => output.list(items, Self::encode),
            Self::String(text) => output.string(text),
            Self::Number(number) if number.is_f64() => output.float(number),
            Self::Number(number) => output.display(number),
            Self::Bool(value) => output.display(value),
            Self::Null => output.null(),
        }
    }
}

macro_rules! tuple {
    ($(($($ty:ident)+),)*) => {$(
        impl<$($ty: Encode),+> Encode for ($($ty,)+) {
            #[allow(non_snake_case, reason = "a variable is named as its type")]
            fn encode(&self, output: &mut Output) {
                let ($($ty,)+) = self;
                let items: &[&dyn Encode] = &[$($ty),+];
                output.list(items, |item, output| item.encode(output));
            }
        }
    )*};
}
tuple! {
    (A), (A B), (A B C), (A B C D), (A B C D E), (A B C D E F), (A B C D E F G), (A B C D E F G H),
    (A B C D E F G H I), (A B C D E F G H I J), (A B C D E F G H I J K), (A B C D E F G H I J K L),
}
