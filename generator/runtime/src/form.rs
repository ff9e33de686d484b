//! A request's body as `application/x-www-form-urlencoded`, each property in the style that the document gives it.

use serde::Serialize;

use super::call::Call;
use super::parameter::{self, ParameterError, QueryStyle, Value};
use super::platform::BoxError;

/// The fields of a form. A first failure is kept, and is what sending the call gives.
#[derive(Default)]
pub struct Form {
    pairs: Vec<String>,
    failure: Option<BoxError>,
}

impl Form {
    pub fn new() -> Self {
        Self::default()
    }

    /// A field in the style of a query parameter.
    pub fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: QueryStyle,
        explode: bool,
        value: &T,
    ) {
        let pairs =
            Value::of(value).map(|value| parameter::query(name, style, explode, false, &value));
        self.add(pairs.map_err(Into::into));
    }

    /// A field that is JSON: what an object or a list of objects is, unless the document says otherwise.
    pub fn field_json<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        let text = serde_json::to_string(value).map(Value::Text);
        let pairs = text.map(|text| parameter::query(name, QueryStyle::Form, false, false, &text));
        self.add(pairs.map_err(Into::into));
    }

    /// A field that the document doesn't know of.
    pub fn extra_field(&mut self, name: &str, value: &str) {
        self.pairs.push(format!(
            "{}={}",
            parameter::encode(name),
            parameter::encode(value)
        ));
    }

    fn add(&mut self, pairs: Result<Result<Option<String>, ParameterError>, BoxError>) {
        match pairs.and_then(|pairs| pairs.map_err(Into::into)) {
            Ok(pairs) => self.pairs.extend(pairs),
            Err(error) => {
                self.failure.get_or_insert(error);
            }
        }
    }
}

impl Call {
    /// A form.
    pub fn form(&mut self, form: Form) {
        let body = form
            .failure
            .map_or_else(|| Ok(form.pairs.join("&").into_bytes()), Err);
        self.encoded("application/x-www-form-urlencoded", body);
    }
}
