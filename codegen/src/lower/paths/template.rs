//! Path templates in the overlay's notation: `/users/{user_id}.json`.

use crate::api::{PathPart, PathTemplate};

/// A piece of a segment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Piece<'t> {
    Literal(&'t str),
    /// The name between `{` and `}`.
    Parameter(&'t str),
}

/// Returns the segments of a template, each as its pieces. The first one is empty, because a template begins with `/`.
pub(super) fn segments(template: &str) -> Vec<Vec<Piece<'_>>> {
    let mut segments = vec![Vec::new()];
    let mut rest = template;
    while let Some(next) = rest.chars().next() {
        let parameter = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        if let Some((name, after)) = parameter {
            segments.last_mut().into_iter().for_each(|segment| segment.push(Piece::Parameter(name)));
            rest = after;
        } else if next == '/' {
            segments.push(Vec::new());
            rest = &rest[1..];
        } else {
            let end =
                rest[next.len_utf8()..].find(['{', '/']).map_or(rest.len(), |end| end + next.len_utf8());
            segments.last_mut().into_iter().for_each(|segment| segment.push(Piece::Literal(&rest[..end])));
            rest = &rest[end..];
        }
    }
    segments
}

/// Returns a template without the names of its parameters.
pub(super) fn shape(template: &str) -> String {
    joined(&segments(template), |_| "{}".to_owned())
}

/// Joins the segments of a template, with a string for each parameter.
pub(super) fn joined(segments: &[Vec<Piece<'_>>], parameter: impl Fn(&str) -> String) -> String {
    let segment = |segment: &Vec<Piece<'_>>| -> String {
        let pieces = segment.iter().map(|piece| match piece {
            Piece::Literal(literal) => (*literal).to_owned(),
            Piece::Parameter(name) => parameter(name),
        });
        pieces.collect()
    };
    segments.iter().map(segment).collect::<Vec<_>>().join("/")
}

/// Splits a path at its slashes.
pub(super) fn by_segment(path: &PathTemplate) -> Vec<Vec<PathPart>> {
    let mut segments = vec![Vec::new()];
    for part in &path.parts {
        match part {
            PathPart::Parameter(_) => {
                segments.last_mut().into_iter().for_each(|last| last.push(part.clone()))
            }
            PathPart::Literal(literal) => {
                for (index, literal) in literal.split('/').enumerate() {
                    if index > 0 {
                        segments.push(Vec::new());
                    }
                    if let Some(last) = segments.last_mut().filter(|_| !literal.is_empty()) {
                        last.push(PathPart::Literal(literal.to_owned()));
                    }
                }
            }
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::{joined, segments, shape};

    #[test]
    fn templates_are_split_and_joined() {
        for (template, expected) in [
            ("/users/{id}", "/users/{}"),
            ("/{a}{b}/x-{c}.json/", "/{}{}/x-{}.json/"),
            ("/{a/b}", "/{}"),
            ("/a{b", "/a{b"),
            ("/é}/{ü}é", "/é}/{}é"),
            ("", ""),
        ] {
            assert_eq!(shape(template), expected);
            assert_eq!(joined(&segments(template), |name| format!("{{{name}}}")), template);
        }
    }
}
