//! Records what was decided about placeholders and literal ids in paths, and reports each kind once.

use hashbrown::{HashMap, HashSet};
use serde_json::Value;

use super::template::{by_segment, shape};
use crate::api::{Decision, PathPart};
use crate::diagnostics::{Diagnostics, Location};
use crate::lower::overlay_match::Index;
use crate::lower::request::ParsedRequest;
use crate::lower::request::literal_id::is_id;
use crate::lower::request::path::{Placeholder, decoded, noun};
use crate::lower::request::url::LeadingVariable;
use crate::lower::tree::Tree;

/// The maximum number of texts in a finding.
const SHOWN: usize = 3;

/// Returns the decisions about the path of each request.
pub(in crate::lower) fn decisions(
    file: &str,
    tree: &Tree<'_>,
    index: &Index,
    requests: &[ParsedRequest<'_>],
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Decision>> {
    let placeholders: Vec<Vec<Decision>> =
        requests.iter().map(|request| placeholders(request, index, tree)).collect();
    let ids: Vec<LiteralIds> = requests.iter().map(LiteralIds::new).collect();
    let mut count: HashMap<String, usize> = HashMap::new();
    if ids.iter().any(|ids| !ids.names.is_empty()) {
        for (ids, request) in ids.iter().zip(requests) {
            *count.entry(ids.signature(request)).or_default() += 1;
        }
    }
    let literals = ids.iter().zip(requests).map(|(ids, request)| {
        let is_unique = ids.names.is_empty() || count.get(&ids.signature(request)) == Some(&1);
        ids.decisions(request, (!is_unique).then(|| tree.key_of_request(request.index)))
    });
    let literals: Vec<Vec<Decision>> = literals.collect();
    let location = |request: usize| Location::new(file, tree.location_of_request(requests[request].index));
    let texts = requests.iter().flat_map(|request| &request.placeholders).map(|found| found.text.as_str());
    if let Some(Found { first, paths_contain, overlay }) = Found::new(&placeholders) {
        let problem = format!("{paths_contain} placeholders, which are arguments: {}", listed(texts));
        let help = format!("to send one as it is, as Postman does, write in the overlay: {overlay}");
        diagnostics.note(location(first), problem, help);
    }
    let texts = literals.iter().flatten().map(|decision| decision.subject.as_str());
    if let Some(Found { first, paths_contain, overlay }) = Found::new(&literals) {
        let problem = format!("{paths_contain} what looks like the id of an example: {}", listed(texts));
        let help = format!(
            "to make it an argument of the method, write in the overlay: {overlay}{}",
            if literals.iter().filter(|list| !list.is_empty()).count() == 1 {
                ""
            } else {
                "; `inspect` has the entry of each operation"
            }
        );
        diagnostics.warning(location(first), problem, help);
    }
    let decisions =
        requests.iter().zip(placeholders).zip(literals).map(|((request, placeholders), literals)| {
            let leading = request.address.arguments.iter().map(LeadingVariable::decision);
            leading.chain(placeholders).chain(literals).collect()
        });
    decisions.collect()
}

/// The operations with decisions of one kind.
struct Found<'d> {
    /// The index of the first one.
    first: usize,
    /// The start of a sentence about their paths.
    paths_contain: String,
    /// The overlay entry of the first decision.
    overlay: &'d str,
}

impl<'d> Found<'d> {
    fn new(decisions: &'d [Vec<Decision>]) -> Option<Self> {
        let mut found =
            decisions.iter().enumerate().filter_map(|(request, list)| Some((request, list.first()?)));
        let (first, decision) = found.next()?;
        let paths_contain = match found.count() {
            0 => "the path of one operation contains".to_owned(),
            more => format!("the paths of {} operations contain", more + 1),
        };
        Some(Self { first, paths_contain, overlay: &decision.overlay })
    }
}

/// Lists the first distinct texts.
fn listed<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut known = HashSet::new();
    let distinct: Vec<String> =
        texts.filter(|text| known.insert(*text)).map(|text| format!("`{text}`")).collect();
    let shown = distinct[..distinct.len().min(SHOWN)].join(", ");
    if distinct.len() > SHOWN { format!("{shown} …") } else { shown }
}

