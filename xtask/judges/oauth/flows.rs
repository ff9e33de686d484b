//! Every flow of OAuth 2 that a client offers, against a provider that is not ours: a line each, which says
//! `right`, or `wrong` and why.

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use judge_oauth::oauth2::app::{App, OAuthError, Provider, UserTokens};
use judge_oauth::oauth2::user::{MemoryStore, TokenStore, User};
use judge_oauth::runtime::transport::reqwest::ReqwestTransport;
use judge_oauth::runtime::transport::{Body, Transport};
use judge_oauth::{BoxError, BoxFuture, Client, Credentials};

type Outcome = Result<(), BoxError>;

/// How long a user may take.
const LIMIT: Duration = Duration::from_secs(60);

macro_rules! require {
    ($condition:expr, $($told:tt)+) => {
        if !$condition {
            return Err(format!($($told)+).into());
        }
    };
}

/// The provider, and what was asked of it.
struct Judge {
    issuer: String,
    transport: ReqwestTransport,
    provider: Provider,
}

impl Judge {
    async fn get(&self, url: &str) -> Result<serde_json::Value, BoxError> {
        let mut request = http::Request::new(Body::empty());
        *request.uri_mut() = url.parse()?;
        let response = self.transport.send(request).await?;
        let body = response.into_body().collect(1 << 20).await?;
        Ok(serde_json::from_slice(&body)?)
    }

    /// How often that was granted or refused so far.
    async fn count(&self, what: &str) -> Result<u64, BoxError> {
        let counts = self.get(&format!("{}/counts", self.issuer)).await?;
        Ok(counts[what].as_u64().unwrap_or_default())
    }

    /// The address at which a user opens that URL, who agrees or does not.
    fn user(&self, url: &str, agrees: bool) -> String {
        let url: String = url.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let who = if agrees { "browse" } else { "refuse" };
        format!("{}/{who}?url={url}", self.issuer)
    }

    fn app(&self, id: &str) -> App {
        App::public(id, self.provider.clone())
            .scope("openid")
            .scope("offline_access")
            .scope("pets")
            .parameter("prompt", "consent")
    }

    /// Tokens of a user who logs in through a browser on this machine.
    async fn login(&self, app: &App, agrees: bool) -> Result<UserTokens, OAuthError> {
        app.login_here(&self.transport, LIMIT, |url| {
            let asked = self.user(url, agrees);
            let transport = self.transport.clone();
            tokio::spawn(async move {
                let mut request = http::Request::new(Body::empty());
                *request.uri_mut() = asked.parse().expect("a URL");
                transport.send(request).await
            });
        })
        .await
    }

    /// A client that calls as a user.
    fn client(&self, user: impl Into<Credentials>) -> Result<Client, BoxError> {
        let client = Client::builder().server(&self.issuer);
        Ok(client.credentials(user.into()).build()?)
    }

    /// Ends an access token alone.
    async fn end(&self, token: &str) -> Outcome {
        self.get(&format!("{}/end?token={token}", self.issuer))
            .await?;
        Ok(())
    }

    /// Takes back all that was granted with a token (RFC 7009).
    async fn revoke(&self, id: &str, token: &str) -> Outcome {
        let mut request = http::Request::new(Body::from(format!("token={token}&client_id={id}")));
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = format!("{}/token/revocation", self.issuer).parse()?;
        let form = http::HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert("content-type", form);
        let status = self.transport.send(request).await?.status();
        require!(status.is_success(), "the revocation is refused: {status}");
        Ok(())
    }
}

/// The same tokens, of which the access token has ended as far as anybody here knows.
fn ended(mut tokens: UserTokens) -> UserTokens {
    tokens.expires_at = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    tokens
}

async fn discovery(judge: &Judge) -> Outcome {
    let found = &judge.provider;
    require!(found.issuer.as_ref() == Some(&judge.issuer), "{found:?}");
    require!(found.authorization_url.is_some(), "{found:?}");
    require!(found.device_url.is_some(), "{found:?}");
    let other = judge.issuer.replace("127.0.0.1", "localhost");
    let other = Provider::discover(&judge.transport, &other).await;
    // It names itself by the address that it was asked at, or refuses: whichever, it is no other's.
    require!(
        other
            .as_ref()
            .is_ok_and(|found| found.issuer != judge.provider.issuer)
            || other.is_err(),
        "{other:?}"
    );
    Ok(())
}

