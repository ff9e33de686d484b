//! What stands in for handlers: which of an operation's replies a request gets, and of what data.
//!
//! A request chooses by its header `Prefer` (RFC 7240): `Prefer: code=404`, `Prefer: example=cat`, or both. Without, it
//! gets the first success that it accepts.

#![cfg(feature = "mock")]

use std::pin::Pin;
use std::task::{self, Poll};
use std::{env, io, vec};

use axum::Router;
use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use serde_json::Value;

use crate::json::codec::Codec;
use crate::json::de;
use crate::media::is_within;
use crate::server::negotiate::Accepted;
use crate::server::refusal::{Failure, Fault, Reason, Refusal};
use crate::server::request::Context;
use crate::server::stream::{Download, Event, Items};

/// A reply that an operation may have.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// The first and the last status that it may have.
    pub first: u16,
    pub last: u16,
    /// Whether the document has it for successes.
    pub is_success: bool,
    /// The media types that its data may have; none without content.
    pub media_types: &'static [&'static str],
    /// Data as JSON, each with the name of its example; an empty name where the document gives none.
    pub samples: &'static [(&'static str, &'static str)],
}

impl Answer {
    /// A success without content, where the document describes failures alone.
    pub const UNDESCRIBED: Self = Self {
        first: 200,
        last: 399,
        is_success: true,
        media_types: &[],
        samples: &[],
    };
}

/// The reply that a request gets.
#[derive(Debug, Clone)]
pub struct Chosen {
    variant: usize,
    status: u16,
    sample: Option<&'static str>,
    media_type: Option<String>,
}

/// What a request would like.
#[derive(Debug, Default, PartialEq)]
struct Preferred {
    code: Option<String>,
    example: Option<String>,
}

impl Preferred {
    fn of(headers: &HeaderMap) -> Self {
        let lines = headers.get_all("prefer").iter();
        let lines = lines.filter_map(|line| line.to_str().ok());
        let mut preferred = Self::default();
        for preference in lines.flat_map(|line| line.split([',', ';'])) {
            let Some((name, value)) = preference.split_once('=') else {
                continue;
            };
            let value = value.trim().trim_matches('"').to_owned();
            let place = match name.trim().to_ascii_lowercase().as_str() {
                "code" => &mut preferred.code,
                "example" => &mut preferred.example,
                _ => continue,
            };
            // The first of a name counts.
            place.get_or_insert(value);
        }
        preferred
    }
}

/// Which reply a request gets: of the status that it prefers, or else of a success; with the example that it prefers,
/// and of those the one whose media type it accepts most.
///
/// # Errors
///
/// When there is none: 404, as for what the server does not have.
pub fn choose(context: &Context, answers: &'static [Answer]) -> Result<Chosen, Failure> {
    let headers = context.headers();
    pick(&Preferred::of(headers), &Accepted::of(headers), answers)
        .map_err(|detail| Failure::from(refusal(detail)))
}

fn refusal(detail: String) -> Refusal {
    Refusal::new(Reason::NotFound).with_faults(vec![Fault::new("header", "prefer", detail)])
}

fn pick(
    preferred: &Preferred,
    accepted: &Accepted,
    answers: &'static [Answer],
) -> Result<Chosen, String> {
    let code = match &preferred.code {
        None => None,
        Some(code) => match code.parse::<u16>() {
            // What is interim is no reply (RFC 9110, 15.2).
            Ok(100..200) => return Err("that is not a status of a reply".to_owned()),
            Ok(code) => Some(code),
            Err(_) => return Err(format!("`{code}` is not a status")),
        },
    };
    let has_code = |answer: &Answer| match code {
        Some(code) => (answer.first..=answer.last).contains(&code),
        None => true,
    };
    let has_example = |answer: &Answer| match &preferred.example {
        Some(name) => answer.samples.iter().any(|(known, _)| known == name),
        None => true,
    };
    let all = answers.iter().enumerate();
    let of_code: Vec<_> = all.filter(|(_, answer)| has_code(answer)).collect();
    if of_code.is_empty() {
        return Err("the document has no reply with that status".to_owned());
    }
    let fitting = of_code
        .into_iter()
        .filter(|(_, answer)| has_example(answer));
    let fitting: Vec<_> = fitting.collect();
    // The most specific one says what a status means: the document's own, then that of its hundred.
    let rank = |answer: &Answer| {
        let is_preferred = code.is_some() || preferred.example.is_some();
        let is_failure = !is_preferred && !answer.is_success;
        (is_failure, answer.last - answer.first, answer.first)
    };
    let Some(best) = fitting.iter().map(|(_, answer)| rank(answer)).min() else {
        return Err("the document has no example of that name".to_owned());
    };
    let fitting = fitting.into_iter().filter(|(_, it)| rank(it) == best);
    let fitting: Vec<_> = fitting.collect();
    let types: Vec<(usize, &str)> = fitting
        .iter()
        .enumerate()
        .flat_map(|(at, (_, answer))| answer.media_types.iter().map(move |it| (at, *it)))
        .collect();
    let names: Vec<&str> = types.iter().map(|(_, media_type)| *media_type).collect();
    let wanted = accepted.choose(&names);
    if wanted.is_none() && preferred.example.is_some() && !names.is_empty() {
        return Err("the example of that name is of no media type that is accepted".to_owned());
    }
    let (variant, answer) = fitting[wanted.map_or(0, |at| types[at].0)];
    let media_type = wanted.or((!names.is_empty()).then_some(0)).map(|at| {
        let range = types[at].1;
        match range.contains('*') {
            true => accepted.concrete(range).or_else(|| usual_within(range)),
            false => Some(range.to_owned()),
        }
    });
    let mut samples = answer.samples.iter();
    let sample =
        samples.find(|(name, _)| preferred.example.as_deref().is_none_or(|it| it == *name));
    let usual = match (answer.first, answer.last) {
        (200, 599) if !answer.is_success => 500,
        // What there is no content for says so.
        (200, last) if last > 200 && answer.media_types.is_empty() => 204,
        (first, _) => first,
    };
    Ok(Chosen {
        variant,
        status: code.unwrap_or(usual),
        sample: sample.map(|(_, text)| *text),
        media_type: media_type.flatten(),
    })
}

