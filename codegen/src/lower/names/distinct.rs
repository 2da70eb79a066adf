//! Distinct names for the items of one folder.
//!
//! An item's name comes from its title, or from method and path if the title is empty, a URL or only punctuation. Items
//! that would have the same name get an addition. It is the first of these that differs: the part of the title that
//! was cut, the method, the path's parameters, the path's last word, all words of the path, the server. If none of
//! them differs, they are numbered in order. The name of every other item depends only on the item.

use hashbrown::{HashMap, HashSet};

use super::case::{self, pascal_case, with_letter_first};
use super::length::{LONGEST, cut, joined};
use super::title::{is_nameless, literals, request_name, snake_case, without_number};
use crate::api::PathTemplate;

/// The properties of a folder's item that its name depends on.
#[derive(Clone, Copy)]
pub(crate) enum Item<'n> {
    /// A folder.
    Folder {
        title: &'n str,
        /// The name that the overlay gives it.
        given: Option<&'n str>,
    },
    /// A request.
    Request {
        title: &'n str,
        method: &'n str,
        path: &'n PathTemplate,
        /// The name of its server.
        server: &'n str,
        /// The name that the overlay gives it.
        given: Option<&'n str>,
    },
}

/// The names of the items of one folder.
pub(crate) struct Distinct {
    /// The names in snake case, in the order of the items.
    pub(crate) names: Vec<String>,
    /// The items that would have had the same name.
    pub(crate) clashes: Vec<Clash>,
    /// The items whose titles are too long for a name.
    pub(crate) cut: Vec<usize>,
}

/// Items that would have had the same name.
pub(crate) struct Clash {
    /// The name.
    pub(crate) name: String,
    /// The items, by their index.
    pub(crate) items: Vec<usize>,
}

/// Names the items of one folder.
pub(crate) fn distinct(items: &[Item<'_>]) -> Distinct {
    let mut scope = Scope { items, entries: items.iter().map(Entry::new).collect() };
    let clashes = scope.distinguish();
    scope.number_refined();
    let is_cut = |item: &usize| {
        let Entry { full, is_given, .. } = &scope.entries[*item];
        !is_given && full.len() > LONGEST_ITEM
    };
    let cut = (0..items.len()).filter(is_cut).collect();
    Distinct { names: scope.entries.into_iter().map(|entry| entry.name).collect(), clashes, cut }
}

/// The maximum length of an item's name in bytes. It leaves room for the suffix of a type, `Call` or `Group`.
const LONGEST_ITEM: usize = LONGEST - "Group".len();

/// The items of a folder while their names are determined.
struct Scope<'s, 'n> {
    items: &'s [Item<'n>],
    /// The names, in the order of the items.
    entries: Vec<Entry>,
}

/// The name of an item while it is determined.
struct Entry {
    /// The name so far, in snake case.
    name: String,
    /// The name before it was cut.
    full: String,
    /// Whether the overlay gives the name.
    is_given: bool,
    /// Whether the name was changed because of other items.
    is_refined: bool,
}

/// A property that may distinguish items of one name. Folders have only [`Step::Rest`].
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// The part of the title that was cut.
    Rest,
    /// The method.
    Method,
    /// The path parameters.
    Parameters,
    /// The last word of the path.
    LastWord,
    /// All words of the path.
    Words,
    /// The server.
    Server,
}

/// The steps for requests, in order.
const STEPS: &[Step] =
    &[Step::Rest, Step::Method, Step::Parameters, Step::LastWord, Step::Words, Step::Server];

impl Entry {
    fn new(item: &Item<'_>) -> Self {
        let (full, is_given) = match *item {
            Item::Folder { given: Some(name), .. } => (case::snake_case(name), true),
            Item::Folder { title, .. } if is_nameless(title) => ("folder".to_owned(), false),
            Item::Folder { title, .. } => (snake_case(without_number(title)), false),
            Item::Request { given: Some(name), .. } => (case::snake_case(name), true),
            Item::Request { title, method, path, .. } => (request_name(title, method, path), false),
        };
        let name = if is_given { full.clone() } else { cut(&full, LONGEST_ITEM).to_owned() };
        Self { name, full, is_given, is_refined: false }
    }
}

impl Scope<'_, '_> {
    /// Returns the groups of items that share a name.
    fn classes(&self) -> Vec<Vec<usize>> {
        let names = self.entries.iter().map(|entry| key(&entry.name));
        let mut classes = grouped(names.enumerate());
        classes.retain(|class| class.len() > 1);
        classes
    }

    /// Gives different names to the items that share one; returns those items.
    fn distinguish(&mut self) -> Vec<Clash> {
        let mut clashes = Vec::new();
        for class in self.classes() {
            let name = self.entries[class[0]].name.clone();
            let (folders, requests): (Vec<usize>, Vec<usize>) =
                class.iter().partition(|&&item| matches!(self.items[item], Item::Folder { .. }));
            let own = requests.iter().copied().filter(|&item| !self.entries[item].is_given);
            let own: Vec<usize> = own.collect();
            let are_alone = folders.is_empty() && own.len() == requests.len();
            self.refine(own, STEPS, !are_alone);
            self.refine(folders, &[Step::Rest], false);
            clashes.push(Clash { name, items: class });
        }
        clashes
    }

