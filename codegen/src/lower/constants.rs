//! The names of the constants that generated code has for servers and credentials.
//!
//! A name depends on its own server or credential, not on the order of requests, so that a request more or less changes
//! no other operation.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::names;
use crate::api::{Credential, Operation, Scheme, Server};

/// The constant of the server that most operations use.
const MAIN_SERVER: &str = "API";

/// The other constants of generated code.
const TAKEN: &[&str] = &[MAIN_SERVER, "SERVICE"];

/// Names the constants.
pub(super) fn name<'o>(
    servers: &mut [Server],
    credentials: &mut [Credential],
    operations: impl Iterator<Item = &'o Operation>,
) {
    let mut users = vec![0; servers.len()];
    operations.for_each(|operation| users[operation.server] += 1);
    let mut taken: HashSet<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
    for credential in &mut *credentials {
        let name = match &credential.scheme {
            Scheme::Signature(kind) => format!("{kind}_signature"),
            _ => credential.name.clone(),
        };
        credential.constant = free(&name, &mut taken);
    }
    let main = (0..servers.len()).min_by_key(|&index| (Reverse(users[index]), servers[index].template.clone()));
    for (index, server) in servers.iter_mut().enumerate() {
        server.constant = match main == Some(index) {
            true => MAIN_SERVER.to_owned(),
            false => free(server.template.split_once("://").map_or(&server.template, |(_, rest)| rest), &mut taken),
        };
    }
}

fn free(name: &str, taken: &mut HashSet<String>) -> String {
    names::free(names::snake_case(name).to_ascii_uppercase(), "_", taken)
}
