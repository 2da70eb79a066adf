//! `cargo xtask inspect`: what codegen understood of a collection, for a person or a program.
//!
//! Nothing is decided here: it is the IR in words, and what was not lowered.

mod operation;
mod overview;
mod words;

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};
use codegen::api::{Api, Counts, Group};
use codegen::diagnostics::{Diagnostics, Severity};
use serde_json::json;

use crate::input;
use crate::project::Inputs;

/// How many places of one kind are listed; a collection may have a script in each of a thousand requests.
const PLACES: usize = 10;

/// How the findings are shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Format {
    /// For a person.
    #[default]
    Text,
    /// For a program.
    Json,
}

/// What is known of a collection.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// The names of the collection's and the overlay's files.
    pub files: Vec<String>,
    /// The API; nothing when the inputs have errors.
    pub api: Option<Api>,
    /// What was found.
    pub diagnostics: Diagnostics,
}

/// Reads the inputs and lowers them.
pub fn inspect(collection: Option<&Path>, overlay: Option<&Path>) -> Result<Inspected> {
    let inputs = match input::read(collection, overlay)? {
        Ok(inputs) => inputs,
        Err(diagnostics) => return Ok(Inspected { files: Vec::new(), api: None, diagnostics }),
    };
    Ok(Inspected::of(&inputs))
}

impl Inspected {
    /// What is known of these inputs.
    pub fn of(inputs: &Inputs) -> Self {
        let Inputs { collection, overlay } = inputs;
        let (api, diagnostics) = inputs.lower();
        let files = [Some(collection), overlay.as_ref()].into_iter().flatten();
        Self { files: files.map(|document| document.file.clone()).collect(), api, diagnostics }
    }

    /// Everything, as JSON.
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
        serde_json::to_string_pretty(&value).context("the IR cannot be written as JSON")
    }

    /// Everything, in words.
    pub fn text(&self) -> String {
        let Some(api) = &self.api else { return String::new() };
        let mut out = format!("{}\n  {}\n", title(api), self.files.join(", with "));
        overview::client(api, &mut out);
        heading("operations", &mut out);
        if !api.operations.is_empty() {
            out.push_str("\n  Client  (outside folders)\n");
            operation::list(api, &api.operations, &mut out);
        }
        groups(api, &api.groups, &[], &mut out);
        overview::types(api, &mut out);
        not_lowered(api, &mut out);
        self.findings(&mut out);
        account(api.counts(), &mut out);
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

/// What the client does not have, by kind: the most frequent ones first.
fn not_lowered(api: &Api, out: &mut String) {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in &api.skipped {
        match kinds.iter_mut().find(|(kind, _)| *kind == item.kind) {
            Some((_, places)) => places.push(&item.location),
            None => kinds.push((item.kind, vec![&item.location])),
        }
    }
    if kinds.is_empty() {
        return;
    }
    kinds.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    heading(&format!("not in the client: {}", api.skipped.len()), out);
    for (kind, places) in kinds {
        let _ = write!(out, "\n  {}\n", words::number(places.len(), kind));
        for place in places.iter().take(PLACES) {
            let place = if place.is_empty() { "the whole collection" } else { place };
            let _ = writeln!(out, "    {place}");
        }
        if let Some(more) = places.len().checked_sub(PLACES).filter(|more| *more > 0) {
            let _ = writeln!(out, "    … and {more} more; `--format json` lists them all");
        }
    }
}

/// That no request got lost on the way.
fn account(counts: Counts, out: &mut String) {
    let Counts { requests, operations, refused, disabled, .. } = counts;
    if disabled > 0 {
        let disabled = words::number(disabled, "item");
        let _ = write!(out, "\n{disabled} switched off in the collection, which callers can set\n");
    }
    let (requests, operations) = (words::number(requests, "request"), words::number(operations, "operation"));
    let _ = write!(out, "\n{requests} = {operations} + {refused} refused\n");
}
