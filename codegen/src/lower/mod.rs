//! Lowering: converts a collection and an overlay to the IR ([`Api`]). Every decision about the inputs is made here.
//!
//! First, [`mod@environment`] gives variables other values, and [`secrets`] hides secrets.
//!
//! [`lower()`] consists of steps, because each step needs the results of the previous ones for *all* requests:
//!
//! 1. [`tree`] lists the folders and requests, and passes inherited settings from folders to requests.
//! 2. [`request`] reads method, URL and headers of each request.
//! 3. [`servers`] and [`credentials`] collect the distinct base URLs and credentials of all requests.
//! 4. [`paths`] decides about placeholders and literal ids in paths, and [`overlay_match`] finds the overlay entry of
//!    each request.
//! 5. [`naming`] names the groups and operations. Names come after the requests are read, because items that would have
//!    the same name are distinguished by their methods, paths and servers.
//! 6. [`query_rules`] finds the values in queries that are sent by default.
//! 7. [`operation`] creates the operations. It takes the [`types`] of parameters, bodies and responses from the
//!    overlay's schemas, or infers them from the collection's examples.
//! 8. [`assemble`] puts the operations into their groups.
//!
//! A request that Postman cannot send either (without a URL, with an invalid header name) is refused with a warning. So
//! every request is either an operation or a [`Skipped`] part of the kind [`REFUSED`].
//!
//! Modules depend on others in one direction: `tree` and [`names`] on none, [`types`] on `names`, `request` on these,
//! and the modules of later steps on those of earlier ones.

mod constants;
mod credentials;
mod declared;
mod declared_servers;
mod declared_types;
mod description;
mod environment;
mod folders;
mod names;
mod naming;
mod operation;
pub(crate) mod overlay_match;
mod paths;
mod placeholders;
mod query_rules;
mod request;
mod responses;
mod scripts;
mod secrets;
mod security;
mod servers;
mod skipped;
#[cfg(test)]
mod tests;
mod tree;
mod types;
mod unknown_auth;
mod variable_names;

use hashbrown::HashSet;

use crate::Input;
use crate::api::{
    Api, Group, GroupAlias, Name, Operation, REFUSED, Skipped, Type, TypeDef, TypeKind, Variable,
};
use crate::collection::{Collection, Environment};
use crate::diagnostics::{Diagnostic, Diagnostics, Findings, Location, Severity};
use crate::overlay::{Overlay, TagEntry, add_positions};
use constants::Constants;
use declared::Declared;

pub use environment::CarriedEnvironment;
pub(crate) use names::plain as plain_name;
use naming::aliases::Aliases;
use naming::findings::Reporter;
use naming::{GroupNames, Nameable};
use operation::{NamedRequest, Operations};
use overlay_match::Index;
use request::ParsedRequest;
use request::url::Context;
use request::variables::Variables;
use secrets::key_names::KnownKeys;
use servers::Servers;
use tree::{Child, Tree};
use types::definitions::Types;
use types::equal::resolve_fields;
use types::former::of_operations;
use types::modules::modules;
use types::schemas::{Schemas, box_cycles};
use variable_names::VariableNames;
pub(crate) use variable_names::setters;

/// Converts a collection and its overlay to an API; `None` if one of the findings is an error.
pub fn lower(input: &Input<'_>) -> (Option<Api>, Diagnostics) {
    let (api, diagnostics) = lower_with_errors(input);
    (api.filter(|_| !diagnostics.has_errors()), diagnostics)
}

/// Converts a collection and its overlay to an API as far as the inputs have no errors.
pub(crate) fn lower_with_errors(input: &Input<'_>) -> (Option<Api>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let api = lowered(input, &mut diagnostics);
    if let Some(overlay) = &input.overlay {
        add_positions(overlay.file, overlay.text, &mut diagnostics);
    }
    (api, diagnostics)
}

/// Converts one of two versions of a collection to an API. Both have one overlay, so it may describe operations, folders
/// and path parameters that only the other version has: these findings are notes.
pub fn lower_version(input: &Input<'_>) -> (Option<Api>, Diagnostics) {
    let mut found = Diagnostics::new();
    let api = lowered(input, &mut found);
    let mut diagnostics = Diagnostics::new();
    for finding in found.iter() {
        let is_absent = ABSENT.iter().any(|problem| finding.problem.contains(problem));
        let severity = if is_absent { Severity::Note } else { finding.severity };
        diagnostics.add(Diagnostic { severity, ..finding.clone() });
    }
    (api.filter(|_| !diagnostics.has_errors()), diagnostics)
}

