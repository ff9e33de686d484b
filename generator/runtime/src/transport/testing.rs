//! A server that isn't one, for the tests of programs that call an API.

#![cfg(feature = "testing")]

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use percent_encoding::percent_decode_str;

use crate::api::{ApiInfo, KeyLocation, Operation, ParameterLocation, SchemeKind};
use crate::json::ser::{self, Encode};
use crate::media;
use crate::platform::{BoxError, BoxFuture};
use crate::transport::body::Body;
use crate::transport::{About, Transport, TransportError};

/// A transport that answers what the test says, and keeps every request.
///
/// A request that the document doesn't allow for (an unknown query parameter, a missing one, another media type) gets no
/// answer: the call fails, and says why.
///
/// ```
/// use faircopy_runtime::client::{BuildError, Client, ClientBuilder};
/// use faircopy_runtime::transport::testing::{Answer, Fake};
///
/// fn client(builder: ClientBuilder) -> Result<(Client, Fake), BuildError> {
///     let fake = Fake::new();
///     fake.answer("getPet", Answer::new(404)); // by operationId; further answers follow in turn
///     let client = builder.transport(fake.clone()).build()?;
///     Ok((client, fake)) // `fake.requests()` is what was sent
/// }
/// ```
#[derive(Clone, Default)]
pub struct Fake(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: BTreeMap<String, VecDeque<Answer>>,
    checks: BTreeMap<String, Check>,
    requests: Vec<Recorded>,
}

type Check = Arc<dyn Fn(&Recorded) -> Result<(), String> + Send + Sync>;

/// What a [`Fake`] answers.
#[derive(Debug, Clone)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    fails: Option<bool>,
}

/// A request that a [`Fake`] got.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Recorded {
    pub operation: &'static Operation,
    api: Option<&'static ApiInfo>,
    /// Whether it only asks how far the server is with what the operation began: of that no document tells.
    pub is_question: bool,
    pub method: Method,
    /// As sent: percent-encoded, and after the path that the server's URL has.
    pub path: String,
    /// Decoded, in the order in which they were sent.
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Fake {
    pub fn new() -> Self {
        Self::default()
    }

    /// What to answer to an operation. Several answers are given in turn; the last one is given from then on.
    pub fn answer(&self, operation_id: impl Into<String>, answer: Answer) {
        self.state(|state| {
            state
                .answers
                .entry(operation_id.into())
                .or_default()
                .push_back(answer)
        });
    }

    /// Looks at each request of an operation, on top of what the document says. An error makes the call fail.
    pub fn check(
        &self,
        operation_id: impl Into<String>,
        check: impl Fn(&Recorded) -> Result<(), String> + Send + Sync + 'static,
    ) {
        self.state(|state| state.checks.insert(operation_id.into(), Arc::new(check)));
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state(|state| state.requests.clone())
    }

    /// The requests of an operation so far.
    pub fn requests_of(&self, operation_id: &str) -> Vec<Recorded> {
        let mut requests = self.requests();
        requests.retain(|request| request.operation.id == operation_id);
        requests
    }

    fn state<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn exchange(
        self,
        request: http::Request<Body>,
    ) -> Result<http::Response<Body>, TransportError> {
        let recorded = Recorded::of(request).await.map_err(TransportError::sent)?;
        let operation = recorded.operation.id;
        let check = self.state(|state| {
            state.requests.push(recorded.clone());
            state.checks.get(operation).cloned()
        });
        let checked = breach(&recorded).map_or(Ok(()), Err);
        let checked = checked.and_then(|()| check.map_or(Ok(()), |check| check(&recorded)));
        checked.map_err(|breach| {
            TransportError::sent(format!(
                "the request is not what the document says: {breach}"
            ))
        })?;
        let answer = self.state(|state| {
            let answers = state.answers.get_mut(operation)?;
            if answers.len() > 1 {
                answers.pop_front()
            } else {
                answers.front().cloned()
            }
        });
        let answer = answer.ok_or_else(|| {
            TransportError::sent(format!("the fake has no answer to `{operation}`"))
        })?;
        answer.response()
    }
}

impl Transport for Fake {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        Box::pin(self.clone().exchange(request))
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fake")
            .field("requests", &self.requests().len())
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// A status without a body.
    ///
    /// # Panics
    ///
    /// If it is no status.
    pub fn new(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a status has three digits");
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            fails: None,
        }
    }

    /// A status with a JSON body.
    ///
    /// # Panics
    ///
    /// If it is no status, or the value cannot be written as JSON.
    pub fn json<T: Encode + ?Sized>(status: u16, value: &T) -> Self {
        let text = ser::encode(value).expect("the value can be written as JSON");
        Self::new(status).body("application/json", text)
    }

    /// No answer at all: the connection breaks, before or after the request was sent.
    pub fn broken(sent: bool) -> Self {
        Self {
            fails: Some(sent),
            ..Self::new(200)
        }
    }

    pub fn body(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.header(header::CONTENT_TYPE, media_type)
    }

    /// # Panics
    ///
    /// If it cannot be a header.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        let name = HeaderName::from_bytes(name.as_ref().as_bytes()).expect("a header's name");
        self.headers.append(
            name,
            HeaderValue::from_bytes(value.as_ref()).expect("a header's value"),
        );
        self
    }

    fn response(self) -> Result<http::Response<Body>, TransportError> {
        match self.fails {
            Some(true) => return Err(TransportError::sent("the connection broke")),
            Some(false) => return Err(TransportError::unsent("there was no connection")),
            None => {}
        }
        let mut response = http::Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        Ok(response)
    }
}

