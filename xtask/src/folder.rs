//! The folder of a new crate: which folders may become one, and how its files get there.
//!
//! The files are written to a staging folder, and moved by renaming: after a failure there is never half a crate. What a
//! run leaves that is killed, the next one removes.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, anyhow, bail};
use fs4::FileExt;

use crate::failure::cannot;
use crate::interrupt::{self, Deferred};
use crate::transaction::STAGING;
use crate::workspace;

/// The file in the staging folder that is locked by the run that uses it: the list of the crate's files.
const LIST: &str = "created";

/// The file that makes a folder a crate, which is moved last.
const MANIFEST: &str = "Cargo.toml";

/// Checks that a folder can become a crate: it does not exist, is empty, or is a git repository without files of its own.
///
/// # Errors
///
/// If the folder has other content, or is none.
pub(crate) fn check_vacant(folder: &Path) -> Result<()> {
    let (name, help) =
        (folder.display().to_string(), "name a folder that does not exist; it is created with its parents");
    // A run was killed before it had a lock; only an empty folder is removed.
    let _ = fs::remove_dir(folder.join(STAGING));
    match fs::read_dir(folder) {
        Ok(entries) => {
            let names: io::Result<Vec<OsString>> = entries.map(|entry| Ok(entry?.file_name())).collect();
            let names = names.map_err(|error| cannot("read the folder", &name, &error))?;
            let is_repository = names.iter().any(|name| name == ".git");
            let is_vacant =
                names.iter().all(|name| name == ".git") || (is_repository && has_only_ignored_files(folder));
            let is_abandoned = || match Abandoned::find(folder) {
                Some(abandoned) if abandoned.is_complete() => {
                    abandoned.keep();
                    false
                }
                abandoned => abandoned.is_some(),
            };
            if !is_vacant && !is_abandoned() {
                bail!("the folder is not empty\n  --> {name}\n  help: {help}");
            }
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::NotFound && !folder.is_symlink() => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            bail!("this is not a folder\n  --> {name}\n  help: {help}")
        }
        Err(error) => Err(cannot("read the folder", &name, &error)),
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
    let folder = absolute(folder)?;
    let is_root = folder.join(".git").exists();
    Ok(!is_root && folder.ancestors().skip(1).any(|parent| parent.join(".git").exists()))
}

fn absolute(folder: &Path) -> Result<PathBuf> {
    std::path::absolute(folder)
        .map_err(|error| cannot("find the folder", &folder.display().to_string(), &error))
}

/// The files of a new crate in their place. They are removed again unless they are kept.
#[derive(Debug)]
pub(crate) struct Placed {
    folder: PathBuf,
    files: Vec<String>,
    /// The folders that were created, inner ones first.
    created: Vec<PathBuf>,
    _lock: File,
    _deferred: Deferred,
}

impl Placed {
    /// Keeps the files.
    pub(crate) fn keep(self) {
        // If it cannot be removed now, the next run removes it.
        let _ = fs::remove_dir_all(self.folder.join(STAGING));
    }

    /// Removes the files.
    pub(crate) fn remove(self) {
        remove(&self.folder, &self.files);
        remove_empty(&self.created);
    }
}

/// Writes files, given as paths (with `/`) and contents, into a folder that [`check_vacant`] has accepted.
///
/// In a workspace, the staging folder is in its root: the members of a workspace are often all folders in a folder, and
/// cargo would take the staging folder for one of them.
///
/// # Errors
///
/// If a file cannot be written. Then the folder is as it was before.
pub(crate) fn write(folder: &Path, root: Option<&Path>, files: &[codegen::File]) -> Result<Placed> {
    // The folder may be a symbolic link, which a rename would replace.
    let target = folder.canonicalize().or_else(|_| absolute(folder))?;
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
        bail!("the folder cannot be created\n  --> {}\n  help: name a folder below it", folder.display())
    };
    let deferred = interrupt::defer();
    if let Some(abandoned) = Abandoned::find(&target) {
        abandoned.remove();
        check_vacant(folder)?;
    }
    let place = match fs::read_dir(&target).is_ok_and(|mut entries| entries.next().is_some()) {
        // Nobody else has a staging folder in it.
        true => Place { staged: target.join(STAGING), is_inside: true, target: target.clone() },
        false => {
            let base = root.unwrap_or(parent);
            Place { staged: vacant(base, name), is_inside: false, target: target.clone() }
        }
    };
    let missing = |folder: &Path| {
        folder.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect()
    };
    let created: Vec<PathBuf> = missing(&target);
    let failed = |file: &str, error: io::Error| {
        remove_empty(&created);
        let failed = match error.downcast::<interrupt::Interrupted>() {
            Ok(interrupted) => anyhow!(interrupted),
            // `join` would add a separator.
            Err(error) if file.is_empty() => cannot("write", &folder.display().to_string(), &error),
            Err(error) => cannot("write", &folder.join(file).display().to_string(), &error),
        };
        anyhow!("{failed}\n\nnothing was written")
    };
    let lock = fs::create_dir_all(parent).and_then(|()| place.claim()).map_err(|error| failed("", error))?;
    if let Err((file, error)) = place.write(files) {
        // The first error is the one that is reported.
        let _ = fs::remove_dir_all(&place.staged);
        return Err(failed(file, error));
    }
    let files = files.iter().map(|file| file.path.clone()).collect();
    Ok(Placed { folder: target, files, created, _lock: lock, _deferred: deferred })
}

