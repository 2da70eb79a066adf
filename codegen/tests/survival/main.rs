//! Fuzz tests: for any input, codegen either reports errors or generates valid Rust, in which no string of the input
//! becomes code.
//!
//! The inputs are variations of the cases in `tests/cases`. Environment variables:
//!
//! - `MUTATIONS`: the number of inputs of each test; by default, a number that takes about a second.
//! - `CORPUS`: a folder of further collections to vary.
//! - `FIRST`: the number of the first input, 0 by default. A failure reports the number of its input; set `FIRST` to
//!   it, `MUTATIONS=1` and the same `CORPUS` to reproduce the failure.

mod check;
mod folder;
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
fn invalid_json_survives() {
    run::run("invalid_json_survives", 200, |number| {
        let mut random = Random::new(number);
        let seeds = seeds::all();
        let seed = random.pick(seeds);
        let mut input = initial_input(seed, &mut random);
        mutate_text::input(&mut input, seeds, &mut random);
        survive(seed, &input, &mut random)
    });
}

/// Checks files that are JSON but deviate from the formats of collections and overlays.
#[test]
fn invalid_structures_survive() {
    run::run("invalid_structures_survive", 100, |number| {
        let mut random = Random::new(number);
        let seeds = seeds::all();
        let seed = random.pick(seeds);
        let Some(mut document) = seeds::cut(seed, &mut random) else { return Ok(()) };
        mutate_json::document(&mut document, seeds, &mut random);
        survive(seed, &document.input(), &mut random)
    });
}

/// Returns the input of a seed, or a part of it if it is large; in some cases without line breaks.
fn initial_input(seed: &Seed, random: &mut Random) -> Input {
    if seed.input.collection.len() < 3000 && random.once_in(2) {
        return seed.input.clone();
    }
    seeds::cut(seed, random).map_or(seed.input.clone(), |document| document.input())
}

/// Checks an input; if it fails, reduces it to a smaller one that fails too.
fn survive(seed: &Seed, input: &Input, random: &mut Random) -> Result<(), Failure> {
    let effort = Effort { twice: random.once_in(4), package: random.once_in(4) };
    check::check(input, effort).map_err(|problem| {
        let smallest = minimise::minimise(input, |input| check::check(input, effort).is_err());
        let last = check::check(&smallest, effort).err().unwrap_or(problem);
        Failure { seed: seed.name.clone(), problem: last, input: smallest }
    })
}
