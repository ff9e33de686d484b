//! granit-parser's events to what there is to know before a text becomes a value: that it keeps
//! within the limits with its aliases expanded, its repeated keys, its merges, and the digits of its
//! numbers. Nothing is expanded here: an alias costs what its anchor did.

use std::collections::BTreeMap;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, Span, Tag};

use super::scalar::{is_not_finite, is_too_large, rounded};
use crate::diagnostics::{Code, Diagnostic, Place, codes};
use crate::pointer::Pointer;
use crate::source::Limits;

/// What was found in a text that can be read.
pub(in crate::source) struct Survey {
    marks: Vec<Mark>,
}

/// Something that cannot be seen in a value.
#[derive(Clone)]
struct Mark {
    kind: Kind,
    /// The tokens of its pointer, the last one first: each level adds its own on the way up.
    path: Vec<String>,
}

#[derive(Clone)]
enum Kind {
    /// The text of a number that a `Value` holds only approximately.
    Number(String),
    /// A mapping that others are merged into.
    Merge,
}

impl Survey {
    /// The text of the numbers that a `Value` holds only approximately, where they are after merging.
    pub(in crate::source) fn exact_numbers(&self) -> BTreeMap<Pointer, String> {
        let numbers = self.marks.iter().filter_map(|mark| match &mark.kind {
            Kind::Number(text) => Some((Pointer::root().keys(mark.tokens()), text.clone())),
            Kind::Merge => None,
        });
        // Of members that are merged, the first counts.
        let mut exact = BTreeMap::new();
        for (at, text) in numbers {
            exact.entry(at).or_insert(text);
        }
        exact
    }

    /// The paths of the mappings with a key `<<`, inner ones first.
    pub(super) fn merges(&self) -> impl Iterator<Item = impl Iterator<Item = &str>> {
        let merges = self.marks.iter();
        let merges = merges.filter(|mark| matches!(mark.kind, Kind::Merge));
        merges.map(Mark::tokens)
    }
}

impl Mark {
    fn new(kind: Kind) -> Mark {
        Mark {
            kind,
            path: Vec::new(),
        }
    }

    fn tokens(&self) -> impl Iterator<Item = &str> {
        self.path.iter().rev().map(String::as_str)
    }
}

