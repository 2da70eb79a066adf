//! Former names of types: those in the overlay (`x-aliases` of schemas), and those of types that are named after an
//! operation with a former name.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};

use super::definitions::Types;
use crate::api::TypeDef;
use crate::diagnostics::Diagnostics;
use crate::lower::names::{self, pascal_case};
use crate::overlay::{Overlay, child};

/// The former names that the overlay's schemas have, while they become types.
#[derive(Debug, Default)]
pub(crate) struct Described {
    /// For the location of each schema that was converted and has some: the type that it became, and the names.
    by_schema: BTreeMap<String, (Option<String>, Vec<String>)>,
}

impl Described {
    /// Records a schema that was converted; `name` is its type, if it is one with a name.
    pub(crate) fn record(&mut self, at: &str, name: Option<&str>, aliases: &[String]) {
        if aliases.is_empty() {
            return;
        }
        let (known, _) = self.by_schema.entry(at.to_owned()).or_insert_with(|| (None, aliases.to_vec()));
        if let Some(name) = name {
            *known = Some(name.to_owned());
        }
    }

    /// Gives the types their former names, and reports those that cannot stay.
    pub(crate) fn apply(&self, overlay: &Overlay, types: &mut Types, diagnostics: &mut Diagnostics) {
        for (at, (name, aliases)) in &self.by_schema {
            let location = || overlay.location(child(at, "x-aliases"));
            let Some(name) = name else {
                let help = "remove `x-aliases`: only schemas that are a type with a name have former names";
                diagnostics.error(location(), "the schema is not a type with a name in Rust", help);
                continue;
            };
            for alias in aliases {
                if !is_valid(alias) {
                    let problem = format!("`{alias}` cannot be the name of a type");
                    let pascal = pascal_case(alias);
                    let help = match is_valid(&pascal) {
                        true => format!("did you mean `{pascal}`?"),
                        false => "write a name in Pascal case, such as `OrderItem`".to_owned(),
                    };
                    diagnostics.error(location(), problem, help);
                } else if !types.add_former_name(name, alias) {
                    let problem = format!("another type is called `{alias}`");
                    diagnostics.error(location(), problem, "remove the alias, or rename the other schema");
                }
            }
        }
    }
}

/// Gives the types that begin with the prefix of an operation its former prefixes, too. `prefixes` has the prefix of
/// each operation. A name that another type has is not a former one.
pub(crate) fn of_operations(prefixes: &[String], former: &[(usize, String)], types: &mut Types) {
    let mut by_prefix: HashMap<&str, Vec<&str>> = HashMap::new();
    for (request, old) in former {
        let new = prefixes[*request].as_str();
        if new != old {
            by_prefix.entry(new).or_default().push(old);
        }
    }
    if by_prefix.is_empty() {
        return;
    }
    let all: HashSet<&str> = prefixes.iter().map(String::as_str).collect();
    for name in types.inferred_names() {
        let Some(prefix) = longest(&name, &all) else { continue };
        for old in by_prefix.get(prefix).into_iter().flatten() {
            let alias = format!("{old}{}", &name[prefix.len()..]);
            if is_valid(&alias) {
                // If another type has the name, it keeps it.
                let _ = types.add_former_name(&name, &alias);
            }
        }
    }
}

fn is_valid(name: &str) -> bool {
    names::is_type_name(name) && name.len() <= names::LONGEST
}

/// Returns the longest prefix that ends where a word of the name ends.
fn longest<'a>(name: &str, prefixes: &HashSet<&'a str>) -> Option<&'a str> {
    let is_end = |end: &usize| !name[*end..].starts_with(|c: char| c.is_ascii_lowercase());
    let ends = (1..=name.len()).rev().filter(|end| name.is_char_boundary(*end)).filter(is_end);
    ends.filter_map(|end| prefixes.get(&name[..end]).copied()).next()
}

/// Whether a definition has this name, also as a former one. rustdoc writes a file for each, and file systems may ignore
/// case.
pub(super) fn is_called(def: &TypeDef, name: &str) -> bool {
    def.name.eq_ignore_ascii_case(name) || def.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
}
