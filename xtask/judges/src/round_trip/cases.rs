//! The operations of an API into what is sent and what is replied: several values of each, as JSON.

use std::cell::Cell;

use faircopy::internals::emit::{self, ReplyVariant};
use faircopy::internals::ir::wire::Wire;
use faircopy::internals::ir::{
    Api, Content, Header, MediaKind, Name, Operation, Parameter, Shape, StatusMatch, Style,
};
use faircopy::internals::sample::{Extent, PLAIN, Sampler};
use serde_json::{Map, Value, json};

use crate::calls::Judge;

/// How many values of a shape are tried.
const VALUES: usize = 4;
/// How many cases an operation has at most.
const CASES: usize = 24;
/// A text with what has a meaning in some place, but for what a style of parameters sets values apart by.
const RICH: &str = "ä%/?#+\"=&'\\";

/// A call, and what is replied to it.
pub(super) struct Case {
    /// The operation, by its place among those that are served.
    pub(super) operation: usize,
    /// The values sent, by place and name.
    sent: Map<String, Value>,
    /// Which of the media types of the body that are read it has.
    media: usize,
    /// Which of the replies it gets.
    reply: usize,
    status: u16,
    /// The variant that the client is to give.
    variant: String,
    /// What is replied, by place and name.
    replied: Map<String, Value>,
    /// Whether nobody has found the values valid.
    pub(super) unsure: bool,
}

impl Case {
    pub(super) fn line(&self) -> String {
        let case = json!({
            "operation": self.operation,
            "sent": self.sent,
            "media": self.media,
            "reply": self.reply,
            "status": self.status,
            "variant": self.variant,
            "replied": self.replied,
        });
        format!("{case}\n")
    }
}

/// The operations that are served.
pub(super) fn served(api: &Api) -> Vec<&Operation> {
    let operations = api.operations.iter();
    operations
        .filter(|operation| emit::why_unserved(operation).is_none())
        .collect()
}

/// The media types of a body that a server reads, with the variant of each.
pub(super) fn bodies(operation: &Operation) -> Vec<(Option<&Name>, &Content)> {
    operation
        .body
        .as_ref()
        .map_or_else(Vec::new, emit::readable)
}

/// The cases of an operation, or for what there is no value.
pub(super) fn cases(
    api: &Api,
    judge: &Judge<'_>,
    index: usize,
    operation: &Operation,
) -> Result<Vec<Case>, String> {
    let values = Values {
        api,
        judge,
        unsure: Cell::new(false),
    };
    let sent = values.sent(operation)?;
    let replies = values.replies(operation)?;
    let count = sent.len().max(replies.len()).min(CASES);
    let pairs = (0..count).map(|at| {
        let (media, sent) = &sent[at % sent.len()];
        let reply = &replies[at % replies.len()];
        Case {
            operation: index,
            sent: sent.clone(),
            media: *media,
            reply: reply.index,
            status: reply.status,
            variant: reply.variant.clone(),
            replied: reply.values.clone(),
            unsure: values.unsure.get(),
        }
    });
    Ok(pairs.collect())
}

/// Which media type of the body is sent, and the values by place and name.
type Sent = (usize, Map<String, Value>);

/// One of the replies of an operation.
struct Reply {
    index: usize,
    status: u16,
    variant: String,
    values: Map<String, Value>,
}

struct Values<'a> {
    api: &'a Api,
    judge: &'a Judge<'a>,
    /// Whether a value was made that the judge has refused.
    unsure: Cell<bool>,
}

