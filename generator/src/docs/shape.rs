//! A shape into what its readers see: what it is, what holds for it, and what is in it.

use std::cell::{Cell, RefCell};

use maud::{Markup, html};
use serde_json::Value;

use super::markdown;
use super::site::{Site, title};
use crate::emit::doc;
use crate::ir::{
    Branch, Docs, Enum, Extras, Field, Selection, Shape, Struct, Type, TypeDef, TypeId, TypeKind,
    Union,
};

/// How many schemas without names of their own are shown within one another.
const DEEPEST: usize = 6;

/// How many values of an enum are listed where it has a page of its own.
const MOST_VALUES: usize = 12;

/// How many rows and branches a page has, at most: schemas that refer to parts of each other multiply.
const MOST_ROWS: usize = 4_000;

/// How many each page may have whatever the others have: what operations share is shown with each of them, within as
/// many rows for all pages together as the document has values, and more.
const FEW_ROWS: usize = 100;

/// What stands for the others.
const TOO_LONG: &str = "More is left out: this page would be too long.";

/// How long an example may be that stands in a line.
const LONGEST: usize = 120;

/// Shows shapes of a site.
pub struct Shapes<'a> {
    /// The site.
    pub site: &'a Site<'a>,
    /// The types that are being shown, so that one within itself is named only.
    open: RefCell<Vec<TypeId>>,
    /// How many more rows the page may have.
    left: Cell<usize>,
    /// How many more all pages together may have.
    rest: Cell<usize>,
}

/// How a property or a parameter stands there.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it must be there.
    pub required: bool,
    /// What else is said beside the name.
    pub marks: &'a [&'a str],
    /// Its value where it is not there.
    pub default: Option<&'a Value>,
}

impl<'a> Shapes<'a> {
    /// Shows shapes of a site.
    pub fn new(site: &'a Site<'a>) -> Self {
        Self {
            site,
            open: RefCell::default(),
            left: Cell::new(MOST_ROWS),
            rest: Cell::new(usize::try_from(site.document.products()).unwrap_or(usize::MAX)),
        }
    }

    /// Begins a page.
    pub fn begin(&self) {
        self.left.set(self.rest.get().clamp(FEW_ROWS, MOST_ROWS));
    }

    /// Whether there is room for one more row on the page.
    fn has_room(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        self.rest.set(self.rest.get().saturating_sub(1));
        left > 0
    }

