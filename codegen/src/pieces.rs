//! Splits strings at Postman's `{{variables}}`.

/// A piece of a string.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Piece<'s> {
    /// A part without variables.
    Literal(&'s str),
    /// The name between `{{` and `}}`, which may itself contain variables.
    Variable(&'s str),
}

/// Splits a string into literals and variables. Unclosed braces and `{{}}` are literals.
pub(crate) fn pieces(string: &str) -> Pieces<'_> {
    Pieces { rest: string, length: None }
}

/// An iterator over the pieces of a string.
#[derive(Clone, Copy)]
pub(crate) struct Pieces<'s> {
    rest: &'s str,
    /// The length of the variable at the start of `rest`, if the search for the last literal has found one.
    length: Option<usize>,
}

impl<'s> Iterator for Pieces<'s> {
    type Item = Piece<'s>;

    fn next(&mut self) -> Option<Piece<'s>> {
        if self.length.is_none() {
            let (start, length) = find_variable(self.rest);
            self.length = length;
            if start > 0 {
                let literal;
                (literal, self.rest) = self.rest.split_at(start);
                return Some(Piece::Literal(literal));
            }
        }
        let variable;
        (variable, self.rest) = self.rest.split_at(self.length.take()?);
        Some(Piece::Variable(&variable[2..variable.len() - 2]))
    }
}

/// Returns the start and the length of the first variable; without one, the length of the string and `None`.
fn find_variable(string: &str) -> (usize, Option<usize>) {
    let mut at = 0;
    while let Some(found) = string[at..].find('{') {
        let open = at + found;
        match variable_length(&string[open..]) {
            Some(length) if length > 4 => return (open, Some(length)),
            Some(length) => at = open + length,
            None => at = open + 1,
        }
    }
    (string.len(), None)
}

/// The maximum depth of variables in the names of other variables.
const DEEPEST: usize = 10;

/// The maximum length of a variable in bytes, including its braces.
const LONGEST_VARIABLE: usize = 1000;

/// Returns the length of the variable at the start of a string, up to the `}}` that matches its `{{`.
fn variable_length(string: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    let bytes = string.as_bytes();
    // In `{{{x}}}`, the outer braces are literals.
    if bytes.iter().take_while(|byte| **byte == b'{').count() % 2 == 1 {
        return None;
    }
    while at < bytes.len().min(LONGEST_VARIABLE) {
        match &bytes[at..] {
            [b'{', b'{', ..] if depth == DEEPEST => return None,
            [b'{', b'{', ..] => (depth, at) = (depth + 1, at + 2),
            [b'}', b'}', ..] => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return Some(at);
                }
            }
            // A variable is on one line.
            [b'\n', ..] => return None,
            _ => at += 1,
        }
    }
    None
}

/// Whether a string contains a variable.
pub(crate) fn has_variable(string: &str) -> bool {
    pieces(string).any(|piece| matches!(piece, Piece::Variable(_)))
}

/// Returns the positions of matching characters outside variables.
pub(crate) fn positions(string: &str, matches: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = usize> {
    let mut end = 0;
    pieces(string).flat_map(move |piece| {
        let start = end;
        let literal = match piece {
            Piece::Literal(literal) => literal,
            Piece::Variable(_) => "",
        };
        end += match piece {
            Piece::Literal(literal) => literal.len(),
            Piece::Variable(name) => name.len() + 4,
        };
        literal.match_indices(matches).map(move |(at, _)| start + at)
    })
}

/// Returns the position of the first matching character outside variables.
pub(crate) fn find(string: &str, matches: impl Fn(char) -> bool + Copy) -> Option<usize> {
    positions(string, matches).next()
}

/// Splits a string at a character outside variables.
pub(crate) fn split_outside(string: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut start = 0;
    positions(string, move |c| c == separator).chain([string.len()]).map(move |end| {
        let part = &string[start..end];
        start = end + separator.len_utf8();
        part
    })
}

#[cfg(test)]
mod tests {
    use super::Piece::{Literal, Variable};
    use super::*;

    #[test]
    fn strings_are_split_into_literals_and_variables() {
        for (string, expected) in [
            ("a{{b}}c", &[Literal("a"), Variable("b"), Literal("c")][..]),
            ("{{a}}{{b}}", &[Variable("a"), Variable("b")]),
            ("{{{{a}}b}}", &[Variable("{{a}}b")]),
            ("{{a{{b}}}}", &[Variable("a{{b}}")]),
            ("{{{a}}}", &[Literal("{"), Variable("a"), Literal("}")]),
            ("{{a", &[Literal("{{a")]),
            ("{{a} {{b}}", &[Literal("{{a} "), Variable("b")]),
            ("{{}}/x", &[Literal("{{}}/x")]),
            ("é{{ü}}", &[Literal("é"), Variable("ü")]),
            ("", &[]),
        ] {
            assert_eq!(pieces(string).collect::<Vec<_>>(), expected, "{string}");
        }
    }

    #[test]
    fn characters_in_variables_are_not_found() {
        let find = |string, wanted| find(string, |c| c == wanted);
        assert_eq!(find("{{a?b}}/c?d", '?'), Some(9));
        assert_eq!(find("{{a?b}}", '?'), None);
        assert_eq!(find("{{a?b", '?'), Some(3));
        assert_eq!(find("", '?'), None);
    }
}