impl Recorded {
    async fn of(request: http::Request<Body>) -> Result<Self, BoxError> {
        let (parts, body) = request.into_parts();
        let about = parts.extensions.get::<About>().copied();
        let pairs = parts
            .uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty());
        Ok(Self {
            operation: about.map_or(&OTHER, |about| about.operation),
            api: about.map(|about| about.api),
            is_question: about.is_some_and(|about| about.is_question),
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(decoded)
                .collect(),
            headers: parts.headers,
            body: body.collect(usize::MAX).await?,
        })
    }

    /// The value of a query parameter, decoded; the first if there are several.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| &**value)
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    fn cookies(&self) -> Vec<&str> {
        let lists = self
            .headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|list| list.to_str().ok());
        lists
            .flat_map(|list| list.split("; "))
            .filter_map(|pair| Some(pair.split_once('=')?.0))
            .collect()
    }
}

/// What a request that belongs to no operation is recorded as: one for a token, say.
static OTHER: Operation = Operation::DEFAULT;

fn decoded((key, value): (&str, &str)) -> (String, String) {
    // A query that is a form has `+` for a space, and `+` itself is encoded in any.
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    (decode(key), decode(value))
}

/// How a request breaks what the document says of its operation.
fn breach(request: &Recorded) -> Option<String> {
    if request.is_question {
        return None;
    }
    let operation = request.operation;
    let of = |location| {
        operation
            .parameters
            .iter()
            .filter(move |parameter| parameter.location == location)
    };
    if request.method != operation.method {
        return Some(format!(
            "its method is {}, not {}",
            request.method, operation.method
        ));
    }
    if !path_fits(operation.path, &request.path) {
        return Some(format!("its path is not that of {}", operation.path));
    }
    let cookies = request.cookies();
    let missing = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .find(|it| match it.location {
            ParameterLocation::Query => !request
                .query
                .iter()
                .any(|(key, _)| key == it.name || key.starts_with(&format!("{}[", it.name))),
            ParameterLocation::Header => !request.headers.contains_key(it.name),
            ParameterLocation::Cookie => !cookies.contains(&it.name),
            ParameterLocation::Path | ParameterLocation::QueryAny => false,
        });
    if let Some(missing) = missing {
        return Some(format!("the parameter `{}` is missing", missing.name));
    }
    body_breach(operation, request).or_else(|| {
        // An operation without a table of its parameters cannot judge those that are there.
        let open =
            operation.parameters.is_empty() || of(ParameterLocation::QueryAny).next().is_some();
        let key_names = request
            .api
            .into_iter()
            .flat_map(|api| api.schemes)
            .filter_map(|scheme| match scheme.kind {
                SchemeKind::ApiKey {
                    location: KeyLocation::Query,
                    name,
                } => Some(name),
                _ => None,
            });
        let key_names: Vec<_> = key_names.collect();
        let fixed = operation.query.split('&');
        let fixed: Vec<_> = fixed
            .filter_map(|pair| pair.split('=').next())
            .map(|key| percent_decode_str(key).decode_utf8_lossy())
            .collect();
        let known = |key: &str| {
            key_names.contains(&key)
                || fixed.iter().any(|fixed| fixed == key)
                || of(ParameterLocation::Query)
                    .any(|it| it.name == key || key.starts_with(&format!("{}[", it.name)))
        };
        let unknown = request.query.iter().find(|(key, _)| !open && !known(key));
        unknown.map(|(key, _)| {
            format!("it has a query parameter `{key}`, which the operation doesn't know")
        })
    })
}

fn body_breach(operation: &Operation, request: &Recorded) -> Option<String> {
    let text = request
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|text| text.to_str().ok());
    let found = text.map(media::essence);
    let fits = |found: &str| {
        let mut allowed = operation.request_types.iter();
        allowed.any(|range| media::is_within(found, range))
    };
    match found {
        None if operation.request_required => Some("its body is missing".to_owned()),
        Some(found) if !operation.request_types.is_empty() && !fits(&found) => Some(format!(
            "its media type is `{found}`, not one of {:?}",
            operation.request_types
        )),
        _ => None,
    }
}

/// Whether a path ends in what a template allows for; what precedes is the server's.
fn path_fits(template: &str, path: &str) -> bool {
    let wanted: Vec<_> = template.split('/').skip(1).collect();
    let found: Vec<_> = path.split('/').collect();
    let Some(start) = found.len().checked_sub(wanted.len()) else {
        return false;
    };
    wanted
        .iter()
        .zip(&found[start..])
        .all(|(wanted, found)| match wanted.split_once('{') {
            None => wanted == found,
            Some((before, rest)) => {
                let after = rest.rsplit_once('}').map_or("", |(_, after)| after);
                found.len() > before.len() + after.len()
                    && found.starts_with(before)
                    && found.ends_with(after)
            }
        })
}