    /// Distinguishes items by the first step that differs between them. With `all`, a single item gets another name,
    /// too, because an item outside the class keeps the present one.
    fn refine(&mut self, class: Vec<usize>, steps: &[Step], all: bool) {
        if class.is_empty() || (class.len() == 1 && !all) {
            return;
        }
        let [step, steps @ ..] = steps else { return self.number(&class) };
        let words: Vec<String> = match step {
            Step::Rest => self.rests(&class),
            _ => {
                let room = self.room(&class);
                class.iter().map(|&item| self.words(item, *step, room)).collect()
            }
        };
        if (!all || words[0].is_empty()) && words.iter().all(|word| *word == words[0]) {
            return self.refine(class, steps, all);
        }
        for (&item, words) in class.iter().zip(&words) {
            self.add_words(item, *step, words);
        }
        for class in grouped(class.into_iter().zip(words)) {
            self.refine(class, steps, false);
        }
    }

    /// Returns the first words of each full name after the common prefix; empty strings if no name was cut.
    fn rests(&self, class: &[usize]) -> Vec<String> {
        let names: Vec<&str> = class.iter().map(|&item| self.entries[item].full.as_str()).collect();
        if class.iter().all(|&item| self.entries[item].full == self.entries[item].name) {
            return vec![String::new(); names.len()];
        }
        let first: Vec<&str> = names[0].split('_').collect();
        let common = |name: &&str| name.split('_').zip(&first).take_while(|(a, b)| a == *b).count();
        let common = names.iter().map(common).min().unwrap_or_default();
        let rest = |name: &&str| name.split('_').skip(common).take(3).collect::<Vec<_>>().join("_");
        names.iter().map(|name| cut(&rest(name), LONGEST / 2).to_owned()).collect()
    }

    /// Returns the maximum length of the words that are added to the names of a class.
    fn room(&self, class: &[usize]) -> usize {
        let longest = class.iter().map(|&item| self.entries[item].name.len()).max().unwrap_or_default();
        LONGEST_ITEM.saturating_sub(longest + "_by_".len()).max(LONGEST_ITEM / 2)
    }

    /// Returns the words for an item's name that a step adds; empty if there are none.
    fn words(&self, item: usize, step: Step, room: usize) -> String {
        let Item::Request { method, path, server, .. } = self.items[item] else { return String::new() };
        let words = match step {
            Step::Rest => String::new(),
            Step::Method => case::snake_case(method),
            Step::Parameters => {
                let names: Vec<_> =
                    path.parameters().map(|parameter| case::snake_case(&parameter.name.wire)).collect();
                names.join("_and_")
            }
            Step::LastWord => literals(path).next_back().map(case::snake_case).unwrap_or_default(),
            Step::Words => literals(path).map(case::snake_case).collect::<Vec<_>>().join("_"),
            Step::Server => server.trim_start_matches("r#").to_owned(),
        };
        // `snake_case` adds a `_` before a digit.
        cut(words.trim_start_matches('_'), room).to_owned()
    }

    fn add_words(&mut self, item: usize, step: Step, words: &str) {
        let Entry { name, is_refined, .. } = &mut self.entries[item];
        *is_refined = true;
        if words.is_empty() {
            return;
        }
        *name = match step {
            Step::Method if *name == words || name.starts_with(&format!("{words}_")) => return,
            // A method may begin with a digit.
            Step::Method => {
                let name = with_letter_first(format!("{words}_{}", name.trim_start_matches('_')), "_", "");
                cut(&name, LONGEST_ITEM).to_owned()
            }
            Step::Parameters if name.ends_with(words) => return,
            Step::Parameters => joined(name, &format!("_by_{words}"), LONGEST_ITEM),
            Step::Rest | Step::LastWord | Step::Words | Step::Server => {
                joined(name, &format!("_{words}"), LONGEST_ITEM)
            }
        };
    }

    /// Numbers the items of a class, except the first.
    fn number(&mut self, class: &[usize]) {
        for (number, &item) in class.iter().enumerate().skip(1) {
            let Entry { name, is_refined, .. } = &mut self.entries[item];
            *name = joined(name, &format!("_{}", number + 1), LONGEST_ITEM);
            *is_refined = true;
        }
    }

    /// Numbers the refined names that another item has.
    fn number_refined(&mut self) {
        let kept = self.entries.iter().filter(|entry| !entry.is_refined);
        let mut taken: HashSet<String> = kept.map(|entry| key(&entry.name)).collect();
        for entry in self.entries.iter_mut().filter(|entry| entry.is_refined) {
            let (name, mut number) = (entry.name.clone(), 2);
            while !taken.insert(key(&entry.name)) {
                entry.name = joined(&name, &format!("_{number}"), LONGEST_ITEM);
                number += 1;
            }
        }
    }
}

/// Groups items by a string, in the order of their first items.
fn grouped(items: impl Iterator<Item = (usize, String)>) -> Vec<Vec<usize>> {
    let mut indexes: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (item, string) in items {
        let index = *indexes.entry(string).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[index].push(item);
    }
    groups
}

/// Returns the type name for a name: two items whose type names are equal cannot be in one module.
fn key(name: &str) -> String {
    pascal_case(name)
}
