//! Documents to what is to be said of them, on a thread of their own: of several versions of a document
//! only the newest is looked at.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use lsp_types::{
    Code, Diagnostic as Told, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message,
    Position, Range, Uri,
};

use super::guard::guarded;
use super::text::{Encoding, Text};
use super::uri;
use super::{Open, Setup};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::generate::{self, Standing};
use crate::report::{Located, Locator};
use crate::source::{LoadError, Loader, Sources};

/// A document to check, and the texts that are open.
pub(super) struct Job {
    pub(super) root: PathBuf,
    /// The folder that its references may lead anywhere in.
    pub(super) folder: Option<PathBuf>,
    /// Counts the states of all texts.
    pub(super) state: u64,
    pub(super) texts: Arc<BTreeMap<PathBuf, (Uri, Text)>>,
    pub(super) encoding: Encoding,
}

/// What is to be said of a document.
pub(super) struct Checked {
    pub(super) root: PathBuf,
    pub(super) state: u64,
    /// By file; of the files that the document consists of, every one is there.
    pub(super) found: BTreeMap<PathBuf, Vec<Found>>,
    /// The document as it was understood, where it could be.
    pub(super) read: Option<Understood>,
    /// What went wrong on our side.
    pub(super) failure: Option<String>,
}

/// A document that has a right reading.
pub(super) struct Understood {
    pub(super) standing: Standing,
    /// The folder that the names of its files are in.
    pub(super) folder: PathBuf,
}

/// A diagnostic, and what the place that it marks is said to need.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) told: Told,
    pub(super) code: &'static str,
    pub(super) label: String,
}

/// The longest that edits are waited for to be followed by others.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

/// A document of more bytes takes long enough for what is found first to be told first.
const LARGE: usize = 1 << 20;

/// The most documents of which what was made of them is kept.
const KEPT: usize = 4;

/// Checks documents as they are asked for, until nobody asks any more.
pub(super) fn run(open: &Open, jobs: &Receiver<Job>, results: &Sender<Checked>) {
    let mut waiting: BTreeMap<PathBuf, Job> = BTreeMap::new();
    let mut wait = Duration::ZERO;
    let mut standing: BTreeMap<PathBuf, Standing> = BTreeMap::new();
    loop {
        if waiting.is_empty() {
            let Ok(job) = jobs.recv() else { return };
            waiting.insert(job.root.clone(), job);
        }
        // Who types is not done with a document that takes long; the next edit makes this one void.
        while let Ok(job) = jobs.recv_timeout(wait) {
            waiting.insert(job.root.clone(), job);
        }
        let Some((_, job)) = waiting.pop_first() else {
            continue;
        };
        let start = Instant::now();
        let before = standing.remove(&job.root);
        let mut go_on = |early: Option<Checked>| {
            waiting.extend(jobs.try_iter().map(|job| (job.root.clone(), job)));
            let is_newest = !waiting.contains_key(&job.root);
            if let Some(early) = early.filter(|_| is_newest) {
                // Nobody reads it where this fails, which is noticed below.
                let _ = results.send(early);
            }
            is_newest
        };
        let Some(checked) = guarded(|| check(open, &job, before.as_ref(), &mut go_on))
            .unwrap_or_else(|bug| {
                Some(Checked {
                    failure: Some(bug),
                    ..Checked::of(&job)
                })
            })
        else {
            standing.extend(before.map(|before| (job.root, before)));
            continue;
        };
        // Of the documents that somebody looks at only few are edited at a time.
        if standing.len() >= KEPT {
            standing.clear();
        }
        // While a text is wrong, what was made of it when it was right is kept.
        let made = checked.read.as_ref().map(|read| read.standing.clone());
        standing.extend(made.or(before).map(|made| (job.root, made)));
        wait = (start.elapsed() / 4).min(LONGEST_WAIT);
        if results.send(checked).is_err() {
            return;
        }
    }
}

/// Takes what was found so far, if there is something worth telling, and says whether to go on.
type GoOn<'g> = dyn FnMut(Option<Checked>) -> bool + 'g;

impl Checked {
    /// That nothing was found yet.
    fn of(job: &Job) -> Checked {
        Checked {
            root: job.root.clone(),
            state: job.state,
            found: BTreeMap::new(),
            read: None,
            failure: None,
        }
    }
}

fn check(
    open: &Open,
    job: &Job,
    before: Option<&Standing>,
    go_on: &mut GoOn<'_>,
) -> Option<Checked> {
    let setup = match open(&job.root, job.folder.as_deref()) {
        Ok(setup) => setup,
        Err(problem) => {
            let found = BTreeMap::from([(job.root.clone(), vec![misuse(problem)])]);
            return Some(Checked {
                found,
                ..Checked::of(job)
            });
        }
    };
    let Setup {
        loader,
        root,
        config,
        denies_warnings,
    } = setup;
    let folder = job.root.parent().unwrap_or(Path::new("")).to_owned();
    let unsaved = Unsaved {
        saved: loader,
        folder: &folder,
        root: (&root, &job.root),
        texts: &job.texts,
        max_bytes: config.limits.bytes,
    };
    let mut judged = |diagnostics: Diagnostics, sources: &Sources| {
        // What is worked out in no time is told at once.
        let is_large = sources.root().is_some_and(|root| root.text.len() > LARGE);
        let early = is_large.then(|| Checked {
            found: found(job, &folder, sources, diagnostics, denies_warnings),
            ..Checked::of(job)
        });
        go_on(early)
    };
    let (diagnostics, sources, standing) =
        generate::again(before, &unsaved, &root, &config, &mut judged)?;
    Some(Checked {
        found: found(job, &folder, &sources, diagnostics, denies_warnings),
        read: standing.map(|standing| Understood {
            standing,
            folder: folder.clone(),
        }),
        ..Checked::of(job)
    })
}

