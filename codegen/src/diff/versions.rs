//! Versions of an API in its URLs.

/// Returns the versions if two lists of segments only differ in one that is a version.
pub(super) fn change(old: &[String], new: &[String]) -> Option<(String, String)> {
    if old.len() != new.len() {
        return None;
    }
    let mut different = old.iter().zip(new).filter(|(old, new)| old != new);
    let (old, new) = different.next()?;
    (different.next().is_none() && is_version(old) && is_version(new)).then(|| (old.clone(), new.clone()))
}

/// Whether a segment is a version: `v2`, `2`, `1.1`, `2024-05-01`, `v1beta2`, `latest`.
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    let words = ["alpha", "beta", "preview", "rc"];
    let rest = words.iter().fold(number.to_owned(), |rest, word| rest.replace(word, ""));
    segment == "latest"
        || (number.starts_with(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | 'p')))
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_in_paths() {
        for version in ["v1", "V2", "2", "1.1", "2024-05-01", "v1beta2", "v2alpha", "latest", "v1p3beta1"] {
            assert!(is_version(version), "{version}");
        }
        for other in ["users", "vault", "v", "{0}", "", "beta", "v1x"] {
            assert!(!is_version(other), "{other}");
        }
    }
}
