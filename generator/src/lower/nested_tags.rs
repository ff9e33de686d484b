//! The tags of branches that are unions themselves, told apart by the same property: those of their own
//! branches. Those of a base are the tags of its subtypes too.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::Lowerer;
use crate::document::Schema;
use crate::pointer::Pointer;

/// How many unions may stand within each other and be told apart by the tags of the innermost.
const NESTED: usize = 32;

impl<'d> Lowerer<'d> {
    /// All tags of a schema that is a union told apart by this very property: none where its branches are
    /// not told by it after all. `None` where the schema is anything else.
    pub(super) fn nested_tags(
        &mut self,
        schema: &Schema<'d>,
        property: &str,
    ) -> Option<Rc<[String]>> {
        let look = self.look(schema);
        let [group] = look.unions.as_slice() else {
            return None;
        };
        let own = look.discriminator.as_ref();
        let own = own.filter(|discriminator| discriminator.property == property);
        let key = (self.origin(schema), property.to_owned());
        if let Some(known) = self.looks.tags.known.get(&key) {
            return known.clone();
        }
        // One that is asked for its own tags again has none, and one too deep within others.
        let untold = own.is_some().then(|| Rc::from([]));
        if self.looks.tags.depth == NESTED {
            return untold;
        }
        self.looks.tags.known.insert(key.clone(), untold.clone());
        self.looks.tags.depth += 1;
        let stated = group.branches.iter().filter(|branch| !self.is_null(branch));
        let branches: Vec<Schema<'d>> = stated.cloned().collect();
        let tags = match own {
            Some(discriminator) => {
                let named: Vec<_> = branches
                    .iter()
                    .map(|branch| (self.pure_reference(branch), branch))
                    .collect();
                let mut tags = self.tags(&named, discriminator, None);
                if let Some(tags) = &mut tags {
                    self.add_subtypes(tags, &named, property);
                }
                tags
            }
            None => self.listed_by_all(&branches, property),
        };
        self.looks.tags.depth -= 1;
        let tags = tags.map(|tags| tags.into_iter().flatten().collect());
        let tags = tags.or(untold);
        self.looks.tags.known.insert(key, tags.clone());
        tags
    }

    /// What each of these lists for a property, where all of them do.
    fn listed_by_all(
        &mut self,
        branches: &[Schema<'d>],
        property: &str,
    ) -> Option<Vec<Vec<String>>> {
        let mut all = Vec::with_capacity(branches.len());
        for branch in branches {
            all.push(match self.nested_tags(branch, property) {
                Some(inner) => inner.to_vec(),
                None => self.constants_of(branch, property)?,
            });
        }
        Some(all)
    }

    /// Adds to the tags of each schema that is a base of others those of its subtypes, unless they are
    /// another's.
    pub(super) fn add_subtypes(
        &mut self,
        tags: &mut [Vec<String>],
        schemas: &[(Option<Pointer>, &Schema<'d>)],
        property: &str,
    ) {
        if self.hierarchy.is_empty() || self.options.exact {
            return;
        }
        let mut known: BTreeSet<String> = tags.iter().flatten().cloned().collect();
        for ((target, _), tags) in schemas.iter().zip(tags) {
            let found = target
                .as_ref()
                .and_then(|at| self.tags_of_subtypes(at, property));
            for tag in found.into_iter().flatten().flatten() {
                if known.insert(tag.clone()) {
                    tags.push(tag);
                }
            }
        }
    }

    /// The tags of the subtypes of a base at a place.
    fn tags_of_subtypes(&mut self, at: &Pointer, property: &str) -> Option<Vec<Vec<String>>> {
        let subtypes = self.hierarchy.subtypes(at)?.to_vec();
        let base = self.document.schema_at(at)?;
        let discriminator = self.look(&base).discriminator.clone()?;
        if discriminator.property != property || !self.may_write(subtypes.len()) {
            return None;
        }
        let common = self.listed_for(&base, property);
        let schemas = subtypes.iter().map(|at| self.document.schema_at(at));
        let schemas: Vec<Schema<'d>> = schemas.collect::<Option<_>>()?;
        let named: Vec<_> = subtypes.into_iter().map(Some).zip(&schemas).collect();
        self.tags(&named, &discriminator, common.as_deref())
    }
}
