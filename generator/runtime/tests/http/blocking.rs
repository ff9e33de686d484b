//! Calls and streams without an async runtime.

use std::time::Duration;

use faircopy_runtime::blocking::{Iter, block_on};
use faircopy_runtime::send::retry::RetryPolicy;

use crate::pets::{ByCursor, Fetch, client, get_pet};
use crate::server::{Server, json, response};

/// A server on a runtime of its own, which the test's thread is not part of.
fn serve(server: impl Future<Output = Server> + Send + 'static) -> Server {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            sender.send(server.await).unwrap();
            std::future::pending::<()>().await;
        });
    });
    receiver.recv().unwrap()
}

fn pets() -> Server {
    serve(Server::answering(|number, _| match number {
        0 => response(503, &[], ""),
        _ => json(200, r#"{"id":1,"name":"Rex"}"#),
    }))
}

#[test]
fn a_call_is_waited_for() {
    let server = pets();
    let client = client(server.url())
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    let pet = get_pet(&client, 1).send_blocking().unwrap();
    assert_eq!((pet.name.as_str(), pet.attempts()), ("Rex", 2));
}

#[tokio::test]
async fn a_call_may_be_waited_for_inside_a_runtime() {
    let server = pets();
    let client = client(server.url())
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    assert_eq!(get_pet(&client, 1).send_blocking().unwrap().name, "Rex");
}

#[test]
fn streams_are_iterators() {
    let server = serve(Server::answering(|_, request| match request.target() {
        "/" => response(200, &[], &"x".repeat(100_000)),
        "/pets" => json(200, r#"{"items":[1,2],"next":"a"}"#),
        _ => json(200, r#"{"items":[3]}"#),
    }));
    let client = client(server.url()).build().unwrap();
    let download = Fetch::new(&client).send_blocking().unwrap().into_body();
    let length: usize = Iter::new(download)
        .unwrap()
        .map(|chunk| chunk.unwrap().len())
        .sum();
    assert_eq!(length, 100_000);
    let items: Vec<_> = Iter::new(ByCursor::new(&client).items())
        .unwrap()
        .map(|item| item.unwrap())
        .collect();
    assert_eq!(items, [1, 2, 3]);
    let raw = block_on(get_pet(&client, 1).send_raw()).unwrap().unwrap();
    assert_eq!(raw.status(), 200);
}
