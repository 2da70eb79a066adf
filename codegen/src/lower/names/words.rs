//! The words of ASCII text. heck gives the same, and asks of each character what Unicode says of it.

/// Splits a text at punctuation, at white space and where the case changes.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
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
