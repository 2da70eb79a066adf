//! Changes of several files that are made together or not at all.
//!
//! New content is written to a staging folder first, and files are replaced by renaming, so that every file is the old one
//! or the new one at any moment. A journal in the staging folder says what is about to be changed, and the staging folder
//! keeps what was there before. After an error, the changes are undone at once. When the process is killed, the next run
//! undoes them ([`recover`]): callers hold the lock of the workspace, so a journal is always that of a run that ended.

mod disk;
mod journal;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::anyhow;

use crate::failure;
use crate::interrupt::{self, Interrupted};
use disk::Disk;
use journal::{Entry, Journal};

/// The name of a staging folder. It is beside the files, so that a rename stays on one file system, and hidden.
pub(crate) const STAGING: &str = ".staging";

/// Changes of files below a folder.
#[derive(Debug)]
pub(crate) struct Changes<'a> {
    root: &'a Path,
    files: Vec<Change<'a>>,
    /// Folders that are removed if they are empty after the changes, inner folders first.
    emptied: Vec<PathBuf>,
}

#[derive(Debug)]
struct Change<'a> {
    /// Relative to the root, or absolute.
    path: PathBuf,
    /// `None` removes the file.
    content: Option<Cow<'a, [u8]>>,
}

/// The reason why files could not be changed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What failed: a verb.
    action: &'static str,
    /// The file, relative to the root or absolute.
    path: PathBuf,
    error: io::Error,
    /// Whether all files are as before.
    is_undone: bool,
}

impl Failure {
    fn new(action: &'static str, path: &Path, error: io::Error) -> Self {
        Self { action, path: path.to_owned(), error, is_undone: true }
    }

    /// Returns the failure as an error; `name` returns the name of a path in messages.
    pub(crate) fn into_error(self, name: impl Fn(&Path) -> String) -> anyhow::Error {
        let consequence = match self.is_undone {
            true => "nothing was written",
            false => "some files have changed, and the next run restores them",
        };
        let error = match self.error.downcast::<Interrupted>() {
            Ok(interrupted) => anyhow!(interrupted),
            Err(error) => failure::cannot(self.action, &name(&self.path), &error),
        };
        anyhow!("{error}\n\n{consequence}")
    }
}

impl<'a> Changes<'a> {
    /// Creates an empty list of changes.
    pub(crate) fn new(root: &'a Path) -> Self {
        Self { root, files: Vec::new(), emptied: Vec::new() }
    }

    /// Replaces a file, which keeps its permissions, or creates it, with its folder.
    pub(crate) fn write(&mut self, path: impl Into<PathBuf>, content: impl Into<Cow<'a, [u8]>>) {
        self.files.push(Change { path: path.into(), content: Some(content.into()) });
    }

    /// Removes a file.
    pub(crate) fn remove(&mut self, path: impl Into<PathBuf>) {
        self.files.push(Change { path: path.into(), content: None });
    }

    /// Removes a folder if the changes leave it empty. Inner folders come before outer ones.
    pub(crate) fn remove_if_empty(&mut self, folder: impl Into<PathBuf>) {
        self.emptied.push(folder.into());
    }

    /// Returns the files to change that are read-only: somebody did that on purpose, and a rename would ignore it.
    pub(crate) fn read_only(&self) -> impl Iterator<Item = &Path> {
        let is_read_only = |path: &Path| {
            fs::metadata(self.root.join(path)).is_ok_and(|metadata| metadata.permissions().readonly())
        };
        self.files.iter().map(|change| change.path.as_path()).filter(move |path| is_read_only(path))
    }

    /// Makes the changes.
    ///
    /// # Errors
    ///
    /// If a file cannot be changed, and if the process is interrupted. Then all files are as before.
    pub(crate) fn apply(&self) -> Result<(), Failure> {
        let _deferred = interrupt::defer();
        self.apply_to(&mut Disk::new(&mut || match interrupt::noted() {
            Some(interrupted) => Err(io::Error::other(interrupted)),
            None => Ok(()),
        }))?;
        if interrupt::noted().is_some() {
            // The changes were committed, and the interruption has prevented the removal of the staging folders.
            let _ = recover(self.root);
        }
        Ok(())
    }

