//! `faircopy init`: from an empty folder, or one with a document, to a document, a `faircopy.toml` and a
//! crate. What is there already is never written over.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::input::{Input, Opened};
use super::outcome::{FAULT, misuse};
use super::report::Reporting;
use crate::config::{Config, CrateName, Sides};
use crate::diagnostics::Diagnostics;
use crate::output;
use crate::source::{self, MapLoader};

/// Shown below the flags.
pub(super) const EXAMPLES: &str = "\
Examples:
  faircopy init
  faircopy init --spec api.yaml --name pet-shop --sides both

What is not said by a flag is asked for on a terminal, and is as the question proposes elsewhere.
Nothing that exists is written over.";

/// The document that there is to begin with.
const STARTER: &str = include_str!("init/openapi.yaml");

/// What to begin with.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Init {
    /// The document; a small one is written where there is none [default: openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The crate's name; the document's title in kebab case by default.
    #[arg(long)]
    name: Option<CrateName>,
    /// What the crate is for [default: client].
    #[arg(long, value_name = "WHAT")]
    sides: Option<Wanted>,
    /// The crate's folder; one of its name in the current folder by default.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What a crate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wanted {
    /// To call the API.
    Client,
    /// To serve it.
    Server,
    /// Both.
    Both,
}

/// All that there is to know.
struct Choices {
    spec: PathBuf,
    is_new: bool,
    name: CrateName,
    wanted: Wanted,
    out: PathBuf,
}

impl Init {
    /// Asks, judges everything, and then writes.
    pub(super) fn run(&self) -> ExitCode {
        let choices = if io::stdin().is_terminal() {
            let mut terminal = Terminal {
                answers: io::stdin().lock(),
                questions: io::stderr(),
            };
            self.choices(Some(&mut terminal))
        } else {
            self.choices(None::<&mut Terminal<io::Empty, io::Sink>>)
        };
        match choices {
            Ok(choices) => choices.write(),
            Err(problem) => misuse(&problem),
        }
    }

    fn choices<A: BufRead, Q: Write>(
        &self,
        mut terminal: Option<&mut Terminal<A, Q>>,
    ) -> Result<Choices, String> {
        let mut ask = |question: &str, proposed: &str| match &mut terminal {
            Some(terminal) => terminal.ask(question, proposed),
            None => Ok(proposed.to_owned()),
        };
        let spec = match &self.spec {
            Some(spec) => spec.clone(),
            None => PathBuf::from(ask("The OpenAPI document", "openapi.yaml")?),
        };
        let is_new = !spec.exists();
        if Input::new(&spec).address().is_some() || spec.as_os_str() == "-" {
            return Err("`init` begins with a file".to_owned());
        }
        if is_new && spec.extension().is_some_and(|ending| ending == "json") {
            return Err("what is written is YAML: name it `.yaml`".to_owned());
        }
        let config = spec.with_file_name("faircopy.toml");
        if config.exists() {
            let config = config.display();
            return Err(format!(
                "there is a `{config}`, so this was done before: `faircopy generate` writes the crate"
            ));
        }
        let name = match &self.name {
            Some(name) => name.clone(),
            None => {
                let proposed = proposed_name(&spec, is_new);
                let answer = ask("The crate's name", proposed.as_str())?;
                CrateName::new(&answer)?
            }
        };
        let wanted = match self.sides {
            Some(sides) => sides,
            None => {
                let answer = ask("A client, a server, or both", "client")?;
                Wanted::from_str(&answer, true)
                    .map_err(|_| format!("`{answer}` is none of `client`, `server` and `both`"))?
            }
        };
        let out = self.out.clone();
        let out = out.unwrap_or_else(|| PathBuf::from(name.as_str()));
        let is_taken = fs::symlink_metadata(&out).is_ok()
            && fs::read_dir(&out).map_or(true, |mut entries| entries.next().is_some());
        if is_taken {
            return Err(format!(
                "there is something at `{}` already; `--out` names another folder",
                out.display()
            ));
        }
        Ok(Choices {
            spec,
            is_new,
            name,
            wanted,
            out,
        })
    }
}

/// The name that a document's title makes.
fn proposed_name(spec: &Path, is_new: bool) -> CrateName {
    let document = match is_new {
        true => Ok(starter(spec)),
        false => Input::new(spec).open(),
    };
    let title = document.ok().and_then(|opened| {
        // What is wrong with it is said when it is generated.
        let mut ignored = Diagnostics::new();
        let limits = &opened.config.limits;
        let read = source::load_overlaid(&*opened.loader, &opened.root, &[], limits, &mut ignored);
        Some(read.root.pointer("/info/title")?.as_str()?.to_owned())
    });
    CrateName::from_title(&title.unwrap_or_default())
}

/// The document that there is to begin with, as if it were there already.
fn starter(spec: &Path) -> Opened {
    let name = spec.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    Opened {
        loader: Box::new(MapLoader::from_iter([(name.as_str(), STARTER)])),
        root: name,
        folder: format!("{}/", spec.parent().unwrap_or(Path::new("")).display()),
        config: Config::default(),
        deny_warnings: false,
        ignored: Vec::new(),
        files: Vec::new(),
        keep: Box::new(|| Ok(())),
    }
}

/// Where questions are asked.
struct Terminal<A, Q> {
    answers: A,
    questions: Q,
}

