//! A user's tokens onto calls: kept while they are good, refreshed once for all who wait, in a store of the program's.

#![cfg(all(feature = "login", not(target_family = "wasm")))]

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::credentials::oauth2::app::{App, OAuthError, UserTokens};
use crate::credentials::{Credentials, TokenRequest, TokenSource};
use crate::platform::{BoxError, BoxFuture};
use crate::transport::Transport;
use crate::value::secret::Secret;

/// Where a user's tokens are kept: a file, a keyring, a database that several processes share.
///
/// Tokens are loaded again before they are refreshed, and where a refresh is refused, since another process may
/// have been faster.
pub trait TokenStore: Send + Sync + 'static {
    /// The tokens that were saved last, if there are any.
    fn load(&self) -> BoxFuture<'_, Result<Option<UserTokens>, BoxError>>;

    /// Keeps tokens in place of those before.
    fn save<'a>(&'a self, tokens: &'a UserTokens) -> BoxFuture<'a, Result<(), BoxError>>;

    /// Keeps other processes from refreshing until what it gives is dropped: a lock of a file or of a row, say.
    ///
    /// Many providers take all tokens of a user back when a refresh token comes twice, as it does where two
    /// processes use it at the same time. Nothing is locked unless a store does.
    fn lock(&self) -> BoxFuture<'_, Result<Box<dyn Send>, BoxError>> {
        Box::pin(async { Ok(Box::new(()) as Box<dyn Send>) })
    }
}

/// A store that lasts as long as the program.
#[derive(Default)]
pub struct MemoryStore(Mutex<Option<UserTokens>>);

impl MemoryStore {
    /// A store that has tokens already.
    pub fn of(tokens: UserTokens) -> Self {
        Self(Mutex::new(Some(tokens)))
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<UserTokens>, BoxError>> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tokens = tokens.clone();
        Box::pin(async move { Ok(tokens) })
    }

    fn save<'a>(&'a self, tokens: &'a UserTokens) -> BoxFuture<'a, Result<(), BoxError>> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens.clone());
        Box::pin(async { Ok(()) })
    }
}

/// Calls as a user who has logged in.
///
/// However many calls need a new token at the same time, it is asked for once; and if that fails, it fails for all
/// of them.
///
/// ```
/// use faircopy_runtime::credentials::Credentials;
/// use faircopy_runtime::credentials::oauth2::app::{App, UserTokens};
/// use faircopy_runtime::credentials::oauth2::user::{MemoryStore, User};
///
/// fn credentials(app: App, tokens: UserTokens) -> Credentials {
///     User::new(app, MemoryStore::of(tokens)).into()
/// }
/// ```
pub struct User<S> {
    app: App,
    store: S,
    kept: Mutex<Option<UserTokens>>,
    /// The last token that a server refused, however long it said to be good.
    refused: Mutex<Option<String>>,
    /// Held by the one who refreshes, with what came of it if that was a failure.
    refreshing: tokio::sync::Mutex<Option<String>>,
    /// How often somebody refreshed, so that those who waited know whether it was done for them.
    refreshed: AtomicU64,
}

impl<S: TokenStore> User<S> {
    pub fn new(app: App, store: S) -> Self {
        Self {
            app,
            store,
            kept: Mutex::default(),
            refused: Mutex::default(),
            refreshing: tokio::sync::Mutex::default(),
            refreshed: AtomicU64::new(0),
        }
    }

    /// A token at hand that is still good.
    fn kept(&self) -> Option<Secret> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let tokens = kept.as_ref().filter(|tokens| self.is_good(tokens))?;
        Some(tokens.access.clone())
    }

    fn is_good(&self, tokens: &UserTokens) -> bool {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.is_good() && refused.as_deref() != Some(tokens.access.expose())
    }

    fn keep(&self, tokens: UserTokens) -> Secret {
        let access = tokens.access.clone();
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens);
        access
    }

    async fn get(&self, transport: &dyn Transport) -> Result<Secret, BoxError> {
        if let Some(token) = self.kept() {
            return Ok(token);
        }
        let before = self.refreshed.load(Ordering::Acquire);
        let mut failure = self.refreshing.lock().await;
        if let Some(token) = self.kept() {
            return Ok(token);
        }
        if self.refreshed.load(Ordering::Acquire) != before
            && let Some(message) = &*failure
        {
            return Err(message.clone().into());
        }
        let token = self.renew(transport).await;
        self.refreshed.fetch_add(1, Ordering::Release);
        *failure = token.as_ref().err().map(ToString::to_string);
        Ok(token?)
    }

    /// A token that is good, from the store or by a refresh.
    async fn renew(&self, transport: &dyn Transport) -> Result<Secret, OAuthError> {
        let mut tried: Option<Secret> = None;
        let _locked = self.store.lock().await.map_err(OAuthError::Other)?;
        loop {
            let stored = self.store.load().await.map_err(OAuthError::Other)?;
            let stored = stored.ok_or(OAuthError::LoginNeeded)?;
            if self.is_good(&stored) {
                return Ok(self.keep(stored));
            }
            let refresh = stored.refresh.ok_or(OAuthError::LoginNeeded)?;
            if tried.is_some_and(|tried| tried.expose() == refresh.expose()) {
                return Err(OAuthError::LoginNeeded);
            }
            match self.app.refresh(transport, &refresh).await {
                Ok(mut tokens) => {
                    tokens.id = tokens.id.or(stored.id);
                    self.store.save(&tokens).await.map_err(OAuthError::Other)?;
                    return Ok(self.keep(tokens));
                }
                // Another process may have used it up, and saved what it got.
                Err(error) if error.is("invalid_grant") => tried = Some(refresh),
                Err(error) => return Err(error),
            }
        }
    }
}

impl<S: TokenStore> TokenSource for User<S> {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin(self.get(&**request.transport))
    }

    fn refused(&self, token: &Secret) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        *refused = Some(token.expose().to_owned());
    }
}

impl<S: TokenStore> From<User<S>> for Credentials {
    fn from(user: User<S>) -> Self {
        Self::token_source(user)
    }
}

impl<S> fmt::Debug for User<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}
