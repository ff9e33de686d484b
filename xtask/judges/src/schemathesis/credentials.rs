//! The credentials that Schemathesis cannot make up: tokens of OAuth 2 and OpenID Connect, by operation. Without them, all
//! that it would see of such operations is that they are secured.

use faircopy::Pointer;
use faircopy::internals::document::Document;
use serde_json::Value;

/// A configuration of Schemathesis that has headers for each operation of a document which asks for such tokens.
pub(super) fn configuration(document: &Document) -> String {
    let paths = document.value["paths"].as_object().into_iter().flatten();
    let mut text = String::new();
    for (path, _) in paths {
        let item = document.resolved(&Pointer::root().keys(["paths", path]));
        let operations = item.resolve(&document.value).and_then(Value::as_object);
        for (method, operation) in operations.into_iter().flatten() {
            if let Some(headers) = headers(document, operation) {
                let name = Value::from(format!("{} {path}", method.to_uppercase()));
                text.push_str(&format!(
                    "[[operations]]\ninclude-name = {name}\nheaders = {{ {headers} }}\n\n"
                ));
            }
        }
    }
    text
}

/// The headers of the first alternative that has a token and is one request's to show, as a table of TOML.
fn headers(document: &Document, operation: &Value) -> Option<String> {
    let own = operation.get("security").or(document.value.get("security"));
    let mut alternatives = own?.as_array()?.iter();
    alternatives.find_map(|alternative| {
        let used = alternative.as_object()?.keys();
        let schemes = used.map(|name| {
            let at = Pointer::root().keys(["components", "securitySchemes", name]);
            document.resolved(&at).resolve(&document.value)
        });
        let schemes: Vec<&Value> = schemes.collect::<Option<_>>()?;
        let kind = |scheme: &Value| scheme["type"].as_str().unwrap_or_default().to_owned();
        let is_token = |scheme: &&Value| ["oauth2", "openIdConnect"].contains(&&*kind(scheme));
        if !schemes.iter().any(is_token) {
            return None;
        }
        let headers = schemes
            .iter()
            .map(|scheme| match (&*kind(scheme), &scheme["scheme"]) {
                ("oauth2" | "openIdConnect", _) => Some(("Authorization", "Bearer token")),
                ("http", scheme) if scheme == "bearer" => Some(("Authorization", "Bearer token")),
                ("http", scheme) if scheme == "basic" => {
                    Some(("Authorization", "Basic dXNlcjpwYXNz"))
                }
                ("apiKey", _) if scheme["in"] == "header" => {
                    Some((scheme["name"].as_str()?, "key"))
                }
                _ => None,
            });
        let mut headers: Vec<(&str, &str)> = headers.collect::<Option<_>>()?;
        headers.sort_unstable();
        headers.dedup();
        // A request has one `Authorization`.
        let is_one = headers.windows(2).all(|pair| pair[0].0 != pair[1].0);
        let rows = headers
            .iter()
            .map(|(name, value)| format!("{} = {}", Value::from(*name), Value::from(*value)));
        is_one.then(|| rows.collect::<Vec<_>>().join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use faircopy::internals::Version;
    use serde_json::json;

    #[test]
    fn operations_get_the_tokens_that_they_ask_for() {
        let oauth = json!({ "type": "oauth2", "flows": {} });
        let document = json!({
            "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
            "security": [{ "oauth": [] }],
            "components": { "securitySchemes": {
                "oauth": oauth,
                "basic": { "type": "http", "scheme": "basic" },
                "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            } },
            "paths": { "/a": {
                "get": {},
                "post": { "security": [{ "oauth": [], "basic": [] }, { "oauth": [], "key": [] }] },
                "put": { "security": [{ "key": [] }] },
                "delete": { "security": [] },
            } },
        });
        let document = Document::new(document, Version::V3_1).unwrap();
        let token = r#""Authorization" = "Bearer token""#;
        let expected = [
            format!("[[operations]]\ninclude-name = \"GET /a\"\nheaders = {{ {token} }}\n\n"),
            format!(
                "[[operations]]\ninclude-name = \"POST /a\"\nheaders = {{ {token}, \"X-Key\" = \"key\" }}\n\n"
            ),
        ];
        assert_eq!(configuration(&document), expected.concat());
    }
}
