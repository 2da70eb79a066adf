//! Reads a collection that is a folder, or finds the one below the folder that a user named.

mod repository;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use codegen::File;
use codegen::collection::{LONGEST_FILE, is_part_of_folder};
use codegen::diagnostics::{Diagnostics, Location};

use super::decode;

/// The maximum number of directory entries of a collection.
const MOST_ENTRIES: usize = 200_000;

/// The maximum size of a collection in bytes.
const LARGEST: u64 = 256 << 20;

/// The maximum depth of folders.
const DEEPEST: usize = 64;

/// A collection of format 3.0.0.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Folder {
    /// The path in messages.
    pub path: String,
    /// The name of the folder.
    pub title: String,
    /// The files, sorted by path, with the byte order marks that they have.
    pub files: Vec<File>,
}

impl Folder {
    /// Returns the collection as codegen takes it.
    pub fn source(&self) -> codegen::Folder<'_> {
        codegen::Folder { path: &self.path, title: &self.title, files: &self.files }
    }
}

/// Reads the collection that a folder is, or the only one below it; `label` is the path in messages.
pub(super) fn read(path: &Path, label: &str, diagnostics: &mut Diagnostics) -> io::Result<Option<Folder>> {
    let collections = repository::collections(path, label, diagnostics)?;
    let (path, label) = match &collections[..] {
        [] => (path.to_owned(), label.to_owned()),
        [only] => {
            let label = repository::below(label, path, only);
            diagnostics.note(Location::new(&label, ""), "this is the only collection of the folder", "");
            (only.clone(), label)
        }
        several => {
            let names: Vec<String> =
                several.iter().map(|other| format!("`{}`", repository::below(label, path, other))).collect();
            let help = format!("name one of them: {}", names.join(", "));
            let problem = format!("the folder has {} collections", several.len());
            diagnostics.error(Location::new(label, ""), problem, help);
            return Ok(None);
        }
    };
    let root = fs::canonicalize(&path)?;
    let title = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut walk =
        Walk { root: &root, label: &label, diagnostics, entries: 0, bytes: 0, files: BTreeMap::new() };
    walk.folder(&root, "", &mut vec![root.clone()])?;
    let is_complete = walk.entries <= MOST_ENTRIES && walk.bytes <= LARGEST;
    let files: Vec<File> = walk.files.into_iter().map(|(path, text)| File { path, text }).collect();
    if is_complete && files.is_empty() && !diagnostics.has_errors() {
        let help = "name a file of format v2, or a folder with files such as `Get user.request.yaml`";
        diagnostics.error(Location::new(&label, ""), "the folder is no Postman collection", help);
    }
    Ok((is_complete && !files.is_empty()).then_some(Folder { path: label, title, files }))
}

/// The state of a walk through a collection.
struct Walk<'w> {
    root: &'w Path,
    label: &'w str,
    diagnostics: &'w mut Diagnostics,
    entries: usize,
    bytes: u64,
    files: BTreeMap<String, String>,
}

impl Walk<'_> {
    /// Reads a folder. `open` are the real paths of the folders around it, which a symbolic link may lead to again.
    fn folder(&mut self, folder: &Path, path: &str, open: &mut Vec<PathBuf>) -> io::Result<()> {
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            self.entries += 1;
            if self.entries == MOST_ENTRIES + 1 {
                let problem = format!("the folder has more than {MOST_ENTRIES} files");
                self.error("", problem, "name the folder of one collection");
            }
            if self.entries > MOST_ENTRIES || self.bytes > LARGEST {
                return Ok(());
            }
            let name = entry.file_name();
            // The data of git is never a part of the collection, and large.
            if name == ".git" {
                continue;
            }
            let shown = name.to_string_lossy();
            let path = if path.is_empty() { shown.to_string() } else { format!("{path}/{shown}") };
            if name.to_str().is_none() {
                self.error(&path, "the name is not Unicode", "rename the file");
                continue;
            }
            let Some(real) = self.inside(&entry, &path)? else { continue };
            if real.is_dir() {
                if open.contains(&real) {
                    self.error(&path, "the symbolic link leads to a folder around it", "remove the link");
                } else if open.len() > DEEPEST {
                    let problem = format!("the folder is nested more than {DEEPEST} levels deep");
                    self.error(&path, problem, "reduce the nesting of the folders");
                } else {
                    open.push(real.clone());
                    self.folder(&real, &path, open)?;
                    open.pop();
                }
            } else if is_part_of_folder(&shown) {
                self.file(&real, path)?;
            }
        }
        Ok(())
    }

    /// Returns the path of an entry without symbolic links, which must stay in the collection.
    fn inside(&mut self, entry: &fs::DirEntry, path: &str) -> io::Result<Option<PathBuf>> {
        if !entry.file_type()?.is_symlink() {
            return Ok(Some(entry.path()));
        }
        match fs::canonicalize(entry.path()) {
            Ok(real) if real.starts_with(self.root) => return Ok(Some(real)),
            Ok(_) => {
                let help = "replace the link by what it leads to";
                self.error(path, "the symbolic link leaves the folder of the collection", help);
            }
            Err(error) => {
                self.error(path, format!("the symbolic link leads to nothing: {error}"), "remove the link");
            }
        }
        Ok(None)
    }

    fn file(&mut self, file: &Path, path: String) -> io::Result<()> {
        let metadata = fs::metadata(file)?;
        if !metadata.is_file() {
            self.error(&path, "this is not a file", "remove it");
            return Ok(());
        }
        if metadata.len() > LONGEST_FILE as u64 {
            let problem = format!("the file is larger than {} MiB", LONGEST_FILE >> 20);
            self.error(&path, problem, "shorten it: it may be no part of the collection");
            return Ok(());
        }
        self.bytes += metadata.len();
        if self.bytes > LARGEST {
            let problem = format!("the files are larger than {} MiB together", LARGEST >> 20);
            self.error("", problem, "name the folder of one collection");
            return Ok(());
        }
        match decode(fs::read(file)?) {
            // The byte order mark stays, because a new client has the file as it is.
            Ok(text) => {
                self.files.insert(path, text);
            }
            Err(problem) => self.error(&path, problem, "save it as UTF-8"),
        }
        Ok(())
    }

    fn error(&mut self, path: &str, problem: impl Into<String>, help: &str) {
        let file = if path.is_empty() { self.label.to_owned() } else { format!("{}/{path}", self.label) };
        self.diagnostics.error(Location::new(&file, ""), problem, help);
    }
}

#[cfg(test)]
mod tests;
