//! Singular and plural forms of nouns.

/// Irregular plurals and their singulars.
const IRREGULAR: &[(&str, &str)] = &[
    ("children", "child"),
    ("criteria", "criterion"),
    ("feet", "foot"),
    ("men", "man"),
    ("mice", "mouse"),
    ("people", "person"),
    ("phenomena", "phenomenon"),
    ("women", "woman"),
];

/// The endings of plurals, each with a possible ending of the singular.
const ENDINGS: &[(&str, &str)] = &[
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ses", "sis"),
    ("zzes", "z"),
    ("sses", "s"),
    ("ves", "f"),
    ("ves", "fe"),
    ("ices", "ix"),
    ("ices", "ex"),
    ("i", "us"),
    ("a", "um"),
];

/// Whether a name in snake case contains all nouns of another one, each in the singular or the plural.
pub(crate) fn mentions(name: &str, nouns: &str) -> bool {
    words(nouns).all(|noun| words(name).any(|word| is_same_noun(noun, word)))
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split('_').filter(|word| !word.is_empty())
}

fn is_same_noun(one: &str, other: &str) -> bool {
    one == other || is_plural_of(one, other) || is_plural_of(other, one)
}

/// Whether a word may be the plural of another one by any rule.
fn is_plural_of(plural: &str, singular: &str) -> bool {
    let by_ending = |(of_plural, of_singular): &(&str, &str)| {
        let stem = plural.strip_suffix(of_plural);
        stem.is_some_and(|stem| stem.len() > 1 && singular.strip_suffix(of_singular) == Some(stem))
    };
    IRREGULAR.contains(&(plural, singular)) || ENDINGS.iter().any(by_ending)
}

/// Returns the singular of a word, which is the word itself if it does not look like a plural.
pub(crate) fn singular(word: &str) -> String {
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return (*singular).to_owned();
    }
    let is_singular = ["ss", "us", "is", "news", "series"].iter().any(|ending| word.ends_with(ending));
    let longer = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 1);
    if is_singular {
        word.to_owned()
    } else if let Some(stem) = longer("ies") {
        format!("{stem}y")
    } else if ["sses", "shes", "ches", "xes", "zes", "tuses", "buses"]
        .iter()
        .any(|ending| longer(ending).is_some())
    {
        word[..word.len() - 2].to_owned()
    } else {
        longer("s").unwrap_or(word).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{is_same_noun, mentions, singular};

    #[test]
    fn a_plural_has_a_singular() {
        for (plural, expected) in [
            ("users", "user"),
            ("addresses", "address"),
            ("statuses", "status"),
            ("boxes", "box"),
            ("matches", "match"),
            ("houses", "house"),
            ("companies", "company"),
            ("people", "person"),
            ("lines", "line"),
        ] {
            assert_eq!(singular(plural), expected);
        }
        for word in ["address", "status", "analysis", "series", "news", "data", "s", "user"] {
            assert_eq!(singular(word), word);
        }
    }

    #[test]
    fn singular_and_plural_are_one_noun() {
        for (plural, singular) in [
            ("users", "user"),
            ("addresses", "address"),
            ("statuses", "status"),
            ("boxes", "box"),
            ("matches", "match"),
            ("houses", "house"),
            ("caches", "cache"),
            ("companies", "company"),
            ("movies", "movie"),
            ("keys", "key"),
            ("series", "series"),
            ("news", "news"),
            ("analyses", "analysis"),
            ("bases", "base"),
            ("quizzes", "quiz"),
            ("buses", "bus"),
            ("leaves", "leaf"),
            ("knives", "knife"),
            ("moves", "move"),
            ("indices", "index"),
            ("indexes", "index"),
            ("matrices", "matrix"),
            ("heroes", "hero"),
            ("statuses", "statuses"),
            ("people", "person"),
            ("children", "child"),
            ("media", "medium"),
            ("vlans", "vlan"),
        ] {
            assert!(is_same_noun(plural, singular) && is_same_noun(singular, plural), "{plural}, {singular}");
        }
    }

    #[test]
    fn other_words_are_other_nouns() {
        for (one, other) in
            [("user", "order"), ("status", "state"), ("boss", "box"), ("as", "a"), ("is", "i")]
        {
            assert!(!is_same_noun(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn an_operation_mentions_its_folder() {
        assert!(mentions("get_address", "addresses") && mentions("list_user_groups", "user_groups"));
        assert!(mentions("get", "") && !mentions("get_all", "addresses"));
    }
}
