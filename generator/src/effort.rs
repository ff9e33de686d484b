//! How many steps were taken that allocate nothing: those of walks, look-ups and comparisons, which the laws of
//! growth could not see otherwise. They are counted in builds with debug assertions alone.

#[cfg(debug_assertions)]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts so many steps.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) fn spend(steps: usize) {
    #[cfg(debug_assertions)]
    STEPS.with(|taken| taken.set(taken.get().saturating_add(steps as u64)));
    #[cfg(not(debug_assertions))]
    let _ = steps;
}

/// How many steps this thread has taken; 0 in builds that count none.
pub fn spent() -> u64 {
    #[cfg(debug_assertions)]
    return STEPS.with(std::cell::Cell::get);
    #[cfg(not(debug_assertions))]
    return 0;
}
