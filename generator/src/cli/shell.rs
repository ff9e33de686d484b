//! The command's own description to completions for a shell, and to a man page.

use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Arguments;
use super::outcome::{FAULT, print_bytes};

/// Prints completions for a shell.
pub(super) fn completions(shell: Shell) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "faircopy", &mut text);
    print_bytes(&text)
}

/// Prints a man page of the command and all its subcommands.
pub(super) fn man() -> ExitCode {
    let mut text = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let pages = std::iter::once(command.clone()).chain(
        command
            .get_subcommands()
            .filter(|subcommand| subcommand.get_name() != "help")
            .cloned(),
    );
    for (index, page) in pages.enumerate() {
        let man = clap_mangen::Man::new(page);
        let printed = if index == 0 {
            man.render(&mut text)
        } else {
            // One page: the parts of a subcommand follow under its name.
            man.render_name_section(&mut text)
                .and_then(|()| man.render_synopsis_section(&mut text))
                .and_then(|()| man.render_description_section(&mut text))
                .and_then(|()| man.render_options_section(&mut text))
        };
        if printed.is_err() {
            return ExitCode::from(FAULT);
        }
    }
    print_bytes(&text)
}
