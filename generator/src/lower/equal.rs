//! Inline schemas that are equal but for their texts → one type, which each of their places has a name of
//! its own for.
//!
//! The type is called as the first of the places is, in the order of the document's pointers, and the names
//! of the others are aliases of it: so no name is gone when a place comes or goes. What operations answer in
//! the same case, `NotFound` say, is called by that.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::name::{Case, Scope};
use super::reach::renumber;
use crate::config::Merge;
use crate::ir::{
    Api, Branch, Docs, Equal, Field, Name, Shape, Type, TypeDef, TypeId, TypeKind, Types,
};
use crate::pointer::Pointer;

/// Which types may be one with others, and what they have in common.
pub(super) struct Rules<'r> {
    pub(super) document: &'r Value,
    pub(super) merge: Merge,
    /// The types that the user says something of, by their names.
    pub(super) kept: BTreeSet<&'r str>,
    /// What the answer of a place is called, whatever the operation.
    pub(super) common: &'r dyn Fn(&TypeDef) -> Option<String>,
}

/// Makes one type of each group of equal ones.
pub(super) fn run(api: &mut Api, names: &mut Scope, rules: &Rules<'_>) {
    if rules.merge == Merge::Never {
        return;
    }
    let groups = groups(&api.types, rules);
    let common = common_names(&api.types, &groups, names, rules);
    let mut places = BTreeMap::new();
    for (mut members, common) in groups.into_iter().zip(common) {
        let first = api.types[members[0]].clone();
        let common = common.into_iter().map(|name| {
            let first = first.clone();
            api.types.push(TypeDef { name, ..first })
        });
        let common: Vec<TypeId> = common.collect();
        // What stands at each place is compared; a common name is one that may come and go.
        if rules.merge == Merge::Compared {
            continue;
        }
        let id = common.first().copied().unwrap_or(members[0]);
        if !common.is_empty() {
            places.extend(members.iter().map(|member| (*member, id)));
        }
        members.extend(common);
        api.equal.push(Equal::new(id, &members));
    }
    api.each_shape_mut(&mut |shape| renumber(shape, &places));
    for equal in &api.equal {
        for member in equal.others() {
            let def = &mut api.types[member];
            let shape = Shape::new(Type::Named(equal.id), def.source.clone());
            def.kind = TypeKind::Alias(shape);
        }
    }
}

/// The types that are equal, each group in the order of their places.
fn groups(types: &Types, rules: &Rules<'_>) -> Vec<Vec<TypeId>> {
    let classes = Classes::of(types, rules).of;
    let mut groups: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, class) in classes {
        groups.entry(class).or_default().push(id);
    }
    let mut groups: Vec<_> = groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect();
    let place = |id: &TypeId| (types[*id].source.clone(), types[*id].name.clone());
    for group in &mut groups {
        group.sort_by_cached_key(place);
    }
    groups.sort_by_cached_key(|group| place(&group[0]));
    groups
}

/// The first of all equal types, for each type.
struct Classes<'t> {
    types: &'t Types,
    of: BTreeMap<TypeId, TypeId>,
    /// The first type that is written so.
    first: BTreeMap<String, TypeId>,
}

impl<'t> Classes<'t> {
    fn of(types: &'t Types, rules: &Rules<'_>) -> Self {
        let mut classes = Self {
            types,
            of: BTreeMap::new(),
            first: BTreeMap::new(),
        };
        let mut open = BTreeSet::new();
        for (start, _) in types.iter() {
            // What a type holds comes before it. A type that holds itself equals no other.
            let mut stack = vec![(start, false)];
            while let Some((id, is_left)) = stack.pop() {
                if is_left {
                    open.remove(&id);
                    let class = classes.class(id, rules);
                    classes.of.insert(id, class);
                } else if !classes.of.contains_key(&id) && open.insert(id) {
                    stack.push((id, true));
                    let kind = &types[id].kind;
                    kind.each_shape(&mut |shape| {
                        shape.each_named(&mut |next| stack.push((next, false)))
                    });
                }
            }
        }
        classes
    }

    fn class(&mut self, id: TypeId, rules: &Rules<'_>) -> TypeId {
        let def = &self.types[id];
        if !rules.allow(def) {
            return id;
        }
        let Some(written) = self.written(&def.kind) else {
            return id;
        };
        *self.first.entry(written).or_insert(id)
    }

    /// All that is said of a type but texts, and that of the types in it by which they are.
    fn written(&self, kind: &TypeKind) -> Option<String> {
        let mut kind = kind.clone();
        let mut is_known = true;
        kind.each_shape_mut(&mut |shape| {
            shape.each_within_mut(&mut |shape| {
                shape.source = Pointer::root();
                if let Some(id) = shape.ty.id_mut() {
                    match self.of.get(id) {
                        Some(class) => *id = *class,
                        None => is_known = false,
                    }
                }
            });
        });
        without_texts(&mut kind);
        is_known.then(|| format!("{kind:?}"))
    }
}

fn without_texts(kind: &mut TypeKind) {
    let plain = |docs: &mut Docs| {
        *docs = Docs {
            deprecated: docs.deprecated,
            ..Docs::default()
        };
    };
    match kind {
        TypeKind::Struct(object) => {
            let fields = object.fields.iter_mut();
            fields.for_each(|Field { docs, .. }| plain(docs));
        }
        TypeKind::Enum(values) => {
            let variants = values.variants.iter_mut();
            variants.for_each(|variant| plain(&mut variant.docs));
        }
        TypeKind::Union(union) => {
            let branches = union.branches.iter_mut();
            branches.for_each(|Branch { docs, .. }| plain(docs));
        }
        TypeKind::Newtype(_) | TypeKind::Alias(_) | TypeKind::External(_) => {}
    }
}

impl Rules<'_> {
    /// Whether a type may be one with others: a component has a name of its own, as have those that the
    /// user says something of, and rules are those of a place.
    fn allow(&self, def: &TypeDef) -> bool {
        let parent = def.source.parent().unwrap_or_default();
        let is_component = parent.as_str() == "/components/schemas";
        let has_code = !matches!(def.kind, TypeKind::Alias(_) | TypeKind::External(_));
        let has_rules = || {
            let schema = def.source.resolve(self.document);
            let keys = ["x-validations", "x-kubernetes-validations"];
            schema.is_some_and(|schema| keys.iter().any(|key| schema.get(key).is_some()))
        };
        !is_component && has_code && !self.kept.contains(def.name.as_str()) && !has_rules()
    }
}

/// The names that at least two of the types of a group ask for, for each group; where several groups ask for
/// one, it is that of those whose second place comes first, so that a place behind it takes it from none.
fn common_names(
    types: &Types,
    groups: &[Vec<TypeId>],
    names: &mut Scope,
    rules: &Rules<'_>,
) -> Vec<Vec<Name>> {
    let mut asking = Vec::new();
    for (index, members) in groups.iter().enumerate() {
        let mut asked: BTreeMap<String, usize> = BTreeMap::new();
        for id in members {
            let Some(name) = (rules.common)(&types[*id]) else {
                continue;
            };
            let count = asked.entry(name.clone()).or_default();
            *count += 1;
            if *count == 2 {
                asking.push((&types[*id].source, name, index));
            }
        }
    }
    asking.sort_unstable();
    let mut taken = vec![Vec::new(); groups.len()];
    for (_, name, index) in asking {
        taken[index].extend(names.take_free(&name, Case::Camel));
    }
    taken
}