/// Returns the decisions about the placeholders of a request.
fn placeholders(request: &ParsedRequest<'_>, index: &Index, tree: &Tree<'_>) -> Vec<Decision> {
    if request.placeholders.is_empty() {
        return Vec::new();
    }
    let key = index.operation_key(request, tree);
    let key = key
        .unwrap_or_else(|| location(&request.template, Some(&tree.key_of_request(request.index)), request));
    let decision = |placeholder: &Placeholder| {
        let [name, text] =
            [&placeholder.name, &decoded(&placeholder.text)].map(|text| Value::from(text.as_str()));
        Decision {
            subject: placeholder.name.clone(),
            reason: format!("is an argument, because `{}` in the path stands for a value", placeholder.text),
            overlay: format!(
                "{key}.parameters: [{{\"name\": {name}, \"in\": \"path\", \"schema\": {{\"const\": {text}}}}}]"
            ),
        }
    };
    request.placeholders.iter().map(decision).collect()
}

/// Returns the location of an operation in the overlay.
fn location(template: &str, item: Option<&str>, request: &ParsedRequest<'_>) -> String {
    let key = match item {
        Some(item) => format!("{template}#{item}"),
        None => template.to_owned(),
    };
    format!("paths.{}.{}", Value::from(key), request.method.to_lowercase())
}

/// The literals of a path that look like ids.
struct LiteralIds {
    /// The literals, each with the name of a parameter in its place.
    names: Vec<(String, String)>,
    /// The path with these parameters.
    template: String,
}

impl LiteralIds {
    fn new(request: &ParsedRequest<'_>) -> Self {
        let literals = request.path.parts.iter().filter_map(|part| match part {
            PathPart::Literal(literal) => Some(literal),
            PathPart::Parameter(_) => None,
        });
        if !literals.flat_map(|literal| literal.split('/')).any(|segment| is_id(&decoded(segment))) {
            return Self { names: Vec::new(), template: request.template.clone() };
        }
        let mut taken: HashSet<String> =
            request.path.parameters().map(|parameter| parameter.name.wire.clone()).collect();
        let (mut names, mut template) = (Vec::new(), Vec::new());
        let mut before = None;
        // Those that the overlay declares are parameters in its key.
        let keys = request.template.split('/');
        let segments = by_segment(&request.path);
        let skipped = keys.clone().count().saturating_sub(segments.len());
        template.extend(keys.clone().take(skipped).map(str::to_owned));
        for (key, segment) in keys.skip(skipped).zip(&segments) {
            match &segment[..] {
                [PathPart::Literal(literal)] if is_id(&decoded(literal)) && key == literal => {
                    let name = before.take().map_or_else(|| "id".to_owned(), |noun| format!("{noun}_id"));
                    let numbered = (2..).map(|number| format!("{name}_{number}"));
                    let mut names_of = std::iter::once(name.clone()).chain(numbered);
                    let name = names_of.find(|name| taken.insert(name.clone())).unwrap_or_default();
                    template.push(format!("{{{name}}}"));
                    names.push((decoded(literal), name));
                }
                segment => {
                    before = match segment {
                        [PathPart::Literal(literal)] => noun(literal),
                        _ => None,
                    };
                    template.push(key.to_owned());
                }
            }
        }
        Self { names, template: template.join("/") }
    }

    /// Returns method and path without the names of parameters.
    fn signature(&self, request: &ParsedRequest<'_>) -> String {
        format!("{} {}", request.method, shape(&self.template))
    }

    /// Returns a decision for each literal; `item` is needed to identify the operation.
    fn decisions(&self, request: &ParsedRequest<'_>, item: Option<String>) -> Vec<Decision> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let parameters = self.names.iter().map(|(literal, name)| {
            let [name, literal] = [name, literal].map(|text| Value::from(text.as_str()));
            format!("{{\"name\": {name}, \"in\": \"path\", \"required\": true, \"example\": {literal}}}")
        });
        let parameters: Vec<String> = parameters.collect();
        let at = location(&self.template, item.as_deref(), request);
        let overlay = format!("{at}.parameters: [{}]", parameters.join(", "));
        let decision = |(literal, _): &(String, String)| Decision {
            subject: literal.clone(),
            reason: "is a literal of the path, although it looks like the id of an example".to_owned(),
            overlay: overlay.clone(),
        };
        self.names.iter().map(decision).collect()
    }
}
