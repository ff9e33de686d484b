//! Serves the document, and prints what its handlers see, a line a call: the case that the request names, and the values
//! as JSON.

use judge_clients::runtime::Secret;
use judge_clients::runtime::json::ser::{self, Encode};
use judge_clients::server::bodies::{
    self, BodiesApi, bytes, create_thing, delete_thing, forms, several, shapes, texts, uploads,
};
use judge_clients::server::errors::{self, ErrorsApi, errors as errors_op, secured};
use judge_clients::server::parameters::{self, ParametersApi, headers, labels, paths, queries, styles};
use judge_clients::server::{Asked, Context, Denied, Failure, Identity, Security, Server, guard, same};
use judge_clients::{Fault, Point, Seen};
use tokio::net::TcpListener;

struct Service;

/// Prints what a handler sees: names and values, but for those that there are none of.
fn saw(context: &Context, values: &[(&str, Option<String>)]) {
    let case = context.headers().get("x-case").and_then(|case| case.to_str().ok());
    let case = ser::encode(case.unwrap_or_default()).unwrap_or_default();
    let values = values.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let values: Vec<_> = values.map(|(name, value)| format!("{name:?}:{value}")).collect();
    println!("{{\"case\":{case},\"values\":{{{}}}}}", values.join(","));
}

fn json<T: Encode + ?Sized>(value: &T) -> Option<String> {
    ser::encode(value).ok()
}

fn maybe<T: Encode>(value: &Option<T>) -> Option<String> {
    value.as_ref().and_then(json)
}

fn hex(bytes: &[u8]) -> Option<String> {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    json(&digits)
}

fn seen() -> Seen {
    Seen::builder().call(7).build().expect("a reply")
}

fn fault(code: i64) -> Fault {
    Fault::builder().code(code).detail("ä \"&\"\n").build().expect("a fault")
}

impl ParametersApi for Service {
    async fn paths(&self, request: paths::Request) -> Result<paths::Reply, Failure> {
        let (text, count, list) = (json(&request.text), json(&request.count), json(&request.list));
        saw(request.context(), &[("text", text), ("count", count), ("list", list)]);
        Ok(seen().into())
    }

    async fn labels(&self, request: labels::Request) -> Result<labels::Reply, Failure> {
        let (label, matrix, point) = (json(&request.label), json(&request.matrix), json(&request.point));
        saw(request.context(), &[("label", label), ("matrix", matrix), ("point", point)]);
        Ok(seen().into())
    }

    async fn queries(&self, request: queries::Request) -> Result<queries::Reply, Failure> {
        let values = [
            ("text", json(&request.text)),
            ("many", maybe(&request.many)),
            ("flag", maybe(&request.flag)),
            ("ratio", maybe(&request.ratio)),
            ("color", maybe(&request.color)),
        ];
        saw(request.context(), &values);
        Ok(seen().into())
    }

    async fn styles(&self, request: styles::Request) -> Result<styles::Reply, Failure> {
        let (commas, pipes, deep) = (maybe(&request.commas), maybe(&request.pipes), maybe(&request.deep));
        saw(request.context(), &[("commas", commas), ("pipes", pipes), ("deep", deep)]);
        Ok(seen().into())
    }

    async fn headers(&self, request: headers::Request) -> Result<headers::Reply, Failure> {
        let (text, count, session) = (json(&request.x_text), maybe(&request.x_count), maybe(&request.session));
        saw(request.context(), &[("X-Text", text), ("X-Count", count), ("session", session)]);
        let headers = headers::OkHeaders {
            x_rate: -7,
            x_list: Some(vec!["a".to_owned(), "b c".to_owned()]),
        };
        Ok(headers::Reply::Ok(seen(), headers))
    }
}

impl BodiesApi for Service {
    async fn create_thing(&self, request: create_thing::Request) -> Result<create_thing::Reply, Failure> {
        saw(request.context(), &[("body", json(&request.body))]);
        let headers = create_thing::CreatedHeaders { location: "/things/%C3%A4".to_owned() };
        Ok(create_thing::Reply::Created(request.body, headers))
    }

    async fn delete_thing(&self, request: delete_thing::Request) -> Result<delete_thing::Reply, Failure> {
        saw(request.context(), &[("name", json(&request.name))]);
        Ok(().into())
    }

    async fn shapes(&self, request: shapes::Request) -> Result<shapes::Reply, Failure> {
        saw(request.context(), &[("body", json(&request.body))]);
        Ok(request.body.into())
    }

