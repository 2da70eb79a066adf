//! Reads `tags`: the folders of the collection.

use super::node::Node;
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
pub(super) fn tags(object: &mut ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> Vec<TagEntry> {
    let Some((node, at)) = object.take("tags") else { return Vec::new() };
    let items = reader.items(node, &at).iter().enumerate();
    items.filter_map(|(index, node)| tag(node, &format!("{at}[{index}]"), reader)).collect()
}

fn tag(node: &Node, at: &str, reader: &mut OverlayReader<'_>) -> Option<TagEntry> {
    let mut object = reader.object(node, at);
    let name = object.string("name", reader);
    if name.is_none() && !object.has("name") {
        reader.error(at, "the tag has no `name`", "add `name`, the name of the folder");
    }
    if let Some((node, at)) = object.take("externalDocs") {
        reader.entries(node, &at);
    }
    let (description, rename) = (object.string("description", reader), object.string("x-name", reader));
    let aliases = object.strings("x-aliases", reader);
    object.finish("a tag", reader);
    Some(TagEntry { at: at.to_owned(), name: name?, description, rename, aliases })
}
