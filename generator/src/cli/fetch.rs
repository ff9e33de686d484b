//! What has an address to bytes: fetched once, and from then on what `faircopy.lock` says it was.

mod address;
mod http;
mod lock;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use crate::source::{LoadError, Loader};
use address::Address;
use http::Client;
use lock::{Lock, digest};

/// What may be fetched, and from where else it is had.
pub(super) struct Options {
    /// The path of `faircopy.lock`; the copies are in `.faircopy` beside it.
    pub(super) lock: PathBuf,
    /// The hosts beside the document's own that may be asked.
    pub(super) hosts: Vec<String>,
    /// Whether all is fetched again.
    pub(super) update: bool,
    /// Whether nothing is fetched.
    pub(super) offline: bool,
    /// The most bytes that a file may have.
    pub(super) max_bytes: usize,
    /// The most seconds that fetching one may take.
    pub(super) max_seconds: u64,
}

/// Reads addresses beside the files that another loader reads.
pub(super) struct Remote {
    files: Box<dyn Loader>,
    client: Client,
    lock: RefCell<Lock>,
    options: Options,
    /// What was named so far, by the names that may be shown.
    named: RefCell<BTreeMap<String, Address>>,
    /// The document's own address, whose host may be asked.
    root: RefCell<Option<Address>>,
}

impl Remote {
    /// Reads what the lock file says, where there is one.
    pub(super) fn new(files: Box<dyn Loader>, options: Options) -> Result<Self, String> {
        Ok(Self {
            files,
            client: Client::new(options.max_bytes, options.max_seconds),
            lock: RefCell::new(Lock::read(&options.lock, options.max_bytes)?),
            options,
            named: RefCell::default(),
            root: RefCell::default(),
        })
    }

    /// Takes the document's address, whose host may be asked from then on. The name that it is loaded by.
    pub(super) fn root(&self, text: &str) -> Result<String, String> {
        let address = Address::parse(text)?;
        *self.root.borrow_mut() = Some(address.clone());
        Ok(self.name(address))
    }

    /// Writes the copies of what was fetched, and `faircopy.lock`.
    pub(super) fn keep(&self) -> Result<(), String> {
        self.lock.borrow_mut().keep()
    }

    fn name(&self, address: Address) -> String {
        let shown = address.shown();
        self.named.borrow_mut().insert(shown.clone(), address);
        shown
    }

    /// Whether a host may be asked: the document's, or one that is allowed.
    fn check(&self, address: &Address) -> Result<(), String> {
        let root = self.root.borrow();
        let is_home = root
            .as_ref()
            .is_some_and(|root| root.has_origin_of(address));
        let host = address.host();
        let is_allowed = |allowed: &String| allowed.eq_ignore_ascii_case(host);
        if is_home || self.options.hosts.iter().any(is_allowed) {
            return Ok(());
        }
        Err(format!(
            "nothing is fetched from `{host}` without `--allow-host {host}`"
        ))
    }

    /// What the lock says, or else what is fetched now.
    fn bytes(&self, name: &str, address: &Address) -> Result<Vec<u8>, LoadError> {
        let refusal = |reason: String| LoadError::Other(reason);
        let known = self.lock.borrow().fetched(name);
        if let Some(bytes) = known {
            return Ok(bytes);
        }
        let wanted = self.lock.borrow().digest(name).map(str::to_owned);
        let wanted = wanted.filter(|_| !self.options.update);
        if let Some(wanted) = &wanted {
            let copy = self.lock.borrow().copy(wanted, self.options.max_bytes)?;
            if let Some(bytes) = copy {
                return Ok(bytes);
            }
        }
        if self.options.offline {
            return Err(refusal(
                "there is no copy of it, and `--offline` fetches nothing".to_owned(),
            ));
        }
        let bytes = self.client.get(address, |next| self.check(next))?;
        let found = digest(&bytes);
        if let Some(wanted) = wanted.filter(|wanted| *wanted != found) {
            return Err(refusal(format!(
                "it is not what `faircopy.lock` says: its SHA-256 is {found}, and was {wanted}; \
                 `--update` takes what it is now"
            )));
        }
        self.lock.borrow_mut().add(name, found, bytes.clone());
        Ok(bytes)
    }
}

impl Loader for Rc<Remote> {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        let address = self.named.borrow().get(path).cloned();
        match address {
            Some(address) => self.bytes(path, &address),
            None => self.files.load(path),
        }
    }

    fn above(&self) -> usize {
        self.files.above()
    }

    fn at_address(&self, address: &str) -> Result<String, String> {
        let address = Address::parse(address)?;
        self.check(&address)?;
        Ok(self.name(address))
    }
}