    fn def(&self, id: TypeId) -> &'a TypeDef {
        &self.site.api.types[id]
    }

    /// What a shape is, in words, with links to schemas.
    pub fn label(&self, shape: &Shape) -> Markup {
        let name = self.type_label(&shape.ty, 0);
        html! { (name) @if shape.nullable && shape.ty != Type::Null { " or null" } }
    }

    fn type_label(&self, ty: &Type, depth: usize) -> Markup {
        match ty {
            Type::Bool => html! { "boolean" },
            Type::Integer(_) | Type::BigInteger => html! { "integer" },
            Type::F32 | Type::F64 | Type::Decimal => html! { "number" },
            Type::String => html! { "string" },
            Type::Value => html! { "any" },
            Type::Null => html! { "null" },
            Type::Format(format) => {
                let names = format.row().names.first();
                let (kind, name) = names.copied().unwrap_or(("string", ""));
                html! { (kind) @if !name.is_empty() { " (" (name) ")" } }
            }
            Type::List(item) => html! { "array of " (self.type_label(&item.ty, depth + 1)) },
            Type::Tuple(_) => html! { "array" },
            Type::Map(value) => html! { "map of " (self.type_label(&value.ty, depth + 1)) },
            Type::Named(id) | Type::Boxed(id) => self.named_label(*id, depth),
        }
    }

    fn named_label(&self, id: TypeId, depth: usize) -> Markup {
        let def = self.def(id);
        if let Some(page) = self.site.schemas.get(&id) {
            return html! { a href=(page) { (title(def)) } };
        }
        match &def.kind {
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) if depth < DEEPEST => {
                self.type_label(&shape.ty, depth + 1)
            }
            TypeKind::Newtype(_) | TypeKind::Alias(_) => html! { "any" },
            TypeKind::Struct(_) => html! { "object" },
            TypeKind::Union(_) => html! { "one of several" },
            TypeKind::Enum(it) => match it.variants.first().map(|variant| &variant.value) {
                Some(Value::Number(_)) => html! { "number" },
                Some(Value::Bool(_)) => html! { "boolean" },
                _ => html! { "string" },
            },
            TypeKind::External(_) => html! { "value" },
        }
    }

    /// What holds for a shape and what is in it.
    pub fn details(&self, shape: &Shape, default: Option<&Value>) -> Markup {
        let mut notes = doc::notes(shape, default, None);
        // Of a constraint that no sentence is made of, the schema tells more than we do.
        notes.retain(|note| !note.is_empty());
        html! {
            @if !notes.is_empty() { p.rules { (markdown::inline(&notes.join(" "))) } }
            (self.inner(&shape.ty))
        }
    }

    /// What is in a type that has no page of its own.
    pub fn inner(&self, ty: &Type) -> Markup {
        match ty {
            Type::List(item) => self.within(item),
            Type::Map(value) => self.within(value),
            Type::Tuple(items) => html! {
                ol.branches { @for item in items { li { (self.label(item)) (self.details(item, None)) } } }
            },
            Type::Named(id) | Type::Boxed(id) => {
                let def = self.def(*id);
                match &def.kind {
                    TypeKind::Enum(it)
                        if !self.site.schemas.contains_key(id)
                            || it.variants.len() <= MOST_VALUES =>
                    {
                        values(it)
                    }
                    _ if self.site.schemas.contains_key(id) => html! {},
                    _ => self.definition(*id),
                }
            }
            _ => html! {},
        }
    }

    fn within(&self, shape: &Shape) -> Markup {
        self.inner(&shape.ty)
    }

    /// A shape with all that is in it, as a body is shown: schemas with pages of their own too.
    pub fn whole(&self, shape: &Shape) -> Markup {
        let mut item = &shape.ty;
        while let Type::List(inner) | Type::Map(inner) = item {
            item = &inner.ty;
        }
        let named = item.id().filter(|id| self.site.schemas.contains_key(id));
        html! {
            p.type { (self.label(shape)) }
            @if let Some(id) = named {
                (text(&self.def(id).docs))
            }
            (self.details(shape, None))
            @if let Some(id) = named {
                // An enum was listed already.
                @if !matches!(&self.def(id).kind, TypeKind::Enum(it) if it.variants.len() <= MOST_VALUES) {
                    (self.definition(id))
                }
            }
        }
    }

    /// What a type is made of.
    pub fn definition(&self, id: TypeId) -> Markup {
        let depth = self.open.borrow().len();
        if depth >= DEEPEST || self.open.borrow().contains(&id) {
            return html! { p.rules { "As above." } };
        }
        self.open.borrow_mut().push(id);
        let shown = match &self.def(id).kind {
            TypeKind::Struct(object) => self.object(object),
            TypeKind::Enum(it) => values(it),
            TypeKind::Union(union) => self.union(union),
            TypeKind::Newtype(shape) | TypeKind::Alias(shape) => html! {
                @if depth == 0 { p.type { (self.label(shape)) } }
                (self.details(shape, None))
            },
            TypeKind::External(_) => html! {},
        };
        self.open.borrow_mut().pop();
        let rules = self.site.api.rules.iter().filter(|rule| rule.on == id);
        html! {
            (shown)
            @for rule in rules { p.rules { "Rule: " (rule.message) "." } }
        }
    }

    fn object(&self, object: &Struct) -> Markup {
        let rules = doc::object_constraints(&object.constraints);
        let rows = object.fields.iter().map(|field| self.field(field));
        html! {
            @if object.fields.is_empty() {
                p.rules { "An object." }
            } @else {
                (self.table("Properties", rows))
            }
            @if !rules.is_empty() { p.rules { (markdown::inline(&rules.join(" "))) } }
            @match &object.extras {
                Extras::Kept { value, .. } => {
                    p.rules { "Other properties: " (self.label(value)) "." }
                    (self.within(value))
                }
                _ if object.closed => p.rules { "No other properties." },
                _ => {}
            }
        }
    }

    /// A table of rows that [`Self::row`] makes, as far as the page has room for them.
    pub fn table(&self, what: &str, rows: impl ExactSizeIterator<Item = Markup>) -> Markup {
        let count = rows.len();
        let room = std::iter::from_fn(|| self.has_room().then_some(()));
        let rows: Vec<_> = room.zip(rows).map(|((), row)| row).collect();
        let is_cut = rows.len() < count;
        html! {
            table.rows {
                thead { tr { th scope="col" { (what) } th scope="col" { "Description" } } }
                tbody { @for row in rows { (row) } }
            }
            @if is_cut { p.rules { (TOO_LONG) } }
        }
    }

    fn field(&self, field: &Field) -> Markup {
        let mut marks = Vec::new();
        if field.docs.deprecated {
            marks.push("deprecated");
        }
        if field.read_only {
            marks.push("read-only");
        }
        if field.write_only {
            marks.push("write-only");
        }
        let standing = Standing {
            name: &field.wire,
            required: field.required,
            marks: &marks,
            default: field.default.as_ref(),
        };
        self.row(standing, &field.shape, &field.docs, None)
    }

    /// A row of a table: a name, what it is, and what is said of it.
    pub fn row(&self, it: Standing<'_>, shape: &Shape, docs: &Docs, id: Option<&str>) -> Markup {
        html! {
            tr id=[id] {
                th scope="row" {
                    code { (it.name) }
                    " "
                    span.type { (self.label(shape)) }
                    @if it.required { " " span.required { "required" } }
                    @for mark in it.marks { " " span.mark { (mark) } }
                }
                td {
                    (text(docs))
                    (self.details(shape, it.default))
                    (example(docs))
                }
            }
        }
    }

    fn union(&self, union: &Union) -> Markup {
        let how = match (&union.selection, union.exclusive) {
            (Selection::Tag(property), _) => html! {
                "One of these, by the value of " code { (property) } ":"
            },
            (Selection::BestFit, true) => html! { "Exactly one of these:" },
            (Selection::BestFit, false) => html! { "One of these:" },
        };
        html! {
            p.rules { (how) }
            ul.branches {
                @for branch in union.branches.iter().take_while(|_| self.has_room()) {
                    li { (self.branch(union, branch)) }
                }
            }
        }
    }

    fn branch(&self, union: &Union, branch: &Branch) -> Markup {
        let tag = match &union.selection {
            Selection::Tag(property) => branch.tags.first().map(|tag| (property, tag)),
            Selection::BestFit => None,
        };
        html! {
            span.type { (self.label(&branch.shape)) }
            @if let Some((property, tag)) = tag { ", where " code { (property) } " is " code { (tag) } }
            (text(&branch.docs))
            (self.details(&branch.shape, None))
        }
    }
}

