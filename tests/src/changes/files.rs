//! The files and lines of generated code that a change touches.

use std::collections::{BTreeMap, BTreeSet};

use similar::{ChangeTag, TextDiff};

use super::table::Row;

/// The files that differ between the clients of a row, with the number of lines that are removed or added; `None` for a
/// file that only one of them has.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Touched(pub BTreeMap<String, Option<usize>>);

impl Touched {
    /// Compares the generated files of both clients.
    ///
    /// # Errors
    ///
    /// When the inputs have errors.
    pub fn of(row: &Row) -> Result<Self, String> {
        let [old, new] = [&row.old, &row.new].map(|inputs| {
            let output = inputs.generate();
            if output.api.is_none() {
                return Err(format!("{}: {}", inputs.name, output.diagnostics));
            }
            Ok(output.files.into_iter().map(|file| (file.path, file.text)).collect::<BTreeMap<_, _>>())
        });
        let (old, new) = (old?, new?);
        let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let touched = paths.into_iter().filter_map(|path| match (old.get(path), new.get(path)) {
            (Some(old), Some(new)) if old == new => None,
            (Some(old), Some(new)) => Some((path.clone(), Some(lines(old, new)))),
            _ => Some((path.clone(), None)),
        });
        Ok(Self(touched.collect()))
    }

    /// Returns the number of lines in files that both clients have.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.0.values().flatten().sum()
    }

    /// Returns the files that a change of these folders must not touch.
    ///
    /// It may touch the files of these folders, the settings of the client, the lists of operations, of types and of saved
    /// responses, types that several folders have, and the replay.
    #[must_use]
    pub fn unexpected(&self, folders: &[String]) -> Vec<&str> {
        let common = [
            "examples/replay/items.rs",
            "src/operations/client.rs",
            "src/operations/examples.rs",
            "src/operations/mod.rs",
            "src/types/mod.rs",
            "src/types/shared.rs",
        ];
        let is_expected = |path: &str| {
            common.contains(&path)
                || folders.iter().any(|folder| {
                    let module = folder.to_lowercase();
                    path == format!("src/operations/{module}.rs") || path == format!("src/types/{module}.rs")
                })
        };
        self.0.keys().map(String::as_str).filter(|path| !is_expected(path)).collect()
    }
}

fn lines(old: &str, new: &str) -> usize {
    TextDiff::from_lines(old, new)
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal)
        .count()
}
