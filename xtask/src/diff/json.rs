//! A comparison as JSON, for programs.
//!
//! The schema has a version, which is raised when a key is removed or gets another meaning; keys may be added:
//!
//! ```text
//! version      1
//! old, new     the names of the collections
//! client       {name, version, next_version}, or null
//! step         "none", "patch", "minor" or "major"
//! counts       {silent, major, minor, patch, none}
//! changes      [{rule, subject, step, silent, summary, before, after, action, operations, fingerprint}], the silent ones
//!              first; before, after and action may be null
//! accepted     the same for accepted changes, which do not count
//! stale        [{line, fingerprint}] of the file of accepted changes that no change has
//! ```

use anyhow::{Context, Result};
use codegen::diff::Step;
use serde_json::json;

use super::Comparison;

/// The version of the schema.
const VERSION: u32 = 1;

/// Returns the comparison as JSON.
pub(super) fn text(comparison: &Comparison) -> Result<String> {
    let Comparison { old, new, client, changes, accepted, stale } = comparison;
    let count = |step| changes.iter().filter(|change| change.step == step).count();
    let next = comparison.next_version().map(|(_, next)| next);
    let client = client
        .as_ref()
        .map(|(name, version)| json!({ "name": name, "version": version, "next_version": next }));
    let stale: Vec<_> =
        stale.iter().map(|(line, fingerprint)| json!({ "line": line, "fingerprint": fingerprint })).collect();
    let value = json!({
        "version": VERSION,
        "old": old,
        "new": new,
        "client": client,
        "step": comparison.step(),
        "counts": {
            "silent": changes.iter().filter(|change| change.silent).count(),
            "major": count(Step::Major),
            "minor": count(Step::Minor),
            "patch": count(Step::Patch),
            "none": count(Step::None),
        },
        "changes": changes,
        "accepted": accepted,
        "stale": stale,
    });
    serde_json::to_string_pretty(&value).context("the changes cannot be serialized as JSON")
}
