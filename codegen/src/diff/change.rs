//! Changes.

use std::cmp::Reverse;
use std::hash::Hasher as _;

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use serde::Serialize;

use super::Step;
use super::rules::Rule;

/// The changes between two versions of an API: the silent ones first, then by their steps from the largest.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// The changes.
    pub changes: Vec<Change>,
}

impl Diff {
    pub(super) fn new(changes: Vec<Change>) -> Self {
        let mut changes: Vec<Change> = merged(changes).into_iter().map(Change::with_fingerprint).collect();
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
    /// The operations that the change is about or that use the item, by their paths in the collection, where the subject
    /// is not an operation itself.
    pub operations: Vec<String>,
    /// Identifies the change: the same one in a later comparison has the same fingerprint.
    pub fingerprint: String,
    /// What distinguishes the change from others of its rule and subject, if not the items.
    #[serde(skip)]
    pub(super) key: Option<String>,
    /// What equal changes of several operations have in common; they become one change.
    #[serde(skip)]
    pub(super) shared: Option<String>,
}

impl Rule {
    /// Returns a change of this kind.
    pub(super) fn change(&self, subject: impl Into<String>, summary: impl Into<String>) -> Change {
        Change {
            rule: self.id,
            subject: subject.into(),
            step: self.step,
            silent: self.silent,
            summary: summary.into(),
            before: None,
            after: None,
            action: None,
            operations: Vec::new(),
            fingerprint: String::new(),
            key: None,
            shared: None,
        }
    }
}

impl Change {
    pub(super) fn before(self, before: impl Into<String>) -> Self {
        Self { before: Some(before.into()), ..self }
    }

    pub(super) fn after(self, after: impl Into<String>) -> Self {
        Self { after: Some(after.into()), ..self }
    }

    pub(super) fn action(self, action: impl Into<String>) -> Self {
        Self { action: Some(action.into()), ..self }
    }

    pub(super) fn operations(self, operations: Vec<String>) -> Self {
        Self { operations, ..self }
    }

    /// Sets what distinguishes the change, where the items are documentation or of other versions of the generator.
    pub(super) fn key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    /// Sets what is equal for all operations with the same change.
    pub(super) fn shared(self, shared: impl Into<String>) -> Self {
        Self { shared: Some(shared.into()), ..self }
    }

    /// Sets whether the change is silent.
    pub(super) fn silent(self, silent: bool) -> Self {
        Self { silent, ..self }
    }

    fn with_fingerprint(mut self) -> Self {
        let mut hasher = fnv::FnvHasher::default();
        let items = match (&self.key, &self.shared) {
            (Some(key), _) | (None, Some(key)) => [Some(key.as_str()), None],
            (None, None) => [self.before.as_deref(), self.after.as_deref()],
        };
        for part in [Some(self.rule), Some(&self.subject)].into_iter().chain(items) {
            hasher.write(part.unwrap_or_default().as_bytes());
            hasher.write_u8(u8::MAX);
        }
        self.fingerprint = format!("{:016x}", hasher.finish());
        self
    }
}

/// Makes one change of equal changes of several operations. Its subject is the innermost folder with all of them.
fn merged(changes: Vec<Change>) -> Vec<Change> {
    let mut first: HashMap<(&'static str, String), usize> = HashMap::new();
    let mut list: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        let Some(shared) = &change.shared else {
            list.push(change);
            continue;
        };
        match first.entry((change.rule, shared.clone())) {
            Entry::Vacant(entry) => {
                entry.insert(list.len());
                list.push(change);
            }
            Entry::Occupied(entry) => {
                let known = &mut list[*entry.get()];
                if known.operations.is_empty() {
                    known.operations.push(known.subject.clone());
                }
                known.subject = common_folder(&known.subject, &change.subject);
                known.operations.push(change.subject);
            }
        }
    }
    list
}

const SEPARATOR: &str = " / ";

/// The subject of changes of the whole client.
pub(super) const CLIENT: &str = "Client";

fn common_folder(folder: &str, operation: &str) -> String {
    let folders = folder.split(SEPARATOR).zip(operation.split(SEPARATOR));
    let common: Vec<&str> = folders.take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    if common.is_empty() { CLIENT.to_owned() } else { common.join(SEPARATOR) }
}
