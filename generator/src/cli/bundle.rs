//! `faircopy bundle`: a document, its overlays and all its files as one file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;

use super::input::Input;
use super::outcome::{FAULT, misuse, print};
use super::report::Reporting;
use crate::bundle::bundle;
use crate::output;
use crate::version::Version;

/// Shown below the flags.
pub(super) const EXAMPLES: &str = "\
Examples:
  faircopy bundle --spec api.yaml --out bundled.yaml
  faircopy bundle --spec api.yaml --overlay ours.yaml --as json
  faircopy bundle --spec swagger.json --target 3.1 --out openapi.yaml

Comments are lost; keys stay in their order, and numbers keep their digits. What is generated from
the bundle is what is generated from the files. Swagger 2.0 becomes OpenAPI 3.0.";

/// What to join, and how to write it.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Bundle {
    #[command(flatten)]
    input: Input,
    /// The file to write; standard output by default.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How it is written; as the file's name says by default, else as the document is.
    #[arg(long = "as", value_name = "SYNTAX")]
    syntax: Option<Syntax>,
    /// The version that it is written in. What that cannot say is an error, at its place.
    #[arg(long, value_name = "VERSION")]
    target: Option<Target>,
    #[command(flatten)]
    reporting: Reporting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Syntax {
    Yaml,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// OpenAPI 3.0.
    #[value(name = "3.0")]
    V3_0,
    /// OpenAPI 3.1.
    #[value(name = "3.1")]
    V3_1,
    /// OpenAPI 3.2.
    #[value(name = "3.2")]
    V3_2,
}

impl Bundle {
    /// Bundles, and exits with 1 where there is an error.
    pub(super) fn run(&self) -> ExitCode {
        let mut opened = match self.input.open() {
            Ok(opened) => opened,
            Err(problem) => return misuse(&problem),
        };
        self.reporting.configure(&mut opened);
        let target = self.target.map(|target| match target {
            Target::V3_0 => Version::V3_0,
            Target::V3_1 => Version::V3_1,
            Target::V3_2 => Version::V3_2,
        });
        let (bundle, mut diagnostics, sources) =
            match bundle(&*opened.loader, &opened.root, &opened.config, target) {
                Ok(mut bundle) => {
                    let warnings = std::mem::take(&mut bundle.warnings);
                    let sources = std::mem::take(&mut bundle.sources);
                    (Some(bundle), warnings, sources)
                }
                Err(refused) => (None, refused.diagnostics, refused.sources),
            };
        let is_right = self.reporting.report(&mut diagnostics, &sources, &opened);
        let Some(bundle) = bundle.filter(|_| is_right) else {
            return ExitCode::from(FAULT);
        };
        let text = match self.syntax(sources.root().map(|file| file.text.as_str())) {
            Syntax::Yaml => bundle.yaml(),
            Syntax::Json => bundle.json(),
        };
        let Some(out) = &self.out else {
            return print(&text);
        };
        if let Err(error) = output::replace(out, &text) {
            eprintln!("error: cannot write {}: {error}", out.display());
            return ExitCode::from(FAULT);
        }
        ExitCode::SUCCESS
    }

    fn syntax(&self, document: Option<&str>) -> Syntax {
        let by_name = self.out.as_ref().and_then(|out| {
            let ending = out.extension()?.to_str()?.to_ascii_lowercase();
            match ending.as_str() {
                "json" => Some(Syntax::Json),
                "yaml" | "yml" => Some(Syntax::Yaml),
                _ => None,
            }
        });
        let is_json = document.is_some_and(|text| text.trim_ascii_start().starts_with('{'));
        let as_it_is = if is_json { Syntax::Json } else { Syntax::Yaml };
        self.syntax.or(by_name).unwrap_or(as_it_is)
    }
}
