//! A multipart body into its parts; one that is a union, into a form for each branch.

mod branches;
mod nested;
mod others;
mod positions;
mod whole;

use super::all_of::Merged;
use super::name::{self, Case, Scope};
use super::sequence::json_text;
use super::{Direction, Lowerer};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::{Kind, Schema, Version};
use crate::format;
use crate::ir::wire::{Data, Place, Statement, Styled, Wire};
use crate::ir::{
    Constraint, Docs, MediaKind, Name, NestedParts, ObjectConstraint, Part, PartHeader, Payload,
    Shape, Style, Type,
};
use crate::media::{self, Family};
use crate::pointer::Pointer;
use branches::Form;
use indexmap::IndexMap;
use serde_json::Value;

/// What a body's parts are made of.
struct Parts<'p> {
    encodings: &'p IndexMap<String, openapiv3::Encoding>,
    /// Where the media type stands.
    at: &'p Pointer,
    /// What types are called by.
    call: &'p Name,
    is_form_data: bool,
}

/// A property as the part that it is: what it says without `null`.
struct Property<'d> {
    wire: &'d str,
    name: Name,
    required: bool,
    schema: Schema<'d>,
    merged: Merged<'d>,
}

impl<'d> Lowerer<'d> {
    /// The forms that a body may be, each with a word for what tells it from the others.
    pub(super) fn multipart(
        &mut self,
        encodings: &IndexMap<String, openapiv3::Encoding>,
        schema: &Schema<'d>,
        call: &Name,
        (media_type, at): (&str, &Pointer),
    ) -> Vec<(Option<String>, MediaKind)> {
        let is_form_data = is_form_data(media_type);
        let parts = Parts {
            encodings,
            at,
            call,
            is_form_data,
        };
        let forms = self.forms(schema);
        let properties = forms.iter().map(|form| form.merged.properties.len());
        if !self.may_write(properties.sum()) {
            self.not_written_out(at, "parts", "it is passed as bytes");
            return vec![(None, MediaKind::Bytes)];
        }
        for form in &forms {
            if others::schema(&parts, &form.merged).is_none() {
                self.complain_of_unnamed(&form.merged);
            }
        }
        let is_one = forms.len() == 1;
        let mut out = Vec::with_capacity(forms.len());
        for form in forms {
            let word = form.word.clone().filter(|_| !is_one);
            let ending = format!("{}Form", word.as_deref().unwrap_or_default());
            let name = name::named_after(call.as_str(), &ending);
            let fields = self.parts(&parts, &form);
            let constraints = self.between_parts(&form.merged, &fields);
            let name = self
                .names
                .take(&name::identifier(&name, Case::Camel), Case::Camel);
            let closed = others::forbidden(&parts, &form.merged, &fields);
            let kind = MediaKind::Multipart {
                name,
                parts: fields,
                constraints,
                closed,
            };
            out.push((word, kind));
        }
        out
    }

    /// What must hold between parts: which of them must be there, or must not be there together.
    fn between_parts(&mut self, merged: &Merged<'d>, parts: &[Part]) -> Vec<ObjectConstraint> {
        let mut groups = merged.unions.clone();
        let mut constraints = self.required_groups(&mut groups, merged);
        let is_part = |name: &String| {
            let mut parts = parts.iter();
            parts.any(|part| part.wire == *name && !part.any_name)
        };
        let forbidden = merged.nots.iter();
        let forbidden = forbidden.filter_map(|schema| self.only_required(schema));
        let forbidden = forbidden.filter(|names| names.iter().all(is_part));
        constraints.extend(forbidden.map(ObjectConstraint::NotGroup));
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let dependent = merged.dependent_required.iter();
        let dependent = dependent.map(|(name, others)| ((*name).to_owned(), owned(others)));
        constraints
            .extend(dependent.map(|(name, others)| ObjectConstraint::Dependent(name, others)));
        let (least, most) = merged.objects.count.limits();
        constraints.extend(least.map(ObjectConstraint::MinProperties));
        constraints.extend(most.map(ObjectConstraint::MaxProperties));
        constraints
    }

