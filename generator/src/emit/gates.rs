//! The modules of operations into cargo features of their own, and what stands behind each.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Name};
use crate::manifest;

/// The features of a crate whose tags have some; none for one whose tags have none.
#[derive(Default)]
pub struct Gates {
    features: BTreeMap<Name, String>,
    /// The modules that each module is in, which are needed with it.
    above: BTreeMap<Name, BTreeSet<Name>>,
    /// The modules of operations, any of which needs a module of types.
    shared: BTreeMap<Name, Vec<Name>>,
}

impl Gates {
    /// A feature for each module of operations. Where there is but one, nothing could be left out.
    pub(super) fn of(api: &Api) -> Self {
        let mut above: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
        for operation in &api.operations {
            let parents = &operation.parents;
            for (depth, parent) in parents.iter().enumerate() {
                let outer = parents[..depth].iter().cloned();
                above.entry(parent.clone()).or_default().extend(outer);
            }
            let outer = parents.iter().cloned();
            above
                .entry(operation.module.clone())
                .or_default()
                .extend(outer);
        }
        if above.len() < 2 {
            return Self::default();
        }
        let mut taken = BTreeSet::new();
        let mut features = BTreeMap::new();
        for module in above.keys() {
            let plain = module.plain().replace('_', "-");
            let mut feature = plain.clone();
            // What the crate has features for already is no tag's.
            while manifest::is_feature(&feature) || !taken.insert(feature.clone()) {
                feature.push_str("-operations");
            }
            features.insert(module.clone(), feature);
        }
        Self {
            features,
            above,
            shared: api.shared.clone(),
        }
    }

    /// The feature of a module.
    pub fn feature(&self, module: &Name) -> Option<&str> {
        self.features.get(module).map(String::as_str)
    }

    /// The attribute of what is left out without a module's feature.
    pub fn attribute(&self, module: &Name) -> Option<TokenStream> {
        if let Some(modules) = self.shared.get(module) {
            let features = modules.iter().filter_map(|module| self.feature(module));
            let features: Vec<_> = features.collect();
            return Some(match features.as_slice() {
                [feature] => quote! { #[cfg(feature = #feature)] },
                features => quote! { #[cfg(any(#(feature = #features),*))] },
            });
        }
        let feature = self.feature(module)?;
        Some(quote! { #[cfg(feature = #feature)] })
    }

    /// Each feature, with those that it needs.
    pub(super) fn all(&self) -> BTreeMap<String, Vec<String>> {
        let all = self.features.iter().map(|(module, feature)| {
            let above = self.above.get(module).into_iter().flatten();
            let above = above.filter_map(|module| self.feature(module));
            (feature.clone(), above.map(str::to_owned).collect())
        });
        all.collect()
    }

    /// Whether no module has a feature.
    pub(super) fn is_empty(&self) -> bool {
        self.features.is_empty()
    }
}
