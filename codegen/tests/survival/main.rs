//! Fuzz tests: for any input, codegen reports errors or generates files, and the files are Rust in which no string of the
//! input becomes code.
//!
//! Inputs come from the cases in `tests/cases` and, when `CORPUS` names a folder, the collections there. Environment variables:
//!
//! - `MUTATIONS`: the number of inputs that each test tries; by default as many as take a moment.
//! - `CORPUS`: a folder of further collections.
//! - `FIRST`: the number of the first input, 0 by default. A failure reports the number of its input: with that,
//!   `MUTATIONS=1` and the same `CORPUS` it is reproduced.

mod check;
mod injection;
mod locations;
mod minimise;
mod mutate_json;
mod mutate_text;
mod output;
mod random;
mod run;
mod seeds;
mod shape;
mod strings;

use check::Effort;
use random::Random;
use run::Failure;
use seeds::{Input, Seed};

/// Checks the unchanged seeds.
#[test]
fn the_seeds_survive() {
    for seed in seeds::all() {
        let effort = Effort { twice: true, package: true };
        check::check(&seed.input, effort).unwrap_or_else(|problem| panic!("{}: {problem}", seed.name));
    }
}

/// Checks files with syntax errors.
#[test]
fn broken_texts_survive() {
    run::run("broken_texts_survive", 200, |number| {
        let mut random = Random::new(number);
        let seeds = seeds::all();
        let seed = random.pick(seeds);
        let mut input = start(seed, &mut random);
        mutate_text::input(&mut input, seeds, &mut random);
        survive(seed, &input, &mut random)
    });
}

/// Checks files that are JSON but differ from a collection or an overlay.
#[test]
fn odd_structures_survive() {
    run::run("odd_structures_survive", 100, |number| {
        let mut random = Random::new(number);
        let seeds = seeds::all();
        let seed = random.pick(seeds);
        let Some(mut document) = seeds::cut(seed, &mut random) else { return Ok(()) };
        mutate_json::document(&mut document, seeds, &mut random);
        survive(seed, &document.input(), &mut random)
    });
}

/// Returns the input of a seed; a part of a large one, and sometimes without line breaks.
fn start(seed: &Seed, random: &mut Random) -> Input {
    if seed.input.collection.len() < 3000 && random.once_in(2) {
        return seed.input.clone();
    }
    seeds::cut(seed, random).map_or(seed.input.clone(), |document| document.input())
}

fn survive(seed: &Seed, input: &Input, random: &mut Random) -> Result<(), Failure> {
    let effort = Effort { twice: random.once_in(4), package: random.once_in(4) };
    check::check(input, effort).map_err(|problem| {
        let smallest = minimise::minimise(input, |input| check::check(input, effort).is_err());
        let last = check::check(&smallest, effort).err().unwrap_or(problem);
        Failure { seed: seed.name.clone(), problem: last, input: smallest }
    })
}
