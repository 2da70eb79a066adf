//! Rust identifiers for the names in a collection and its overlay.
//!
//! All names are ASCII; other letters are transliterated. rustc does not find the file of a module whose name is not
//! ASCII, and warns about identifiers that look alike or are not normalized.

mod case;
mod distinct;
mod identifiers;
mod keys;
mod length;
mod nouns;
mod title;
mod type_name;
mod words;

pub(crate) use case::{pascal_case, snake_case};
pub(crate) use distinct::{Distinct, Item, distinct};
pub(crate) use identifiers::{field, free, identifier, is_reserved_type, is_type_name, plain, variant};
pub(crate) use keys::rust_names;
pub(crate) use length::{LONGEST, cut, joined, short};
pub(crate) use nouns::{mentions, singular};
pub(crate) use type_name::{LONGEST_PREFIX, TypeName};
