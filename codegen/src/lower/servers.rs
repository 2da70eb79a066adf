//! Servers: the distinct base URLs of the requests, and the variables in them.

use hashbrown::{HashMap, HashSet};

use super::constants::Constants;
use super::names;
use super::request::ParsedRequest;
use super::request::variables::{Variables, wire_name};
use super::tree;
use super::variable_names::VariableNames;
use crate::api::{self, Name, Server, Variable};
use crate::overlay::{self, ServerVariableEntry};
use crate::pieces::{Piece, has_variable, pieces};

/// The methods of every client's builder, and names that are reserved for future ones.
pub(super) const BUILDER: &[&str] = &[
    "allow_http",
    "attempt_timeout",
    "authenticate",
    "base_url",
    "base_urls",
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
    "follow_redirects",
    "from",
    "header",
    "identity",
    "into",
    "is_loopback",
    "max_response_bytes",
    "new",
    "no_proxy",
    "only_root_certificates",
    "origin",
    "parts",
    "pools",
    "problem",
    "propagate",
    "proxy",
    "query_setting",
    "redacted",
    "retries",
    "retry",
    "retry_budget",
    "root_certificate",
    "sender",
    "server",
    "server_url",
    "set_secret",
    "timeout",
    "tls_backend",
    "to_owned",
    "transport",
    "transport_layer",
    "try_from",
    "try_into",
    "user_agent",
    "variable",
    "without_credentials",
];

/// The servers of all requests.
pub(super) struct Servers {
    /// The servers with their names.
    pub(super) list: Vec<Server>,
    /// The variables in the templates.
    pub(super) variables: Vec<Variable>,
    /// The index of the server of each request.
    pub(super) by_request: Vec<usize>,
}

/// Collects the servers of all requests.
///
/// Defaults and documentation of variables are those that the overlay declares, or else those of the collection, and
/// `names` are those that the overlay gives to setters.
///
/// If there is only one server and its whole base URL is a variable, the builder's `base_url` sets that variable.
pub(super) fn servers(
    requests: &[ParsedRequest<'_>],
    variables: &Variables<'_>,
    declared: &[&ServerVariableEntry],
    names: VariableNames<'_>,
    constants: &mut Constants,
) -> Servers {
    let setters = names.all().map(str::to_owned).collect();
    let mut collector = Collector { names, setters, ..Collector::default() };
    let by_request = requests.iter().map(|request| collector.add(&request.address.base_url, variables));
    let by_request: Vec<usize> = by_request.collect();
    let Collector { templates, variables: mut settings, .. } = collector;
    for found in requests.iter().flat_map(|request| &request.address.settings) {
        let setting = settings.iter_mut().find(|setting| setting.name.wire == found.name);
        if let Some(setting) = setting.filter(|setting| setting.decision.is_none()) {
            setting.decision = Some(found.decision());
        }
    }
    for setting in &mut settings {
        let own = declared.iter().find(|variable| variable.name == setting.name.wire);
        own.into_iter().for_each(|own| declare(setting, own));
    }
    if let ([template], [variable]) = (&templates[..], &mut settings[..])
        && *template == format!("{{{}}}", variable.name.wire)
    {
        variable.name.rust = api::BASE_URL.to_owned();
    }
    let constants = constants.servers(&templates, &by_request);
    Servers { list: named(templates, constants), variables: settings, by_request }
}

/// Gives a variable the default and the documentation that the overlay declares.
fn declare(variable: &mut Variable, declared: &ServerVariableEntry) {
    if let Some(default) = &declared.default {
        variable.default = Some(default.clone());
    }
    if let Some(description) = &declared.description {
        variable.docs = description.trim().to_owned();
    }
    if !declared.values.is_empty() {
        let values = format!("Possible values: {}.", overlay::list(&declared.values));
        let docs = [variable.docs.as_str(), &values];
        variable.docs = docs.into_iter().filter(|docs| !docs.is_empty()).collect::<Vec<_>>().join("\n\n");
    }
}

/// Names each server after its host, or after its whole template if several servers have the same host.
fn named(templates: Vec<String>, constants: Vec<String>) -> Vec<Server> {
    let hosts: Vec<String> = templates.iter().map(|template| host_name(template)).collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for host in &hosts {
        *count.entry(host).or_default() += 1;
    }
    let mut taken = HashSet::new();
    let servers = templates.into_iter().zip(&hosts).zip(constants).map(|((template, host), constant)| {
        let name = match count[host.as_str()] {
            1 => host.clone(),
            _ => names::short(&names::snake_case(&template)).to_owned(),
        };
        Server { name: names::identifier(names::free(name, "_", &mut taken)), constant, template }
    });
    servers.collect()
}

/// Returns the name of a server from its host, which may consist of variables.
fn host_name(template: &str) -> String {
    let host = template.split_once("://").map_or(template, |(_, rest)| rest);
    names::short(&names::snake_case(host.trim_start_matches("www."))).to_owned()
}

/// The distinct templates and variables of the requests so far.
#[derive(Default)]
struct Collector<'o> {
    names: VariableNames<'o>,
    templates: Vec<String>,
    by_base_url: HashMap<String, usize>,
    by_template: HashMap<String, usize>,
    variables: Vec<Variable>,
    known: HashSet<String>,
    setters: HashSet<String>,
}

