//! The collections of a repository that Postman's Git integration writes.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use codegen::Source;
use codegen::collection::{LONGEST_FILE, named_collections};
use codegen::diagnostics::{Diagnostics, Location};

use crate::client::slashes;
use crate::input::{decode, without_byte_order_mark};

/// The file that names the collections, relative to the root of a repository.
const RESOURCES: &str = ".postman/resources.yaml";

/// Returns the collections below a folder that is the root of a repository, its folder `postman` or
/// `postman/collections`; none if it is a collection itself. `label` is the path in messages.
///
/// They are the folders in `postman/collections`, and those that `.postman/resources.yaml` names.
pub(super) fn collections(
    path: &Path,
    label: &str,
    diagnostics: &mut Diagnostics,
) -> io::Result<Vec<PathBuf>> {
    let real = fs::canonicalize(path)?;
    let is_named = |path: &Path, name: &str| path.file_name().is_some_and(|own| own == name);
    let is_in_postman = real.parent().is_some_and(|parent| is_named(parent, "postman"));
    let (folder, root) = if path.join("postman/collections").is_dir() || path.join(RESOURCES).is_file() {
        (path.join("postman/collections"), Some(path.to_owned()))
    } else if is_named(&real, "postman")
        && (path.join("collections").is_dir() || path.join("..").join(RESOURCES).is_file())
    {
        (path.join("collections"), Some(path.join("..")))
    } else if is_named(&real, "collections") && is_in_postman {
        (path.to_owned(), None)
    } else {
        return Ok(Vec::new());
    };
    // A folder with requests is a collection, whatever else is below it.
    if path.join(".resources").is_dir() || fs::read_dir(path)?.flatten().any(|entry| is_request(&entry)) {
        return Ok(Vec::new());
    }
    let mut found: Vec<PathBuf> = Vec::new();
    if folder.is_dir() {
        found.extend(fs::read_dir(folder)?.flatten().map(|entry| entry.path()));
    }
    found.retain(|path| path.is_dir());
    if let Some(root) = root {
        add_named(&root, &label_of(label, path, &root), &mut found, diagnostics)?;
    }
    found.sort();
    Ok(found)
}

/// Adds the collections that the file in a repository names.
fn add_named(
    root: &Path,
    label: &str,
    found: &mut Vec<PathBuf>,
    diagnostics: &mut Diagnostics,
) -> io::Result<()> {
    let file = root.join(RESOURCES);
    let name = format!("{label}/{RESOURCES}");
    let Ok(metadata) = fs::metadata(&file) else { return Ok(()) };
    if !metadata.is_file() || metadata.len() > LONGEST_FILE as u64 {
        let problem =
            format!("the file is ignored: it is larger than {} MiB, or no file", LONGEST_FILE >> 20);
        diagnostics.warning(Location::new(&name, ""), problem, "let Postman write it again");
        return Ok(());
    }
    let text = match decode(fs::read(&file)?) {
        Ok(text) => text,
        Err(problem) => {
            let problem = format!("the file is ignored: {problem}");
            diagnostics.warning(Location::new(&name, ""), problem, "save it as UTF-8");
            return Ok(());
        }
    };
    let mut known: Vec<PathBuf> = found.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let real_root = fs::canonicalize(root)?;
    for named in named_collections(&Source { file: &name, text: without_byte_order_mark(&text) }, diagnostics)
    {
        let path = tidy(&root.join(".postman").join(&named.path));
        let problem = match fs::canonicalize(&path) {
            Ok(real) if !real.starts_with(&real_root) => "leaves the repository",
            Ok(real) if known.contains(&real) || !real.is_dir() => continue,
            Ok(real) => {
                known.push(real);
                found.push(path);
                continue;
            }
            Err(_) => "does not exist",
        };
        let problem = format!("the collection `{}` {problem}, so it is ignored", named.path);
        let help = "correct the path, which is relative to `.postman`";
        diagnostics.warning(named.location, problem, help);
    }
    Ok(())
}

/// Returns a path without `.postman/..` and `postman/..`.
fn tidy(path: &Path) -> PathBuf {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(parts.pop()),
            (Component::CurDir, _) => {}
            (part, _) => parts.push(part),
        }
    }
    parts.iter().collect()
}

/// Returns the label of a repository; `label` is that of the folder `path` in it.
fn label_of(label: &str, path: &Path, root: &Path) -> String {
    let label = label.trim_end_matches('/');
    if root == path {
        return label.to_owned();
    }
    label.rsplit_once('/').map_or_else(|| ".".to_owned(), |(outer, _)| outer.to_owned())
}

fn is_request(entry: &fs::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
    name.ends_with(".request.yaml") || name.ends_with(".request.yml")
}

/// Returns the label of a folder below another one, or beside it.
pub(super) fn below(label: &str, path: &Path, inner: &Path) -> String {
    let label = label.trim_end_matches('/');
    match inner.strip_prefix(path) {
        Ok(rest) if rest.as_os_str().is_empty() => label.to_owned(),
        Ok(rest) => format!("{label}/{}", slashes(rest)),
        // The folder is in the repository of the folder `postman`.
        Err(_) => slashes(inner),
    }
}
