//! An operation into its page.

use maud::{Markup, html};
use serde_json::Value;

use super::highlight;
use super::link;
use super::markdown;
use super::page::method;
use super::security;
use super::shape::{Shapes, Standing, text};
use super::site::Tag;
use crate::ir::{
    Body, BodyArgument, Content, Header, Location, MediaKind, Operation, Parameter, Part, Payload,
    Response, Samples, StatusMatch,
};
use crate::snippet::{Language, Snippets};

/// How long an example is that is shown, in bytes. Of a longer one, its start is.
const LONGEST: usize = 20_000;

/// What an operation is called where people read.
pub fn title(operation: &Operation) -> String {
    let summary = operation.docs.summary.as_deref().map(str::trim);
    let summary = summary.filter(|text| !text.is_empty());
    summary.map_or_else(|| operation.id.clone(), str::to_owned)
}

/// Shows operations.
pub struct Operations<'a> {
    /// Shows what they send and get.
    pub shapes: Shapes<'a>,
    /// Makes samples of them.
    pub snippets: Snippets<'a>,
    /// Data of their responses, which please their schemas.
    pub samples: Samples,
}

impl Operations<'_> {
    /// The page of an operation.
    pub fn page(&self, tag: &Tag<'_>, operation: &Operation) -> Markup {
        let site = self.shapes.site;
        self.shapes.begin();
        let request = self.snippets.request(operation);
        html! {
            p.crumbs { a href=(tag.page) { (tag.name) } }
            h1 { (title(operation)) }
            p.route { (method(operation.method.as_str())) " " code { (operation.path) } }
            @if operation.docs.deprecated { p.deprecated { "This operation is deprecated." } }
            div.operation {
                div.about {
                    (description(operation))
                    (security::needs(site, operation))
                    (self.parameters(operation))
                    @if let Some(body) = &operation.body { (self.body(body)) }
                    (self.responses(operation))
                    (self.callbacks(operation))
                }
                section.samples aria-labelledby="samples" {
                    h2 id="samples" { "Request" }
                    div.choose {
                        label for="language" { "Language" }
                        " "
                        select id="language" {
                            @for language in Language::ALL {
                                option value=(language.id()) { (language.title()) }
                            }
                        }
                        " "
                        button type="button" id="copy" { "Copy" }
                    }
                    @for language in Language::ALL {
                        @let code = self.snippets.write(language, operation, &request);
                        div.sample id=(format!("sample-{}", language.id())) {
                            h3 { (language.title()) }
                            pre { code { (highlight::code(&code)) } }
                        }
                    }
                }
            }
        }
    }

    fn parameters(&self, operation: &Operation) -> Markup {
        let places = [
            (Location::Path, "In the path"),
            (Location::Query, "In the query"),
            (Location::Querystring, "The whole query"),
            (Location::Header, "In headers"),
            (Location::Cookie, "In cookies"),
        ];
        let of = |place| -> Vec<&Parameter> {
            let parameters = operation.parameters.iter();
            let parameters = parameters.filter(|parameter| parameter.location == place);
            parameters.collect()
        };
        html! {
            @if !operation.parameters.is_empty() { h2 id="parameters" { "Parameters" } }
            @for (place, heading) in places {
                @let parameters = of(place);
                @if !parameters.is_empty() {
                    h3 { (heading) }
                    (self.shapes.table("Name", parameters.iter().map(|it| self.parameter(it, true))))
                }
            }
        }
    }

    pub(super) fn parameter(&self, parameter: &Parameter, is_alone: bool) -> Markup {
        let marks: &[&str] = match parameter.docs.deprecated {
            true => &["deprecated"],
            false => &[],
        };
        let standing = Standing {
            name: &parameter.wire,
            required: parameter.required,
            marks,
            default: parameter.default.as_ref(),
        };
        let place = parameter.location.as_str();
        let plain = parameter
            .wire
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
        // A page of several operations has several of the name.
        let id = (plain && is_alone).then(|| format!("{place}-{}", parameter.wire));
        self.shapes
            .row(standing, &parameter.shape, &parameter.docs, id.as_deref())
    }

    fn body(&self, body: &Body) -> Markup {
        html! {
            h2 id="body" {
                "Body "
                @if body.required { span.required { "required" } }
            }
            (self.contents(body))
        }
    }

    /// What a body holds in each of its media types.
    pub(super) fn contents(&self, body: &Body) -> Markup {
        let contents: Vec<&Content> = match &body.argument {
            BodyArgument::Single(content) => vec![content],
            BodyArgument::Several { variants, .. } => {
                variants.iter().map(|(_, content)| content).collect()
            }
        };
        html! {
            (text(&body.docs))
            @for content in contents { (self.content(content)) }
        }
    }

    /// What a media type holds.
    fn content(&self, content: &Content) -> Markup {
        html! {
            h3.media { code { (content.media_type) } }
            @match &content.kind {
                MediaKind::Multipart { parts, .. } => {
                    (self.shapes.table("Parts", parts.iter().map(|part| self.part(part))))
                }
                MediaKind::TypedEvents(_, kinds) => {
                    p.rules { "A stream of events:" }
                    ul.branches {
                        @for kind in kinds {
                            li {
                                @for event in &kind.events { code { (event) } " " }
                                span.type { (self.shapes.label(&kind.shape)) }
                                (self.shapes.details(&kind.shape, None))
                            }
                        }
                    }
                }
                kind => {
                    @if let Some(words) = words(kind) { p.rules { (words) } }
                    @if let Some(shape) = content.data() { (self.shapes.whole(shape)) }
                }
            }
        }
    }

    fn part(&self, part: &Part) -> Markup {
        // A name that no part can have: what stands for the others.
        let name = if part.any_name { "…" } else { &part.wire };
        if let (Some(shape), Payload::Value(_)) = (part.value(), &part.payload) {
            let standing = Standing {
                name,
                required: part.required,
                marks: &[],
                default: None,
            };
            return self.shapes.row(standing, shape, &part.docs, None);
        }
        html! {
            tr {
                th scope="row" {
                    code { (name) }
                    " "
                    span.type { @if part.list.is_some() { "files" } @else { "file" } }
                    @if part.required { " " span.required { "required" } }
                }
                td {
                    (text(&part.docs))
                    @if let Some(media_type) = &part.content_type {
                        p.rules { "Media type: " code { (media_type) } "." }
                    }
                }
            }
        }
    }

    fn responses(&self, operation: &Operation) -> Markup {
        let responses = &operation.responses;
        html! {
            h2 id="responses" { "Responses" }
            @for response in &responses.success { (self.response(response, true)) }
            @for response in &responses.errors { (self.response(response, false)) }
        }
    }

    fn response(&self, response: &Response, is_success: bool) -> Markup {
        let (status, words) = status(response.status);
        let contents = response
            .variants
            .iter()
            .filter_map(|it| it.content.as_ref());
        html! {
            section.response id=(format!("status-{}", status.to_lowercase())) {
                h3 { code { (status) } " " (words) }
                (text(&response.docs))
                @if !response.headers.is_empty() {
                    (self.shapes.table("Headers", response.headers.iter().map(|header| self.header(header))))
                }
                @for content in contents {
                    p.media { code { (content.media_type) } }
                    @if let Some(words) = self::words(&content.kind) { p.rules { (words) } }
                    @if let Some(shape) = content.data() {
                        // Failures are alike in most operations, so their schemas have them.
                        @if is_success { (self.shapes.whole(shape)) }
                        @else {
                            p.type { (self.shapes.label(shape)) }
                            (self.shapes.details(shape, None))
                        }
                    }
                    (self.examples(content))
                }
                (link::list(self.shapes.site, response))
            }
        }
    }

    fn header(&self, header: &Header) -> Markup {
        let standing = Standing {
            name: &header.wire,
            required: header.required,
            marks: &[],
            default: None,
        };
        self.shapes.row(standing, &header.shape, &header.docs, None)
    }

    /// Examples that please the schema: of the document, or made.
    fn examples(&self, content: &Content) -> Markup {
        if content.data().is_none() {
            return html! {};
        }
        let samples = self.samples.contents.get(&content.source);
        html! {
            @for sample in samples.into_iter().flatten() {
                details {
                    summary {
                        "Example"
                        @if let Some(name) = &sample.name { ": " (name) }
                    }
                    pre { code { (highlight::code(&shown(&sample.value))) } }
                }
            }
        }
    }
}

