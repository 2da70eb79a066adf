//! What is around the generated code of a crate that stands on its own: manifest, crate documentation, README.

mod first_call;
mod library;
mod readme;

use super::replay::signing;
use super::{Context, docs};
use crate::File;
use crate::api::{Api, Group};
use crate::package::Package;

/// Cargo decides what is built; who checks the crate in wants nothing of that.
const GITIGNORE: &str = "/target\n";

const GITATTRIBUTES: &str = "\
* text=auto eol=lf
src/operations/** linguist-generated=true
src/types/** linguist-generated=true
examples/replay.rs linguist-generated=true
";

/// The files that depend on the collection or on the crate's name, apart from the generated code.
pub(super) fn files(context: Context<'_>, package: &Package<'_>) -> Vec<File> {
    let texts = [
        ("Cargo.toml", package.manifest(title(context.api), &signing::dependencies(context.api))),
        ("README.md", readme::text(context, package)),
        ("src/lib.rs", library::text(context, package)),
        (".gitignore", GITIGNORE.to_owned()),
        (".gitattributes", GITATTRIBUTES.to_owned()),
    ];
    texts.map(|(path, text)| File { path: path.to_owned(), text }).into()
}

fn title(api: &Api) -> &str {
    if api.title.is_empty() { "an API without a name" } else { &api.title }
}

/// The first sentence of everything.
fn about(api: &Api) -> String {
    format!("A client for {}, generated from its Postman collection.", docs::plain(title(api)))
}

/// How many operations a folder has, with the folders inside.
fn operations(group: &Group) -> usize {
    group.operations.len() + group.groups.iter().map(operations).sum::<usize>()
}

/// A count and its noun.
fn number(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
