//! Reads `x-variables`: variables of the collection after which setters of the client are named.

use super::reader::ObjectReader;

/// The overlay entry of a variable.
#[derive(Clone, Debug)]
pub struct VariableEntry {
    /// The location in the file.
    pub at: String,
    /// The name in the collection.
    pub name: String,
    /// The name of the setter.
    pub rename: Option<String>,
}

/// Reads `x-variables`; an empty list if it is missing.
pub(super) fn variables(object: &ObjectReader<'_>) -> Vec<VariableEntry> {
    let entries = object.entries("x-variables").into_iter();
    let entry = |(name, node, at): (&str, _, String)| {
        let rename = ObjectReader::new(node, &at).string("x-name");
        VariableEntry { at, name: name.to_owned(), rename }
    };
    entries.map(entry).collect()
}
