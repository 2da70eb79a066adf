//! The manifest of a client: its version, and the paths of its inputs.

use toml_edit::{DocumentMut, Item, Value};

use crate::input::in_form_of;

/// The version in a manifest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Version {
    /// Its own.
    Own(String),
    /// That of the workspace: `version.workspace = true`.
    OfWorkspace,
    /// None, or one that is not a string.
    Unknown,
}

/// Changes of a manifest.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Edit {
    /// The path of the collection.
    pub(super) collection: Option<String>,
    /// The path of the overlay.
    pub(super) overlay: Option<String>,
    /// The version.
    pub(super) version: Option<String>,
}

/// Returns the version in a manifest.
pub(super) fn version(manifest: &str) -> Version {
    let Ok(manifest) = manifest.parse::<DocumentMut>() else { return Version::Unknown };
    let Some(version) = manifest.get("package").and_then(|package| package.get("version")) else {
        return Version::Unknown;
    };
    match version.as_str() {
        Some(version) => Version::Own(version.to_owned()),
        None if version.get("workspace").and_then(Item::as_bool) == Some(true) => Version::OfWorkspace,
        None => Version::Unknown,
    }
}

/// Returns the manifest with changes; all other text stays. `None` if it cannot be changed.
pub(super) fn edited(text: &str, edit: &Edit) -> Option<String> {
    let mut manifest: DocumentMut = text.parse().ok()?;
    let package = manifest.get_mut("package")?;
    if let Some(version) = &edit.version {
        set(package, "version", version)?;
    }
    let table = package.get_mut("metadata")?.get_mut("postman")?;
    for (key, value) in [("collection", &edit.collection), ("overlay", &edit.overlay)] {
        if let Some(value) = value {
            set(table, key, value)?;
        }
    }
    Some(in_form_of(text, &manifest.to_string()))
}

/// Sets a string. What surrounds a value that there is stays.
fn set(table: &mut Item, key: &str, text: &str) -> Option<()> {
    let table = table.as_table_like_mut()?;
    match table.get_mut(key) {
        Some(item) => {
            let value = item.as_value_mut()?;
            let decor = value.decor().clone();
            *value = Value::from(text);
            *value.decor_mut() = decor;
        }
        None => drop(table.insert(key, toml_edit::value(text))),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = "[package]\nname = 'a'  # the name\nversion   = \"0.1.0\" # ours\n\n\
                            [package.metadata.postman]\ncollection = \"c.json\"\n\n[dependencies]\nb = { version='1' }\n";

    #[test]
    fn only_what_changes_is_replaced() {
        let text = |text: &str| Some(text.to_owned());
        let edit = Edit { collection: text("c/new"), overlay: text("o.json"), version: text("0.2.0") };
        let expected =
            MANIFEST.replace("0.1.0", "0.2.0").replace("\"c.json\"\n", "\"c/new\"\noverlay = \"o.json\"\n");
        assert_eq!(edited(MANIFEST, &edit), Some(expected.clone()));
        assert_eq!(edited(&MANIFEST.replace('\n', "\r\n"), &edit), Some(expected.replace('\n', "\r\n")));
        assert_eq!(edited("[package]\n", &edit), None);
    }

    #[test]
    fn a_version_may_be_that_of_the_workspace() {
        assert_eq!(version(MANIFEST), Version::Own("0.1.0".to_owned()));
        for text in ["[package]\nversion.workspace = true\n", "[package]\nversion = { workspace = true }\n"] {
            assert_eq!(version(text), Version::OfWorkspace);
        }
        assert_eq!(version("[package]\n"), Version::Unknown);
    }
}
