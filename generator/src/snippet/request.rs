//! A request as a sample shows it, before it is written in a language.

use serde_json::Value;

/// A request with the document's values.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The method, as it is sent.
    pub method: String,
    /// The whole address.
    pub url: Vec<Piece>,
    /// In the order in which they are set; the body's media type among them.
    pub headers: Vec<(String, Vec<Piece>)>,
    /// Pairs of the header `Cookie`, which browsers do not let a program set.
    pub cookies: Vec<Vec<Piece>>,
    /// The variables of a user's name and password.
    pub basic: Option<(String, String)>,
    /// What is sent.
    pub body: Option<Body>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Text(String),
    /// What the reader sets: a variable of the environment, where the language has one.
    Variable(String),
    /// The same, percent-encoded.
    Encoded(String),
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A value as JSON.
    Json(Value),
    /// A text as it is.
    Text(String),
    /// A file's bytes.
    File(String),
    /// `multipart/form-data` of parts that every library can write.
    Form(Vec<Part>),
    /// A body of several parts, written out.
    Pieces(Vec<Chunk>),
}

/// A piece of a body that is written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// A text.
    Text(String),
    /// A file's bytes.
    File(String),
}

/// A part of `multipart/form-data`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub content: Chunk,
    /// Its media type, where it has one of its own.
    pub media_type: Option<String>,
    /// Its other headers.
    pub headers: Vec<(String, String)>,
}

impl Piece {
    /// Keeps of a text what `is_kept` says.
    pub fn retain(&mut self, is_kept: impl Fn(char) -> bool) {
        if let Self::Text(text) = self {
            text.retain(is_kept);
        }
    }
}

impl Request {
    /// What the reader has to set, in the order in which it is used, each once.
    pub fn variables(&self) -> Vec<&str> {
        let basic = self
            .basic
            .iter()
            .flat_map(|(user, password)| [user, password]);
        let texts = self.headers.iter().map(|(_, value)| value);
        let texts = texts.chain(&self.cookies).chain([&self.url]).flatten();
        let pieces = texts.filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Variable(name) | Piece::Encoded(name) => Some(name),
        });
        let mut names: Vec<&str> = Vec::new();
        for name in basic.chain(pieces) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    /// All headers, cookies among them.
    pub fn headers_with_cookies(&self) -> Vec<(String, Vec<Piece>)> {
        let mut headers = self.headers.clone();
        if !self.cookies.is_empty() {
            let mut value = Vec::new();
            for (index, cookie) in self.cookies.iter().enumerate() {
                if index > 0 {
                    value.push(Piece::Text("; ".to_owned()));
                }
                value.extend(cookie.iter().cloned());
            }
            headers.push(("Cookie".to_owned(), value));
        }
        headers
    }

    /// Whether a piece has to be percent-encoded by the program.
    pub fn encodes(&self) -> bool {
        self.url
            .iter()
            .any(|piece| matches!(piece, Piece::Encoded(_)))
    }

    /// The files that it reads.
    pub fn files(&self) -> Vec<&str> {
        let chunks: Vec<&Chunk> = match &self.body {
            Some(Body::File(name)) => return vec![name],
            Some(Body::Form(parts)) => parts.iter().map(|part| &part.content).collect(),
            Some(Body::Pieces(chunks)) => chunks.iter().collect(),
            _ => Vec::new(),
        };
        let files = chunks.into_iter().filter_map(|chunk| match chunk {
            Chunk::File(name) => Some(name.as_str()),
            Chunk::Text(_) => None,
        });
        files.collect()
    }
}

/// A text of its own.
pub fn text(text: impl Into<String>) -> Vec<Piece> {
    vec![Piece::Text(text.into())]
}

/// Pieces as an expression: texts by `literal`, what is set by `variable`, joined by `operator`.
pub fn joined(
    pieces: &[Piece],
    operator: &str,
    literal: impl Fn(&str) -> String,
    variable: impl Fn(&str, bool) -> String,
) -> String {
    let written = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => literal(text),
        Piece::Variable(name) => variable(name, false),
        Piece::Encoded(name) => variable(name, true),
    });
    let written: Vec<_> = written.collect();
    match written.is_empty() {
        true => literal(""),
        false => written.join(operator),
    }
}

/// Texts that stand beside each other as one.
pub fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Text(last)), Piece::Text(text)) => last.push_str(&text),
            (_, piece) => out.push(piece),
        }
    }
    out
}