    async fn forms(&self, request: forms::Request) -> Result<forms::Reply, Failure> {
        saw(request.context(), &[("body", json(&request.body))]);
        Ok(seen().into())
    }

    async fn uploads(&self, mut request: uploads::Request) -> Result<uploads::Reply, Failure> {
        let (mut note, mut point, mut files) = (None, None, Vec::new());
        while let Some(part) = request.body.next().await {
            match part? {
                uploads::Part::Note(value) => note = json(&value),
                uploads::Part::Point(value) => point = json(&value),
                uploads::Part::Files(file) => {
                    let name = json(&file.name().unwrap_or_default()).unwrap_or_default();
                    let hex = hex(&file.bytes().await?).unwrap_or_default();
                    files.push(format!("{{\"name\":{name},\"hex\":{hex}}}"));
                }
                _ => {}
            }
        }
        let files = Some(format!("[{}]", files.join(",")));
        saw(request.context(), &[("note", note), ("point", point), ("files", files)]);
        Ok(seen().into())
    }

    async fn texts(&self, request: texts::Request) -> Result<texts::Reply, Failure> {
        saw(request.context(), &[("body", json(&request.body))]);
        Ok(request.body.into())
    }

    async fn bytes(&self, mut request: bytes::Request) -> Result<bytes::Reply, Failure> {
        let mut all = Vec::new();
        while let Some(chunk) = request.body.chunk().await {
            all.extend_from_slice(&chunk?);
        }
        saw(request.context(), &[("body", hex(&all))]);
        Ok(judge_clients::server::Download::from(all).into())
    }

    async fn several(&self, request: several::Request) -> Result<several::Reply, Failure> {
        let (body, form, x, y) = match &request.body {
            several::Body::Json(point) => (json(point), "JSON", point.x, &point.y),
            several::Body::Form(form) => (json(form), "form", form.numbers.iter().sum(), &form.text),
            _ => return Err(Failure::new("there are two")),
        };
        saw(request.context(), &[("body", body), ("as", json(form))]);
        let wants_csv = request.context().headers().get("accept").is_some_and(|accept| accept == "text/csv");
        Ok(match wants_csv {
            true => several::Reply::OkCsv(format!("x,y\n{x},{y}\n")),
            false => several::Reply::OkJson(Point::builder().x(x).y(y.as_str()).build()?),
        })
    }
}

impl ErrorsApi for Service {
    async fn errors(&self, request: errors_op::Request) -> Result<errors_op::Reply, Failure> {
        saw(request.context(), &[("code", json(&request.code))]);
        let code = u16::try_from(request.code)?;
        Ok(match code {
            404 => errors_op::Reply::NotFound(fault(404)),
            500.. => errors_op::Reply::ServerError(code, fault(request.code)),
            _ => errors_op::Reply::Default(code, fault(request.code)),
        })
    }

    async fn secured(&self, request: secured::Request) -> Result<secured::Reply, Failure> {
        let schemes: Vec<String> = request.context().caller().schemes().map(str::to_owned).collect();
        saw(request.context(), &[("schemes", json(&schemes))]);
        Ok(seen().into())
    }
}

/// Who knows the secrets of the cases.
struct Callers;

fn known(is_known: bool) -> Result<Identity, Denied> {
    match is_known {
        true => Ok(Identity::new(())),
        false => Err(Denied::Unauthorized),
    }
}

impl Security for Callers {
    async fn basic(&self, user: String, password: Secret, _: Asked<'_>) -> Result<Identity, Denied> {
        known(user == "ünal" && same(password.expose(), "p:ä&="))
    }

    async fn key(&self, secret: Secret, _: Asked<'_>) -> Result<Identity, Denied> {
        known(same(secret.expose(), "k e y"))
    }

    async fn query_key(&self, secret: Secret, _: Asked<'_>) -> Result<Identity, Denied> {
        known(same(secret.expose(), "q&=+ #"))
    }

    async fn token(&self, secret: Secret, _: Asked<'_>) -> Result<Identity, Denied> {
        known(same(secret.expose(), "t0ken=="))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_default();
    let server = Server::new()
        .serve(parameters::routes(Service))
        .serve(bodies::routes(Service))
        .serve(errors::routes(Service))
        .guard(guard(Callers))
        .strict_replies(true);
    axum::serve(TcpListener::bind(address).await?, server.router()).await
}
