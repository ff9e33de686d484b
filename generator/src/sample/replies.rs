//! The replies of an API into data of each: the document's examples, or else what its schemas ask for at least.

mod events;

use serde_json::{Value, json};

use super::{Extent, Judge, PLAIN, Sampler};
use crate::document::Document;
use crate::ir::{Api, Content, EventKind, MediaKind, Operation, Sample, Samples, Shape};

/// How many bytes all data come to at most. What is beyond has none, and is answered with a failure.
const MOST_BYTES: usize = 16 << 20;

/// The data of all replies of an API; `document` has the places of these.
pub fn replies(api: &Api, document: &Document, judge: &Judge<'_>) -> Samples {
    let mut replies = Replies {
        api,
        document,
        judge,
        left: MOST_BYTES,
        samples: Samples::default(),
    };
    api.all_operations().for_each(|it| replies.operation(it));
    replies.samples
}

struct Replies<'a> {
    api: &'a Api,
    document: &'a Document,
    judge: &'a Judge<'a>,
    left: usize,
    samples: Samples,
}

impl Replies<'_> {
    fn operation(&mut self, operation: &Operation) {
        let responses = &operation.responses;
        for response in responses.success.iter().chain(&responses.errors) {
            for content in response
                .variants
                .iter()
                .filter_map(|it| it.content.as_ref())
            {
                self.content(content);
            }
            for header in &response.headers {
                self.header(&header.shape);
            }
        }
    }

    fn content(&mut self, content: &Content) {
        if self.left == 0 || self.samples.contents.contains_key(&content.source) {
            return;
        }
        let mut samples = self.examples(content);
        if samples.is_empty() {
            let made = match (content.data(), &content.kind) {
                (Some(shape), _) => self.made(shape),
                (None, MediaKind::TypedEvents(_, kinds)) => self.one_of_each(kinds),
                (None, _) => Some(json!(PLAIN)),
            };
            samples.extend(made.map(|value| Sample { name: None, value }));
        }
        samples.retain(|sample| self.pay(&sample.value));
        if !samples.is_empty() {
            let at = content.source.clone();
            self.samples.contents.insert(at, samples);
        }
    }

    fn header(&mut self, shape: &Shape) {
        let at = &shape.source;
        if self.left == 0 || self.samples.headers.contains_key(at) {
            return;
        }
        if let Some(value) = self.made(shape).filter(|value| self.pay(value)) {
            self.samples.headers.insert(at.clone(), value);
        }
    }

    /// Whether there is room for a value.
    fn pay(&mut self, value: &Value) -> bool {
        let size = value.to_string().len();
        let left = self.left.checked_sub(size);
        self.left = left.unwrap_or(0);
        left.is_some()
    }

    /// The least data that pleases the judge, with what the document gives examples of.
    fn made(&self, shape: &Shape) -> Option<Value> {
        let sampler = Sampler {
            api: self.api,
            judge: self.judge,
            extent: Extent::Given,
            branch: 0,
            text: PLAIN,
        };
        sampler.values(shape, &[], 1).pop()
    }

    /// The examples of a media type, less those that are not of its type or break its schema.
    fn examples(&self, content: &Content) -> Vec<Sample> {
        let all = self.document.examples_at(&content.source);
        let fitting = all
            .into_iter()
            .filter(|(_, value)| match (content.data(), &content.kind) {
                (None, _) => true,
                (Some(shape), MediaKind::JsonLines(_) | MediaKind::EventStream(..)) => {
                    match value {
                        Value::Array(items) => items.iter().all(|item| self.fits(shape, item)),
                        item => self.fits(shape, item),
                    }
                }
                (Some(shape), _) => self.fits(shape, value),
            });
        fitting
            .filter_map(|(name, value)| {
                let value = match &content.kind {
                    MediaKind::TypedEvents(..) => events::written(value)?,
                    _ => value.clone(),
                };
                let name = name.map(str::to_owned);
                Some(Sample { name, value })
            })
            .collect()
    }

    /// An event of each kind, as a text that is a stream of them.
    fn one_of_each(&self, kinds: &[EventKind]) -> Option<Value> {
        let all = kinds.iter().filter_map(|kind| {
            let data = self.made(&kind.shape)?;
            let event = kind.events.first().map(String::as_str);
            Some(events::one(event, kind.data, &data))
        });
        let text: String = all.collect();
        (!text.is_empty()).then_some(Value::String(text))
    }

    fn fits(&self, shape: &Shape, value: &Value) -> bool {
        (self.judge)(&shape.source, value).is_ok()
    }
}
