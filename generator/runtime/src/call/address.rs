//! Calls to an address that somebody gives, such as those of webhooks and callbacks.

use crate::api::Operation;
use crate::call::{self, Call};
use crate::client::Client;
use crate::client::base_url::BaseUrl;

/// Starts a call to an address; generated methods do this.
///
/// What the address has of a query is sent as it is, before the pairs of parameters. The client's credentials do not go
/// there, unless it trusts the address's server.
pub fn start_at(client: &Client, operation: &'static Operation, url: &str) -> Call {
    let mut call = call::start(client, operation);
    let (url, _fragment) = url.split_once('#').unwrap_or((url, ""));
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    match BaseUrl::parse(before) {
        Ok(base) => {
            let pairs = query.split('&').filter(|pair| !pair.is_empty());
            let path = match before.split_once("://") {
                Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
                None => "/",
            };
            let pairs = pairs.map(str::to_owned).collect();
            call.0.options.address = Some((path.to_owned(), pairs));
            call.0.options.server = Some(base);
        }
        Err(error) => call.0.cannot_encode(error.into()),
    }
    call
}
