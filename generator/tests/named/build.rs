//! `openapi.yaml`, as the framework writes it, into a client whose operations are called by tag.

use std::error::Error;
use std::path::PathBuf;

use faircopy::source::DirLoader;
use faircopy::{Config, Methods, Names, Runtime, RuntimeSource, generate, output, report};

fn main() -> Result<(), Box<dyn Error>> {
    for file in ["openapi.yaml", "build.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    let loader = DirLoader::new(".", 1 << 20);
    let config = Config {
        runtime: Runtime::Shared(RuntimeSource::default()),
        names: Names {
            auto: true,
            methods: Methods::Tag,
            ..Names::default()
        },
        ..Config::default()
    };
    let generated = match generate(&loader, "openapi.yaml", &config) {
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
    std::fs::write(folder.join("complaints.txt"), complaints)?;
    output::plan_modules(&generated.files, &folder)?.apply()?;
    Ok(())
}
