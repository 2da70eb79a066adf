//! The names of types that several places share.
//!
//! Such a type is named after what it is: after the field that holds it (`address`), or after the resource of the
//! operations whose body or response it is (`customer`, for `Get customer` and `Create customer`); the body of an error is
//! an `error_body`. More than half of the places must agree on that, in whole words from the end: `billing_address` and
//! `shipping_address` are both an `address`. Otherwise a small object is named after its fields: `IdName`.
//!
//! If several shapes would have the same name, the one with the most such places has it, and the others are named after
//! the parent of the field, too: `OrderAddress`. A name depends only on such places, not on other requests and not on
//! the order of requests.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;

use hashbrown::{HashMap, HashSet};

use crate::api::{TypeDef, TypeKind};
use crate::lower::names::{self, TypeName};

/// The number of fields up to which an object may be named after its fields.
const FEW_FIELDS: usize = 3;

/// A definition, and its name with the path to its place.
pub(super) type Place<'a> = (&'a TypeDef, &'a TypeName);

/// A name that a shape may have, and the number of places that give it.
struct Proposal {
    name: String,
    votes: usize,
}

/// Returns the name of each shape that has one of its own, by its index. The others keep the name of a place.
pub(super) fn shared_names(
    shapes: &[Vec<Place<'_>>],
    is_taken: impl Fn(&str, usize) -> bool,
) -> HashMap<usize, String> {
    let mut chosen = HashMap::new();
    let mut given: HashSet<String> = HashSet::new();
    let mut open: Vec<(usize, Vec<Proposal>)> = Vec::new();
    let mut words = Words::default();
    for (index, places) in shapes.iter().enumerate().filter(|(_, places)| places.len() > 1) {
        open.push((index, proposals(places, &mut words)));
    }
    // Each round gives the next name of every shape to the one with the most votes for it.
    while open.iter().any(|(_, proposals)| !proposals.is_empty()) {
        let mut claims: BTreeMap<String, Vec<(Reverse<usize>, usize)>> = BTreeMap::new();
        for (index, proposals) in open.iter_mut().filter(|(_, proposals)| !proposals.is_empty()) {
            let Proposal { name, votes } = proposals.remove(0);
            claims.entry(name).or_default().push((Reverse(votes), *index));
        }
        for (name, mut claims) in claims {
            claims.sort_unstable();
            let (votes, index) = claims[0];
            let is_clear = claims.get(1).is_none_or(|(other, _)| *other != votes);
            if is_clear && !given.contains(&name) && !is_taken(&name, index) {
                open.retain(|(other, _)| *other != index);
                given.insert(name.clone());
                chosen.insert(index, name);
            }
        }
    }
    chosen
}

/// Returns the names that a shape may have, the best first.
fn proposals<'a>(places: &[Place<'a>], words: &mut Words<'a>) -> Vec<Proposal> {
    let (first, _) = places[0];
    // A form is only a body, and an object that is only a body may differ from the resource that responses have.
    let is_body = places.iter().all(|(def, name)| def.in_request && name.fields().is_empty());
    let suffix = match first.kind {
        TypeKind::Form(_) => "_form",
        _ if is_body => "_body",
        _ => "",
    };
    let nouns: Vec<Rc<[String]>> = places.iter().map(|(_, name)| words.noun(name)).collect();
    let Some((noun, votes)) = agreed(&nouns) else {
        return by_fields(first).map(|name| Proposal { name, votes: places.len() }).into_iter().collect();
    };
    let named = |words: &str| names::pascal_case(&format!("{words}{suffix}"));
    let mut list = vec![Proposal { name: named(&noun), votes }];
    let parents: Vec<Rc<[String]>> = places.iter().map(|(_, name)| words.parent(name)).collect();
    if let Some((parent, votes)) = agreed(&parents) {
        list.push(Proposal { name: named(&format!("{parent}_{noun}")), votes });
    }
    list.retain(|proposal| proposal.name.len() <= names::LONGEST && names::is_type_name(&proposal.name));
    list
}

/// Returns the words in snake case on which more than half of the places agree, and the number of these places: the
/// last words that most of them have, and as many as they have in common.
fn agreed(nouns: &[Rc<[String]>]) -> Option<(String, usize)> {
    let mut votes: HashMap<&[String], usize> = HashMap::new();
    for noun in nouns {
        for start in 0..noun.len() {
            *votes.entry(&noun[start..]).or_default() += 1;
        }
    }
    let likely =
        votes.into_iter().filter(|(words, votes)| *votes > 1 && votes * 2 > nouns.len() && !is_vague(words));
    let (words, votes) = likely.max_by_key(|(words, votes)| (*votes, words.len(), *words))?;
    Some((words.join("_"), votes))
}

/// Returns the name of an object from its fields, if they are few.
fn by_fields(def: &TypeDef) -> Option<String> {
    let TypeKind::Object(fields) = &def.kind else { return None };
    let mut words: Vec<String> = fields.iter().map(|field| names::snake_case(&field.name.wire)).collect();
    words.sort_unstable_by_key(|word| (word != "id", word.clone()));
    if words.len() == 1 {
        words.push("object".to_owned());
    }
    let name = names::pascal_case(&words.join("_"));
    (fields.len() <= FEW_FIELDS && name.len() <= names::LONGEST / 2 && names::is_type_name(&name))
        .then_some(name)
}

