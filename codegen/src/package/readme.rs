//! Prints `README.md`. The crate includes it in its documentation for tests, which compile its code.

use super::first_call::FirstCall;
use super::{about, own_test};
use crate::emit::Context;

/// Returns the content of the file, which is written once: nothing in it depends on which operations there are, except
/// the first call. It is for the crate with this name whose replay has these signers.
pub(super) fn text(context: Context<'_>, name: &str, signers: &[&str]) -> String {
    let mut lines = vec![format!("# {name}"), String::new(), about(context.api)];
    lines.extend(first_call(context));
    if !context.api.auth_scripts.is_empty() {
        lines.extend(split(SCRIPTS));
    }
    lines.extend(split(OPERATIONS));
    lines.extend(own_test::section(context));
    lines.extend(split(REPLAY));
    lines.extend(hooks(signers));
    lines.extend(split(KEEP));
    lines.extend(split(TEST));
    lines.join("\n") + "\n"
}

const SCRIPTS: &str = "
## Authentication

When this client was made, scripts of the collection signed requests or set their credentials. A client runs no scripts
and cannot do that by itself: implement the hook `Authenticate`, which gets each request before it is sent, and pass it
to `ClientBuilder::authenticate`, or to `CallOptions::authenticate` for one call. A token that a script fetches can come
from a `TokenProvider`. [src/operations/mod.rs](src/operations/mod.rs) lists the scripts that the collection has now.";

const OPERATIONS: &str = "
## Operations

[src/operations/mod.rs](src/operations/mod.rs) lists all operations with their methods and paths. In the documentation,
`cargo doc --no-deps --open`, each is linked to its method.";

const REPLAY: &str = "
## Try it

The example `replay` calls every operation once, with the values in the collection. It sends real requests, also those
that change or delete something:

```text
cargo run --example replay -- --help
```";

const KEEP: &str = "
## Keep it up to date

The collection that the crate is generated from, and an overlay if there is one, are in `collection/`; the table
`[package.metadata.postman]` in `Cargo.toml` names them. After a change of one of them:

```text
cargo postman generate   # brings the generated files up to date
cargo postman check      # fails if they are not, and prints the difference
```

For a new version of the collection itself, `cargo postman update FILE` prints what it changes for users, keeps names that
only the collection has changed, and adds to `CHANGELOG.md`; `--dry-run` writes nothing. With the key `upstream`, a URL, in
that table, the workflow in `.github/workflows/ci.yml` does so once a week, and opens a pull request.

`cargo postman` is the tool that made this crate; `cargo install --locked --path xtask --bin cargo-postman`
in its repository installs it.
A new version of it also brings a new runtime. It owns `src/operations`, `src/types`, `src/runtime` and
`examples/replay`; everything else is yours, and it prints the lines that `Cargo.toml` then lacks.";

const TEST: &str = "
## Test

`cargo test` compiles everything, including the examples in the documentation, and with `--features mock` also those in
this file. It sends nothing.

## Publish

Two commands say which version follows. The first one compares collections: the Rust API, and the requests that its calls
send. The second one also sees code that is written by hand, but neither the types of fields nor what is sent:

```text
cargo postman diff v0.1.0:./collection/…   # the collection at the tag of the last version, against the present one
cargo semver-checks --baseline-rev v0.1.0  # cargo install --locked cargo-semver-checks
```

## License

[Apache License 2.0](LICENSE-APACHE) or [MIT license](LICENSE-MIT), at your option.";

fn split(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(str::to_owned)
}

/// Returns the paragraph about the hooks that sign requests; empty for a client without signers.
fn hooks(signers: &[&str]) -> Vec<String> {
    if signers.is_empty() {
        return Vec::new();
    }
    let files: Vec<String> = signers.iter().map(|signer| format!("`{signer}.rs`")).collect();
    let text = format!(
        "Some requests are signed. The hooks that sign them are in `examples/replay/signing`: {}. To use one in your \
         own program, copy it and pass it to `ClientBuilder::authenticate` or `CallOptions::authenticate`.",
        files.join(", ")
    );
    vec![String::new(), text]
}

/// Returns the section with the first call.
fn first_call(context: Context<'_>) -> Vec<String> {
    let FirstCall { imports, hook, client, call, .. } = FirstCall::of(context);
    let indented = |lines: Vec<String>| lines.into_iter().map(|line| format!("    {line}"));
    let mut lines = vec![String::new(), "## First call".to_owned(), String::new()];
    lines.push("```rust,no_run".to_owned());
    lines.push(format!("use {}::{imports};", context.crate_name));
    if !hook.is_empty() {
        lines.push(String::new());
        lines.extend(hook);
    }
    lines.extend(split("\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {"));
    lines.extend(indented(client));
    if !call.is_empty() {
        lines.push(String::new());
        lines.extend(indented(call));
    }
    lines.extend(split("    Ok(())\n}\n```"));
    lines
}
