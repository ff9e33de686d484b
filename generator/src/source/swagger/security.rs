//! Security definitions, whose flows are objects of their own in 3.0.

use serde_json::{Map, Value, json};

use super::{Spot, Upgrade};

impl Upgrade<'_> {
    pub(super) fn security_schemes(&mut self) -> Map<String, Value> {
        let spot = self.component("securityDefinitions", "securitySchemes");
        let entries = self.map("securityDefinitions").map(|(name, scheme)| {
            let scheme = self.security_scheme(scheme, &spot.key(name));
            (name.clone(), scheme)
        });
        entries.collect()
    }

    fn security_scheme(&mut self, scheme: &Value, spot: &Spot) -> Value {
        let Value::Object(members) = scheme else {
            return scheme.clone();
        };
        let mut new = members.clone();
        match members.get("type").and_then(Value::as_str) {
            Some("basic") => {
                new.insert("type".to_owned(), json!("http"));
                new.insert("scheme".to_owned(), json!("basic"));
            }
            Some("oauth2") => self.flow(&mut new, spot),
            _ => {}
        }
        new.into()
    }

    fn flow(&mut self, scheme: &mut Map<String, Value>, spot: &Spot) {
        let name = match scheme.get("flow").and_then(Value::as_str) {
            Some("application") => "clientCredentials",
            Some("accessCode") => "authorizationCode",
            Some(other) => other,
            None => return,
        };
        let name = name.to_owned();
        let flow = spot.new.keys(["flows", &name]);
        self.moves.add(flow.clone(), spot.old.clone());
        let mut members = Map::new();
        for key in ["authorizationUrl", "tokenUrl", "scopes"] {
            if let Some(value) = scheme.shift_remove(key) {
                members.insert(key.to_owned(), value);
            }
        }
        // In 2.0 a scheme may do without; in 3.0 a flow may not.
        members.entry("scopes").or_insert_with(|| json!({}));
        scheme.shift_remove("flow");
        scheme.insert("flows".to_owned(), json!({ name: members }));
    }
}
