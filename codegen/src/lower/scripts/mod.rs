//! Finds the pre-request scripts that sign requests or set their credentials. A client runs no scripts, so its users
//! must do that themselves: such a request has a credential that a hook provides.

mod source;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::constants::Constants;
use super::credentials::Credentials;
use super::request::ParsedRequest;
use super::tree::{Child, Tree};
use crate::api::{AuthScript, Credential, CredentialSource, OperationCredential, Scheme, ScriptEffect};
use crate::collection::{Collection, Event};
use crate::diagnostics::{Diagnostics, Location};
use crate::pieces::{Piece, pieces};
use source::{Effects, effects, is_credential};

/// Postman's schemes have other names.
const SCHEME: &str = "script";

/// Returns the scripts that authenticate requests, in the collection's order. The requests that they apply to and that
/// have no credential get one.
pub(super) fn auth_scripts(
    collection: &Collection,
    tree: &Tree<'_>,
    requests: &[ParsedRequest<'_>],
    credentials: &mut Credentials,
    constants: &mut Constants,
) -> Vec<AuthScript> {
    let used = variables(requests, credentials);
    let mut search = Search { tree, used, list: Vec::new(), scripted: HashSet::new() };
    let outer = search.add(&collection.event, String::new);
    search.folder(0, outer);
    let Search { list, scripted, .. } = search;
    let mut added = None;
    for (request, credential) in requests.iter().zip(&mut credentials.by_request) {
        if credential.required.is_empty() && scripted.contains(&request.index) {
            let index = *added.get_or_insert(credentials.list.len());
            credential
                .required
                .push(OperationCredential { index, source: CredentialSource::Auth(Vec::new()) });
        }
    }
    if added.is_some() {
        let scheme = Scheme::Signature(SCHEME.to_owned());
        credentials.list.push(Credential {
            name: "authenticate".to_owned(),
            constant: constants.credential("authenticate", &scheme),
            scheme,
            variables: Vec::new(),
            decision: None,
        });
    }
    list
}

/// Reports the scripts.
pub(super) fn report(file: &str, scripts: &[AuthScript], diagnostics: &mut Diagnostics) {
    let Some(first) = scripts.first() else { return };
    let problem = match scripts.len() {
        1 => "a script of the collection authenticates requests".to_owned(),
        more => format!("{more} scripts of the collection authenticate requests"),
    };
    let help = "a client runs no scripts; its users implement the hook `Authenticate`, or set the credential";
    diagnostics.note(Location::new(file, &first.location), problem, help);
}

/// Returns the variables that credentials have, and headers with the name of a credential.
fn variables<'r>(requests: &'r [ParsedRequest<'_>], credentials: &'r Credentials) -> HashSet<&'r str> {
    let credentials = credentials.by_request.iter().flat_map(|credentials| &credentials.required);
    let values = credentials.flat_map(|credential| match &credential.source {
        CredentialSource::Auth(values) => values.iter().map(|(_, value)| value.as_str()).collect(),
        CredentialSource::Header(_, value) => vec![value.as_str()],
        CredentialSource::Query(_, value) => value.as_deref().into_iter().collect(),
    });
    let headers = requests.iter().flat_map(|request| &request.headers.optional);
    let headers = headers.filter(|header| is_credential(&header.name)).flat_map(|header| header.sent());
    let all = values.chain(headers.filter_map(|value| value.value.as_deref()));
    let names = all.flat_map(pieces).filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name),
        Piece::Literal(_) => None,
    });
    names.collect()
}

struct Search<'t, 'r> {
    tree: &'t Tree<'t>,
    /// The variables that the credentials of the collection have.
    used: HashSet<&'r str>,
    list: Vec<AuthScript>,
    /// The requests that a script signs or sets credentials of.
    scripted: HashSet<usize>,
}

impl Search<'_, '_> {
    /// Searches the folders and requests in a folder. `is_scripted` tells whether an outer script applies to them.
    fn folder(&mut self, folder: usize, is_scripted: bool) {
        let tree = self.tree;
        for child in &tree.folders[folder].children {
            match *child {
                Child::Folder(inner) => {
                    let Some(item) = tree.folders[inner].item else { continue };
                    let own = self.add(&item.event, || tree.location_of_folder(inner));
                    self.folder(inner, is_scripted || own);
                }
                Child::Request(index) => {
                    let events = &tree.requests[index].item.event;
                    let own = self.add(events, || tree.location_of_request(index));
                    if is_scripted || own {
                        self.scripted.insert(index);
                    }
                }
            }
        }
    }

    /// Adds the scripts of an item, and returns whether they change its requests.
    fn add(&mut self, events: &[Event], location: impl Fn() -> String) -> bool {
        let mut changes_requests = false;
        for event in events.iter().filter(|event| event.listen.as_deref() == Some("prerequest")) {
            let Some(script) = event.script.as_ref().filter(|_| !event.disabled) else { continue };
            let Effects { signs, headers, variables } = effects(&script.exec.join("\n"));
            let variable = variables.into_iter().find(|name| self.used.contains(name.as_str()));
            let effect = match (headers.into_iter().next(), variable) {
                _ if signs => ScriptEffect::Signs,
                (Some(header), _) => ScriptEffect::SetsHeader(header),
                (None, Some(variable)) => ScriptEffect::SetsVariable(variable),
                (None, None) => continue,
            };
            changes_requests |= !matches!(effect, ScriptEffect::SetsVariable(_));
            self.list.push(AuthScript { location: location(), effect });
        }
        changes_requests
    }
}
