//! The items of one folder, while they are told apart.

use std::collections::{HashMap, HashSet};

use super::{Clash, GroupName, group_name, is_reserved_type, method};
use crate::api::Server;
use crate::lower::names;
use crate::lower::names::title::{is_nameless, literals, request_name, snake_case, without_number};
use crate::lower::names::{LONGEST, cut, short};
use crate::lower::request::Draft;
use crate::lower::tree::{self, Tree};

/// A folder's own items.
pub(super) struct Scope<'s, 'd> {
    drafts: &'s mut [Draft<'d>],
    servers: &'s [Server],
    subjects: Vec<Subject>,
}

struct Subject {
    what: What,
    /// The name so far, in snake case.
    name: String,
    /// The item's name before it was cut.
    full: String,
    /// Whether the overlay gave the name.
    is_given: bool,
    /// Whether the name is no longer that of the item alone.
    is_refined: bool,
}

#[derive(Clone, Copy)]
enum What {
    Folder(usize),
    Draft(usize),
}

/// What may distinguish items of one name, in the order in which it is tried. Folders have only their names.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Rest,
    Method,
    Parameters,
    LastWord,
    Words,
    Server,
}

const STEPS: &[Step] =
    &[Step::Rest, Step::Method, Step::Parameters, Step::LastWord, Step::Words, Step::Server];

