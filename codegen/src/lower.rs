//! Every decision about the input.
//!
//! [`lower()`] goes over the collection several times, because each step needs what the one before it found of *all*
//! requests: first where each is sent ([`draft`]), then what the overlay says of which ([`entries`]), then the names
//! ([`naming`]), and last the operations with their types ([`operation`]).
//!
//! A request that Postman itself does not send (no URL, a broken header name) is refused with a warning: every request
//! is either an operation or an [`Unlowered`] `request`.

mod auth;
mod body;
mod credentials;
mod draft;
mod entries;
mod equal;
pub(crate) mod example;
mod form;
mod headers;
mod modules;
pub(crate) mod names;
mod naming;
mod operation;
mod parameters;
mod responses;
mod rest;
pub(crate) mod schema;
mod servers;
pub(crate) mod shapes;
mod tree;
pub(crate) mod types;
mod url;
mod variables;

use std::collections::HashSet;

use crate::Input;
use crate::api::{Api, Group, Name, Operation, REFUSED, Type, TypeDef, TypeKind, Unlowered};
use crate::collection::Collection;
use crate::diagnostics::{Diagnostics, Location};
use crate::overlay::Overlay;
use draft::Draft;
use entries::Index;
use naming::{Clash, GroupName};
use operation::Operations;
use schema::Schemas;
use servers::Servers;
use tree::{Child, Tree};
use types::Types;
use variables::Variables;

/// Turns a collection and what its overlay says into an API. Nothing when one of the findings is an error.
pub fn lower(input: &Input<'_>) -> (Option<Api>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let collection = match Collection::parse(input.collection.file, input.collection.text) {
        Ok(collection) => Some(collection),
        Err(diagnostic) => {
            diagnostics.add(diagnostic);
            None
        }
    };
    let overlay =
        input.overlay.as_ref().and_then(|source| Overlay::parse(source.file, source.text, &mut diagnostics));
    let Some(collection) = collection else { return (None, diagnostics) };
    let tree = Tree::new(&collection);
    if tree.requests.is_empty() {
        let help = "export one that has requests: nothing else becomes a client";
        diagnostics.error(Location::new(input.collection.file, ""), "the collection has no requests", help);
        return (None, diagnostics);
    }
    let api = api(input.collection.file, &collection, &tree, overlay.as_ref(), &mut diagnostics);
    (Some(api).filter(|_| !diagnostics.has_errors()), diagnostics)
}

fn api<'a>(
    file: &str,
    collection: &'a Collection,
    tree: &'a Tree<'a>,
    overlay: Option<&'a Overlay>,
    diagnostics: &mut Diagnostics,
) -> Api {
    let variables = Variables::new(collection);
    let mut servers = Servers::default();
    let mut unlowered = rest::rest(collection, tree);
    let mut drafts = drafts(file, tree, &variables, &mut servers, &mut unlowered, diagnostics);
    let (servers, client_variables) = servers.finish();
    if let Some(overlay) = overlay {
        Index::new(&drafts, tree).assign(overlay, tree, &mut drafts, diagnostics);
    }
    let (groups, clashes) = naming::name_all(tree, &mut drafts, &servers);
    report_clashes(file, tree, &drafts, &groups, &clashes, diagnostics);
    if let Some(overlay) = overlay {
        check_aliases(overlay, tree, &drafts, &groups, diagnostics);
    }

    let (credentials, uses) = credentials::credentials(&drafts, &variables, &client_variables);
    let reserved = overlay.map_or(&[][..], |overlay| &overlay.schemas).iter().map(|(name, _)| name.clone());
    let mut operations = Operations {
        file,
        tree,
        variables: &variables,
        overlay,
        schemas: Schemas::new(overlay, diagnostics),
        types: Types::reserving(reserved),
        credentials: &credentials,
        unlowered,
        diagnostics,
    };
    let mut by_request: Vec<Option<Operation>> = tree.requests.iter().map(|_| None).collect();
    for (draft, used) in drafts.iter_mut().zip(uses) {
        by_request[draft.request] = Some(operations.operation(draft, used));
    }
    let Operations { mut types, unlowered, .. } = operations;
    types.alias_equal();
    let error = overlay.and_then(|_| shared_error(by_request.iter().flatten(), &types));
    let mut types = types.into_list();
    schema::box_cycles(&mut types);
    redact_untyped(&mut types);
    let (groups, operations) = assemble(tree, 0, &groups, &mut by_request);
    Api {
        title: tree::one_line(collection.info.name.as_deref().unwrap_or_default()),
        docs: tree::docs(collection.info.description.as_ref()),
        servers,
        variables: client_variables,
        credentials,
        type_modules: modules::modules(&types, &groups, &operations),
        groups,
        operations,
        types,
        error,
        values: variables.values(),
        unlowered,
    }
}

/// The requests that Postman sends; the others are refused.
fn drafts<'a>(
    file: &str,
    tree: &'a Tree<'a>,
    variables: &Variables<'_>,
    servers: &mut Servers,
    unlowered: &mut Vec<Unlowered>,
    diagnostics: &mut Diagnostics,
) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    for (request, found) in tree.requests.iter().enumerate() {
        match Draft::new(request, found, variables, servers) {
            Ok(draft) => drafts.push(draft),
            Err(refused) => {
                let at = tree.place_of_request(request);
                diagnostics.warning(Location::new(file, &at), refused.problem, refused.help);
                unlowered.push(Unlowered { at, what: REFUSED });
            }
        }
    }
    if drafts.is_empty() {
        let help = "the warnings say what is wrong with each";
        diagnostics.error(Location::new(file, ""), "none of the collection's requests can be sent", help);
    }
    drafts
}

