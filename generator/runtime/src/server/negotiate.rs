//! Media types: which a client accepts, and which a request states, against those of a document.

use std::borrow::Cow;
use std::cmp::Reverse;

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

use crate::media::{essence, is_within};
use crate::server::mark::of_parameters;

/// What a client accepts: the lines of its header, of which mostly little has to be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Accepted(Vec<HeaderValue>);

impl Accepted {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(ACCEPT).iter().cloned().collect())
    }

    /// The ranges, and what is stated of each.
    fn ranges(&self) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        let lines = self.0.iter().filter_map(|line| line.to_str().ok());
        let ranges = lines.flat_map(|line| line.split(','));
        let ranges = ranges.map(str::trim).filter(|range| !range.is_empty());
        ranges.map(|range| (essence(range), range))
    }

    /// How much a media type or a range of a document is wanted, in thousandths, and how many of its parameters are asked
    /// for; nothing at all is zero.
    fn weight(&self, media_type: &str) -> (u16, usize) {
        let found = essence(media_type);
        let fits = |range: &str| {
            is_within(&found, range)
                // A document's range holds some of what is accepted.
                || found.contains('*') && is_within(range, &found)
        };
        let mut any = false;
        // The most specific one decides, and the last of those alike.
        let mut best: Option<(u8, usize, &str)> = None;
        for (range, stated) in self.ranges() {
            any = true;
            let rank = match &*range {
                "*/*" => 0,
                range if range.contains('*') => 1,
                _ => 2,
            };
            if !fits(&range) {
                continue;
            }
            let Some(shared) = shared(media_type, stated) else {
                continue;
            };
            if best.is_none_or(|(known, most, _)| (rank, shared) >= (known, most)) {
                best = Some((rank, shared, stated));
            }
        }
        match any {
            true => best.map_or((0, 0), |(_, shared, stated)| (weight(stated), shared)),
            false => (1000, 0),
        }
    }

    /// The place of the media type that is wanted most, the first of those that are wanted alike.
    pub(crate) fn choose(&self, media_types: &[&str]) -> Option<usize> {
        let weights = media_types.iter().map(|media_type| self.weight(media_type));
        let mut best: Option<(usize, (u16, usize))> = None;
        for (index, weight) in weights.enumerate() {
            if weight.0 > 0 && best.is_none_or(|(_, most)| weight > most) {
                best = Some((index, weight));
            }
        }
        best.map(|(index, _)| index)
    }

    /// The media type of a range that the client names and wants most: `image/png` of `image/*`.
    pub(crate) fn concrete(&self, range: &str) -> Option<String> {
        let all = self
            .ranges()
            .filter(|(found, _)| !found.contains('*') && is_within(found, range));
        let mut best: Option<(u16, Cow<'_, str>)> = None;
        for (found, stated) in all {
            let weight = weight(stated);
            if weight > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((weight, found));
            }
        }
        best.map(|(_, found)| found.into_owned())
    }
}

/// How many parameters of a document's media type another one states; nothing where it states other values for them.
fn shared(documented: &str, stated: &str) -> Option<usize> {
    // Mostly there are none.
    if !documented.contains(';') || !stated.contains(';') {
        return Some(0);
    }
    let mut count = 0;
    for parameter in documented.split(';').skip(1) {
        let Some((name, _)) = parameter.split_once('=') else {
            continue;
        };
        let name = name.trim();
        // What is between the parts differs from request to request.
        if name.eq_ignore_ascii_case("boundary") {
            continue;
        }
        let is_charset = name.eq_ignore_ascii_case("charset");
        let found = of_parameters(stated, name).zip(of_parameters(documented, name));
        match found {
            None => {}
            Some((one, other))
                if one == other || is_charset && one.eq_ignore_ascii_case(&other) =>
            {
                count += 1;
            }
            Some(_) => return None,
        }
    }
    Some(count)
}

