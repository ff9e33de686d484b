//! Names that mean something already where the document's would stand: to Rust, to cargo, or since
//! they are offered to callers beside the document's. The one room for them; who allocates names asks
//! for the list of its scope.
//!
//! There are none here that generated code has for itself alone. Those are such that no name of a
//! document can be one, see `lower::name`: variables beside the document's have two underscores in a
//! row, and what is used of other crates has a path that begins with `::`.

use std::sync::LazyLock;

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

/// Methods that every client has, its own or by traits, and that no operation may hide.
pub const CLIENT: &[&str] = &[
    "api",
    "builder",
    "clone",
    "drop",
    "fmt",
    "from",
    "from_env",
    "into",
    "new",
    "transport",
    "try_into",
];

/// Methods that every type has by traits that are always imported, and that take it by value: Rust finds
/// them before a method of that name that borrows it, which is what reads a header.
pub const HEADERS: &[&str] = &["into", "try_into"];

/// Methods that every call has, and that no setter may hide: those that macros of the support code
/// write, of which its sources tell, and those that the body of a request brings.
pub fn call_methods() -> &'static [&'static str] {
    static METHODS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let sources = [
            include_str!("../packaged/runtime/call/methods.rs"),
            include_str!("../packaged/runtime/page.rs"),
            include_str!("../packaged/runtime/poll.rs"),
        ];
        let written = sources.into_iter().flat_map(methods_of_macros);
        written.chain(["body", "content_type"]).collect()
    });
    &METHODS
}

/// The public functions that a file's macros write.
fn methods_of_macros(source: &'static str) -> impl Iterator<Item = &'static str> {
    let (_, macros) = source.split_once("macro_rules!").unwrap_or_default();
    let declared = macros.split("pub fn ").skip(1);
    declared.filter_map(|text| text.split(['(', '<']).next())
}

/// What a call to an address of the caller's takes first.
pub const ADDRESS: &str = "url";

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

/// Type names that no schema has: those of Rust's prelude, in whose place a type would stand wherever
/// all types are imported, and that of the client.
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

/// Names that no module of a tag has, beside those of the crates that generated code uses: crates that
/// every program has, since a caller may import all modules, and devices on some systems, since
/// modules are files.
pub const MODULES: &[&str] = &[
    "alloc", "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "con", "core", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    "nul", "prn", "std", "test",
];

/// Names that no module of types has: those that files of generated code declare, or call macros by, and
/// that import all types besides. The modules of types come along with them, and of two things of one name
/// that are imported so a macro's path could mean either.
pub const TYPE_MODULES: &[&str] = &[
    "call",
    "checks",
    "client",
    "generated",
    "operations",
    "runtime",
    "server",
    "types",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_keyword_to_rust_is_one_here() {
        for word in ["as", "async", "gen", "self", "Self", "while", "yield"] {
            assert!(is_keyword(word), "{word}");
        }
        let lists = [TYPES, MODULES, CLIENT, HEADERS, call_methods()].concat();
        for word in lists.iter().filter(|word| **word != "Self") {
            let is_free = syn::parse_str::<syn::Ident>(word).is_ok();
            assert_eq!(is_free, !is_keyword(word), "{word}");
        }
    }

    #[test]
    fn methods_of_calls_are_read_off_the_macros() {
        for method in [
            "attempt_timeout",
            "header",
            "items",
            "pages",
            "send_blocking",
            "server",
        ] {
            assert!(call_methods().contains(&method), "{method}");
        }
        // Those of types and traits beside the macros are none of a call's.
        assert!(!call_methods().contains(&"next"));
    }

    #[test]
    fn methods_of_clients_are_listed() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
        let mut pending = vec![folder];
        let mut found = 0;
        while let Some(path) = pending.pop() {
            if path.is_dir() {
                pending.extend(
                    std::fs::read_dir(path)
                        .unwrap()
                        .map(|entry| entry.unwrap().path()),
                );
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for block in text.split("\nimpl Client {").skip(1) {
                let block = block.split("\n}").next().unwrap();
                for method in block.split("fn ").skip(1) {
                    let method = method.split(['(', '<']).next().unwrap();
                    assert!(CLIENT.contains(&method), "{method} in {}", path.display());
                    found += 1;
                }
            }
        }
        assert!(found > 0);
    }
}
