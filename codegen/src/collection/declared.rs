//! The types that a collection declares for bodies.

use crate::diagnostics::Location;

/// A JSON schema that a collection of format 3.0.0 has for a body, as text that is not parsed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredSchema {
    /// JSON, or the name of a type.
    pub text: String,
    /// Where the file has it.
    pub location: Location,
}
