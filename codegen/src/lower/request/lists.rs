//! Lists whose elements have their index in the name: `expand[0]=a&expand[1]=b`.

use hashbrown::HashMap;

/// An entry of a query or of a form.
pub(crate) struct Element<'e> {
    /// The name as it is sent.
    pub(crate) name: &'e str,
    /// Whether Postman sends it.
    pub(crate) enabled: bool,
    /// Whether it can be an element of a list: its value is one string or one file.
    pub(crate) is_single: bool,
}

/// Returns the name of the list that each entry is an element of.
///
/// The elements of a list are adjacent, their indexes count from 0, those that are disabled are the last ones, and
/// nothing else has the name of the list.
pub(crate) fn lists(entries: &[Element<'_>]) -> Vec<Option<String>> {
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        *uses.entry(entry.name).or_default() += 1;
        if let Some((list, _)) = indexed(entry.name) {
            *uses.entry(list).or_default() += 1;
        }
    }
    let mut lists = vec![None; entries.len()];
    let mut start = 0;
    while start < entries.len() {
        let Some((list, "0")) = indexed(entries[start].name) else {
            start += 1;
            continue;
        };
        let is_next = |(index, entry): (usize, &Element<'_>)| {
            entry.is_single && indexed(entry.name) == Some((list, index.to_string().as_str()))
        };
        let rest = &entries[start..];
        let count = rest.iter().enumerate().take_while(|(index, entry)| is_next((*index, entry))).count();
        let elements = &rest[..count];
        let are_sent_first = elements.is_sorted_by_key(|element| !element.enabled);
        if are_sent_first && uses.get(list) == Some(&count) {
            lists[start..start + count].fill(Some(list.to_owned()));
        }
        start += count.max(1);
    }
    lists
}

/// Splits a name such as `expand[0]` into the name of the list and the text in the last brackets.
fn indexed(name: &str) -> Option<(&str, &str)> {
    let (list, index) = name.strip_suffix(']')?.rsplit_once('[')?;
    (!list.is_empty()).then_some((list, index))
}

#[cfg(test)]
mod tests {
    use super::{Element, lists};

    /// Returns the lists of entries; a name with a `-` before it is disabled.
    fn of(names: &[&str]) -> Vec<Option<String>> {
        let element = |name: &&'static str| Element {
            name: name.trim_start_matches('-'),
            enabled: !name.starts_with('-'),
            is_single: true,
        };
        let names: Vec<&'static str> =
            names.iter().map(|name| &*Box::leak((*name).to_owned().into_boxed_str())).collect();
        lists(&names.iter().map(element).collect::<Vec<_>>())
    }

    #[test]
    fn adjacent_indexes_from_0_are_a_list() {
        for (names, list) in [
            (&["a[0]"][..], "a"),
            (&["a[0]", "a[1]", "a[2]"], "a"),
            (&["a[b][0]", "a[b][1]"], "a[b]"),
            (&["a[0]", "-a[1]", "-a[2]"], "a"),
            (&["-a[0]", "-a[1]"], "a"),
        ] {
            assert_eq!(of(names), vec![Some(list.to_owned()); names.len()], "{names:?}");
        }
        let a = |list: &str| Some(list.to_owned());
        assert_eq!(of(&["x", "a[0]", "b[0]", "b[1]"]), [None, a("a"), a("b"), a("b")]);
        assert_eq!(of(&["a[0]", "a[0][x]"]), [a("a"), None]);
    }

    #[test]
    fn other_names_are_no_list() {
        for names in [
            &["a"][..],
            &["a[1]"],
            &["a[1]", "a[2]"],
            &["a[1]", "a[0]"],
            &["a[0]", "a[2]"],
            &["a[0]", "a[0]"],
            &["a[0]", "x", "a[1]"],
            &["a[0]", "a[1]", "a[01]"],
            &["a[0]", "a[]"],
            &["a[0]", "a[x]"],
            &["a[0]", "a"],
            &["-a[0]", "a[1]"],
            &["a[0]", "-a[1]", "a[2]"],
            &["a[0][price]", "a[1][price]"],
            &["[0]", "[1]"],
            &["a[00]"],
            &["a[]", "a[]"],
        ] {
            assert!(of(names).iter().all(Option::is_none), "{names:?}");
        }
    }
}
