//! A call's parts into requests: all that is the same for each attempt is settled once.

use std::time::Duration;

use bytes::Bytes;
use http::header::Entry;
use http::uri::{self, PathAndQuery, Uri};
use http::{HeaderMap, HeaderValue, Method, header};

use crate::api::Operation;
use crate::call::Parts;
use crate::client::Client;
use crate::client::base_url::BaseUrl;
use crate::credentials::{self, Authorization, Credentials};
use crate::error::Error;
use crate::parameter;
use crate::platform::BoxError;
use crate::send::hook::Attempt;
use crate::send::retry::RetryPolicy;
use crate::transport::body::Body;

/// A request that can be sent, all of it encoded but for its credentials.
pub(crate) struct Request {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) method: Method,
    pub(crate) body: Body,
    credentials: Whose,
    /// Whether sending it twice is as good as once.
    pub(crate) may_repeat: bool,
    /// Whether it only asks how far the server is with what the operation began.
    pub(crate) is_question: bool,
    pub(crate) retry: RetryPolicy,
    pub(crate) call_limit: Option<Duration>,
    pub(crate) attempt_limit: Option<Duration>,
    /// The call's, the operation's and the client's.
    pub(crate) headers: HeaderMap,
    base: BaseUrl,
    /// The path and the query, to which credentials may add.
    target: PathAndQuery,
    query: Vec<String>,
    cookies: Vec<String>,
}

/// Whose credentials a request has.
enum Whose {
    TheCalls(Vec<Credentials>),
    TheClients,
    /// The server is not one that the client's may go to.
    Nobodys,
}

impl Request {
    pub(crate) fn of(mut call: Box<Parts>) -> Result<Box<Self>, Error> {
        if call.violations.is_empty() && call.failure.is_none() {
            call.settle_media_type();
        }
        let Parts {
            client,
            operation,
            path,
            query,
            cookies,
            mut headers,
            body,
            allowed_types: _,
            stated_type: _,
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
        let (path, query) = match (options.target, options.address) {
            (Some(target), _) => target,
            (None, Some((path, mut pairs))) => {
                pairs.extend(query.into_iter().filter_map(|(_, pairs)| pairs));
                (path, pairs)
            }
            (None, None) => {
                let mut whole = String::with_capacity(base.path().len() + operation.path.len());
                whole.push_str(base.path());
                expand(operation.path, &path, &mut whole).map_err(encode)?;
                let mut pairs = fixed(operation.query, &path, &query).map_err(encode)?;
                pairs.extend(query.into_iter().filter_map(|(_, pairs)| pairs));
                (whole, pairs)
            }
        };
        add_headers(&mut headers, operation, &settings.headers).map_err(encode)?;
        let method = match options.is_question {
            true => Method::GET,
            false => Method::from_bytes(operation.method.as_bytes())
                .map_err(|error| encode(error.into()))?,
        };
        if body.is_absent() && is_for_content(&method) {
            let length = headers.entry(header::CONTENT_LENGTH);
            length.or_insert(HeaderValue::from_static("0"));
        }
        Ok(Box::new(Self {
            operation,
            method,
            body,
            credentials: credentials_for(&client, operation, &base, options.credentials)?,
            may_repeat: operation.idempotent || options.has_idempotency_key || options.is_question,
            is_question: options.is_question,
            retry: options.retry.unwrap_or_else(|| settings.retry.clone()),
            call_limit: options.timeout.or(settings.limits.call),
            attempt_limit: options.attempt_timeout.or(settings.limits.attempt),
            headers,
            target: target(path, query.iter()).map_err(encode)?,
            base,
            query,
            cookies: cookies.into_iter().filter_map(|(_, pairs)| pairs).collect(),
            client,
        }))
    }

    /// What credentials add to the next attempt.
    pub(crate) async fn authorize(&self) -> Result<Authorization, BoxError> {
        let settings = &self.client.0;
        let chosen = credentials::choose(settings.api, self.operation, self.credentials())?;
        credentials::authorize(&chosen, &settings.transport, &settings.base).await
    }

    fn credentials(&self) -> &[Credentials] {
        match &self.credentials {
            Whose::TheCalls(credentials) => credentials,
            Whose::TheClients => &self.client.0.credentials,
            Whose::Nobodys => &[],
        }
    }

    /// An attempt with credentials, as it will be sent.
    pub(crate) fn attempt(
        &self,
        authorization: Authorization,
        number: u32,
    ) -> Result<Attempt, BoxError> {
        let mut uri = uri::Parts::default();
        uri.scheme = Some(self.base.scheme().clone());
        uri.authority = Some(self.base.authority().clone());
        uri.path_and_query = Some(self.target_with(&authorization.query)?);
        let mut headers = self.headers.clone();
        if !(self.cookies.is_empty() && authorization.cookies.is_empty()) {
            self.add_cookies(&authorization, &mut headers)?;
        }
        for (name, value) in authorization.headers {
            headers.insert(name, value);
        }
        Ok(Attempt::new(
            self.operation,
            number,
            self.method.clone(),
            Uri::from_parts(uri)?,
            headers,
        ))
    }

    /// The path and the query, with what credentials add.
    fn target_with(&self, added: &[String]) -> Result<PathAndQuery, BoxError> {
        if added.is_empty() {
            return Ok(self.target.clone());
        }
        // A link to a next page may hold a key already, which must not come twice.
        let is_added = |pair: &str| added.iter().any(|added| key(added) == key(pair));
        let known = self.query.iter().filter(|pair| !is_added(pair));
        target(self.target.path().to_owned(), known.chain(added))
    }

    fn add_cookies(
        &self,
        authorization: &Authorization,
        headers: &mut HeaderMap,
    ) -> Result<(), BoxError> {
        // A header of the user's own comes first.
        let own = headers.get(header::COOKIE).map(HeaderValue::as_bytes);
        let cookies = self
            .cookies
            .iter()
            .chain(&authorization.cookies)
            .map(String::as_bytes);
        let cookies: Vec<_> = own.into_iter().chain(cookies).collect();
        let mut value = HeaderValue::from_bytes(&cookies.join(&b"; "[..]))?;
        value.set_sensitive(true);
        headers.insert(header::COOKIE, value);
        Ok(())
    }
}

/// Whether a request of that method has content by its meaning, so that one without says so (RFC 9110, 8.6).
fn is_for_content(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH].contains(method)
}

