//! Whether the items of a list, or the properties of an object, are told apart in one text: an item that holds what
//! separates items would arrive as several.

use crate::parameter::Escape;
use crate::parameter::error::ParameterError;
use crate::parameter::read::elements;
use crate::parameter::value::Value;

/// What stands between items, and between keys and values.
pub(super) struct Separated {
    separator: &'static str,
    /// Whether `=` stands between keys and values.
    explode: bool,
    /// Whether what quoted strings hold separates nothing.
    is_header: bool,
}

impl Separated {
    pub(super) fn by(separator: &'static str, explode: bool) -> Self {
        Self {
            separator,
            explode,
            is_header: false,
        }
    }

    pub(super) fn in_header(explode: bool) -> Self {
        Self {
            is_header: true,
            ..Self::by(",", explode)
        }
    }

    /// Refuses a value whose items are not told apart. What is nested is JSON in any case, which is a guess at what the
    /// server reads.
    pub(super) fn check(
        &self,
        name: &'static str,
        value: &Value,
        escape: Escape,
    ) -> Result<(), ParameterError> {
        let is_one = |text: &str, escape: Escape| match self.is_header {
            true => elements(text).len() == 1,
            false => !escape.text(text).contains(self.separator),
        };
        let is_told = |value: &Value| match value {
            Value::Text(text) | Value::Literal(text) => is_one(text, escape),
            Value::Null | Value::Array(_) | Value::Object(_) => true,
        };
        let is_key = |key: &str| {
            let escape = escape.of_keys();
            is_one(key, escape) && !(self.explode && escape.text(key).contains('='))
        };
        let are_told = match value {
            Value::Array(items) => items.iter().all(is_told),
            Value::Object(properties) => properties
                .iter()
                .all(|(key, value)| is_key(key) && is_told(value)),
            Value::Null | Value::Text(_) | Value::Literal(_) => true,
        };
        let reason = "has an item with what separates items, which would arrive as several";
        match are_told {
            true => Ok(()),
            false => Err(ParameterError { name, reason }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{QueryStyle, Style, header, parts, path, query};

    fn list(items: &[&str]) -> Value {
        Value::Array(
            items
                .iter()
                .map(|item| Value::Text((*item).to_owned()))
                .collect(),
        )
    }

    fn object(properties: &[(&str, &str)]) -> Value {
        let pair =
            |(key, text): &(&str, &str)| ((*key).to_owned(), Value::Text((*text).to_owned()));
        Value::Object(properties.iter().map(pair).collect())
    }

    #[test]
    fn headers_have_no_item_with_a_comma_outside_of_quotes() {
        assert_eq!(
            header("X", false, &list(&["a", "b"])).unwrap().unwrap(),
            "a,b"
        );
        let quoted = list(&["\"a,b\"", "c"]);
        assert_eq!(header("X", false, &quoted).unwrap().unwrap(), "\"a,b\",c");
        for explode in [false, true] {
            header("X", explode, &list(&["a,b", "c"])).unwrap_err();
            header("X", explode, &object(&[("x", "1,2")])).unwrap_err();
            header("X", explode, &object(&[("x,y", "1")])).unwrap_err();
        }
        header("X", true, &object(&[("x=y", "1")])).unwrap_err();
        assert_eq!(
            header("X", false, &object(&[("x=y", "1")]))
                .unwrap()
                .unwrap(),
            "x=y,1"
        );
        // A single text separates nothing.
        assert_eq!(
            header("X", false, &Value::Text("a,b".to_owned()))
                .unwrap()
                .unwrap(),
            "a,b"
        );
    }

    #[test]
    fn what_is_not_encoded_separates_items_wherever_it_stands() {
        let value = list(&["a.b", "c"]);
        assert_eq!(
            path("x", Style::Label, false, false, &value).unwrap(),
            ".a.b,c"
        );
        path("x", Style::Label, true, false, &value).unwrap_err();
        path("x", Style::Simple, false, true, &list(&["a,b"])).unwrap_err();
        assert_eq!(
            path("x", Style::Simple, false, false, &list(&["a,b"])).unwrap(),
            "a%2Cb"
        );
        path("x", Style::Matrix, true, true, &list(&["a;b"])).unwrap_err();
        let of = |style, text| query("x", style, false, false, &list(&[text]));
        assert_eq!(of(QueryStyle::Form, "a,b").unwrap().unwrap(), "x=a%2Cb");
        of(QueryStyle::PipeDelimited, "a|b").unwrap_err();
        of(QueryStyle::SpaceDelimited, "a b").unwrap_err();
        query("x", QueryStyle::Form, false, true, &list(&["a,b"])).unwrap_err();
        parts("x", QueryStyle::Form, false, &list(&["a,b"])).unwrap_err();
        assert_eq!(
            parts("x", QueryStyle::Form, true, &list(&["a,b"]))
                .unwrap()
                .len(),
            1
        );
    }
}
