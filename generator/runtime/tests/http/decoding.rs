//! Large bodies: decoding them holds up nobody else, and takes no longer than the call may.

use std::convert::Infallible;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use faircopy_runtime::call::reply::Reply;
use faircopy_runtime::call::{Decode, Decoded};
use faircopy_runtime::client::Client;
use faircopy_runtime::error::{Error, TimeLimit};
use faircopy_runtime::transport::testing::{Answer, Fake};

use crate::pets::{LIST_PETS, client};

/// Far above what any of this takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// What decoding waits for, and with that whoever's thread it is on.
type Gate = Mutex<Option<Receiver<()>>>;

/// Replies that are decoded once somebody opens a gate; whether somebody did.
macro_rules! gated {
    ($($name:ident: $gate:ident;)*) => {$(
        static $gate: Gate = Mutex::new(None);

        struct $name;

        impl Decode for $name {
            type Output = bool;
            type Error = Infallible;

            fn decode(_: &mut Reply) -> Decoded<bool, Infallible> {
                let gate = $gate.lock().unwrap().take().unwrap();
                Decoded::Success(gate.recv_timeout(PATIENCE).is_ok())
            }
        }
    )*};
}
gated! {
    Opened: OPENED;
    Late: LATE;
}

/// A client whose server answers with a large body.
fn with_large_answers() -> Client {
    let fake = Fake::new();
    let body = vec![b' '; 1 << 20];
    fake.answer("listPets", Answer::new(200).body("application/json", body));
    let client = client("https://pets.example/v1").transport(fake);
    client.build().unwrap()
}

#[tokio::test]
async fn a_large_body_is_decoded_where_it_holds_up_nobody() {
    let (open, gate) = channel();
    *OPENED.lock().unwrap() = Some(gate);
    let client = with_large_answers();
    // All on one thread, so that whoever blocks it keeps the gate shut.
    let opening = async {
        while OPENED.lock().unwrap().is_some() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        open.send(()).unwrap();
    };
    let call = faircopy_runtime::call::start(&client, &LIST_PETS).send::<Opened>();
    let (reply, ()) = tokio::join!(call, opening);
    assert!(*reply.unwrap());
}

#[tokio::test]
async fn decoding_takes_no_longer_than_the_call_may() {
    let (open, gate) = channel();
    *LATE.lock().unwrap() = Some(gate);
    let client = with_large_answers();
    let started = Instant::now();
    let limit = Duration::from_millis(300);
    let call = faircopy_runtime::call::start(&client, &LIST_PETS)
        .timeout(limit)
        .send::<Late>();
    let error = call.await.unwrap_err();
    assert!(started.elapsed() < PATIENCE / 2);
    assert!(
        matches!(
            error,
            Error::Timeout {
                limit: TimeLimit::Call,
                sent: true,
                attempts: 1,
                ..
            }
        ),
        "{error:?}"
    );
    // The runtime waits for what is still being decoded.
    drop(open);
}
