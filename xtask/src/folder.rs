//! The folder of a new crate: which folders may become one, and how its files get there.
//!
//! The files are written to a temporary folder beside the folder, and moved by renaming: after a failure there is never
//! half a crate.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use fs4::FileExt;

/// The file in a temporary folder that is locked while the folder is in use.
const LOCK: &str = ".lock";

/// Checks that a folder can become a crate: it does not exist, is empty, or is a git repository without files of its own.
///
/// # Errors
///
/// If the folder has other content, or is none.
pub(crate) fn check_vacant(folder: &Path) -> Result<()> {
    let help = "help: name a folder that does not exist; it is created with its parents";
    match fs::read_dir(folder) {
        Ok(entries) => {
            let names: io::Result<Vec<OsString>> = entries.map(|entry| Ok(entry?.file_name())).collect();
            let names = names.with_context(|| format!("cannot read {}", folder.display()))?;
            let is_repository = names.iter().any(|name| name == ".git");
            if names.iter().all(|name| name == ".git") || (is_repository && has_only_ignored_files(folder)) {
                return Ok(());
            }
            bail!("{} is not empty\n  {help}", folder.display())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            bail!("{} is not a folder\n  {help}", folder.display())
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", folder.display())),
    }
}

/// Whether git ignores everything in a repository. Only git knows all of its rules.
fn has_only_ignored_files(folder: &Path) -> bool {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--directory"])
        .current_dir(folder)
        .output();
    output.is_ok_and(|output| output.status.success() && output.stdout.is_empty())
}

/// Whether a folder is inside a git repository whose root is another folder.
pub(crate) fn is_inside_repository(folder: &Path) -> Result<bool> {
    let folder = std::path::absolute(folder).with_context(|| format!("cannot find {}", folder.display()))?;
    let is_root = folder.join(".git").exists();
    Ok(!is_root && folder.ancestors().skip(1).any(|parent| parent.join(".git").exists()))
}

/// Writes files, given as paths (with `/`) and contents, into a folder that [`check_vacant`] has accepted.
///
/// # Errors
///
/// If a file cannot be written. Then the folder is as it was before.
pub(crate) fn write(folder: &Path, files: &[codegen::File]) -> Result<()> {
    let cannot = || format!("cannot write {}", folder.display());
    let target = std::path::absolute(folder).with_context(cannot)?;
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
        bail!("{} cannot be created", folder.display())
    };
    fs::create_dir_all(parent).with_context(cannot)?;
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    remove_leftovers(parent, &prefix);
    prefix.push(std::process::id().to_string());
    let staged = parent.join(prefix);
    let written = write_all(&staged, files).and_then(|()| place(&staged, &target));
    if written.is_err() || staged.exists() {
        // The first error is the one that is reported.
        let _ = fs::remove_dir_all(&staged);
    }
    written.with_context(cannot)
}

/// Removes the temporary folders of runs that were killed: those whose lock nobody holds.
fn remove_leftovers(parent: &Path, prefix: &OsString) {
    let Some(prefix) = prefix.to_str() else { return };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let id = name.to_str().and_then(|name| name.strip_prefix(prefix));
        let is_staged = id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()));
        let lock = File::open(entry.path().join(LOCK));
        if is_staged && lock.is_ok_and(|lock| FileExt::try_lock(&lock).is_ok()) {
            // What cannot be removed now is removed by another run.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn write_all(folder: &Path, files: &[codegen::File]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let lock = File::create(folder.join(LOCK))?;
    FileExt::lock(&lock)?;
    let mut created = PathBuf::new();
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent().filter(|parent| *parent != created) {
            fs::create_dir_all(parent)?;
            created = parent.to_owned();
        }
        fs::write(path, &file.text)?;
    }
    fs::remove_file(folder.join(LOCK))
}

/// Moves a folder to its place, or its content if there already is a folder with something in it.
fn place(staged: &Path, target: &Path) -> io::Result<()> {
    // Only an empty folder can be removed, so nothing is lost when somebody has filled it meanwhile.
    match fs::remove_dir(target) {
        Ok(()) => return fs::rename(staged, target),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return fs::rename(staged, target),
        Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => return Err(error),
        Err(_) => {}
    }
    let names: io::Result<Vec<OsString>> =
        fs::read_dir(staged)?.map(|entry| Ok(entry?.file_name())).collect();
    let names = names?;
    if let Some(name) = names.iter().find(|name| fs::symlink_metadata(target.join(name)).is_ok()) {
        let problem = format!("{} is already there", name.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, problem));
    }
    for (index, name) in names.iter().enumerate() {
        if let Err(error) = fs::rename(staged.join(name), target.join(name)) {
            for moved in &names[..index] {
                // The first error is the one that is reported.
                let _ = fs::rename(target.join(moved), staged.join(moved));
            }
            return Err(error);
        }
    }
    Ok(())
}
