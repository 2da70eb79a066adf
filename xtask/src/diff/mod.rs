//! `cargo xtask diff`: compares two versions of a collection. Nothing is decided here: [`codegen::diff`] compares.

mod accepted;
mod git;
mod json;
mod markdown;
mod source;
mod text;
mod wrap;

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;
use codegen::diff::{Change, Step};

use crate::client::{self, Client};
use crate::report::{Report, Verdict, problems};
use crate::terminal::{Colour, printable, printable_json, width};
use accepted::Accepted;
use source::Version;

/// The arguments of the command.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Arguments {
    /// The old collection.
    pub old: OsString,
    /// The new collection; `None` for that of the client.
    pub new: Option<OsString>,
    /// The names of the clients on the command line.
    pub clients: Vec<String>,
    /// The overlay of the old version.
    pub old_overlay: Option<OsString>,
    /// The overlay of both versions.
    pub overlay: Option<OsString>,
    /// The format of the output.
    pub format: Format,
    /// The step from which on the exit code is 1.
    pub fail_on: Option<Step>,
    /// The file of accepted changes.
    pub accepted: Option<PathBuf>,
}

/// The format of the output.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Format {
    /// Text, for people.
    #[default]
    Text,
    /// Markdown, for a pull request.
    Markdown,
    /// JSON, for programs.
    Json,
}

/// The result of a comparison.
#[derive(Clone, Debug)]
struct Comparison {
    /// The names of both versions.
    old: String,
    new: String,
    /// The client's name and version, if one was chosen.
    client: Option<(String, String)>,
    /// The changes that count.
    changes: Vec<Change>,
    /// The changes that are accepted.
    accepted: Vec<Change>,
    /// The fingerprints that no change has, with their lines in the file.
    stale: Vec<(usize, String)>,
}

impl Comparison {
    fn step(&self) -> Step {
        self.changes.iter().map(|change| change.step).max().unwrap_or_default()
    }

    /// Returns what the step means for the version of the client: `0.3.1 -> 0.4.0`.
    fn next_version(&self) -> Option<(String, String)> {
        let (_, version) = self.client.as_ref()?;
        let next = next_version(version, self.step())?;
        Some((version.clone(), next)).filter(|(old, new)| old != new)
    }
}

/// Returns the version that follows; `None` if a version is not three numbers.
pub(crate) fn next_version(version: &str, step: Step) -> Option<String> {
    let numbers = version.split(['-', '+']).next()?.split('.').map(str::parse::<u64>);
    let numbers = <[u64; 3]>::try_from(numbers.collect::<Result<Vec<_>, _>>().ok()?).ok()?;
    let [major, minor, patch] = numbers;
    Some(match (step, major) {
        (Step::None, _) => version.to_owned(),
        (Step::Major, 0) => format!("0.{}.0", minor.checked_add(1)?),
        (Step::Major, _) => format!("{}.0.0", major.checked_add(1)?),
        (Step::Minor, 1..) => format!("{major}.{}.0", minor.checked_add(1)?),
        (Step::Minor | Step::Patch, _) => format!("{major}.{minor}.{}", patch.checked_add(1)?),
    })
}

/// Returns changes of a client as text for the terminal; `names` are those of both collections.
pub(crate) fn printed(
    client: &Client,
    (old, new): (String, String),
    changes: Vec<Change>,
    colour: Colour,
) -> String {
    let client = Some((client.name.clone(), client.version.clone()));
    let comparison = Comparison { old, new, client, changes, accepted: Vec::new(), stale: Vec::new() };
    text::text(&comparison, colour, width())
}

/// Compares two versions, and returns the report.
pub fn diff(arguments: &Arguments) -> Result<Report> {
    let Arguments { old, new, clients, old_overlay, overlay, format, fail_on, accepted } = arguments;
    let client = match new.is_none() || !clients.is_empty() {
        true => Some(client::find_one(&client::here()?, clients)?),
        false => None,
    };
    let accepted = accepted.as_deref().map(Accepted::read).transpose()?.unwrap_or_default();
    let overlay = overlay.as_deref();
    let client_of_both = client.as_ref();
    // Both are read and lowered at the same time.
    let (old, new) = std::thread::scope(|scope| {
        let overlay_of_old = old_overlay.as_deref().or(overlay);
        let old = scope.spawn(move || Version::read(Some(old), overlay_of_old, client_of_both));
        let new = Version::read(new.as_deref(), overlay, client_of_both);
        (old.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), new)
    });
    let (old, new) = (old?, new?);
    let mut diagnostics = old.errors;
    new.errors.iter().for_each(|error| diagnostics.add(error.clone()));
    let (Some(old_api), Some(new_api)) = (old.api, new.api) else {
        let problems = problems(&diagnostics, "nothing was compared");
        return Ok(Report { problems, text: String::new(), verdict: Verdict::Bad });
    };
    let (changes, accepted, stale) = accepted.apply(codegen::diff::diff(&old_api, &new_api).changes);
    // The process ends soon, and freeing two large APIs before takes longer than that.
    std::mem::forget((old_api, new_api));
    let client = client.map(|Client { name, version, .. }| (name, version));
    let comparison = Comparison { old: old.name, new: new.name, client, changes, accepted, stale };
    let text = match format {
        Format::Text => text::text(&comparison, Colour::of_stdout(), width()),
        Format::Markdown => printable(&markdown::text(&comparison)),
        Format::Json => printable_json(&json::text(&comparison)?),
    };
    let fails = fail_on.is_some_and(|step| comparison.step() >= step);
    let problems = match format {
        Format::Json => String::new(),
        Format::Text | Format::Markdown => stale_fingerprints(&comparison, arguments),
    };
    Ok(Report { problems, text, verdict: if fails { Verdict::Bad } else { Verdict::Good } })
}

/// Returns the warnings about accepted changes that do not occur.
fn stale_fingerprints(comparison: &Comparison, arguments: &Arguments) -> String {
    let file = arguments.accepted.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
    let warnings = comparison.stale.iter().map(|(line, fingerprint)| {
        format!("warning: no change has the fingerprint `{fingerprint}`\n  --> {file}:{line}\n  help: remove the line")
    });
    warnings.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::{Step, next_version};

    #[test]
    fn the_next_version_follows_cargo() {
        for (version, step, expected) in [
            ("0.3.1", Step::Major, Some("0.4.0")),
            ("0.3.1", Step::Minor, Some("0.3.2")),
            ("0.3.1", Step::Patch, Some("0.3.2")),
            ("1.2.3", Step::Major, Some("2.0.0")),
            ("1.2.3", Step::Minor, Some("1.3.0")),
            ("1.2.3", Step::Patch, Some("1.2.4")),
            ("1.2.3-rc.1", Step::Minor, Some("1.3.0")),
            ("1.2.3", Step::None, Some("1.2.3")),
            ("1.2", Step::Minor, None),
        ] {
            assert_eq!(next_version(version, step).as_deref(), expected, "{version} {step}");
        }
    }
}
