use serde_json::{Map, Value};

use super::*;

/// What a tree reads a text as, with every scalar as text.
fn value(text: &str, tree: &Tree, id: Id, depth: usize) -> Value {
    // An alias within what it names has no end.
    let id = if depth < 20 {
        tree.aliased(text, id)
    } else {
        id
    };
    match tree.kind(id) {
        Kind::Mapping => {
            let mut members = Map::new();
            for child in tree.children(id) {
                let key = tree.key(text, child).unwrap_or_default();
                members.insert(key.into_owned(), value(text, tree, child, depth + 1));
            }
            Value::Object(members)
        }
        Kind::Sequence => tree
            .children(id)
            .map(|child| value(text, tree, child, depth + 1))
            .collect(),
        Kind::Empty => Value::Null,
        Kind::Block => Value::String("block".to_owned()),
        Kind::Alias => Value::String("alias".to_owned()),
        Kind::Plain | Kind::Single | Kind::Double => {
            Value::String(tree.scalar(text, id).unwrap_or_default().into_owned())
        }
    }
}

fn read(text: &str) -> String {
    let tree = Tree::new(text);
    well_formed(text, &tree);
    value(text, &tree, Id::ROOT, 0).to_string().replace('"', "")
}

/// What holds of every tree.
fn well_formed(text: &str, tree: &Tree) {
    let mut before = 0;
    for id in tree.all() {
        let extent = tree.extent(id);
        assert!(text.get(extent.clone()).is_some(), "{extent:?} of {text:?}");
        assert!(text.get(tree.value_span(id)).is_some(), "{text:?}");
        assert!(tree.node(id).start >= before, "{text:?}");
        before = tree.node(id).start;
        assert!(tree.innermost(extent.start) <= tree.last_before(extent.start).max(id));
    }
}

