//! Compares two versions of an API: what changes for users of the client, and the step of the version that follows.
//!
//! Users have a Rust API (its *surface*) and the requests that it sends (the *wire*). Code that compiled and no longer
//! does, or a call that worked and no longer does, is [`Step::Major`]. The same code that sends or accepts something
//! else is at least [`Step::Minor`] and *silent*: the compiler does not report it. Additions are minor, documentation is
//! a patch.
//!
//! 1. [`matching`] finds the operations, groups and types of the old version in the new one.
//! 2. `groups`, `operation`, `types` and `client` compare each pair, and name what has changed by a rule of [`RULES`].
//! 3. `lines` derives the verdict on each operation and type from its surface and its requests, and adds a change where
//!    the rules have named none that is as large.
//!
//! A change is reported once: that of a type at the type, with the operations that use it; that of a group at the group;
//! equal changes of several operations as one.

mod aliases;
mod change;
mod client;
mod context;
mod docs;
mod groups;
mod host;
mod lines;
pub mod matching;
mod operation;
mod rules;
mod sent;
mod step;
mod types;
mod versions;

pub use change::{Change, Diff};
pub(crate) use client::RenamedSettings;
pub use matching::{Located, Matching, Pairs};
pub use rules::{RULES, Rule};
pub use step::{Step, UnknownStep};

use crate::api::Api;
use context::Context;
use types::Consequences;

/// Compares an old and a new version of an API.
pub fn diff(old: &Api, new: &Api) -> Diff {
    let matching = Matching::of(old, new);
    let context = Context::new(old, new, &matching);
    let consequences = Consequences::of(&context);
    let mut changes = Vec::new();
    client::changes(&context, &mut changes);
    groups::changes(&context, &mut changes);
    operation::changes(&context, &consequences, &mut changes);
    types::changes(&context, &consequences, &mut changes);
    Diff::new(changes)
}
