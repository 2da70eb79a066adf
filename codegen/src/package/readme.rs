//! `README.md`. The crate's documentation includes it when it is tested, so that its code compiles.

use super::first_call::FirstCall;
use super::{about, number, operations};
use crate::emit::print::description;
use crate::emit::{Context, docs};

/// The file.
pub(super) fn text(context: Context<'_>, name: &str, signers: &[&str]) -> String {
    let mut lines = vec![format!("# {name}"), String::new(), about(context.api)];
    let description = description(&context.api.docs, "");
    if !description.is_empty() {
        lines.push(String::new());
        lines.extend(description);
    }
    lines.extend(first_call(context));
    lines.extend(content(context));
    lines.extend(words(SMOKE_TEST));
    lines.extend(hooks(signers));
    lines.extend(words(LICENSE));
    lines.join("\n") + "\n"
}

const SMOKE_TEST: &str = "
## Try it

`examples/replay` calls every operation once, with the values written in the collection:

```text
cargo run --example replay -- --help
```";

const LICENSE: &str = "
Licensed under either of Apache License 2.0 or MIT license, at your option.";

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(str::to_owned)
}

/// Where the hooks are that sign requests.
fn hooks(signers: &[&str]) -> Vec<String> {
    if signers.is_empty() {
        return Vec::new();
    }
    let modules: Vec<String> = signers.iter().map(|module| format!("`{module}.rs`")).collect();
    let text = "It signs requests with hooks for `ClientBuilder::authenticate` or `CallOptions::authenticate`, which you \
                may take over into your own code";
    vec![String::new(), format!("{text}: {} in `examples/replay/signing`.", modules.join(", "))]
}

fn first_call(context: Context<'_>) -> Vec<String> {
    let FirstCall { imports, client, call } = FirstCall::of(context);
    let indented = |lines: Vec<String>| lines.into_iter().map(|line| format!("    {line}"));
    let mut lines = vec![String::new(), "## First call".to_owned(), String::new()];
    lines.push("```rust,no_run".to_owned());
    lines.push(format!("use {}::{imports};", context.crate_name));
    lines.extend(words("\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {"));
    lines.extend(indented(client));
    if !call.is_empty() {
        lines.push(String::new());
        lines.extend(indented(call));
    }
    lines.extend(words("    Ok(())\n}\n```"));
    lines.extend(words("\nThe documentation has the rest: `cargo doc --no-deps --open`."));
    lines
}

/// A table of the groups.
fn content(context: Context<'_>) -> Vec<String> {
    let api = context.api;
    let all = number(api.all_operations().len(), "operation");
    let mut lines = vec![String::new(), format!("## What is in it: {all}"), String::new()];
    lines.extend(words("| | folder of the collection | operations |\n|---|---|---|"));
    if !api.operations.is_empty() {
        lines.push(format!("| `client` | | {} |", api.operations.len()));
    }
    lines.extend(api.groups.iter().map(|group| {
        let folder = docs::plain(&group.name.wire).replace('|', "\\|");
        format!("| `client.{}()` | {folder} | {} |", group.name.rust, operations(group))
    }));
    lines
}
