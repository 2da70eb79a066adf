//! The operations that are similar to an overlay entry that matches none.

use strsim::{levenshtein, normalized_levenshtein};

/// The least similarity of two paths for which a message names one instead of the other.
const NEAR: f64 = 0.75;

/// Returns the similarity of two paths with parameters as `{}`, from 0 to 1; `None` if they are not near.
pub(super) fn similarity(path: &str, other: &str) -> Option<f64> {
    let (path, other) = (segments(path), segments(other));
    let weight = |segments: &[&str]| segments.iter().map(|segment| weight(segment)).sum::<f64>();
    let longest = weight(&path).max(weight(&other));
    let similarity = if longest == 0.0 { 1.0 } else { common(&path, &other) / longest };
    Some(similarity).filter(|similarity| *similarity >= NEAR)
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// A parameter says less about the operation than a word.
fn weight(segment: &str) -> f64 {
    if segment == "{}" { 0.5 } else { 1.0 }
}

/// Returns the weight of the segments that two paths have in common, in the same order.
fn common(path: &[&str], other: &[&str]) -> f64 {
    let mut row = vec![0.0; other.len() + 1];
    for a in path {
        let mut diagonal = 0.0;
        for (column, b) in other.iter().enumerate() {
            let matched: f64 = diagonal + common_weight(a, b);
            diagonal = row[column + 1];
            row[column + 1] = matched.max(row[column + 1]).max(row[column]);
        }
    }
    row[other.len()]
}

fn common_weight(a: &str, b: &str) -> f64 {
    if a == b {
        return weight(a);
    }
    let is_similar =
        || levenshtein(a, b) == 1 && a.len().min(b.len()) > 1 || normalized_levenshtein(a, b) >= 0.6;
    if a.contains('{') || b.contains('{') || !is_similar() { 0.0 } else { 0.8 }
}

#[cfg(test)]
mod tests {
    use super::similarity;

    #[test]
    fn only_near_paths_are_similar() {
        let near = [
            ("/users/{}/manage", "/users/{}/manage"),
            ("/user", "/users"),
            ("/v1/users/{}", "/v2/users/{}"),
            ("/users/{}/manage/lifecycle/disable", "/users/{}/manage/lifecycle/deactivate"),
            ("/", "/"),
        ];
        for (a, b) in near {
            assert!(similarity(a, b).is_some(), "{a} {b}");
            assert_eq!(similarity(a, b), similarity(b, a), "{a} {b}");
        }
        let far = [
            ("/gone", "/users/{}"),
            ("/users/{}", "/users"),
            ("/users/{}/manage", "/users/{}/admin"),
            ("/users/{}/manage/profile", "/users/{}/manage/email"),
            ("/a/{}/{}/{}", "/b/{}/{}/{}"),
            ("/users/{}/email", "/email/{}/users"),
            ("/", "/users"),
        ];
        for (a, b) in far {
            assert_eq!((similarity(a, b), similarity(b, a)), (None, None), "{a} {b}");
        }
    }
}
