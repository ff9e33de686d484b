//! The names that operations ask for → those of their methods, and of the types whose methods these are.

use std::collections::BTreeMap;

use super::Lowerer;
use super::module::Tags;
use super::name::{self, Case, Scope};
use super::operation::Stated;
use super::operation_name::OperationName;
use crate::ir::{Group, Name};
use crate::reserved;

/// The names of methods, and those of the types of calls and of their errors.
type Taken = (Vec<Name>, Vec<(Name, Name)>);

impl<'d> Lowerer<'d> {
    fn operation_name(&self, stated: &Stated<'d>) -> OperationName {
        let key = (stated.path.to_owned(), stated.method.clone());
        self.operation_names.get(&key).cloned().unwrap_or_default()
    }

    /// The names of operations that are methods of the client.
    pub(super) fn names_of_all(&mut self, stated: &[Stated<'d>]) -> Taken {
        let words = stated
            .iter()
            .map(|stated| self.operation_name(stated).method);
        let words: Vec<String> = words.collect();
        let wires: Vec<&str> = words.iter().map(String::as_str).collect();
        let names = name::allocate(&wires, Case::Snake, &mut Scope::reserving(reserved::CLIENT));
        let calls = names.iter().map(|name| self.call_names(name));
        let calls = calls.collect();
        (names, calls)
    }

    /// The names of operations that are methods of their tags, which are the client's; those without a tag
    /// are the client's too.
    pub(super) fn names_by_tag(
        &mut self,
        stated: &[Stated<'d>],
        tags: &Tags<'_>,
        modules: &BTreeMap<String, Name>,
    ) -> Taken {
        let mut by_tag: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (index, stated) in stated.iter().enumerate() {
            let tag = tags.of_operation(stated.operation);
            by_tag.entry(tag).or_default().push(index);
        }
        let words = stated.iter().map(|stated| self.operation_name(stated));
        let words: Vec<OperationName> = words.collect();
        let whole: Vec<&str> = words.iter().map(|name| name.whole.as_str()).collect();
        // Names for types of calls, as if all operations were the client's.
        let whole = name::allocate(&whole, Case::Snake, &mut Scope::default());
        let calls = whole.iter().map(|name| self.call_names(name)).collect();
        let mut client = Scope::reserving(reserved::CLIENT);
        self.groups = self.groups_of(by_tag.keys().flatten().copied(), modules, &mut client);
        let mut names = vec![Name::default(); stated.len()];
        for (tag, indexes) in by_tag {
            let mut of_tag = Scope::reserving(reserved::CLIENT);
            let scope = match tag {
                Some(_) => &mut of_tag,
                None => &mut client,
            };
            let wires = indexes.iter().map(|index| words[*index].method.as_str());
            let wires: Vec<&str> = wires.collect();
            let taken = name::allocate(&wires, Case::Snake, scope);
            for (index, name) in indexes.into_iter().zip(taken) {
                names[index] = name;
            }
        }
        (names, calls)
    }

    /// The types that have the operations of tags.
    fn groups_of<'t>(
        &mut self,
        tags: impl Iterator<Item = &'t str>,
        modules: &BTreeMap<String, Name>,
        client: &mut Scope,
    ) -> BTreeMap<Name, Group> {
        let tags: Vec<&str> = tags.collect();
        let plain = tags.iter().map(|tag| self.options.names.tag(tag));
        let plain: Vec<&str> = plain.collect();
        let methods = name::allocate(&plain, Case::Snake, client);
        let groups = tags.iter().zip(methods).map(|(tag, method)| {
            let camel = name::identifier(method.as_str(), Case::Camel);
            let name = name::named_after(&camel, "Client");
            let group = Group {
                tag: (*tag).to_owned(),
                name: self.names.take(&name, Case::Camel),
                is_called: false,
                method,
            };
            (modules[*tag].clone(), group)
        });
        groups.collect()
    }
}
