//! Validated strings.

use super::super::change::Change;
use super::super::rules;
use super::Pair;
use crate::api::StringRules;

pub(super) fn changes(pair: Pair<'_, '_>, old: &StringRules, new: &StringRules, changes: &mut Vec<Change>) {
    if old == new {
        return;
    }
    let narrows = is_narrower(old, new);
    let change = match narrows {
        true => rules::VALIDATION_NARROWED
            .change(pair.subject, "`new` refuses strings that it accepted")
            .action("Check the strings that your code passes; the compiler does not report it"),
        false => rules::VALIDATION_WIDENED
            .change(pair.subject, "`new` accepts more strings, or says otherwise what it accepts"),
    };
    changes.push(change.before(text(old)).after(text(new)));
}

/// Whether the new rules refuse a string that the old ones accept.
fn is_narrower(old: &StringRules, new: &StringRules) -> bool {
    let StringRules { min_length, max_length, characters, pattern: _ } = new;
    let raises_min = min_length.unwrap_or(0) > old.min_length.unwrap_or(0);
    let lowers_max = max_length.unwrap_or(usize::MAX) < old.max_length.unwrap_or(usize::MAX);
    raises_min || lowers_max || !covers(characters, &old.characters)
}

/// Whether some ranges of characters contain all of others; no ranges are all characters.
fn covers(ranges: &[(char, char)], others: &[(char, char)]) -> bool {
    if ranges.is_empty() {
        return true;
    }
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for (first, last) in sorted.into_iter().map(|(first, last)| (u32::from(first), u32::from(last))) {
        match joined.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = (*end).max(last),
            _ => joined.push((first, last)),
        }
    }
    let is_covered = |(first, last): &(char, char)| {
        joined.iter().any(|(start, end)| *start <= u32::from(*first) && u32::from(*last) <= *end)
    };
    !others.is_empty() && others.iter().all(is_covered)
}

fn text(rules: &StringRules) -> String {
    let StringRules { min_length, max_length, characters, pattern } = rules;
    let length = match (min_length, max_length) {
        (None, None) => "any length".to_owned(),
        (min, None) => format!("{} characters or more", min.unwrap_or(0)),
        (min, Some(max)) => format!("{} to {max} characters", min.unwrap_or(0)),
    };
    let text = if characters.is_empty() { length } else { format!("{length} of {characters:?}") };
    match pattern {
        Some(pattern) => format!("{text}, said to match {pattern}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{covers, is_narrower};
    use crate::api::StringRules;

    #[test]
    fn ranges_cover_others() {
        let digits = [('0', '9')];
        let hex = [('a', 'f'), ('0', '9')];
        assert!(covers(&hex, &digits) && !covers(&digits, &hex));
        assert!(covers(&[], &hex) && !covers(&hex, &[]) && covers(&[], &[]));
        assert!(covers(&[('a', 'm'), ('n', 'z')], &[('k', 'p')]));
    }

    #[test]
    fn more_length_is_wider() {
        let rules = |min, max| StringRules { min_length: min, max_length: max, ..StringRules::default() };
        for (old, new, expected) in [
            (rules(None, None), rules(Some(0), None), false),
            (rules(None, None), rules(Some(1), None), true),
            (rules(None, Some(5)), rules(None, Some(6)), false),
            (rules(None, Some(5)), rules(None, Some(4)), true),
            (rules(None, None), rules(None, Some(4)), true),
            (rules(Some(2), Some(5)), rules(None, None), false),
        ] {
            assert_eq!(is_narrower(&old, &new), expected, "{old:?} {new:?}");
        }
    }
}
