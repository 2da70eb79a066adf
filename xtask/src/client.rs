//! The clients of a cargo workspace: the crates whose manifests say what they are generated from.
//!
//! ```toml
//! [package.metadata.postman]
//! collection = "collection/orders.postman_collection.json"
//! overlay = "collection/orders.overlay.json"
//! environment = "collection/orders.environment.yaml"
//! ```

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use cargo_metadata::{Dependency, Metadata, MetadataCommand, Package};
use codegen::diagnostics::{Diagnostics, Location};
use serde::Deserialize;

use crate::input::{self, Inputs};

/// The table of a manifest that makes a crate a client.
pub const TABLE: &str = "package.metadata.postman";

/// A client.
#[derive(Clone, Debug)]
pub struct Client {
    /// The name of the package.
    pub name: String,
    /// The version of the package.
    pub version: String,
    /// The root of the workspace.
    pub root: PathBuf,
    /// The folder of the manifest.
    pub folder: PathBuf,
    /// The folder relative to the root of the workspace, with `/`; empty if it is the root.
    pub location: String,
    /// What the manifest says about its generation.
    pub table: Table,
    /// The features in the manifest, with what each one enables.
    pub features: BTreeMap<String, Vec<String>>,
    /// The dependencies in the manifest.
    pub dependencies: Vec<Dependency>,
}

/// The content of [`TABLE`].
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, expecting = "a table", rename_all = "kebab-case")]
pub struct Table {
    /// The path of the collection, relative to the manifest.
    pub collection: String,
    /// The path of the overlay, relative to the manifest.
    #[serde(default)]
    pub overlay: Option<String>,
    /// The path of the environment or the globals that give defaults, relative to the manifest.
    #[serde(default)]
    pub environment: Option<String>,
    /// The URL of the collection that its owner publishes, for people and for scheduled jobs. It is never fetched here.
    #[serde(default)]
    pub upstream: Option<String>,
    /// Who writes `src/runtime`.
    #[serde(default)]
    pub runtime: Runtime,
}

/// Who writes the runtime of a client.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Runtime {
    /// Generation: it is a copy, so that corrections reach the client.
    #[default]
    Copied,
    /// The maintainers: the crate is the one that the copies come from.
    HandWritten,
}

/// A client, or what is wrong with its table.
pub type Candidate = (String, Result<Client>);

/// Returns the clients of the workspace around a folder with their names, sorted; with `selected` names, only those.
///
/// # Errors
///
/// If there is no workspace, or if there is no such client.
pub fn find(start: &Path, selected: &[String]) -> Result<Vec<Candidate>> {
    let metadata = metadata(start)?;
    let root = metadata.workspace_root.as_std_path();
    let mut clients: Vec<Candidate> =
        metadata.packages.into_iter().filter_map(|package| of_package(package, root)).collect();
    clients.sort_by(|(a, _), (b, _)| a.cmp(b));
    if clients.is_empty() {
        let help = "`new` creates a client; a crate becomes one by this table in its Cargo.toml";
        bail!("no crate in {} has a table [{TABLE}]\n  help: {help}", root.display());
    }
    if let Some(unknown) = selected.iter().find(|name| clients.iter().all(|(client, _)| client != *name)) {
        let names: Vec<String> = clients.iter().map(|(name, _)| format!("`{name}`")).collect();
        bail!("there is no client `{unknown}`\n  help: the clients are {}", names.join(", "));
    }
    clients.retain(|(name, _)| selected.is_empty() || selected.contains(name));
    Ok(clients)
}

/// Returns the only client of the workspace around a folder, or the only one with a selected name.
///
/// # Errors
///
/// Those of [`find`], if there are several clients, and if the table of the client has an error.
pub fn find_one(start: &Path, selected: &[String]) -> Result<Client> {
    match <[Candidate; 1]>::try_from(find(start, selected)?) {
        Ok([(_, client)]) => client,
        Err(clients) => {
            let names: Vec<String> = clients.iter().map(|(name, _)| format!("`-p {name}`")).collect();
            bail!("there are {} clients\n  help: choose one with {}", names.len(), names.join(" or "))
        }
    }
}

