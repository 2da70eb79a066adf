//! The operations on files that a transaction needs. Each is a step at which a test can end it.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::{fmt, fs};

/// The file system.
pub(super) struct Disk<'s> {
    /// Called before each operation, which it can prevent.
    step: &'s mut dyn FnMut() -> io::Result<()>,
}

impl fmt::Debug for Disk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").finish_non_exhaustive()
    }
}

impl<'s> Disk<'s> {
    pub(super) fn new(step: &'s mut dyn FnMut() -> io::Result<()>) -> Self {
        Self { step }
    }

    /// Creates a folder, if there is none.
    pub(super) fn create_dir(&mut self, folder: &Path) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        (self.step)()?;
        fs::create_dir(folder)
    }

    pub(super) fn write(&mut self, path: &Path, content: &[u8]) -> io::Result<()> {
        (self.step)()?;
        fs::write(path, content)
    }

    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        (self.step)()?;
        fs::rename(from, to)
    }

    /// Keeps the present file under another name: a second name of the same file, or a copy where a file has only one.
    pub(super) fn keep(&mut self, path: &Path, copy: &Path) -> io::Result<()> {
        (self.step)()?;
        fs::hard_link(path, copy).or_else(|_| fs::copy(path, copy).map(drop))
    }

    /// Removes a file, if there is one.
    pub(super) fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        (self.step)()?;
        ignore_missing(fs::remove_file(path))
    }

    /// Removes a folder if it is empty and can be removed.
    pub(super) fn remove_dir(&mut self, folder: &Path) -> io::Result<()> {
        (self.step)()?;
        let _ = fs::remove_dir(folder);
        Ok(())
    }

    /// Removes a folder with its content, if there is one.
    pub(super) fn remove_dir_all(&mut self, folder: &Path) -> io::Result<()> {
        (self.step)()?;
        ignore_missing(fs::remove_dir_all(folder))
    }
}

fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
