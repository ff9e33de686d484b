//! What the service does with a request that is well-formed: the source document's rules.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;
use unknown_proxies::{
    ModifyTokenRequest, ResidentialToken, TokenStatus, ValidateAgainst, Violations,
};

use crate::clock::Clock;
use crate::seed;
use crate::store::Store;

/// The tokens, and what may be done to them.
#[derive(Debug)]
pub struct Service {
    clock: Clock,
    store: Mutex<Store>,
}

/// Why a change did not happen.
#[derive(Debug)]
pub enum Refusal {
    /// There is no token of that name.
    UnknownToken,
    /// The change breaks what the document states of changes.
    NotAllowed(Violations),
    /// The change could not be written to the state file.
    NotSaved(io::Error),
}

impl Service {
    /// A service with the tokens of `state`, or with fresh ones where there is no such file yet.
    pub fn open(state: Option<PathBuf>, clock: Clock) -> io::Result<Self> {
        let store = Store::open(state, seed::tokens(clock.now()))?;
        Ok(Self {
            clock,
            store: Mutex::new(store),
        })
    }

    /// Changes a token; a refusal changes nothing.
    ///
    /// The request is taken to be valid. Its password is left aside: the source document says that
    /// a password cannot be modified.
    pub fn modify(&self, request: &ModifyTokenRequest) -> Result<ResidentialToken, Refusal> {
        let now = self.clock.now();
        let mut store = self.store();
        let mut token = store
            .get(&request.token)
            .ok_or(Refusal::UnknownToken)?
            .clone();

        request
            .validate_against(&token)
            .map_err(Refusal::NotAllowed)?;
        if let Some(limit) = request.data_limit {
            token.data_limit = limit;
        }
        if let Some(hours) = request.duration_hours {
            token.duration_hours = hours;
        }
        if let Some(pools) = &request.allowed_pools {
            token.allowed_pools.clone_from(pools);
        }
        token.updated_at = now;
        let token = with_status(token, now);

        store.put(token.clone()).map_err(Refusal::NotSaved)?;
        Ok(token)
    }

    /// The token of that name, with its present status.
    pub fn token(&self, name: &str) -> Option<ResidentialToken> {
        let token = self.store().get(name)?.clone();
        Some(with_status(token, self.clock.now()))
    }

    /// All tokens, in the order of their names, with their present status.
    pub fn tokens(&self) -> Vec<ResidentialToken> {
        let now = self.clock.now();
        self.store()
            .iter()
            .map(|token| with_status(token.clone(), now))
            .collect()
    }

    /// Adds or replaces a token, which no request can do: this is how data gets used in a test.
    pub fn put(&self, token: ResidentialToken) -> io::Result<()> {
        self.store().put(token)
    }

    /// A panic elsewhere leaves the store whole, since it changes in one step; so it may go on.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The status follows time and usage by itself, so it is worked out whenever a token is shown.
fn with_status(mut token: ResidentialToken, now: OffsetDateTime) -> ResidentialToken {
    token.status = match token.is_expired_at(now) {
        true => TokenStatus::Inactive,
        false => TokenStatus::Active,
    };
    token
}
