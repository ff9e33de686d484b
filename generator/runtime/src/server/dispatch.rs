//! The one way from a request to its handler and back.

use std::borrow::Cow;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderName, Method, header};
use percent_encoding::percent_decode_str;

use crate::platform::BoxFuture;
use crate::server::body::{Payload, Upload, is_absent};
use crate::server::charset::Charset;
use crate::server::negotiate::{Accepted, of_request};
use crate::server::parameter::{Parameter, Place};
use crate::server::problem;
use crate::server::refusal::{Fault, Reason, Refusal};
use crate::server::reply::{Outcome, Replying, Response};
use crate::server::request::{Captured, Context, Incoming, Operation};
use crate::server::route::{Named, Tree};
use crate::server::security::{Caller, Guard, unauthorized};
use crate::server::trace;

type Handler = Arc<dyn Fn(Incoming) -> BoxFuture<'static, Outcome> + Send + Sync>;

/// An operation and its handler.
#[derive(Clone)]
pub struct Route {
    operation: &'static Operation,
    /// Where it stands, where that is not its operation's path.
    path: Option<Cow<'static, str>>,
    handler: Handler,
}

impl Route {
    /// A route to a handler.
    pub fn new<F>(
        operation: &'static Operation,
        handler: impl Fn(Incoming) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        Self {
            operation,
            path: None,
            handler: Arc::new(move |incoming| Box::pin(handler(incoming))),
        }
    }

    /// The same at another path, which has no names in braces.
    #[must_use]
    pub fn at(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The route of an operation that is not served yet: it answers with 501.
    pub fn unserved(operation: &'static Operation) -> Self {
        Self::new(operation, |_| async {
            Err(Refusal::new(Reason::NotImplemented))
        })
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route")
            .field(&self.operation.about.id)
            .finish()
    }
}

type Refuse = dyn Fn(&Refusal) -> Option<Response> + Send + Sync;

/// Serves operations: puts their routes into an [`axum::Router`].
#[derive(Clone)]
#[must_use = "a server does nothing until its router is served"]
pub struct Server {
    routes: Vec<Route>,
    guard: Option<Guard>,
    settings: Settings,
    refuse: Option<Arc<Refuse>>,
}

#[derive(Clone, Copy)]
struct Settings {
    body_bytes: usize,
    body_time: Duration,
    headers: usize,
    strict: bool,
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("routes", &self.routes)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Serves nothing yet.
    pub fn new() -> Self {
        Self {
            routes: Vec::new(),
            guard: None,
            settings: Settings {
                body_bytes: 2 << 20,
                body_time: Duration::from_secs(30),
                headers: 100,
                strict: cfg!(debug_assertions),
            },
            refuse: None,
        }
    }

    /// Serves some operations too.
    pub fn serve(mut self, routes: impl IntoIterator<Item = Route>) -> Self {
        self.routes.extend(routes);
        self
    }

    /// Judges who calls. Without a guard, nobody may call what the document secures.
    pub fn guard(mut self, guard: Guard) -> Self {
        self.guard = Some(guard);
        self
    }

    /// The most bytes that a body may have, two mebibytes by default.
    pub fn body_bytes(mut self, most: usize) -> Self {
        self.settings.body_bytes = most;
        self
    }

    /// How long a body that is read whole may take to arrive, and one that a handler reads may stand still; half a
    /// minute by default.
    pub fn body_time(mut self, most: Duration) -> Self {
        self.settings.body_time = most;
        self
    }

    /// The most headers that a request may have, a hundred by default. How many bytes they may have is the connection's
    /// to say.
    pub fn headers(mut self, most: usize) -> Self {
        self.settings.headers = most;
        self
    }

    /// Whether replies are judged before they are sent: one that breaks its schema becomes a 500. On in debug builds.
    pub fn strict_replies(mut self, strict: bool) -> Self {
        self.settings.strict = strict;
        self
    }

