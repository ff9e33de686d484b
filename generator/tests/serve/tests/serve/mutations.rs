//! Requests of every operation, changed at random: whatever arrives is answered, and no fault is the server's.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use serve::product::{ENCODINGS, KINDS, Place};
use serve::server::{InMemory, Mock};
use tower_service::Service as _;

use crate::service::{Service, router, served};

/// How often each request is changed.
const ROUNDS: usize = 100;

/// What mutations put in: what some reader on the way treats as special.
const PIECES: [&[u8]; 38] = [
    b"%",
    b"%00",
    b"%ff",
    b"%2F",
    b"%c3%28",
    b"&",
    b"=",
    b"+",
    b"[",
    b"]",
    b"[0]",
    b"[x][y]",
    b",",
    b";",
    b"|",
    b".",
    b"/",
    b"//",
    b"{",
    b"}",
    b"\"",
    b"\\u0000",
    b"\\ud800",
    b"null",
    b"-0",
    b"1e999",
    b"-1e-999",
    b"18446744073709551616",
    b"0x10",
    b"NaN",
    b"\r\n",
    b"\r\n--b\r\n",
    b"--b--",
    b"\0",
    b"\xff",
    "\u{2028}".as_bytes(),
    b"\x1e",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];

/// A request, in parts that are changed one by one.
#[derive(Clone, Debug)]
struct Raw {
    method: Method,
    uri: Vec<u8>,
    headers: Vec<(HeaderName, Vec<u8>)>,
    body: Vec<u8>,
}