    /// Makes the changes, also if the process is interrupted.
    pub(crate) fn apply_anyway(&self) -> Result<(), Failure> {
        let _deferred = interrupt::defer();
        self.apply_to(&mut Disk::new(&mut || Ok(())))
    }

    fn apply_to(&self, disk: &mut Disk<'_>) -> Result<(), Failure> {
        if self.files.is_empty() {
            return Ok(());
        }
        let journal = Journal::new(
            self.root,
            self.files.iter().map(|change| (&*change.path, change.content.as_deref())),
        );
        self.change(disk, &journal).map_err(|failure| {
            let undone = journal.undo(self.root, &mut Disk::new(&mut || Ok(())));
            Failure { is_undone: undone.is_ok(), ..failure }
        })
    }

    fn change(&self, disk: &mut Disk<'_>, journal: &Journal) -> Result<(), Failure> {
        let failed = |action, path: &Path| {
            let path = path.to_owned();
            move |error| Failure::new(action, &path, error)
        };
        let staging = Path::new(STAGING);
        disk.create_dir(&self.root.join(staging)).map_err(failed("create the staging folder", staging))?;
        journal.write(self.root, disk).map_err(failed("write", staging))?;
        for folder in journal.folders() {
            disk.create_dir(&self.root.join(folder)).map_err(failed("create the folder", folder))?;
        }
        for (change, entry) in self.files.iter().zip(journal.entries()) {
            self.stage(disk, change, entry).map_err(failed("write", &change.path))?;
        }
        // Files are removed first: on a file system that ignores case, `Old.rs` and `old.rs` are one file.
        let pairs = || self.files.iter().zip(journal.entries());
        for (change, entry) in pairs().filter(|(change, _)| change.content.is_none()) {
            disk.rename(&self.root.join(&change.path), &entry.old(self.root))
                .map_err(failed("remove", &change.path))?;
        }
        for (change, entry) in pairs().filter(|(change, _)| change.content.is_some()) {
            let (target, old) = (self.root.join(&change.path), entry.old(self.root));
            let replaced = if entry.existed() { disk.keep(&target, &old) } else { Ok(()) };
            replaced
                .and_then(|()| disk.rename(&entry.new_file(self.root), &target))
                .map_err(failed("write", &change.path))?;
        }
        for folder in &self.emptied {
            // A folder that is not empty stays, and so does one that cannot be removed: an empty folder does no harm.
            disk.remove_dir(&self.root.join(folder)).map_err(failed("remove the folder", folder))?;
        }
        journal.commit(self.root, disk).map_err(failed("write", staging))
    }

    /// Writes the new content beside the file.
    fn stage(&self, disk: &mut Disk<'_>, change: &Change<'_>, entry: &Entry) -> io::Result<()> {
        disk.create_dir(&entry.staging(self.root))?;
        let Some(content) = &change.content else { return Ok(()) };
        let staged = entry.new_file(self.root);
        disk.write(&staged, content)?;
        match fs::metadata(self.root.join(&change.path)) {
            Ok(metadata) => fs::set_permissions(&staged, metadata.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Undoes what a run that was killed has changed in the files below a folder, and removes what it left.
///
/// A file that somebody has changed since then stays as it is.
///
/// # Errors
///
/// If a file cannot be restored.
pub(crate) fn recover(root: &Path) -> Result<(), Failure> {
    recover_on(root, &mut Disk::new(&mut || Ok(())))
}

fn recover_on(root: &Path, disk: &mut Disk<'_>) -> Result<(), Failure> {
    journal::recover(root, disk).map_err(|error| Failure {
        is_undone: false,
        ..Failure::new("restore the files of a run that was killed", Path::new(STAGING), error)
    })
}

/// Whether a run that was killed has left changes that the next run will undo.
pub(crate) fn is_unfinished(root: &Path) -> bool {
    journal::is_open(root)
}
