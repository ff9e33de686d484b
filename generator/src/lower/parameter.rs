//! Parameters, and the pieces of a path that they fill.

use super::all_of::merge;
use super::name::{self, Case, Scope};
use super::operation::Stated;
use super::{Direction, Lowerer};
use crate::cursor::Cursor;
use crate::document::Schema;
use crate::downlevel;
use crate::ir::wire::{Place, Statement, Styled, Wire};
use crate::ir::{Docs, Location, Name, Parameter, PathSegment, Shape, Style, Type};
use crate::media::{self, Family};
use crate::pointer::Pointer;
use crate::reserved;
use openapiv3::{ParameterData, ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;
use std::collections::BTreeSet;

impl<'d> Lowerer<'d> {
    /// The parameters of the operation and of its path, required ones first.
    pub(super) fn parameters(&mut self, stated: &Stated<'d>) -> Vec<Parameter> {
        let own = stated_parameters(&stated.operation.parameters, &stated.at);
        let shared = stated_parameters(&stated.item.parameters, &stated.item_at);
        let mut seen = BTreeSet::new();
        let mut all: Vec<(&'d openapiv3::Parameter, Pointer)> = Vec::new();
        for (parameter, at) in own.chain(shared) {
            let (location, _) = place(parameter);
            let name = parameter.parameter_data_ref().name.as_str();
            if !location.ignores(name) && seen.insert((location, name)) {
                all.push((parameter, at));
            }
        }
        // What the path asks for comes first, in the path's order: that is how one reads a call.
        all.sort_by_key(|(parameter, _)| {
            let data = parameter.parameter_data_ref();
            let in_path = place(parameter).0 == Location::Path;
            let position = stated.path.find(&format!("{{{}}}", data.name));
            let position = position.filter(|_| in_path).unwrap_or(usize::MAX);
            (!(data.required || in_path), position)
        });
        let mut scope = Scope::reserving(reserved::call_methods());
        let names = names(&all, &mut scope);
        let wires = all
            .iter()
            .map(|(parameter, _)| parameter.parameter_data_ref().name.as_str());
        let mut parameters: Vec<Option<Parameter>> = all.iter().map(|_| None).collect();
        for index in name::reading_order(wires, &names) {
            let (parameter, at) = &all[index];
            parameters[index] = Some(self.parameter(parameter, at.clone(), names[index].clone()));
        }
        parameters.into_iter().flatten().collect()
    }

    pub(super) fn parameter(
        &mut self,
        parameter: &'d openapiv3::Parameter,
        source: Pointer,
        name: Name,
    ) -> Parameter {
        let data = parameter.parameter_data_ref();
        let (location, allow_empty) = place(parameter);
        let (shape, schema) = self.parameter_shape(data, &source);
        let form = self.parameter_form(parameter, &shape, &source);
        let mut docs = Docs {
            description: data.description.clone(),
            deprecated: data.deprecated.unwrap_or(false),
            examples: self.example_at(&source),
            ..Docs::default()
        };
        let notes = schema.map(|schema| merge(self.document, &schema, &mut self.silent).notes);
        if docs.description.is_none() {
            docs.description = notes
                .as_ref()
                .and_then(|notes| notes.description)
                .map(str::to_owned);
        }
        if docs.examples.is_empty() {
            docs.examples = notes
                .iter()
                .flat_map(|notes| &notes.examples)
                .map(|value| (*value).clone())
                .collect();
        }
        Parameter {
            name,
            wire: data.name.clone(),
            location,
            form,
            allow_empty,
            required: data.required || location == Location::Path,
            shape,
            docs,
            source,
            default: notes.and_then(|notes| notes.default.cloned()),
        }
    }

    fn parameter_shape(
        &mut self,
        data: &'d ParameterData,
        source: &Pointer,
    ) -> (Shape, Option<Schema<'d>>) {
        let (schema, otherwise) = match &data.format {
            ParameterSchemaOrContent::Schema(slot) => (self.document.slot(slot), Type::String),
            ParameterSchemaOrContent::Content(content) => {
                let entry = content.first();
                let schema = entry.and_then(|(_, media)| media.schema.as_ref());
                (
                    schema.and_then(|slot| self.document.slot(slot)),
                    Type::Value,
                )
            }
        };
        let shape = match &schema {
            Some(schema) => self.shape(schema, Direction::Request),
            None => Shape::new(otherwise, source.clone()),
        };
        (shape, schema)
    }

    /// How a parameter is written: in its style, or by its media type where it has `content`.
    fn parameter_form(
        &mut self,
        parameter: &'d openapiv3::Parameter,
        shape: &Shape,
        source: &Pointer,
    ) -> Wire {
        let data = parameter.parameter_data_ref();
        let media_type = match &data.format {
            ParameterSchemaOrContent::Schema(_) => None,
            ParameterSchemaOrContent::Content(content) => content.keys().next(),
        };
        let is_json = media_type.is_some_and(|text| media::family(text) == Family::Json);
        let style = self.style(parameter).filter(|_| !is_json);
        let stated = Statement {
            style,
            media_type: media_type.map(String::as_str),
        };
        self.wire(Place::Parameter, stated, shape, source)
    }

    fn style(&self, parameter: &openapiv3::Parameter) -> Option<Styled> {
        let (style, allow_reserved) = match parameter {
            openapiv3::Parameter::Query {
                style,
                allow_reserved,
                ..
            } => (self.query_style(style), *allow_reserved),
            openapiv3::Parameter::Path { style, .. } => {
                let style = match style {
                    openapiv3::PathStyle::Matrix => Style::Matrix,
                    openapiv3::PathStyle::Label => Style::Label,
                    openapiv3::PathStyle::Simple => Style::Simple,
                };
                (style, false)
            }
            openapiv3::Parameter::Header { .. } => (Style::Simple, false),
            openapiv3::Parameter::Cookie { .. } => (Style::Form, false),
        };
        Some(Styled {
            style,
            explode: parameter.parameter_data_ref().explode.unwrap_or(false),
            allow_reserved,
        })
    }

    /// The first example of a parameter or a media type, for the docs to show.
    pub(super) fn example_at(&self, at: &Pointer) -> Vec<Value> {
        let Some(owner) = at.resolve(&self.document.value) else {
            return Vec::new();
        };
        let named = || {
            let first = owner.get("examples")?.as_object()?.values().next()?;
            let first = match first.get("$ref").and_then(Value::as_str) {
                Some(reference) => Pointer::parse(reference)?.resolve(&self.document.value)?,
                None => first,
            };
            first.get("value")
        };
        let example = owner.get("example").or_else(named);
        example.into_iter().cloned().collect()
    }

    /// Splits the path. A name in braces without a parameter becomes one, with a diagnostic.
    pub(super) fn segments(
        &mut self,
        stated: &Stated<'d>,
        parameters: &mut Vec<Parameter>,
        source: &Pointer,
    ) -> Vec<PathSegment> {
        let mut out = Vec::new();
        let mut rest = stated.path;
        while let Some((literal, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            if !literal.is_empty() {
                out.push(PathSegment::Literal(literal.to_owned()));
            }
            let known = |parameter: &Parameter| {
                parameter.location == Location::Path && parameter.wire == name
            };
            if !parameters.iter().any(known) {
                // The lint stage has said so, and added one; this is for documents that it has not seen.
                let taken = parameters.iter().map(|parameter| parameter.name.as_str());
                let methods = reserved::call_methods().iter().copied();
                let taken: Vec<&str> = methods.chain(taken).collect();
                let mut scope = Scope::reserving(&taken);
                let parameter = Parameter {
                    name: scope.take(&name::identifier(name, Case::Snake), Case::Snake),
                    wire: name.to_owned(),
                    location: Location::Path,
                    form: Wire::Styled(Styled {
                        style: Style::Simple,
                        explode: false,
                        allow_reserved: false,
                    }),
                    allow_empty: false,
                    required: true,
                    shape: Shape::new(Type::String, source.clone()),
                    docs: Docs::default(),
                    source: source.clone(),
                    default: None,
                };
                parameters.insert(0, parameter);
                for segment in &mut out {
                    if let PathSegment::Parameter(index) = segment {
                        *index += 1;
                    }
                }
            }
            let index = parameters.iter().position(known).unwrap_or_default();
            out.push(PathSegment::Parameter(index));
            rest = after;
        }
        if !rest.is_empty() {
            out.push(PathSegment::Literal(rest.to_owned()));
        }
        out
    }
}

/// What parameters are called: the plainest of one name keeps it, others say where they go.
fn names(all: &[(&openapiv3::Parameter, Pointer)], scope: &mut Scope) -> Vec<Name> {
    let identifiers: Vec<String> = all
        .iter()
        .map(|(parameter, _)| name::identifier(&parameter.parameter_data_ref().name, Case::Snake))
        .collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_cached_key(|&index| {
        let parameter = all[index].0;
        let wire = parameter.parameter_data_ref().name.as_str();
        (
            name::plainness(wire, &identifiers[index]),
            place(parameter).0,
        )
    });
    let mut names: Vec<Option<Name>> = order.iter().map(|_| None).collect();
    for &index in &order {
        names[index] = scope.take_free(&identifiers[index], Case::Snake);
    }
    for index in order {
        names[index].get_or_insert_with(|| {
            let plain = identifiers[index].trim_end_matches('_');
            let location = place(all[index].0).0.as_str();
            scope.take(&format!("{plain}_{location}"), Case::Snake)
        });
    }
    names.into_iter().flatten().collect()
}

/// The parameters that an operation or a path item has, and where they stand.
fn stated_parameters<'d>(
    model: &'d [ReferenceOr<openapiv3::Parameter>],
    owner: &Cursor<'d>,
) -> impl Iterator<Item = (&'d openapiv3::Parameter, Pointer)> {
    // The model has one for each of these.
    let places = downlevel::parameters(owner).map(|parameter| parameter.at);
    model.iter().filter_map(ReferenceOr::as_item).zip(places)
}

/// Location and `allowEmptyValue`.
fn place(parameter: &openapiv3::Parameter) -> (Location, bool) {
    match parameter {
        openapiv3::Parameter::Query {
            allow_empty_value, ..
        } => (Location::Query, allow_empty_value.unwrap_or(false)),
        openapiv3::Parameter::Header { .. } => (Location::Header, false),
        openapiv3::Parameter::Path { .. } => (Location::Path, false),
        openapiv3::Parameter::Cookie { .. } => (Location::Cookie, false),
    }
}
