//! A link to a next page into the path and query to ask for, if they are on the same server.

use http::{HeaderMap, Uri, header};

use crate::client::base_url::BaseUrl;
use crate::platform::BoxError;
use crate::send::request::has_dot_segment;

/// The target of the first `Link` whose `rel` is `next`.
pub(crate) fn next_link(headers: &HeaderMap) -> Option<String> {
    let lists = headers
        .get_all(header::LINK)
        .iter()
        .filter_map(|value| value.to_str().ok());
    lists
        .flat_map(links)
        .find(|(_, rel)| {
            rel.split_ascii_whitespace()
                .any(|rel| rel.eq_ignore_ascii_case("next"))
        })
        .map(|(target, _)| target.to_owned())
}

/// Path and query pairs of a link, which is read against the path of the page that holds it.
pub(crate) fn target(
    base: &BaseUrl,
    page: &str,
    link: &str,
) -> Result<(String, Vec<String>), BoxError> {
    let unreadable = || format!("the link is not a URL of {}", base.origin());
    let absolute = absolute(base, page, link.split('#').next().unwrap_or_default());
    let uri: Uri = absolute.parse().map_err(|_| unreadable())?;
    let server = absolute.split('?').next().unwrap_or_default();
    if !BaseUrl::parse(server)
        .map_err(|_| unreadable())?
        .same_origin(base)
    {
        return Err(format!("it is on another server than {}", base.origin()).into());
    }
    if has_dot_segment(uri.path()) {
        return Err("its link has a segment `.` or `..`".into());
    }
    let pairs = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty());
    Ok((uri.path().to_owned(), pairs.map(str::to_owned).collect()))
}

/// A reference of RFC 3986 as an absolute URL.
fn absolute(base: &BaseUrl, page: &str, reference: &str) -> String {
    let origin = base.origin();
    let scheme = origin.split("//").next().unwrap_or_default();
    match reference.as_bytes() {
        [b'/', b'/', ..] => format!("{scheme}{reference}"),
        [b'/', ..] => format!("{origin}{reference}"),
        [] | [b'?', ..] => format!("{origin}{page}{reference}"),
        _ if has_scheme(reference) => reference.to_owned(),
        _ => {
            let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{origin}{folder}/{reference}")
        }
    }
}

fn has_scheme(reference: &str) -> bool {
    let scheme = reference.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.contains(':')
}

/// The targets of a `Link` header with their `rel`.
fn links(list: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = list;
    while let Some((target, after)) = rest
        .split_once('<')
        .and_then(|(_, after)| after.split_once('>'))
    {
        let end = after.find('<').unwrap_or(after.len());
        let (parameters, next) = after.split_at(end);
        let rel = parameters.split(';').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            let value = value
                .trim()
                .trim_end_matches(',')
                .trim_end()
                .trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel").then_some(value)
        });
        found.push((target, rel.unwrap_or_default()));
        rest = next;
    }
    found
}
