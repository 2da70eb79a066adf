//! A complete client crate: the generated files, and everything around them.
//!
//! What is the same for every client comes from one that exists, the [`Template`]; its files are copied, and its
//! manifest and crate documentation are adapted.

mod manifest;
mod name;

use crate::api::Api;
use crate::{File, emit};

pub use name::{InvalidName, check_name, name_for};

/// The files of a client that every other one follows.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// Its `Cargo.toml`.
    pub manifest: &'a str,
    /// The `Cargo.toml` of the workspace that it inherits from.
    pub workspace: &'a str,
    /// Its `src/lib.rs`: the code, and the documentation of what every client does.
    pub library: &'a str,
    /// The files that are copied as they are: paths below the crate's folder, and texts.
    pub copied: &'a [(&'a str, &'a str)],
}

/// Where the sections of the template's crate documentation begin that hold for every client.
pub(crate) const SHARED_DOCS: &str = "# What you can rely on";

/// The crate to make.
#[derive(Clone, Copy, Debug)]
pub struct Package<'a> {
    /// Its name, which [`check_name`] accepts.
    pub name: &'a str,
    /// What it follows.
    pub template: &'a Template<'a>,
}

impl Package<'_> {
    /// The crate's name in code.
    pub fn crate_name(&self) -> String {
        self.name.replace('-', "_")
    }

    /// The manifest: the template's with a name of its own, complete without a workspace, and with these of its
    /// dependencies for examples.
    pub(crate) fn manifest(&self, title: &str, examples: &[&str]) -> String {
        let description = format!("A client for {title}, generated from its Postman collection");
        manifest::manifest(self.template, self.name, &description, examples)
    }
}

/// All files of a crate, in the order of their paths.
pub fn files(api: &Api, package: &Package<'_>) -> Vec<File> {
    let copied = package.template.copied.iter();
    let copied = copied.map(|(path, text)| File { path: (*path).to_owned(), text: (*text).to_owned() });
    let mut files = emit::package(api, package);
    files.extend(copied);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
