//! Choices that have a word each: the table that they are read by, and that a schema of them lists.

/// A choice of which each value is a word.
pub(crate) trait Words: Copy + Sized + 'static {
    /// Every word, and what it means.
    const WORDS: &'static [(&'static str, Self)];
}

/// Reads one of the words.
///
/// # Errors
///
/// That it is none of them, with all that there are.
pub(crate) fn read<T: Words>(word: &str) -> Result<T, String> {
    let found = T::WORDS.iter().find(|(known, _)| *known == word);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let words = T::WORDS.iter().map(|(word, _)| format!("`{word}`"));
        let words: Vec<_> = words.collect();
        match &words[..] {
            [one, other] => format!("`{word}` is neither {one} nor {other}"),
            [first @ .., last] => format!("`{word}` is none of {} and {last}", first.join(", ")),
            [] => format!("`{word}` is nothing here"),
        }
    })
}

/// Implements `FromStr` by the table of words.
macro_rules! words {
    ($type:ty { $($word:literal => $value:ident),* $(,)? }) => {
        impl crate::words::Words for $type {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$value)),*];
        }

        impl std::str::FromStr for $type {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                crate::words::read(word)
            }
        }
    };
}
pub(crate) use words;
