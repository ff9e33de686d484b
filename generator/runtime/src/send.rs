//! A call into a reply: the one way in which every operation is sent.

pub mod hook;
pub mod request;
pub mod retry;
pub mod trace;

use std::pin::pin;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use crate::call::Parts;
use crate::call::finish::Deadline;
use crate::call::reply::Reply;
use crate::credentials::Tokens;
use crate::error::{Error, TimeLimit, is_transient};
use crate::platform::{BoxFuture, Instant, sleep, within, within_moving};
use crate::send::hook::{Attempt, Outcome};
use crate::send::request::Request;
use crate::send::retry::retry_after;
use crate::stream::chunks::Chunks;
use crate::transport::body::Body;
use crate::transport::reqwest::is_mistrust;
use crate::transport::{About, TransportError};

/// What comes of sending a request.
pub(crate) type Exchanged = Result<Box<Reply>, Error>;

/// Sends a call, and reads the reply unless its caller wants to.
pub(crate) async fn send(call: Box<Parts>) -> Exchanged {
    let mut request = Request::of(call)?;
    let mut reply = request.send(Read::AsDocumented).await?;
    // An event stream that breaks off is opened again, if the request can be sent again.
    if reply.is_streamed() && request.may_repeat && request.body.again().is_some() {
        reply.request = Some(request);
    }
    Ok(reply)
}

/// Sends a call, and gives the response unread.
pub(crate) async fn send_raw(call: Box<Parts>) -> Result<http::Response<Body>, Error> {
    let reply = Request::of(call)?.send(Read::Never).await?;
    let mut response = http::Response::new(reply.stream);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    Ok(response)
}

/// Which responses' bodies are read here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    /// All but those of successes that the operation leaves to its caller.
    AsDocumented,
    Always,
    Never,
}

/// How far a call has come, for whoever ends it.
#[derive(Default)]
struct Progress {
    attempts: u32,
    /// What the last retry took from the budget.
    spent: Option<u32>,
}

/// How an attempt failed, and what that means for another one.
struct Failed {
    error: Error,
    /// Whether the server may have acted on it; `None` if another attempt would fail as well.
    sent: Option<bool>,
}

impl Request {
    /// Sends it as often as needed, within the limit for the whole call.
    pub(crate) async fn send(&mut self, read: Read) -> Exchanged {
        let mut progress = Progress::default();
        let began = Instant::now();
        let (limit, operation) = (self.call_limit, self.operation.id);
        let outcome = within(limit, pin!(self.attempts(read, &mut progress))).await;
        let mut outcome = outcome.unwrap_or_else(|| {
            let attempts = progress.attempts;
            let after = limit.unwrap_or_default();
            Err(Error::Timeout {
                operation,
                limit: TimeLimit::Call,
                after,
                sent: attempts > 0,
                attempts,
            })
        });
        if let Ok(reply) = &mut outcome {
            reply.deadline = limit.and_then(|limit| Deadline::of(began, limit));
        }
        outcome
    }

    async fn attempts(&mut self, read: Read, progress: &mut Progress) -> Exchanged {
        let started = Instant::now();
        let mut refreshed = false;
        loop {
            // A stream can be read once only, so whatever comes of it is final.
            let (mut body, replayable) = match self.body.again() {
                Some(body) => (body, true),
                None => (std::mem::take(&mut self.body), false),
            };
            let mut tokens = Tokens::new();
            let attempt = self.attempt_once(&mut body, &mut tokens, read, progress);
            let outcome = attempt.await;
            let token_refused = refuse_tokens(&outcome, &tokens);
            if replayable && token_refused && !refreshed {
                refreshed = true;
                continue;
            }
            let wait = if replayable {
                self.wait(&outcome, progress)
            } else {
                None
            };
            // A wait that the call does not live to see would only turn an answer into a timeout.
            let wait = wait.filter(|wait| {
                self.call_limit
                    .is_none_or(|limit| started.elapsed().saturating_add(*wait) < limit)
            });
            let Some(wait) = wait else {
                return self.settle(outcome, progress);
            };
            let after_timeout = matches!(&outcome, Err(failed) if failed.error.is_timeout());
            let Some(cost) = self.client.0.budget.take(after_timeout) else {
                return self.settle(outcome, progress);
            };
            progress.spent = Some(cost);
            drop(outcome);
            sleep(wait).await;
        }
    }

