//! The journal: what a transaction is about to change, so that the next run can undo it.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::STAGING;
use super::disk::Disk;

/// The name of the journal of changes that may be undone.
const OPEN: &str = "journal";
/// The name of the journal of changes that are complete.
const COMMITTED: &str = "committed";

#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Journal {
    entries: Vec<Entry>,
    /// The folders that are created, outer ones first.
    folders: Vec<PathBuf>,
}

/// The change of a file.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Entry {
    path: PathBuf,
    /// The name of the staged files: they are unique in a journal.
    number: usize,
    existed: bool,
    /// The hash of the new content; `None` if the file is removed. It tells this content from what somebody writes there
    /// after the process was killed, so it need not withstand anybody.
    hash: Option<u64>,
}

impl Entry {
    pub(super) fn existed(&self) -> bool {
        self.existed
    }

    /// Returns the staging folder: that of the root, or one beside the file if it is elsewhere, perhaps on another file system.
    pub(super) fn staging(&self, root: &Path) -> PathBuf {
        let is_inside = self.path.components().all(|part| matches!(part, Component::Normal(_)));
        match self.path.parent().filter(|_| !is_inside) {
            Some(folder) => root.join(folder).join(STAGING),
            None => root.join(STAGING),
        }
    }

    /// Returns the path of the new content.
    pub(super) fn new_file(&self, root: &Path) -> PathBuf {
        self.staging(root).join(format!("{}.new", self.number))
    }

    /// Returns the path where the file is kept as it was.
    pub(super) fn old(&self, root: &Path) -> PathBuf {
        self.staging(root).join(format!("{}.old", self.number))
    }

    fn undo(&self, root: &Path, disk: &mut Disk<'_>) -> io::Result<()> {
        let (target, old) = (root.join(&self.path), self.old(root));
        let present = present(&target)?;
        let is_new = self.hash.is_some_and(|hash| present == Present::File(hash));
        if exists(&old) {
            if is_new || present == Present::Nothing {
                create_parents(&target, disk)?;
                disk.rename(&old, &target)?;
            }
        } else if is_new && !self.existed {
            disk.remove_file(&target)?;
        }
        Ok(())
    }
}

/// What is at the path of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Present {
    Nothing,
    /// A file whose content has this hash.
    File(u64),
    Other,
}

impl Journal {
    /// Creates the journal of changes, given as paths and new contents.
    pub(super) fn new<'c>(root: &Path, changes: impl Iterator<Item = (&'c Path, Option<&'c [u8]>)>) -> Self {
        let mut journal = Self::default();
        for (number, (path, content)) in changes.enumerate() {
            let existed = exists(&root.join(path));
            if content.is_some() && !existed {
                let missing = path.ancestors().skip(1).take_while(|folder| !root.join(folder).is_dir());
                let missing: Vec<&Path> = missing.collect();
                for folder in missing.into_iter().rev() {
                    if !journal.folders.iter().any(|known| known == folder) {
                        journal.folders.push(folder.to_owned());
                    }
                }
            }
            journal.entries.push(Entry { path: path.to_owned(), number, existed, hash: content.map(hash) });
        }
        journal
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Writes the journal: from now on, the next run undoes the changes.
    pub(super) fn write(&self, root: &Path, disk: &mut Disk<'_>) -> io::Result<()> {
        let (staged, path) = (root.join(STAGING).join("journal.new"), root.join(STAGING).join(OPEN));
        disk.write(&staged, &serde_json::to_vec(self)?)?;
        disk.rename(&staged, &path)
    }

    /// Completes the changes: from now on, the next run keeps them.
    pub(super) fn commit(&self, root: &Path, disk: &mut Disk<'_>) -> io::Result<()> {
        let staging = root.join(STAGING);
        disk.rename(&staging.join(OPEN), &staging.join(COMMITTED))?;
        // What cannot be removed now, or is left when the process is killed, is removed by the next run.
        let _ = self.remove_staging(root, disk);
        Ok(())
    }

    /// Undoes the changes, the last one first.
    pub(super) fn undo(&self, root: &Path, disk: &mut Disk<'_>) -> io::Result<()> {
        if exists(&root.join(STAGING).join(OPEN)) {
            for entry in self.entries.iter().rev() {
                entry.undo(root, disk)?;
            }
        }
        self.remove_other_staging(root, disk)?;
        for folder in self.folders.iter().rev() {
            disk.remove_dir(&root.join(folder))?;
        }
        disk.remove_dir_all(&root.join(STAGING))
    }

    /// Removes the staging folders elsewhere.
    fn remove_other_staging(&self, root: &Path, disk: &mut Disk<'_>) -> io::Result<()> {
        let mut folders: Vec<PathBuf> = self.entries.iter().map(|entry| entry.staging(root)).collect();
        folders.sort();
        folders.dedup();
        for folder in folders.iter().filter(|folder| **folder != root.join(STAGING)) {
            disk.remove_dir_all(folder)?;
        }
        Ok(())
    }

    fn remove_staging(&self, root: &Path, disk: &mut Disk<'_>) -> io::Result<()> {
        self.remove_other_staging(root, disk)?;
        disk.remove_dir_all(&root.join(STAGING))
    }
}

/// Undoes the changes of a journal, if there is one, and removes the staging folders.
pub(super) fn recover(root: &Path, disk: &mut Disk<'_>) -> io::Result<()> {
    let staging = root.join(STAGING);
    if !exists(&staging) {
        return Ok(());
    }
    if let Some(journal) = read(&staging.join(OPEN))? {
        return journal.undo(root, disk);
    }
    match read(&staging.join(COMMITTED))? {
        Some(journal) => journal.remove_staging(root, disk),
        None => disk.remove_dir_all(&staging),
    }
}

/// Whether there is a journal of changes that may be undone.
pub(super) fn is_open(root: &Path) -> bool {
    exists(&root.join(STAGING).join(OPEN))
}

fn read(path: &Path) -> io::Result<Option<Journal>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

fn create_parents(file: &Path, disk: &mut Disk<'_>) -> io::Result<()> {
    let missing: Vec<&Path> = file.ancestors().skip(1).take_while(|folder| !folder.is_dir()).collect();
    missing.into_iter().rev().try_for_each(|folder| disk.create_dir(folder))
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn present(path: &Path) -> io::Result<Present> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Present::File(hash(&fs::read(path)?))),
        Ok(_) => Ok(Present::Other),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Present::Nothing)
        }
        Err(error) => Err(error),
    }
}

fn hash(content: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    hasher.finish()
}
