//! A program that is registered with a provider of OAuth 2, and the requests that it sends there for tokens.

#![cfg(all(feature = "login", not(target_family = "wasm")))]

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Method, header};
use serde_json::{Value, json};

use crate::api::SchemeKind;
use crate::client::{BuildError, ClientBuilder};
use crate::credentials::oauth2::private;
use crate::parameter::encode;
use crate::platform::BoxError;
use crate::transport::Transport;
use crate::transport::body::Body;
use crate::value::secret::Secret;

/// How long before its end a token is no longer used.
const MARGIN: Duration = Duration::from_secs(30);

/// How much of a provider's answer is read, in bytes.
const MAX_ANSWER: usize = 256 << 10;

/// Where a provider of OAuth 2 or OpenID Connect answers.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Provider {
    /// What the provider calls itself; callbacks that name another are refused.
    pub issuer: Option<String>,
    /// Where users are sent to log in.
    pub authorization_url: Option<String>,
    /// Where tokens come from.
    pub token_url: String,
    /// Where tokens are renewed, where that is elsewhere.
    pub refresh_url: Option<String>,
    /// Where devices ask for a code.
    pub device_url: Option<String>,
}

/// Why there are no tokens. Shows no secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum OAuthError {
    /// The provider refused, by an error code of RFC 6749 or its extensions: `invalid_grant`, say.
    Refused { code: String },
    /// The provider's answer is not one.
    Answer { status: u16, reason: &'static str },
    /// What came back from the user's browser is not the answer to what was asked.
    Callback(&'static str),
    /// Nobody has logged in, or the login is no longer good.
    LoginNeeded,
    /// The time to log in is over.
    Expired,
    /// The provider could not be asked, or the program's own store failed.
    Other(BoxError),
}

/// What a provider gave for a user.
#[derive(Clone)]
#[non_exhaustive]
pub struct UserTokens {
    pub access: Secret,
    /// For new tokens, without the user.
    pub refresh: Option<Secret>,
    /// Who the user is, by OpenID Connect; its signature is not judged here.
    pub id: Option<Secret>,
    /// When the access token is no longer good; never, if not told.
    pub expires_at: Option<SystemTime>,
    /// The scopes that were granted, if they are not those that were asked for.
    pub scope: Option<String>,
}

/// A program that is registered with a provider.
///
/// ```
/// use faircopy_runtime::credentials::oauth2::app::{App, Provider};
///
/// let mut provider = Provider::default();
/// provider.authorization_url = Some("https://login.example/authorize".to_owned());
/// provider.token_url = "https://login.example/token".to_owned();
/// let app = App::public("my-program", provider).scope("pets:read");
/// ```
#[derive(Clone)]
pub struct App {
    pub(crate) id: String,
    secret: Option<Secret>,
    in_body: bool,
    pub(crate) provider: Provider,
    pub(crate) scopes: Vec<String>,
    pub(crate) parameters: Vec<(String, String)>,
}

impl Provider {
    /// What a provider says of itself, by OpenID Connect Discovery, or else by RFC 8414.
    ///
    /// # Errors
    ///
    /// When it says nothing, or calls itself otherwise than `issuer`.
    pub async fn discover(transport: &dyn Transport, issuer: &str) -> Result<Self, OAuthError> {
        let base = issuer.trim_end_matches('/');
        let host = base.find("://").map_or(0, |at| at + 3);
        let path = base[host..].find('/').map_or(base.len(), |at| host + at);
        let (origin, path) = base.split_at(path);
        let openid = format!("{base}/.well-known/openid-configuration");
        let oauth = format!("{origin}/.well-known/oauth-authorization-server{path}");
        let found = match get(transport, &openid).await {
            Err(OAuthError::Answer { .. }) => get(transport, &oauth).await?,
            found => found?,
        };
        let text = |name: &str| found.get(name).and_then(Value::as_str).map(str::to_owned);
        let refuse = |reason| OAuthError::Answer {
            status: 200,
            reason,
        };
        let named = text("issuer").ok_or_else(|| refuse("it names no issuer"))?;
        if named.trim_end_matches('/') != base {
            return Err(refuse("it names another issuer"));
        }
        Ok(Self {
            issuer: Some(named),
            authorization_url: text("authorization_endpoint"),
            token_url: text("token_endpoint")
                .ok_or_else(|| refuse("it names no token endpoint"))?,
            refresh_url: None,
            device_url: text("device_authorization_endpoint"),
        })
    }
}

impl<C> ClientBuilder<C> {
    /// The provider that the document describes for one of its security schemes, by that one's name there:
    /// what it says relative to the server is resolved against the one that was chosen.
    ///
    /// # Errors
    ///
    /// When the document has no such scheme, or that has no flow for users; when tokens would come from
    /// where no secret may be sent to; when the server is not known.
    pub fn oauth_provider(&self, scheme: &str) -> Result<Provider, BuildError> {
        let mut schemes = self.api().schemes.iter();
        let found = schemes.find(|known| known.name == scheme);
        let Some(SchemeKind::OAuth2 { users, .. }) = found.map(|scheme| scheme.kind) else {
            let reason = format!("the document has no scheme `{scheme}` of OAuth 2");
            return Err(BuildError::new(reason));
        };
        let Some(token_url) = users.token_url else {
            let reason = format!("the document's scheme `{scheme}` has no flow for users");
            return Err(BuildError::new(reason));
        };
        let server = self.base()?;
        let tokens = |url: &str| private(&server, url).map_err(BuildError::new);
        Ok(Provider {
            issuer: None,
            authorization_url: users.authorization_url.map(|url| server.resolve(url)),
            token_url: tokens(token_url)?,
            refresh_url: users.refresh_url.map(tokens).transpose()?,
            device_url: users.device_url.map(tokens).transpose()?,
        })
    }
}

impl App {
    /// A program that cannot keep a secret: one that runs at its users'.
    pub fn public(id: impl Into<String>, provider: Provider) -> Self {
        Self {
            id: id.into(),
            secret: None,
            in_body: false,
            provider,
            scopes: Vec::new(),
            parameters: Vec::new(),
        }
    }

    /// A program with a secret: one that runs on a server.
    pub fn confidential(
        id: impl Into<String>,
        secret: impl Into<Secret>,
        provider: Provider,
    ) -> Self {
        Self {
            secret: Some(secret.into()),
            ..Self::public(id, provider)
        }
    }

    /// Sends the id and the secret in the body, for providers that don't take them in the header.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Asks for a scope.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter to what the user is asked: `prompt`, say.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// New tokens in place of those that are no longer good.
    ///
    /// # Errors
    ///
    /// `invalid_grant` where the refresh token is not good either.
    pub async fn refresh(
        &self,
        transport: &dyn Transport,
        refresh: &Secret,
    ) -> Result<UserTokens, OAuthError> {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh.expose()),
        ];
        let url = self.provider.refresh_url.as_ref();
        let url = url.unwrap_or(&self.provider.token_url);
        let mut tokens = self.tokens_from(transport, url, &form).await?;
        // A provider that gives no new one lets the old one be used on.
        tokens.refresh.get_or_insert_with(|| refresh.clone());
        Ok(tokens)
    }

    /// Asks the provider for tokens.
    pub(crate) async fn tokens(
        &self,
        transport: &dyn Transport,
        form: &[(&str, &str)],
    ) -> Result<UserTokens, OAuthError> {
        self.tokens_from(transport, &self.provider.token_url, form)
            .await
    }

    async fn tokens_from(
        &self,
        transport: &dyn Transport,
        url: &str,
        form: &[(&str, &str)],
    ) -> Result<UserTokens, OAuthError> {
        let answer = self.post(transport, url, form).await?;
        UserTokens::of(&answer).ok_or(OAuthError::Answer {
            status: 200,
            reason: "it has no access token",
        })
    }

    /// Sends a form to the provider, as this program.
    pub(crate) async fn post(
        &self,
        transport: &dyn Transport,
        url: &str,
        form: &[(&str, &str)],
    ) -> Result<Value, OAuthError> {
        let mut form = form.to_vec();
        let mut request = http::Request::new(Body::empty());
        match &self.secret {
            Some(secret) if !self.in_body => {
                let pair = format!("{}:{}", encode(&self.id), encode(secret.expose()));
                let value = format!("Basic {}", STANDARD.encode(pair));
                let mut value = HeaderValue::from_str(&value).map_err(OAuthError::other)?;
                value.set_sensitive(true);
                request.headers_mut().insert(header::AUTHORIZATION, value);
            }
            secret => {
                form.push(("client_id", &self.id));
                let secret = secret.as_ref().map(<Secret>::expose);
                form.extend(secret.map(|secret| ("client_secret", secret)));
            }
        }
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, form_type);
        *request.method_mut() = Method::POST;
        *request.body_mut() = form.join("&").into();
        send(transport, url, request).await
    }
}

