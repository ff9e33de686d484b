//! Which files name which, by what the paths in them lead to.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::{Import, Names, Path};

/// A module that has a file, by the names from the root on.
pub type Module = Vec<String>;

/// How often a path may lead to a name that is handed on from elsewhere.
const HANDED_ON: usize = 16;

pub struct Graph {
    modules: BTreeMap<Module, Names>,
}

impl Graph {
    pub fn new(sources: &BTreeMap<Module, String>) -> Self {
        let read = |(module, text): (&Module, &String)| (module.clone(), Names::of(text));
        Self {
            modules: sources.iter().map(read).collect(),
        }
    }

    /// The modules that the root declares.
    pub fn tops(&self) -> Vec<&str> {
        let tops = self.modules.keys().filter(|module| module.len() == 1);
        tops.map(|module| module[0].as_str()).collect()
    }

    /// A file, another that it names, and by which path.
    pub fn edges(&self) -> BTreeSet<(Module, Module, String)> {
        let mut edges = BTreeSet::new();
        for (module, names) in &self.modules {
            for import in &names.imports {
                let Some(path) = self.absolute(module, &import.inside, &import.path) else {
                    continue;
                };
                let to = self.lead(&path, 0);
                // What is handed on from below is not used here.
                let is_handed_on = import.is_export && to.starts_with(module);
                if !is_handed_on {
                    edges.insert((module.clone(), to, path.join("::")));
                }
            }
            for (inside, path) in &names.paths {
                if let Some(path) = self.written(module, inside, path) {
                    edges.insert((module.clone(), self.lead(&path, 0), path.join("::")));
                }
            }
        }
        edges.retain(|(from, to, _)| from != to);
        edges
    }

    /// The files that name each other in a circle, the largest circle first.
    pub fn circles(&self) -> Vec<Vec<Module>> {
        let mut next: BTreeMap<Module, Vec<Module>> = BTreeMap::new();
        for (from, to, _) in self.edges() {
            next.entry(from).or_default().push(to);
        }
        let reached: BTreeMap<&Module, BTreeSet<&Module>> =
            next.keys().map(|from| (from, reach(from, &next))).collect();
        let mut circles = BTreeSet::new();
        for (from, all) in &reached {
            let back = |to: &&&Module| reached.get(*to).is_some_and(|all| all.contains(from));
            let circle: Vec<Module> = all.iter().filter(back).map(|to| (*to).clone()).collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        let mut circles: Vec<_> = circles.into_iter().collect();
        circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
        circles
    }

    /// A path that is written where it is used, from the root on.
    fn written(&self, module: &Module, inside: &[String], path: &Path) -> Option<Path> {
        if let Some(path) = self.absolute(module, inside, path) {
            return Some(path);
        }
        let import = self.import(module, &path[0])?;
        let mut absolute = self.absolute(module, &import.inside, &import.path)?;
        absolute.extend_from_slice(&path[1..]);
        Some(absolute)
    }

    /// A path from the root on; `None` where it leads out of the crate or to a name of the file's own.
    fn absolute(&self, module: &Module, inside: &[String], path: &Path) -> Option<Path> {
        let mut at: Module = [module.as_slice(), inside].concat();
        let mut rest = path.as_slice();
        match path[0].as_str() {
            "crate" => {
                at.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|first| first == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
            first => {
                at.push(first.to_owned());
                if !self.modules.contains_key(&at) {
                    return None;
                }
                at.pop();
            }
        }
        at.extend_from_slice(rest);
        Some(at)
    }

    fn import(&self, module: &Module, name: &str) -> Option<&Import> {
        let imports = &self.modules.get(module)?.imports;
        imports.iter().find(|import| import.name == name)
    }

    /// The module that has what a path from the root leads to, by way of what modules hand on.
    fn lead(&self, path: &Path, depth: usize) -> Module {
        let mut at = Module::new();
        for (index, name) in path.iter().enumerate() {
            at.push(name.clone());
            if self.modules.contains_key(&at) {
                continue;
            }
            at.pop();
            let onward = self.import(&at, name).and_then(|import| {
                let mut onward = self.absolute(&at, &import.inside, &import.path)?;
                onward.extend_from_slice(&path[index + 1..]);
                Some(onward)
            });
            return match onward {
                Some(onward) if depth < HANDED_ON && onward != *path => {
                    self.lead(&onward, depth + 1)
                }
                _ => at,
            };
        }
        at
    }
}

/// What is reached from a module, by one step or more.
fn reach<'g>(from: &Module, next: &'g BTreeMap<Module, Vec<Module>>) -> BTreeSet<&'g Module> {
    let mut all = BTreeSet::new();
    let mut open: Vec<&Module> = next.get(from).into_iter().flatten().collect();
    while let Some(module) = open.pop() {
        if all.insert(module) {
            open.extend(next.get(module).into_iter().flatten());
        }
    }
    all
}
