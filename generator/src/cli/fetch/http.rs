//! An address to the bytes that its server sends, within limits.

use std::time::Duration;

use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use super::address::Address;
use crate::source::LoadError;

/// The most redirects that are followed.
const REDIRECTS: usize = 5;

/// What speaks HTTP.
pub(super) struct Client {
    max_bytes: usize,
    max_seconds: u64,
}

impl Client {
    pub(super) fn new(max_bytes: usize, max_seconds: u64) -> Self {
        Self {
            max_bytes,
            max_seconds,
        }
    }

    /// Gets what an address has, by redirects that lead where `check` allows.
    pub(super) fn get(
        &self,
        address: &Address,
        check: impl Fn(&Address) -> Result<(), String>,
    ) -> Result<Vec<u8>, LoadError> {
        let mut at = address.clone();
        for _ in 0..=REDIRECTS {
            let mut response = self
                .agent(&at)
                .get(at.secret())
                .header("accept", "application/yaml, application/json, */*;q=0.5")
                .call()
                .map_err(|error| self.failure(&error))?;
            let status = response.status();
            let location = response.headers().get("location");
            if let (true, Some(location)) = (status.is_redirection(), location) {
                let location = location.to_str().unwrap_or_default();
                let next = at.redirected(location).and_then(|next| {
                    check(&next)?;
                    Ok(next)
                });
                at = next.map_err(|reason| other(format!("it is redirected: {reason}")))?;
                continue;
            }
            if !status.is_success() {
                return Err(other(format!("the server answers {status}")));
            }
            let limit = u64::try_from(self.max_bytes).unwrap_or(u64::MAX);
            let body = response.body_mut().with_config().limit(limit);
            return body.read_to_vec().map_err(|error| self.failure(&error));
        }
        Err(other(format!(
            "it is redirected more than {REDIRECTS} times"
        )))
    }

    fn agent(&self, address: &Address) -> Agent {
        let certificates = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        // A proxy is not asked for what is on this machine.
        let proxy = match address.is_plain() {
            true => None,
            false => Proxy::try_from_env(),
        };
        let config = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(self.max_seconds)))
            // Each is judged here before it is followed.
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(proxy)
            .tls_config(certificates.build())
            .user_agent(concat!("faircopy/", env!("CARGO_PKG_VERSION")));
        config.build().into()
    }

    /// What went wrong, in words without the address, which may hold what is not shown.
    fn failure(&self, error: &ureq::Error) -> LoadError {
        match error {
            ureq::Error::BodyExceedsLimit(_) => LoadError::TooLarge(self.max_bytes),
            ureq::Error::Timeout(_) => other(format!(
                "it takes more than {} seconds (raise the limit with `--max-seconds`)",
                self.max_seconds
            )),
            ureq::Error::Io(error) => other(error.to_string()),
            ureq::Error::HostNotFound => other("there is no such host".to_owned()),
            ureq::Error::ConnectionFailed => other("the server cannot be reached".to_owned()),
            ureq::Error::BadUri(_) => other("it is not an address".to_owned()),
            error => other(error.to_string()),
        }
    }
}

fn other(reason: String) -> LoadError {
    LoadError::Other(reason)
}