async fn get(transport: &dyn Transport, url: &str) -> Result<Value, OAuthError> {
    send(transport, url, http::Request::new(Body::empty())).await
}

async fn send(
    transport: &dyn Transport,
    url: &str,
    mut request: http::Request<Body>,
) -> Result<Value, OAuthError> {
    *request.uri_mut() = url.parse().map_err(OAuthError::other)?;
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().insert(header::ACCEPT, json);
    let response = transport.send(request).await.map_err(OAuthError::other)?;
    let status = response.status();
    let answer = response.into_body().collect(MAX_ANSWER).await;
    let answer = answer.map_err(OAuthError::other)?;
    let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
    if let Some(code) = answer.get("error").and_then(Value::as_str)
        && is_error_code(code)
        && !status.is_success()
    {
        let code = code.to_owned();
        return Err(OAuthError::Refused { code });
    }
    match status.is_success() && answer.is_object() {
        true => Ok(answer),
        false => Err(OAuthError::Answer {
            status: status.as_u16(),
            reason: "it is no JSON object",
        }),
    }
}

/// The error codes of RFC 6749 and its extensions are words; anything else is not repeated.
pub(crate) fn is_error_code(text: &str) -> bool {
    (1..=48).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

impl UserTokens {
    fn of(answer: &Value) -> Option<Self> {
        let secret = |name: &str| Some(Secret::from(answer.get(name)?.as_str()?.to_owned()));
        let seconds = answer.get("expires_in").and_then(|seconds| match seconds {
            Value::String(text) => text.parse().ok(),
            seconds => seconds.as_u64(),
        });
        let end = |seconds| SystemTime::now().checked_add(Duration::from_secs(seconds));
        Some(Self {
            access: secret("access_token")?,
            refresh: secret("refresh_token"),
            id: secret("id_token"),
            expires_at: seconds.and_then(end),
            scope: answer
                .get("scope")
                .and_then(Value::as_str)
                .map(str::to_owned),
        })
    }

    /// Whether the access token is good for a while.
    pub fn is_good(&self) -> bool {
        let now = SystemTime::now();
        self.expires_at.is_none_or(|end| now + MARGIN < end)
    }

    /// All of it as JSON, secrets in clear: for a store that keeps them from others.
    pub fn expose(&self) -> String {
        let clear = |secret: &Option<Secret>| secret.as_ref().map(|it| it.expose().to_owned());
        let end = self
            .expires_at
            .and_then(|end| end.duration_since(UNIX_EPOCH).ok());
        json!({
            "access_token": self.access.expose(),
            "refresh_token": clear(&self.refresh),
            "id_token": clear(&self.id),
            "expires_at": end.map(|end| end.as_secs()),
            "scope": self.scope,
        })
        .to_string()
    }

    /// What [`expose`](Self::expose) gave.
    pub fn parse(text: &str) -> Option<Self> {
        let stored: Value = serde_json::from_str(text).ok()?;
        let end = stored.get("expires_at").and_then(Value::as_u64);
        let end = end.and_then(|end| UNIX_EPOCH.checked_add(Duration::from_secs(end)));
        Some(Self {
            expires_at: end,
            ..Self::of(&stored)?
        })
    }
}

impl OAuthError {
    pub(crate) fn other(error: impl Into<BoxError>) -> Self {
        Self::Other(error.into())
    }

    /// Whether the provider refused by that code.
    pub(crate) fn is(&self, expected: &str) -> bool {
        matches!(self, Self::Refused { code } if code == expected)
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code } => write!(f, "the provider refused: {code}"),
            Self::Answer { status, reason } => {
                write!(f, "the provider's answer with status {status}: {reason}")
            }
            Self::Callback(reason) => write!(f, "the callback is refused: {reason}"),
            Self::LoginNeeded => f.write_str("the user must log in"),
            Self::Expired => f.write_str("the time to log in is over"),
            Self::Other(error) => write!(f, "the provider could not be asked: {error}"),
        }
    }
}

impl std::error::Error for OAuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Other(error) => Some(&**error),
            _ => None,
        }
    }
}

impl fmt::Debug for UserTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserTokens")
            .field("expires_at", &self.expires_at)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("id", &self.id)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
