//! Failures of the file system, as messages with a problem, a location and a remedy.

use std::io::{self, ErrorKind};

use anyhow::{Error, anyhow};

/// Returns the error of an operation on a file.
pub(crate) fn cannot(what: &str, file: &str, error: &io::Error) -> Error {
    anyhow!("cannot {what}: {error}\n  --> {file}\n  help: {}", remedy(error))
}

/// Returns what a maintainer can do about an error.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free space on the disk, and run the command again"
        }
        ErrorKind::FileTooLarge => "raise the limit of the size of files, and run the command again",
        ErrorKind::ReadOnlyFilesystem => {
            "mount the file system so that it can be written, or work on a copy elsewhere"
        }
        ErrorKind::PermissionDenied => {
            "give yourself the permission for this file and for the folder that it is in"
        }
        ErrorKind::NotFound => "put the file there, or correct the path",
        ErrorKind::IsADirectory => "this is a folder: name a file, or move the folder elsewhere",
        ErrorKind::NotADirectory => "a part of the path is a file: move it elsewhere, or correct the path",
        ErrorKind::AlreadyExists => "move what is there elsewhere",
        ErrorKind::CrossesDevices => "put the file on the same file system as the others of the client",
        _ => "correct that, and run the command again",
    }
}
