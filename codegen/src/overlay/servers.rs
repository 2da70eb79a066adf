//! Reads `servers`, of the document, of a path or of an operation.

use super::node::child;
use super::reader::{ObjectReader, OverlayReader, list};

/// The overlay entry of a server.
#[derive(Clone, Debug)]
pub struct ServerEntry {
    /// The location in the file.
    pub at: String,
    /// The base URL, with `{name}` for each variable.
    pub url: String,
    /// The variables, in the order of the file.
    pub variables: Vec<ServerVariableEntry>,
}

/// The overlay entry of a variable in the URL of a server.
#[derive(Clone, Debug)]
pub struct ServerVariableEntry {
    /// The location in the file.
    pub at: String,
    /// The name in the URL.
    pub name: String,
    /// The value that the client uses by default.
    pub default: Option<String>,
    /// The documentation.
    pub description: Option<String>,
    /// The possible values; empty if they are not known.
    pub values: Vec<String>,
}

impl ServerEntry {
    /// Returns the URL with the defaults of its variables.
    pub(crate) fn resolved(&self) -> String {
        let defaults =
            self.variables.iter().filter_map(|variable| Some((&variable.name, variable.default.as_ref()?)));
        defaults.fold(self.url.clone(), |url, (name, default)| url.replace(&format!("{{{name}}}"), default))
    }

    /// Returns the names of the variables in the URL, in order.
    pub(crate) fn variable_names(&self) -> Vec<&str> {
        self.url.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
    }
}

/// Reads `servers`; an empty list if it is missing.
pub(super) fn servers(object: &ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> Vec<ServerEntry> {
    let items = object.items("servers");
    items.into_iter().filter_map(|(node, at)| server(&ObjectReader::new(node, &at), reader)).collect()
}

fn server(object: &ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> Option<ServerEntry> {
    if !object.has("url") {
        reader.error(&object.at, "the server has no `url`", "add `url`, the base URL");
    }
    let url = object.string("url")?;
    let variables = object.entries("variables").into_iter();
    let variables =
        variables.map(|(name, node, at)| variable(name, &ObjectReader::new(node, &at), reader)).collect();
    let entry = ServerEntry { at: object.at.clone(), url, variables };
    let names = entry.variable_names();
    for variable in entry.variables.iter().filter(|variable| !names.contains(&variable.name.as_str())) {
        let problem = format!("the URL has no variable `{}`", variable.name);
        let help = match names[..] {
            [] => "remove the entry, or write the variable in braces in the URL".to_owned(),
            _ => format!("correct the name: the URL has {}", list(&names)),
        };
        reader.error(&variable.at, problem, help);
    }
    Some(entry)
}

fn variable(name: &str, object: &ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> ServerVariableEntry {
    let entry = ServerVariableEntry {
        at: object.at.clone(),
        name: name.to_owned(),
        default: object.string("default"),
        description: object.string("description"),
        values: object.strings("enum"),
    };
    if let Some(default) =
        entry.default.as_ref().filter(|default| !entry.values.is_empty() && !entry.values.contains(default))
    {
        let help = format!("write one of {}", list(&entry.values));
        reader.error(
            &child(&object.at, "default"),
            format!("the default `{default}` is not in `enum`"),
            help,
        );
    }
    entry
}
