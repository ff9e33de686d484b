//! What swagger2openapi 7.0.8 does otherwise than the specifications say, taken back.

use serde_json::{Map, Value, json};

/// A fault: what it is, and how to take it back in a request body that is a form, which says whether there
/// was any.
type Fault = (&'static str, fn(&mut Map<String, Value>) -> bool);

const FAULTS: [Fault; 2] = [
    // 2.0, Parameter Object, `in: formData`: it is sent as one of the media types of forms, whatever
    // else `consumes` names.
    (
        "forms are offered in media types that are none of forms",
        media_types_of_forms,
    ),
    // 2.0, Parameter Object, `required`: a field that must be there makes the form one.
    (
        "a form with required fields is not required",
        required_forms,
    ),
];

/// Takes back what the converter does wrong with forms of the document of 2.0, and says what that was.
pub(super) fn mend(theirs: &mut Value, old: &Value) -> Vec<&'static str> {
    let mut found = Vec::new();
    if in_place(theirs, old) {
        // 2.0 has forms only as parameters of operations.
        found.push(
            "forms that several operations have alike become a component, which types are named by",
        );
    }
    for (_, at) in forms(theirs, old) {
        let Some(Value::Object(body)) = theirs.pointer_mut(&at) else {
            continue;
        };
        for (name, mend) in FAULTS {
            if mend(body) && !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// Puts forms back in the place of references to them; whether there were any.
fn in_place(theirs: &mut Value, old: &Value) -> bool {
    let mut any = false;
    for (place, at) in forms(theirs, old) {
        if place != at {
            let form = theirs.pointer(&at).cloned();
            if let (Some(form), Some(slot)) = (form, theirs.pointer_mut(&place)) {
                *slot = form;
                any = true;
            }
        }
    }
    any
}

/// Where the request bodies stand that are forms, and the same with references followed.
fn forms(theirs: &Value, old: &Value) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let paths = old.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let has_fields = [item, operation].into_iter().any(|owner| {
                let parameters = owner.get("parameters").and_then(Value::as_array);
                let mut parameters = parameters.into_iter().flatten();
                parameters.any(|parameter| parameter.get("in") == Some(&json!("formData")))
            });
            if !has_fields {
                continue;
            }
            let path = path.replace('~', "~0").replace('/', "~1");
            let at = format!("/paths/{path}/{method}/requestBody");
            let reference = theirs
                .pointer(&at)
                .and_then(|body| body.get("$ref")?.as_str());
            let target = reference.and_then(|text| text.strip_prefix('#'));
            let target = target.unwrap_or(&at).to_owned();
            found.push((at, target));
        }
    }
    found
}

fn is_form(name: &str) -> bool {
    name.contains("form-data") || name.contains("urlencoded")
}

fn media_types_of_forms(body: &mut Map<String, Value>) -> bool {
    let Some(Value::Object(content)) = body.get_mut("content") else {
        return false;
    };
    let all = content.len();
    if content.keys().any(|name| is_form(name)) {
        content.retain(|name, _| is_form(name));
    }
    content.len() < all
}

fn required_forms(body: &mut Map<String, Value>) -> bool {
    let content = body.get("content").and_then(Value::as_object);
    let mut content = content.into_iter().flatten();
    let has_required =
        content.any(|(_, media_type)| media_type.pointer("/schema/required").is_some());
    let is_wrong = has_required && !body.contains_key("required");
    if is_wrong {
        body.insert("required".to_owned(), json!(true));
    }
    is_wrong
}
