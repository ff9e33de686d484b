//! A call into a reply: the one way in which every operation is sent.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

use super::api::{Operation, ReplyBody};
use super::body::{Body, CollectError};
use super::call::Parts;
use super::client::Client;
use super::credentials::{self, Authorization, Credentials};
use super::error::{Error, TimeLimit, is_transient};
use super::hook::{Attempt, Outcome};
use super::platform::{BoxError, Instant, sleep, within};
use super::reply::Reply;
use super::retry::{RetryPolicy, retry_after};
use super::server::Base;

/// Sends a call, and reads the reply unless its caller wants to.
pub(super) async fn send(call: Box<Parts>) -> Result<Reply, Error> {
    let mut request = Request::of(call)?;
    let read = match request.operation.reply {
        ReplyBody::Buffered => Read::Always,
        ReplyBody::Streamed => Read::Failures,
    };
    request.send(read).await
}

/// Sends a call, and gives the response unread.
pub(super) async fn send_raw(call: Box<Parts>) -> Result<http::Response<Body>, Error> {
    let reply = Request::of(call)?.send(Read::Never).await?;
    let mut response = http::Response::new(reply.stream);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    Ok(response)
}

/// Which responses' bodies are read here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    Always,
    Failures,
    Never,
}

/// A request that can be sent, all of it encoded but for its credentials.
pub(super) struct Request {
    pub(super) client: Client,
    pub(super) operation: &'static Operation,
    method: Method,
    base: Base,
    path: String,
    query: Vec<String>,
    cookies: Vec<String>,
    pub(super) headers: HeaderMap,
    body: Body,
    credentials: Vec<Credentials>,
    may_repeat: bool,
    retry: RetryPolicy,
    call_limit: Option<Duration>,
    attempt_limit: Option<Duration>,
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
    fn of(call: Box<Parts>) -> Result<Self, Error> {
        let Parts {
            client,
            operation,
            path,
            query,
            cookies,
            headers,
            body,
            options,
            violations,
            failure,
        } = *call;
        if !violations.is_empty() {
            return Err(Error::Invalid {
                operation: operation.id,
                violations: Box::new(violations),
            });
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
        let settings = &client.0;
        let encode = |source: BoxError| Error::Encode {
            operation: operation.id,
            source,
        };
        let base = base_of(&client, operation, options.server).map_err(encode)?;
        let path = expand(operation.path, &path).map_err(encode)?;
        let method = Method::from_bytes(operation.method.as_bytes())
            .map_err(|error| encode(error.into()))?;
        let mut all_headers = settings.headers.clone();
        if !operation.accept.is_empty() {
            all_headers.insert(header::ACCEPT, HeaderValue::from_static(operation.accept));
        }
        all_headers.extend(headers);
        let own_credentials = !options.credentials.is_empty();
        let trusted = settings.base.same_origin(&base)
            || settings
                .trusted
                .iter()
                .any(|known| known.same_origin(&base));
        let credentials = match (own_credentials, trusted) {
            (true, _) => options.credentials,
            (false, true) => settings.credentials.clone(),
            (false, false) => Vec::new(),
        };
        if !trusted && !own_credentials {
            credentials::choose(settings.api, operation, &[]).map_err(|_| Error::Credentials {
                operation: operation.id,
                source: format!(
                    "they go to {} only, not to {}: see `trust_server`",
                    settings.base.origin(),
                    base.origin()
                )
                .into(),
            })?;
        }
        Ok(Self {
            operation,
            method,
            base,
            path,
            query: query.into_iter().filter_map(|(_, pairs)| pairs).collect(),
            cookies: cookies.into_iter().filter_map(|(_, pairs)| pairs).collect(),
            headers: all_headers,
            body,
            credentials,
            may_repeat: operation.idempotent || options.has_idempotency_key,
            retry: options.retry.unwrap_or_else(|| settings.retry.clone()),
            call_limit: options.timeout.or(settings.limits.call),
            attempt_limit: options.attempt_timeout.or(settings.limits.attempt),
            client,
        })
    }

    /// Sends it as often as needed, within the limit for the whole call.
    pub(super) async fn send(&mut self, read: Read) -> Result<Reply, Error> {
        let mut progress = Progress::default();
        let (limit, operation) = (self.call_limit, self.operation.id);
        let outcome = within(limit, self.attempts(read, &mut progress)).await;
        outcome.unwrap_or_else(|| {
            let attempts = progress.attempts;
            let after = limit.unwrap_or_default();
            Err(Error::Timeout {
                operation,
                limit: TimeLimit::Call,
                after,
                sent: attempts > 0,
                attempts,
            })
        })
    }

    async fn attempts(&mut self, read: Read, progress: &mut Progress) -> Result<Reply, Error> {
        let started = Instant::now();
        let mut refreshed = false;
        loop {
            // A stream can be read once only, so whatever comes of it is final.
            let (body, replayable) = match self.body.again() {
                Some(body) => (body, true),
                None => (std::mem::take(&mut self.body), false),
            };
            let (outcome, authorization) = self.attempt(body, read, progress).await;
            if replayable && !refreshed && self.refresh(&outcome, &authorization) {
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
                    .is_none_or(|limit| started.elapsed() + *wait < limit)
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

    /// Whether a token from a source was refused, and another one may do.
    fn refresh(&self, outcome: &Result<Reply, Failed>, authorization: &Authorization) -> bool {
        let refused = matches!(outcome, Ok(reply) if reply.status == StatusCode::UNAUTHORIZED);
        if refused {
            authorization
                .tokens
                .iter()
                .for_each(|(source, token)| source.refused(token));
        }
        refused && !authorization.tokens.is_empty()
    }

    /// How long to wait before another attempt, if there should be one.
    fn wait(&self, outcome: &Result<Reply, Failed>, progress: &Progress) -> Option<Duration> {
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

    fn settle(&self, outcome: Result<Reply, Failed>, progress: &Progress) -> Result<Reply, Error> {
        let mut reply = outcome.map_err(|failed| failed.error)?;
        if !is_transient(reply.status) {
            self.client.0.budget.pay_back(progress.spent.unwrap_or(1));
        }
        reply.attempts = progress.attempts;
        Ok(reply)
    }

    /// Sends it once.
    async fn attempt(
        &self,
        body: Body,
        read: Read,
        progress: &mut Progress,
    ) -> (Result<Reply, Failed>, Authorization) {
        let operation = self.operation.id;
        let authorization = match self.authorize().await {
            Ok(authorization) => authorization,
            Err(source) => {
                return (
                    Err(Failed::finally(Error::Credentials { operation, source })),
                    Authorization::default(),
                );
            }
        };
        let outcome = match self.prepare(&authorization, progress.attempts + 1) {
            Ok(attempt) => self.dispatch(attempt, body, read, progress).await,
            Err(source) => Err(Failed::finally(Error::Encode { operation, source })),
        };
        (outcome, authorization)
    }

    async fn authorize(&self) -> Result<Authorization, BoxError> {
        let settings = &self.client.0;
        let chosen = credentials::choose(settings.api, self.operation, &self.credentials)?;
        let authorize = credentials::authorize(&chosen, &settings.transport);
        within(self.attempt_limit, authorize)
            .await
            .unwrap_or_else(|| Err("getting a token took too long".into()))
    }

    fn prepare(&self, authorization: &Authorization, number: u32) -> Result<Attempt, BoxError> {
        let query: Vec<_> = self
            .query
            .iter()
            .chain(&authorization.query)
            .map(String::as_str)
            .collect();
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .chain(&authorization.cookies)
            .map(String::as_str)
            .collect();
        let mark = if query.is_empty() { "" } else { "?" };
        let uri: Uri = format!(
            "{}{}{}{mark}{}",
            self.base.origin(),
            self.base.path(),
            self.path,
            query.join("&")
        )
        .parse()?;
        let mut headers = self.headers.clone();
        if !cookies.is_empty() {
            let mut value = HeaderValue::from_str(&cookies.join("; "))?;
            value.set_sensitive(true);
            headers.insert(header::COOKIE, value);
        }
        headers.extend(authorization.headers.clone());
        Ok(Attempt::new(
            self.operation,
            number,
            self.method.clone(),
            uri,
            headers,
        ))
    }

    /// Lets the hooks see an attempt before and after it is exchanged for a reply.
    async fn dispatch(
        &self,
        mut attempt: Attempt,
        body: Body,
        read: Read,
        progress: &mut Progress,
    ) -> Result<Reply, Failed> {
        let operation = self.operation.id;
        let hooks = &self.client.0.hooks;
        for hook in hooks {
            let refuse = |source| Failed::finally(Error::Hook { operation, source });
            hook.before(&mut attempt).await.map_err(refuse)?;
        }
        progress.attempts += 1;
        let mut request = http::Request::new(body);
        *request.method_mut() = attempt.method.clone();
        *request.uri_mut() = attempt.uri.clone();
        *request.headers_mut() = attempt.headers.clone();
        request.extensions_mut().insert(self.operation);
        let started = Instant::now();
        let outcome = self.exchange(request, read, progress.attempts).await;
        if !hooks.is_empty() {
            let response = outcome
                .as_ref()
                .ok()
                .map(|reply| (reply.status, &reply.headers));
            let error = outcome
                .as_ref()
                .err()
                .map(|failed| &failed.error as &dyn std::error::Error);
            let seen = Outcome::new(response, error, started.elapsed());
            hooks.iter().for_each(|hook| hook.after(&attempt, &seen));
        }
        outcome
    }

    /// A request for a reply, within the limit for an attempt.
    async fn exchange(
        &self,
        request: http::Request<Body>,
        read: Read,
        attempts: u32,
    ) -> Result<Reply, Failed> {
        let operation = self.operation.id;
        let limit = self.attempt_limit;
        let answer = within(limit, self.answer(request, read, attempts)).await;
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

    async fn answer(
        &self,
        request: http::Request<Body>,
        read: Read,
        attempts: u32,
    ) -> Result<Reply, Failed> {
        let settings = &self.client.0;
        let operation = self.operation.id;
        let response = settings.transport.send(request).await.map_err(|failure| {
            let (sent, source) = (failure.sent, failure.source);
            let error = match settings.limits.connect {
                Some(after) if failure.timeout => Error::Timeout {
                    operation,
                    limit: TimeLimit::Connect,
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
                sent: Some(sent),
            }
        })?;
        let (parts, body) = response.into_parts();
        let mut reply = Reply {
            operation: self.operation,
            status: parts.status,
            headers: parts.headers,
            attempts,
            raw: Bytes::new(),
            stream: Body::empty(),
            strict: settings.strict,
        };
        match read {
            Read::Never => reply.stream = body,
            Read::Failures if parts.status.is_success() => reply.stream = body,
            Read::Always | Read::Failures => reply.raw = self.read(body, &reply, attempts).await?,
        }
        Ok(reply)
    }

    async fn read(&self, body: Body, reply: &Reply, attempts: u32) -> Result<Bytes, Failed> {
        let operation = self.operation.id;
        let limit = self.client.0.limits.response_bytes;
        let too_large = || {
            Failed::finally(Error::TooLarge {
                operation,
                status: reply.status,
                limit,
            })
        };
        let announced = reply.header::<u64>(header::CONTENT_LENGTH.as_str());
        // A reply to HEAD announces the length of a body that it doesn't have.
        if self.method != Method::HEAD
            && matches!(announced, Some(Ok(length)) if length > limit as u64)
        {
            return Err(too_large());
        }
        body.collect(limit).await.map_err(|error| match error {
            CollectError::TooLarge { .. } => too_large(),
            CollectError::Read(source) => Failed::sent(Error::Transport {
                operation,
                sent: true,
                attempts,
                source,
            }),
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

/// Where a call goes: to its own server, else to the one that the user named for all, else to what the document says.
fn base_of(client: &Client, operation: &Operation, own: Option<Base>) -> Result<Base, BoxError> {
    let settings = &client.0;
    match (own, operation.servers.first()) {
        (Some(base), _) => Ok(base),
        (None, Some(server)) if !settings.base_named => Ok(Base::of(server, &settings.variables)?),
        (None, _) => Ok(settings.base.clone()),
    }
}

/// Fills a path's template. A segment that a URL parser would fold is refused.
fn expand(template: &str, values: &[(&'static str, String)]) -> Result<String, BoxError> {
    let mut path = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or("the path's template does not close a brace")?;
        let value = values.iter().rev().find(|(known, _)| *known == name);
        let (_, value) = value.ok_or_else(|| format!("the path parameter `{name}` is missing"))?;
        path.push_str(before);
        path.push_str(value);
        rest = after;
    }
    path.push_str(rest);
    if path
        .split('/')
        .any(|segment| segment == "." || segment == "..")
    {
        return Err(
            "a path parameter makes a segment `.` or `..`, which would lead to another path".into(),
        );
    }
    Ok(path)
}
