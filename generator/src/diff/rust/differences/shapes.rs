//! Two shapes of one part to where they differ: as deep as the part itself is written.

use crate::emit::TakenKind;
use crate::ir::{Shape, Type, TypeId};

use super::{Aspect, Differences};

impl Differences<'_> {
    pub(super) fn shape(&mut self, old: &Shape, new: &Shape) {
        let places = (Some(&old.source), Some(&new.source));
        if old.nullable != new.nullable {
            self.schema(Aspect::Null, places.0, places.1);
        }
        match (&old.ty, &new.ty) {
            (Type::List(was), Type::List(is)) | (Type::Map(was), Type::Map(is)) => {
                self.shape(was, is);
            }
            (Type::Tuple(was), Type::Tuple(is)) if was.len() == is.len() => {
                for (was, is) in was.iter().zip(is) {
                    self.shape(was, is);
                }
            }
            (was, is) => match (was.id(), is.id()) {
                (Some(was), Some(is)) => {
                    let names = [&self.types.old[was].name, &self.types.new[is].name];
                    let are_boxed = [&old.ty, &new.ty].map(|ty| matches!(ty, Type::Boxed(_)));
                    if names[0] != names[1] || are_boxed[0] != are_boxed[1] {
                        let names = names.map(|name| name.as_str().to_owned());
                        self.schema(Aspect::Name, places.0, places.1);
                        if let Some(difference) = self.found.last_mut() {
                            difference.names = names.to_vec();
                        }
                    } else {
                        self.taken((was, &old.ty), (is, &new.ty));
                    }
                }
                (None, None) if was == is => {}
                _ => self.schema(Aspect::Kind, places.0, places.1),
            },
        }
    }

    /// What setters take for a type that is called the same on both sides, but may be another name of others.
    fn taken(&mut self, (was, old): (TypeId, &Type), (is, new): (TypeId, &Type)) {
        use TakenKind::{Into, Items, Plain};
        let types = self.types;
        match (TakenKind::of(types.old, old), TakenKind::of(types.new, new)) {
            (Plain, Plain) | (Into, Into) => {}
            (Items(old, _), Items(new, _)) => self.shape(old, new),
            _ => {
                let sources = [&types.old[was].source, &types.new[is].source];
                self.schema(Aspect::Kind, Some(sources[0]), Some(sources[1]));
            }
        }
    }
}
