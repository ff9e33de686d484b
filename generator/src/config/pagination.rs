//! Which operations give their results in pages, and how, where the document does not say so itself.

use crate::words::words;

/// Whether an operation's results come in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paged {
    /// They do not.
    Never,
    /// As the document's extensions for other generators say, or as its parameters and bodies look.
    Recognised,
    /// As the user says.
    Stated(Pages),
}

/// How results come in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// Where the next page is.
    pub style: PageStyle,
    /// The query parameter that leads to it, where the style needs one.
    pub parameter: Option<String>,
    /// JSON pointer to its cursor or address in the body; in the style `last`, to what the parameter
    /// is set to in the last item; in the style `page`, to the number that the page says it has.
    pub next: Option<String>,
    /// JSON pointer to the items in the body; `""` where the body is the list.
    pub items: String,
    /// JSON pointer to a boolean in the body that says whether there are more.
    pub more: Option<String>,
    /// The number of the first page in the style `page`, where the parameter's schema does not say it.
    pub first: Option<u64>,
}

/// Where the next page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStyle {
    /// In a header `Link` with `rel="next"`.
    Link,
    /// At an address in the body.
    Url,
    /// At a cursor in the body.
    Cursor,
    /// After the last item.
    Last,
    /// After so many items.
    Offset,
    /// At the next number.
    Page,
}

words!(PageStyle {
    "link" => Link,
    "url" => Url,
    "cursor" => Cursor,
    "last" => Last,
    "offset" => Offset,
    "page" => Page,
});

impl PageStyle {
    /// Whether it needs the name of a parameter, and whether a pointer `next`.
    pub(crate) fn needs(self) -> (bool, bool) {
        match self {
            Self::Link => (false, false),
            Self::Url => (false, true),
            Self::Cursor | Self::Last => (true, true),
            Self::Offset | Self::Page => (true, false),
        }
    }
}

impl Pages {
    /// Whether all that the style needs is there.
    ///
    /// # Errors
    ///
    /// What is missing, in words.
    pub fn check(&self) -> Result<(), String> {
        let (parameter, next) = self.style.needs();
        if parameter && self.parameter.is_none() {
            return Err("the style needs the name of a `parameter`".to_owned());
        }
        if next && self.next.is_none() {
            return Err("the style needs a pointer `next`".to_owned());
        }
        if self.first.is_some() && self.style != PageStyle::Page {
            return Err(
                "`first` is the number of a page, which only the style `page` has".to_owned(),
            );
        }
        Ok(())
    }
}