/// A status, and what HTTP calls it.
pub(super) fn status(status: StatusMatch) -> (String, &'static str) {
    match status {
        StatusMatch::Exact(status) => (status.to_string(), reason(status)),
        StatusMatch::Range(hundred) => (format!("{hundred}XX"), ""),
        StatusMatch::Default => ("default".to_owned(), "any other status"),
    }
}

pub(super) fn description(operation: &Operation) -> Markup {
    let docs = crate::ir::Docs {
        summary: None,
        // Of links, which stand at their responses.
        notes: Vec::new(),
        ..operation.docs.clone()
    };
    html! {
        (text(&docs))
        @if let Some(name) = &operation.other_name { p.rules { "Its id is " (markdown::inline(&format!("`{name}`"))) "." } }
    }
}

/// An example as it is shown: on several lines, and cut where it is long.
fn shown(value: &Value) -> String {
    let mut text = crate::snippet::pretty(value);
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or_default());
        text.push_str("\n…");
    }
    text
}

/// What there is to say of a media type that holds no single value.
fn words(kind: &MediaKind) -> Option<&'static str> {
    Some(match kind {
        MediaKind::Bytes => "Bytes.",
        MediaKind::Base64 => "Bytes, as base64.",
        MediaKind::PartStream(_) => "A stream of parts.",
        MediaKind::EventStream(..) => "A stream of events, each with data of this kind:",
        MediaKind::JsonLines(_) => "One value a line:",
        MediaKind::TypedEvents(..) => "A stream of events.",
        _ => return None,
    })
}

/// What HTTP calls the statuses that are seen most.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}