    /// Replaces what clients are told of refusals; `None` leaves one as it is. It sees the failures of handlers too,
    /// which are for logs and no client.
    pub fn refuse(
        mut self,
        refuse: impl Fn(&Refusal) -> Option<Response> + Send + Sync + 'static,
    ) -> Self {
        self.refuse = Some(Arc::new(refuse));
        self
    }

    /// All of it as a router, which any layer of tower wraps. Other routes can be merged with it, and it can be nested
    /// below a path.
    pub fn router(self) -> axum::Router {
        let mut tree = Tree::new();
        for route in self.routes {
            match route.path.clone() {
                Some(path) => tree.insert_plain(&path, route),
                None => tree.insert(route.operation.about.path, route),
            }
        }
        let serving = Arc::new(Serving {
            tree,
            guard: self.guard,
            settings: self.settings,
            refuse: self.refuse,
        });
        axum::Router::new().fallback(move |request: http::Request<Body>| {
            let serving = Arc::clone(&serving);
            async move { serving.respond(request).await }
        })
    }
}

struct Serving {
    tree: Tree<Route>,
    guard: Option<Guard>,
    settings: Settings,
    refuse: Option<Arc<Refuse>>,
}

impl Serving {
    async fn respond(&self, request: http::Request<Body>) -> Response {
        let span = trace::span(request.method());
        // What answers `HEAD` is left as it is: the router takes its body away, and knows its length from it.
        let response = match trace::inside(&span, self.exchange(request)).await {
            Ok(response) => response,
            Err(refusal) => {
                let own = self.refuse.as_ref().and_then(|refuse| refuse(&refusal));
                own.unwrap_or_else(|| problem::response(&refusal))
            }
        };
        trace::outcome(&span, response.status());
        response
    }

    async fn exchange(&self, request: http::Request<Body>) -> Outcome {
        let outcome = self.answer(request).await;
        if let Err(refusal) = &outcome {
            trace::refused(refusal);
        }
        outcome
    }

    async fn answer(&self, request: http::Request<Body>) -> Outcome {
        let (parts, body) = request.into_parts();
        if parts.headers.len() > self.settings.headers {
            return Err(Refusal::new(Reason::TooManyHeaders));
        }
        let (routes, texts) = self.routes(&parts)?;
        let captured = |names: &[&'static str]| -> Captured {
            let texts = texts.iter().map(|text| (*text).to_owned());
            names.iter().copied().zip(texts).collect()
        };
        if let [(names, route)] = routes[..] {
            let captured = captured(names);
            return self.attempt(route, captured, parts, body).await;
        }
        let routes = routes.iter();
        let routes = routes.map(|(names, route)| (route, captured(names)));
        let routes = routes.collect();
        // It is rare, and would make room for itself in the answer to every request.
        Box::pin(self.first_that_reads(routes, &parts, body)).await
    }

    /// What the one of several operations answers that reads the request, as where all webhooks come to one address: else
    /// what the one says that finds least wrong with it.
    async fn first_that_reads(
        &self,
        routes: Vec<(&Route, Captured)>,
        parts: &Parts,
        body: Body,
    ) -> Outcome {
        let bytes = self.whole(Upload::new(
            body,
            self.settings.body_bytes,
            self.settings.body_time,
        ));
        let bytes = bytes.await?;
        let mut least: Option<Refusal> = None;
        for (route, captured) in routes {
            let body = Body::from(bytes.clone());
            match self.attempt(route, captured, parts.clone(), body).await {
                Err(refusal) if refusal.is_unread() => {
                    // One that names no fault has not looked at what was sent.
                    let weight = |it: &Refusal| match it.faults().len() {
                        0 => usize::MAX,
                        faults => faults + it.omitted(),
                    };
                    least = Some(match least {
                        Some(known) if weight(&known) <= weight(&refusal) => known,
                        _ => refusal,
                    });
                }
                outcome => return outcome,
            }
        }
        Err(least.unwrap_or_else(|| Refusal::new(Reason::NotFound)))
    }

