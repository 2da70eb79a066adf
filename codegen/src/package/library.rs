//! `src/lib.rs`: the documentation of the crate, and the template's modules and re-exports.

use super::first_call::FirstCall;
use super::{Template, about, number, operations};
use crate::api::Api;
use crate::emit::print::description;
use crate::emit::{Context, docs};

/// Where the sections of the template's documentation begin that hold for every client.
const SHARED_DOCS: &str = "# What you can rely on";

/// So many groups are named; the documentation of the client has them all.
const GROUPS: usize = 12;

/// The file.
pub(super) fn text(context: Context<'_>, template: &Template<'_>) -> String {
    let mut lines = vec![about(context.api)];
    let description = description(&context.api.docs, "");
    if !description.is_empty() {
        lines.push(String::new());
        lines.extend(description);
    }
    lines.extend(first_call(context));
    lines.extend(calls(context.api));
    lines.extend(errors(context));
    lines.extend(shared(template));
    let mut text: String = lines
        .iter()
        .map(|line| if line.is_empty() { "//!\n".to_owned() } else { format!("//! {line}\n") })
        .collect();
    text.push_str("\n// The code in the README is tested.\n#![cfg_attr(doctest, doc = include_str!(\"../README.md\"))]\n\n");
    text.push_str(&code(template.library));
    text
}

fn section(title: &str, lines: impl IntoIterator<Item = String>) -> Vec<String> {
    [String::new(), format!("# {title}"), String::new()].into_iter().chain(lines).collect()
}

fn first_call(context: Context<'_>) -> Vec<String> {
    let FirstCall { imports, client, call } = FirstCall::of(context);
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("use {}::{imports};", context.crate_name),
        String::new(),
        "# async fn run() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
    ];
    lines.extend(client);
    if !call.is_empty() {
        lines.push(String::new());
        lines.extend(call);
    }
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    section("First call", lines)
}

/// How calls are made, and where they are.
fn calls(api: &Api) -> Vec<String> {
    let mut lines = vec![
        "Every operation is a method: it takes what the operation cannot do without and returns a call, which has a \
         setter"
            .to_owned(),
        "for each thing it can do without. Nothing is sent until the call is awaited: `.await` returns the body, and"
            .to_owned(),
        "`.send().await` a [`Response`], the body with status and headers. `.with(CallOptions::new())` sets options \
         for"
            .to_owned(),
        "one call.".to_owned(),
        String::new(),
    ];
    if !api.operations.is_empty() {
        lines.push(format!("- [`Client`] itself has {}", number(api.operations.len(), "operation")));
    }
    for group in api.groups.iter().take(GROUPS) {
        let method = group.name.rust.trim_start_matches("r#");
        let count = number(operations(group), "operation");
        lines.push(format!("- [`Client::{method}`]: {}, {count}", docs::plain(&group.name.wire)));
    }
    if let Some(more) = api.groups.len().checked_sub(GROUPS).filter(|more| *more > 0) {
        lines.push(format!("- and {}", number(more, "more group")));
    }
    section("Calls", lines)
}

fn errors(context: Context<'_>) -> Vec<String> {
    let mut lines =
        vec!["Every failure is an [`Error`], with predicates for what programs branch on.".to_owned()];
    if context.api.error.is_some() {
        lines.push("[`Error::api`] is what the service says, as a type.".to_owned());
    }
    section("Errors", lines)
}

/// What the template says of every client.
fn shared(template: &Template<'_>) -> Vec<String> {
    let docs = template.library.lines().filter_map(|line| line.strip_prefix("//!"));
    let docs = docs.map(|line| line.strip_prefix(' ').unwrap_or(line));
    let docs = docs.skip_while(|line| *line != SHARED_DOCS);
    std::iter::once(String::new()).chain(docs.map(str::to_owned)).collect()
}

/// The template without its documentation.
fn code(library: &str) -> String {
    let code = library.lines().filter(|line| !line.starts_with("//!"));
    let code: Vec<&str> = code.skip_while(|line| line.is_empty()).collect();
    format!("{}\n", code.join("\n"))
}
