//! Prints `src/lib.rs`: the documentation of the crate, and the modules and re-exports of the template.

use super::first_call::FirstCall;
use super::{Template, about};
use crate::emit::Context;

/// Returns the content of the file. It is written once, so nothing in it depends on which operations there are, except
/// the first call.
pub(super) fn text(context: Context<'_>, template: &Template<'_>) -> String {
    let mut lines = vec![about(context.api)];
    lines.extend(first_call(context));
    lines.extend(section("Operations", OPERATIONS.lines().map(str::to_owned)));
    lines.extend(section("Calls", CALLS.lines().map(str::to_owned)));
    lines.extend(errors(context));
    lines.push(String::new());
    let mut text: String = lines
        .iter()
        .map(|line| if line.is_empty() { "//!\n".to_owned() } else { format!("//! {line}\n") })
        .collect();
    text.push_str(README);
    text.push_str(&code(template.library));
    text
}

/// The attribute that makes `cargo test` compile the README, which has a test with the feature `mock`.
const README: &str = "\
// The examples in the README are tested.
#![cfg_attr(all(doctest, feature = \"mock\"), doc = include_str!(\"../README.md\"))]
";

/// Returns a section of the documentation.
fn section(title: &str, lines: impl IntoIterator<Item = String>) -> Vec<String> {
    [String::new(), format!("# {title}"), String::new()].into_iter().chain(lines).collect()
}

/// Returns the section with the first call.
fn first_call(context: Context<'_>) -> Vec<String> {
    let FirstCall { imports, hook, client, call, .. } = FirstCall::of(context);
    let mut lines =
        vec!["```no_run".to_owned(), format!("use {}::{imports};", context.crate_name), String::new()];
    let has_hook = !hook.is_empty();
    lines.extend(hook);
    lines.extend(has_hook.then(String::new));
    lines.push("# async fn run() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
    lines.extend(client);
    if !call.is_empty() {
        lines.push(String::new());
        lines.extend(call);
    }
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    section("First call", lines)
}

/// The section about operations.
const OPERATIONS: &str = "\
The module [`operations`] lists all operations with their methods and paths, and links the method of each.
";

/// The section about calls.
const CALLS: &str = "\
Every operation is a method. Its arguments are what the operation requires, and it returns a call, which has a setter
for each optional parameter. Nothing is sent until the call is awaited:

- `.await` returns the body of the response;
- `.send().await` returns a [`Response`]: the body with status and headers;
- `.with(CallOptions::new().timeout(…))` sets options of this one call.
";

/// Returns the section about errors.
fn errors(context: Context<'_>) -> Vec<String> {
    let mut lines =
        vec!["Every failure is an [`Error`]. Its methods tell which kind of failure it is.".to_owned()];
    if context.api.error.is_some() {
        lines.push("[`Error::api`] returns the error that the service describes, as a type.".to_owned());
    }
    section("Errors", lines)
}

/// Returns the code of the template without its documentation.
fn code(library: &str) -> String {
    let code = library.lines().filter(|line| !line.starts_with("//!"));
    let code: Vec<&str> = code.skip_while(|line| line.is_empty()).collect();
    format!("{}\n", code.join("\n"))
}
