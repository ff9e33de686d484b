//! What generated methods do with arguments as a whole: they judge them, and
//! write them as text.

use crate::call::{Call, flatten};
use crate::json::ser::{self, Encode};
use crate::parameter::{self, CookieStyle, Style, Value};
use crate::validate::{At, Validate, Violations};

impl Call {
    /// Judges a parameter; what it breaks is reported at `/query/limit`, say.
    ///
    /// `judge` gets the value as an argument: the variables of generated methods have the document's
    /// names, which those of a closure around them would hide.
    pub fn check<T>(
        &mut self,
        location: &str,
        name: &str,
        value: T,
        judge: impl FnOnce(T, &At<'_>, &mut Violations),
    ) {
        let root = At::ROOT;
        let location = root.key(location);
        judge(value, &location.key(name), self.violations());
    }

    /// Judges a parameter whose type knows its own constraints.
    pub fn check_value<T: Validate>(&mut self, location: &str, name: &str, value: &T) {
        self.check(location, name, value, |value, at, out| value.check(at, out));
    }

    /// Judges a body.
    pub fn check_body(&mut self, judge: impl FnOnce(&At<'_>, &mut Violations)) {
        judge(&At::ROOT, self.violations());
    }
}

impl Call {
    /// A path parameter with `allowReserved`: what separates the parts of a URL is encoded all the same.
    pub fn path_reserved<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        value: &T,
    ) {
        let text =
            Value::of(value).map(|value| parameter::path(name, style, explode, true, &value));
        self.0.set_path(name, flatten(text));
    }

    /// A cookie parameter, in a style.
    pub fn cookie_as<T: Encode + ?Sized>(
        &mut self,
        name: &'static str,
        style: CookieStyle,
        explode: bool,
        value: &T,
    ) {
        let text = Value::of(value).map(|value| parameter::cookie(name, style, explode, &value));
        self.0.set_cookie(name, flatten(text));
    }

    /// The whole query, as a text: of what is no single value, its JSON.
    pub fn whole_query<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        let text = Value::of(value).and_then(|value| match value {
            Value::Null => Ok(None),
            Value::Text(text) | Value::Literal(text) => Ok(Some(text)),
            other => Ok(Some(ser::encode(&other)?)),
        });
        let text = text.map(|text| text.map(|text| parameter::encode(&text).into_owned()));
        self.0.set_query(name, text);
    }

    /// The whole query, as JSON.
    pub fn whole_query_json<T: Encode + ?Sized>(&mut self, name: &'static str, value: &T) {
        let text = ser::encode_short(value).map_err(Into::into);
        let text = text.map(|text| Some(parameter::encode(&text).into_owned()));
        self.0.set_query(name, text);
    }

    /// The text of a value: a number, or one of several texts.
    pub fn text_of<T: Encode + ?Sized>(&mut self, media_type: &str, value: &T) {
        match Value::of(value) {
            Ok(Value::Text(text) | Value::Literal(text)) => self.text(media_type, text),
            Ok(value) => self.json_unchecked(media_type, &value),
            Err(error) => self.0.cannot_encode(error),
        }
    }
}

/// A value as text: of a JSON string what it says, of anything else its JSON.
pub fn text<T: Encode + ?Sized>(value: &T) -> String {
    let json = ser::encode(value).unwrap_or_default();
    match serde_json::from_str(&json) {
        Ok(serde_json::Value::String(text)) => text,
        _ => json,
    }
}
