//! Checks that every body and saved response of real collections fits its inferred type.
//!
//! Run it with `CORPUS=/path/to/collections cargo test -p codegen --lib corpus -- --ignored --nocapture`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::checker::{equal, round_trip};
use crate::api::{Type, TypeDef};
use crate::lower::names::TypeName;
use crate::lower::types::definitions::Direction;
use crate::lower::types::definitions::Types;
use crate::lower::types::example::{Example, SyntaxError, parse, parse_response};
use crate::lower::types::inference::infer;
use crate::lower::types::placeholder::with_values;

type Parse = fn(&str) -> Result<Example<'_>, SyntaxError>;

/// The numbers of bodies and types.
#[derive(Debug, Default)]
struct Count {
    bodies: usize,
    invalid: usize,
    opaque_types: usize,
    unknown: usize,
    types: usize,
}

/// The totals that are printed.
#[derive(Default)]
struct Census {
    bodies: Count,
    responses: Count,
    definitions: usize,
    aliases: usize,
    time: Duration,
}

/// The examples of one type.
struct Samples {
    name: String,
    direction: Direction,
    bodies: Vec<String>,
}

#[test]
#[ignore = "needs CORPUS, a folder of collections"]
fn every_example_of_the_corpus_fits_its_type() {
    let folder = std::env::var_os("CORPUS").expect("CORPUS is set");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut census = Census::default();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let Ok(collection) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else {
            continue;
        };
        let mut list = Vec::new();
        walk(collection.get("collection").unwrap_or(&collection), &mut list);
        check(&list, &mut census, &file.display().to_string());
    }
    let Census { bodies, responses, definitions, aliases, time } = census;
    let report = format!(
        "{bodies:?}\n{responses:?}\n{definitions} definitions, {aliases} of them aliases, in {time:?}"
    );
    writeln!(std::io::stderr(), "{report}").unwrap();
}

fn walk(item: &Value, list: &mut Vec<Samples>) {
    let number = list.len();
    if let Some(Value::String(raw)) = item.pointer("/request/body/raw") {
        let bodies = vec![raw.clone()];
        list.push(Samples { name: format!("R{number}Body"), direction: Direction::Request, bodies });
    }
    let mut by_status: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for response in item.get("response").and_then(Value::as_array).into_iter().flatten() {
        let body = response.get("body").and_then(Value::as_str).unwrap_or_default();
        let status = response.get("code").map(Value::to_string).unwrap_or_default();
        by_status.entry(status).or_default().push(body.to_owned());
    }
    for (status, bodies) in by_status {
        list.push(Samples {
            name: format!("R{number}Response{status}"),
            direction: Direction::Response,
            bodies,
        });
    }
    for item in item.get("item").and_then(Value::as_array).into_iter().flatten() {
        walk(item, list);
    }
}

fn check(list: &[Samples], census: &mut Census, file: &str) {
    let start = Instant::now();
    let mut types = Types::default();
    let inferred: Vec<_> =
        list.iter().map(|samples| (samples, infer_samples(samples, census, &mut types))).collect();
    types.alias_equal();
    census.time += start.elapsed();
    let types = types.into_list();
    census.definitions += types.len();
    census.aliases += types.iter().filter(|def| matches!(def.kind, crate::api::TypeKind::Alias(_))).count();
    for (samples, (examples, ty)) in &inferred {
        for example in examples {
            check_example(example, ty, &types, samples.direction)
                .unwrap_or_else(|problem| panic!("{file}: {problem}"));
        }
    }
}

fn infer_samples<'p>(
    samples: &'p Samples,
    census: &mut Census,
    types: &mut Types,
) -> (Vec<Example<'p>>, Type) {
    let (count, parse): (_, Parse) = match samples.direction {
        Direction::Request => (&mut census.bodies, parse),
        Direction::Response => (&mut census.responses, parse_response),
    };
    let bodies: Vec<&String> = samples.bodies.iter().filter(|body| !body.trim().is_empty()).collect();
    let examples: Vec<_> = bodies.iter().filter_map(|body| parse(body).ok()).collect();
    let ty = infer(&examples, &TypeName::given(&samples.name), samples.direction, types);
    count.types += usize::from(!examples.is_empty());
    count.bodies += bodies.len();
    count.invalid += bodies.len() - examples.len();
    count.opaque_types += usize::from(!examples.is_empty() && ty == Type::Any);
    count.unknown += examples.iter().filter(|example| matches!(example, Example::Unknown(_))).count();
    (examples, ty)
}

fn check_example(
    example: &Example<'_>,
    ty: &Type,
    types: &[TypeDef],
    direction: Direction,
) -> Result<(), String> {
    let Some(value) = known(example).map(|value| with_values(value.into()).to_value()) else { return Ok(()) };
    let serialized = round_trip(&value, ty, types)?;
    if equal(&value, &serialized, direction) { Ok(()) } else { Err(format!("{value} became {serialized}")) }
}

/// Returns the example without variables, whose values are unknown.
fn known(example: &Example<'_>) -> Option<Value> {
    match example {
        Example::Unknown(_) => None,
        Example::Array(list) => Some(list.iter().filter_map(known).collect()),
        Example::Object(members) => {
            let members =
                members.iter().filter_map(|(key, value)| Some((key.clone().into_owned(), known(value)?)));
            Some(Value::Object(members.collect()))
        }
        _ => Some(example.to_value()),
    }
}
