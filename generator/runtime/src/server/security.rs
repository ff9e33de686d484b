//! Who calls: the credentials of a request, judged by whoever serves, as the document combines its schemes.

use std::any::Any;
use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE, WWW_AUTHENTICATE};
use http::request::Parts;

use crate::api::{KeyLocation, SchemeKind, SchemeUse, SecurityScheme};
use crate::parameter::parse::Pairs;
use crate::platform::BoxFuture;
use crate::server::refusal::{Reason, Refusal};
use crate::server::request::Operation;
use crate::value::secret::Secret;

/// What a request shows for a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// A user's name and password.
    Basic(String, Secret),
    /// A token, a key, or what follows the name of another scheme.
    Secret(Secret),
    /// Nothing in the request itself: a certificate, which is the connection's.
    Connection,
}

impl Credential {
    /// The user's name and password.
    pub fn into_basic(self) -> (String, Secret) {
        match self {
            Self::Basic(user, password) => (user, password),
            Self::Secret(secret) => (String::new(), secret),
            Self::Connection => (String::new(), Secret::default()),
        }
    }

    /// The token or the key.
    pub fn into_secret(self) -> Secret {
        self.into_basic().1
    }
}

/// What is asked for along with a credential.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Asked<'r> {
    /// The operation that is called.
    pub operation: &'static Operation,
    /// The scopes, or roles, that it needs.
    pub scopes: &'static [&'static str],
    /// All of the request but its body; extensions hold what the connection has told.
    pub request: &'r Parts,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// The credential is none of anybody: 401.
    Unauthorized,
    /// It is somebody's who may not do this: 403.
    Forbidden,
}

/// Who somebody is, as whoever serves knows it.
#[derive(Clone)]
pub struct Identity(Arc<dyn Any + Send + Sync>);

impl Identity {
    /// What [`Caller::get`] gives to handlers.
    pub fn new<T: Send + Sync + 'static>(identity: T) -> Self {
        Self(Arc::new(identity))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}

/// Who calls: nobody that is known, or an identity for each scheme that let it in.
#[derive(Debug, Clone, Default)]
pub struct Caller(Vec<(&'static str, Identity)>);

impl Caller {
    /// The identity of a type, if there is one.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.0
            .iter()
            .find_map(|(_, identity)| identity.0.downcast_ref())
    }

    /// The names of the schemes that let it in.
    pub fn schemes(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(scheme, _)| *scheme)
    }
}

type Judge = dyn for<'r> Fn(usize, Credential, Asked<'r>) -> BoxFuture<'r, Result<Identity, Denied>>
    + Send
    + Sync;

/// Judges the credentials of all schemes of a document.
#[derive(Clone)]
pub struct Guard {
    schemes: &'static [SecurityScheme],
    judge: Arc<Judge>,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").finish_non_exhaustive()
    }
}

impl Guard {
    /// A guard of some schemes, which are told apart by their places.
    pub fn new(
        schemes: &'static [SecurityScheme],
        judge: impl for<'r> Fn(usize, Credential, Asked<'r>) -> BoxFuture<'r, Result<Identity, Denied>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self {
            schemes,
            judge: Arc::new(judge),
        }
    }

    /// Lets somebody in by the first alternative that holds, or says why none does.
    pub(crate) async fn admit(
        &self,
        operation: &'static Operation,
        request: &Parts,
    ) -> Result<Caller, Refusal> {
        let alternatives = operation.about.security;
        if alternatives.is_empty() {
            return Ok(Caller::default());
        }
        let mut denied = Denied::Unauthorized;
        let mut is_open = false;
        for alternative in alternatives {
            if alternative.is_empty() {
                is_open = true;
                continue;
            }
            match self.all(operation, request, alternative).await {
                Ok(caller) => return Ok(caller),
                Err(Denied::Forbidden) => denied = Denied::Forbidden,
                Err(Denied::Unauthorized) => {}
            }
        }
        if is_open {
            return Ok(Caller::default());
        }
        Err(match denied {
            Denied::Forbidden => Refusal::new(Reason::Forbidden),
            Denied::Unauthorized => unauthorized(operation),
        })
    }

    async fn all(
        &self,
        operation: &'static Operation,
        request: &Parts,
        alternative: &'static [SchemeUse],
    ) -> Result<Caller, Denied> {
        let mut credentials = Vec::new();
        for used in alternative {
            let scheme = self.schemes.get(used.scheme).ok_or(Denied::Unauthorized)?;
            let credential = credential(scheme.kind, request).ok_or(Denied::Unauthorized)?;
            credentials.push((used, scheme, credential));
        }
        let mut caller = Caller::default();
        for (used, scheme, credential) in credentials {
            let asked = Asked {
                operation,
                scopes: used.scopes,
                request,
            };
            let identity = (self.judge)(used.scheme, credential, asked).await?;
            caller.0.push((scheme.name, identity));
        }
        Ok(caller)
    }
}

