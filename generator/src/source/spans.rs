//! JSON pointers to lines and columns: of JSON from its text, of YAML from granit-parser's events.
//! Built only when a diagnostic is printed.

mod json;

use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use super::{Limits, yaml};
use crate::diagnostics::On;
use crate::pointer::Pointer;

/// A piece of a file's text; lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line of the first character.
    pub line: usize,
    /// The column of the first character.
    pub column: usize,
    /// The line of the last character.
    pub end_line: usize,
    /// The column after the last character.
    pub end_column: usize,
}

impl Position {
    /// The very start of a file: where nothing nearer can be named.
    pub const START: Position = Position {
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 2,
    };
}

/// Where the keys and values of a file stand.
pub struct Spans {
    text: Text,
}

enum Text {
    Json(json::Json),
    Yaml(Yaml),
}

struct Yaml {
    root: Option<Rc<Node>>,
}

struct Node {
    position: Position,
    /// Whether the text of the value is worth marking: a mapping in block style is shown by its key.
    is_compact: bool,
    children: Children,
}

enum Children {
    None,
    Items(Vec<Rc<Node>>),
    Members(Vec<Member>),
}

struct Member {
    name: String,
    key: Position,
    value: Rc<Node>,
}

impl Spans {
    /// Finds the places of a text in YAML or JSON; what follows a mistake in it has none.
    pub fn new(text: &str) -> Spans {
        let text = match json::Json::new(text) {
            Some(json) => Text::Json(json),
            None => Text::Yaml(Yaml::new(text)),
        };
        Spans { text }
    }

    /// The first and the last line of the member at `pointer`, its key included.
    pub fn lines(&self, pointer: &Pointer) -> Option<(usize, usize)> {
        match &self.text {
            Text::Json(json) => json.lines(pointer),
            Text::Yaml(yaml) => yaml.lines(pointer),
        }
    }

    /// The place of the value at `pointer`, or of its key; of its nearest ancestor when it has none.
    pub fn locate(&self, pointer: &Pointer, on: On) -> Position {
        match &self.text {
            Text::Json(json) => json.locate(pointer, on),
            Text::Yaml(yaml) => yaml.locate(pointer, on),
        }
    }
}

impl Yaml {
    fn new(text: &str) -> Yaml {
        let events = Parser::new_from_str_with_options(
            text,
            yaml::parser_options(&Limits {
                depth: usize::MAX,
                ..Limits::default()
            }),
        );
        let mut reader = Reader {
            events,
            anchors: Vec::new(),
        };
        Yaml {
            root: reader.document(),
        }
    }

    fn lines(&self, pointer: &Pointer) -> Option<(usize, usize)> {
        let mut node = self.root.as_ref()?;
        let mut first = node.position.line;
        for token in pointer.tokens() {
            let (key, next) = child(node, &token)?;
            node = next;
            first = key.map_or(node.position.line, |key| key.line);
        }
        Some((first, last_line(node).max(first)))
    }

    fn locate(&self, pointer: &Pointer, on: On) -> Position {
        let Some(mut node) = self.root.as_ref() else {
            return Position::START;
        };
        let mut key = None;
        for token in pointer.tokens() {
            let Some((next_key, next)) = child(node, &token) else {
                return key
                    .filter(|_| !node.is_compact || on != On::Value)
                    .unwrap_or(node.position);
            };
            (key, node) = (next_key, next);
        }
        match (on, key) {
            (On::Key | On::Whole, Some(key)) => key,
            (On::Value, Some(key)) if !node.is_compact => key,
            _ => node.position,
        }
    }
}

fn last_line(node: &Node) -> usize {
    let last_child = match &node.children {
        Children::None => None,
        Children::Items(items) => items.last().map(|item| last_line(item)),
        Children::Members(members) => {
            let last = members.last();
            last.map(|member| last_line(&member.value).max(member.key.end_line))
        }
    };
    last_child.unwrap_or(0).max(node.position.end_line)
}

/// The child of this name, and its key when it has one; a merged mapping's where there is no other.
fn child<'n>(node: &'n Rc<Node>, token: &str) -> Option<(Option<Position>, &'n Rc<Node>)> {
    match &node.children {
        Children::None => None,
        Children::Items(items) => Some((None, items.get(token.parse::<usize>().ok()?)?)),
        Children::Members(members) => {
            if let Some(member) = members.iter().find(|member| member.name == token) {
                return Some((Some(member.key), &member.value));
            }
            let merged = members.iter().filter(|member| member.name == "<<");
            merged
                .map(|member| &member.value)
                .find_map(|value| match &value.children {
                    Children::Members(_) => child(value, token),
                    Children::Items(items) => items.iter().find_map(|item| child(item, token)),
                    Children::None => None,
                })
        }
    }
}

