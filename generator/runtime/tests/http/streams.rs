//! Replies that are read while they arrive: downloads, events, JSON lines.

use std::time::Duration;

use faircopy_runtime::error::{Error, TimeLimit};
use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;

use crate::pets::{Fetch, Mixed, MixedOutput, Pet, ReadLines, Watch, WatchText, client};
use crate::server::{Server, response};

const EVENTS: (&str, &str) = ("content-type", "text/event-stream; charset=utf-8");

#[tokio::test]
async fn a_download_is_read_chunk_by_chunk() {
    let server = Server::answering(|_, _| {
        let headers = [
            ("content-type", "image/PNG; q=1"),
            (
                "content-disposition",
                "attachment; filename=\"../../etc/pass\\\"wd\"; filename*=UTF-8''..%2Fr%C3%A9x.png",
            ),
        ];
        response(200, &headers, &"x".repeat(100_000))
    })
    .await;
    let client = client(server.url()).max_response_bytes(10).build().unwrap();
    let mut download = Fetch::new(&client).await.unwrap();
    assert_eq!(download.length(), Some(100_000));
    assert_eq!(download.media_type(), "image/png");
    assert_eq!(download.file_name(), Some("réx.png"));
    let mut length = 0;
    while let Some(chunk) = download.next().await {
        length += chunk.unwrap().len();
    }
    assert_eq!(length, 100_000);
}

#[tokio::test]
async fn a_download_is_written_or_collected_within_a_limit() {
    let server = Server::answering(|_, _| response(200, &[], "some bytes")).await;
    let client = client(server.url()).build().unwrap();
    let mut file = Vec::new();
    let written = Fetch::new(&client)
        .await
        .unwrap()
        .into_body()
        .write_to(&mut file)
        .await
        .unwrap();
    assert_eq!((written, &file[..]), (10, &b"some bytes"[..]));
    let whole = Fetch::new(&client)
        .await
        .unwrap()
        .into_body()
        .collect(10)
        .await
        .unwrap();
    assert_eq!(&whole[..], b"some bytes");
    let error = Fetch::new(&client)
        .await
        .unwrap()
        .into_body()
        .collect(9)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit: 9, .. }));
}

