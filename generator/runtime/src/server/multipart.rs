//! A request's body in parts, read as they arrive: what is a file is handed over as it comes, what is a value is read and
//! judged, and at the end it is known whether all that must be there was.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use crate::budget::Share;
use crate::json::codec::Codec;
use crate::media;
use crate::parameter::QueryStyle;
use crate::parameter::parse::{self, Pairs};
use crate::parameter::read::{Data, Plain};
use crate::parameter::tree::Tree;
use crate::server::body::{ReadError, Upload};
use crate::server::mark::{self, Marks};
use crate::server::refusal::{Fault, Reason, Refusal};
use crate::server::text;
use crate::validate::{At, Violations};

/// What a document says of a part.
///
/// Written with `..Part::DEFAULT`, so that a new field changes no generated line.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub name: &'static str,
    /// Whether it stands for parts of any names that no part before it has.
    pub any_name: bool,
    pub form: PartForm,
    /// Whether there may be several of them, each an item.
    pub list: bool,
    pub required: bool,
    /// The media types that a file may have, with commas between; any where there is none.
    pub media_types: &'static str,
}

impl Part {
    /// A text that may be there.
    pub const DEFAULT: Self = Self {
        name: "",
        any_name: false,
        form: PartForm::Text(Plain::Text),
        list: false,
        required: false,
        media_types: "",
    };
}

/// How a part is written.
#[derive(Debug, Clone, Copy)]
pub enum PartForm {
    /// Bytes, which are handed over as they come.
    File,
    Json,
    Text(Plain),
    /// As a body of the part's media type is, by what reads one.
    Whole(fn(&str) -> Result<Tree, Vec<Fault>>),
    /// In a style, exploded or not: perhaps as several parts, so that it is known once all have come.
    Styled(QueryStyle, bool, Data<'static>),
}

/// The parts of a body as they arrive.
pub struct Parts {
    marks: Marks,
    rows: &'static [Part],
    /// Whether parts are told by their names; others go by their order.
    named: bool,
    counts: Vec<usize>,
    /// The name of the part that was begun last, and how many came of each name that is not declared.
    name: String,
    others: BTreeMap<String, usize>,
    headers: HeaderMap,
    /// The names and texts of what is in a style.
    texts: Vec<(String, String)>,
    /// What is in a style, once all parts have come, last first.
    styled: Vec<(usize, Tree)>,
    tree: Option<Tree>,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

impl Parts {
    pub(crate) fn new(upload: Upload, boundary: &str, rows: &'static [Part], named: bool) -> Self {
        Self {
            marks: Marks::new(upload, boundary),
            rows,
            named,
            counts: vec![0; rows.len()],
            name: String::new(),
            others: BTreeMap::new(),
            headers: HeaderMap::new(),
            texts: Vec::new(),
            styled: Vec::new(),
            tree: None,
        }
    }

    /// Goes on to the next part that the document describes, and tells its place in the table; nothing at the end.
    ///
    /// # Errors
    ///
    /// When the body breaks off or is none in parts, and, at its end, when a part is missing.
    pub async fn begin(&mut self) -> Result<Option<usize>, ReadError> {
        while let Some(headers) = self.marks.next().await? {
            let named = mark::name(&headers);
            self.headers = headers;
            let name = named.as_deref().unwrap_or_default();
            if self.named && self.is_styled(name) {
                let name = name.to_owned();
                let text = self.text(&name).await?;
                self.texts.push((name, text));
                continue;
            }
            let Some(index) = self.index(name) else {
                continue;
            };
            self.counts[index] += 1;
            if self.rows[index].any_name {
                name.clone_into(&mut self.name);
                *self.others.entry(name.to_owned()).or_default() += 1;
            }
            if self.count(index) > 1 && !self.rows[index].list {
                let fault = self.fault(index, "is there more than once");
                return Err(refused(Reason::Unreadable, vec![fault]));
            }
            return Ok(Some(index));
        }
        if !self.marks.is_over() {
            self.marks.end();
            self.ended()?;
        }
        Ok(self.styled.pop().map(|(index, tree)| {
            self.tree = Some(tree);
            index
        }))
    }

    fn is_styled(&self, name: &str) -> bool {
        self.rows.iter().any(|row| match row.form {
            PartForm::Styled(style, explode, data) => {
                let rest = name.strip_prefix(row.name);
                let is_deep = style.is_deep() && rest.is_some_and(|rest| rest.starts_with('['));
                let is_property = match data {
                    Data::Object(known, _) if explode => known.iter().any(|(it, _)| *it == name),
                    _ => false,
                };
                rest == Some("") || is_deep || is_property
            }
            _ => false,
        })
    }

