//! ECMA-262 patterns → the engine that runs them.

use crate::ir::{Engine, Pattern};

/// Translates a pattern.
pub fn translate(source: &str) -> Result<Pattern, String> {
    let translated =
        jsonschema_regex::to_rust_regex(source).map_err(|()| "not understood".to_owned())?;
    Ok(Pattern {
        source: source.to_owned(),
        translated: translated.into_owned(),
        engine: Engine::Linear,
    })
}
