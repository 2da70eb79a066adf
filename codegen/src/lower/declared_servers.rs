//! Applies the overlay's servers, which declare base URLs.

use hashbrown::{HashMap, HashSet};

use super::paths;
use super::request::ParsedRequest;
use super::request::url::Context;
use super::request::variables::Variables;
use super::servers::Servers;
use super::tree::Tree;
use crate::diagnostics::Diagnostics;
use crate::overlay::{OperationEntry, Overlay, ServerEntry, ServerVariableEntry, list};
use crate::pieces::{Piece, pieces};

/// The maximum number of URLs in a message.
const SHOWN: usize = 3;

/// Gives the base URL of the collection the value that the overlay declares, if it is a variable without a value, and
/// reads the requests again.
pub(super) fn complete(
    requests: &mut [ParsedRequest<'_>],
    servers: &[ServerEntry],
    variables: &mut Variables<'_>,
) {
    let Some((name, value)) = missing_base_url(requests, servers, variables) else { return };
    variables.set(name, value);
    let context = Context { variables, servers };
    for request in requests {
        if let Ok(again) = ParsedRequest::new(request.index, request.item, context) {
            *request = again;
        }
    }
}

/// Returns the variable that is the base URL of all requests but has no host, and its value according to the overlay.
fn missing_base_url(
    requests: &[ParsedRequest<'_>],
    servers: &[ServerEntry],
    variables: &Variables<'_>,
) -> Option<(String, String)> {
    let server = servers.iter().find(|server| !server.url.starts_with(['/', '{']))?;
    let base_url = &requests.first()?.address.base_url;
    let Some(Piece::Variable(name)) = pieces(base_url).next() else { return None };
    let whole = format!("{{{{{name}}}}}");
    let has_host = variables.resolve(&whole).is_some_and(|url| !url.is_empty() && !url.starts_with('/'));
    let is_declared = requests.iter().any(|request| request.address.server.is_some());
    if has_host || is_declared || requests.iter().any(|request| request.address.base_url != *base_url) {
        return None;
    }
    // Only variables may follow, which are the start of the path.
    let rest = &base_url[whole.len()..];
    if pieces(rest).any(|piece| matches!(piece, Piece::Literal(literal) if literal != "/")) {
        return None;
    }
    let rest = rest.replace("{{", "{").replace("}}", "}");
    let url = server.url.trim_end_matches('/');
    let start = url.find("://").map_or(0, |at| at + 3);
    let path: Vec<&str> = url[start..].split('/').skip(1).collect();
    // The requests can have the path of the server, or its end, after the variable.
    let begins_with = |request: &&ParsedRequest<'_>, end: &[&str]| {
        let own = format!("{rest}{}", request.template);
        let own: Vec<&str> = own.trim_start_matches('/').split('/').collect();
        own.len() >= end.len() && end.iter().zip(own).all(|(segment, own)| is_equal(segment, own, server))
    };
    let is_usual = |end: &[&str]| {
        requests.iter().filter(|request| begins_with(request, end)).count() * 2 > requests.len()
    };
    let repeated = (0..path.len()).map(|index| &path[index..]).find(|end| is_usual(end));
    let length = repeated.map_or(0, |end| end.iter().map(|segment| segment.len() + 1).sum());
    let value = url[..url.len() - length].replace('{', "{{").replace('}', "}}");
    Some((name.to_owned(), value))
}

/// Whether a segment of a server's URL is equal to one of a request, whose variables have the same notation.
fn is_equal(segment: &str, own: &str, server: &ServerEntry) -> bool {
    let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let variable = server.variables.iter().find(|variable| Some(variable.name.as_str()) == name);
    segment == own
        || variable
            .is_some_and(|variable| variable.default.iter().chain(&variable.values).any(|value| value == own))
}

/// Applies the servers of paths and operations, and returns whether they change the base URL of a request.
pub(super) fn apply_own(
    tree: &Tree<'_>,
    variables: &Variables<'_>,
    requests: &mut [ParsedRequest<'_>],
    entries: &[Option<&OperationEntry>],
) -> bool {
    let mut is_changed = false;
    for (request, entry) in requests.iter_mut().zip(entries) {
        let Some(entry) = entry.filter(|entry| !entry.servers.is_empty()) else { continue };
        let context = Context { variables, servers: &entry.servers };
        let again = ParsedRequest::new(request.index, request.item, context);
        let Some(again) = again.ok().filter(|again| again.address.server.is_some()) else { continue };
        *request = again;
        paths::apply(std::slice::from_ref(entry), tree, variables, std::slice::from_mut(request));
        is_changed = true;
    }
    is_changed
}

/// Returns all servers of an overlay, each once: operations of one path can have the same ones.
fn all(overlay: &Overlay) -> Vec<&ServerEntry> {
    let own = overlay.operations.iter().flat_map(|entry| &entry.servers);
    let mut known = HashSet::new();
    overlay.servers.iter().chain(own).filter(|server| known.insert(&server.at)).collect()
}

/// Returns the variables of the servers that declare base URLs of requests.
pub(super) fn variables_of_used<'o>(
    overlay: Option<&'o Overlay>,
    requests: &[ParsedRequest<'_>],
) -> Vec<&'o ServerVariableEntry> {
    let used = used(requests);
    let servers = overlay.map(all).unwrap_or_default().into_iter();
    let servers = servers.filter(|server| used.contains(server.at.as_str()));
    servers.flat_map(|server| &server.variables).collect()
}

/// Returns the locations of the servers that declare base URLs of requests.
fn used<'r>(requests: &'r [ParsedRequest<'_>]) -> HashSet<&'r str> {
    requests.iter().filter_map(|request| request.address.server.as_deref()).collect()
}

/// Reports servers that no request has, and variables with several defaults.
pub(super) fn report(
    overlay: &Overlay,
    requests: &[ParsedRequest<'_>],
    servers: &Servers,
    variables: &Variables<'_>,
    diagnostics: &mut Diagnostics,
) {
    let used = used(requests);
    let base_urls: HashSet<&str> = requests.iter().map(|request| request.address.base_url.as_str()).collect();
    let base_urls: Vec<_> = base_urls.into_iter().map(|url| variables.substitute(url)).collect();
    let is_known = |server: &ServerEntry| {
        let url = server.resolved();
        let url = url.trim_end_matches('/');
        let rests = base_urls.iter().filter_map(|base_url| base_url.strip_prefix(url));
        used.contains(server.at.as_str())
            || url.is_empty()
            || url.starts_with('/')
            || rests.into_iter().any(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let unknown: Vec<&ServerEntry> = all(overlay).into_iter().filter(|server| !is_known(server)).collect();
    if let [first, rest @ ..] = &unknown[..] {
        let urls: Vec<&str> = unknown.iter().take(SHOWN).map(|server| server.url.as_str()).collect();
        let problem = match (rest.len(), unknown.len() - urls.len()) {
            (0, _) => format!("no request has the base URL {}, so it is not used", list(&urls)),
            (_, 0) => format!("no request has the base URLs {}, so they are not used", list(&urls)),
            (_, more) => format!(
                "no request has the base URLs {} and {more} others, so they are not used",
                list(&urls)
            ),
        };
        let own: Vec<&str> = servers.list.iter().take(SHOWN).map(|server| server.template.as_str()).collect();
        let more = if servers.list.len() > SHOWN { " and others" } else { "" };
        let help = format!("correct the URL, or remove the server: the collection has {}{more}", list(&own));
        diagnostics.note(overlay.location(format!("{}.url", first.at)), problem, help);
    }
    let mut defaults: HashMap<&str, &ServerVariableEntry> = HashMap::new();
    for variable in variables_of_used(Some(overlay), requests) {
        let first = *defaults.entry(&variable.name).or_insert(variable);
        if first.default != variable.default {
            let name = &variable.name;
            let problem = format!("the variable `{name}` has another default in `{}`", first.at);
            let help = "use the same default, or another name: a client has one value for each variable";
            diagnostics.warning(overlay.location(&variable.at), problem, help);
        }
    }
}