    fn parts(&mut self, parts: &Parts<'_>, form: &Form<'d>) -> Vec<Part> {
        let merged = &form.merged;
        let mut scope = Scope::default();
        let mut properties = Vec::with_capacity(merged.properties.len());
        for (wire, schema) in &merged.properties {
            let (schema, property) = self.present_schema(schema);
            if !property.notes.read_only {
                properties.push((*wire, schema, property));
            }
        }
        let asked = properties.iter();
        let asked: Vec<_> = asked
            .map(|(wire, schema, _)| (*wire, schema.at().clone()))
            .collect();
        let names = self.names_of(&asked, Case::Snake, &mut scope);
        let mut out = Vec::with_capacity(names.len());
        for ((wire, schema, merged_property), name) in properties.into_iter().zip(names) {
            let property = Property {
                wire,
                name,
                required: merged.required.contains(&wire),
                schema,
                merged: merged_property,
            };
            let fixed = form.tag.as_ref().filter(|(tagged, _)| *tagged == wire);
            let fixed = fixed.map(|(_, value)| Value::from(value.as_str()));
            let part = self.part(parts, property, &mut scope);
            out.push(Part { fixed, ..part });
        }
        let other = others::schema(parts, merged).cloned();
        out.extend(other.map(|schema| self.other_parts(&schema, &mut scope)));
        out
    }

    /// A part: in the style or the media type of its encoding, or else of its kind; of an array, one
    /// an item.
    fn part(&mut self, parts: &Parts<'_>, property: Property<'d>, scope: &mut Scope) -> Part {
        let encoding_at = parts.at.keys(["encoding", property.wire]);
        let encoding = parts.encodings.get(property.wire);
        let headers = match encoding {
            Some(encoding) => self.part_headers(encoding, &encoding_at, &property.name, scope),
            None => Vec::new(),
        };
        // OpenAPI 3.0 has styles ignored here.
        let styled = encoding
            .filter(|_| parts.is_form_data && self.document.version >= Version::V3_1)
            .filter(|_| self.states_style(&encoding_at))
            .map(|encoding| self.part_style(encoding, &encoding_at))
            .filter(|styled| has_style(*styled, &property.merged));
        let media_type = encoding.and_then(|encoding| encoding.content_type.as_deref());
        let media_type = media_type.filter(|_| styled.is_none());
        let stated = Statement {
            style: styled,
            media_type,
        };
        let nested = self.nested_parts(&property, media_type, parts.call, &encoding_at);
        let part = self.part_of_kind(property, stated, &encoding_at, nested);
        Part { headers, ..part }
    }

    fn part_of_kind(
        &mut self,
        property: Property<'d>,
        stated: Statement<'_>,
        encoding_at: &Pointer,
        nested: Option<NestedParts>,
    ) -> Part {
        let is_array = only_kind(&property.merged) == Some(Kind::Array);
        let json = stated
            .media_type
            .is_some_and(|text| media::family(text) == Family::Json);
        // Parts within a part are of the whole list.
        let is_nested = nested::is_nested(stated.media_type);
        let items = property.merged.items.clone();
        let items = items.filter(|_| is_array && !json && !is_nested && stated.style.is_none());
        let items = items.or_else(|| self.files_or_file(&property.schema, &property.merged));
        let repeated = items.is_some();
        let (held, merged) = match items {
            Some(items) => self.present_schema(&items),
            None => (property.schema.clone(), property.merged.clone()),
        };
        let payload = match nested {
            Some(_) => Payload::File,
            None => {
                let payload = self.payload(&held, &merged, stated.media_type);
                self.payload_as_stated(payload, stated, property.schema.at())
            }
        };
        let list =
            repeated.then(|| self.list_of_parts(&property.merged, &payload, property.schema.at()));
        let data = match &payload {
            Payload::File => {
                self.not_judged_as_bytes(&merged);
                Data::Bytes
            }
            Payload::Value(shape) => self.types.data(shape),
        };
        let is_json_text = matches!(payload, Payload::Value(_)) && json_text(&merged).is_some();
        let place = match repeated {
            true => Place::Item,
            false => Place::Part,
        };
        let form = match is_json_text {
            true => Wire::Json,
            false => self.wire_of(place, stated, &data, encoding_at),
        };
        let content_type = match &payload {
            Payload::File => {
                let own = merged.notes.content_media_type;
                stated.media_type.or(own).map(str::to_owned)
            }
            Payload::Value(_) => content_type(&merged, stated.media_type, form),
        };
        let whole = match (&payload, content_type.as_deref()) {
            (Payload::Value(_), Some(media_type)) if stated.style.is_none() && !is_json_text => {
                self.whole(&held, (&data, media_type), property.wire, encoding_at)
            }
            _ => None,
        };
        Part {
            name: property.name,
            wire: property.wire.to_owned(),
            any_name: false,
            docs: Self::docs(&property.merged.notes),
            required: property.required,
            payload,
            content_type,
            list,
            form,
            whole,
            fixed: None,
            headers: Vec::new(),
            nested: nested.map(Box::new),
        }
    }

