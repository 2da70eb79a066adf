//! Replaces a file as a whole.

use std::ffi::OsString;
use std::path::Path;
use std::{fs, io};

/// Replaces the content of a file, which keeps its permissions, or creates it, with its folder. Whatever happens, it is the
/// old file or the new one.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    let staged = path.with_file_name(name);
    let written =
        copy(path, &staged).and_then(|()| fs::write(&staged, text)).and_then(|()| fs::rename(&staged, path));
    if written.is_err() {
        // The first error is the one that is reported.
        let _ = fs::remove_file(&staged);
    }
    written
}

/// Copies a file, if there is one, with its permissions.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    match fs::copy(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
