//! Signatures of requests as hooks: AWS's version 4, an HMAC as webhooks have it, and HTTP message signatures
//! (RFC 9421). Each is compared with what others make of, or accept for, the same request.

mod aws;
mod mac;
mod message;

use faircopy_runtime::send::hook::{Attempt, Hook};
use faircopy_runtime::transport::testing::{Answer, Fake, Recorded};
use named::{Cat, Client};

/// The only request of a client with a hook.
async fn sent(hook: impl Hook) -> Recorded {
    let fake = Fake::new();
    fake.answer("CatsController_create", Answer::new(204));
    let builder = Client::builder().transport(fake.clone()).hook(hook);
    let client = builder.build().unwrap();
    let cat = Cat::builder().name("Tom").build().unwrap();
    let call = client.cats().create(&cat).sort("a").note("two words");
    call.await.unwrap();
    fake.requests().remove(0)
}

fn header<'r>(request: &'r Recorded, name: &str) -> &'r str {
    request.headers[name].to_str().unwrap()
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    let digits = bytes.as_ref().iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// The body, which a signature is made of too.
fn body(attempt: &Attempt) -> Result<&[u8], &'static str> {
    let body = attempt.body().ok_or("a stream cannot be signed")?;
    Ok(body)
}
