//! What builders have in common: all that is missing or invalid, reported at once.

use super::validate::{At, Validate, Violations};

/// A builder's result, from which of the required properties are missing.
///
/// # Errors
///
/// All that is missing, and all that is invalid.
pub fn build<T: Validate>(
    missing: &[(&'static str, bool)],
    mut violations: Violations,
    value: Option<T>,
) -> Result<T, Violations> {
    for (name, _) in missing.iter().filter(|(_, is_missing)| *is_missing) {
        violations.add(&At::ROOT.key(name), "required", &name, &"nothing");
    }
    if let Some(value) = &value {
        value.check(&At::ROOT, &mut violations);
    }
    match value {
        Some(value) if violations.is_empty() => Ok(value),
        _ => Err(violations),
    }
}
