//! The manifest of a client, after that of the template.
//!
//! It is text to text, so that the template's comments, which explain its features, reach every client.

use super::Template;

/// What the replay example of every client needs for itself; the template's other examples stay behind.
const DEV_DEPENDENCIES: &[&str] = &["tokio"];

/// The crates that each signer of the replay needs.
const SIGNING: &[(&str, &[&str])] = &[
    ("digest", &["md-5", "ring"]),
    ("hawk", &["ring"]),
    ("jwt", &["ring", "serde_json"]),
    ("oauth1", &["ring"]),
];

/// The crates that these signers need.
pub(super) fn signing_dependencies(signers: &[&str]) -> Vec<&'static str> {
    let needed = SIGNING.iter().filter(|(signer, _)| signers.contains(signer));
    needed.flat_map(|(_, dependencies)| *dependencies).copied().collect()
}

/// The crates that any signer needs.
pub(super) fn all_signing_dependencies() -> Vec<&'static str> {
    SIGNING.iter().flat_map(|(_, dependencies)| *dependencies).copied().collect()
}

/// A section of a manifest: its header, and its entries in order.
struct Section<'a> {
    header: &'a str,
    entries: Vec<Entry<'a>>,
}

/// A key with its value, and the comments above.
struct Entry<'a> {
    comments: Vec<&'a str>,
    key: &'a str,
    /// The lines, as they are.
    lines: Vec<&'a str>,
}

/// The manifest of a crate that stands on its own. Of the template's dependencies for examples, it has those that every
/// replay needs, and these.
pub(super) fn manifest(template: &Template<'_>, name: &str, description: &str, examples: &[&str]) -> String {
    let workspace = sections(template.workspace);
    let mut parts = Vec::new();
    for section in sections(template.manifest) {
        match section.header {
            "[package]" => parts.push(package(&section, &workspace, name, description)),
            "[lints]" => parts.extend(workspace.iter().filter_map(lints)),
            header if header.starts_with("[[") && !section.is_named("replay") => {}
            header => {
                let own = section.entries.iter().filter(|entry| entry.is_for_clients(header, examples));
                parts.push(print(header, own));
            }
        }
    }
    parts.join("\n")
}

/// The names of the crates that a client may depend on.
pub(super) fn dependencies<'a>(manifest: &'a str, examples: &[&str]) -> impl Iterator<Item = &'a str> {
    let sections = sections(manifest).into_iter().filter(|section| section.header.ends_with("dependencies]"));
    sections.flat_map(move |section| {
        let own =
            section.entries.into_iter().filter(move |entry| entry.is_for_clients(section.header, examples));
        own.map(|entry| entry.key)
    })
}