/// Returns what cargo knows about the workspace around a folder.
pub(crate) fn metadata(start: &Path) -> Result<Metadata> {
    MetadataCommand::new().no_deps().current_dir(start).exec().map_err(|error| match error {
        cargo_metadata::Error::CargoMetadata { stderr } => {
            let reason = stderr.trim().trim_start_matches("error: ").to_owned();
            let help = match reason.starts_with("could not find") {
                true => "run the command in the folder of a crate or workspace",
                false => "correct that; `cargo metadata --no-deps` reads the workspace in the same way",
            };
            // Cargo may print a location of its own.
            anyhow!("cargo cannot read the workspace: {reason}\n  --> {}\n  help: {help}", start.display())
        }
        other => anyhow!(
            "cannot run `cargo metadata`: {other}\n  --> {}\n  help: install cargo, or correct the variable CARGO",
            start.display()
        ),
    })
}

fn of_package(package: Package, root: &Path) -> Option<Candidate> {
    let table = package.metadata.get("postman")?;
    let folder = package.manifest_path.as_std_path().parent().unwrap_or(root).to_owned();
    let location = relative(root, &folder);
    let (name, version) = (package.name.to_string(), package.version.to_string());
    let client = Table::deserialize(table)
        .map_err(|error| {
            let file = below(&location, "Cargo.toml");
            anyhow!("{error}\n  --> {file}: {TABLE}\n  help: its keys are `collection`, `overlay`, `environment`, `upstream` and `runtime`")
        })
        .map(|table| {
            let (name, root) = (name.clone(), root.to_owned());
            let (features, dependencies) = (package.features, package.dependencies);
            Client { name, version, root, folder, location, table, features, dependencies }
        });
    Some((name, client))
}

impl Client {
    /// Returns the path of a file of the client relative to the root of the workspace, for messages.
    pub fn path(&self, file: &str) -> String {
        below(&self.location, file)
    }

    /// Like [`Self::path`].
    pub(crate) fn file(&self, file: &Path) -> String {
        self.path(&file.to_string_lossy())
    }

    /// Returns the name of the crate in Rust code.
    pub fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Returns the command that the generated files name.
    pub fn command(&self) -> &'static str {
        match self.table.runtime {
            Runtime::Copied => codegen::package::COMMAND,
            Runtime::HandWritten => "cargo xtask generate",
        }
    }

    /// Reads the inputs; returns the findings if there are errors.
    pub fn read(&self) -> Result<Inputs, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        let collection =
            self.read_input("collection", &self.table.collection, &mut diagnostics, input::collection);
        let mut document = |key, path: &Option<String>| {
            self.read_input(key, path.as_ref()?, &mut diagnostics, |path, label, diagnostics| {
                Ok(input::document(label, std::fs::read(path)?, diagnostics))
            })
        };
        let overlay = document("overlay", &self.table.overlay);
        let environment = document("environment", &self.table.environment);
        match collection {
            Some(collection) if !diagnostics.has_errors() => Ok(Inputs { collection, overlay, environment }),
            _ => Err(diagnostics),
        }
    }

    /// Reads the input that a key of the manifest names.
    fn read_input<T>(
        &self,
        key: &str,
        path: &str,
        diagnostics: &mut Diagnostics,
        read: impl FnOnce(&Path, &str, &mut Diagnostics) -> io::Result<Option<T>>,
    ) -> Option<T> {
        let file = self.path(path);
        match read(&self.folder.join(path), &file, diagnostics) {
            Ok(input) => input,
            Err(error) => {
                let manifest = self.path("Cargo.toml");
                let help = format!("put the file there, or correct `{key}` in [{TABLE}] of {manifest}");
                diagnostics.error(Location::new(&file, ""), format!("cannot read the {key}: {error}"), help);
                None
            }
        }
    }
}

/// Returns a path below a location, without `.` and, where possible, without `..`.
fn below(location: &str, path: &str) -> String {
    let joined = Path::new(location).join(path);
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in joined.components() {
        match (part, parts.last()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    slashes(&parts.iter().collect::<PathBuf>())
}

/// Returns the path of a folder relative to the root, or the path as it is if it is elsewhere.
fn relative(root: &Path, folder: &Path) -> String {
    slashes(folder.strip_prefix(root).unwrap_or(folder))
}

/// Returns a path with `/` between its parts, on any operating system.
pub(crate) fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// Returns the current folder.
pub fn here() -> Result<PathBuf> {
    std::env::current_dir().context("cannot find the current folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_root() {
        for (location, path, expected) in [
            ("", "src/lib.rs", "src/lib.rs"),
            ("clients/a", "./b.json", "clients/a/b.json"),
            ("generated-client", "../collection/c.json", "collection/c.json"),
            ("a", "../../c.json", "../c.json"),
            ("", "../c.json", "../c.json"),
            ("a", "/c.json", "/c.json"),
        ] {
            assert_eq!(below(location, path), expected, "{location} {path}");
        }
    }
}
