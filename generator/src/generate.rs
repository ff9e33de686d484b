//! A document to a generated crate, by way of all stages in their order.

#[cfg(feature = "cli")]
mod again;
mod keep_going;

use std::collections::BTreeMap;

use crate::config::{Config, Features};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::document::Document;
use crate::files::Files;
use crate::pointer::Pointer;
use crate::report::Allowed;
use crate::source::{Loader, Sources};
use crate::version::Version;
use crate::{emit, format, ir, lint, lower, sample, source};
#[cfg(feature = "cli")]
pub(crate) use again::{Standing, again};

/// A generated crate, and what there is to say about its document.
#[derive(Debug)]
pub struct Generated {
    /// The crate's files.
    pub files: Files,
    /// Warnings: what was skipped, or read otherwise than its author may have meant.
    pub warnings: Diagnostics,
    /// The document's files, which diagnostics point into.
    pub sources: Sources,
}

/// That no right code can be written.
#[derive(Debug)]
pub struct Refused {
    /// Errors, at least one, and warnings.
    pub diagnostics: Diagnostics,
    /// The document's files, which diagnostics point into.
    pub sources: Sources,
}

/// Generates a crate from the document named `root`, which `loader` knows.
///
/// ```
/// use faircopy::source::MapLoader;
/// use faircopy::{Config, generate};
///
/// let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}";
/// let loader = MapLoader::from_iter([("pets.yaml", document)]);
/// let generated = generate(&loader, "pets.yaml", &Config::default()).unwrap();
/// assert!(generated.files.owned.contains_key("src/generated.rs"));
/// ```
///
/// # Errors
///
/// Everything that is wrong with the document, when that leaves no right code to write.
pub fn generate(
    loader: &dyn Loader,
    root: &str,
    config: &Config,
) -> Result<Generated, Box<Refused>> {
    let Read {
        document,
        api,
        warnings,
        sources,
    } = read(loader, root, config)?;
    let samples = samples(&document, &api, config);
    // What is printed needs the room that the document takes.
    drop(document);
    Ok(Generated {
        files: emit::files(&api, &samples, config, root),
        warnings,
        sources,
    })
}

/// A document as the generator understands it, before anything is printed.
#[derive(Debug)]
pub struct Read {
    pub(crate) document: Document,
    /// What becomes of it.
    pub(crate) api: ir::Api,
    /// Warnings: what was skipped, or read otherwise than its author may have meant.
    pub warnings: Diagnostics,
    /// The document's files, which diagnostics point into.
    pub sources: Sources,
}

impl Read {
    /// The document as one value, whose references lead to places in itself, and mended where it
    /// had faults that leave no doubt.
    pub fn document(&self) -> &serde_json::Value {
        &self.document.value
    }

    /// The crate's files, by the choices and the name that the document was read with.
    pub fn files(&self, config: &Config, root: &str) -> Files {
        let samples = samples(&self.document, &self.api, config);
        emit::files(&self.api, &samples, config, root)
    }
}

/// What stands in for a server replies, where there is one.
fn samples(document: &Document, api: &ir::Api, config: &Config) -> ir::Samples {
    match config.has_server() {
        true => sample::replies(api, document, &lint::judge(&document.value)),
        false => ir::Samples::default(),
    }
}

/// Reads the document named `root`, which `loader` knows: all of [`generate`] but the printing.
///
/// # Errors
///
/// As [`generate`].
pub fn read(loader: &dyn Loader, root: &str, config: &Config) -> Result<Read, Box<Refused>> {
    let mut diagnostics = Diagnostics::new();
    let document = load(loader, root, config, &mut diagnostics);
    if config.keep_going {
        keep_going::read(document, diagnostics, config)
    } else {
        attempt(document, diagnostics, config)
    }
}

/// Reads a document that was loaded; `diagnostics` is what there was to say of that.
fn attempt(
    mut document: source::Document,
    mut diagnostics: Diagnostics,
    config: &Config,
) -> Result<Read, Box<Refused>> {
    let allowed = Allowed::new(&document, &config.allow, &mut diagnostics);
    let version = lint::lint(&mut document, &mut diagnostics);
    let lowered = version.and_then(|version| {
        let (root, numbers) = (document.root, document.exact_numbers);
        lowered(root, numbers, version, config, &mut diagnostics)
    });
    let sources = document.sources;
    sift(&mut diagnostics, &allowed, &sources);
    match lowered {
        Some((document, api)) if !diagnostics.has_errors() => Ok(Read {
            document,
            api,
            warnings: diagnostics,
            sources,
        }),
        _ => Err(Box::new(Refused {
            diagnostics,
            sources,
        })),
    }
}