/// The pairs of the query that an operation's path has itself, less those that parameters are set to.
fn fixed(
    template: &str,
    values: &[(&'static str, String)],
    set: &[(&'static str, Option<String>)],
) -> Result<Vec<String>, BoxError> {
    if template.is_empty() {
        return Ok(Vec::new());
    }
    let mut pairs = String::new();
    expand(template, values, &mut pairs)?;
    let is_set = |pair: &&str| {
        let mut set = set.iter().filter(|(_, pairs)| pairs.is_some());
        set.any(|(name, _)| parameter::encode(name) == key(pair))
    };
    let pairs = pairs
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_set(pair));
    Ok(pairs.map(str::to_owned).collect())
}

/// A path and the pairs of its query, as they are sent.
fn target<'a>(
    mut path: String,
    pairs: impl Iterator<Item = &'a String> + Clone,
) -> Result<PathAndQuery, BoxError> {
    if path.is_empty() {
        path.push('/');
    }
    path.reserve_exact(pairs.clone().map(|pair| pair.len() + 1).sum());
    let mut mark = '?';
    for pair in pairs {
        path.push(mark);
        path.push_str(pair);
        mark = '&';
    }
    if path.len() >= usize::from(u16::MAX) {
        return Err("the URL is too long".into());
    }
    Ok(PathAndQuery::from_maybe_shared(Bytes::from(path))?)
}

/// Adds an operation's and a client's headers to those of a call, which stand above them.
fn add_headers(
    headers: &mut HeaderMap,
    operation: &Operation,
    clients: &HeaderMap,
) -> Result<(), BoxError> {
    if !operation.accept.is_empty()
        && let Entry::Vacant(accept) = headers.entry(header::ACCEPT)
    {
        let value = Bytes::from_static(operation.accept.as_bytes());
        accept.insert(HeaderValue::from_maybe_shared(value)?);
    }
    for (name, value) in clients {
        if let Entry::Vacant(entry) = headers.entry(name) {
            entry.insert(value.clone());
        }
    }
    Ok(())
}

fn key(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(key, _)| key)
}

/// Where a call goes: to its own server, else to the one that the user named for all, else to what the document says.
pub(crate) fn base_of(
    client: &Client,
    operation: &Operation,
    own: Option<BaseUrl>,
) -> Result<BaseUrl, BoxError> {
    let settings = &client.0;
    match (own, operation.servers.first()) {
        (Some(base), _) => Ok(base),
        (None, Some(server)) if !settings.base_named => {
            Ok(BaseUrl::of(server, &settings.variables)?)
        }
        (None, _) => Ok(settings.base.clone()),
    }
}

/// The call's own credentials, else the client's if the server may see them. Refused if it must have some and may not.
fn credentials_for(
    client: &Client,
    operation: &Operation,
    base: &BaseUrl,
    own: Vec<Credentials>,
) -> Result<Whose, Error> {
    let settings = &client.0;
    if !own.is_empty() {
        return Ok(Whose::TheCalls(own));
    }
    let mut trusted = std::iter::once(&settings.base).chain(&settings.trusted);
    if trusted.any(|known| known.same_origin(base)) {
        return Ok(Whose::TheClients);
    }
    if credentials::choose(settings.api, operation, &[]).is_ok() {
        return Ok(Whose::Nobodys);
    }
    let (home, away) = (settings.base.origin(), base.origin());
    let source = format!("they go to {home} only, not to {away}: see `trust_server`").into();
    Err(Error::Credentials {
        operation: operation.id,
        source,
    })
}

/// Fills a path's template, at the end of `url`. A segment that a URL parser would fold is refused.
pub(crate) fn expand(
    template: &str,
    values: &[(&'static str, String)],
    url: &mut String,
) -> Result<(), BoxError> {
    let start = url.len();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or("the path's template does not close a brace")?;
        let value = values.iter().rev().find(|(known, _)| *known == name);
        let (_, value) = value.ok_or_else(|| format!("the path parameter `{name}` is missing"))?;
        url.push_str(before);
        url.push_str(value);
        rest = after;
    }
    url.push_str(rest);
    if has_dot_segment(&url[start..]) {
        return Err(
            "a path parameter makes a segment `.` or `..`, which would lead to another path".into(),
        );
    }
    Ok(())
}

/// Whether a path has a segment that a URL parser folds away, written out or percent-encoded.
pub(crate) fn has_dot_segment(path: &str) -> bool {
    // At most two dots, each a character or the escape of one.
    let is_dots = |segment: &str| {
        let mut rest = segment.as_bytes();
        let mut dots = 0;
        while dots < 2 {
            rest = match rest {
                [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => rest,
                _ => break,
            };
            dots += 1;
        }
        dots > 0 && rest.is_empty()
    };
    path.contains(['.', '%']) && path.split('/').any(is_dots)
}
