//! AWS's signature, version 4, of a request with a body in memory.

use faircopy_runtime::platform::{BoxError, BoxFuture};
use faircopy_runtime::send::hook::{Attempt, Hook};
use ring::{digest, hmac};

use super::{body, header, hex, sent};

/// A key and what it is for.
struct SigV4 {
    access_key: &'static str,
    secret_key: &'static str,
    region: &'static str,
    service: &'static str,
    /// The time as `20150830T123600Z`.
    now: fn() -> String,
}

impl SigV4 {
    /// The value of `Authorization`.
    fn authorization(&self, attempt: &Attempt, time: &str) -> Result<String, BoxError> {
        let date = time.get(..8).ok_or("the time has no date")?;
        let scope = format!("{date}/{}/{}/aws4_request", self.region, self.service);
        let (names, canonical) = canonical(attempt, time)?;
        let text = format!(
            "AWS4-HMAC-SHA256\n{time}\n{scope}\n{}",
            sha256(canonical.as_bytes())
        );
        let mut key = format!("AWS4{}", self.secret_key).into_bytes();
        for part in [date, self.region, self.service, "aws4_request", &text] {
            key = mac(&key, part);
        }
        Ok(format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={}",
            self.access_key,
            hex(key)
        ))
    }
}

impl Hook for SigV4 {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let time = (self.now)();
            let value = self.authorization(attempt, &time)?;
            attempt.headers.insert("x-amz-date", time.parse()?);
            attempt.headers.insert("authorization", value.parse()?);
            Ok(())
        })
    }
}

/// The names of the headers that are signed, and the request as it is signed.
fn canonical(attempt: &Attempt, time: &str) -> Result<(String, String), BoxError> {
    let host = attempt.uri.authority().ok_or("there is no host")?;
    let mut headers = vec![
        ("host", host.as_str().to_owned()),
        ("x-amz-date", time.to_owned()),
    ];
    if let Some(media_type) = attempt.headers.get("content-type") {
        headers.push(("content-type", media_type.to_str()?.to_owned()));
    }
    headers.sort();
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let mut lines = vec![
        attempt.method.to_string(),
        twice_encoded(attempt.uri.path()),
        query(attempt.uri.query().unwrap_or_default()),
    ];
    lines.extend(
        headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}")),
    );
    lines.extend([String::new(), names.clone(), sha256(body(attempt)?)]);
    Ok((names, lines.join("\n")))
}

/// The path, whose percent signs are encoded again, but for S3.
fn twice_encoded(path: &str) -> String {
    path.replace('%', "%25")
}

/// The parameters in the order of their names, then values.
fn query(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<(&str, &str)> = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    pairs.sort_unstable();
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes))
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
}

#[tokio::test]
async fn the_signature_is_that_of_botocore() {
    let request = sent(SigV4 {
        access_key: "AKIDEXAMPLE",
        secret_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        region: "us-east-1",
        service: "execute-api",
        now: || "20150830T123600Z".to_owned(),
    });
    let request = request.await;
    // By `botocore.auth.SigV4Auth`, of the same request at the same time.
    let expected = "AWS4-HMAC-SHA256 \
                    Credential=AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request, \
                    SignedHeaders=content-type;host;x-amz-date, \
                    Signature=e9de98be9b36aa7c9ffeee2705e1b3b6e18d0969cae486fb1f499a748c18e8e0";
    assert_eq!(header(&request, "authorization"), expected);
    assert_eq!(header(&request, "x-amz-date"), "20150830T123600Z");
}