impl Values<'_> {
    /// Values of a shape; where only those are, without what sets values apart in a parameter.
    fn of(&self, what: &str, shape: &Shape, examples: &[Value]) -> Result<Vec<Value>, String> {
        let sampler = |judge, text| Sampler {
            api: self.api,
            judge,
            extent: Extent::All,
            branch: 0,
            text,
        };
        let mut all = sampler(self.judge, PLAIN).values(shape, examples, VALUES);
        if all.is_empty() {
            // Of branches that cannot be told apart by the letter, ours may be told by their tags.
            self.unsure.set(true);
            all = sampler(&|_, _| Ok(()), PLAIN).values(shape, examples, VALUES);
        }
        for value in sampler(self.judge, RICH).values(shape, &[], 1) {
            if !all.contains(&value) {
                all.push(value);
            }
        }
        match all.is_empty() {
            true => Err(format!("{what} ({})", shape.source)),
            false => Ok(all),
        }
    }

    /// What is sent: first the least, then all that may be, in each media type.
    fn sent(&self, operation: &Operation) -> Result<Vec<Sent>, String> {
        let mut parameters = Vec::new();
        for parameter in &operation.parameters {
            let values = self.parameter(parameter);
            match values {
                Ok(values) => parameters.push((parameter, values)),
                Err(why) if parameter.required => return Err(why),
                Err(_) => {}
            }
        }
        let mut bodies_of = Vec::new();
        for (media, (_, content)) in bodies(operation).into_iter().enumerate() {
            bodies_of.push((media, self.content("the body", content)?));
        }
        let is_required = operation.body.as_ref().is_some_and(|body| body.required);
        let with = |at: usize, is_all: bool| {
            let chosen = parameters.iter().filter(|(it, _)| is_all || it.required);
            let named = chosen.map(|(it, values)| (key(it), values[at % values.len()].clone()));
            named.collect::<Map<_, _>>()
        };
        let most = parameters.iter().map(|(_, values)| values.len());
        let most = most.max().unwrap_or(1);
        let mut sent = Vec::new();
        if !is_required {
            sent.push((0, with(0, false)));
            sent.extend((0..most).map(|at| (0, with(at, true))));
        }
        for (media, bodies) in bodies_of {
            let count = most.max(bodies.len());
            for at in 0..count {
                let mut all = with(at, at > 0 || !is_required);
                all.insert("body".to_owned(), bodies[at % bodies.len()].clone());
                sent.push((media, all));
            }
        }
        sent.dedup();
        Ok(sent)
    }

    /// Values of a parameter, less those that are written alike with others.
    fn parameter(&self, parameter: &Parameter) -> Result<Vec<Value>, String> {
        let shape = emit::present(&parameter.shape);
        let mut values = self.of(&key(parameter), &shape, &parameter.docs.examples)?;
        if let Wire::Styled(styled) = parameter.form {
            values.retain(|value| is_told_apart(value, styled.style, true));
        }
        match values.is_empty() {
            true => Err(format!("{}: only such as read as another", key(parameter))),
            false => Ok(values),
        }
    }

    fn content(&self, what: &str, content: &Content) -> Result<Vec<Value>, String> {
        if let MediaKind::Multipart { parts, .. } = &content.kind {
            return super::parts::values(parts, &|what, shape, examples| {
                self.of(what, shape, examples)
            });
        }
        let Some(shape) = content.data() else {
            return Ok(vec![
                json!({ "bytes": "\u{1}b\n" }),
                json!({ "bytes": "x" }),
            ]);
        };
        let is_stream = matches!(
            content.kind,
            MediaKind::EventStream(..) | MediaKind::JsonLines(_)
        );
        let examples: &[Value] = if is_stream { &[] } else { &content.examples };
        let mut values = self.of(what, shape, examples)?;
        if matches!(
            content.kind,
            MediaKind::Form(..) | MediaKind::Text(..) | MediaKind::Xml(..)
        ) {
            // What is not there and what is null are the same in a form.
            values.iter_mut().for_each(without_null);
        }
        Ok(match is_stream {
            true => vec![Value::Array(values)],
            false => values,
        })
    }

    fn replies(&self, operation: &Operation) -> Result<Vec<Reply>, String> {
        let mut all = Vec::new();
        let variants = emit::replies(operation);
        if variants.is_empty() {
            all.push(Reply {
                index: 0,
                status: 204,
                variant: String::new(),
                values: Map::new(),
            });
        }
        for (index, variant) in variants.iter().enumerate() {
            let Some(status) = status(operation, variant) else {
                continue;
            };
            let first = variant.contents.first();
            if first.is_some_and(|content| !is_typed(content)) {
                continue;
            }
            let own = variant.response.variants.iter().find(|own| match first {
                Some(first) => own
                    .content
                    .as_ref()
                    .is_some_and(|it| std::ptr::eq(it, *first)),
                None => true,
            });
            let bodies = match first {
                Some(content) => self.content("the reply", content)?,
                None => vec![Value::Null],
            };
            for (at, body) in bodies.into_iter().enumerate() {
                let mut values = Map::new();
                if first.is_some() {
                    values.insert("body".to_owned(), body);
                }
                for header in &variant.response.headers {
                    if let Some(value) = self.header(header, at)? {
                        values.insert(format!("header.{}", header.wire), value);
                    }
                }
                all.push(Reply {
                    index,
                    status,
                    variant: own.map_or_else(String::new, |own| own.name.as_str().to_owned()),
                    values,
                });
            }
        }
        match all.is_empty() {
            true => Err("no reply that is typed".to_owned()),
            false => Ok(all),
        }
    }

    /// The value of a header in the reply of that number: the first has all of them.
    fn header(&self, header: &Header, at: usize) -> Result<Option<Value>, String> {
        if header.wire.eq_ignore_ascii_case("set-cookie") || at > 0 && !header.required {
            return Ok(None);
        }
        let shape = emit::present(&header.shape);
        let values = self.of(&header.wire, &shape, &header.docs.examples);
        let values = values.map(|values| {
            let fits =
                |value: &Value| is_told_apart(value, Style::Simple, header.form != Wire::Json);
            values.into_iter().filter(fits).collect::<Vec<_>>()
        });
        match values {
            Ok(values) if !values.is_empty() => Ok(Some(values[at % values.len()].clone())),
            Err(why) if header.required => Err(why),
            _ if header.required => Err(format!("the header {}", header.wire)),
            _ => Ok(None),
        }
    }
}

