//! The names of the types that components become.

use hashbrown::{HashMap, HashSet};

use crate::diagnostics::Diagnostics;
use crate::lower::names::{self, TypeName};
use crate::overlay::{Overlay, Schema};

/// What follows a name that generated code or the standard library has: `Error` is `ErrorModel`.
const SUFFIX: &str = "Model";

/// The most names in a message.
const LISTED: usize = 8;

/// Returns the name of the type of each schema: that of the schema if Rust allows it, otherwise a similar one.
///
/// Names that differ only in case are told apart, because rustdoc writes a file for each type.
pub(super) fn type_names(overlay: &Overlay) -> HashMap<&str, String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut names = HashMap::new();
    let (valid, others): (Vec<&str>, Vec<&str>) = overlay
        .schemas
        .iter()
        .map(|(name, _)| name.as_str())
        .partition(|name| names::is_type_name(name) && name.len() <= names::LONGEST);
    for name in valid.into_iter().chain(others) {
        let own = match names::is_type_name(name) && name.len() <= names::LONGEST {
            true => name.to_owned(),
            false => pascal(name),
        };
        let free = TypeName::given(&own).free("", |name| !taken.contains(&name.to_ascii_lowercase()));
        taken.insert(free.as_str().to_ascii_lowercase());
        names.insert(name, free.as_str().to_owned());
    }
    names
}

/// Returns the name in Pascal case, which is not reserved.
fn pascal(name: &str) -> String {
    let pascal = names::short(&names::pascal_case(name)).to_owned();
    let begins = pascal.starts_with(|c: char| c.is_ascii_uppercase());
    match begins && !names::is_reserved_type(&pascal) {
        true => pascal,
        false => names::joined(pascal.trim_start_matches('_'), SUFFIX, names::LONGEST),
    }
}

/// Reports the schemas whose types have other names.
pub(super) fn report<'a>(
    overlay: &Overlay,
    renamed: impl Iterator<Item = (&'a str, &'a Schema, &'a str)>,
    diagnostics: &mut Diagnostics,
) {
    let renamed: Vec<_> = renamed.filter(|(name, _, own)| name != own).collect();
    let Some((_, first, _)) = renamed.first() else { return };
    let list: Vec<String> =
        renamed.iter().take(LISTED).map(|(name, _, own)| format!("`{name}` is `{own}`")).collect();
    let more = match renamed.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let problem = match renamed.len() {
        1 => format!("a schema has another name in Rust: {}", list.join(", ")),
        count => format!("{count} schemas have other names in Rust: {}{more}", list.join(", ")),
    };
    let help = "to choose another name, rename the schema and the references to it";
    diagnostics.note(overlay.location(&first.at), problem, help);
}
