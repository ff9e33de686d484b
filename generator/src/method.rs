//! HTTP's methods: a row each.

use std::sync::Arc;

use crate::pointer::Pointer;

/// An HTTP method that a path item may have an operation for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are HTTP's")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    /// Of RFC 10008: a safe request with a body that says what is asked for.
    Query,
    /// Any other token, as it is sent: methods are told apart by case.
    Other(Arc<str>),
}

/// The key of a path item that holds the operations whose methods have no key of their own.
pub const ADDITIONAL: &str = "additionalOperations";

/// What there is to say about a method.
struct Row {
    /// As on the wire.
    name: &'static str,
    /// Its key in a path item.
    key: &'static str,
    /// Whether a request only asks.
    is_safe: bool,
    /// Whether a request may be sent twice and mean the same.
    is_idempotent: bool,
    /// Whether a request's body has a meaning.
    has_body: bool,
}

impl Method {
    /// Those with a key of their own, in the specification's order.
    pub const ALL: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    const fn row(&self) -> Option<Row> {
        let (name, key, is_safe, is_idempotent, has_body) = match self {
            Self::Get => ("GET", "get", true, true, false),
            Self::Put => ("PUT", "put", false, true, true),
            Self::Post => ("POST", "post", false, false, true),
            Self::Delete => ("DELETE", "delete", false, true, false),
            Self::Options => ("OPTIONS", "options", true, true, true),
            Self::Head => ("HEAD", "head", true, true, false),
            Self::Patch => ("PATCH", "patch", false, false, true),
            Self::Trace => ("TRACE", "trace", true, true, false),
            Self::Query => ("QUERY", "query", true, true, true),
            Self::Other(_) => return None,
        };
        Some(Row {
            name,
            key,
            is_safe,
            is_idempotent,
            has_body,
        })
    }

    /// As on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(token) => token,
            known => known.row().map_or("", |row| row.name),
        }
    }

    /// Its key in a path item, where it has one.
    pub fn key(&self) -> Option<&'static str> {
        Some(self.row()?.key)
    }

    /// The word for it in names.
    pub fn word(&self) -> String {
        self.as_str().to_ascii_lowercase()
    }

    /// The methods that have a key, with their keys.
    pub fn keyed() -> impl Iterator<Item = (&'static str, Self)> {
        let all = Self::ALL.into_iter();
        all.filter_map(|method| Some((method.key()?, method)))
    }

    /// The method of a key of a path item.
    pub fn of_key(key: &str) -> Option<Self> {
        let mut keyed = Self::keyed();
        keyed.find_map(|(known, method)| (known == key).then_some(method))
    }

    /// The method of a key of `additionalOperations`: a token, and none that has a key of its own.
    pub fn additional(token: &str) -> Option<Self> {
        let is_known = Self::ALL.iter().any(|method| method.as_str() == token);
        (is_token(token) && !is_known).then(|| Self::Other(token.into()))
    }

    /// Where its operation stands in the path item at `item`.
    pub fn place(&self, item: &Pointer) -> Pointer {
        match self.key() {
            Some(key) => item.key(key),
            None => item.keys([ADDITIONAL, self.as_str()]),
        }
    }

    /// Whether a request only asks, and changes nothing (RFC 9110, 9.2.1), as far as is known.
    pub fn is_safe(&self) -> bool {
        self.row().is_some_and(|row| row.is_safe)
    }

    /// Whether a request may be sent twice and mean the same, as far as is known.
    pub fn is_idempotent(&self) -> bool {
        self.row().is_some_and(|row| row.is_idempotent)
    }

    /// Whether a request's body has a meaning, as far as is known.
    pub fn has_body(&self) -> bool {
        self.row().is_none_or(|row| row.has_body)
    }
}

/// Whether a text is a token, as the names of methods and headers are (RFC 9110, 5.6.2).
pub fn is_token(text: &str) -> bool {
    let is_of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_of_token)
}

#[cfg(test)]
mod tests {
    use super::{Method, is_token};

    #[test]
    fn methods_are_found_by_their_keys() {
        for method in Method::ALL {
            let key = method.key().unwrap();
            assert_eq!(method.word(), key);
            assert_eq!(Method::of_key(key), Some(method));
        }
        assert_eq!(Method::of_key("GET"), None);
        assert_eq!(Method::of_key("connect"), None);
    }

    #[test]
    fn additional_methods_are_tokens_without_a_key() {
        for token in ["COPY", "get", "M-SEARCH"] {
            let method = Method::additional(token).unwrap();
            assert_eq!((method.as_str(), method.key()), (token, None));
            assert!(method.has_body() && !method.is_idempotent());
        }
        for token in ["POST", "QUERY", "", "A B"] {
            assert_eq!(Method::additional(token), None, "{token}");
        }
    }

    #[test]
    fn tokens_have_no_separators() {
        assert!(is_token("COPY") && is_token("M-SEARCH") && is_token("X-Rate.Limit"));
        for text in ["", "A B", "Bad=Header", "Bad[Header]", "caf\u{e9}", "a:b"] {
            assert!(!is_token(text), "{text}");
        }
    }
}