/// Asks whoever calls an operation to show who it is, by any of its schemes.
pub(crate) fn unauthorized(operation: &Operation) -> Refusal {
    let mut challenges: Vec<String> = Vec::new();
    for used in operation.about.security.iter().copied().flatten() {
        let Some(scheme) = operation.schemes.get(used.scheme) else {
            continue;
        };
        let challenge = challenge(scheme, used.scopes);
        if !challenges.contains(&challenge) {
            challenges.push(challenge);
        }
    }
    let refusal = Refusal::new(Reason::Unauthorized);
    challenges.iter().fold(refusal, |refusal, challenge| {
        refusal.with_header(WWW_AUTHENTICATE, challenge)
    })
}

/// What `WWW-Authenticate` says of a scheme. Keys have no scheme of HTTP's, so they have a name of their own.
fn challenge(scheme: &SecurityScheme, scopes: &[&str]) -> String {
    let realm = quoted(scheme.name);
    match scheme.kind {
        SchemeKind::Basic => format!("Basic realm={realm}, charset=\"UTF-8\""),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            match scopes.is_empty() {
                true => format!("Bearer realm={realm}"),
                false => format!("Bearer realm={realm}, scope={}", quoted(&scopes.join(" "))),
            }
        }
        SchemeKind::Http { scheme } => format!("{scheme} realm={realm}"),
        SchemeKind::ApiKey { location, name } => {
            let place = match location {
                KeyLocation::Header => "header",
                KeyLocation::Query => "query",
                KeyLocation::Cookie => "cookie",
            };
            format!(
                "ApiKey realm={realm}, in=\"{place}\", name={}",
                quoted(name)
            )
        }
        SchemeKind::MutualTls => format!("MutualTLS realm={realm}"),
    }
}

/// A quoted string of HTTP.
fn quoted(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|letter| matches!(letter, ' '..='~'))
        .collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What a request shows for a scheme, if anything.
fn credential(kind: SchemeKind, request: &Parts) -> Option<Credential> {
    // Who shows an empty text shows nothing.
    let secret = |text: &str| (!text.is_empty()).then(|| Credential::Secret(Secret::new(text)));
    match kind {
        SchemeKind::Basic => {
            let decoded = STANDARD.decode(authorization(request, "basic")?).ok()?;
            let text = String::from_utf8(decoded).ok()?;
            let (user, password) = text.split_once(':')?;
            Some(Credential::Basic(user.to_owned(), Secret::new(password)))
        }
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            secret(authorization(request, "bearer")?)
        }
        SchemeKind::Http { scheme } => secret(authorization(request, scheme)?),
        SchemeKind::ApiKey { location, name } => match location {
            KeyLocation::Header => {
                let mut lines = request.headers.get_all(name).iter();
                match (lines.next(), lines.next()) {
                    (Some(line), None) => secret(std::str::from_utf8(line.as_bytes()).ok()?),
                    _ => None,
                }
            }
            KeyLocation::Query => {
                let pairs = Pairs::of_query(request.uri.query().unwrap_or_default());
                secret(&pairs.only(name).ok()??)
            }
            KeyLocation::Cookie => {
                let lines = request.headers.get_all(COOKIE).iter();
                let lines = lines.filter_map(|line| line.to_str().ok());
                secret(&Pairs::of_cookies(lines).only(name).ok()??)
            }
        },
        SchemeKind::MutualTls => Some(Credential::Connection),
    }
}

/// What follows the name of a scheme in `Authorization`, whose case does not matter.
fn authorization<'r>(request: &'r Parts, scheme: &str) -> Option<&'r str> {
    let mut lines = request.headers.get_all(AUTHORIZATION).iter();
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return None;
    };
    let (name, rest) = line.to_str().ok()?.split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

/// Whether two secrets are the same, in a time that depends on their lengths alone.
pub fn same(one: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> bool {
    let (one, other) = (one.as_ref(), other.as_ref());
    if one.len() != other.len() {
        return false;
    }
    let pairs = one.iter().zip(other);
    let differing = pairs.fold(0, |seen, (one, other)| black_box(seen | (one ^ other)));
    black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_the_same_if_all_bytes_are() {
        assert!(same("abc", "abc") && same("", ""));
        assert!(!same("abc", "abd") && !same("abc", "ab") && !same("xbc", "abc"));
    }
}
