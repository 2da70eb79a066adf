//! The longest names.

/// The most bytes of a name: rustdoc makes files of several together, whose names file systems limit to 255.
pub(crate) const LONGEST: usize = 60;

/// The name, cut between two words when it is too long.
pub(crate) fn short(name: &str) -> &str {
    cut(name, LONGEST)
}

pub(crate) fn cut(name: &str, longest: usize) -> &str {
    if name.len() <= longest {
        return name;
    }
    let end = (0..=longest).rev().find(|&end| name.is_char_boundary(end)).unwrap_or_default();
    if name[end..].starts_with('_') {
        &name[..end]
    } else {
        &name[..name[..end].rfind('_').filter(|&at| at > 0).unwrap_or(end)]
    }
}
