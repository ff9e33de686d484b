//! What each operation reaches: which types are pruned when operations are
//! chosen, and which file each type stands in.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Name, Operation, Shape, TypeId, Types};

/// Up to so many types, all stand in one file.
const ONE_FILE: usize = 100;

/// Drops the types that no operation reaches.
pub(super) fn prune(api: &mut Api) {
    let mut roots = BTreeSet::new();
    for operation in &api.operations {
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

/// Gives each type its file: that of the only tag whose operations reach it, else the common one.
pub(super) fn assign_modules(api: &mut Api) {
    if api.types.len() <= ONE_FILE {
        return;
    }
    let mut by_module: BTreeMap<Name, BTreeSet<TypeId>> = BTreeMap::new();
    for operation in &api.operations {
        by_module
            .entry(operation.module.clone())
            .or_default()
            .extend(named_by(operation));
    }
    let mut owners: BTreeMap<TypeId, Vec<Name>> = BTreeMap::new();
    for (module, roots) in by_module {
        for id in closure(&api.types, roots) {
            owners.entry(id).or_default().push(module.clone());
        }
    }
    let mut common = Name::new("common");
    while api
        .operations
        .iter()
        .any(|operation| operation.module == common)
    {
        common = Name::new(format!("{}_", common.as_str()));
    }
    for index in 0..api.types.len() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        api.types[id].module = match owners.get(&id).map(Vec::as_slice) {
            Some([only]) => only.clone(),
            _ => common.clone(),
        };
    }
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
