//! The document calls the change idempotent, so the client sends it again when the server stumbles.

use sandbox::seed;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use unknown_proxies::ModifyTokenRequest;

use crate::harness::{Harness, client};

const UNAVAILABLE: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// A way to the sandbox on which the first request is answered with 503, and the others go through.
async fn stumbling(harness: &Harness) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/api/v1", listener.local_addr().unwrap());
    let target = harness
        .base_url
        .replace("http://", "")
        .replace("/api/v1", "");
    tokio::spawn(async move {
        let (mut first, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = first.read(&mut request).await;
        first.write_all(UNAVAILABLE).await.unwrap();
        drop(first);
        while let Ok((mut client, _)) = listener.accept().await {
            let mut server = TcpStream::connect(&target).await.unwrap();
            tokio::spawn(async move {
                let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    base_url
}

#[tokio::test]
async fn a_change_is_sent_again_after_503() {
    let harness = Harness::start().await;
    let client = client(&stumbling(&harness).await);
    let request = ModifyTokenRequest::builder()
        .token(seed::ACTIVE)
        .duration_hours(800)
        .build()
        .unwrap();
    let response = client
        .modify_token(&request)
        .await
        .expect("the second attempt goes through");
    assert_eq!(response.attempts(), 2);
    assert_eq!(response.duration_hours, 800);
}
