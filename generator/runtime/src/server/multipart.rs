//! A request's body in parts, read as they arrive: what is a file is handed over as it comes, what is a value is read and
//! judged, and at the end it is known whether all that must be there was.

use std::collections::BTreeMap;
use std::fmt;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::budget::Share;
use crate::json::codec::Codec;
use crate::media;
use crate::parameter::parse::{self, Pairs};
use crate::parameter::read::Data;
use crate::parameter::tree::Tree;
use crate::server::body::{ReadError, Upload};
use crate::server::charset::Charset;
use crate::server::file::File;
use crate::server::mark::{self, Marks};
use crate::server::part::{Part, PartForm};
use crate::server::refusal::{Fault, Reason, Refusal};
use crate::server::text;
use crate::validate::{At, Violations};

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
    /// Where no parts of other names than those in the table are allowed: names that are, nevertheless.
    known: Option<&'static [&'static str]>,
    /// All that is wrong so far, and the weightiest kind of it. It is told once all parts have come, and no part is handed
    /// over after the first of it.
    faults: Vec<Fault>,
    omitted: usize,
    reason: Option<Reason>,
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
            known: None,
            faults: Vec::new(),
            omitted: 0,
            reason: None,
        }
    }

    /// The same where no parts of other names are allowed than those that the table has, and some more.
    #[must_use]
    pub fn closed(mut self, known: &'static [&'static str]) -> Self {
        self.known = Some(known);
        self
    }

    /// Goes on to the next part that the document describes, and tells its place in the table; nothing at the end.
    ///
    /// # Errors
    ///
    /// When the body breaks off or is none in parts, and, at its end, all that is wrong with the parts.
    pub async fn begin(&mut self) -> Result<Option<usize>, ReadError> {
        while let Some(headers) = self.marks.next().await? {
            let named = mark::name(&headers);
            self.headers = headers;
            let name = named.as_deref().unwrap_or_default();
            if self.named && self.is_styled(name) {
                let name = name.to_owned();
                let place = Fault::of_field(&name, "");
                if let Some(text) = self.text(&place.pointer).await? {
                    self.texts.push((name, text));
                }
                continue;
            }
            let Some(index) = self.index(name) else {
                if self.known.is_some_and(|known| !known.contains(&name)) {
                    let fault = Fault::of_field(name, "is not allowed");
                    self.note(Reason::Invalid, vec![fault]);
                }
                continue;
            };
            self.counts[index] += 1;
            if self.rows[index].any_name {
                name.clone_into(&mut self.name);
                *self.others.entry(name.to_owned()).or_default() += 1;
            }
            if self.count(index) > 1 && !self.rows[index].list {
                let fault = self.fault(index, "is there more than once");
                self.note(Reason::Unreadable, vec![fault]);
                continue;
            }
            if matches!(self.rows[index].form, PartForm::File) {
                self.judge_media_type(index);
                if self.reason.is_some() {
                    continue;
                }
            }
            return Ok(Some(index));
        }
        if !self.marks.is_over() {
            self.marks.end();
            self.ended();
        }
        if self.reason.is_some() && self.styled.is_empty() {
            return Err(self.refused());
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
    fn ended(&mut self) {
        let pairs = Pairs::of_texts(std::mem::take(&mut self.texts));
        let mut missing = Vec::new();
        let mut styled = Vec::new();
        let rows = self.rows;
        for (index, row) in rows.iter().enumerate() {
            if let PartForm::Styled(style, explode, data) = row.form {
                let none = |_: &str| false;
                match parse::pairs(&pairs, row.name, style, explode, &data, &none) {
                    Ok(Some(tree)) => {
                        self.counts[index] += 1;
                        styled.push((index, tree));
                    }
                    Ok(None) => {}
                    Err(reason) => {
                        // It is there, though nobody can read it.
                        self.counts[index] += 1;
                        missing.push(self.fault(index, reason));
                    }
                }
            }
            if row.required && self.counts[index] == 0 {
                missing.push(self.fault(index, "is missing"));
            }
        }
        styled.reverse();
        self.styled = styled;
        if !missing.is_empty() {
            self.note(Reason::Unreadable, missing);
        }
    }

    /// Remembers what is wrong. What cannot be read weighs more than a media type, and that more than what is not as the
    /// document says.
    fn note(&mut self, reason: Reason, faults: Vec<Fault>) {
        let room = Refusal::FAULTS.saturating_sub(self.faults.len());
        self.omitted += faults.len().saturating_sub(room);
        self.faults.extend(faults.into_iter().take(room));
        let weight = |reason: Reason| match reason {
            Reason::Unreadable => 2,
            Reason::UnsupportedMediaType => 1,
            _ => 0,
        };
        let known = self.reason.filter(|known| weight(*known) >= weight(reason));
        self.reason = Some(known.unwrap_or(reason));
    }

    /// All that is wrong.
    fn refused(&mut self) -> ReadError {
        let reason = self.reason.take().unwrap_or(Reason::Unreadable);
        let refusal = Refusal::new(reason).with_faults(std::mem::take(&mut self.faults));
        ReadError::Refused(refusal.with_omitted(std::mem::take(&mut self.omitted)))
    }

    /// The part as a value; nothing where something is wrong, with it or with a part before, which is told at the end.
    ///
    /// # Errors
    ///
    /// When the body breaks off.
    pub async fn value<C: Codec<T>, T>(
        &mut self,
        index: usize,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Result<Option<T>, ReadError> {
        let row = self.rows[index];
        let place = self.pointer(index);
        // What is JSON, though of another shape, was readable.
        let mut reason = Reason::Unreadable;
        let tree = match (self.tree.take(), row.form) {
            (Some(tree), _) => tree,
            (None, PartForm::Text(plain)) => {
                let Some(text) = self.text(&place).await? else {
                    return Ok(None);
                };
                match parse::header(&text, false, &Data::One(plain)) {
                    Ok(tree) => tree,
                    Err(reason) => {
                        self.note(Reason::Unreadable, vec![self.fault(index, reason)]);
                        return Ok(None);
                    }
                }
            }
            (None, PartForm::Whole(read)) => {
                let Some(text) = self.text(&place).await? else {
                    return Ok(None);
                };
                match read(&text) {
                    Ok(tree) => tree,
                    Err(faults) => {
                        self.note(Reason::Unreadable, self.within(index, faults));
                        return Ok(None);
                    }
                }
            }
            (None, _) => {
                let Some(text) = self.text(&place).await? else {
                    return Ok(None);
                };
                if text::is_json(&text) {
                    reason = Reason::Invalid;
                }
                Tree::json(&text)
            }
        };
        let value = match tree.decode::<C, T>() {
            Ok(value) => value,
            Err(error) => {
                let mut faults = Fault::of_shapes("body", "", &error);
                for fault in &mut faults {
                    fault.pointer.insert_str(0, &place);
                }
                self.omitted += error.omitted();
                self.note(reason, faults);
                return Ok(None);
            }
        };
        self.judge(index, None, &value, check);
        Ok(self.reason.is_none().then_some(value))
    }

    /// A header of the part, where it has one; nothing where it is missing though required, cannot be read, or is not what
    /// the document says, which is told at the end.
    pub fn header<C: Codec<T>, T>(
        &mut self,
        index: usize,
        (name, required, explode): (&'static str, bool, bool),
        data: Data<'static>,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) -> Option<Option<T>> {
        let lines = self.headers.get_all(name).iter();
        let lines = lines.filter_map(|line| std::str::from_utf8(line.as_bytes()).ok());
        let text = lines.collect::<Vec<_>>().join(",");
        if text.is_empty() && !required {
            return Some(None);
        }
        let read = match text.is_empty() {
            true => Err("is missing".to_owned()),
            false => parse::header(&text, explode, &data)
                .map_err(str::to_owned)
                .and_then(|tree| tree.decode::<C, T>().map_err(|error| error.message)),
        };
        match read {
            Ok(value) => {
                self.judge(index, Some(name), &value, check);
                Some(Some(value))
            }
            Err(reason) => {
                let mut fault = self.fault(index, &reason);
                fault.pointer.push_str(&format!("/{name}"));
                self.note(Reason::Unreadable, vec![fault]);
                None
            }
        }
    }

    /// Whether something is wrong with the parts so far: none is handed over any more.
    pub fn is_refused(&self) -> bool {
        self.reason.is_some()
    }

    /// The part as a file.
    pub fn file(&mut self) -> File<'_> {
        File::new(std::mem::take(&mut self.headers), &mut self.marks)
    }

    /// Whether a file states a media type that the document has for it.
    fn judge_media_type(&mut self, index: usize) {
        let allowed = self.rows[index].media_types;
        let stated = self.headers.get(CONTENT_TYPE);
        let stated = stated.and_then(|stated| stated.to_str().ok());
        let is_allowed = |stated| allowed.is_empty() || media::is_allowed(stated, allowed);
        if !stated.is_none_or(is_allowed) {
            let fault = Fault::of_field(self.name(index), format!("must be of `{allowed}`"));
            self.note(Reason::UnsupportedMediaType, vec![fault]);
        }
    }

    fn judge<T>(
        &mut self,
        index: usize,
        header: Option<&str>,
        value: &T,
        check: impl FnOnce(&T, &At<'_>, &mut Violations),
    ) {
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
        let mut out = Violations::new();
        {
            let _share = Share::take(0);
            check(value, at, &mut out);
        }
        if !out.is_empty() {
            self.omitted += out.omitted();
            self.note(Reason::Invalid, Fault::of_violations("body", "", &out));
        }
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

    /// The rest of the part, which is text in the charset that it states; nothing where it is none.
    async fn text(&mut self, pointer: &str) -> Result<Option<String>, ReadError> {
        let bytes = self.marks.rest().await?;
        let stated = self.headers.get(CONTENT_TYPE);
        let stated = stated.and_then(|stated| stated.to_str().ok());
        let (reason, why) = match Charset::of(stated.unwrap_or_default()) {
            None => (
                Reason::UnsupportedMediaType,
                "is in a charset that is not read",
            ),
            Some(charset) => match charset.decode(&bytes) {
                Ok(text) => return Ok(Some(text.into_owned())),
                Err(why) => (Reason::Unreadable, why),
            },
        };
        let fault = Fault {
            pointer: pointer.to_owned(),
            ..Fault::new("body", "", why)
        };
        self.note(reason, vec![fault]);
        Ok(None)
    }
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
        false => {
            let refusal = Refusal::new(Reason::Invalid)
                .with_faults(Fault::of_violations("body", "", &out))
                .with_omitted(out.omitted());
            Err(ReadError::Refused(refusal))
        }
    }
}
