//! HTTP message signatures (RFC 9421) with a shared key, and the digest of the body (RFC 9530).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use faircopy_runtime::platform::{BoxError, BoxFuture};
use faircopy_runtime::send::hook::{Attempt, Hook};
use ring::{digest, hmac};

use super::{body, header, sent};

/// What is signed, in this order.
const COVERED: [&str; 5] = ["@method", "@authority", "@path", "@query", "content-digest"];

struct Message {
    key: hmac::Key,
    key_id: &'static str,
    /// Seconds since 1970.
    now: fn() -> u64,
}

impl Hook for Message {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let digest = digest::digest(&digest::SHA256, body(attempt)?);
            let digest = format!("sha-256=:{}:", STANDARD.encode(digest));
            let covered = COVERED.map(|name| format!("{name:?}")).join(" ");
            let parameters = format!(
                "({covered});created={};keyid={:?};alg=\"hmac-sha256\"",
                (self.now)(),
                self.key_id
            );
            let mut base = String::new();
            for name in COVERED {
                let value = match name {
                    "@method" => attempt.method.to_string(),
                    "@authority" => attempt
                        .uri
                        .authority()
                        .map(ToString::to_string)
                        .unwrap_or_default(),
                    "@path" => attempt.uri.path().to_owned(),
                    "@query" => format!("?{}", attempt.uri.query().unwrap_or_default()),
                    _ => digest.clone(),
                };
                base += &format!("{name:?}: {value}\n");
            }
            base += &format!("\"@signature-params\": {parameters}");
            let signature = STANDARD.encode(hmac::sign(&self.key, base.as_bytes()));
            let headers = [
                ("content-digest", digest),
                ("signature-input", format!("sig1={parameters}")),
                ("signature", format!("sig1=:{signature}:")),
            ];
            for (name, value) in headers {
                attempt.headers.insert(name, value.parse()?);
            }
            Ok(())
        })
    }
}

#[tokio::test]
async fn the_signature_is_that_of_http_message_signatures() {
    let request = sent(Message {
        key: hmac::Key::new(hmac::HMAC_SHA256, b"a shared secret"),
        key_id: "shelter",
        now: || 1_618_884_473,
    });
    let request = request.await;
    // Python's package of that name makes the same, and accepts it.
    assert_eq!(
        header(&request, "content-digest"),
        "sha-256=:2VWSEzdKLSnXLgPkVSS/Pch7dMjPsfNawjZrHE3MfWY=:"
    );
    assert_eq!(
        header(&request, "signature"),
        "sig1=:QsToshu+I5mP4qNqxzamOm4gC2HQZqJkCSXd0Kdh0Fo=:"
    );
}
