//! Finds the folder that a tag of the overlay describes.

use super::tree::{self, Tree};
use crate::diagnostics::Diagnostics;
use crate::overlay::{Overlay, TagEntry, list, most_similar};

/// The problem with a description of what the collection does not have, before its name.
pub(super) const UNMATCHED: &str = "the collection has no folder";

/// Returns the tag of each folder.
///
/// A tag names a folder or the path to it. One that matches none, or several, is an error if it renames the folder;
/// others may belong to the document that the overlay was copied from.
pub(super) fn tags<'a>(
    overlay: Option<&'a Overlay>,
    tree: &Tree<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<&'a TagEntry>> {
    let mut tags = vec![None; tree.folders.len()];
    let Some(overlay) = overlay.filter(|overlay| !overlay.tags.is_empty()) else { return tags };
    let names: Vec<(String, String)> = (0..tree.folders.len()).map(|folder| names(tree, folder)).collect();
    for tag in &overlay.tags {
        let wanted = tree::one_line(&tag.name);
        let find = |is_wanted: fn(&(String, String), &str) -> bool| -> Vec<usize> {
            (1..names.len()).filter(|&folder| is_wanted(&names[folder], &wanted)).collect()
        };
        let paths = find(|(path, _), wanted| path == wanted);
        let found = if paths.is_empty() { find(|(_, name), wanted| name == wanted) } else { paths };
        let has_effect = tag.rename.is_some() || !tag.aliases.is_empty();
        let mut error = |problem: String, help: String| {
            if has_effect {
                diagnostics.error(overlay.location(&tag.at), problem, help);
            }
        };
        match found[..] {
            [folder] if tags[folder].is_none() => tags[folder] = Some(tag),
            [_] => error("another tag describes the same folder".to_owned(), "merge the two tags".to_owned()),
            [] => {
                let folders = names[1..].iter().map(|(path, _)| path.as_str());
                let help = match most_similar(&wanted, folders) {
                    Some(similar) => format!("correct the name: did you mean `{similar}`?"),
                    None => "correct the name, or remove the tag if upstream removed the folder".to_owned(),
                };
                error(format!("{UNMATCHED} `{wanted}`"), help);
            }
            _ => {
                let paths: Vec<&str> = found.iter().map(|&folder| names[folder].0.as_str()).collect();
                let problem = format!("the collection has {} folders `{wanted}`", found.len());
                error(problem, format!("write the path: {}", list(&paths)));
            }
        }
    }
    tags
}

/// Returns the path to a folder, and its name.
fn names(tree: &Tree<'_>, folder: usize) -> (String, String) {
    let path = tree.key_of_folder(folder);
    let name = tree.folders[folder].item.map(|item| tree::one_line(tree::name(item))).unwrap_or_default();
    (path, name)
}
