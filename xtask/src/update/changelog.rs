//! The entries of a change log about what changed for users.

use codegen::diff::{Change, Step};

use crate::input::{in_form_of, without_byte_order_mark};

/// The headings of the entries.
const BREAKING: &str = "Breaking";
const BEHAVIOUR: &str = "Changed behaviour";
const ADDED: &str = "Added";
const DOCUMENTATION: &str = "Documentation";

/// The headings in their order.
const TITLES: [&str; 4] = [BREAKING, BEHAVIOUR, ADDED, DOCUMENTATION];

/// Entries under a heading.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) entries: Vec<String>,
}

/// Returns the entries about changes, by heading. Changes that users do not notice have none.
pub(super) fn sections(changes: &[Change]) -> Vec<Section> {
    type Is = fn(&Change) -> bool;
    let sections: [(&str, Is); 4] = [
        (BREAKING, |change| change.step == Step::Major),
        (BEHAVIOUR, |change| change.step == Step::Minor && change.silent),
        (ADDED, |change| change.step == Step::Minor && !change.silent),
        (DOCUMENTATION, |change| change.step == Step::Patch),
    ];
    let sections = sections.into_iter().map(|(title, is)| {
        let mut entries: Vec<String> = Vec::new();
        for entry in changes.iter().filter(|change| is(change)).map(entry) {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        Section { title, entries }
    });
    sections.filter(|section| !section.entries.is_empty()).collect()
}

/// Returns the line about a change.
fn entry(change: &Change) -> String {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let subject = line(&change.subject).replace('`', "'");
    let action = change.action.as_deref().filter(|_| change.step == Step::Major || change.silent);
    let action = action.map(|action| format!(" {}.", line(action))).unwrap_or_default();
    format!("- `{subject}`: {}.{action}", line(&change.summary))
}

/// Adds entries to the section of unreleased changes, which is created if there is none; entries that it has are not
/// added again. Returns the new text and the added sections; `None` if there is nothing to add.
pub(super) fn add(text: &str, sections: &[Section]) -> Option<(String, Vec<Section>)> {
    let mut lines: Vec<String> = without_byte_order_mark(text).lines().map(str::to_owned).collect();
    let start = match lines.iter().position(|line| is_unreleased(line)) {
        Some(start) => start,
        None => create(&mut lines),
    };
    let known: Vec<String> = lines[start..end(&lines, start)].to_vec();
    let added: Vec<Section> = sections
        .iter()
        .map(|Section { title, entries }| Section {
            title,
            entries: entries.iter().filter(|entry| !known.contains(entry)).cloned().collect(),
        })
        .filter(|section| !section.entries.is_empty())
        .collect();
    if added.is_empty() {
        return None;
    }
    for section in &added {
        insert(&mut lines, start, section);
    }
    Some((in_form_of(text, &(lines.join("\n") + "\n")), added))
}

/// Whether a line is the heading of the unreleased changes.
fn is_unreleased(line: &str) -> bool {
    let Some(title) = line.strip_prefix("## ") else { return false };
    let title = title.trim().trim_start_matches('[');
    title.get(.."unreleased".len()).is_some_and(|start| start.eq_ignore_ascii_case("unreleased"))
}

/// Creates the section of unreleased changes before that of the newest version. Returns its line.
fn create(lines: &mut Vec<String>) -> usize {
    let first = lines.iter().position(|line| line.starts_with("## "));
    let is_bracketed = first.is_some_and(|first| lines[first].starts_with("## ["));
    let heading = if is_bracketed { "## [Unreleased]" } else { "## Unreleased" };
    match first {
        Some(first) => {
            lines.splice(first..first, [heading.to_owned(), String::new()]);
            first
        }
        None => {
            while lines.last().is_some_and(|line| line.trim().is_empty()) {
                lines.pop();
            }
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(heading.to_owned());
            lines.len() - 1
        }
    }
}

/// Returns the end of the section at a line: the next version, or the link definitions at the end of the file.
fn end(lines: &[String], start: usize) -> usize {
    let is_end = |line: &String| line.starts_with("## ") || (line.starts_with('[') && line.contains("]: "));
    lines[start + 1..].iter().position(is_end).map_or(lines.len(), |length| start + 1 + length)
}

/// Adds the entries of a section below its heading, which is created if there is none.
fn insert(lines: &mut Vec<String>, start: usize, section: &Section) {
    let end = end(lines, start);
    let heading = format!("### {}", section.title);
    let own = lines[start..end].iter().position(|line| line.trim_end() == heading).map(|line| start + line);
    let last_of = |from: usize, to: usize| {
        (from..to).rev().find(|&line| !lines[line].trim().is_empty()).unwrap_or(from) + 1
    };
    let (at, mut new) = match own {
        Some(own) => {
            let next = lines[own + 1..end].iter().position(|line| line.starts_with("### "));
            let last = last_of(own, next.map_or(end, |length| own + 1 + length));
            (last, if last == own + 1 { vec![String::new()] } else { Vec::new() })
        }
        None => {
            let later = TITLES.iter().skip_while(|title| **title != section.title).skip(1);
            let is_later = |line: &String| {
                line.strip_prefix("### ")
                    .is_some_and(|title| later.clone().any(|later| *later == title.trim()))
            };
            let before = lines[start..end].iter().position(is_later).map_or(end, |line| start + line);
            (last_of(start, before), vec![String::new(), heading, String::new()])
        }
    };
    new.extend(section.entries.iter().cloned());
    if lines.get(at).is_some_and(|line| !line.trim().is_empty()) {
        new.push(String::new());
    }
    lines.splice(at..at, new);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(title: &'static str, entries: &[&str]) -> Section {
        Section { title, entries: entries.iter().map(|entry| (*entry).to_owned()).collect() }
    }

    #[test]
    fn entries_are_added_below_their_headings() {
        let sections = [section(BREAKING, &["- a."]), section(ADDED, &["- b.", "- c."])];
        for (text, expected) in [
            ("# Log\n", "# Log\n\n## Unreleased\n\n### Breaking\n\n- a.\n\n### Added\n\n- b.\n- c.\n"),
            ("", "## Unreleased\n\n### Breaking\n\n- a.\n\n### Added\n\n- b.\n- c.\n"),
            (
                "# Log\n\n## [Unreleased]\n\n- The first version.\n",
                "# Log\n\n## [Unreleased]\n\n- The first version.\n\n### Breaking\n\n- a.\n\n### Added\n\n- b.\n- c.\n",
            ),
            (
                "## Unreleased\n\n### Added\n\n- x.\n\n### Fixed\n\n- y.\n\n## 1.0.0\n\n- z.\n",
                "## Unreleased\n\n### Breaking\n\n- a.\n\n### Added\n\n- x.\n- b.\n- c.\n\n### Fixed\n\n- y.\n\n## 1.0.0\n\n- z.\n",
            ),
            (
                "# Log\n\n## [1.0.0]\n\n- z.\n\n[1.0.0]: https://a\n",
                "# Log\n\n## [Unreleased]\n\n### Breaking\n\n- a.\n\n### Added\n\n- b.\n- c.\n\n## [1.0.0]\n\n- z.\n\n[1.0.0]: https://a\n",
            ),
            (
                "## [Unreleased]\n\n[Unreleased]: https://a\n",
                "## [Unreleased]\n\n### Breaking\n\n- a.\n\n### Added\n\n- b.\n- c.\n\n[Unreleased]: https://a\n",
            ),
        ] {
            for (mark, ending) in [("", "\n"), ("", "\r\n"), ("\u{feff}", "\n"), ("\u{feff}", "\r\n")] {
                let in_form = |text: &str| format!("{mark}{}", text.replace('\n', ending));
                let (text, expected) = (in_form(text), in_form(expected));
                let (new, added) = add(&text, &sections).expect("entries are added");
                if text.contains('\n') {
                    assert_eq!(new, expected);
                }
                assert_eq!(added, sections);
                assert_eq!(add(&new, &sections), None, "no entry is added twice");
            }
        }
    }

    #[test]
    fn only_new_entries_are_added() {
        let sections = [section(ADDED, &["- b.", "- c."])];
        let (text, added) =
            add("## Unreleased\n\n### Added\n\n- c.\n", &sections).expect("an entry is added");
        assert_eq!(text, "## Unreleased\n\n### Added\n\n- c.\n- b.\n");
        assert_eq!(added, [section(ADDED, &["- b."])]);
    }
}