/// What is sent of a range of media types where nobody says which it is.
fn usual_within(range: &str) -> Option<String> {
    let usual = [
        "application/octet-stream",
        "text/plain",
        "image/png",
        "audio/mpeg",
        "video/mp4",
        "application/json",
    ];
    let mut usual = usual.into_iter();
    usual
        .find(|media_type| is_within(media_type, range))
        .map(str::to_owned)
}

/// The status of a reply that the document says nothing of.
///
/// # Errors
///
/// When the status that is preferred is none.
pub fn undescribed(context: &Context) -> Result<u16, Failure> {
    let code = Preferred::of(context.headers()).code;
    let code = code.map(|code| {
        code.parse::<u16>()
            .ok()
            .filter(|code| (200..600).contains(code))
    });
    match code {
        None => Ok(204),
        Some(Some(code)) => Ok(code),
        Some(None) => Err(refusal("that is not a status of a reply".to_owned()).into()),
    }
}

/// A value of its JSON.
///
/// # Errors
///
/// When the document gives none, or one that its type cannot hold.
pub fn read<C: Codec<T>, T>(text: &str) -> Result<T, Failure> {
    Ok(de::decode_as::<C, T>(text)?)
}

impl Chosen {
    /// Which of the replies it is.
    pub fn variant(&self) -> usize {
        self.variant
    }

    /// Its status.
    pub fn status(&self) -> u16 {
        self.status
    }

    fn text(&self) -> Result<&'static str, Failure> {
        self.sample
            .ok_or_else(|| Failure::new("no data is known that this reply may have"))
    }

    /// The data of its content.
    ///
    /// # Errors
    ///
    /// When there is none that its type holds.
    pub fn data<C: Codec<T>, T>(&self) -> Result<T, Failure> {
        read::<C, T>(self.text()?)
    }

    /// The values of a stream: those of a list, or one.
    ///
    /// # Errors
    ///
    /// As [`Self::data`].
    pub fn items<C: Codec<T>, T: Send + 'static>(&self) -> Result<Items<T>, Failure> {
        let text = self.text()?;
        let list: Option<Vec<Value>> = serde_json::from_str(text).ok();
        let texts = match list {
            Some(list) => list.iter().map(Value::to_string).collect(),
            None => vec![text.to_owned()],
        };
        let values = texts.iter().map(|text| read::<C, T>(text));
        let values: Vec<T> = values.collect::<Result<_, _>>()?;
        Ok(crate::server::stream::items(Given(values.into_iter())))
    }

    /// The events of a stream, a value each.
    ///
    /// # Errors
    ///
    /// As [`Self::data`].
    pub fn events<C: Codec<T>, T: Send + 'static>(&self) -> Result<Items<Event<T>>, Failure> {
        let values = self.items::<C, T>()?;
        Ok(crate::server::stream::items(Events(values)))
    }

    /// The bytes of a file: those of a text, or else JSON.
    ///
    /// # Errors
    ///
    /// As [`Self::data`].
    pub fn bytes(&self) -> Result<Bytes, Failure> {
        let text = self.text()?;
        Ok(match serde_json::from_str(text)? {
            Value::String(text) => Bytes::from(text),
            _ => Bytes::from_static(text.as_bytes()),
        })
    }
}

impl Chosen {
    /// The same as what is sent, in a media type that the document has for it.
    ///
    /// # Errors
    ///
    /// As [`Self::data`].
    pub fn download(&self) -> Result<Download, Failure> {
        let download = Download::from(self.bytes()?);
        Ok(match &self.media_type {
            Some(media_type) => download.media_type(media_type.clone()),
            None => download,
        })
    }
}

