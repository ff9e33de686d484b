//! A call that is being put together: what generated methods encode their arguments into.

pub mod address;
pub mod arguments;
pub mod base64;
pub mod content;
pub mod finish;
pub mod form;
pub mod headers;
pub mod methods;
pub mod multipart;
pub mod reply;
pub mod response;
#[cfg(feature = "xml")]
pub mod xml;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::api::Operation;
use crate::call::finish::{Apart, Finished, Finishing};
use crate::call::reply::{DecodeFailure, Reply};
use crate::client::Client;
use crate::client::base_url::BaseUrl;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::json::ser::{self, Encode};
use crate::parameter::{self, CookieStyle, Value};
use crate::platform::{BoxError, BoxFuture, MaybeSend};
use crate::send;
use crate::send::retry::RetryPolicy;
use crate::transport::body::Body;
use crate::validate::{At, Validate, Violations};

pub use crate::call::finish::finish;
pub use crate::call::methods::{call, failures};
pub use crate::parameter::{QueryStyle, Style};

/// Reads an operation's replies.
pub trait Decode: Sized + 'static {
    /// What a success gives.
    type Output: MaybeSend + 'static;
    /// The failures that the document describes, by status.
    type Error: MaybeSend + 'static;

    fn decode(reply: &mut Reply) -> Decoded<Self::Output, Self::Error>;

    /// Judges the headers that the document describes, where the client is strict.
    fn check_headers(_reply: &Reply, _at: &At<'_>, _out: &mut Violations) {}
}

/// What a reply turned out to be.
#[derive(Debug)]
pub enum Decoded<T, E> {
    Success(T),
    /// A failure that the document describes.
    Api(E),
    /// A status that the document doesn't name.
    Undocumented,
    /// Not what the document says; made by [`Reply`]'s methods.
    Failed(Box<DecodeFailure>),
}

/// A call that is being put together. A first failure is kept, and is what sending it gives.
pub struct Call(Box<Parts>);

pub(crate) struct Parts {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Vec<(&'static str, Option<String>)>,
    pub(crate) cookies: Vec<(&'static str, Option<String>)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// The media type, or the range of them, that the document gives the body.
    pub(crate) allowed_types: String,
    /// The media type that the caller gives the body.
    pub(crate) stated_type: Option<String>,
    pub(crate) options: CallOptions,
    pub(crate) violations: Violations,
    pub(crate) failure: Option<Error>,
}

/// What one call does otherwise than its client.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// For the whole call, with all its attempts.
    pub timeout: Option<Duration>,
    /// For each attempt.
    pub attempt_timeout: Option<Duration>,
    pub retry: Option<RetryPolicy>,
    pub credentials: Vec<Credentials>,
    pub(crate) server: Option<BaseUrl>,
    /// A path and query that stand in for the operation's: those of a link to a next page.
    pub(crate) target: Option<(String, Vec<String>)>,
    /// The path and the pairs of the query of the address that a call goes to, be its operation's what it may.
    pub(crate) address: Option<(String, Vec<String>)>,
    pub(crate) has_idempotency_key: bool,
    /// Whether it only asks how far the server is, by GET.
    pub(crate) is_question: bool,
}

/// Starts a call; generated methods do this.
///
/// It is no method of the client, since an operation of a document may be one of any name.
pub fn start(client: &Client, operation: &'static Operation) -> Call {
    Call::new(client.clone(), operation)
}

impl Call {
    pub(crate) fn new(client: Client, operation: &'static Operation) -> Self {
        Self(Box::new(Parts {
            client,
            operation,
            path: Vec::new(),
            query: Vec::new(),
            cookies: Vec::new(),
            headers: HeaderMap::new(),
            body: Body::empty(),
            allowed_types: String::new(),
            stated_type: None,
            options: CallOptions::default(),
            violations: Violations::new(),
            failure: None,
        }))
    }

    pub fn operation(&self) -> &'static Operation {
        self.0.operation
    }

