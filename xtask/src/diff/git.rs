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
        let Some((kind, id)) = object_of(&object)? else {
            return Err(missing(revision, path)?);
        };
        let folder = tempfile::tempdir().context("cannot create a temporary folder")?;
        let path = path.trim_end_matches('/').to_owned();
        let checkout = Self { folder, revision: revision.to_owned(), path };
        match kind.as_str() {
            "tree" => checkout.write_tree(&id)?,
            "blob" => checkout.write("", &successful(git(&["cat-file", "blob", &id])?)?)?,
            _ => bail!(
                "`{}` is a symbolic link to nothing in the revision `{revision}`\n  help: give the file that it leads to",
                checkout.path
            ),
        }
        Ok(checkout)
    }

    /// Returns the path of the file or the folder. It keeps its name, from which a collection may take its own.
    pub(super) fn path(&self) -> PathBuf {
        // `.` and `..` are folders that have a name here.
        let here = fs::canonicalize(&self.path).ok();
        let name = Path::new(&self.path).file_name().or_else(|| here.as_deref()?.file_name());
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
    fn write_tree(&self, id: &str) -> Result<()> {
        let list = successful(git(&["ls-tree", "-r", "-z", "--full-tree", id])?)?;
        let list = String::from_utf8_lossy(&list).into_owned();
        // Each entry is `mode type object TAB path`.
        let mut files: Vec<(&str, &str, &str)> = Vec::new();
        for entry in list.split_terminator('\0') {
            let Some((head, path)) = entry.split_once('\t') else { continue };
            match head.split(' ').collect::<Vec<&str>>()[..] {
                [mode, "blob", id] => files.push((mode, id, path)),
                [_, "commit", _] => bail!(submodule(&joined(&self.path, path), &self.revision)),
                _ => {}
            }
        }
        let ids: String = files.iter().map(|(_, id, _)| format!("{id}\n")).collect();
        let content = successful(batch(&["cat-file", "--batch"], ids)?)?;
        let mut rest = &content[..];
        let mut links = Vec::new();
        for (mode, _, path) in files {
            let (blob, next) = next_blob(rest).ok_or_else(|| anyhow!("git returns no `{path}`"))?;
            match mode == LINK {
                true => links.push((path, blob)),
                false => self.write(path, blob)?,
            }
            rest = next;
        }
        // Links come last, so that no file is written to where they lead.
        links.into_iter().try_for_each(|(path, target)| self.link(path, target))
    }

    /// Creates a symbolic link below the path. Whoever reads the folder decides about it.
    #[cfg(unix)]
    fn link(&self, file: &str, target: &[u8]) -> Result<()> {
        use std::os::unix::ffi::OsStrExt;

        let path = self.path().join(file);
        let folder = path.parent().unwrap_or(&path);
        fs::create_dir_all(folder)
            .and_then(|()| std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(target), &path))
            .context("cannot create a temporary link")
    }

    /// Writes the target as a file, as git does where there are no symbolic links.
    #[cfg(not(unix))]
    fn link(&self, file: &str, target: &[u8]) -> Result<()> {
        self.write(file, target)
    }
}

/// The mode of symbolic links.
const LINK: &str = "120000";

/// Returns the kind and the id of an object, to which symbolic links are followed; `None` if the revision has none. A link
/// that leads to nothing is of another kind.
fn object_of(object: &str) -> Result<Option<(String, String)>> {
    let output = batch(&["cat-file", "--batch-check", "--follow-symlinks"], format!("{object}\n"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(match text.lines().next().unwrap_or_default().split(' ').collect::<Vec<&str>>()[..] {
        [id, kind @ ("blob" | "tree"), _] => Some((kind.to_owned(), id.to_owned())),
        [kind @ ("dangling" | "loop" | "notdir" | "symlink"), _] => Some((kind.to_owned(), String::new())),
        _ => None,
    })
}

/// Returns the error about a path that a revision does not have.
fn missing(revision: &str, path: &str) -> Result<anyhow::Error> {
    let is_relative = path.starts_with("./") || path.starts_with("../");
    if is_relative && text_of(&["rev-parse", "--is-inside-work-tree"])?.trim() == "false" {
        return Ok(anyhow!(
            "the revision `{revision}` has no `{path}`\n  help: there are no files here that it could be relative to; write the path from the root of the repository"
        ));
    }
    // A submodule is an entry of the folder, but its files are not.
    let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
    for part in ends.map(|end| &path[..end]).filter(|part| !part.is_empty()) {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let folder = format!("{revision}:{folder}");
        let list = text_of(&["ls-tree", "-z", "--full-tree", "--end-of-options", &folder])?;
        let mut entries = list.split_terminator('\0').filter_map(|entry| entry.split_once('\t'));
        if entries.any(|(head, entry)| entry == name && head.contains(" commit ")) {
            return Ok(submodule(part, revision));
        }
    }
    let is_root = text_of(&["rev-parse", "--show-prefix"])?.trim().is_empty();
    let help = match is_relative || is_root {
        false if Path::new(path).exists() => {
            format!("paths are relative to the root of the repository; write `{revision}:./{path}`")
        }
        _ => format!("`git ls-tree -r --name-only {revision}` lists its files"),
    };
    Ok(anyhow!("the revision `{revision}` has no `{path}`\n  help: {help}"))
}

fn submodule(path: &str, revision: &str) -> anyhow::Error {
    anyhow!(
        "`{path}` is a submodule in the revision `{revision}`, so its files are in another repository\n  help: run the \
         command in the submodule with a revision of it, or give files"
    )
}

fn joined(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
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

/// Runs git with this input.
fn batch(arguments: &[&str], text: String) -> Result<Output> {
    let mut child = start(Command::new("git").args(arguments).stdin(Stdio::piped()))?;
    let mut input = child.stdin.take().context("git takes no input")?;
    let writer = thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().context("cannot run git")?;
    drop(writer.join());
    Ok(output)
}

fn git(arguments: &[&str]) -> Result<Output> {
    let child = start(Command::new("git").args(arguments).stdin(Stdio::null()))?;
    child.wait_with_output().context("cannot run git")
}

/// Runs git, and returns what it prints, also if it fails.
fn text_of(arguments: &[&str]) -> Result<String> {
    Ok(String::from_utf8_lossy(&git(arguments)?.stdout).into_owned())
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
