//! The sandbox's tokens, in memory and, where one is asked for, in a file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use unknown_proxies::ResidentialToken;

/// All tokens by their name.
#[derive(Debug)]
pub(crate) struct Store {
    tokens: BTreeMap<String, ResidentialToken>,
    file: Option<PathBuf>,
}

impl Store {
    /// Reads the tokens from `file`. Without a file, or where it does not exist yet, the tokens are
    /// those of `seed`.
    pub(crate) fn open(
        file: Option<PathBuf>,
        seed: impl IntoIterator<Item = ResidentialToken>,
    ) -> io::Result<Self> {
        let saved = match &file {
            Some(path) => read(path)?,
            None => None,
        };
        let missing = saved.is_none();
        let tokens = saved.unwrap_or_else(|| seed.into_iter().collect());
        let tokens = tokens
            .into_iter()
            .map(|token| (token.token.clone(), token))
            .collect();
        let store = Self { tokens, file };
        if missing {
            store.save(&store.tokens)?;
        }
        Ok(store)
    }

    /// The token of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&ResidentialToken> {
        self.tokens.get(name)
    }

    /// All tokens, in the order of their names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &ResidentialToken> {
        self.tokens.values()
    }

    /// Adds or replaces a token. The file is written first: what cannot be kept does not happen.
    pub(crate) fn put(&mut self, token: ResidentialToken) -> io::Result<()> {
        let mut tokens = self.tokens.clone();
        tokens.insert(token.token.clone(), token);
        self.save(&tokens)?;
        self.tokens = tokens;
        Ok(())
    }

    fn save(&self, tokens: &BTreeMap<String, ResidentialToken>) -> io::Result<()> {
        let Some(path) = &self.file else {
            return Ok(());
        };
        let tokens: Vec<_> = tokens.values().collect();
        let mut text = serde_json::to_string_pretty(&tokens)?;
        text.push('\n');
        write_atomically(path, text.as_bytes())
    }
}

fn read(path: &Path) -> io::Result<Option<Vec<ResidentialToken>>> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let tokens = serde_json::from_str(&text).map_err(|error| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("not a state file: {error}"),
                )
            })?;
            Ok(Some(tokens))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a new file beside the old one and renames it, so that a crash at any moment leaves
/// either the old content or the new.
fn write_atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    // The rename itself is only sure to survive a power cut once the folder is on disk; Windows
    // has no such call.
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
