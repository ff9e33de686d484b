//! Promises about the future: `deprecated`, `x-sunset` and `x-stability-level`.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::pointer::Pointer;

use super::event::{Anchor, Event};
use super::rule::*;

const SUNSET: &str = "x-sunset";
const STABILITY: &str = "x-stability-level";

/// How much may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Draft,
    Alpha,
    Beta,
    Stable,
}

/// When something goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sunset {
    None,
    /// A day, as `2026-01-31`.
    On(String),
    Unreadable(String),
}

/// An object that promises, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Promise<'d> {
    pub map: &'d Map<String, Value>,
    pub at: &'d Pointer,
}

/// Whether an object's deprecation allows that it goes today: its sunset is over, or there is none.
///
/// OpenAPI (Operation, Parameter and Schema Object, `deprecated`): consumers should refrain from
/// using it. That it goes was announced with that. A sunset (RFC 8594) promises more: that it stays
/// until then.
pub(super) fn is_expired(map: &Map<String, Value>, today: &str) -> bool {
    is_deprecated(map)
        && match sunset(map) {
            Sunset::None => true,
            Sunset::On(day) => day.as_str() <= today,
            Sunset::Unreadable(_) => false,
        }
}

/// Whether an object is to stay until a day that was named.
pub(super) fn is_promised(map: &Map<String, Value>) -> bool {
    is_deprecated(map) && sunset(map) != Sunset::None
}

/// What was announced of an object, in words; nothing where it is not deprecated.
pub(super) fn announced(map: &Map<String, Value>) -> Option<String> {
    is_deprecated(map).then(|| match sunset(map) {
        Sunset::None => "deprecated".to_owned(),
        Sunset::On(day) | Sunset::Unreadable(day) => format!("deprecated until {day}"),
    })
}

/// Whether an object may change at any time.
pub(super) fn is_unstable(map: &Map<String, Value>) -> bool {
    level(map).is_ok_and(|level| level <= Level::Alpha)
}

/// Whether a text is a day, as `2026-01-31`.
pub(crate) fn is_day(text: &str) -> bool {
    day(text).as_deref() == Some(text)
}

/// What became of the promises of an object that both documents have.
pub(super) fn compare(old: Promise<'_>, new: Promise<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    deprecation(old, new, &mut events);
    sunsets(old, new, &mut events);
    levels(old, new, &mut events);
    events
}

fn deprecation(old: Promise<'_>, new: Promise<'_>, events: &mut Vec<Event>) {
    let rule = match (is_deprecated(old.map), is_deprecated(new.map)) {
        (false, true) => &DEPRECATED,
        (true, false) => &REACTIVATED,
        _ => return,
    };
    let mut event = event(rule, old, new, "deprecated");
    if let Sunset::On(day) = sunset(new.map) {
        event.to = Some(format!("until {day}"));
    }
    events.push(event);
}

fn sunsets(old: Promise<'_>, new: Promise<'_>, events: &mut Vec<Event>) {
    let stays = is_deprecated(old.map);
    if !is_deprecated(new.map) {
        return;
    }
    let (was, is) = (sunset(old.map), sunset(new.map));
    let rule = match (&was, &is) {
        _ if stays && was == is => return,
        (_, Sunset::Unreadable(_)) => &SUNSET_UNREADABLE,
        (Sunset::Unreadable(_), _) if stays => &SUNSET_UNREADABLE,
        (Sunset::On(_), Sunset::None) if stays => &SUNSET_NEARER,
        (Sunset::On(was), Sunset::On(is)) if stays => match is.cmp(was) {
            Ordering::Less => &SUNSET_NEARER,
            Ordering::Greater | Ordering::Equal => &SUNSET_SET,
        },
        (Sunset::None, Sunset::On(_)) if stays => &SUNSET_SET,
        _ => return,
    };
    let mut event = event(rule, old, new, SUNSET);
    event.from = text(was);
    event.to = text(is);
    events.push(event);
}

fn levels(old: Promise<'_>, new: Promise<'_>, events: &mut Vec<Event>) {
    let rule = match (level(old.map), level(new.map)) {
        (Err(_), _) | (_, Err(_)) => &STABILITY_UNREADABLE,
        (Ok(was), Ok(is)) => match was.cmp(&is) {
            Ordering::Less => &STABILITY_RAISED,
            Ordering::Greater => &STABILITY_LOWERED,
            Ordering::Equal => return,
        },
    };
    let is_same = old.map.get(STABILITY) == new.map.get(STABILITY);
    if is_same {
        return;
    }
    let shown = |map: &Map<String, Value>| map.get(STABILITY).map(super::schema::shown);
    let mut event = event(rule, old, new, STABILITY);
    event.from = shown(old.map);
    event.to = shown(new.map);
    events.push(event);
}

fn is_deprecated(map: &Map<String, Value>) -> bool {
    map.get("deprecated").and_then(Value::as_bool) == Some(true)
}

fn sunset(map: &Map<String, Value>) -> Sunset {
    let Some(value) = map.get(SUNSET) else {
        return Sunset::None;
    };
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match day(&text) {
        Some(day) => Sunset::On(day),
        None => Sunset::Unreadable(text),
    }
}

/// The day of an RFC 3339 date or date-time.
fn day(text: &str) -> Option<String> {
    let (day, time) = text.split_at_checked(10)?;
    let is_digit = |index: usize| day.as_bytes().get(index).is_some_and(u8::is_ascii_digit);
    let digits = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(is_digit);
    let dashes = [4, 7]
        .into_iter()
        .all(|index| day.as_bytes().get(index) == Some(&b'-'));
    let number = |range| {
        day.get(range)
            .and_then(|text: &str| text.parse::<u16>().ok())
    };
    let last = number(0..4).zip(number(5..7));
    let last = last.map_or(0, |(year, month)| last_day(year, month));
    let in_range = number(8..10).is_some_and(|day| (1..=last).contains(&day));
    let is_timed = time.is_empty() || time.starts_with(['T', 't', ' ']);
    (digits && dashes && in_range && is_timed).then(|| day.to_owned())
}

/// How many days a month has; none where there is no such month.
fn last_day(year: u16, month: u16) -> u16 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// `stable` where nothing is said; what is said where it is no level.
fn level(map: &Map<String, Value>) -> Result<Level, String> {
    match map.get(STABILITY) {
        None => Ok(Level::Stable),
        Some(Value::String(text)) => match text.as_str() {
            "draft" => Ok(Level::Draft),
            "alpha" => Ok(Level::Alpha),
            "beta" => Ok(Level::Beta),
            "stable" => Ok(Level::Stable),
            other => Err(other.to_owned()),
        },
        Some(other) => Err(other.to_string()),
    }
}

fn text(sunset: Sunset) -> Option<String> {
    match sunset {
        Sunset::None => None,
        Sunset::On(text) | Sunset::Unreadable(text) => Some(text),
    }
}

fn event(rule: &'static Rule, old: Promise<'_>, new: Promise<'_>, key: &str) -> Event {
    let anchor = |promise: Promise<'_>| {
        if promise.map.contains_key(key) {
            Anchor::value(&promise.at.key(key))
        } else {
            Anchor::near(promise.at)
        }
    };
    Event::new(rule, anchor(old), anchor(new))
}
