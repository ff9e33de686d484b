//! The bytes of files to one value, within limits: each is decoded as what it is, JSON or YAML.

use std::collections::BTreeMap;

use serde_json::Value;

use super::binding::{self, Bundled};
use super::yaml::Parsed;
use super::{
    Limits, LoadError, Loader, Overlay, SourceFile, Sources, identity, json, limits, overlay, refs,
    swagger, yaml,
};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes};
use crate::grammar::{Object, Shape};
use crate::pointer::Pointer;

/// A document with all the files that it refers to, as one value.
#[derive(Clone, Debug)]
pub struct Document {
    /// The bundled value: its references lead to places in itself, as `#/…`. `Null` when the root
    /// file could not be read, which is an error among the diagnostics then.
    pub root: Value,
    /// The files, and where the parts of `root` come from.
    pub sources: Sources,
    /// The text, as the author wrote it, of the numbers that `root` holds only approximately:
    /// integers of more than 64 bits, and decimals that don't print as they are written.
    pub exact_numbers: BTreeMap<Pointer, String>,
}

/// Reads the document named `root` and all files that it refers to.
///
/// Whatever is wrong is added to `diagnostics`, and the document holds what could be read.
pub fn load(
    loader: &dyn Loader,
    root: &str,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
) -> Document {
    load_overlaid(loader, root, &[], limits, diagnostics)
}

/// Reads the document named `root`, does what overlays say, in their order, and reads all files
/// that the document refers to then.
pub fn load_overlaid(
    loader: &dyn Loader,
    root: &str,
    overlays: &[Overlay],
    limits: &Limits,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut reader = Reader {
        loader,
        limits,
        sources: Sources::default(),
        bytes: 0,
        nodes: 0,
    };
    let parsed = match reader.read(root, diagnostics) {
        Ok(parsed) => parsed,
        Err(reason) => {
            let message = format!("cannot read `{root}`: {reason}");
            let place = Place::Text {
                file: root.to_owned(),
                line: 1,
                column: 1,
                length: 1,
            };
            diagnostics.push(Diagnostic::new(reason.code(), message).at(place, ""));
            None
        }
    };
    match parsed {
        Some(mut parsed) => {
            for overlay in overlays {
                overlay::apply(&mut reader, &mut parsed, overlay, diagnostics);
            }
            let most = limits.addresses_in(reader.bytes);
            if has_long_keys(&parsed.value, most, diagnostics) {
                return nothing(reader.sources);
            }
            if identity::are_known(&parsed.value) {
                identity::settle(&mut parsed.value, Shape::Object(Object::OpenApi));
            }
            let is_known = identity::are_known(&parsed.value);
            let mut document = refs::bundle(reader, parsed, diagnostics);
            let bytes = document.sources.bytes();
            if has_long_keys(&document.root, limits.addresses_in(bytes), diagnostics) {
                document.root = Value::Null;
                return document;
            }
            let mut bundled = Bundled {
                root: &mut document.root,
                sources: &mut document.sources,
                exact_numbers: &mut document.exact_numbers,
            };
            if is_known {
                binding::bind(&mut bundled, limits.nodes_in(bytes), diagnostics);
            }
            swagger::upgrade(&mut bundled, diagnostics);
            document
        }
        None => nothing(reader.sources),
    }
}

/// What there is where no document could be read.
fn nothing(sources: Sources) -> Document {
    Document {
        root: Value::Null,
        sources,
        exact_numbers: BTreeMap::new(),
    }
}

/// Whether the addresses of values have more bytes together than they may; says so where they have.
fn has_long_keys(root: &Value, most: usize, diagnostics: &mut Diagnostics) -> bool {
    let Some(at) = limits::beyond_addresses(root, most) else {
        return false;
    };
    let message = format!("the addresses of the document's values have more than {most} bytes");
    let diagnostic = Diagnostic::new(codes::LONG_KEYS, message);
    diagnostics.push(diagnostic.at_key(&at, "this key is part of many"));
    true
}

/// Reads files, and counts what they cost together.
pub(super) struct Reader<'l> {
    pub(super) loader: &'l dyn Loader,
    pub(super) limits: &'l Limits,
    pub(super) sources: Sources,
    bytes: usize,
    pub(super) nodes: usize,
}

