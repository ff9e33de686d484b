//! Connections that break off, stand still or carry what is no HTTP: each is refused or closed, and others are served on.

use std::cell::Cell;
use std::net::SocketAddr;
use std::sync::Once;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use serve::server::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::service::{Service, router, served};

/// How many connections say nothing.
const IDLE: usize = 1000;

thread_local! {
    /// Panics of this thread, which is that of the test and of its server: those of a connection's task end no test.
    static PANICS: Cell<usize> = const { Cell::new(0) };
}

/// A server that listens on loopback, as long as its test runs.
struct Listening {
    address: SocketAddr,
}

impl Listening {
    async fn new(server: Server) -> Self {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let usual = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                PANICS.with(|panics| panics.set(panics.get() + 1));
                usual(panic);
            }));
        });
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router(server)).await });
        Self { address }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends what is given, and tells all that comes back until the connection is closed.
    async fn send(&self, sent: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        // The server may close the connection before it has read all.
        let _ = stream.write_all(sent.as_ref()).await;
        rest(stream).await
    }

    /// The same, and nothing follows: the way to the server is closed.
    async fn send_all(&self, sent: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        stream.write_all(sent.as_ref()).await.unwrap();
        stream.shutdown().await.unwrap();
        rest(stream).await
    }

    /// That others are served, and nothing panicked.
    async fn is_well(&self) {
        let got = self
            .send(text("text/plain", "connection: close\r\n", "fine"))
            .await;
        assert_eq!(statuses(&got), [200], "{got}");
        assert!(got.ends_with("fine"), "{got}");
        assert_eq!(PANICS.with(Cell::get), 0);
    }
}

async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is reset is closed, too.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The statuses of all responses.
fn statuses(text: &str) -> Vec<u16> {
    let heads = text.split("HTTP/1.1 ").skip(1);
    heads
        .filter_map(|head| head.get(..3)?.parse().ok())
        .collect()
}

fn text(media_type: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST /v1/text HTTP/1.1\r\nhost: a\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

#[tokio::test]
async fn bodies_that_are_slow_or_cut_are_given_up() {
    let service = Service::default();
    let server = Listening::new(served(&service).body_time(Duration::from_millis(100))).await;
    let head = "POST /v1/text HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\n";
    let got = server.send(format!("{head}abc")).await;
    assert_eq!(statuses(&got), [408], "{got}");
    assert!(got.contains("application/problem+json"), "{got}");

    // Who sends a byte now and then is no better: all of it has the same time.
    let mut stream = server.connect().await;
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reads, mut writes) = stream.into_split();
    let dripping = tokio::spawn(async move {
        while writes.write_all(b"").await.is_ok() && writes.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    });
    let mut got = Vec::new();
    let _ = reads.read_to_end(&mut got).await;
    dripping.abort();
    let got = String::from_utf8_lossy(&got);
    assert_eq!(statuses(&got), [408], "{got}");

    // What a handler reads as it arrives.
    let streamed = head
        .replace("text/plain", "application/octet-stream")
        .replace("/v1/text", "/v1/bytes");
    assert_eq!(
        statuses(&server.send(format!("{streamed}abc")).await),
        [408]
    );

    for head in [head, &streamed] {
        let got = server.send_all(format!("{head}abc")).await;
        assert!(matches!(statuses(&got)[..], [] | [400]), "{got}");
    }
    assert!(service.is_untouched());
    server.is_well().await;
}

#[tokio::test]
async fn lengths_that_are_wrong_are_refused() {
    let service = Service::default();
    let server = Listening::new(served(&service)).await;
    let with = |lengths: &str| {
        format!(
            "POST /v1/text HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\n{lengths}\r\nabcd"
        )
    };
    for lengths in [
        "content-length: x\r\n",
        "content-length: -4\r\n",
        "content-length: +4\r\n",
        "content-length: 4\r\ncontent-length: 5\r\n",
        "content-length: 99999999999999999999\r\n",
        "transfer-encoding: identity, gzip\r\n",
        "transfer-encoding: chunked, identity\r\n",
    ] {
        let got = server.send_all(with(lengths)).await;
        assert!(
            matches!(statuses(&got)[..], [] | [400] | [413] | [501]),
            "{lengths}{got}"
        );
    }
    assert!(service.is_untouched());
    // What follows a body is the next request, and here it is none.
    let got = server.send_all(with("content-length: 2\r\n")).await;
    assert!(matches!(statuses(&got)[..], [200] | [200, 400]), "{got}");
    assert_eq!(service.last(), "\"ab\"");
    // What says that it is longer than it may be is not waited for.
    let got = server.send(with("content-length: 9999999999\r\n")).await;
    assert_eq!(statuses(&got), [413], "{got}");
    server.is_well().await;
}