impl Raw {
    fn new(method: Method, uri: &str, headers: &[(&'static str, &str)], body: &str) -> Self {
        let headers = headers.iter();
        let headers =
            headers.map(|(name, value)| (HeaderName::from_static(name), value.as_bytes().to_vec()));
        Self {
            method,
            uri: uri.as_bytes().to_vec(),
            headers: headers.collect(),
            body: body.as_bytes().to_vec(),
        }
    }

    /// The request, unless it is none that HTTP could carry.
    fn request(&self) -> Option<Request<Body>> {
        let chunks: Vec<_> = self.body.chunks(7).map(Bytes::copy_from_slice).collect();
        let chunks = chunks.into_iter().map(Ok::<_, std::io::Error>);
        let mut request = Request::new(Body::from_stream(futures_util::stream::iter(chunks)));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = Uri::try_from(&self.uri[..]).ok()?;
        for (name, value) in &self.headers {
            request
                .headers_mut()
                .append(name, HeaderValue::from_bytes(value).ok()?);
        }
        Some(request)
    }

    fn mutated(&self, random: &mut fastrand::Rng) -> Self {
        let mut raw = self.clone();
        for _ in 0..random.usize(1..4) {
            match random.usize(..8) {
                0 | 1 => mutate(&mut raw.uri, random),
                2 | 3 if !raw.headers.is_empty() => {
                    let at = random.usize(..raw.headers.len());
                    mutate(&mut raw.headers[at].1, random);
                }
                4 if !raw.headers.is_empty() => {
                    let at = random.usize(..raw.headers.len());
                    match random.bool() {
                        true => drop(raw.headers.remove(at)),
                        false => raw.headers.push(raw.headers[at].clone()),
                    }
                }
                5 if random.u8(..8) == 0 => {
                    let methods = [
                        Method::GET,
                        Method::HEAD,
                        Method::PUT,
                        Method::PATCH,
                        Method::OPTIONS,
                    ];
                    raw.method = methods[random.usize(..methods.len())].clone();
                }
                _ => mutate(&mut raw.body, random),
            }
        }
        raw
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut fastrand::Rng) {
    let at = random.usize(..=bytes.len());
    let end = (at + random.usize(..9)).min(bytes.len());
    match random.usize(..6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << random.u8(..8),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        3 => bytes.truncate(at),
        _ => {
            let piece = PIECES[random.usize(..PIECES.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
    }
}

/// What a client of the document sends: of the product of places, styles and kinds, every encoding.
async fn sent() -> Vec<Raw> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let seeing = Arc::clone(&seen);
    let recorder = axum::Router::new().fallback(move |request: Request<Body>| {
        let seeing = Arc::clone(&seeing);
        async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            let headers = parts.headers.iter();
            seeing.lock().unwrap().push(Raw {
                method: parts.method,
                uri: parts.uri.to_string().into_bytes(),
                headers: headers
                    .map(|(name, value)| (name.clone(), value.as_bytes().to_vec()))
                    .collect(),
                body: body.to_vec(),
            });
            http::StatusCode::NO_CONTENT
        }
    });
    let client = serve::Client::builder()
        .transport(InMemory::new(recorder))
        .build()
        .unwrap();
    let served = ENCODINGS.iter().filter(|it| it.place != Place::Part);
    for (encoding, kind) in served.zip(KINDS.iter().cycle()) {
        let place = format!("{:?}", encoding.place).to_lowercase();
        let operation = format!("{place}_{}", encoding.name);
        if let Some(call) = serve::calls::call(&client, &operation, kind.name) {
            // What it cannot write, it does not send.
            let _ = call.await;
        }
    }
    std::mem::take(&mut *seen.lock().unwrap())
}

/// Requests that are right, of all other operations but the one that is not served.
fn written() -> Vec<Raw> {
    let json = ("content-type", "application/json");
    let accept = ("accept", "text/csv, application/json;q=0.5");
    let multipart = ("content-type", "multipart/form-data; boundary=b");
    let parts = "--b\r\ncontent-disposition: form-data; name=note\r\n\r\nhi\r\n\
        --b\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\ncontent-type: image/png\r\nx-size: 3\r\n\r\nPNG\r\n\
        --b\r\ncontent-disposition: form-data; name=point\r\ncontent-type: application/json\r\n\r\n{\"x\":1}\r\n\
        --b\r\ncontent-disposition: form-data; name=sizes\r\n\r\n4\r\n\
        --b\r\ncontent-disposition: form-data; name=\"filter[x]\"\r\n\r\n5\r\n\
        --b\r\ncontent-disposition: form-data; name=words\r\n\r\na%20b\r\n--b--\r\n";
    let mixed = "--b\r\ncontent-type: application/json\r\n\r\n{\"x\":1,\"y\":\"a\"}\r\n--b\r\n\r\nfile\r\n--b--";
    let thing = r#"{"name":"hat","size":3,"color":"red","points":[{"x":1,"y":"2"}],"secret":"hunter22","more":[null,{}]}"#;
    let query = "tag=a&tag=b&limit=5&color=green&filter%5Bname%5D=x&filter%5Bsizes%5D=1&filter%5Binner%5D%5Bx%5D=2&at=%7B%22x%22%3A1%7D";
    let get = format!("/v1/things/7?{query}");
    let trace = [("x-trace", "t"), ("cookie", "session=a%20b; other=c")];
    vec![
        Raw::new(Method::GET, &get, &trace, ""),
        Raw::new(
            Method::DELETE,
            "/v1/things/7",
            &[("authorization", "Bearer t")],
            "",
        ),
        Raw::new(
            Method::DELETE,
            "/v1/things/7",
            &[("authorization", "Basic dTpwOnc="), ("x-key", "k")],
            "",
        ),
        Raw::new(
            Method::POST,
            "/v1/things",
            &[json, ("authorization", "Bearer writer")],
            thing,
        ),
        Raw::new(Method::GET, "/v1/things?key=q&a=1&b=2", &[accept], ""),
        Raw::new(
            Method::GET,
            "/v1/things/a%2Fb.json",
            &[("accept", "image/*")],
            "",
        ),
        Raw::new(
            Method::PATCH,
            "/v1/patch",
            &[("content-type", "application/merge-patch+json")],
            r#"{"reply":"x"}"#,
        ),
        Raw::new(
            Method::PATCH,
            "/v1/patch",
            &[("content-type", "text/plain; charset=utf-8")],
            "-7",
        ),
        Raw::new(
            Method::POST,
            "/v1/form",
            &[("content-type", "application/x-www-form-urlencoded")],
            "name=a+b%26&size=3&color=red&points=%7B%22x%22%3A1%7D&secret=hunter22&more=1&more=2",
        ),
        Raw::new(
            Method::POST,
            "/v1/text",
            &[("content-type", "text/plain")],
            "ab\u{e4}",
        ),
        Raw::new(
            Method::POST,
            "/v1/bytes",
            &[("content-type", "application/octet-stream")],
            "\0\u{1}",
        ),
        Raw::new(
            Method::POST,
            "/v1/picture",
            &[("content-type", "image/png")],
            "iVBORw==",
        ),
        Raw::new(
            Method::POST,
            "/v1/lines",
            &[("content-type", "application/x-ndjson")],
            "{\"x\":1}\n\n{\"y\":\"b\"}\n",
        ),
        Raw::new(
            Method::GET,
            "/v1/events",
            &[("accept", "text/event-stream")],
            "",
        ),
        Raw::new(Method::POST, "/v1/upload", &[multipart], parts),
        Raw::new(
            Method::POST,
            "/v1/mixed",
            &[("content-type", "multipart/mixed; boundary=\"b\"")],
            mixed,
        ),
        Raw::new(
            Method::PUT,
            "/v1/crates/7?limit=5",
            &[json],
            &format!("{{\"size\":2,\"things\":[{thing}]}}"),
        ),
        Raw::new(
            Method::POST,
            "/v1/word",
            &[json, accept],
            r#"{"x":1,"y":"<"}"#,
        ),
        Raw::new(
            Method::POST,
            "/v1/xml",
            &[("content-type", "application/xml")],
            "<?xml version=\"1.0\"?><Point x='1'><y>a&#10;b</y></Point>",
        ),
    ]
}

async fn answers(service: &mut axum::Router, raw: &Raw) -> Option<(u16, Vec<u8>)> {
    let response = service.call(raw.request()?).await.unwrap();
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    Some((status, body.unwrap().to_vec()))
}

#[tokio::test]
async fn mutated_requests_are_answered_and_no_fault_is_the_servers() {
    let mut random = fastrand::Rng::with_seed(16);
    // One has handlers of its own, which read all that there is; the other has all operations.
    let mut own = router(served(&Service::default()));
    let mut mock = router(Mock::server());
    let mut seeds = written();
    let own_seeds = seeds.len();
    seeds.extend(sent().await);
    let (mut successes, mut refusals) = (0, 0);
    for (index, seed) in seeds.iter().enumerate() {
        for round in 0..ROUNDS {
            // As it is first, so that it is known to be right.
            let raw = match round {
                0 => seed.clone(),
                _ => seed.mutated(&mut random),
            };
            // Some things are there to fail.
            let is_own =
                index < own_seeds && index != 0 && !raw.uri.starts_with(b"/v1/undescribed");
            let services = match is_own {
                true => vec![&mut own, &mut mock],
                false => vec![&mut mock],
            };
            for service in services {
                let Some((status, body)) = answers(service, &raw).await else {
                    continue;
                };
                assert!(
                    status < 500,
                    "{status} for {raw:?}: {}",
                    String::from_utf8_lossy(&body)
                );
                match status < 300 {
                    true => successes += 1,
                    false => refusals += 1,
                }
                assert!(
                    round > 0 || status < 300,
                    "{status} for {seed:?}: {}",
                    String::from_utf8_lossy(&body)
                );
            }
        }
    }
    // Mutations must leave something to read, and break something.
    assert!(
        successes > 1000 && refusals > 1000,
        "{successes} successes, {refusals} refusals"
    );
}
