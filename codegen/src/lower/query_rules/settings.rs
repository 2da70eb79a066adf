//! Values that are settings of the client: `?api-version=2024-05-01`.
//!
//! A version, or the format of responses, is no example if nearly all requests of a server send the same one: the types
//! of the client are those of this version and this format. Other values that many requests have in common, such as
//! `limit=10` or `symbol=BTC`, are examples.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hashbrown::HashSet;

use super::{InferredDefault, Requests, entry};
use crate::api::{Credential, Decision, Name, QueryDefault, QuerySetting, Server, Variable};
use crate::lower::constants::Constants;
use crate::lower::names::{self, snake_case};
use crate::lower::request::query::encoded_literal;
use crate::lower::servers::BUILDER;

/// The least number of requests that send a setting.
const FEWEST: usize = 4;

/// The least share of a server's requests that send a setting, in percent.
const SHARE: usize = 90;

/// The last words of names that say version.
const VERSIONS: &[&str] = &["apiversion", "v", "ver", "version"];

/// The values that say format.
const FORMATS: &[&str] = &["csv", "geojson", "json", "xml", "yaml"];

/// Returns the setters of the builder whose names are taken, without the marks of keywords.
pub(crate) fn setters(variables: &[Variable], credentials: &[Credential]) -> HashSet<String> {
    let mut taken: HashSet<String> = BUILDER.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(variables.iter().map(|variable| names::plain(&variable.name.rust).to_owned()));
    for credential in credentials {
        let name = names::plain(&credential.name);
        taken.extend(["", "_from_env", "_provider"].map(|suffix| format!("{name}{suffix}")));
    }
    taken
}

/// A setting before it has a name in Rust.
struct Candidate<'r> {
    name: &'r str,
    /// The value as it is in the collection.
    literal: &'r str,
    /// The requests that send it.
    requests: Vec<usize>,
    /// The first server whose requests send it.
    server: &'r Server,
}

/// Adds the values that are settings, and returns the settings. Their names are not in `taken`.
pub(super) fn add(
    requests: &Requests<'_>,
    servers: &[Server],
    mut taken: HashSet<String>,
    constants: &mut Constants,
    inferred: &mut [Vec<InferredDefault>],
) -> Vec<QuerySetting> {
    let candidates = candidates(requests, servers);
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&index| {
        let Candidate { name, literal, requests, .. } = &candidates[index];
        (Reverse(requests.len()), *name, *literal)
    });
    let mut settings = Vec::new();
    for index in order {
        let candidate = &candidates[index];
        let setter = setter(candidate, &mut taken);
        let Candidate { name, literal, requests, .. } = candidate;
        for &request in requests {
            inferred[request].push(InferredDefault {
                name: (*name).to_owned(),
                default: QueryDefault::Setting(settings.len()),
                reason: format!(
                    "is sent with the value of the client's setting `{}`, because nearly all requests of this server \
                     have the same version or format",
                    names::plain(&setter)
                ),
            });
        }
        settings.push(QuerySetting {
            constant: constants.query_setting(&setter),
            name: Name { rust: setter, wire: (*name).to_owned() },
            default: encoded_literal(literal),
            decision: Some(decision(name)),
        });
    }
    settings
}

/// A value as it is in the collection, and the requests that send it.
type Shared<'r> = (&'r str, Vec<usize>);

/// Returns the values that nearly all requests of a server send. Equal values of several servers are one.
fn candidates<'r>(requests: &'r Requests<'_>, servers: &'r [Server]) -> Vec<Candidate<'r>> {
    let mut counts = vec![0; servers.len()];
    // By server and name; `None` if there are several values.
    let mut values: BTreeMap<(usize, &str), Option<Shared<'_>>> = BTreeMap::new();
    for (index, &server) in requests.servers.iter().enumerate() {
        counts[server] += 1;
        for key in &requests.keys[index] {
            let value = values.entry((server, &key.name)).or_insert_with(|| Some((key.literal?, Vec::new())));
            match value {
                Some((literal, users)) if key.literal == Some(literal) => users.push(index),
                _ => *value = None,
            }
        }
    }
    let mut candidates: BTreeMap<(&str, &str), Candidate<'r>> = BTreeMap::new();
    for ((server, name), value) in values {
        let Some((literal, users)) = value else { continue };
        let is_shared = users.len() >= FEWEST && users.len() * 100 >= counts[server] * SHARE;
        if is_shared && is_version_or_format(name, literal) {
            let candidate = candidates.entry((name, literal));
            let server = &servers[server];
            let candidate =
                candidate.or_insert_with(|| Candidate { name, literal, requests: Vec::new(), server });
            candidate.requests.extend(users.into_iter().filter(|&user| !requests.is_described(user, name)));
        }
    }
    candidates.into_values().filter(|candidate| !candidate.requests.is_empty()).collect()
}

/// Whether a value is a version, which has a digit, or a format.
fn is_version_or_format(name: &str, literal: &str) -> bool {
    let name = snake_case(name);
    let says_version = VERSIONS.contains(&name.rsplit('_').next().unwrap_or_default());
    says_version && literal.contains(|c: char| c.is_ascii_digit())
        || FORMATS.contains(&literal.to_ascii_lowercase().as_str())
}

/// Returns the name of a setting's setter: its own name, or with that of its server if there are several.
fn setter(candidate: &Candidate<'_>, taken: &mut HashSet<String>) -> String {
    let own = names::short(&snake_case(candidate.name)).to_owned();
    let long = names::joined(&candidate.server.name, &format!("_{own}"), names::LONGEST);
    let name = if taken.contains(&own) { long } else { own };
    names::identifier(names::free(name, "_", taken))
}

fn decision(name: &str) -> Decision {
    Decision {
        subject: name.to_owned(),
        reason: "is a setting of the client, because nearly all requests of a server have the same version or format"
            .to_owned(),
        overlay: format!("paths.*.*.parameters: [{}]", entry(name)),
    }
}
