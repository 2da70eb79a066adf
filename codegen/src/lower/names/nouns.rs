//! Nouns: whether one word is the plural of another.

use std::borrow::Cow;

/// The words of a name, without what a plural adds.
pub(crate) fn stems(name: &str) -> Vec<Cow<'_, str>> {
    let words = name.split('_').filter(|word| !word.is_empty());
    let stems = words.map(|word| match word.strip_suffix("ies") {
        Some(stem) => Cow::Owned(format!("{stem}y")),
        None => Cow::Borrowed(word.trim_end_matches('s').trim_end_matches('e')),
    });
    stems.collect()
}
