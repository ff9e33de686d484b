//! `serve.yaml`, and the product of places, styles and kinds of data, into a client and a server.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use faircopy::source::MapLoader;
use faircopy::{Config, Runtime, RuntimeSource, Sides, generate, output, report};

fn main() -> Result<(), Box<dyn Error>> {
    for file in ["serve.yaml", "build/main.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    let document = fs::read_to_string("serve.yaml")?;
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
    output::plan_modules(&generated.files, &folder)?.apply()?;
    Ok(())
}
