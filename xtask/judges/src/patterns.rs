//! `cargo xtask patterns`: every pattern of published documents against node's `RegExp`, on texts
//! that match it, that nearly do, and that are random.
//!
//! ```text
//! documents ─▶ patterns ─▶ texts ─▶ engines of the runtime ─╮
//!                            ╰─────▶ node ──────────────────┴─▶ report
//! ```

mod engine;
mod node;
mod texts;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use faircopy::internals::pattern::translate;
use serde_json::Value;

use engine::Engine;
use texts::Texts;

/// Which patterns to judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folders of documents in JSON or YAML, and files with a pattern a line (`.txt`).
    #[arg(env = "SPEC_CORPUS", required = true)]
    from: Vec<PathBuf>,
    /// How many texts each pattern judges.
    #[arg(long, value_name = "N", default_value = "100")]
    texts: usize,
    /// Which texts those are: another number, other texts.
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
}

/// Runs the command; exits with 1 where a verdict is another than node's.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match judge(arguments) {
        // Without node, nothing was judged.
        Err(message) => crate::verdict::unavailable(&message),
        judged => crate::verdict::ended(judged),
    }
}

/// A pattern with the texts that were judged, and the verdicts.
struct Judged {
    source: String,
    texts: Vec<String>,
    verdicts: Vec<Option<bool>>,
}

fn judge(arguments: &Arguments) -> Result<bool, String> {
    let mut sources = BTreeSet::new();
    for from in &arguments.from {
        collect(from, &mut sources)?;
    }
    let mut texts = Texts::new(arguments.seed);
    let mut refused = Vec::new();
    let mut judged = Vec::new();
    for source in sources {
        match translate(&source) {
            Err(reason) => refused.push((source, reason)),
            Ok(pattern) => {
                let texts = texts.of(&source, arguments.texts);
                let engine = Engine::new(&pattern);
                let verdicts = texts.iter().map(|text| engine.judge(text)).collect();
                judged.push(Judged {
                    source,
                    texts,
                    verdicts,
                });
            }
        }
    }
    let theirs = node::verdicts(&judged)?;
    Ok(report(&judged, &refused, &theirs))
}

/// Prints how verdicts compare; whether all are equal.
fn report(judged: &[Judged], refused: &[(String, String)], theirs: &[node::Verdicts]) -> bool {
    let (mut texts, mut matches, mut unknown, mut others) = (0, 0, 0, 0);
    let mut of_others = Vec::new();
    let mut differing = Vec::new();
    for (ours, theirs) in judged.iter().zip(theirs) {
        let Some(theirs) = theirs else {
            of_others.push(&ours.source);
            others += 1;
            continue;
        };
        for ((text, our), their) in ours.texts.iter().zip(&ours.verdicts).zip(theirs) {
            let (Some(our), Some(their)) = (our, their) else {
                unknown += 1;
                continue;
            };
            texts += 1;
            matches += usize::from(*their);
            if our != their {
                differing.push((&ours.source, text, *their));
            }
        }
    }
    println!(
        "{} patterns, {} of them not enforced:",
        judged.len() + refused.len(),
        refused.len()
    );
    for (source, reason) in refused {
        println!("  {source}: {reason}");
    }
    println!("{others} are not ECMA-262's, and are not compared:");
    for source in of_others {
        println!("  {source}");
    }
    println!("{texts} verdicts are compared, {matches} of them matches; {unknown} are not known");
    println!("{} differ", differing.len());
    for (source, text, theirs) in differing.iter().take(50) {
        println!("  {source} on {text:?}: node says {theirs}");
    }
    differing.is_empty()
}

/// The patterns of a file, or of the documents in a folder.
fn collect(from: &PathBuf, sources: &mut BTreeSet<String>) -> Result<(), String> {
    let failed = |path: &PathBuf, error: std::io::Error| format!("{}: {error}", path.display());
    if from.is_file() {
        let text = std::fs::read_to_string(from).map_err(|error| failed(from, error))?;
        sources.extend(text.lines().map(str::to_owned));
        return Ok(());
    }
    for (_, path) in xtask::documents(from, |_| true)? {
        let text = std::fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
        // One that cannot be read is for others to judge.
        let value = serde_json::from_str(&text).or_else(|_| serde_yaml::from_str(&text));
        if let Ok(value) = value {
            patterns(&value, sources);
        }
    }
    Ok(())
}

fn patterns(value: &Value, sources: &mut BTreeSet<String>) {
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            Value::Object(members) => {
                let pattern = members.get("pattern").and_then(Value::as_str);
                sources.extend(pattern.map(str::to_owned));
                let keys = members.get("patternProperties").and_then(Value::as_object);
                sources.extend(keys.into_iter().flat_map(|keys| keys.keys().cloned()));
                left.extend(members.values());
            }
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
}
