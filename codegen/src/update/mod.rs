//! The overlay of a client whose collection is replaced by a later version.
//!
//! [`update()`] finds the operations and folders of the old collection in the new one, and changes the overlay's text so
//! that
//!
//! - an entry whose operation has another path, another method or another name has its new key, and the tag of a folder
//!   the new name of the folder;
//! - an entry whose operation is gone, and a tag that names a group that is gone, are removed;
//! - an operation or a group that only has another name upstream keeps the name that it has in Rust (`operationId`,
//!   `x-name`), and an operation that is in another folder keeps a deprecated method in its old group (`x-aliases`);
//! - a group whose operations are in several new groups is the one of them that has the most;
//! - a former name stays in the group that had it, also if the operation or that group is elsewhere now, and is removed if
//!   that group is gone, or another item of the new collection has the name;
//! - a setter that is named after a variable keeps its name if the variable only has another one (`x-variables`).
//!
//! All other text of the overlay stays as it is.

mod entries;
mod former;
mod names;
mod text;
mod variables;

use crate::api::Api;
use crate::diagnostics::{Diagnostics, Location, Severity};
use crate::lower::lower_with_errors;
use crate::overlay::{Overlay, add_positions};
use crate::{Input, Source, lower};
use text::Text;

/// The result of an update.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// The API of the old collection; `None` if the old inputs have errors.
    pub old: Option<Api>,
    /// The API of the new collection; `None` if the new inputs have errors.
    pub new: Option<Api>,
    /// The new text of the overlay, without a byte order mark; `None` if it stays as it is.
    pub overlay: Option<String>,
    /// What has changed in the overlay.
    pub changes: Vec<Change>,
    /// The findings: those about the old inputs if they have errors, otherwise those about the new ones.
    pub diagnostics: Diagnostics,
}

/// A change of the overlay.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// An operation, a group or a setter keeps its name in Rust.
    Pinned {
        /// The expression that stays: `client.orders().get_order`.
        name: String,
        /// The name in the old collection: `Orders / Get order`.
        before: String,
        /// The name in the new collection.
        after: String,
        /// The entry that pins it: `operationId` and its value.
        entry: String,
    },
    /// An operation is in another folder, and its old group keeps a deprecated method.
    Kept {
        /// The expression that stays.
        name: String,
        /// The new expression.
        now: String,
        /// The entry that keeps it.
        entry: String,
    },
    /// An entry has another key, or a tag another name.
    Moved {
        /// The place of the old one.
        location: Location,
        /// The old key and method, or the old name.
        before: String,
        /// The new ones.
        after: String,
    },
    /// An entry or a tag is removed, because the new collection does not have what it describes.
    Removed {
        /// The place that it had.
        location: Location,
        /// Its text.
        text: String,
    },
    /// A former name is removed from the overlay.
    Dropped {
        /// The place that it had.
        location: Location,
        /// The former name, as in the overlay.
        name: String,
        /// The reason, as a clause: `the group is gone`.
        reason: String,
    },
}

/// A part of an update that needs the names of the new version. Returns whether it has changed the overlay.
type Step = fn(&mut Draft<'_>, &Api, &Api) -> bool;

/// The steps in their order, each with the most times that it is taken: a pinned name can change another one.
const STEPS: &[(Step, usize)] = &[
    (|draft, old, new| draft.pin_variables(old, new), 4),
    (|draft, old, new| draft.drop_variables(old, new), 1),
    (|draft, old, new| draft.pin_groups(old, new), 4),
    (|draft, old, new| draft.move_former_names(old, new), 1),
    (|draft, old, new| draft.pin_operations(old, new), 4),
    (|draft, old, new| draft.drop_former_names(old, new), 1),
];

/// Finds out how the overlay of a client changes with its collection. `new` has the new collection; its overlay is not
/// read.
pub fn update(old: &Input<'_>, new: &Input<'_>) -> Update {
    let (old_api, diagnostics) = lower(old);
    let Some(old_api) = old_api else { return Update { diagnostics, ..Update::default() } };
    let mut draft = Draft::new(old, new);
    draft.move_entries(&old_api);
    let (api, diagnostics) = draft.with_names(&old_api);
    let overlay = (draft.overlay != draft.before).then_some(draft.overlay).flatten();
    Update { old: Some(old_api), new: api, overlay, changes: draft.changes, diagnostics }
}

/// The overlay while it changes.
struct Draft<'a> {
    old: &'a Input<'a>,
    new: &'a Input<'a>,
    /// The name of the overlay's file.
    file: &'a str,
    before: Option<String>,
    overlay: Option<String>,
    changes: Vec<Change>,
}

impl<'a> Draft<'a> {
    fn new(old: &'a Input<'a>, new: &'a Input<'a>) -> Self {
        let before = old.overlay.map(|source| source.text.to_owned());
        let file = old.overlay.map_or("overlay", |source| source.file);
        Self { old, new, file, overlay: before.clone(), before, changes: Vec::new() }
    }

    /// Gives the new version the names of the old one. Returns it; `None` if it has errors.
    fn with_names(&mut self, old: &Api) -> (Option<Api>, Diagnostics) {
        let (mut api, mut diagnostics) = self.lower();
        for (step, times) in STEPS {
            for _ in 0..*times {
                let Some(present) = &api else { break };
                let (overlay, count) = (self.overlay.clone(), self.changes.len());
                if !step(self, old, present) {
                    break;
                }
                let (named, findings) = self.lower();
                let errors = |findings: &Diagnostics| findings.count(Severity::Error);
                if named.is_none() || errors(&findings) > errors(&diagnostics) {
                    // The names cannot stay, as the comparison of both versions says.
                    self.overlay = overlay;
                    self.changes.truncate(count);
                    break;
                }
                (api, diagnostics) = (named, findings);
            }
        }
        (api.filter(|_| !diagnostics.has_errors()), diagnostics)
    }

    /// Returns the API of the new collection with the present overlay, also if that has errors: names that it refers to
    /// may be those of the old version.
    fn lower(&self) -> (Option<Api>, Diagnostics) {
        let overlay = self.overlay.as_deref().map(|text| Source { file: self.file, text });
        lower_with_errors(&Input { overlay, ..*self.new })
    }

    /// Parses the present overlay.
    fn parsed(&self) -> Option<Overlay> {
        self.parse(self.overlay.as_deref()?)
    }

    /// Parses the overlay of the old version.
    fn parsed_before(&self) -> Option<Overlay> {
        self.parse(self.before.as_deref()?)
    }

    fn parse(&self, text: &str) -> Option<Overlay> {
        Overlay::parse(self.file, text, &mut Diagnostics::new())
    }

    /// Returns a location in the old overlay, with its position.
    fn location(&self, at: &str) -> Location {
        let location = Location::new(self.file, at);
        let Some(text) = &self.before else { return location };
        let mut diagnostics = Diagnostics::new();
        diagnostics.note(location.clone(), "", "");
        add_positions(self.file, text, &mut diagnostics);
        let positioned = diagnostics.iter().next().map(|diagnostic| diagnostic.location.clone());
        positioned.unwrap_or(location)
    }

    /// Changes the text of the overlay, which is created if there is none.
    fn edit<T>(&mut self, edit: impl FnOnce(&Text) -> T) -> Option<T> {
        let text = Text::parse(self.overlay.as_deref().unwrap_or(text::EMPTY))?;
        let result = edit(&text);
        self.overlay = Some(text.to_string());
        Some(result)
    }
}
