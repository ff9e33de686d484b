//! Two operations to where they differ for callers.

use crate::ir::{
    Body, BodyArgument, Content, Header, Location, MediaKind, Operation, Parameter, Part, Payload,
    Response, Shape,
};
use crate::pointer::Pointer;

use super::super::wires::{media_type, status};
use super::{Aspect, Both, Difference, Differences, Group, Holds};

/// Where two operations of one method differ.
pub(in crate::diff::rust) fn operation(
    types: Both<'_>,
    old: &Operation,
    new: &Operation,
) -> Vec<Difference> {
    let mut differences = Differences::new(types, Group::Identity, (&old.source, &new.source));
    if (&old.id, &old.module) != (&new.id, &new.module) || old.path != new.path {
        differences.other(Aspect::Name, Some(&old.source), Some(&new.source));
    }
    differences.group = Group::Request;
    differences.parameters(&old.parameters, &new.parameters);
    differences.body((old, old.body.as_ref()), (new, new.body.as_ref()));
    differences.is_argument = false;
    differences.group = Group::Response;
    let all = |operation: &Operation| -> Vec<Response> {
        let mut all = operation.responses.success.clone();
        for response in &operation.responses.errors {
            if !all.contains(response) {
                all.push(response.clone());
            }
        }
        all
    };
    differences.responses(&all(old), &all(new));
    differences.found
}

