//! A document into a reference: static pages that work from a folder, without a server, and load nothing
//! from anywhere else.
//!
//! There is a page for each operation, each tag and each schema that has a name, so that none is large
//! and each has an address. What the document says is text or Markdown, never HTML.

mod called;
mod highlight;
mod home;
mod link;
mod markdown;
mod operation;
mod page;
mod security;
mod shape;
mod site;

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde_json::json;

use crate::generate::Read;
use crate::lint;
use crate::sample;
use crate::snippet::{Maker, Snippets};
use operation::Operations;
use page::{HOME, MARK, Open, SCRIPT, SEARCH, STYLE};
use shape::Shapes;
use site::{Site, title};

/// The files of the reference of a document, by name. `library` is what the crate is called that is
/// generated of it. Webhooks and callbacks are shown where it was read for both sides.
pub fn files(read: &Read, library: &str) -> BTreeMap<String, String> {
    let (api, document) = (&read.api, &read.document);
    let site = Site::new(api, document);
    let judge = lint::judge(&document.value);
    let maker = Maker {
        api,
        judge: &judge,
        server: None,
        given: None,
    };
    let operations = Operations {
        shapes: Shapes::new(&site),
        snippets: Snippets::new(maker, library),
        samples: sample::replies(api, document, &judge),
    };
    let mut files = BTreeMap::new();
    let mut add = |file: &str, title: &str, open: Option<Open>, main: Markup| {
        files.insert(file.to_owned(), page::page(&site, file, title, open, &main));
    };
    add(HOME, &api.title, None, home::page(&site));
    for (number, tag) in site.tags.iter().enumerate() {
        let open = |operation| {
            Some(Open {
                tag: number,
                operation,
            })
        };
        add(&tag.page, &tag.name, open(None), home::tag(tag));
        for (at, (operation, file)) in tag.operations.iter().enumerate() {
            let main = operations.page(tag, operation);
            add(file, &operation::title(operation), open(Some(at)), main);
        }
    }
    let shapes = &operations.shapes;
    for (id, file) in &site.schemas {
        let def = &api.types[*id];
        shapes.begin();
        let main = html! {
            p.crumbs { a href="schemas.html" { "Schemas" } }
            h1 { (title(def)) }
            @if def.docs.deprecated { p.deprecated { "This schema is deprecated." } }
            (shape::text(&def.docs))
            (shapes.definition(*id))
        };
        add(file, title(def), None, main);
    }
    if !site.schemas.is_empty() {
        add("schemas.html", "Schemas", None, schemas(&site));
    }
    if site.has_webhooks {
        shapes.begin();
        add("webhooks.html", "Webhooks", None, called::page(&operations));
    }
    let style = include_str!("docs/style.css");
    files.insert(STYLE.to_owned(), format!("/* {MARK} */\n{style}"));
    let script = include_str!("docs/script.js");
    files.insert(SCRIPT.to_owned(), format!("// {MARK}\n{script}"));
    files.insert(SEARCH.to_owned(), index(&site));
    files
}

/// The list of schemas.
fn schemas(site: &Site<'_>) -> Markup {
    let mut all: Vec<_> = site.schemas.iter().collect();
    all.sort_by_key(|(id, _)| title(&site.api.types[**id]).to_lowercase());
    html! {
        h1 { "Schemas" }
        ul.schemas { @for (id, file) in all { li { a href=(file) { (title(&site.api.types[*id])) } } } }
    }
}

/// What the search finds: a script, since pages may not read files of their folder.
fn index(site: &Site<'_>) -> String {
    let mut rows = Vec::new();
    for tag in &site.tags {
        rows.push(json!([tag.name, "tag", "", tag.page]));
        for (operation, file) in &tag.operations {
            let route = format!("{} {}", operation.method.as_str(), operation.path);
            rows.push(json!([
                operation::title(operation),
                route,
                operation.id,
                file
            ]));
        }
    }
    for (id, file) in &site.schemas {
        rows.push(json!([title(&site.api.types[*id]), "schema", "", file]));
    }
    let rows: Vec<_> = rows.iter().map(ToString::to_string).collect();
    // In a script, these end lines or the script.
    let rows = rows.join(",\n");
    let rows = rows
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("// {MARK}\nwindow.searchIndex = [\n{rows}\n];\n")
}
