//! OAuth 2 client credentials into tokens that are fetched once for all who wait.

pub mod app;
pub mod login;
pub mod loopback;
pub mod user;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Method, header};
use serde_json::Value;

use crate::api::SchemeKind;
use crate::client::base_url::BaseUrl;
use crate::credentials::{Credentials, TokenRequest, TokenSource};
use crate::parameter::encode;
use crate::platform::{BoxError, BoxFuture, Instant};
use crate::transport::body::Body;
use crate::value::secret::Secret;

/// A program's own access, by the grant `client_credentials` of RFC 6749.
///
/// A token is kept until shortly before it expires or a server refuses it. However many calls need one at the same
/// time, it is fetched once; and if that fails, it fails for all of them.
///
/// ```
/// use faircopy_runtime::credentials::Credentials;
/// use faircopy_runtime::credentials::oauth2::ClientCredentials;
///
/// let credentials: Credentials = ClientCredentials::new("my-program", "its secret").scope("pets:read").into();
/// ```
pub struct ClientCredentials {
    id: String,
    secret: Secret,
    token_url: Option<String>,
    scopes: Vec<String>,
    parameters: Vec<(String, String)>,
    in_body: bool,
    /// Tokens by their scopes.
    tokens: Mutex<BTreeMap<String, Token>>,
    /// Held by the one who fetches.
    fetching: tokio::sync::Mutex<Option<String>>,
    /// How often somebody fetched, so that those who waited know whether it was done for them.
    fetched: AtomicU64,
}

struct Token {
    secret: Secret,
    /// Forever, if not told.
    good_until: Option<Instant>,
}

/// How long before its end a token is no longer used.
const MARGIN: Duration = Duration::from_secs(30);

/// How much of a token server's answer is read, in bytes.
const MAX_ANSWER: usize = 64 << 10;

impl ClientCredentials {
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token_url: None,
            scopes: Vec::new(),
            parameters: Vec::new(),
            in_body: false,
            tokens: Mutex::default(),
            fetching: tokio::sync::Mutex::default(),
            fetched: AtomicU64::new(0),
        }
    }

    /// Where tokens come from; what the document says by default, which must be an https URL.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Asks for a scope always; by default for those that the operation needs.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter to the request for a token: `audience`, say.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the id and the secret in the body, for servers that don't take them in the header.
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// A token at hand that is still good.
    fn kept(&self, scopes: &str) -> Option<Secret> {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let token = tokens.get(scopes)?;
        let good = token.good_until.is_none_or(|end| Instant::now() < end);
        good.then(|| token.secret.clone())
    }

    fn keep(&self, scopes: String, token: Token) {
        self.tokens
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(scopes, token);
    }

    async fn get(&self, request: TokenRequest<'_>) -> Result<Secret, BoxError> {
        let scopes = match self.scopes.is_empty() {
            true => request.scopes.join(" "),
            false => self.scopes.join(" "),
        };
        if let Some(token) = self.kept(&scopes) {
            return Ok(token);
        }
        let fetched = self.fetched.load(Ordering::Acquire);
        let mut failure = self.fetching.lock().await;
        // Somebody may have fetched it for us while we waited, or failed to.
        if let Some(token) = self.kept(&scopes) {
            return Ok(token);
        }
        if self.fetched.load(Ordering::Acquire) != fetched
            && let Some(message) = &*failure
        {
            return Err(message.clone().into());
        }
        let token = self.fetch(request, &scopes).await;
        self.fetched.fetch_add(1, Ordering::Release);
        *failure = token.as_ref().err().map(ToString::to_string);
        let token = token?;
        let secret = token.secret.clone();
        self.keep(scopes, token);
        Ok(secret)
    }

    async fn fetch(&self, asked: TokenRequest<'_>, scopes: &str) -> Result<Token, BoxError> {
        let request = self.request(asked, scopes)?;
        let response = asked.transport.send(request).await?;
        let status = response.status();
        let answer = response.into_body().collect(MAX_ANSWER).await?;
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        if !status.is_success() {
            let code = answer
                .get("error")
                .and_then(Value::as_str)
                .filter(|code| is_error_code(code));
            let code = code.map(|code| format!(", {code}")).unwrap_or_default();
            return Err(format!(
                "the token server answered with status {}{code}",
                status.as_u16()
            )
            .into());
        }
        let secret = answer.get("access_token").and_then(Value::as_str);
        let secret = secret.ok_or("the token server's answer has no `access_token`")?;
        let lifetime = answer.get("expires_in").and_then(|seconds| match seconds {
            Value::String(text) => text.parse().ok(),
            seconds => seconds.as_u64(),
        });
        let good_until = lifetime.and_then(|seconds| {
            let lifetime = Duration::from_secs(seconds);
            // A short life is not made shorter by more than a tenth.
            Instant::now().checked_add(lifetime - MARGIN.min(lifetime / 10))
        });
        Ok(Token {
            secret: secret.to_owned().into(),
            good_until,
        })
    }

    fn request(
        &self,
        asked: TokenRequest<'_>,
        scopes: &str,
    ) -> Result<http::Request<Body>, BoxError> {
        let mut form = vec![("grant_type", "client_credentials")];
        if !scopes.is_empty() {
            form.push(("scope", scopes));
        }
        form.extend(
            self.parameters
                .iter()
                .map(|(name, value)| (&**name, &**value)),
        );
        let mut request = http::Request::new(Body::empty());
        let headers = request.headers_mut();
        if self.in_body {
            form.extend([
                ("client_id", &*self.id),
                ("client_secret", self.secret.expose()),
            ]);
        } else {
            let pair = STANDARD.encode(format!(
                "{}:{}",
                encode(&self.id),
                encode(self.secret.expose())
            ));
            let mut value = HeaderValue::from_str(&format!("Basic {pair}"))?;
            value.set_sensitive(true);
            headers.insert(header::AUTHORIZATION, value);
        }
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        *request.body_mut() = form.join("&").into();
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url(asked)?.parse()?;
        Ok(request)
    }

    /// A URL of the user's own is trusted; one of the document's must be safe to send a secret to.
    fn url(&self, asked: TokenRequest<'_>) -> Result<String, BoxError> {
        if let Some(url) = &self.token_url {
            return Ok(url.clone());
        }
        let SchemeKind::OAuth2 {
            token_url: Some(url),
            ..
        } = asked.scheme.kind
        else {
            return Err("the document names no token URL: give one with `token_url`".into());
        };
        private(asked.server, url)
            .map_err(|reason| format!("{reason}: give one with `token_url`").into())
    }
}

/// A token URL of the document's, which must be safe to send a secret to.
fn private(server: &BaseUrl, url: &str) -> Result<String, BoxError> {
    let url = server.resolve(url);
    let (path, _query) = url.split_once('?').unwrap_or((&url, ""));
    match BaseUrl::parse(path)?.is_private() {
        true => Ok(url),
        false => Err(format!("the document's token URL {path} is not https").into()),
    }
}

impl TokenSource for ClientCredentials {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin(self.get(request))
    }

    fn refused(&self, token: &Secret) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.retain(|_, kept| kept.secret.expose() != token.expose());
    }
}

impl From<ClientCredentials> for Credentials {
    fn from(credentials: ClientCredentials) -> Self {
        Self::token_source(credentials)
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// The error codes of RFC 6749 and its extensions are words; anything else is not repeated.
fn is_error_code(text: &str) -> bool {
    text.len() <= 48
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}
