//! A property that may be absent, `null` or a value, and where the three differ.

use crate::json::codec::{Codec, SlotWith, With};
use crate::json::de::{Decode, Input, Result, Slot};
use crate::json::ser::{Encode, Output};
use crate::value::secret::Secret;

/// A property that is optional and nullable.
///
/// To a `PATCH` the three mean different things: leave it as it is, remove it, or set it.
///
/// ```
/// use faircopy_runtime::Patch;
///
/// let note = Patch::from("new");
/// assert_eq!(note.value(), Some(&"new"));
/// assert_eq!(Patch::<i64>::Null.into_option(), Some(None));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Patch<T> {
    /// The property is not there.
    #[default]
    Absent,
    /// The property is `null`.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Patch<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// `None` is absent, `Some(None)` is `null`.
    pub fn into_option(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// Whether the property is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Applies the change to what stands there now.
    pub fn apply(self, current: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *current = None,
            Self::Value(value) => *current = Some(value),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<Option<T>>> for Patch<T> {
    fn from(value: Option<Option<T>>) -> Self {
        match value {
            None => Self::Absent,
            Some(None) => Self::Null,
            Some(Some(value)) => Self::Value(value),
        }
    }
}

/// What the setter of a property takes that must be there and may be `null`: a value, `None`, or an
/// `Option` of one.
///
/// ```
/// use faircopy_runtime::OrNull;
///
/// let of_text: OrNull<String> = "Rex".into();
/// assert_eq!(of_text.0.as_deref(), Some("Rex"));
/// assert_eq!(OrNull::<i64>::from(None).0, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrNull<T>(pub Option<T>);

impl<T> From<T> for OrNull<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T> From<Option<T>> for OrNull<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl From<&str> for OrNull<String> {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<&String> for OrNull<String> {
    fn from(text: &String) -> Self {
        Self(Some(text.clone()))
    }
}

impl From<&str> for OrNull<Secret> {
    fn from(text: &str) -> Self {
        Self(Some(text.into()))
    }
}

impl From<String> for OrNull<Secret> {
    fn from(text: String) -> Self {
        Self(Some(text.into()))
    }
}

impl<T: Decode> Slot for Patch<T> {
    fn fill(&mut self, input: &mut Input<'_>) -> Result<()> {
        *self = if input.null()? {
            Self::Null
        } else {
            Self::Value(T::decode(input)?)
        };
        Ok(())
    }

    fn is_filled(&self) -> bool {
        !self.is_absent()
    }
}

impl<C: Codec<T>, T> Slot for SlotWith<'_, C, Patch<T>> {
    fn fill(&mut self, input: &mut Input<'_>) -> Result<()> {
        *self.0 = if input.null()? {
            Patch::Null
        } else {
            Patch::Value(C::decode(input)?)
        };
        Ok(())
    }

    fn is_filled(&self) -> bool {
        !self.0.is_absent()
    }
}

impl<T: Encode> Encode for Patch<T> {
    fn encode(&self, output: &mut Output) {
        match self {
            Self::Value(value) => value.encode(output),
            Self::Absent | Self::Null => output.null(),
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// A three-state property's value by a codec.
pub struct ThreeState<C>(std::marker::PhantomData<C>);

impl<T, C: Codec<T>> Codec<Patch<T>> for ThreeState<C> {
    fn decode(input: &mut Input<'_>) -> Result<Patch<T>> {
        if input.null()? {
            Ok(Patch::Null)
        } else {
            C::decode(input).map(Patch::Value)
        }
    }

    fn encode(value: &Patch<T>, output: &mut Output) {
        match value {
            Patch::Value(value) => With::<C, T>::new(value).encode(output),
            Patch::Absent | Patch::Null => output.null(),
        }
    }

    fn is_absent(value: &Patch<T>) -> bool {
        value.is_absent()
    }
}
