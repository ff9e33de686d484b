//! The text of an address to one that may be asked, and to what of it may be shown.

use std::net::Ipv4Addr;

use fluent_uri::component::Host;
use fluent_uri::{Uri, UriRef};

use super::lock::digest;

/// An address that may be asked: of HTTPS, or of HTTP on this machine, and without credentials.
#[derive(Clone, Debug)]
pub(super) struct Address(Uri<String>);

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// Why it is not asked, in words that hold no credentials.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let Ok(uri) = Uri::parse(text.to_owned()) else {
            return Err("it is not an address".to_owned());
        };
        Self::of(uri)
    }

    /// Where a redirect leads.
    ///
    /// # Errors
    ///
    /// As [`Address::parse`].
    pub(super) fn redirected(&self, location: &str) -> Result<Self, String> {
        let next = UriRef::parse(location).ok();
        let next = next.and_then(|next| next.resolve_against(&self.0).ok());
        Self::of(next.ok_or("it is redirected to what is not an address")?)
    }

    fn of(uri: Uri<String>) -> Result<Self, String> {
        let uri = uri.strip_fragment().to_owned().normalize();
        let Some(authority) = uri.authority() else {
            return Err("it is not an address of HTTPS".to_owned());
        };
        if authority.userinfo().is_some() {
            return Err(
                "an address with a user or a password is not asked, since addresses are shown"
                    .to_owned(),
            );
        }
        let is_here = match authority.host_parsed() {
            Host::Ipv4(address) => Ipv4Addr::is_loopback(&address),
            Host::Ipv6(address) => address.is_loopback(),
            Host::RegName(name) => name.as_str() == "localhost",
            _ => false,
        };
        match uri.scheme().as_str() {
            "https" => Ok(Self(uri)),
            "http" if is_here => Ok(Self(uri)),
            "http" => Err("only HTTPS is spoken with other machines".to_owned()),
            _ => Err("it is not an address of HTTPS".to_owned()),
        }
    }

    /// The whole address, for the request alone.
    pub(super) fn secret(&self) -> &str {
        self.0.as_str()
    }

    /// What may be shown, and tells it from others: a query may hold a key, and has a digest in its place.
    pub(super) fn shown(&self) -> String {
        let text = self.0.as_str();
        match text.split_once('?') {
            Some((path, query)) => format!("{path}?{:.12}", digest(query.as_bytes())),
            None => text.to_owned(),
        }
    }

    /// The host, without its port.
    pub(super) fn host(&self) -> &str {
        self.0.authority().map_or("", |authority| authority.host())
    }

    /// Whether another address is of the same scheme, host and port.
    pub(super) fn has_origin_of(&self, other: &Self) -> bool {
        let origin = |address: &Self| {
            let authority = address.0.authority();
            let authority = authority.map(|authority| authority.as_str().to_owned());
            (address.0.scheme().as_str().to_owned(), authority)
        };
        origin(self) == origin(other)
    }

    /// Whether it is on this machine.
    pub(super) fn is_plain(&self) -> bool {
        self.0.scheme().as_str() == "http"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_are_asked_by_https_alone() {
        for text in [
            "https://example.com/a.yaml",
            "http://127.0.0.1:80/a",
            "http://[::1]/a",
            "http://localhost:8080/a",
        ] {
            assert!(Address::parse(text).is_ok(), "{text}");
        }
        for text in [
            "http://example.com/a.yaml",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com/",
            "ftp://example.com/a",
            "file:///etc/passwd",
            "https:/a",
            "a.yaml",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        let here = Address::parse("https://example.com/a").unwrap();
        assert!(here.redirected("http://example.com/a").is_err());
        assert!(here.redirected("/b").is_ok());
    }

    #[test]
    fn what_may_be_secret_is_not_shown() {
        let refused = Address::parse("https://me:hunter2@example.com/a").unwrap_err();
        assert!(!refused.contains("hunter2"), "{refused}");
        let shown = |text| Address::parse(text).unwrap().shown();
        let one = shown("https://example.com/a?key=hunter2#x");
        assert!(
            !one.contains("hunter2") && one.starts_with("https://example.com/a?"),
            "{one}"
        );
        assert_ne!(one, shown("https://example.com/a?key=hunter3"));
        assert_eq!(shown("https://EXAMPLE.com/a/../b"), "https://example.com/b");
    }
}
