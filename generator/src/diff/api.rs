//! Pairs of documents to edits of everything around schemas, and to the places where schemas are
//! used: operations, parameters, bodies, responses, headers.

mod exchange;
mod paths;
mod security;
mod servers;
mod surroundings;
mod takers;

use std::collections::BTreeMap;

use servers::SharedServers;

use crate::cursor::Cursor;
use crate::document::Schema;
use crate::method::Method;

use super::effect::{Direction, Guards};
use super::event::Event;
use super::load::Loaded;
use super::reach::Datum;
use super::schema::{Comparer, Encoding};

/// What part of the API an edit is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Paths and operations.
    Paths,
    /// Parameters of requests.
    Parameters,
    /// Request bodies.
    RequestBody,
    /// Responses and their media types.
    Responses,
    /// Headers of responses.
    Headers,
    /// Schemas of bodies.
    Schema,
    /// Security requirements and schemes.
    Security,
    /// Servers.
    Servers,
    /// `info`.
    Info,
    /// Tags.
    Tags,
    /// Components, webhooks.
    Components,
}

impl Area {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paths => "paths",
            Self::Parameters => "parameters",
            Self::RequestBody => "request-body",
            Self::Responses => "responses",
            Self::Headers => "headers",
            Self::Schema => "schema",
            Self::Security => "security",
            Self::Servers => "servers",
            Self::Info => "info",
            Self::Tags => "tags",
            Self::Components => "components",
        }
    }
}

/// Where data of a definition travels.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// `POST /pets`; empty for what is of the whole API.
    pub operation: String,
    /// Which way.
    pub direction: Direction,
    /// `200`, for what comes back.
    pub status: Option<String>,
    /// `application/json`, for bodies.
    pub media_type: Option<String>,
    /// What part of the exchange it is.
    pub area: Area,
}

impl Use {
    /// Whether it comes with a status that is no success.
    pub fn is_failure(&self) -> bool {
        // `default` may be a success as well.
        let is_failure = |status: &String| !status.starts_with('2') && status != "default";
        self.status.as_ref().is_some_and(is_failure)
    }
}

/// A schema pair in use.
#[derive(Debug)]
pub(super) struct Root {
    pub pair: usize,
    pub used: Use,
    pub unstable: bool,
    /// Whether its data are sent always: those of a parameter that both sides require.
    pub is_there: bool,
}

/// An edit outside of schemas, with the use that it is about.
#[derive(Clone, Debug)]
pub(super) struct Located {
    pub event: Event,
    pub used: Use,
    /// Data that show it.
    pub datum: Option<Datum>,
}

/// Compares what surrounds schemas.
pub(super) struct Walker<'d> {
    pub comparer: Comparer<'d>,
    pub roots: Vec<Root>,
    pub found: Vec<Located>,
    old: Cursor<'d>,
    new: Cursor<'d>,
    /// The operation that is being compared.
    scope: Scope,
    /// The security schemes that have another name now.
    renamed_schemes: BTreeMap<&'d str, &'d str>,
    /// The new schemes that say the same as another, and which.
    twin_schemes: BTreeMap<&'d str, &'d str>,
    /// What is known of the servers of the documents.
    shared_servers: SharedServers,
}

/// What holds for the operation that is being compared.
#[derive(Clone, Debug, Default)]
struct Scope {
    operation: String,
    /// Whether requests go to the caller: callbacks and webhooks.
    is_reversed: bool,
    unstable: bool,
    /// Whether what is compared is sent always.
    is_there: bool,
}

impl<'d> Walker<'d> {
    pub fn new(old: &'d Loaded, new: &'d Loaded, today: &str) -> Self {
        Self {
            comparer: Comparer::new(old, new, today),
            roots: Vec::new(),
            found: Vec::new(),
            old: old.document.root(),
            new: new.document.root(),
            scope: Scope::default(),
            renamed_schemes: BTreeMap::new(),
            twin_schemes: BTreeMap::new(),
            shared_servers: SharedServers::default(),
        }
    }

    /// Compares everything.
    pub fn run(&mut self) {
        self.info();
        self.tags();
        self.schemes();
        self.paths();
        self.document_servers();
        self.webhooks();
        self.components();
        self.spare();
        self.comparer.finish();
        self.renames();
    }

    fn used(&self, area: Area, direction: Direction) -> Use {
        let direction = match self.scope.is_reversed {
            true => direction.reversed(),
            false => direction,
        };
        Use {
            operation: self.scope.operation.clone(),
            direction,
            status: None,
            media_type: None,
            area,
        }
    }

    fn push(&mut self, event: Event, area: Area, direction: Direction) {
        let used = self.used(area, direction);
        self.push_used(event, used);
    }

    fn push_used(&mut self, event: Event, used: Use) {
        let guards = Guards {
            unstable: event.guards.unstable || self.scope.unstable,
            failure: used.is_failure(),
            ..event.guards
        };
        self.found.push(Located {
            event: event.guarded(guards),
            used,
            datum: None,
        });
    }

    fn root(&mut self, old: &Schema<'d>, new: &Schema<'d>, encoding: Encoding, used: Use) {
        let pair = self.comparer.entry(old, new, encoding);
        self.roots.push(Root {
            pair,
            used,
            unstable: self.scope.unstable,
            is_there: self.scope.is_there,
        });
    }

    fn today(&self) -> &str {
        &self.comparer.today
    }
}

/// How an object is named in the uses of what it holds.
fn operation_name(method: &Method, path: &str) -> String {
    format!("{} {path}", method.as_str())
}

/// A path template without the names of its parameters.
fn template(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        text.push_str(&rest[..=open]);
        rest = match rest[open..].find('}') {
            Some(close) => &rest[open + close..],
            None => "",
        };
    }
    text.push_str(rest);
    text
}

/// The names of a path template's parameters.
fn parameters_of(path: &str) -> Vec<&str> {
    let pieces = path.split('{').skip(1);
    pieces
        .filter_map(|piece| Some(piece.split_once('}')?.0))
        .collect()
}
