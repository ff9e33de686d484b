//! A call's parts into requests: all that is the same for each attempt is settled once.

use std::time::Duration;

use bytes::Bytes;
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
    credentials: Whose,
    /// Whether sending it twice is as good as once.
    pub(super) may_repeat: bool,
    pub(super) retry: RetryPolicy,
    pub(super) call_limit: Option<Duration>,
    pub(super) attempt_limit: Option<Duration>,
    /// Those of this call alone.
    pub(super) headers: HeaderMap,
    /// All but the query.
    url: String,
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
        let mut url = base.origin().to_owned();
        let query = match options.target {
            Some((path, query)) => {
                url.push_str(&path);
                query
            }
            None => {
                url.push_str(base.path());
                expand(operation.path, &path, &mut url).map_err(encode)?;
                query.into_iter().filter_map(|(_, pairs)| pairs).collect()
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
            headers,
            url,
            query,
            cookies: cookies.into_iter().filter_map(|(_, pairs)| pairs).collect(),
            client,
        })
    }

    /// What credentials add to the next attempt.
    pub(super) async fn authorize(&self) -> Result<Authorization, BoxError> {
        let settings = &self.client.0;
        let chosen = credentials::choose(settings.api, self.operation, self.credentials())?;
        credentials::authorize(&chosen, &settings.transport).await
    }

    fn credentials(&self) -> &[Credentials] {
        match &self.credentials {
            Whose::TheCalls(credentials) => credentials,
            Whose::TheClients => &self.client.0.credentials,
            Whose::Nobodys => &[],
        }
    }

    /// An attempt with credentials, as it will be sent.
    pub(super) fn attempt(
        &self,
        authorization: &Authorization,
        number: u32,
    ) -> Result<Attempt, BoxError> {
        // A link to a next page may hold a key already, which must not come twice.
        let is_added = |pair: &str| {
            authorization
                .query
                .iter()
                .any(|added| key(added) == key(pair))
        };
        let known = self.query.iter().filter(|pair| !is_added(pair));
        let pairs = known.chain(&authorization.query);
        let length = self.url.len() + pairs.clone().map(|pair| pair.len() + 1).sum::<usize>();
        let mut uri = String::with_capacity(length);
        uri.push_str(&self.url);
        let mut mark = '?';
        for pair in pairs {
            uri.push(mark);
            uri.push_str(pair);
            mark = '&';
        }
        let uri = Uri::from_maybe_shared(Bytes::from(uri))?;
        let mut headers = self.client.0.headers.clone();
        if !self.operation.accept.is_empty() {
            let accept = Bytes::from_static(self.operation.accept.as_bytes());
            headers.insert(header::ACCEPT, HeaderValue::from_maybe_shared(accept)?);
        }
        if !self.headers.is_empty() {
            headers.extend(self.headers.clone());
        }
        if !(self.cookies.is_empty() && authorization.cookies.is_empty()) {
            self.add_cookies(authorization, &mut headers)?;
        }
        if !authorization.headers.is_empty() {
            headers.extend(authorization.headers.clone());
        }
        Ok(Attempt::new(
            self.operation,
            number,
            self.method.clone(),
            uri,
            headers,
        ))
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
pub(super) fn expand(
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
pub(super) fn has_dot_segment(path: &str) -> bool {
    let is_dots = |segment: &str| {
        let folded = segment.to_ascii_lowercase().replace("%2e", ".");
        matches!(&*folded, "." | "..")
    };
    path.contains(['.', '%']) && path.split('/').any(is_dots)
}
