//! `serve.yaml`, and the product of places, styles and kinds of data, into a client and a server.

// What the client puts on the wire is tested there; here it is read again.
#[allow(dead_code, reason = "it is a build script of its own")]
#[path = "../../wire/build/main.rs"]
mod wire;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use faircopy::source::MapLoader;
use wire::product::{ENCODINGS, Encoding, KINDS, Place};

use faircopy::{Config, Runtime, RuntimeSource, Sides, generate, output, report};

fn main() -> Result<(), Box<dyn Error>> {
    for file in ["serve.yaml", "build/main.rs", "../wire/build"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut document = fs::read_to_string("serve.yaml")?;
    for encoding in served() {
        let item = wire::path_item(encoding);
        let tagged = item
            .replace("{\"post\": ", "{\"post\":")
            .replace("{\"post\":{", "{\"post\":{\"tags\":[\"product\"],");
        writeln!(document, "  {tagged}")?;
    }
    let loader = MapLoader::from_iter([("serve.yaml", document.as_str())]);
    let config = Config {
        runtime: Runtime::Shared(RuntimeSource::default()),
        sides: Sides::Both,
        ..Config::default()
    };
    let options = report::Options {
        verbose: true,
        ..report::Options::default()
    };
    let generated = match generate(&loader, "serve.yaml", &config) {
        Ok(generated) => generated,
        Err(refused) => {
            let text = report::text(&refused.diagnostics, &refused.sources, &options);
            return Err(text.into());
        }
    };
    let complaints = report::text(&generated.warnings, &generated.sources, &options);
    fs::write(folder.join("complaints.txt"), complaints)?;
    fs::write(folder.join("calls.rs"), wire::calls(served())?)?;
    fs::write(folder.join("product.rs"), product()?)?;
    output::plan_modules(&generated.files, &folder)?.apply()?;
    Ok(())
}

/// The encodings that are served: all but those of parts.
fn served() -> impl Iterator<Item = &'static Encoding> {
    let encodings = ENCODINGS.iter();
    encodings.filter(|encoding| encoding.place != Place::Part)
}

/// What serves the product: it remembers each value that it gets, as JSON.
fn product() -> Result<String, std::fmt::Error> {
    let mut out = String::from("impl product::ProductApi for Product {\n");
    for encoding in served() {
        let id = wire::id(encoding);
        writeln!(
            out,
            "async fn {id}(&self, request: product::{id}::Request) -> Result<product::{id}::Reply, Failure> {{"
        )?;
        if encoding.place == Place::Field {
            writeln!(out, "self.see_all(&request.body);")?;
        } else {
            for kind in KINDS {
                let name = kind.name;
                writeln!(out, "self.see({name:?}, &request.{name});")?;
                if encoding.place != Place::Path {
                    writeln!(out, "self.see(\"{name}_null\", &request.{name}_null);")?;
                }
            }
        }
        writeln!(out, "Ok(().into())\n}}")?;
    }
    out += "}\n";
    Ok(out)
}
