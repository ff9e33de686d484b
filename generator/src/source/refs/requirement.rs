//! Security requirements that name schemes by URI: each becomes one by the name of a component.

use serde_json::{Map, Value};

use super::{Bundler, Site};
use crate::grammar::Object;
use crate::pointer::Pointer;

/// The map of `components` that holds schemes.
const SCHEMES: &str = "securitySchemes";

/// Whether a list of requirements has one that may be by URI.
pub(super) fn names_a_uri(key: &str, value: &Value) -> bool {
    let requirements = value.as_array().filter(|_| key == "security");
    let mut requirements = requirements
        .into_iter()
        .flatten()
        .filter_map(Value::as_object);
    requirements.any(|requirement| requirement.keys().any(|name| is_uri(name)))
}

fn is_uri(name: &str) -> bool {
    name.contains(['#', '/'])
}

impl Bundler<'_, '_> {
    /// Replaces URIs by the names of the schemes that they lead to. A component of that name wins.
    pub(super) fn requirement(&mut self, value: &mut Value, site: &Site<'_>) {
        let Some(members) = value.as_object_mut() else {
            return;
        };
        if !members.keys().any(|name| is_uri(name)) {
            return;
        }
        let mut named = Map::new();
        for (key, scopes) in std::mem::take(members) {
            let name = self.scheme(&key, &site.key(&key));
            let name = name.unwrap_or_else(|| key.clone());
            if name != key {
                let (old, new) = (site.pointer.key(&key), site.pointer.key(&name));
                self.reader.sources.moved(&old, new);
            }
            named.insert(name, scopes);
        }
        *members = named;
    }

    /// The name of the scheme that a URI leads to.
    fn scheme(&mut self, uri: &str, site: &Site<'_>) -> Option<String> {
        let is_component = self.taken.get(SCHEMES).is_some_and(|taken| taken.has(uri));
        if is_component || !is_uri(uri) {
            return None;
        }
        let reference = match site.file == 0 && uri.starts_with('#') {
            true => uri.to_owned(),
            false => self.component(uri, SCHEMES, Object::SecurityScheme, site)?,
        };
        let pointer = Pointer::parse(&reference)?;
        let tokens: Vec<_> = pointer.tokens().collect();
        match tokens.as_slice() {
            [components, kind, name] if components == "components" && kind == SCHEMES => {
                Some(name.clone().into_owned())
            }
            _ => None,
        }
    }
}
