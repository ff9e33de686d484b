//! What this repository's own commands, judges and tests need of the generator. It changes as they
//! do: no one else should use it.

pub use crate::effort::spent;
pub use crate::parallel::one_thread;
pub use crate::version::Version;

/// The command.
#[cfg(feature = "cli")]
pub mod cli {
    pub use crate::cli::{Input, main};
}

/// Bytes to one value, and what its structure is judged to be.
pub mod source {
    pub use crate::lint::lint;
    pub use crate::source::reader::{Document, load};
}

/// The model of a document.
pub mod document {
    pub use crate::document::Document;

    /// The document that was read.
    pub fn of(read: &crate::generate::Read) -> &Document {
        &read.document
    }
}

/// Keywords to the API as Rust sees it.
pub mod lower {
    pub use crate::lower::check::Builder;
    pub use crate::lower::{Options, lower};
}

/// The API as Rust sees it.
pub mod ir {
    pub use crate::ir::*;

    /// What becomes of the document that was read.
    pub fn of(read: &crate::generate::Read) -> &Api {
        &read.api
    }
}

/// Parts of the printing half, for programs that use the items of a generated crate.
pub mod emit {
    pub use crate::emit::check::print as print_checks;
    pub use crate::emit::context::{Context, ident};
    pub use crate::emit::doc::in_lines;
    pub use crate::emit::validate::{Access, statements};
    pub use crate::emit::{
        ReplyVariant, given, handed, handed_over, model, operation_module, part_variants, present,
        print_items, print_lines, put_content, put_parameter, readable, replies, serde, shadowed,
        trait_name, unserved, why_unserved, xml_tables,
    };
}

/// Patterns, to be run by the engines of the runtime.
pub mod pattern {
    pub use crate::pattern::{Node, parse, translate};
}

/// The formats, by name.
pub mod format {
    pub use crate::format::sample;
}

/// Data that shapes accept.
pub mod sample {
    pub use crate::sample::{Extent, Judge, PLAIN, Sampler};
}

/// Programs that send the requests of operations.
#[cfg(feature = "cli")]
pub mod snippet {
    use crate::generate::Read;
    use crate::lint;
    use crate::snippet::{Maker, Snippets};

    pub use crate::snippet::{Given, Language};

    /// The sample of an operation that sends what is given, and no credentials but those that it needs.
    pub fn sample_of(
        read: &Read,
        server: &str,
        operation: &crate::ir::Operation,
        given: Given<'_>,
        language: Language,
    ) -> String {
        let maker = Maker {
            api: &read.api,
            judge: &|_, _| Ok(()),
            server: Some(server),
            given: Some(given),
        };
        let snippets = Snippets::new(maker, "client");
        snippets.write(language, operation, &snippets.request(operation))
    }

    /// What samples read the credentials of an API from, each with a user's name or a secret.
    pub fn environment(read: &Read, user: &str, secret: &str) -> Vec<(String, String)> {
        let schemes = read.api.security_schemes.iter();
        let what = ["PASSWORD", "TOKEN", "KEY", "CREDENTIALS"].map(|what| (what, secret));
        let what = [("USERNAME", user)].into_iter().chain(what);
        let all = schemes.flat_map(|scheme| {
            let each = what.clone();
            each.map(|(what, value)| (crate::emit::variable(scheme, what), value.to_owned()))
        });
        all.collect()
    }

    /// The samples of all operations, by the ids of these; `server` is called in place of the
    /// document's, and `library` is what the generated crate is called.
    pub fn samples(read: &Read, library: &str, server: &str) -> Vec<(String, Language, String)> {
        let judge = lint::judge(&read.document.value);
        let maker = Maker {
            api: &read.api,
            judge: &judge,
            server: Some(server),
            given: None,
        };
        let snippets = Snippets::new(maker, library);
        let mut all = Vec::new();
        for operation in &read.api.operations {
            let request = snippets.request(operation);
            all.extend(Language::ALL.into_iter().map(|language| {
                let text = snippets.write(language, operation, &request);
                (operation.id.clone(), language, text)
            }));
        }
        all
    }
}

/// A document's reference.
#[cfg(feature = "cli")]
pub mod docs {
    pub use crate::docs::files;
}