    fn index(&self, name: &str) -> Option<usize> {
        let mut rows = self.rows.iter();
        match self.named {
            true => rows.position(|row| row.any_name || row.name == name),
            // The last kind takes all that follow.
            false => {
                let free = |(index, row): (usize, &Part)| row.list || self.counts[index] == 0;
                rows.enumerate().position(free)
            }
        }
    }

    /// The name of a part: its own where it is not declared.
    pub fn name(&self, index: usize) -> &str {
        let row = &self.rows[index];
        if row.any_name { &self.name } else { row.name }
    }

    /// How many of a part came so far.
    fn count(&self, index: usize) -> usize {
        match self.rows[index].any_name {
            true => self.others.get(&self.name).copied().unwrap_or_default(),
            false => self.counts[index],
        }
    }

    /// Reads what is in styles, and looks for what is missing.
    fn ended(&mut self) -> Result<(), ReadError> {
        let pairs = Pairs::of_texts(std::mem::take(&mut self.texts));
        let mut faults = Vec::new();
        for (index, row) in self.rows.iter().enumerate().rev() {
            if let PartForm::Styled(style, explode, data) = row.form {
                let none = |_: &str| false;
                match parse::pairs(&pairs, row.name, style, explode, &data, &none) {
                    Ok(Some(tree)) => {
                        self.counts[index] += 1;
                        self.styled.push((index, tree));
                    }
                    Ok(None) => {}
                    Err(reason) => faults.push(self.fault(index, reason)),
                }
            }
            if row.required && self.counts[index] == 0 && faults.is_empty() {
                faults.push(self.fault(index, "is missing"));
            }
        }
        match faults.is_empty() {
            true => Ok(()),
            false => {
                faults.reverse();
                Err(refused(Reason::Unreadable, faults))
            }
        }
    }

