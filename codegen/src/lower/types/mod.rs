//! Types: from the overlay's schemas, or from the examples in the collection.

pub(crate) mod builder;
pub(crate) mod definitions;
pub(crate) mod equal;
pub(crate) mod example;
pub(crate) mod fit;
pub(crate) mod former;
pub(crate) mod inference;
pub(crate) mod modules;
pub(crate) mod placeholder;
pub(crate) mod schemas;
pub(crate) mod sensitivity;
mod shared_name;
