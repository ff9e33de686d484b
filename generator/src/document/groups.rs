//! The unions of a schema that have been spread over their branches already: the set of places of
//! the `oneOf`s and `anyOf`s that are not to be read again, wherever the schema meets them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::pointer::Pointer;

/// The places of `oneOf` and `anyOf` that a reader leaves out, because the value is known to be one
/// of their branches. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Groups(Option<Arc<BTreeSet<Pointer>>>);

impl Groups {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the `oneOf` or `anyOf` at a place is among them.
    pub fn has(&self, at: &Pointer) -> bool {
        self.0.as_ref().is_some_and(|places| places.contains(at))
    }

    /// These and those.
    #[must_use]
    pub fn with(&self, others: impl IntoIterator<Item = Pointer>) -> Self {
        let mut places = self.0.as_deref().cloned().unwrap_or_default();
        places.extend(others);
        Self((!places.is_empty()).then(|| Arc::new(places)))
    }

    /// Both together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (_, None) => self.clone(),
            (None, _) => other.clone(),
            (Some(mine), Some(its)) if mine == its => self.clone(),
            (Some(_), Some(its)) => self.with(its.iter().cloned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_equal_whatever_the_order_in_which_they_came_about() {
        let at = |name: &str| Pointer::root().key(name).key("oneOf");
        let one = Groups::default().with([at("a")]).with([at("b")]);
        let other = Groups::default()
            .with([at("b")])
            .and(&Groups::default().with([at("a")]));
        assert_eq!(one, other);
        assert!(one.has(&at("a")) && !one.has(&at("c")));
        assert!(Groups::default().with([]).is_empty() && !one.is_empty());
    }
}
