//! An operation, its parameters and its responses into docs.

use proc_macro2::TokenStream;

use super::super::context::Context;
use super::super::doc;
use super::{example, response};
use crate::ir::{
    Constraint, Name, Operation, Parameter, Part, PartHeader, Response, ResponseVariant, Shape,
};

/// The docs of an operation's method: what it does and takes, an example, how
/// it fails, what credentials it needs, and where the document defines it.
pub(super) fn method(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let mut docs = doc::attributes(&operation.docs, &[], None);
    let mut lines = Vec::new();
    if docs.is_empty() {
        lines.push(format!("Calls {}.", route(operation)));
    }
    section(&mut lines, "# Arguments", arguments(operation));
    section(&mut lines, "# Example", example::lines(context, operation));
    section(&mut lines, "# Errors", errors(operation));
    section(&mut lines, "# Credentials", credentials(context, operation));
    let mut success = operation.responses.success.iter();
    let has_headers = success.any(|response| !response.headers.is_empty());
    if let Some(name) = operation.headers.as_ref().filter(|_| has_headers) {
        section(
            &mut lines,
            "# Headers",
            vec![format!(
                "[`{}`] reads those of the response.",
                name.as_str()
            )],
        );
    }
    let source = format!(
        "{}, {}{}",
        route(operation),
        doc::code(&operation.source.to_string()),
        other_name(operation)
    );
    section(
        &mut lines,
        &format!("Source: {source}"),
        vec![String::new()],
    );
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if docs.is_empty() && lines.first().is_some_and(String::is_empty) {
        lines.remove(0);
    }
    docs.extend(doc::plain(lines.iter().map(String::as_str)));
    docs
}

/// A wire name, where the Rust name is another.
pub(super) fn renamed<'w>(wire: &'w str, name: &Name) -> Option<&'w str> {
    (wire != name.as_str()).then_some(wire)
}

/// The docs of a parameter's setter.
pub(in crate::emit) fn parameter(parameter: &Parameter) -> TokenStream {
    let notes = doc::notes(
        &parameter.shape,
        parameter.default.as_ref(),
        renamed(&parameter.wire, &parameter.name),
    );
    doc::attributes(&parameter.docs, &notes, None)
}

/// The docs of a multipart body's part.
pub(in crate::emit) fn part(part: &Part) -> TokenStream {
    let wire = renamed(&part.wire, &part.name).filter(|_| !part.any_name);
    let notes = match part.value() {
        None => wire.map(doc::wire_name).into_iter().collect(),
        Some(shape) => doc::notes(shape, None, wire),
    };
    doc::attributes(&part.docs, &notes, None)
}

/// The docs of a header of a part.
pub(super) fn part_header(part: &Part, header: &PartHeader) -> TokenStream {
    let mut notes = vec![match part.list.is_some() {
        true => format!(
            "The header {} of each part {}, in their order.",
            doc::code(&header.wire),
            doc::code(&part.wire)
        ),
        false => format!(
            "The header {} of the part {}.",
            doc::code(&header.wire),
            doc::code(&part.wire)
        ),
    }];
    notes.extend(doc::notes(&header.shape, None, None));
    doc::attributes(&header.docs, &notes, None)
}

/// The docs of a response's variant.
pub(in crate::emit) fn response(response: &Response, variant: &ResponseVariant) -> TokenStream {
    let status = response::status_text(response.status);
    let mut notes = vec![match response.status {
        crate::ir::StatusMatch::Default => "Any other status.".to_owned(),
        _ => format!("Status {status}."),
    }];
    if response.variants.len() > 1
        && let Some(content) = &variant.content
    {
        notes.push(format!("Media type {}.", doc::code(&content.media_type)));
    }
    doc::attributes(&response.docs, &notes, None)
}

/// What an operation is called in the document, where its method does not say so.
fn other_name(operation: &Operation) -> String {
    let name = operation.other_name.as_deref().map(doc::code);
    name.map_or_else(String::new, |name| format!(", {name}"))
}

/// `PATCH /resi/token`, as code.
fn route(operation: &Operation) -> String {
    if let Some(called) = &operation.called {
        return format!("the {} {}", called.kind(), doc::code(&called.wire));
    }
    doc::code(&format!("{} {}", operation.method.as_str(), operation.path))
}

/// Adds lines under a heading; nothing where there are none.
fn section(lines: &mut Vec<String>, heading: &str, body: Vec<String>) {
    if body.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(heading.to_owned());
    if heading.starts_with('#') {
        lines.push(String::new());
    }
    lines.extend(body);
}

/// The parameters that are arguments and that the document says something about.
fn arguments(operation: &Operation) -> Vec<String> {
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.is_argument());
    required.filter_map(argument).collect()
}

fn argument(parameter: &Parameter) -> Option<String> {
    let docs = &parameter.docs;
    let text = docs
        .summary
        .as_deref()
        .or(docs.description.as_deref())
        .unwrap_or_default();
    let text = text.trim();
    // A description of several paragraphs would leave the list.
    let first = text
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let mut sentences = Vec::new();
    if !first.is_empty() {
        let text = doc::inline(&first);
        let is_open = text.ends_with(|last: char| last.is_alphanumeric());
        sentences.push(if is_open { format!("{text}.") } else { text });
    }
    sentences.extend(constraints(&parameter.shape));
    if parameter.wire != parameter.name.as_str() {
        sentences.push(doc::wire_name(&parameter.wire));
    }
    if sentences.is_empty() {
        return None;
    }
    Some(format!(
        "* `{}`: {}",
        parameter.name.as_str(),
        sentences.join(" ")
    ))
}

fn constraints(shape: &Shape) -> Vec<String> {
    let is_said = |constraint: &Constraint| !matches!(constraint, Constraint::Check(_));
    if shape.constraints.iter().any(is_said) {
        doc::sentences(shape)
    } else {
        Vec::new()
    }
}

/// The documented failures, by status.
fn errors(operation: &Operation) -> Vec<String> {
    let errors = operation.responses.errors.iter();
    let mut lines = Vec::new();
    for response in errors {
        let status = response::status_text(response.status);
        let text = response::first_line(response).unwrap_or_default();
        for variant in response::distinct(response) {
            let (error, variant) = (operation.error.as_str(), variant.name.as_str());
            let text = if text.is_empty() {
                String::new()
            } else {
                format!(": {text}")
            };
            lines.push(format!("* {status}, [`{error}::{variant}`]{text}"));
        }
    }
    if lines.is_empty() {
        lines.push("The document describes no failure.".to_owned());
    }
    lines
}

/// The alternatives of credentials.
fn credentials(context: &Context<'_>, operation: &Operation) -> Vec<String> {
    let schemes = &context.api.security_schemes;
    let alternatives = operation.security.iter().map(|requirement| {
        let schemes = requirement.iter().map(|(index, scopes)| {
            let name = schemes
                .get(*index)
                .map_or("", |scheme| scheme.name.as_str());
            let scopes: Vec<_> = scopes.iter().map(|scope| doc::code(scope)).collect();
            match scopes.is_empty() {
                true => doc::code(name),
                false => format!("{} with {}", doc::code(name), scopes.join(", ")),
            }
        });
        let schemes: Vec<_> = schemes.collect();
        match schemes.is_empty() {
            true => "none".to_owned(),
            false => schemes.join(" and "),
        }
    });
    let alternatives: Vec<_> = alternatives.collect();
    match alternatives.is_empty() {
        true => Vec::new(),
        false => vec![format!("{}.", alternatives.join("; or "))],
    }
}
