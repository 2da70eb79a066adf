//! The workspace around a new crate.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use cargo_metadata::MetadataCommand;
use toml_edit::{DocumentMut, Item, RawString, TomlError, Value};

use crate::client;
use crate::failure::cannot;
use crate::input;
use crate::transaction::{Changes, Failure};

/// The relation of a new crate to the cargo workspace that its folder is in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Workspace {
    /// The crate is a member of the workspace with this manifest.
    Member(PathBuf),
    /// The crate became a member of the workspace with this manifest, to which it was added.
    Joined(PathBuf),
    /// The workspace cannot have the crate as a member, so the crate became a workspace of its own.
    Separate,
}

/// Returns the root of the workspace that encloses the folder of a new crate.
///
/// # Errors
///
/// If a manifest cannot be read.
pub(crate) fn around(folder: &Path) -> Result<Option<PathBuf>> {
    for folder in folder.ancestors().skip(1) {
        let manifest = folder.join("Cargo.toml");
        let name = manifest.display().to_string();
        let text = match fs::read_to_string(&manifest) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            Err(error) => return Err(cannot("read the manifest", &name, &error)),
        };
        let document: DocumentMut = text.parse().map_err(|error: TomlError| {
            anyhow!(
                "this is not TOML: {}\n  --> {name}\n  help: correct it, or name another folder",
                error.message()
            )
        })?;
        if document.contains_key("workspace") {
            return Ok(Some(folder.to_owned()));
        }
    }
    Ok(None)
}

/// Makes cargo accept a crate in the folder of another workspace: the crate joins the workspace, or becomes one of its
/// own. `None` if there is no workspace around it, or if the workspace excludes it.
///
/// # Errors
///
/// If a manifest cannot be changed, or if cargo would not read the workspace any more. Then the manifest of the workspace
/// is as before.
pub(crate) fn settle(folder: &Path, root: Option<&Path>) -> Result<Option<Workspace>> {
    let failed = |error| cannot("find the folder", &folder.display().to_string(), &error);
    let folder = folder.canonicalize().map_err(failed)?;
    let manifest = folder.join("Cargo.toml");
    let parents = folder.ancestors().skip(1).map(|parent| parent.join("Cargo.toml"));
    let manifests: Vec<PathBuf> = parents.filter(|manifest| manifest.is_file()).collect();
    if manifests.is_empty() {
        return Ok(None);
    }
    if let Some(root) = root_of(&manifest) {
        return Ok((root != manifest).then_some(Workspace::Member(root)));
    }
    for root in manifests {
        let Ok(before) = fs::read_to_string(&root) else { continue };
        let Some(after) = with_member(&before, &root, &folder) else { continue };
        replaced(&root, &after).apply().map_err(|failure| in_folder_of(&root, failure))?;
        if root_of(&manifest).is_some_and(|found| found == root) {
            return Ok(Some(Workspace::Joined(root)));
        }
        replaced(&root, &before).apply_anyway().map_err(|failure| in_folder_of(&root, failure))?;
        break;
    }
    let failed = |error| cannot("write", &manifest.display().to_string(), &error);
    let text = fs::read_to_string(&manifest).map_err(failed)?;
    let separate = input::in_form_of(&text, &format!("{text}\n[workspace]\n"));
    replaced(&manifest, &separate).apply().map_err(|failure| in_folder_of(&manifest, failure))?;
    // The members of the workspace may be a pattern that includes the crate, in which another one has its name.
    root.map(client::metadata).transpose()?;
    Ok(Some(Workspace::Separate))
}

fn replaced<'a>(manifest: &'a Path, text: &'a str) -> Changes<'a> {
    let mut changes = Changes::new(manifest.parent().unwrap_or(manifest));
    changes.write("Cargo.toml", text.as_bytes());
    changes
}

fn in_folder_of(manifest: &Path, failure: Failure) -> anyhow::Error {
    failure.into_error(|path| manifest.with_file_name(path).display().to_string())
}

/// Returns the manifest of the workspace that a crate belongs to; `None` if cargo does not accept the crate.
///
/// Only cargo knows the members of a workspace: lists, globs, path dependencies, exclusions.
pub(crate) fn root_of(manifest: &Path) -> Option<PathBuf> {
    let metadata = MetadataCommand::new().no_deps().manifest_path(manifest).exec().ok()?;
    Some(metadata.workspace_root.into_std_path_buf().join("Cargo.toml"))
}

/// Returns a manifest of a workspace with one more member; `None` if it is not one, or if the folder has no path in it.
fn with_member(text: &str, root: &Path, folder: &Path) -> Option<String> {
    let mut manifest: DocumentMut = text.parse().ok()?;
    let member = folder.strip_prefix(root.parent()?).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    let workspace = manifest.get_mut("workspace").and_then(Item::as_table_like_mut)?;
    let members = workspace.entry("members").or_insert_with(|| Item::Value(Value::Array(Default::default())));
    let members = members.as_array_mut()?;
    let last = members.iter().last().map(|last| last.decor().clone());
    let is_list = |prefix: &RawString| prefix.as_str().is_some_and(|prefix| prefix.contains('\n'));
    match last.filter(|decor| decor.prefix().is_some_and(is_list)) {
        // One member in each line.
        Some(decor) => {
            if let Some(last) = members.iter_mut().last() {
                last.decor_mut().set_suffix("");
            }
            let mut added = Value::from(member);
            *added.decor_mut() = decor;
            members.push_formatted(added);
        }
        None => members.push(member),
    }
    Some(input::in_form_of(text, &manifest.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_added_in_the_layout_of_the_others() {
        let add = |text: &str| with_member(text, Path::new("/w/Cargo.toml"), Path::new("/w/clients/orders"));
        for (before, after) in [
            ("members = [\"a\"]", "members = [\"a\", \"clients/orders\"]"),
            ("members = []", "members = [\"clients/orders\"]"),
            (
                "members = [\n    \"a\",\n    \"b\",\n]",
                "members = [\n    \"a\",\n    \"b\",\n    \"clients/orders\",\n]",
            ),
            (
                "members = [\n    \"a\",\n    \"b\"\n]",
                "members = [\n    \"a\",\n    \"b\",\n    \"clients/orders\"\n]",
            ),
        ] {
            let text = |members: &str| {
                format!("# Ours.\n[workspace]\nresolver = \"3\"\n{members}\n\n[profile.dev]\n")
            };
            assert_eq!(add(&text(before)), Some(text(after)));
        }
        assert_eq!(add("[workspace]\n"), Some("[workspace]\nmembers = [\"clients/orders\"]\n".to_owned()));
        assert_eq!(add("[package]\nname = \"a\"\n"), None);
    }
}
