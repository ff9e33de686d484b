//! `runtime` of the file to where a crate has its support code from.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::config::{Runtime, RuntimeSource};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected `\"copied\"`, `\"shared\"`, `{ path = \"…\" }` or `{ workspace = true }`"
)]
pub(super) enum FileRuntime {
    Named(RuntimeName),
    Path(RuntimePath),
    Workspace(RuntimeWorkspace),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RuntimeName {
    /// A copy of its own of what it uses.
    Copied,
    /// The package `faircopy-runtime`, from a registry.
    Shared,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuntimePath {
    /// The folder of the package `faircopy-runtime`, as seen from the generated crate.
    path: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuntimeWorkspace {
    /// As `[workspace.dependencies]` says.
    workspace: bool,
}

impl Default for FileRuntime {
    fn default() -> Self {
        Self::Named(RuntimeName::Copied)
    }
}

impl From<FileRuntime> for Runtime {
    fn from(runtime: FileRuntime) -> Self {
        let source = match runtime {
            FileRuntime::Named(RuntimeName::Copied) => return Self::Copied,
            // What `workspace = false` asks for is what there is without it.
            FileRuntime::Named(RuntimeName::Shared)
            | FileRuntime::Workspace(RuntimeWorkspace { workspace: false }) => {
                RuntimeSource::Registry
            }
            FileRuntime::Path(RuntimePath { path }) => RuntimeSource::Path(path),
            FileRuntime::Workspace(RuntimeWorkspace { workspace: true }) => {
                RuntimeSource::Workspace
            }
        };
        Self::Shared(source)
    }
}
