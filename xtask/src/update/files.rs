//! The files of an update that are not generated: the collection, the overlay, the manifest and the change log.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use codegen::diff::Step;

use super::Version;
use super::changelog::{Section, add};
use super::manifest::{self, Edit};
use crate::client::{Client, slashes};
use crate::diff::next_version;
use crate::failure::cannot;
use crate::generate;
use crate::input::{Collection, Document, Inputs};
use crate::overlay::followed;
use crate::plan::Plan;
use crate::transaction::Changes;

/// The name of the change log.
const CHANGELOG: &str = "CHANGELOG.md";

/// The changes of the files.
#[derive(Debug)]
pub(super) struct Files {
    client: Client,
    /// The new contents by path; `None` for a file that is removed. Paths are relative to the client's folder, or absolute.
    pub(super) list: Vec<(PathBuf, Option<Vec<u8>>)>,
    /// The old and the new text of the overlay, and its path in messages.
    pub(super) overlay: Option<(String, String, String)>,
    /// The path of the change log in messages.
    pub(super) changelog: String,
    /// The folders that may be empty afterwards.
    emptied: Vec<PathBuf>,
    edit: Edit,
}

/// Whether two collections are the same, byte for byte.
pub(super) fn is_same(old: &Collection, new: &Collection) -> bool {
    match (old, new) {
        (Collection::File(old), Collection::File(new)) => {
            (&old.text, old.has_byte_order_mark) == (&new.text, new.has_byte_order_mark)
        }
        (Collection::Folder(old), Collection::Folder(new)) => old.files == new.files,
        _ => false,
    }
}