/// The problems with what the overlay describes and the collection does not have.
const ABSENT: &[&str] = &[
    overlay_match::UNMATCHED,
    folders::UNMATCHED,
    variable_names::UNMATCHED,
    request::described::NO_PATH_PARAMETER,
];

/// Converts a collection and its overlay to an API, also if one of the findings is an error.
fn lowered(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Option<Api> {
    let file = input.collection.path();
    let collection = Collection::read(&input.collection, diagnostics).map(|mut collection| {
        if let Some(source) = &input.environment {
            environment::apply(source, &mut collection, &variables_of_credentials(input), diagnostics);
        }
        let secrets = secrets::hide(&input.collection, &mut collection);
        (collection, secrets)
    });
    let overlay =
        input.overlay.as_ref().and_then(|source| Overlay::parse(source.file, source.text, diagnostics));
    let (collection, secrets) = collection?;
    let tree = Tree::new(&collection);
    if tree.requests.is_empty() {
        let help = "add a request in Postman, and export the collection again";
        diagnostics.error(Location::new(file, ""), "the collection has no requests", help);
        return None;
    }
    secrets::report(file, &tree, &secrets, diagnostics);
    let declared = Declared::new(file, &tree, diagnostics);
    Some(api(file, &collection, &tree, (overlay.as_ref(), &declared), diagnostics))
}

/// Returns the environment of the inputs without its secrets; `None` if there is none, or if it cannot be read.
pub fn carried_environment(input: &Input<'_>) -> Option<CarriedEnvironment> {
    let mut reported = Diagnostics::new();
    let environment = Environment::read(&input.environment?, &mut reported)?;
    let collection = Collection::read(&input.collection, &mut reported)?;
    Some(environment::carried(environment, &collection, &variables_of_credentials(input)))
}

/// Returns the variables that the collection has for credentials.
fn variables_of_credentials(input: &Input<'_>) -> HashSet<String> {
    let api = lowered(&Input { environment: None, ..*input }, &mut Diagnostics::new());
    let credentials = api.into_iter().flat_map(|api| api.credentials);
    credentials.flat_map(|credential| credential.variables).collect()
}

fn api<'a>(
    file: &str,
    collection: &'a Collection,
    tree: &'a Tree<'a>,
    (overlay, declared): (Option<&'a Overlay>, &'a Declared),
    diagnostics: &mut Diagnostics,
) -> Api {
    let mut variables = Variables::new(collection);
    let mut skipped = skipped::skipped(collection, tree);
    let overlay_servers = overlay.map_or(&[][..], |overlay| &overlay.servers);
    let context = Context { variables: &variables, servers: overlay_servers };
    let mut requests = parsed(file, tree, context, &mut skipped, diagnostics);
    declared_servers::complete(&mut requests, overlay_servers, &mut variables);
    paths::report_joined(file, tree, &requests, diagnostics);
    if let Some(overlay) = overlay {
        paths::apply(&overlay.operations, tree, &variables, &mut requests);
    }
    let (mut servers, mut constants) = servers_of(overlay, &requests, &variables);
    let mut index = Index::new(&requests, tree);
    let entries = match overlay {
        Some(overlay) => index.assign(overlay, &requests, &servers, diagnostics),
        None => vec![None; requests.len()],
    };
    if declared_servers::apply_own(tree, &variables, &mut requests, &entries) {
        (servers, constants) = servers_of(overlay, &requests, &variables);
        index = Index::new(&requests, tree);
    }
    if let Some(overlay) = overlay {
        declared_servers::report(overlay, &requests, &servers, &variables, diagnostics);
    }
    let decisions = paths::decisions(file, tree, &index, &requests, diagnostics);
    if let Some(overlay) = overlay {
        security::apply(overlay, &mut requests, &entries, &servers, &variables, diagnostics);
    }
    unknown_auth::report(file, tree, &requests, &mut skipped, diagnostics);
    let variable_names = VariableNames::new(overlay);
    let settings = (&servers.variables[..], variable_names);
    let mut credentials = credentials::credentials(&requests, &entries, &variables, settings, &mut constants);
    let auth_scripts = scripts::auth_scripts(collection, tree, &requests, &mut credentials, &mut constants);
    if let Some(overlay) = overlay {
        variable_names.report(overlay, &servers.variables, &credentials.list, diagnostics);
    }
    scripts::report(file, &auth_scripts, diagnostics);
    let nameable =
        requests.iter().zip(&entries).zip(&servers.by_request).map(|((request, entry), &server)| Nameable {
            request,
            overlay: *entry,
            server: &servers.list[server],
        });
    let nameable: Vec<Nameable<'_, '_>> = nameable.collect();
    let tags = folders::tags(overlay, tree, diagnostics);
    let names = naming::names(tree, &nameable, &tags);
    let reporter = Reporter { file, tree, requests: &nameable, index: &index, names: &names, tags: &tags };
    reporter.clashes(diagnostics);
    reporter.cut(diagnostics);
    if let Some(overlay) = overlay {
        reporter.renamed(overlay, diagnostics);
    }
    let Aliases { groups: group_aliases, operations: aliases, prefixes } =
        naming::aliases::aliases(overlay, tree, &nameable, &names, &tags, diagnostics);
    let (defaults, query_settings) =
        query_rules::Requests::new(&requests, &servers.by_request, &entries, &variables).inferred(
            &servers.list,
            query_rules::setters(&servers.variables, &credentials.list),
            &mut constants,
        );
    let own_prefixes: Vec<String> = match prefixes.is_empty() {
        true => Vec::new(),
        false => names.operations.iter().map(|names| names.types.clone()).collect(),
    };
    let named = requests.into_iter().zip(entries).zip(names.operations).zip(servers.by_request);
    let named = named.zip(credentials.by_request).zip(defaults).zip(decisions).zip(aliases).map(
        |(((((((request, overlay), names), server), credentials), defaults), decisions), aliases)| {
            NamedRequest { request, overlay, names, server, credentials, defaults, decisions, aliases }
        },
    );
    let schemas = Schemas::new(overlay, diagnostics).with_declared(declared);
    let mut operations = Operations {
        file,
        tree,
        index: &index,
        variables: &variables,
        overlay,
        types: Types::reserving(schemas.reserved_names()),
        declared,
        schemas,
        credentials: &credentials.list,
        skipped,
        keys: KnownKeys::default(),
        unfit: Findings::default(),
        diagnostics,
    };
    let mut by_item = vec![None; tree.requests.len()];
    for named in named {
        let operation = operations.operation(named);
        let item = operation.index;
        by_item[item] = Some(operation);
    }
    let Operations { mut types, mut skipped, schemas, unfit, diagnostics, .. } = operations;
    unfit.report(diagnostics);
    types.alias_equal();
    schemas.name_formerly(&mut types, diagnostics);
    if !prefixes.is_empty() {
        of_operations(&own_prefixes, &prefixes, &mut types);
    }
    let error = shared_error(&by_item, &types);
    let aliases = types.aliases();
    let mut types = types.into_list();
    box_cycles(&mut types);
    redact_untyped(&mut types);
    let (groups, operations) = assemble(tree, 0, &names.groups, &tags, &group_aliases, &mut by_item);
    // An alias is in the module of the operations that use it, also where the fields name its target.
    let type_modules = modules(&types, &groups, &operations);
    resolve_fields(&mut types, &aliases);
    let title = tree::one_line(collection.info.name.as_deref().unwrap_or_default());
    let (docs, is_cut) =
        description::without_instructions(&title, &tree::docs(collection.info.description.as_ref()));
    if is_cut {
        let kind = "description of the use of Postman";
        skipped.insert(0, Skipped { location: String::new(), kind, request: None });
    }
    Api {
        title,
        docs,
        servers: servers.list,
        values: with_defaults(variables.values(), &servers.variables),
        variables: servers.variables,
        credentials: credentials.list,
        query_settings,
        type_modules,
        groups,
        operations,
        types,
        error,
        auth_scripts,
        skipped,
    }
}