#[tokio::test]
async fn a_failure_of_a_download_is_read_as_a_whole() {
    let server = Server::answering(|_, _| response(404, &[], "gone")).await;
    let error = Fetch::new(&client(server.url()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(&error.raw().unwrap()[..], b"gone");
}

#[tokio::test]
async fn a_download_that_stands_still_ends() {
    let server = Server::handling(|mut stream, _, _| {
        Box::pin(async move {
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nfirst")
                .await;
            std::future::pending::<()>().await;
        })
    })
    .await;
    let client = client(server.url())
        .stall_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let mut download = Fetch::new(&client).await.unwrap().into_body();
    assert_eq!(&download.next().await.unwrap().unwrap()[..], b"first");
    let error = download.next().await.unwrap().unwrap_err();
    assert!(
        matches!(
            error,
            Error::Timeout {
                limit: TimeLimit::Stall,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn events_are_read_as_the_standard_says() {
    let body = "\u{feff}: a comment\n\
                data: {\"id\":1,\n\
                data:\"name\":\"Rex\"}\n\n\
                event: born\rid: 7\rdata: {\"id\":2,\"name\":\"Max\"}\r\r\
                retry: no\r\nunknown: x\r\n\r\n\
                data\n\n\
                id\ndata: {\"id\":3,\"name\":\"Ben\"}\n\n\
                data: never whole";
    let server = Server::answering(move |_, _| response(200, &[EVENTS], body)).await;
    let client = client(server.url()).build().unwrap();
    let mut events = Watch::new(&client)
        .await
        .unwrap()
        .into_body()
        .without_reconnect();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!(
        (&*first.event, &*first.id, first.data),
        ("message", "", Pet::new(1, "Rex"))
    );
    let second = events.next().await.unwrap().unwrap();
    assert_eq!(
        (&*second.event, &*second.id, second.data),
        ("born", "7", Pet::new(2, "Max"))
    );
    // Data that is no pet is an error of its own.
    assert!(matches!(
        events.next().await.unwrap(),
        Err(Error::Decode { .. })
    ));
    let last = events.next().await.unwrap().unwrap();
    assert_eq!((&*last.id, last.data), ("", Pet::new(3, "Ben")));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_stream_of_events_is_taken_up_where_it_broke_off() {
    let server = Server::answering(|number, _| match number {
        0 => response(
            200,
            &[EVENTS],
            "retry: 10\n\nid: a\ndata: one\n\nid: b\ndata: not whole",
        ),
        // Cut short of its length.
        1 => response(200, &[EVENTS], "id: b\ndata: two\n\n")
            .replace("content-length: 1", "content-length: 9"),
        2 => response(503, &[("retry-after", "0")], ""),
        3 => response(200, &[EVENTS], "data: three\n\n"),
        _ => response(204, &[], ""),
    })
    .await;
    let client = client(server.url()).build().unwrap();
    let events = WatchText::new(&client).await.unwrap().into_body();
    let events = events.reconnecting();
    let data: Vec<_> = events.map(|event| event.unwrap().data).collect().await;
    assert_eq!(data, ["one", "two", "three"]);
    let received = server.received();
    let ids: Vec<_> = received
        .iter()
        .map(|request| request.header("last-event-id"))
        .collect();
    assert_eq!(ids, [None, Some("a"), Some("b"), Some("b"), Some("b")]);
}

#[tokio::test]
async fn a_stream_of_events_ends_where_the_server_ends_it() {
    let body = "id: a\ndata: one\n\n";
    let server = Server::answering(|number, _| match number {
        // Cut short of its length, then whole.
        0 => response(200, &[EVENTS], body).replace("content-length: 1", "content-length: 9"),
        _ => response(200, &[EVENTS], "id: b\ndata: two\n\n"),
    })
    .await;
    let client = client(server.url()).build().unwrap();
    let events = WatchText::new(&client).await.unwrap().into_body();
    let data: Vec<_> = events.map(|event| event.unwrap().data).collect().await;
    assert_eq!(data, ["one", "two"]);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_stream_that_is_opened_again_as_another_media_type_ends() {
    let server = Server::answering(|number, _| match number {
        0 => response(200, &[EVENTS], "retry: 0\n\nid: a\ndata: one\n\n"),
        _ => response(200, &[("content-type", "text/html")], "<p>"),
    })
    .await;
    let client = client(server.url()).build().unwrap();
    let events = WatchText::new(&client).await.unwrap().into_body();
    let mut events = events.reconnecting();
    assert_eq!(events.next().await.unwrap().unwrap().data, "one");
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("`text/html`"), "{error}");
    assert!(events.next().await.is_none());
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_server_that_asks_for_no_wait_is_not_asked_at_once() {
    let server =
        Server::answering(|_, _| response(200, &[EVENTS], "retry: 0\n\nid: a\ndata: one\n\n"))
            .await;
    let client = client(server.url()).build().unwrap();
    let events = WatchText::new(&client).await.unwrap().into_body();
    let mut events = events.reconnecting();
    let started = std::time::Instant::now();
    for _ in 0..3 {
        assert_eq!(events.next().await.unwrap().unwrap().data, "one");
    }
    assert!(started.elapsed() >= std::time::Duration::from_millis(500));
}

#[tokio::test]
async fn a_stream_of_events_without_ids_ends_with_its_connection() {
    let server = Server::answering(|_, _| {
        response(200, &[EVENTS], "data: one\n\ndata: [DONE]\n\ndata: two\n\n")
    })
    .await;
    let client = client(server.url()).build().unwrap();
    let events = WatchText::new(&client).await.unwrap().into_body();
    let data: Vec<_> = events.map(|event| event.unwrap().data).collect().await;
    assert_eq!(data, ["one", "[DONE]", "two"]);
    let events = WatchText::new(&client)
        .await
        .unwrap()
        .into_body()
        .until("[DONE]");
    let data: Vec<_> = events.map(|event| event.unwrap().data).collect().await;
    assert_eq!(data, ["one"]);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn events_of_another_media_type_are_refused() {
    let server =
        Server::answering(|_, _| response(200, &[("content-type", "text/html")], "")).await;
    let error = Watch::new(&client(server.url()).build().unwrap())
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`text/html` where `text/event-stream` was expected"),
        "{error}"
    );
}

#[tokio::test]
async fn json_lines_are_read_one_by_one() {
    let body = "{\"id\":1,\"name\":\"Rex\"}\r\n\n  \n\u{1e}{\"id\":2,\"name\":\"Max\"}\nnonsense\n{\"id\":3,\"name\":\"Ben\"}";
    let server = Server::answering(move |_, _| {
        response(200, &[("content-type", "application/x-ndjson")], body)
    })
    .await;
    let client = client(server.url()).build().unwrap();
    let mut lines = ReadLines::new(&client).await.unwrap().into_body();
    assert_eq!(lines.next().await.unwrap().unwrap(), Pet::new(1, "Rex"));
    assert_eq!(lines.next().await.unwrap().unwrap(), Pet::new(2, "Max"));
    let error = lines.next().await.unwrap().unwrap_err();
    assert_eq!(&error.raw().unwrap()[..], b"nonsense");
    assert_eq!(lines.next().await.unwrap().unwrap(), Pet::new(3, "Ben"));
    assert!(lines.next().await.is_none());
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn a_line_that_is_too_long_ends_the_stream() {
    let server = Server::answering(|_, _| {
        response(
            200,
            &[],
            &format!("{{\"id\":1,\"name\":\"Rex\"}}\n{}", "x".repeat(2000)),
        )
    })
    .await;
    let client = client(server.url()).max_line_bytes(1000).build().unwrap();
    let mut lines = ReadLines::new(&client).await.unwrap().into_body();
    assert!(lines.next().await.unwrap().is_ok());
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(
        matches!(error, Error::TooLarge { limit: 1000, .. }),
        "{error:?}"
    );
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn an_event_of_many_lines_is_too_long_as_a_whole() {
    let body = "data: 0123456789\n".repeat(200) + "\n";
    let server = Server::answering(move |_, _| response(200, &[EVENTS], &body)).await;
    let client = client(server.url()).max_line_bytes(1000).build().unwrap();
    let mut events = WatchText::new(&client).await.unwrap().into_body();
    assert!(matches!(
        events.next().await.unwrap(),
        Err(Error::TooLarge { limit: 1000, .. })
    ));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_reply_is_read_to_its_end_or_streamed_by_its_media_type() {
    let server = Server::answering(|index, _| match index {
        0 => response(
            200,
            &[("content-type", "application/json")],
            "{\"id\":1,\"name\":\"Rex\"}",
        ),
        1 => response(
            200,
            &[EVENTS],
            "data: AQI=\n\ndata: \"Aw==\"\n\ndata: ?\n\n",
        ),
        2 => response(
            200,
            &[("content-type", "application/x-ndjson")],
            "0\n\"soon\"\n86400",
        ),
        // Without a media type it is read as what is documented first.
        _ => response(200, &[], "{\"id\":2,\"name\":\"Max\"}"),
    })
    .await;
    let client = client(server.url()).build().unwrap();
    let MixedOutput::Pet(pet) = Mixed::new(&client).await.unwrap().into_body() else {
        panic!("a pet");
    };
    assert_eq!(pet, Pet::new(1, "Rex"));
    let MixedOutput::Events(mut events) = Mixed::new(&client).await.unwrap().into_body() else {
        panic!("events");
    };
    assert_eq!(events.next().await.unwrap().unwrap().data, [1, 2]);
    assert_eq!(events.next().await.unwrap().unwrap().data, [3]);
    assert!(events.next().await.unwrap().is_err());
    assert!(events.next().await.is_none());
    let MixedOutput::Lines(mut lines) = Mixed::new(&client).await.unwrap().into_body() else {
        panic!("lines");
    };
    let epoch = time::OffsetDateTime::UNIX_EPOCH;
    assert_eq!(lines.next().await.unwrap().unwrap(), epoch);
    assert!(lines.next().await.unwrap().is_err());
    assert_eq!(
        lines.next().await.unwrap().unwrap(),
        epoch + time::Duration::DAY
    );
    assert!(lines.next().await.is_none());
    let MixedOutput::Pet(pet) = Mixed::new(&client).await.unwrap().into_body() else {
        panic!("a pet");
    };
    assert_eq!(pet, Pet::new(2, "Max"));
}
