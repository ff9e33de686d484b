//! What the server calls at addresses of others, webhooks and callbacks, into operations whose ways are the other way
//! round: the server sends the request, and reads the reply.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{self, Case, Scope};
use super::operation::{Names, Stated};
use super::path::encoded_text;
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::Schema;
use crate::downlevel;
use crate::ir::{
    Callback, Called, Group, Method, Name, Operation, PathSegment, SecurityScheme, Shape,
};
use crate::{manifest, reserved};

/// One of the operations of a path item that is called.
struct One<'d> {
    called: &'d downlevel::Called,
    /// What its method is called by.
    word: String,
    stated: Stated<'d>,
}

impl<'d> Lowerer<'d> {
    /// All that is called, after the operations: no name of theirs gives way to one of these.
    pub(super) fn called(
        &mut self,
        operations: &[Operation],
        schemes: &[SecurityScheme],
    ) -> Vec<Operation> {
        let beyond = &self.document.beyond;
        let [callbacks, webhooks] = modules(operations);
        let mut client: Vec<&str> = reserved::CLIENT.to_vec();
        client.extend(operations.iter().map(|operation| operation.name.as_str()));
        let groups: Vec<Name> = self.groups.values().map(|it| it.method.clone()).collect();
        client.extend(groups.iter().map(Name::as_str));
        let mut client = Scope::reserving(&client);
        let mut out = Vec::new();
        self.is_called = true;
        for (kind, module, all) in [
            ("callbacks", callbacks, &beyond.callbacks),
            ("webhooks", webhooks, &beyond.webhooks),
        ] {
            let mut each: Vec<One<'d>> = all.iter().flat_map(|called| self.each(called)).collect();
            if each.is_empty() {
                continue;
            }
            each.sort_by_cached_key(order);
            self.complain_of_paths(&each);
            let group = self.group_of(kind, &mut client);
            self.groups.insert(module.clone(), group);
            let mut of_kind = self.called_of(each, &module, schemes);
            of_kind.sort_by(|one, other| one.name.cmp(&other.name));
            out.extend(of_kind);
        }
        self.is_called = false;
        out
    }

    /// The operations of a path item that is called.
    fn each(&self, called: &'d downlevel::Called) -> Vec<One<'d>> {
        let root = self.document.root();
        let Some(value) = called.at.resolve(&self.document.value) else {
            return Vec::new();
        };
        let item_at = root.other(value, called.at.clone());
        let operations = called.item.operations.iter().zip(item_at.operations());
        let is_one = called.item.operations.len() == 1;
        let each = operations.map(|((method, operation), (_, at))| {
            let id = operation.operation_id.as_deref();
            let id = id.filter(|id| id.chars().any(char::is_alphanumeric));
            let chosen = self.chosen.name(&at.at, Case::Snake).map(str::to_owned);
            let word = chosen.or_else(|| id.map(str::to_owned));
            let word = word.unwrap_or_else(|| {
                let owner = called.callback.as_ref();
                let owner = owner.and_then(|it| self.operation_names.get(&it.operation));
                let owner = owner.map(|owner| owner.whole.as_str());
                let method = (!is_one).then(|| method.word());
                let words = [owner, Some(&*called.name), method.as_deref()];
                words.into_iter().flatten().collect::<Vec<_>>().join(" ")
            });
            One {
                called,
                word,
                stated: Stated {
                    // Where it stands is for others to say.
                    path: "/",
                    method: method.clone(),
                    item: &called.item.shared,
                    operation,
                    item_at: item_at.clone(),
                    at,
                },
            }
        });
        each.collect()
    }

    /// The type that has the calls of a kind.
    fn group_of(&mut self, kind: &str, client: &mut Scope) -> Group {
        let camel = name::identifier(kind, Case::Camel);
        let name = name::named_after(&camel, "Client");
        Group {
            tag: kind.to_owned(),
            method: client.take(kind, Case::Snake),
            name: self.names.take(&name, Case::Camel),
            is_called: true,
        }
    }

    fn called_of(
        &mut self,
        each: Vec<One<'d>>,
        module: &Name,
        schemes: &[SecurityScheme],
    ) -> Vec<Operation> {
        let words: Vec<&str> = each.iter().map(|one| one.word.as_str()).collect();
        let mut scope = Scope::reserving(reserved::CLIENT);
        let names = name::allocate(&words, Case::Snake, &mut scope);
        let mut urls = Urls::default();
        let mut out = Vec::with_capacity(each.len());
        for (one, name) in each.iter().zip(names) {
            let callback = one.called.callback.as_ref();
            let callback = callback.map(|callback| Callback {
                operation: callback.operation.clone(),
                expression: callback.expression.clone(),
                url: urls.of(&one.called.name, callback),
            });
            let (call, error) = self.call_names(&name);
            let names = Names {
                name,
                call,
                error,
                module: module.clone(),
                parents: Vec::new(),
            };
            let mut operation = self.operation(&one.stated, names, schemes);
            // What is stated of the API's own operations goes for these no more than its servers do.
            let security = one.stated.operation.security.as_ref();
            operation.security = self.requirements_of(security, schemes);
            operation.servers.clear();
            // A webhook may have any name, and a callback has none that is one of all.
            let segment = match callback {
                Some(_) => operation.name.plain().to_owned(),
                None => one.called.name.trim_start_matches('/').to_owned(),
            };
            let id = one.stated.operation.operation_id.clone();
            operation.id = id.unwrap_or_else(|| one.called.name.clone());
            operation.path = format!("/{segment}");
            operation.path_template = format!("/{}", encoded_text(&segment));
            operation.segments = vec![PathSegment::Literal(operation.path.clone())];
            operation.called = Some(Called {
                wire: one.called.name.clone(),
                callback,
            });
            out.push(operation);
        }
        out
    }
}

impl<'d> Lowerer<'d> {
    /// The type of a schema of what a request or a response holds, whoever sends it.
    pub(super) fn message_shape(&mut self, schema: &Schema<'d>, direction: Direction) -> Shape {
        let travelling = self.travelling(direction);
        self.shape(schema, travelling)
    }

