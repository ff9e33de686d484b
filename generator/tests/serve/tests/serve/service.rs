//! A service of the document, which remembers what it is asked, and a client of it.

use std::sync::{Arc, Mutex};

use faircopy_runtime::json::de::Decode;
use futures_util::stream;
use serve::server::bodies::{
    self, BodiesApi, attached, bytes as bytes_op, change, counted, events, failing, fill, form,
    lines, mixed, number, picture, same, single, text, undescribed, undescribed_again, upload,
    whole, word, xml,
};
use serve::server::things::{
    self, ThingsApi, create_thing, delete_thing, export_thing, get_thing, list_things,
};
use serve::server::{
    Asked, Denied, Download, Event, Failure, Identity, InMemory, Security, Server, StatusCode,
    guard, items, same,
};
use serve::{Client, Credentials, Secret, Thing};

/// Replies with `answer` to what is asked for, and remembers it.
#[derive(Clone, Default)]
pub struct Service {
    pub seen: Arc<Mutex<Vec<String>>>,
}

impl Service {
    fn see(&self, text: impl std::fmt::Debug) {
        self.seen.lock().unwrap().push(format!("{text:?}"));
    }

    pub fn last(&self) -> String {
        self.seen
            .lock()
            .unwrap()
            .pop()
            .expect("the handler was called")
    }

    pub fn is_untouched(&self) -> bool {
        self.seen.lock().unwrap().is_empty()
    }
}

/// A value, which need not be as its schema says.
pub fn value<T: Decode>(json: &str) -> T {
    faircopy_runtime::json::de::decode(json).unwrap()
}

