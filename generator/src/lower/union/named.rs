//! The branches of a union to the variants that they are called.

use super::kinds::plain_name;
use crate::document::Schema;
use crate::ir::{Name, Shape};
use crate::lower::Lowerer;
use crate::lower::all_of::Group;
use crate::lower::name::{Case, Scope, identifier};
use crate::lower::words::{Rank, Word};
use crate::reserved;

impl<'d> Lowerer<'d> {
    /// The names of a union's branches, in their order. What says more of a branch is named first.
    pub(super) fn names_of_branches(
        &self,
        group: &Group<'d>,
        schemas: &[Schema<'d>],
        shapes: &[Shape],
        tags: &[Vec<String>],
    ) -> Vec<Name> {
        let words = self.words_of_branches(&group.at);
        let mut branches: Vec<Asking> = Vec::with_capacity(schemas.len());
        for (index, (schema, shape)) in schemas.iter().zip(shapes).enumerate() {
            let listed = place_in(group, schema);
            let word = listed.and_then(|index| words.get(index)?.as_ref());
            let number = listed.unwrap_or(index) + 1;
            branches.push(Asking::new(group, number, word, shape, &tags[index]));
        }
        let mut order: Vec<usize> = (0..branches.len()).collect();
        order.sort_by_key(|&index| branches[index].rank);
        let mut scope = Scope::reserving(reserved::VARIANTS);
        let chosen = schemas.iter().map(|schema| {
            let at = &schema.parts.last()?.at;
            let name = self.chosen.name(at, Case::Camel)?;
            Some(scope.take(name, Case::Camel))
        });
        let mut names: Vec<Option<Name>> = chosen.collect();
        for index in order {
            names[index].get_or_insert_with(|| branches[index].take(&mut scope));
        }
        names.into_iter().flatten().collect()
    }
}

/// Where a union lists a branch, which may be combined with what stands beside the union.
pub(in crate::lower) fn place_in(group: &Group<'_>, schema: &Schema<'_>) -> Option<usize> {
    let at = &schema.parts.last()?.at;
    let is_listed = at.parent()? == group.at;
    at.last()?.parse().ok().filter(|_| is_listed)
}

/// What a branch may be called, from what says the most to what says the least.
struct Asking {
    rank: Rank,
    identifiers: Vec<String>,
}

impl Asking {
    fn new(
        group: &Group<'_>,
        number: usize,
        word: Option<&Word>,
        shape: &Shape,
        tags: &[String],
    ) -> Self {
        let below = |rank| word.filter(|word| word.rank < rank);
        let text = |word: &Word| word.text.clone();
        let said = below(Rank::Tag).map(text);
        let told = below(Rank::Kind).map(text);
        let kind = plain_name(&shape.ty).map(str::to_owned);
        let names = [said, tags.first().cloned(), told, kind, word.map(text)];
        let names = names.into_iter().flatten();
        let mut identifiers: Vec<_> = names.map(|name| identifier(&name, Case::Camel)).collect();
        if identifiers.is_empty() {
            let keyword = match group.exactly_one {
                true => "Variant",
                false => "Option",
            };
            identifiers.push(format!("{keyword}{number}"));
        }
        Self {
            rank: word.map_or(Rank::Finer, |word| word.rank),
            identifiers,
        }
    }

    /// Takes the first name that is free, or the first of all with a number.
    fn take(&self, scope: &mut Scope) -> Name {
        let mut free = self.identifiers.iter();
        let free = free.find_map(|one| scope.take_free(one, Case::Camel));
        free.unwrap_or_else(|| scope.take(&self.identifiers[0], Case::Camel))
    }
}