impl Differences<'_> {
    fn other(&mut self, aspect: Aspect, old: Option<&Pointer>, new: Option<&Pointer>) {
        self.push(aspect, Holds::Other, old, new);
    }

    fn parameters(&mut self, old: &[Parameter], new: &[Parameter]) {
        let same = |one: &Parameter, other: &Parameter| {
            (&one.wire, one.location) == (&other.wire, other.location)
        };
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for was in old {
            match new.iter().find(|is| same(was, is)) {
                Some(is) => self.parameter(was, is),
                None => gone.push(was),
            }
        }
        come.extend(new.iter().filter(|is| !old.iter().any(|was| same(was, is))));
        // Of a path, those in one place stand for each other, whatever they are called.
        while let Some((was, is)) = in_path(&gone).zip(in_path(&come)) {
            let (was, is) = (gone.remove(was), come.remove(is));
            self.parameter(was, is);
        }
        for was in gone {
            self.wire = Some(was.wire.clone());
            self.is_argument = was.is_argument();
            self.other(Aspect::Presence, Some(&was.source), None);
        }
        for is in come {
            self.wire = Some(is.wire.clone());
            self.is_argument = is.is_argument();
            self.other(Aspect::Presence, None, Some(&is.source));
        }
        self.wire = None;
        self.is_argument = false;
    }

    fn parameter(&mut self, old: &Parameter, new: &Parameter) {
        self.wire = Some(old.wire.clone());
        self.is_argument = old.is_argument() || new.is_argument();
        let places = (Some(&old.source), Some(&new.source));
        let asks = |parameter: &Parameter| (parameter.required, parameter.is_argument());
        if asks(old) != asks(new) {
            self.other(Aspect::Required, places.0, places.1);
        }
        if old.name != new.name {
            self.other(Aspect::Name, places.0, places.1);
        }
        if old.form != new.form {
            self.other(Aspect::Kind, places.0, places.1);
        }
        self.shape(&old.shape, &new.shape);
    }

    fn body(
        &mut self,
        (was, old): (&Operation, Option<&Body>),
        (is, new): (&Operation, Option<&Body>),
    ) {
        let is_required = |body: &Body| body.required;
        self.is_argument = old.is_some_and(is_required) || new.is_some_and(is_required);
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) => {
                if old.required != new.required {
                    self.other(Aspect::Required, Some(&old.source), Some(&new.source));
                }
                self.contents(
                    (&old.source, &contents(&old.argument)),
                    (&new.source, &contents(&new.argument)),
                    |content| content.media_type.clone(),
                );
            }
            _ => self.other(
                Aspect::Presence,
                old.map(|_| was.source.key("requestBody")).as_ref(),
                new.map(|_| is.source.key("requestBody")).as_ref(),
            ),
        }
    }

    fn contents(
        &mut self,
        (was_at, old): (&Pointer, &[&Content]),
        (is_at, new): (&Pointer, &[&Content]),
        wire: impl Fn(&Content) -> String,
    ) {
        let same = |one: &Content, other: &Content| {
            (&one.media_type, &one.branch) == (&other.media_type, &other.branch)
        };
        let at = |place: &Pointer, content: &Content| place.keys(["content", &content.media_type]);
        for was in old {
            self.wire = Some(wire(was));
            let here = at(was_at, was);
            match new.iter().find(|is| same(was, is)) {
                Some(is) => self.content((was, here), (is, at(is_at, is))),
                None => self.other(Aspect::Presence, Some(&here), None),
            }
        }
        for is in new {
            if !old.iter().any(|was| same(was, is)) {
                self.wire = Some(wire(is));
                self.other(Aspect::Presence, None, Some(&at(is_at, is)));
            }
        }
        self.wire = None;
    }

    fn content(&mut self, (old, was_at): (&Content, Pointer), (new, is_at): (&Content, Pointer)) {
        match (&old.kind, &new.kind) {
            (MediaKind::Multipart { parts: was, .. }, MediaKind::Multipart { parts: is, .. }) => {
                let own = self.wire.take();
                let schema = |at: &Pointer| at.key("schema");
                let owners = (Some(schema(&was_at)), Some(schema(&is_at)));
                let outer = std::mem::replace(&mut self.owners, owners);
                self.parts(was, is);
                self.owners = outer;
                self.wire = own;
            }
            (was, is) => match (held(was), held(is)) {
                (Some(was), Some(is)) => {
                    self.shape(was, is);
                    if std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind) {
                        self.other(Aspect::Kind, Some(&was_at), Some(&is_at));
                    }
                }
                (None, None) => {}
                _ => {
                    let places = (was_at.key("schema"), is_at.key("schema"));
                    self.schema(Aspect::Kind, Some(&places.0), Some(&places.1));
                    self.other(Aspect::Kind, Some(&was_at), Some(&is_at));
                }
            },
        }
    }

    fn parts(&mut self, old: &[Part], new: &[Part]) {
        let at = |part: &Part| match part.value() {
            Some(shape) => shape.source.clone(),
            None => Pointer::default(),
        };
        for was in old {
            self.wire = Some(was.wire.clone());
            let Some(is) = new.iter().find(|is| is.wire == was.wire) else {
                self.schema(Aspect::Presence, Some(&at(was)), None);
                continue;
            };
            if was.required != is.required {
                self.schema(Aspect::Required, Some(&at(was)), Some(&at(is)));
            }
            match (was.value(), is.value()) {
                (Some(before), Some(after)) => self.shape(before, after),
                (None, None) => {}
                _ => self.schema(Aspect::Kind, Some(&at(was)), Some(&at(is))),
            }
            let is_file = |part: &Part| matches!(part.payload, Payload::File);
            if is_file(was) != is_file(is) || was.form != is.form {
                self.schema(Aspect::Kind, Some(&at(was)), Some(&at(is)));
            }
        }
        for is in new {
            if !old.iter().any(|was| was.wire == is.wire) {
                self.wire = Some(is.wire.clone());
                self.schema(Aspect::Presence, None, Some(&at(is)));
            }
        }
        self.wire = None;
    }

    fn responses(&mut self, old: &[Response], new: &[Response]) {
        let contents = |response: &Response| -> Vec<Content> {
            let variants = response.variants.iter();
            let contents = variants.filter_map(|variant| variant.content.clone());
            contents.collect()
        };
        let word = |response: &Response| format!("{} ", status(response.status));
        for was in old {
            self.wire = Some(word(was));
            let Some(is) = new.iter().find(|is| is.status == was.status) else {
                self.other(Aspect::Presence, Some(&was.source), None);
                continue;
            };
            let (before, after) = (contents(was), contents(is));
            self.contents(
                (&was.source, &before.iter().collect::<Vec<_>>()),
                (&is.source, &after.iter().collect::<Vec<_>>()),
                |content| media_type(was.status, Some(content)),
            );
            self.headers((was, &was.headers), (is, &is.headers));
        }
        for is in new {
            if !old.iter().any(|was| was.status == is.status) {
                self.wire = Some(word(is));
                self.other(Aspect::Presence, None, Some(&is.source));
            }
        }
        self.wire = None;
    }

    fn headers(
        &mut self,
        (was_of, old): (&Response, &[Header]),
        (is_of, new): (&Response, &[Header]),
    ) {
        let at = |response: &Response, wire: &str| response.source.keys(["headers", wire]);
        let same = |one: &Header, other: &Header| one.wire.eq_ignore_ascii_case(&other.wire);
        for was in old {
            self.wire = Some(was.wire.clone());
            let here = at(was_of, &was.wire);
            let Some(is) = new.iter().find(|is| same(was, is)) else {
                self.other(Aspect::Presence, Some(&here), None);
                continue;
            };
            if was.required != is.required {
                let there = at(is_of, &is.wire);
                self.other(Aspect::Required, Some(&here), Some(&there));
            }
            self.shape(&was.shape, &is.shape);
        }
        for is in new {
            if !old.iter().any(|was| same(was, is)) {
                self.wire = Some(is.wire.clone());
                self.other(Aspect::Presence, None, Some(&at(is_of, &is.wire)));
            }
        }
        self.wire = None;
    }
}

/// The first of some parameters that is in the path.
fn in_path(all: &[&Parameter]) -> Option<usize> {
    all.iter().position(|one| one.location == Location::Path)
}

fn contents(argument: &BodyArgument) -> Vec<&Content> {
    match argument {
        BodyArgument::Single(content) => vec![content],
        BodyArgument::Several { variants, .. } => {
            variants.iter().map(|(_, content)| content).collect()
        }
    }
}

/// What a media type holds that is data.
fn held(kind: &MediaKind) -> Option<&Shape> {
    match kind {
        MediaKind::Json(shape)
        | MediaKind::Xml(shape, _)
        | MediaKind::Form(shape, _)
        | MediaKind::Text(shape, _)
        | MediaKind::EventStream(shape, _)
        | MediaKind::JsonLines(shape) => Some(shape),
        MediaKind::PartStream(value) => value.as_ref().map(|(shape, _)| shape),
        MediaKind::Multipart { .. }
        | MediaKind::TypedEvents(..)
        | MediaKind::Bytes
        | MediaKind::Base64 => None,
    }
}
