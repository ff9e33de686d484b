//! Which checks note the properties and items that they speak of.

use std::collections::BTreeSet;

use crate::ir::check::{Checks, Sub};

/// The checks that must note what they speak of, because one that asks leads to them.
pub fn noting(checks: &Checks) -> BTreeSet<u32> {
    let checks = checks.0.as_slice();
    let mut noting = BTreeSet::new();
    let mut pending: Vec<u32> = (0..)
        .zip(checks)
        .filter(|(_, check)| check.asks())
        .map(|(index, _)| index)
        .collect();
    while let Some(index) = pending.pop() {
        if noting.insert(index) {
            for assertion in &checks[index as usize].assertions {
                pending.extend(
                    assertion
                        .in_place()
                        .into_iter()
                        .filter_map(|sub| match sub {
                            Sub::Check(next) => Some(next),
                            Sub::Any | Sub::Never => None,
                        }),
                );
            }
        }
    }
    noting
}
