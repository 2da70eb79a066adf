//! Prints `Cargo.toml` from a template.

use toml_edit::{DocumentMut, Item, TableLike, value};

use super::Paths;

/// The manifest of a client whose replay has all signers. Name and description are replaced.
const TEMPLATE: &str = include_str!("Cargo.toml.template");

/// The signers of the replay, each with the development dependencies of the template that it needs.
const SIGNERS: &[(&str, &[&str])] = &[
    ("awsv4", &["aws-credential-types", "aws-sigv4"]),
    ("digest", &["md-5", "ring"]),
    ("hawk", &["ring"]),
    ("jwt", &["ring", "serde_json"]),
    ("oauth1", &["ring"]),
];

/// Returns the manifest of a client with these inputs, whose replay has these signers.
pub(super) fn manifest(name: &str, description: &str, signers: &[&str], paths: &Paths<'_>) -> String {
    let mut manifest = template();
    manifest["package"]["name"] = value(name);
    manifest["package"]["description"] = value(description);
    let inputs = &mut manifest["package"]["metadata"]["postman"];
    inputs["collection"] = value(paths.collection);
    inputs["overlay"] = paths.overlay.as_ref().map_or(Item::None, value);
    if let Some(environment) = &paths.environment {
        inputs["environment"] = value(environment);
    }
    if let Some(dependencies) = table(&mut manifest, "dev-dependencies") {
        for unused in unused_dependencies(signers) {
            dependencies.remove(unused);
        }
    }
    manifest.to_string()
}

/// Returns the names of the crates that a client may depend on.
pub(super) fn dependencies() -> Vec<String> {
    let mut manifest = template();
    let mut names = Vec::new();
    for section in ["dependencies", "dev-dependencies"] {
        let entries = table(&mut manifest, section).into_iter().flat_map(|table| table.iter());
        names.extend(entries.map(|(name, _)| name.to_owned()));
    }
    names
}

/// Returns the development dependencies that only other signers need.
fn unused_dependencies(signers: &[&str]) -> impl Iterator<Item = &'static str> {
    let of = |is_included: bool| {
        let selected = SIGNERS.iter().filter(move |(signer, _)| signers.contains(signer) == is_included);
        selected.flat_map(|(_, dependencies)| *dependencies).copied()
    };
    let used: Vec<&str> = of(true).collect();
    of(false).filter(move |name| !used.contains(name))
}

fn template() -> DocumentMut {
    TEMPLATE.parse().expect("the template is TOML")
}

fn table<'m>(manifest: &'m mut DocumentMut, name: &str) -> Option<&'m mut dyn TableLike> {
    manifest.get_mut(name).and_then(Item::as_table_like_mut)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: Paths<'_> =
        Paths { collection: "collection/orders.postman_collection.json", overlay: None, environment: None };

    /// Returns the lines of a section.
    fn section<'m>(manifest: &'m str, header: &str) -> Vec<&'m str> {
        let lines = manifest.lines().skip_while(|line| *line != header).skip(1);
        lines.take_while(|line| !line.is_empty()).collect()
    }

    #[test]
    fn name_and_description_are_those_of_the_client() {
        let text = manifest("orders", "A client for \"Orders\" \\ more", &[], &FILE);
        let package = section(&text, "[package]");
        assert_eq!(package[..2], ["name = \"orders\"", "description = 'A client for \"Orders\" \\ more'"]);
        assert!(text.contains("\n# TLS by the platform.\nnative-tls = "), "{text}");
    }

    #[test]
    fn a_client_says_what_it_is_made_from() {
        let collection = "collection = \"collection/orders.postman_collection.json\"";
        let overlay = "overlay = \"collection/orders.overlay.json\"";
        let inputs = |overlay: Option<&str>| {
            let overlay = overlay.map(str::to_owned);
            let text = manifest("orders", "", &[], &Paths { overlay, ..FILE });
            section(&text, "[package.metadata.postman]").into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(inputs(None), [collection]);
        assert_eq!(inputs(Some("collection/orders.overlay.json")), [collection, overlay]);
        let environment = Some("collection/orders.environment.yaml".to_owned());
        let text = manifest("orders", "", &[], &Paths { environment, ..FILE });
        let environment = "environment = \"collection/orders.environment.yaml\"";
        assert_eq!(section(&text, "[package.metadata.postman]"), [collection, environment]);
    }

    #[test]
    fn a_client_depends_on_what_its_signers_need() {
        let names = |signers: &[&str]| {
            let text = manifest("orders", "", signers, &FILE);
            let lines = section(&text, "[dev-dependencies]").into_iter();
            lines.map(|line| line.split(" =").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        let times = ["# For times in the replay.", "humantime"];
        let yaml = ["# For collections and environments of YAML in the replay.", "saphyr-parser", "tokio"];
        assert_eq!(names(&[]), [&times[..], &yaml[..]].concat());
        let ring = ["# For signatures in the replay.", "ring"];
        assert_eq!(names(&["hawk"]), [&times[..], &ring[..], &yaml[..]].concat());
        let aws = ["# For signatures of AWS in the replay.", "aws-credential-types", "aws-sigv4"];
        let aws = [&aws[..], &times[..], &yaml[..]].concat();
        assert_eq!(names(&["awsv4"]), aws);
        let all = section(TEMPLATE, "[dev-dependencies]").len();
        assert_eq!(names(&["awsv4", "digest", "hawk", "jwt", "oauth1"]).len(), all);
    }

    #[test]
    fn dependencies_include_those_of_tests() {
        let dependencies = dependencies();
        for name in ["reqwest", "serde_json", "md-5", "tokio"] {
            assert!(dependencies.iter().any(|other| other == name), "{name}");
        }
    }
}
