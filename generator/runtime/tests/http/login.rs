//! Logins of users: through a browser, on another device, and what becomes of their tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use faircopy_runtime::client::{Client, ClientBuilder};
use faircopy_runtime::credentials::oauth2::app::{App, OAuthError, Provider, UserTokens};
use faircopy_runtime::credentials::oauth2::user::{MemoryStore, TokenStore, User};
use faircopy_runtime::platform::{BoxError, BoxFuture};
use faircopy_runtime::transport::reqwest::ReqwestTransport;
use sha2::Digest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::pets::{API, PROBE_OAUTH, client, probe};
use crate::server::{Received, Server, json, response};

fn transport() -> ReqwestTransport {
    ReqwestTransport::new(None).unwrap()
}

/// The value of a pair in a form or a query.
fn value(pairs: &str, name: &str) -> Option<String> {
    let query = pairs.split_once('?').map_or(pairs, |(_, query)| query);
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    let text = percent_encoding::percent_decode_str(value);
    Some(text.decode_utf8().unwrap().into_owned())
}

fn at(server: &Server) -> Provider {
    let mut provider = Provider::default();
    provider.issuer = Some(server.url());
    provider.authorization_url = Some(server.url() + "/authorize?tenant=7");
    provider.token_url = server.url() + "/token";
    provider.device_url = Some(server.url() + "/device");
    provider
}

fn granted(access: &str, seconds: u64) -> String {
    let text = format!(
        r#"{{"access_token":"{access}","refresh_token":"refresh-{access}","expires_in":{seconds}}}"#
    );
    json(200, &text)
}

fn parsed(access: &str, refresh: &str, expires_at: u64) -> UserTokens {
    let text = format!(
        r#"{{"access_token":"{access}","refresh_token":"{refresh}","expires_at":{expires_at}}}"#
    );
    UserTokens::parse(&text).unwrap()
}

/// Long ago, and long hence.
const PAST: u64 = 1;
const FUTURE: u64 = 4_000_000_000;

