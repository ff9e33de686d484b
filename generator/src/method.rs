//! HTTP's methods: a row each.

/// An HTTP method that a path item may have an operation for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
}

/// What there is to say about a method.
struct Row {
    /// As on the wire.
    name: &'static str,
    /// Its key in a path item.
    key: &'static str,
    /// Whether a request may be sent twice and mean the same.
    is_idempotent: bool,
    /// Whether a request's body has a meaning.
    has_body: bool,
}

impl Method {
    /// All of them, in the specification's order.
    pub const ALL: [Self; 8] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
    ];

    const fn row(self) -> Row {
        let (name, key, is_idempotent, has_body) = match self {
            Self::Get => ("GET", "get", true, false),
            Self::Put => ("PUT", "put", true, true),
            Self::Post => ("POST", "post", false, true),
            Self::Delete => ("DELETE", "delete", true, false),
            Self::Options => ("OPTIONS", "options", true, true),
            Self::Head => ("HEAD", "head", true, false),
            Self::Patch => ("PATCH", "patch", false, true),
            Self::Trace => ("TRACE", "trace", true, false),
        };
        Row {
            name,
            key,
            is_idempotent,
            has_body,
        }
    }

    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// Its key in a path item.
    pub const fn key(self) -> &'static str {
        self.row().key
    }

    /// The method of a key of a path item.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }

    /// Whether a request may be sent twice and mean the same.
    pub const fn is_idempotent(self) -> bool {
        self.row().is_idempotent
    }

    /// Whether a request's body has a meaning.
    pub const fn has_body(self) -> bool {
        self.row().has_body
    }
}

#[cfg(test)]
mod tests {
    use super::Method;

    #[test]
    fn methods_are_found_by_their_keys() {
        for method in Method::ALL {
            assert_eq!(Method::of_key(method.key()), Some(method));
            assert_eq!(method.as_str().to_ascii_lowercase(), method.key());
        }
        assert_eq!(Method::of_key("GET"), None);
        assert_eq!(Method::of_key("connect"), None);
    }
}