/// Returns the servers of the requests, and the names that they take.
fn servers_of(
    overlay: Option<&Overlay>,
    requests: &[ParsedRequest<'_>],
    variables: &Variables<'_>,
) -> (Servers, Constants) {
    let mut constants = Constants::new();
    let declared = declared_servers::variables_of_used(overlay, requests);
    let servers =
        servers::servers(requests, variables, &declared, VariableNames::new(overlay), &mut constants);
    (servers, constants)
}

/// Reads the requests, and reports those that are refused and those whose URL has only `raw`.
fn parsed<'a>(
    file: &str,
    tree: &'a Tree<'a>,
    context: Context<'_>,
    skipped: &mut Vec<Skipped>,
    diagnostics: &mut Diagnostics,
) -> Vec<ParsedRequest<'a>> {
    let mut requests = Vec::new();
    for (index, item) in tree.requests.iter().enumerate() {
        if let Some(unreadable) = item.item.origin.as_ref().and_then(|origin| origin.unreadable.as_ref()) {
            diagnostics.add(unreadable.clone());
            skipped.push(tree.skipped(index, REFUSED));
            continue;
        }
        match ParsedRequest::new(index, item, context) {
            Ok(request) => requests.push(request),
            Err(refusal) => {
                let location = Location::new(file, tree.location_of_request(index));
                diagnostics.warning(location, refusal.problem, refusal.help);
                skipped.push(tree.skipped(index, REFUSED));
            }
        }
    }
    let mut raw = requests.iter().filter(|request: &&ParsedRequest<'_>| request.address.is_raw);
    if let Some(first) = raw.next() {
        let problem = match raw.count() {
            0 => "the URL of a request has only `raw`".to_owned(),
            more => format!("the URLs of {} requests have only `raw`", more + 1),
        };
        let help = "the URL is read from it, as the Postman app does when it imports a collection; save the request in \
                    Postman to add the other parts";
        diagnostics.note(Location::new(file, tree.location_of_request(first.index)), problem, help);
    }
    if requests.is_empty() {
        let help = "correct the requests as the warnings describe";
        diagnostics.error(Location::new(file, ""), "none of the collection's requests can be sent", help);
    }
    requests
}