impl Reader<'_> {
    /// How many values there may be in what was read.
    pub(super) fn most_nodes(&self) -> usize {
        self.limits.nodes_in(self.bytes)
    }

    /// Reads and parses a file, and keeps its text. `Ok(None)` when it was reported what is wrong
    /// in it.
    pub(super) fn read(
        &mut self,
        path: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Parsed>, LoadError> {
        let bytes = self.loader.load(path)?;
        self.parse(path, bytes, diagnostics)
    }

    /// Parses the bytes of a file, and keeps its text.
    pub(super) fn parse(
        &mut self,
        path: &str,
        bytes: Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Parsed>, LoadError> {
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > self.limits.bytes {
            return Err(LoadError::TooLarge(self.limits.bytes));
        }
        let text = match decode(path, bytes) {
            Ok(text) => text,
            Err((diagnostic, text)) => {
                diagnostics.push(*diagnostic);
                self.sources.add(SourceFile {
                    name: path.to_owned(),
                    is_given: false,
                    text,
                });
                return Ok(None);
            }
        };
        let left = Limits {
            nodes: Some(self.most_nodes().saturating_sub(self.nodes)),
            ..*self.limits
        };
        let parsed = parse(path, &text, &left, diagnostics);
        self.sources.add(SourceFile {
            name: path.to_owned(),
            is_given: false,
            text,
        });
        self.nodes += parsed.as_ref().map_or(0, |parsed| parsed.nodes);
        Ok(parsed)
    }
}

/// The text of a file, or what is wrong with it and what can be shown of it.
fn decode(file: &str, bytes: Vec<u8>) -> Result<String, (Box<Diagnostic>, String)> {
    let not_utf8 = |line, column| {
        let place = Place::Text {
            file: file.to_owned(),
            line,
            column,
            length: 1,
        };
        Diagnostic::new(codes::NOT_UTF8, "the file is not UTF-8 text").at(place, "")
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let diagnostic = not_utf8(1, 1).help("it looks like UTF-16: save it as UTF-8");
        return Err((Box::new(diagnostic), String::new()));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
        (Box::new(not_utf8(line, column)), shown)
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

fn parse(file: &str, text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Option<Parsed> {
    if text.trim_ascii().is_empty() {
        diagnostics.push(yaml::empty(file));
        return None;
    }
    let mut found = Vec::new();
    let is_named_json = file.to_ascii_lowercase().ends_with(".json");
    let parsed = if is_named_json {
        json::parse(file, text, limits, &mut found)
    } else if text.trim_ascii_start().starts_with('{') {
        // Braces may as well open a mapping of YAML, which may drop quotes and commas.
        json::parse(file, text, limits, &mut found).or_else(|| {
            found.clear();
            yaml::parse(file, text, limits, &mut found)
        })
    } else {
        yaml::parse(file, text, limits, &mut found)
    };
    diagnostics.extend(found);
    parsed
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostics::On;
    use crate::source::{MapLoader, Spans};

    fn loaded(files: &[(&str, &str)]) -> (Document, Diagnostics) {
        let loader = MapLoader::from_iter(files.iter().copied());
        let mut diagnostics = Diagnostics::new();
        let document = load(&loader, files[0].0, &Limits::default(), &mut diagnostics);
        (document, diagnostics)
    }

    #[test]
    fn yaml_scalars_are_what_the_core_schema_says() {
        let text = "a: [1, -1, 0x1F, 007, 1.5, .5, 1e3, true, yes, ~, null, '1', !!str 1, .inf]";
        let (document, diagnostics) = loaded(&[("a.yaml", text)]);
        let found: Vec<_> = diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(found, [codes::NOT_FINITE], "{diagnostics:?}");
        let expected = json!([
            1, -1, 31, "007", 1.5, 0.5, 1000.0, true, "yes", null, null, "1", "1", ".inf"
        ]);
        assert_eq!(document.root["a"], expected);
    }

    #[test]
    fn numbers_that_do_not_fit_keep_their_text() {
        for (name, text) in [
            (
                "a.yaml",
                "a:\n  b: [1, 340282366920938463463374607431768211455, 0.10]\n",
            ),
            (
                "a.json",
                r#"{"a": {"b": [1, 340282366920938463463374607431768211455, 0.1]}}"#,
            ),
        ] {
            let (document, _) = loaded(&[(name, text)]);
            let at = Pointer::root().keys(["a", "b"]);
            let exact = document.exact_numbers.get(&at.index(1)).map(String::as_str);
            assert_eq!(
                exact,
                Some("340282366920938463463374607431768211455"),
                "{name}"
            );
            assert_eq!(document.root["a"]["b"][0], json!(1));
            assert_eq!(document.root["a"]["b"][2], json!(0.1));
        }
    }

    #[test]
    fn keys_are_text_and_merges_fill_in() {
        let text =
            "base: &base { a: 1, b: 2 }\nother:\n  <<: *base\n  b: 3\n  200: ok\n  true: yes\n";
        let (document, diagnostics) = loaded(&[("a.yaml", text)]);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(
            document.root["other"],
            json!({"b": 3, "200": "ok", "true": "yes", "a": 1})
        );
        // What is merged is found where it was written.
        let at = Pointer::root().keys(["other", "a"]);
        let position = Spans::new(text).locate(&at, On::Value);
        assert_eq!((position.line, position.column), (1, 18));
    }

    #[test]
    fn several_mappings_are_merged_and_quotes_forbid_it() {
        let text = "a: &a { x: 0.10 }\nb: &b { x: 1, y: 0x1FFFFFFFFFFFFFFFF }\n\
                    list: { <<: [*a, *b] }\ntwice: { <<: *b, <<: *a }\nquoted: { '<<': *a }\n\
                    nested: { <<: { <<: *b, z: !mine 2 } }\n";
        let (document, diagnostics) = loaded(&[("a.yaml", text)]);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let huge = 36_893_488_147_419_103_231_f64;
        let root = &document.root;
        assert_eq!(root["list"], json!({"x": 0.1, "y": huge}));
        assert_eq!(root["twice"], json!({"x": 1, "y": huge}));
        assert_eq!(root["quoted"], json!({"<<": {"x": 0.1}}));
        assert_eq!(root["nested"], json!({"x": 1, "y": huge, "z": 2}));
        let exact = |keys: [&str; 2]| document.exact_numbers.get(&Pointer::root().keys(keys));
        assert_eq!(exact(["list", "x"]).map(String::as_str), Some("0.10"));
        assert_eq!(exact(["twice", "x"]), None);
        assert_eq!(
            exact(["nested", "y"]).map(String::as_str),
            Some("36893488147419103231")
        );
    }

    #[test]
    fn what_only_serde_yaml_refuses_has_a_place() {
        let (_, diagnostics) = loaded(&[("a.yaml", "a: 1\nb: !!int one\n")]);
        let label = &diagnostics.iter().next().unwrap().labels[0];
        assert!(
            matches!(
                label.place,
                Place::Text {
                    line: 2,
                    column: 4,
                    ..
                }
            ),
            "{label:?}"
        );
    }

    #[test]
    fn what_stands_below_long_keys_is_bounded() {
        let below = |key: usize, values: usize| {
            let text = json!({ "x".repeat(key): { "list": vec![1; values] } }).to_string();
            let (document, diagnostics) = loaded(&[("a.json", &text)]);
            let found: Vec<_> = diagnostics.iter().collect();
            let places = found.iter().map(|found| found.pointer().cloned());
            let codes = found.iter().map(|found| found.code);
            let key = Pointer::root().key(&"x".repeat(key));
            let is_there = !document.root.is_null();
            (is_there, codes.collect::<Vec<_>>(), places.eq([Some(key)]))
        };
        assert_eq!(below(200_000, 10), (true, vec![], false));
        assert_eq!(below(10, 50_000), (true, vec![], false));
        assert_eq!(below(200_000, 2_000), (false, vec![codes::LONG_KEYS], true));
    }

    #[test]
    fn files_are_bundled_into_components() {
        let (document, diagnostics) = loaded(&[
            (
                "api/openapi.yaml",
                "openapi: 3.0.3\npaths:\n  /pets: { $ref: pets.yaml }\ncomponents:\n  schemas:\n    Pet: { $ref: schemas/pet.yaml }\n",
            ),
            (
                "api/pets.yaml",
                "get:\n  responses:\n    '200':\n      description: ''\n      content: { application/json: { schema: { $ref: schemas/pet.yaml } } }\n",
            ),
            (
                "api/schemas/pet.yaml",
                "properties:\n  parent: { $ref: '#' }\n  tag: { $ref: '#/$defs/Pet' }\n$defs:\n  Pet: { maxLength: 0.10 }\n",
            ),
        ]);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let schemas = &document.root["components"]["schemas"];
        assert_eq!(
            schemas["Pet"]["properties"]["parent"]["$ref"],
            "#/components/schemas/Pet"
        );
        assert_eq!(
            schemas["Pet"]["properties"]["tag"]["$ref"],
            "#/components/schemas/Pet2"
        );
        assert_eq!(schemas["Pet2"], json!({"maxLength": 0.1}));
        let get = &document.root["paths"]["/pets"]["get"];
        let body = &get["responses"]["200"]["content"]["application/json"]["schema"];
        assert_eq!(body["$ref"], "#/components/schemas/Pet");

        let at = Pointer::root().keys(["components", "schemas", "Pet2", "maxLength"]);
        assert_eq!(
            document.exact_numbers.get(&at).map(String::as_str),
            Some("0.10")
        );
        let (file, pointer) = document.sources.origin(&at).unwrap();
        assert_eq!(file.name, "api/schemas/pet.yaml");
        assert_eq!(pointer.to_string(), "#/$defs/Pet/maxLength");
    }

    #[test]
    fn path_items_are_put_in_place() {
        let (document, diagnostics) = loaded(&[(
            "a.yaml",
            "openapi: 3.1.0\npaths:\n  /a: { $ref: '#/components/pathItems/A', summary: Mine }\ncomponents:\n  pathItems:\n    A: { summary: Shared, get: {} }\n",
        )]);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(
            document.root["paths"]["/a"],
            json!({"summary": "Mine", "get": {}})
        );
    }
}