/// The weight that a range states: `q=0.5` is 500.
fn weight(range: &str) -> u16 {
    let mut parameters = range.split(';').skip(1);
    let stated = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    });
    let weight = stated.and_then(|text| text.parse::<f32>().ok());
    weight.map_or(1000, |weight| (weight.clamp(0.0, 1.0) * 1000.0) as u16)
}

/// The place of the media type of a list that another one is in: itself before ranges of it, and of several that differ
/// in parameters the one that has most of them.
pub(crate) fn of_request<'l>(
    stated: &str,
    list: impl Iterator<Item = &'l str> + Clone,
) -> Option<usize> {
    let found = essence(stated);
    let rank = |range: &str| match range {
        range if range.starts_with("*/*") => 2,
        range if range.contains('*') => 1,
        _ => 0,
    };
    let fits = list
        .enumerate()
        .filter(|(_, range)| is_within(&found, range));
    let fits = fits.filter_map(|(index, range)| Some((index, range, shared(range, stated)?)));
    let best = fits.min_by_key(|(_, range, shared)| (rank(range), Reverse(*shared)));
    best.map(|(index, ..)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(text: &str) -> Accepted {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, text.parse().unwrap());
        Accepted::of(&headers)
    }

    #[test]
    fn the_most_wanted_media_type_is_chosen() {
        let all = ["application/json", "text/plain", "image/*"];
        for (accept, expected) in [
            ("*/*", Some(0)),
            ("text/plain, application/json;q=0.5", Some(1)),
            ("text/*;q=0.2, */*;q=0.1", Some(1)),
            ("application/xml", None),
            ("application/json;q=0, */*", Some(1)),
            ("image/png", Some(2)),
        ] {
            assert_eq!(accepted(accept).choose(&all), expected, "{accept}");
        }
        assert_eq!(
            accepted("image/png").concrete("image/*").as_deref(),
            Some("image/png")
        );
        for (accept, expected) in [
            ("image/png;q=0.1, image/webp, text/html", Some("image/webp")),
            ("image/png;q=0, image/*", None),
        ] {
            let found = accepted(accept).concrete("image/*");
            assert_eq!(found.as_deref(), expected, "{accept}");
        }
        assert_eq!(Accepted::default().choose(&all), Some(0));
    }

    #[test]
    fn parameters_tell_media_types_apart() {
        let all = [
            "application/json; version=1",
            "application/json; version=\"2\"",
            "text/plain; charset=utf-8",
            "multipart/form-data; boundary=x",
        ];
        for (stated, expected) in [
            ("application/json", Some(0)),
            ("application/json; charset=utf-8", Some(0)),
            ("application/json;version=1", Some(0)),
            ("application/json; a=b; Version=2", Some(1)),
            ("application/json; version=3", None),
            ("text/plain", Some(2)),
            ("text/plain; charset=UTF-8", Some(2)),
            ("text/plain; charset=latin1", None),
        ] {
            let request = of_request(stated, all.iter().copied());
            assert_eq!(request, expected, "{stated}");
            assert_eq!(accepted(stated).choose(&all), expected, "{stated}");
        }
        let parts = of_request("multipart/form-data; boundary=y", all.iter().copied());
        assert_eq!(parts, Some(3));
        for (accept, expected) in [
            ("application/json; version=1; q=0.1, application/json", 1),
            ("application/json; version=2, application/json; q=0.9", 1),
            ("application/*; q=0.5, application/json; version=3", 0),
        ] {
            assert_eq!(accepted(accept).choose(&all), Some(expected), "{accept}");
        }
    }

    #[test]
    fn a_media_type_comes_before_ranges_of_it() {
        let list = ["*/*", "application/*+json", "application/json"];
        let of = |stated| of_request(stated, list.iter().copied());
        assert_eq!(of("application/json; charset=utf-8"), Some(2));
        assert_eq!(of("application/hal+json"), Some(1));
        assert_eq!(of("text/plain"), Some(0));
        assert_eq!(of_request("text/plain", ["image/*"].into_iter()), None);
    }
}