/// Returns the path of a staging folder that does not exist, and removes those of runs that were killed.
fn vacant(base: &Path, name: &OsStr) -> PathBuf {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
        let is_staged =
            number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit));
        // What cannot be removed now is removed by another run.
        if is_staged && lock_of(&entry.path()).is_some() {
            let _ = fs::remove_dir_all(entry.path());
        } else if is_staged {
            // The run was killed before it had a lock.
            remove_empty(&[entry.path().join(STAGING), entry.path()]);
            let _ = fs::remove_dir(entry.path());
        }
    }
    prefix.push(std::process::id().to_string());
    base.join(prefix)
}

/// Takes the lock of a staging folder; `None` if it is none, or if another process has the lock.
fn lock_of(folder: &Path) -> Option<File> {
    let lock = File::open(folder.join(STAGING).join(LIST)).ok()?;
    FileExt::try_lock(&lock).is_ok().then_some(lock)
}

/// Where the files of a crate are written first, and where they belong.
struct Place {
    staged: PathBuf,
    /// Whether the staging folder is in the target, which has other files.
    is_inside: bool,
    target: PathBuf,
}

type Failed<'f> = (&'f str, io::Error);

impl Place {
    /// Returns the list of the crate's files. Inside the target, it is where it stays.
    fn list(&self) -> PathBuf {
        match self.is_inside {
            true => self.staged.join(LIST),
            false => self.staged.join(STAGING).join(LIST),
        }
    }

    /// Creates the staging folder, and takes its lock.
    fn claim(&self) -> io::Result<File> {
        let list = self.list();
        loop {
            fs::create_dir(&self.staged)?;
            let lock = list.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&list));
            // Until now, another run could take it for the folder of one that was killed.
            match lock {
                Ok(lock) if FileExt::try_lock(&lock).is_ok() && list.exists() => return Ok(lock),
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    let _ = fs::remove_dir_all(&self.staged);
                    return Err(error);
                }
                _ => {
                    let _ = fs::remove_dir_all(&self.staged);
                }
            }
        }
    }

    /// Writes the files, and moves them.
    fn write<'f>(&self, files: &'f [codegen::File]) -> Result<(), Failed<'f>> {
        let in_folder = |error| ("", error);
        let crate_folder = if self.is_inside { self.staged.join("files") } else { self.staged.clone() };
        let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let list = serde_json::to_vec(&names).map_err(|error| in_folder(error.into()))?;
        fs::write(self.list(), list).map_err(in_folder)?;
        let mut created = PathBuf::new();
        for file in files {
            let failed = |error| (file.path.as_str(), error);
            if let Some(interrupted) = interrupt::noted() {
                return Err(failed(io::Error::other(interrupted)));
            }
            let path = crate_folder.join(&file.path);
            if let Some(parent) = path.parent().filter(|parent| *parent != created) {
                fs::create_dir_all(parent).map_err(failed)?;
                created = parent.to_owned();
            }
            fs::write(path, &file.text).map_err(failed)?;
        }
        match self.is_inside {
            true => move_entries(&crate_folder, &self.target),
            // A rename replaces an empty folder, so nothing is lost when somebody has filled it meanwhile.
            false => fs::rename(&self.staged, &self.target),
        }
        .map_err(in_folder)
    }
}

/// Moves the entries of a folder into another one, which has none of them. After an error, none is moved.
fn move_entries(from: &Path, to: &Path) -> io::Result<()> {
    let names: io::Result<Vec<OsString>> = fs::read_dir(from)?.map(|entry| Ok(entry?.file_name())).collect();
    let mut names = names?;
    names.sort_by_key(|name| name == MANIFEST);
    if let Some(name) = names.iter().find(|name| fs::symlink_metadata(to.join(name)).is_ok()) {
        let problem = format!("{} is already there", name.display());
        return Err(io::Error::new(ErrorKind::AlreadyExists, problem));
    }
    for (index, name) in names.iter().enumerate() {
        if let Err(error) = fs::rename(from.join(name), to.join(name)) {
            for moved in &names[..index] {
                // The first error is the one that is reported.
                let _ = fs::rename(to.join(moved), from.join(moved));
            }
            return Err(error);
        }
    }
    Ok(())
}

/// A folder that was to become a crate by a run that was killed.
struct Abandoned {
    folder: PathBuf,
    files: Vec<String>,
    _lock: File,
}

impl Abandoned {
    fn find(folder: &Path) -> Option<Self> {
        let lock = lock_of(folder)?;
        let list = fs::read(folder.join(STAGING).join(LIST)).ok()?;
        // The list is written before the first file gets its place.
        let files = serde_json::from_slice(&list).unwrap_or_default();
        Some(Self { folder: folder.to_owned(), files, _lock: lock })
    }

    /// Whether the crate has all its files, and cargo accepts it.
    fn is_complete(&self) -> bool {
        workspace::root_of(&self.folder.join(MANIFEST)).is_some()
    }

    fn keep(self) {
        // It does no harm if it cannot be removed.
        let _ = fs::remove_dir_all(self.folder.join(STAGING));
    }

    fn remove(self) {
        remove(&self.folder, &self.files);
    }
}

/// Removes the files of a crate and the folders that they leave empty.
fn remove(folder: &Path, files: &[String]) {
    // The manifest is the first one, so that at no moment half a crate looks like one.
    let _ = fs::remove_file(folder.join(MANIFEST));
    for file in files {
        let file = Path::new(file);
        let _ = fs::remove_file(folder.join(file));
        let folders: Vec<PathBuf> = file.ancestors().skip(1).map(|parent| folder.join(parent)).collect();
        remove_empty(folders.get(..folders.len().saturating_sub(1)).unwrap_or_default());
    }
    let _ = fs::remove_dir_all(folder.join(STAGING));
}

/// Removes folders that are empty, the first one first.
fn remove_empty(folders: &[PathBuf]) {
    for folder in folders {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}
