//! A document that is checked again and again while it is edited: what an edit cannot have changed is
//! taken from before.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::{load, lowered, read, sift};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, Label, Place};
use crate::document::Document;
use crate::grammar::{Object, Shape};
use crate::ir::Api;
use crate::lint;
use crate::pointer::Pointer;
use crate::report::Allowed;
use crate::source::{Loader, Sources};
use crate::version::Version;

/// What was made of a document.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    made: Arc<Made>,
    /// The files that it was made of.
    pub(crate) sources: Sources,
}

#[derive(Debug)]
struct Made {
    document: Document,
    exact_numbers: BTreeMap<Pointer, String>,
    api: Api,
    /// What there was to say of what becomes of it; `None` where that was not kept apart.
    said: Option<Diagnostics>,
    config: Config,
}

impl Standing {
    /// What becomes of the document.
    pub(crate) fn api(&self) -> &Api {
        &self.made.api
    }

    /// Whether two were made at once.
    #[cfg(test)]
    fn is_of(&self, other: &Standing) -> bool {
        Arc::ptr_eq(&self.made, &other.made)
    }
}

/// What there is to say of a document, its files, and what was made of it.
type Checked = (Diagnostics, Sources, Option<Standing>);

/// As [`check`](super::check), with what was made of the document before, if something was, and of it
/// now: even where it has errors, as far as it could be.
///
/// What becomes of a document depends neither on how it is laid out nor on the words that describe
/// its parts. Where nothing else has changed, which is so of most that is typed, it is not worked out
/// anew; the document is read and judged each time. Where it is to be worked out, `judged` is told
/// what there is to say so far, with what was said of it before where that still has a place; what
/// it says no to is not worked out, and `None` comes of it.
pub(crate) fn again(
    before: Option<&Standing>,
    loader: &dyn Loader,
    root: &str,
    config: &Config,
    judged: &mut dyn FnMut(Diagnostics, &Sources) -> bool,
) -> Option<Checked> {
    if config.keep_going {
        return Some(whole(loader, root, config));
    }
    let mut diagnostics = Diagnostics::new();
    let mut document = load(loader, root, config, &mut diagnostics);
    let allowed = Allowed::new(&document, &config.allow, &mut diagnostics);
    let version = lint::lint(&mut document, &mut diagnostics);
    let before = before.map(|before| &before.made);
    let is_kept = |made: &&Arc<Made>| {
        made.said.is_some()
            && Some(made.document.version) == version
            && made.config == *config
            && made.exact_numbers == document.exact_numbers
            && is_alike(&made.document.value, &document.root)
    };
    let made = match (before.filter(is_kept), version) {
        (Some(made), _) => Some(Arc::clone(made)),
        (None, None) => None,
        (None, Some(version)) => {
            let mut so_far = diagnostics.clone();
            so_far.extend(still(before, &document.root));
            sift(&mut so_far, &allowed, &document.sources);
            if !judged(so_far, &document.sources) {
                return None;
            }
            let (root, numbers) = (
                std::mem::take(&mut document.root),
                std::mem::take(&mut document.exact_numbers),
            );
            made(root, numbers, version, config, &mut diagnostics)
        }
    };
    let said = made.as_ref().and_then(|made| made.said.as_ref());
    diagnostics.extend(said.into_iter().flatten().cloned());
    let sources = document.sources;
    sift(&mut diagnostics, &allowed, &sources);
    let standing = made.map(|made| Standing {
        made,
        sources: sources.clone(),
    });
    Some((diagnostics, sources, standing))
}

/// What becomes of a document that was judged; what there is to say where nothing does is added.
fn made(
    root: Value,
    exact_numbers: BTreeMap<Pointer, String>,
    version: Version,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<Made>> {
    let mut said = Diagnostics::new();
    let numbers = exact_numbers.clone();
    let Some((document, api)) = lowered(root, exact_numbers, version, config, &mut said) else {
        diagnostics.extend(said);
        return None;
    };
    Some(Arc::new(Made {
        document,
        exact_numbers: numbers,
        api,
        said: Some(said),
        config: config.clone(),
    }))
}

/// What was said of a document before that still has a place in it.
fn still<'m>(
    before: Option<&'m Arc<Made>>,
    root: &'m Value,
) -> impl Iterator<Item = Diagnostic> + 'm {
    let said = before.and_then(|made| made.said.as_ref());
    let has_place = |label: &Label| match &label.place {
        Place::Node {
            file: None,
            pointer,
            ..
        } => pointer.resolve(root).is_some(),
        _ => false,
    };
    let said = said.into_iter().flatten();
    let still = said.filter(move |diagnostic| diagnostic.labels.iter().all(has_place));
    still.cloned()
}