#[tokio::test]
async fn a_provider_says_where_it_answers() {
    let server = Server::answering(|_, request| {
        let host = request.header("host").unwrap();
        match request.target() {
            "/a/.well-known/openid-configuration" => json(
                200,
                &format!(
                    r#"{{"issuer":"http://{host}/a","token_endpoint":"http://{host}/t","authorization_endpoint":"x"}}"#
                ),
            ),
            "/.well-known/oauth-authorization-server/b" => json(
                200,
                &format!(r#"{{"issuer":"http://{host}/b/","token_endpoint":"http://{host}/b/t"}}"#),
            ),
            "/c/.well-known/openid-configuration" => {
                json(200, r#"{"issuer":"https://other.example","token_endpoint":"x"}"#)
            }
            _ => response(404, &[], ""),
        }
    })
    .await;
    let issuer = |path: &str| server.url() + path;
    let found = Provider::discover(&transport(), &issuer("/a"))
        .await
        .unwrap();
    assert_eq!(found.token_url, issuer("/t"));
    assert_eq!(found.authorization_url.as_deref(), Some("x"));
    let found = Provider::discover(&transport(), &issuer("/b"))
        .await
        .unwrap();
    assert_eq!(found.token_url, issuer("/b/t"));
    let other = Provider::discover(&transport(), &issuer("/c"))
        .await
        .unwrap_err();
    assert!(
        other.to_string().ends_with("it names another issuer"),
        "{other}"
    );
    let none = Provider::discover(&transport(), &issuer("/d"))
        .await
        .unwrap_err();
    assert!(
        matches!(none, OAuthError::Answer { status: 404, .. }),
        "{none}"
    );
}

#[tokio::test]
async fn a_code_is_changed_for_tokens_with_what_proves_who_asked() {
    let server = Server::answering(|_, _| granted("a", 3600)).await;
    let app = App::public("my app", at(&server))
        .scope("pets:read")
        .scope("openid");
    let login = app.login("https://me.example/back").unwrap();
    let get = |name: &str| value(login.url(), name).unwrap();
    assert!(
        login
            .url()
            .starts_with(&(server.url() + "/authorize?tenant=7&response_type=code&"))
    );
    assert_eq!(get("scope"), "pets:read openid");
    assert_eq!(
        (get("client_id"), get("redirect_uri")),
        ("my app".into(), "https://me.example/back".into())
    );
    assert_eq!(
        (get("state"), get("code_challenge_method")),
        (login.state().into(), "S256".into())
    );
    let callback = format!(
        "https://me.example/back?code=a%2Bb&state={}&iss={}",
        login.state(),
        server.url()
    );
    let tokens = app.finish(&transport(), &login, &callback).await.unwrap();
    assert_eq!(tokens.access.expose(), "a");
    assert!(tokens.is_good());
    let request = server.only();
    let sent = |name: &str| value(request.text(), name).unwrap();
    assert_eq!(
        (sent("grant_type"), sent("code")),
        ("authorization_code".into(), "a+b".into())
    );
    assert_eq!(
        (sent("client_id"), sent("redirect_uri")),
        ("my app".into(), "https://me.example/back".into())
    );
    let challenge = URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(sent("code_verifier")));
    assert_eq!(challenge, get("code_challenge"));
    let shown = format!("{app:?} {login:?} {tokens:?}");
    assert!(
        !shown.contains(&sent("code_verifier")) && !shown.contains("refresh-a"),
        "{shown}"
    );
    // Two logins have nothing in common.
    assert_ne!(
        app.login("https://me.example/back").unwrap().state(),
        login.state()
    );
}

#[tokio::test]
async fn what_is_not_the_answer_to_a_login_is_refused() {
    let server = Server::answering(|_, _| json(400, r#"{"error":"invalid_grant"}"#)).await;
    let app = App::confidential("me", "s3cret", at(&server));
    let login = app.login("http://127.0.0.1/").unwrap();
    let state = login.state();
    for (callback, expected) in [
        (
            "?code=a&state=other".to_owned(),
            "the callback is refused: its state is not that of the login",
        ),
        (
            "?code=a".to_owned(),
            "the callback is refused: its state is not that of the login",
        ),
        (
            format!("?state={state}&code=a&iss=https://e.example"),
            "the callback is refused: it is another provider's",
        ),
        (
            format!("?state={state}&error=access_denied"),
            "the provider refused: access_denied",
        ),
        (
            format!("?state={state}&error=%3Cscript%3E"),
            "the callback is refused: it holds an error",
        ),
        (
            format!("?state={state}"),
            "the callback is refused: it holds no code",
        ),
        (
            format!("?state={state}&code=a"),
            "the provider refused: invalid_grant",
        ),
    ] {
        let error = app
            .finish(&transport(), &login, &callback)
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let request = server.only();
    assert_eq!(request.header("authorization"), Some("Basic bWU6czNjcmV0"));
    assert_eq!(value(request.text(), "client_secret"), None);
}

#[tokio::test]
async fn a_program_on_the_users_machine_listens_for_the_browser() {
    let server = Server::answering(|_, _| granted("here", 3600)).await;
    let app = App::public("cli", at(&server));
    let browser = |url: &str| {
        let url = url.to_owned();
        tokio::spawn(async move {
            let back = value(&url, "redirect_uri").unwrap();
            let state = value(&url, "state").unwrap();
            let get = async |url: String| {
                let rest = url.strip_prefix("http://").unwrap();
                let (host, target) = rest.split_once('/').unwrap();
                let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
                let head = format!("GET /{target} HTTP/1.1\r\nhost: {host}\r\n\r\n");
                stream.write_all(head.as_bytes()).await.unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).await.unwrap();
                answer[9..12].parse::<u16>().unwrap()
            };
            assert_eq!(get(back.replace("/callback", "/favicon.ico")).await, 404);
            assert_eq!(get(format!("{back}?code=x&state=forged")).await, 404);
            assert_eq!(get(format!("{back}?code=x&state={state}")).await, 200);
        });
    };
    let tokens = app
        .login_here(&transport(), Duration::from_secs(20), browser)
        .await
        .unwrap();
    assert_eq!(tokens.access.expose(), "here");
    let late = app
        .login_here(&transport(), Duration::from_millis(50), |_| ())
        .await;
    assert!(matches!(late, Err(OAuthError::Expired)), "{late:?}");
}

#[tokio::test]
async fn a_device_waits_for_its_user() {
    let asked = Arc::new(AtomicUsize::new(0));
    let server = Server::answering(move |_, request| match request.target() {
        "/device" => json(
            200,
            r#"{"device_code":"d","user_code":"AB-CD","verification_uri":"https://x.example","expires_in":60,"interval":0}"#,
        ),
        _ => match asked.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => json(400, r#"{"error":"authorization_pending"}"#),
            2 => granted("device", 60),
            _ => json(400, r#"{"error":"access_denied"}"#),
        },
    })
    .await;
    let app = App::public("tv", at(&server)).scope("pets:read");
    let device = app.device_login(&transport()).await.unwrap();
    assert_eq!(
        (device.user_code.as_str(), device.url.as_str()),
        ("AB-CD", "https://x.example")
    );
    let tokens = app.wait(&transport(), &device).await.unwrap();
    assert_eq!(tokens.access.expose(), "device");
    let refused = app.wait(&transport(), &device).await.unwrap_err();
    assert_eq!(refused.to_string(), "the provider refused: access_denied");
}

fn as_user(api: &Server, user: User<impl TokenStore>) -> Client {
    client(api.url()).credentials(user.into()).build().unwrap()
}

fn tokens_of(received: &[Received]) -> Vec<String> {
    let token = |request: &Received| request.header("authorization").unwrap().to_owned();
    received.iter().map(token).collect()
}

#[tokio::test]
async fn tokens_that_expire_are_refreshed_once_for_all() {
    let provider = Server::answering(|number, _| granted(&format!("new-{number}"), 3600)).await;
    let api = Server::answering(|_, _| response(200, &[], "")).await;
    let app = App::public("me", at(&provider));
    let store = MemoryStore::of(parsed("old", "refresh-old", PAST));
    let client = as_user(&api, User::new(app, store));
    let calls: Vec<_> = (0..20)
        .map(|_| tokio::spawn(probe(&client, &PROBE_OAUTH).send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let request = provider.only();
    assert_eq!(
        value(request.text(), "refresh_token").as_deref(),
        Some("refresh-old")
    );
    let tokens = tokens_of(&api.received());
    assert_eq!(tokens, vec!["Bearer new-0"; 20]);
}

#[tokio::test]
async fn a_token_that_a_server_refuses_is_refreshed() {
    let provider = Server::answering(|_, _| granted("new", 3600)).await;
    let api = Server::answering(|_, request| {
        let is_new = request.header("authorization") == Some("Bearer new");
        response(if is_new { 200 } else { 401 }, &[], "")
    })
    .await;
    let app = App::public("me", at(&provider));
    let store = MemoryStore::of(parsed("revoked", "r", FUTURE));
    let client = as_user(&api, User::new(app, store));
    probe(&client, &PROBE_OAUTH).await.unwrap();
    assert_eq!(tokens_of(&api.received()), ["Bearer revoked", "Bearer new"]);
}

/// A store that another process writes to just after it was read the first time.
struct Shared(AtomicUsize);

impl TokenStore for Shared {
    fn load(&self) -> BoxFuture<'_, Result<Option<UserTokens>, BoxError>> {
        let tokens = match self.0.fetch_add(1, Ordering::Relaxed) {
            0 => parsed("old", "used-up", PAST),
            _ => parsed("theirs", "next", FUTURE),
        };
        Box::pin(async move { Ok(Some(tokens)) })
    }

    fn save<'a>(&'a self, _: &'a UserTokens) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async { Err("nothing was to be saved".into()) })
    }
}

#[tokio::test]
async fn another_process_may_have_refreshed() {
    let provider = Server::answering(|_, _| json(400, r#"{"error":"invalid_grant"}"#)).await;
    let api = Server::answering(|_, _| response(200, &[], "")).await;
    let app = App::public("me", at(&provider));
    let client = as_user(&api, User::new(app.clone(), Shared(AtomicUsize::new(0))));
    probe(&client, &PROBE_OAUTH).await.unwrap();
    assert_eq!(tokens_of(&api.received()), ["Bearer theirs"]);
    // Where nobody has, the user must log in again.
    let store = MemoryStore::of(parsed("old", "used-up", PAST));
    let client = as_user(&api, User::new(app.clone(), store));
    let error = probe(&client, &PROBE_OAUTH).await.unwrap_err();
    assert!(
        error.to_string().ends_with("the user must log in"),
        "{error}"
    );
    let client = as_user(&api, User::new(app, MemoryStore::default()));
    let error = probe(&client, &PROBE_OAUTH).await.unwrap_err();
    assert!(
        error.to_string().ends_with("the user must log in"),
        "{error}"
    );
    assert_eq!(provider.received().len(), 2);
}

#[test]
fn tokens_are_kept_as_they_are() {
    let tokens = parsed("a", "b", FUTURE);
    let again = UserTokens::parse(&tokens.expose()).unwrap();
    assert_eq!(again.access.expose(), "a");
    assert_eq!(again.refresh.unwrap().expose(), "b");
    assert_eq!(again.expires_at, tokens.expires_at);
    assert!(UserTokens::parse("{}").is_none());
}

/// A store that notes what is done with it.
struct Noting(MemoryStore, Arc<std::sync::Mutex<Vec<&'static str>>>);

/// Notes that it is dropped.
struct Held(Arc<std::sync::Mutex<Vec<&'static str>>>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.lock().unwrap().push("unlock");
    }
}

impl TokenStore for Noting {
    fn load(&self) -> BoxFuture<'_, Result<Option<UserTokens>, BoxError>> {
        self.1.lock().unwrap().push("load");
        self.0.load()
    }

    fn save<'a>(&'a self, tokens: &'a UserTokens) -> BoxFuture<'a, Result<(), BoxError>> {
        self.1.lock().unwrap().push("save");
        self.0.save(tokens)
    }

    fn lock(&self) -> BoxFuture<'_, Result<Box<dyn Send>, BoxError>> {
        self.1.lock().unwrap().push("lock");
        let held = Held(Arc::clone(&self.1));
        Box::pin(async { Ok(Box::new(held) as Box<dyn Send>) })
    }
}

#[tokio::test]
async fn a_store_is_locked_while_its_tokens_are_renewed() {
    let server = Server::answering(|_, request| match request.target() {
        "/token" => granted("new", 3600),
        _ => response(204, &[], ""),
    })
    .await;
    let done = Arc::default();
    let store = Noting(MemoryStore::of(parsed("old", "r", PAST)), Arc::clone(&done));
    let user = User::new(App::public("my app", at(&server)), store);
    let client = client(server.url())
        .credentials(user.into())
        .build()
        .unwrap();
    for _ in 0..2 {
        probe(&client, &PROBE_OAUTH).await.unwrap();
    }
    assert_eq!(*done.lock().unwrap(), ["lock", "load", "save", "unlock"]);
}

#[tokio::test]
async fn the_documents_provider_is_resolved_against_the_server() {
    let server = Server::answering(|_, _| granted("new", 60)).await;
    let builder = ClientBuilder::<Client>::new(&API).server(server.url() + "/v1/");
    let provider = builder.oauth_provider("oauth").unwrap();
    assert_eq!(
        provider.authorization_url.as_deref(),
        Some("https://login.example/authorize")
    );
    assert_eq!(provider.token_url, server.url() + "/oauth/token");
    let refresh = server.url() + "/v1/refresh?x=1";
    assert_eq!(provider.refresh_url.as_deref(), Some(&*refresh));
    let app = App::public("my-program", provider);
    let tokens = app.refresh(&transport(), &"old".to_owned().into()).await;
    assert_eq!(tokens.unwrap().access.expose(), "new");
    assert_eq!(server.received()[0].target(), "/v1/refresh?x=1");

    let problem = |builder: ClientBuilder, scheme: &str| {
        let problem = builder.oauth_provider(scheme).unwrap_err();
        problem.to_string()
    };
    let unknown = problem(ClientBuilder::new(&API), "nothing");
    assert!(unknown.contains("no scheme `nothing`"), "{unknown}");
    let unsafe_server = ClientBuilder::new(&API).server("http://api.example");
    let open = problem(unsafe_server, "oauth");
    assert!(open.contains("is not https"), "{open}");
}
