//! What becomes of requests: one fact a test, and the corpus when `CORPUS` names a folder of collections.

use codegen::api::{Api, Content, Group, Operation, Parameter, Repeat, Scheme, Success, Type};
use codegen::diagnostics::{Diagnostics, Severity};
use codegen::lower::lower;
use codegen::{Input, Source};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;

fn run(collection: &str, overlay: Option<&str>) -> (Option<Api>, Diagnostics) {
    lower(&Input {
        collection: Source { file: "c.json", text: collection },
        overlay: overlay.map(|text| Source { file: "o.json", text }),
        crate_name: "client",
    })
}

/// All operations, the groups' first.
fn operations(api: &Api) -> Vec<&Operation> {
    fn add<'a>(groups: &'a [Group], list: &mut Vec<&'a Operation>) {
        for group in groups {
            list.extend(&group.operations);
            add(&group.groups, list);
        }
    }
    let mut list = Vec::new();
    add(&api.groups, &mut list);
    list.extend(&api.operations);
    list.sort_by_key(|operation| operation.index);
    list
}

fn refused(api: &Api) -> usize {
    api.unlowered.iter().filter(|unlowered| unlowered.what == "request").count()
}

// The corpus

#[test]
fn the_corpus_is_lowered_or_refused() {
    let Ok(folder) = std::env::var("CORPUS") else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut lowered, mut refusals, mut requests, mut kept, mut bytes) = (0, 0, 0, 0, 0);
    let mut findings: BTreeMap<String, usize> = BTreeMap::new();
    let mut contents: BTreeMap<String, usize> = BTreeMap::new();
    let mut types = 0;
    let start = std::time::Instant::now();
    for file in &files {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        bytes += text.len();
        let (api, diagnostics) = run(&text, None);
        for diagnostic in &diagnostics {
            assert_eq!(diagnostic.place.file, "c.json");
            let problem = quoted_left_out(&diagnostic.problem);
            *findings.entry(format!("{}: {problem}", diagnostic.severity)).or_default() += 1;
        }
        let Some(api) = api else {
            assert!(diagnostics.has_errors(), "{}", file.display());
            refusals += 1;
            continue;
        };
        let operations = operations(&api);
        let all = codegen::collection::Collection::parse("c.json", &text).unwrap();
        assert_eq!(operations.len() + refused(&api), count(&all.item), "{}", file.display());
        assert_eq!(api.types.len(), api.type_modules.len());
        check_names(&api, &file.display().to_string());
        lowered += 1;
        requests += operations.len() + refused(&api);
        kept += operations.len();
        types += api.types.len();
        for operation in operations {
            let body = match operation.body.as_ref().map(|body| &body.content) {
                None => "none",
                Some(Content::Text) => "text",
                Some(Content::Json(Type::Any)) => "any",
                Some(_) => "json",
            };
            let success = match operation.success {
                Success::Empty => "empty",
                Success::Json(_) => "json",
                _ => "undescribed",
            };
            *contents.entry(format!("body {body}")).or_default() += 1;
            *contents.entry(format!("success {success}")).or_default() += 1;
        }
        for unlowered in &api.unlowered {
            *contents.entry(format!("left out: {}", unlowered.what)).or_default() += 1;
        }
    }
    let time = start.elapsed();
    let mut report = format!(
        "{} files ({bytes} bytes), {lowered} lowered, {refusals} refused in {time:?}\n\
         {requests} requests, {kept} operations, {types} types\n",
        files.len(),
    );
    let mut findings: Vec<_> = findings.into_iter().collect();
    findings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (text, count) in findings.iter().take(60).chain(&contents.into_iter().collect::<Vec<_>>()) {
        report.push_str(&format!("{count:6}  {text}\n"));
    }
    write!(std::io::stderr(), "{report}").unwrap();
}

fn count(items: &[codegen::collection::Item]) -> usize {
    items.iter().map(|item| item.item.as_deref().map_or(1, count)).sum()
}

/// The text without what stands between backticks or quotes, and without numbers.
fn quoted_left_out(text: &str) -> String {
    let mut parts = text.split(['`', '"']).step_by(2).collect::<Vec<_>>().join("`…`");
    parts.retain(|c| !c.is_ascii_digit());
    parts
}