/// The same, of which nothing is taken from before.
fn whole(loader: &dyn Loader, root: &str, config: &Config) -> Checked {
    match read(loader, root, config) {
        Ok(read) => {
            let made = Made {
                document: read.document,
                exact_numbers: BTreeMap::new(),
                api: read.api,
                said: None,
                config: config.clone(),
            };
            let standing = Standing {
                made: Arc::new(made),
                sources: read.sources.clone(),
            };
            (read.warnings, read.sources, Some(standing))
        }
        Err(refused) => (refused.diagnostics, refused.sources, None),
    }
}

/// Whether two documents differ in nothing but the words that describe their parts.
fn is_alike(one: &Value, other: &Value) -> bool {
    alike(one, other, Shape::Object(Object::OpenApi))
}

fn alike(one: &Value, other: &Value, shape: Shape) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let object = match shape {
                Shape::Object(object) | Shape::RefOr(object) => Some(object),
                Shape::SchemaOrBool => Some(Object::Schema),
                _ => None,
            };
            // Their order decides that of fields.
            let mut pairs = one.iter().zip(other);
            one.len() == other.len()
                && pairs.all(|((key, one), (same, other))| {
                    let below = match (object, shape) {
                        (Some(object), _) => object.field(key).map(|field| field.shape),
                        (None, Shape::Map(item)) => Some(*item),
                        _ => None,
                    };
                    let below = below.or_else(|| object.and_then(Object::patterned));
                    let describes = below == Some(Shape::Text)
                        && object.is_some()
                        && matches!(key.as_str(), "description" | "summary");
                    key == same
                        && match describes {
                            // Where there were none before, another's may have stood in.
                            true => is_empty(one) == is_empty(other),
                            false => alike(one, other, below.unwrap_or(Shape::Any)),
                        }
                })
        }
        (Value::Array(one), Value::Array(other)) => {
            let item = match shape {
                Shape::List(item) => *item,
                _ => Shape::Any,
            };
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(one, other)| alike(one, other, item))
        }
        (one, other) => one == other,
    }
}

/// Whether words are none; `None` where they are no words at all.
fn is_empty(words: &Value) -> Option<bool> {
    words.as_str().map(str::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MapLoader;

    const BEFORE: &str = "openapi: 3.1.0
info: { title: T, version: '1' }
paths: {}
components:
  schemas:
    A:
      description: words
      allOf: [{ type: string }, { type: integer }]
      example: { description: words }
    description: { properties: { summary: { default: words, maxLength: 3 } } }
";

    fn checked(text: &str, before: Option<&Standing>) -> (Diagnostics, Standing) {
        let loader = MapLoader::from_iter([("a.yaml", text)]);
        let config = Config::default();
        let found = again(before, &loader, "a.yaml", &config, &mut |_, _| true);
        let (said, _, now) = found.expect("it goes on");
        let (expected, _) = super::super::check(&loader, "a.yaml", &config);
        let said: Vec<_> = said.into_iter().collect();
        assert_eq!(said, expected.into_iter().collect::<Vec<_>>());
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(said);
        (diagnostics, now.expect("it is a document"))
    }

    #[test]
    fn words_and_layout_change_nothing_else_and_everything_else_may() {
        let (said, before) = checked(BEFORE, None);
        assert!(said.len() > 1, "{said:?}");
        for (old, new, is_kept) in [
            ("\npaths: {}", "\n# more\n\npaths:   {  }", true),
            (
                "      description: words",
                "      description: other words",
                true,
            ),
            ("      description: words", "      description: ''", false),
            ("      description: words\n", "", false),
            ("{ description: words }", "{ description: other }", false),
            ("default: words", "default: other", false),
            ("maxLength: 3", "maxLength: 4", false),
            ("title: T", "title: U", false),
            ("    A:", "    B:", false),
            ("3.1.0", "3.0.0", false),
        ] {
            let after = BEFORE.replacen(old, new, 1);
            assert_ne!(after, BEFORE, "{old}");
            let (_, now) = checked(&after, Some(&before));
            assert_eq!(now.is_of(&before), is_kept, "{new}");
        }
    }
    #[test]
    fn what_is_said_so_far_has_what_still_has_a_place() {
        let (_, before) = checked(BEFORE, None);
        let so_far = |text: &str| {
            let loader = MapLoader::from_iter([("a.yaml", text)]);
            let mut codes = Vec::new();
            let mut judged = |said: Diagnostics, _: &Sources| {
                codes.extend(said.iter().map(|said| said.code.id));
                false
            };
            let config = Config::default();
            let found = again(Some(&before), &loader, "a.yaml", &config, &mut judged);
            assert!(found.is_none());
            codes
        };
        let conflict = "W0501";
        assert!(so_far(&BEFORE.replace("maxLength: 3", "maxLenght: 4")).contains(&conflict));
        assert!(so_far(&BEFORE.replace("maxLength: 3", "maxLenght: 4")).contains(&"E0107"));
        assert!(!so_far(&BEFORE.replace("    A:", "    B:")).contains(&conflict));
    }
}
