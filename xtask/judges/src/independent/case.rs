//! The cases: what is called with what, what the handler is to see, and what the client is to get.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A call.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) operation: String,
    pub(super) values: Value,
    /// The arguments of curl; the last is the path.
    pub(super) curl: Vec<String>,
    /// What the handler is to see; nothing where none may be reached.
    pub(super) saw: Option<Value>,
    pub(super) status: u64,
    pub(super) got: Value,
    pub(super) headers: BTreeMap<String, String>,
}

/// What a client says that it got.
pub(super) type Got = BTreeMap<String, Value>;

impl Case {
    /// All cases of a file.
    pub(super) fn all(text: &str) -> Result<Vec<Self>, String> {
        let cases: Vec<Value> = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        cases.iter().map(Self::read).collect()
    }

    fn read(case: &Value) -> Result<Self, String> {
        let text = |key: &str| case[key].as_str().map(str::to_owned);
        let name = text("case").ok_or_else(|| format!("no name: {case}"))?;
        let values = case["values"].clone();
        let saw = match case.get("saw") {
            None => Some(values.clone()),
            Some(Value::Null) => None,
            Some(saw) => Some(saw.clone()),
        };
        let got = match case.get("got") {
            None => json!({ "call": 7 }),
            Some(got) if got == "body" => values["body"].clone(),
            Some(got) => got.clone(),
        };
        let curl = case["curl"].as_array().into_iter().flatten();
        let headers = case["headers"].as_object().into_iter().flatten();
        Ok(Self {
            operation: text("operation").ok_or_else(|| format!("no operation: {name}"))?,
            name,
            values,
            curl: curl
                .filter_map(|one| one.as_str().map(str::to_owned))
                .collect(),
            saw,
            status: case["status"].as_u64().unwrap_or(200),
            got,
            headers: headers
                .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect(),
        })
    }

    /// What clients that are programs read of all cases.
    pub(super) fn written(cases: &[Self]) -> String {
        let cases = cases.iter();
        let cases = cases.map(
            |case| json!({ "case": case.name, "operation": case.operation, "values": case.values }),
        );
        Value::from_iter(cases).to_string()
    }

    /// How the two sides differ from the case; nothing where they do not.
    pub(super) fn differences(&self, saw: Option<&Value>, got: Option<&Value>) -> Vec<String> {
        let mut found = Vec::new();
        match (&self.saw, saw) {
            (Some(expected), Some(saw)) if !is_same(expected, saw) => {
                found.push(format!("the handler saw {saw}"));
            }
            (Some(_), None) => found.push("no handler was reached".to_owned()),
            (None, Some(_)) => found.push("a handler was reached".to_owned()),
            _ => {}
        }
        let Some(got) = got else {
            found.push("the client says nothing".to_owned());
            return found;
        };
        if let Some(failed) = got["failed"].as_str() {
            found.push(format!("the client failed: {failed}"));
            return found;
        }
        if got["status"] != self.status {
            found.push(format!("the client got {}", got["status"]));
        }
        if !is_same(&self.got, &got["got"]) {
            found.push(format!("the client got {}", got["got"]));
        }
        for (name, value) in &self.headers {
            if got["headers"][name] != **value {
                found.push(format!(
                    "the client got the header {name}: {}",
                    got["headers"][name]
                ));
            }
        }
        found
    }
}

/// Whether two values are the same: numbers by what they are, not how they are written, and objects whatever their order.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => match (one.as_i128(), other.as_i128()) {
            (Some(one), Some(other)) => one == other,
            _ => one.as_f64() == other.as_f64(),
        },
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has = |(name, value): (&String, &Value)| {
                other.get(name).is_some_and(|other| is_same(value, other))
            };
            one.len() == other.len() && one.iter().all(has)
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_by_what_they_are() {
        assert!(is_same(
            &json!({ "a": [1, -0.0], "b": null }),
            &json!({ "b": null, "a": [1.0, 0] })
        ));
        for (one, other) in [
            (
                json!(9_007_199_254_740_993_i64),
                json!(9_007_199_254_740_992_i64),
            ),
            (json!([1]), json!([1, 2])),
            (json!({ "a": null }), json!({ "b": null })),
            (json!("1"), json!(1)),
        ] {
            assert!(!is_same(&one, &other), "{one} {other}");
        }
    }
}
