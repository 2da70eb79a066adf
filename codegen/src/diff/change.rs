//! Changes.

use std::cmp::Reverse;
use std::hash::Hasher as _;

use serde::Serialize;

use super::Step;

/// The changes between two versions of an API: the silent ones first, then by their steps from the largest.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// The changes.
    pub changes: Vec<Change>,
}

impl Diff {
    pub(super) fn new(mut changes: Vec<Change>) -> Self {
        changes.sort_by_key(|change| (!change.silent, Reverse(change.step)));
        Self { changes }
    }

    /// Returns the step that the changes require together.
    pub fn step(&self) -> Step {
        self.changes.iter().map(|change| change.step).max().unwrap_or_default()
    }
}

/// A change for users of the client.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The rule, in kebab case.
    pub rule: &'static str,
    /// The item: an operation by its path in the collection (`Profile / Get profile`), or a type, with its field.
    pub subject: String,
    /// The step that it requires.
    pub step: Step,
    /// Whether code that compiles in both versions acts differently, which the compiler does not report.
    pub silent: bool,
    /// What has changed: a sentence without a full stop.
    pub summary: String,
    /// The item in the old version, in Rust.
    pub before: Option<String>,
    /// The item in the new version, in Rust.
    pub after: Option<String>,
    /// What users have to do: a sentence without a full stop.
    pub action: Option<String>,
    /// Identifies the change: the same one in a later comparison has the same fingerprint.
    pub fingerprint: String,
}

impl Change {
    /// Returns a change whose fingerprint depends on its rule, its subject and its item in both versions.
    pub(super) fn new(
        rule: &'static str,
        step: Step,
        subject: String,
        summary: String,
        before: Option<String>,
        after: Option<String>,
    ) -> Self {
        let mut hasher = fnv::FnvHasher::default();
        for part in [Some(rule), Some(&subject), before.as_deref(), after.as_deref()] {
            hasher.write(part.unwrap_or_default().as_bytes());
            hasher.write_u8(u8::MAX);
        }
        let fingerprint = format!("{:016x}", hasher.finish());
        Self { rule, subject, step, silent: false, summary, before, after, action: None, fingerprint }
    }

    /// Returns the change with what users have to do.
    pub(super) fn action(self, action: impl Into<String>) -> Self {
        Self { action: Some(action.into()), ..self }
    }
}
