//! What generated methods do with arguments as a whole: they judge them, and
//! write them as text.

use crate::call::Call;
use crate::json::ser::{self, Encode};
use crate::parameter::Value;
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