    fn part_style(&self, encoding: &openapiv3::Encoding, at: &Pointer) -> Styled {
        Styled {
            style: encoding
                .style
                .as_ref()
                .map_or(Style::Form, |style| self.query_style(style)),
            explode: self.explodes(encoding, at),
            allow_reserved: encoding.allow_reserved,
        }
    }

    /// Whether the encoding at a place says how a part is styled: the model has a style for all.
    pub(super) fn states_style(&self, at: &Pointer) -> bool {
        let encoding = at.resolve(&self.document.value);
        encoding.is_some_and(|encoding| {
            let keys = ["style", "explode", "allowReserved"];
            keys.iter().any(|key| encoding.get(*key).is_some())
        })
    }

    /// The headers of a part, in the order of their names. `Content-Type` is `contentType`'s to say.
    fn part_headers(
        &mut self,
        encoding: &openapiv3::Encoding,
        at: &Pointer,
        part: &Name,
        scope: &mut Scope,
    ) -> Vec<PartHeader> {
        let mut headers: Vec<_> = encoding
            .headers
            .iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
            .filter_map(|(name, header)| Some((name, header.as_item()?)))
            .collect();
        headers.sort_by_key(|(name, _)| *name);
        let mut out = Vec::with_capacity(headers.len());
        for (wire, header) in headers {
            let header_at = at.keys(["headers", wire]);
            let explode = header_at
                .resolve(&self.document.value)
                .is_some_and(|header| header.get("explode") == Some(&true.into()));
            let part = part.as_str().trim_start_matches("r#");
            let name = name::identifier(&format!("{part} {wire}"), Case::Snake);
            out.push(PartHeader {
                name: scope.take(&name, Case::Snake),
                wire: wire.clone(),
                required: header.required,
                shape: self.header_shape(header, Direction::Request, &header_at),
                explode,
                docs: Docs {
                    description: header.description.clone(),
                    deprecated: header.deprecated.unwrap_or(false),
                    ..Docs::default()
                },
            });
        }
        out
    }

    /// The list that an array's parts are, as far as they can be judged.
    fn list_of_parts(&mut self, array: &Merged<'d>, payload: &Payload, at: &Pointer) -> Shape {
        let list = self.array(array, at.clone(), self.travelling(Direction::Request));
        let (item, is_file) = match payload {
            Payload::Value(shape) => (shape.clone(), false),
            Payload::File => (Shape::new(Type::Value, at.clone()), true),
        };
        let counts = |constraint: &Constraint| {
            matches!(
                constraint,
                Constraint::MinItems(_) | Constraint::MaxItems(_)
            )
        };
        let constraints = list.constraints.into_iter();
        Shape {
            constraints: constraints
                .filter(|constraint| !is_file || counts(constraint))
                .collect(),
            ..Shape::new(Type::List(Box::new(item)), at.clone())
        }
    }

    /// What a part holds, or each of its parts.
    fn payload(
        &mut self,
        schema: &Schema<'d>,
        merged: &Merged<'d>,
        media_type: Option<&str>,
    ) -> Payload {
        if self.is_file(schema, merged, media_type) {
            return Payload::File;
        }
        let content = json_text(merged);
        let shape = match &content {
            Some(content) => self.message_shape(content, Direction::Request),
            None => self.message_shape(schema, Direction::Request),
        };
        Payload::Value(Shape {
            nullable: false,
            ..shape
        })
    }

    /// What a part holds as it is stated: a file that the caller writes, where data of that kind are not
    /// written here in the media type that the document asks for.
    fn payload_as_stated(
        &mut self,
        payload: Payload,
        stated: Statement<'_>,
        at: &Pointer,
    ) -> Payload {
        let (Payload::Value(shape), Some(media_type)) = (&payload, stated.media_type) else {
            return payload;
        };
        let data = self.types.data(shape);
        let mut families = media_type.split(',').map(|one| media::family(one.trim()));
        let is_written = families.any(|family| match family {
            Family::Json | Family::Any | Family::Text => true,
            Family::Multipart => false,
            Family::Form => matches!(data, Data::One(_) | Data::Object(..) | Data::NestedObject),
            Family::Xml => matches!(data, Data::One(_)) || self.has_elements(shape),
            Family::EventStream | Family::JsonLines | Family::Bytes => {
                matches!(data, Data::One(_))
            }
        });
        if is_written {
            return payload;
        }
        self.passed_as_file(media_type, at);
        Payload::File
    }

