//! Schemas as checks of JSON data, for what no Rust type expresses.

/// All checks, each printed as a function over `&serde_json::Value`.
#[derive(Clone, Debug, Default)]
pub struct Checks(pub Vec<Check>);

/// One schema; its form is filled in by `lower::check`.
#[derive(Clone, Debug, Default)]
pub struct Check {}
