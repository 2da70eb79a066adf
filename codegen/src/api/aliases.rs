//! Former names, which stay as deprecated items.

use serde::Serialize;

/// A former name of an operation: a deprecated method that calls the operation, and a deprecated name of its call.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct OperationAlias {
    /// The modules of the group that has the method, from the outermost; none for the client itself. It is another group
    /// than that of the operation if the request was moved to another folder.
    pub groups: Vec<String>,
    /// The name of the method.
    pub method: String,
    /// The name of the type of the call, in the module of that group.
    pub call: String,
}

/// A former name of a group: a deprecated method that returns its handle, and a deprecated module beside its own.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct GroupAlias {
    /// The name of the method and of the module.
    pub name: String,
    /// The type of the handle, in that module.
    pub type_name: String,
}
