//! The time and the HMAC of it, the path and the body: `x-signature: t=1618884473,v1=…`.

use faircopy_runtime::platform::{BoxError, BoxFuture};
use faircopy_runtime::send::hook::{Attempt, Hook};
use ring::hmac;

use super::{body, header, hex, sent};

struct Mac {
    key: hmac::Key,
    /// Seconds since 1970.
    now: fn() -> u64,
}

impl Hook for Mac {
    fn before<'a>(&'a self, attempt: &'a mut Attempt) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let time = (self.now)();
            let mut signed = hmac::Context::with_key(&self.key);
            signed.update(format!("{time}.{} {}.", attempt.method, attempt.uri.path()).as_bytes());
            signed.update(body(attempt)?);
            let value = format!("t={time},v1={}", hex(signed.sign()));
            attempt.headers.insert("x-signature", value.parse()?);
            Ok(())
        })
    }
}

#[tokio::test]
async fn the_mac_is_that_of_openssl() {
    let request = sent(Mac {
        key: hmac::Key::new(hmac::HMAC_SHA256, b"secret"),
        now: || 1_618_884_473,
    });
    let request = request.await;
    // printf '1618884473.POST /v1/cats.{"name":"Tom"}' | openssl dgst -sha256 -hmac secret
    let expected =
        "t=1618884473,v1=c9fafa9bdefe1dcd8a9e81d0dad8aa94b14ded0f7f820c70dc36addebc6c1c49";
    assert_eq!(header(&request, "x-signature"), expected);
}
