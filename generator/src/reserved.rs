//! Names that mean something already: to Rust, to the generated code, to cargo. The one room for
//! them; who allocates names asks for the list of its scope.

/// Whether an identifier is a keyword of any edition of Rust, reserved ones among them.
pub fn is_keyword(text: &str) -> bool {
    const SNAKE: [&str; 52] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
        "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
        "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
        "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type",
        "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    SNAKE.binary_search(&text).is_ok() || text == "Self"
}

/// Variants that every generated enum has, or could not have.
pub const VARIANTS: &[&str] = &["Unknown", "Self"];

/// Functions of a struct and of its builder, which no setter may hide.
pub const BUILDER: &[&str] = &["build", "builder"];

/// Methods that every client has, and that no operation may hide.
pub const CLIENT: &[&str] = &[
    "api",
    "builder",
    "call",
    "clone",
    "fmt",
    "from",
    "into",
    "new",
    "drop",
    "transport",
    "from_env",
];

/// Methods that every call has, and that no setter may hide.
pub const CALL: &[&str] = &[
    "attempt_timeout",
    "body",
    "credentials",
    "header",
    "idempotency_key",
    "into_future",
    "items",
    "pages",
    "retry",
    "send",
    "send_blocking",
    "send_raw",
    "server",
    "timeout",
    "fmt",
    "clone",
    "server_variable",
    "call",
    "client",
    "blocking",
];

/// Crates that every Rust program has, and words that cargo reads otherwise.
pub const CRATES: &[&str] = &[
    "alloc",
    "build",
    "core",
    "crate",
    "proc_macro",
    "self",
    "std",
    "super",
    "test",
];

/// Type names that generated code uses unqualified: the prelude's, and the client's.
pub const TYPES: &[&str] = &[
    "Box",
    "Client",
    "Clone",
    "Copy",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// Names that a generated file's module must not have: those of its neighbours, of crates, and of
/// devices on some systems.
pub const MODULES: &[&str] = &[
    "alloc",
    "aux",
    "base64",
    "bytes",
    "checks",
    "client",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "core",
    "fastrand",
    "futures_core",
    "http",
    "http_body",
    "httpdate",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "nul",
    "operations",
    "percent_encoding",
    "prn",
    "regex",
    "reqwest",
    "runtime",
    "rustls",
    "serde",
    "serde_json",
    "std",
    "test",
    "time",
    "tokio",
    "tracing",
    "types",
    "uuid",
    "wire",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_keyword_to_rust_is_one_here() {
        for word in ["as", "async", "gen", "self", "Self", "while", "yield"] {
            assert!(is_keyword(word), "{word}");
        }
        let lists = [TYPES, MODULES, BUILDER, CLIENT, CALL].concat();
        for word in lists.iter().filter(|word| **word != "Self") {
            let is_free = syn::parse_str::<syn::Ident>(word).is_ok();
            assert_eq!(is_free, !is_keyword(word), "{word}");
        }
    }
}
