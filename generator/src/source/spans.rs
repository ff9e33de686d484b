//! JSON pointers to lines and columns: of JSON from its text, of YAML from granit-parser's events.
//! Built only when a diagnostic is printed.

mod index;
mod json;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use self::index::Index;
pub(super) use self::json::{skip_string, skip_word};
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
    Members(Vec<Member>, Index),
}

struct Member {
    name: String,
    key: Position,
    value: Rc<Node>,
}

/// Keys and indices that lead to the places that are asked for.
#[derive(Default)]
struct Wanted {
    below: BTreeMap<String, Wanted>,
}

/// What of a node is kept, besides its own place.
#[derive(Clone, Copy)]
enum Keep<'w> {
    All,
    Some(&'w Wanted),
    Nothing,
}

impl<'w> Keep<'w> {
    /// What to keep of a member; `None` where it is not asked for at all.
    fn member(self, name: &str) -> Option<Keep<'w>> {
        match self {
            Keep::All => Some(Keep::All),
            // What is merged may be asked for by the names of the mapping around it.
            Keep::Some(_) if name == "<<" => Some(Keep::All),
            Keep::Some(wanted) => Some(Keep::Some(wanted.below.get(name)?)),
            Keep::Nothing => None,
        }
    }

    /// The same for an item.
    fn item(self, index: usize) -> Option<Keep<'w>> {
        match self {
            Keep::All => Some(Keep::All),
            Keep::Some(wanted) if wanted.below.is_empty() => None,
            Keep::Some(_) => Some(self.member(&index.to_string()).unwrap_or(Keep::Nothing)),
            Keep::Nothing => None,
        }
    }
}

impl Spans {
    /// Finds the places of a text in YAML or JSON; what follows a mistake in it has none.
    pub fn new(text: &str) -> Spans {
        Self::read(text, Keep::All)
    }

    /// The same for those pointers alone, which takes next to no memory. Of the others only the
    /// nearest ancestors are known.
    pub(crate) fn of<'p>(text: &str, pointers: impl IntoIterator<Item = &'p Pointer>) -> Spans {
        let mut wanted = Wanted::default();
        for pointer in pointers {
            let mut at = &mut wanted;
            for token in pointer.tokens() {
                at = at.below.entry(token.into_owned()).or_default();
            }
        }
        Self::read(text, Keep::Some(&wanted))
    }

    fn read(text: &str, keep: Keep<'_>) -> Spans {
        let text = match json::Json::new(text) {
            Some(json) => Text::Json(json),
            None => Text::Yaml(Yaml::new(text, keep)),
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
    fn new(text: &str, keep: Keep<'_>) -> Yaml {
        let events = Parser::new_from_str_with_options(
            text,
            yaml::parser_options(&Limits {
                depth: usize::MAX,
                ..Limits::default()
            }),
        );
        let mut reader = Reader {
            events,
            anchors: BTreeMap::new(),
        };
        Yaml {
            root: reader.document(keep),
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
        Children::Members(members, _) => {
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
        Children::Members(members, names) => {
            let name = |number: usize| Cow::Borrowed(members[number].name.as_str());
            if let Some(number) = names.find(members.len(), name, token) {
                let member = &members[number];
                return Some((Some(member.key), &member.value));
            }
            let first = names.find(members.len(), name, "<<")?;
            let merged = members[first..].iter();
            merged
                .filter(|member| member.name == "<<")
                .map(|member| &member.value)
                .find_map(|value| match &value.children {
                    Children::Members(..) => child(value, token),
                    Children::Items(items) => items.iter().find_map(|item| child(item, token)),
                    Children::None => None,
                })
        }
    }
}

struct Reader<'t> {
    events: Parser<'t, granit_parser::StrInput<'t>>,
    /// The nodes that aliases may name, by the number of their anchor.
    anchors: BTreeMap<usize, Rc<Node>>,
}

impl<'t> Reader<'t> {
    fn document(&mut self, keep: Keep<'_>) -> Option<Rc<Node>> {
        loop {
            let (event, _) = self.next()?;
            if let Event::DocumentStart(..) = event {
                let (event, span) = self.next()?;
                return self.node(event, span, keep);
            }
        }
    }

    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.events.next()?.ok()
    }

    fn node(&mut self, event: Event<'t>, span: Span, keep: Keep<'_>) -> Option<Rc<Node>> {
        let within = |anchor: usize| match anchor {
            0 => keep,
            // An alias may ask for any part of it.
            _ => Keep::All,
        };
        let (children, first, end, is_compact, anchor) = match event {
            Event::Scalar(_, style, anchor, _) => {
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                (Children::None, None, Some(span), !is_block, anchor)
            }
            Event::SequenceStart(style, anchor, _) => {
                let Inside { kept, first, end } = self.items(within(anchor));
                let is_compact = style == StructureStyle::Flow;
                (Children::Items(kept), first, end, is_compact, anchor)
            }
            Event::MappingStart(style, anchor, _) => {
                let Inside { kept, first, end } = self.members(within(anchor));
                let is_compact = style == StructureStyle::Flow;
                (
                    Children::Members(kept, Index::default()),
                    first,
                    end,
                    is_compact,
                    anchor,
                )
            }
            Event::Alias(id) => {
                return self.anchors.get(&id).map(Rc::clone);
            }
            _ => return None,
        };
        let position = match (is_compact, first) {
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
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        Some(node)
    }

    /// The items up to the end of a sequence, as far as they can be read.
    fn items(&mut self, keep: Keep<'_>) -> Inside<Rc<Node>> {
        let mut inside = Inside::default();
        let mut index = 0;
        while let Some((event, span)) = self.next() {
            if event == Event::SequenceEnd {
                inside.end = Some(span);
                break;
            }
            let wanted = keep.item(index);
            index += 1;
            let Some(item) = self.node(event, span, wanted.unwrap_or(Keep::Nothing)) else {
                break;
            };
            inside.first.get_or_insert(item.position);
            if wanted.is_some() {
                inside.kept.push(item);
            }
        }
        inside
    }

    /// The members up to the end of a mapping, as far as they can be read.
    fn members(&mut self, keep: Keep<'_>) -> Inside<Member> {
        let mut inside = Inside::default();
        while let Some((event, span)) = self.next() {
            let name = match event {
                Event::MappingEnd => {
                    inside.end = Some(span);
                    break;
                }
                Event::Scalar(text, ..) => text,
                // No pointer leads through a key that isn't text.
                other => match self.node(other, span, Keep::Nothing) {
                    Some(_) => "".into(),
                    None => break,
                },
            };
            let wanted = keep.member(&name);
            let Some((event, value_span)) = self.next() else {
                break;
            };
            let value = self.node(event, value_span, wanted.unwrap_or(Keep::Nothing));
            let Some(value) = value else {
                break;
            };
            let key = position(span, span);
            inside.first.get_or_insert(key);
            if wanted.is_some() {
                inside.kept.push(Member {
                    name: name.into_owned(),
                    key,
                    value,
                });
            }
        }
        inside
    }
}

/// What stands in a sequence or a mapping.
struct Inside<T> {
    kept: Vec<T>,
    /// The place of the first, kept or not.
    first: Option<Position>,
    /// The place of the end, where there is one.
    end: Option<Span>,
}

impl<T> Default for Inside<T> {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            first: None,
            end: None,
        }
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
            assert_alike(&value, &Pointer::root(), &json, &Yaml::new(text, Keep::All));
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
