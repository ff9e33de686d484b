//! A document of several files, with its overlays, to one file: as YAML or JSON, and in another version
//! where that can say the same.

mod elements;
mod inline;
mod lower;
mod names;
mod numbers;
mod raise;
mod restate;
mod rewrite;

use serde_json::Value;

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::generate::{self, Refused};
use crate::report::Allowed;
use crate::source::{Loader, Sources};
use crate::version::Version;
use numbers::Numbers;

/// A document as one value, with all that it refers to.
#[derive(Debug)]
pub struct Bundle {
    value: Value,
    numbers: Numbers,
    /// What was left out or read otherwise than its author may have meant.
    pub warnings: Diagnostics,
    /// The document's files, which diagnostics point into.
    pub sources: Sources,
}

/// Reads the document named `root`, which `loader` knows, with the overlays of `config`, and joins all
/// files that it refers to. Swagger 2.0 becomes OpenAPI 3.0; where `target` is another version, what comes
/// out is of that.
///
/// Comments are lost, keys stay in their order, and numbers keep their digits. What is generated from the
/// bundle is what is generated from the files.
///
/// ```
/// use faircopy::source::MapLoader;
/// use faircopy::{Config, bundle};
///
/// let loader = MapLoader::from_iter([
///     ("api.yaml", "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: { /pets: { $ref: pets.yaml } }"),
///     ("pets.yaml", "get: { responses: { '200': { description: All pets. } } }"),
/// ]);
/// let bundled = bundle(&loader, "api.yaml", &Config::default(), None).unwrap();
/// assert!(bundled.yaml().contains("description: All pets."));
/// ```
///
/// # Errors
///
/// What is wrong with the files or the references between them, and what the other version cannot say.
pub fn bundle(
    loader: &dyn Loader,
    root: &str,
    config: &Config,
    target: Option<Version>,
) -> Result<Bundle, Box<Refused>> {
    let mut diagnostics = Diagnostics::new();
    let mut document = generate::load(loader, root, config, &mut diagnostics);
    let allowed = Allowed::new(&document, &config.allow, &mut diagnostics);
    let numbers = Numbers::set_aside(&mut document);
    if document.sources.is_rewritten() {
        names::rename(&mut document.root);
    }
    if let Some(target) = target
        && !diagnostics.has_errors()
    {
        rewrite::rewrite(&mut document.root, target, &mut diagnostics);
    }
    let sources = document.sources;
    allowed.retain(&mut diagnostics, &sources);
    if diagnostics.has_errors() {
        return Err(Box::new(Refused {
            diagnostics,
            sources,
        }));
    }
    Ok(Bundle {
        value: document.root,
        numbers,
        warnings: diagnostics,
        sources,
    })
}

impl Bundle {
    /// The document as YAML.
    pub fn yaml(&self) -> String {
        let text = serde_yaml::to_string(&self.value);
        // A value of JSON is one of YAML, and memory takes any text.
        self.numbers.put_back_as_yaml(text.unwrap_or_default())
    }

    /// The document as JSON, indented by two spaces.
    pub fn json(&self) -> String {
        let text = serde_json::to_string_pretty(&self.value);
        let text = self.numbers.put_back_as_json(text.unwrap_or_default());
        text + "\n"
    }
}
