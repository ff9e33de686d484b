//! What many schemas say alike, because they refer to the same one: held once, and copied for whoever
//! adds to it.

use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// A value that is cheap to clone, and is copied when one of several owners changes it.
#[derive(Clone, Debug, Default)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<Vec<T>> {
    /// How many values it keeps that nobody else does.
    pub(super) fn own(&self) -> usize {
        match Rc::strong_count(&self.0) {
            1 => self.0.len(),
            _ => 0,
        }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}

impl<'a, T> IntoIterator for &'a Shared<Vec<T>> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
