//! Who is calling: credentials, chosen by what an operation needs, onto a request.

pub mod oauth2;

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue, header};

use crate::api::{ApiInfo, KeyLocation, Operation, SchemeKind, SchemeUse, SecurityScheme};
use crate::client::base_url::BaseUrl;
use crate::parameter;
use crate::platform::{BoxError, BoxFuture};
use crate::transport::Transport;
use crate::value::secret::Secret;

/// Shows a server who is calling. `Debug` tells the kind and never the secret.
#[derive(Clone)]
pub struct Credentials {
    /// The scheme that these are for; any that fits, if not told.
    scheme: Option<String>,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    /// Ready to be sent, or why it cannot be.
    Basic(Result<HeaderValue, &'static str>),
    Bearer(Secret),
    ApiKey(Secret),
    Source(Arc<dyn TokenSource>),
}

impl Credentials {
    /// A user's name and password.
    pub fn basic(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::of(Kind::Basic(basic(&username.into(), &password.into())))
    }

    /// A bearer token that does not change.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::of(Kind::Bearer(token.into()))
    }

    /// A key that the scheme sends in a header, a query parameter or a cookie.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self::of(Kind::ApiKey(key.into()))
    }

    /// Tokens that are asked for when they are needed, as bearer token or API key.
    pub fn token_source(source: impl TokenSource) -> Self {
        Self::of(Kind::Source(Arc::new(source)))
    }

    /// For the security scheme of this name only: needed where the API has several of one kind.
    pub fn for_scheme(mut self, name: impl Into<String>) -> Self {
        self.scheme = Some(name.into());
        self
    }

    fn of(kind: Kind) -> Self {
        Self { scheme: None, kind }
    }

    fn fit(&self, scheme: &SecurityScheme) -> bool {
        if self.scheme.as_ref().is_some_and(|name| name != scheme.name) {
            return false;
        }
        match (&self.kind, scheme.kind) {
            (Kind::Basic(_), SchemeKind::Basic) => true,
            (
                Kind::Bearer(_),
                SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. },
            ) => true,
            (Kind::Bearer(_), SchemeKind::Http { .. }) => true,
            (Kind::ApiKey(_), SchemeKind::ApiKey { .. }) => true,
            (Kind::Source(_), SchemeKind::Basic | SchemeKind::MutualTls) => false,
            (Kind::Source(_), _) => true,
            _ => false,
        }
    }

    /// Refuses what fits no scheme of the API, or cannot tell which.
    pub(crate) fn check(&self, api: &ApiInfo) -> Result<(), String> {
        let named =
            |scheme: &&SecurityScheme| self.scheme.as_ref().is_none_or(|name| name == scheme.name);
        let fitting: Vec<_> = api
            .schemes
            .iter()
            .filter(|scheme| self.fit(scheme))
            .map(|scheme| scheme.name)
            .collect();
        if !fitting.is_empty() {
            let same_key = matches!(self.kind, Kind::ApiKey(_)) && fitting.len() > 1;
            return match same_key {
                true => Err(format!(
                    "there are several API keys: tell which by `for_scheme`, one of {fitting:?}"
                )),
                false => Ok(()),
            };
        }
        let schemes: Vec<_> = api.schemes.iter().map(|scheme| scheme.name).collect();
        Err(match (&self.scheme, api.schemes.iter().find(named)) {
            (Some(name), None) => format!("there is no security scheme `{name}`, only {schemes:?}"),
            (Some(name), Some(scheme)) => format!(
                "{self:?} do not fit the scheme `{name}`, which is {:?}",
                scheme.kind
            ),
            (None, _) => format!("{self:?} fit none of the security schemes {schemes:?}"),
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Basic(_) => "Credentials(basic)",
            Kind::Bearer(_) => "Credentials(bearer)",
            Kind::ApiKey(_) => "Credentials(api key)",
            Kind::Source(_) => "Credentials(token source)",
        })
    }
}

/// Gives out tokens: from a file that changes, a vault, or a login of one's own.
#[cfg(not(target_family = "wasm"))]
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is good now. Asked before each attempt, so keep it for as long as it is good.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Secret, BoxError>>;

    /// The server refused this token with 401: the next must be another.
    fn refused(&self, token: &Secret) {
        let _ = token;
    }
}

/// Gives out tokens: from a file that changes, a vault, or a login of one's own.
#[cfg(target_family = "wasm")]
pub trait TokenSource: 'static {
    /// A token that is good now. Asked before each attempt, so keep it for as long as it is good.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Secret, BoxError>>;

    /// The server refused this token with 401: the next must be another.
    fn refused(&self, token: &Secret) {
        let _ = token;
    }
}

/// What a token is asked for.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    pub scheme: &'a SecurityScheme,
    /// The scopes that the operation needs.
    pub scopes: &'a [&'a str],
    /// For a source that must send requests of its own.
    pub transport: &'a Arc<dyn Transport>,
    /// The API's server, to which the document's URLs may be relative.
    pub server: &'a BaseUrl,
}

/// What credentials add to a request.
#[derive(Default)]
pub(crate) struct Authorization {
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// `key=value` pairs, percent-encoded.
    pub(crate) query: Vec<String>,
    pub(crate) cookies: Vec<String>,
    /// The tokens that came from a source, which hears of it if they are refused.
    pub(crate) tokens: Tokens,
}

