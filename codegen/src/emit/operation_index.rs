//! The list of all operations, in the documentation of `operations`.

use super::print::section;
use super::{docs, signature::Owner};
use crate::api::{Api, Group, Operation};

/// The lines of the list: a heading for each folder, and a line for each operation. An operation that is added or
/// changed changes no other line.
pub(super) fn lines(api: &Api) -> Vec<String> {
    let mut lines = section("Operations");
    lines.extend(api.operations.iter().map(|operation| item(&[], operation)));
    for group in &api.groups {
        folder(&[group], &mut lines);
    }
    lines
}

fn folder(groups: &[&Group], lines: &mut Vec<String>) {
    let Some(group) = groups.last() else { return };
    if !group.operations.is_empty() {
        let names: Vec<String> = groups.iter().map(|group| docs::title(&group.name.wire)).collect();
        if lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        lines.extend([format!("## {}", names.join(" / ")), String::new()]);
        lines.extend(group.operations.iter().map(|operation| item(groups, operation)));
    }
    for inner in &group.groups {
        let groups: Vec<&Group> = groups.iter().copied().chain([inner]).collect();
        folder(&groups, lines);
    }
}

/// The line of an operation: how it is called, with a link to the method, and the request.
fn item(groups: &[&Group], operation: &Operation) -> String {
    let owner = Owner { groups };
    let name = &operation.name.rust;
    let modules = groups.iter().map(|group| group.name.rust.as_str());
    let mut path: Vec<&str> = if groups.is_empty() { vec!["crate"] } else { modules.collect() };
    path.extend([owner.type_name(), name]);
    let path = path.join("::").replace("r#", "");
    let request = docs::code(&format!("{} {}", operation.method, operation.path.template()));
    let deprecated = if operation.deprecated.is_some() { ", deprecated" } else { "" };
    format!("- [`{}.{name}`]({path}): {request}{deprecated}", owner.expression())
}