impl<'s, 'd> Scope<'s, 'd> {
    pub(super) fn new(drafts: &'s mut [Draft<'d>], servers: &'s [Server]) -> Self {
        Self { drafts, servers, subjects: Vec::new() }
    }

    pub(super) fn add_folder(&mut self, tree: &Tree<'_>, folder: usize) {
        let title = tree.folders[folder].item.map(tree::name).unwrap_or_default();
        let full = if is_nameless(title) { "folder".to_owned() } else { snake_case(without_number(title)) };
        self.add(What::Folder(folder), full, false);
    }

    pub(super) fn add_request(&mut self, tree: &Tree<'_>, draft: usize) {
        let Draft { request, method, path, entry, .. } = &self.drafts[draft];
        let given = entry.and_then(|entry| entry.operation_id.as_deref());
        let full = match given {
            Some(id) => names::snake_case(id),
            None => request_name(tree::name(tree.requests[*request].item), method, path),
        };
        self.add(What::Draft(draft), full, given.is_some());
    }

    fn add(&mut self, what: What, full: String, is_given: bool) {
        let name = if is_given { full.clone() } else { short(&full).to_owned() };
        self.subjects.push(Subject { what, name, full, is_given, is_refined: false });
    }

    /// The subjects that have one name, those with a given name left out, in order.
    fn classes(&self) -> Vec<Vec<usize>> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut classes: Vec<Vec<usize>> = Vec::new();
        for (subject, Subject { name, .. }) in self.subjects.iter().enumerate() {
            let place = *places.entry(key(name)).or_insert_with(|| {
                classes.push(Vec::new());
                classes.len() - 1
            });
            classes[place].push(subject);
        }
        classes.retain(|class| class.len() > 1);
        classes
    }

    pub(super) fn tell_apart(&mut self, clashes: &mut Vec<Clash>) {
        for class in self.classes() {
            let mut clash =
                Clash { name: self.subjects[class[0]].name.clone(), drafts: Vec::new(), folders: Vec::new() };
            let (mut requests, mut folders) = (Vec::new(), Vec::new());
            for subject in class {
                match self.subjects[subject].what {
                    What::Folder(folder) => {
                        clash.folders.push(folder);
                        folders.push(subject);
                    }
                    What::Draft(draft) => {
                        clash.drafts.push(draft);
                        if !self.subjects[subject].is_given {
                            requests.push(subject);
                        }
                    }
                }
            }
            let is_alone = folders.is_empty() && clash.drafts.len() == requests.len();
            self.refine(requests, STEPS, !is_alone);
            self.refine(folders, &[Step::Rest], false);
            clashes.push(clash);
        }
    }

    /// Tells requests apart by the first step that does; `all` when even a single one needs another name.
    fn refine(&mut self, class: Vec<usize>, steps: &[Step], all: bool) {
        if class.is_empty() || (class.len() == 1 && !all) {
            return;
        }
        let [step, steps @ ..] = steps else { return self.number(&class) };
        let words: Vec<String> = match step {
            Step::Rest => self.rests(&class),
            _ => class.iter().map(|&subject| self.words(subject, *step)).collect(),
        };
        if (!all || words[0].is_empty()) && words.iter().all(|word| *word == words[0]) {
            return self.refine(class, steps, all);
        }
        let mut classes: Vec<Vec<usize>> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (&subject, words) in class.iter().zip(&words) {
            self.add_words(subject, *step, words);
            let place = *places.entry(words).or_insert_with(|| {
                classes.push(Vec::new());
                classes.len() - 1
            });
            classes[place].push(subject);
        }
        for class in classes {
            self.refine(class, steps, false);
        }
    }

    /// What follows the words that all the names begin with; nothing when none of them was cut.
    fn rests(&self, class: &[usize]) -> Vec<String> {
        let names: Vec<&str> = class.iter().map(|&subject| self.subjects[subject].full.as_str()).collect();
        let first: Vec<&str> = names[0].split('_').collect();
        let common = |name: &&str| name.split('_').zip(&first).take_while(|(a, b)| a == *b).count();
        let common = names.iter().map(common).min().unwrap_or_default();
        let was_cut = class.iter().any(|&subject| self.subjects[subject].full != self.subjects[subject].name);
        let rest = |name: &&str| name.split('_').skip(common).take(3).collect::<Vec<_>>().join("_");
        names
            .iter()
            .map(|name| if was_cut { cut(&rest(name), LONGEST / 2).to_owned() } else { String::new() })
            .collect()
    }

    fn words(&self, subject: usize, step: Step) -> String {
        let What::Draft(draft) = self.subjects[subject].what else { return String::new() };
        let Draft { method, path, server, .. } = &self.drafts[draft];
        let words = match step {
            Step::Rest => String::new(),
            Step::Method => names::snake_case(method),
            Step::Parameters => {
                let names: Vec<_> =
                    path.parameters().map(|parameter| names::snake_case(&parameter.name.wire)).collect();
                names.join("_and_")
            }
            Step::LastWord => literals(path).next_back().map(names::snake_case).unwrap_or_default(),
            Step::Words => literals(path).map(names::snake_case).collect::<Vec<_>>().join("_"),
            Step::Server => {
                let name = self.servers.get(*server).map(|server| server.name.trim_start_matches("r#"));
                name.unwrap_or_default().to_owned()
            }
        };
        // Words that begin with a digit have a `_` of their own.
        short(words.trim_start_matches('_')).to_owned()
    }

    fn add_words(&mut self, subject: usize, step: Step, words: &str) {
        let Subject { name, is_refined, .. } = &mut self.subjects[subject];
        *is_refined = true;
        if words.is_empty() {
            return;
        }
        *name = match step {
            Step::Method if *name == words || name.starts_with(&format!("{words}_")) => return,
            // Every token is a method, also one that begins with a digit.
            Step::Method => names::started(format!("{words}_{}", name.trim_start_matches('_')), "_", ""),
            Step::Parameters if name.ends_with(words) => return,
            Step::Parameters => format!("{name}_by_{words}"),
            Step::Rest | Step::LastWord | Step::Words | Step::Server => format!("{name}_{words}"),
        };
    }

    fn number(&mut self, class: &[usize]) {
        for (number, &subject) in class.iter().enumerate().skip(1) {
            let Subject { name, is_refined, .. } = &mut self.subjects[subject];
            *name = format!("{name}_{}", number + 1);
            *is_refined = true;
        }
    }

    /// Writes the names down.
    pub(super) fn finish(mut self, is_root: bool, handle: &str, groups: &mut [GroupName]) {
        let mut taken: HashSet<String> = HashSet::new();
        taken.extend(
            self.subjects.iter().filter(|subject| !subject.is_refined).map(|subject| key(&subject.name)),
        );
        for subject in self.subjects.iter_mut().filter(|subject| subject.is_refined) {
            let (name, mut number) = (subject.name.clone(), 2);
            while !taken.insert(key(&subject.name)) {
                subject.name = format!("{name}_{number}");
                number += 1;
            }
        }
        let mut types: HashSet<String> = HashSet::from([handle.to_owned()]);
        for Subject { what, name, .. } in &self.subjects {
            match *what {
                What::Folder(folder) => groups[folder] = group_name(name, is_root),
                What::Draft(draft) => {
                    let draft = &mut self.drafts[draft];
                    draft.name = method(name);
                    let plain = names::pascal_case(name);
                    let is_free = plain != *name && !is_reserved_type(&plain) && types.insert(plain.clone());
                    draft.type_name =
                        if is_free { plain } else { names::free(format!("{plain}Call"), "", &mut types) };
                }
            }
        }
    }
}

/// What two names have in common that cannot live side by side.
fn key(name: &str) -> String {
    names::pascal_case(name)
}
