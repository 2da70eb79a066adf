//! Names of crates.

use std::fmt;

use super::manifest;
use crate::text::{in_ascii, is_device};

/// The longest name that registries accept.
const LONGEST: usize = 64;

/// Names that are reserved by cargo or rustc.
const RESERVED: &[&str] =
    &["alloc", "build", "core", "deps", "examples", "incremental", "proc-macro", "proc_macro", "std", "test"];

/// The reason why a client cannot have a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidName {
    /// It is empty or too long, or contains characters that are not allowed.
    Spelling,
    /// It is reserved by the language, by cargo or by an operating system.
    Reserved,
    /// It is the name of a crate that the client depends on.
    Dependency,
}

impl fmt::Display for InvalidName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spelling => write!(
                f,
                "a crate's name has lower-case letters, digits, `-` and `_`, starts with a letter and has at most \
                 {LONGEST} characters"
            ),
            Self::Reserved => {
                f.write_str("it is reserved by the language, by cargo or by an operating system")
            }
            Self::Dependency => f.write_str("the client depends on a crate of this name"),
        }
    }
}

/// Checks whether a client can have this name.
///
/// # Errors
///
/// Returns the reason if it cannot.
pub fn check_name(name: &str) -> Result<(), InvalidName> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    if !begins || !name.chars().all(is_plain) || name.len() > LONGEST {
        return Err(InvalidName::Spelling);
    }
    let in_code = name.replace('-', "_");
    let is_keyword = in_code == "gen" || syn::parse_str::<syn::Ident>(&in_code).is_err();
    if is_keyword || RESERVED.contains(&name) || is_device(name) {
        return Err(InvalidName::Reserved);
    }
    if manifest::dependencies().iter().any(|dependency| dependency.replace('-', "_") == in_code) {
        return Err(InvalidName::Dependency);
    }
    Ok(())
}

/// Returns the name for the client of an API: its title in kebab case.
pub fn name_for(title: &str) -> String {
    let mut name = String::new();
    for word in words(title) {
        let dash = usize::from(!name.is_empty());
        // A title that is too long is cut between words, with room for `-client`.
        if name.len() + dash + word.len() + "-client".len() > LONGEST {
            break;
        }
        if dash > 0 {
            name.push('-');
        }
        name.push_str(&word);
    }
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name = format!("api-{name}").trim_end_matches('-').to_owned();
        name.truncate(LONGEST);
    }
    match check_name(&name) {
        Ok(()) => name,
        Err(_) => format!("{name}-client"),
    }
}

/// Returns the words of a title in ASCII. A change of case does not start a new word, as in `OAuth` and `GraphQL`.
fn words(title: &str) -> Vec<String> {
    let title = in_ascii(title);
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names() {
        let cases = [
            ("User Management API", "user-management-api"),
            ("GraphQL v2.1", "graphql-v2-1"),
            ("2Checkout", "api-2checkout"),
            ("HTTP", "http-client"),
            ("Serde_JSON", "serde-json-client"),
            ("test", "test-client"),
            ("Match", "match-client"),
            ("", "api"),
            ("飞书", "fei-shu"),
            ("Ünïted (beta)", "united-beta"),
        ];
        for (title, expected) in cases {
            let name = name_for(title);
            assert_eq!(name, expected, "{title}");
            assert_eq!(check_name(&name), Ok(()), "{title}");
        }
        for title in ["word ".repeat(40), "w".repeat(100), "9".repeat(100)] {
            assert_eq!(check_name(&name_for(&title)), Ok(()), "{title}");
        }
    }

    #[test]
    fn names_are_checked() {
        for name in ["", "Orders", "1st", "-x", "a b", "../x", &"x".repeat(65)] {
            assert_eq!(check_name(name), Err(InvalidName::Spelling), "{name}");
        }
        for name in ["match", "test", "core", "gen", "nul"] {
            assert_eq!(check_name(name), Err(InvalidName::Reserved), "{name}");
        }
        assert_eq!(check_name("serde-json"), Err(InvalidName::Dependency));
        assert_eq!(check_name("orders_v2"), Ok(()));
    }
}
