//! What came of calls, against what should have come of them: a line for each, of texts set apart by
//! tabs, the operation, what was sent, and `ok` or what differs.

use std::fmt::Debug;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime};

use api::{Client, ClientBuilder, Credentials, Error, Response};

/// Where a server tells what it saw: the request's first line, and the values that it read.
const SAW: &str = "x-saw";

/// A client of the server whose address is the program's argument.
pub fn client() -> ClientBuilder {
    let server = std::env::args().nth(1).expect("the address of a server");
    Client::builder()
        .server(server)
        .retry_budget(0)
        .timeout(std::time::Duration::from_secs(10))
}

/// Runs the calls to their end.
pub fn run(calls: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(calls);
}

/// A client with credentials for schemes of these names, in which some characters are easily lost.
#[allow(dead_code, reason = "not every framework has all of them, or names them so")]
pub fn client_with_credentials() -> Client {
    let client = client()
        .credentials(Credentials::basic("u", "p:ä&=+").for_scheme("basic"))
        .credentials(Credentials::bearer("b-._~+/=").for_scheme("bearer"))
        .credentials(Credentials::api_key("head er").for_scheme("header"))
        .credentials(Credentials::api_key("&=+ #/%é").for_scheme("query"))
        .credentials(Credentials::api_key("c00kie").for_scheme("cookie"))
        .build();
    client.expect("a client")
}

/// A point in time.
pub fn instant(text: &str) -> OffsetDateTime {
    OffsetDateTime::parse(text, &Rfc3339).expect("a time")
}

/// A day that most years lack.
pub fn leap_day() -> Date {
    Date::from_calendar_date(2020, Month::February, 29).expect("a date")
}

/// A time with a fraction and an offset, and what Python says of it.
#[allow(dead_code, reason = "not every framework is of Python")]
pub fn moment() -> (OffsetDateTime, &'static str) {
    let time = instant("2020-02-29T23:59:59.123456+05:30");
    (time, "2020-02-29T18:29:59.123456+00:00")
}

/// Texts that somebody writes too plainly, reads too much into, or loses.
pub fn texts() -> Vec<&'static str> {
    vec![
        "a",
        "a b",
        " a ",
        "&=+ #/%",
        "%25",
        "100%",
        "a,b;c|d",
        "\"quoted\" 'too' \\",
        "é",
        "✓ 𝄞 e\u{301}",
        "null",
        "1",
        "<a>&amp;</a>",
        "?a=b",
        "@:!$()*[]{}^`~",
        "line\r\nline\ttab",
    ]
}

/// Numbers at the edges of `f64`, and those whose text is easily wrong.
pub fn numbers() -> Vec<f64> {
    vec![
        0.0,
        -0.0,
        7.0,
        -0.5,
        0.1,
        1e21,
        1e-7,
        123456789012345680.0,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
    ]
}

/// Integers at the edges of 64 bits, and of what `f64` holds exactly.
pub fn integers() -> Vec<i64> {
    vec![0, -1, 1 << 53, (1 << 53) + 1, i64::MAX, i64::MIN]
}

/// The call succeeds, the server saw those values, and this is its answer.
pub fn echoed<T: PartialEq + Debug, E: Debug>(
    operation: &str,
    about: impl Debug,
    outcome: Result<Response<T>, Error<E>>,
    saw: Value,
    answer: &T,
) {
    let differs = match &outcome {
        Ok(response) => seen(response.headers(), &saw).and_then(|()| same(&**response, answer)),
        Err(error) => Err(told(error)),
    };
    report(operation, about, differs);
}

/// The call succeeds, and the server saw those values; what is to be said of the answer beyond that,
/// `and` says.
pub async fn answered<T, E: Debug, F: Future<Output = Result<(), String>>>(
    operation: &str,
    about: impl Debug,
    outcome: Result<Response<T>, Error<E>>,
    saw: Value,
    and: impl FnOnce(Response<T>) -> F,
) {
    let differs = match outcome {
        Ok(response) => match seen(response.headers(), &saw) {
            Ok(()) => and(response).await,
            differs => differs,
        },
        Err(error) => Err(told(&error)),
    };
    report(operation, about, differs);
}