    /// How long to wait before another attempt, if there should be one.
    fn wait(&self, outcome: &Result<Box<Reply>, Failed>, progress: &Progress) -> Option<Duration> {
        match outcome {
            Ok(reply) if self.may_repeat && is_transient(reply.status) => self.retry.wait(
                progress.attempts,
                retry_after(&reply.headers, SystemTime::now()),
            ),
            Err(Failed {
                sent: Some(sent), ..
            }) if self.may_repeat || !sent => self.retry.wait(progress.attempts, None),
            _ => None,
        }
    }

    fn settle(&self, outcome: Result<Box<Reply>, Failed>, progress: &Progress) -> Exchanged {
        let reply = outcome.map_err(|failed| failed.error)?;
        if !is_transient(reply.status) {
            self.client.0.budget.pay_back(progress.spent.unwrap_or(1));
        }
        Ok(reply)
    }

    /// Sends it once, with credentials, whose tokens it tells.
    ///
    /// What is large is borrowed here and in what follows, since a future that is given something keeps it twice.
    async fn attempt_once(
        &self,
        body: &mut Body,
        tokens: &mut Tokens,
        read: Read,
        progress: &mut Progress,
    ) -> Result<Box<Reply>, Failed> {
        let operation = self.operation.id;
        let authorized = within(self.attempt_limit, pin!(self.authorize())).await;
        let authorized = authorized.unwrap_or_else(|| Err("getting a token took too long".into()));
        let refuse = |source| Failed::finally(Error::Credentials { operation, source });
        let mut authorization = authorized.map_err(refuse)?;
        *tokens = std::mem::take(&mut authorization.tokens);
        let refuse = |source| Failed::finally(Error::Encode { operation, source });
        let attempt = self.attempt(authorization, progress.attempts + 1);
        let mut attempt = attempt.map_err(refuse)?;
        self.dispatch(&mut attempt, body, read, progress).await
    }

    /// Lets the hooks see an attempt before and after it is exchanged for a reply.
    async fn dispatch(
        &self,
        attempt: &mut Attempt,
        body: &mut Body,
        read: Read,
        progress: &mut Progress,
    ) -> Result<Box<Reply>, Failed> {
        let operation = self.operation.id;
        let hooks = &self.client.0.hooks;
        if !hooks.is_empty() {
            attempt.show(body);
        }
        for hook in hooks {
            let refuse = |source| Failed::finally(Error::Hook { operation, source });
            hook.before(attempt).await.map_err(refuse)?;
        }
        progress.attempts += 1;
        let started = Instant::now();
        let span = trace::span(attempt);
        let outcome = trace::inside(&span, self.exchange(attempt, body, read)).await;
        let response = outcome
            .as_ref()
            .ok()
            .map(|reply| (reply.status, &reply.headers));
        let error = outcome.as_ref().err().map(|failed| &failed.error);
        trace::outcome(&span, response.map(|(status, _)| status), error);
        if !hooks.is_empty() {
            let error = error.map(|error| error as &dyn std::error::Error);
            let seen = Outcome::new(response, error, started.elapsed());
            hooks.iter().for_each(|hook| hook.after(attempt, &seen));
        }
        outcome
    }

    /// An attempt for a reply, within its limit. A streamed body may take longer, as long as it moves.
    async fn exchange(
        &self,
        attempt: &mut Attempt,
        body: &mut Body,
        read: Read,
    ) -> Result<Box<Reply>, Failed> {
        let operation = self.operation.id;
        let attempts = attempt.number;
        let limit = self.attempt_limit;
        let (body, moves) = std::mem::take(body).counted();
        let sending = self.client.0.transport.send(self.outgoing(attempt, body));
        let answer = pin!(self.answer(sending, read, attempts));
        let answer = within_moving(limit, moves.as_ref(), answer).await;
        answer.unwrap_or_else(|| {
            let after = limit.unwrap_or_default();
            Err(Failed::sent(Error::Timeout {
                operation,
                limit: TimeLimit::Attempt,
                after,
                sent: true,
                attempts,
            }))
        })
    }

    fn outgoing(&self, attempt: &mut Attempt, body: Body) -> http::Request<Body> {
        let settings = &self.client.0;
        let mut request = http::Request::new(body);
        *request.method_mut() = attempt.method.clone();
        // Nobody looks at the attempt afterwards but hooks.
        if settings.hooks.is_empty() {
            std::mem::swap(request.uri_mut(), &mut attempt.uri);
            std::mem::swap(request.headers_mut(), &mut attempt.headers);
        } else {
            *request.uri_mut() = attempt.uri.clone();
            *request.headers_mut() = attempt.headers.clone();
        }
        if settings.own_transport {
            let about = About {
                api: settings.api,
                operation: self.operation,
                is_question: self.is_question,
            };
            request.extensions_mut().insert(about);
        }
        request
    }

