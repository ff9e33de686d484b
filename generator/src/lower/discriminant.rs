//! Unions to the property by which most branches need not be tried when decoding.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::exclusion::{definition, structure, values};
use crate::ir::{Branch, Discriminant, Field, Selection, Type, TypeId, TypeKind, Types, Union};

/// Finds the discriminant of each union that has no tag.
pub(super) fn run(types: &mut Types) {
    let mut declared = Declared::new();
    let unions = types.iter().filter_map(|(id, def)| match &def.kind {
        TypeKind::Union(union) if union.selection == Selection::BestFit => {
            Some((id, discriminant(types, union, &mut declared)?))
        }
        _ => None,
    });
    let found: Vec<(TypeId, Discriminant)> = unions.collect();
    for (id, discriminant) in found {
        if let TypeKind::Union(union) = &mut types[id].kind {
            union.discriminant = Some(discriminant);
        }
    }
}

/// How good a discriminant is: whether its property is always there, and how many branches of a thousand
/// need not be tried.
type Merit = (bool, usize);

/// The properties of objects that have a few values each, and whether these are always there, by the names
/// of the objects, which may be branches of many unions.
type Declared<'t> = BTreeMap<&'t str, Rc<[(&'t Field, Vec<&'t str>)]>>;

/// What a branch declares of a property.
struct Declaration<'t> {
    branch: usize,
    is_required: bool,
    values: Vec<&'t str>,
}

/// The property that spares the most branches, if that is half of them. One that is always there
/// where it is declared goes before others.
fn discriminant<'t>(
    types: &'t Types,
    union: &'t Union,
    declared: &mut Declared<'t>,
) -> Option<Discriminant> {
    let mut properties: BTreeMap<&str, Vec<Declaration<'_>>> = BTreeMap::new();
    // Branches of other kinds are refused at a glance when the data is an object.
    let mut objects = 0;
    for (branch, Branch { shape, .. }) in union.branches.iter().enumerate() {
        objects += usize::from(is_object(types, &shape.ty));
        for (field, values) in told(types, &shape.ty, declared).iter() {
            properties
                .entry(&field.wire)
                .or_default()
                .push(Declaration {
                    branch,
                    is_required: field.required,
                    values: values.clone(),
                });
        }
    }
    let mut best: Option<(Merit, &str)> = None;
    for (property, declarations) in &properties {
        let merit = merit(declarations, objects);
        best = best.max(merit.map(|merit| (merit, *property)));
    }
    let (_, property) = best?;
    let mut values = vec![Vec::new(); union.branches.len()];
    for declaration in properties.remove(property)? {
        values[declaration.branch] = declaration.values.into_iter().map(str::to_owned).collect();
    }
    Some(Discriminant {
        property: property.to_owned(),
        values,
    })
}

/// The properties of a type that have a few values each.
fn told<'t>(
    types: &'t Types,
    ty: &Type,
    declared: &mut Declared<'t>,
) -> Rc<[(&'t Field, Vec<&'t str>)]> {
    let object = definition(types, ty).zip(structure(types, ty));
    let Some((def, object)) = object else {
        return Rc::from([]);
    };
    let known = declared.entry(def.name.as_str()).or_insert_with(|| {
        let fields = object.fields.iter();
        let told = fields.filter_map(|field| Some((field, values(types, field)?)));
        told.collect()
    });
    Rc::clone(known)
}

/// What a property tells of so many branches; nothing where, on average, its values leave more
/// than half of them.
fn merit(declarations: &[Declaration<'_>], branches: usize) -> Option<Merit> {
    let mut declaring: BTreeMap<&str, usize> = BTreeMap::new();
    for value in declarations.iter().flat_map(|found| &found.values) {
        *declaring.entry(value).or_default() += 1;
    }
    let undeclaring = branches.checked_sub(declarations.len())?;
    let left = declaring.values().sum::<usize>() + undeclaring * declaring.len();
    let all = branches * declaring.len();
    let is_required = declarations.iter().all(|found| found.is_required);
    let spares_half = declarations.len() > 1 && 2 * left <= all + declaring.len();
    (spares_half && all > 0).then(|| (is_required, 1000 - 1000 * left / all))
}

fn is_object(types: &Types, ty: &Type) -> bool {
    match ty {
        ty if ty.is_any() => true,
        Type::Map(_) => true,
        ty => definition(types, ty).is_some_and(|def| !matches!(def.kind, TypeKind::Enum(_))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What branches tell that declare these values, each of them required, among so many.
    fn merit_of(values: &[&[&'static str]], branches: usize) -> Option<Merit> {
        let declarations = values.iter().enumerate();
        let declarations: Vec<_> = declarations
            .map(|(branch, values)| Declaration {
                branch,
                is_required: true,
                values: values.to_vec(),
            })
            .collect();
        merit(&declarations, branches)
    }

    #[test]
    fn values_tell_where_they_leave_half_of_the_branches() {
        assert_eq!(merit_of(&[&["a"], &["b"]], 2), Some((true, 500)));
        assert_eq!(
            merit_of(&[&["a", "b"], &["b", "c"], &["d"]], 3),
            Some((true, 584))
        );
        assert_eq!(merit_of(&[&["a"], &["b"]], 3), Some((true, 334)));
    }

    #[test]
    fn values_that_leave_most_branches_tell_nothing() {
        assert_eq!(merit_of(&[&["a", "b"], &["a", "b"]], 2), None);
        assert_eq!(merit_of(&[&["a"], &["b"]], 4), None);
        assert_eq!(merit_of(&[&["a"]], 1), None);
        assert_eq!(merit_of(&[&[], &[]], 2), None);
    }
}
