//! The body of a failure to the code that it states.

/// The code that a body states, if it reads like one: a number, or a short word without spaces.
pub fn stated(raw: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(raw).ok()?;
    let error = body.get("error").unwrap_or(&body);
    let found = [
        error.get("code"),
        body.get("code"),
        error.get("type"),
        Some(error),
    ];
    found.into_iter().flatten().find_map(|code| match code {
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::String(word) if is_code(word) => Some(word.clone()),
        _ => None,
    })
}

fn is_code(word: &str) -> bool {
    (1..=48).contains(&word.len())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}
