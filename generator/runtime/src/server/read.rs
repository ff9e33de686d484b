//! A request's parameters and body into typed values. Whatever is wrong is collected, so that a client learns all of it at
//! once.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::budget::Share;
use crate::json::codec::Codec;
use crate::json::de;
use crate::json::de::{DecodeError, faults};
use crate::media::essence;
use crate::parameter::parse;
use crate::parameter::read::{Data, Plain};
use crate::parameter::tree::Tree;
use crate::server::body::{Payload, Upload};
use crate::server::form::{self, Field};
use crate::server::mark;
use crate::server::multipart::Parts;
use crate::server::parameter::{Form, Parameter, Texts};
use crate::server::part::Part;
use crate::server::refusal::{Fault, Reason, Refusal};
use crate::server::reply::Replying;
use crate::server::request::{Context, Incoming, Operation};
use crate::server::text;
use crate::validate::{At, Violations};

/// Reads a request, value by value. Each method gives nothing where something is wrong, and remembers what.
pub struct Reader {
    operation: &'static Operation,
    context: Context,
    texts: Texts,
    payload: Payload,
    replying: Replying,
    faults: Vec<Fault>,
    omitted: usize,
    reason: Option<Reason>,
}

impl Reader {
    pub(crate) fn new(incoming: Incoming) -> Self {
        let operation = incoming.operation;
        Self {
            operation,
            texts: Texts::new(
                &incoming.context.parts,
                incoming.captured,
                operation.parameters,
                operation.reserved,
            ),
            context: incoming.context,
            payload: incoming.payload,
            replying: incoming.replying,
            faults: Vec::new(),
            omitted: 0,
            reason: None,
        }
    }