/// The call fails, with this error.
pub fn failed<T: Debug, E: Debug>(
    operation: &str,
    about: impl Debug,
    outcome: Result<Response<T>, Error<E>>,
    is_right: impl FnOnce(&Error<E>) -> bool,
) {
    let differs = match outcome {
        Ok(response) => Err(format!("was answered: {:?}", *response)),
        Err(error) if is_right(&error) => Ok(()),
        Err(error) => Err(told(&error)),
    };
    report(operation, about, differs);
}

/// The call is refused before anything is sent.
pub fn refused<T: Debug, E: Debug>(
    operation: &str,
    about: impl Debug,
    outcome: Result<Response<T>, Error<E>>,
) {
    failed(operation, about, outcome, |error| {
        matches!(error, Error::Invalid { .. } | Error::Encode { .. })
    });
}

/// A value that the document forbids cannot be built.
#[allow(dead_code, reason = "not every framework has such calls")]
pub fn unbuilt<T: Debug>(operation: &str, about: impl Debug, built: Result<T, api::Violations>) {
    let differs = match built {
        Ok(built) => Err(format!("was built: {built:?}")),
        Err(_) => Ok(()),
    };
    report(operation, about, differs);
}

/// Whether something is what it should be.
pub fn same<T: PartialEq + Debug + ?Sized>(got: &T, expected: &T) -> Result<(), String> {
    match got == expected {
        true => Ok(()),
        false => Err(format!("got {got:?}, which should be {expected:?}")),
    }
}

/// Adds and changes members of an object.
pub fn with(mut base: Value, changes: Value) -> Value {
    if let (Some(base), Value::Object(changes)) = (base.as_object_mut(), changes) {
        base.extend(changes);
    }
    base
}

fn seen(headers: &http::HeaderMap, expected: &Value) -> Result<(), String> {
    let text = headers.get(SAW).and_then(|value| value.to_str().ok());
    let text = text.ok_or("the server tells nothing of what it saw")?;
    let told = percent_decode_str(text).decode_utf8_lossy();
    let told: Value = serde_json::from_str(&told).map_err(|error| format!("{error}: {told}"))?;
    let values = &told["values"];
    // A parameter that is not sent may be null to a server.
    match is_same(&without_null(values), &without_null(expected)) {
        true => Ok(()),
        false => Err(format!(
            "the server saw {values}, which should be {expected}, of {}",
            told["request"]
        )),
    }
}

fn without_null(values: &Value) -> Value {
    let members = values.as_object().into_iter().flatten();
    let some = members.filter(|(_, value)| !value.is_null());
    Value::Object(
        some.map(|(key, value)| (key.clone(), value.clone()))
            .collect::<Map<_, _>>(),
    )
}

/// Whether data are the same: integers with all digits, other numbers as `f64` has them.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            let exact = |number: &serde_json::Number| {
                number
                    .as_i64()
                    .map(i128::from)
                    .or_else(|| number.as_u64().map(i128::from))
            };
            match (exact(left), exact(right)) {
                (Some(left), Some(right)) => left == right,
                _ => left.as_f64() == right.as_f64(),
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| is_same(a, b))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, value)| right.get(key).is_some_and(|other| is_same(value, other)))
        }
        _ => left == right,
    }
}

/// An error, and what the server said.
fn told<E: Debug>(error: &Error<E>) -> String {
    let raw = error
        .raw()
        .map(|raw| String::from_utf8_lossy(raw).into_owned());
    match error.status() {
        Some(status) => format!("status {status}: {error:?}: {}", raw.unwrap_or_default()),
        None => format!("{error:?}"),
    }
}

fn report(operation: &str, about: impl Debug, differs: Result<(), String>) {
    let outcome = differs.err().unwrap_or_else(|| "ok".to_owned());
    let line = |text: String| text.replace(['\n', '\r', '\t'], " ");
    println!(
        "{operation}\t{}\t{}",
        line(format!("{about:?}")),
        line(outcome)
    );
}
