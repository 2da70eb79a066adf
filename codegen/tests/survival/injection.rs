//! Checks that no string of an input becomes code.
//!
//! A string that could escape from its literal or its comment replaces each string of an input, or is appended to it.
//! The generated code must have the same shape as that for a harmless twin of the string, in which a hyphen replaces
//! every character that has a meaning in Rust or Markdown.
//!
//! The twin keeps the properties of the string that may change the shape:
//!
//! - A string that is not prose may have a meaning for Postman, so its twin keeps `{}` (variables), `/?&=#:@.,;` and
//!   `\` (URLs), `[]`, and white space (headers in one string).
//! - A string without letters and digits gives no name, and neither does its twin. The twin of an invisible string is
//!   empty.
//! - If the findings differ (an unknown keyword, an invalid header, a body that is not JSON), the shapes may differ
//!   too.

use codegen::api::Api;
use codegen::diagnostics::Diagnostics;
use codegen::{File, Source};

use crate::check::{caught, findings, lower, package};
use crate::locations::{Location, locations};
use crate::output;
use crate::random::Random;
use crate::run::{self, Failure};
use crate::seeds::{self, Document, Seed};
use crate::shape::{escaped, shapes};
use crate::strings::INJECTIONS;

/// Checks all locations in the cases and then random locations in all seeds.
#[test]
fn strings_stay_strings() {
    let all: Vec<(&Seed, Location)> =
        seeds::cases().iter().filter(|seed| is_valid(seed)).flat_map(locations_of).collect();
    let total = all.len() as u64 * INJECTIONS.len() as u64 * 2;
    run::run("strings_stay_strings", 100, |number| {
        let mut random = Random::new(number);
        if number < total {
            // Consecutive inputs are far apart, so that a short run checks various locations.
            let number = (number * 1_000_003 % total) as usize;
            let (seed, location) = &all[number / 2 % all.len()];
            let injection = INJECTIONS[number / 2 / all.len()];
            let document = seed.document.clone().expect("the seed is JSON");
            return check_injection(seed, &document, location, injection, number.is_multiple_of(2));
        }
        let seed = random.pick(seeds::all());
        let Some(document) = seeds::cut(seed, &mut random) else { return Ok(()) };
        let locations = locations(&document);
        if locations.is_empty() {
            return Ok(());
        }
        check_injection(
            seed,
            &document,
            random.pick(&locations),
            random.pick::<&str>(INJECTIONS),
            random.once_in(2),
        )
    });
}

/// Checks the names of files, which are in comments.
#[test]
fn file_names_stay_in_comments() {
    let seed = &seeds::cases()[0];
    let generated = |file: &str| {
        let collection = Source { file, text: &seed.input.collection };
        let input = codegen::Input {
            collection: collection.into(),
            overlay: None,
            environment: None,
            crate_name: "the_client",
            command: "cargo xtask generate",
        };
        codegen::generate(&input).files
    };
    let expected = shapes(&generated("collection.json"));
    for injection in INJECTIONS {
        let files = generated(injection);
        output::check(&files, &[]).unwrap_or_else(|problem| panic!("{injection:?}: {problem}"));
        assert_eq!(shapes(&files), expected, "{injection:?}");
    }
}

/// Whether codegen generates files for a seed.
fn is_valid(seed: &Seed) -> bool {
    lower(&seed.input).0.is_some()
}

fn locations_of(seed: &'static Seed) -> Vec<(&'static Seed, Location)> {
    let locations = seed.document.iter().flat_map(locations);
    locations.map(|location| (seed, location)).collect()
}

/// Checks an injection at one location.
fn check_injection(
    seed: &Seed,
    document: &Document,
    location: &Location,
    injection: &str,
    is_appended: bool,
) -> Result<(), Failure> {
    let (document, location) = &location.focus(document);
    let before = if is_appended { location.string(document) } else { String::new() };
    let injected = location.with(document, &format!("{before}{injection}"));
    let twin = location.with(document, &format!("{before}{}", harmless(injection, location.is_prose())));
    caught(|| compare(&injected, &twin)).map_err(|problem| Failure {
        seed: seed.name.clone(),
        problem: format!("{problem}\n{injection:?} in {location}"),
        input: injected.input(),
    })
}

/// Returns the harmless twin of a string.
fn harmless(string: &str, is_prose: bool) -> String {
    let is_invisible = |c: char| c.is_whitespace() || c.is_control();
    if string.chars().all(is_invisible) {
        return String::new();
    }
    let harmless = |c: char| match c {
        c if c.is_alphanumeric() || c == ' ' => c,
        c if !is_prose && "{}/\\?&=#:@.,;[]\n\r\t".contains(c) => c,
        _ => '-',
    };
    string.replace("evil", "fine").chars().map(harmless).collect()
}

/// Compares the shapes of the files for both documents.
fn compare(injected: &Document, twin: &Document) -> Result<(), String> {
    let (api, diagnostics) = lower(&injected.input());
    findings(&diagnostics)?;
    let Some(api) = api else { return Ok(()) };
    let (other, other_diagnostics) = lower(&twin.input());
    let mut files = package(&api);
    let mut expected = other.as_ref().map(package).unwrap_or_default();
    output::check(&files, &expected)?;
    // Files that are equal need not be compared.
    let same: Vec<File> = files.iter().filter(|file| expected.contains(file)).cloned().collect();
    files.retain(|file| !same.contains(file));
    expected.retain(|file| !same.contains(file));
    if let Some(code) = escaped(&files) {
        return Err(format!("a string has become code: {code}"));
    }
    match other {
        Some(other) if findings_of(&api, &diagnostics) == findings_of(&other, &other_diagnostics) => {
            same_shapes(&shapes(&files), &shapes(&expected))
        }
        _ => Ok(()),
    }
}

fn same_shapes(actual: &[Vec<String>], expected: &[Vec<String>]) -> Result<(), String> {
    match actual.iter().flatten().zip(expected.iter().flatten()).find(|(actual, expected)| actual != expected)
    {
        Some((actual, expected)) => Err(format!("another shape\nactual:   {actual}\nexpected: {expected}")),
        None if actual != expected => Err("more or fewer items".to_owned()),
        None => Ok(()),
    }
}

/// Returns the findings about an input and its skipped parts, without quoted strings.
fn findings_of(api: &Api, diagnostics: &Diagnostics) -> Vec<String> {
    let unquoted = |problem: &str| problem.split(['`', '"']).step_by(2).collect::<String>();
    let findings = diagnostics.iter().map(|finding| unquoted(&finding.problem));
    findings.chain(api.skipped.iter().map(|skipped| skipped.kind.to_owned())).collect()
}
