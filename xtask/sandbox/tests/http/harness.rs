//! A sandbox with a clock that stands still, a client for it, and plain HTTP for what the client
//! would not send.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sandbox::{Clock, ManualClock, PASSWORD, Sandbox, Service, USER};
use serde_json::Value;
use time::OffsetDateTime;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
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

/// A request in plain HTTP. It starts as a signed change with a body of JSON.
pub(crate) struct Plain {
    base_url: String,
    method: &'static str,
    path: &'static str,
    headers: BTreeMap<&'static str, String>,
    body: Vec<u8>,
}

/// What plain HTTP brought back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
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
    pub(crate) async fn send(&self, body: &str) -> Answer {
        self.plain(body).send().await
    }

    /// A change with that body, to be sent in plain HTTP.
    pub(crate) fn plain(&self, body: impl Into<Vec<u8>>) -> Plain {
        let credentials = STANDARD.encode(format!("{USER}:{PASSWORD}"));
        let headers = [
            ("authorization", format!("Basic {credentials}")),
            ("content-type", "application/json".to_owned()),
        ];
        Plain {
            base_url: self.base_url.clone(),
            method: "PATCH",
            path: "/resi/token",
            headers: headers.into(),
            body: body.into(),
        }
    }
}

impl Plain {
    pub(crate) fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    pub(crate) fn path(mut self, path: &'static str) -> Self {
        self.path = path;
        self
    }

    /// Sets a header, or leaves it out.
    pub(crate) fn header(mut self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.headers.insert(name, value.to_owned()),
            None => self.headers.remove(name),
        };
        self
    }

    pub(crate) async fn send(self) -> Answer {
        let address = self.base_url.trim_start_matches("http://");
        let (host, base) = address.split_at(address.find('/').expect("the base has a path"));
        let mut head = format!(
            "{} {base}{} HTTP/1.1\r\nhost: {host}\r\n",
            self.method, self.path
        );
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.headers.contains_key("content-length") {
            head += &format!("content-length: {}\r\n", self.body.len());
        }
        head += "connection: close\r\n\r\n";

        let mut stream = TcpStream::connect(host).await.expect("the sandbox listens");
        stream
            .write_all(head.as_bytes())
            .await
            .expect("the head is taken");
        stream
            .write_all(&self.body)
            .await
            .expect("the body is taken");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .await
            .expect("the answer is text");
        Answer::read(&answer)
    }
}

impl Answer {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .expect("a status");
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").expect("a name and a value");
            (name.to_owned(), value.to_owned())
        };
        Self {
            status: status.parse().expect("a number"),
            headers: lines.map(header).collect(),
            body: serde_json::from_str(body).expect("JSON"),
        }
    }

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
