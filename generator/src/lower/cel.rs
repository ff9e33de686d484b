//! `x-validations` → [`ir::cel`](crate::ir::cel): rules in the Common
//! Expression Language, parsed and typed against the types that state them.

mod path;
mod span;
mod typing;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::cel::CelRule;
use crate::ir::{Api, TypeId, TypeKind};
use crate::pointer::Pointer;
use typing::{Roots, Typing};

/// The extensions that hold rules: ours, and that of Kubernetes.
const KEYS: [&str; 2] = ["x-validations", "x-kubernetes-validations"];

/// How deep an expression may nest.
const MAX_DEPTH: u16 = 64;
/// How long an expression may be, in bytes.
const MAX_LENGTH: usize = 10_000;

/// All rules of all types.
pub(super) fn rules(document: &Value, api: &Api, diagnostics: &mut Diagnostics) -> Vec<CelRule> {
    let mut out = Vec::new();
    for (id, def) in api.types.iter() {
        let Some(schema) = def.source.resolve(document) else {
            continue;
        };
        for key in KEYS {
            let Some(rules) = schema.get(key) else {
                continue;
            };
            let at = def.source.key(key);
            let Some(rules) = rules.as_array() else {
                diagnostics.push(
                    Diagnostic::new(codes::RULE, format!("`{key}` is not a list of rules"))
                        .at_value(&at, "expected a list"),
                );
                continue;
            };
            for (index, rule) in rules.iter().enumerate() {
                match self::rule(api, id, rule, &at.index(index)) {
                    Ok(rule) => out.push(rule),
                    Err(problem) => diagnostics.push(*problem),
                }
            }
        }
    }
    out
}

fn rule(api: &Api, on: TypeId, rule: &Value, at: &Pointer) -> Result<CelRule, Box<Diagnostic>> {
    let problem = |key: &str, message: String| {
        let diagnostic = Diagnostic::new(codes::RULE, message);
        Box::new(match rule.get(key) {
            Some(_) => diagnostic.at_value(&at.key(key), "here"),
            None => diagnostic.at_value(at, "here"),
        })
    };
    let Some(text) = rule.get("rule").and_then(Value::as_str) else {
        return Err(problem("rule", "a rule has no text `rule`".to_owned()));
    };
    if text.len() > MAX_LENGTH {
        let message = format!("a rule is longer than {MAX_LENGTH} bytes");
        return Err(problem("rule", message));
    }
    if !matches!(
        api.types[on].kind,
        TypeKind::Struct(_) | TypeKind::Newtype(_)
    ) {
        let message = "rules are only checked for objects and named values";
        return Err(problem("rule", message.to_owned()));
    }
    let parsed = cel::parser::Parser::default()
        .max_recursion_depth(MAX_DEPTH)
        .parse(text)
        .map_err(|errors| {
            let first = errors.errors.first();
            let why = first.map_or("it cannot be read", |error| error.msg.as_str());
            problem("rule", format!("a rule is not an expression of CEL: {why}"))
        })?;
    let against = match rule.get("against") {
        None => None,
        Some(reference) => Some(named(api, reference).ok_or_else(|| {
            let message = "`against` refers to no schema that has a type";
            problem("against", message.to_owned())
        })?),
    };
    let asks = |name: &str| parsed_mentions(&parsed, name);
    let current = match against {
        Some(id) => Some((
            id,
            if asks("oldSelf") && id == on {
                "oldSelf"
            } else {
                "current"
            },
        )),
        None => asks("oldSelf").then_some((on, "oldSelf")),
    };
    let roots = Roots { own: on, current };
    let condition = Typing::new(api, &roots)
        .condition(&parsed)
        .map_err(|message| problem("rule", message))?;
    let path = match rule.get("fieldPath").map(Value::as_str) {
        None => Vec::new(),
        Some(path) => path.and_then(path::parse).ok_or_else(|| {
            let message = "`fieldPath` is not a path such as `.spec.replicas`";
            problem("fieldPath", message.to_owned())
        })?,
    };
    let message = rule.get("message").and_then(Value::as_str);
    Ok(CelRule {
        on,
        against: current.map(|(id, _)| id),
        message: message.map_or_else(|| format!("must satisfy `{text}`"), str::to_owned),
        path,
        condition,
        source: at.clone(),
    })
}

/// The type of the schema that a reference is to; of two, the one that is received.
fn named(api: &Api, reference: &Value) -> Option<TypeId> {
    let at = Pointer::parse(reference.as_str()?.strip_prefix('#')?)?;
    let ids = api.types.iter().filter(|(_, def)| def.source == at);
    ids.map(|(id, _)| id).last()
}

fn parsed_mentions(parsed: &cel::IdedExpr, name: &str) -> bool {
    parsed.references().has_variable(name)
}