/// What is said of the files of a document, in the terms of the protocol.
fn found(
    job: &Job,
    folder: &Path,
    sources: &Sources,
    mut diagnostics: Diagnostics,
    denies_warnings: bool,
) -> BTreeMap<PathBuf, Vec<Found>> {
    if denies_warnings {
        diagnostics.deny_warnings();
    }
    let teller = Teller::new(job, folder, sources);
    // Of those that it consists of every one is there.
    let mut all = BTreeMap::from([(job.root.clone(), Vec::new())]);
    for file in sources.files() {
        all.entry(teller.path(&file.name, file.is_given))
            .or_default();
    }
    for diagnostic in &diagnostics {
        let (path, found) = teller.told(diagnostic);
        all.entry(path).or_default().push(found);
    }
    all
}

/// That the configuration is wrong, without which there is nothing to say of a document.
fn misuse(problem: String) -> Found {
    let range = Range::new(Position::new(0, 0), Position::new(0, 1));
    Found {
        told: told(range, Severity::Error, None, problem),
        code: "",
        label: String::new(),
    }
}

fn told(range: Range, severity: Severity, code: Option<&str>, message: String) -> Told {
    Told {
        range,
        severity: Some(match severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
        }),
        code: code.map(|code| Code::String(code.to_owned())),
        code_description: None,
        source: Some("faircopy".to_owned()),
        message: Message::String(message),
        tags: None,
        related_information: None,
        data: None,
    }
}

/// The files of a document, of which the texts that are open count before those that are saved.
struct Unsaved<'j> {
    saved: Box<dyn Loader>,
    folder: &'j Path,
    /// The document's name for the loader, and its path.
    root: (&'j str, &'j Path),
    texts: &'j BTreeMap<PathBuf, (Uri, Text)>,
    max_bytes: usize,
}

impl Loader for Unsaved<'_> {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        let file = match path == self.root.0 {
            true => self.root.1.to_owned(),
            false => uri::key(&self.folder.join(path)),
        };
        match self.texts.get(&file) {
            Some((_, text)) if text.as_str().len() > self.max_bytes => {
                Err(LoadError::TooLarge(self.max_bytes))
            }
            Some((_, text)) => Ok(text.as_str().as_bytes().to_vec()),
            None => self.saved.load(path),
        }
    }

    fn above(&self) -> usize {
        self.saved.above()
    }
}

/// Says in the terms of the protocol what is to be said of a document.
struct Teller<'j> {
    job: &'j Job,
    folder: &'j Path,
    locator: Locator<'j>,
    /// The texts of the files, by name.
    texts: BTreeMap<&'j str, (PathBuf, Uri, Text)>,
}

impl<'j> Teller<'j> {
    fn new(job: &'j Job, folder: &'j Path, sources: &'j Sources) -> Self {
        let mut teller = Teller {
            job,
            folder,
            locator: Locator::new(sources),
            texts: BTreeMap::new(),
        };
        for file in sources.files() {
            let path = teller.path(&file.name, file.is_given);
            let (uri, text) = match job.texts.get(&path) {
                Some((uri, text)) => (uri.clone(), text.clone()),
                None => (uri::of(&path), Text::new(file.text.clone(), job.encoding)),
            };
            teller.texts.insert(&file.name, (path, uri, text));
        }
        teller
    }

    /// The path of a file that is called so.
    fn path(&self, name: &str, is_given: bool) -> PathBuf {
        let is_root = self.job.root.file_name().is_some_and(|root| root == name);
        match is_root && !is_given {
            true => self.job.root.clone(),
            false if is_given => uri::key(Path::new(name)),
            false => uri::key(&self.folder.join(name)),
        }
    }

    fn told<'d: 'j>(&self, diagnostic: &'d Diagnostic) -> (PathBuf, Found) {
        let labels = diagnostic.labels.iter();
        let mut labels = labels.map(|label| self.locator.locate(label));
        let first = labels.next();
        let (path, range) = match &first {
            Some(first) => {
                let (path, _, range) = self.place(first);
                (path, range)
            }
            None => {
                let start = Position::new(0, 0);
                (self.job.root.clone(), Range::new(start, start))
            }
        };
        let label = first.map_or("", |first| first.label);
        let mut message = diagnostic.message.clone();
        let counted = diagnostic.counted();
        let said = [Some(label), diagnostic.help.as_deref(), counted.as_deref()];
        for text in said.into_iter().flatten().filter(|text| !text.is_empty()) {
            message.push('\n');
            message.push_str(text);
        }
        let related = labels.map(|label| {
            let (_, uri, range) = self.place(&label);
            let text = match label.label {
                "" => "concerned too",
                text => text,
            };
            DiagnosticRelatedInformation::new(Location::new(uri, range), text.to_owned())
        });
        let related: Vec<_> = related.collect();
        let code = diagnostic.code.id;
        let mut told = told(range, diagnostic.severity, Some(code), message);
        told.related_information = (!related.is_empty()).then_some(related);
        let label = label.to_owned();
        (path, Found { told, code, label })
    }

    fn place(&self, located: &Located<'_>) -> (PathBuf, Uri, Range) {
        match self.texts.get(located.file) {
            Some((path, uri, text)) => (path.clone(), uri.clone(), text.located(located.position)),
            None => {
                // It could not be read, so that nothing of it can be marked.
                let path = self.path(located.file, located.is_given);
                let start = Position::new(0, 0);
                let uri = self.job.texts.get(&path).map(|(uri, _)| uri.clone());
                let uri = uri.unwrap_or_else(|| uri::of(&path));
                (path, uri, Range::new(start, Position::new(0, 1)))
            }
        }
    }
}