/// Looks through the events of a YAML or JSON text. Repeated keys are added to `diagnostics`.
///
/// # Errors
///
/// What ends the reading of the file.
pub(in crate::source) fn survey(
    file: &str,
    text: &str,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Survey, Stop> {
    let mut surveyor = Surveyor {
        events: Parser::new_from_str_with_options(text, parser_options(limits)),
        file,
        limits,
        nodes: 0,
        bytes: 0,
        anchors: BTreeMap::new(),
        marks: Vec::new(),
        diagnostics,
    };
    surveyor.document()?;
    Ok(Survey {
        marks: surveyor.marks,
    })
}

pub(in crate::source) fn parser_options(limits: &Limits) -> granit_parser::Options {
    granit_parser::options! {
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
        // JSON has no cap on the length of a key; but as long as something may still turn out to be
        // one, the scanner keeps all that it holds.
        simple_key_max_lookahead: 16 << 10,
        // The survey counts too and names the limit, so the scanner's cap stays above its own.
        flow_nesting_limit: limits.depth() + 2,
        block_nesting_limit: limits.depth() + 2,
    }
}

struct Surveyor<'t, 'd> {
    events: Parser<'t, granit_parser::StrInput<'t>>,
    file: &'t str,
    limits: &'t Limits,
    /// Values so far, those of aliases included.
    nodes: usize,
    /// Bytes of text so far, those of aliases included.
    bytes: usize,
    anchors: BTreeMap<usize, Anchor>,
    marks: Vec<Mark>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// What an alias stands for.
struct Anchor {
    shape: Shape,
    nodes: usize,
    bytes: usize,
    marks: Vec<Mark>,
}

/// As much of a value as others need to know.
#[derive(Clone)]
struct Shape {
    /// The levels of nesting below it.
    height: usize,
    form: Form,
}

#[derive(Clone)]
enum Form {
    Null,
    Text(String),
    Mapping,
    /// A sequence of mappings alone, which can be merged.
    Mappings,
    Sequence,
}

/// The diagnostic that ends the reading of a file.
pub(in crate::source) type Stop = Box<Diagnostic>;

impl<'t> Surveyor<'t, '_> {
    fn document(&mut self) -> Result<(), Stop> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if root.is_some() => {
                    return Err(self.stop(
                        codes::SEVERAL_DOCUMENTS,
                        "the file holds more than one YAML document",
                        span,
                        "a second document starts here",
                    ));
                }
                Event::DocumentStart(..) => {
                    let (event, span) = self.next()?;
                    root = Some(self.node(event, span, 0)?);
                }
                Event::StreamEnd => break,
                _ => return Err(self.unexpected(span)),
            }
        }
        match root.map(|shape| shape.form) {
            None | Some(Form::Null) => Err(Box::new(super::empty(self.file))),
            Some(_) => Ok(()),
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Stop> {
        match self.events.next() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => {
                let marker = *error.marker();
                if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
                    return Err(self.deep(Span::new(marker, marker), ""));
                }
                let message = format!("this is not YAML: {}", error.kind());
                Err(Box::new(
                    Diagnostic::new(codes::SYNTAX, message).at(self.place(marker, 1), ""),
                ))
            }
            None => Err(Box::new(Diagnostic::new(
                codes::SYNTAX,
                "the text ends too early",
            ))),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Shape, Stop> {
        if depth > self.limits.depth() {
            return Err(self.deep(span, ""));
        }
        let (nodes, bytes, marks) = (self.nodes, self.bytes, self.marks.len());
        let (shape, anchor) = match event {
            Event::Alias(id) => return self.alias(id, span, depth),
            Event::Scalar(text, style, anchor, tag) => {
                self.count(1, text.len(), span)?;
                let mut shape = self.scalar(&text, style, tag.as_deref(), span);
                if anchor != 0 && matches!(shape.form, Form::Text(_)) {
                    // Only an alias can ask for the text again.
                    shape.form = Form::Text(text.into_owned());
                }
                (shape, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.count(1, 0, span)?;
                (self.sequence(depth)?, anchor)
            }
            Event::MappingStart(_, anchor, _) => {
                self.count(1, 0, span)?;
                (self.mapping(depth)?, anchor)
            }
            _ => return Err(self.unexpected(span)),
        };
        if anchor != 0 {
            let known = Anchor {
                shape: shape.clone(),
                nodes: self.nodes - nodes,
                bytes: self.bytes - bytes,
                marks: self.marks[marks..].to_vec(),
            };
            self.anchors.insert(anchor, known);
        }
        Ok(shape)
    }

    fn alias(&mut self, id: usize, span: Span, depth: usize) -> Result<Shape, Stop> {
        let Some(anchor) = self.anchors.get(&id) else {
            return Err(self.stop(
                codes::SYNTAX,
                "an alias stands inside what it stands for",
                span,
                "",
            ));
        };
        let (nodes, bytes, shape) = (anchor.nodes, anchor.bytes, anchor.shape.clone());
        if depth + shape.height > self.limits.depth() {
            return Err(self.deep(span, "this alias is expanded"));
        }
        self.count(nodes, bytes, span)?;
        self.marks.extend_from_slice(&self.anchors[&id].marks);
        Ok(shape)
    }

    fn sequence(&mut self, depth: usize) -> Result<Shape, Stop> {
        let (mut length, mut height, mut all_mappings) = (0usize, 0, true);
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                break;
            }
            let marks = self.marks.len();
            let item = self.node(event, span, depth + 1)?;
            for mark in &mut self.marks[marks..] {
                mark.path.push(length.to_string());
            }
            length += 1;
            height = height.max(item.height + 1);
            all_mappings &= matches!(item.form, Form::Mapping);
        }
        let form = if all_mappings {
            Form::Mappings
        } else {
            Form::Sequence
        };
        Ok(Shape {
            height: height.max(1),
            form,
        })
    }

    fn mapping(&mut self, depth: usize) -> Result<Shape, Stop> {
        let mut places: BTreeMap<String, Span> = BTreeMap::new();
        let (mut height, mut merges) = (1, false);
        loop {
            let (event, span) = self.next()?;
            let (key, is_plain) = match event {
                Event::MappingEnd => break,
                Event::Scalar(text, style, anchor, _) => {
                    let text = text.into_owned();
                    if anchor != 0 {
                        self.anchors.insert(anchor, Anchor::of_key(&text));
                    }
                    (text, style == ScalarStyle::Plain)
                }
                Event::Alias(id) => match self.anchors.get(&id).map(|anchor| &anchor.shape.form) {
                    Some(Form::Text(text)) => (text.clone(), false),
                    _ => return Err(self.key_not_text(span)),
                },
                _ => return Err(self.key_not_text(span)),
            };
            self.count(0, key.len(), span)?;
            let (event, value_span) = self.next()?;
            let marks = self.marks.len();
            let value = self.node(event, value_span, depth + 1)?;
            height = height.max(value.height + 1);
            if is_plain && key == "<<" && matches!(value.form, Form::Mapping | Form::Mappings) {
                merges = true;
                self.merged(marks, &value);
                continue;
            }
            for mark in &mut self.marks[marks..] {
                mark.path.push(key.clone());
            }
            match places.get(&key) {
                Some(first) => self.duplicate(&key, *first, span),
                None => drop(places.insert(key, span)),
            }
        }
        if merges {
            self.marks.push(Mark::new(Kind::Merge));
        }
        Ok(Shape {
            height,
            form: Form::Mapping,
        })
    }

    /// Addresses the marks since there were `from` of them, which are in what `<<` holds: merges are
    /// where they are, and numbers where they will be.
    fn merged(&mut self, from: usize, value: &Shape) {
        for mark in &mut self.marks[from..] {
            match mark.kind {
                Kind::Merge => mark.path.push("<<".to_owned()),
                Kind::Number(_) if matches!(value.form, Form::Mappings) => drop(mark.path.pop()),
                Kind::Number(_) => {}
            }
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Shape {
        let is_plain = match tag.and_then(|tag| tag.core_suffix()) {
            Some("str" | "binary") => false,
            Some("int" | "float" | "bool" | "null") => true,
            _ => style == ScalarStyle::Plain,
        };
        if is_plain && let Some(exact) = rounded(text) {
            self.marks.push(Mark::new(Kind::Number(exact)));
        }
        let problem = match text {
            _ if !is_plain => None,
            text if is_not_finite(text) => Some("is no number of JSON"),
            text if is_too_large(text) => Some("is larger than any number of 64 bits"),
            _ => None,
        };
        if let Some(problem) = problem {
            let message = format!("`{text}` {problem}");
            let diagnostic = Diagnostic::new(codes::NOT_FINITE, message);
            let label = "read as text";
            self.diagnostics
                .push(diagnostic.at(self.span_place(span), label));
        }
        let form = match text {
            "" | "~" | "null" | "Null" | "NULL" if is_plain => Form::Null,
            _ => Form::Text(String::new()),
        };
        Shape { height: 0, form }
    }

    fn count(&mut self, nodes: usize, bytes: usize, span: Span) -> Result<(), Stop> {
        self.nodes += nodes;
        self.bytes += bytes;
        let most = self.limits.most_nodes();
        if self.nodes > most {
            let message = format!("the document has more than {most} values");
            return Err(self.limit(codes::TOO_MANY_NODES, message, span, "--max-nodes"));
        }
        if self.bytes > self.limits.bytes {
            let message = format!(
                "the document has more than {} bytes of text",
                self.limits.bytes
            );
            return Err(self.limit(codes::TOO_MANY_BYTES, message, span, "--max-bytes"));
        }
        Ok(())
    }

    fn deep(&self, span: Span, label: &str) -> Stop {
        let depth = self.limits.depth();
        let message = format!("values are nested more than {depth} levels deep");
        let stop = self.stop(codes::TOO_DEEP, message, span, label);
        Box::new(stop.help("raise the limit with `--max-depth`, up to 120"))
    }

    fn duplicate(&mut self, key: &str, first: Span, second: Span) {
        let diagnostic = Diagnostic::new(
            codes::DUPLICATE_KEY,
            format!("the key `{key}` stands twice"),
        )
        .at(self.span_place(second), "the second time here")
        .also(self.span_place(first), "the first time here");
        self.diagnostics.push(diagnostic);
    }

    fn key_not_text(&self, span: Span) -> Stop {
        self.stop(
            codes::KEY_NOT_TEXT,
            "a key is a list or a mapping",
            span,
            "expected text",
        )
    }

    fn unexpected(&self, span: Span) -> Stop {
        self.stop(codes::SYNTAX, "this is not YAML", span, "unexpected here")
    }

    /// A limit that is reached, with the flag that raises it.
    fn limit(&self, code: &'static Code, message: String, span: Span, flag: &str) -> Stop {
        let stop = self.stop(code, message, span, "the limit is reached here");
        Box::new(stop.help(format!("raise the limit with `{flag}`")))
    }

    fn stop(
        &self,
        code: &'static Code,
        message: impl Into<String>,
        span: Span,
        label: &str,
    ) -> Stop {
        Box::new(Diagnostic::new(code, message).at(self.span_place(span), label))
    }

    fn span_place(&self, span: Span) -> Place {
        let one_line = span.start.line() == span.end.line();
        let length = if one_line {
            span.end.col().saturating_sub(span.start.col())
        } else {
            1
        };
        self.place(span.start, length.max(1))
    }

    fn place(&self, marker: Marker, length: usize) -> Place {
        Place::Text {
            file: self.file.to_owned(),
            line: marker.line().max(1),
            column: marker.col() + 1,
            length,
        }
    }
}

impl Anchor {
    fn of_key(text: &str) -> Anchor {
        Anchor {
            shape: Shape {
                height: 0,
                form: Form::Text(text.to_owned()),
            },
            nodes: 1,
            bytes: text.len(),
            marks: Vec::new(),
        }
    }
}
