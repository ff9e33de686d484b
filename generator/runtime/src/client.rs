//! A client, and the builder that settles where it sends to, as whom, and with which limits.

pub mod base_url;
pub mod environment;
pub mod newtype;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::api::ApiInfo;
use crate::client::base_url::BaseUrl;
use crate::credentials::Credentials;
use crate::platform::BoxError;
use crate::send::hook::Hook;
use crate::send::retry::{RetryBudget, RetryPolicy};
use crate::transport::Transport;
use crate::transport::reqwest::ReqwestTransport;

/// Calls an API. Cheap to clone: all clones share their connections, tokens and retry budget.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Settings>);

/// What a client's builder settled.
pub(crate) struct Settings {
    pub(crate) api: &'static ApiInfo,
    pub(crate) base: BaseUrl,
    /// Whether `base` was named by the user, and so stands above an operation's own servers.
    pub(crate) base_named: bool,
    pub(crate) variables: Vec<(String, String)>,
    /// Servers other than `base` that credentials may go to.
    pub(crate) trusted: Vec<BaseUrl>,
    pub(crate) credentials: Vec<Credentials>,
    pub(crate) transport: Arc<dyn Transport>,
    /// Whether the transport is the user's, who may want to know what a request belongs to.
    pub(crate) own_transport: bool,
    pub(crate) hooks: Vec<Arc<dyn Hook>>,
    pub(crate) headers: HeaderMap,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) strict: bool,
}

/// The limits of a client's calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// For a whole call with all its attempts; none by default.
    pub call: Option<Duration>,
    /// For one attempt until its response is there; 30 s. A streamed body may take longer, as long as it moves.
    pub attempt: Option<Duration>,
    /// To connect; 3.1 s, which leaves time for a lost packet to be sent again.
    pub connect: Option<Duration>,
    /// For the next bytes of a stream; 20 s.
    pub stall: Option<Duration>,
    /// For a response that is read as a whole, in bytes; 64 MiB.
    pub response_bytes: usize,
    /// For what a response is decoded to, in bytes of memory, roughly; eight times `response_bytes` by default. A few
    /// bytes of JSON may be a struct of a kilobyte.
    pub decoded_bytes: Option<usize>,
    /// For an event or a line of a stream, in bytes; 1 MiB.
    pub line_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            call: None,
            attempt: Some(Duration::from_secs(30)),
            connect: Some(Duration::from_millis(3100)),
            stall: Some(Duration::from_secs(20)),
            response_bytes: 64 << 20,
            decoded_bytes: None,
            line_bytes: 1 << 20,
        }
    }
}

impl Client {
    /// What the document says of the API.
    pub fn api(&self) -> &'static ApiInfo {
        self.0.api
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.0.api.name)
            .field("server", &self.0.base)
            .field("credentials", &self.0.credentials)
            .field("limits", &self.0.limits)
            .finish_non_exhaustive()
    }
}

/// Builds a [`Client`], or a type of one API that stands for one.
#[must_use = "a client is made by `build`"]
pub struct ClientBuilder<C = Client> {
    pub(crate) api: &'static ApiInfo,
    server: ServerChoice,
    variables: Vec<(String, String)>,
    trusted: Vec<String>,
    credentials: Vec<Credentials>,
    transport: Option<Arc<dyn Transport>>,
    hooks: Vec<Arc<dyn Hook>>,
    headers: Vec<(String, Vec<u8>)>,
    limits: Limits,
    retry: RetryPolicy,
    retry_budget: u32,
    strict: bool,
    /// What is wrong already, for `build` to tell.
    pub(crate) wrong: Option<BuildError>,
    built: PhantomData<fn() -> C>,
}

enum ServerChoice {
    Documented(usize),
    Url(String),
}

impl<C: From<Client>> ClientBuilder<C> {
    /// A builder of a client of this API; generated code calls it.
    #[doc(hidden)]
    pub fn new(api: &'static ApiInfo) -> Self {
        Self {
            api,
            server: ServerChoice::Documented(0),
            variables: Vec::new(),
            trusted: Vec::new(),
            credentials: Vec::new(),
            transport: None,
            hooks: Vec::new(),
            headers: Vec::new(),
            limits: Limits::default(),
            retry: RetryPolicy::default(),
            retry_budget: 500,
            strict: false,
            wrong: None,
            built: PhantomData,
        }
    }

