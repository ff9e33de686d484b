//! What each operation reaches: which types are pruned when operations are
//! chosen, and which file each type stands in.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{self, Case};
use crate::ir::{Api, Equal, Name, Operation, Shape, TypeId, Types};
use crate::pointer::Pointer;
use crate::reserved;

/// Up to so many types, all stand in one file.
const ONE_FILE: usize = 100;

/// Drops the types that no operation reaches.
pub(super) fn prune(api: &mut Api, called_back: &[Shape]) {
    let mut roots = BTreeSet::new();
    for shape in called_back {
        shape.each_named(&mut |id| roots.extend([id]));
    }
    for operation in api.all_operations() {
        roots.extend(named_by(operation));
    }
    let kept = closure(&api.types, roots);
    let mut places: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    let mut types = Types::default();
    for (id, def) in api.types.iter() {
        if kept.contains(&id) {
            places.insert(id, types.push(def.clone()));
        }
    }
    api.types = types;
    api.each_shape_mut(&mut |shape| renumber(shape, &places));
}

/// Who reaches a type.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    /// The modules of operations of those numbers, which are not many.
    By(Vec<usize>),
    /// Many of them, or none.
    Common,
}

/// By how many modules a type is reached that still stands behind their features.
const MANY: usize = 16;

/// Gives each type its file: that of the only module of operations that reaches it, else the common one.
///
/// Where modules stand behind features of their own, `is_gated`, types that the same few of them reach have
/// a file too.
pub(super) fn assign_modules(api: &mut Api, is_gated: bool) {
    if api.types.len() <= ONE_FILE && !is_gated {
        return;
    }
    let mut by_module: BTreeMap<Name, BTreeSet<TypeId>> = BTreeMap::new();
    for operation in &api.operations {
        by_module
            .entry(operation.module.clone())
            .or_default()
            .extend(named_by(operation));
    }
    for (module, id) in other_names(api) {
        by_module.entry(module).or_default().insert(id);
    }
    let modules: Vec<Name> = by_module.keys().cloned().collect();
    // What the server calls stands behind no feature of a tag.
    let called = api.called.iter().flat_map(named_by);
    let called = called.filter(|_| is_gated).collect();
    let reached = reached(&api.types, by_module.into_values(), called, is_gated);
    let mut taken: BTreeSet<Name> = modules.iter().cloned().collect();
    taken.extend(api.operations.iter().flat_map(|it| it.parents.clone()));
    let common = free(&mut taken, "common".to_owned());
    let is_own = |module: &Name| reserved::TYPE_MODULES.contains(&module.as_str());
    let mut shared: BTreeMap<&[usize], Name> = BTreeMap::new();
    for (index, reached) in reached.iter().enumerate() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        let def = &mut api.types[id];
        def.module = match reached {
            Reached::By(modules_of) => match modules_of.as_slice() {
                [] => common.clone(),
                [only] if is_own(&modules[*only]) => {
                    let name = shared.entry(std::slice::from_ref(only));
                    let own = || format!("{}_types", modules[*only].plain());
                    name.or_insert_with(|| free(&mut taken, own())).clone()
                }
                [only] => modules[*only].clone(),
                several => {
                    let first = || name::identifier(def.name.as_str(), Case::Snake);
                    let name = shared.entry(several);
                    name.or_insert_with(|| free(&mut taken, format!("common_{}", first())))
                        .clone()
                }
            },
            Reached::Common => common.clone(),
        };
    }
    let names = |several: &[usize]| several.iter().map(|&one| modules[one].clone()).collect();
    let shared = shared.into_iter();
    api.shared = shared
        .map(|(several, name)| (name, names(several)))
        .collect();
}

/// Who reaches each type: each of the roots' numbers, up to [`MANY`] or one. Each type is gone through once for
/// each that it is reached by, and no more.
fn reached(
    types: &Types,
    roots: impl Iterator<Item = BTreeSet<TypeId>>,
    common: Vec<TypeId>,
    is_gated: bool,
) -> Vec<Reached> {
    let most = if is_gated { MANY } else { 1 };
    let mut reached = vec![Reached::By(Vec::new()); types.len()];
    let go = |roots: Vec<TypeId>, module: Option<usize>, reached: &mut Vec<Reached>| {
        let mut queue = roots;
        while let Some(id) = queue.pop() {
            let known = &mut reached[id.0 as usize];
            match (&mut *known, module) {
                (Reached::Common, _) => continue,
                (Reached::By(modules), Some(module)) if modules.last() == Some(&module) => continue,
                (Reached::By(modules), Some(module)) if modules.len() < most => {
                    modules.push(module)
                }
                (Reached::By(_), _) => *known = Reached::Common,
            }
            let kind = &types[id].kind;
            kind.each_shape(&mut |shape| shape.each_named(&mut |id| queue.push(id)));
        }
    };
    go(common, None, &mut reached);
    for (module, roots) in roots.enumerate() {
        go(roots.into_iter().collect(), Some(module), &mut reached);
    }
    if !is_gated {
        return reached;
    }
    // What no operation reaches is there for all, and what it leads to with it.
    let is_unreached = |id: &TypeId| reached[id.0 as usize] == Reached::By(Vec::new());
    let unreached = types
        .iter()
        .map(|(id, _)| id)
        .filter(is_unreached)
        .collect();
    go(unreached, None, &mut reached);
    reached
}

/// The name, or the first with underscores behind it that is not taken.
fn free(taken: &mut BTreeSet<Name>, mut name: String) -> Name {
    while !taken.insert(Name::new(name.clone())) {
        name.push('_');
    }
    Name::new(name)
}

/// The types that are other names of one, each with the module of the operation that it stands in: who
/// uses them is not in the document.
fn other_names(api: &Api) -> Vec<(Name, TypeId)> {
    let operations = api.operations.iter();
    let modules: BTreeMap<&Pointer, &Name> = operations
        .map(|operation| (&operation.source, &operation.module))
        .collect();
    let mut out = Vec::new();
    for id in api.equal.iter().flat_map(Equal::others) {
        let mut at = api.types[id].source.parent();
        while let Some(place) = at {
            if let Some(module) = modules.get(&place) {
                out.push(((*module).clone(), id));
                break;
            }
            at = place.parent();
        }
    }
    out
}

/// The types that an operation names itself.
pub(crate) fn named_by(operation: &Operation) -> BTreeSet<TypeId> {
    let mut out = BTreeSet::new();
    operation.each_shape(&mut |shape| shape.each_named(&mut |id| out.extend([id])));
    out
}

/// All types that some types lead to, themselves included.
pub(crate) fn closure(types: &Types, roots: BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut queue: Vec<TypeId> = roots.iter().copied().collect();
    let mut out = roots;
    while let Some(id) = queue.pop() {
        let mut next = BTreeSet::new();
        let kind = &types[id].kind;
        kind.each_shape(&mut |shape| shape.each_named(&mut |id| next.extend([id])));
        queue.extend(next.into_iter().filter(|id| out.insert(*id)));
    }
    out
}

/// Makes a shape name types by their places in another list.
pub(crate) fn renumber(shape: &mut Shape, places: &BTreeMap<TypeId, TypeId>) {
    shape.each_within_mut(&mut |shape| {
        if let Some(id) = shape.ty.id_mut() {
            *id = places.get(id).copied().unwrap_or(*id);
        }
    });
}
