//! Results in pages: by cursor, number, offset and link, without end only where the server means it.

use faircopy_runtime::error::Error;
use futures_util::StreamExt;

use crate::pets::{ByCursor, ByLink, ByNumber, ByOffset, ByUrl, client};
use crate::server::{Server, json, response};

/// Answers by the query of the request.
async fn pages(table: &'static [(&'static str, &'static str)]) -> Server {
    Server::answering(move |_, request| {
        let found = table.iter().find(|(target, _)| *target == request.target());
        match found {
            Some((_, body)) => json(200, body),
            None => json(404, request.target()),
        }
    })
    .await
}

#[tokio::test]
async fn cursors_are_followed_to_the_end() {
    let server = pages(&[
        ("/pets", r#"{"items":[1,2],"next":"a&b"}"#),
        ("/pets?page=a%26b", r#"{"items":[],"next":"c"}"#),
        ("/pets?page=c", r#"{"items":[3],"next":""}"#),
    ])
    .await;
    let client = client(server.url()).build().unwrap();
    let items: Vec<_> = ByCursor::new(&client)
        .items()
        .map(|item| item.unwrap())
        .collect()
        .await;
    assert_eq!(items, [1, 2, 3]);
    let mut pages = ByCursor::new(&client).pages();
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(
        (first.status().as_u16(), &first.items[..]),
        (200, &[1, 2][..])
    );
    // The single page stays to be had.
    assert_eq!(ByCursor::new(&client).await.unwrap().items, [1, 2]);
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_refused() {
    let server = pages(&[
        ("/pets", r#"{"items":[1],"next":"a"}"#),
        ("/pets?page=a", r#"{"items":[2],"next":"b"}"#),
        ("/pets?page=b", r#"{"items":[3],"next":"a"}"#),
    ])
    .await;
    let client = client(server.url()).build().unwrap();
    let outcomes: Vec<_> = ByCursor::new(&client).items().collect().await;
    let items: Vec<_> = outcomes.iter().flatten().copied().collect();
    assert_eq!(items, [1, 2, 3]);
    let error = outcomes.into_iter().last().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "listPets: the next page is refused: the server names a page that was there before, so this would never end"
    );
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn numbers_and_offsets_count_on_from_where_the_call_begins() {
    let table = &[
        ("/pets", r#"{"items":[1,2]}"#),
        ("/pets?page=2", r#"{"items":[3,4]}"#),
        ("/pets?page=3", r#"{"items":[5]}"#),
        ("/pets?page=4", r#"{"items":[]}"#),
        ("/pets?page=5", r#"{"items":[]}"#),
    ];
    let server = pages(table).await;
    let client = client(server.url()).build().unwrap();
    let items: Vec<_> = ByNumber::new(&client)
        .items()
        .map(|item| item.unwrap())
        .collect()
        .await;
    assert_eq!(items, [1, 2, 3, 4, 5]);
    let items: Vec<_> = ByNumber::new(&client)
        .page(3)
        .items()
        .map(|item| item.unwrap())
        .collect()
        .await;
    assert_eq!(items, [5]);
    let items: Vec<_> = ByOffset::new(&client)
        .items()
        .map(|item| item.unwrap())
        .collect()
        .await;
    assert_eq!(items, [1, 2, 3, 4]);
}

#[tokio::test]
async fn a_server_that_ignores_the_page_is_found_out() {
    let server = Server::answering(|_, _| json(200, r#"{"items":[1]}"#)).await;
    let client = client(server.url()).build().unwrap();
    let outcomes: Vec<_> = ByNumber::new(&client).pages().collect().await;
    let [Ok(_), Ok(_), Err(error)] = &outcomes[..] else {
        panic!("{outcomes:?}")
    };
    assert!(
        error
            .to_string()
            .contains("the same page came twice: does the server know `page`?"),
        "{error}"
    );
}

#[tokio::test]
async fn pages_are_counted_from_where_the_first_says_that_it_is() {
    let outcomes = [
        (None, ["", "?page=1", "?page=2"]),
        (Some(5), ["?page=5", "?page=6", "?page=7"]),
    ];
    for (start, targets) in outcomes {
        let server = Server::answering(|number, _| {
            let items = if number < 2 {
                number.to_string()
            } else {
                String::new()
            };
            json(200, &format!(r#"{{"items":[{items}],"number":{number}}}"#))
        })
        .await;
        let client = client(server.url()).build().unwrap();
        let call = ByNumber::new(&client);
        let call = match start {
            Some(start) => call.page(start),
            None => call,
        };
        let items: Vec<_> = call.items().map(|item| item.unwrap()).collect().await;
        assert_eq!(items, [0, 1]);
        let received = server.received();
        let received: Vec<_> = received.iter().map(|request| request.target()).collect();
        assert_eq!(received, targets.map(|target| format!("/pets{target}")));
    }
}

#[tokio::test]
async fn links_are_followed_on_the_same_server() {
    let server = Server::answering(|number, request| {
        let link = match number {
            0 => r#"</other?x=1>; rel="prev", </v1/more?after=a%26b&n=2>; title="a, b"; rel="last next""#.to_owned(),
            1 => "<?after=c>; rel=next".to_owned(),
            2 => format!("<http://{}/v1/end#x>; rel=\"next\"", request.header("host").unwrap()),
            3 => "<last>;rel=NEXT".to_owned(),
            _ => "</v1/pets>; rel=prev".to_owned(),
        };
        let headers = [("content-type", "application/json"), ("link", &*link)];
        response(200, &headers, &format!(r#"{{"items":[{number}]}}"#))
    })
    .await;
    let client = client(server.url() + "/v1").build().unwrap();
    let items: Vec<_> = ByLink::new(&client)
        .page(7)
        .items()
        .map(|item| item.unwrap())
        .collect()
        .await;
    assert_eq!(items, [0, 1, 2, 3, 4]);
    let received = server.received();
    let targets: Vec<_> = received.iter().map(|request| request.target()).collect();
    assert_eq!(
        targets,
        [
            "/v1/pets?page=7",
            "/v1/more?after=a%26b&n=2",
            "/v1/more?after=c",
            "/v1/end",
            "/v1/last"
        ]
    );
}

#[tokio::test]
async fn links_to_another_server_are_refused() {
    let links = [
        "http://127.0.0.1:9/pets",
        "//127.0.0.1:9/pets",
        "https://evil.example/",
        "file:///etc/passwd",
        "a/../b",
    ];
    for link in links {
        let server = Server::answering(move |_, _| {
            json(200, &format!(r#"{{"items":[1],"next":"{link}"}}"#))
        })
        .await;
        let client = client(server.url()).build().unwrap();
        let outcomes: Vec<_> = ByUrl::new(&client).pages().collect().await;
        let [Ok(_), Err(Error::Page { .. })] = &outcomes[..] else {
            panic!("{link}: {outcomes:?}")
        };
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn the_first_failure_ends_the_pages() {
    let server = pages(&[("/pets", r#"{"items":[1],"next":"a"}"#)]).await;
    let client = client(server.url()).build().unwrap();
    let outcomes: Vec<_> = ByCursor::new(&client).pages().collect().await;
    let [Ok(_), Err(error)] = &outcomes[..] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(error.status().unwrap(), 404);
}
