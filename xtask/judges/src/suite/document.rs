//! Groups to one OpenAPI document with a component for each, in the words of
//! OpenAPI; and which groups no OpenAPI document can state.

mod rewrite;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::group::Group;

/// The drafts that versions of OpenAPI are built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Draft {
    /// As OpenAPI 3.0.
    #[value(name = "4")]
    Four,
    /// As OpenAPI 3.1.
    #[value(name = "2020-12")]
    TwentyTwelve,
}

impl Draft {
    /// As the command spells it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Four => "4",
            Self::TwentyTwelve => "2020-12",
        }
    }

    /// The suite's folder.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Four => "draft4",
            Self::TwentyTwelve => "draft2020-12",
        }
    }

    fn openapi(self) -> &'static str {
        match self {
            Self::Four => "3.0.3",
            Self::TwentyTwelve => "3.1.0",
        }
    }
}

/// Why OpenAPI cannot state a schema. There are no other reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    /// A reference to another document.
    RemoteReference,
    /// `$dynamicRef` that crosses from one `$id` to another.
    DynamicReferenceAcrossDocuments,
    /// `$vocabulary`, in a metaschema.
    Vocabulary,
    /// A keyword or a form of one that OpenAPI 3.0 forbids.
    ForbiddenIn30,
}

impl Reason {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::RemoteReference => "remote reference",
            Self::DynamicReferenceAcrossDocuments => "$dynamicRef across documents",
            Self::Vocabulary => "$vocabulary",
            Self::ForbiddenIn30 => "a draft-4 form that OpenAPI 3.0 forbids",
        }
    }
}

/// The document, and the component that stands for each group.
pub(super) struct Document {
    pub(super) draft: Draft,
    pub(super) components: Map<String, Value>,
    /// Groups that no OpenAPI document can state.
    pub(super) inexpressible: BTreeMap<usize, Reason>,
    /// The others, and their components.
    pub(super) names: BTreeMap<usize, String>,
}

impl Document {
    pub(super) fn new(groups: &[Group], draft: Draft) -> Self {
        let mut document = Self {
            draft,
            components: Map::new(),
            inexpressible: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for (index, group) in groups.iter().enumerate() {
            let name = format!("Case{index:03}");
            match rewrite::components(&group.schema, &name, draft) {
                Ok(components) => {
                    document.components.extend(components);
                    document.names.insert(index, name);
                }
                Err(reason) => {
                    document.inexpressible.insert(index, reason);
                }
            }
        }
        document
    }

    /// The document less the groups that a generator refused.
    pub(super) fn value(&self) -> Value {
        json!({
            "openapi": self.draft.openapi(),
            "info": { "title": "JSON Schema Test Suite", "version": "1" },
            "paths": {},
            "components": { "schemas": self.components },
        })
    }

    /// The group whose component a JSON pointer leads into.
    pub(super) fn group_at(&self, pointer: &str) -> Option<usize> {
        let rest = pointer.strip_prefix("/components/schemas/Case")?;
        rest.get(..3)?.parse().ok()
    }

    /// Leaves a group out.
    pub(super) fn remove(&mut self, index: usize) {
        let prefix = format!("Case{index:03}");
        self.names.remove(&index);
        self.components.retain(|name, _| !name.starts_with(&prefix));
    }
}
