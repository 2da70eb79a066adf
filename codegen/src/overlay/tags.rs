//! Reads `tags`: the folders of the collection.

use super::reader::{ObjectReader, OverlayReader};

/// The overlay entry of a folder.
#[derive(Clone, Debug)]
pub struct TagEntry {
    /// The location in the file.
    pub at: String,
    /// The folder's name, or its path: `Outer / Inner`.
    pub name: String,
    /// The documentation, instead of that in the collection.
    pub description: Option<String>,
    /// The name of the group.
    pub rename: Option<String>,
    /// Former names of the group, kept as deprecated methods.
    pub aliases: Vec<String>,
}

/// Reads `tags`; an empty list if it is missing.
pub(super) fn tags(object: &ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> Vec<TagEntry> {
    let items = object.items("tags").into_iter();
    items.filter_map(|(node, at)| tag(&ObjectReader::new(node, &at), reader)).collect()
}

fn tag(object: &ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> Option<TagEntry> {
    if !object.has("name") {
        reader.error(&object.at, "the tag has no `name`", "add `name`, the name of the folder");
    }
    Some(TagEntry {
        at: object.at.clone(),
        name: object.string("name")?,
        description: object.string("description"),
        rename: object.string("x-name"),
        aliases: object.strings("x-aliases"),
    })
}
