//! Two APIs, lowered, to what differs for callers of the generated crate: the public items that
//! the emitters would print are compared, and traced back to the definitions that they come from.

mod causes;
mod differences;
mod items;
mod origins;
mod stripped;
mod unchanged;
mod wires;

use crate::config::{Config, Merge};
use crate::diagnostics::Diagnostics;
use crate::document::Document;
use crate::emit::context::Context;
use crate::generate::options;
use crate::ir::Api;
use crate::lower;
use crate::parallel;
use crate::pointer::Pointer;

use items::{Definitions, Item, Printed};
use unchanged::Unchanged;

pub(super) use causes::attribute;
pub(super) use origins::Origins;

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
    /// Why, where its declaration does not say it: what inside of it keeps a type from a trait.
    pub because: Option<String>,
}

/// A change, and where the documents define what it is of.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub change: Change,
    /// The definition whose code it is in: the name of a type, or `Client::` and that of a method, or that of its tag's type in its place.
    pub of: String,
    /// The property, parameter or value that it comes from, if it is of one.
    pub wire: Option<String>,
    pub old: Option<Pointer>,
    pub new: Option<Pointer>,
    /// The generated types that it names.
    pub names: Vec<String>,
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
    let mut options = options(config);
    if options.merge == Merge::Equal {
        options.merge = Merge::Compared;
    }
    let api = lower::lower(document, &options, &mut diagnostics);
    (!diagnostics.has_errors()).then_some(api)
}

/// Compares two APIs.
pub(super) fn compare(old: &Api, new: &Api) -> Impact {
    let (old, new) = (Context::new(old), Context::new(new));
    let alike = Unchanged::new(&old, &new);
    compare_but(&alike, &old, &new)
}

/// Compares all but what is alike, each definition on its own: all their code takes much room.
fn compare_but(alike: &Unchanged, old: &Context<'_>, new: &Context<'_>) -> Impact {
    let (was, is) = (Definitions::new(old, alike), Definitions::new(new, alike));
    let gone = was.names().filter(|name| !is.has(name));
    let names: Vec<&str> = is.names().chain(gone).collect();
    let impacts = parallel::each(&names, |name| {
        let mut impact = Impact::default();
        match (was.printed(name), is.printed(name)) {
            (Some(before), Some(after)) => changed(name, &before, &after, &mut impact),
            (None, Some(after)) => whole(name, &after, false, &mut impact),
            (Some(before), None) => whole(name, &before, true, &mut impact),
            (None, None) => {}
        }
        impact
    });
    let mut all = Impact::default();
    for impact in impacts {
        all.changes.extend(impact.changes);
        all.touched.extend(impact.touched);
    }
    all
}

fn changed(name: &str, before: &Printed<'_>, after: &Printed<'_>, impact: &mut Impact) {
    if before.texts() == after.texts() {
        return;
    }
    impact.touched.push(before.source.clone());
    impact.touched.push(after.source.clone());
    if after.means_otherwise(before) {
        impact.changes.push(Placed {
            change: Change {
                bump: Bump::Major,
                item: name.to_owned(),
                before: Some(before.meaning()),
                after: Some(after.meaning()),
                because: None,
            },
            of: name.to_owned(),
            wire: None,
            old: Some(before.source.clone()),
            new: Some(after.source.clone()),
            names: Vec::new(),
        });
    }
    // What is printed alike on both sides holds the same items.
    let was = before.items(&after.texts());
    let mut new = after.items(&before.texts());
    // What another type is called can do what that type can: of it nothing is known here.
    let is_alias = |printed: &Printed<'_>| printed.declaration().starts_with("pub type ");
    let becomes_alias = is_alias(after) && !is_alias(before);
    for (path, was) in was {
        let is = new.remove(&path);
        let may_have = path.contains(": ") || was.text.starts_with("pub fn ");
        if becomes_alias && is.is_none() && may_have {
            continue;
        }
        let is_as_before = is.as_ref().is_some_and(|is| is.text == was.text);
        // Code that compiled still does, and speaks of something else.
        let means_otherwise = is.as_ref().is_some_and(|is| is.wire != was.wire);
        if is_as_before && !means_otherwise {
            continue;
        }
        let bump = match &is {
            Some(is) if is.is_compatible(&was) && !means_otherwise => Bump::Minor,
            _ => Bump::Major,
        };
        let text = |item: &Item| match is_as_before {
            true => item.meaning(),
            false => item.text.clone(),
        };
        let before_text = text(&was);
        let (after_text, names) = is.map(|is| (text(&is), is.names)).unzip();
        impact.changes.push(Placed {
            change: Change {
                bump,
                item: item_path(name, &path),
                before: Some(before_text),
                after: after_text,
                because: None,
            },
            of: name.to_owned(),
            wire: was.wire,
            old: Some(before.source.clone()),
            new: Some(after.source.clone()),
            names: [was.names, names.unwrap_or_default()].concat(),
        });
    }
    for (path, is) in new {
        impact.changes.push(Placed {
            change: Change {
                bump: Bump::Minor,
                item: item_path(name, &path),
                before: None,
                after: Some(is.text),
                because: None,
            },
            of: name.to_owned(),
            wire: is.wire,
            old: Some(before.source.clone()),
            new: Some(after.source.clone()),
            names: is.names,
        });
    }
}

/// A definition that is only on one side.
fn whole(name: &str, definition: &Printed<'_>, is_gone: bool, impact: &mut Impact) {
    impact.touched.push(definition.source.clone());
    let text = Some(definition.declaration());
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
            because: None,
        },
        of: name.to_owned(),
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