/// The words of the names so far: the same fields and operations are in the names of many places.
#[derive(Default)]
struct Words<'a> {
    /// The words of each field, in the singular if there are several values; `None` if they are vague.
    fields: HashMap<(&'a str, bool), Option<Rc<[String]>>>,
    /// The words of the resource of each operation, likewise.
    resources: HashMap<(&'a str, bool), Rc<[String]>>,
}

impl<'a> Words<'a> {
    /// Returns the words of what a place holds: those of the innermost field that is not vague, or else of the resource of
    /// the operation.
    fn noun(&mut self, name: &'a TypeName) -> Rc<[String]> {
        self.noun_of(name, name.fields().len())
    }

    /// Returns the words of what contains the value at a place.
    fn parent(&mut self, name: &'a TypeName) -> Rc<[String]> {
        match name.fields() {
            [] => Rc::default(),
            fields => self.noun_of(name, fields.len() - 1),
        }
    }

    /// Returns the words of what the field at this depth holds; the operation is at depth 0.
    fn noun_of(&mut self, name: &'a TypeName, depth: usize) -> Rc<[String]> {
        let is_element = name.is_element();
        for (position, field) in name.fields()[..depth].iter().enumerate().rev() {
            let is_list = is_element || position + 1 < name.fields().len();
            let new = || Some(singular(split(field), is_list)).filter(|words| !is_vague(words)).map(Rc::from);
            if let Some(words) = self.fields.entry((field, is_list)).or_insert_with(new) {
                return words.clone();
            }
        }
        let is_list = is_element || depth > 0;
        let new = || singular(resource(split(name.prefix())), is_list).into();
        let words = self.resources.entry((name.prefix(), is_list)).or_insert_with(new);
        match name.is_of_error() {
            true => words.iter().cloned().chain(["error", "body"].map(str::to_owned)).collect(),
            false => words.clone(),
        }
    }
}

/// Puts the last word into the singular if there are several values.
fn singular(mut words: Vec<String>, is_element: bool) -> Vec<String> {
    if let Some(last) = words.last_mut().filter(|_| is_element) {
        *last = names::singular(last);
    }
    words
}

fn split(name: &str) -> Vec<String> {
    names::snake_case(name).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns the words of an operation's name that name its resource: `customer` for `get_customer_by_id`.
fn resource(words: Vec<String>) -> Vec<String> {
    let is_before = |word: &String| is_verb(word) || is_preposition(word) || VAGUE.contains(&word.as_str());
    let mut words: Vec<String> = words.into_iter().skip_while(is_before).collect();
    words.truncate(words.iter().position(|word| is_preposition(word)).unwrap_or(words.len()));
    while words.last().is_some_and(|word| is_verb(word)) {
        words.pop();
    }
    words
}

fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

/// Whether words do not say what a value is.
fn is_vague(words: &[String]) -> bool {
    words.iter().all(|word| {
        VAGUE.contains(&word.as_str()) || word.len() < 2 || word.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Verbs at the start of an operation's name.
const VERBS: &[&str] = &[
    "activate",
    "add",
    "apply",
    "approve",
    "archive",
    "assign",
    "attach",
    "cancel",
    "change",
    "check",
    "clone",
    "close",
    "copy",
    "create",
    "deactivate",
    "delete",
    "detach",
    "disable",
    "download",
    "edit",
    "enable",
    "execute",
    "export",
    "fetch",
    "find",
    "generate",
    "get",
    "import",
    "insert",
    "issue",
    "list",
    "make",
    "modify",
    "move",
    "open",
    "patch",
    "post",
    "publish",
    "put",
    "query",
    "read",
    "register",
    "remove",
    "rename",
    "replace",
    "request",
    "reset",
    "restore",
    "resume",
    "retrieve",
    "return",
    "run",
    "save",
    "search",
    "send",
    "set",
    "show",
    "start",
    "stop",
    "submit",
    "unassign",
    "update",
    "upload",
    "upsert",
    "validate",
    "verify",
    "view",
];

/// Words that begin the rest of an operation's name.
const PREPOSITIONS: &[&str] = &[
    "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "to", "using", "via", "with",
    "without",
];

/// Words that do not say what a value is.
const VAGUE: &[&str] = &[
    "all",
    "attribute",
    "attributes",
    "body",
    "content",
    "contents",
    "current",
    "data",
    "detail",
    "details",
    "element",
    "elements",
    "entries",
    "entry",
    "existing",
    "info",
    "information",
    "item",
    "items",
    "list",
    "meta",
    "multiple",
    "my",
    "new",
    "object",
    "objects",
    "one",
    "params",
    "payload",
    "properties",
    "record",
    "records",
    "response",
    "result",
    "results",
    "row",
    "rows",
    "single",
    "specific",
    "value",
    "values",
];
