//! Judges a change, beside the present state of what is to be changed.

use crate::validate::{At, Violations};

/// A type that knows what the document states about a change of a `Current`.
///
/// That the value is valid by itself is for [`Validate`](crate::validate::Validate).
pub trait ValidateAgainst<Current: ?Sized> {
    /// Adds every violation of this value, which stands at `at`, to `out`.
    fn check_against(&self, current: &Current, at: &At<'_>, out: &mut Violations);

    /// Judges this value as a change of the present state.
    ///
    /// # Errors
    ///
    /// All violations found, up to [`Violations::CAP`].
    fn validate_against(&self, current: &Current) -> Result<(), Violations> {
        let mut out = Violations::new();
        self.check_against(current, &At::ROOT, &mut out);
        out.into_result()
    }
}
