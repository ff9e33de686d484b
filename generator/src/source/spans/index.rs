//! The names of an object's members, in order once somebody asks for many of them: of a thousand
//! places in one object each would be looked for among a thousand otherwise.

use std::borrow::Cow;
use std::cell::OnceCell;

/// Objects with fewer members are read through.
const FEW: usize = 16;

/// The numbers of an object's members in the order of their names.
#[derive(Default)]
pub(super) struct Index {
    order: OnceCell<Vec<usize>>,
}

impl Index {
    /// The number of the first of `count` members that is called `wanted`, where `name` says what the
    /// member of a number is called.
    pub(super) fn find<'n>(
        &self,
        count: usize,
        name: impl Fn(usize) -> Cow<'n, str>,
        wanted: &str,
    ) -> Option<usize> {
        if count <= FEW {
            return (0..count).find(|&number| name(number) == wanted);
        }
        let order = self.order.get_or_init(|| {
            let mut order: Vec<usize> = (0..count).collect();
            // Stable, so that the first of several of one name stays the first.
            order.sort_by(|&a, &b| name(a).cmp(&name(b)));
            order
        });
        let found = order.partition_point(|&number| name(number).as_ref() < wanted);
        let number = *order.get(found)?;
        (name(number) == wanted).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn the_first_of_a_name_is_found() {
        for count in [1, FEW, FEW + 1, 3 * FEW] {
            // Each name twice, the later ones first in the alphabet.
            let name = |number: usize| Cow::Owned(format!("n{:04}", (count - number) / 2));
            let index = Index::default();
            for number in 0..count {
                let wanted = name(number);
                let first = (0..count).find(|&other| name(other) == wanted);
                assert_eq!(index.find(count, name, &wanted), first);
            }
            assert_eq!(index.find(count, name, "missing"), None);
            assert_eq!(index.find(count, name, ""), None);
        }
    }

    #[test]
    fn finding_all_reads_names_in_proportion() {
        let read = |count: usize| {
            let reads = Cell::new(0);
            let name = |number: usize| {
                reads.set(reads.get() + 1);
                Cow::Owned(format!("n{number:06}"))
            };
            let index = Index::default();
            for number in 0..count {
                let wanted = format!("n{number:06}");
                assert_eq!(index.find(count, name, &wanted), Some(number));
            }
            reads.get()
        };
        let (few, many) = (read(1000), read(4000));
        assert!(
            many < few * 5,
            "{few} reads for 1000 names, {many} for 4000"
        );
    }
}
