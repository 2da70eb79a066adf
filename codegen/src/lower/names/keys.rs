//! What the keys of an object become in Rust.

use std::collections::HashMap;

use super::identifiers::field;
use super::length::{LONGEST, joined};
use crate::text::are_distinct;

/// A Rust name for each key, given with its usual name; no two alike, whatever the order of the keys.
///
/// A key keeps its usual name when no other key wants that. Otherwise the key that is spelled like the name keeps it,
/// and the others say what distinguishes them: `+1` and `-1` are `plus_1` and `minus_1`, `userId` beside `user_id` is
/// `user_id_camel`.
pub(crate) fn rust_names(keys: Vec<(&str, String)>) -> Vec<String> {
    if are_distinct(keys.iter().map(|(_, name)| name.as_str())) {
        return keys.into_iter().map(|(_, name)| name).collect();
    }
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for (_, name) in &keys {
        *wanted.entry(name).or_default() += 1;
    }
    let keeps = |(key, name): &(&str, String)| wanted[name.as_str()] == 1 || *key == plain(name);
    let mut names: Vec<Option<String>> = Vec::new();
    names.extend(keys.iter().map(|pair| keeps(pair).then(|| pair.1.clone())));
    let mut others: Vec<usize> = (0..keys.len()).filter(|&place| names[place].is_none()).collect();
    others.sort_by_key(|&place| keys[place].0);
    for place in others {
        let is_free = |name: &String| names.iter().flatten().all(|other| other != name);
        names[place] = candidates(keys[place].0).find(is_free);
    }
    names.into_iter().map(Option::unwrap_or_default).collect()
}

/// The name without what makes it an identifier.
fn plain(name: &str) -> &str {
    name.trim_start_matches("r#").trim_end_matches('_')
}

/// Names that say more than the usual one, one after the other.
fn candidates(key: &str) -> impl Iterator<Item = String> {
    let spelled = field(&spell(key));
    let style = match (key.find(char::is_lowercase), key.find(char::is_uppercase)) {
        (None, Some(_)) => "upper",
        (_, Some(0)) => "pascal",
        (Some(_), Some(_)) => "camel",
        _ => "plain",
    };
    let plain = plain(&spelled).to_owned();
    let styled = joined(&plain, &format!("_{style}"), LONGEST);
    [spelled, styled]
        .into_iter()
        .chain((2_usize..).map(move |number| joined(&plain, &format!("_{number}"), LONGEST)))
}

/// The key with its symbols as words.
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
