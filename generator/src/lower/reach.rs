//! What each operation reaches: which types are pruned when operations are
//! chosen, and which file each type stands in.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Api, BodyArgument, Content, Extras, MediaKind, Name, Operation, Payload, Shape, Type, TypeDef,
    TypeId, TypeKind, Types,
};

/// Up to so many types, all stand in one file.
const ONE_FILE: usize = 100;

/// Visits the shapes of all types and operations.
pub(super) fn each_shape(api: &mut Api, each: &mut impl FnMut(&mut Shape)) {
    for index in 0..api.types.len() {
        let id = TypeId(u32::try_from(index).unwrap_or(u32::MAX));
        def_shapes(&mut api.types[id], each);
    }
    for operation in &mut api.operations {
        operation_shapes(operation, each);
    }
}

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
    let mut renumber = |shape: &mut Shape| renumber(&mut shape.ty, &places);
    for index in 0..types.len() {
        def_shapes(
            &mut types[TypeId(u32::try_from(index).unwrap_or(u32::MAX))],
            &mut renumber,
        );
    }
    for operation in &mut api.operations {
        operation_shapes(operation, &mut renumber);
    }
    api.types = types;
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
    // The walk is one for reading and writing; it changes nothing here.
    operation_shapes(&mut operation.clone(), &mut |shape| {
        named(&shape.ty, &mut out)
    });
    out
}

/// All types that some types lead to, themselves included.
pub(crate) fn closure(types: &Types, roots: BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut queue: Vec<TypeId> = roots.iter().copied().collect();
    let mut out = roots;
    while let Some(id) = queue.pop() {
        let mut next = BTreeSet::new();
        def_shapes(&mut types[id].clone(), &mut |shape| {
            named(&shape.ty, &mut next)
        });
        queue.extend(next.into_iter().filter(|id| out.insert(*id)));
    }
    out
}

pub(crate) fn named(ty: &Type, out: &mut BTreeSet<TypeId>) {
    match ty {
        Type::Named(id) | Type::Boxed(id) => {
            out.insert(*id);
        }
        Type::List(item) | Type::Map(item) => named(&item.ty, out),
        Type::Tuple(items) => items.iter().for_each(|item| named(&item.ty, out)),
        _ => {}
    }
}

pub(crate) fn renumber(ty: &mut Type, places: &BTreeMap<TypeId, TypeId>) {
    match ty {
        Type::Named(id) | Type::Boxed(id) => *id = places.get(id).copied().unwrap_or(*id),
        Type::List(item) | Type::Map(item) => renumber(&mut item.ty, places),
        Type::Tuple(items) => items
            .iter_mut()
            .for_each(|item| renumber(&mut item.ty, places)),
        _ => {}
    }
}

/// The shapes of a definition.
pub(crate) fn def_shapes(def: &mut TypeDef, each: &mut impl FnMut(&mut Shape)) {
    match &mut def.kind {
        TypeKind::Struct(object) => {
            object
                .fields
                .iter_mut()
                .for_each(|field| each(&mut field.shape));
            if let Extras::Kept { value, .. } = &mut object.extras {
                each(value);
            }
        }
        TypeKind::Union(union) => union
            .branches
            .iter_mut()
            .for_each(|branch| each(&mut branch.shape)),
        TypeKind::Newtype(shape) | TypeKind::Alias(shape) => each(shape),
        TypeKind::Enum(_) | TypeKind::External(_) => {}
    }
}

/// The shapes of an operation.
pub(crate) fn operation_shapes(operation: &mut Operation, each: &mut impl FnMut(&mut Shape)) {
    operation
        .parameters
        .iter_mut()
        .for_each(|parameter| each(&mut parameter.shape));
    if let Some(body) = &mut operation.body {
        match &mut body.argument {
            BodyArgument::Single(content) => content_shapes(content, each),
            BodyArgument::Several { variants, .. } => {
                variants
                    .iter_mut()
                    .for_each(|(_, content)| content_shapes(content, each));
            }
        }
    }
    let responses = operation
        .responses
        .success
        .iter_mut()
        .chain(&mut operation.responses.errors);
    for response in responses {
        response
            .headers
            .iter_mut()
            .for_each(|header| each(&mut header.shape));
        let contents = response
            .variants
            .iter_mut()
            .filter_map(|variant| variant.content.as_mut());
        contents.for_each(|content| content_shapes(content, each));
    }
}

fn content_shapes(content: &mut Content, each: &mut impl FnMut(&mut Shape)) {
    match &mut content.kind {
        MediaKind::Json(shape)
        | MediaKind::Form(shape, _)
        | MediaKind::EventStream(shape)
        | MediaKind::JsonLines(shape) => each(shape),
        MediaKind::Multipart { parts, .. } => {
            for part in parts {
                match &mut part.payload {
                    Payload::Text(shape) | Payload::Json(shape) => each(shape),
                    Payload::File => {}
                }
                part.list.iter_mut().for_each(&mut *each);
            }
        }
        MediaKind::Text | MediaKind::Bytes => {}
    }
}
