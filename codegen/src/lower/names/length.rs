//! The maximum length of names. Longer names are cut between words.

/// The maximum length of a name in bytes. rustdoc joins several names to a file name, which file systems limit to 255
/// bytes.
pub(crate) const LONGEST: usize = 60;

/// Cuts a name to [`LONGEST`].
pub(crate) fn short(name: &str) -> &str {
    cut(name, LONGEST)
}

/// Cuts a name, in snake case or in Pascal case, between two words; a single long word is cut anywhere.
pub(crate) fn cut(name: &str, longest: usize) -> &str {
    if name.len() <= longest {
        return name;
    }
    let begins_word = |end: usize| {
        let byte = name.as_bytes()[end];
        byte == b'_' || byte.is_ascii_uppercase()
    };
    let end = (1..=longest).rev().find(|&end| begins_word(end)).unwrap_or(longest);
    name.get(..end).unwrap_or_default()
}

/// Appends a suffix to a name, which is cut so that the result has at most `longest` bytes.
pub(crate) fn joined(name: &str, suffix: &str, longest: usize) -> String {
    format!("{}{suffix}", cut(name, longest.saturating_sub(suffix.len())))
}

/// The numbers that are tried one by one.
const FEW: usize = 16;

/// Returns a number, from 2, with which a name is free: the lowest one, if the numbers below it are all taken. Where
/// thousands of things have one name, trying all numbers for each would take quadratic time.
pub(crate) fn first_free(is_free: impl Fn(usize) -> bool) -> usize {
    if let Some(number) = (2..=FEW).find(|number| is_free(*number)) {
        return number;
    }
    let (mut taken, mut step) = (FEW, 1);
    while !is_free(taken + step) {
        taken += step;
        step *= 2;
    }
    let mut free = taken + step;
    while free - taken > 1 {
        let middle = taken + (free - taken) / 2;
        if is_free(middle) {
            free = middle;
        } else {
            taken = middle;
        }
    }
    free
}

#[cfg(test)]
mod tests {
    use super::{cut, first_free, joined};

    #[test]
    fn names_are_cut_between_words() {
        for (name, longest, expected) in [
            ("get_all_users", 13, "get_all_users"),
            ("get_all_users", 12, "get_all"),
            ("get_all_users", 7, "get_all"),
            ("get_all_users", 6, "get"),
            ("getter", 3, "get"),
            ("_2fa_token", 4, "_2fa"),
            ("GetAllUsers", 10, "GetAll"),
            ("GetAllUsers", 6, "GetAll"),
            ("GetAllUsers", 5, "Get"),
        ] {
            assert_eq!(cut(name, longest), expected, "{name} {longest}");
        }
        assert_eq!(joined("get_all_users", "_2", 10), "get_all_2");
    }

    #[test]
    fn the_first_free_number_is_found() {
        for free in 2..200 {
            assert_eq!(first_free(|number| number >= free), free);
        }
        // With holes, a free number that follows a taken one.
        let taken = |number: usize| number <= 40 && number != 30;
        let found = first_free(|number| !taken(number));
        assert!(!taken(found) && taken(found - 1), "{found}");
    }
}