#[tokio::test]
async fn heads_that_are_too_large_are_refused() {
    let service = Service::default();
    let server = Listening::new(served(&service)).await;
    let long = format!("x-long: {}\r\n", "a".repeat(1 << 20));
    let many: String = (0..20_000)
        .map(|index| format!("x-{index}: {:040}\r\n", 0))
        .collect();
    let few: String = (0..99).map(|index| format!("x-{index}: a\r\n")).collect();
    for headers in [long, many, few] {
        let got = server.send(text("text/plain", &headers, "abcd")).await;
        // A client that is still writing may see no more than that the connection is reset.
        assert!(matches!(statuses(&got)[..], [] | [431]), "{got}");
    }
    let path = format!(
        "GET /v1/things/{} HTTP/1.1\r\nhost: a\r\n\r\n",
        "7".repeat(1 << 20)
    );
    let got = server.send(path).await;
    assert!(matches!(statuses(&got)[..], [] | [414] | [431]), "{got}");
    assert!(service.is_untouched());
    server.is_well().await;
}

#[tokio::test]
async fn chunks_that_are_none_are_refused() {
    let service = Service::default();
    let server = Listening::new(served(&service)).await;
    let head = "POST /v1/text HTTP/1.1\r\nhost: a\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n";
    for chunks in [
        "zz\r\nabcd\r\n0\r\n\r\n",
        "-4\r\nabcd\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nabcd",
        "4\r\nabcdef\r\n0\r\n\r\n",
        "4 4\r\nabcd\r\n0\r\n\r\n",
        "4\r\nab",
        "4\r\nabcd\r\n",
        "\r\n\r\n",
    ] {
        let got = server.send_all(format!("{head}{chunks}")).await;
        assert!(
            matches!(statuses(&got)[..], [] | [400]),
            "{chunks:?}: {got}"
        );
        assert!(service.is_untouched(), "{chunks:?}");
    }
    let got = server
        .send_all(format!(
            "{head}2;x=\"y\"\r\nab\r\n2\r\ncd\r\n0\r\nx-after: all\r\n\r\n"
        ))
        .await;
    assert_eq!(statuses(&got), [200], "{got}");
    assert_eq!(service.last(), "\"abcd\"");
    // Chunks state no length, and have the same limit.
    let chunk = format!("10000\r\n{}\r\n", "a".repeat(1 << 16));
    let got = server.send(format!("{head}{}", chunk.repeat(40))).await;
    assert!(matches!(statuses(&got)[..], [] | [413]), "{got}");
    server.is_well().await;
}

#[tokio::test]
async fn what_is_no_text_is_refused() {
    let service = Service::default();
    let server = Listening::new(served(&service)).await;
    let get = |path: &[u8], trace: &[u8]| {
        let parts: [&[u8]; 5] = [
            b"GET ",
            path,
            b" HTTP/1.1\r\nhost: a\r\nx-trace: ",
            trace,
            b"\r\nconnection: close\r\n\r\n",
        ];
        parts.concat()
    };
    for (path, trace) in [
        (&b"/v1/things/\0"[..], &b"a"[..]),
        (b"/v1/things/%00", b"a"),
        (b"/v1/things/%ff", b"a"),
        (b"/v1/things/\xff", b"a"),
        (b"/v1/things/%", b"a"),
        (b"/v1/things/7?tag=%ff", b"a"),
        (b"/v1/things/7?tag=\xff", b"a"),
        (b"/v1/things/7?filter[name]=%c3%28", b"a"),
        (b"/v1/things/7?at=%00", b"a"),
        (b"/v1/things/7", b"\xff\xfe"),
        (b"/v1/things/7", b"a\0b"),
        (b"/v1/things/7", b"a\rb"),
        (b"/v1/things/%ff.json", b"a"),
    ] {
        let got = server.send(get(path, trace)).await;
        let shown = String::from_utf8_lossy(path);
        assert_eq!(statuses(&got), [400], "{shown}: {got}");
        assert!(service.is_untouched(), "{shown}");
    }
    // A NUL is a character of a text like others, where it can be written.
    let got = server.send(get(b"/v1/things/a%00b.json", b"a")).await;
    assert_eq!(statuses(&got), [200], "{got}");
    assert_eq!(service.last(), "\"a\\0b\"");
    let got = server
        .send_all([&text("text/plain", "", "ab")[..], "\u{0}"].concat())
        .await;
    assert_eq!(statuses(&got), [200, 400], "{got}");
    server.is_well().await;
}

