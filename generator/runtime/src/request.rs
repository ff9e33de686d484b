//! A call's parts into requests: all that is the same for each attempt is settled once.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, Uri, header};

use super::api::Operation;
use super::body::Body;
use super::call::Parts;
use super::client::Client;
use super::credentials::{self, Authorization, Credentials};
use super::error::Error;
use super::hook::Attempt;
use super::platform::BoxError;
use super::retry::RetryPolicy;
use super::server::Base;

/// A request that can be sent, all of it encoded but for its credentials.
pub(super) struct Request {
    pub(super) client: Client,
    pub(super) operation: &'static Operation,
    pub(super) method: Method,
    pub(super) body: Body,
    pub(super) credentials: Vec<Credentials>,
    /// Whether sending it twice is as good as once.
    pub(super) may_repeat: bool,
    pub(super) retry: RetryPolicy,
    pub(super) call_limit: Option<Duration>,
    pub(super) attempt_limit: Option<Duration>,
    pub(super) headers: HeaderMap,
    origin: String,
    path: String,
    query: Vec<String>,
    cookies: Vec<String>,
}

impl Request {
    pub(super) fn of(call: Box<Parts>) -> Result<Self, Error> {
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
        let (path, query) = match options.target {
            Some(target) => target,
            None => {
                let path = expand(operation.path, &path).map_err(encode)?;
                (
                    base.path().to_owned() + &path,
                    query.into_iter().filter_map(|(_, pairs)| pairs).collect(),
                )
            }
        };
        Ok(Self {
            operation,
            method: Method::from_bytes(operation.method.as_bytes())
                .map_err(|error| encode(error.into()))?,
            body,
            credentials: credentials_for(&client, operation, &base, options.credentials)?,
            may_repeat: operation.idempotent || options.has_idempotency_key,
            retry: options.retry.unwrap_or_else(|| settings.retry.clone()),
            call_limit: options.timeout.or(settings.limits.call),
            attempt_limit: options.attempt_timeout.or(settings.limits.attempt),
            headers: all_headers(&settings.headers, operation, headers),
            origin: base.origin(),
            path,
            query,
            cookies: cookies.into_iter().filter_map(|(_, pairs)| pairs).collect(),
            client,
        })
    }

    /// What credentials add to the next attempt.
    pub(super) async fn authorize(&self) -> Result<Authorization, BoxError> {
        let settings = &self.client.0;
        let chosen = credentials::choose(settings.api, self.operation, &self.credentials)?;
        credentials::authorize(&chosen, &settings.transport).await
    }

    /// An attempt with credentials, as it will be sent.
    pub(super) fn attempt(
        &self,
        authorization: &Authorization,
        number: u32,
    ) -> Result<Attempt, BoxError> {
        let mut uri = format!("{}{}", self.origin, self.path);
        // A link to a next page may hold a key already, which must not come twice.
        let known = |pair: &&String| {
            authorization
                .query
                .iter()
                .all(|added| key(added) != key(pair))
        };
        let pairs = self.query.iter().filter(known).chain(&authorization.query);
        for (mark, pair) in std::iter::once('?')
            .chain(std::iter::repeat('&'))
            .zip(pairs)
        {
            uri.push(mark);
            uri.push_str(pair);
        }
        let uri: Uri = uri.parse()?;
        let mut headers = self.headers.clone();
        if !(self.cookies.is_empty() && authorization.cookies.is_empty()) {
            let cookies: Vec<_> = self
                .cookies
                .iter()
                .chain(&authorization.cookies)
                .map(String::as_str)
                .collect();
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
}

fn key(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(key, _)| key)
}

/// Where a call goes: to its own server, else to the one that the user named for all, else to what the document says.
pub(super) fn base_of(
    client: &Client,
    operation: &Operation,
    own: Option<Base>,
) -> Result<Base, BoxError> {
    let settings = &client.0;
    match (own, operation.servers.first()) {
        (Some(base), _) => Ok(base),
        (None, Some(server)) if !settings.base_named => Ok(Base::of(server, &settings.variables)?),
        (None, _) => Ok(settings.base.clone()),
    }
}

/// The call's own credentials, else the client's if the server may see them. Refused if it must have some and may not.
fn credentials_for(
    client: &Client,
    operation: &Operation,
    base: &Base,
    own: Vec<Credentials>,
) -> Result<Vec<Credentials>, Error> {
    let settings = &client.0;
    if !own.is_empty() {
        return Ok(own);
    }
    let trusted = std::iter::once(&settings.base)
        .chain(&settings.trusted)
        .any(|known| known.same_origin(base));
    if trusted {
        return Ok(settings.credentials.clone());
    }
    match credentials::choose(settings.api, operation, &[]) {
        Ok(_) => Ok(Vec::new()),
        Err(_) => {
            let (home, away) = (settings.base.origin(), base.origin());
            let source =
                format!("they go to {home} only, not to {away}: see `trust_server`").into();
            Err(Error::Credentials {
                operation: operation.id,
                source,
            })
        }
    }
}

fn all_headers(defaults: &HeaderMap, operation: &Operation, own: HeaderMap) -> HeaderMap {
    let mut headers = defaults.clone();
    if !operation.accept.is_empty() {
        headers.insert(header::ACCEPT, HeaderValue::from_static(operation.accept));
    }
    headers.extend(own);
    headers
}

/// Fills a path's template. A segment that a URL parser would fold is refused.
pub(super) fn expand(
    template: &str,
    values: &[(&'static str, String)],
) -> Result<String, BoxError> {
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
    if has_dot_segment(&path) {
        return Err(
            "a path parameter makes a segment `.` or `..`, which would lead to another path".into(),
        );
    }
    Ok(path)
}

/// Whether a path has a segment that a URL parser folds away, written out or percent-encoded.
pub(super) fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(|segment| {
        matches!(
            &*segment.to_ascii_lowercase().replace("%2e", "."),
            "." | ".."
        )
    })
}