impl<A: BufRead, Q: Write> Terminal<A, Q> {
    /// An answer, or what is proposed where it is empty.
    fn ask(&mut self, question: &str, proposed: &str) -> Result<String, String> {
        let asked = write!(self.questions, "{question} [{proposed}]: ");
        let asked = asked.and_then(|()| self.questions.flush());
        let mut answer = String::new();
        let read = asked.and_then(|()| self.answers.read_line(&mut answer));
        match read {
            Ok(0) => Err("there was no answer; nothing is written".to_owned()),
            Err(error) => Err(format!("cannot ask: {error}")),
            Ok(_) if answer.trim().is_empty() => Ok(proposed.to_owned()),
            Ok(_) => Ok(answer.trim().to_owned()),
        }
    }
}

impl Choices {
    /// Generates in memory, so that a document with mistakes leaves nothing behind, and then writes.
    fn write(&self) -> ExitCode {
        let opened = match self.is_new {
            true => Ok(starter(&self.spec)),
            false => Input::new(&self.spec).open(),
        };
        let mut opened = match opened {
            Ok(opened) => opened,
            Err(problem) => return misuse(&problem),
        };
        opened.config.name = Some(self.name.clone());
        opened.config.sides = match self.wanted {
            Wanted::Client => Sides::Client,
            Wanted::Server => Sides::Server,
            Wanted::Both => Sides::Both,
        };
        let reporting = Reporting::default();
        let generated = crate::generate::generate(&*opened.loader, &opened.root, &opened.config);
        let generated = match generated {
            Ok(mut generated) => {
                reporting.report(&mut generated.warnings, &generated.sources, &opened);
                generated
            }
            Err(mut refused) => {
                reporting.report(&mut refused.diagnostics, &refused.sources, &opened);
                eprintln!("nothing is written");
                return ExitCode::from(FAULT);
            }
        };
        match self.bring(&generated.files) {
            Ok(()) => {}
            Err(problem) => {
                eprintln!("error: {problem}");
                return ExitCode::from(FAULT);
            }
        }
        let (spec, out) = (self.spec.display(), self.out.display());
        if self.is_new {
            eprintln!("{spec}: a document to begin with");
        }
        eprintln!("{}: what is not a flag", self.config().display());
        eprintln!("{out}: the crate");
        eprintln!("after a change: faircopy generate --spec {spec} --out {out}");
        ExitCode::SUCCESS
    }

    fn bring(&self, files: &crate::files::Files) -> Result<(), String> {
        let plan = output::plan(files, &self.out).map_err(|error| error.to_string())?;
        if self.is_new {
            create(&self.spec, STARTER)?;
        }
        create(&self.config(), &self.settings())?;
        plan.apply().map_err(|error| error.to_string())
    }

    fn config(&self) -> PathBuf {
        self.spec.with_file_name("faircopy.toml")
    }

    fn settings(&self) -> String {
        let name = self.name.as_str();
        let server = match self.wanted {
            Wanted::Client => "",
            Wanted::Both => "\n[server]\n",
            Wanted::Server => "\n[server]\nonly = true\n",
        };
        format!(
            "# What `faircopy generate` reads beside its flags; `faircopy config-schema` prints all keys.\n\
             name = \"{name}\"\n{server}"
        )
    }
}

/// Writes a file where there is none.
fn create(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: io::Error| format!("cannot write {}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = fs::File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn init() -> Init {
        Init {
            spec: None,
            name: None,
            sides: None,
            out: None,
        }
    }

    fn answered(init: &Init, answers: &str) -> (Result<Choices, String>, String) {
        let mut terminal = Terminal {
            answers: answers.as_bytes(),
            questions: Vec::new(),
        };
        let choices = init.choices(Some(&mut terminal));
        (choices, String::from_utf8(terminal.questions).unwrap())
    }

    #[test]
    fn three_questions_are_asked_and_an_empty_answer_is_what_is_proposed() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("api.yaml");
        let answers = format!("{}\n\nboth\n", spec.display());
        let (choices, questions) = answered(&init(), &answers);
        let choices = choices.unwrap();
        assert_eq!(questions.matches("]: ").count(), 3, "{questions}");
        assert_eq!((choices.spec, choices.is_new), (spec, true));
        assert_eq!(choices.name.as_str(), "pet-shop");
        assert_eq!(choices.wanted, Wanted::Both);
        assert_eq!(choices.out, Path::new("pet-shop"));
    }

    #[test]
    fn what_a_flag_says_is_not_asked() {
        let folder = tempfile::tempdir().unwrap();
        let init = Init {
            spec: Some(folder.path().join("api.yaml")),
            name: Some(CrateName::new("shop").unwrap()),
            sides: Some(Wanted::Client),
            out: Some(folder.path().join("out")),
        };
        let (choices, questions) = answered(&init, "");
        assert_eq!(choices.unwrap().name.as_str(), "shop");
        assert_eq!(questions, "");
    }

    #[test]
    fn an_answer_that_means_nothing_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("api.yaml");
        let of = |answers: &str| {
            let init = Init {
                spec: Some(spec.clone()),
                ..init()
            };
            answered(&init, answers).0.err().unwrap()
        };
        assert!(of("1st\n").contains("starts with a letter"));
        assert!(of("shop\nneither\n").contains("`neither` is none of"));
        assert!(of("").contains("no answer"));
    }
}