async fn code_for_a_program_on_this_machine(judge: &Judge) -> Outcome {
    let app = judge.app("program");
    let tokens = judge.login(&app, true).await?;
    require!(
        tokens.refresh.is_some() && tokens.id.is_some(),
        "{tokens:?}"
    );
    let client = judge.client(User::new(app, MemoryStore::of(tokens)))?;
    let pets = client.get_pets().await?.into_body();
    require!(pets.owner == "rex", "the owner is {}", pets.owner);
    require!(pets.scope.contains("pets"), "the scope is {}", pets.scope);
    Ok(())
}

async fn code_for_a_web_program(judge: &Judge) -> Outcome {
    let secret = "a secret: 100%";
    for (app, what) in [
        (
            App::confidential("service", secret, judge.provider.clone()),
            "in a header",
        ),
        (
            App::confidential("older", "another", judge.provider.clone()).in_body(),
            "in a body",
        ),
    ] {
        let app = app
            .scope("openid")
            .scope("offline_access")
            .parameter("prompt", "consent");
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let login = app.login(format!("http://127.0.0.1:{port}/callback"))?;
        let asked = judge.user(login.url(), true);
        let callback = tokio::task::spawn_blocking(move || callback(&listener));
        judge.get(&asked).await?;
        let callback = callback.await??;
        let another = app.login(format!("http://127.0.0.1:{port}/callback"))?;
        let stolen = app.finish(&judge.transport, &another, &callback).await;
        require!(
            matches!(stolen, Err(OAuthError::Callback(_))),
            "{what}: {stolen:?}"
        );
        let tokens = app.finish(&judge.transport, &login, &callback).await;
        require!(tokens.is_ok(), "{what}: {tokens:?}");
        let again = app.finish(&judge.transport, &login, &callback).await;
        require!(
            is_refused(&again, "invalid_grant"),
            "{what}, twice: {again:?}"
        );
    }
    Ok(())
}

/// The target of the one request that comes.
fn callback(listener: &TcpListener) -> Result<String, BoxError> {
    let (mut stream, _) = listener.accept()?;
    let mut head = [0; 4096];
    let length = stream.read(&mut head)?;
    let head = std::str::from_utf8(&head[..length])?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")?;
    Ok(head.split(' ').nth(1).ok_or("no target")?.to_owned())
}

fn is_refused<T>(outcome: &Result<T, OAuthError>, expected: &str) -> bool {
    matches!(outcome, Err(OAuthError::Refused { code }) if code == expected)
}

async fn a_user_who_refuses(judge: &Judge) -> Outcome {
    let refused = judge.login(&judge.app("program"), false).await;
    require!(is_refused(&refused, "access_denied"), "{refused:?}");
    Ok(())
}

async fn a_device(judge: &Judge) -> Outcome {
    let app = judge.app("program");
    let device = app.device_login(&judge.transport).await?;
    let url = device.complete_url.clone().ok_or("no whole URL")?;
    let asked = judge.user(&url, true);
    // The user is slower than the first question.
    let transport = judge.transport.clone();
    let agreed = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(7)).await;
        let mut request = http::Request::new(Body::empty());
        *request.uri_mut() = asked.parse().expect("a URL");
        transport
            .send(request)
            .await
            .map(|response| response.status())
    });
    let tokens = app.wait(&judge.transport, &device).await;
    let agreed = agreed.await?;
    let tokens = tokens.map_err(|error| format!("{error}; {agreed:?}"))?;
    require!(tokens.refresh.is_some(), "{tokens:?}");
    let pending = judge
        .count("urn:ietf:params:oauth:grant-type:device_code authorization_pending")
        .await?;
    require!(pending > 0, "nothing was pending");
    let client = judge.client(User::new(app, MemoryStore::of(tokens)))?;
    require!(client.get_pets().await?.owner == "rex", "another owner");
    Ok(())
}

