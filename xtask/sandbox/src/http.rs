//! The service over HTTP: the generated server, with the rules that no schema says.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use unknown_proxies::runtime::Secret;
use unknown_proxies::server::residential::{self, ResidentialApi, modify_token};
use unknown_proxies::server::{Asked, Denied, Failure, Identity, Security, Server, guard, same};

use crate::problem::Problem;
use crate::service::{Refusal, Service};
use crate::{BASE_PATH, PASSWORD, USER};

/// The largest body that is read, in bytes. The largest sensible one is far smaller.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// The routes of the service.
pub(crate) fn router(service: Arc<Service>) -> Router {
    let server = Server::new()
        .serve(residential::routes(Tokens(service)))
        .guard(guard(Account))
        .body_bytes(MAX_BODY)
        .refuse(|refusal| Some(Problem::of(refusal).into_response()));
    Router::new()
        .nest(BASE_PATH, server.router())
        .fallback(async || Problem::nowhere().into_response())
}

struct Tokens(Arc<Service>);

impl ResidentialApi for Tokens {
    async fn modify_token(
        &self,
        request: modify_token::Request,
    ) -> Result<modify_token::Reply, Failure> {
        let service = Arc::clone(&self.0);
        // Keeping a change may have to wait for the disk, which must not hold up other requests.
        let token = tokio::task::spawn_blocking(move || service.modify(&request.body));
        let token = token.await?.map_err(Problem::from)?;
        Ok(token.into())
    }
}

/// The one account.
struct Account;

impl Security for Account {
    async fn basic_auth(
        &self,
        user: String,
        password: Secret,
        _: Asked<'_>,
    ) -> Result<Identity, Denied> {
        // How long a comparison takes must not tell how much of a guess is right.
        match same(&user, USER) & same(password.expose(), PASSWORD) {
            true => Ok(Identity::new(())),
            false => Err(Denied::Unauthorized),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownToken => Self::new(StatusCode::NOT_FOUND, "There is no such token."),
            Refusal::NotAllowed(violations) => Self::conflict(&violations),
            Refusal::NotSaved(error) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                format!("The change could not be saved: {error}."),
            ),
        }
    }
}
