//! Files and folders of a revision of git.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{fs, thread};

use anyhow::{Context, Result, anyhow, bail};
use tempfile::TempDir;

/// Returns the revision and the path of an argument such as `HEAD:collection/orders.json`; `None` if it is a plain path. A
/// drive such as `C:` is no revision.
pub(super) fn revision(argument: &str) -> Option<(&str, &str)> {
    let (revision, path) = argument.split_once(':')?;
    let is_drive = revision.len() == 1 && path.starts_with(['/', '\\']);
    (!revision.is_empty() && !path.is_empty() && !is_drive).then_some((revision, path))
}

/// A file or folder of a revision, in a temporary folder.
pub(super) struct Checkout {
    folder: TempDir,
    revision: String,
    path: String,
}

impl Checkout {
    /// Writes a file or folder of a revision to a temporary folder.
    pub(super) fn of(revision: &str, path: &str) -> Result<Self> {
        let commit =
            git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{tree}}")])?;
        if !commit.status.success() {
            let inside = git(&["rev-parse", "--is-inside-work-tree"])?;
            if !inside.status.success() {
                bail!(
                    "`{revision}:{path}` is no file, and there is no git repository here\n  help: give a file, or run the command in the repository"
                );
            }
            bail!(
                "`{revision}:{path}` is no file, and there is no revision `{revision}`\n  help: `git log --oneline` lists revisions"
            );
        }
        let object = format!("{revision}:{path}");
        let kind = git(&["cat-file", "-t", &object])?;
        if !kind.status.success() {
            let help = match path.starts_with("./") || path.starts_with("../") {
                false if Path::new(path).exists() => {
                    format!("paths are relative to the root of the repository; write `{revision}:./{path}`")
                }
                _ => format!("`git ls-tree -r --name-only {revision}` lists its files"),
            };
            bail!("the revision `{revision}` has no `{path}`\n  help: {help}");
        }
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        let path = path.trim_end_matches('/').to_owned();
        let checkout = Self { folder, revision: revision.to_owned(), path };
        match String::from_utf8_lossy(&kind.stdout).trim() {
            "tree" => checkout.write_tree(&object)?,
            _ => checkout.write("", &successful(git(&["cat-file", "blob", &object])?)?)?,
        }
        Ok(checkout)
    }

    /// Returns the path of the file or the folder. It keeps its name, from which a collection may take its own.
    pub(super) fn path(&self) -> PathBuf {
        let name = Path::new(&self.path).file_name();
        self.folder.path().join(name.unwrap_or("collection".as_ref()))
    }

    /// Returns a name of a file in messages as callers know it.
    pub(super) fn named(&self, file: &str) -> String {
        match file.strip_prefix(&*self.path().to_string_lossy()) {
            Some(rest) => format!("{}:{}{rest}", self.revision, self.path),
            None => file.to_owned(),
        }
    }

    /// Writes a file below the path.
    fn write(&self, file: &str, content: &[u8]) -> Result<()> {
        let path = if file.is_empty() { self.path() } else { self.path().join(file) };
        let folder = path.parent().unwrap_or(&path);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, content))
            .context("cannot write a temporary file")
    }

    /// Writes the files of a folder.
    fn write_tree(&self, object: &str) -> Result<()> {
        let list = successful(git(&["ls-tree", "-r", "-z", object])?)?;
        let list = String::from_utf8_lossy(&list).into_owned();
        // Each entry is `mode type object TAB path`.
        let files: Vec<(&str, &str)> = list
            .split_terminator('\0')
            .filter_map(|entry| {
                let (head, path) = entry.split_once('\t')?;
                let mut words = head.split(' ').skip(1);
                (words.next() == Some("blob")).then_some((words.next()?, path))
            })
            .collect();
        let mut child = start(Command::new("git").args(["cat-file", "--batch"]).stdin(Stdio::piped()))?;
        let mut input = child.stdin.take().context("git takes no input")?;
        let ids: String = files.iter().map(|(id, _)| format!("{id}\n")).collect();
        let writer = thread::spawn(move || input.write_all(ids.as_bytes()));
        let output = child.wait_with_output().context("cannot run git")?;
        drop(writer.join());
        let content = successful(output)?;
        let mut rest = &content[..];
        for (_, path) in files {
            let (blob, next) = next_blob(rest).ok_or_else(|| anyhow!("git returns no `{path}`"))?;
            self.write(path, blob)?;
            rest = next;
        }
        Ok(())
    }
}

/// Splits off the first object of the output of `git cat-file --batch`: `id type size LF content LF`.
fn next_blob(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&text[..end]).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let content = text.get(end + 1..)?;
    Some((content.get(..size)?, content.get(size + 1..)?))
}

fn start(command: &mut Command) -> Result<std::process::Child> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            anyhow!("cannot run git: it is not installed\n  help: install git, or give files")
        }
        _ => anyhow!(error).context("cannot run git"),
    })
}

fn git(arguments: &[&str]) -> Result<Output> {
    let child = start(Command::new("git").args(arguments).stdin(Stdio::null()))?;
    child.wait_with_output().context("cannot run git")
}

fn successful(output: Output) -> Result<Vec<u8>> {
    if !output.status.success() {
        bail!("git fails: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::{next_blob, revision};

    #[test]
    fn revisions_and_paths() {
        assert_eq!(revision("HEAD~2:a/b.json"), Some(("HEAD~2", "a/b.json")));
        assert_eq!(revision("HEAD:./b"), Some(("HEAD", "./b")));
        for path in ["a.json", "C:\\a.json", "c:/a.json", ":a", "a:"] {
            assert_eq!(revision(path), None, "{path}");
        }
    }

    #[test]
    fn objects_of_a_batch() {
        let (first, rest) = next_blob(b"0a blob 3\na\nb\n1b blob 0\n\n").expect("an object");
        assert_eq!(first, b"a\nb");
        assert_eq!(next_blob(rest), Some((&b""[..], &b""[..])));
        assert_eq!(next_blob(b"0a missing\n"), None);
    }
}
