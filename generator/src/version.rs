//! The versions of OpenAPI that are understood.

/// The versions of the specification that are understood; they differ in what a schema means, and
/// in which keys there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x, whose schemas are a dialect of their own, after JSON Schema draft 5.
    V3_0,
    /// 3.1.x, whose schemas are those of JSON Schema 2020-12.
    V3_1,
    /// 3.2.x, which adds to 3.1 and takes nothing away.
    V3_2,
}

impl Version {
    /// The newest.
    pub const LATEST: Self = Self::V3_2;

    /// All of them, the oldest first.
    pub const ALL: [Self; 3] = [Self::V3_0, Self::V3_1, Self::V3_2];

    /// What its numbers start with: `3.1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        }
    }

    /// Whether a number is written out: `3.1.1`, or `3.2.0-rc1`.
    pub(crate) fn is_whole(number: &str) -> bool {
        let mut parts = number.splitn(3, '.');
        let patch = parts.nth(2).unwrap_or_default();
        let (digits, rest) = patch.split_once('-').unwrap_or((patch, "-"));
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number && !rest.is_empty()
    }

    /// The version of a number: that of `3.1.1` is 3.1.
    pub fn of(number: &str) -> Option<Self> {
        let mut parts = number.trim().splitn(3, '.');
        let (major, minor) = (parts.next()?, parts.next()?);
        let is_it = |version: &Self| version.as_str().split_once('.') == Some((major, minor));
        Self::ALL.into_iter().find(is_it)
    }
}

#[test]
fn the_last_number_does_not_matter() {
    assert_eq!(Version::of("3.0.3"), Some(Version::V3_0));
    assert_eq!(Version::of(" 3.1 "), Some(Version::V3_1));
    assert_eq!(Version::of("3.2.0-rc1"), Some(Version::V3_2));
    for (number, is_whole) in [
        ("3.0.3", true),
        ("3.2.0-rc1", true),
        ("3.1", false),
        ("3.1.x", false),
        ("3.1.", false),
        ("3.1.0-", false),
    ] {
        assert_eq!(Version::is_whole(number), is_whole, "{number}");
    }
    for unknown in ["3", "3.3.0", "4.0", "3.10", ""] {
        assert_eq!(Version::of(unknown), None, "{unknown}");
    }
    assert_eq!(Version::ALL.last(), Some(&Version::LATEST));
    assert!(Version::ALL.is_sorted());
}
