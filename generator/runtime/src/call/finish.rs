//! A reply to what its call gives: decoded at once, or, where it is large, where that holds nobody up.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::call::reply::Reply;
use crate::call::response::Response;
use crate::call::{Decode, Decoded};
use crate::error::{Error, TimeLimit};
use crate::platform::{BoxFuture, Instant, apart, within};

/// What a call gives.
pub type Finished<D> = Result<Response<<D as Decode>::Output>, Error<<D as Decode>::Error>>;

/// From how many bytes on decoding is left to a thread that may take its time: less takes a millisecond.
const LARGE: usize = 128 << 10;

/// Until when a call may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    pub(crate) at: Instant,
    /// How long that was when the call began.
    pub(crate) limit: Duration,
}

impl Deadline {
    /// That of a call which began at that time.
    pub(crate) fn of(began: Instant, limit: Duration) -> Option<Self> {
        let at = began.checked_add(limit)?;
        Some(Self { at, limit })
    }

    /// As reading knows it; none where there is another clock than the system's.
    pub(crate) fn instant(self) -> Option<std::time::Instant> {
        #[cfg(not(target_family = "wasm"))]
        return Some(self.at);
        #[cfg(target_family = "wasm")]
        None
    }

    fn is_over(self) -> bool {
        self.at <= Instant::now()
    }
}

/// Decodes a reply: all of a call that depends on its operation's types.
pub fn finish<D: Decode>(reply: Result<Box<Reply>, Error>) -> Finished<D> {
    let mut reply = reply.map_err(Error::widen)?;
    let decoded = match reply.judge_headers(D::check_headers) {
        Ok(()) => D::decode(&mut reply),
        Err(failure) => Decoded::Failed(failure),
    };
    match decoded {
        Decoded::Success(body) => Ok(reply.into_response(body)),
        Decoded::Api(body) => Err(reply.into_api_error(body)),
        Decoded::Undocumented => Err(reply.into_undocumented()),
        Decoded::Failed(failure) => {
            // Decoding gives up once it is too late.
            let ending = Ending::of(&reply);
            match reply.deadline.filter(|deadline| deadline.is_over()) {
                Some(deadline) => Err(ending.late(deadline)),
                None => Err(reply.into_decode_error(*failure)),
            }
        }
    }
}

/// A reply that is decoded.
pub(crate) enum Finishing<D: Decode> {
    Done(Finished<D>),
    Apart(Apart<D>),
}

/// A reply that is decoded elsewhere.
pub(crate) struct Apart<D: Decode> {
    /// What came of it, once it is there.
    finished: Arc<Mutex<Option<Finished<D>>>>,
    /// Ends when it is there, or gives nothing when it is too late.
    ending: BoxFuture<'static, Option<()>>,
    about: Ending,
}

/// What is told of a reply that was not decoded.
struct Ending {
    operation: &'static str,
    attempts: u32,
    deadline: Option<Deadline>,
}

impl<D: Decode> Finishing<D> {
    /// Decodes a reply, or begins to.
    pub(crate) fn begin(reply: Result<Box<Reply>, Error>) -> Self {
        let reply = match reply {
            Ok(reply) if reply.raw.len() > LARGE => reply,
            reply => return Self::Done(finish::<D>(reply)),
        };
        let about = Ending::of(&reply);
        let finished = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&finished);
        let work = Box::new(move || {
            let found = finish::<D>(Ok(reply));
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        });
        let apart = match apart(work) {
            Ok(working) => Apart {
                finished,
                ending: about.wait(working),
                about,
            },
            Err(work) => {
                work();
                return Self::Done(about.take(&finished));
            }
        };
        Self::Apart(apart)
    }
}

impl<D: Decode> Apart<D> {
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Finished<D>> {
        let ending = std::task::ready!(self.ending.as_mut().poll(context));
        Poll::Ready(match (ending, self.about.deadline) {
            (None, Some(deadline)) => Err(self.about.late(deadline)),
            (Some(()) | None, _) => self.about.take(&self.finished),
        })
    }
}

impl Ending {
    fn of(reply: &Reply) -> Self {
        Self {
            operation: reply.operation.id,
            attempts: reply.attempts,
            deadline: reply.deadline,
        }
    }

    /// Waits for what is done elsewhere, until it is too late.
    fn wait(&self, working: BoxFuture<'static, ()>) -> BoxFuture<'static, Option<()>> {
        let deadline = self.deadline;
        Box::pin(async move {
            let left = |deadline: Deadline| deadline.at.saturating_duration_since(Instant::now());
            within(deadline.map(left), pin!(working)).await
        })
    }

    fn take<T, E>(&self, finished: &Mutex<Option<Result<T, Error<E>>>>) -> Result<T, Error<E>> {
        let mut finished = finished.lock().unwrap_or_else(PoisonError::into_inner);
        finished.take().unwrap_or_else(|| {
            Err(Error::Transport {
                operation: self.operation,
                sent: true,
                attempts: self.attempts,
                source: "the async runtime ended before the response was decoded".into(),
            })
        })
    }

    fn late<E>(&self, deadline: Deadline) -> Error<E> {
        Error::Timeout {
            operation: self.operation,
            limit: TimeLimit::Call,
            after: deadline.limit,
            sent: true,
            attempts: self.attempts,
        }
    }
}
