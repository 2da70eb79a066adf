//! The properties that hold for every input.

use std::panic::{AssertUnwindSafe, catch_unwind};

use codegen::api::Api;
use codegen::diagnostics::Diagnostics;
use codegen::package::{self, Inputs, Package, Template};
use codegen::{File, Output, Source};
use serde_json::Value;

use crate::output;
use crate::seeds::Input;

/// The names of the input files.
const COLLECTION: &str = "collection.json";
const OVERLAY: &str = "overlay.json";
pub(crate) const FOLDER: &str = "folder";

/// The template of crates, without the files that are copied unchanged.
const TEMPLATE: Template<'_> = Template {
    crate_name: "template",
    library: include_str!("../../../generated-client/src/lib.rs"),
    copied: &[],
};

/// The expensive checks, which are done for some inputs only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// Whether to generate the files twice.
    pub(crate) twice: bool,
    /// Whether to generate the whole crate.
    pub(crate) package: bool,
}

/// Checks all properties; the error names the one that does not hold.
pub(crate) fn check(input: &Input, effort: Effort) -> Result<(), String> {
    caught(|| properties(input, effort))
}

/// Returns the result of a check; a panic is an error.
pub(crate) fn caught(work: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        Err(format!("it panics: {}", message.or(panic.downcast_ref::<&str>().copied()).unwrap_or("?")))
    })
}

/// Checks all properties, without catching panics.
fn properties(input: &Input, effort: Effort) -> Result<(), String> {
    let output = generate(input);
    findings(&output.diagnostics)?;
    let again = || generate(input);
    properties_of(&output, requests(&input.collection), again, effort)
}

/// Checks the properties of an output whose collection has a number of requests.
pub(crate) fn properties_of(
    output: &Output,
    requests: Option<usize>,
    again: impl FnOnce() -> Output,
    effort: Effort,
) -> Result<(), String> {
    match (output.diagnostics.has_errors(), output.files.is_empty(), output.api.is_none()) {
        (true, true, true) | (false, false, false) => {}
        (errors, files, api) => return Err(format!("errors {errors}, no files {files}, no API {api}")),
    }
    if effort.twice {
        let again = again();
        let is_same = output.files == again.files
            && output.diagnostics.to_string() == again.diagnostics.to_string()
            && output.api == again.api;
        is_same.then_some(()).ok_or("a second run has another result")?;
    }
    let Some(api) = &output.api else { return Ok(()) };
    let counts = api.counts();
    if let Some(requests) = requests
        && requests != counts.operations + counts.refused
    {
        return Err(format!(
            "{requests} requests, {} operations, {} refused",
            counts.operations, counts.refused
        ));
    }
    output::check(&output.files, &[])?;
    if effort.package { output::check(&package(api), &output.files) } else { Ok(()) }
}

fn generate(input: &Input) -> Output {
    codegen::generate(&input_of(input))
}

/// Returns the API of an input, and the findings.
pub(crate) fn lower(input: &Input) -> (Option<Api>, Diagnostics) {
    codegen::lower(&input_of(input))
}

fn input_of(input: &Input) -> codegen::Input<'_> {
    codegen::Input {
        collection: Source { file: COLLECTION, text: &input.collection }.into(),
        overlay: input.overlay.as_deref().map(|text| Source { file: OVERLAY, text }),
        environment: None,
        crate_name: "the_client",
        command: "cargo xtask generate",
    }
}

/// Returns the files of a crate.
pub(crate) fn package(api: &Api) -> Vec<File> {
    let name = package::name_for(&api.title);
    // The inputs are copied as they are.
    let inputs =
        Inputs { collection: Source { file: "c.json", text: "{}" }.into(), overlay: None, environment: None };
    package::files(api, &Package { name: &name, template: &TEMPLATE, inputs })
}

/// Checks that every finding has a location and a problem, each on one line without invisible characters.
pub(crate) fn findings(diagnostics: &Diagnostics) -> Result<(), String> {
    for finding in diagnostics {
        let invalid = |problem: &str| Err(format!("a finding {problem}: {finding:?}"));
        let file = finding.location.file.as_str();
        if ![COLLECTION, OVERLAY, FOLDER].contains(&file) && !file.starts_with("folder/") {
            return invalid("has no location");
        }
        if finding.problem.is_empty() || finding.help.as_deref() == Some("") {
            return invalid("is empty");
        }
        let strings = [
            Some(&finding.problem),
            Some(&finding.location.at),
            finding.help.as_ref(),
            Some(&finding.location.file),
        ];
        if strings.into_iter().flatten().any(|string| string.contains(output::is_unsafe_to_print)) {
            return invalid("has invisible characters");
        }
    }
    Ok(())
}

/// Returns the number of requests, counted without codegen; `None` if serde_json cannot parse it.
fn requests(json: &str) -> Option<usize> {
    let root: Value = serde_json::from_str(json.strip_prefix('\u{feff}').unwrap_or(json)).ok()?;
    let is_wrapped = root.get("item").is_none() && root["collection"].is_object();
    Some(in_list(if is_wrapped { &root["collection"]["item"] } else { &root["item"] }))
}

/// Counts the requests in a list of items. An object instead of a list is a list of one; other values are not items.
fn in_list(list: &Value) -> usize {
    match list {
        Value::Array(items) => items.iter().filter(|item| item.is_object()).map(of_item).sum(),
        Value::Object(_) => of_item(list),
        _ => 0,
    }
}

/// Counts the requests of an item: an item with a list is a folder, every other one is a request.
fn of_item(item: &Value) -> usize {
    match &item["item"] {
        list @ (Value::Array(_) | Value::Object(_) | Value::String(_)) => in_list(list),
        _ => 1,
    }
}