/// Values that are at hand.
struct Given<T>(vec::IntoIter<T>);

impl<T> Unpin for Given<T> {}

impl<T> Stream for Given<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut task::Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.next())
    }
}

/// Values as events without a kind.
struct Events<T>(Items<T>);

impl<T> Stream for Events<T> {
    type Item = Event<T>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
    ) -> Poll<Option<Event<T>>> {
        let next = self.0.as_mut().poll_next(context);
        next.map(|value| value.map(Event::from))
    }
}

/// Serves a router until the program is interrupted, then finishes what has begun: the whole of a program. Its address
/// is the program's first argument, or `127.0.0.1:8080`.
///
/// # Errors
///
/// When the address is none, or cannot be listened at.
pub fn run(router: Router) -> io::Result<()> {
    let address = env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(&address).await?;
        println!("listening at http://{}", listener.local_addr()?);
        let interrupted = async {
            // Where signals cannot be waited for, it is served for ever.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        axum::serve(listener, router)
            .with_graceful_shutdown(interrupted)
            .await
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PREFER: http::HeaderName = http::HeaderName::from_static("prefer");
    const PET: Answer = Answer {
        first: 200,
        last: 200,
        is_success: true,
        media_types: &["application/json"],
        samples: &[("cat", "1"), ("dog", "2")],
    };
    const TEXT: Answer = Answer {
        media_types: &["text/plain"],
        samples: &[("", "\"a\"")],
        ..PET
    };
    const GONE: Answer = Answer {
        first: 404,
        last: 404,
        is_success: false,
        media_types: &[],
        samples: &[],
    };
    const OTHER: Answer = Answer {
        first: 200,
        last: 599,
        ..GONE
    };
    const CLIENT: Answer = Answer {
        first: 400,
        last: 499,
        ..GONE
    };
    const INTERIM: Answer = Answer {
        first: 100,
        last: 199,
        ..GONE
    };
    static ALL: &[Answer] = &[GONE, PET, TEXT, OTHER, CLIENT, INTERIM];

    fn picked(
        headers: &[(&'static str, &str)],
    ) -> Result<(usize, u16, Option<&'static str>), String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let chosen = pick(&Preferred::of(&map), &Accepted::of(&map), ALL)?;
        Ok((chosen.variant, chosen.status, chosen.sample))
    }

    #[test]
    fn a_request_chooses_its_reply() {
        for (headers, expected) in [
            (&[][..], (1, 200, Some("1"))),
            (&[("accept", "text/plain")], (2, 200, Some("\"a\""))),
            (&[("prefer", "code=404")], (0, 404, None)),
            (&[("prefer", "code=409")], (4, 409, None)),
            (&[("prefer", "code=503")], (3, 503, None)),
            (&[("prefer", "example=dog")], (1, 200, Some("2"))),
            (
                &[("prefer", "respond-async, code=200; example=\"dog\"")],
                (1, 200, Some("2")),
            ),
            (
                &[("prefer", "code=200"), ("prefer", "example=dog")],
                (1, 200, Some("2")),
            ),
        ] {
            assert_eq!(picked(headers), Ok(expected), "{headers:?}");
        }
    }

    #[test]
    fn what_there_is_not_is_refused() {
        for prefer in ["code=100", "code=x", "example=cow", "code=404, example=cat"] {
            assert!(picked(&[("prefer", prefer)]).is_err(), "{prefer}");
        }
    }

    #[test]
    fn without_a_success_that_is_described_there_is_one_without_content() {
        static FAILURES: &[Answer] = &[CLIENT, GONE, Answer::UNDESCRIBED];
        for (prefer, expected) in [
            (None, (2, 204)),
            (Some("code=201"), (2, 201)),
            (Some("code=404"), (1, 404)),
        ] {
            let mut headers = HeaderMap::new();
            headers.extend(prefer.map(|prefer| (PREFER, prefer.parse().unwrap())));
            let chosen = pick(&Preferred::of(&headers), &Accepted::default(), FAILURES).unwrap();
            assert_eq!((chosen.variant, chosen.status), expected, "{prefer:?}");
        }
    }

    #[test]
    fn without_a_success_the_first_failure_is_given() {
        let (headers, accepted) = (HeaderMap::new(), Accepted::default());
        static FAILURES: &[Answer] = &[CLIENT, OTHER];
        let chosen = pick(&Preferred::of(&headers), &accepted, FAILURES).unwrap();
        assert_eq!((chosen.variant, chosen.status), (0, 400));
        static OTHERS: &[Answer] = &[OTHER];
        let chosen = pick(&Preferred::of(&headers), &accepted, OTHERS).unwrap();
        assert_eq!((chosen.variant, chosen.status), (0, 500));
    }
}