struct Reader<'t> {
    events: Parser<'t, granit_parser::StrInput<'t>>,
    /// The nodes that aliases may name, by the number of their anchor.
    anchors: Vec<(usize, Rc<Node>)>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Option<Rc<Node>> {
        loop {
            let (event, _) = self.next()?;
            if let Event::DocumentStart(..) = event {
                let (event, span) = self.next()?;
                return self.node(event, span);
            }
        }
    }

    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.events.next()?.ok()
    }

    fn node(&mut self, event: Event<'t>, span: Span) -> Option<Rc<Node>> {
        let (children, end, is_compact, anchor) = match event {
            Event::Scalar(_, style, anchor, _) => {
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                (Children::None, Some(span), !is_block, anchor)
            }
            Event::SequenceStart(style, anchor, _) => {
                let (items, end) = self.items();
                (
                    Children::Items(items),
                    end,
                    style == StructureStyle::Flow,
                    anchor,
                )
            }
            Event::MappingStart(style, anchor, _) => {
                let (members, end) = self.members();
                (
                    Children::Members(members),
                    end,
                    style == StructureStyle::Flow,
                    anchor,
                )
            }
            Event::Alias(id) => {
                let target = self.anchors.iter().rev().find(|(anchor, _)| *anchor == id);
                return target.map(|(_, node)| Rc::clone(node));
            }
            _ => return None,
        };
        let first_child = match &children {
            Children::Items(items) => items.first().map(|item| item.position),
            Children::Members(members) => members.first().map(|member| member.key),
            Children::None => None,
        };
        let position = match (is_compact, first_child) {
            // Without brackets there is no text of its own: its first child stands for it.
            (false, Some(first)) => first,
            _ => position(span, end.unwrap_or(span)),
        };
        let node = Rc::new(Node {
            position,
            is_compact,
            children,
        });
        if anchor != 0 {
            self.anchors.push((anchor, Rc::clone(&node)));
        }
        Some(node)
    }

    /// The items up to the end of a sequence, and the place of its end; both as far as they can be
    /// read.
    fn items(&mut self) -> (Vec<Rc<Node>>, Option<Span>) {
        let mut items = Vec::new();
        while let Some((event, span)) = self.next() {
            if event == Event::SequenceEnd {
                return (items, Some(span));
            }
            let Some(item) = self.node(event, span) else {
                break;
            };
            items.push(item);
        }
        (items, None)
    }

    fn members(&mut self) -> (Vec<Member>, Option<Span>) {
        let mut members = Vec::new();
        while let Some((event, span)) = self.next() {
            let name = match event {
                Event::MappingEnd => return (members, Some(span)),
                Event::Scalar(text, ..) => text.into_owned(),
                // No pointer leads through a key that isn't text.
                other => match self.node(other, span) {
                    Some(_) => String::new(),
                    None => break,
                },
            };
            let Some((event, value_span)) = self.next() else {
                break;
            };
            let Some(value) = self.node(event, value_span) else {
                break;
            };
            members.push(Member {
                name,
                key: position(span, span),
                value,
            });
        }
        (members, None)
    }
}

fn position(start: Span, end: Span) -> Position {
    let (line, column) = (start.start.line().max(1), start.start.col() + 1);
    let (end_line, end_column) = (end.end.line().max(1), end.end.col() + 1);
    if (end_line, end_column) <= (line, column) {
        return Position {
            line,
            column,
            end_line: line,
            end_column: column + 1,
        };
    }
    Position {
        line,
        column,
        end_line,
        end_column,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn json_is_located_as_yaml_is() {
        let texts = [
            "{}",
            "  [1, {\"a\": [true, null], \"b\" :\"c\"}\n, -1.5e+3 ]\n",
            "{\n  \"a/b\": {\"é😀\": \"ü\", \"x\": [[]]},\r\n\t\"q\\\"\\u0041\": \"\\\\\" , \"last\": {\n} }",
            &format!("{{\"é\": \"{}\", \"b\": {{\"c\": 0}}}}", "ü".repeat(2000)),
        ];
        for text in texts {
            let value: Value = serde_json::from_str(text).expect("it is JSON");
            let json = json::Json::new(text).expect("it is JSON");
            assert_alike(&value, &Pointer::root(), &json, &Yaml::new(text));
        }
    }

    fn assert_alike(value: &Value, at: &Pointer, json: &json::Json, yaml: &Yaml) {
        assert_eq!(json.lines(at), yaml.lines(at), "{at}");
        for at in [at.clone(), at.key("missing")] {
            for on in [On::Key, On::Value, On::Whole] {
                assert_eq!(json.locate(&at, on), yaml.locate(&at, on), "{at}");
            }
        }
        match value {
            Value::Object(map) => map
                .iter()
                .for_each(|(key, value)| assert_alike(value, &at.key(key), json, yaml)),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, value)| assert_alike(value, &at.index(index), json, yaml)),
            _ => {}
        }
    }
}