async fn a_device_that_is_refused(judge: &Judge) -> Outcome {
    let app = judge.app("program");
    let device = app.device_login(&judge.transport).await?;
    let url = device.complete_url.clone().ok_or("no whole URL")?;
    judge.get(&judge.user(&url, false)).await?;
    let refused = app.wait(&judge.transport, &device).await;
    require!(is_refused(&refused, "access_denied"), "{refused:?}");
    Ok(())
}

async fn one_refresh_for_many_callers(judge: &Judge) -> Outcome {
    let app = judge.app("program");
    let tokens = ended(judge.login(&app, true).await?);
    let before = judge.count("refresh_token granted").await?;
    let client = judge.client(User::new(app, MemoryStore::of(tokens)))?;
    let calls: Vec<_> = (0..40)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get_pets().await.map(|pets| pets.into_body().owner) })
        })
        .collect();
    for call in calls {
        require!(call.await?? == "rex", "another owner");
    }
    let refreshed = judge.count("refresh_token granted").await? - before;
    require!(refreshed == 1, "refreshed {refreshed} times");
    Ok(())
}

async fn tokens_that_end_at_the_provider(judge: &Judge) -> Outcome {
    // The provider ends them after a second, whatever it said.
    let app = judge.app("hasty");
    let mut tokens = judge.login(&app, true).await?;
    tokens.expires_at = None;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (before, refused) = (
        judge.count("refresh_token granted").await?,
        judge.count("pets 401").await?,
    );
    let client = judge.client(User::new(app, MemoryStore::of(tokens)))?;
    require!(client.get_pets().await?.owner == "rex", "another owner");
    let refreshed = judge.count("refresh_token granted").await? - before;
    let refused = judge.count("pets 401").await? - refused;
    require!(
        (refreshed, refused) == (1, 1),
        "refreshed {refreshed}, refused {refused} times"
    );
    Ok(())
}

async fn tokens_that_are_revoked(judge: &Judge) -> Outcome {
    let app = judge.app("program");
    let tokens = judge.login(&app, true).await?;
    judge.end(tokens.access.expose()).await?;
    let client = judge.client(User::new(app.clone(), MemoryStore::of(tokens)))?;
    require!(client.get_pets().await?.owner == "rex", "not renewed");
    let tokens = judge.login(&app, true).await?;
    let refresh = tokens.refresh.clone().ok_or("no refresh token")?;
    let client = judge.client(User::new(app, MemoryStore::of(tokens)))?;
    require!(client.get_pets().await?.owner == "rex", "not good");
    judge.revoke("program", refresh.expose()).await?;
    needs_login(&client).await
}

/// Who uses up a refresh token twice has stolen it: the provider takes all back.
async fn a_refresh_token_that_comes_twice(judge: &Judge) -> Outcome {
    let app = judge.app("program");
    let tokens = judge.login(&app, true).await?;
    let refresh = tokens.refresh.clone().ok_or("no refresh token")?;
    let client = judge.client(User::new(app.clone(), MemoryStore::of(ended(tokens))))?;
    require!(client.get_pets().await?.owner == "rex", "not renewed");
    let used = app.refresh(&judge.transport, &refresh).await;
    require!(is_refused(&used, "invalid_grant"), "{used:?}");
    needs_login(&client).await
}

/// That calls say that the user must log in.
async fn needs_login(client: &Client) -> Outcome {
    let error = match client.get_pets().await {
        Ok(_) => return Err("it is still good".into()),
        Err(error) => error,
    };
    let first: &dyn Error = &error;
    let said = std::iter::successors(Some(first), |error| (*error).source());
    let said = said.map(ToString::to_string).collect::<Vec<_>>().join(": ");
    require!(said.contains("the user must log in"), "{said}");
    Ok(())
}

/// Tokens in a file that several processes have, one of which refreshes at a time.
#[derive(Clone)]
struct Shared(PathBuf);

