//! What builders have in common: all that is missing or invalid, reported at once.

use super::check;
use super::validate::{At, Validate, Violations};

/// What is invalid in a builder that lacks something; `check` judges what is there.
///
/// A builder that lacks nothing makes a value, and the value is judged as a whole.
pub fn invalid(
    missing: &[(&'static str, bool)],
    check: impl FnOnce(&At<'_>, &mut Violations),
) -> Violations {
    let mut violations = Violations::new();
    if missing.iter().any(|(_, is_missing)| *is_missing) {
        check(&At::ROOT, &mut violations);
    }
    violations
}

/// A builder's result, from which of the required properties are missing, and
/// what is invalid where one is.
///
/// # Errors
///
/// All that is missing, and all that is invalid.
pub fn build<T: Validate>(
    missing: &[(&'static str, bool)],
    invalid: Violations,
    value: Option<T>,
) -> Result<T, Violations> {
    let mut violations = Violations::new();
    for (name, _) in missing.iter().filter(|(_, is_missing)| *is_missing) {
        check::missing(name, &At::ROOT, &mut violations);
    }
    violations.append(invalid);
    if let Some(value) = &value {
        value.check(&At::ROOT, &mut violations);
    }
    match value {
        Some(value) if violations.is_empty() => Ok(value),
        _ => Err(violations),
    }
}
