//! `types.yaml` to the types that `bytes_to_types` decodes.

use std::path::PathBuf;

use faircopy::source::DirLoader;
use faircopy::{Config, generate, output};

fn main() {
    println!("cargo::rerun-if-changed=types.yaml");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names a folder"));
    let config = Config {
        types_only: true,
        ..Config::default()
    };
    let loader = DirLoader::new(env!("CARGO_MANIFEST_DIR"), config.limits.bytes);
    let generated = match generate(&loader, "types.yaml", &config) {
        Ok(generated) => generated,
        Err(refused) => panic!("{:?}", refused.diagnostics),
    };
    let plan = output::plan_modules(&generated.files, &out).expect("the folder is ours");
    plan.apply().expect("files can be written");
}
