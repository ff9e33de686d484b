//! A call that a server goes on working at (`202 Accepted`) into a stream of the states that it then tells.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use futures_core::Stream;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::call::finish::finish;
use crate::call::reply::Reply;
use crate::call::response::Response;
use crate::call::{Call, Decode, Parts};
use crate::client::base_url::BaseUrl;
use crate::error::Error;
use crate::json::de;
use crate::page::link::target;
use crate::platform::{BoxError, BoxFuture, sleep};
use crate::send::request::{Request, base_of, expand};
use crate::send::retry::retry_after;
use crate::send::{Exchanged, Read};
use crate::validate::Validate;

/// Where a server tells how far it is, in place of what will be there in the end.
const MONITORS: [&str; 2] = ["operation-location", "azure-asyncoperation"];

/// How often a server is asked at most, unless a program says otherwise.
const TIMES: u32 = 1000;

/// The pause before the first question, which doubles with each, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// The longest pause that a server may ask for.
const LONGEST: Duration = Duration::from_secs(600);

/// Words that say, without regard to case and separators, that a server is still at it.
const GOING_ON: [&str; 18] = [
    "accepted",
    "creating",
    "deleting",
    "enqueued",
    "inprogress",
    "notstarted",
    "pending",
    "processing",
    "provisioning",
    "queued",
    "running",
    "scheduled",
    "started",
    "starting",
    "submitted",
    "updating",
    "waiting",
    "working",
];

/// Words that say that it is over, well or not.
const OVER: [&str; 20] = [
    "aborted",
    "canceled",
    "cancelled",
    "complete",
    "completed",
    "done",
    "error",
    "errored",
    "expired",
    "failed",
    "failure",
    "finished",
    "rejected",
    "stopped",
    "succeeded",
    "success",
    "successful",
    "terminated",
    "timedout",
    "timeout",
];

/// The states of what a call began, each asked for when it is wanted and as late as the server likes. It ends with
/// the state that says that it is over, or after the first error.
///
/// A server is asked at `Operation-Location`, `Azure-AsyncOperation` or `Location`, on its own origin or on a server
/// that the client trusts, since credentials go there. It is still at it as long as it answers `202`, or with a body
/// whose `status`, `state` or `done` says so.
///
/// ```
/// use faircopy_runtime::call::Decode;
/// use faircopy_runtime::error::Error;
/// use faircopy_runtime::poll::Polling;
///
/// async fn follow<D: Decode>(
///     mut states: Polling<D, serde_json::Value>,
/// ) -> Result<(), Error<D::Error>> {
///     while let Some(state) = states.next().await {
///         println!("{:?}", state?.into_body());
///     }
///     Ok(())
/// }
/// ```
#[must_use = "nothing is sent until a state is asked for"]
pub struct Polling<D: Decode, T> {
    /// None after the last state.
    asker: Option<Box<Asker>>,
    asking: Option<BoxFuture<'static, (Box<Asker>, Exchanged)>>,
    is_last: Option<IsLast<T>>,
    types: PhantomData<fn() -> D>,
}

/// What a program knows of a state.
type IsLast<T> = Box<dyn Fn(&T) -> bool + Send + Sync>;

/// What comes of a question: a state, which has no body where the server sent none.
type State<D, T> = Result<Response<Option<T>>, Error<<D as Decode>::Error>>;

impl<D: Decode, T> Unpin for Polling<D, T> {}

impl<D: Decode, T: de::Decode + Validate> Polling<D, T> {
    pub fn new(call: Call) -> Self {
        Self {
            asker: Some(Box::new(Asker::new(call.into_parts()))),
            asking: None,
            is_last: None,
            types: PhantomData,
        }
    }

    /// Pauses for that long where the server does not say how long; otherwise for a second at first, then longer.
    pub fn every(mut self, pause: Duration) -> Self {
        if let Some(asker) = &mut self.asker {
            asker.pause = (pause, pause);
        }
        self
    }

    /// Asks that often at most, and gives an error then; 1,000 times otherwise.
    pub fn at_most(mut self, times: u32) -> Self {
        if let Some(asker) = &mut self.asker {
            asker.left = times;
        }
        self
    }

    /// Ends at the state of which that is so, and with a body at no other.
    pub fn until(mut self, is_last: impl Fn(&T) -> bool + Send + Sync + 'static) -> Self {
        self.is_last = Some(Box::new(is_last));
        self
    }

    /// The next state, or `None` after the last.
    pub async fn next(&mut self) -> Option<State<D, T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The last state, which may be a failure in the server's words.
    ///
    /// # Errors
    ///
    /// The first that comes.
    pub async fn last(mut self) -> State<D, T> {
        let mut last = None;
        while let Some(state) = self.next().await {
            last = Some(state?);
        }
        // What was asked to its end before has no state any more.
        last.ok_or_else(|| Error::Poll {
            operation: "",
            source: "all states were given before".into(),
        })
    }

