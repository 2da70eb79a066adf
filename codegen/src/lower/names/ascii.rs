//! Names of ASCII text. heck gives the same, and asks of each character what Unicode says of it.

/// The words of a text in lower case, with `_` between.
pub(super) fn snake_case(text: &str) -> String {
    let mut name = String::with_capacity(text.len() + 8);
    for word in words(text) {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(word);
    }
    name.make_ascii_lowercase();
    name
}

/// The words of a text, each beginning with a capital.
pub(super) fn pascal_case(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for word in words(text) {
        let (first, rest) = word.split_at(1);
        name.extend(first.chars().map(|c| c.to_ascii_uppercase()));
        name.extend(rest.chars().map(|c| c.to_ascii_lowercase()));
    }
    name
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(by_case)
}

/// The words that only their case tells apart.
fn by_case(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let word;
        (word, rest) = rest.split_at(first_word(rest.as_bytes()));
        (!word.is_empty()).then_some(word)
    })
}

/// The length of the first word: it ends before a capital that follows a small letter, and before the last of several
/// capitals that a small letter follows. Digits belong to what is before them.
fn first_word(text: &[u8]) -> usize {
    let mut before = b'0';
    for (at, pair) in text.windows(2).enumerate() {
        let (byte, next) = (pair[0], pair[1]);
        let case = if byte.is_ascii_alphabetic() { byte } else { before };
        if case.is_ascii_lowercase() && next.is_ascii_uppercase() {
            return at + 1;
        }
        if before.is_ascii_uppercase() && byte.is_ascii_uppercase() && next.is_ascii_lowercase() {
            return at;
        }
        before = case;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase, ToUpperCamelCase};

    use super::{pascal_case, snake_case};

    #[test]
    fn names_are_those_of_heck() {
        let pieces = ["a", "b", "C", "D", "7", " ", "_", "-"];
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            for text in &texts {
                assert_eq!(snake_case(text), text.to_snake_case(), "{text:?}");
                assert_eq!(pascal_case(text), text.to_upper_camel_case(), "{text:?}");
            }
            texts = texts
                .iter()
                .flat_map(|text| pieces.iter().map(move |piece| format!("{text}{piece}")))
                .collect();
        }
    }
}
