//! The sandbox's tokens, in memory and, where one is asked for, in a file.

mod file;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use unknown_proxies::ResidentialToken;

use file::StateFile;

/// All tokens by their name.
#[derive(Debug)]
pub(crate) struct Store {
    tokens: BTreeMap<String, ResidentialToken>,
    file: Option<StateFile>,
}

impl Store {
    /// Reads the tokens from `file`, which is this store's alone until it is dropped. Without a
    /// file, or where it does not exist yet, the tokens are those of `seed`.
    pub(crate) fn open(
        file: Option<PathBuf>,
        seed: impl IntoIterator<Item = ResidentialToken>,
    ) -> io::Result<Self> {
        let file = file.map(|path| StateFile::open(&path)).transpose()?;
        let saved = match &file {
            Some(file) => file.read()?,
            None => None,
        };
        let missing = saved.is_none();
        let tokens = match saved {
            Some(text) => parse(&text)?,
            None => seed.into_iter().collect(),
        };
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
        let Some(file) = &self.file else {
            return Ok(());
        };
        let tokens: Vec<_> = tokens.values().collect();
        let mut text = serde_json::to_string_pretty(&tokens)?;
        text.push('\n');
        file.write(text.as_bytes())
    }
}

fn parse(text: &str) -> io::Result<Vec<ResidentialToken>> {
    serde_json::from_str(text).map_err(|error| file::not_a_state_file(&error))
}