    /// What a reply says, and whether more is to come. A reply that only begins is no state.
    fn read(&self, asker: &mut Asker, mut reply: Box<Reply>) -> Option<State<D, T>> {
        let is_first = std::mem::take(&mut asker.is_first);
        let is_answer = reply.status.is_success() || reply.status == StatusCode::SEE_OTHER;
        if !is_answer {
            asker.at = None;
            return Some(match is_first {
                true => match finish::<D>(Ok(reply)) {
                    Ok(other) => Ok(other.map(|_| None)),
                    Err(error) => Err(error),
                },
                false => Err(reply.into_undocumented()),
            });
        }
        let goes_on = match asker.turn(&reply, is_first) {
            Ok(goes_on) => goes_on,
            Err(source) => {
                asker.at = None;
                return Some(Err(asker.refused(source)));
            }
        };
        if goes_on && (is_first || reply.status == StatusCode::SEE_OTHER) {
            return None;
        }
        let state = match reply.state::<T>() {
            Ok(state) => state,
            Err(failure) => {
                asker.at = None;
                return Some(Err(reply.into_decode_error(*failure)));
            }
        };
        let known = state.as_ref().zip(self.is_last.as_ref());
        let is_last = known.map_or(!goes_on, |(state, is_last)| is_last(state));
        if is_last {
            asker.at = None;
        }
        Some(Ok(reply.into_response(state)))
    }
}

impl<D: Decode, T: de::Decode + Validate> Stream for Polling<D, T> {
    type Item = State<D, T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let asking = match (&mut this.asking, this.asker.take()) {
                (Some(asking), _) => asking,
                (None, None) => return Poll::Ready(None),
                (None, Some(asker)) => this.asking.insert(Box::pin(asker.ask())),
            };
            let (mut asker, reply) = std::task::ready!(asking.as_mut().poll(context));
            this.asking = None;
            let state = match reply {
                Ok(reply) => this.read(&mut asker, reply),
                Err(error) => {
                    asker.at = None;
                    Some(Err(error.widen()))
                }
            };
            let goes_on = asker.at.is_some();
            if goes_on {
                this.asker = Some(asker);
            }
            if state.is_some() || !goes_on {
                return Poll::Ready(state);
            }
        }
    }
}

impl<D: Decode, T> fmt::Debug for Polling<D, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Polling").finish_non_exhaustive()
    }
}

/// Who asks: all that does not depend on types.
struct Asker {
    /// The call that begins, and then what questions have of it.
    call: Box<Parts>,
    is_first: bool,
    /// The path and query to ask at; none after the last state.
    at: Option<(String, Vec<String>)>,
    /// Whether that place tells how far the server is, rather than what will be there.
    is_monitor: bool,
    /// Whether the server said that the next answer is what came of it.
    is_result: bool,
    /// How often it may still ask.
    left: u32,
    /// The next pause, and the longest.
    pause: (Duration, Duration),
    /// What the server asked for.
    wait: Duration,
}

impl Asker {
    fn new(call: Box<Parts>) -> Self {
        Self {
            call,
            is_first: true,
            at: None,
            is_monitor: false,
            is_result: false,
            left: TIMES,
            pause: PAUSES,
            wait: Duration::ZERO,
        }
    }

    /// Sends the call, or a question after its pause.
    async fn ask(mut self: Box<Self>) -> (Box<Self>, Exchanged) {
        if self.is_first {
            let question = self.question();
            let call = std::mem::replace(&mut self.call, question);
            let reply = exchange(call).await;
            return (self, reply);
        }
        let Some(left) = self.left.checked_sub(1) else {
            let error = self.refused("it was asked as often as it may be, and is not over".into());
            return (self, Err(error));
        };
        self.left = left;
        sleep(self.wait).await;
        let mut question = self.question();
        question.options.target.clone_from(&self.at);
        let reply = exchange(question).await;
        (self, reply)
    }

    /// A question to the server of the call, as whom the call was sent.
    fn question(&self) -> Box<Parts> {
        let mut question = Call::new(self.call.client.clone(), self.call.operation).into_parts();
        question.options = self.call.options.clone();
        question.options.has_idempotency_key = false;
        question.options.is_question = true;
        question.path.clone_from(&self.call.path);
        let accept = HeaderValue::from_static("application/json, */*;q=0.5");
        question.headers.insert(header::ACCEPT, accept);
        question
    }

