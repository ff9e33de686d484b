//! Events of several types into the text of `text/event-stream`.

use serde_json::Value;

use crate::ir::EventData;

/// An event with its data.
pub(super) fn one(event: Option<&str>, how: EventData, data: &Value) -> String {
    let text = match (how, data) {
        (EventData::Text | EventData::Either, Value::String(text)) => text.clone(),
        (EventData::Json | EventData::Text | EventData::Either, data) => data.to_string(),
    };
    let mut out = String::new();
    if let Some(event) = event {
        field(&mut out, "event", event);
    }
    field(&mut out, "data", &text);
    out.push('\n');
    out
}

/// An example as the text of a stream: a text as it is, and events with their fields as objects, one or a list; none
/// of what is no event.
pub(super) fn written(example: &Value) -> Option<Value> {
    let events = match example {
        Value::String(_) => return Some(example.clone()),
        Value::Array(events) => events.as_slice(),
        event => std::slice::from_ref(event),
    };
    let mut out = String::new();
    for event in events {
        let fields = event.as_object()?;
        for name in ["event", "id", "retry", "data"] {
            match fields.get(name) {
                Some(Value::String(text)) => field(&mut out, name, text),
                Some(value) => field(&mut out, name, &value.to_string()),
                None if name == "data" => return None,
                None => {}
            }
        }
        out.push('\n');
    }
    Some(Value::String(out))
}

/// A field, with a line for each of its text's.
fn field(out: &mut String, name: &str, text: &str) {
    for line in text.split(['\n', '\r']) {
        out.push_str(&format!("{name}: {line}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_are_written_as_they_are_read() {
        let text = "event: note\ndata: a\ndata: b\n\n";
        assert_eq!(one(Some("note"), EventData::Text, &json!("a\nb")), text);
        let text = "data: \"a\"\n\n";
        assert_eq!(one(None, EventData::Json, &json!("a")), text);
        let text = "data: [1]\n\n";
        assert_eq!(one(None, EventData::Either, &json!([1])), text);
    }

    #[test]
    fn examples_are_texts_or_events() {
        let text = |example: Value| written(&example);
        assert_eq!(text(json!("data: 1\n\n")), Some(json!("data: 1\n\n")));
        let events = json!([{ "data": { "a": 1 }, "event": "note", "retry": 5 }, { "data": "x", "id": "7" }]);
        let expected = "event: note\nretry: 5\ndata: {\"a\":1}\n\nid: 7\ndata: x\n\n";
        assert_eq!(text(events), Some(json!(expected)));
        for none in [json!(7), json!([{ "event": "note" }]), json!([1])] {
            assert_eq!(text(none.clone()), None, "{none}");
        }
    }
}
