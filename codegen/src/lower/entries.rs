//! Which operation an entry of the overlay speaks of.

use std::collections::{HashMap, HashSet};

use super::draft::Draft;
use super::tree::{self, Tree};
use crate::diagnostics::Diagnostics;
use crate::overlay::{OperationEntry, Overlay};

/// The operations by method and path.
pub(super) struct Index {
    by_signature: HashMap<String, Vec<usize>>,
    /// The same by folders and name too.
    by_key: HashMap<String, Vec<usize>>,
}

/// How many keys a message lists.
const LISTED: usize = 5;

impl Index {
    pub(super) fn new(drafts: &[Draft<'_>], tree: &Tree<'_>) -> Self {
        let mut by_signature: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, draft) in drafts.iter().enumerate() {
            by_signature.entry(draft.signature()).or_default().push(place);
        }
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (signature, places) in &by_signature {
            for &place in places {
                by_key.entry(format!("{signature}#{}", key_of(drafts, place, tree))).or_default().push(place);
            }
        }
        Self { by_signature, by_key }
    }

    /// Gives each operation its entry.
    pub(super) fn assign<'a>(
        &self,
        overlay: &'a Overlay,
        tree: &Tree<'_>,
        drafts: &mut [Draft<'a>],
        diagnostics: &mut Diagnostics,
    ) {
        for entry in &overlay.operations {
            let place = overlay.location(&entry.at);
            let signature = format!("{} {}", entry.method, entry.path);
            let candidates = self.by_signature.get(&signature).map_or(&[][..], Vec::as_slice);
            let matching = match &entry.item {
                Some(item) => self
                    .by_key
                    .get(&format!("{signature}#{}", tree::one_line(item)))
                    .map_or(&[][..], Vec::as_slice),
                None => candidates,
            };
            match *matching {
                [draft] => match drafts[draft].entry {
                    Some(other) => {
                        let problem = format!("`{}` describes the same operation", other.at);
                        diagnostics.error(place, problem, "make one entry of the two");
                    }
                    None => drafts[draft].entry = Some(entry),
                },
                [] if candidates.is_empty() => {
                    diagnostics.error(place, "overlay entry matches no operation", nearest(entry, drafts));
                }
                [] => {
                    let help = format!("write {}", keys(entry, candidates, drafts, tree));
                    diagnostics.error(place, "overlay entry matches no operation", help);
                }
                _ => {
                    let keys: HashSet<String> =
                        matching.iter().map(|&draft| key_of(drafts, draft, tree)).collect();
                    let help = if keys.len() < matching.len() {
                        "rename them apart in Postman: they have one name in one folder".to_owned()
                    } else {
                        format!("write {}", self::keys(entry, matching, drafts, tree))
                    };
                    let problem = format!("overlay entry matches {} operations", matching.len());
                    diagnostics.error(place, problem, help);
                }
            }
        }
    }

    /// The place in an overlay that gives an operation a name; nothing when no key means this operation alone.
    pub(super) fn name_key(&self, draft: usize, drafts: &[Draft<'_>], tree: &Tree<'_>) -> Option<String> {
        let signature = drafts[draft].signature();
        let path = drafts[draft].path.template();
        let key = if self.by_signature.get(&signature)?.len() == 1 {
            path
        } else {
            let key = key_of(drafts, draft, tree);
            if self.by_key.get(&format!("{signature}#{key}"))?.len() > 1 {
                return None;
            }
            format!("{path}#{key}")
        };
        Some(format!("paths.\"{key}\".{}.operationId", drafts[draft].method.to_lowercase()))
    }
}

fn key_of(drafts: &[Draft<'_>], draft: usize, tree: &Tree<'_>) -> String {
    tree.key_of_request(drafts[draft].request)
}

/// The exact keys of operations with one path.
fn keys(entry: &OperationEntry, drafts: &[usize], all: &[Draft<'_>], tree: &Tree<'_>) -> String {
    let listed = drafts.iter().take(LISTED);
    let keys: Vec<String> =
        listed.map(|&draft| format!("`{}#{}`", entry.path, key_of(all, draft, tree))).collect();
    let more = drafts.len().saturating_sub(LISTED);
    let list = keys.join(" or ");
    if more > 0 { format!("{list}, or the key of one of {more} others") } else { list }
}

/// What the collection has instead.
fn nearest(entry: &OperationEntry, drafts: &[Draft<'_>]) -> String {
    let wanted = segments(&entry.path);
    let distance = |draft: &Draft<'_>| {
        let other_method = usize::from(draft.method != entry.method);
        distance(&wanted, &segments(&draft.path.template())) + 3 * other_method
    };
    match drafts.iter().min_by_key(|draft| distance(draft)) {
        Some(draft) => format!("the collection has `{}`", draft.signature()),
        None => "the collection has no operations".to_owned(),
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(str::to_owned).collect()
}

/// How far one path is from another: a parameter of another name is near, another word is not.
fn distance(from: &[String], to: &[String]) -> usize {
    let is_parameter = |segment: &str| segment.starts_with('{');
    let mut row: Vec<usize> = (0..=to.len()).map(|length| 2 * length).collect();
    for (line, a) in from.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = 2 * (line + 1);
        for (column, b) in to.iter().enumerate() {
            let replaced = match () {
                () if a == b => 0,
                () if is_parameter(a) && is_parameter(b) => 1,
                () => 3,
            };
            let replaced = diagonal + replaced;
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 2).min(row[column] + 2);
        }
    }
    row[to.len()]
}
