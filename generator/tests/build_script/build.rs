// `pets.yaml` to the modules that `src/lib.rs` includes.

use std::error::Error;
use std::path::{Path, PathBuf};

use faircopy::report;
use faircopy::source::DirLoader;
use faircopy::{Config, generate, output};

fn main() -> Result<(), Box<dyn Error>> {
    let config = Config {
        types_only: true,
        ..Config::default()
    };
    let (loader, root) = DirLoader::for_document(Path::new("pets.yaml"), config.limits.bytes);
    let (diagnostics, sources, generated) = match generate(&loader, &root, &config) {
        Ok(done) => (done.warnings, done.sources, Some(done.files)),
        Err(refused) => (refused.diagnostics, refused.sources, None),
    };
    for file in sources.files() {
        println!("cargo::rerun-if-changed={}", file.name);
    }
    // Cargo shows it where the script fails.
    let options = report::Options::default();
    eprint!("{}", report::text(&diagnostics, &sources, &options));
    let files = generated.ok_or("pets.yaml is at fault")?;
    let folder = PathBuf::from(std::env::var("OUT_DIR")?);
    output::plan_modules(&files, &folder)?.apply()?;
    Ok(())
}
