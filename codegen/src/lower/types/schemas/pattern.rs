//! Converts the `pattern` of a schema to rules for characters and length.
//!
//! The client has no regular expressions. It checks characters and length, which is enough for the patterns of most
//! identifiers. A string with any other pattern is a plain string, so that no rule is only partly checked.

use crate::api::StringRules;
use crate::overlay::StringSchema;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The reason why the rules of a string are not checked.
#[derive(Debug, PartialEq)]
pub(super) enum Unchecked {
    /// There are none.
    None,
    /// The client cannot check the pattern.
    Pattern,
    /// The pattern is not a regular expression, for this reason.
    Invalid(String),
    /// No string has such a length.
    Contradiction(String),
}

/// Returns the rules of a string that the client checks.
pub(super) fn rules(schema: &StringSchema) -> Result<StringRules, Unchecked> {
    if !schema.has_rules() {
        return Err(Unchecked::None);
    }
    let mut rules = StringRules {
        min_length: schema.min_length,
        max_length: schema.max_length,
        ..StringRules::default()
    };
    if let Some(pattern) = &schema.pattern {
        let parsed = regex_syntax::parse(&ascii_classes(pattern)).map_err(unsupported)?;
        let (hir, least, most) = anchored(&parsed).ok_or(Unchecked::Pattern)?;
        rules.characters = characters(hir).ok_or(Unchecked::Pattern)?;
        rules.min_length = rules.min_length.max(Some(least));
        rules.max_length = [rules.max_length, most].into_iter().flatten().min();
        rules.pattern = Some(pattern.clone());
    }
    rules.min_length = rules.min_length.filter(|least| *least > 0);
    match (rules.min_length, rules.max_length) {
        (Some(least), Some(most)) if least > most => Err(Unchecked::Contradiction(format!(
            "no string has at least {least} and at most {most} characters"
        ))),
        _ => Ok(rules),
    }
}

/// Returns why a pattern is not checked that Rust's regular expressions do not have. Those of JavaScript have more.
fn unsupported(error: regex_syntax::Error) -> Unchecked {
    use regex_syntax::ast::ErrorKind::{UnsupportedBackreference, UnsupportedLookAround};
    if let regex_syntax::Error::Parse(error) = &error
        && matches!(error.kind(), UnsupportedBackreference | UnsupportedLookAround)
    {
        return Unchecked::Pattern;
    }
    let reason = error.to_string();
    let reason = reason.rsplit_once("error: ").map_or(reason.as_str(), |(_, reason)| reason);
    Unchecked::Invalid(reason.trim().to_owned())
}

/// Replaces `\d` and `\w` by their ASCII classes, which is their meaning in JSON Schema.
fn ascii_classes(pattern: &str) -> String {
    let (mut replaced, mut in_class) = (String::new(), false);
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        let (open, close) = if in_class { ("", "") } else { ("[", "]") };
        match c {
            '\\' => match characters.next() {
                Some('d') => replaced.extend([open, "0-9", close]),
                Some('w') => replaced.extend([open, "0-9A-Za-z_", close]),
                Some(other) => replaced.extend([c, other]),
                None => replaced.push(c),
            },
            '[' => (replaced, in_class) = (replaced + "[", true),
            ']' => (replaced, in_class) = (replaced + "]", false),
            other => replaced.push(other),
        }
    }
    replaced
}

/// Returns the expression between `^` and `$`, and the least and greatest number of its repetitions.
fn anchored(hir: &Hir) -> Option<(&Hir, usize, Option<usize>)> {
    let HirKind::Concat(parts) = hir.kind() else { return None };
    let [start, middle, end] = &parts[..] else { return None };
    let is_anchor = |hir: &Hir, look: Look| matches!(hir.kind(), HirKind::Look(found) if *found == look);
    if !is_anchor(start, Look::Start) || !is_anchor(end, Look::End) {
        return None;
    }
    let middle = without_groups(middle);
    match middle.kind() {
        HirKind::Repetition(repetition) => {
            let most = repetition.max.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
            Some((without_groups(&repetition.sub), usize::try_from(repetition.min).ok()?, most))
        }
        _ => Some((middle, 1, Some(1))),
    }
}

/// Returns the expression in parentheses.
fn without_groups(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(capture) => without_groups(&capture.sub),
        _ => hir,
    }
}

/// Returns the ranges of a character class or of a single character.
fn characters(hir: &Hir) -> Option<Vec<(char, char)>> {
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            Some(class.ranges().iter().map(|range| (range.start(), range.end())).collect())
        }
        HirKind::Literal(literal) => {
            let mut characters = std::str::from_utf8(&literal.0).ok()?.chars();
            let only = characters.next()?;
            characters.next().is_none().then(|| vec![(only, only)])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Unchecked, rules};
    use crate::overlay::StringSchema;

    fn pattern(pattern: &str) -> StringSchema {
        StringSchema { pattern: Some(pattern.to_owned()), ..StringSchema::default() }
    }

    #[test]
    fn a_class_with_a_length_is_supported() {
        let rules = |string| {
            rules(&pattern(string)).map(|rules| (rules.characters, rules.min_length, rules.max_length))
        };
        let az = || vec![('a', 'z')];
        assert_eq!(rules("^[a-z]{1,30}$"), Ok((az(), Some(1), Some(30))));
        assert_eq!(rules("^[a-z]+$"), Ok((az(), Some(1), None)));
        assert_eq!(rules("^([a-z]*)$"), Ok((az(), None, None)));
        assert_eq!(rules("^[a-z]$"), Ok((az(), Some(1), Some(1))));
        assert_eq!(rules("^x{2}$"), Ok((vec![('x', 'x')], Some(2), Some(2))));
        assert_eq!(rules(r"^\d{3}$"), Ok((vec![('0', '9')], Some(3), Some(3))));
        assert_eq!(rules(r"^[\d|-]*$"), Ok((vec![('-', '-'), ('0', '9'), ('|', '|')], None, None)));
        let any_but_line_feed = vec![('\0', '\t'), ('\u{b}', '\u{10ffff}')];
        assert_eq!(rules("^.{1,30}$"), Ok((any_but_line_feed, Some(1), Some(30))));
    }

    #[test]
    fn lengths_are_narrowed() {
        let schema = StringSchema { min_length: Some(2), max_length: Some(9), ..pattern("^[a-z]{1,5}$") };
        let rules = rules(&schema).map(|rules| (rules.min_length, rules.max_length));
        assert_eq!(rules, Ok((Some(2), Some(5))));
    }

    #[test]
    fn other_patterns_are_not_checked() {
        for string in [
            "[a-z]+",
            ".{1,30}",
            "^a|b$",
            "^[a-z]{2}-[0-9]+$",
            "^(ab)+$",
            "^$",
            "",
            "^(?!0)\\d+$",
            r"^(a)\1$",
        ] {
            assert_eq!(rules(&pattern(string)), Err(Unchecked::Pattern), "{string}");
        }
        assert_eq!(rules(&pattern("^[a-z$")), Err(Unchecked::Invalid("unclosed character class".to_owned())));
        let schema = StringSchema { min_length: Some(9), ..pattern("^[a-z]{1,5}$") };
        let problem = "no string has at least 9 and at most 5 characters".to_owned();
        assert_eq!(rules(&schema), Err(Unchecked::Contradiction(problem)));
        assert_eq!(rules(&StringSchema::default()), Err(Unchecked::None));
    }
}