    /// A path parameter.
    pub fn path<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        value: &T,
    ) {
        let text =
            Value::of(value).map(|value| parameter::path(name, style, explode, false, &value));
        self.0.set_path(name, flatten(text));
    }

    /// A path parameter that is JSON.
    pub fn path_json<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        let text =
            json_text(value).map(|text| parameter::path(name, Style::Simple, false, false, &text));
        self.0.set_path(name, flatten(text));
    }

    /// A query parameter.
    pub fn query<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        style: QueryStyle,
        explode: bool,
        value: &T,
    ) {
        let text =
            Value::of(value).map(|value| parameter::query(name, style, explode, false, &value));
        self.0.set_query(name, flatten(text));
    }

    /// A query parameter with `allowReserved`.
    pub fn query_reserved<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        style: QueryStyle,
        explode: bool,
        value: &T,
    ) {
        let text =
            Value::of(value).map(|value| parameter::query(name, style, explode, true, &value));
        self.0.set_query(name, flatten(text));
    }

    /// A query parameter that is JSON.
    pub fn query_json<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        let text = json_text(value)
            .map(|text| parameter::query(name, QueryStyle::Form, false, false, &text));
        self.0.set_query(name, flatten(text));
    }

    /// A header parameter.
    pub fn header<T: Encode + ?Sized>(&mut self, name: &'static str, explode: bool, value: &T) {
        let text = Value::of(value).map(|value| parameter::header(name, explode, &value));
        self.0.set_header(name, flatten(text));
    }

    /// A header parameter that is JSON.
    pub fn header_json<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        let text = json_text(value).map(|text| parameter::header(name, false, &text));
        self.0.set_header(name, flatten(text));
    }

    /// A cookie parameter.
    pub fn cookie<T: Encode + ?Sized>(&mut self, name: &'static str, explode: bool, value: &T) {
        self.cookie_as(name, CookieStyle::Form, explode, value);
    }

    /// A cookie parameter that is JSON.
    pub fn cookie_json<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        let text =
            json_text(value).map(|text| parameter::cookie(name, CookieStyle::Form, false, &text));
        self.0.set_cookie(name, flatten(text));
    }

    /// A JSON body. What is wrong with it is kept among the [`violations`](Self::violations).
    pub fn json<T: Encode + Validate + ?Sized>(&mut self, body: &T) {
        self.json_as("application/json", body);
    }

    /// A JSON body of another media type.
    pub fn json_as<T: Encode + Validate + ?Sized>(&mut self, media_type: &str, body: &T) {
        body.check(&At::ROOT, &mut self.0.violations);
        self.json_unchecked(media_type, body);
    }

    /// A JSON body whose type doesn't know its own constraints: generated code checks it.
    pub fn json_unchecked<T: Encode + ?Sized>(&mut self, media_type: &str, body: &T) {
        self.encoded(
            media_type,
            ser::encode(body)
                .map(String::into_bytes)
                .map_err(Into::into),
        );
    }

    pub(crate) fn encoded(&mut self, media_type: &str, body: Result<Vec<u8>, BoxError>) {
        match body {
            Ok(body) => self.0.set_body(media_type, "application/json", body.into()),
            Err(error) => self.0.cannot_encode(error),
        }
    }

    /// What is wrong with the arguments so far; checks of parameters add to it.
    ///
    /// Whatever is in there when the call is sent is its [`Error::Invalid`], and nothing is sent.
    pub fn violations(&mut self) -> &mut Violations {
        &mut self.0.violations
    }

    /// Limits the whole call, with all its attempts, in time.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.0.options.timeout = Some(limit);
        self
    }

    /// Limits each attempt in time.
    #[must_use]
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.0.options.attempt_timeout = Some(limit);
        self
    }

    /// Retries otherwise than the client does.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.0.options.retry = Some(policy);
        self
    }

    /// Uses these credentials instead of the client's.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.0.options.credentials.push(credentials);
        self
    }

    /// A header that the document doesn't know of.
    #[must_use]
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        self.extra_header(name.as_ref(), value.as_ref());
        self
    }

    /// A header that the document doesn't know of.
    pub fn extra_header(&mut self, name: &str, value: &[u8]) {
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value),
        ) {
            (Ok(name), Ok(value)) => {
                self.0.headers.insert(name, value);
            }
            (Err(error), _) => self.0.cannot_encode(error.into()),
            (_, Err(_)) => self.0.cannot_encode(
                format!("the header `{name}` has a character that it cannot carry").into(),
            ),
        }
    }

    /// A key under which the server does this once, however often it is sent.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        self.0.options.has_idempotency_key = true;
        self.extra_header(self.0.operation.idempotency_header, key.as_ref().as_bytes());
        self
    }

    /// Sends it to another server.
    #[must_use]
    pub fn server(mut self, url: impl AsRef<str>) -> Self {
        match BaseUrl::parse(url.as_ref()) {
            Ok(base) => self.0.options.server = Some(base),
            Err(error) => self.0.cannot_encode(error.into()),
        }
        self
    }

    pub(crate) fn into_parts(self) -> Box<Parts> {
        self.0
    }

    /// Sends it.
    pub fn send<D: Decode>(self) -> Sending<D> {
        Sending(Stage::Replying(Box::pin(send::send(self.0))))
    }

    /// Sends it, and gives the response unread, whatever its status.
    pub fn send_raw(self) -> SendingRaw {
        Box::pin(send::send_raw(self.0))
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.0.operation.id)
            .finish_non_exhaustive()
    }
}

