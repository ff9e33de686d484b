//! The document that the command line names, with `faircopy.toml` beside it, to what a run needs.

use std::io::Read as _;
use std::path::{Path, PathBuf};
#[cfg(feature = "fetch")]
use std::rc::Rc;

#[cfg(feature = "fetch")]
use super::fetch;
use super::file::{self, File};
use crate::config::Config;
use crate::diff::policy::Ignore;
use crate::source::{DirLoader, Limits, LoadError, Loader, Overlay, read_file};

/// What standard input is called in diagnostics.
const STDIN: &str = "stdin";

/// How long fetching a file may take.
#[cfg(feature = "fetch")]
const SECONDS: u64 = 30;

/// The document, and what it may cost.
#[derive(Clone, Debug, clap::Args)]
pub struct Input {
    /// The document: OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0, as YAML or JSON; `-` reads it from standard input, and an address that begins with `https://` fetches it.
    #[arg(long, value_name = "FILE")]
    pub spec: PathBuf,
    /// An OpenAPI Overlay to apply first; may be repeated, and then counts in order.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// The choices that are not flags; `faircopy.toml` beside the document by default.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Lets references and redirects lead to this host; may be repeated.
    #[arg(long, value_name = "HOST", help_heading = "Addresses")]
    pub allow_host: Vec<String>,
    /// Fetches what has an address again, and puts what it is now into `faircopy.lock`.
    #[arg(long, help_heading = "Addresses", conflicts_with = "offline")]
    pub update: bool,
    /// Fetches nothing: what has an address is as `faircopy.lock` and the copies beside it say.
    #[arg(long, help_heading = "Addresses")]
    pub offline: bool,
    /// The most seconds that fetching a file may take [default: 30].
    #[arg(long, value_name = "NUMBER", help_heading = "Addresses")]
    pub max_seconds: Option<u64>,
    /// The folder that references may lead anywhere in; the current one by default, where the
    /// document lies below it, else the document's own.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The most bytes that all files together may have [default: 67108864].
    #[arg(long, value_name = "NUMBER", help_heading = "Limits")]
    pub max_bytes: Option<usize>,
    /// The most values, with YAML aliases expanded [default: by the document's size].
    #[arg(long, value_name = "NUMBER", help_heading = "Limits")]
    pub max_nodes: Option<usize>,
    /// The most levels of nesting, up to 120 [default: 100].
    #[arg(long, value_name = "NUMBER", help_heading = "Limits")]
    pub max_depth: Option<usize>,
    /// The most references into other files [default: 100000].
    #[arg(long, value_name = "NUMBER", help_heading = "Limits")]
    pub max_references: Option<usize>,
    /// The most steps that its schemas may take [default: by the document's size].
    #[arg(long, value_name = "NUMBER", help_heading = "Limits")]
    pub max_steps: Option<u64>,
}

/// A document that can be read, and how.
pub(super) struct Opened {
    /// Hands out the document's files.
    pub(super) loader: Box<dyn Loader>,
    /// The document's name.
    pub(super) root: String,
    /// What to put before the names of files in diagnostics.
    pub(super) folder: String,
    /// The choices of `faircopy.toml`, and the limits.
    pub(super) config: Config,
    /// Whether warnings are errors, by `faircopy.toml`.
    pub(super) deny_warnings: bool,
    /// Changes that may pass, by `faircopy.toml`.
    pub(super) ignored: Vec<Ignore>,
    /// The files that were read beside the document's own and the overlays.
    pub(super) files: Vec<PathBuf>,
    /// Keeps what was fetched, for the next run.
    pub(super) keep: Box<dyn Fn() -> Result<(), String>>,
}

/// What reads the document's files and, where that is asked for, addresses.
struct Fetching {
    loader: Box<dyn Loader>,
    root: String,
    keep: Box<dyn Fn() -> Result<(), String>>,
}

impl Fetching {
    fn nothing(loader: Box<dyn Loader>, root: String) -> Self {
        let keep = Box::new(|| Ok(()));
        Self { loader, root, keep }
    }
}

impl Input {
    /// A document with no other choices.
    pub fn new(spec: impl Into<PathBuf>) -> Input {
        Input {
            spec: spec.into(),
            overlay: Vec::new(),
            config: None,
            allow_host: Vec::new(),
            update: false,
            offline: false,
            max_seconds: None,
            root: None,
            max_bytes: None,
            max_nodes: None,
            max_depth: None,
            max_references: None,
            max_steps: None,
        }
    }

    /// The choices that `faircopy.toml` and the flags make.
    ///
    /// # Errors
    ///
    /// What is wrong with the configuration, or why an overlay cannot be read.
    pub fn choices(&self) -> Result<Config, String> {
        self.open().map(|opened| opened.config)
    }

