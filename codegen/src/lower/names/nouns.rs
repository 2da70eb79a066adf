//! Singular and plural forms of nouns.

/// Irregular plurals and their singulars.
const IRREGULAR: &[(&str, &str)] = &[
    ("news", "news"),
    ("series", "series"),
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

/// Returns the singular of a name in snake case whose last word may be a plural.
pub(crate) fn singular(name: &str) -> String {
    let (start, word) =
        name.rsplit_once('_').map_or(("", name), |(start, word)| (&name[..=start.len()], word));
    let irregular =
        IRREGULAR.iter().find(|(plural, _)| *plural == word).map(|(_, singular)| (*singular).to_owned());
    let word = irregular.or_else(|| {
        let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 1);
        let is_sibilant =
            |stem: &&str| ["ss", "sh", "x", "nch", "rch", "tch", "tus"].iter().any(|end| stem.ends_with(end));
        let of_ies = stem("ies").map(|stem| format!("{stem}y"));
        let of_es = || stem("es").filter(is_sibilant).map(str::to_owned);
        let of_s = || {
            let stem = stem("s").filter(|stem| !stem.ends_with(['s', 'u', 'i']));
            stem.map(str::to_owned)
        };
        of_ies.or_else(of_es).or_else(of_s)
    });
    word.map_or_else(|| name.to_owned(), |word| format!("{start}{word}"))
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

#[cfg(test)]
mod tests {
    use super::{is_same_noun, mentions, singular};

    #[test]
    fn the_last_word_gets_its_singular() {
        for (plural, expected) in [
            ("payments", "payment"),
            ("order_lines", "order_line"),
            ("companies", "company"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("caches", "cache"),
            ("matches", "match"),
            ("statuses", "status"),
            ("houses", "house"),
            ("people", "person"),
            ("lines", "line"),
            ("users", "user"),
            ("news", "news"),
            ("data", "data"),
            ("s", "s"),
            ("file", "file"),
            ("status", "status"),
            ("address", "address"),
            ("series", "series"),
            ("analysis", "analysis"),
            ("as", "as"),
            ("", ""),
        ] {
            assert_eq!(singular(plural), expected);
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
