//! `cargo xtask inspect`: prints the IR of a collection and its skipped parts, as text or JSON, or as a starting
//! overlay. Nothing is decided here.

mod operation;
mod overview;
mod words;

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};
use codegen::api::{Api, Counts, Group};
use codegen::diagnostics::{Diagnostics, Severity};
use codegen::openapi::{StartingOverlay, starting_overlay};
use serde_json::json;

use crate::client::{self, Client};
use crate::input::{self, Additions, Inputs};

/// The most locations of one kind that are listed: a collection may have a script in each of a thousand requests.
const LOCATIONS: usize = 10;

/// The format of the output.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Format {
    /// Text, for people.
    #[default]
    Text,
    /// JSON, for programs.
    Json,
    /// A starting overlay.
    Overlay,
}

/// The result of an inspection.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The names of the inputs: the collection, and the overlay and the environment if there are any.
    pub files: Vec<String>,
    /// The API; `None` if the inputs have errors.
    pub api: Option<Api>,
    /// The findings.
    pub diagnostics: Diagnostics,
    /// The text of the overlay.
    pub overlay: Option<String>,
}

/// Reads the inputs and lowers them. Without a collection, they are those of a client of the workspace.
pub fn inspect(collection: Option<&Path>, additions: Additions<'_>, client: &[String]) -> Result<Inspection> {
    Ok(Inspection::of_result(match collection {
        Some(collection) => input::read(collection, additions)?,
        None => input::of_client(&client::find_one(&client::here()?, client)?, additions)?,
    }))
}

/// Reads the inputs of a client and lowers them.
pub fn inspect_client(client: &Client) -> Inspection {
    Inspection::of_result(client.read())
}

impl Inspection {
    fn of_result(inputs: Result<Inputs, Diagnostics>) -> Self {
        match inputs {
            Ok(inputs) => Self::of(&inputs),
            Err(diagnostics) => Self { files: Vec::new(), api: None, diagnostics, overlay: None },
        }
    }

    /// Lowers these inputs.
    pub fn of(inputs: &Inputs) -> Self {
        let Inputs { collection, overlay, environment } = inputs;
        let (api, diagnostics) = inputs.lower();
        let additions = [overlay, environment].into_iter().flatten().map(|document| document.file.clone());
        let files = [collection.path().to_owned()].into_iter().chain(additions).collect();
        Self { files, api, diagnostics, overlay: overlay.as_ref().map(|overlay| overlay.text.clone()) }
    }

    /// Returns an overlay that describes the whole client, with the content of the present one; `None` if the inputs
    /// have errors.
    pub fn starting_overlay(&self) -> Option<StartingOverlay> {
        let collection = self.files.first().map(String::as_str).unwrap_or_default();
        Some(starting_overlay(self.api.as_ref()?, collection, self.overlay.as_deref()))
    }

    /// Returns the inspection as JSON.
    pub fn json(&self) -> Result<String> {
        let count = |severity| self.diagnostics.count(severity);
        let value = json!({
            "files": self.files,
            "counts": self.api.as_ref().map(Api::counts),
            "diagnostic_counts": {
                "errors": count(Severity::Error),
                "warnings": count(Severity::Warning),
                "notes": count(Severity::Note),
            },
            "diagnostics": self.diagnostics,
            "api": self.api,
        });
        serde_json::to_string_pretty(&value).context("the IR cannot be serialized as JSON")
    }

    /// Returns the inspection as text.
    pub fn text(&self) -> String {
        let Some(api) = &self.api else { return String::new() };
        let mut out = format!("{}\n  {}\n", title(api), self.files.join(", with "));
        overview::client(api, &mut out);
        overview::auth_scripts(api, &mut out);
        overview::decisions(api, &mut out);
        heading("operations", &mut out);
        if !api.operations.is_empty() {
            out.push_str("\n  Client  (outside folders)\n");
            operation::list(api, &api.operations, &mut out);
        }
        groups(api, &api.groups, &[], &mut out);
        overview::types(api, &mut out);
        skipped(api, &mut out);
        self.findings(&mut out);
        totals(api.counts(), &mut out);
        out
    }

    fn findings(&self, out: &mut String) {
        let count = |severity| self.diagnostics.count(severity);
        let (warnings, notes) = (count(Severity::Warning), count(Severity::Note));
        if warnings + notes == 0 {
            return;
        }
        heading(&format!("findings: {}", words::numbers(&[(warnings, "warning"), (notes, "note")])), out);
        let text = self.diagnostics.to_string();
        let lines =
            text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") });
        let _ = write!(out, "\n{}", lines.collect::<String>());
    }
}

fn title(api: &Api) -> &str {
    if api.title.is_empty() { "(a collection without a name)" } else { &api.title }
}

fn heading(text: &str, out: &mut String) {
    let _ = write!(out, "\n{text}\n");
}

fn groups(api: &Api, list: &[Group], outer: &[&str], out: &mut String) {
    for group in list {
        let path: Vec<&str> = outer.iter().copied().chain([group.name.rust.as_str()]).collect();
        if !group.operations.is_empty() {
            let _ = write!(out, "\n  {}  {:?}\n", path.join("."), group.name.wire);
            operation::list(api, &group.operations, out);
        }
        groups(api, &group.groups, &path, out);
    }
}

/// Writes the parts of the collection that are skipped, by kind: the most frequent kinds first.
fn skipped(api: &Api, out: &mut String) {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in &api.skipped {
        match kinds.iter_mut().find(|(kind, _)| *kind == item.kind) {
            Some((_, locations)) => locations.push(&item.location),
            None => kinds.push((item.kind, vec![&item.location])),
        }
    }
    if kinds.is_empty() {
        return;
    }
    kinds.sort_by_key(|(_, locations)| std::cmp::Reverse(locations.len()));
    heading(&format!("skipped: {}", api.skipped.len()), out);
    for (kind, locations) in kinds {
        let _ = write!(out, "\n  {}\n", words::number(locations.len(), kind));
        for location in locations.iter().take(LOCATIONS) {
            let _ = writeln!(out, "    {}", words::location(location));
        }
        if let Some(more) = locations.len().checked_sub(LOCATIONS).filter(|more| *more > 0) {
            let _ = writeln!(out, "    … and {more} more; `--format json` lists them all");
        }
    }
}

/// Writes the counts, which show that every request is either an operation or refused.
fn totals(counts: Counts, out: &mut String) {
    let Counts { requests, operations, refused, disabled, .. } = counts;
    if disabled > 0 {
        let disabled = words::number(disabled, "item");
        let _ = write!(out, "\n{disabled} disabled in the collection, which callers can set\n");
    }
    let (requests, operations) = (words::number(requests, "request"), words::number(operations, "operation"));
    let _ = write!(out, "\n{requests} = {operations} + {refused} refused\n");
}
