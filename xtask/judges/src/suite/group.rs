//! The suite's files to groups: a schema, and data with the suite's verdicts.

use std::path::Path;

use serde_json::Value;

use super::document::Draft;

/// A schema and what is asked about it.
pub(super) struct Group {
    /// The file, without `.json`.
    pub(super) file: String,
    /// What the group is about.
    pub(super) description: String,
    /// The schema.
    pub(super) schema: Value,
    /// The data.
    pub(super) tests: Vec<Test>,
}

/// A datum and whether it is valid.
pub(super) struct Test {
    pub(super) description: String,
    pub(super) data: Value,
    pub(super) valid: bool,
}

/// Reads a draft's required files, in the order of their names; `only` is the name of one.
pub(super) fn read(dir: &Path, draft: Draft, only: Option<&str>) -> Result<Vec<Group>, String> {
    let folder = dir.join("tests").join(draft.folder());
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let name = name.to_string_lossy();
        names.extend(name.strip_suffix(".json").map(str::to_owned));
    }
    names.retain(|name| only.is_none_or(|only| only == name));
    names.sort_unstable();
    let mut groups = Vec::new();
    for name in names {
        let path = folder.join(format!("{name}.json"));
        let text = std::fs::read_to_string(&path).map_err(failed)?;
        let read: Value =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        for group in read.as_array().into_iter().flatten() {
            let tests = group["tests"].as_array();
            groups.push(Group {
                file: name.clone(),
                description: text_of(&group["description"]),
                schema: group["schema"].clone(),
                tests: tests.into_iter().flatten().map(test).collect(),
            });
        }
    }
    Ok(groups)
}

fn test(value: &Value) -> Test {
    Test {
        description: text_of(&value["description"]),
        data: value["data"].clone(),
        valid: value["valid"].as_bool().unwrap_or_default(),
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
