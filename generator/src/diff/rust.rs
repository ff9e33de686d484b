//! Two APIs, lowered, to what differs for callers of the generated crate: the public items that
//! the emitters would print are compared, and traced back to the definitions that they come from.

mod alike;
mod items;
mod join;

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::ir::Api;
use crate::pointer::Pointer;
use crate::{lower, options};

pub(super) use join::join;

use crate::emit::context::Context;
use alike::Alike;
use items::{Definition, definitions};

/// What a change means for code that calls the generated crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// The generated code is the same.
    #[default]
    None,
    /// It differs in what it does or says.
    Patch,
    /// It offers more.
    Minor,
    /// Code that compiled may not compile.
    Major,
}

/// A public item that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What it means for callers.
    pub bump: Bump,
    /// Its path below the crate: `ModifyTokenRequest::data_limit`.
    pub item: String,
    /// How it was declared.
    pub before: Option<String>,
    /// How it is declared.
    pub after: Option<String>,
}

/// A change, and where the documents define what it is of.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub change: Change,
    /// The property, parameter or value that it comes from, if it is of one.
    pub wire: Option<String>,
    pub old: Option<Pointer>,
    pub new: Option<Pointer>,
    /// Where the types stand that it names.
    pub names: Vec<Pointer>,
}

/// How the generated code differs as a whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Impact {
    pub changes: Vec<Placed>,
    /// Definitions whose code differs, public or not, by their place in either document.
    pub touched: Vec<Pointer>,
}

impl Bump {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// Lowers a document as it would be generated; `None` where no code can be made of it.
pub(super) fn lowered(document: &Document, config: &Config) -> Option<Api> {
    let mut diagnostics = Diagnostics::new();
    let api = lower::lower(document, &options(config), &mut diagnostics);
    (!diagnostics.has_errors()).then_some(api)
}

/// Compares two APIs.
pub(super) fn compare(old: &Api, new: &Api) -> Impact {
    let (old, new) = (Context::new(old), Context::new(new));
    let alike = Alike::new(&old, &new);
    compare_but(&alike, &old, &new)
}

/// Compares all but what is alike.
fn compare_but(alike: &Alike, old: &Context<'_>, new: &Context<'_>) -> Impact {
    let (mut was, is) = (definitions(old, alike), definitions(new, alike));
    let mut impact = Impact::default();
    for (name, after) in is {
        match was.remove(&name) {
            Some(before) => changed(&name, &before, &after, &mut impact),
            None => whole(&name, &after, false, &mut impact),
        }
    }
    for (name, before) in was {
        whole(&name, &before, true, &mut impact);
    }
    impact
}

fn changed(name: &str, before: &Definition, after: &Definition, impact: &mut Impact) {
    if before.text == after.text {
        return;
    }
    impact.touched.push(before.source.clone());
    impact.touched.push(after.source.clone());
    let mut new = after.items.clone();
    for (path, was) in &before.items {
        let is = new.remove(path);
        if is.as_ref().is_some_and(|is| is.text == was.text) {
            continue;
        }
        let bump = match &is {
            Some(is) if is.is_compatible(was) => Bump::Minor,
            _ => Bump::Major,
        };
        let change = Change {
            bump,
            item: item_path(name, path),
            before: Some(was.text.clone()),
            after: is.as_ref().map(|is| is.text.clone()),
        };
        let names = is.map(|is| is.names).unwrap_or_default();
        impact.changes.push(Placed {
            change,
            wire: was.wire.clone(),
            old: Some(before.source.clone()),
            new: Some(after.source.clone()),
            names: [was.names.clone(), names].concat(),
        });
    }
    for (path, is) in new {
        impact.changes.push(Placed {
            change: Change {
                bump: Bump::Minor,
                item: item_path(name, &path),
                before: None,
                after: Some(is.text),
            },
            wire: is.wire,
            old: Some(before.source.clone()),
            new: Some(after.source.clone()),
            names: is.names,
        });
    }
}

/// A definition that is only on one side.
fn whole(name: &str, definition: &Definition, is_gone: bool, impact: &mut Impact) {
    impact.touched.push(definition.source.clone());
    let text = Some(definition.declaration.clone());
    let source = Some(definition.source.clone());
    let (before, after) = if is_gone { (text, None) } else { (None, text) };
    let (old, new) = if is_gone {
        (source, None)
    } else {
        (None, source)
    };
    impact.changes.push(Placed {
        change: Change {
            bump: if is_gone { Bump::Major } else { Bump::Minor },
            item: name.to_owned(),
            before,
            after,
        },
        wire: None,
        old,
        new,
        names: Vec::new(),
    });
}

fn item_path(definition: &str, item: &str) -> String {
    if item.is_empty() {
        return definition.to_owned();
    }
    item.to_owned()
}
