//! Which elements and attributes are those of a property: by name, and by namespace where several have one name.

use crate::xml::tree::{Element, Name};
use crate::xml::{Content, Kind, Node, Property};

/// The objects whose properties stand in one element: one, and those about it that have no other element.
pub(super) struct Scope<'s> {
    properties: &'s [Property],
    outer: Option<&'s Scope<'s>>,
}

impl<'s> Scope<'s> {
    pub fn inside(properties: &'s [Property], outer: Option<&'s Scope<'s>>) -> Self {
        Self { properties, outer }
    }

    /// The children that are a node.
    pub fn children<'e>(
        &self,
        element: &'e Element,
        node: &Node,
    ) -> impl Iterator<Item = &'e Element> + use<'e> {
        let of_name = |child: &&Element| child.name.local == node.local();
        let mut found: Vec<_> = element.children.iter().filter(of_name).collect();
        if !found.is_empty() {
            let rivals = self.rivals(node);
            found.retain(|child| is_of(&child.name, node, &rivals));
        }
        found.into_iter()
    }

    /// The first child of a name that is no other property's.
    pub fn child_named_as<'e>(&self, element: &'e Element, name: &str) -> Option<&'e Element> {
        let mut children = element.children.iter();
        let found = children.find(|child| child.name.local == name)?;
        let mut is_taken = false;
        self.visit(&mut |node| is_taken |= node.kind == Kind::Element && node.local() == name);
        (!is_taken).then_some(found)
    }

    /// The attribute that is a node. Of those of one name it is the one of its namespace; else one without any,
    /// since one of another vocabulary may have the same name behind its prefix.
    pub fn attribute<'e>(&self, element: &'e Element, node: &Node) -> Option<&'e str> {
        let of_name = |(name, _): &&(Name, String)| name.local == node.local();
        let mut found: Vec<_> = element.own_attributes().filter(of_name).collect();
        if !found.is_empty() {
            let rivals = self.rivals(node);
            found.retain(|(name, _)| is_of(name, node, &rivals));
        }
        // The first of the nearest.
        let mut best: Option<(u8, &str)> = None;
        for (name, value) in found {
            let nearness = nearness(name, node);
            if best.is_none_or(|(known, _)| nearness > known) {
                best = Some((nearness, value));
            }
        }
        best.map(|(_, value)| value)
    }

    /// Whether anything of a node that has no element of its own is in an element.
    pub fn holds(&self, element: &Element, node: &Node) -> bool {
        let mut is_there = false;
        visit(node, &mut |part| {
            is_there |= match part.kind {
                Kind::Element => self.children(element, part).next().is_some(),
                Kind::Attribute => self.attribute(element, part).is_some(),
                Kind::Text | Kind::Cdata => !element.text.trim().is_empty(),
                Kind::None => !element.text.trim().is_empty() || !element.children.is_empty(),
            };
        });
        is_there
    }

    /// Whether an element of a name is a property's.
    pub fn declares(&self, name: &str) -> bool {
        let mut is_declared = self.properties.iter().any(|property| property.name == name);
        self.visit(&mut |node| is_declared |= node.local() == name);
        is_declared
    }

    /// The other nodes of a node's name.
    fn rivals(&self, node: &Node) -> Vec<Node> {
        let mut rivals = Vec::new();
        self.visit(&mut |other| {
            let is_other = (other.name, other.namespace) != (node.name, node.namespace);
            if is_other && other.kind == node.kind && other.local() == node.local() {
                rivals.push(*other);
            }
        });
        rivals
    }

    /// All nodes that stand in the element.
    fn visit(&self, visitor: &mut dyn FnMut(&Node)) {
        let mut scope = Some(self);
        while let Some(Self { properties, outer }) = scope {
            for property in *properties {
                visit(&property.node, visitor);
            }
            scope = *outer;
        }
    }
}

/// A node, or those of what has none of its own.
fn visit(node: &Node, visitor: &mut dyn FnMut(&Node)) {
    match node.kind {
        Kind::None => visit_content(node, node.content, visitor),
        _ => visitor(node),
    }
}

fn visit_content(node: &Node, content: &Content, visitor: &mut dyn FnMut(&Node)) {
    match content {
        Content::Object(properties, _) => {
            for property in properties.iter() {
                visit(&property.node, visitor);
            }
        }
        Content::List(item) => visit(item, visitor),
        Content::Items(items, others) => {
            for item in items.iter().chain(*others) {
                visit(item, visitor);
            }
        }
        Content::OneOf(contents) => {
            for content in contents.iter() {
                visit_content(node, content, visitor);
            }
        }
        _ => visitor(node),
    }
}

/// Whether what has a node's local name is that node rather than another.
fn is_of(name: &Name, node: &Node, rivals: &[Node]) -> bool {
    let own = nearness(name, node);
    rivals.iter().all(|rival| nearness(name, rival) <= own)
}

/// How well a name is that of a node, beyond its local part.
fn nearness(name: &Name, node: &Node) -> u8 {
    let namespace = name.namespace.as_deref().unwrap_or_default();
    match () {
        () if !node.namespace.is_empty() && namespace == node.namespace => 3,
        () if name.prefix == node.prefix()
            && (namespace.is_empty() || node.namespace.is_empty()) =>
        {
            2
        }
        () if name.prefix.is_empty() => 1,
        () => 0,
    }
}
