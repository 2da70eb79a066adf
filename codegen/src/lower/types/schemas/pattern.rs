//! Patterns: regular expressions that say which characters a text may have, and how many.
//!
//! The client has no regular expressions. It checks characters and length, which is all that the patterns of identifiers
//! say; a pattern that says more is an error of the overlay rather than a rule that is half checked.

use crate::api::StringRules;
use crate::overlay::StringSchema;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The rules of a text, or what is wrong with its pattern and what to do about it.
pub(super) fn rules(text: &StringSchema) -> Result<StringRules, (String, String)> {
    let mut rules =
        StringRules { min_length: text.min_length, max_length: text.max_length, ..StringRules::default() };
    if let Some(pattern) = &text.pattern {
        let parsed = regex_syntax::parse(&ascii_classes(pattern)).map_err(|error| {
            let reason = error.to_string();
            let reason = reason.rsplit_once("error: ").map_or(reason.as_str(), |(_, reason)| reason);
            (format!("`{pattern}` is not a regular expression"), reason.trim().to_owned())
        })?;
        let help = "write one character class and a length, such as `^[a-z0-9-]{1,64}$`, or leave the pattern out and \
                    describe it";
        let too_much = || (format!("`{pattern}` is more than the client can check"), help.to_owned());
        let (hir, least, most) = anchored(&parsed).ok_or_else(too_much)?;
        rules.characters = characters(hir).ok_or_else(too_much)?;
        rules.min_length = rules.min_length.max(Some(least));
        rules.max_length = [rules.max_length, most].into_iter().flatten().min();
        rules.pattern = Some(pattern.clone());
    }
    rules.min_length = rules.min_length.filter(|least| *least > 0);
    match (rules.min_length, rules.max_length) {
        (Some(least), Some(most)) if least > most => Err((
            format!("no text has at least {least} and at most {most} characters"),
            "correct `minLength`, `maxLength` or `pattern`".to_owned(),
        )),
        _ => Ok(rules),
    }
}

/// `\d` and `\w` as JSON Schema means them: ASCII.
fn ascii_classes(pattern: &str) -> String {
    let (mut text, mut in_class) = (String::new(), false);
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        let (open, close) = if in_class { ("", "") } else { ("[", "]") };
        match c {
            '\\' => match characters.next() {
                Some('d') => text.extend([open, "0-9", close]),
                Some('w') => text.extend([open, "0-9A-Za-z_", close]),
                Some(other) => text.extend([c, other]),
                None => text.push(c),
            },
            '[' => (text, in_class) = (text + "[", true),
            ']' => (text, in_class) = (text + "]", false),
            other => text.push(other),
        }
    }
    text
}

/// What stands between `^` and `$`, and how often.
fn anchored(hir: &Hir) -> Option<(&Hir, usize, Option<usize>)> {
    let HirKind::Concat(parts) = hir.kind() else { return None };
    let [start, middle, end] = &parts[..] else { return None };
    let at = |hir: &Hir, look: Look| matches!(hir.kind(), HirKind::Look(found) if *found == look);
    if !at(start, Look::Start) || !at(end, Look::End) {
        return None;
    }
    let middle = group(middle);
    match middle.kind() {
        HirKind::Repetition(repetition) => {
            let most = repetition.max.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
            Some((group(&repetition.sub), usize::try_from(repetition.min).ok()?, most))
        }
        _ => Some((middle, 1, Some(1))),
    }
}

fn group(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(capture) => group(&capture.sub),
        _ => hir,
    }
}

/// The ranges of a class or of a single character.
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
    fn class_and_length() {
        let rules =
            |text| rules(&pattern(text)).map(|rules| (rules.characters, rules.min_length, rules.max_length));
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
        let text = StringSchema { min_length: Some(2), max_length: Some(9), ..pattern("^[a-z]{1,5}$") };
        let rules = rules(&text).map(|rules| (rules.min_length, rules.max_length));
        assert_eq!(rules, Ok((Some(2), Some(5))));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["[a-z]+", ".{1,30}", "^a|b$", "^[a-z]{2}-[0-9]+$", "^(ab)+$", "^$", ""] {
            let (problem, _) = rules(&pattern(text)).expect_err(text);
            assert_eq!(problem, format!("`{text}` is more than the client can check"));
        }
        let expected =
            ("`^[a-z$` is not a regular expression".to_owned(), "unclosed character class".to_owned());
        assert_eq!(rules(&pattern("^[a-z$")), Err(expected));
        let text = StringSchema { min_length: Some(9), ..pattern("^[a-z]{1,5}$") };
        assert!(rules(&text).is_err());
    }
}
