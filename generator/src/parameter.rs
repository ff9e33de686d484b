//! Where parameters travel, and the styles that each place knows: the one table of them.

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are OpenAPI's")]
pub enum Location {
    Path,
    Query,
    /// The whole query, as one value.
    Querystring,
    Header,
    Cookie,
}

/// `style` of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are OpenAPI's")]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// `deepObject` with lists as `a[]=1&a[]=2`.
    DeepBrackets,
    /// `deepObject` with lists as `a[0]=1&a[1]=2`.
    DeepIndices,
    /// As `form`, without percent-encoding, separated as cookies are.
    Cookie,
}

impl Style {
    /// Whether names of properties stand in brackets.
    pub const fn is_deep(self) -> bool {
        matches!(
            self,
            Self::DeepObject | Self::DeepBrackets | Self::DeepIndices
        )
    }
}

/// Every value of `style`.
pub const STYLES: &[&str] = &[
    "form",
    "simple",
    "matrix",
    "label",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
];

impl Location {
    /// All of them, as the specification lists them.
    pub const ALL: [Self; 5] = [
        Self::Query,
        Self::Querystring,
        Self::Header,
        Self::Path,
        Self::Cookie,
    ];

    /// Its value of `in`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Querystring => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The place of that value of `in`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.as_str() == name)
    }

    /// The values of `style` that go with the place; the first is meant where none is stated.
    pub const fn styles(self) -> &'static [&'static str] {
        match self {
            Self::Path => &["simple", "label", "matrix"],
            // The whole query has a media type and no style; this is what its pairs look like.
            Self::Querystring => &["form"],
            Self::Query => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Self::Header => &["simple"],
            Self::Cookie => &["form", "cookie"],
        }
    }

    /// The `style` that a parameter has which states this one. What does not go with the place is
    /// ignored, as lint has said.
    pub fn style(self, stated: Option<&str>) -> &'static str {
        let styles = self.styles();
        let known = styles.iter().find(|style| Some(**style) == stated);
        known.unwrap_or(&styles[0])
    }

    /// Whether values are percent-encoded here, so that `allowReserved` can spare some characters it.
    pub fn escapes(self, style: &str) -> bool {
        match self {
            Self::Path | Self::Query | Self::Querystring => true,
            Self::Cookie => style != "cookie",
            Self::Header => false,
        }
    }

    /// Whether parameters of that name are ignored here: the specification leaves these headers to
    /// what media types and security say.
    pub fn ignores(self, name: &str) -> bool {
        let ignored = ["accept", "content-type", "authorization"];
        self == Self::Header && ignored.iter().any(|known| name.eq_ignore_ascii_case(known))
    }
}

/// Whether items and properties become parameters of their own where `explode` is not stated.
pub fn explodes(style: &str) -> bool {
    matches!(style, "form" | "cookie")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_that_does_not_go_with_the_place_is_the_usual_one() {
        assert_eq!(Location::Query.style(Some("deepObject")), "deepObject");
        assert_eq!(Location::Path.style(Some("deepObject")), "simple");
        assert_eq!(Location::Cookie.style(None), "form");
        let all = Location::ALL.into_iter().flat_map(Location::styles);
        assert!(all.into_iter().all(|style| STYLES.contains(style)));
    }

    #[test]
    fn only_headers_are_ignored() {
        assert!(Location::Header.ignores("Content-Type"));
        assert!(!Location::Query.ignores("accept") && !Location::Header.ignores("accept-language"));
    }
}
