//! What swagger2openapi 7.0.8 does otherwise than the specifications say, taken back.

use serde_json::{Value, json};

/// A fault: what it is, and how to take it back, which says whether there was any.
type Fault = (&'static str, fn(&mut Value) -> bool);

const FAULTS: [Fault; 2] = [
    // 2.0, Parameter Object, `required`: a field that must be there makes the form one.
    (
        "a form with required fields is not required",
        required_forms,
    ),
    // 2.0, Parameter Object, `in: formData`: it is sent as one of the media types of forms, whatever
    // else `consumes` names.
    (
        "forms are offered in media types that are none of forms",
        media_types_of_forms,
    ),
];

/// Takes back what the converter does wrong, and says what that was.
pub(super) fn mend(theirs: &mut Value) -> Vec<&'static str> {
    let faults = FAULTS.into_iter();
    let faults = faults.filter(|(_, mend)| mend(theirs));
    faults.map(|(name, _)| name).collect()
}

fn required_forms(theirs: &mut Value) -> bool {
    bodies(theirs, |body| {
        let content = body.get("content").and_then(Value::as_object);
        let is_form = |(name, media_type): (&String, &Value)| {
            (name.contains("form-data") || name.contains("urlencoded"))
                && media_type.pointer("/schema/required").is_some()
        };
        let has_required = content.is_some_and(|content| content.iter().any(is_form));
        let is_wrong = has_required && body.get("required").is_none();
        if is_wrong {
            body["required"] = json!(true);
        }
        is_wrong
    })
}

fn media_types_of_forms(theirs: &mut Value) -> bool {
    bodies(theirs, |body| {
        let Some(content) = body.get_mut("content").and_then(Value::as_object_mut) else {
            return false;
        };
        let is_form = |name: &str| name.contains("form-data") || name.contains("urlencoded");
        let all = content.len();
        if content.keys().any(|name| is_form(name)) {
            content.retain(|name, _| is_form(name));
        }
        content.len() < all
    })
}

/// Changes each request body; whether any was.
fn bodies(document: &mut Value, change: impl Fn(&mut Value) -> bool) -> bool {
    let mut changed = false;
    let shared = document.pointer_mut("/components/requestBodies");
    for body in shared.and_then(Value::as_object_mut).into_iter().flatten() {
        changed |= change(body.1);
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (_, item) in paths.into_iter().flatten() {
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            if let Some(body) = operation.get_mut("requestBody") {
                changed |= change(body);
            }
        }
    }
    changed
}
