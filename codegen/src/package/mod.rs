//! A complete client crate: the generated code, the hand-written runtime, and the files of a crate.
//!
//! The files that are the same for every client come from an existing client, the [`Template`]: its hand-written files
//! and the code of its `src/lib.rs` are copied.

mod first_call;
mod library;
mod manifest;
mod name;
mod own_test;
mod readme;

use crate::api::Api;
use crate::emit::{self, Context, docs};
use crate::{CarriedEnvironment, CollectionSource, File};

pub use name::{InvalidName, check_name, name_for};

/// The files of an existing client that are the same in every client.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// The name that code has for it. In the copies, it is replaced with the name of the client.
    pub crate_name: &'a str,
    /// The content of its `src/lib.rs`, whose code is copied.
    pub library: &'a str,
    /// The files that are copied: paths relative to the crate's folder, and contents. A client gets only
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
    /// The inputs, which the crate carries and does not publish.
    pub inputs: Inputs<'a>,
}

/// The inputs of a client, as they were given.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The collection.
    pub collection: CollectionSource<'a>,
    /// The content of the overlay.
    pub overlay: Option<&'a str>,
    /// The environment, without its secrets.
    pub environment: Option<&'a CarriedEnvironment>,
}

/// The folder of the inputs in a crate.
const INPUTS: &str = "collection";

/// The command that generates the files of a client again.
pub const COMMAND: &str = "cargo postman generate";

/// The folder of the replay's signers.
const SIGNERS: &str = "examples/replay/signing/";

const GITIGNORE: &str = "/target\n";

/// The collection is kept byte for byte.
const GITATTRIBUTES: &str = "\
* text=auto eol=lf
collection/** -text
src/operations/** linguist-generated=true
src/types/** linguist-generated=true
src/runtime/** linguist-generated=true
examples/replay/** linguist-generated=true
";

const CHANGELOG: &str = "\
# Changelog

The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]

- The first version.
";

const WORKFLOW: &str = include_str!("ci.yml");

/// Returns all files of a crate, sorted by path.
pub fn files(api: &Api, package: &Package<'_>) -> Vec<File> {
    let Package { name, template, inputs } = *package;
    let crate_name = &name.replace('-', "_");
    let types = &emit::types_by_name(api);
    let moved = &emit::aliases::MovedOperations::new(api);
    let context = Context { api, crate_name, command: COMMAND, types, moved };
    let signers: Vec<&str> = emit::signing_modules(api).collect();
    let collection = collection_path(name, &inputs.collection);
    let paths = Paths {
        collection: &collection,
        overlay: inputs.overlay.map(|_| overlay_file(name)),
        environment: inputs.environment.map(|environment| environment_file(name, environment)),
    };
    let printed = [
        ("Cargo.toml", manifest::manifest(name, &description(api), &signers, &paths)),
        ("README.md", readme::text(context, name, &signers)),
        ("src/lib.rs", library::text(context, template)),
        ("CHANGELOG.md", CHANGELOG.to_owned()),
        (".github/workflows/ci.yml", WORKFLOW.to_owned()),
        (".gitignore", GITIGNORE.to_owned()),
        (".gitattributes", GITATTRIBUTES.to_owned()),
    ];
    let file = |(path, text): (&str, String)| File { path: path.to_owned(), text };
    let mut files = emit::files(context);
    files.extend(printed.map(file));
    match inputs.collection {
        CollectionSource::File(source) => files.push(file((&collection, source.text.to_owned()))),
        CollectionSource::Folder(folder) => files.extend(
            folder.files.iter().map(|part| file((&format!("{collection}/{}", part.path), part.text.clone()))),
        ),
    }
    files.extend(inputs.overlay.map(|overlay| file((&overlay_file(name), overlay.to_owned()))));
    files.extend(
        inputs.environment.map(|carried| file((&environment_file(name, carried), carried.text.clone()))),
    );
    files.extend(copied_for(&signers, template, crate_name));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The paths of the inputs in a crate.
struct Paths<'p> {
    collection: &'p str,
    overlay: Option<String>,
    environment: Option<String>,
}

/// Returns the path of the collection in a crate. A folder keeps its name, which may be that of the collection.
fn collection_path(name: &str, collection: &CollectionSource<'_>) -> String {
    match collection {
        CollectionSource::File(_) => collection_file(name),
        CollectionSource::Folder(folder) => format!("{INPUTS}/{}", folder.title),
    }
}

/// Returns the path of the collection, if it is a file, in the crate with this name.
pub fn collection_file(name: &str) -> String {
    format!("{INPUTS}/{name}.postman_collection.json")
}

/// Returns the path of the overlay in a crate.
fn overlay_file(name: &str) -> String {
    format!("{INPUTS}/{name}.overlay.json")
}

/// Returns the path of the environment in a crate.
fn environment_file(name: &str, environment: &CarriedEnvironment) -> String {
    format!("{INPUTS}/{name}.{}", environment.extension)
}

/// Returns the manifest of a client with this name, which has no overlay.
pub fn manifest(api: &Api, name: &str) -> String {
    let signers: Vec<&str> = emit::signing_modules(api).collect();
    let paths = Paths { collection: &collection_file(name), overlay: None, environment: None };
    manifest::manifest(name, &description(api), &signers, &paths)
}

/// Returns the files of a template that the client with this crate name has. They are unchanged except for a first line
/// that says that the file is a copy, and for the name of the crate, which examples in the documentation have.
pub fn copied(api: &Api, template: &Template<'_>, crate_name: &str) -> Vec<File> {
    let signers: Vec<&str> = emit::signing_modules(api).collect();
    copied_for(&signers, template, crate_name).collect()
}

fn copied_for(signers: &[&str], template: &Template<'_>, crate_name: &str) -> impl Iterator<Item = File> {
    let files = template.copied.iter().filter(|(path, _)| is_needed(path, signers));
    files.map(move |(path, text)| {
        let text = text.replace(template.crate_name, crate_name);
        let text = match path.rsplit_once('.') {
            Some((_, "rs")) => format!("// {COPIED}\n\n{text}"),
            Some((_, "md")) => format!("<!-- {COPIED} -->\n\n{text}"),
            _ => text,
        };
        File { path: (*path).to_owned(), text }
    })
}

/// The comment in the first line of a copied file.
const COPIED: &str = "@generated by `cargo postman generate`: the same in every client; do not edit by hand.";

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
