//! The properties of objects: those of unions' branches, which may each be written in a way of its own, and those
//! of objects that have no element.

use super::super::Lowerer;
use super::super::all_of::{Group, Merged};
use super::Table;
use crate::document::{Kind, Schema};
use crate::ir::xml::{self, Content, Node, Property, When};

/// A property of an object, or of a branch of one.
pub(super) struct Stated<'d> {
    wire: &'d str,
    required: bool,
    schema: Schema<'d>,
    /// What tells the branch; none where it is the object's own.
    branch: Option<When>,
}

impl Table {
    /// Whether a node without an element of its own is, by others without one, within itself.
    pub(super) fn holds_itself(&self, node: &Node) -> bool {
        if node.kind != xml::Kind::None {
            return false;
        }
        let open = self.open.iter().rposition(|(_, has_element)| *has_element);
        let open = self.open.get(open.unwrap_or(0)..).unwrap_or_default();
        let mut seen = vec![false; self.contents.len()];
        let mut next = vec![node.content];
        while let Some(number) = next.pop() {
            if open.iter().any(|(known, _)| *known == number) {
                return true;
            }
            if std::mem::replace(&mut seen[number], true) {
                continue;
            }
            let content = &self.contents[number];
            let mut add = |content: &Content| {
                if let Content::Object(properties, _) = content {
                    let nodes = properties.iter().map(|property| &property.node);
                    let bare = nodes.filter(|node| node.kind == xml::Kind::None);
                    next.extend(bare.map(|node| node.content));
                }
            };
            match content {
                Content::OneOf(contents) => contents.iter().for_each(add),
                content => add(content),
            }
        }
        false
    }

    /// Whether two nodes write the same.
    fn is_same(&self, one: &Node, other: &Node, depth: usize) -> bool {
        let names = |node: &Node| (node.name.clone(), node.namespace.clone(), node.kind);
        if names(one) != names(other) || depth == 0 {
            return false;
        }
        one.content == other.content
            || match (&self.contents[one.content], &self.contents[other.content]) {
                (Content::List(one), Content::List(other)) => self.is_same(one, other, depth - 1),
                (one, other) => one.is_text() && one == other,
            }
    }
}

impl<'d> Lowerer<'d> {
    /// The properties of an object, those of the branches of its unions too.
    pub(super) fn xml_properties(&mut self, merged: &Merged<'d>) -> Vec<Stated<'d>> {
        let own = merged.properties.iter();
        let own = own.map(|(wire, schema)| Stated {
            wire,
            required: merged.required.contains(wire),
            schema: schema.clone(),
            branch: None,
        });
        let mut properties: Vec<_> = own.collect();
        for group in merged.unions.iter() {
            let whens = self.told_by(merged, group);
            for (branch, when) in group.branches.iter().zip(whens) {
                let branch = self.look(branch);
                for (wire, schema) in branch.properties.iter() {
                    properties.push(Stated {
                        wire,
                        required: false,
                        schema: schema.clone(),
                        branch: Some(when.clone()),
                    });
                }
            }
        }
        properties
    }

    /// What tells each branch of a union, as far as a property does.
    fn told_by(&mut self, merged: &Merged<'d>, group: &Group<'d>) -> Vec<When> {
        let named: Vec<_> = group
            .branches
            .iter()
            .map(|branch| (self.pure_reference(branch), branch))
            .collect();
        let told = match &merged.discriminator {
            Some(discriminator) => {
                let tags = self.tags(&named, discriminator, None);
                tags.map(|tags| (discriminator.property.to_owned(), tags))
            }
            None => self.constant_tags(&group.branches),
        };
        let (wire, tags) = told.unwrap_or_default();
        let tag = |index: usize| tags.get(index).cloned().unwrap_or_default();
        let branches = (0..group.branches.len()).map(|index| When {
            wire: wire.clone(),
            values: tag(index),
        });
        branches.collect()
    }

    /// How properties are written: in one way, unless branches of unions differ.
    pub(super) fn xml_ways(
        &mut self,
        table: &mut Table,
        stated: Vec<Stated<'d>>,
        depth: usize,
    ) -> Vec<Property> {
        let mut ways: Vec<Property> = Vec::with_capacity(stated.len());
        for Stated {
            wire,
            required,
            schema,
            branch,
        } in stated
        {
            let is_known = |way: &Property| way.wire == wire;
            let own = ways.iter().any(|way| is_known(way) && way.when.is_none());
            if own {
                continue;
            }
            let node = self.xml_node(table, &schema, wire, depth);
            let same = ways
                .iter_mut()
                .find(|way| is_known(way) && table.is_same(&way.node, &node, depth));
            match (same, branch) {
                (Some(same), Some(branch)) => {
                    let when = same.when.iter_mut();
                    when.for_each(|when| when.values.extend(branch.values.clone()));
                }
                (_, when) => ways.push(Property {
                    wire: wire.to_owned(),
                    required,
                    nullable: self.may_be_null(&schema),
                    when,
                    node,
                }),
            }
        }
        settle(table, ways)
    }

    fn may_be_null(&mut self, schema: &Schema<'d>) -> bool {
        let merged = self.look(schema);
        let by_type = merged
            .types
            .as_ref()
            .map(|(kinds, _)| kinds.has(Kind::Null));
        let branches: Vec<_> = merged
            .unions
            .iter()
            .flat_map(|group| &group.branches)
            .collect();
        by_type.unwrap_or_else(|| branches.into_iter().any(|branch| self.is_null(branch)))
    }
}

/// Says nothing of branches where there is one way, and takes texts together of which nothing tells the branch.
fn settle(table: &mut Table, ways: Vec<Property>) -> Vec<Property> {
    let mut settled: Vec<Property> = Vec::with_capacity(ways.len());
    for way in ways {
        let is_told = way.when.as_ref().is_none_or(|when| !when.values.is_empty());
        let merged = settled.iter_mut().find(|known| {
            let names = |node: &Node| (node.name.clone(), node.namespace.clone(), node.kind);
            known.wire == way.wire && !is_told && names(&known.node) == names(&way.node)
        });
        let texts = merged.and_then(|known| {
            let both = [known.node.content, way.node.content];
            let both = both.map(|number| table.contents[number].clone());
            both.iter().all(Content::is_text).then_some((known, both))
        });
        match texts {
            Some((known, both)) => known.node.content = table.add(together(both)),
            None => settled.push(way),
        }
    }
    let names: Vec<String> = settled.iter().map(|way| way.wire.clone()).collect();
    for way in &mut settled {
        if names.iter().filter(|name| **name == way.wire).count() == 1 {
            way.when = None;
        }
    }
    settled
}

/// Texts of several kinds as one that may be any of them, those that are read by their letters first.
fn together(contents: [Content; 2]) -> Content {
    let mut all = Vec::new();
    for content in contents {
        match content {
            Content::OneOf(contents) => all.extend(contents),
            content => all.push(content),
        }
    }
    let rank = |content: &Content| match content {
        Content::Integer | Content::Number => 0,
        Content::Boolean => 1,
        Content::Token | Content::Base64 => 2,
        _ => 3,
    };
    all.sort_by_key(rank);
    all.dedup();
    match all.len() {
        1 => all.remove(0),
        _ => Content::OneOf(all),
    }
}
