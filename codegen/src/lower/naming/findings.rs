//! What is reported about names.

use std::collections::HashSet;

use super::{Clash, Nameable, Names, method};
use crate::diagnostics::{Diagnostics, Place};
use crate::lower::names::snake_case;
use crate::lower::overlay_match::Index;
use crate::lower::tree::Tree;
use crate::overlay::Overlay;

/// Reports the items that would have had one name in their folder, and how the overlay gives them better ones.
pub(crate) fn report_clashes(
    file: &str,
    tree: &Tree<'_>,
    requests: &[Nameable<'_, '_>],
    index: &Index,
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    for clash in &names.clashes {
        let Clash { name, requests: clashing, folders } = clash;
        let folder = |folder: &usize| {
            (
                tree.location_of_folder(*folder),
                format!("the folder {}", tree.location_of_folder(*folder)),
                &names.groups[*folder].module,
            )
        };
        let request = |index: &usize| {
            let request = requests[*index].request;
            let name = &names.operations[*index].method;
            (tree.location_of_request(request.index), format!("`{}`", request.signature()), name)
        };
        let all: Vec<_> = folders.iter().map(folder).chain(clashing.iter().map(request)).take(2).collect();
        let [(_, first, first_name), (at, second, second_name)] = &all[..] else { continue };
        let more = match folders.len() + clashing.len() - 2 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let problem = if more.is_empty() {
            format!("{first} and {second} would both be called `{name}`")
        } else {
            format!("{first}, {second}{more} would all be called `{name}`")
        };
        let given = clashing
            .iter()
            .filter(|&&index| requests[index].overlay.is_some_and(|overlay| overlay.operation_id.is_some()));
        if given.count() > 1 {
            let help = "give each its own `operationId`";
            diagnostics.error(Place::new(file, at), problem, help);
            continue;
        }
        let now =
            format!("they are `{first_name}` and `{second_name}`{}", if more.is_empty() { "" } else { " …" });
        let key = clashing.last().map(|&last| index.operation_key(requests[last].request, tree));
        let help = match key {
            Some(Some(key)) => format!("{now}; the overlay can name them: {key}.operationId"),
            Some(None) | None => format!("{now}; rename them apart in Postman"),
        };
        diagnostics.warning(Place::new(file, at), problem, help);
    }
}

/// Reports former names that cannot be methods beside the present ones.
pub(crate) fn check_aliases(
    overlay: &Overlay,
    tree: &Tree<'_>,
    requests: &[Nameable<'_, '_>],
    names: &Names,
    diagnostics: &mut Diagnostics,
) {
    let aliased: Vec<_> = requests
        .iter()
        .filter_map(|nameable| Some((nameable.request.item.folder, nameable.overlay?)))
        .collect();
    if aliased.iter().all(|(_, overlay)| overlay.aliases.is_empty()) {
        return;
    }
    let mut taken: HashSet<(usize, &str)> = HashSet::new();
    let methods = requests.iter().zip(&names.operations);
    taken.extend(methods.map(|(nameable, names)| (nameable.request.item.folder, names.method.as_str())));
    let folders = (1..tree.folders.len())
        .filter_map(|folder| Some((tree.parent(folder)?, names.groups[folder].module.as_str())));
    taken.extend(folders);
    for (folder, entry) in aliased {
        for alias in &entry.aliases {
            let place = || overlay.place(format!("{}.x-aliases", entry.at));
            let valid = method(&snake_case(alias));
            if *alias != valid {
                let problem = format!("`{alias}` cannot be the name of a method");
                diagnostics.error(place(), problem, format!("did you mean `{valid}`?"));
            } else if !taken.insert((folder, alias)) {
                let problem = format!("another method is called `{alias}`");
                diagnostics.error(
                    place(),
                    problem,
                    "remove the alias, or rename that one with `operationId`",
                );
            }
        }
    }
}
