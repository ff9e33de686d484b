//! Tokens of a file to the paths that it names, less what is in tests and in the code that it emits.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A path as it is written, in parts.
pub type Path = Vec<String>;

/// What a file names.
#[derive(Default, Debug)]
pub struct Names {
    pub imports: Vec<Import>,
    /// Those that are written where they are used, each with the modules within the file around it.
    pub paths: Vec<(Vec<String>, Path)>,
}

/// A path that `use` brings in.
#[derive(Debug)]
pub struct Import {
    /// The modules within the file around it.
    pub inside: Vec<String>,
    pub path: Path,
    /// What it is called here.
    pub name: String,
    /// Whether it is handed on to others.
    pub is_export: bool,
}

impl Names {
    pub fn of(source: &str) -> Self {
        let tokens: TokenStream = source.parse().expect("it is Rust");
        let mut names = Self::default();
        names.read(tokens, &mut Vec::new());
        names
    }

    fn read(&mut self, tokens: TokenStream, inside: &mut Vec<String>) {
        let mut tokens = tokens.into_iter().peekable();
        let mut is_public = false;
        while let Some(tree) = tokens.next() {
            let was_public = std::mem::take(&mut is_public);
            match tree {
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    if tokens.peek().is_some_and(is_test) {
                        skip_item(&mut tokens);
                    }
                }
                TokenTree::Ident(word) if word == "pub" => {
                    if matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                    {
                        tokens.next();
                    }
                    is_public = true;
                }
                TokenTree::Ident(word) if word == "use" => {
                    let tree = tokens.by_ref().take_while(|tree| !is_mark(tree, ';'));
                    let tree: Vec<_> = tree.collect();
                    self.import(&tree, &mut Vec::new(), (inside, was_public));
                }
                TokenTree::Ident(word) if word == "mod" => self.module(&mut tokens, inside),
                TokenTree::Ident(word) if word == "quote" && next_is(&mut tokens, '!') => {
                    tokens.next();
                    tokens.next();
                }
                TokenTree::Ident(word) => {
                    let path = path(word.to_string(), &mut tokens);
                    if path.len() > 1 {
                        self.paths.push((inside.clone(), path));
                    }
                }
                TokenTree::Group(group) => self.read(group.stream(), inside),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn module(&mut self, tokens: &mut Peekable<IntoIter>, inside: &mut Vec<String>) {
        let name = tokens.next().map(|name| name.to_string());
        if let Some(TokenTree::Group(group)) = tokens.peek().cloned() {
            tokens.next();
            inside.extend(name);
            self.read(group.stream(), inside);
            inside.pop();
        }
    }

    /// Reads what stands behind `use`, or a part of it that begins with a path.
    fn import(&mut self, tree: &[TokenTree], start: &mut Path, at: (&mut Vec<String>, bool)) {
        let (inside, is_export) = at;
        for part in tree.split(|tree| is_mark(tree, ',')) {
            let mut path = start.clone();
            let mut name = None;
            let mut group: Option<&Group> = None;
            let mut parts = part.iter();
            while let Some(tree) = parts.next() {
                match tree {
                    TokenTree::Ident(word) if word == "as" => {
                        name = parts.next().map(ToString::to_string);
                    }
                    TokenTree::Ident(word) => path.push(word.to_string()),
                    TokenTree::Group(inner) => group = Some(inner),
                    TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                }
            }
            if let Some(group) = group {
                let inner: Vec<_> = group.stream().into_iter().collect();
                self.import(&inner, &mut path, (inside, is_export));
                continue;
            }
            if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
                path.pop();
            }
            let Some(last) = path.last() else { continue };
            self.imports.push(Import {
                inside: inside.clone(),
                name: name.unwrap_or_else(|| last.clone()),
                path,
                is_export,
            });
        }
    }
}

/// A path that begins with a word: the words behind `::` after it.
fn path(first: String, tokens: &mut Peekable<IntoIter>) -> Path {
    let mut path = vec![first];
    while next_is(tokens, ':') {
        let mut ahead = tokens.clone();
        let colons = [ahead.next(), ahead.next()];
        let (true, Some(TokenTree::Ident(word))) = (
            colons.iter().flatten().all(|tree| is_mark(tree, ':')),
            ahead.next(),
        ) else {
            break;
        };
        path.push(word.to_string());
        *tokens = ahead;
    }
    path
}

/// Skips the rest of an attribute, and the item that it stands before.
fn skip_item(tokens: &mut Peekable<IntoIter>) {
    for tree in tokens {
        let is_body =
            matches!(&tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        if is_body || is_mark(&tree, ';') {
            break;
        }
    }
}

fn is_test(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.stream().to_string().replace(' ', "") == "cfg(test)")
}

fn next_is(tokens: &mut Peekable<IntoIter>, mark: char) -> bool {
    tokens.peek().is_some_and(|tree| is_mark(tree, mark))
}

fn is_mark(tree: &TokenTree, mark: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == mark)
}
