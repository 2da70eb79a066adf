//! References: `$ref`s to any part of the document.

use hashbrown::{HashMap, HashSet};
use percent_encoding::percent_decode_str;

use super::node::{Node, child};
use super::reader::{OverlayReader, list, most_similar};

/// The most references that follow each other.
const LONGEST: usize = 32;

/// The targets of references in a document.
pub(super) struct Targets<'a> {
    root: &'a Node,
    /// The schema that is being read, with its location: `#/$defs/…` may be relative to it.
    scope: Scope<'a>,
    /// The names of the schemas that are targets without being components, by their locations.
    names: HashMap<String, String>,
    /// Those of them that have not been read yet.
    pending: Vec<Pending<'a>>,
    /// The locations of all parts that are targets, apart from schemas.
    used: HashSet<String>,
}

/// A schema, with its location, that references may be relative to.
type Scope<'a> = Option<(&'a Node, String)>;

/// A schema that has not been read yet: its name, and the scope of the reference to it.
type Pending<'a> = (String, Target<'a>, Scope<'a>);

/// A part of the document.
#[derive(Clone)]
pub(super) struct Target<'a> {
    pub(super) node: &'a Node,
    /// The location in the file.
    pub(super) at: String,
}

impl<'a> Targets<'a> {
    pub(super) fn new(root: &'a Node) -> Self {
        Self { root, scope: None, names: HashMap::new(), pending: Vec::new(), used: HashSet::new() }
    }

    /// Forgets which parts references lead to.
    pub(super) fn forget_uses(&mut self) {
        self.used.clear();
    }

    /// Whether a reference leads to this location.
    pub(super) fn is_used(&self, at: &str) -> bool {
        self.used.contains(at)
    }

    /// Returns the target of a reference: a JSON pointer, an anchor, or an `$id` with one of these.
    fn find(&self, reference: &str) -> Option<Target<'a>> {
        let (id, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = percent_decode_str(fragment).decode_utf8().ok()?;
        let root = || Target { node: self.root, at: String::new() };
        let scope = || self.scope.clone().map(|(node, at)| Target { node, at });
        let bases: Vec<Target<'a>> = match id {
            "" => [Some(root()), scope()].into_iter().flatten().collect(),
            id => vec![search(&root(), &|node| text(node, "$id") == Some(id))?],
        };
        bases.iter().find_map(|base| match fragment.strip_prefix('/') {
            Some(pointer) => base.pointer(pointer),
            None if fragment.is_empty() => Some(base.clone()),
            None => search(base, &|node| {
                text(node, "$anchor").or_else(|| text(node, "$dynamicAnchor")) == Some(&*fragment)
            }),
        })
    }
}

impl<'a> Target<'a> {
    /// Returns the part behind a JSON pointer without its first `/`.
    fn pointer(&self, pointer: &str) -> Option<Self> {
        pointer.split('/').try_fold(self.clone(), |Self { node, at }, token| {
            let key = token.replace("~1", "/").replace("~0", "~");
            match node {
                Node::Array(items) => {
                    let index: usize = key.parse().ok()?;
                    Some(Self { node: items.get(index)?, at: format!("{at}[{index}]") })
                }
                node => Some(Self { node: node.get(&key)?, at: child(&at, &key) }),
            }
        })
    }
}

/// Returns the first object in a part of the document for which a condition is true.
fn search<'a>(target: &Target<'a>, condition: &dyn Fn(&Node) -> bool) -> Option<Target<'a>> {
    let Target { node, at } = target;
    match node {
        Node::Object(_) if condition(node) => Some(target.clone()),
        Node::Object(entries) => {
            entries.iter().find_map(|(key, node)| search(&Target { node, at: child(at, key) }, condition))
        }
        Node::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, node)| search(&Target { node, at: format!("{at}[{index}]") }, condition)),
        _ => None,
    }
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key)?.as_str()
}

