//! Successive versions of published documents to whether their breaking findings show data, and whether
//! the independent implementation of JSON Schema says the same of those.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use faircopy::diff::effect::{Direction, Wire};
use faircopy::diff::{self, Area, Finding, Loaded, Options, render};
use faircopy::source::DirLoader;
use faircopy::{Config, Pointer};
use serde_json::{Map, Value, json};

/// Of a hundred breaking findings on data, so many show some that are confirmed.
const SHOWN: usize = 90;

/// The most bytes that are read of one document.
const MOST: usize = 64 << 20;

/// Judges each document of a folder with the next one of its API; `true` where enough is shown, and
/// nothing of it is refuted.
pub(super) fn judge(folder: &Path) -> Result<bool, String> {
    let (mut all, mut shown, mut wrong) = (0, 0, 0);
    for (old, new) in pairs(folder)? {
        let judged = pair(&old, &new)?;
        let name = |path: &Path| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        println!(
            "{} to {}: {} of {} breaking findings on data show some, {} refuted; {} need none",
            name(&old),
            name(&new),
            judged.confirmed,
            judged.confirmed + judged.refuted.len() + judged.bare.len(),
            judged.refuted.len(),
            judged.others,
        );
        judged
            .refuted
            .iter()
            .for_each(|text| println!("  REFUTED {text}"));
        judged
            .bare
            .iter()
            .for_each(|text| println!("  none: {text}"));
        all += judged.confirmed + judged.refuted.len() + judged.bare.len();
        shown += judged.confirmed;
        wrong += judged.refuted.len();
    }
    println!("{shown} of {all} are confirmed, {wrong} refuted");
    Ok(wrong == 0 && shown * 100 >= all * SHOWN)
}

/// Files whose names begin alike, in their order.
fn pairs(folder: &Path) -> Result<Vec<(PathBuf, PathBuf)>, String> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut apis: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_document = [".json", ".yaml"].iter().any(|end| name.ends_with(end));
        if let Some((api, _)) = name.split_once('-').filter(|_| is_document) {
            apis.entry(api.to_owned()).or_default().push(path);
        }
    }
    let mut pairs = Vec::new();
    for mut files in apis.into_values() {
        files.sort();
        let both = files.windows(2);
        pairs.extend(both.map(|pair| (pair[0].clone(), pair[1].clone())));
    }
    Ok(pairs)
}

/// What came of the breaking findings of a pair.
#[derive(Default)]
struct Judged {
    confirmed: usize,
    refuted: Vec<String>,
    /// On data, and without any.
    bare: Vec<String>,
    /// Not about data that a schema judges: an operation that is gone, a scheme, a server.
    others: usize,
}

fn pair(old: &Path, new: &Path) -> Result<Judged, String> {
    let (old, new) = (load(old)?, load(new)?);
    let options = Options {
        today: "2026-01-01".to_owned(),
        rust: false,
    };
    let report = diff::compare(&old, &new, &options);
    let mut judged = Judged::default();
    let breaking = report.findings.iter();
    for finding in breaking.filter(|finding| finding.wire == Wire::Breaking) {
        let told = || {
            let said = render::consequence(finding).unwrap_or_default();
            format!("{}: {said}", render::message(finding))
        };
        match &finding.witness {
            Some(_) => match confirms(finding, [old.document(), new.document()]) {
                Ok(true) => judged.confirmed += 1,
                Ok(false) => judged.refuted.push(told()),
                Err(problem) => judged.refuted.push(format!("{}: {problem}", told())),
            },
            None if finding.area == Area::Schema => judged.bare.push(told()),
            None => judged.others += 1,
        }
    }
    Ok(judged)
}

fn load(path: &Path) -> Result<Loaded, String> {
    let (loader, root) = DirLoader::for_document(path, MOST);
    let loaded = diff::load(&loader, &root, &Config::default());
    loaded.map_err(|_| format!("{} does not load", path.display()))
}

/// Whether the data of a finding are accepted on the one side and refused on the other.
fn confirms(finding: &Finding, documents: [&Value; 2]) -> Result<bool, String> {
    let witness = finding.witness.as_ref().ok_or("there are none")?;
    let value: Value = serde_json::from_str(&witness.value).map_err(|error| error.to_string())?;
    let accepts = |side: usize, places: &[Pointer]| {
        let mut schema = spelt(documents[side], witness.direction);
        // A place is no fragment of a URI: names of paths have braces.
        let find = |at: &Pointer| {
            let found = schema.pointer(at.as_str()).cloned();
            found.ok_or_else(|| format!("there is no {at}"))
        };
        let all: Vec<Value> = places.iter().map(find).collect::<Result<_, _>>()?;
        schema["allOf"] = json!(all);
        let options = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true);
        let validator = options.build(&schema).map_err(|error| error.to_string())?;
        Ok::<_, String>(validator.is_valid(&value))
    };
    let (old, new) = (
        accepts(0, &witness.schemas.0)?,
        accepts(1, &witness.schemas.1)?,
    );
    Ok(match witness.is_forward {
        true => old && !new,
        false => new && !old,
    })
}

/// A document whose schemas say in 2020-12 what they say in its own version, of data that go one way.
fn spelt(document: &Value, direction: Direction) -> Value {
    let is_3_0 = document["openapi"]
        .as_str()
        .is_some_and(|version| version.starts_with("3.0"));
    let mut root = Map::new();
    for key in ["components", "paths", "webhooks"] {
        if let Some(value) = document.get(key) {
            root.insert(key.to_owned(), respelt(value, document, direction, is_3_0));
        }
    }
    Value::Object(root)
}

fn respelt(value: &Value, document: &Value, direction: Direction, is_3_0: bool) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.iter();
            items
                .map(|item| respelt(item, document, direction, is_3_0))
                .collect()
        }
        Value::Object(map) => {
            let members = map
                .iter()
                .map(|(key, value)| (key.clone(), respelt(value, document, direction, is_3_0)));
            let mut map: Map<String, Value> = members.collect();
            // What is not to be sent need not be there.
            if let (Some(Value::Object(properties)), Some(Value::Array(required))) =
                (map.get("properties").cloned(), map.get_mut("required"))
            {
                let is_hidden = |name: &Value| {
                    let property = name.as_str().and_then(|name| properties.get(name));
                    property.is_some_and(|property| hides(property, document, direction))
                };
                required.retain(|name| !is_hidden(name));
            }
            if is_3_0 {
                from_3_0(&mut map);
            }
            Value::Object(map)
        }
        other => other.clone(),
    }
}

/// Whether a property does not go a way, by itself or by what it refers to.
fn hides(property: &Value, document: &Value, direction: Direction) -> bool {
    let key = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let target = property["$ref"]
        .as_str()
        .and_then(|to| document.pointer(to.strip_prefix('#')?));
    property[key] == true || target.is_some_and(|target| target[key] == true)
}

/// 3.0's `nullable` and exclusive bounds, in 2020-12's words.
fn from_3_0(map: &mut Map<String, Value>) {
    if map.contains_key("$ref") {
        map.retain(|key, _| key == "$ref");
        return;
    }
    if map.get("nullable") == Some(&Value::Bool(true))
        && let Some(kind @ Value::String(_)) = map.get_mut("type")
    {
        *kind = json!([kind.take(), "null"]);
    }
    for (flag, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        match map.get(flag) {
            Some(Value::Bool(true)) => {
                if let Some(value) = map.shift_remove(bound) {
                    map.insert(flag.to_owned(), value);
                }
            }
            Some(Value::Bool(false)) => _ = map.shift_remove(flag),
            _ => {}
        }
    }
}
