//! Work on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

/// With fewer items than this, a thread costs more than it saves.
const WORTH_A_THREAD: usize = 8;

/// What another thread has worked out. A panic of it is a bug, which must not be hidden.
pub(crate) fn joined<T>(other: ScopedJoinHandle<'_, T>) -> T {
    other
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// What becomes of each item, in their order; two threads take them in turns.
pub(crate) fn each<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    if items.len() < WORTH_A_THREAD {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((index, item)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|item| (index, item))
        } {
            done.push((index, work(item)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let other = scope.spawn(take);
        let mut done = take();
        done.extend(joined(other));
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
