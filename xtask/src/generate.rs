//! `generate`: brings the files of a client on disk up to date.
//!
//! All files are generated in memory and written to a staging folder before the first file is replaced, and files are
//! replaced by renaming. So an error in the inputs changes no file, and after a later failure every file is either the
//! old one or the new one, never a part of one; the next run completes the change. Of two runs at once, one waits.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use codegen::diagnostics::{Diagnostics, Location};
use fs4::FileExt;

use crate::client::{Client, Runtime};
use crate::owned;
use crate::plan::{self, Comparison, Plan};

/// The staging folder: beside the files, so that a rename stays on one file system; hidden, and outside every folder
/// that Cargo reads.
const STAGING: &str = ".staging";

/// Brings the files up to date. If the diagnostics have an error, no file was written; otherwise the plan was carried
/// out.
pub fn generate(client: &Client) -> Result<Comparison> {
    let _lock = lock(client)?;
    let mut comparison = plan::compare(client)?;
    find_read_only(client, &comparison.plan, &mut comparison.diagnostics)?;
    if !comparison.diagnostics.has_errors() {
        apply(client, &comparison.plan)?;
    }
    Ok(comparison)
}

/// Waits for another run that writes the same client. The lock ends with the process that has it, and leaves no file.
fn lock(client: &Client) -> Result<File> {
    let cannot = || format!("cannot lock {}", client.path("Cargo.toml"));
    let manifest = File::open(client.folder.join("Cargo.toml")).with_context(cannot)?;
    FileExt::lock(&manifest).with_context(cannot)?;
    Ok(manifest)
}

/// Reports files that must change and are read-only: somebody did that on purpose, and a rename would ignore it.
fn find_read_only(client: &Client, plan: &Plan, diagnostics: &mut Diagnostics) -> Result<()> {
    let replaced = plan.write.iter().filter(|write| write.on_disk.is_some()).map(|write| &write.path);
    for path in replaced.chain(&plan.remove) {
        let file = client.path(path);
        let metadata =
            fs::metadata(client.folder.join(path)).with_context(|| format!("cannot read {file}"))?;
        if metadata.permissions().readonly() {
            let problem = "this generated file must change and is read-only";
            diagnostics.error(Location::new(&file, ""), problem, "make it writable and generate again");
        }
    }
    Ok(())
}

fn apply(client: &Client, plan: &Plan) -> Result<()> {
    let (root, runtime) = (client.folder.as_path(), client.table.runtime);
    let staging = root.join(STAGING);
    let cannot = |what: &str, path: &str| format!("cannot {what} {}", client.path(path));
    // A run that was killed may have left the folder.
    if plan.write.is_empty() && plan.remove.is_empty() && !staging.exists() {
        return Ok(());
    }
    let staging = Staging::new(staging).with_context(|| cannot("create", STAGING))?;
    for (index, write) in plan.write.iter().enumerate() {
        fs::write(staging.file(index), &write.text).with_context(|| cannot("write", &write.path))?;
    }
    // Files are removed first: on a file system that ignores case, `Old.rs` and `old.rs` are one file.
    for path in &plan.remove {
        remove(root, runtime, path).with_context(|| cannot("remove", path))?;
    }
    for (index, write) in plan.write.iter().enumerate() {
        replace(&staging.file(index), &root.join(&write.path))
            .with_context(|| cannot("write", &write.path))?;
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
fn remove(root: &Path, runtime: Runtime, path: &str) -> io::Result<()> {
    fs::remove_file(root.join(path))?;
    let folders = Path::new(path).ancestors().skip(1);
    for folder in
        folders.take_while(|folder| folder.to_str().is_some_and(|folder| owned::owns(runtime, folder)))
    {
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
