//! Media types: which a client accepts, and which a request states, against those of a document.

use std::borrow::Cow;

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

use crate::media::{essence, is_within};

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

    /// How much a media type or a range of a document is wanted, in thousandths; nothing at all is zero.
    fn weight(&self, media_type: &str) -> u16 {
        let found = essence(media_type);
        let fits = |range: &str| {
            is_within(&found, range)
                // A document's range holds some of what is accepted.
                || found.contains('*') && is_within(range, &found)
        };
        let mut any = false;
        // The most specific one decides, and the last of those alike.
        let mut best: Option<(u8, &str)> = None;
        for (range, stated) in self.ranges() {
            any = true;
            let rank = match &*range {
                "*/*" => 0,
                range if range.contains('*') => 1,
                _ => 2,
            };
            if best.is_none_or(|(known, _)| rank >= known) && fits(&range) {
                best = Some((rank, stated));
            }
        }
        match any {
            true => best.map_or(0, |(_, stated)| weight(stated)),
            false => 1000,
        }
    }

    /// The place of the media type that is wanted most, the first of those that are wanted alike.
    pub(crate) fn choose(&self, media_types: &[&str]) -> Option<usize> {
        let weights = media_types.iter().map(|media_type| self.weight(media_type));
        let mut best: Option<(usize, u16)> = None;
        for (index, weight) in weights.enumerate() {
            if weight > best.map_or(0, |(_, weight)| weight) {
                best = Some((index, weight));
            }
        }
        best.map(|(index, _)| index)
    }

    /// A media type of a range that the client names: `image/png` of `image/*`.
    pub(crate) fn concrete(&self, range: &str) -> Option<String> {
        let mut all = self
            .ranges()
            .filter(|(found, stated)| weight(stated) > 0 && !found.contains('*'));
        all.find(|(found, _)| is_within(found, range))
            .map(|(found, _)| found.into_owned())
    }
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

/// The place of the media type of a list that another one is in: itself before ranges of it.
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
    let best = fits.min_by_key(|(_, range)| rank(range));
    best.map(|(index, _)| index)
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
        assert_eq!(Accepted::default().choose(&all), Some(0));
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
