//! What builders have in common: all that is missing or invalid, reported at once.

use crate::constraint;
use crate::validate::{At, Validate, Violations};

/// A place for a required property's value.
pub trait Slot {
    /// Whether nothing was set.
    fn is_empty(&self) -> bool;
}

impl<T> Slot for Option<T> {
    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

/// Which of the required properties are missing.
pub fn missing(slots: &[(&'static str, &dyn Slot)]) -> Violations {
    let mut violations = Violations::new();
    for (name, _) in slots.iter().filter(|(_, slot)| slot.is_empty()) {
        constraint::missing(name, &At::ROOT, &mut violations);
    }
    violations
}

/// A builder's result, from what is wrong with its slots, and the value that they make unless
/// something is missing, which is then judged as a whole.
///
/// # Errors
///
/// All that is missing, and all that is invalid.
pub fn build<T: Validate>(mut violations: Violations, value: Option<T>) -> Result<T, Violations> {
    if let Some(value) = &value {
        value.check(&At::ROOT, &mut violations);
    }
    match value {
        Some(value) if violations.is_empty() => Ok(value),
        _ => Err(violations),
    }
}

/// Gives a builder a `Debug` that shows nothing of what is set.
#[doc(hidden)]
#[macro_export]
macro_rules! __opaque {
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($name), " { .. }"))
            }
        }
    };
}
#[doc(hidden)]
pub use __opaque as opaque;