    async fn answer(
        &self,
        sending: BoxFuture<'static, Result<http::Response<Body>, TransportError>>,
        read: Read,
        attempts: u32,
    ) -> Result<Box<Reply>, Failed> {
        let response = sending.await;
        let (mut reply, mut body) = match response {
            Ok(response) => self.reply(response, attempts),
            Err(failure) => return Err(self.unanswered(failure, attempts)),
        };
        match read {
            Read::Never => reply.stream = body,
            Read::AsDocumented if reply.is_streamed() => reply.stream = body,
            Read::AsDocumented | Read::Always => reply.raw = self.read(&mut body, &reply).await?,
        }
        Ok(reply)
    }

    /// A reply that is not read yet, and its body.
    fn reply(&self, response: http::Response<Body>, attempts: u32) -> (Box<Reply>, Body) {
        let settings = &self.client.0;
        let (parts, body) = response.into_parts();
        let mut reply = Box::new(Reply {
            operation: self.operation,
            status: parts.status,
            headers: parts.headers,
            attempts,
            raw: Bytes::new(),
            is_read: false,
            stream: Body::empty(),
            request: None,
            strict: settings.strict,
            is_made_json: false,
            deadline: None,
            limits: settings.limits,
        });
        hide_cookies(&mut reply.headers);
        (reply, body)
    }

    #[cold]
    fn unanswered(&self, failure: TransportError, attempts: u32) -> Failed {
        let operation = self.operation.id;
        let (sent, source) = (failure.sent, failure.source);
        let mistrusted = is_mistrust(&*source);
        // A transport of the user's own may have limits of its own, of which only this is known.
        let (limit, after) = match sent {
            true => (TimeLimit::Attempt, self.attempt_limit),
            false => (TimeLimit::Connect, self.client.0.limits.connect),
        };
        let error = match after {
            Some(after) if failure.timeout => Error::Timeout {
                operation,
                limit,
                after,
                sent,
                attempts,
            },
            _ => Error::Transport {
                operation,
                sent,
                attempts,
                source,
            },
        };
        Failed {
            error,
            sent: (!mistrusted).then_some(sent),
        }
    }

    async fn read(&self, body: &mut Body, reply: &Reply) -> Result<Bytes, Failed> {
        let limit = reply.limits.response_bytes;
        let announced = reply.headers.get(header::CONTENT_LENGTH);
        let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        // A reply to HEAD announces the length of a body that it doesn't have.
        if self.method != Method::HEAD && announced.is_some_and(|length| length > limit as u64) {
            let (operation, status) = (self.operation.id, reply.status);
            return Err(Failed::finally(Error::TooLarge {
                operation,
                status,
                limit,
                attempts: reply.attempts,
            }));
        }
        // The limit for the attempt holds for the body too; where there is none, it must at least move.
        let stall = if self.attempt_limit.is_some() {
            None
        } else {
            reply.limits.stall
        };
        let body = std::mem::take(body);
        let mut body = Chunks::new(body, self.operation, reply.status, reply.attempts, stall);
        body.collect(limit).await.map_err(|error| match error {
            Error::TooLarge { .. } => Failed::finally(error),
            _ => Failed::sent(error),
        })
    }
}

impl Failed {
    /// In a way that another attempt would not mend.
    fn finally(error: Error) -> Self {
        Self { error, sent: None }
    }

    /// After the server may have acted on it.
    fn sent(error: Error) -> Self {
        Self {
            error,
            sent: Some(true),
        }
    }
}

/// Tells the sources of an attempt's tokens that these were refused; whether there were any.
fn refuse_tokens(outcome: &Result<Box<Reply>, Failed>, tokens: &Tokens) -> bool {
    let refused = matches!(outcome, Ok(reply) if reply.status == StatusCode::UNAUTHORIZED);
    if refused {
        tokens
            .iter()
            .for_each(|(source, token)| source.refused(token));
    }
    refused && !tokens.is_empty()
}

/// Cookies that a server sets are secrets, which `Debug` of the headers must not show.
fn hide_cookies(headers: &mut HeaderMap) {
    if let header::Entry::Occupied(mut cookies) = headers.entry(header::SET_COOKIE) {
        cookies
            .iter_mut()
            .for_each(|cookie: &mut HeaderValue| cookie.set_sensitive(true));
    }
}
