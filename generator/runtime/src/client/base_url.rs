//! A server's URL template into the origin and path prefix that requests go to.

use std::fmt;
use std::sync::Arc;

use http::uri::{Authority, Scheme};

use crate::api::{ApiInfo, Server};

/// Where requests go: an origin, and the path that precedes every operation's. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(Arc<Parts>);

#[derive(PartialEq, Eq)]
struct Parts {
    scheme: Scheme,
    authority: Authority,
    /// As it is sent: `https://example.com:443`.
    origin: String,
    /// As it is compared: in lower case, and always with a port.
    normal: String,
    /// Without a slash at its end.
    path: String,
    /// Whether a slash was at its end.
    is_folder: bool,
    is_private: bool,
}

/// Why a URL cannot be a server's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerError(String);

impl BaseUrl {
    /// Reads an absolute URL.
    pub fn parse(url: &str) -> Result<Self, ServerError> {
        let refuse = |reason: &str| {
            ServerError(format!(
                "{reason}: the server's URL must look like `https://host/path`"
            ))
        };
        let uri: http::Uri = url.parse().map_err(|_| refuse("it cannot be read"))?;
        let parts = uri.into_parts();
        let scheme = parts.scheme.ok_or_else(|| refuse("it is relative"))?;
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(refuse("its scheme is neither http nor https"));
        }
        let authority = parts.authority.ok_or_else(|| refuse("it has no host"))?;
        if authority.as_str().contains('@') {
            return Err(refuse(
                "it holds a user, which is for `credentials` to tell",
            ));
        }
        let path = parts
            .path_and_query
            .ok_or_else(|| refuse("it has no path"))?;
        if path.query().is_some() {
            return Err(refuse("it has a query"));
        }
        let port = authority
            .port_u16()
            .unwrap_or(if scheme == Scheme::HTTPS { 443 } else { 80 });
        let host = authority.host().to_ascii_lowercase();
        Ok(Self(Arc::new(Parts {
            origin: format!("{scheme}://{authority}"),
            normal: format!("{scheme}://{host}:{port}"),
            path: path.path().trim_end_matches('/').to_owned(),
            is_folder: path.path().ends_with('/'),
            is_private: scheme == Scheme::HTTPS
                || matches!(&*host, "localhost" | "127.0.0.1" | "[::1]"),
            scheme,
            authority,
        })))
    }

    /// Fills a template's variables: with what `chosen` says, else with their defaults.
    pub fn of(server: &Server, chosen: &[(String, String)]) -> Result<Self, ServerError> {
        let mut url = server.url.to_owned();
        for variable in server.variables {
            let value = chosen.iter().rev().find(|(name, _)| name == variable.name);
            let value = value.map_or(variable.default, |(_, value)| value);
            if !variable.values.is_empty() && !variable.values.contains(&value) {
                let values = variable.values.join("`, `");
                return Err(ServerError(format!(
                    "`{}` must be one of `{values}`, not `{value}`",
                    variable.name
                )));
            }
            url = url.replace(&format!("{{{}}}", variable.name), value);
        }
        Self::parse(&url)
    }

    /// The URL that a reference leads to from here, by RFC 3986, 5.2.
    pub(crate) fn resolve(&self, reference: &str) -> String {
        let (reference, _fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let (path, query) = match reference.find('?') {
            Some(at) => reference.split_at(at),
            None => (reference, ""),
        };
        if path.contains("://") {
            return reference.to_owned();
        }
        if path.starts_with("//") {
            return format!("{}:{reference}", self.0.scheme);
        }
        let folder = match (self.0.is_folder, self.0.path.rsplit_once('/')) {
            (false, Some((folder, _))) => folder,
            _ => &*self.0.path,
        };
        let whole = match path.strip_prefix('/') {
            Some(rest) => rest.to_owned(),
            None if path.is_empty() => self.0.path.trim_start_matches('/').to_owned(),
            None => format!("{folder}/{path}")
                .trim_start_matches('/')
                .to_owned(),
        };
        let mut segments = Vec::new();
        for segment in whole.split('/') {
            match segment {
                "." => {}
                ".." => drop(segments.pop()),
                segment => segments.push(segment),
            }
        }
        format!("{}/{}{query}", self.0.origin, segments.join("/"))
    }

    /// Whether both have one scheme, host and port.
    pub fn same_origin(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.normal == other.0.normal
    }

    pub(crate) fn scheme(&self) -> &Scheme {
        &self.0.scheme
    }

    pub(crate) fn authority(&self) -> &Authority {
        &self.0.authority
    }

    /// The scheme, host and port: `https://example.com`.
    pub fn origin(&self) -> &str {
        &self.0.origin
    }

    /// Whether nobody between here and there can listen: over TLS, or to this machine itself.
    pub fn is_private(&self) -> bool {
        self.0.is_private
    }

    /// The path that precedes every operation's, without a slash at its end.
    pub fn path(&self) -> &str {
        &self.0.path
    }
}

/// Refuses a variable that no server of the API has.
pub(crate) fn known_variables(
    api: &ApiInfo,
    chosen: &[(String, String)],
) -> Result<(), ServerError> {
    let servers = api.servers.iter().flat_map(|server| server.variables);
    let mut known: Vec<_> = servers.map(|variable| variable.name).collect();
    known.extend(api.variables);
    known.sort_unstable();
    known.dedup();
    let Some((name, _)) = chosen.iter().find(|(name, _)| !known.contains(&&**name)) else {
        return Ok(());
    };
    let known = match known.is_empty() {
        true => "have none".to_owned(),
        false => format!("have `{}`", known.join("`, `")),
    };
    Err(ServerError(format!(
        "there is no variable `{name}`: the document's servers {known}"
    )))
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path())
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ServerError {}
