//! Work on as many threads as the machine runs at once.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

/// With fewer items for it than this, a thread costs more than it saves.
const WORTH_A_THREAD: usize = 4;

/// What another thread has worked out. A panic of it is a bug, which must not be hidden.
pub(crate) fn joined<T>(other: ScopedJoinHandle<'_, T>) -> T {
    other
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Whether all is done on the thread that asks for it.
static ONE_THREAD: AtomicBool = AtomicBool::new(false);

/// From now on all work is done on the thread that asks for it, where it can be counted.
pub fn one_thread() {
    ONE_THREAD.store(true, Ordering::Relaxed);
}

/// What becomes of each item, in their order, whatever the number of threads that take them in turns.
pub(crate) fn each<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let most = match ONE_THREAD.load(Ordering::Relaxed) {
        true => 1,
        false => items.len() / WORTH_A_THREAD,
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    on_threads(threads.min(most), items, work)
}

fn on_threads<I: Sync, T: Send>(
    threads: usize,
    items: &[I],
    work: impl Fn(&I) -> T + Sync,
) -> Vec<T> {
    if threads < 2 {
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
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for other in others {
            done.extend(joined(other));
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items_on_any_number_of_threads() {
        let items: Vec<usize> = (0..100).collect();
        let expected: Vec<usize> = items.iter().map(|item| item * item).collect();
        for threads in [0, 1, 2, 3, 8, 200] {
            assert_eq!(on_threads(threads, &items, |item| item * item), expected);
        }
        assert_eq!(each(&items, |item| item * item), expected);
        assert!(each(&items[..0], |item| item * item).is_empty());
    }

    #[test]
    #[should_panic(expected = "item 37")]
    fn a_panic_on_any_thread_is_not_hidden() {
        let items: Vec<usize> = (0..100).collect();
        on_threads(4, &items, |item| assert_ne!(*item, 37, "item {item}"));
    }
}
