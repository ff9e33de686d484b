//! Shapes into the source of a program that reads JSON as each of them, writes it back and judges it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use faircopy::CrateName;
use faircopy::internals::emit::{self, Context};
use faircopy::internals::ir::{Api, Shape};

use super::written::{self, Text};

/// Prints the program, which goes below `tests/` of the crate of that name, without a harness.
///
/// It reads the lines of `examples.tsv` beside it: the index of a shape, a tab, and JSON. For each it
/// prints a line of three texts set apart by tabs: `0`, or why the data could not be read and written;
/// the data as written back; and the violations found.
///
/// A line whose first text is `w` and an index has the data of an example whose text is known; what is printed
/// is then `0` and the text that the client writes, as JSON.
pub(super) fn program(api: &Api, name: &CrateName, shapes: &[&Shape], texts: &[Text]) -> String {
    let context = Context::new(api).with_library(name.as_str());
    let library = format_ident!("{}", context.library());
    let names: Vec<_> = (0..shapes.len())
        .map(|index| format_ident!("shape_{index}"))
        .collect();
    let functions = names
        .iter()
        .zip(shapes)
        .map(|(name, shape)| function(&context, name, shape));
    // Not all that the crate exports: what the client brings would hide types of the same name.
    let types = (!api.types.is_empty()).then(|| quote! { use #library::types::*; });
    let head = quote! {
        use #library::runtime;
        #types
    };
    let table = quote! {
        const SHAPES: &[fn(&str) -> String] = &[#(#names),*];
    };
    let writers: Vec<_> = (0..texts.len())
        .map(|index| format!("written_{index}"))
        .collect();
    let written = writers.iter().zip(texts);
    let written: Vec<_> = written
        .map(|(name, text)| text.function(&context, name))
        .collect();
    let writers = writers.iter().map(|name| format_ident!("{name}"));
    let writers = quote! {
        const WRITERS: &[fn(&str) -> Result<String, String>] = &[#(#writers),*];
    };
    let help = match texts.is_empty() {
        true => String::new(),
        false => written::HELP.replace("LIBRARY", &library.to_string()),
    };
    let items = [table, writers].into_iter().chain(functions).chain(written);
    let checks = match api.checks.0.is_empty() {
        true => String::new(),
        false => CHECKS.replace("LIBRARY", &library.to_string()),
    };
    format!(
        "{ABOUT}\n{}\n{checks}{}\n{MAIN}{help}",
        emit::print_lines([head]),
        emit::print_items(items)
    )
}

fn function(context: &Context<'_>, name: &proc_macro2::Ident, shape: &Shape) -> TokenStream {
    let ty = context.type_tokens(shape);
    let codec = context.codec_tokens(shape);
    let value = emit::Access::reference(quote!(value));
    let checks = emit::statements(context, shape, &value, &quote!(at));
    let judge = if checks.is_empty() {
        quote!(|_, _| {})
    } else {
        quote! {
            |value, out| {
                let at = &runtime::validate::At::ROOT;
                #(#checks)*
            }
        }
    };
    quote! {
        fn #name(text: &str) -> String {
            round_trip::<#ty>(
                text,
                runtime::json::decode_as::<#codec, #ty>,
                runtime::json::encode_as::<#codec, #ty>,
                #judge,
            )
        }
    }
}

const ABOUT: &str =
    "//! Reads each example of the document into its type, writes it back and judges it.

#![allow(deprecated, unused_imports, dead_code)]
";

/// The crate keeps to itself what judges data by whole schemas, so that the program has its own.
const CHECKS: &str = r#"mod generated {
    pub(crate) use LIBRARY::runtime;
}

#[path = "../src/generated/checks.rs"]
mod checks;

"#;

const MAIN: &str = r#"fn round_trip<T: PartialEq>(
    text: &str,
    decode: fn(&str) -> Result<T, runtime::json::DecodeError>,
    encode: fn(&T) -> Result<String, runtime::json::EncodeError>,
    judge: fn(&T, &mut runtime::validate::Violations),
) -> String {
    let value = match decode(text) {
        Ok(value) => value,
        Err(error) => return format!("{error}\t\t"),
    };
    let written = match encode(&value) {
        Ok(written) => written,
        Err(error) => return format!("{error}\t\t"),
    };
    match decode(&written) {
        Ok(again) if again == value => {}
        Ok(_) => return format!("what was written reads as another value\t{written}\t"),
        Err(error) => return format!("what was written cannot be read: {error}\t{written}\t"),
    }
    let mut violations = runtime::validate::Violations::new();
    judge(&value, &mut violations);
    let found: Vec<_> = violations.iter().map(ToString::to_string).collect();
    format!("0\t{written}\t{}", found.join("; "))
}

fn main() {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples.tsv");
    let examples = std::fs::read_to_string(examples).expect("the examples beside this file");
    for line in examples.lines() {
        let (shape, text) = line.split_once('\t').expect("a shape and JSON");
        if let Some(writer) = shape.strip_prefix('w') {
            let writer: usize = writer.parse().expect("an index");
            match WRITERS[writer](text) {
                Ok(text) => println!("0\t{}", serde_json::Value::from(text)),
                Err(error) => println!("{error}\t"),
            }
            continue;
        }
        let shape: usize = shape.parse().expect("an index");
        println!("{}", SHAPES[shape](text).replace('\n', " "));
    }
}
"#;
