//! The lock of a workspace: of two commands that write, one waits.
//!
//! The lock is on the manifest of the workspace, so it leaves no file, and it ends with the process that has it.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::Result;
use fs4::{FileExt, TryLockError};
use same_file::Handle;

use crate::client::Client;
use crate::failure::cannot;
use crate::{report, transaction};

/// A lock that this process has.
#[derive(Debug)]
pub(crate) struct Lock {
    _manifest: File,
}

/// Takes the lock of the workspace of a client, and undoes what a run that was killed has changed.
pub(crate) fn enter(client: &Client) -> Result<Lock> {
    let lock = enter_workspace(&client.root)?;
    transaction::recover(&client.folder).map_err(|failure| failure.into_error(|path| client.file(path)))?;
    Ok(lock)
}

/// Takes the lock of the workspace in a folder, and undoes what a run that was killed has changed in its root.
pub(crate) fn enter_workspace(root: &Path) -> Result<Lock> {
    let lock = lock(root)?;
    let name = |path: &Path| root.join(path).display().to_string();
    transaction::recover(root).map_err(|failure| failure.into_error(name))?;
    Ok(lock)
}

/// Waits until no other process has the lock of the workspace in a folder, and takes it.
fn lock(root: &Path) -> Result<Lock> {
    let path = root.join("Cargo.toml");
    take(&path).map_err(|error| cannot("lock the workspace", &path.display().to_string(), &error))
}

fn take(path: &Path) -> io::Result<Lock> {
    loop {
        let manifest = File::open(path)?;
        match FileExt::try_lock(&manifest) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                report::print_error(&format!("waiting for another run in {}", path.display()));
                FileExt::lock(&manifest)?;
            }
            // Some network file systems have no locks. Cargo does without them, too.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                return Ok(Lock { _manifest: manifest });
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // The other run may have replaced the file: then the lock is on one that nobody else will find.
        if Handle::from_file(manifest.try_clone()?)? == Handle::from_path(path)? {
            return Ok(Lock { _manifest: manifest });
        }
    }
}
