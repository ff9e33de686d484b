//! `types.yaml` to the types that `bytes_to_types` decodes.

use std::path::PathBuf;

use faircopy::source::DirLoader;
use faircopy::{Config, generate};

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
    for (path, text) in &generated.files.owned {
        let Some(path) = path.strip_prefix("src/") else {
            continue;
        };
        let path = out.join(path);
        let folder = path.parent().expect("it is in the folder");
        std::fs::create_dir_all(folder).expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }
    // A module is looked for beside the file that names it.
    std::fs::write(out.join("root.rs"), "pub mod generated;\n").expect("a file can be written");
}