    async fn attempt(
        &self,
        route: &Route,
        captured: Captured,
        parts: Parts,
        body: Body,
    ) -> Outcome {
        let operation = route.operation;
        trace::route(operation);
        let caller = self.admit(operation, &parts).await;
        let caller = caller.map_err(Refusal::unread)?;
        let accepted = Accepted::of(&parts.headers);
        if !operation.replies.is_empty() && accepted.choose(operation.replies).is_none() {
            return Err(Refusal::new(Reason::NotAcceptable).unread());
        }
        let payload = self.payload(operation, &parts, body).await;
        let payload = payload.map_err(Refusal::unread)?;
        let incoming = Incoming {
            operation,
            context: Context {
                parts,
                caller,
                has_body: !matches!(payload, Payload::Absent),
            },
            captured,
            payload,
            replying: Replying {
                accepted: Arc::new(accepted),
                strict: self.settings.strict,
            },
        };
        (route.handler)(incoming).await
    }

    /// The routes of a request, and what its path has for names in braces: one, but where operations that are called have
    /// come to one path.
    fn routes<'s, 'p>(
        &'s self,
        parts: &'p Parts,
    ) -> Result<(Vec<&'s Named<Route>>, Vec<&'p str>), Refusal> {
        let found = self.tree.find(parts.uri.path());
        let found = found.ok_or_else(|| Refusal::new(Reason::NotFound))?;
        let has = |method: &str| {
            let routes = found.routes.iter();
            let routes = routes.filter(move |(_, route)| route.operation.about.method == method);
            routes.collect::<Vec<_>>()
        };
        let mut candidates = has(parts.method.as_str());
        if candidates.is_empty() && parts.method == Method::HEAD {
            candidates = has("GET");
        }
        if candidates.is_empty() {
            let mut methods: Vec<_> = found
                .routes
                .iter()
                .map(|(_, route)| route.operation.about.method)
                .collect();
            if methods.contains(&"GET") {
                methods.push("HEAD");
            }
            methods.sort_unstable();
            methods.dedup();
            let refusal = Refusal::new(Reason::MethodNotAllowed);
            return Err(refusal.with_header(header::ALLOW, &methods.join(", ")));
        }
        let query = parts.uri.query().unwrap_or_default();
        let stated = |(_, route): &&(_, Route)| route.operation.about.query;
        candidates.retain(|one| has_query(query, stated(one)));
        // Of several, what states most of its query is meant.
        let most = candidates.iter().map(|one| stated(one).len()).max();
        let most = most.ok_or_else(|| Refusal::new(Reason::NotFound))?;
        candidates.retain(|one| stated(one).len() == most);
        // The document's own operations are one a path, and the first counts where two templates are alike.
        if candidates.iter().any(|(_, route)| route.path.is_none()) {
            candidates.truncate(1);
        }
        Ok((candidates, found.texts))
    }

    async fn admit(&self, operation: &'static Operation, parts: &Parts) -> Result<Caller, Refusal> {
        match &self.guard {
            Some(guard) => guard.admit(operation, parts).await,
            None => {
                let alternatives = operation.about.security;
                let is_open =
                    alternatives.is_empty() || alternatives.iter().any(|all| all.is_empty());
                match is_open {
                    true => Ok(Caller::default()),
                    false => Err(unauthorized(operation)),
                }
            }
        }
    }

