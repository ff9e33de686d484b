//! The first blocking calls of a process, all at once. A program of its own, since a process has
//! only one first call.

use std::sync::Barrier;
use std::thread;

use faircopy_runtime::blocking::block_on;
use tokio::runtime::Builder;

#[test]
fn first_calls_at_once_inside_runtimes_share_one_background() {
    const CALLERS: usize = 16;
    let barrier = Barrier::new(CALLERS);
    let call = || {
        let runtime = Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            barrier.wait();
            block_on(async { 1 }).unwrap()
        })
    };
    let total: usize = thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(call)).collect();
        callers.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!(total, CALLERS);
}