/// Adds the defaults of variables that only the overlay has to the values of the collection.
fn with_defaults(mut values: Vec<(String, String)>, variables: &[Variable]) -> Vec<(String, String)> {
    for Variable { name, default, .. } in variables {
        if let Some(default) = default
            && values.iter().all(|(known, _)| *known != name.wire)
        {
            values.push((name.wire.clone(), default.clone()));
        }
    }
    values
}

/// Marks fields with any JSON as sensitive, because their values may contain secrets that `Debug` must not show.
fn redact_untyped(types: &mut [TypeDef]) {
    for def in types {
        if let TypeKind::Object(fields) = &mut def.kind {
            fields.iter_mut().filter(|field| field.ty.is_untyped()).for_each(|field| field.sensitive = true);
        }
    }
}

/// Returns the type of all documented error bodies; `None` if they have different types or are not documented.
fn shared_error(operations: &[Option<Operation>], types: &Types) -> Option<Type> {
    let bodies = operations.iter().flatten().flat_map(Operation::error_types);
    let mut bodies = bodies.map(|body| types.resolve(body));
    let first = bodies.next()?;
    bodies.all(|body| body == first).then_some(first)
}

/// Returns the groups and the operations of a folder. A folder without operations is not a group.
fn assemble(
    tree: &Tree<'_>,
    folder: usize,
    names: &[GroupNames],
    tags: &[Option<&TagEntry>],
    aliases: &[Vec<GroupAlias>],
    by_item: &mut [Option<Operation>],
) -> (Vec<Group>, Vec<Operation>) {
    let (mut groups, mut operations) = (Vec::new(), Vec::new());
    for child in &tree.folders[folder].children {
        match *child {
            Child::Request(request) => operations.extend(by_item[request].take()),
            Child::Folder(inner) => {
                let (inner_groups, inner_operations) = assemble(tree, inner, names, tags, aliases, by_item);
                if inner_groups.is_empty() && inner_operations.is_empty() {
                    continue;
                }
                let item = tree.folders[inner].item;
                let GroupNames { module, handle } = names[inner].clone();
                let own = || item.map(|item| tree::docs(item.description.as_ref())).unwrap_or_default();
                let described = tags[inner].and_then(|tag| tag.description.as_deref());
                groups.push(Group {
                    name: Name {
                        rust: module,
                        wire: item.map(|item| tree::one_line(tree::name(item))).unwrap_or_default(),
                    },
                    type_name: handle,
                    docs: described.map_or_else(own, |docs| docs.trim().to_owned()),
                    aliases: aliases[inner].clone(),
                    operations: inner_operations,
                    groups: inner_groups,
                });
            }
        }
    }
    (groups, operations)
}