/// Whether all names are identifiers and none is there twice in its place.
fn check_names(api: &Api, file: &str) {
    fn ident(name: &str, file: &str) {
        assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "{file}: {name:?} is no identifier");
        assert!(name.chars().count() <= 90, "{file}: {name:?} is long");
    }
    fn distinct<'a>(names: impl Iterator<Item = &'a str>, file: &str) {
        let mut seen = std::collections::HashSet::new();
        for name in names {
            ident(name, file);
            assert!(seen.insert(name.to_owned()), "{file}: {name} is there twice");
        }
    }
    fn scope(operations: &[Operation], groups: &[Group], handle: &str, file: &str) {
        let methods = operations.iter().map(|operation| operation.name.rust.as_str());
        distinct(methods.chain(groups.iter().map(|group| group.name.rust.as_str())), file);
        let types = operations.iter().map(|operation| operation.type_name.as_str());
        distinct(types.chain([handle]).chain(groups.iter().map(|group| group.name.rust.as_str())), file);
        for operation in operations {
            let setters = operation.query.iter().chain(&operation.headers);
            distinct(setters.map(|parameter| parameter.name.rust.as_str()), file);
            let mut names = BTreeMap::new();
            for parameter in operation.path.parameters() {
                ident(&parameter.name.rust, file);
                let wire = names.entry(&parameter.name.rust).or_insert(&parameter.name.wire);
                assert_eq!(*wire, &parameter.name.wire, "{file}");
            }
        }
        for group in groups {
            scope(&group.operations, &group.groups, &group.type_name, file);
        }
    }
    scope(&api.operations, &api.groups, "Client", file);
    let types = api.types.iter().map(|def| def.name.to_lowercase()).collect::<Vec<_>>();
    let mut seen = std::collections::HashSet::new();
    types.iter().for_each(|name| assert!(seen.insert(name), "{file}: {name} is there twice"));
    distinct(api.variables.iter().map(|variable| variable.name.rust.as_str()), file);
    distinct(api.servers.iter().map(|server| server.name.as_str()), file);
}

#[test]
fn dump() {
    let Ok(file) = std::env::var("DUMP") else { return };
    let overlay = std::env::var("OVERLAY").ok().map(|file| std::fs::read_to_string(file).unwrap());
    let (api, diagnostics) = run(&std::fs::read_to_string(file).unwrap(), overlay.as_deref());
    writeln!(std::io::stderr(), "{api:#?}\n{diagnostics}").unwrap();
}

#[test]
fn names() {
    let Ok(folder) = std::env::var("NAMES") else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut out = String::new();
    for file in &files {
        let (Some(api), d) = run(&std::fs::read_to_string(file).unwrap_or_default(), None) else { continue };
        out.push_str(&format!("== {}\n", file.display()));
        for s in &api.servers { out.push_str(&format!("  server {} = {}\n", s.name, s.template)); }
        for s in &api.variables { out.push_str(&format!("  variable {} = {} = {:?}\n", s.name.rust, s.name.wire, s.default)); }
        fn groups(g: &[Group], n: usize, out: &mut String) { for g in g { out.push_str(&format!("  {}group {} {} <- {:?}\n", "  ".repeat(n), g.name.rust, g.type_name, g.name.wire)); groups(&g.groups, n+1, out); } }
        groups(&api.groups, 0, &mut out);
        for o in operations(&api) {
            out.push_str(&format!("  {} {} <- {:?} {} {} [{}] {:?} {}\n", o.name.rust, o.type_name, o.name.wire, o.method, o.path.template(), o.query.iter().chain(&o.headers).map(|p| p.name.rust.clone()).collect::<Vec<_>>().join(","), o.body.as_ref().map(|b| b.content.clone()), match &o.success { Success::Json(t) => format!("{t:?}"), o => format!("{o:?}") }));
        }
        for d in &d { out.push_str(&format!("{d}\n")); }
    }
    std::fs::write("/tmp/lowerws/names.txt", out).unwrap();
}