#[test]
fn yaml_and_json_are_read_alike() {
    for (text, expected) in [
        (
            "a: 1\nb:\n  c: x # no\n  d: 'it''s'\n",
            "{a:1,b:{c:x,d:it's}}",
        ),
        (
            "a:\n- b\n- c: 1\n  d: 2\n-\n  e\nf: g\n",
            "{a:[b,{c:1,d:2},e],f:g}",
        ),
        ("- - a\n  - b\n- - c\n", "[[a,b],[c]]"),
        (
            "---\na: &x { b: [1, c], d: {}, e }\nf: *x\n",
            "{a:{b:[1,c],d:{},e:null},f:{b:[1,c],d:{},e:null}}",
        ),
        (
            "a: |\n  text: no\n\n  more\nb: >-\n  x\nc:\n",
            "{a:block,b:block,c:null}",
        ),
        (
            "a: one\n  two\n\n  three # no\nb: \"q\n  r\"\n",
            "{a:one two\\nthree,b:q r}",
        ),
        (
            "? a long key\n: v\n? 'other'\n:\n  w: x\n",
            "{a long key:v,other:{w:x}}",
        ),
        (
            "{\"a\": [1, {\"b\": \"\\u0041,\"}],\n \"c\":null}",
            "{a:[1,{b:A,}],c:null}",
        ),
        (
            "a: [\n  b, # no\n  c\n]\nd: http://x#y\n",
            "{a:[b,c],d:http://x#y}",
        ),
        ("a: {b: x\n  y, c: z}\n", "{a:{b:x y,c:z}}"),
        ("'200': !!str x\n/a/{id}: y\n", "{200:x,/a/{id}:y}"),
        ("\u{feff}a: 1\r\nb:\r\n  - 2\r\n", "{a:1,b:[2]}"),
        ("# only\n\n", "null"),
        ("text\n", "text"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_half_written_is_kept_and_so_is_what_follows() {
    for (text, expected) in [
        // A key without its colon.
        ("a: 1\nb\nc: 2\n", "{a:1,b:null,c:2}"),
        ("a:\n  typ\n  b: 1\nc: 2\n", "{a:{typ:null,b:1},c:2}"),
        ("a:\n  b: 1\n  typ\n  c: 2\n", "{a:{b:1,typ:null,c:2}}"),
        // Brackets and quotes without an end.
        (
            "a: [x, y\nb: { c: 1\nd: 'x\ne: \"y\nf: 2\n",
            "{a:[x,y],b:{c:1},d:x,e:y,f:2}",
        ),
        (
            "{\"a\": {\"b\": 1, \"c\n}, \"d\": 2}",
            "{a:{b:1,c:null},d:2}",
        ),
        (
            "{\"a\": {\"b\": , \"c\": \n}, \"d\": [1 }",
            "{a:{b:null,c:null},d:[1]}",
        ),
        ("{\"a\" \"b\": 1 \"c\": 2", "{a:null,b:1,c:2}"),
        // Too many, or in the wrong column.
        ("{\"a\": 1]}, \"d\": 2}", "{a:1}"),
        ("a:\n    b: 1\n  c: 2\nd: 3\n", "{a:{b:1,c:2},d:3}"),
        ("a: 1\n  b: 2\nc: 3\n", "{a:1,b:2,c:3}"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn every_prefix_and_every_gap_of_a_text_is_read() {
    let texts = [
        "a: &x\n  - { b: 'c', \"d\": [e, *x] }\n  - ? f\n    : |\n      g: h\n  <<: *x\ni: ü \u{1F600} # j\n",
        "{\"a\": [1, {\"b\": \"\\\"ü\"}], \"c\": {}}",
    ];
    for text in texts {
        for (end, letter) in text.char_indices() {
            read(&text[..end]);
            read(&format!(
                "{}{}",
                &text[..end],
                &text[end + letter.len_utf8()..]
            ));
            for extra in ["\n", " ", "-", ": ", "{", "]", "'", "\"", "#", "|", "? "] {
                read(&format!("{}{extra}{}", &text[..end], &text[end..]));
            }
        }
    }
}

#[test]
fn no_text_makes_a_tree_as_deep_as_it_likes() {
    let lines = |number: usize| {
        let lines = (0..number).map(|depth| format!("{}a:\n", " ".repeat(depth)));
        lines.collect::<String>()
    };
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "a: [\n".repeat(10_000),
        lines(2000),
        format!("{}- {}", lines(499), "[".repeat(1000)),
    ] {
        let tree = Tree::new(&text);
        let mut depths: Vec<usize> = Vec::new();
        for id in tree.all() {
            depths.push(
                tree.parent(id)
                    .map_or(0, |parent| depths[parent.index()] + 1),
            );
        }
        assert!(depths.into_iter().max() < Some(1003));
    }
}

#[test]
fn nodes_are_found_by_pointer_and_by_place() {
    let text = "a: &a { x: 1, y: 2 }\nb:\n  <<: *a\n  x: [3, 4]\n  'q/r': s\n";
    let tree = Tree::new(text);
    let at = |pointer: &str| {
        let found = tree.find(text, &Pointer::parse(pointer).unwrap());
        found.map(|id| &text[tree.value_span(id)])
    };
    assert_eq!(at("/b/x/1"), Some("4"));
    assert_eq!(at("/b/y"), Some("2"));
    assert_eq!(at("/b/q~1r"), Some("s"));
    assert_eq!(at("/b/z"), None);
    let inner = tree.innermost(text.find('4').unwrap());
    assert_eq!(tree.pointer(text, inner).to_string(), "#/b/x/1");
    let key = tree.innermost(text.find('q').unwrap());
    assert_eq!(tree.pointer(text, key).to_string(), "#/b/q~1r");
}

/// With `SPEC_CORPUS`, a folder of documents: the tree of each is what its readers read.
#[test]
fn documents_are_read_as_their_readers_do() {
    let Some(folder) = std::env::var_os("SPEC_CORPUS") else {
        println!("skipped: SPEC_CORPUS names no folder");
        return;
    };
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let expected: Option<Value> = match path.extension().and_then(|end| end.to_str()) {
            Some("json") => serde_json::from_str(&text).ok(),
            Some("yaml" | "yml") => serde_yaml::from_str(&text).ok(),
            _ => None,
        };
        let Some(expected) = expected else { continue };
        let tree = Tree::new(&text);
        alike(
            &expected,
            &text,
            &tree,
            Id::ROOT,
            &path.display().to_string(),
        );
        compared += 1;
    }
    assert!(compared > 0);
}

fn alike(expected: &Value, text: &str, tree: &Tree, id: Id, at: &str) {
    let id = tree.aliased(text, id);
    match expected {
        Value::Object(members) => {
            let found = tree.children(id).filter_map(|child| tree.key(text, child));
            assert_eq!(found.count(), members.len(), "{at}");
            for (key, value) in members {
                let at = format!("{at}/{key}");
                let child = tree.member(text, id, key).unwrap_or_else(|| panic!("{at}"));
                alike(value, text, tree, child, &at);
            }
        }
        Value::Array(items) => {
            let children: Vec<Id> = tree.children(id).collect();
            assert_eq!(children.len(), items.len(), "{at}");
            for (index, (child, item)) in children.into_iter().zip(items).enumerate() {
                alike(item, text, tree, child, &format!("{at}/{index}"));
            }
        }
        Value::String(expected) if tree.kind(id) != Kind::Block => {
            let found = tree.scalar(text, id);
            assert_eq!(found.as_deref(), Some(expected.as_str()), "{at}");
        }
        Value::String(_) => {}
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            assert!(matches!(tree.kind(id), Kind::Plain | Kind::Empty), "{at}");
        }
    }
}
