//! Crates that share their support code: what they consist of, how one comes to share it, and that a program of two
//! has one type of each thing that they have in common.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use faircopy::source::MapLoader;
use faircopy::{Config, CrateName, Generated, Runtime, RuntimeSource, generate, output};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/shared_runtime");

fn generated(name: &str, runtime: Runtime) -> Generated {
    let document = format!("{name}.yaml");
    let text = fs::read_to_string(Path::new(FOLDER).join(&document)).unwrap();
    let loader = MapLoader::from_iter([(document.as_str(), text.as_str())]);
    let config = Config {
        name: Some(CrateName::new(name).unwrap()),
        runtime,
        ..Config::default()
    };
    generate(&loader, &document, &config).unwrap()
}

fn write(name: &str, runtime: Runtime, folder: &Path) {
    let generated = generated(name, runtime);
    output::plan(&generated.files, folder)
        .unwrap()
        .apply()
        .unwrap();
}

fn manifest(folder: &Path) -> toml_edit::DocumentMut {
    let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    text.parse().unwrap()
}

fn keys(item: &toml_edit::Item) -> Vec<&str> {
    let table = item.as_table_like().unwrap();
    table.iter().map(|(key, _)| key).collect()
}

#[test]
fn a_crate_comes_to_share_its_support_code_and_to_copy_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write("pets", Runtime::Copied, folder);
    let copied = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    assert!(folder.join("src/generated/runtime/json/de.rs").exists());

    let shared = Runtime::Shared(RuntimeSource::default());
    write("pets", shared.clone(), folder);
    assert!(!folder.join("src/generated/runtime.rs").exists());
    assert!(!folder.join("src/generated/runtime").exists());
    let manifest = manifest(folder);
    let mut dependencies = keys(&manifest["dependencies"]);
    dependencies.sort_unstable();
    assert_eq!(dependencies, ["faircopy-runtime", "serde", "time", "uuid"]);
    assert!(manifest.get("target").is_none_or(|targets| {
        let targets = targets.as_table_like().unwrap();
        targets
            .iter()
            .all(|(_, target)| keys(&target["dependencies"]).is_empty())
    }));
    let package = &manifest["dependencies"]["faircopy-runtime"];
    assert_eq!(package["default-features"].as_bool(), Some(false));
    let features: Vec<_> = package["features"].as_array().unwrap().iter().collect();
    let features: Vec<_> = features.iter().filter_map(|name| name.as_str()).collect();
    assert_eq!(features, ["client", "regex", "time", "uuid"]);
    for feature in [
        "rustls",
        "rustls-ring",
        "native-tls",
        "http2",
        "gzip",
        "blocking",
        "tracing",
        "testing",
    ] {
        let enables = manifest["features"][feature].as_array().unwrap();
        let enables: Vec<_> = enables.iter().filter_map(|item| item.as_str()).collect();
        assert_eq!(enables, [format!("faircopy-runtime/{feature}")]);
    }

    write("pets", Runtime::Copied, folder);
    let again = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    assert_eq!(sorted(&again), sorted(&copied));
    assert!(folder.join("src/generated/runtime/json/de.rs").exists());
}

#[test]
fn a_feature_is_rid_of_what_it_enabled_formerly_and_keeps_what_is_the_users() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write("pets", Runtime::Copied, folder);
    let path = folder.join("Cargo.toml");
    let mut former = manifest(folder);
    let enables = [
        "reqwest/rustls-no-provider",
        "dep:rustls",
        "dep:rustls-platform-verifier",
        "dep:mine",
    ];
    former["features"]["rustls"] = toml_edit::value(toml_edit::Array::from_iter(enables));
    fs::write(&path, former.to_string()).unwrap();

    write("pets", Runtime::Copied, folder);
    let manifest = manifest(folder);
    let enables = manifest["features"]["rustls"].as_array().unwrap();
    let enables: Vec<_> = enables.iter().filter_map(|item| item.as_str()).collect();
    assert_eq!(enables, ["dep:rustls", "dep:mine", "reqwest/rustls"]);
}

/// Lines, whatever their order.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn where_the_package_is_from_is_the_users_choice() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let entry = |runtime| {
        write("shops", Runtime::Shared(runtime), folder);
        manifest(folder)["dependencies"]["faircopy-runtime"].to_string()
    };
    assert_eq!(
        entry(RuntimeSource::Registry).trim(),
        concat!(
            "{ version = \"0.1.0\", default-features = false, ",
            "features = [\"client\"] }"
        )
    );
    let path = entry(RuntimeSource::Path("../runtime".to_owned()));
    assert!(path.contains("path = \"../runtime\""), "{path}");
    assert!(!path.contains("version"), "{path}");
    let workspace = entry(RuntimeSource::Workspace);
    assert!(workspace.contains("workspace = true"), "{workspace}");
    assert!(!workspace.contains("path"), "{workspace}");
}

#[test]
fn an_entry_of_the_users_own_stays() {
    let folder = tempfile::tempdir().unwrap();
    let own = "[package]\nname = \"shops\"\n\n[dependencies]\nfaircopy-runtime = { git = \"https://example.com/r\" }\n";
    fs::write(folder.path().join("Cargo.toml"), own).unwrap();
    write(
        "shops",
        Runtime::Shared(RuntimeSource::Registry),
        folder.path(),
    );
    let manifest = manifest(folder.path());
    let entry = &manifest["dependencies"]["faircopy-runtime"];
    assert_eq!(keys(entry), ["git", "features"]);
}

#[test]
fn types_alone_need_nothing_of_the_client() {
    let text = fs::read_to_string(Path::new(FOLDER).join("pets.yaml")).unwrap();
    let loader = MapLoader::from_iter([("pets.yaml", text.as_str())]);
    let config = Config {
        types_only: true,
        runtime: Runtime::Shared(RuntimeSource::Registry),
        ..Config::default()
    };
    let generated = generate(&loader, "pets.yaml", &config).unwrap();
    let folder = tempfile::tempdir().unwrap();
    output::plan(&generated.files, folder.path())
        .unwrap()
        .apply()
        .unwrap();
    let entry = manifest(folder.path())["dependencies"]["faircopy-runtime"].to_string();
    assert!(entry.contains("[\"regex\", \"time\"]"), "{entry}");
}

/// Two crates of different documents and a program of both, built and run.
#[test]
fn two_clients_have_one_hook_one_transport_and_one_type_of_secret() {
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shared_runtime");
    fs::create_dir_all(folder.join("src")).unwrap();
    for file in ["Cargo.toml", "src/main.rs"] {
        fs::copy(Path::new(FOLDER).join(file), folder.join(file)).unwrap();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let runtime = root.join("runtime").display().to_string();
    for name in ["pets", "shops"] {
        let shared = Runtime::Shared(RuntimeSource::Path(runtime.clone()));
        write(name, shared, &folder.join(name));
    }
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline"])
        .current_dir(&folder)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "2 attempts, \"pets\"\n"
    );
    assert!(!errors.contains("warning"), "{errors}");
}
