//! The names of the statics for servers, credentials and query settings in generated code.
//!
//! A name depends on its own server or credential, not on the order of requests. So a new request does not change the
//! code of other operations.

use std::cmp::Reverse;

use hashbrown::HashSet;

use super::names;
use crate::api::Scheme;

/// The name for the server that most requests use.
const MAIN_SERVER: &str = "API";

/// The names that are taken.
pub(super) struct Constants {
    taken: HashSet<String>,
}

impl Constants {
    /// Creates the names of a client without servers and credentials.
    pub(super) fn new() -> Self {
        // `SERVICE` is in every client.
        Self { taken: HashSet::from([MAIN_SERVER.to_owned(), "SERVICE".to_owned()]) }
    }

    /// Names the servers. The one that most requests use is [`MAIN_SERVER`], the others are named after host and path.
    pub(super) fn servers(&mut self, templates: &[String], by_request: &[usize]) -> Vec<String> {
        let mut requests = vec![0; templates.len()];
        by_request.iter().for_each(|&server| requests[server] += 1);
        let mut order: Vec<usize> = (0..templates.len()).collect();
        order.sort_by_key(|&index| (Reverse(requests[index]), &templates[index]));
        let mut names = vec![MAIN_SERVER.to_owned(); templates.len()];
        for &index in order.iter().skip(1) {
            let template = &templates[index];
            names[index] = self.free(template.split_once("://").map_or(template, |(_, rest)| rest));
        }
        names
    }

    /// Names a credential after its setter, or a signature after its scheme.
    pub(super) fn credential(&mut self, setter: &str, scheme: &Scheme) -> String {
        match scheme {
            Scheme::Signature(kind) => self.free(&format!("{kind}_signature")),
            _ => self.free(setter),
        }
    }

    /// Names a setting that is sent in the query after its setter.
    pub(super) fn query_setting(&mut self, setter: &str) -> String {
        self.free(setter)
    }

    /// Returns a free name for a static, and takes it.
    fn free(&mut self, name: &str) -> String {
        let name = names::snake_case(name).to_ascii_uppercase();
        names::free(names::cut(&name, names::LONGEST).to_owned(), "_", &mut self.taken)
    }
}