    /// Reads all but the document itself.
    ///
    /// # Errors
    ///
    /// What is wrong with the configuration, or why an overlay cannot be read.
    pub(super) fn open(&self) -> Result<Opened, String> {
        let max_bytes = self.max_bytes.unwrap_or(Limits::default().bytes);
        let config_file = self.config_file();
        let file = match &config_file {
            Some(path) => file::read(path, max_bytes)?,
            None => File::default(),
        };
        let deny_warnings = file.denies_warnings();
        let ignored = file.ignored();
        let mut overlays = file.overlays();
        overlays.extend(self.overlay.iter().cloned());
        let mut config = file.into_config();
        let limits = &mut config.limits;
        limits.steps = self.max_steps.or(limits.steps);
        limits.nodes = self.max_nodes.or(limits.nodes);
        for (flag, limit) in [
            (self.max_bytes, &mut limits.bytes),
            (self.max_depth, &mut limits.depth),
            (self.max_references, &mut limits.references),
        ] {
            if let Some(flag) = flag {
                *limit = flag;
            }
        }
        for path in &overlays {
            config.overlays.push(overlay(path, config.limits.bytes)?);
        }
        let mut files: Vec<PathBuf> = config_file.into_iter().collect();
        let (loader, root): (Box<dyn Loader>, String) = if let Some(address) = self.address() {
            let folder = DirLoader::new(".", config.limits.bytes);
            (Box::new(folder), address.to_owned())
        } else if self.is_stdin() {
            (Box::new(Stdin::new(config.limits.bytes)), STDIN.to_owned())
        } else {
            let (loader, root) = DirLoader::for_document(&self.spec, config.limits.bytes);
            let bound = self.root.as_deref().unwrap_or(Path::new("."));
            if self.root.is_some() && !holds(bound, &self.spec) {
                let bound = bound.display();
                return Err(format!(
                    "`--root {bound}` is no folder that the document is in"
                ));
            }
            (Box::new(loader.within(bound)), root)
        };
        let Fetching { loader, root, keep } = self.fetching(loader, root, &config, &mut files)?;
        Ok(Opened {
            loader,
            root,
            folder: self.folder(),
            config,
            deny_warnings,
            ignored,
            files,
            keep,
        })
    }

    /// The configuration that is named, or the one beside the document where there is one.
    pub(super) fn config_file(&self) -> Option<PathBuf> {
        if self.config.is_some() {
            return self.config.clone();
        }
        let beside = self.home()?.join("faircopy.toml");
        (!self.is_stdin() && beside.is_file()).then_some(beside)
    }

    /// The path of the document's folder as the user wrote it, ending in `/`, or nothing.
    fn folder(&self) -> String {
        let folder = self.home().unwrap_or(Path::new(""));
        if folder.as_os_str().is_empty() {
            String::new()
        } else {
            format!("{}/", folder.display())
        }
    }

    /// The folder of what belongs to the document: its own, or the current one where it has an address.
    fn home(&self) -> Option<&Path> {
        match self.address() {
            Some(_) => Some(Path::new("")),
            None => self.spec.parent(),
        }
    }

    /// The document's address, where it has one and is not a file.
    pub(super) fn address(&self) -> Option<&str> {
        let text = self.spec.to_str()?;
        let scheme = text.split_once("://")?.0.to_ascii_lowercase();
        ["http", "https"].contains(&&*scheme).then_some(text)
    }

    /// Lets the loader read addresses, where there are any to be read.
    #[cfg(feature = "fetch")]
    fn fetching(
        &self,
        loader: Box<dyn Loader>,
        root: String,
        config: &Config,
        files: &mut Vec<PathBuf>,
    ) -> Result<Fetching, String> {
        if self.address().is_none() && self.allow_host.is_empty() {
            return Ok(Fetching::nothing(loader, root));
        }
        let named = self.config.as_deref().and_then(Path::parent);
        let folder = named.or(self.home()).unwrap_or(Path::new(""));
        let options = fetch::Options {
            lock: folder.join("faircopy.lock"),
            hosts: self.allow_host.clone(),
            update: self.update,
            offline: self.offline,
            max_bytes: config.limits.bytes,
            max_seconds: self.max_seconds.unwrap_or(SECONDS),
        };
        files.push(options.lock.clone());
        let remote = Rc::new(fetch::Remote::new(loader, options)?);
        let root = match self.address() {
            Some(address) => remote.root(address)?,
            None => root,
        };
        Ok(Fetching {
            loader: Box::new(Rc::clone(&remote)),
            root,
            keep: Box::new(move || remote.keep()),
        })
    }

    #[cfg(not(feature = "fetch"))]
    fn fetching(
        &self,
        loader: Box<dyn Loader>,
        root: String,
        _: &Config,
        _: &mut Vec<PathBuf>,
    ) -> Result<Fetching, String> {
        if self.address().is_some() || !self.allow_host.is_empty() {
            return Err(
                "this program was built without the feature `fetch`, and reads no addresses: \
                 `cargo install faircopy --features fetch`, or a released one, does"
                    .to_owned(),
            );
        }
        Ok(Fetching::nothing(loader, root))
    }

    fn is_stdin(&self) -> bool {
        self.spec.as_os_str() == "-"
    }
}

/// Whether a file is in a folder or below it.
fn holds(folder: &Path, file: &Path) -> bool {
    let found = (folder.canonicalize(), file.canonicalize());
    matches!(found, (Ok(folder), Ok(file)) if file.starts_with(&folder) && folder.is_dir())
}

/// Reads an overlay, if it has no more than `max_bytes`.
fn overlay(path: &Path, max_bytes: usize) -> Result<Overlay, String> {
    let name = path.display().to_string();
    match read_file(path, max_bytes) {
        Ok(bytes) => Ok(Overlay { name, bytes }),
        Err(error) => Err(format!("cannot read the overlay `{name}`: {error}")),
    }
}

/// A document on standard input, and the files of the current folder that it refers to.
struct Stdin {
    document: Result<Vec<u8>, LoadError>,
    files: DirLoader,
}

impl Stdin {
    fn new(max_bytes: usize) -> Stdin {
        let cap = u64::try_from(max_bytes)
            .unwrap_or(u64::MAX)
            .saturating_add(1);
        let mut bytes = Vec::new();
        let document = match std::io::stdin().lock().take(cap).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > max_bytes => Err(LoadError::TooLarge(max_bytes)),
            Ok(_) => Ok(bytes),
            Err(error) => Err(LoadError::Other(error.to_string())),
        };
        Stdin {
            document,
            files: DirLoader::new(".", max_bytes),
        }
    }
}

impl Loader for Stdin {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        if path == STDIN {
            self.document.clone()
        } else {
            self.files.load(path)
        }
    }
}
