//! Former names of operations and groups: deprecated methods, types and modules.

use hashbrown::HashMap;

use super::print::{Code, literal};
use super::signature::{Owner, arguments};
use crate::api::{self, Api, Group, Operation, OperationAlias};

/// An operation that was in another group.
pub(crate) struct Moved<'a> {
    pub(crate) operation: &'a Operation,
    alias: &'a OperationAlias,
    /// The groups that the operation is in now, outermost first.
    groups: Vec<&'a Group>,
}

/// The operations that were in other groups, by the modules of those.
pub(crate) struct MovedOperations<'a>(HashMap<&'a [String], Vec<Moved<'a>>>);

impl<'a> MovedOperations<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        let mut list: HashMap<&[String], Vec<Moved<'_>>> = HashMap::new();
        for (groups, operation) in api.all_operations() {
            for alias in operation.aliases.iter().filter(|alias| !is_in(&groups, alias)) {
                let groups = groups.clone();
                list.entry(&alias.groups).or_default().push(Moved { operation, alias, groups });
            }
        }
        Self(list)
    }

    /// Returns the operations that were in a group.
    pub(crate) fn of(&self, groups: &[&Group]) -> &[Moved<'a>] {
        if self.0.is_empty() {
            return &[];
        }
        self.0.get(api::modules(groups).as_slice()).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Whether a former name is one in this group.
fn is_in(groups: &[&Group], alias: &OperationAlias) -> bool {
    groups.iter().map(|group| &group.name.rust).eq(&alias.groups)
}

/// Returns the former names of an operation in its own group.
pub(super) fn own<'a>(
    owner: Owner<'_>,
    operation: &'a Operation,
) -> impl Iterator<Item = &'a OperationAlias> {
    operation.aliases.iter().filter(move |alias| is_in(owner.groups, alias))
}

/// The attribute of an item that has another name now.
pub(super) fn renamed(name: &str) -> String {
    format!("#[deprecated(note = {})]", literal(&format!("renamed to `{name}`")))
}

/// The present name of an operation, as an item in a certain module writes it.
struct Present {
    /// The path of the method, without `r#`, which rustdoc does not resolve.
    link: String,
    /// The name that callers use.
    name: String,
    /// The expression that creates a call, without the arguments.
    method: String,
    /// The type of the call.
    call: String,
}

impl Present {
    /// The name in the operation's own group.
    fn own(operation: &Operation) -> Self {
        let name = &operation.name.rust;
        Self {
            link: format!("Self::{}", name.trim_start_matches("r#")),
            name: name.clone(),
            method: format!("self.{name}"),
            call: operation.type_name.clone(),
        }
    }

    /// The name in another group, the owner.
    fn elsewhere(owner: Owner<'_>, moved: &Moved<'_>) -> Self {
        let Moved { operation, groups, .. } = moved;
        let modules: Vec<&str> = groups.iter().map(|group| group.name.rust.as_str()).collect();
        let module = if groups.is_empty() { "client".to_owned() } else { modules.join("::") };
        let name = &operation.name.rust;
        let handles = modules.iter().map(|module| format!("{module}().")).collect::<String>();
        let client = if owner.groups.is_empty() { "self" } else { "self.client" };
        let owner = Owner { groups };
        let handle = owner.type_name();
        let link = match groups.is_empty() {
            true => format!("crate::Client::{name}"),
            false => format!("crate::operations::{module}::{handle}::{name}"),
        };
        Self {
            link: link.replace("r#", ""),
            name: format!("client.{handles}{name}"),
            method: format!("{client}.{handles}{name}"),
            call: format!("crate::operations::{module}::{}", operation.type_name),
        }
    }
}

/// A method under a former name in the operation's own group.
pub(super) fn method(code: &mut Code, operation: &Operation, alias: &OperationAlias) {
    forward(code, operation, alias, &Present::own(operation));
}

/// The type of a call under a former name in the operation's own group.
pub(super) fn call(code: &mut Code, operation: &Operation, alias: &OperationAlias) {
    former_call(code, alias, &operation.type_name);
}

/// The methods that a group had, and the types of their calls.
pub(super) fn moved(code: &mut Code, owner: Owner<'_>, list: &[Moved<'_>]) {
    if list.is_empty() {
        return;
    }
    code.blank();
    code.open(&format!("impl {} {{", owner.type_name()));
    for moved in list {
        forward(code, moved.operation, moved.alias, &Present::elsewhere(owner, moved));
    }
    code.close("}");
    for moved in list {
        former_call(code, moved.alias, &Present::elsewhere(owner, moved).call);
    }
}

fn forward(code: &mut Code, operation: &Operation, alias: &OperationAlias, present: &Present) {
    let Present { link, name, method, call } = present;
    code.blank();
    code.docs(&[format!("The former name of [`{}`]({link}).", name.replace("r#", ""))]);
    code.line(&renamed(name));
    let arguments = arguments(operation);
    let typed = arguments.iter().map(|(name, ty)| format!("{name}: {ty}"));
    let typed: Vec<String> = std::iter::once("&self".to_owned()).chain(typed).collect();
    code.open_function(&alias.method, &typed, call);
    let names: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
    code.line(&format!("{method}({})", names.join(", ")));
    code.close("}");
}

fn former_call(code: &mut Code, alias: &OperationAlias, call: &str) {
    code.blank();
    code.docs(&[format!("The former name of [`{call}`].")]);
    code.line(&renamed(call));
    code.line(&format!("pub type {} = {call};", alias.call));
}

/// The modules of groups under their former names.
pub(super) fn modules(groups: &[Group]) -> String {
    let mut code = Code::default();
    for group in groups {
        let Group { name, type_name, .. } = group;
        let module = &name.rust;
        for alias in &group.aliases {
            code.blank();
            code.docs(&[format!("The former name of [`mod@{}`].", module.trim_start_matches("r#"))]);
            code.line(&renamed(module));
            code.open(&format!("pub mod {} {{", alias.name));
            code.line(&format!("pub use super::{module}::*;"));
            if alias.type_name != *type_name {
                code.blank();
                code.docs(&[format!("The former name of [`{type_name}`].")]);
                code.line(&renamed(type_name));
                code.line(&format!("pub type {} = super::{module}::{type_name};", alias.type_name));
            }
            code.close("}");
        }
    }
    code.finish()
}