impl Parts {
    /// The same call once more, if it has not failed yet and its body can be sent again.
    pub(crate) fn again(&self) -> Option<Box<Self>> {
        if self.failure.is_some() {
            return None;
        }
        Some(Box::new(Self {
            client: self.client.clone(),
            operation: self.operation,
            path: self.path.clone(),
            query: self.query.clone(),
            cookies: self.cookies.clone(),
            headers: self.headers.clone(),
            body: self.body.again()?,
            allowed_types: self.allowed_types.clone(),
            stated_type: self.stated_type.clone(),
            options: self.options.clone(),
            violations: self.violations.clone(),
            failure: None,
        }))
    }

    /// The number that a query parameter is, if it is set to one.
    pub(crate) fn query_number(&self, name: &str) -> Option<u64> {
        let (_, pair) = self.query.iter().find(|(known, _)| *known == name)?;
        pair.as_ref()?.split_once('=')?.1.parse().ok()
    }

    pub(crate) fn replace_query(&mut self, name: &'static str, pair: String) {
        replace(&mut self.query, name, Some(pair));
    }

    fn set_path(&mut self, name: &'static str, text: Result<String, BoxError>) {
        match text {
            Ok(text) => self.path.push((name, text)),
            Err(error) => self.cannot_encode(error),
        }
    }

    fn set_query(&mut self, name: &'static str, pairs: Result<Option<String>, BoxError>) {
        match pairs {
            Ok(pairs) => replace(&mut self.query, name, pairs),
            Err(error) => self.cannot_encode(error),
        }
    }

    fn set_cookie(&mut self, name: &'static str, pairs: Result<Option<String>, BoxError>) {
        match pairs {
            Ok(pairs) => replace(&mut self.cookies, name, pairs),
            Err(error) => self.cannot_encode(error),
        }
    }

    fn set_header(&mut self, name: &'static str, text: Result<Option<String>, BoxError>) {
        let set = |headers: &mut HeaderMap| -> Result<(), BoxError> {
            if let Some(text) = text? {
                headers.insert(
                    HeaderName::from_bytes(name.as_bytes())?,
                    header_line(&text)?,
                );
            }
            Ok(())
        };
        if let Err(error) = set(&mut self.headers) {
            self.cannot_encode(error);
        }
    }

    fn cannot_encode(&mut self, source: BoxError) {
        self.fail(Error::Encode {
            operation: self.operation.id,
            source,
        });
    }

    /// Keeps the first failure only: the others may well come from it.
    fn fail(&mut self, failure: Error) {
        self.failure.get_or_insert(failure);
    }
}

/// A header's value in UTF-8.
fn header_line(text: &str) -> Result<HeaderValue, http::header::InvalidHeaderValue> {
    HeaderValue::from_bytes(text.as_bytes())
}

fn replace(
    pairs: &mut Vec<(&'static str, Option<String>)>,
    name: &'static str,
    value: Option<String>,
) {
    match pairs.iter_mut().find(|(known, _)| *known == name) {
        Some((_, known)) => *known = value,
        None => pairs.push((name, value)),
    }
}

fn json_text<T: Encode + ?Sized>(value: &T) -> Result<Value, BoxError> {
    Ok(Value::Text(ser::encode_short(value)?))
}

fn flatten<T>(text: Result<Result<T, BoxError>, BoxError>) -> Result<T, BoxError> {
    text?
}

/// A call on its way, whose response is given unread.
pub type SendingRaw = BoxFuture<'static, Result<http::Response<Body>, Error>>;

/// A call on its way, whose reply `D` decodes.
///
/// Large replies are decoded on a thread that may take its time, where there is an async runtime that has
/// such threads.
#[must_use = "a call does nothing until it is awaited"]
pub struct Sending<D: Decode>(Stage<D>);

enum Stage<D: Decode> {
    Replying(BoxFuture<'static, Result<Box<Reply>, Error>>),
    Decoding(Apart<D>),
}

impl<D: Decode> Unpin for Sending<D> {}

impl<D: Decode> Future for Sending<D> {
    type Output = Finished<D>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Stage::Replying(reply) = &mut self.0 {
            let reply = std::task::ready!(reply.as_mut().poll(context));
            match Finishing::begin(reply) {
                Finishing::Done(finished) => return Poll::Ready(finished),
                Finishing::Apart(apart) => self.0 = Stage::Decoding(apart),
            }
        }
        match &mut self.0 {
            Stage::Decoding(apart) => apart.poll(context),
            Stage::Replying(_) => Poll::Pending,
        }
    }
}

impl<D: Decode> fmt::Debug for Sending<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending").finish_non_exhaustive()
    }
}