    /// Sends every call to this server: an absolute URL, with the path that precedes the operations'.
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.server = ServerChoice::Url(url.into());
        self
    }

    /// Sends calls to another of the document's servers, counted from 0.
    pub fn server_index(mut self, index: usize) -> Self {
        self.server = ServerChoice::Documented(index);
        self
    }

    /// Fills a variable of the server's URL.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Lets credentials go to this server too: to its scheme, host and port, whatever the path.
    ///
    /// Without it they go to the client's server only, and an operation that is served elsewhere is refused.
    pub fn trust_server(mut self, url: impl Into<String>) -> Self {
        self.trusted.push(url.into());
        self
    }

    /// Shows who is calling. Several for several schemes; the last that fits a scheme is used.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials.push(credentials);
        self
    }

    /// Carries requests otherwise than by the default transport.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Carries requests by a [`reqwest::Client`] of one's own: with certificates or a proxy that only it knows, say. It
    /// must not follow redirects.
    ///
    /// ```no_run
    /// use faircopy_runtime::client::ClientBuilder;
    ///
    /// # fn with(builder: ClientBuilder) -> Result<(), Box<dyn std::error::Error>> {
    /// let own = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    /// let client = builder.reqwest(own).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn reqwest(self, client: impl Into<ReqwestTransport>) -> Self {
        self.transport(client.into())
    }

    /// Sees every attempt. Hooks run in the order in which they were added.
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// Sends a header with every call.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        self.headers
            .push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Says which program is calling; the API's name by default.
    pub fn user_agent(self, text: impl AsRef<str>) -> Self {
        self.header(header::USER_AGENT, text.as_ref())
    }

    /// Limits each call in time, with all its attempts.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.call = Some(limit);
        self
    }

    /// Limits each attempt in time: 30 s by default, `None` for as long as it takes.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.limits.attempt = limit.into();
        self
    }

    /// Limits connecting in time: 3.1 s by default. Without effect on a transport of one's own.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.limits.connect = limit.into();
        self
    }

    /// Limits how long a stream may stand still: 20 s by default, `None` for as long as it likes.
    pub fn stall_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.limits.stall = limit.into();
        self
    }

    /// Limits responses that are read as a whole: 64 MiB by default.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.limits.response_bytes = limit;
        self
    }

    /// Limits the memory that a response is decoded to, in bytes, roughly: eight times
    /// [`max_response_bytes`](Self::max_response_bytes) by default. What is larger is
    /// [`Error::Decode`](crate::error::Error::Decode).
    pub fn max_decoded_bytes(mut self, limit: usize) -> Self {
        self.limits.decoded_bytes = Some(limit);
        self
    }

    /// Limits an event or a line of a stream: 1 MiB by default.
    pub fn max_line_bytes(mut self, limit: usize) -> Self {
        self.limits.line_bytes = limit;
        self
    }

    /// Sets how often a request is sent, and how long to wait in between.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how many retries may be spent before calls have succeeded again: 500 by default, of which a retry costs 5.
    pub fn retry_budget(mut self, budget: u32) -> Self {
        self.retry_budget = budget;
        self
    }

    /// Judges what servers send against the document's constraints too, and fails where it meets them not.
    pub fn strict_responses(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// The client, or what is wrong with it.
    pub fn build(self) -> Result<C, BuildError> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        base_url::known_variables(self.api, &self.variables).map_err(BuildError::new)?;
        let base = self.base()?;
        for credentials in &self.credentials {
            credentials.check(self.api).map_err(BuildError::new)?;
        }
        let trusted = self
            .trusted
            .iter()
            .map(|url| BaseUrl::parse(url))
            .collect::<Result<_, _>>();
        let own_transport = self.transport.is_some();
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(
                ReqwestTransport::new(self.limits.connect).map_err(|source| BuildError {
                    reason: "the network's transport cannot be set up".to_owned(),
                    source: Some(source),
                })?,
            ),
        };
        let client = Client(Arc::new(Settings {
            api: self.api,
            base,
            base_named: matches!(self.server, ServerChoice::Url(_)),
            variables: self.variables,
            trusted: trusted.map_err(BuildError::new)?,
            credentials: self.credentials,
            transport,
            own_transport,
            hooks: self.hooks,
            headers: default_headers(self.api, &self.headers)?,
            limits: self.limits,
            retry: self.retry,
            budget: RetryBudget::new(self.retry_budget),
            strict: self.strict,
        }));
        Ok(client.into())
    }
}

impl<C> ClientBuilder<C> {
    /// What the document says of the whole API.
    pub fn api(&self) -> &'static ApiInfo {
        self.api
    }

    /// The server that was chosen.
    pub(crate) fn base(&self) -> Result<BaseUrl, BuildError> {
        let base = match &self.server {
            ServerChoice::Url(url) => BaseUrl::parse(url),
            ServerChoice::Documented(index) => {
                let server = self.api.servers.get(*index).ok_or_else(|| {
                    let count = self.api.servers.len();
                    BuildError::new(format!(
                        "the document names {count} servers: name one with `server`"
                    ))
                })?;
                BaseUrl::of(server, &self.variables)
            }
        };
        base.map_err(BuildError::new)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("credentials", &self.credentials)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

fn default_headers(api: &ApiInfo, extra: &[(String, Vec<u8>)]) -> Result<HeaderMap, BuildError> {
    let mut headers = HeaderMap::new();
    if let Ok(name) = HeaderValue::from_str(api.name) {
        headers.insert(header::USER_AGENT, name);
    }
    for (name, value) in extra {
        let refused = |_| {
            BuildError::new(format!(
                "the header `{name}` has a character that it cannot carry"
            ))
        };
        let value = HeaderValue::from_bytes(value).map_err(refused)?;
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(BuildError::new)?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// Why there can be no such client.
#[derive(Debug)]
pub struct BuildError {
    reason: String,
    source: Option<BoxError>,
}

impl BuildError {
    pub(crate) fn new(reason: impl fmt::Display) -> Self {
        Self {
            reason: reason.to_string(),
            source: None,
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no client can be built: {}", self.reason)
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}
