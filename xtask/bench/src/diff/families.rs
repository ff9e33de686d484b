//! Documents of which two versions are to be compared in proportion to their size, whatever multiplies in
//! them: branches, subtypes, references; and one in many files, by a commit and from the folder.

#[path = "../../../../generator/tests/growth/pairs.rs"]
#[allow(dead_code, reason = "the sizes are those of the laws of growth")]
mod pairs;

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use faircopy::Config;
use faircopy::diff::{self, Options};
use faircopy::source::MapLoader;
use serde_json::{Map, Value, json};

use super::processor_seconds;
use pairs::PAIRS;

/// The sizes of each family.
const SIZES: [usize; 3] = [200, 400, 800];
/// How often each is compared; the fastest counts.
const RUNS: usize = 5;
/// How many files a document is divided into.
const FILES: usize = 2_784;
const ROOT: &str = "api.json";

/// The families' table, each size in a process of its own.
pub(super) fn table(program: &Path) -> Result<String, String> {
    let mut text = String::from(
        "\nHow long what multiplies takes, in seconds of the processor, and how many times the size before:\n\n\
         | documents | 200 | 400 | 800 | × | × |\n|---|---:|---:|---:|---:|---:|\n",
    );
    for (number, pairs) in PAIRS.iter().enumerate() {
        let seconds: Vec<f64> = SIZES
            .iter()
            .map(|size| fastest(program, number, *size))
            .collect::<Result<_, _>>()?;
        let [one, two, four] = seconds.as_slice() else {
            return Err("a size is missing".to_owned());
        };
        let _ = writeln!(
            text,
            "| {} | {one:.3} | {two:.3} | {four:.3} | {:.2} | {:.2} |",
            pairs.name,
            two / one,
            four / two
        );
    }
    Ok(text)
}

fn fastest(program: &Path, family: usize, size: usize) -> Result<f64, String> {
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let output = Command::new(program)
            .args(["diff", "--family", &format!("{family}:{size}"), "."])
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        let seconds: f64 = text
            .trim()
            .parse()
            .map_err(|_| "a family is not compared")?;
        best = best.min(seconds);
    }
    Ok(best)
}

/// Compares the two versions of a family's document, and prints the seconds of the processor.
pub(super) fn one(which: &str) -> Result<(), String> {
    let unknown = || format!("there is no family {which}");
    let (family, size) = which.split_once(':').ok_or_else(unknown)?;
    let family = family
        .parse()
        .ok()
        .and_then(|number: usize| PAIRS.get(number));
    let document = family.ok_or_else(unknown)?.document;
    let size: usize = size.parse().map_err(|_| unknown())?;
    let load = |is_new| {
        let loader = MapLoader::from_iter([(ROOT, document(size, is_new))]);
        let loaded = diff::load(&loader, ROOT, &Config::default());
        loaded.map_err(|_| "a document is refused".to_owned())
    };
    let before = processor_seconds().unwrap_or_default();
    let (old, new) = (load(false)?, load(true)?);
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: true,
    };
    let report = diff::compare(&old, &new, &options);
    if report.findings.is_empty() {
        return Err("nothing differs".to_owned());
    }
    println!("{}", processor_seconds().unwrap_or_default() - before);
    Ok(())
}

/// How long a document of many files takes by a commit, and from its folder.
pub(super) fn files(program: &Path, place: &Path) -> Result<String, String> {
    for folder in ["old", "new"].map(|name| place.join(name)) {
        write_files(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "."],
        &[
            "-c",
            "user.name=bench",
            "-c",
            "user.email=bench@example.com",
            "commit",
            "--quiet",
            "--allow-empty",
            "--message",
            "Files",
        ],
    ] {
        let status = Command::new("git")
            .args(arguments)
            .current_dir(place)
            .status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(format!("git {arguments:?} failed"));
        }
    }
    let timed = |old: &str, new: &str| -> Result<f64, String> {
        let mut best = f64::INFINITY;
        for _ in 0..RUNS {
            let start = Instant::now();
            let output = Command::new(program)
                .args(["diff", old, new])
                .current_dir(place)
                .output()
                .map_err(|error| error.to_string())?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned());
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        Ok(best)
    };
    // Files that are the same files are read once: these are others.
    let new = format!("new/{ROOT}");
    let old = format!("old/{ROOT}");
    let (folder, commit) = (timed(&old, &new)?, timed(&format!("HEAD:{old}"), &new)?);
    Ok(format!(
        "\nA document of {FILES} files, compared with a copy of it: {folder:.2} s from folders, \
         {commit:.2} s where one of the two is of a commit.\n"
    ))
}

fn write_files(place: &Path) -> std::io::Result<()> {
    if place.exists() {
        std::fs::remove_dir_all(place)?;
    }
    std::fs::create_dir_all(place.join("schemas"))?;
    let names: Vec<String> = (0..FILES - 1).map(|index| format!("S{index}")).collect();
    let schemas: Map<String, Value> = names
        .iter()
        .map(|name| {
            (
                name.clone(),
                json!({ "$ref": format!("schemas/{name}.json") }),
            )
        })
        .collect();
    for name in &names {
        let schema = json!({ "type": "object", "properties": { "data": { "type": "string" } } });
        let file = place.join("schemas").join(format!("{name}.json"));
        std::fs::write(file, schema.to_string())?;
    }
    let schema = json!({ "$ref": "#/components/schemas/S0" });
    let content = json!({ "application/json": { "schema": schema } });
    let answer = json!({ "description": "ok", "content": content });
    let root = json!({
        "openapi": "3.1.0",
        "info": { "title": "Files", "version": "1" },
        "paths": { "/use": { "get": { "operationId": "use", "responses": { "200": answer } } } },
        "components": { "schemas": schemas },
    });
    std::fs::write(place.join(ROOT), root.to_string())
}
