//! What a document says of pages to other generators.

use serde_json::Value;

use crate::ir::{NextPage, Pagination};
use crate::pointer::Pointer;

/// Reads an extension.
type Reader = fn(&Value) -> Option<Pagination>;

/// The extensions, the first first.
pub(super) const NAMES: [&str; 3] = [
    "x-ms-pageable",
    "x-fern-pagination",
    "x-speakeasy-pagination",
];

/// What the extensions of an operation say, and the name of the one that does.
pub(super) fn stated(operation: &Value) -> Option<(Pagination, &'static str)> {
    let readers: [Reader; 3] = [microsoft, fern, speakeasy];
    NAMES
        .into_iter()
        .zip(readers)
        .find_map(|(name, read)| Some((read(operation.get(name)?)?, name)))
}

/// `{ nextLinkName, itemName }`: the address of the next page, and the list, `value` where not named.
fn microsoft(extension: &Value) -> Option<Pagination> {
    let next = extension.get("nextLinkName")?.as_str()?;
    let items = extension.get("itemName").and_then(Value::as_str);
    Some(Pagination {
        items: property(items.unwrap_or("value")),
        more: None,
        next: NextPage::Url {
            next: property(next),
        },
    })
}

/// `{ cursor, next_cursor, results }`, `{ offset, results, step, has-next-page }` or
/// `{ next_uri, results }`, whose values begin with `$request.` or `$response.`.
fn fern(extension: &Value) -> Option<Pagination> {
    let text = |key: &str| extension.get(key).and_then(Value::as_str);
    let response = |key: &str| Some(path(text(key)?.strip_prefix("$response")?));
    let request = |key: &str| {
        let place = text(key)?.strip_prefix("$request.")?;
        let name = place.rsplit('.').next().unwrap_or(place);
        Some(name.to_owned())
    };
    let next = if let Some(next) = response("next_uri").or_else(|| response("next_path")) {
        NextPage::Url { next }
    } else if let Some(parameter) = request("cursor") {
        NextPage::Cursor {
            parameter,
            next: response("next_cursor")?,
        }
    } else {
        let parameter = request("offset")?;
        // With a step it counts items, without one pages.
        match text("step") {
            Some(_) => NextPage::Offset { parameter },
            None => page(parameter),
        }
    };
    Some(Pagination {
        items: response("results")?,
        more: response("has-next-page"),
        next,
    })
}

/// `{ type, inputs: [{ name, in, type }], outputs: { results, nextCursor, nextUrl } }`, whose outputs are
/// JSON paths.
fn speakeasy(extension: &Value) -> Option<Pagination> {
    let output = |key: &str| extension.get("outputs")?.get(key)?.as_str();
    let items = path(output("results")?.strip_prefix('$')?);
    let input = |kind: &str| {
        let inputs = extension.get("inputs")?.as_array()?;
        let text = |input: &Value, key: &str| Some(input.get(key)?.as_str()?.to_owned());
        let mut inputs = inputs
            .iter()
            .filter(|input| text(input, "in").as_deref() == Some("parameters"));
        let input = inputs.find(|input| text(input, "type").as_deref() == Some(kind))?;
        text(input, "name")
    };
    let next = match extension.get("type")?.as_str()? {
        "url" => NextPage::Url {
            next: path(output("nextUrl")?.strip_prefix('$')?),
        },
        "cursor" => cursor(input("cursor")?, output("nextCursor")?, &items)?,
        "offsetLimit" => match (input("page"), input("offset")) {
            (Some(parameter), _) => page(parameter),
            (None, Some(parameter)) => NextPage::Offset { parameter },
            (None, None) => return None,
        },
        _ => return None,
    };
    Some(Pagination {
        items,
        more: None,
        next,
    })
}

/// A parameter that counts pages, of which the extension says nothing else.
fn page(parameter: String) -> NextPage {
    NextPage::Page {
        parameter,
        first: None,
        number: None,
    }
}

/// A cursor in the body, or in the last of the items: `$.data[(@.length-1)].id`.
fn cursor(parameter: String, stated: &str, items: &str) -> Option<NextPage> {
    let stated = stated.strip_prefix('$')?;
    for last in ["[(@.length-1)]", "[-1:]", "[-1]"] {
        if let Some((list, key)) = stated.split_once(last) {
            let key = path(key);
            return (path(list) == items).then_some(NextPage::Last { parameter, key });
        }
    }
    Some(NextPage::Cursor {
        parameter,
        next: path(stated),
    })
}

/// `.a.b` as a pointer.
fn path(text: &str) -> String {
    let names = text.split('.').filter(|name| !name.is_empty());
    names
        .fold(Pointer::root(), |at, name| at.key(name))
        .as_str()
        .to_owned()
}

/// The pointer to a property, in whose name dots may part an outer from an inner one.
fn property(name: &str) -> String {
    match name.starts_with('@') {
        true => Pointer::root().key(name).as_str().to_owned(),
        false => path(name),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(operation: Value, items: &str, next: NextPage) {
        let (found, _) = stated(&operation).unwrap();
        assert_eq!((found.items.as_str(), found.next), (items, next));
    }

    #[test]
    fn what_other_generators_are_told_is_read() {
        let url = |next: &str| NextPage::Url { next: next.into() };
        let ms = json!({ "x-ms-pageable": { "nextLinkName": "@odata.nextLink" } });
        check(ms, "/value", url("/@odata.nextLink"));
        let ms = json!({ "x-ms-pageable": { "nextLinkName": "page.next", "itemName": "all" } });
        check(ms, "/all", url("/page/next"));
        let fern = json!({ "x-fern-pagination": {
            "cursor": "$request.after", "next_cursor": "$response.meta.next", "results": "$response.data",
        } });
        let cursor = |next: &str| NextPage::Cursor {
            parameter: "after".into(),
            next: next.into(),
        };
        check(fern, "/data", cursor("/meta/next"));
        let speakeasy = |next: &str| {
            json!({ "x-speakeasy-pagination": {
                "type": "cursor",
                "inputs": [{ "name": "after", "in": "parameters", "type": "cursor" }],
                "outputs": { "results": "$.data", "nextCursor": next },
            } })
        };
        check(speakeasy("$.next"), "/data", cursor("/next"));
        let last = NextPage::Last {
            parameter: "after".into(),
            key: "/id".into(),
        };
        check(speakeasy("$.data[(@.length-1)].id"), "/data", last);
    }

    #[test]
    fn what_says_too_little_says_nothing() {
        for extension in [
            json!({ "x-ms-pageable": { "nextLinkName": null } }),
            json!({ "x-fern-pagination": { "cursor": "$request.after" } }),
            json!({ "x-speakeasy-pagination": { "type": "offsetLimit", "outputs": { "results": "$.a" } } }),
            json!({}),
        ] {
            assert_eq!(stated(&extension), None, "{extension}");
        }
    }
}