impl Files {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            list: Vec::new(),
            overlay: None,
            changelog: String::new(),
            emptied: Vec::new(),
            edit: Edit::default(),
        }
    }

    /// Sets the new text of the overlay, which is created if there is none. Returns the overlay.
    pub(super) fn overlay(&mut self, old: &Inputs, new: Option<&str>) -> Result<Option<Document>> {
        let Some(new) = new else { return Ok(old.overlay.clone()) };
        let path = match &self.client.table.overlay {
            Some(path) => path.clone(),
            None => {
                let folder = Path::new(&self.client.table.collection).parent().unwrap_or(Path::new(""));
                let path = folder.join(format!("{}.overlay.json", self.client.name));
                self.vacant(&path)?;
                let path = slashes(&path);
                self.edit.overlay = Some(path.clone());
                path
            }
        };
        let document = Document {
            file: self.client.path(&path),
            text: new.to_owned(),
            has_byte_order_mark: old.overlay.as_ref().is_some_and(|old| old.has_byte_order_mark),
        };
        let target = followed(&self.client, &path)?;
        self.list.push((target, Some(document.as_given().into_owned().into_bytes())));
        let before = old.overlay.as_ref().map(|old| old.text.clone()).unwrap_or_default();
        self.overlay = Some((document.file.clone(), before, new.to_owned()));
        Ok(Some(document))
    }

    /// Replaces the collection byte for byte. One of another format gets a path of its own.
    pub(super) fn collection(&mut self, old: &Collection, new: &Collection) -> Result<()> {
        let path = self.client.table.collection.clone();
        let folder = Path::new(&path).parent().unwrap_or(Path::new("")).to_owned();
        match (old, new) {
            (Collection::File(_), Collection::File(new)) => self.write_file(&path, new)?,
            (Collection::Folder(old), Collection::Folder(new)) => {
                self.write_folder(Path::new(&path), &new.files, &old.files);
            }
            (Collection::File(_), Collection::Folder(new)) => {
                let target = folder.join(&new.title);
                if !self.is_there(&target, &new.path) {
                    self.vacant(&target)?;
                    self.write_folder(&target, &new.files, &[]);
                }
                self.list.push((path.into(), None));
                self.edit.collection = Some(slashes(&target));
            }
            (Collection::Folder(old), Collection::File(new)) => {
                let target = folder.join(format!("{}.postman_collection.json", self.client.name));
                self.vacant(&target)?;
                self.write_file(&slashes(&target), new)?;
                self.write_folder(Path::new(&path), &[], &old.files);
                self.edit.collection = Some(slashes(&target));
            }
        }
        Ok(())
    }

    fn write_file(&mut self, path: &str, new: &Document) -> Result<()> {
        let target = followed(&self.client, path)?;
        self.list.push((target, Some(new.as_given().into_owned().into_bytes())));
        Ok(())
    }

    fn write_folder(&mut self, folder: &Path, new: &[codegen::File], old: &[codegen::File]) {
        let [old_texts, new_texts] = [old, new].map(|files| {
            files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect::<HashMap<_, _>>()
        });
        for file in new.iter().filter(|file| old_texts.get(&*file.path) != Some(&&*file.text)) {
            self.list.push((folder.join(&file.path), Some(file.text.clone().into_bytes())));
        }
        for file in old.iter().filter(|file| !new_texts.contains_key(&*file.path)) {
            let path = folder.join(&file.path);
            let parents = path.ancestors().skip(1).take_while(|parent| parent.starts_with(folder));
            self.emptied.extend(parents.map(Path::to_owned));
            self.list.push((path, None));
        }
    }

    /// Whether a folder of the client is the one that was named on the command line.
    fn is_there(&self, target: &Path, source: &str) -> bool {
        match (fs::canonicalize(self.client.folder.join(target)), fs::canonicalize(source)) {
            (Ok(target), Ok(source)) => target == source,
            _ => false,
        }
    }

    /// Fails if there is something at the path of a new file.
    fn vacant(&self, path: &Path) -> Result<()> {
        match fs::symlink_metadata(self.client.folder.join(path)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            _ => Err(anyhow!(
                "there is already something at the path of a new file\n  --> {}\n  help: move it elsewhere, or name it in the \
                 manifest",
                self.client.file(path)
            )),
        }
    }

    /// Adds entries to the change log: that of the client, or else that of the workspace. Returns the new ones.
    pub(super) fn changelog(&mut self, sections: &[Section]) -> Result<Vec<Section>> {
        let own = self.client.folder.join(CHANGELOG);
        let shared = self.client.root.join(CHANGELOG);
        let (path, name) = match !own.exists() && shared.exists() {
            true => (shared, CHANGELOG.to_owned()),
            false => (CHANGELOG.into(), self.client.path(CHANGELOG)),
        };
        let file = self.client.folder.join(&path);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => "# Changelog\n".to_owned(),
            Err(error) => return Err(cannot("read the change log", &name, &error)),
        };
        self.changelog = name;
        let Some((text, added)) = add(&text, sections) else { return Ok(Vec::new()) };
        self.list.push((path, Some(text.into_bytes())));
        Ok(added)
    }

    /// Finds the version that follows, and sets it if that is wanted.
    pub(super) fn version(&mut self, step: Step, is_set: bool) -> Result<Version> {
        if step == Step::None {
            return Ok(Version::Same);
        }
        let next = |present: &str| next_version(present, step);
        Ok(match manifest::version(&self.read_manifest()?) {
            manifest::Version::Own(present) => match next(&present) {
                Some(next) => {
                    self.edit.version = is_set.then(|| next.clone());
                    Version::Next { present, next, is_set }
                }
                None => Version::Unknown,
            },
            manifest::Version::OfWorkspace => {
                let present = self.client.version.clone();
                match next(&present) {
                    Some(next) => Version::OfWorkspace { present, next },
                    None => Version::Unknown,
                }
            }
            manifest::Version::Unknown => Version::Unknown,
        })
    }

    /// Changes the manifest.
    pub(super) fn manifest(&mut self) -> Result<()> {
        if self.edit == Edit::default() {
            return Ok(());
        }
        let name = self.client.path("Cargo.toml");
        let new = manifest::edited(&self.read_manifest()?, &self.edit);
        let new = new.ok_or_else(|| {
            anyhow!("the manifest cannot be changed\n  --> {name}\n  help: write its tables as `cargo` does")
        })?;
        self.list.push(("Cargo.toml".into(), Some(new.into_bytes())));
        Ok(())
    }

    fn read_manifest(&self) -> Result<String> {
        let name = self.client.path("Cargo.toml");
        fs::read_to_string(self.client.folder.join("Cargo.toml"))
            .map_err(|error| cannot("read the manifest", &name, &error))
    }

    /// Returns all changes of the client, with those of the generated files.
    pub(super) fn changes<'a>(&'a self, client: &'a Client, plan: &'a Plan) -> Changes<'a> {
        let mut changes = generate::changes(client, plan);
        for (path, content) in &self.list {
            match content {
                Some(content) => changes.write(path, content.as_slice()),
                None => changes.remove(path),
            }
        }
        self.emptied.iter().for_each(|folder| changes.remove_if_empty(folder));
        changes
    }
}