/// The model of a document that was judged, and what becomes of it.
fn lowered(
    root: serde_json::Value,
    exact_numbers: BTreeMap<Pointer, String>,
    version: Version,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<(Document, ir::Api)> {
    let document = model(root, exact_numbers, version, config, diagnostics)?;
    let api = lower::lower(&document, &options(config), diagnostics);
    if config.has_server() {
        diagnostics.extend(emit::unserved(&api).map(unserved));
    }
    Some((document, api))
}

/// Leaves out what is said already, and what the user allows.
fn sift(diagnostics: &mut Diagnostics, allowed: &Allowed, sources: &Sources) {
    if sources.is_rewritten() {
        diagnostics.unrepeated(|pointer| sources.place(pointer));
    }
    allowed.retain(diagnostics, sources);
}

/// What is said of an operation that the generated server does not serve.
fn unserved((at, why, outcome): (&Pointer, &str, &str)) -> Diagnostic {
    let message = format!("the operation has {why}, which the server does not serve");
    let diagnostic = Diagnostic::new(codes::UNSERVED_OPERATION, message);
    diagnostic.at_key(at, outcome)
}

/// All that is to be said of the document named `root`, without printing any code; and its files.
pub fn check(loader: &dyn Loader, root: &str, config: &Config) -> (Diagnostics, Sources) {
    match read(loader, root, config) {
        Ok(read) => (read.warnings, read.sources),
        Err(refused) => (refused.diagnostics, refused.sources),
    }
}

pub(crate) fn load(
    loader: &dyn Loader,
    root: &str,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> source::Document {
    source::load_overlaid(loader, root, &config.overlays, &config.limits, diagnostics)
}

pub(crate) fn model(
    value: serde_json::Value,
    exact_numbers: BTreeMap<Pointer, String>,
    version: Version,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    match Document::new(value, version) {
        Ok(document) => Some(
            document
                .with_exact_numbers(exact_numbers)
                .without_formats(config.ignored_formats.clone())
                .with_date_times(date_times(config))
                .to_the_letter(config.exact)
                .with_steps(config.limits.steps),
        ),
        Err((pointer, reason)) => {
            let message = format!("the document cannot be read: {reason}");
            diagnostics.push(Diagnostic::new(codes::UNREADABLE, message).at_key(&pointer, ""));
            None
        }
    }
}

/// Where `date-time` stands for another format, by the choices for all and for single schemas.
fn date_times(config: &Config) -> Vec<(Pointer, &'static str)> {
    let everywhere = config.formats.get(format::DATE_TIME);
    let everywhere = everywhere.and_then(|choice| Some((Pointer::root(), date_time(choice)?)));
    let components = Pointer::root().keys(["components", "schemas"]);
    let single = config.schemas.iter().filter_map(|(place, choice)| {
        let at = Pointer::parse(place).unwrap_or_else(|| components.key(place));
        Some((at, date_time(choice)?))
    });
    single.chain(everywhere).collect()
}

/// The format that a choice means, which is else the path of a type.
fn date_time(choice: &str) -> Option<&'static str> {
    match choice {
        "naive" => Some(format::LOCAL_DATE_TIME),
        "lenient" => Some(format::LENIENT_DATE_TIME),
        _ => None,
    }
}

pub(crate) fn options(config: &Config) -> lower::Options {
    let is_type = |(_, choice): &(&String, &String)| date_time(choice).is_none();
    let types = |choices: &BTreeMap<String, String>| {
        let types = choices.iter().filter(is_type);
        types
            .map(|(name, path)| (name.clone(), path.clone()))
            .collect()
    };
    let date_times = |table: &'static str, choices: &BTreeMap<String, String>| {
        let words = choices.iter().filter(|choice| !is_type(choice));
        words
            .map(|(key, _)| (table, key.clone()))
            .collect::<Vec<_>>()
    };
    lower::Options {
        exact: config.exact,
        types_only: config.types_only,
        has_server: config.has_server(),
        is_gated: config.features == Features::Tags && !config.types_only,
        selection: config.selection.clone(),
        derives: config.derives.clone(),
        dates: config.dates,
        own_formats: types(&config.formats),
        schemas: types(&config.schemas),
        date_times: [
            date_times("formats", &config.formats),
            date_times("schemas", &config.schemas),
        ]
        .concat(),
        renames: config.renames.clone(),
        names: config.names.clone(),
        merge: config.merge,
        leave_out_unused: config.leave_out_unused,
        deep_lists: config.deep_lists,
        media: config.media.clone(),
        pagination: config.pagination.clone(),
    }
}
