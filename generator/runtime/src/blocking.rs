//! Calls and streams for programs without an async runtime.

#![cfg(all(feature = "blocking", not(target_family = "wasm")))]

use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use crate::call::Call;
use crate::call::reply::Reply;
use crate::error::Error;
use crate::send;

/// Sends a call, and waits for its reply on this thread.
pub fn send(call: Call) -> Result<Box<Reply>, Error> {
    let operation = call.operation().id;
    let reply = Box::pin(send::send(call.into_parts()));
    block_on(reply).unwrap_or_else(|error| {
        Err(Error::Transport {
            operation,
            sent: false,
            attempts: 0,
            source: error.into(),
        })
    })
}

/// A stream as an iterator, each of whose items is waited for on this thread.
///
/// ```no_run
/// use faircopy_runtime::blocking::Iter;
/// use faircopy_runtime::transport::body::Body;
///
/// # fn read(body: Body) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// for chunk in Iter::new(body)? {
///     println!("{} bytes", chunk?.len());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Iter<S> {
    stream: Pin<Box<S>>,
    background: &'static Handle,
}

impl<S: Stream> Iter<S> {
    /// Fails if the thread that waits for the network cannot be started.
    pub fn new(stream: S) -> io::Result<Self> {
        Ok(Self {
            stream: Box::pin(stream),
            background: background()?,
        })
    }
}

impl<S: Stream> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.stream;
        wait(
            self.background,
            poll_fn(|context| stream.as_mut().poll_next(context)),
        )
    }
}

/// Waits for a future on this thread, while a thread in the background waits for the network and the clock.
///
/// Works on a thread of an async runtime too, which it blocks. Fails if the thread in the background cannot be started.
pub fn block_on<F: Future>(future: F) -> io::Result<F::Output> {
    Ok(wait(background()?, future))
}

fn wait<F: Future>(background: &Handle, future: F) -> F::Output {
    let _context = background.enter();
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// The runtime of all blocking calls of the process.
fn background() -> io::Result<&'static Handle> {
    static BACKGROUND: OnceLock<Handle> = OnceLock::new();
    static STARTING: Mutex<()> = Mutex::new(());
    if let Some(handle) = BACKGROUND.get() {
        return Ok(handle);
    }
    let _alone = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = BACKGROUND.get() {
        return Ok(handle);
    }
    let handle = start()?;
    Ok(BACKGROUND.get_or_init(|| handle))
}

/// Starts the thread that a runtime lives on. It is made there, too: dropping one on a thread of
/// another runtime, as a failure would, panics.
fn start() -> io::Result<Handle> {
    let (sender, receiver) = mpsc::channel();
    let run = move || match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            let waits = sender.send(Ok(runtime.handle().clone()));
            // Nobody waits where the thread that asked is gone.
            if waits.is_ok() {
                runtime.block_on(std::future::pending::<()>());
            }
        }
        Err(error) => drop(sender.send(Err(error))),
    };
    let thread = std::thread::Builder::new().name("client".to_owned());
    thread.spawn(run)?;
    receiver.recv().map_err(io::Error::other)?
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
