//! What differs between native targets and wasm: boxed futures, the clock, waiting.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use futures_core::Stream;

#[cfg(not(target_family = "wasm"))]
pub use std::time::Instant;
#[cfg(target_family = "wasm")]
pub use web_time::Instant;

/// An error of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A boxed future, `Send` except on wasm.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
#[cfg(target_family = "wasm")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A boxed stream, `Send` except on wasm.
#[cfg(not(target_family = "wasm"))]
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;
#[cfg(target_family = "wasm")]
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T>>>;

/// `Send` where threads exist; nothing on wasm, where the browser's handles stay on one thread.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_family = "wasm"))]
impl<T: Send + ?Sized> MaybeSend for T {}
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}
#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// What is done elsewhere, `Send` except on wasm.
#[cfg(not(target_family = "wasm"))]
pub type Work = Box<dyn FnOnce() + Send>;
#[cfg(target_family = "wasm")]
pub type Work = Box<dyn FnOnce()>;

/// Does something on a thread that may take its time; hands it back where there is none.
#[cfg(not(target_family = "wasm"))]
pub fn apart(work: Work) -> Result<BoxFuture<'static, ()>, Work> {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return Err(work);
    };
    let working = runtime.spawn_blocking(work);
    Ok(Box::pin(async move {
        match working.await {
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            // The other error is that the runtime ends.
            Ok(()) | Err(_) => {}
        }
    }))
}

/// Does something on a thread that may take its time; hands it back, since there is none.
#[cfg(target_family = "wasm")]
pub fn apart(work: Work) -> Result<BoxFuture<'static, ()>, Work> {
    Err(work)
}

/// Waits for `duration`.
pub fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    #[cfg(not(target_family = "wasm"))]
    return Box::pin(tokio::time::sleep(duration));
    #[cfg(target_family = "wasm")]
    return Box::pin(gloo_timers::future::sleep(duration));
}

/// What `future` gives, or `None` once `limit` has passed; no limit waits for as long as it takes.
///
/// The future is borrowed, since each time that one is moved into another, that gets larger by twice its size.
pub async fn within<T>(
    limit: Option<Duration>,
    future: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    within_moving(limit, None, future).await
}

/// What `future` gives, or `None` once nothing has moved for as long as `limit`.
pub async fn within_moving<T>(
    limit: Option<Duration>,
    moves: Option<&Moves>,
    mut future: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    // Much is there at once, and needs no alarm.
    let mut alarm = None;
    let mut seen = 0;
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let Some(limit) = limit else {
            return Poll::Pending;
        };
        loop {
            let waiting = alarm.get_or_insert_with(|| sleep(limit));
            std::task::ready!(waiting.as_mut().poll(context));
            let moved = moves.map_or(0, |moves| moves.0.load(Ordering::Relaxed));
            if moved == seen {
                return Poll::Ready(None);
            }
            seen = moved;
            alarm = None;
        }
    })
    .await
}

/// Counts how often something moved, for those who wait for it to stand still.
#[derive(Debug, Clone, Default)]
pub struct Moves(Arc<AtomicU64>);

impl Moves {
    pub fn moved(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
