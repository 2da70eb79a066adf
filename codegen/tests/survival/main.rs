//! codegen survives anything: whatever the inputs are, it reports errors or makes files, and the files are Rust in which
//! no text of the inputs is anything but text.
//!
//! Inputs come from the cases in `tests/cases` and, when `CORPUS` names a folder, the collections there. Environment variables:
//!
//! - `MUTATIONS`: how many inputs a test tries. Without it, so many as a moment allows.
//! - `CORPUS`: a folder of further collections.
//! - `FIRST`: the number of the first input, 0 by default. A failure tells the number of its input; with that and
//!   `MUTATIONS=1` (and the same `CORPUS`) it comes again.

mod check;
mod injection;
mod minimise;
mod mutate_json;
mod mutate_text;
mod output;
mod places;
mod random;
mod run;
mod seeds;
mod shape;
mod strings;

use check::Effort;
use random::Random;
use run::Failure;
use seeds::{Input, Seed};

/// The seeds themselves.
#[test]
fn the_seeds_survive() {
    for seed in seeds::all() {
        let effort = Effort { twice: true, package: true };
        check::check(&seed.input, effort).unwrap_or_else(|problem| panic!("{}: {problem}", seed.name));
    }
}

/// Files that are broken as texts.
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

/// Files that are JSON, but not what a collection or an overlay is like.
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

/// The input of a seed; of a large one, a part, and sometimes as one line.
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
