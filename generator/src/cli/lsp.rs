//! `faircopy lsp`: a language server, for editors.

use std::path::Path;
use std::process::ExitCode;

use super::input::{Input, Opened};
use super::outcome::FAULT;
use crate::lsp::{Setup, serve};

/// What editors say to a server on the command line.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Lsp {
    /// Standard input and output, which is all there is: editors say so all the same.
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    /// Serves until the client is done.
    pub(super) fn run(&self) -> ExitCode {
        match serve(&setup) {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => {
                eprintln!("error: {problem}");
                // As the protocol has it for a client that leaves without a word.
                ExitCode::from(FAULT)
            }
        }
    }
}

/// A document as `lint` would read it in a folder.
fn setup(document: &Path, folder: Option<&Path>) -> Result<Setup, String> {
    // What was never saved is in no folder yet.
    let folder = folder.filter(|_| document.is_file());
    let input = Input {
        root: folder.map(Path::to_owned),
        ..Input::new(document)
    };
    let Opened {
        loader,
        root,
        config,
        deny_warnings,
        ..
    } = input.open()?;
    Ok(Setup {
        loader,
        root,
        config,
        denies_warnings: deny_warnings,
    })
}
