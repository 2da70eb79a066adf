//! What the same program sends with the old client and with the new one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::process::Command;

use serde_json::Value;

use super::clients::Clients;
use super::table::{Inputs, Row};
use crate::witness;

/// The difference between the requests of both clients.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Difference {
    /// They are the same.
    Same,
    /// Some differ, with the first one.
    Other(String),
    /// The new client refuses a call that the old one sends, with the message.
    Refused(String),
}

/// The package of the program.
const PACKAGE: &str = "requests-of-all";

/// Runs the programs of the old clients with both clients of the rows. The program of each row must compile with both.
///
/// # Errors
///
/// When cargo cannot be started, or the program does not compile or fails.
pub fn compare(clients: &mut Clients, rows: &[&Row]) -> io::Result<Vec<Difference>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let pairs = rows.iter().flat_map(|row| [(&row.old, &row.old), (&row.old, &row.new)]);
    let modules: BTreeMap<String, (&Inputs, &Inputs)> =
        pairs.map(|(of, with)| (module(of, with), (of, with))).collect();
    let mut files = vec![
        ("Cargo.toml".to_owned(), manifest(modules.values().map(|(_, with)| with.name.as_str()))),
        ("src/main.rs".to_owned(), main(modules.keys())),
        ("src/recorder.rs".to_owned(), witness::RECORDER.to_owned()),
    ];
    for (module, (of, with)) in &modules {
        let calls = witness::calls(clients.api(of)?, &crate_name(&with.name)).map_err(io::Error::other)?;
        files.push((format!("src/{module}.rs"), calls));
    }
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    clients.crates_mut().add_files(PACKAGE, files)?;
    let output = clients.crates().cargo(&["build", "--quiet", "--package", PACKAGE])?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    let output = Command::new(clients.crates().target().join("debug").join(PACKAGE)).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr)));
    }
    let reports: BTreeMap<String, Vec<String>> = serde_json::from_slice::<Value>(&output.stdout)
        .and_then(serde_json::from_value)
        .map_err(io::Error::other)?;
    let reports = |of, with| reports.get(&module(of, with)).map_or(&[][..], Vec::as_slice);
    Ok(rows.iter().map(|row| difference(reports(&row.old, &row.old), reports(&row.old, &row.new))).collect())
}

/// Compares the reports about the calls of a program.
fn difference(old: &[String], new: &[String]) -> Difference {
    let different = || old.iter().zip(new).filter(|(old, new)| old != new);
    let refusals = |report: &str| report.lines().filter(|line| line.starts_with(REFUSED)).count();
    let refused = different().find(|(old, new)| refusals(new) > refusals(old));
    if let Some((_, report)) = refused {
        let message = report.lines().find(|line| line.starts_with(REFUSED)).unwrap_or_default();
        return Difference::Refused(message.to_owned());
    }
    match different().next() {
        Some((old, new)) => Difference::Other(lines_between(old, new)),
        None => Difference::Same,
    }
}

/// The first word of a line about a call that is not sent.
const REFUSED: &str = "refused: ";

/// Returns the first line in which two reports differ.
fn lines_between(old: &str, new: &str) -> String {
    let (old_lines, new_lines): (BTreeSet<&str>, BTreeSet<&str>) =
        (old.lines().collect(), new.lines().collect());
    let only = |own: &str, others: &BTreeSet<&str>| {
        own.lines().find(|line| !others.contains(line)).unwrap_or("nothing").to_owned()
    };
    format!("{} -> {}", only(old, &new_lines), only(new, &old_lines))
}

fn crate_name(package: &str) -> String {
    package.replace('-', "_")
}

fn module(of: &Inputs, with: &Inputs) -> String {
    format!("{}_with_{}", crate_name(&of.name), crate_name(&with.name))
}

fn manifest<'n>(clients: impl Iterator<Item = &'n str>) -> String {
    let clients: BTreeSet<&str> = clients.collect();
    let mut text = format!(
        "[package]\nname = {PACKAGE:?}\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n"
    );
    for client in clients {
        let _ = writeln!(text, "{client} = {{ path = \"../{client}\" }}");
    }
    text + "serde_json = \"1\"\ntokio = { version = \"1\", features = [\"rt\", \"time\", \"net\"] }\n"
}

fn main<'m>(modules: impl Iterator<Item = &'m String> + Clone) -> String {
    let declarations: String = modules.clone().map(|module| format!("mod {module};\n")).collect();
    let calls: String = modules
        .map(|module| format!("        reports.insert({module:?}, {module}::calls(&recorder).await);\n"))
        .collect();
    format!(
        "#![allow(deprecated, unused)]\n\nmod recorder;\n{declarations}
fn main() {{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect(\"a runtime\");
    let recorder = recorder::Recorder::start();
    let mut reports = std::collections::BTreeMap::new();
    runtime.block_on(async {{
{calls}    }});
    println!(\"{{}}\", serde_json::to_string(&reports).expect(\"strings\"));
}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_is_refused_now_is_more_than_another_request() {
        let report = |text: &str| vec!["list\nGET /".to_owned(), format!("get\n{text}\nhttps://x/")];
        let difference = |new: &str| difference(&report("GET /a"), &report(new));
        assert_eq!(difference("GET /a"), Difference::Same);
        assert_eq!(difference("GET /b"), Difference::Other("GET /a -> GET /b".to_owned()));
        assert_eq!(difference("refused: no"), Difference::Refused("refused: no".to_owned()));
    }
}
