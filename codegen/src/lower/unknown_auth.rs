//! Reports auths whose type is unknown: neither Postman nor the client sends a credential for them.

use super::request::ParsedRequest;
use super::request::auth::unknown_type;
use super::tree::Tree;
use crate::api::Skipped;
use crate::diagnostics::{Diagnostics, Location};

/// Adds the auths of unknown types to the skipped parts, and reports them once.
pub(super) fn report(
    file: &str,
    tree: &Tree<'_>,
    requests: &[ParsedRequest<'_>],
    skipped: &mut Vec<Skipped>,
    diagnostics: &mut Diagnostics,
) {
    let found = requests.iter().filter_map(|request| Some((request, unknown_type(request.auth.as_deref())?)));
    let found: Vec<(&ParsedRequest<'_>, &str)> = found.collect();
    let Some((first, kind)) = found.first() else { return };
    let subject = match found.len() {
        1 => "the auth of a request is".to_owned(),
        count => format!("the auths of {count} requests are"),
    };
    let kinds = if found.iter().all(|(_, other)| other == kind) {
        format!("of the type `{kind}`")
    } else {
        format!("of types such as `{kind}`")
    };
    let problem = format!("{subject} {kinds}, which is unknown, so no credential is sent");
    let help = "Postman sends none either; `security` in the overlay declares what the service requires";
    diagnostics.warning(Location::new(file, tree.location_of_request(first.index)), problem, help);
    skipped.extend(found.iter().map(|(request, _)| tree.skipped(request.index, "auth of an unknown type")));
}