    /// The parameter of that place in the operation's table; where the request has none, its default.
    pub fn optional<C: Codec<T>, T>(
        &mut self,
        index: usize,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Option<Option<T>> {
        let parameter = self.parameter(index);
        // What the document gives as a default may be of another shape than its type.
        let default = || {
            let default = parameter.default;
            default.and_then(|json| de::decode_as::<C, T>(json).ok())
        };
        if self.texts.is_left_empty(parameter) {
            // It is what it says where it may be, and else nothing.
            let tree = self.texts.tree(&self.context.parts.headers, parameter);
            let tree = tree.ok().flatten();
            let value = tree.and_then(|tree| tree.decode::<C, T>().ok());
            let value = value.filter(|value| is_valid(value, check));
            return Some(value.or_else(default));
        }
        let Some(tree) = self.tree(parameter)? else {
            return Some(default());
        };
        let reason = self.reason_of(parameter, &tree);
        let read = tree.decode::<C, T>();
        self.judged(
            reason,
            (parameter.place.as_str(), parameter.name),
            read,
            check,
        )
        .map(Some)
    }

    /// The parameter of that place in the operation's table, which must be there.
    pub fn required<C: Codec<T>, T>(
        &mut self,
        index: usize,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Option<T> {
        let parameter = self.parameter(index);
        match self.tree(parameter)? {
            Some(tree) => {
                let reason = self.reason_of(parameter, &tree);
                let read = tree.decode::<C, T>();
                self.judged(
                    reason,
                    (parameter.place.as_str(), parameter.name),
                    read,
                    check,
                )
            }
            None => {
                let place = parameter.place.as_str();
                self.unreadable(Fault::new(place, parameter.name, "is missing"));
                None
            }
        }
    }

    /// Why a parameter of another shape is refused: what is JSON was readable, as in a body.
    fn reason_of(&self, parameter: &Parameter, tree: &Tree) -> Reason {
        match parameter.form {
            Form::Json | Form::WholeJson if tree.is_json() => Reason::Invalid,
            _ => Reason::Unreadable,
        }
    }

    fn parameter(&self, index: usize) -> &'static Parameter {
        &self.operation.parameters[index]
    }

    fn tree(&mut self, parameter: &Parameter) -> Option<Option<Tree>> {
        match self.texts.tree(&self.context.parts.headers, parameter) {
            Ok(tree) => Some(tree),
            Err(reason) => {
                let place = parameter.place.as_str();
                self.unreadable(Fault::new(place, parameter.name, reason));
                None
            }
        }
    }

    /// The place in the operation's table of the media type that the body has; nothing where there is no body.
    pub fn content(&self) -> Option<usize> {
        match &self.payload {
            Payload::Absent => None,
            Payload::Whole(index, _) | Payload::Streamed(index, _) => Some(*index),
        }
    }

    /// Remembers that the body is missing.
    pub fn missing_body(&mut self) {
        self.unreadable(Fault::new("body", "", "is missing"));
    }

    /// The body as JSON.
    pub fn json<C: Codec<T>, T>(
        &mut self,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Option<T> {
        let Payload::Whole(_, bytes) = &self.payload else {
            return None;
        };
        // It is not copied, since it may be large.
        let bytes = bytes.clone();
        let text = self.utf_8(&bytes)?;
        self.json_text::<C, T>(text, check)
    }

    pub(crate) fn json_text<C: Codec<T>, T>(
        &mut self,
        text: &str,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Option<T> {
        let read = faults::decode_closed_as::<C, T>(text);
        // What is JSON, though of another shape, was readable.
        if let Err(error) = &read
            && text::is_json(text)
        {
            self.note_shapes(Reason::Invalid, ("body", ""), error);
            return None;
        }
        self.judged(Reason::Unreadable, ("body", ""), read, check)
    }

    /// The body as JSON, a value a line, or each after a record separator.
    pub fn json_lines<C: Codec<T>, T>(
        &mut self,
        mut check: impl FnMut(&T, &At<'_>, &mut Violations),
    ) -> Option<Vec<T>> {
        let text = self.body_text()?;
        let stated = self.context.content_type().unwrap_or_default();
        // Between two record separators a text may have lines (RFC 7464, 2.1).
        let separator = match essence(stated).contains("json-seq") {
            true => '\u{1e}',
            false => '\n',
        };
        let lines = text.split(separator).map(str::trim);
        let lines = lines.filter(|line| !line.is_empty());
        let mut all = Some(Vec::new());
        for (index, line) in lines.enumerate() {
            let before = self.faults.len();
            let value = self.json_text::<C, T>(line, &mut check);
            for fault in &mut self.faults[before..] {
                fault.pointer.insert_str(0, &format!("/{index}"));
            }
            match (value, &mut all) {
                (Some(value), Some(all)) => all.push(value),
                _ => all = None,
            }
        }
        all
    }

    /// The body as the value that its text stands for.
    pub fn text<C: Codec<T>, T>(
        &mut self,
        plain: Plain,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Option<T> {
        let text = self.body_text()?;
        let read = parse::header(&text, false, &Data::One(plain));
        let read = read.map(Tree::decode::<C, T>).ok()?;
        self.judged(Reason::Unreadable, ("body", ""), read, check)
    }

    /// The body as `application/x-www-form-urlencoded`. What is not among the fields is a text, or several.
    pub fn form<C: Codec<T>, T>(
        &mut self,
        fields: &'static [Field],
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Option<T> {
        let text = self.body_text()?;
        let (tree, unread) = form::fields(&text, fields);
        let before = self.faults.len();
        let read = tree.decode::<C, T>();
        let value = self.judged(Reason::Invalid, ("body", ""), read, check);
        if unread.is_empty() {
            return value;
        }
        // What stands in for a field that cannot be read is wrong at will.
        let found = self.faults.split_off(before);
        let is_own = |fault: &Fault| unread.iter().any(|it| it.is_around(fault));
        let found = found.into_iter().filter(|fault| !is_own(fault));
        self.faults.extend(found);
        self.note(Reason::Unreadable, unread);
        None
    }

    /// The body's parts as they arrive, by their names, or else by their order.
    pub fn parts(&mut self, rows: &'static [Part], named: bool) -> Option<Parts> {
        let stated = self.context.content_type().unwrap_or_default();
        let boundary = mark::of_parameters(stated, "boundary");
        let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty()) else {
            self.unreadable(Fault::new("body", "", "states no boundary"));
            return None;
        };
        let upload = self.upload()?;
        Some(Parts::new(upload, &boundary, rows, named))
    }

    /// The body as it arrives.
    pub fn upload(&mut self) -> Option<Upload> {
        match std::mem::replace(&mut self.payload, Payload::Absent) {
            Payload::Streamed(_, upload) => Some(upload),
            Payload::Absent | Payload::Whole(..) => None,
        }
    }

    /// The body's bytes, which travel as base64.
    pub fn base64(&mut self) -> Option<Bytes> {
        let text = self.body_text()?;
        match STANDARD.decode(text.trim()) {
            Ok(bytes) => Some(bytes.into()),
            Err(_) => {
                self.unreadable(Fault::new("body", "", "is not base64"));
                None
            }
        }
    }

    pub(crate) fn body_text(&mut self) -> Option<String> {
        let Payload::Whole(_, bytes) = &self.payload else {
            return None;
        };
        let bytes = bytes.clone();
        self.utf_8(&bytes).map(str::to_owned)
    }

    fn utf_8<'b>(&mut self, bytes: &'b [u8]) -> Option<&'b str> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(_) => {
                self.unreadable(Fault::new("body", "", "is not UTF-8"));
                None
            }
        }
    }

    fn judged<T>(
        &mut self,
        reason: Reason,
        (place, name): (&'static str, &str),
        read: Result<T, DecodeError>,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Option<T> {
        let value = match read {
            Ok(value) => value,
            Err(error) => {
                self.note_shapes(reason, (place, name), &error);
                return None;
            }
        };
        let _share = Share::take(0);
        let mut out = Violations::new();
        check(&value, &At::ROOT, &mut out);
        if out.is_empty() {
            return Some(value);
        }
        self.omitted += out.omitted();
        self.note(Reason::Invalid, Fault::of_violations(place, name, &out));
        None
    }

    /// All that is wrong with a value that is of another shape.
    fn note_shapes(
        &mut self,
        reason: Reason,
        (place, name): (&'static str, &str),
        error: &DecodeError,
    ) {
        self.omitted += error.omitted();
        self.note(reason, Fault::of_shapes(place, name, error));
    }

    pub(crate) fn unreadable(&mut self, fault: Fault) {
        self.note(Reason::Unreadable, vec![fault]);
    }

    /// What cannot be read weighs more than what is not as the document says.
    fn note(&mut self, reason: Reason, faults: Vec<Fault>) {
        let room = Refusal::FAULTS.saturating_sub(self.faults.len());
        self.omitted += faults.len().saturating_sub(room);
        self.faults.extend(faults.into_iter().take(room));
        if self.reason != Some(Reason::Unreadable) {
            self.reason = Some(reason);
        }
    }

    /// What else a handler may know, and what its reply is made with.
    ///
    /// # Errors
    ///
    /// All that is wrong with the request.
    pub fn finish(self) -> Result<(Context, Replying), Refusal> {
        match self.reason {
            None => Ok((self.context, self.replying)),
            Some(reason) => {
                let refusal = Refusal::new(reason).with_faults(self.faults);
                Err(refusal.with_omitted(self.omitted).unread())
            }
        }
    }
}

/// Whether a value breaks nothing.
fn is_valid<T>(value: &T, check: impl FnOnce(&T, &At<'_>, &mut Violations)) -> bool {
    let _share = Share::take(0);
    let mut out = Violations::new();
    check(value, &At::ROOT, &mut out);
    out.is_empty()
}