/// `query.limit`
pub(super) fn key(parameter: &Parameter) -> String {
    format!("{}.{}", parameter.location.as_str(), parameter.wire)
}

/// Whether a reply's content is given and read as values, or as bytes at hand.
fn is_typed(content: &Content) -> bool {
    matches!(
        content.kind,
        MediaKind::Json(_)
            | MediaKind::Xml(..)
            | MediaKind::Text(..)
            | MediaKind::EventStream(..)
            | MediaKind::JsonLines(_)
            | MediaKind::Bytes
            | MediaKind::Base64
    )
}

/// A status that a variant has and no other one does.
fn status(operation: &Operation, variant: &ReplyVariant<'_>) -> Option<u16> {
    let responses = &operation.responses;
    let all = || responses.success.iter().chain(&responses.errors);
    let is_exact = |status: u16| all().any(|it| it.status == StatusMatch::Exact(status));
    let is_range = |status: u16| {
        all().any(
            |it| matches!(it.status, StatusMatch::Range(range) if u16::from(range) == status / 100),
        )
    };
    match variant.response.status {
        StatusMatch::Exact(status) => Some(status).filter(|status| *status >= 200),
        StatusMatch::Range(range) => {
            let start = u16::from(range) * 100;
            (start + 10..start + 99)
                .find(|status| !is_exact(*status))
                .filter(|it| *it >= 200)
        }
        StatusMatch::Default => {
            let is_success = responses
                .success
                .iter()
                .any(|it| std::ptr::eq(it, variant.response));
            let mut candidates = match is_success {
                true => 210..299,
                false => 410..599,
            };
            candidates.find(|status| !is_exact(*status) && !is_range(*status))
        }
    }
}

/// Whether a value can be told from others by what is written of it in a style: texts of lists and objects that hold
/// what sets values apart, and what is not there at all, cannot.
fn is_told_apart(value: &Value, style: Style, is_styled: bool) -> bool {
    if !is_styled {
        return true;
    }
    let marks = match style {
        Style::Label => ".,",
        Style::SpaceDelimited => " ",
        Style::PipeDelimited => "|",
        Style::Matrix => ";,",
        Style::Simple => ",=",
        _ => ",",
    };
    let plain = |value: &Value| match value {
        Value::String(text) => !text.is_empty() && !text.contains(|c| marks.contains(c)),
        Value::Null => false,
        Value::Number(number) => style != Style::Label || !number.to_string().contains('.'),
        Value::Bool(_) => true,
        // What is nested has no form of its own.
        Value::Array(_) | Value::Object(_) => style == Style::DeepObject,
    };
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(plain),
        Value::Object(map) => !map.is_empty() && map.values().all(plain),
        Value::String(text) => !text.is_empty(),
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Takes away properties that are null.
fn without_null(value: &mut Value) {
    if let Value::Object(map) = value {
        map.retain(|_, value| !value.is_null());
    }
}
