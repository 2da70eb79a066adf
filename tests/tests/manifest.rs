//! The manifests of new crates and of `generated-client` agree, because their runtime needs the same dependencies and
//! features.

use std::collections::BTreeSet;
use std::fs;

use codegen::package::Inputs;
use codegen::{Input, Source, lower};
use tests::repository;
use toml::{Table, Value};

/// The help in the message about a difference.
const HELP: &str =
    "help: make codegen/src/package/Cargo.toml.template and the manifests of the workspace agree";

fn parse(text: &str) -> Table {
    text.parse().expect("a manifest is TOML")
}

/// Returns a manifest of this repository.
fn manifest(path: &str) -> Table {
    parse(&fs::read_to_string(repository().join(path)).expect("the manifest can be read"))
}

/// Returns the manifest of a new crate whose replay has all signers.
fn new_manifest() -> Table {
    let case = repository().join("tests/cases/signing/collection.json");
    let text = fs::read_to_string(case).expect("the case has a collection");
    let collection = Source { file: "collection.json", text: &text };
    let collection = collection.into();
    let (api, _) = lower(&Input {
        collection,
        overlay: None,
        environment: None,
        crate_name: "signing",
        command: "cargo xtask generate",
    });
    let inputs = Inputs { collection, overlay: None, environment: None };
    let files = xtask::new::files(&api.expect("the case has requests"), "signing", inputs);
    parse(&files.iter().find(|file| file.path == "Cargo.toml").expect("a crate has a manifest").text)
}

fn table<'m>(manifest: &'m Table, path: &[&str]) -> &'m Table {
    path.iter().fold(manifest, |table, key| table[*key].as_table().expect("a table"))
}

/// Returns a line for each key whose values in the tables differ.
fn differences(section: &str, new: &Table, own: &Table) -> Vec<String> {
    let shown = |value: Option<&Value>| value.map_or_else(|| "no value".to_owned(), Value::to_string);
    let keys: BTreeSet<&String> = new.keys().chain(own.keys()).collect();
    let different = keys.into_iter().filter(|key| new.get(*key) != own.get(*key));
    let line = |key: &String| {
        format!(
            "{section}.{key}: new crates have {}, this repository has {}",
            shown(new.get(key)),
            shown(own.get(key))
        )
    };
    different.map(line).collect()
}

#[test]
fn new_crates_have_the_dependencies_and_features_of_the_client() {
    let (new, own, workspace) =
        (new_manifest(), manifest("generated-client/Cargo.toml"), manifest("Cargo.toml"));
    let mut found = Vec::new();
    for section in ["features", "dependencies"] {
        found.extend(differences(section, table(&new, &[section]), table(&own, &[section])));
    }
    found.extend(differences("lints", table(&new, &["lints"]), table(&workspace, &["workspace", "lints"])));
    assert!(found.is_empty(), "\n{}\n{HELP}", found.join("\n"));
}

#[test]
fn new_crates_have_the_settings_of_the_client() {
    let (new, own, workspace) =
        (new_manifest(), manifest("generated-client/Cargo.toml"), manifest("Cargo.toml"));
    let mut own = table(&own, &["package"]).clone();
    for (key, value) in table(&workspace, &["workspace", "package"]) {
        if own[key].get("workspace").is_some() {
            own.insert(key.clone(), value.clone());
        }
    }
    let mut new = table(&new, &["package"]).clone();
    // These belong to one API, or to one crate.
    for key in ["name", "description", "version", "keywords", "metadata"] {
        own.remove(key);
        new.remove(key);
    }
    let found = differences("package", &new, &own);
    assert!(found.is_empty(), "\n{}\n{HELP}", found.join("\n"));
}

/// The tests compile the signers of the replay, so `tests` has their dependencies.
#[test]
fn new_crates_have_the_development_dependencies_that_are_tested() {
    let version = |value: &Value| value.get("version").unwrap_or(value).clone();
    let new = new_manifest();
    let tested = manifest("tests/Cargo.toml");
    let tested = [table(&tested, &["dependencies"]), table(&tested, &["dev-dependencies"])];
    for (name, value) in table(&new, &["dev-dependencies"]) {
        let own = tested.iter().find_map(|table| table.get(name)).map(version);
        assert_eq!(Some(version(value)), own, "the version of {name}\n{HELP}");
    }
}
