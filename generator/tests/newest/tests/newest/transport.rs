//! A transport that keeps requests as they would be written, and answers what a test says.

use std::sync::{Arc, Mutex};

use faircopy_runtime::platform::BoxFuture;
use faircopy_runtime::transport::{Body, Transport, TransportError};
use newest::Client;

/// What is answered: a media type and a body; 204 without one.
#[derive(Clone, Copy, Default)]
pub struct Answer {
    pub media_type: &'static str,
    pub body: &'static str,
}

#[derive(Clone, Default)]
pub struct Wire {
    sent: Arc<Mutex<Vec<String>>>,
    answer: Answer,
}

impl Wire {
    pub fn answering(media_type: &'static str, body: &'static str) -> Self {
        Self {
            answer: Answer { media_type, body },
            ..Self::default()
        }
    }

    pub fn client(&self) -> Client {
        let builder = Client::builder().transport(self.clone());
        let key = newest::Credentials::api_key("secret").for_scheme("key");
        let token = newest::Credentials::bearer("token").for_scheme("device");
        builder.credentials(key).credentials(token).build().unwrap()
    }

    /// The only request: its line, its headers that matter here, and its body.
    pub fn only(&self) -> String {
        let mut sent = self.sent.lock().unwrap();
        assert_eq!(sent.len(), 1);
        sent.pop().unwrap()
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        let (head, body) = request.into_parts();
        let target = head.uri.path_and_query().unwrap();
        let mut text = format!("{} {target}\n", head.method);
        for name in ["authorization", "content-type", "cookie", "x-key"] {
            if let Some(value) = head.headers.get(name) {
                let value = String::from_utf8_lossy(value.as_bytes());
                text += &format!("{name}: {value}\n");
            }
        }
        let body = body.into_bytes().unwrap();
        text += &format!("\n{}", String::from_utf8_lossy(&body));
        self.sent.lock().unwrap().push(text);
        let response = match self.answer.media_type {
            "" => http::Response::builder().status(204),
            media_type => http::Response::builder().header("content-type", media_type),
        };
        let response = response.body(Body::from(self.answer.body)).unwrap();
        Box::pin(async move { Ok(response) })
    }
}