impl TokenStore for Shared {
    fn load(&self) -> BoxFuture<'_, Result<Option<UserTokens>, BoxError>> {
        Box::pin(async { Ok(UserTokens::parse(&std::fs::read_to_string(&self.0)?)) })
    }

    fn save<'a>(&'a self, tokens: &'a UserTokens) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async {
            let new = self.0.with_extension("new");
            std::fs::write(&new, tokens.expose())?;
            Ok(std::fs::rename(new, &self.0)?)
        })
    }

    fn lock(&self) -> BoxFuture<'_, Result<Box<dyn Send>, BoxError>> {
        Box::pin(async {
            let lock = self.0.with_extension("lock");
            while std::fs::File::create_new(&lock).is_err() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Ok(Box::new(Lock(lock)) as Box<dyn Send>)
        })
    }
}

/// A file that is there as long as one of the processes refreshes.
struct Lock(PathBuf);

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn processes_that_refresh_at_once(judge: &Judge) -> Outcome {
    let app = judge.app("program");
    let store = Shared(std::env::temp_dir().join(format!("oauth-at-once-{}", std::process::id())));
    store.save(&ended(judge.login(&app, true).await?)).await?;
    let before = judge.count("refresh_token granted").await?;
    let calls = (0..8).map(|_| {
        let client = judge.client(User::new(app.clone(), store.clone()))?;
        Ok(tokio::spawn(async move {
            client.get_pets().await.map(|pets| pets.into_body().owner)
        }))
    });
    for call in calls.collect::<Result<Vec<_>, BoxError>>()? {
        require!(call.await?? == "rex", "another owner");
    }
    let refreshed = judge.count("refresh_token granted").await? - before;
    require!(refreshed == 1, "refreshed {refreshed} times");
    std::fs::remove_file(&store.0)?;
    Ok(())
}

async fn processes_that_share_a_store(judge: &Judge) -> Outcome {
    let app = judge.app("program");
    let store = Shared(std::env::temp_dir().join(format!("oauth-{}", std::process::id())));
    store.save(&ended(judge.login(&app, true).await?)).await?;
    let before = judge.count("refresh_token granted").await?;
    let clients = (0..3).map(|_| judge.client(User::new(app.clone(), store.clone())));
    let clients: Vec<_> = clients.collect::<Result<_, _>>()?;
    for client in &clients {
        require!(client.get_pets().await?.owner == "rex", "another owner");
    }
    let refreshed = judge.count("refresh_token granted").await? - before;
    require!(refreshed == 1, "refreshed {refreshed} times");
    // What one of them got is what the others use once theirs is refused.
    let stored = store.load().await?.ok_or("nothing is stored")?;
    judge.end(stored.access.expose()).await?;
    for client in &clients {
        require!(client.get_pets().await?.owner == "rex", "another owner");
    }
    let refreshed = judge.count("refresh_token granted").await? - before;
    require!(refreshed == 2, "refreshed {refreshed} times in all");
    std::fs::remove_file(&store.0)?;
    Ok(())
}

fn main() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(judged())
}

async fn judged() -> Outcome {
    let issuer = std::env::args()
        .nth(1)
        .ok_or("the address of the provider is missing")?;
    let transport = ReqwestTransport::new(None)?;
    let provider = Provider::discover(&transport, &issuer).await?;
    let judge = Judge {
        issuer,
        transport,
        provider,
    };
    macro_rules! flows {
        ($($flow:ident)*) => {$(
            match $flow(&judge).await {
                Ok(()) => println!("right {}", stringify!($flow)),
                Err(error) => println!("wrong {}: {error}", stringify!($flow)),
            }
        )*};
    }
    flows! {
        discovery
        code_for_a_program_on_this_machine
        code_for_a_web_program
        a_user_who_refuses
        a_device
        a_device_that_is_refused
        one_refresh_for_many_callers
        tokens_that_end_at_the_provider
        tokens_that_are_revoked
        a_refresh_token_that_comes_twice
        processes_that_share_a_store
        processes_that_refresh_at_once
    }
    Ok(())
}
