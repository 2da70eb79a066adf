//! The files of a collection: which of them are requests, definitions and examples.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostics, Location};
use crate::{File, Folder};

/// The maximum depth of folders.
const DEEPEST: usize = 64;

/// The folder of definitions and examples.
const RESOURCES: &str = ".resources";

/// A folder, or the collection.
#[derive(Default)]
pub(super) struct Directory<'f> {
    pub(super) definition: Option<&'f File>,
    /// The request files, and the names of the requests.
    pub(super) requests: Vec<(&'f File, &'f str)>,
    /// The folders, by name.
    pub(super) folders: BTreeMap<&'f str, Directory<'f>>,
}

/// The files of a collection.
pub(super) struct Layout<'f> {
    pub(super) root: Directory<'f>,
    /// The example files by their folder, and the names of the examples.
    pub(super) examples: BTreeMap<&'f str, Vec<(&'f File, &'f str)>>,
}

/// What a file is, by its name.
enum Role<'f> {
    Request(&'f str),
    Example(&'f str),
    Definition,
    /// A kind of file that Postman reads, but that is no part of a client of HTTP.
    Message,
    Other,
}

impl<'f> Layout<'f> {
    pub(super) fn new(folder: &Folder<'f>, diagnostics: &mut Diagnostics) -> Self {
        report_clashes(folder, diagnostics);
        let mut layout = Self { root: Directory::default(), examples: BTreeMap::new() };
        for file in folder.files {
            let location = || Location::new(&folder.path_of(&file.path), "");
            let (parent, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
            let depth = parent.split('/').count();
            if depth > DEEPEST {
                let help = "reduce the nesting of the folders";
                diagnostics.error(
                    location(),
                    format!("the folder is nested more than {DEEPEST} levels deep"),
                    help,
                );
                continue;
            }
            let is_resource = parent.split('/').any(|part| part == RESOURCES);
            match role(name) {
                Role::Definition if parent.rsplit('/').next() == Some(RESOURCES) => {
                    let owner = parent.strip_suffix(RESOURCES).unwrap_or_default().trim_end_matches('/');
                    if owner.split('/').any(|part| part == RESOURCES) {
                        report_unread(location(), diagnostics);
                        continue;
                    }
                    let directory = layout.directory(owner);
                    if let Some(first) = directory.definition {
                        let problem = format!(
                            "the folder has a second definition beside {}",
                            folder.path_of(&first.path)
                        );
                        diagnostics.error(location(), problem, "delete one of the two files");
                    }
                    directory.definition = Some(file);
                }
                Role::Request(_) if is_resource => report_unread(location(), diagnostics),
                Role::Request(stem) => layout.directory(parent).requests.push((file, stem)),
                Role::Example(stem) => layout.examples.entry(parent).or_default().push((file, stem)),
                Role::Message => {
                    let help = "a client of HTTP sends no messages of WebSocket, Socket.IO or MQTT";
                    diagnostics.warning(location(), "the message is skipped", help);
                }
                Role::Definition | Role::Other => {
                    let problem =
                        "the file is no part of the collection, as Postman reads it, so it is ignored";
                    let help = "a request is `NAME.request.yaml`, and the definition of a folder is `.resources/definition.yaml`";
                    diagnostics.note(location(), problem, help);
                }
            }
        }
        layout
    }

    /// Returns the folder with this path.
    fn directory(&mut self, path: &'f str) -> &mut Directory<'f> {
        let parts = path.split('/').filter(|part| !part.is_empty());
        parts.fold(&mut self.root, |directory, part| directory.folders.entry(part).or_default())
    }
}

fn report_unread(location: Location, diagnostics: &mut Diagnostics) {
    let problem =
        "the file is in a folder called `.resources`, which Postman reads for definitions and examples only";
    diagnostics.warning(
        location,
        problem,
        "give the folder another name, to have its requests in the client",
    );
}

fn role(name: &str) -> Role<'_> {
    let Some(stem) = without_yaml(name) else { return Role::Other };
    if stem.eq_ignore_ascii_case("definition") {
        return Role::Definition;
    }
    let suffixed = |suffix: &str| {
        let start = stem.len().checked_sub(suffix.len())?;
        let (before, end) = (stem.get(..start)?, stem.get(start..)?);
        end.eq_ignore_ascii_case(suffix).then_some(before)
    };
    if let Some(stem) = suffixed(".request") {
        Role::Request(stem)
    } else if let Some(stem) = suffixed(".example") {
        Role::Example(stem)
    } else if suffixed(".message").is_some() {
        Role::Message
    } else {
        Role::Other
    }
}

/// Returns the name of a YAML file without its extension.
fn without_yaml(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    ["yaml", "yml"].iter().any(|known| extension.eq_ignore_ascii_case(known)).then_some(stem)
}

/// Whether a file of this name belongs to the text of a collection. Others, such as images, are never read.
pub fn is_text(name: &str) -> bool {
    without_yaml(name).is_some() || name.to_ascii_lowercase().ends_with(".request.json")
}

/// Whether a path is that of a request, a definition or an example.
pub(crate) fn is_part(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    !matches!(role(name), Role::Other | Role::Message)
}

/// Reports files and folders whose names differ in case only: on some file systems they are one.
fn report_clashes(folder: &Folder<'_>, diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    for file in folder.files {
        let ends = file.path.match_indices('/').map(|(end, _)| end).take(DEEPEST).chain([file.path.len()]);
        for path in ends.map(|end| &file.path[..end]) {
            let first = *known.entry(path.to_lowercase()).or_insert(path);
            if first != path && reported.insert(path) {
                let problem = format!("the name differs from that of {} only in case", folder.path_of(first));
                let help = "rename one of the two: on the file systems of Windows and macOS they are one";
                diagnostics.warning(Location::new(&folder.path_of(path), ""), problem, help);
                break;
            }
        }
    }
}

/// Returns a path relative to a folder, without `.` and `..`; `None` if it leaves the collection.
pub(super) fn resolved(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_folder() {
        assert_eq!(resolved("a/b", "./.resources/x/examples").as_deref(), Some("a/b/.resources/x/examples"));
        assert_eq!(resolved("a/b", "../c/").as_deref(), Some("a/c"));
        assert_eq!(resolved("a", "../../c"), None);
    }

    #[test]
    fn files_are_known_by_their_names() {
        assert!(matches!(role("Get.request.yaml"), Role::Request("Get")));
        assert!(matches!(role("Get.it.REQUEST.YML"), Role::Request("Get.it")));
        assert!(matches!(role(".request.yaml"), Role::Request("")));
        assert!(matches!(role("a.example.yaml"), Role::Example("a")));
        assert!(matches!(role("Definition.yml"), Role::Definition));
        for other in ["request.yaml", "Get.yaml", "Get.request.json", "é.request", "yaml"] {
            assert!(matches!(role(other), Role::Other), "{other}");
        }
        assert!(is_text("a.YML") && is_text("Get.request.json") && !is_text("a.json") && !is_text("yaml"));
    }
}
