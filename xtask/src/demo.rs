//! `cargo xtask demo`: the main job from end to end. The document becomes a client, and the client
//! talks to a server.

use std::process::ExitCode;

use crate::generate;
use crate::program;

/// Regenerates the client, then runs it against a sandbox.
pub(crate) fn run() -> ExitCode {
    println!("spec/unknown-proxies.yaml > generated-client/");
    let generated = generate::run(generate::Arguments::default());
    if generated != ExitCode::SUCCESS {
        return generated;
    }
    program::DEMO.run([])
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    /// The names of the packages that are compiled for a package.
    fn compiled(package: &str) -> Vec<String> {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--package", package, "--edges", "normal,build"])
            .args(["--prefix", "none", "--offline"])
            .current_dir(xtask::root())
            .output()
            .expect("cargo");
        let errors = String::from_utf8_lossy(&tree.stderr);
        assert!(tree.status.success(), "{errors}");
        let text = String::from_utf8(tree.stdout).expect("text");
        let names = text.lines().filter_map(|line| line.split(' ').next());
        names.map(str::to_owned).collect()
    }

    #[test]
    fn the_first_command_of_a_newcomer_compiles_no_judge() {
        let judges = ["jsonschema", "proptest"].map(str::to_owned);
        for package in ["xtask", "sandbox"] {
            let names = compiled(package);
            assert!(names.iter().any(|name| name == "clap"), "{names:?}");
            assert!(
                judges.iter().all(|judge| !names.contains(judge)),
                "{names:?}"
            );
        }
        let names = compiled("judges");
        assert!(
            judges.iter().all(|judge| names.contains(judge)),
            "{names:?}"
        );
    }
}
