//! Finds the operations of a collection that a document describes.

use hashbrown::{HashMap, HashSet};
use serde_json::Value;

use crate::api::{Api, Operation};
use crate::lower::overlay_match::paths::{path_of, prefixes_of_server, shape};

/// The methods that a path item may have.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation of a document.
pub(super) struct Found<'d> {
    /// The method, in upper case.
    pub(super) method: String,
    pub(super) path: &'d str,
    /// The parameters of the path.
    pub(super) parameters: Option<&'d Value>,
    pub(super) value: &'d Value,
    /// The paths of its servers.
    prefixes: Vec<String>,
}

/// Returns the operations of a document, in its order.
pub(super) fn of_document(document: &Value) -> Vec<Found<'_>> {
    let mut list = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten().filter(|(path, _)| path.starts_with('/')) {
        for method in METHODS {
            let Some(value) = item.get(method).filter(|value| value.is_object()) else { continue };
            let servers =
                [value, item, document].into_iter().find_map(|value| value.get("servers")?.as_array());
            let prefixes = servers.into_iter().flatten().map(prefix).collect();
            let parameters = item.get("parameters");
            list.push(Found { method: method.to_uppercase(), path, parameters, value, prefixes });
        }
    }
    list
}

/// Returns the path of a server, with the defaults of its variables.
fn prefix(server: &Value) -> String {
    let mut url = server.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
    let variables = server.get("variables").and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flatten() {
        if let Some(default) = variable.get("default").and_then(Value::as_str) {
            url = url.replace(&format!("{{{name}}}"), default);
        }
    }
    path_of(&url).to_owned()
}

/// The operations of a collection.
pub(super) struct Operations<'a> {
    list: Vec<&'a Operation>,
    /// Their indexes by method and path, whatever the parameters are called.
    by_shape: HashMap<String, Vec<usize>>,
    /// Their indexes by method, path of the server, and path.
    by_url: HashMap<String, Vec<usize>>,
    taken: HashSet<usize>,
}

impl<'a> Operations<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let list: Vec<&Operation> =
            api.all_operations().into_iter().map(|(_, operation)| operation).collect();
        let prefixes: Vec<Vec<String>> =
            api.servers.iter().map(|server| prefixes_of_server(server, &api.variables)).collect();
        let (mut by_shape, mut by_url) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for (index, operation) in list.iter().enumerate() {
            let path = operation.path.template();
            by_shape.entry(format!("{} {}", operation.method, shape(&path))).or_default().push(index);
            for prefix in prefixes.get(operation.server).into_iter().flatten() {
                let url = shape(&format!("{prefix}{path}"));
                by_url.entry(format!("{} {url}", operation.method)).or_default().push(index);
            }
        }
        Self { list, by_shape, by_url, taken: HashSet::new() }
    }

    /// Returns the operations that an operation of a document describes, each with its key of the overlay's `paths`. An
    /// operation is described once.
    pub(super) fn take(&mut self, found: &Found<'_>) -> Vec<(&'a Operation, &'a str)> {
        let own = [found.path.to_owned()].into_iter();
        let paths: Vec<String> =
            own.chain(found.prefixes.iter().map(|prefix| format!("{prefix}{}", found.path))).collect();
        let mut candidates = &Vec::new();
        'search: for index in [&self.by_shape, &self.by_url] {
            for path in &paths {
                if let Some(list) = index.get(&format!("{} {}", found.method, shape(path))) {
                    candidates = list;
                    break 'search;
                }
            }
        }
        let free = candidates.iter().filter(|index| self.taken.insert(**index));
        free.filter_map(|&index| Some((self.list[index], self.list[index].overlay_key.as_deref()?))).collect()
    }

    /// Returns the number of operations that the document describes, and the others.
    pub(super) fn finish(self) -> (usize, Vec<String>) {
        let missing = self.list.iter().enumerate().filter(|(index, _)| !self.taken.contains(index));
        let missing =
            missing.map(|(_, operation)| format!("{} {}", operation.method, operation.path.template()));
        (self.taken.len(), missing.collect())
    }
}