    fn passed_as_file(&mut self, media_type: &str, at: &Pointer) {
        let message = format!("a part in `{media_type}` is passed as a file");
        let diagnostic = Diagnostic::new(codes::CONTENT_AS_TEXT, message);
        let label = "data of this kind are not written in it";
        self.diagnostics.push(diagnostic.at_key(at, label));
    }

    /// Whether all data of a schema are files: bytes by their format, or by a media type.
    fn is_file(
        &mut self,
        schema: &Schema<'d>,
        merged: &Merged<'d>,
        media_type: Option<&str>,
    ) -> bool {
        let is_bytes = |text: &str| {
            let first = text.split(',').next().unwrap_or(text);
            matches!(media::family(first), Family::Bytes | Family::Any)
        };
        let is_text = merged.notes.content_encoding.is_some();
        let by_format = merged
            .format
            .is_some_and(|name| format::text::FILES.contains(&name));
        let binary = by_format
            || merged.notes.content_media_type.is_some_and(is_bytes)
            || media_type.is_some_and(is_bytes);
        match only_kind(merged) {
            Some(Kind::String) => binary && !is_text,
            // 3.1 leaves the type out for raw bytes.
            None if merged.unions.is_empty() => binary || !merged.says_anything(),
            None => self.is_file_or_text(schema, media_type),
            Some(_) => false,
        }
    }

    /// Whether a union is of files, or of files and texts, of which a file is the more general.
    fn is_file_or_text(&mut self, schema: &Schema<'d>, media_type: Option<&str>) -> bool {
        let mut has_file = false;
        for branch in self.present_branches(schema) {
            let merged = self.look(&branch);
            let is_file = merged.unions.is_empty() && self.is_file(&branch, &merged, media_type);
            if !is_file && only_kind(&merged) != Some(Kind::String) {
                return false;
            }
            has_file |= is_file;
        }
        has_file
    }

    /// The items of a union of a file and a list of files, which is a list of one or more.
    fn files_or_file(&mut self, schema: &Schema<'d>, merged: &Merged<'d>) -> Option<Schema<'d>> {
        if merged.unions.is_empty() || only_kind(merged).is_some() {
            return None;
        }
        let mut items = None;
        for branch in self.present_branches(schema) {
            let merged = self.look(&branch);
            let (held, of_list) = match (only_kind(&merged), &merged.items) {
                (Some(Kind::Array), Some(items)) => (items.clone(), true),
                _ => (branch.clone(), false),
            };
            let (held, merged) = self.present_schema(&held);
            if !self.is_file(&held, &merged, None) {
                return None;
            }
            items = items.or_else(|| of_list.then_some(held));
        }
        items
    }
}

/// The media type of a part that is no file, where it is not that of its kind.
fn content_type(merged: &Merged<'_>, stated: Option<&str>, form: Wire) -> Option<String> {
    if let Some(stated) = stated {
        let mut all = stated.split(',').map(str::trim);
        let fits = |one: &&str| {
            let is_json = media::family(one) == Family::Json;
            !one.contains('*') && is_json == (form == Wire::Json)
        };
        let chosen = all.clone().find(fits);
        let chosen = chosen.or_else(|| all.find(|one| !one.contains('*')));
        return Some(chosen.map_or_else(|| "text/plain".to_owned(), str::to_owned));
    }
    match (
        merged.notes.content_media_type,
        merged.notes.content_encoding,
    ) {
        (Some(stated), _) => Some(stated.to_owned()),
        (None, Some(_)) => Some("application/octet-stream".to_owned()),
        (None, None) => None,
    }
}

/// A style says nothing of kinds of data that it is not for.
fn has_style(styled: Styled, merged: &Merged<'_>) -> bool {
    match only_kind(merged) {
        Some(Kind::Array) => styled.style.is_deep() || !styled.explode,
        Some(Kind::Object) => true,
        _ => false,
    }
}

fn is_form_data(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// The kind of all data of a schema, `null` aside.
fn only_kind(merged: &Merged<'_>) -> Option<Kind> {
    let (kinds, _) = merged.types.as_ref()?;
    kinds.without(Kind::Null).single()
}
