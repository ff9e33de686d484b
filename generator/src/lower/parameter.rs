//! Parameters, and the pieces of a path that they fill.

use super::name::{self, Case, Scope};
use super::operation::Stated;
use super::{Direction, Lowerer};
use crate::cursor::Cursor;
use crate::document::Schema;
use crate::downlevel;
use crate::ir::wire::{Place, Statement, Styled, Wire};
use crate::ir::{
    Docs, EncodedProperty, Location, Name, Parameter, PathSegment, Shape, Style, Type,
};
use crate::media::{self, Family};
use crate::pointer::Pointer;
use crate::reserved;
use openapiv3::{ParameterData, ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

impl<'d> Lowerer<'d> {
    /// The parameters of the operation and of its path, required ones first.
    pub(super) fn parameters(&mut self, stated: &Stated<'d>) -> Vec<Parameter> {
        let own = stated_parameters(&stated.operation.parameters, &stated.at);
        let shared = stated_parameters(&stated.item.parameters, &stated.item_at);
        let mut seen = BTreeSet::new();
        let mut all: Vec<Declared<'d>> = Vec::new();
        for declared in own.chain(shared) {
            let (location, name) = (declared.location, declared.data().name.as_str());
            if !location.ignores(name) && seen.insert((location, name)) {
                all.push(declared);
            }
        }
        // What the path asks for comes first, in the path's order: that is how one reads a call.
        all.sort_by_key(|declared| {
            let data = declared.data();
            let in_path = declared.location == Location::Path;
            let position = stated.path.find(&format!("{{{}}}", data.name));
            let position = position.filter(|_| in_path).unwrap_or(usize::MAX);
            (!(data.required || in_path), position)
        });
        let mut scope = Scope::reserving(reserved::call_methods());
        if self.is_called {
            scope.take(reserved::ADDRESS, Case::Snake);
        }
        let names = self.names_of_parameters(&all, &mut scope);
        let wires = all.iter().map(|declared| declared.data().name.as_str());
        let mut parameters: Vec<Option<Parameter>> = all.iter().map(|_| None).collect();
        for index in name::reading_order(wires, &names) {
            parameters[index] = Some(self.parameter(&all[index], names[index].clone()));
        }
        parameters.into_iter().flatten().collect()
    }

    /// What parameters are called: as the user chose, or else the plainest of one name keeps it, and others
    /// say where they go.
    fn names_of_parameters(&self, all: &[Declared<'_>], scope: &mut Scope) -> Vec<Name> {
        let identifiers = all.iter();
        let identifiers = identifiers.map(|one| name::identifier(&one.data().name, Case::Snake));
        let identifiers: Vec<String> = identifiers.collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_cached_key(|&index| {
            let wire = all[index].data().name.as_str();
            (
                name::plainness(wire, &identifiers[index]),
                all[index].location,
            )
        });
        let chosen = all.iter().map(|one| {
            let name = self.chosen.name(&one.at, Case::Snake)?;
            Some(scope.take(name, Case::Snake))
        });
        let mut names: Vec<Option<Name>> = chosen.collect();
        for &index in &order {
            let free = || scope.take_free(&identifiers[index], Case::Snake);
            names[index] = names[index].take().or_else(free);
        }
        for index in order {
            names[index].get_or_insert_with(|| {
                let plain = identifiers[index].trim_end_matches('_');
                let location = all[index].location.as_str();
                scope.take(&format!("{plain}_{location}"), Case::Snake)
            });
        }
        names.into_iter().flatten().collect()
    }

    pub(super) fn parameter(&mut self, declared: &Declared<'d>, name: Name) -> Parameter {
        let (location, source) = (declared.location, declared.at.clone());
        let data = declared.data();
        let (shape, schema) = self.parameter_shape(declared);
        let form = self.parameter_form(declared, &shape);
        let encoded = self.whole_form(declared, schema.as_ref());
        let mut docs = Docs {
            description: data.description.clone(),
            deprecated: data.deprecated.unwrap_or(false),
            examples: self.example_at(&source),
            ..Docs::default()
        };
        let notes = schema.map(|schema| self.look(&schema).notes.clone());
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
            encoded,
            allow_empty: declared.allows_empty(),
            required: data.required || location == Location::Path,
            // `fixed::run` says it.
            fixed: None,
            shape,
            docs,
            source,
            default: notes.and_then(|notes| notes.default.cloned()),
        }
    }

    /// What a parameter holds, and the schema that says so.
    fn parameter_shape(&mut self, declared: &Declared<'d>) -> (Shape, Option<Schema<'d>>) {
        let content = declared.content();
        let slot = match &declared.data().format {
            ParameterSchemaOrContent::Schema(slot) => Some(slot),
            ParameterSchemaOrContent::Content(_) => {
                content.and_then(|(_, media)| media.schema.as_ref())
            }
        };
        let any = |ty| Shape::new(ty, declared.at.clone());
        let is_whole = declared.location == Location::Querystring;
        let family = content.map(|(media_type, _)| media::family(media_type));
        let Some(schema) = slot.and_then(|slot| self.document.slot(slot)) else {
            let is_any = match family {
                Some(Family::Json | Family::Any) => true,
                Some(Family::Form) => is_whole,
                _ => false,
            };
            return (any(if is_any { Type::Value } else { Type::String }), None);
        };
        let shape = self.message_shape(&schema, Direction::Request);
        let Some((media_type, _)) = content else {
            return (shape, Some(schema));
        };
        match self.untyped_content(media_type, is_whole, &shape, &declared.at) {
            None => (shape, Some(schema)),
            Some(ty) => (any(ty), None),
        }
    }

    /// How a parameter is written: in its style, or by its media type where it has `content`.
    fn parameter_form(&mut self, declared: &Declared<'d>, shape: &Shape) -> Wire {
        let media_type = declared.content().map(|(media_type, _)| media_type);
        let is_json = media_type.is_some_and(|text| media::family(text) == Family::Json);
        let is_whole = declared.location == Location::Querystring;
        let style = self.style(declared).filter(|_| !is_json && !is_whole);
        let stated = Statement { style, media_type };
        self.wire(Place::Parameter, stated, shape, &declared.at)
    }

    /// Of a whole query that is a form, the properties that are not written as usual.
    fn whole_form(
        &mut self,
        declared: &Declared<'d>,
        schema: Option<&Schema<'d>>,
    ) -> Option<Vec<EncodedProperty>> {
        let (media_type, media) = declared.content()?;
        if declared.location != Location::Querystring || media::family(media_type) != Family::Form {
            return None;
        }
        let at = self
            .document
            .resolved(&declared.at.keys(["content", media_type]));
        Some(schema.map_or_else(Vec::new, |schema| {
            self.encoded_properties(&media.encoding, schema, &at)
        }))
    }

    fn style(&self, declared: &Declared<'d>) -> Option<Styled> {
        // The model has this of parameters in a query only.
        let stated = declared.at.resolve(&self.document.value);
        let stated = |key: &str| stated.and_then(|stated| stated.get(key));
        let reserved = stated("allowReserved") == Some(&Value::Bool(true));
        let (style, allow_reserved) = match declared.model {
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
                (style, reserved)
            }
            openapiv3::Parameter::Header { .. } => (Style::Simple, false),
            openapiv3::Parameter::Cookie { .. } => match stated("style").and_then(Value::as_str) {
                Some("cookie") => (Style::Cookie, false),
                _ => (Style::Form, reserved),
            },
        };
        Some(Styled {
            style,
            explode: declared.data().explode.unwrap_or(false),
            allow_reserved,
        })
    }

    /// The first example of a parameter or a media type, for the docs to show.
    pub(super) fn example_at(&self, at: &Pointer) -> Vec<Value> {
        let examples = self.document.examples_at(at).into_iter();
        examples.map(|(_, value)| value.clone()).take(1).collect()
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
        let mut missing = Missing::default();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (index, parameter) in parameters.iter().enumerate() {
            if parameter.location == Location::Path {
                known.entry(parameter.wire.clone()).or_insert(index);
            }
        }
        while let Some((literal, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            if !literal.is_empty() {
                out.push(PathSegment::Literal(literal.to_owned()));
            }
            out.push(PathSegment::Parameter(match known.get(name) {
                Some(index) => *index,
                // The lint stage has said so, and added one; this is for documents that it has not seen.
                None => {
                    let index = parameters.len();
                    let name = missing.add(parameters, name, source);
                    known.insert(name, index);
                    index
                }
            }));
            rest = after;
        }
        if !rest.is_empty() {
            out.push(PathSegment::Literal(rest.to_owned()));
        }
        out
    }
}

/// Parameters that a path names, and nothing declares.
#[derive(Default)]
struct Missing {
    /// The names that are taken, once there is one.
    scope: Option<Scope>,
}

impl Missing {
    /// Adds one, which is a text.
    fn add(&mut self, parameters: &mut Vec<Parameter>, wire: &str, source: &Pointer) -> String {
        let scope = self.scope.get_or_insert_with(|| {
            let taken = parameters.iter().map(|parameter| parameter.name.as_str());
            let methods = reserved::call_methods().iter().copied();
            let taken: Vec<&str> = methods.chain(taken).collect();
            Scope::reserving(&taken)
        });
        parameters.push(Parameter {
            name: scope.take(&name::identifier(wire, Case::Snake), Case::Snake),
            wire: wire.to_owned(),
            location: Location::Path,
            form: Wire::Styled(Styled {
                style: Style::Simple,
                explode: false,
                allow_reserved: false,
            }),
            encoded: None,
            allow_empty: false,
            required: true,
            fixed: None,
            shape: Shape::new(Type::String, source.clone()),
            docs: Docs::default(),
            source: source.clone(),
            default: None,
        });
        wire.to_owned()
    }
}

/// A parameter that an operation or a path item has.
pub(super) struct Declared<'d> {
    model: &'d openapiv3::Parameter,
    location: Location,
    /// Where it stands.
    at: Pointer,
}

impl<'d> Declared<'d> {
    fn data(&self) -> &'d ParameterData {
        self.model.parameter_data_ref()
    }

    /// The first media type of its content.
    fn content(&self) -> Option<(&'d str, &'d openapiv3::MediaType)> {
        match &self.data().format {
            ParameterSchemaOrContent::Schema(_) => None,
            ParameterSchemaOrContent::Content(content) => {
                let (media_type, media) = content.first()?;
                Some((media_type, media))
            }
        }
    }

    fn allows_empty(&self) -> bool {
        match self.model {
            openapiv3::Parameter::Query {
                allow_empty_value, ..
            } => allow_empty_value.unwrap_or(false),
            _ => false,
        }
    }
}

fn stated_parameters<'d>(
    model: &'d [ReferenceOr<openapiv3::Parameter>],
    owner: &Cursor<'d>,
) -> impl Iterator<Item = Declared<'d>> {
    // The model has one for each of these.
    let stated = downlevel::parameters(owner);
    let both = model.iter().filter_map(ReferenceOr::as_item).zip(stated);
    both.filter_map(|(model, stated)| {
        Some(Declared {
            model,
            location: Location::parse(stated.text("in")?)?,
            at: stated.at,
        })
    })
}
