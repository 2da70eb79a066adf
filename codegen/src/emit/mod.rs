//! Prints the IR as Rust.
//!
//! One function per emitted item. Items of which a client has few are `quote!`, formatted by prettyplease; types,
//! operations and documentation are written line by line ([`print::Code`]). Nothing here decides anything about the
//! input.

pub(crate) mod aliases;
mod auth_scripts;
pub(crate) mod body;
mod client;
mod constants;
pub(crate) mod docs;
pub(crate) mod example;
mod group;
mod inline;
mod method_docs;
pub(crate) mod operation;
mod operation_index;
mod parallel;
pub(crate) mod print;
mod replay;
pub(crate) mod rust_type;
mod saved;
pub(crate) mod setters;
pub(crate) mod signature;
pub(crate) mod string;
pub(crate) mod types;

use std::panic::resume_unwind;
use std::thread;

use hashbrown::HashMap;

use crate::File;
use crate::api::{Api, Group, TypeDef};
use aliases::MovedOperations;

pub(crate) use replay::signing::modules as signing_modules;

/// The API, and the crate that the code is generated for.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) api: &'a Api,
    /// The name of the crate in code, for examples.
    pub(crate) crate_name: &'a str,
    /// The command that generates the files, for their first line.
    pub(crate) command: &'a str,
    /// The API's types by name.
    pub(crate) types: &'a HashMap<&'a str, &'a TypeDef>,
    /// The methods that operations of other groups had in each group.
    pub(crate) moved: &'a MovedOperations<'a>,
}

/// The API's types by name, for [`Context::types`].
pub(crate) fn types_by_name(api: &Api) -> HashMap<&str, &TypeDef> {
    api.types.iter().map(|def| (def.name.as_str(), def)).collect()
}

/// The generated files of a client, in the order of their paths.
pub(crate) fn files(context: Context<'_>) -> Vec<File> {
    let mut groups = Vec::new();
    for group in &context.api.groups {
        with_parents(group, &mut Vec::new(), &mut groups);
    }
    let mut files = thread::scope(|scope| {
        // Those that have something of each operation take as long as all others together.
        let whole: [fn(Context<'_>) -> File; 4] = [client::root, client::file, saved::file, replay::file];
        let whole = scope.spawn(move || whole.map(|file| file(context)));
        let mut files = parallel::map(&groups, |(group, parents)| group::file(context, group, parents));
        types::files(context, &mut files);
        files.extend(whole.join().unwrap_or_else(|panic| resume_unwind(panic)));
        files
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A folder and all inside, each with the folders around it.
fn with_parents<'a>(
    group: &'a Group,
    parents: &mut Vec<&'a Group>,
    list: &mut Vec<(&'a Group, Vec<&'a Group>)>,
) {
    list.push((group, parents.clone()));
    parents.push(group);
    for inner in &group.groups {
        with_parents(inner, parents, list);
    }
    parents.pop();
}