/// Tokens, each with its source.
pub(crate) type Tokens = Vec<(Arc<dyn TokenSource>, Secret)>;

/// Credentials for one scheme that an operation needs.
pub(crate) struct Chosen<'a> {
    scheme: &'static SecurityScheme,
    scopes: &'static [&'static str],
    credentials: &'a Credentials,
}

/// The first alternative that the credentials satisfy. An operation that anybody may call gets credentials if there are any.
pub(crate) fn choose<'a>(
    api: &ApiInfo,
    operation: &Operation,
    credentials: &'a [Credentials],
) -> Result<Vec<Chosen<'a>>, String> {
    let satisfy = |alternative: &&'static [SchemeUse]| -> Option<Vec<Chosen<'a>>> {
        let mut chosen = Vec::new();
        for used in *alternative {
            let scheme = api.schemes.get(used.scheme)?;
            if scheme.kind == SchemeKind::MutualTls {
                continue;
            }
            let credentials = credentials
                .iter()
                .rev()
                .find(|credentials| credentials.fit(scheme))?;
            chosen.push(Chosen {
                scheme,
                scopes: used.scopes,
                credentials,
            });
        }
        Some(chosen)
    };
    let mut alternatives = operation
        .security
        .iter()
        .filter(|alternative| !alternative.is_empty());
    if let Some(chosen) = alternatives.find_map(satisfy) {
        return Ok(chosen);
    }
    let anybody = operation.security.is_empty()
        || operation
            .security
            .iter()
            .any(|alternative| alternative.is_empty());
    if anybody {
        Ok(Vec::new())
    } else {
        Err(needed(api, operation))
    }
}

/// What an operation needs, in words: "needs `a`, or `b` and `c`".
fn needed(api: &ApiInfo, operation: &Operation) -> String {
    let name = |used: &SchemeUse| {
        api.schemes
            .get(used.scheme)
            .map_or_else(String::new, |it| format!("`{}`", it.name))
    };
    let all = |alternative: &&[SchemeUse]| {
        alternative
            .iter()
            .map(name)
            .collect::<Vec<_>>()
            .join(" and ")
    };
    let alternatives: Vec<_> = operation.security.iter().map(all).collect();
    format!(
        "it needs {}: give them to the client's builder with `credentials`",
        alternatives.join(", or ")
    )
}

/// What the chosen credentials add to a request.
pub(crate) async fn authorize(
    chosen: &[Chosen<'_>],
    transport: &Arc<dyn Transport>,
    server: &BaseUrl,
) -> Result<Authorization, BoxError> {
    let mut authorization = Authorization::default();
    for Chosen {
        scheme,
        scopes,
        credentials,
    } in chosen
    {
        let token = match &credentials.kind {
            Kind::Basic(value) => {
                authorization
                    .headers
                    .push((header::AUTHORIZATION, value.clone()?));
                continue;
            }
            Kind::Bearer(token) | Kind::ApiKey(token) => token.clone(),
            Kind::Source(source) => {
                let token = source
                    .token(TokenRequest {
                        scheme,
                        scopes,
                        transport,
                        server,
                    })
                    .await?;
                authorization
                    .tokens
                    .push((Arc::clone(source), token.clone()));
                token
            }
        };
        authorization.place(scheme, &token)?;
    }
    Ok(authorization)
}

impl Authorization {
    fn place(&mut self, scheme: &SecurityScheme, token: &Secret) -> Result<(), BoxError> {
        let token = token.expose();
        match scheme.kind {
            SchemeKind::ApiKey {
                location: KeyLocation::Header,
                name,
            } => self.header(name.parse()?, token),
            SchemeKind::ApiKey {
                location: KeyLocation::Query,
                name,
            } => {
                self.query.push(format!(
                    "{}={}",
                    parameter::encode(name),
                    parameter::encode(token)
                ));
                Ok(())
            }
            SchemeKind::ApiKey {
                location: KeyLocation::Cookie,
                name,
            } => {
                self.cookies.push(format!(
                    "{}={}",
                    parameter::encode(name),
                    parameter::encode(token)
                ));
                Ok(())
            }
            SchemeKind::Http { scheme } => {
                self.header(header::AUTHORIZATION, &format!("{scheme} {token}"))
            }
            SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
                self.header(header::AUTHORIZATION, &format!("Bearer {token}"))
            }
            SchemeKind::Basic | SchemeKind::MutualTls => Ok(()),
        }
    }

    fn header(&mut self, name: HeaderName, text: &str) -> Result<(), BoxError> {
        self.headers.push((name, secret_value(text)?));
        Ok(())
    }
}

fn basic(username: &str, password: &Secret) -> Result<HeaderValue, &'static str> {
    if username.contains(':') {
        return Err("a user's name must not have a colon");
    }
    let pair = STANDARD.encode(format!("{username}:{}", password.expose()));
    secret_value(&format!("Basic {pair}"))
}

fn secret_value(text: &str) -> Result<HeaderValue, &'static str> {
    // The error of the conversion doesn't quote the text, and neither do we.
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| "the secret has a character that a header cannot carry")?;
    value.set_sensitive(true);
    Ok(value)
}