pub fn thing(name: &str) -> Thing {
    value(&format!(r#"{{"name":"{name}"}}"#))
}

impl ThingsApi for Service {
    async fn create_thing(
        &self,
        request: create_thing::Request,
    ) -> Result<create_thing::Reply, Failure> {
        self.see(&request.body);
        Ok(request.body.into())
    }

    async fn delete_thing(
        &self,
        request: delete_thing::Request,
    ) -> Result<delete_thing::Reply, Failure> {
        let caller = request.context().caller();
        let schemes: Vec<_> = caller.schemes().collect();
        self.see((request.id, schemes, caller.get::<String>()));
        Ok(().into())
    }

    async fn export_thing(
        &self,
        request: export_thing::Request,
    ) -> Result<export_thing::Reply, Failure> {
        self.see(&request.id);
        Ok(Download::from("PNG").media_type("image/png").into())
    }

    async fn get_thing(&self, request: get_thing::Request) -> Result<get_thing::Reply, Failure> {
        let get_thing::Request {
            id,
            tag,
            limit,
            color,
            x_trace,
            session,
            filter,
            at,
            ..
        } = request;
        self.see((id, tag, limit, color, x_trace, session, filter, at));
        let fault = value(&format!(r#"{{"code":{id}}}"#));
        Ok(match id {
            404 => get_thing::Reply::NotFound(fault),
            503 => get_thing::Reply::ServerError(503, fault),
            409 => get_thing::Reply::Default(409, fault),
            // What its range does not have.
            600 => get_thing::Reply::ServerError(404, fault),
            500 => return Err(Failure::new("the password is hunter22")),
            // What breaks its schema.
            501 => get_thing::Reply::Ok(thing(""), headers()),
            _ => get_thing::Reply::Ok(thing("hat"), headers()),
        })
    }

    async fn list_things(
        &self,
        request: list_things::Request,
    ) -> Result<list_things::Reply, Failure> {
        self.see((&request.where_, request.context().caller().get::<u8>()));
        Ok(match request.context().headers().get("accept") {
            Some(accept) if accept == "text/csv" => {
                list_things::Reply::OkCsv("name\nhat\n".to_owned())
            }
            _ => list_things::Reply::OkJson(vec![thing("hat")]),
        })
    }
}

fn headers() -> get_thing::OkHeaders {
    get_thing::OkHeaders {
        x_rate: 7,
        x_tags: Some(vec!["a".to_owned(), "b".to_owned()]),
        set_cookie: vec!["a=b; Path=/".to_owned(), "c=d".to_owned()],
    }
}

impl BodiesApi for Service {
    async fn bytes(&self, request: bytes_op::Request) -> Result<bytes_op::Reply, Failure> {
        let bytes = request.body.bytes().await?;
        self.see(&bytes);
        Ok(Download::from(bytes).into())
    }

    async fn change(&self, request: change::Request) -> Result<change::Reply, Failure> {
        self.see(&request.body);
        Ok(value::<serve::Request>(r#"{"reply":"done"}"#).into())
    }

    async fn fill(&self, request: fill::Request) -> Result<fill::Reply, Failure> {
        self.see(&request.body);
        Ok(().into())
    }

    async fn events(&self, _: events::Request) -> Result<events::Reply, Failure> {
        let point = |x| value::<serve::Point>(&format!(r#"{{"x":{x},"y":"a\nb"}}"#));
        let first = Event {
            data: point(1),
            event: Some("point".to_owned()),
            id: Some("7".to_owned()),
        };
        Ok(items(stream::iter([first, point(2).into()])).into())
    }

    async fn form(&self, request: form::Request) -> Result<form::Reply, Failure> {
        self.see(&request.body);
        Ok(request.body.into())
    }

    async fn same(&self, request: same::Request) -> Result<same::Reply, Failure> {
        self.see(&request.body);
        Ok(request.body.into())
    }

    async fn number(&self, request: number::Request) -> Result<number::Reply, Failure> {
        self.see(request.body);
        Ok(request.body.unwrap_or_default().into())
    }

    async fn lines(&self, request: lines::Request) -> Result<lines::Reply, Failure> {
        self.see(&request.body);
        Ok(items(stream::iter(request.body)).into())
    }

    async fn mixed(&self, request: mixed::Request) -> Result<mixed::Reply, Failure> {
        let mut parts = request.body;
        let mut seen = String::new();
        while let Some(part) = parts.next().await {
            match part? {
                mixed::Part::About(point) => seen += &format!("{point:?}"),
                mixed::Part::Files(file) => {
                    seen += &format!(" {} ", String::from_utf8(file.bytes().await?.to_vec())?);
                }
                _ => {}
            }
        }
        self.see(seen.replace("  ", " ").trim_end());
        Ok(().into())
    }

    async fn failing(&self, request: failing::Request) -> Result<failing::Reply, Failure> {
        let status = request.context().headers().get("x-status");
        let status = status.and_then(|status| status.to_str().ok()?.parse().ok());
        Ok(failing::Reply::Status(status.unwrap_or(202)))
    }

    async fn undescribed(&self, _: undescribed::Request) -> Result<undescribed::Reply, Failure> {
        Ok(undescribed::Reply::Status(202))
    }

    async fn undescribed_again(
        &self,
        _: undescribed_again::Request,
    ) -> Result<undescribed_again::Reply, Failure> {
        Err(Failure::new("the other one is meant"))
    }

    async fn upload(&self, request: upload::Request) -> Result<upload::Reply, Failure> {
        use std::fmt::Write as _;
        let mut parts = request.body;
        let mut seen = String::new();
        while let Some(part) = parts.next().await {
            match part? {
                upload::Part::Note(note) => writeln!(seen, "note {note:?}")?,
                upload::Part::Picture(mut file, size) => {
                    let (name, media_type) = (file.name(), file.media_type());
                    write!(seen, "picture {size} {name:?} {media_type:?} ")?;
                    let mut bytes = Vec::new();
                    while let Some(chunk) = file.chunk().await {
                        bytes.extend_from_slice(&chunk?);
                    }
                    writeln!(seen, "b{:?}", String::from_utf8(bytes)?)?;
                }
                upload::Part::Point(point) => writeln!(seen, "point {point:?}")?,
                upload::Part::Sizes(size) => writeln!(seen, "size {size}")?,
                upload::Part::Words(words) => writeln!(seen, "words {words:?}")?,
                upload::Part::Filter(filter) => writeln!(seen, "filter {filter:?}")?,
                _ => {}
            }
        }
        self.see(seen);
        Ok(().into())
    }

    async fn attached(&self, request: attached::Request) -> Result<attached::Reply, Failure> {
        let mut parts = request.body;
        let mut seen = Vec::new();
        while let Some(part) = parts.next().await {
            seen.push(match part? {
                attached::Part::Note(note) => format!("note {note}"),
                attached::Part::AdditionalProperties(name, mut file) => {
                    let mut bytes = Vec::new();
                    let file_name = file.name();
                    while let Some(chunk) = file.chunk().await {
                        bytes.extend_from_slice(&chunk?);
                    }
                    format!("{name} {file_name:?} {}", String::from_utf8(bytes)?)
                }
                _ => continue,
            });
        }
        self.see(seen);
        Ok(().into())
    }

    async fn counted(&self, request: counted::Request) -> Result<counted::Reply, Failure> {
        let mut parts = request.body;
        let mut seen = Vec::new();
        while let Some(part) = parts.next().await {
            seen.push(match part? {
                counted::Part::Note(note) => format!("note {note}"),
                counted::Part::AdditionalProperties(name, count) => format!("{name} {count}"),
                _ => continue,
            });
        }
        self.see(seen);
        Ok(().into())
    }

    async fn single(&self, request: single::Request) -> Result<single::Reply, Failure> {
        let mut parts = request.body;
        let mut seen = Vec::new();
        while let Some(part) = parts.next().await {
            seen.push(format!("{:?}", part?));
        }
        self.see(seen);
        Ok(().into())
    }

    async fn whole(&self, request: whole::Request) -> Result<whole::Reply, Failure> {
        let mut parts = request.body;
        let mut seen = Vec::new();
        while let Some(part) = parts.next().await {
            seen.push(format!("{:?}", part?));
        }
        self.see(seen);
        Ok(().into())
    }

    async fn xml(&self, request: xml::Request) -> Result<xml::Reply, Failure> {
        self.see(&request.body);
        Ok(request.body.into())
    }

    async fn picture(&self, request: picture::Request) -> Result<picture::Reply, Failure> {
        self.see(&request.body);
        Ok(request.body.into())
    }

    async fn word(&self, request: word::Request) -> Result<word::Reply, Failure> {
        self.see(&request.body);
        Ok("a\"b".to_owned().into())
    }

    async fn text(&self, request: text::Request) -> Result<text::Reply, Failure> {
        self.see(&request.body);
        Ok(request.body.into())
    }
}

/// Knows one user, one token and one key.
pub struct Users;

fn known(secret: &Secret, expected: &str) -> Result<(), Denied> {
    match same(secret.expose(), expected) {
        true => Ok(()),
        false => Err(Denied::Unauthorized),
    }
}

impl Security for Users {
    async fn key(&self, secret: Secret, _: Asked<'_>) -> Result<Identity, Denied> {
        known(&secret, "k")?;
        Ok(Identity::new(3_u8))
    }

    async fn oauth(&self, secret: Secret, asked: Asked<'_>) -> Result<Identity, Denied> {
        assert_eq!(asked.scopes, ["things:write"]);
        match secret.expose() {
            "writer" => Ok(Identity::new(())),
            "reader" => Err(Denied::Forbidden),
            _ => Err(Denied::Unauthorized),
        }
    }

    async fn query_key(&self, secret: Secret, _: Asked<'_>) -> Result<Identity, Denied> {
        known(&secret, "q")?;
        Ok(Identity::new(9_u8))
    }

    async fn token(&self, secret: Secret, _: Asked<'_>) -> Result<Identity, Denied> {
        known(&secret, "t")?;
        Ok(Identity::new("token".to_owned()))
    }

    async fn user_password(
        &self,
        user: String,
        password: Secret,
        _: Asked<'_>,
    ) -> Result<Identity, Denied> {
        known(&password, "p:w")?;
        Ok(Identity::new(user))
    }
}

/// A service, the server of it, and a client of that, below `/v1` as the document says.
pub fn served(service: &Service) -> Server {
    Server::new()
        .serve(things::routes(service.clone()))
        .serve(bodies::routes(service.clone()))
        .guard(guard(Users))
}

pub fn router(server: Server) -> axum::Router {
    axum::Router::new().nest("/v1", server.router())
}

pub fn client(server: Server, credentials: Option<Credentials>) -> Client {
    let builder = Client::builder().transport(InMemory::new(router(server)));
    let builder = match credentials {
        Some(credentials) => builder.credentials(credentials),
        None => builder,
    };
    builder.build().unwrap()
}

/// A raw request, and what comes of it.
pub struct Got {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub text: String,
}

pub async fn send(server: Server, request: http::request::Builder, body: &'static str) -> Got {
    use tower_service::Service as _;
    let request = request.body(axum::body::Body::from(body)).unwrap();
    let response = router(server).call(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Got {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}
