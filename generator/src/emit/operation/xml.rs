//! How a body is written in XML into the tables that say so.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::ir::xml::{Content, Kind, Node, Property, When, Xml};

/// The tables, as statics, and an expression of the root.
pub fn tables(xml: &Xml) -> (TokenStream, TokenStream) {
    let statics = xml.contents.iter().enumerate().map(|(number, inner)| {
        let name = table(number);
        let content = content(inner);
        quote! { static #name: runtime::xml::Content = #content; }
    });
    (quote! { #(#statics)* }, node(&xml.root))
}

/// The name of a table, which has the mark of the generator's own.
fn table(number: usize) -> Ident {
    format_ident!("XML__{number}")
}

fn content(inner: &Content) -> TokenStream {
    let kind = match inner {
        Content::Text => quote! { Text },
        Content::Token => quote! { Token },
        Content::Base64 => quote! { Base64 },
        Content::Number => quote! { Number },
        Content::Integer => quote! { Integer },
        Content::Boolean => quote! { Boolean },
        Content::Any => quote! { Any },
        Content::List(item) => {
            let item = node(item);
            quote! { List(&#item) }
        }
        Content::Object(properties, others) => {
            let properties = properties.iter().map(property);
            let others = optional(others.as_ref());
            quote! { Object(&[#(#properties),*], #others) }
        }
        Content::Items(items, others) => {
            let items = items.iter().map(node);
            let others = optional(others.as_ref());
            quote! { Items(&[#(#items),*], #others) }
        }
        Content::OneOf(contents) => {
            let contents = contents.iter().map(content);
            quote! { OneOf(&[#(#contents),*]) }
        }
    };
    quote! { runtime::xml::Content::#kind }
}

fn optional(found: Option<&Node>) -> TokenStream {
    match found.map(node) {
        None => quote! { None },
        Some(node) => quote! { Some(&#node) },
    }
}

fn property(property: &Property) -> TokenStream {
    let Property {
        wire,
        required,
        nullable,
        ..
    } = property;
    let when = match &property.when {
        None => quote! { None },
        Some(When { wire, values }) => {
            quote! { Some(&runtime::xml::When { name: #wire, values: &[#(#values),*] }) }
        }
    };
    let node = node(&property.node);
    quote! {
        runtime::xml::Property {
            name: #wire,
            required: #required,
            nullable: #nullable,
            when: #when,
            node: #node,
        }
    }
}

fn node(node: &Node) -> TokenStream {
    let Node {
        name, namespace, ..
    } = node;
    let kind = match node.kind {
        Kind::Element => quote! { Element },
        Kind::Attribute => quote! { Attribute },
        Kind::Text => quote! { Text },
        Kind::Cdata => quote! { Cdata },
        Kind::None => quote! { None },
    };
    let content = table(node.content);
    quote! {
        runtime::xml::Node {
            name: #name,
            namespace: #namespace,
            kind: runtime::xml::Kind::#kind,
            content: &#content,
        }
    }
}
