//! A request's body as `multipart/…`, whose parts may be read while they are sent.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::call::{Call, header_line};
use crate::json::ser::{self, Encode};
use crate::media;
use crate::parameter::{self, QueryStyle, Value};
use crate::platform::BoxError;
use crate::transport::body::Body;

/// A file to send as a part: bytes, or a stream of them, with a name and a media type.
///
/// A call with a file that is read while it is sent is never retried.
///
/// ```
/// use faircopy_runtime::call::multipart::File;
///
/// let picture = File::new(vec![0x89, 0x50]).name("rex.png").media_type("image/png");
/// ```
pub struct File {
    name: Option<String>,
    /// Whether it is sent without a file name, and of the media type that it says.
    is_plain: bool,
    headers: HeaderMap,
    body: Body,
    failure: Option<BoxError>,
}

impl File {
    /// Bytes, a text, or a [`Body`] that is read while it is sent.
    pub fn new(content: impl Into<Body>) -> Self {
        Self {
            name: None,
            is_plain: false,
            headers: HeaderMap::new(),
            body: content.into(),
            failure: None,
        }
    }

    /// A text where the document allows a file or a text: it is sent as texts are, without a file name.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            is_plain: true,
            ..Self::new(text.into())
        }
    }

    /// Parts within a part, of a media type such as `multipart/mixed`.
    pub fn of_parts(media_type: &str, form: Form) -> Self {
        let media_type = format!("{media_type}{}", form.parameters(media_type));
        let file = match form.into_body() {
            Ok(body) => Self::new(body),
            Err(error) => {
                let mut file = Self::new(Body::empty());
                file.fail(error);
                file
            }
        };
        Self {
            is_plain: true,
            ..file.media_type(media_type)
        }
    }

    /// A file that is read while it is sent, under its own name.
    #[cfg(not(target_family = "wasm"))]
    pub async fn open(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let file = Self::new(Body::file(path).await?);
        Ok(match path.file_name() {
            Some(name) => file.name(name.to_string_lossy()),
            None => file,
        })
    }

    /// The name that the server sees; by default that of the part.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The media type, one that the document allows; by default the only one that it names, or what the ending of the
    /// file's name tells among several, or bytes.
    pub fn media_type(self, media_type: impl AsRef<str>) -> Self {
        self.header(header::CONTENT_TYPE, media_type.as_ref())
    }

    /// A header of this part alone.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value),
        ) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(error), _) => self.fail(error.into()),
            (_, Err(_)) => self
                .fail(format!("the header `{name}` has a character that it cannot carry").into()),
        }
        self
    }

    fn fail(&mut self, error: BoxError) {
        self.failure.get_or_insert(error);
    }

    /// The boundary, the headers and the empty line that precede the part.
    fn head(&self, boundary: &str, disposition: Option<String>) -> Vec<u8> {
        let mut head = format!("--{boundary}");
        if let Some(disposition) = disposition {
            head += "\r\nContent-Disposition: ";
            head += &disposition;
        }
        let mut head = head.into_bytes();
        for (name, value) in &self.headers {
            head.extend(format!("\r\n{name}: ").into_bytes());
            head.extend(value.as_bytes());
        }
        head.extend(b"\r\n\r\n");
        head
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

impl<B: Into<Body>> From<B> for File {
    fn from(content: B) -> Self {
        Self::new(content)
    }
}

/// The parts of a body. A first failure is kept, and is what sending the call gives.
///
/// If all parts are at hand as a whole, so is the body, and it may be retried; otherwise it is a stream.
#[derive(Debug)]
pub struct Form {
    boundary: String,
    /// Whether parts are told by their names, as those of `multipart/form-data` are; others go by their order.
    is_form_data: bool,
    /// The media type of the first part.
    root: Option<HeaderValue>,
    /// What the document says of the headers of the parts that follow.
    headers: Vec<PartHeader>,
    bodies: VecDeque<Body>,
    failure: Option<BoxError>,
}

/// A header of parts: its value, unless it is not set, and whether it must be there.
#[derive(Debug)]
struct PartHeader {
    name: HeaderName,
    value: Option<HeaderValue>,
    required: bool,
}

impl Form {
    /// Of `multipart/form-data`.
    pub fn new() -> Self {
        let boundary = format!("part-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        Self {
            boundary,
            is_form_data: true,
            root: None,
            headers: Vec::new(),
            bodies: VecDeque::new(),
            failure: None,
        }
    }

    /// Of `multipart/mixed`, `multipart/related` and their like, whose parts have no names.
    pub fn unnamed() -> Self {
        Self {
            is_form_data: false,
            ..Self::new()
        }
    }

    /// Refuses the name of a part that the document declares for one of those that it does not: there is another
    /// field for that.
    pub fn undeclared(&mut self, name: &str, declared: &[&str]) {
        if declared.contains(&name) {
            let reason = format!("the part `{name}` is declared: it is none of the others");
            self.fail(reason.into());
        }
    }

    /// A file of one of the media types that the document names, or of any where it names none.
    ///
    /// Refused if the file says that it is of another, or if nothing tells which of several it is of.
    pub fn file(&mut self, name: &str, media_types: &str, file: File) {
        if file.is_plain {
            self.part(name, None, file);
            return;
        }
        let own = file.headers.get(header::CONTENT_TYPE);
        let own = own.map(|own| own.to_str().unwrap_or_default().to_owned());
        let chosen = match own {
            Some(own) if media_types.is_empty() || media::is_allowed(&own, media_types) => Ok(own),
            Some(own) => Err(format!("it is of `{own}`")),
            None => media::of_file(media_types, file.name.as_deref().unwrap_or_default())
                .ok_or_else(|| "nothing tells of which it is: say so by `media_type`".to_owned()),
        };
        match chosen {
            Ok(media_type) => {
                let file_name = file.name.clone().unwrap_or_else(|| name.to_owned());
                self.part(name, Some(&file_name), file.media_type(media_type));
            }
            Err(problem) => self.fail(
                format!("the part `{name}` must be of `{media_types}`, but {problem}").into(),
            ),
        }
    }

    /// A text, or what else has one: a number, say. A list is a part an item; anything larger is JSON.
    pub fn text<T: Encode + ?Sized>(&mut self, name: &str, media_type: &str, value: &T) {
        match Value::of(value) {
            Ok(Value::Array(items)) => items
                .iter()
                .for_each(|item| self.one(name, media_type, item)),
            Ok(value) => self.one(name, media_type, &value),
            Err(error) => self.fail(error),
        }
    }

    /// As [`Self::text`], of one item of a list, of which a list inside is JSON.
    pub fn item<T: Encode + ?Sized>(&mut self, name: &str, media_type: &str, item: &T) {
        match Value::of(item) {
            Ok(value) => self.one(name, media_type, &value),
            Err(error) => self.fail(error),
        }
    }

    fn one(&mut self, name: &str, media_type: &str, item: &Value) {
        match item {
            Value::Null => {}
            Value::Text(text) | Value::Literal(text) => {
                self.typed(name, media_type, text.clone());
            }
            Value::Array(_) | Value::Object(_) => self.json(name, media_type, item),
        }
    }

    /// A list or an object in one of the styles of query parameters: as one text, or, exploded, a part an item or
    /// property. What is nested deeper than its style can say is JSON.
    pub fn styled<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        style: QueryStyle,
        explode: bool,
        value: &T,
    ) {
        let parts = match Value::of(value) {
            Ok(value) => parameter::parts(name, style, explode, &value),
            Err(error) => Err(error),
        };
        match parts {
            Ok(parts) => parts
                .into_iter()
                .for_each(|(name, text)| self.typed(&name, "", text)),
            Err(error) => self.fail(error),
        }
    }

    /// JSON.
    pub fn json<T: Encode + ?Sized>(&mut self, name: &str, media_type: &str, value: &T) {
        let media_type = match media_type.is_empty() {
            true => "application/json",
            false => media_type,
        };
        match ser::encode_short(value) {
            Ok(text) => self.typed(name, media_type, text),
            Err(error) => self.fail(error.into()),
        }
    }

    /// A text that is written as a body of the part's media type is.
    pub fn whole(&mut self, name: &str, media_type: &str, text: Result<String, BoxError>) {
        match text {
            Ok(text) => self.typed(name, media_type, text),
            Err(error) => self.fail(error),
        }
    }

    /// A header that the document describes, of the parts that follow until [`end_headers`](Self::end_headers). A
    /// file's own header of that name stands above it.
    pub fn header<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        required: bool,
        explode: bool,
        value: Option<&T>,
    ) {
        let read = |value: &T| -> Result<Option<HeaderValue>, BoxError> {
            let text = parameter::header(name, explode, &Value::of(value)?)?;
            Ok(text.map(|text| header_line(&text)).transpose()?)
        };
        let value = value.map_or(Ok(None), read);
        match (HeaderName::from_bytes(name.as_bytes()), value) {
            (Ok(name), Ok(value)) => self.headers.push(PartHeader {
                name,
                value,
                required,
            }),
            (Err(error), _) => self.fail(error.into()),
            (_, Err(error)) => self.fail(error),
        }
    }

    /// Parts that follow have no headers but their own.
    pub fn end_headers(&mut self) {
        self.headers.clear();
    }

    fn typed(&mut self, name: &str, media_type: &str, text: String) {
        let part = File::new(text);
        let part = match (media_type, self.is_form_data) {
            ("", true) => part,
            ("", false) => part.media_type("text/plain; charset=utf-8"),
            (media_type, _) => part.media_type(media_type),
        };
        self.part(name, None, part);
    }

    fn part(&mut self, name: &str, file_name: Option<&str>, mut part: File) {
        if let Some(error) = part.failure.take() {
            self.fail(error);
        }
        self.add_headers(name, &mut part.headers);
        let disposition = self.disposition(name, file_name, part.name.is_some());
        let mut head = part.head(&self.boundary, disposition);
        if !self.bodies.is_empty() {
            head.splice(..0, *b"\r\n");
        } else {
            self.root = part.headers.get(header::CONTENT_TYPE).cloned();
        }
        self.bodies.push_back(head.into());
        self.bodies.push_back(part.body);
    }

    /// What the document says of a part's headers; it must not be left without one that it requires.
    fn add_headers(&mut self, name: &str, headers: &mut HeaderMap) {
        let mut missing = None;
        for header in &self.headers {
            match &header.value {
                _ if headers.contains_key(&header.name) => {}
                Some(value) => drop(headers.insert(header.name.clone(), value.clone())),
                None if header.required => missing = Some(&header.name),
                None => {}
            }
        }
        if let Some(missing) = missing {
            let problem = format!("the part `{name}` must have the header `{missing}`");
            self.fail(problem.into());
        }
    }

    /// The text of `Content-Disposition`. Parts without names have one if they are files with names of their own.
    fn disposition(&self, name: &str, file_name: Option<&str>, own_name: bool) -> Option<String> {
        let kind = match self.is_form_data {
            true => format!("form-data; name=\"{}\"", quote(name)),
            false if own_name => "attachment".to_owned(),
            false => return None,
        };
        Some(match file_name {
            Some(file) => format!("{kind}; filename=\"{}\"", quote(file)),
            None => kind,
        })
    }

    fn fail(&mut self, error: BoxError) {
        self.failure.get_or_insert(error);
    }

    fn into_body(mut self) -> Result<Body, BoxError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let opening = if self.bodies.is_empty() { "" } else { "\r\n" };
        self.bodies
            .push_back(format!("{opening}--{}--\r\n", self.boundary).into());
        if let Some(whole) = self
            .bodies
            .iter()
            .map(Body::as_bytes)
            .collect::<Option<Vec<_>>>()
        {
            return Ok(whole.concat().into());
        }
        let length = self.bodies.iter().map(Body::length).sum();
        Ok(Body::boxed(Box::pin(Chain(self.bodies)), length))
    }

    /// The parameters of the body's media type: the boundary, and of `multipart/related` the type of what the other
    /// parts belong to (RFC 2387, 3.1).
    fn parameters(&self, media_type: &str) -> String {
        let is_related = media::essence(media_type) == "multipart/related";
        let stated = media_type.contains("type=");
        let root = self.root.as_ref().filter(|_| is_related && !stated);
        let root = root.and_then(|root| root.to_str().ok()?.split(';').next());
        let root = root.map(|root| format!("; type=\"{}\"", root.trim()));
        format!("; boundary={}{}", self.boundary, root.unwrap_or_default())
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

impl Call {
    /// A body of several parts, of a media type such as `multipart/form-data`.
    pub fn multipart(&mut self, media_type: &str, form: Form) {
        let media_type = format!("{media_type}{}", form.parameters(media_type));
        match form.into_body() {
            Ok(body) => self.body(&media_type, body),
            Err(error) => self.encoded(&media_type, Err(error)),
        }
    }
}

/// A name in quotes, as the HTML standard escapes it.
fn quote(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace('\0', "")
}

/// Bodies one after the other.
struct Chain(VecDeque<Body>);

impl Stream for Chain {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = self.0.front_mut() {
            if let Some(chunk) = std::task::ready!(Pin::new(body).poll_next(context)) {
                return Poll::Ready(Some(chunk));
            }
            self.0.pop_front();
        }
        Poll::Ready(None)
    }
}