/// The package: what is inherited is spelled out, and what describes the template's own API is replaced or left out.
fn package(section: &Section<'_>, workspace: &[Section<'_>], name: &str, description: &str) -> String {
    let inherited = workspace.iter().find(|section| section.header == "[workspace.package]");
    let mut text = String::from("[package]\n");
    for entry in &section.entries {
        let line = match entry.key {
            "name" => format!("name = {}", quoted(name)),
            "description" => format!("description = {}", quoted(description)),
            "version" | "version.workspace" => "version = \"0.1.0\"".to_owned(),
            "keywords" | "repository" | "repository.workspace" | "homepage" | "documentation" | "publish" => {
                continue;
            }
            key => match key.strip_suffix(".workspace") {
                Some(key) => {
                    let entries = inherited.map_or(&[][..], |section| &section.entries);
                    let Some(entry) = entries.iter().find(|entry| entry.key == key) else { continue };
                    entry.lines.join("\n")
                }
                None => entry.lines.join("\n"),
            },
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The lints of a workspace as those of a package.
fn lints(section: &Section<'_>) -> Option<String> {
    let header = section.header.strip_prefix("[workspace.lints")?;
    // The comments tell this workspace's reasons.
    let lines: Vec<&str> = section.entries.iter().flat_map(|entry| &entry.lines).copied().collect();
    Some(format!("[lints{header}\n{}\n", lines.join("\n")))
}

fn print<'a>(header: &str, entries: impl Iterator<Item = &'a Entry<'a>>) -> String {
    let mut text = format!("{header}\n");
    for line in entries.flat_map(|entry| entry.comments.iter().chain(&entry.lines)) {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// A text as TOML spells it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

impl Section<'_> {
    fn is_named(&self, name: &str) -> bool {
        let name = format!("name = {name:?}");
        self.entries.iter().flat_map(|entry| &entry.lines).any(|line| **line == name)
    }
}

impl Entry<'_> {
    /// Whether a client on its own has it: not a dependency on something else of the template's repository, nor on
    /// what only the template's own examples need.
    fn is_for_clients(&self, header: &str, examples: &[&str]) -> bool {
        let is_elsewhere = self.lines.iter().any(|line| line.contains("path = "));
        let is_needed = || DEV_DEPENDENCIES.contains(&self.key) || examples.contains(&self.key);
        !is_elsewhere && (header != "[dev-dependencies]" || is_needed())
    }
}

fn sections(manifest: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut comments = Vec::new();
    // How many brackets of a value are open: it goes on in the next line.
    let mut open = 0;
    for line in manifest.lines() {
        let text = line.trim();
        let Some(section) = sections.last_mut().filter(|_| open > 0 || !text.starts_with('[')) else {
            if text.starts_with('[') {
                comments.clear();
                sections.push(Section { header: text, entries: Vec::new() });
            }
            continue;
        };
        match section.entries.last_mut().filter(|_| open > 0) {
            Some(entry) => entry.lines.push(line),
            None if text.is_empty() => continue,
            None if text.starts_with('#') => {
                comments.push(line);
                continue;
            }
            None => {
                let key = text.split('=').next().unwrap_or_default().trim();
                let comments = std::mem::take(&mut comments);
                section.entries.push(Entry { comments, key, lines: vec![line] });
            }
        }
        open += brackets(text);
    }
    sections
}

/// How many more brackets a line opens than it closes, outside strings and comments.
fn brackets(line: &str) -> i32 {
    let mut quoted = false;
    let mut open = 0;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '#' => break,
            '[' | '{' => open += 1,
            ']' | '}' => open -= 1,
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKSPACE: &str = r#"
[workspace.package]
version = "3.0.0"
edition = "2024"

[workspace.lints.rust]
# Why.
missing_docs = "warn"
"#;

    const MANIFEST: &str = r#"[package]
name = "model"
description = "A client for something else"
version.workspace = true
edition.workspace = true
keywords = ["something", "else"]
include = [
    "src/**", # all
    "README.md",
]

[features]
default = ["tls"]
# Secure.
tls = ["dep:tls"]

[dependencies]
tls = { version = "1", optional = true, features = [
    "a",
] }

[dev-dependencies]
ring = "0.17"
sha2 = "0.11"
stand-in = { path = "../stand-in" }
tokio = "1"

[[example]]
name = "tour"

[[example]]
name = "replay"
required-features = ["tls"]

[lints]
workspace = true
"#;

    const EXPECTED: &str = r#"[package]
name = "orders"
description = "A client for \"Orders\" \\ more"
version = "0.1.0"
edition = "2024"
include = [
    "src/**", # all
    "README.md",
]

[features]
default = ["tls"]
# Secure.
tls = ["dep:tls"]

[dependencies]
tls = { version = "1", optional = true, features = [
    "a",
] }

[dev-dependencies]
ring = "0.17"
tokio = "1"

[[example]]
name = "replay"
required-features = ["tls"]

[lints.rust]
missing_docs = "warn"
"#;

    #[test]
    fn a_manifest_without_a_workspace() {
        let template = Template { manifest: MANIFEST, workspace: WORKSPACE, library: "", copied: &[] };
        let text = manifest(&template, "orders", "A client for \"Orders\" \\ more", &["ring"]);
        assert_eq!(text, EXPECTED);
        assert_eq!(dependencies(MANIFEST, &["ring"]).collect::<Vec<_>>(), ["tls", "ring", "tokio"]);
    }
}
