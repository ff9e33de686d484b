//! Paths to bytes: the only way by which the generator reads anything.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Code, codes};

/// Hands out the files of a document.
pub trait Loader {
    /// The bytes of the file at `path`, which is relative to the folder of the root document,
    /// separated by `/`, and without `.` and `..`, but for those at its start that [`above`] allows.
    ///
    /// [`above`]: Loader::above
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError>;

    /// How many folders above that of the root document files may be in: none by default.
    fn above(&self) -> usize {
        0
    }

    /// The name that [`load`] knows what has an address by, such as `https://example.com/pet.yaml`: by
    /// default there is none, since nothing is fetched.
    ///
    /// ```
    /// use faircopy::source::{Loader, MapLoader};
    ///
    /// let refused = MapLoader::default().at_address("https://example.com/pet.yaml");
    /// assert_eq!(refused, Err("nothing is fetched".to_owned()));
    /// ```
    ///
    /// # Errors
    ///
    /// Why it is not read, in words without a full stop.
    ///
    /// [`load`]: Loader::load
    fn at_address(&self, address: &str) -> Result<String, String> {
        let _ = address;
        Err("nothing is fetched".to_owned())
    }
}

/// Why a file could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// There is no such file.
    NotFound,
    /// It is a folder.
    IsFolder,
    /// It is a pipe or a device.
    NotAFile,
    /// A symbolic link leads out of the root folder.
    OutsideRoot,
    /// It is larger than this many bytes.
    TooLarge(usize),
    /// Anything else, in the words of the system.
    Other(String),
}

impl LoadError {
    /// The code that it is reported by.
    pub(crate) fn code(&self) -> &'static Code {
        match self {
            LoadError::TooLarge(_) => codes::TOO_MANY_BYTES,
            _ => codes::UNREADABLE,
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::NotFound => formatter.write_str("there is no such file"),
            LoadError::IsFolder => formatter.write_str("it is a folder"),
            LoadError::NotAFile => {
                formatter.write_str("it is a pipe or a device, and only files are read")
            }
            LoadError::OutsideRoot => {
                formatter.write_str("a symbolic link leads out of the folder that is read")
            }
            LoadError::TooLarge(limit) => write!(
                formatter,
                "it has more than {limit} bytes (raise the limit with `--max-bytes`)"
            ),
            LoadError::Other(reason) => formatter.write_str(reason),
        }
    }
}

impl std::error::Error for LoadError {}

/// Files in memory, by path.
///
/// ```
/// use faircopy::source::{Loader, MapLoader};
///
/// let files = MapLoader::from_iter([("openapi.yaml", "openapi: 3.0.3")]);
/// assert_eq!(files.load("openapi.yaml").unwrap(), b"openapi: 3.0.3");
/// ```
#[derive(Clone, Debug, Default)]
pub struct MapLoader {
    files: BTreeMap<String, Vec<u8>>,
}

impl MapLoader {
    /// Adds a file, in place of one of the same path.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }
}

impl<P: Into<String>, B: Into<Vec<u8>>> FromIterator<(P, B)> for MapLoader {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> MapLoader {
        let files = files
            .into_iter()
            .map(|(path, bytes)| (path.into(), bytes.into()))
            .collect();
        MapLoader { files }
    }
}

impl Loader for MapLoader {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.files.get(path).cloned().ok_or(LoadError::NotFound)
    }
}

/// The files of a folder on disk, and of those below it.
#[derive(Clone, Debug)]
pub struct DirLoader {
    root: PathBuf,
    /// The folder that nothing is read outside of, in full, where that is not `root`.
    bound: Option<PathBuf>,
    max_bytes: usize,
}

impl DirLoader {
    /// Serves the files of the folder `root`; none that has more than `max_bytes`.
    pub fn new(root: impl Into<PathBuf>, max_bytes: usize) -> DirLoader {
        let root = root.into();
        // The parent of a bare file name is empty, and means the current folder.
        let root = if root.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            root
        };
        DirLoader {
            root,
            bound: None,
            max_bytes,
        }
    }

    /// Lets references lead anywhere below `bound`, a folder that the root folder is in. Where it is
    /// not in there, nothing changes.
    #[must_use]
    pub fn within(mut self, bound: &Path) -> DirLoader {
        let found = (bound.canonicalize(), self.root.canonicalize());
        if let (Ok(bound), Ok(root)) = found
            && root.starts_with(&bound)
        {
            self.bound = Some(bound);
        }
        self
    }

    /// The loader for the folder of a document, and the document's name in it. A path without a
    /// file name, such as `..`, keeps its text as the name, so that loading it names it.
    pub fn for_document(document: &Path, max_bytes: usize) -> (DirLoader, String) {
        match (document.parent(), document.file_name()) {
            (Some(folder), Some(name)) => (
                DirLoader::new(folder, max_bytes),
                name.to_string_lossy().into_owned(),
            ),
            _ => (
                DirLoader::new(".", max_bytes),
                document.to_string_lossy().into_owned(),
            ),
        }
    }
}

impl Loader for DirLoader {
    fn load(&self, path: &str) -> Result<Vec<u8>, LoadError> {
        let root = self.root.canonicalize().map_err(io)?;
        let file = root.join(path).canonicalize().map_err(io)?;
        if file.is_dir() {
            return Err(LoadError::IsFolder);
        }
        if !file.starts_with(self.bound.as_ref().unwrap_or(&root)) {
            return Err(LoadError::OutsideRoot);
        }
        read_file(&file, self.max_bytes)
    }

    fn above(&self) -> usize {
        let below = self.bound.as_ref().zip(self.root.canonicalize().ok());
        let below = below.and_then(|(bound, root)| Some(root.strip_prefix(bound).ok()?.to_owned()));
        below.map_or(0, |below| below.components().count())
    }
}

/// Reads a file that has no more than `max_bytes`.
///
/// A pipe would be waited for, maybe for ever, and a device may have no end: neither is read.
pub(crate) fn read_file(path: &Path, max_bytes: usize) -> Result<Vec<u8>, LoadError> {
    let kind = std::fs::metadata(path).map_err(io)?.file_type();
    if kind.is_dir() {
        return Err(LoadError::IsFolder);
    }
    if !kind.is_file() {
        return Err(LoadError::NotAFile);
    }
    // Read one byte more than allowed rather than trust the size that is stated: it may grow.
    let mut bytes = Vec::new();
    let cap = u64::try_from(max_bytes)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    std::fs::File::open(path)
        .map_err(io)?
        .take(cap)
        .read_to_end(&mut bytes)
        .map_err(io)?;
    if bytes.len() > max_bytes {
        return Err(LoadError::TooLarge(max_bytes));
    }
    Ok(bytes)
}

fn io(error: std::io::Error) -> LoadError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => LoadError::NotFound,
        std::io::ErrorKind::IsADirectory => LoadError::IsFolder,
        _ => LoadError::Other(error.to_string()),
    }
}
