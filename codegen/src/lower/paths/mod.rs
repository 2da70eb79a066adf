//! Arguments of paths that the collection does not declare, and what the overlay says about them.
//!
//! A placeholder such as `{id}` is an argument unless the overlay has a `const` for it. A literal that looks like an id
//! stays a literal unless the overlay has a parameter with that `example` in its place.

mod decisions;
mod described;
mod joined;
mod template;

pub(super) use decisions::decisions;
pub(super) use described::apply;
pub(super) use joined::report_joined;
