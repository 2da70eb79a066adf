//! A complete client crate: the generated code, the hand-written runtime, and the files of a crate.
//!
//! The files that are the same for every client come from an existing client, the [`Template`]: its hand-written files
//! and the code of its `src/lib.rs` are copied.

mod first_call;
mod library;
mod manifest;
mod name;
mod readme;

use crate::File;
use crate::api::Api;
use crate::emit::{self, Context, docs};

pub use name::{InvalidName, check_name, name_for};

/// The files of an existing client that are the same in every client.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// The content of its `src/lib.rs`, whose code is copied.
    pub library: &'a str,
    /// The files that are copied unchanged: paths relative to the crate's folder, and contents. A client gets only
    /// those of the signers in `examples/replay/signing` that its collection needs.
    pub copied: &'a [(&'a str, &'a str)],
}

/// The crate to create.
#[derive(Clone, Copy, Debug)]
pub struct Package<'a> {
    /// The name, which [`check_name`] must accept.
    pub name: &'a str,
    /// The client whose files are copied.
    pub template: &'a Template<'a>,
}

/// The folder of the replay's signers.
const SIGNERS: &str = "examples/replay/signing/";

const GITIGNORE: &str = "/target\n";

const GITATTRIBUTES: &str = "\
* text=auto eol=lf
src/operations/** linguist-generated=true
src/types/** linguist-generated=true
examples/replay/items.rs linguist-generated=true
";

/// Returns all files of a crate, sorted by path.
pub fn files(api: &Api, package: &Package<'_>) -> Vec<File> {
    let Package { name, template } = *package;
    let crate_name = &name.replace('-', "_");
    let types = &emit::types_by_name(api);
    let context = Context { api, crate_name, command: "cargo xtask new", types };
    let signers: Vec<&str> = emit::signing_modules(api).collect();
    let printed = [
        ("Cargo.toml", manifest::manifest(name, &description(api), &signers)),
        ("README.md", readme::text(context, name, &signers)),
        ("src/lib.rs", library::text(context, template)),
        (".gitignore", GITIGNORE.to_owned()),
        (".gitattributes", GITATTRIBUTES.to_owned()),
    ];
    let file = |(path, text): (&str, String)| File { path: path.to_owned(), text };
    let copied = template.copied.iter().filter(|(path, _)| is_needed(path, &signers));
    let mut files = emit::files(context);
    files.extend(printed.map(file));
    files.extend(copied.map(|(path, text)| file((path, (*text).to_owned()))));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Whether a client with these signers needs a file of the template.
fn is_needed(path: &str, signers: &[&str]) -> bool {
    let signer = path.strip_prefix(SIGNERS).and_then(|file| file.strip_suffix(".rs"));
    signer.is_none_or(|signer| signers.contains(&signer))
}

/// Returns the description of the crate, as plain text.
fn description(api: &Api) -> String {
    format!("A client for {}, generated from its Postman collection", title(api))
}

fn title(api: &Api) -> &str {
    if api.title.is_empty() { "an API without a name" } else { &api.title }
}

/// Returns the first sentence of the documentation, as Markdown.
fn about(api: &Api) -> String {
    format!("A client for {}, generated from its Postman collection.", docs::plain(title(api)))
}
