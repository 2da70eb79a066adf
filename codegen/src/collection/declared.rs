//! The types that a collection declares for bodies and rows.

use crate::diagnostics::Location;
use crate::pieces::has_variable;

/// A JSON schema that a collection of format 3.0.0 has for a body, as text that is not parsed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct DeclaredSchema {
    /// JSON, or the name of a type.
    pub text: String,
    /// Where the file has it.
    pub location: Location,
}

/// Whether a value in the collection may have the type that a row declares, as a placeholder such as `<integer>`. The
/// value of a variable is not known.
pub(crate) fn fits_declared(declared: &str, value: &str) -> bool {
    match declared {
        _ if has_variable(value) => true,
        "<integer>" => value.parse::<i64>().is_ok(),
        "<number>" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "<boolean>" => matches!(value, "true" | "false"),
        _ => true,
    }
}
