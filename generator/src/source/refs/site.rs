//! Where the bundler's walk stands, and where references lead.

use crate::pointer::Pointer;

/// What a reference leads to: a place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) file: usize,
    pub(super) pointer: Pointer,
}

/// Where the walk stands: in which file's terms references are written, and where in the bundle.
pub(super) struct Site<'a> {
    pub(super) file: usize,
    pub(super) pointer: Pointer,
    /// The targets that are being put in place around here.
    pub(super) enclosing: Option<&'a Enclosing<'a>>,
}

pub(super) struct Enclosing<'a> {
    pub(super) target: Target,
    pub(super) outer: Option<&'a Enclosing<'a>>,
}

impl Site<'_> {
    pub(super) fn root() -> Site<'static> {
        Site {
            file: 0,
            pointer: Pointer::root(),
            enclosing: None,
        }
    }

    pub(super) fn key(&self, key: &str) -> Site<'_> {
        Site {
            file: self.file,
            pointer: self.pointer.key(key),
            enclosing: self.enclosing,
        }
    }

    pub(super) fn is_inside(&self, target: &Target) -> bool {
        let mut enclosing = self.enclosing;
        while let Some(level) = enclosing {
            if level.target == *target {
                return true;
            }
            enclosing = level.outer;
        }
        false
    }
}
