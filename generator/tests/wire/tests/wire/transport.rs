//! A transport that keeps the bytes of requests, and answers what a test says.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use faircopy_runtime::platform::BoxFuture;
use faircopy_runtime::transport::{Body, Transport, TransportError};
use wire::Client;

/// A request, as it would be written.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The path and the query.
    pub target: String,
    pub headers: http::HeaderMap,
    pub body: Bytes,
}

impl Sent {
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        std::str::from_utf8(value.as_bytes()).ok()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The parts of a multipart body: their headers and their text.
    pub fn parts(&self) -> Vec<(String, String)> {
        let kind = self.header("content-type").unwrap();
        let boundary = kind.split("boundary=").nth(1).unwrap();
        let boundary = boundary.split(';').next().unwrap();
        let mark = format!("--{boundary}");
        let parts = self.text().split(&mark);
        let parts = parts.map(|part| part.strip_prefix("\r\n").unwrap_or(part));
        let parts = parts.filter(|part| !part.is_empty() && !part.starts_with("--"));
        let split = |part: &str| {
            let (head, text) = part.split_once("\r\n\r\n").unwrap();
            let text = text.strip_suffix("\r\n").unwrap_or(text);
            (head.to_owned(), text.to_owned())
        };
        parts.map(split).collect()
    }
}

/// What is answered: a status, lines of headers, and a body.
#[derive(Clone, Default)]
pub struct Answer {
    pub headers: Vec<(&'static str, &'static [u8])>,
    pub body: &'static str,
}

#[derive(Clone, Default)]
pub struct Wire {
    sent: Arc<Mutex<Vec<Sent>>>,
    answer: Answer,
    /// By default what the answer asks for.
    status: Option<u16>,
}

impl Wire {
    pub fn answering(answer: Answer) -> Self {
        Self {
            answer,
            ..Self::default()
        }
    }

    pub fn with_status(self, status: u16) -> Self {
        Self {
            status: Some(status),
            ..self
        }
    }

    pub fn client(&self) -> Client {
        Client::builder().transport(self.clone()).build().unwrap()
    }

    /// A client that judges what comes back.
    pub fn strict_client(&self) -> Client {
        let client = Client::builder().transport(self.clone());
        client.strict_responses(true).build().unwrap()
    }

    /// The only request.
    pub fn only(&self) -> Sent {
        let mut sent = self.sent.lock().unwrap();
        assert_eq!(sent.len(), 1);
        sent.pop().unwrap()
    }

    pub fn is_silent(&self) -> bool {
        self.sent.lock().unwrap().is_empty()
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let (head, body) = request.into_parts();
        let target = head.uri.path_and_query().unwrap().to_string();
        self.sent.lock().unwrap().push(Sent {
            target,
            headers: head.headers,
            body: body.into_bytes().unwrap(),
        });
        let status = match self.answer.body {
            "" if self.answer.headers.is_empty() => 204,
            _ => 200,
        };
        let mut response = http::Response::builder().status(self.status.unwrap_or(status));
        for (name, value) in &self.answer.headers {
            response = response.header(*name, *value);
        }
        let response = response.body(Body::from(self.answer.body)).unwrap();
        Box::pin(async move { Ok(response) })
    }
}
