//! The time of each step from a collection to files, and of a comparison, for 10 to 10,000 requests.

mod collection;

use codegen::api::Api;
use codegen::collection::Collection;
use codegen::diagnostics::Diagnostics;
use codegen::{Input, Source};
use collection::{Version, collection};
use divan::{Bencher, black_box};
use mimalloc::MiMalloc;

/// The allocator of xtask.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The numbers of requests.
const REQUESTS: [usize; 4] = [10, 100, 1_000, 10_000];

fn main() {
    divan::main();
}

fn input(text: &str) -> Input<'_> {
    Input {
        collection: source(text).into(),
        overlay: None,
        environment: None,
        crate_name: "synthetic",
        command: "cargo xtask generate",
    }
}

fn source(text: &str) -> Source<'_> {
    Source { file: "synthetic.json", text }
}

fn lowered(text: &str) -> Api {
    let (api, diagnostics) = codegen::lower(&input(text));
    api.unwrap_or_else(|| panic!("{diagnostics}"))
}

/// Reads a collection.
#[divan::bench(args = REQUESTS)]
fn parse(bencher: Bencher, requests: usize) {
    let text = collection(requests, Version::Old);
    let source = source(&text).into();
    bencher.bench_local(|| Collection::read(black_box(&source), &mut Diagnostics::new()));
}

/// Reads a collection, and makes all decisions about it.
#[divan::bench(args = REQUESTS)]
fn lower(bencher: Bencher, requests: usize) {
    let text = collection(requests, Version::Old);
    bencher.bench_local(|| codegen::lower(black_box(&input(&text))));
}

/// Prints the files of an API.
#[divan::bench(args = REQUESTS)]
fn emit(bencher: Bencher, requests: usize) {
    let text = collection(requests, Version::Old);
    let api = lowered(&text);
    bencher.bench_local(|| codegen::emit(black_box(&api), &input(&text)));
}

/// All steps from a collection to files.
#[divan::bench(args = REQUESTS)]
fn generate(bencher: Bencher, requests: usize) {
    let text = collection(requests, Version::Old);
    bencher.bench_local(|| codegen::generate(black_box(&input(&text))));
}

/// Compares two versions of an API.
#[divan::bench(args = REQUESTS)]
fn diff(bencher: Bencher, requests: usize) {
    let [old, new] = [Version::Old, Version::New].map(|version| lowered(&collection(requests, version)));
    bencher.bench_local(|| codegen::diff::diff(black_box(&old), black_box(&new)));
}