/// Says which items would have had one name, and how to give them better ones.
fn report_clashes(
    file: &str,
    tree: &Tree<'_>,
    drafts: &[Draft<'_>],
    groups: &[GroupName],
    clashes: &[Clash],
    diagnostics: &mut Diagnostics,
) {
    if clashes.is_empty() {
        return;
    }
    let index = Index::new(drafts, tree);
    for Clash { name, drafts: requests, folders } in clashes {
        let folder = |folder: &usize| {
            (
                tree.place_of_folder(*folder),
                format!("the folder {}", tree.place_of_folder(*folder)),
                &groups[*folder].module,
            )
        };
        let request = |draft: &usize| {
            let draft = &drafts[*draft];
            (tree.place_of_request(draft.request), format!("`{}`", draft.signature()), &draft.name)
        };
        let all: Vec<_> = folders.iter().map(folder).chain(requests.iter().map(request)).take(2).collect();
        let [(_, first, first_name), (at, second, second_name)] = &all[..] else { continue };
        let more = match folders.len() + requests.len() - 2 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let problem = if more.is_empty() {
            format!("{first} and {second} would both be called `{name}`")
        } else {
            format!("{first}, {second}{more} would all be called `{name}`")
        };
        let given = requests
            .iter()
            .filter(|draft| drafts[**draft].entry.is_some_and(|entry| entry.operation_id.is_some()));
        if given.count() > 1 {
            let help = "give each its own `operationId`";
            diagnostics.error(Location::new(file, at), problem, help);
            continue;
        }
        let now =
            format!("they are `{first_name}` and `{second_name}`{}", if more.is_empty() { "" } else { " …" });
        let key = requests.last().map(|&draft| index.name_key(draft, drafts, tree));
        let help = match key {
            Some(Some(key)) => format!("{now}; the overlay can name them: {key}"),
            Some(None) | None => format!("{now}; rename them apart in Postman"),
        };
        diagnostics.warning(Location::new(file, at), problem, help);
    }
}

/// Reports former names that cannot be methods besides the present ones.
fn check_aliases(
    overlay: &Overlay,
    tree: &Tree<'_>,
    drafts: &[Draft<'_>],
    groups: &[GroupName],
    diagnostics: &mut Diagnostics,
) {
    let aliased: Vec<_> = drafts.iter().filter_map(|draft| Some((draft, draft.entry?))).collect();
    if aliased.iter().all(|(_, entry)| entry.aliases.is_empty()) {
        return;
    }
    let mut taken: HashSet<(usize, &str)> = HashSet::new();
    taken.extend(drafts.iter().map(|draft| (draft.found.folder, draft.name.as_str())));
    let folders = (1..tree.folders.len())
        .filter_map(|folder| Some((tree.parent(folder)?, groups[folder].module.as_str())));
    taken.extend(folders);
    for (draft, entry) in aliased {
        for alias in &entry.aliases {
            let place = || overlay.location(format!("{}.x-aliases", entry.at));
            let wanted = naming::method(&names::snake_case(alias));
            if *alias != wanted {
                let problem = format!("`{alias}` cannot be the name of a method");
                diagnostics.error(place(), problem, format!("did you mean `{wanted}`?"));
            } else if !taken.insert((draft.found.folder, alias)) {
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

/// Keeps values out of `Debug` of which nobody knows what is in them.
fn redact_untyped(types: &mut [TypeDef]) {
    for def in types {
        if let TypeKind::Object(fields) = &mut def.kind {
            fields.iter_mut().filter(|field| is_untyped(&field.ty)).for_each(|field| field.sensitive = true);
        }
    }
}

fn is_untyped(ty: &Type) -> bool {
    match ty {
        Type::Any => true,
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            is_untyped(inner)
        }
        _ => false,
    }
}

/// The type that all described error bodies have.
fn shared_error<'o>(operations: impl Iterator<Item = &'o Operation>, types: &Types) -> Option<Type> {
    let bodies = operations.flat_map(|operation| &operation.errors).filter_map(|error| error.body.as_ref());
    let mut bodies = bodies.map(|body| types.resolve(body));
    let first = bodies.next()?;
    bodies.all(|body| body == first).then_some(first)
}

/// What a folder holds: its groups, and its own operations. A folder without operations is left out.
fn assemble(
    tree: &Tree<'_>,
    folder: usize,
    names: &[GroupName],
    by_request: &mut [Option<Operation>],
) -> (Vec<Group>, Vec<Operation>) {
    let (mut groups, mut operations) = (Vec::new(), Vec::new());
    for child in &tree.folders[folder].children {
        match *child {
            Child::Request(request) => operations.extend(by_request[request].take()),
            Child::Folder(inner) => {
                let (inner_groups, inner_operations) = assemble(tree, inner, names, by_request);
                if inner_groups.is_empty() && inner_operations.is_empty() {
                    continue;
                }
                let item = tree.folders[inner].item;
                let GroupName { module, type_name } = names[inner].clone();
                groups.push(Group {
                    name: Name {
                        rust: module,
                        wire: item.map(|item| tree::one_line(tree::name(item))).unwrap_or_default(),
                    },
                    type_name,
                    docs: item.map(|item| tree::docs(item.description.as_ref())).unwrap_or_default(),
                    operations: inner_operations,
                    groups: inner_groups,
                });
            }
        }
    }
    (groups, operations)
}
