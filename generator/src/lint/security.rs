//! Security schemes, and the requirements that name them.

use serde_json::{Map, Value};

use super::path::Path;
use super::{Linter, Verdict};
use crate::diagnostics::{Diagnostic, codes};
use crate::version::Version;

impl<'v> Linter<'v> {
    pub(super) fn security_scheme(
        &mut self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        let kind = members
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if kind.eq_ignore_ascii_case("mutualTLS") && self.version == Version::V3_0 {
            let message = format!("`{kind}` is a type of OpenAPI 3.1, in a document of 3.0");
            let diagnostic = Diagnostic::new(codes::OTHER_VERSION, message);
            let at = path.key("type").pointer();
            self.report(diagnostic.at_value(&at, "honoured all the same"));
        }
        let needed: &[&str] = match kind.to_ascii_lowercase().as_str() {
            "apikey" => &["name", "in"],
            "http" => &["scheme"],
            "oauth2" => &["flows"],
            "openidconnect" => &["openIdConnectUrl"],
            "mutualtls" => &[],
            // Reported where it stands.
            _ => return Verdict::Drop,
        };
        for name in needed {
            let is_usable = match (*name, members.get(*name)) {
                (_, None | Some(Value::Null)) => false,
                ("in", Some(Value::String(place))) => {
                    let place = place.to_ascii_lowercase();
                    ["query", "header", "cookie"].contains(&place.as_str())
                }
                ("in", Some(_)) => false,
                ("flows", Some(flows)) => flows.is_object(),
                // Numbers and booleans are read as text.
                (_, Some(value)) => !value.is_object() && !value.is_array(),
            };
            if is_usable {
                continue;
            }
            // What is there, and wrong, is reported where it stands.
            if members.get(*name).is_none_or(Value::is_null) {
                let message = format!("a security scheme of type `{kind}` has no `{name}`");
                self.report(
                    Diagnostic::new(codes::MISSING_PART, message)
                        .at_whole(&path.pointer(), format!("expected a key `{name}`")),
                );
            }
            return Verdict::Drop;
        }
        Verdict::Keep
    }

    pub(super) fn security_requirement(
        &mut self,
        members: &'v Map<String, Value>,
        path: &Path<'_>,
    ) -> Verdict {
        let defined = self
            .root
            .pointer("/components/securitySchemes")
            .and_then(Value::as_object);
        let mut verdict = Verdict::Keep;
        for name in members.keys() {
            if defined.is_some_and(|defined| defined.contains_key(name)) {
                continue;
            }
            // What was found by its URI is among the document's own by now.
            let is_uri = self.version >= Version::V3_1 && name.contains(['/', '#']);
            let names = defined.into_iter().flat_map(Map::keys).map(String::as_str);
            let label = match self.nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None if is_uri => "it leads to no scheme".to_owned(),
                None => "the document defines none of this name".to_owned(),
            };
            let message = format!("the security scheme `{name}` is not defined");
            let diagnostic = Diagnostic::new(codes::UNDEFINED_SECURITY_SCHEME, message);
            self.report(diagnostic.at_key(&path.key(name).pointer(), label));
            verdict = Verdict::Drop;
        }
        verdict
    }
}
