//! An API into the source of a program in which a generated client calls the generated server, in memory, and which
//! compares what each side has sent with what the other one has seen.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use faircopy::CrateName;
use faircopy::internals::emit::{self, Context};
use faircopy::internals::ir::Api;

use super::{cases, client, service};

/// Prints the program, which goes below `examples/` of the crate of that name.
///
/// It reads the lines of `round_trip.jsonl` beside it, a case each, and prints a line for each: `ok`, or what went
/// wrong.
pub(super) fn program(api: &Api, name: &CrateName) -> String {
    let context = Context::new(api).with_library(name.as_str()).by_module();
    let library = format_ident!("{}", context.library());
    let served = cases::served(api);
    let types = (!api.types.is_empty()).then(|| quote! { use #library::types; });
    let head: TokenStream = quote! {
        use #library::runtime;
        #types
    };
    let mut items = client::items(&context, &served);
    items.extend(service::items(&context, &served));
    format!(
        "{ABOUT}\n{}\n{}\n{}",
        emit::print_lines([head]),
        emit::print_items(items),
        HELP.replace("LIBRARY", &library.to_string())
    )
}

const ABOUT: &str = "//! Calls each operation in memory, and compares what both sides see.

#![allow(deprecated, unused_imports, unused_variables, unreachable_patterns, unreachable_code, dead_code)]
";

const HELP: &str = include_str!("help.rs.txt");