    async fn payload(
        &self,
        operation: &'static Operation,
        parts: &Parts,
        body: Body,
    ) -> Result<Payload, Refusal> {
        let stated = parts.headers.get(header::CONTENT_TYPE);
        let is_empty = is_absent(&body);
        if operation.bodies.is_empty() || stated.is_none() && is_empty {
            return Ok(Payload::Absent);
        }
        let stated = stated
            .and_then(|stated| stated.to_str().ok())
            .unwrap_or_default();
        let media_types = operation.bodies.iter().map(|content| content.media_type);
        let unsupported = || {
            let all: Vec<_> = media_types.clone().collect();
            let refusal = Refusal::new(Reason::UnsupportedMediaType);
            refusal.with_header(accepts(&parts.method), &all.join(", "))
        };
        let index = of_request(stated, media_types.clone()).ok_or_else(unsupported)?;
        let content = &operation.bodies[index];
        if content.absent_if_empty && is_empty {
            return Ok(Payload::Absent);
        }
        if is_coded(operation, &parts.headers) {
            // What it would be once decoded is not known, nor how large: that is for a layer, which takes the header away.
            let refusal = Refusal::new(Reason::UnsupportedMediaType);
            return Err(refusal.with_header(header::ACCEPT_ENCODING, "identity"));
        }
        let Settings {
            body_bytes,
            body_time,
            ..
        } = self.settings;
        let length = parts.headers.get(header::CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > body_bytes as u64) {
            return Err(Refusal::new(Reason::TooLarge));
        }
        let upload = Upload::new(body, body_bytes, body_time);
        if content.streamed {
            return Ok(Payload::Streamed(index, upload));
        }
        let charset = Charset::of(stated).ok_or_else(unsupported)?;
        let bytes = self.whole(upload).await?;
        // That one is empty may be known only once it has ended.
        if content.absent_if_empty && bytes.is_empty() {
            return Ok(Payload::Absent);
        }
        let bytes = match charset {
            Charset::Utf8 => bytes,
            other => match other.decode(&bytes) {
                Ok(text) => Bytes::from(text.into_owned()),
                Err(why) => {
                    let fault = Fault::new("body", "", why);
                    return Err(Refusal::new(Reason::Unreadable).with_faults(vec![fault]));
                }
            },
        };
        Ok(Payload::Whole(index, bytes))
    }

    /// All of a body, as it arrives in time.
    async fn whole(&self, upload: Upload) -> Result<Bytes, Refusal> {
        let mut reading = pin!(upload.bytes());
        // Most bodies are there already, and need no clock.
        let first = poll_fn(|context| Poll::Ready(reading.as_mut().poll(context))).await;
        let bytes = match first {
            Poll::Ready(bytes) => bytes,
            // Who sends a byte now and then is no better than who sends none.
            Poll::Pending => {
                let bytes = tokio::time::timeout(self.settings.body_time, reading).await;
                bytes.map_err(|_| Refusal::new(Reason::Timeout))?
            }
        };
        bytes.map_err(|error| {
            let text = error.to_string();
            Refusal::from(error).with_faults(vec![Fault::new("body", "", text)])
        })
    }
}

/// Whether a body is compressed, say, of which the operation knows nothing: one that has the header as a parameter does.
fn is_coded(operation: &Operation, headers: &HeaderMap) -> bool {
    let is_identity = |coding: &str| coding.is_empty() || coding.eq_ignore_ascii_case("identity");
    let mut lines = headers.get_all(header::CONTENT_ENCODING).iter();
    let is_coded = lines.any(|line| match line.to_str() {
        Ok(line) => !line.split(',').map(str::trim).all(is_identity),
        Err(_) => true,
    });
    let is_known = |parameter: &Parameter| {
        parameter.place == Place::Header && parameter.name.eq_ignore_ascii_case("content-encoding")
    };
    is_coded && !operation.parameters.iter().any(is_known)
}

/// The header that tells which media types a request may have.
fn accepts(method: &Method) -> HeaderName {
    match *method {
        Method::PATCH => HeaderName::from_static("accept-patch"),
        Method::POST => HeaderName::from_static("accept-post"),
        _ => header::ACCEPT,
    }
}

/// Whether a query has all pairs of a template.
fn has_query(query: &str, template: &str) -> bool {
    let decode = |pair: &str| percent_decode_str(pair).decode_utf8_lossy().into_owned();
    let mut wanted = template
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(decode);
    wanted.all(|wanted| {
        let mut found = query.split('&').map(decode);
        found.any(|found| found == wanted || found.strip_suffix('=') == Some(&wanted))
    })
}