/// What the document says about an item.
pub fn text(docs: &Docs) -> Markup {
    let trimmed = |text: &Option<String>| {
        let text = text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        text.map(str::to_owned)
    };
    let (summary, description) = (trimmed(&docs.summary), trimmed(&docs.description));
    let summary = summary.filter(|summary| {
        description
            .as_ref()
            .is_none_or(|text| !text.starts_with(summary.as_str()))
    });
    html! {
        @if let Some(summary) = summary { p { (markdown::inline(&summary)) } }
        @if let Some(description) = description { (markdown::block(&description)) }
        @for note in &docs.notes { p.rules { (markdown::inline(note)) } }
        @if let Some(link) = docs.external.as_deref().and_then(markdown::safe_link) {
            p { a href=(link) rel="noopener noreferrer" { (link) } }
        }
    }
}

/// The first example, where it stands in a line.
fn example(docs: &Docs) -> Markup {
    let example = docs.examples.first().map(Value::to_string);
    html! {
        @if let Some(example) = example.filter(|text| text.len() <= LONGEST) {
            p.rules { "Example: " code { (example) } }
        }
    }
}

fn values(it: &Enum) -> Markup {
    let last = it.variants.len().saturating_sub(1);
    html! {
        p.rules {
            @if it.open { "Known values: " } @else { "One of " }
            @for (index, variant) in it.variants.iter().enumerate() {
                @if index > 0 { @if index == last { " or " } @else { ", " } }
                code { (variant.value) }
            }
            "."
        }
        @if it.variants.iter().any(|variant| variant.docs.description.is_some()) {
            dl.values {
                @for variant in &it.variants {
                    @if variant.docs.description.is_some() {
                        dt { code { (variant.value) } }
                        dd { (text(&variant.docs)) }
                    }
                }
            }
        }
    }
}
