//! Compares two versions of an API: what changes for users of the client, and the step of the version that follows.
//!
//! Users have a Rust API (its *surface*) and the requests that it sends (the *wire*). Code that compiled and no longer
//! does, or a call that worked and no longer does, is [`Step::Major`]. The same code that sends something else is at
//! least [`Step::Minor`] and *silent*: the compiler does not report it. Additions are minor, documentation is a patch.

mod change;
mod matching;
mod operation;
mod step;

pub use change::{Change, Diff};
pub use matching::{Located, Matching, Pairs};
pub use step::{Step, UnknownStep};

use crate::api::Api;

/// Compares an old and a new version of an API.
pub fn diff(old: &Api, new: &Api) -> Diff {
    let matching = Matching::of(old, new);
    let mut changes = Vec::new();
    operation::changes(&matching, &mut changes);
    Diff::new(changes)
}