impl Collector<'_> {
    /// Returns the index of the template of a base URL, and adds the template if it is new.
    fn add(&mut self, base_url: &str, variables: &Variables<'_>) -> usize {
        if let Some(&index) = self.by_base_url.get(base_url) {
            return index;
        }
        let template = self.template(base_url, variables);
        let index = *self.by_template.entry(template.clone()).or_insert_with(|| {
            self.templates.push(template);
            self.templates.len() - 1
        });
        self.by_base_url.insert(base_url.to_owned(), index);
        index
    }

    /// Returns the template of a base URL, and adds its variables.
    fn template(&mut self, base_url: &str, variables: &Variables<'_>) -> String {
        let url = expanded(base_url, variables);
        let path = url.find("://").map_or(0, |position| position + 3);
        let path = url[path..].find('/').map_or(url.len(), |position| path + position);
        let (mut template, mut position) = (String::new(), 0);
        for piece in pieces(&url) {
            match piece {
                Piece::Literal(literal) => {
                    template.extend(literal.chars().filter(|c| !matches!(c, '{' | '}')));
                    position += literal.len();
                }
                Piece::Variable(name) => {
                    let wire = wire_name(name);
                    template.extend(["{", &wire, "}"]);
                    self.add_variable(name, wire, position < path, variables);
                    position += name.len() + 4;
                }
            }
        }
        template
    }

    fn add_variable(&mut self, name: &str, wire: String, is_in_host: bool, variables: &Variables<'_>) {
        if !self.known.insert(wire.clone()) {
            return;
        }
        let default = variables.resolve(&format!("{{{{{name}}}}}"));
        let given = self.names.of(&wire).map(str::to_owned);
        let is_given = given.is_some();
        let mut setter = given.unwrap_or_else(|| names::short(&names::snake_case(&wire)).to_owned());
        if BUILDER.contains(&setter.as_str()) {
            setter.push('_');
        }
        let setter = if is_given { setter } else { names::free(setter, "_", &mut self.setters) };
        self.variables.push(Variable {
            name: Name { rust: names::identifier(setter), wire },
            docs: tree::docs(variables.get(name).and_then(|variable| variable.description.as_ref())),
            // Collections often leave scheme and host empty, for users to fill in.
            default: default.filter(|value| !(is_in_host && (value.is_empty() || value.starts_with('/')))),
            decision: None,
        });
    }
}

/// The maximum number of replacements of variables by values that contain variables.
const ROUNDS: usize = 10;

/// The maximum length of a base URL with the values of variables, in bytes.
const LONGEST: usize = 2_000;

/// Replaces each variable whose value contains variables without a value, because callers set those instead.
fn expanded(base_url: &str, variables: &Variables<'_>) -> String {
    let expand = |piece: Piece<'_>| match piece {
        Piece::Literal(literal) => literal.to_owned(),
        // The name contains variables, which are replaced by their values.
        Piece::Variable(name) if has_variable(name) => format!("{{{{{}}}}}", variables.substitute(name)),
        Piece::Variable(name) => match variables.value(name) {
            Some(value) if has_variable(&value) && variables.resolve(&value).is_none() => value.into_owned(),
            _ => format!("{{{{{name}}}}}"),
        },
    };
    let mut url = base_url.to_owned();
    for _ in 0..ROUNDS {
        let next: String = pieces(&url).map(expand).collect();
        // Values that contain variables many times grow without end.
        if next == url || next.len() > LONGEST {
            break;
        }
        url = next;
    }
    url
}

#[cfg(test)]
mod tests {
    use super::BUILDER;

    /// If a method of the builder is not reserved, a variable with its name gives a second method of that name.
    #[test]
    fn all_methods_of_the_builder_are_reserved() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated-client/src/runtime/api/builder/");
        for file in std::fs::read_dir(folder).unwrap() {
            let code = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let items = syn::parse_file(&code).unwrap().items;
            let impls = items.into_iter().filter_map(|item| match item {
                syn::Item::Impl(item) => {
                    let of = item.self_ty;
                    (quote::quote!(#of).to_string() == "ClientBuilder").then_some(item.items)
                }
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