    /// Notes where and when to ask next; whether there is more to ask.
    fn turn(&mut self, reply: &Reply, is_first: bool) -> Result<bool, BoxError> {
        let was_result = std::mem::take(&mut self.is_result);
        self.rest(&reply.headers);
        let monitor = MONITORS.iter().find_map(|name| text(&reply.headers, name));
        let place = text(&reply.headers, header::LOCATION.as_str());
        if reply.status == StatusCode::SEE_OTHER {
            let place = place.ok_or("it says that there is something to see, and not where")?;
            self.at = Some(self.target(place)?);
            self.is_result = true;
            self.wait = Duration::ZERO;
            return Ok(true);
        }
        if was_result {
            return Ok(false);
        }
        let is_accepted = reply.status == StatusCode::ACCEPTED;
        if is_first || is_accepted {
            let place = place.filter(|_| is_accepted);
            if let Some(found) = monitor.or(place.filter(|_| !self.is_monitor)) {
                self.is_monitor |= monitor.is_some();
                self.at = Some(self.target(found)?);
            }
        }
        if is_first || self.at.is_none() {
            return Ok(self.at.is_some());
        }
        Ok(is_accepted || goes_on(&reply.raw).unwrap_or(self.is_monitor && has_word(&reply.raw)))
    }

    /// How long to pause before the next question.
    fn rest(&mut self, headers: &HeaderMap) {
        let (pause, longest) = self.pause;
        self.wait = match retry_after(headers, SystemTime::now()) {
            Some(asked) => asked.min(LONGEST),
            None => {
                self.pause.0 = pause.saturating_mul(2).min(longest);
                pause
            }
        };
    }

    /// A link as a path and a query on the server of the call, or on one that the client trusts.
    fn target(&mut self, link: &str) -> Result<(String, Vec<String>), BoxError> {
        let call = &mut self.call;
        let base = base_of(&call.client, call.operation, call.options.server.clone())?;
        let from = match &self.at {
            Some((path, _)) => path.clone(),
            None => {
                let mut path = base.path().to_owned();
                expand(call.operation.path, &call.path, &mut path)?;
                path
            }
        };
        let refused = match target(&base, &from, link) {
            Ok(target) => return Ok(target),
            Err(refused) => refused,
        };
        let trusted: Vec<BaseUrl> = call.client.0.trusted.clone();
        for other in trusted {
            if let Ok(target) = target(&other, &from, link) {
                call.options.server = Some(other);
                return Ok(target);
            }
        }
        Err(refused)
    }

    fn refused<E>(&self, source: BoxError) -> Error<E> {
        Error::Poll {
            operation: self.call.operation.id,
            source,
        }
    }
}

async fn exchange(call: Box<Parts>) -> Exchanged {
    Request::of(call)?.send(Read::Always).await
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then_some(text)
}

/// What a body says of how far the server is, if it says so in words that are known.
fn goes_on(raw: &[u8]) -> Option<bool> {
    let body: serde_json::Value = serde_json::from_slice(raw).ok()?;
    if let Some(done) = body.get("done").and_then(serde_json::Value::as_bool) {
        return Some(!done);
    }
    let word = word(&body)?;
    if GOING_ON.binary_search(&word.as_str()).is_ok() {
        return Some(true);
    }
    OVER.binary_search(&word.as_str()).ok().map(|_| false)
}

/// Whether a body has a word of how far the server is, be it one that is known or not.
fn has_word(raw: &[u8]) -> bool {
    serde_json::from_slice(raw).is_ok_and(|body| word(&body).is_some())
}

fn word(body: &serde_json::Value) -> Option<String> {
    let places = ["/status", "/state", "/properties/provisioningState"];
    let mut found = places.iter().filter_map(|at| body.pointer(at)?.as_str());
    let letters = found.next()?.chars().filter(|c| c.is_alphanumeric());
    Some(letters.flat_map(char::to_lowercase).collect())
}

/// Gives a call's type at which a server may go on working, `struct StartExport(Call)`, a stream of the states.
///
/// `runtime` must be in scope where it is used.
#[doc(hidden)]
#[macro_export]
macro_rules! __polling {
    ($name:ident) => {
        impl $name {
            /// Sends it, and gives the states of what it began until that is over: a stream of what the server
            /// answers at the `Operation-Location` or `Location` of its `202`, each as a `T`.
            #[inline]
            pub fn polling<T>(self) -> runtime::poll::Polling<Self, T>
            where
                T: runtime::json::de::Decode + runtime::validate::Validate,
            {
                runtime::poll::Polling::new(self.0)
            }
        }
    };
}
#[doc(hidden)]
pub use __polling as polling;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order() {
        assert!(GOING_ON.is_sorted() && OVER.is_sorted());
    }

    #[test]
    fn bodies_say_how_far_a_server_is() {
        let said = [
            (r#"{"status":"In-Progress"}"#, Some(true)),
            (r#"{"state":"timed_out"}"#, Some(false)),
            (
                r#"{"properties":{"provisioningState":"Creating"}}"#,
                Some(true),
            ),
            (r#"{"done":false,"status":"done"}"#, Some(true)),
            (r#"{"status":"purple"}"#, None),
            (r#"{"status":7}"#, None),
            ("[]", None),
            ("", None),
        ];
        for (body, expected) in said {
            assert_eq!(goes_on(body.as_bytes()), expected, "{body}");
        }
        assert!(has_word(br#"{"status":"purple"}"#));
    }
}
