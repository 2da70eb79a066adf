//! The name of an item: from its title, or from method and path.

use super::case;
use crate::api::{PathPart, PathTemplate};

/// Whether a title has no letter or digit.
pub(crate) fn is_nameless(title: &str) -> bool {
    !title.chars().any(char::is_alphanumeric)
}

/// Returns the name of a request in snake case.
pub(crate) fn request_name(title: &str, method: &str, path: &PathTemplate) -> String {
    if is_nameless(title) {
        return path_name(method, segments(&path.template()).into_iter());
    }
    if let Some(path) = as_path(title, method) {
        return path_name(method, segments(path).into_iter());
    }
    let name = without_articles(&snake_case(without_number(title)));
    let name = case::with_letter_first(name, "_", "unnamed");
    // A `_` at the start means that the title begins with a digit.
    if name.starts_with('_') { format!("{}{name}", case::snake_case(method)) } else { name }
}

/// Returns a name in snake case without its articles: `create_customer` for `create_a_customer`. A word at the end or
/// before a single letter is not an article: `plan_a`, `a_b_test`.
fn without_articles(name: &str) -> String {
    let words: Vec<&str> = name.split('_').collect();
    let is_article = |index: usize| {
        matches!(words[index], "a" | "an" | "the") && words.get(index + 1).is_some_and(|next| next.len() > 1)
    };
    let kept: Vec<&str> =
        (0..words.len()).filter(|index| !is_article(*index)).map(|index| words[index]).collect();
    kept.join("_")
}

/// Converts a title to snake case. An apostrophe does not separate words.
pub(crate) fn snake_case(title: &str) -> String {
    case::snake_case(&title.replace(['\'', '’'], ""))
}

/// Returns the path in a title that is a URL or a path, with or without the method; otherwise `None`.
fn as_path<'t>(title: &'t str, method: &str) -> Option<&'t str> {
    let path = match title.split_once(char::is_whitespace) {
        Some((first, rest)) if first.eq_ignore_ascii_case(method) => rest.trim(),
        _ => title,
    };
    if path.contains(char::is_whitespace) {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if let Some((_, rest)) = path.split_once("://") {
        return Some(rest.split_once('/').map_or("", |(_, path)| path));
    }
    if path.starts_with("{{") {
        return path.split_once("}}").map(|(_, path)| path);
    }
    let (host, rest) = path.split_once('/')?;
    (host.is_empty() || host.contains(['.', ':'])).then_some(rest)
}

/// Returns the title without a number that orders it: `2. Create user`, `03) Users`, `1 - Login`.
pub(crate) fn without_number(title: &str) -> &str {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == title.len() || title.len() - rest.len() > 2 {
        return title;
    }
    let Some(rest) = rest.trim_start().strip_prefix(['.', ')', ':', '-', '_']) else { return title };
    let rest = rest.trim_start();
    if rest.starts_with(char::is_alphabetic) { rest } else { title }
}

/// Returns the segments of a path: `Ok` for a word, `Err` for the name of a parameter.
fn segments(path: &str) -> Vec<Result<&str, &str>> {
    let segments = path.split('/').filter(|segment| !segment.is_empty()).map(|segment| {
        if let Some(name) = segment.strip_prefix(':').or_else(|| segment.strip_prefix('{')) {
            Err(name.trim_matches(['{', '}']))
        } else {
            Ok(segment)
        }
    });
    segments.collect()
}

/// Returns the name for a method and a path: `get_users`, `get_users_by_id`.
fn path_name<'p>(method: &str, segments: impl ExactSizeIterator<Item = Result<&'p str, &'p str>>) -> String {
    let mut name = case::snake_case(method);
    let last = segments.len().saturating_sub(1);
    for (index, segment) in segments.enumerate() {
        match segment {
            Ok(word) if !is_nameless(word) => {
                name.extend(["_", case::snake_case(word).trim_start_matches('_')])
            }
            Err(parameter) if index == last => {
                name.extend(["_by_", case::snake_case(parameter).trim_start_matches('_')])
            }
            _ => {}
        }
    }
    if name == case::snake_case(method) { format!("{name}_root") } else { name }
}

/// Returns the literal segments of a path that contain a letter or a digit.
pub(crate) fn literals(path: &PathTemplate) -> impl DoubleEndedIterator<Item = &str> {
    let literals = path.parts.iter().filter_map(|part| match part {
        PathPart::Literal(literal) => Some(literal.as_str()),
        PathPart::Parameter(_) => None,
    });
    literals.flat_map(|literal| literal.split('/')).filter(|word| !is_nameless(word))
}

#[cfg(test)]
mod tests {
    use super::without_articles;

    #[test]
    fn articles_are_no_part_of_a_name() {
        for (title, name) in [
            ("create_a_customer", "create_customer"),
            ("list_all_the_users_of_an_account", "list_all_users_of_account"),
            ("the_users", "users"),
            ("select_plan_a", "select_plan_a"),
            ("run_a_b_test", "run_a_b_test"),
            ("get_the_2fa_code", "get_2fa_code"),
            ("the", "the"),
            ("the_a", "the_a"),
            ("theme", "theme"),
        ] {
            assert_eq!(without_articles(title), name);
        }
    }
}
