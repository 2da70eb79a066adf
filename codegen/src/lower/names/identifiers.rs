//! Rust identifiers: reserved names and their replacements.

use hashbrown::HashSet;

use super::case::{pascal_case, snake_case};
use super::length::{LONGEST, first_free, joined, short};

/// Words that cannot be identifiers, not even raw ones.
const NEVER: &[&str] = &["self", "Self", "super", "crate", "_"];

/// The other keywords, including those that are reserved for future use.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The types that generated code uses without a path, types of the standard library that readers would expect, and the name
/// of every constructor.
const TYPES: &[&str] = &[
    "AsRef",
    "Box",
    "BTreeMap",
    "Client",
    "Clone",
    "Debug",
    "Default",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "FilePart",
    "From",
    "FromStr",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "New",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Some",
    "String",
    "ToString",
    "TryFrom",
    "TryInto",
    "Value",
    "Vec",
];

/// Converts a name to an identifier: a keyword becomes a raw identifier, or gets a `_` if it cannot be raw.
pub(crate) fn identifier(name: String) -> String {
    if NEVER.contains(&name.as_str()) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Returns the name of an identifier: without the `r#` or the `_` that it has because the name is a keyword or reserved.
pub(crate) fn plain(identifier: &str) -> &str {
    identifier.trim_start_matches("r#").trim_end_matches('_')
}

/// Returns the identifier of a field, which is also that of its setter: `r#type` for `type`, `new_` for `new`.
pub(crate) fn field(wire: &str) -> String {
    let name = short(&snake_case(wire)).to_owned();
    // Setters must not shadow the constructor and the most common trait method.
    if matches!(name.as_str(), "new" | "clone") { format!("{name}_") } else { identifier(name) }
}

/// Returns the identifier of a variant.
pub(crate) fn variant(value: &str) -> String {
    identifier(short(&pascal_case(value)).to_owned())
}

/// Whether a type may have this name: an identifier in Pascal case that is not reserved. Acronyms may be in capitals.
pub(crate) fn is_type_name(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_uppercase());
    begins && name.chars().all(|c| c.is_ascii_alphanumeric()) && !is_reserved_type(name)
}

/// Whether generated code or the standard library has a type of this name.
pub(crate) fn is_reserved_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Returns the name, with a number if it is taken, and adds it to `taken`.
pub(crate) fn free(name: String, separator: &str, taken: &mut HashSet<String>) -> String {
    if taken.insert(name.clone()) {
        return name;
    }
    // With a number, a name is neither a keyword nor reserved.
    let numbered = |number: usize| joined(plain(&name), &format!("{separator}{number}"), LONGEST);
    let free = numbered(first_free(|number| !taken.contains(&numbered(number))));
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::{field, free, identifier, is_type_name};
    use crate::lower::names::{pascal_case, snake_case};

    #[test]
    fn every_name_is_an_identifier() {
        for string in [
            "type",
            "self",
            "Self",
            "crate",
            "super",
            "async",
            "gen",
            "new",
            "_",
            "",
            "r#type",
            "👩",
            "²",
            "ǅ",
            "µg",
            "सेवा",
            "ﷺ",
        ] {
            for name in [field(string), identifier(snake_case(string)), identifier(pascal_case(string))] {
                assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{string:?} gives {name:?}");
            }
        }
    }

    #[test]
    fn keywords_are_raw_where_they_can_be() {
        for (wire, name) in
            [("type", "r#type"), ("Self", "self_"), ("crate", "crate_"), ("new", "new_"), ("gen", "r#gen")]
        {
            assert_eq!(field(wire), name);
        }
    }

    #[test]
    fn type_names_are_pascal_case_and_not_those_of_the_prelude() {
        assert!(is_type_name("ApiToken") && is_type_name("V2") && is_type_name("HTTPServer"));
        assert!(
            !is_type_name("apiToken")
                && !is_type_name("Api_Token")
                && !is_type_name("Option")
                && !is_type_name("")
        );
    }

    #[test]
    fn taken_names_get_numbers() {
        let mut taken = hashbrown::HashSet::new();
        let names = ["r#type", "a", "a", "a_2", "r#type", "new_", "new_"]
            .map(|name| free(name.to_owned(), "_", &mut taken));
        assert_eq!(names, ["r#type", "a", "a_2", "a_2_2", "type_2", "new_", "new_2"]);
    }
}