    /// Which way the data of a request or of a response travel: what the server sends, be it a request of
    /// its own, has what only it may write.
    pub(super) fn travelling(&self, direction: Direction) -> Direction {
        match (self.is_called, direction) {
            (true, Direction::Request) => Direction::Response,
            (true, Direction::Response) => Direction::Request,
            (_, direction) => direction,
        }
    }

    /// Complains of parameters in a path that is for others to say.
    fn complain_of_paths(&mut self, each: &[One<'d>]) {
        let owners = each.iter();
        let owners = owners.flat_map(|one| [&one.stated.item_at, &one.stated.at]);
        let declared = owners.flat_map(|owner| owner.items("parameters"));
        let mut told = BTreeSet::new();
        for parameter in declared.filter(|parameter| parameter.text("in") == Some("path")) {
            if !told.insert(parameter.at.clone()) {
                continue;
            }
            let message = "webhooks and callbacks have no path that parameters could be in";
            let diagnostic = Diagnostic::new(codes::UNUSED_PATH_PARAMETER, message);
            self.diagnostics
                .push(diagnostic.at_value(&parameter.at.key("in"), "left out"));
        }
    }
}

/// What the names of one document's path items are in order by, whatever the order that they stand in.
fn order(one: &One<'_>) -> impl Ord + use<> {
    let callback = one.called.callback.as_ref();
    let owner = callback.map(|it| (it.operation.clone(), it.expression.clone()));
    (owner, one.called.name.clone(), one.stated.method.clone())
}

/// The modules of callbacks and of webhooks, which no tag has.
fn modules(operations: &[Operation]) -> [Name; 2] {
    let crates: Vec<String> = manifest::known_crates().collect();
    let mut taken: Vec<&str> = crates.iter().map(String::as_str).collect();
    taken.extend(reserved::MODULES);
    for operation in operations {
        taken.push(operation.module.as_str());
        taken.extend(operation.parents.iter().map(Name::as_str));
    }
    let mut scope = Scope::reserving(&taken);
    ["callbacks", "webhooks"].map(|kind| scope.take(kind, Case::Snake))
}

/// The methods that give the addresses of callbacks, by the operations whose requests have them.
#[derive(Default)]
struct Urls<'d> {
    scopes: BTreeMap<&'d (String, Method), Scope>,
    known: BTreeMap<(&'d (String, Method), &'d str, &'d str), Name>,
}

impl<'d> Urls<'d> {
    /// That of a callback; what is called at one address in several ways has one.
    fn of(&mut self, name: &'d str, callback: &'d downlevel::Callback) -> Name {
        let key = (&callback.operation, name, callback.expression.as_str());
        let scope = self.scopes.entry(&callback.operation).or_default();
        let known = self.known.entry(key);
        let new = || {
            let word = name::identifier(&format!("{name} url"), Case::Snake);
            scope.take(&word, Case::Snake)
        };
        known.or_insert_with(new).clone()
    }
}
