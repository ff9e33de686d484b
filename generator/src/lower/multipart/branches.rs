//! Unions in and around forms: the forms that a body may be, and what a part is, `null` aside.

use super::super::Lowerer;
use super::super::all_of::{Group, Merged, merge};
use super::super::name::{Case, identifier};
use super::super::union::place_in;
use crate::document::{Groups, Schema};

/// A form that a body may be.
pub(super) struct Form<'d> {
    /// What tells it from the others: the name of its schema, or its place in the union.
    pub(super) word: Option<String>,
    pub(super) merged: Merged<'d>,
    /// The property by which a server tells it from the others, and its value.
    pub(super) tag: Option<(&'d str, String)>,
}

/// How many forms a body may be at most: more than any author lists.
const MOST: usize = 64;

impl<'d> Lowerer<'d> {
    /// The forms that a body may be: one for each branch of the unions that it is.
    pub(super) fn forms(&mut self, schema: &Schema<'d>) -> Vec<Form<'d>> {
        let merged = merge(self.document, schema, &mut self.diagnostics);
        let mut done = Vec::new();
        let mut open = vec![Form {
            word: None,
            merged,
            tag: None,
        }];
        while let Some(mut form) = open.pop() {
            let Some((base, group)) = self.first_union(&mut form.merged) else {
                done.push(form);
                continue;
            };
            if done.len() + open.len() + group.branches.len() > MOST {
                done.push(form);
                continue;
            }
            let branches = self.branches_of(&base, &group, &form);
            open.extend(branches.into_iter().rev());
        }
        done
    }

    /// Takes out the first union that is of forms, and gives it with what stands beside it.
    fn first_union(&mut self, merged: &mut Merged<'d>) -> Option<(Merged<'d>, Group<'d>)> {
        let at = merged.unions.iter().position(|group| {
            let mut branches = group.branches.iter();
            branches.any(|branch| {
                let branch = self.look(branch);
                !branch.properties.is_empty() || !branch.unions.is_empty()
            })
        })?;
        let group = merged.unions.remove(at);
        let mut base = merged.clone();
        let resolved = Groups::default().with(std::iter::once(group.at.clone()));
        for part in &mut base.parts {
            part.resolved = part.resolved.and(&resolved);
        }
        base.unions.clear();
        Some((base, group))
    }

    fn branches_of(
        &mut self,
        base: &Merged<'d>,
        group: &Group<'d>,
        form: &Form<'d>,
    ) -> Vec<Form<'d>> {
        let branches: Vec<Schema<'d>> = group.branches.clone();
        let branches: Vec<_> = branches
            .into_iter()
            .filter(|it| !self.is_null(it))
            .collect();
        let is_one = branches.len() == 1;
        let named: Vec<_> = branches
            .iter()
            .map(|branch| (self.pure_reference(branch), branch))
            .collect();
        let discriminator = form.merged.discriminator.clone();
        let tags = discriminator.as_ref().and_then(|discriminator| {
            let tags = self.tags(&named, discriminator, None)?;
            Some((discriminator.property, tags))
        });
        let words = self.words_of_branches(&group.at);
        let mut out = Vec::with_capacity(branches.len());
        for (index, (target, branch)) in named.into_iter().enumerate() {
            let both = match base.says_anything_beyond_object() {
                true => self.spread_over(base, group, branch),
                false => branch.clone(),
            };
            let name = target.as_ref().and_then(|at| at.last());
            let word = match name {
                Some(name) => name.into_owned(),
                None => {
                    let listed = place_in(group, branch);
                    let word = listed.and_then(|index| words.get(index)?.as_ref());
                    word.map_or_else(
                        || format!("Variant{}", index + 1),
                        |word| identifier(&word.text, Case::Camel),
                    )
                }
            };
            // Of several values that tell a branch, the caller chooses one.
            let tag = tags
                .as_ref()
                .and_then(|(property, tags)| match &*tags[index] {
                    [tag] => Some((*property, tag.clone())),
                    _ => None,
                });
            let known = form.word.clone().unwrap_or_default();
            let word = (!is_one).then(|| format!("{known}{word}"));
            out.push(Form {
                word: word.or_else(|| form.word.clone()),
                merged: self.look(&both).as_ref().clone(),
                tag: tag.or_else(|| form.tag.clone()),
            });
        }
        out
    }

    /// A schema less a `null` beside its only other branch: a part that is not there says that.
    pub(super) fn present_schema(&mut self, schema: &Schema<'d>) -> (Schema<'d>, Merged<'d>) {
        let mut schema = schema.clone();
        let mut outer: Option<Merged<'d>> = None;
        for _ in 0..MOST {
            let mut merged = self.look(&schema).as_ref().clone();
            if let Some(outer) = &outer {
                merged.describe(outer);
            }
            let alone = merged.unions.len() == 1 && !merged.beyond_union();
            let branches = match alone {
                true => self.present_branches(&schema),
                false => Vec::new(),
            };
            match <[Schema<'d>; 1]>::try_from(branches) {
                Ok([only]) => {
                    schema = only;
                    outer = Some(merged);
                }
                Err(_) => return (schema, merged),
            }
        }
        let merged = self.look(&schema).as_ref().clone();
        (schema, merged)
    }

    /// The branches of a schema's only union that are not `null`.
    pub(super) fn present_branches(&mut self, schema: &Schema<'d>) -> Vec<Schema<'d>> {
        let merged = self.look(schema);
        let branches = merged.unions.iter().flat_map(|group| &group.branches);
        let branches: Vec<Schema<'d>> = branches.cloned().collect();
        branches
            .into_iter()
            .filter(|it| !self.is_null(it))
            .collect()
    }
}

impl<'d> Merged<'d> {
    /// Takes the notes that stand beside the union of which this is the only branch.
    fn describe(&mut self, outer: &Self) {
        let notes = &mut self.notes;
        notes.title = outer.notes.title.or(notes.title);
        notes.description = outer.notes.description.or(notes.description);
        notes.deprecated |= outer.notes.deprecated;
        notes.read_only |= outer.notes.read_only;
    }

    /// Whether anything but one union and notes is said.
    fn beyond_union(&self) -> bool {
        self.says_anything_beyond_object() || self.types.is_some()
    }
}
