//! A text never becomes anything but a text.
//!
//! In one location after another, a text that wants to get out of its literal or its comment is put in the location of what is
//! there, or behind it. The code that is made has to be of the same shape as the code for a harmless twin of that text:
//! one in which everything is a hyphen that means something to Rust or to Markdown.
//!
//! What a text may change, the twin has, too:
//!
//! - Texts that are not only for people may hold Postman's own signs, so their twins keep `{}` (variables), `/?&=#:@.,;`
//!   and `\` (URLs), `[]`, and white space (headers that are one text).
//! - A text without letters and digits names nothing, so its twin has none either; a text of which nothing shows has an
//!   empty twin.
//! - Where codegen says that the one is wrong and the other is not, the two may differ: an unknown keyword, a header that
//!   cannot be sent, a body that is no JSON.

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

/// All the locations of the cases; beyond them, random ones of all seeds.
#[test]
fn texts_stay_texts() {
    let all: Vec<(&Seed, Location)> =
        seeds::cases().iter().filter(|seed| makes_files(seed)).flat_map(locations_of).collect();
    let total = all.len() as u64 * INJECTIONS.len() as u64 * 2;
    run::run("texts_stay_texts", 100, |number| {
        let mut random = Random::new(number);
        if number < total {
            // Neighbours are far apart, so that a few of them say something about all.
            let number = (number * 1_000_003 % total) as usize;
            let (seed, location) = &all[number / 2 % all.len()];
            let injection = INJECTIONS[number / 2 / all.len()];
            let document = seed.document.clone().expect("the seed is JSON");
            return one(seed, &document, location, injection, number.is_multiple_of(2));
        }
        let seed = random.pick(seeds::all());
        let Some(document) = seeds::cut(seed, &mut random) else { return Ok(()) };
        let locations = locations(&document);
        if locations.is_empty() {
            return Ok(());
        }
        one(seed, &document, random.pick(&locations), random.pick::<&str>(INJECTIONS), random.once_in(2))
    });
}

/// The names of files are in comments.
#[test]
fn file_names_stay_in_comments() {
    let seed = &seeds::cases()[0];
    let made = |file: &str| {
        let collection = Source { file, text: &seed.input.collection };
        let input = codegen::Input { collection, overlay: None, crate_name: "the_client" };
        codegen::generate(&input).files
    };
    let expected = shapes(&made("collection.json"));
    for injection in INJECTIONS {
        let files = made(injection);
        output::check(&files, &[]).unwrap_or_else(|problem| panic!("{injection:?}: {problem}"));
        assert_eq!(shapes(&files), expected, "{injection:?}");
    }
}

fn makes_files(seed: &Seed) -> bool {
    lower(&seed.input).0.is_some()
}

fn locations_of(seed: &'static Seed) -> Vec<(&'static Seed, Location)> {
    let locations = seed.document.iter().flat_map(locations);
    locations.map(|location| (seed, location)).collect()
}

fn one(
    seed: &Seed,
    document: &Document,
    location: &Location,
    injection: &str,
    is_appended: bool,
) -> Result<(), Failure> {
    let (document, location) = &location.focus(document);
    let before = if is_appended { location.text(document) } else { String::new() };
    let injected = location.with(document, &format!("{before}{injection}"));
    let twin = location.with(document, &format!("{before}{}", harmless(injection, location.is_prose())));
    caught(|| compare(&injected, &twin)).map_err(|problem| Failure {
        seed: seed.name.clone(),
        problem: format!("{problem}\n{injection:?} in {location}"),
        input: injected.input(),
    })
}

/// A text like this one in which nothing means anything to Rust or to Markdown.
fn harmless(text: &str, is_prose: bool) -> String {
    let is_invisible = |c: char| c.is_whitespace() || c.is_control();
    if text.chars().all(is_invisible) {
        return String::new();
    }
    let harmless = |c: char| match c {
        c if c.is_alphanumeric() || c == ' ' => c,
        c if !is_prose && "{}/\\?&=#:@.,;[]\n\r\t".contains(c) => c,
        _ => '-',
    };
    text.replace("evil", "fine").chars().map(harmless).collect()
}

fn compare(injected: &Document, twin: &Document) -> Result<(), String> {
    let (api, diagnostics) = lower(&injected.input());
    findings(&diagnostics)?;
    let Some(api) = api else { return Ok(()) };
    let (other, other_diagnostics) = lower(&twin.input());
    let mut files = package(&api);
    let mut expected = other.as_ref().map(package).unwrap_or_default();
    output::check(&files, &expected)?;
    // Where the text does not matter, it does no harm.
    let same: Vec<File> = files.iter().filter(|file| expected.contains(file)).cloned().collect();
    files.retain(|file| !same.contains(file));
    expected.retain(|file| !same.contains(file));
    if let Some(what) = escaped(&files) {
        return Err(format!("a text has become code: {what}"));
    }
    match other {
        Some(other) if said(&api, &diagnostics) == said(&other, &other_diagnostics) => {
            same_shapes(&shapes(&files), &shapes(&expected))
        }
        _ => Ok(()),
    }
}

fn same_shapes(made: &[Vec<String>], expected: &[Vec<String>]) -> Result<(), String> {
    match made.iter().flatten().zip(expected.iter().flatten()).find(|(made, expected)| made != expected) {
        Some((made, expected)) => Err(format!("another shape\nmade:     {made}\nexpected: {expected}")),
        None if made != expected => Err("more or fewer items".to_owned()),
        None => Ok(()),
    }
}

/// What codegen says of an input, apart from what it quotes.
fn said(api: &Api, diagnostics: &Diagnostics) -> Vec<String> {
    let unquoted = |text: &str| text.split(['`', '"']).step_by(2).collect::<String>();
    let findings = diagnostics.iter().map(|finding| unquoted(&finding.problem));
    findings.chain(api.skipped.iter().map(|skipped| skipped.kind.to_owned())).collect()
}