    /// The part as a value.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not what the document says.
    pub async fn value<C: Codec<T>, T>(
        &mut self,
        index: usize,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Result<T, ReadError> {
        let row = self.rows[index];
        let name = self.name(index).to_owned();
        // What is JSON, though of another shape, was readable.
        let mut reason = Reason::Unreadable;
        let tree = match (self.tree.take(), row.form) {
            (Some(tree), _) => tree,
            (None, PartForm::Text(plain)) => {
                let text = self.text(&name).await?;
                let tree = parse::header(&text, false, &Data::One(plain));
                tree.map_err(|reason| refused(Reason::Unreadable, vec![self.fault(index, reason)]))?
            }
            (None, PartForm::Whole(read)) => {
                let text = self.text(&name).await?;
                read(&text)
                    .map_err(|faults| refused(Reason::Unreadable, self.within(index, faults)))?
            }
            (None, _) => {
                let text = self.text(&name).await?;
                if text::is_json(&text) {
                    reason = Reason::Invalid;
                }
                Tree::json(&text)
            }
        };
        let value = tree.decode::<C, T>().map_err(|error| {
            let mut faults = Fault::of_shapes("body", "", &error);
            for fault in &mut faults {
                fault.pointer.insert_str(0, &self.pointer(index));
            }
            refused(reason, faults)
        })?;
        self.judged(index, None, &value, check)?;
        Ok(value)
    }

    /// A header of the part; nothing where it has none.
    ///
    /// # Errors
    ///
    /// When it is missing though required, cannot be read, or is not what the document says.
    pub fn header<C: Codec<T>, T>(
        &self,
        index: usize,
        (name, required, explode): (&'static str, bool, bool),
        data: Data<'static>,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Result<Option<T>, ReadError> {
        let lines = self.headers.get_all(name).iter();
        let lines = lines.filter_map(|line| std::str::from_utf8(line.as_bytes()).ok());
        let text = lines.collect::<Vec<_>>().join(",");
        let wrong = |reason: &str| {
            let mut fault = self.fault(index, reason);
            fault.pointer.push_str(&format!("/{name}"));
            refused(Reason::Unreadable, vec![fault])
        };
        if text.is_empty() {
            return match required {
                true => Err(wrong("is missing")),
                false => Ok(None),
            };
        }
        let tree = parse::header(&text, explode, &data).map_err(wrong)?;
        let value = tree.decode::<C, T>();
        let value = value.map_err(|error| wrong(&error.message))?;
        self.judged(index, Some(name), &value, check)?;
        Ok(Some(value))
    }

    /// The part as a file.
    ///
    /// # Errors
    ///
    /// When it states a media type that the document has not for it.
    pub fn file(&mut self, index: usize) -> Result<File<'_>, ReadError> {
        let allowed = self.rows[index].media_types;
        let name = self.name(index).to_owned();
        let file = File {
            headers: std::mem::take(&mut self.headers),
            marks: &mut self.marks,
        };
        let stated = file.media_type();
        let is_allowed = |stated| allowed.is_empty() || media::is_allowed(stated, allowed);
        match stated.is_none_or(is_allowed) {
            true => Ok(file),
            false => {
                let fault = fault(&name, format!("must be of `{allowed}`"));
                Err(refused(Reason::UnsupportedMediaType, vec![fault]))
            }
        }
    }

    fn judged<T>(
        &self,
        index: usize,
        header: Option<&str>,
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Result<(), ReadError> {
        let row = self.rows[index];
        let at = At::ROOT.key(self.name(index));
        let item;
        let at = match row.list {
            true => {
                item = at.index(self.count(index).saturating_sub(1));
                &item
            }
            false => &at,
        };
        let own;
        let at = match header {
            Some(header) => {
                own = at.key(header);
                &own
            }
            None => at,
        };
        finish(|_, out| check(value, at, out))
    }

    fn pointer(&self, index: usize) -> String {
        let row = self.rows[index];
        let name = self.name(index).replace('~', "~0").replace('/', "~1");
        match row.list {
            true => format!("/{name}/{}", self.count(index).saturating_sub(1)),
            false => format!("/{name}"),
        }
    }

    /// What is wrong with fields of a part, at their places in it.
    fn within(&self, index: usize, mut faults: Vec<Fault>) -> Vec<Fault> {
        for fault in &mut faults {
            let name = std::mem::take(&mut fault.name)
                .replace('~', "~0")
                .replace('/', "~1");
            let field = if name.is_empty() {
                name
            } else {
                format!("/{name}")
            };
            fault.pointer = format!("{}{field}{}", self.pointer(index), fault.pointer);
        }
        faults
    }

    fn fault(&self, index: usize, reason: &str) -> Fault {
        Fault {
            pointer: self.pointer(index),
            ..Fault::new("body", "", reason)
        }
    }

    /// The rest of the part, which is text.
    async fn text(&mut self, name: &str) -> Result<String, ReadError> {
        let bytes = self.marks.rest().await?;
        String::from_utf8(bytes).map_err(|_| {
            refused(
                Reason::Unreadable,
                vec![fault(name, "is not UTF-8".to_owned())],
            )
        })
    }
}

fn fault(name: &str, reason: String) -> Fault {
    Fault {
        pointer: format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        ..Fault::new("body", "", reason)
    }
}

fn refused(reason: Reason, faults: Vec<Fault>) -> ReadError {
    ReadError::Refused(Refusal::new(reason).with_faults(faults))
}

/// Judges what is known of the parts.
///
/// # Errors
///
/// What is wrong.
pub fn finish(check: impl FnOnce(&At<'_>, &mut Violations)) -> Result<(), ReadError> {
    let _share = Share::take(0);
    let mut out = Violations::new();
    check(&At::ROOT, &mut out);
    match out.is_empty() {
        true => Ok(()),
        false => Err(refused(
            Reason::Invalid,
            Fault::of_violations("body", "", &out),
        )),
    }
}

/// A part that is read as it arrives. What is left of it when the next part is asked for is skipped.
pub struct File<'p> {
    headers: HeaderMap,
    marks: &'p mut Marks,
}

impl File<'_> {
    /// The name that the client gives it. It is no path to write to.
    pub fn name(&self) -> Option<String> {
        mark::parameter(&self.headers, "filename")
    }

    /// The media type that the client states.
    pub fn media_type(&self) -> Option<&str> {
        self.headers.get(http::header::CONTENT_TYPE)?.to_str().ok()
    }

    /// All its headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The next bytes of it; nothing at its end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, ReadError>> {
        self.marks.chunk().await.transpose()
    }

    /// All of it, which is as large as the server's limit allows.
    ///
    /// # Errors
    ///
    /// When the body is larger than that, stands still for too long, or breaks off.
    pub async fn bytes(self) -> Result<Bytes, ReadError> {
        Ok(self.marks.rest().await?.into())
    }
}

impl fmt::Debug for File<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").finish_non_exhaustive()
    }
}
