//! `cargo xtask suite`: the JSON Schema Test Suite against generated validators.
//!
//! ```text
//! groups of the suite ─▶ OpenAPI documents ─▶ generated crates ─▶ answers ─▶ report
//! ```

mod document;
mod group;
mod program;
mod random;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use document::Draft;
use group::Group;

/// What to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The suite's folder, which holds `tests/`.
    #[arg(env = "JSON_SCHEMA_SUITE", required_unless_present = "random")]
    dir: Option<PathBuf>,
    /// One draft only: `4` as OpenAPI 3.0, `2020-12` as OpenAPI 3.1.
    #[arg(long)]
    draft: Option<Draft>,
    /// Only the groups of this file, such as `allOf`.
    #[arg(long)]
    file: Option<String>,
    /// Judges by the checks of JSON data alone, without typed models.
    #[arg(long)]
    untyped: bool,
    /// Instead of the suite: that many random schemas, with 200 random data each, against the
    /// `jsonschema` crate.
    #[arg(long, value_name = "N")]
    random: Option<usize>,
    /// What the random schemas and data follow from.
    #[arg(long, default_value_t = 1, requires = "random")]
    seed: u64,
    /// Writes a record for every test to this file.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// Runs the command; exits with 1 where an answer is wrong.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    crate::verdict::ended(judge(&arguments))
}

fn judge(arguments: &Arguments) -> Result<bool, String> {
    if let Some(number) = arguments.random {
        return random::judge(number, arguments.seed, arguments.untyped);
    }
    let dir = arguments.dir.as_deref().unwrap_or(Path::new(""));
    let mut records = Vec::new();
    let mut all_right = true;
    for draft in [Draft::Four, Draft::TwentyTwelve] {
        if arguments.draft.is_some_and(|only| only != draft) {
            continue;
        }
        let groups = group::read(dir, draft, arguments.file.as_deref())?;
        let answers = answers(&groups, draft, arguments.untyped)?;
        let report = report::Report::new(draft, &groups, &answers);
        print!("{}", report.text());
        all_right &= report.is_right();
        records.extend(report.records());
    }
    if let Some(path) = &arguments.json {
        xtask::write(path, &serde_json::Value::Array(records).to_string())?;
    }
    Ok(all_right)
}

/// What became of a group.
enum Answer {
    /// Whether each datum was taken; none where the program died before it said so.
    Judged(Vec<Option<bool>>),
    /// No code was generated, for that reason, which is ours to mend.
    Failed(String),
    /// OpenAPI cannot state it, for a reason of [`document::Reason`].
    Inexpressible(document::Reason),
}

fn answers(groups: &[Group], draft: Draft, untyped: bool) -> Result<Vec<Answer>, String> {
    let mut document = document::Document::new(groups, draft);
    let program = if untyped {
        program::checks(&document)?
    } else {
        program::models(&mut document)?
    };
    let dir = xtask::root().join("target/suite");
    let mut judged = program.run(&dir, &document, groups)?;
    let answer = |index: usize| {
        if let Some(reason) = document.inexpressible.get(&index) {
            Answer::Inexpressible(*reason)
        } else if let Some(reason) = program.failed.get(&index) {
            Answer::Failed(reason.clone())
        } else {
            Answer::Judged(judged.remove(&index).unwrap_or_default())
        }
    };
    Ok((0..groups.len()).map(answer).collect())
}
