//! `rows.yaml` and the table of `product.rs` into one document, its client, and calls of the product.

#[allow(dead_code, reason = "the tests use the rest")]
pub mod product;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use faircopy::source::MapLoader;
use faircopy::{Config, Runtime, RuntimeSource, generate, output, report};
use product::{Argument, ENCODINGS, Encoding, Is, KINDS, Kind, Place};

fn main() -> Result<(), Box<dyn Error>> {
    for file in ["rows.yaml", "build/main.rs", "build/product.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut document = fs::read_to_string("rows.yaml")?;
    for encoding in ENCODINGS {
        writeln!(document, "  {}", path_item(encoding))?;
    }
    let loader = MapLoader::from_iter([("rows.yaml", document.as_str())]);
    let config = Config {
        runtime: Runtime::Shared(RuntimeSource::default()),
        ..Config::default()
    };
    let generated = match generate(&loader, "rows.yaml", &config) {
        Ok(generated) => generated,
        Err(refused) => {
            let options = report::Options::default();
            let text = report::text(&refused.diagnostics, &refused.sources, &options);
            return Err(text.into());
        }
    };
    let options = report::Options {
        verbose: true,
        ..report::Options::default()
    };
    let complaints = report::text(&generated.warnings, &generated.sources, &options);
    fs::write(folder.join("complaints.txt"), complaints)?;
    fs::write(folder.join("calls.rs"), calls(ENCODINGS)?)?;
    output::plan_modules(&generated.files, &folder)?.apply()?;
    Ok(())
}

/// The name of an encoding's operation.
pub fn id(encoding: &Encoding) -> String {
    let place = format!("{:?}", encoding.place).to_lowercase();
    format!("{place}_{}", encoding.name)
}

/// The names and schemas of all kinds, and of each that may be `null` too.
fn values(encoding: &Encoding) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for kind in KINDS {
        values.push((kind.name.to_owned(), kind.schema.to_owned()));
        if encoding.place != Place::Path {
            let schema = format!(r#"{{"anyOf":[{},{{"type":"null"}}]}}"#, kind.schema);
            values.push((format!("{}_null", kind.name), schema));
        }
    }
    values
}

/// `"/product/query_form": {"post": {…}}`
pub fn path_item(encoding: &Encoding) -> String {
    let id = id(encoding);
    let values = values(encoding);
    let mut path = format!("/product/{id}");
    let states = match encoding.states {
        "" => String::new(),
        states => format!(",{states}"),
    };
    let parameter = |name: &str, schema: &str| {
        let place = format!("{:?}", encoding.place).to_lowercase();
        let required = encoding.place == Place::Path;
        format!(
            r#"{{"name":"{name}","in":"{place}","required":{required},"schema":{schema}{states}}}"#
        )
    };
    let content = match encoding.place {
        Place::Field => "application/x-www-form-urlencoded",
        Place::Part => "multipart/form-data",
        Place::Path | Place::Query | Place::Header | Place::Cookie => {
            if encoding.place == Place::Path {
                values
                    .iter()
                    .for_each(|(name, _)| path += &format!("/{{{name}}}"));
            }
            let parameters: Vec<_> = values
                .iter()
                .map(|(name, schema)| parameter(name, schema))
                .collect();
            return format!(
                r#""{path}": {{"post":{{"operationId":"{id}","parameters":[{}],"responses":{{"204":{{"description":"done"}}}}}}}}"#,
                parameters.join(",")
            );
        }
    };
    let properties: Vec<_> = values
        .iter()
        .map(|(name, schema)| format!(r#""{name}":{schema}"#))
        .collect();
    let encodings: Vec<_> = values
        .iter()
        .filter(|_| !states.is_empty())
        .map(|(name, _)| format!(r#""{name}":{{{}}}"#, encoding.states))
        .collect();
    format!(
        r#""{path}": {{"post":{{"operationId":"{id}","requestBody":{{"required":true,"content":{{"{content}":{{"schema":{{"type":"object","properties":{{{}}}}},"encoding":{{{}}}}}}}}},"responses":{{"204":{{"description":"done"}}}}}}}}"#,
        properties.join(","),
        encodings.join(",")
    )
}

/// The function that makes a call of some encodings of the product.
pub fn calls<'e>(
    encodings: impl IntoIterator<Item = &'e Encoding>,
) -> Result<String, std::fmt::Error> {
    let mut out = String::from(
        "/// A call of an encoding's operation, with a value of a kind.\n\
         pub fn call(client: &Client, operation: &str, kind: &str) -> Option<SendingRaw> {\n\
         Some(match (operation, kind) {\n",
    );
    for encoding in encodings {
        let id = id(encoding);
        if encoding.place == Place::Path {
            // None of what has no form may keep the others from being sent, so it gets what has one.
            let arguments: Vec<_> = KINDS.iter().map(argument).collect();
            writeln!(
                out,
                "({id:?}, _) => client.{id}({}).send_raw(),",
                arguments.join(", ")
            )?;
            continue;
        }
        for kind in KINDS {
            for is_null in [false, true] {
                let name = match is_null {
                    true => format!("{}_null", kind.name),
                    false => kind.name.to_owned(),
                };
                let call = match encoding.place {
                    Place::Field => format!(
                        "client.{id}(&value(r##\"{{\"{name}\":{}}}\"##)).send_raw()",
                        kind.json
                    ),
                    Place::Part => {
                        let value = format!("value(r##\"{}\"##)", kind.json);
                        let is_repeated = matches!(kind.is, Is::List | Is::Numbers)
                            && matches!(encoding.name, "default" | "typed");
                        let value = match is_repeated {
                            true => value,
                            false => format!("Some({value})"),
                        };
                        let form = camel(&id);
                        format!(
                            "{{ let mut form = operations::{form}Form::new(); form.{name} = {value}; client.{id}(form).send_raw() }}"
                        )
                    }
                    _ => format!("client.{id}().{name}({}).send_raw()", argument(kind)),
                };
                writeln!(out, "({id:?}, {name:?}) => {call},")?;
            }
        }
    }
    out += "_ => return None,\n})\n}\n";
    Ok(out)
}

fn camel(id: &str) -> String {
    let words = id.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}

/// An argument of a parameter's method, whether the parameter may be null or not.
fn argument(kind: &Kind) -> String {
    let Kind { json, rust, .. } = kind;
    let owned = format!("value::<{rust}>(r##\"{json}\"##)");
    match kind.argument {
        Argument::ByValue => owned,
        Argument::ByReference => format!("&{owned}"),
    }
}
