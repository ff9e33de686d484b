//! Bodies in parts: the values of each part, what the client makes of them, and what the server sees.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};

use faircopy::internals::emit::{self, Context, ident};
use faircopy::internals::ir::{Content, MediaKind, Name, Part, PartHeader, Payload, Shape};

use super::service::generics;

/// The key of a part's header, among the keys of parts.
fn header_key(part: &Part, header: &PartHeader) -> String {
    format!("{} {}", part.wire, header.wire)
}

/// Gives values of what is called so, has that shape and those examples.
type Given<'a> = dyn Fn(&str, &Shape, &[Value]) -> Result<Vec<Value>, String> + 'a;

/// Values of a body: with all parts, with those that must be there, and with several items of lists.
pub(super) fn values(parts: &[Part], of: &Given<'_>) -> Result<Vec<Value>, String> {
    let mut all = Vec::new();
    for at in 0..3 {
        let mut body = Map::new();
        for part in parts.iter().filter(|part| part.fixed.is_none()) {
            if at == 1 && !part.required {
                continue;
            }
            let given = match &part.payload {
                Payload::File => Ok(vec![
                    json!({ "bytes": "\u{1}\r\n--b" }),
                    json!({ "bytes": "" }),
                    json!({ "bytes": "x" }),
                ]),
                Payload::Value(shape) => of(&part.wire, &emit::present(shape), &part.docs.examples),
            };
            let given = match given {
                Ok(given) => given,
                Err(why) if part.required => return Err(why),
                Err(_) => continue,
            };
            let count = match part.list {
                Some(_) if at == 2 => given.len().min(3),
                _ => 1,
            };
            for header in &part.headers {
                let shape = emit::present(&header.shape);
                let values = of(&header.wire, &shape, &[])?;
                let value = values[at % values.len()].clone();
                let value = match part.list {
                    Some(_) => Value::Array(vec![value; count]),
                    None => value,
                };
                body.insert(header_key(part, header), value);
            }
            let value = match part.list {
                Some(_) => given.into_iter().take(count).collect(),
                None => given[at % given.len()].clone(),
            };
            body.insert(wire(part).to_owned(), value);
        }
        all.push(Value::Object(body));
    }
    all.dedup();
    Ok(all)
}

/// The name that a part goes by here: that of one whose name is the caller's is any that is not declared.
fn wire(part: &Part) -> &str {
    match part.any_name {
        true => "any other name",
        false => &part.wire,
    }
}

/// The parts of the case as the client takes them.
pub(super) fn argument(
    context: &Context<'_>,
    path: &TokenStream,
    name: &Name,
    parts: &[Part],
) -> TokenStream {
    let name = ident(name);
    let (mut arguments, mut set) = (Vec::new(), Vec::new());
    for part in parts.iter().filter(|part| part.fixed.is_none()) {
        let mut add = |field: &Name, key: &str, value: TokenStream, is_needed: bool| {
            let field = ident(field);
            let wrapped = match part.list {
                _ if part.any_name => quote! { [(#key.to_owned(), #value)].into() },
                Some(_) => value.clone(),
                None => quote! { Some(#value) },
            };
            match is_needed {
                true => arguments.push(value),
                false => set.push(quote! { if help::has_part(#key) { form.#field = #wrapped; } }),
            }
        };
        add(&part.name, wire(part), own(context, part), part.required);
        for header in &part.headers {
            let key = header_key(part, header);
            let generics = generics(context, &emit::present(&header.shape));
            let value = match part.list {
                Some(_) => quote! { help::part_list #generics(#key)? },
                None => quote! { help::part #generics(#key)? },
            };
            let is_needed = part.required && header.required && part.list.is_none();
            add(&header.name, &key, value, is_needed);
        }
    }
    quote! {
        {
            let mut form = #path #name::new(#(#arguments),*);
            #(#set)*
            form
        }
    }
}

fn own(context: &Context<'_>, part: &Part) -> TokenStream {
    let wire = wire(part);
    match &part.payload {
        Payload::Value(shape) => {
            let generics = generics(context, &emit::present(shape));
            match part.list {
                Some(_) => quote! { help::part_list #generics(#wire)? },
                None => quote! { help::part #generics(#wire)? },
            }
        }
        Payload::File => {
            let media_type = part.content_type.as_deref().map(|types| {
                let first = types.split(',').next().unwrap_or_default().trim();
                let first = first.replace("*/*", "application/x").replace('*', "x");
                quote! { .media_type(#first) }
            });
            let file = quote! { runtime::call::multipart::File::new(bytes) #media_type };
            match part.list {
                Some(_) => quote! {
                    help::part_bytes_list(#wire).into_iter().map(|bytes| #file).collect()
                },
                None => quote! { { let bytes = help::part_bytes(#wire); #file } },
            }
        }
    }
}

/// Notes the parts of `body`; `path` is the module of the operation.
pub(super) fn see(
    context: &Context<'_>,
    path: &TokenStream,
    number: usize,
    content: &Content,
) -> TokenStream {
    let MediaKind::Multipart { parts, .. } = &content.kind else {
        return TokenStream::new();
    };
    let name = match number {
        0 => format_ident!("Part"),
        number => format_ident!("Part{}", number + 1),
    };
    let variants = emit::part_variants(parts);
    let arms = parts.iter().zip(variants).map(|(part, variant)| {
        let wire = wire(part);
        let other = part.any_name.then(|| quote! { _, });
        let is_list = part.list.is_some();
        let names: Vec<_> = (0..part.headers.len())
            .map(|index| format_ident!("header_{index}"))
            .collect();
        let headers = part.headers.iter().zip(&names).map(|(header, name)| {
            let key = header_key(part, header);
            let generics = generics(context, &emit::present(&header.shape));
            match header.required {
                true => quote! { help::see_part #generics(#is_list, #key, &#name); },
                false => quote! {
                    if let Some(value) = &#name { help::see_part #generics(#is_list, #key, value); }
                },
            }
        });
        let own = match &part.payload {
            Payload::Value(shape) => {
                let generics = generics(context, &emit::present(shape));
                quote! { help::see_part #generics(#is_list, #wire, &value); }
            }
            Payload::File => quote! {
                let bytes = value.bytes().await?;
                help::see_part_bytes(#is_list, #wire, &bytes);
            },
        };
        quote! { #path::#name::#variant(#other value #(, #names)*) => { #(#headers)* #own } }
    });
    quote! {
        let mut body = body;
        help::see_parts();
        while let Some(part) = body.next().await {
            match part? { #(#arms)* _ => {} }
        }
    }
}
