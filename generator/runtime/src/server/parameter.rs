//! What a document says of a parameter, as a static table, and its text in a request into what it may stand for.

use http::HeaderMap;
use http::request::Parts;

use crate::parameter::parse::{self, Pairs};
use crate::parameter::read::{Data, Plain};
use crate::parameter::tree::Tree;
use crate::parameter::{QueryStyle, Style};
use crate::server::form::{self, Field};

/// A parameter of an operation.
///
/// Written with `..Parameter::DEFAULT`, so that a new field changes no generated line.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub name: &'static str,
    pub place: Place,
    pub form: Form,
    pub explode: bool,
    /// What its text stands for.
    pub data: Data<'static>,
    /// Whether an exploded object takes what no other parameter does.
    pub takes_others: bool,
    /// Whether an empty text may stand where there would be none.
    pub allow_empty: bool,
    /// What holds where a request has none, as JSON.
    pub default: Option<&'static str>,
}

impl Parameter {
    /// A text of the query.
    pub const DEFAULT: Self = Self {
        name: "",
        place: Place::Query,
        form: Form::Query(QueryStyle::Form),
        explode: false,
        data: Data::One(Plain::Text),
        takes_others: false,
        allow_empty: false,
        default: None,
    };
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

impl Place {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter is written.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// As JSON.
    Json,
    /// In a style of paths.
    Path(Style),
    /// In a style of queries, of which cookies have the first.
    Query(QueryStyle),
    /// In the style of headers.
    Header,
    /// In the style of cookies, without percent-encoding.
    Plain,
    /// As the whole query, which is a form.
    WholeForm(&'static [Field]),
    /// As the whole query, which is JSON.
    WholeJson,
    /// As the whole query, which is a text.
    WholeText,
}

impl Form {
    fn is_whole(self) -> bool {
        matches!(self, Self::WholeForm(_) | Self::WholeJson | Self::WholeText)
    }
}

/// Where the texts of a request's parameters are looked up.
pub(crate) struct Texts {
    /// Names and texts of what the path has in braces.
    captured: Vec<(&'static str, String)>,
    query: Pairs,
    /// The query as it stands, where a parameter is all of it.
    whole: Option<String>,
    cookies: Pairs,
    plain_cookies: Pairs,
    /// All parameters of the operation, and what else the query holds.
    all: &'static [Parameter],
    reserved: &'static [&'static str],
}

impl Texts {
    pub(crate) fn new(
        parts: &Parts,
        captured: Vec<(&'static str, String)>,
        all: &'static [Parameter],
        reserved: &'static [&'static str],
    ) -> Self {
        let cookies = || {
            let lines = parts.headers.get_all(http::header::COOKIE).iter();
            Pairs::of_cookies(lines.filter_map(|line| std::str::from_utf8(line.as_bytes()).ok()))
        };
        // Mostly there are no cookies.
        let split = |is_plain: bool| {
            let mut all = all.iter().filter(|one| one.place == Place::Cookie);
            match all.any(|one| matches!(one.form, Form::Plain) == is_plain) {
                true => cookies(),
                false => Pairs::default(),
            }
        };
        Self {
            captured,
            query: Pairs::of_query(parts.uri.query().unwrap_or_default()),
            whole: match all.iter().any(|one| one.form.is_whole()) {
                true => parts.uri.query().map(str::to_owned),
                false => None,
            },
            plain_cookies: split(true).as_they_are(),
            cookies: split(false),
            all,
            reserved,
        }
    }

    /// What a parameter may stand for; nothing where the request has none.
    pub(crate) fn tree(
        &self,
        headers: &HeaderMap,
        parameter: &Parameter,
    ) -> parse::Result<Option<Tree>> {
        let Parameter {
            name,
            explode,
            data,
            ..
        } = parameter;
        match (parameter.place, parameter.form) {
            (Place::Path, form) => {
                let found = self.captured.iter().find(|(known, _)| known == name);
                let Some((_, text)) = found else {
                    return Ok(None);
                };
                match form {
                    Form::Json => parse::decoded(text, false).map(|text| Some(Tree::json(&text))),
                    Form::Path(style) => parse::path(text, name, style, *explode, data).map(Some),
                    _ => parse::path(text, name, Style::Simple, *explode, data).map(Some),
                }
            }
            (_, form) if form.is_whole() => self.whole(form, data),
            (Place::Header, form) => {
                let lines = headers.get_all(*name).iter();
                let lines: Result<Vec<_>, _> = lines
                    .map(|line| std::str::from_utf8(line.as_bytes()))
                    .collect();
                let lines = lines.map_err(|_| "is not UTF-8")?;
                if lines.is_empty() {
                    return Ok(None);
                }
                let text = lines.join(",");
                match form {
                    Form::Json => Ok(Some(Tree::json(&text))),
                    _ => parse::header(&text, *explode, data).map(Some),
                }
            }
            (place, form) => {
                let pairs = match place {
                    Place::Cookie if matches!(form, Form::Plain) => &self.plain_cookies,
                    Place::Cookie => &self.cookies,
                    _ => &self.query,
                };
                let style = match form {
                    Form::Json => {
                        let text = pairs.only(name)?;
                        return Ok(text.map(|text| Tree::json(&text)));
                    }
                    Form::Query(style) => style,
                    _ => QueryStyle::Form,
                };
                let is_other =
                    |other: &str| parameter.takes_others && !self.is_taken(parameter, other);
                parse::pairs(pairs, name, style, *explode, data, &is_other)
            }
        }
    }

    /// Whether a request has an empty text for a parameter, which may stand for none.
    pub(crate) fn is_left_empty(&self, parameter: &Parameter) -> bool {
        parameter.allow_empty
            && parameter.place == Place::Query
            && self.query.all(parameter.name).eq([""])
    }

    /// What the whole query may stand for.
    fn whole(&self, form: Form, data: &Data<'_>) -> parse::Result<Option<Tree>> {
        let Some(query) = self.whole.as_deref().filter(|query| !query.is_empty()) else {
            return Ok(None);
        };
        let tree = match form {
            Form::WholeForm(fields) => {
                form::tree(query, fields).map_err(|_| "has a field that cannot be read")?
            }
            Form::WholeJson => Tree::json(&parse::decoded(query, false)?),
            _ => match data {
                Data::One(_) => parse::header(&parse::decoded(query, false)?, false, data)?,
                _ => Tree::json(&parse::decoded(query, false)?),
            },
        };
        Ok(Some(tree))
    }

    /// Whether a name in the query or the cookies is that of another parameter, or of none.
    fn is_taken(&self, own: &Parameter, name: &str) -> bool {
        let others = self.all.iter();
        let mut others = others.filter(|other| other.place == own.place && other.name != own.name);
        let has = |other: &Parameter| match (other.form, other.data, other.explode) {
            (Form::Query(QueryStyle::Form), Data::Object(known, _), true) => {
                known.iter().any(|(known, _)| *known == name)
            }
            (Form::Query(style), _, _) if style.is_deep() => {
                let rest = name.strip_prefix(other.name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
            }
            _ => other.name == name,
        };
        self.reserved.contains(&name) || others.any(has)
    }
}
