//! Servers: the distinct fronts of the URLs, and the variables in them.

use std::collections::{HashMap, HashSet};

use crate::api::{self, Name, Server, Variable};
use crate::lower::names;
use crate::lower::request::variables::{Piece, Variables, has_variable, pieces, wire_name};
use crate::lower::tree;

/// The methods that every client's builder has already, or may get.
pub(super) const BUILDER: &[&str] = &[
    "allow_http",
    "attempt_timeout",
    "authenticate",
    "base_url",
    "blocking",
    "build",
    "check_credentials",
    "check_url",
    "clone",
    "clone_from",
    "concurrency",
    "configure_http",
    "connect_timeout",
    "credential",
    "credential_from_env",
    "credential_provider",
    "default",
    "expand",
    "fmt",
    "from",
    "front",
    "fronts",
    "header",
    "identity",
    "into",
    "max_response_bytes",
    "new",
    "only_root_certificates",
    "origin",
    "problem",
    "proxy",
    "retries",
    "retry",
    "root_certificate",
    "server",
    "timeout",
    "tls_backend",
    "to_owned",
    "try_from",
    "try_into",
    "user_agent",
    "variable",
    "without_credentials",
];

/// The servers so far.
#[derive(Default)]
pub(super) struct Servers {
    list: Vec<Server>,
    by_front: HashMap<String, usize>,
    by_template: HashMap<String, usize>,
    variables: Vec<Variable>,
    known: HashSet<String>,
    setters: HashSet<String>,
}

impl Servers {
    /// The place of the server with this front, which is new or known.
    pub(super) fn place(&mut self, front: &str, variables: &Variables<'_>) -> usize {
        if let Some(&place) = self.by_front.get(front) {
            return place;
        }
        let template = self.template(front, variables);
        let place = *self.by_template.entry(template.clone()).or_insert_with(|| {
            self.list.push(Server { name: String::new(), template });
            self.list.len() - 1
        });
        self.by_front.insert(front.to_owned(), place);
        place
    }

    /// The template of a front. A variable whose value needs variables that have none gives way to its value.
    fn template(&mut self, front: &str, variables: &Variables<'_>) -> String {
        let mut text = front.to_owned();
        // Nested names are known once their inner variables are; the others stay what they are.
        for _ in 0..10 {
            let next: String = pieces(&text)
                .map(|piece| match piece {
                    Piece::Text(text) => text.to_owned(),
                    Piece::Variable(name) if has_variable(name) => {
                        format!("{{{{{}}}}}", variables.substitute(name))
                    }
                    Piece::Variable(name) => match variables.value(name) {
                        Some(value) if has_variable(&value) && variables.resolve(&value).is_none() => {
                            value.into_owned()
                        }
                        _ => format!("{{{{{name}}}}}"),
                    },
                })
                .collect();
            if next == text {
                break;
            }
            text = next;
        }
        let path = text.find("://").map_or(0, |at| at + 3);
        let path = text[path..].find('/').map_or(text.len(), |at| path + at);
        let (mut template, mut at) = (String::new(), 0);
        for piece in pieces(&text) {
            match piece {
                Piece::Text(text) => {
                    template.extend(text.chars().filter(|c| !matches!(c, '{' | '}')));
                    at += text.len();
                }
                Piece::Variable(name) => {
                    let wire = wire_name(name);
                    template.extend(["{", &wire, "}"]);
                    self.add(name, wire, at < path, variables);
                    at += name.len() + 4;
                }
            }
        }
        template
    }

    fn add(&mut self, name: &str, wire: String, needs_host: bool, variables: &Variables<'_>) {
        if !self.known.insert(wire.clone()) {
            return;
        }
        let default = variables.resolve(&format!("{{{{{name}}}}}"));
        let mut setter = names::short(&names::snake_case(&wire)).to_owned();
        if BUILDER.contains(&setter.as_str()) {
            setter.push('_');
        }
        self.variables.push(Variable {
            name: Name { rust: names::identifier(names::free(setter, "_", &mut self.setters)), wire },
            docs: tree::docs(variables.get(name).and_then(|variable| variable.description.as_ref())),
            // An empty scheme or host is one that is still to be entered.
            default: default.filter(|text| !(needs_host && (text.is_empty() || text.starts_with('/')))),
        });
    }

    /// All servers with their names, and the variables.
    ///
    /// A variable that is the whole front of the only server is what the builder calls its base URL.
    pub(super) fn finish(mut self) -> (Vec<Server>, Vec<Variable>) {
        if let ([server], [variable]) = (&self.list[..], &mut self.variables[..])
            && server.template == format!("{{{}}}", variable.name.wire)
        {
            variable.name.rust = api::BASE_URL.to_owned();
        }
        let short: Vec<String> = self.list.iter().map(|server| short_name(&server.template)).collect();
        let mut count: HashMap<&str, usize> = HashMap::new();
        for name in &short {
            *count.entry(name).or_default() += 1;
        }
        let mut taken = HashSet::new();
        for (server, short) in self.list.iter_mut().zip(&short) {
            let name = if count[short.as_str()] > 1 {
                names::short(&names::snake_case(&server.template)).to_owned()
            } else {
                short.clone()
            };
            server.name = names::identifier(names::free(name, "_", &mut taken));
        }
        (self.list, self.variables)
    }
}

/// The server's name: its host, or the variables that stand for it.
fn short_name(template: &str) -> String {
    let host = template.split_once("://").map_or(template, |(_, rest)| rest);
    names::short(&names::snake_case(host.trim_start_matches("www."))).to_owned()
}

#[cfg(test)]
mod tests {
    use super::BUILDER;

    /// A method of the builder that is missing in the list would be defined twice by a collection with a variable of
    /// that name.
    #[test]
    fn the_builder_s_methods_are_reserved() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated-client/src/runtime/");
        for file in ["builder.rs", "builder/check.rs"] {
            let text = std::fs::read_to_string(format!("{folder}{file}")).unwrap();
            let items = syn::parse_file(&text).unwrap().items;
            let impls = items.into_iter().filter_map(|item| match item {
                syn::Item::Impl(item) => Some(item.items),
                _ => None,
            });
            for item in impls.flatten() {
                let syn::ImplItem::Fn(method) = item else { continue };
                let name = method.sig.ident.to_string();
                assert!(BUILDER.contains(&name.as_str()), "{name} is not reserved");
            }
        }
    }
}