impl<'a> OverlayReader<'a> {
    /// Follows the references from an object to the object itself. A reference to nothing is reported.
    pub(super) fn resolve(&mut self, node: &'a Node, at: &str) -> Option<Target<'a>> {
        let mut target = Target { node, at: at.to_owned() };
        for _ in 0..LONGEST {
            let Some(reference) = text(target.node, "$ref") else { return Some(target) };
            let at = child(&target.at, "$ref");
            target = match self.targets.find(reference) {
                Some(target) => target,
                None => {
                    self.report_missing(reference, &at);
                    return None;
                }
            };
            self.targets.used.insert(target.at.clone());
        }
        self.error(at, "the references lead in a circle", "refer to the object itself");
        None
    }

    /// Returns the name of the schema that a reference leads to. A reference to nothing is reported.
    pub(super) fn schema_target(&mut self, reference: &str, at: &str) -> Option<String> {
        let Some(target) = self.targets.find(reference) else {
            self.report_missing(reference, at);
            return None;
        };
        // The name as it is in the file, without the escapes of the reference.
        let schemas = self.targets.root.get("components").and_then(|node| node.get("schemas"));
        if let Some(Node::Object(entries)) = schemas
            && let Some((name, _)) = entries.iter().find(|(_, node)| std::ptr::eq(node, target.node))
        {
            return Some(name.clone());
        }
        if let Some(name) = self.targets.names.get(&target.at) {
            return Some(name.clone());
        }
        let name = self.name_of_target(&target.at);
        self.targets.names.insert(target.at.clone(), name.clone());
        self.targets.pending.push((name.clone(), target, self.targets.scope.clone()));
        Some(name)
    }

    /// Returns a name for a schema that is not a component: `Receipt` and `number` for the property of a component.
    fn name_of_target(&self, at: &str) -> String {
        const STRUCTURE: &[&str] = &[
            "components",
            "schemas",
            "properties",
            "$defs",
            "definitions",
            "paths",
            "content",
            "schema",
            "responses",
            "requestBody",
            "parameters",
        ];
        let own = at.rsplit_once(".$defs.").or_else(|| at.rsplit_once(".definitions.")).map(|(_, name)| name);
        let words = own.unwrap_or(at).split(|c: char| !c.is_ascii_alphanumeric() && c != '$');
        let words = words.filter(|word| !word.is_empty() && !STRUCTURE.contains(word));
        let name: Vec<&str> = words.collect();
        let name = name.join(" ");
        let is_taken = |name: &String| {
            let component = format!("components.schemas.{name}");
            self.targets.names.values().any(|other| other == name)
                || (component != at && self.targets.find(&format!("#/components/schemas/{name}")).is_some())
        };
        let mut names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name} {number}")));
        names.find(|name| !is_taken(name)).unwrap_or(name)
    }

    /// Reads a schema within which `#/$defs/…` may refer to its own definitions.
    pub(super) fn in_scope<T>(&mut self, node: &'a Node, at: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.targets.scope.replace((node, at.to_owned()));
        let value = read(self);
        self.targets.scope = outer;
        value
    }

    /// Returns a schema that references lead to and that has not been read yet, with its name. Its references may be
    /// relative to the scope of the reference.
    pub(super) fn next_target(&mut self) -> Option<(String, Target<'a>)> {
        let (name, target, scope) = self.targets.pending.pop()?;
        self.targets.scope = scope;
        Some((name, target))
    }

    fn report_missing(&mut self, reference: &str, at: &str) {
        if !reference.starts_with('#') {
            let help = "copy the target into `components`, and write `#/components/…`";
            return self.error(at, format!("`{reference}` refers to another file"), help);
        }
        let (parent, name) = reference.rsplit_once('/').unwrap_or((reference, ""));
        let siblings: Vec<&str> = match self.targets.find(parent).map(|target| target.node) {
            Some(Node::Object(entries)) => entries.iter().map(|(key, _)| key.as_str()).collect(),
            _ => Vec::new(),
        };
        let parent = parent.trim_start_matches("#/").replace('/', ".");
        let help = match most_similar(name, siblings.iter().copied()) {
            Some(similar) => format!("add it, or correct the name: did you mean `{similar}`?"),
            None if (1..8).contains(&siblings.len()) => {
                format!("add it, or correct the name: `{parent}` has {}", list(&siblings))
            }
            None => "add it, or correct the name".to_owned(),
        };
        let problem = match name {
            "" => format!("`{reference}` refers to nothing"),
            name => format!("`{parent}` has no `{name}`"),
        };
        self.error(at, problem, help);
    }
}
