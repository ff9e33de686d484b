//! `faircopy sample`: an operation into a program that sends its request.

use std::process::ExitCode;

use super::input::Input;
use super::outcome::{FAULT, misuse, print};
use super::report::Reporting;
use crate::config::CrateName;
use crate::generate;
use crate::ir::{Api, Operation};
use crate::lint;
use crate::snippet::{Language, Maker, Snippets};
use crate::suggest::nearest;

/// Shown below the flags.
pub(super) const EXAMPLES: &str = "\
Examples:
  faircopy sample --spec api.yaml listPets --lang python
  faircopy sample --spec api.yaml 'GET /pets/{petId}' --lang curl
  faircopy sample --spec api.yaml listPets --lang go --server http://localhost:8080

Credentials are read from the environment, under the name of their scheme: BASIC_AUTH_PASSWORD.";

/// Which request, and in which language.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Sample {
    #[command(flatten)]
    input: Input,
    /// The operation: its id, or `METHOD /path`.
    operation: String,
    /// The language: curl, javascript, nodejs, python, php, java, csharp, go or rust.
    #[arg(long, value_name = "LANG", default_value = "curl", value_parser = language)]
    lang: Language,
    /// The server's address, in place of the document's first.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
}

/// The language of a name.
fn language(name: &str) -> Result<Language, String> {
    let ids = || Language::ALL.into_iter().map(Language::id);
    Language::find(name).ok_or_else(|| match nearest(name, ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "one of {} is asked for",
            ids().collect::<Vec<_>>().join(", ")
        ),
    })
}

impl Sample {
    /// Prints the sample; exits with 1 where the document is at fault.
    pub(super) fn run(&self) -> ExitCode {
        let opened = match self.input.open() {
            Ok(opened) => opened,
            Err(problem) => return misuse(&problem),
        };
        let read = match generate::read(&*opened.loader, &opened.root, &opened.config) {
            Ok(read) => read,
            Err(mut refused) => {
                Reporting::default().report(&mut refused.diagnostics, &refused.sources, &opened);
                return ExitCode::from(FAULT);
            }
        };
        let operation = match find(&read.api, &self.operation) {
            Ok(operation) => operation,
            Err(problem) => return misuse(&problem),
        };
        let judge = lint::judge(&read.document.value);
        let maker = Maker {
            api: &read.api,
            judge: &judge,
            server: self.server.as_deref(),
            given: None,
        };
        let name = opened.config.name;
        let name = name.unwrap_or_else(|| CrateName::from_title(&read.api.title));
        let snippets = Snippets::new(maker, name.as_str());
        let request = snippets.request(operation);
        print(&snippets.write(self.lang, operation, &request))
    }
}

/// The operation of an id, or of a method and a path.
fn find<'a>(api: &'a Api, wanted: &str) -> Result<&'a Operation, String> {
    let route = |operation: &Operation| format!("{} {}", operation.method.as_str(), operation.path);
    let mut all = api.operations.iter();
    let found = all.find(|operation| {
        let (method, path) = wanted.split_once(' ').unwrap_or_default();
        operation.id == wanted
            || operation.path == path.trim()
                && operation.method.as_str().eq_ignore_ascii_case(method)
    });
    found.ok_or_else(|| {
        let ids = api.operations.iter().map(|operation| operation.id.clone());
        let names: Vec<_> = ids.chain(api.operations.iter().map(route)).collect();
        let hint = match nearest(wanted, names.iter().map(String::as_str)) {
            Some(near) => format!("; did you mean `{near}`?"),
            None if names.is_empty() => "; the document has none".to_owned(),
            None => String::new(),
        };
        format!("the document has no operation `{wanted}`{hint}")
    })
}
