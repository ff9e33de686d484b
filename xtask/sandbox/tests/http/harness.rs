//! A sandbox with a clock that stands still, a client for it, and plain HTTP for what the client
//! would not send.

use std::sync::Arc;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use sandbox::{Clock, ManualClock, PASSWORD, Sandbox, Service, USER};
use serde_json::Value;
use time::OffsetDateTime;
use unknown_proxies::operations::ModifyTokenError;
use unknown_proxies::{Client, Credentials, Error, ModifyTokenRequest, ResidentialToken};

/// When the source document's example was last changed; its token is active then.
pub(crate) const NOW: i64 = 1_754_843_968;

/// Everything that a test needs.
pub(crate) struct Harness {
    pub(crate) base_url: String,
    pub(crate) clock: ManualClock,
    pub(crate) service: Arc<Service>,
    pub(crate) client: Client,
}

/// What plain HTTP brought back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Harness {
    /// Starts a sandbox on a free port; it ends with the test.
    pub(crate) async fn start() -> Self {
        let clock = ManualClock::new(at(NOW));
        let service = Service::open(None, Clock::from(&clock)).expect("no file is involved");
        let sandbox = Sandbox::bind(0, service)
            .await
            .expect("loopback has a free port");
        let (base_url, service) = (sandbox.base_url(), sandbox.service());
        tokio::spawn(sandbox.serve(std::future::pending()));
        let client = client(&base_url);
        Self {
            base_url,
            clock,
            service,
            client,
        }
    }

    /// Sends a change through the generated client.
    pub(crate) async fn modify(
        &self,
        request: &ModifyTokenRequest,
    ) -> Result<ResidentialToken, Error<ModifyTokenError>> {
        Ok(self.client.modify_token(request).await?.into_body())
    }

    /// Sends any text as the body of a change, with the right credentials.
    pub(crate) async fn send(&self, body: impl Into<String>) -> Answer {
        let request = reqwest::Client::new()
            .patch(self.url())
            .basic_auth(USER, Some(PASSWORD))
            .header("content-type", "application/json")
            .body(body.into());
        answer(request).await
    }

    /// Where tokens are changed.
    pub(crate) fn url(&self) -> String {
        format!("{}/resi/token", self.base_url)
    }
}

impl Answer {
    /// The place and the keyword of each violation.
    pub(crate) fn violations(&self) -> Vec<(&str, &str)> {
        let list = self.body["violations"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        list.iter()
            .map(|violation| {
                let text = |key: &str| violation[key].as_str().expect("a text");
                (text("pointer"), text("keyword"))
            })
            .collect()
    }
}

/// A client for that address, with the sandbox's credentials.
pub(crate) fn client(base_url: &str) -> Client {
    Client::builder()
        .server(base_url)
        .credentials(Credentials::basic(USER, PASSWORD))
        .build()
        .expect("the address is whole")
}

/// Sends a request, and reads what comes back as JSON.
pub(crate) async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("the sandbox answers");
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.expect("the body is text");
    let body = serde_json::from_str(&text).expect("the body is JSON");
    Answer {
        status,
        headers,
        body,
    }
}

/// The status and the problem's detail of a change that the server refused.
pub(crate) fn refused(error: &Error<ModifyTokenError>) -> (u16, String) {
    let Error::Api { status, raw, .. } = error else {
        panic!("not the server's refusal: {error}")
    };
    let problem: Value = serde_json::from_slice(raw).expect("a problem");
    (
        status.as_u16(),
        problem["detail"].as_str().unwrap_or_default().to_owned(),
    )
}

/// The place and the keyword of each violation of a change that was never sent.
pub(crate) fn invalid(error: &Error<ModifyTokenError>) -> Vec<(&str, &str)> {
    let Error::Invalid { violations, .. } = error else {
        panic!("not the client's refusal: {error}")
    };
    violations
        .iter()
        .map(|violation| (violation.pointer.as_str(), violation.keyword))
        .collect()
}

/// That second, counted from 1970.
pub(crate) fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).expect("a date of this century")
}
