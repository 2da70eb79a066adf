//! Converts the `pattern` of a schema to rules for characters and length.
//!
//! The client has no regular expressions. It checks characters and length, which is enough for the patterns of most
//! identifiers. Any other pattern is an error in the overlay, so that no rule is only partly checked.

use crate::api::StringRules;
use crate::overlay::StringSchema;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// Returns the rules of a string; otherwise the problem and the help for a diagnostic.
pub(super) fn rules(schema: &StringSchema) -> Result<StringRules, (String, String)> {
    let mut rules = StringRules {
        min_length: schema.min_length,
        max_length: schema.max_length,
        ..StringRules::default()
    };
    if let Some(pattern) = &schema.pattern {
        let parsed = regex_syntax::parse(&ascii_classes(pattern)).map_err(|error| {
            let reason = error.to_string();
            let reason = reason.rsplit_once("error: ").map_or(reason.as_str(), |(_, reason)| reason);
            let problem = format!("`{pattern}` is not a regular expression: {}", reason.trim());
            (problem, "correct the pattern".to_owned())
        })?;
        let help = "write one character class and a length, such as `^[a-z0-9-]{1,64}$`, or remove the pattern and \
                    describe it";
        let unsupported = || (format!("the client cannot check the pattern `{pattern}`"), help.to_owned());
        let (hir, least, most) = anchored(&parsed).ok_or_else(unsupported)?;
        rules.characters = characters(hir).ok_or_else(unsupported)?;
        rules.min_length = rules.min_length.max(Some(least));
        rules.max_length = [rules.max_length, most].into_iter().flatten().min();
        rules.pattern = Some(pattern.clone());
    }
    rules.min_length = rules.min_length.filter(|least| *least > 0);
    match (rules.min_length, rules.max_length) {
        (Some(least), Some(most)) if least > most => Err((
            format!("no string has at least {least} and at most {most} characters"),
            "correct `minLength`, `maxLength` or `pattern`".to_owned(),
        )),
        _ => Ok(rules),
    }
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
    use super::rules;
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
    fn other_patterns_are_refused() {
        for string in ["[a-z]+", ".{1,30}", "^a|b$", "^[a-z]{2}-[0-9]+$", "^(ab)+$", "^$", ""] {
            let (problem, _) = rules(&pattern(string)).expect_err(string);
            assert_eq!(problem, format!("the client cannot check the pattern `{string}`"));
        }
        let expected = (
            "`^[a-z$` is not a regular expression: unclosed character class".to_owned(),
            "correct the pattern".to_owned(),
        );
        assert_eq!(rules(&pattern("^[a-z$")), Err(expected));
        let schema = StringSchema { min_length: Some(9), ..pattern("^[a-z]{1,5}$") };
        assert!(rules(&schema).is_err());
    }
}
