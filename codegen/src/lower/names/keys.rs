//! The Rust names for the keys of an object.

use hashbrown::{HashMap, HashSet};

use super::identifiers::{field, plain};
use super::length::{LONGEST, first_free, joined};
use crate::text::are_distinct;

/// Returns a distinct Rust name for each pair of a key and its usual name. The names do not depend on the order.
///
/// A key keeps its usual name if no other key has the same one. Otherwise the key that is spelled like the name keeps
/// it, and the others get names with more details: `+1` and `-1` are `plus_1` and `minus_1`, `userId` next to `user_id`
/// is `user_id_camel`.
pub(crate) fn rust_names(keys: Vec<(&str, String)>) -> Vec<String> {
    if are_distinct(keys.iter().map(|(_, name)| name.as_str())) {
        return keys.into_iter().map(|(_, name)| name).collect();
    }
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (_, name) in &keys {
        *count.entry(name).or_default() += 1;
    }
    let keeps = |(key, name): &(&str, String)| count[name.as_str()] == 1 || *key == plain(name);
    let mut names: Vec<Option<String>> = Vec::new();
    names.extend(keys.iter().map(|pair| keeps(pair).then(|| pair.1.clone())));
    let mut others: Vec<usize> = (0..keys.len()).filter(|&index| names[index].is_none()).collect();
    others.sort_by_key(|&index| keys[index].0);
    let mut taken: HashSet<String> = names.iter().flatten().cloned().collect();
    for index in others {
        let name = free(keys[index].0, &taken);
        taken.insert(name.clone());
        names[index] = Some(name);
    }
    names.into_iter().map(Option::unwrap_or_default).collect()
}

/// Returns a name that is free for a key whose usual name another key has.
fn free(key: &str, taken: &HashSet<String>) -> String {
    let spelled = field(&spell(key));
    let style = match (key.find(char::is_lowercase), key.find(char::is_uppercase)) {
        (None, Some(_)) => "upper",
        (_, Some(0)) => "pascal",
        (Some(_), Some(_)) => "camel",
        _ => "plain",
    };
    let plain = plain(&spelled).to_owned();
    let styled = joined(&plain, &format!("_{style}"), LONGEST);
    if let Some(name) = [spelled, styled].into_iter().find(|name| !taken.contains(name)) {
        return name;
    }
    let numbered = |number: usize| joined(&plain, &format!("_{number}"), LONGEST);
    numbered(first_free(|number| !taken.contains(&numbered(number))))
}

/// Returns the key with its symbols as words.
fn spell(key: &str) -> String {
    if key.is_empty() {
        return "empty".to_owned();
    }
    let mut spelled = String::new();
    for character in key.chars() {
        let word = match character {
            '+' => "plus",
            '-' => "minus",
            '_' => "underscore",
            '@' => "at",
            '$' => "dollar",
            '#' => "hash",
            '.' => "dot",
            ':' => "colon",
            '/' => "slash",
            '*' => "star",
            '%' => "percent",
            '&' => "and",
            '=' => "equals",
            '<' => "less",
            '>' => "greater",
            '!' => "not",
            '?' => "question",
            ' ' => "space",
            _ => {
                spelled.push(character);
                continue;
            }
        };
        spelled.push_str(&format!(" {word} "));
    }
    spelled
}
