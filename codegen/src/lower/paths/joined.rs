//! Reports base URLs that are not separated from the path: `{{host}}users`.

use crate::diagnostics::{Diagnostics, Location};
use crate::lower::request::ParsedRequest;
use crate::lower::tree::Tree;

/// Reports the requests whose path follows the variable of the host without a slash.
pub(in crate::lower) fn report_joined(
    file: &str,
    tree: &Tree<'_>,
    requests: &[ParsedRequest<'_>],
    diagnostics: &mut Diagnostics,
) {
    let mut found =
        requests.iter().filter_map(|request| Some((request.index, request.address.joined.as_ref()?)));
    let Some((first, (variable, literal))) = found.next() else { return };
    let requests = match found.count() {
        0 => "a request has".to_owned(),
        more => format!("{} requests have", more + 1),
    };
    let problem = format!("{requests} no slash after the base URL: `{{{{{variable}}}}}{literal}`");
    let help = format!(
        "write `{{{{{variable}}}}}/{literal}` in Postman, or give `{variable}` a value that ends with a slash; otherwise \
         `{literal}` is a part of the host"
    );
    diagnostics.warning(Location::new(file, tree.location_of_request(first)), problem, help);
}
