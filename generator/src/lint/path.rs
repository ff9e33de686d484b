//! Where a walk stands, as a list on the stack: a pointer is only made when there is something to
//! report.

use std::fmt::Write;

use crate::keyword::{self, Form};
use crate::pointer::{self, Pointer};

/// The way from the root to a value.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(super) const ROOT: Path<'static> = Path { step: Step::Root };

    pub(super) fn key(&'a self, key: &'a str) -> Path<'a> {
        Path {
            step: Step::Key(self, key),
        }
    }

    pub(super) fn index(&'a self, index: usize) -> Path<'a> {
        Path {
            step: Step::Index(self, index),
        }
    }

    pub(super) fn pointer(&self) -> Pointer {
        let mut text = String::new();
        self.write(&mut text);
        Pointer::from_escaped(text)
    }

    fn write(&self, text: &mut String) {
        match self.step {
            Step::Root => {}
            Step::Key(parent, key) => {
                parent.write(text);
                pointer::push_token(text, key);
            }
            Step::Index(parent, index) => {
                parent.write(text);
                // Digits need no escape.
                let _ = write!(text, "/{index}");
            }
        }
    }

    /// Whether this is a schema that another one is made of, which may say more of the same value.
    pub(super) fn is_branch(&self) -> bool {
        let key = |path: &Path<'a>| match path.step {
            Step::Key(_, key) => Some(key),
            _ => None,
        };
        match self.step {
            Step::Root => false,
            Step::Index(parent, _) => key(parent).is_some_and(keyword::is_in_place),
            Step::Key(parent, name) => {
                let is_by_name = |key: &str| keyword::form(key) == Some(Form::SchemasByName);
                match key(parent).filter(|key| is_by_name(key)) {
                    Some(parent) => keyword::is_in_place(parent),
                    None => keyword::is_in_place(name),
                }
            }
        }
    }

    /// The last key on the way, or `item` for the item of a list: what to call the value.
    pub(super) fn name(&self) -> String {
        match self.step {
            Step::Root => "the document".to_owned(),
            Step::Key(_, key) => format!("`{key}`"),
            Step::Index(
                Path {
                    step: Step::Key(_, key),
                },
                _,
            ) => format!("an item of `{key}`"),
            Step::Index(..) => "an item".to_owned(),
        }
    }
}
