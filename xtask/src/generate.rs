//! `cargo xtask generate`: brings the files on disk up to date.
//!
//! All files are generated in memory and written to a staging folder before the first file is replaced, and files are
//! replaced by renaming. So an error in the inputs changes no file, and after a later failure every file is either the
//! old one or the new one, never a part of one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use codegen::diagnostics::{Diagnostics, Location};

use crate::owned;
use crate::plan::{self, Comparison, Plan};

/// The staging folder: beside the files, so that a rename stays on one file system; hidden, and outside every folder
/// that Cargo reads.
const STAGING: &str = "generated-client/.staging";

/// Brings the files up to date. If the diagnostics have an error, no file was written; otherwise the plan was carried
/// out.
pub fn generate(root: &Path) -> Result<Comparison> {
    let mut comparison = plan::compare(root)?;
    find_read_only(root, &comparison.plan, &mut comparison.diagnostics)?;
    if !comparison.diagnostics.has_errors() {
        apply(root, &comparison.plan)?;
    }
    Ok(comparison)
}

/// Reports files that must change and are read-only: somebody did that on purpose, and a rename would ignore it.
fn find_read_only(root: &Path, plan: &Plan, diagnostics: &mut Diagnostics) -> Result<()> {
    let replaced = plan.write.iter().filter(|write| write.on_disk.is_some()).map(|write| &write.path);
    for path in replaced.chain(&plan.remove) {
        let metadata = fs::metadata(root.join(path)).with_context(|| format!("cannot read {path}"))?;
        if metadata.permissions().readonly() {
            let help = "make it writable and run `cargo xtask generate` again";
            diagnostics.error(
                Location::new(path, ""),
                "this generated file must change and is read-only",
                help,
            );
        }
    }
    Ok(())
}

fn apply(root: &Path, plan: &Plan) -> Result<()> {
    if plan.write.is_empty() && plan.remove.is_empty() {
        return Ok(());
    }
    let staging = Staging::new(root.join(STAGING)).with_context(|| format!("cannot create {STAGING}/"))?;
    for (index, write) in plan.write.iter().enumerate() {
        fs::write(staging.file(index), &write.text)
            .with_context(|| format!("cannot write {}", write.path))?;
    }
    // Files are removed first: on a file system that ignores case, `Old.rs` and `old.rs` are one file.
    for path in &plan.remove {
        remove(root, path).with_context(|| format!("cannot remove {path}"))?;
    }
    for (index, write) in plan.write.iter().enumerate() {
        replace(&staging.file(index), &root.join(&write.path))
            .with_context(|| format!("cannot write {}", write.path))?;
    }
    Ok(())
}

fn replace(staged: &Path, target: &Path) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(staged, target)
}

/// Removes a file, and the folders that it leaves empty, which would look like groups that exist.
fn remove(root: &Path, path: &str) -> io::Result<()> {
    fs::remove_file(root.join(path))?;
    let folders = Path::new(path).ancestors().skip(1);
    for folder in folders.take_while(|folder| folder.to_str().is_some_and(owned::owns)) {
        // A folder that is not empty stays, and so does one that cannot be removed: an empty folder does no harm.
        if fs::remove_dir(root.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

/// A folder that exists during a run.
struct Staging(PathBuf);

impl Staging {
    fn new(folder: PathBuf) -> io::Result<Self> {
        // A run that was killed may have left the folder.
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(&folder)?,
        }
        Ok(Self(folder))
    }

    fn file(&self, index: usize) -> PathBuf {
        self.0.join(index.to_string())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // If it cannot be removed now, the next run removes it.
        let _ = fs::remove_dir_all(&self.0);
    }
}