#[tokio::test]
async fn requests_that_are_sent_at_once_are_answered_in_order() {
    let service = Service::default();
    let server = Listening::new(served(&service)).await;
    let requests: String = (0..200)
        .map(|index| text("text/plain", "", &format!("n{index:03}")))
        .collect();
    let last = text("text/plain", "connection: close\r\n", "last");
    let got = server.send(format!("{requests}{last}")).await;
    assert_eq!(statuses(&got).len(), 201, "{got}");
    let expected: Vec<_> = (0..200).map(|index| format!("\"n{index:03}\"")).collect();
    assert_eq!(service.seen.lock().unwrap()[..200], expected);
    let mut rest = &got[..];
    for index in 0..200 {
        let body = format!("\r\n\r\nn{index:03}HTTP/1.1");
        rest = rest
            .split_once(&body)
            .unwrap_or_else(|| panic!("{index}: {rest}"))
            .1;
    }
    server.is_well().await;
}

#[tokio::test]
async fn http_2_without_upgrade_is_served_and_refused_alike() {
    let service = Service::default();
    let server = Listening::new(served(&service)).await;
    let (client, connection) = h2::client::handshake(server.connect().await).await.unwrap();
    tokio::spawn(connection);
    let request = |body: &'static str, headers: &[(&str, String)]| {
        let client = client.clone();
        let head = http::Request::post("http://a/v1/text").header("content-type", "text/plain");
        let head = headers
            .iter()
            .fold(head, |head, (name, value)| head.header(*name, value));
        async move {
            let (response, mut sent) = client
                .ready()
                .await?
                .send_request(head.body(()).unwrap(), false)?;
            sent.send_data(Bytes::from_static(body.as_bytes()), true)?;
            Ok::<_, h2::Error>(response.await?.status().as_u16())
        }
    };
    let all = join_all((0..50).map(|_| request("abcd", &[]))).await;
    assert!(
        all.iter().all(|status| matches!(status, Ok(200))),
        "{all:?}"
    );
    assert_eq!(request("a", &[]).await.unwrap(), 422);
    // Lengths that are wrong break a stream, and no other.
    let wrong = request("abcd", &[("content-length", "9".to_owned())]).await;
    assert!(!matches!(wrong, Ok(200)), "{wrong:?}");
    let long = request("abcd", &[("x-long", "a".repeat(1 << 20))]).await;
    assert!(matches!(long, Ok(431) | Err(_)), "{long:?}");
    // What starts as HTTP/2 and goes on as none.
    let got = server
        .send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
        .await;
    assert_eq!(statuses(&got), [0_u16; 0], "{got}");
    server.is_well().await;
}

#[tokio::test]
async fn connections_that_say_nothing_keep_nobody_waiting() {
    let service = Service::default();
    let server = Listening::new(served(&service)).await;
    let before = resident();
    let mut idle = Vec::with_capacity(IDLE);
    for index in 0..IDLE {
        let mut stream = server.connect().await;
        match index % 3 {
            0 => {}
            1 => stream.write_all(b"POST /v1/text HTT").await.unwrap(),
            _ => stream
                .write_all(&text("text/plain", "", "abcd").as_bytes()[..80])
                .await
                .unwrap(),
        }
        idle.push(stream);
    }
    server.is_well().await;
    if let (Some(before), Some(after)) = (before, resident()) {
        // Both ends of each are of this process, and so are the other tests.
        let each = after.saturating_sub(before) / IDLE;
        assert!(each < 100_000, "{each} bytes a connection");
    }
    // Those that go on are served.
    for (index, mut stream) in idle.into_iter().enumerate().skip(1).step_by(300) {
        let rest = match index % 3 {
            1 => text("text/plain", "connection: close\r\n", "late").split_off(17),
            _ => continue,
        };
        stream.write_all(rest.as_bytes()).await.unwrap();
        let got = self::rest(stream).await;
        assert_eq!(statuses(&got), [200], "{index}: {got}");
    }
    server.is_well().await;
}

/// The bytes of memory that this process has, where the system says so.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
