//! `cargo xtask bench builds`: what it takes to build crates of large documents, alone and with a
//! program that calls three of their operations, and how large that program is.
//!
//! ```text
//! documents ─▶ generators ─▶ crates ─▶ cargo check, build, build --release, in turns ─▶ a table
//! ```

mod program;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::check::{self, Mode};
use super::generator::Generator;
use super::process::{self, End, Limits, Taken};
use super::{DOCUMENTS, table};
use program::Program;

/// How often each crate is built; the run that takes the processor least counts.
const RUNS: usize = 3;

const SECTION: table::Section = table::Section {
    start: "<!-- written by `cargo xtask bench builds` -->",
    introduction: "## Building

What users of a generated crate wait for, as `cargo xtask bench builds --peers` measures it in one run:
seconds of a processor in the compiler's own code for the crate alone, its dependencies aside and without
incremental data, in turns with the crates of other generators. Each is built three times, of which the
least counts. `program` is what a program adds that calls three operations of the crate, its linking
included; `kB` is its size, of a release build that is stripped. Of `qdrant.json` oas3-gen writes no crate, and ploidy
no operations of `ogen-superset.json`.",
};

/// Which documents to measure, and beside whom.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The folder of the published documents.
    #[arg(env = "SPEC_CORPUS")]
    dir: PathBuf,
    /// Prints the table only, and leaves `BENCHMARKS.md` as it is.
    #[arg(long)]
    dry_run: bool,
    /// Installs other generators, and measures them in turns with this one.
    #[arg(long)]
    peers: bool,
    /// Only documents whose file name starts so.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// How many seconds of a processor a build may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    seconds: u64,
}

/// A crate that is built again and again.
struct Subject {
    generator: String,
    folder: PathBuf,
    program: Option<Program>,
    /// What was taken so far, for each of [`Mode::ALL`].
    library: [Option<Taken>; 3],
    /// What its program took: unoptimized, and as a release.
    linked: [Option<Taken>; 2],
    bytes: Option<u64>,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    super::outcome(bench(arguments))
}

fn bench(arguments: &Arguments) -> Result<(), String> {
    let folder = xtask::root().join("target/bench");
    let mut generators = vec![Generator::ours()?];
    if arguments.peers {
        generators.extend(Generator::peers(&folder.join("peers"))?);
    }
    let limits = Limits {
        seconds: arguments.seconds,
        bytes: super::CHECK_BYTES,
    };
    let is_asked = |name: &&str| {
        let mut only = arguments.only.iter();
        arguments.only.is_empty() || only.any(|start| name.starts_with(start.as_str()))
    };
    let mut text = format!("{}\n\n{HEAD}", table::machine());
    for name in DOCUMENTS.into_iter().filter(is_asked) {
        eprintln!("{name}");
        let document = arguments.dir.join(name);
        let mut subjects = Vec::new();
        for generator in &generators {
            let out = folder.join("builds").join(name).join(generator.folder());
            subjects.extend(subject(generator, name, &document, &out)?);
        }
        for _ in 0..RUNS {
            for subject in &mut subjects {
                subject.build(&folder.join("target"), limits)?;
            }
        }
        for subject in &subjects {
            let _ = writeln!(text, "| `{name}` | {}", subject.row());
        }
    }
    print!("{text}");
    match arguments.dry_run {
        true => Ok(()),
        false => table::write(&SECTION, &text),
    }
}

/// A generator's crate of a document; nothing where it is refused.
fn subject(
    generator: &Generator,
    name: &str,
    document: &Path,
    out: &Path,
) -> Result<Option<Subject>, String> {
    super::remove(out)?;
    std::fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let generated = process::run(&generator.generate(document, out), None)?;
    if generated.end != End::Done {
        return Ok(None);
    }
    generator.complete(out)?;
    let program = program::of(generator, name, out)?;
    Ok(Some(Subject {
        generator: generator.name.clone(),
        folder: out.to_owned(),
        program,
        library: [const { None }; 3],
        linked: [const { None }; 2],
        bytes: None,
    }))
}

impl Subject {
    fn build(&mut self, target: &Path, limits: Limits) -> Result<(), String> {
        for (mode, best) in Mode::ALL.into_iter().zip(&mut self.library) {
            super::keep(best, check::compile(mode, &self.folder, target, limits)?);
        }
        let Some(program) = &self.program else {
            return Ok(());
        };
        let modes = [Mode::Dev, Mode::Release];
        for (mode, best) in modes.into_iter().zip(&mut self.linked) {
            super::keep(best, program.compile(mode, target, limits)?);
        }
        self.bytes = program.size(target);
        Ok(())
    }

    fn row(&self) -> String {
        let [check, dev, release] = self.library.each_ref().map(|taken| seconds(taken.as_ref()));
        let [with_dev, with_release] = self.linked.each_ref().map(|taken| seconds(taken.as_ref()));
        let memory = self.library[0]
            .as_ref()
            .map_or(0, |taken| taken.peak / 1_000_000);
        let bytes = match self.bytes {
            Some(bytes) => (bytes / 1000).to_string(),
            None => "–".to_owned(),
        };
        format!(
            "{} | {check} | {memory} | {dev} | {with_dev} | {release} | {with_release} | {bytes} |",
            self.generator
        )
    }
}

const HEAD: &str = "\
| document | generator | check, CPU s | peak, MB | dev build, CPU s | program | release build, CPU s | program | kB |
|---|---|---:|---:|---:|---:|---:|---:|---:|
";

/// Seconds of a processor, or what went wrong.
fn seconds(taken: Option<&Taken>) -> String {
    match taken {
        None => "–".to_owned(),
        Some(taken) => match &taken.end {
            End::Done => format!("{:.1}", taken.user),
            End::OutOfTime | End::OutOfMemory => "refused".to_owned(),
            End::Failed(stderr) => match check::errors(stderr) {
                Some(errors) => format!("{errors} errors"),
                None => "refused".to_owned(),
            },
        },
    }
}
