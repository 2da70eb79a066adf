//! Whatever changes in generated code, the comparison of both versions reports. Collections are changed in one place; if
//! their code differs, apart from documentation and the order of items, there is a change, and it is large enough for
//! what has happened to the Rust API; if the APIs are equal, there is none.

#[path = "diff_property/code.rs"]
mod code;
mod common;
#[path = "diff_property/edits.rs"]
mod edits;

use std::collections::BTreeMap;

use codegen::api::Api;
use codegen::diff::{Change, Step, diff};
use codegen::{Input, generate, lower_version};
use common::input;
use serde_json::Value;

use code::{Code, code};
use edits::{Edit, edits};

fn api(collection: &Value, overlay: &Value) -> Option<Api> {
    let (collection, overlay) = (collection.to_string(), overlay.to_string());
    lower_version(&input(&collection, Some(&overlay))).0
}

/// Returns the generated code of a version.
fn generated(collection: &Value, overlay: &Value) -> Option<Code> {
    let (collection, overlay) = (collection.to_string(), overlay.to_string());
    let input: Input<'_> = input(&collection, Some(&overlay));
    let output = generate(&input);
    (!output.files.is_empty()).then(|| code(&output.files))
}

#[test]
fn what_changes_in_code_is_reported() {
    let (collection, overlay) = edits::base();
    let old_api = api(&collection, &overlay).expect("valid");
    let old_code = generated(&collection, &overlay).expect("valid");
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut compared, mut failures) = (0, Vec::new());
    for Edit { name, collection, overlay } in edits() {
        let (Some(new_api), Some(new_code)) = (api(&collection, &overlay), generated(&collection, &overlay))
        else {
            continue;
        };
        compared += 1;
        let (old, new) = ((&old_api, &old_code), (&new_api, &new_code));
        for (old, new, direction) in [(old, new, "forwards"), (new, old, "backwards")] {
            let changes = diff(old.0, new.0).changes;
            for change in &changes {
                *seen.entry(change.rule).or_default() += 1;
            }
            if let Err(problem) = verdict(old, new, &changes) {
                let rules: Vec<String> = changes
                    .iter()
                    .map(|change| {
                        format!("{} {} {}: {}", change.step, change.rule, change.subject, change.summary)
                    })
                    .collect();
                let code = old.1.difference(new.1);
                failures.push(format!("{name}, {direction}: {problem}\n{}\n{code}", rules.join("\n")));
            }
        }
    }
    let shown: Vec<&str> = failures.iter().take(20).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} of {compared}\n\n{}", failures.len(), shown.join("\n\n"));
    // Most of the edits give a valid collection.
    assert!(compared > 700, "{compared}");
    // Whatever only the derived verdict reports needs a rule of its own.
    for rule in ["surface-changed", "surface-extended", "request-changed"] {
        assert_eq!(seen.get(rule), None, "{seen:#?}");
    }
    assert!(seen.len() > 60, "{} rules: {seen:#?}", seen.len());
}

/// Compares the changes with what has happened to the code.
fn verdict(old: (&Api, &Code), new: (&Api, &Code), changes: &[Change]) -> Result<(), &'static str> {
    let (old_code, new_code) = (old.1, new.1);
    let step = changes.iter().map(|change| change.step).max().unwrap_or_default();
    let check = |holds: bool, problem| if holds { Ok(()) } else { Err(problem) };
    check(old.0 != new.0 || changes.is_empty(), "the APIs are equal")?;
    check(old_code == new_code || step >= Step::Patch, "the code differs")?;
    let is_meaning = |change: &Change| change.rule == "path-parameters-swapped";
    check(
        old_code != new_code || step <= Step::Patch || changes.iter().any(is_meaning),
        "the code is equal",
    )?;
    check(old_code.is_kept_by(new_code) || step == Step::Major, "a public item is gone")?;
    check(old_code.public == new_code.public || step >= Step::Minor, "a public item is new")?;
    let differs = old_code.public == new_code.public && old_code.bodies != new_code.bodies;
    check(!differs || changes.iter().any(acts_differently), "the same API acts differently")?;
    for change in changes {
        check(!change.silent || change.step >= Step::Minor, "a silent change is a patch")?;
        check(!change.summary.is_empty() && !change.summary.ends_with('.'), "a summary is no clause")?;
    }
    check(changes == diff(old.0, new.0).changes, "the order is not stable")
}

/// Whether a change is about what a call sends or accepts, or about what only messages show.
fn acts_differently(change: &Change) -> bool {
    let visible = [
        "operation-title-changed",
        "group-title-changed",
        "validation-widened",
        "redaction-added",
        "path-parameter-renamed",
        "deprecated",
        "undeprecated",
    ];
    change.silent || visible.contains(&change.rule)
}
