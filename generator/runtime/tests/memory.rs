//! How much memory hostile bodies take: bounded by the client's limits, however much the server sends.
//!
//! Judged by the peak of the process, so these stand alone, one after the other, and only where that can be read.

#[allow(unreachable_pub, dead_code, unused_imports)]
#[path = "http/pets.rs"]
mod pets;
#[allow(unreachable_pub, dead_code)]
#[path = "http/server.rs"]
mod server;

use std::io::Write;

use faircopy_runtime::error::Error;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::AsyncWriteExt;

use pets::{ReadLines, WatchText, client, get_pet};
use server::Server;

/// The peak of this process's memory so far, in bytes.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Sends this head, then this body again and again until nobody listens.
async fn endless(head: &'static str, body: Vec<u8>) -> Server {
    Server::handling(move |mut stream, _, _| {
        let body = body.clone();
        Box::pin(async move {
            let _ = stream.write_all(head.as_bytes()).await;
            while stream.write_all(&body).await.is_ok() {}
        })
    })
    .await
}

const LIMIT: usize = 1 << 20;

#[test]
fn hostile_bodies_take_no_more_than_the_limits() {
    let Some(before) = peak() else {
        println!("skipped: the peak of a process's memory cannot be read here");
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        a_body_without_end().await;
        a_line_without_end().await;
        an_event_without_end().await;
        a_gzip_bomb().await;
    });
    let grown = peak().unwrap() - before;
    assert!(grown < 24 * LIMIT, "{grown} bytes");
}

async fn a_body_without_end() {
    let server = endless("HTTP/1.1 200 OK\r\n\r\n", vec![b' '; 64 << 10]).await;
    let client = client(server.url())
        .max_response_bytes(LIMIT)
        .build()
        .unwrap();
    let error = get_pet(&client, 1).await.unwrap_err();
    assert!(
        matches!(error, Error::TooLarge { limit: LIMIT, .. }),
        "{error:?}"
    );
}

async fn a_line_without_end() {
    let server = endless("HTTP/1.1 200 OK\r\n\r\n", vec![b' '; 64 << 10]).await;
    let client = client(server.url()).max_line_bytes(LIMIT).build().unwrap();
    let mut lines = ReadLines::new(&client).await.unwrap().into_body();
    assert!(matches!(
        lines.next().await,
        Some(Err(Error::TooLarge { limit: LIMIT, .. }))
    ));
}

async fn an_event_without_end() {
    let server = endless("HTTP/1.1 200 OK\r\n\r\ndata: ", vec![b'x'; 64 << 10]).await;
    let client = client(server.url()).max_line_bytes(LIMIT).build().unwrap();
    let mut events = WatchText::new(&client).await.unwrap().into_body();
    assert!(matches!(
        events.next().await,
        Some(Err(Error::TooLarge { limit: LIMIT, .. }))
    ));
    assert!(events.next().await.is_none());
}

/// 256 MiB of spaces in a quarter of a megabyte.
async fn a_gzip_bomb() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    let spaces = vec![b' '; LIMIT];
    for _ in 0..256 {
        bomb.write_all(&spaces).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < LIMIT / 2);
    let server = endless("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n", bomb).await;
    let client = client(server.url())
        .max_response_bytes(LIMIT)
        .build()
        .unwrap();
    let error = get_pet(&client, 1).await.unwrap_err();
    assert!(
        matches!(error, Error::TooLarge { limit: LIMIT, .. }),
        "{error:?}"
    );
}
