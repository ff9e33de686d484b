//! An operation into samples: the program that sends its request, with the document's example values, in
//! each of several languages.
//!
//! One request is made of an operation, in the same way for all languages; a file a language writes it.

mod body;
mod build;
mod csharp;
mod curl;
mod go;
mod java;
mod javascript;
mod php;
mod python;
mod quote;
mod request;
mod style;
mod xml;

use crate::emit;
use crate::emit::context::Context;
use crate::ir::{Api, Operation};

pub use build::{Given, Maker};
pub use quote::pretty;
pub use request::Request;

/// The languages of samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// The program `curl`, from a shell.
    Curl,
    /// `fetch`, in a browser.
    JavaScript,
    /// `fetch` of Node.js.
    NodeJs,
    /// The package `requests`.
    Python,
    /// The extension `curl`.
    Php,
    /// `java.net.http`.
    Java,
    /// `HttpClient`.
    CSharp,
    /// `net/http`.
    Go,
    /// The client that is generated of the document.
    Rust,
}

impl Language {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Curl,
        Self::JavaScript,
        Self::NodeJs,
        Self::Python,
        Self::Php,
        Self::Java,
        Self::CSharp,
        Self::Go,
        Self::Rust,
    ];

    /// What it is called on a command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::JavaScript => "javascript",
            Self::NodeJs => "nodejs",
            Self::Python => "python",
            Self::Php => "php",
            Self::Java => "java",
            Self::CSharp => "csharp",
            Self::Go => "go",
            Self::Rust => "rust",
        }
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Curl => "cURL",
            Self::JavaScript => "JavaScript",
            Self::NodeJs => "Node.js",
            Self::Python => "Python",
            Self::Php => "PHP",
            Self::Java => "Java",
            Self::CSharp => "C#",
            Self::Go => "Go",
            Self::Rust => "Rust",
        }
    }

    /// Other names of it.
    const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Curl => &["shell", "sh", "bash"],
            Self::JavaScript => &["js", "fetch", "browser"],
            Self::NodeJs => &["node", "node.js"],
            Self::Python => &["py", "python3", "requests"],
            Self::CSharp => &["c#", "cs", "dotnet"],
            Self::Go => &["golang"],
            Self::Rust => &["rs"],
            Self::Php | Self::Java => &[],
        }
    }

    /// The language of a name, in whatever case.
    pub fn find(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let is_it = |it: &Self| it.id() == name || it.aliases().contains(&name.as_str());
        Self::ALL.into_iter().find(is_it)
    }
}

/// Samples of one API.
pub struct Snippets<'a> {
    maker: Maker<'a>,
    context: Context<'a>,
}

impl<'a> Snippets<'a> {
    /// Of an API whose crate has that name.
    pub fn new(maker: Maker<'a>, library: &str) -> Self {
        let api: &'a Api = maker.api;
        Self {
            maker,
            context: Context::new(api).with_library(library),
        }
    }

    /// The request of an operation, for [`Self::write`].
    pub fn request(&self, operation: &Operation) -> Request {
        self.maker.request(operation)
    }

    /// A sample, which ends with a line end.
    pub fn write(&self, language: Language, operation: &Operation, request: &Request) -> String {
        let mut text = match language {
            Language::Curl => curl::write(request),
            Language::JavaScript => javascript::browser(request),
            Language::NodeJs => javascript::node(request),
            Language::Python => python::write(request),
            Language::Php => php::write(request),
            Language::Java => java::write(request),
            Language::CSharp => csharp::write(request),
            Language::Go => go::write(request),
            Language::Rust => emit::sample(&self.context, operation, self.maker.server),
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }
}
