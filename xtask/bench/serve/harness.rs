//! One request, sent to a server again and again in memory, or served on loopback. `cargo xtask bench serve` puts it
//! beside each server that it measures.
//!
//! ```text
//! PROGRAM show SUBJECT BODY        prints the status and the body of the reply
//! PROGRAM run SUBJECT BODY N       sends N times
//! PROGRAM nothing SUBJECT BODY N   makes N requests, and reads as many replies that are there already
//! PROGRAM serve SUBJECT            prints an address, and answers there until its input ends
//! ```
//!
//! `SUBJECT` is `token` or `survey`, and `BODY` a file.

use std::io::Read as _;
use std::process::ExitCode;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use axum::serve::ListenerExt as _;
use tower_service::Service as _;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) fn main(router: fn(&str) -> Router) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime.map_err(Into::into).and_then(|runtime| match arguments[..] {
        ["show", subject, body] => runtime.block_on(show(&Template::new(subject, body)?, router(subject))),
        ["run", subject, body, rounds] => {
            runtime.block_on(run(&Template::new(subject, body)?, &router(subject), rounds.parse()?))
        }
        ["nothing", subject, body, rounds] => {
            runtime.block_on(nothing(&Template::new(subject, body)?, &router(subject), rounds.parse()?))
        }
        ["serve", subject] => runtime.block_on(serve(router(subject))),
        _ => Err("one of `show`, `run`, `nothing`, `serve`".into()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A request that is made again and again.
struct Template {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Template {
    fn new(subject: &str, body: &str) -> Outcome<Self> {
        let body = Bytes::from(std::fs::read(body)?);
        let (method, path) = match subject {
            "token" => (Method::PATCH, "/resi/token"),
            "survey" => (Method::POST, "/surveys"),
            _ => return Err(format!("no subject `{subject}`").into()),
        };
        let headers = [
            (header::HOST, "127.0.0.1:8080"),
            (header::AUTHORIZATION, "Basic dXNlcjpzZWNyZXQ="),
            (header::CONTENT_TYPE, "application/json"),
            (header::ACCEPT, "application/json, */*;q=0.1"),
            (header::USER_AGENT, "bench"),
        ];
        let mut headers: HeaderMap = headers
            .map(|(name, value)| (name, HeaderValue::from_static(value)))
            .into_iter()
            .collect();
        headers.insert(header::CONTENT_LENGTH, body.len().into());
        Ok(Self { method, uri: path.parse()?, headers, body })
    }

    fn request(&self) -> Request<Body> {
        let mut request = Request::new(Body::from(self.body.clone()));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }
}

async fn answer(template: &Template, router: &Router) -> Outcome<(StatusCode, Bytes)> {
    let response = router.clone().call(template.request()).await?;
    read(response).await
}

async fn read(response: Response<Body>) -> Outcome<(StatusCode, Bytes)> {
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
    Ok((status, body))
}

async fn show(template: &Template, router: Router) -> Outcome<()> {
    let (status, body) = answer(template, &router).await?;
    println!("{} {}", status.as_u16(), std::str::from_utf8(&body)?);
    Ok(())
}

async fn run(template: &Template, router: &Router, rounds: u32) -> Outcome<()> {
    for _ in 0..rounds {
        let (status, _) = answer(template, router).await?;
        if status != StatusCode::OK {
            return Err(format!("the reply is {status}").into());
        }
    }
    Ok(())
}

async fn nothing(template: &Template, router: &Router, rounds: u32) -> Outcome<()> {
    let (status, body) = answer(template, router).await?;
    for _ in 0..rounds {
        std::hint::black_box(template.request());
        let mut response = Response::new(Body::from(body.clone()));
        *response.status_mut() = status;
        read(std::hint::black_box(response)).await?;
    }
    Ok(())
}

async fn serve(router: Router) -> Outcome<()> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?);
    // Whoever started this process ends it by letting go.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).await?;
    Ok(())
}
