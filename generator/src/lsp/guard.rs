//! Work that takes no editor's server away, whatever goes wrong in it.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What comes of some work; a panic in it, which would be a bug of ours, in words. What the work was to
/// change must be of no use to anybody then.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        format!("this is a bug: {}", text.unwrap_or("no reason given"))
    })
}

#[test]
fn a_panic_is_put_in_words() {
    assert_eq!(guarded(|| 1), Ok(1));
    let why = |why: &str| Err(format!("this is a bug: {why}"));
    assert_eq!(guarded(|| -> u8 { panic!("a") }), why("a"));
    assert_eq!(guarded(|| -> u8 { panic!("{}", 1) }), why("1"));
}
