//! The lines that generated code needs in the manifest of its client.
//!
//! The manifest belongs to the maintainer, so it is compared but never changed.

use cargo_metadata::{Dependency, DependencyKind};
use toml_edit::{DocumentMut, Item, TableLike};

use crate::client::Client;

/// Returns the lines of `needed`, the manifest that a new client would have, that the client's manifest lacks: each
/// feature or dependency that is missing or lacks a feature, below its section.
pub(crate) fn missing(client: &Client, needed: &str) -> Vec<String> {
    let Ok(needed) = needed.parse::<DocumentMut>() else { return Vec::new() };
    let mut lines = Vec::new();
    let features = needed.get("features").and_then(Item::as_table_like).into_iter().flat_map(TableLike::iter);
    // Which features are the default is the maintainer's.
    let features = features.filter(|(name, needed)| *name != "default" && !has_feature(client, name, needed));
    let features: Vec<String> =
        features.map(|(name, needed)| format!("{name} = {}", needed.to_string().trim())).collect();
    if !features.is_empty() {
        lines.push("[features]".to_owned());
        lines.extend(features);
    }
    for (section, kind) in
        [("dependencies", DependencyKind::Normal), ("dev-dependencies", DependencyKind::Development)]
    {
        let entries = needed.get(section).and_then(Item::as_table_like);
        let entries = entries.into_iter().flat_map(TableLike::iter);
        let lacking: Vec<String> = entries
            .filter(|(name, entry)| !client.dependencies.iter().any(|own| satisfies(own, name, kind, entry)))
            .map(|(name, entry)| format!("{name} = {}", entry.to_string().trim()))
            .collect();
        if !lacking.is_empty() {
            lines.push(format!("[{section}]"));
            lines.extend(lacking);
        }
    }
    lines
}

/// Whether the client has a feature that enables all that is needed.
fn has_feature(client: &Client, name: &str, needed: &Item) -> bool {
    let mut needed = needed.as_array().into_iter().flatten().filter_map(|part| part.as_str());
    client.features.get(name).is_some_and(|own| needed.all(|part| own.iter().any(|own| own == part)))
}

/// Whether a dependency of the client is the one that is needed, with all its features. Its version is the maintainer's.
fn satisfies(own: &Dependency, name: &str, kind: DependencyKind, needed: &Item) -> bool {
    let features = needed.get("features").and_then(Item::as_array);
    let mut features = features.into_iter().flatten().filter_map(|feature| feature.as_str());
    own.name == name
        && own.kind == kind
        && features.all(|feature| own.features.iter().any(|own| own == feature))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Table;

    fn client(dependencies: &str) -> Client {
        Client {
            name: "orders".to_owned(),
            version: "0.1.0".to_owned(),
            root: "".into(),
            folder: "orders".into(),
            location: String::new(),
            table: Table::default(),
            features: [("tracing".to_owned(), vec!["dep:tracing".to_owned()])].into(),
            dependencies: serde_json::from_str(dependencies).expect("the dependencies are valid"),
        }
    }

    fn dependency(name: &str, kind: &str, features: &str) -> String {
        format!(
            r#"{{"name": "{name}", "source": null, "req": "^1", "kind": {kind}, "rename": null, "optional": false,
                "uses_default_features": true, "features": {features}, "target": null, "registry": null}}"#
        )
    }

    #[test]
    fn features_are_missing() {
        let of = |features: &str| missing(&client("[]"), &format!("[features]\n{features}\n"));
        assert_eq!(of("default = [\"tracing\"]\ntracing = [\"dep:tracing\"]"), Vec::<String>::new());
        assert_eq!(of("mock = []"), ["[features]", "mock = []"]);
        let tracing = "tracing = [\"dep:tracing\", \"mock\"]";
        assert_eq!(of(tracing), ["[features]", tracing]);
    }

    #[test]
    fn dependencies_and_their_features_are_missing() {
        let needed = "[dependencies]\nbytes = \"1\"\ntokio = { version = \"1\", features = [\"rt\", \"time\"] }\n\n\
                      [dev-dependencies]\ntokio = { version = \"1\", features = [\"macros\"] }\n";
        let tokio = "tokio = { version = \"1\", features = [\"rt\", \"time\"] }";
        let of = |list: &[String]| missing(&client(&format!("[{}]", list.join(","))), needed);
        let dev = "tokio = { version = \"1\", features = [\"macros\"] }";
        assert_eq!(of(&[]), ["[dependencies]", "bytes = \"1\"", tokio, "[dev-dependencies]", dev]);
        let bytes = dependency("bytes", "null", "[]");
        let development = dependency("tokio", "\"dev\"", "[\"macros\", \"net\"]");
        let half = dependency("tokio", "null", "[\"rt\"]");
        assert_eq!(of(&[bytes.clone(), development.clone(), half]), ["[dependencies]", tokio]);
        let whole = dependency("tokio", "null", "[\"time\", \"rt\"]");
        assert_eq!(of(&[bytes, development, whole]), Vec::<String>::new());
    }
}
