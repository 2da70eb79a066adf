//! The run: the steps and their order.
//!
//! All crates are generated first, which takes little time. Those without a valid result are checked in batches,
//! because cargo builds several crates in parallel. Their programs are removed when the results are stored.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

use serde_json::Map;
use tests::Crates;

use super::cargo::{self, Step, StepResult};
use super::cli::Options;
use super::collection_facts::CollectionFacts;
use super::collections::{self, Collection};
use super::entry::{Checked, Entry, State};
use super::generation::{self, Generation, Package};
use super::parity::Parity;
use super::progress::Progress;
use super::recorder;
use super::recording::Recording;
use super::replay::{Replayed, replay};
use super::results::{CheckResult, Store, key};

/// A crate to check.
struct Job {
    collection: Collection,
    package: Box<Package>,
    recording: Option<Recording>,
    /// The problems with the number of requests and the recording.
    input_problems: Vec<String>,
    key: u64,
}

/// Checks all collections of a folder. An error ends the run.
pub(crate) fn run(options: &Options, target: &Path, root: &Path) -> Result<Vec<Entry>, String> {
    let all = selected(options)?;
    let mut run = Run::new(options, target, root, &all)?;
    let mut entries = Vec::new();
    let mut jobs = Vec::new();
    for collection in all {
        match run.prepare(&collection)? {
            Preparation::Finished(entry) => entries.push(run.reported(entry)),
            Preparation::Open(job) => jobs.push(*job),
        }
    }
    for batch in jobs.chunks(options.batch) {
        for entry in run.check(batch)? {
            entries.push(run.reported(entry));
        }
    }
    run.progress.clear();
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

/// Returns the collections of the folder that the filters name.
pub(crate) fn selected(options: &Options) -> Result<Vec<Collection>, String> {
    let mut all = collections::find(&options.folder, options.recordings.as_deref())?;
    let filters = &options.filters;
    all.retain(|one| filters.is_empty() || filters.iter().any(|text| one.name.contains(text.as_str())));
    if all.is_empty() {
        return Err(format!(
            "no collection in {} has a name that contains: {}",
            options.folder.display(),
            filters.join(", ")
        ));
    }
    Ok(all)
}

/// The state of a collection after the generation.
enum Preparation {
    /// There is no crate, or a result that is still valid.
    Finished(Entry),
    /// The crate must be checked.
    Open(Box<Job>),
}

struct Run<'o> {
    options: &'o Options,
    crates: Crates,
    store: Store,
    /// The folder for temporary files.
    scratch: PathBuf,
    progress: Progress,
}

impl<'o> Run<'o> {
    fn new(options: &'o Options, target: &Path, root: &Path, all: &[Collection]) -> Result<Self, String> {
        let (workspace, scratch) = (root.join("crates"), root.join("scratch"));
        for folder in [&workspace, &scratch] {
            fs::create_dir_all(folder)
                .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
        }
        let width = all.iter().map(|one| one.name.chars().count()).max().unwrap_or(0);
        Ok(Self {
            options,
            // The tests' generated crates have the same dependencies, so these are built only once.
            crates: Crates::new(workspace).with_target(target.join("tmp/golden/target")),
            store: Store::new(root, options.wire)?,
            scratch,
            progress: Progress::new(all.len(), width),
        })
    }

    /// Prints the line of a collection.
    fn reported(&mut self, entry: Entry) -> Entry {
        let (verdict, summary) = entry.summary();
        self.progress.finished(&entry.name, verdict, &summary, entry.seconds());
        entry
    }

    /// Generates the crate, and looks for a result that is still valid.
    fn prepare(&mut self, collection: &Collection) -> Result<Preparation, String> {
        self.progress.activity(&format!("generating {}", collection.name));
        let generation = generation::write_crate(collection, &mut self.crates);
        let package = match generation
            .map_err(|error| format!("cannot write the crate of {}: {error}", collection.name))?
        {
            Generation::Crate(package) => package,
            Generation::Refused(reason) => {
                return Ok(Preparation::Finished(Entry::new(collection, State::Refused(reason))));
            }
            Generation::Failed(reason) => {
                return Ok(Preparation::Finished(Entry::new(collection, State::Failed(reason))));
            }
        };
        let mut input_problems: Vec<String> = package.miscount.iter().cloned().collect();
        let recording = match self.options.wire {
            true => self.recording(collection).unwrap_or_else(|problem| {
                input_problems.push(format!("{problem}\n  help: make the recording again, or remove it"));
                None
            }),
            false => None,
        };
        let wire = self.options.wire.then(|| {
            let values =
                recording.as_ref().map(|recording| serde_json::Value::from(recording.values.clone()));
            values.map(|values| values.to_string())
        });
        let key = key((package.hash, &self.store.tools, wire));
        let job = Job { collection: collection.clone(), package, recording, input_problems, key };
        let cached = if self.options.fresh { None } else { self.store.read(&collection.name, key) };
        Ok(match cached {
            Some(result) => Preparation::Finished(entry(&job, result, true)),
            None => Preparation::Open(Box::new(job)),
        })
    }

    /// Returns the recording. The recorder, if there is one, makes it if it is missing.
    fn recording(&mut self, collection: &Collection) -> Result<Option<Recording>, String> {
        let found = Recording::read(&collection.recording)?;
        match (&self.options.recorder, found) {
            (Some(command), None) => {
                self.progress.activity(&format!("recording {}", collection.name));
                recorder::record(command, collection)?;
                Recording::read(&collection.recording)
            }
            (_, found) => Ok(found),
        }
    }

    /// Checks crates, and stores the results.
    fn check(&mut self, jobs: &[Job]) -> Result<Vec<Entry>, String> {
        let start = Instant::now();
        let names: Vec<&str> = jobs.iter().map(|job| job.collection.name.as_str()).collect();
        let packages: Vec<&str> = jobs.iter().map(|job| job.collection.package.as_str()).collect();
        let mut step_results = Vec::new();
        for step in [Step::Clippy, Step::Doc, Step::Build] {
            self.progress.activity(&format!("{} {}", step.name(), names.join(", ")));
            step_results.push((step, cargo::run(&self.crates, step, &packages)?));
        }
        let share = start.elapsed().as_secs_f64() / jobs.len() as f64;
        let mut entries = Vec::new();
        for job in jobs {
            let mut result = self
                .result(job, &step_results)
                .map_err(|error| format!("cannot run the replay of {}: {error}", job.collection.name))?;
            result.seconds += share;
            let mut own = step_results.iter().filter_map(|(_, results)| results.get(&job.collection.package));
            if !own.any(|own| own.crashed) {
                let name = &job.collection.name;
                self.store
                    .write(name, &result)
                    .map_err(|error| format!("cannot store the result of {name}: {error}"))?;
            }
            entries.push(entry(job, result, false));
        }
        for (package, result) in step_results.iter().flat_map(|(_, results)| results) {
            result.programs.iter().for_each(|program| remove(program, package));
        }
        Ok(entries)
    }

    /// Returns the result of a crate: the results of the steps, of its examples and of its replay.
    fn result(
        &mut self,
        job: &Job,
        step_results: &[(Step, BTreeMap<String, StepResult>)],
    ) -> io::Result<CheckResult> {
        let start = Instant::now();
        let mut result = CheckResult::new(job.key);
        let own = step_results
            .iter()
            .filter_map(|(step, results)| Some((step, results.get(&job.collection.package)?)));
        let (mut program, mut examples) = (None, None);
        (result.built, result.clean) = (true, true);
        for (step, own) in own {
            let problems = own.problems.iter().map(|text| (step.name().to_owned(), text.clone()));
            result.problems.extend(problems);
            match step {
                Step::Clippy => result.built &= !own.is_broken,
                Step::Build => result.built &= own.problems.is_empty(),
                Step::Doc => {}
            }
            result.clean &= own.problems.is_empty();
            program = program.or(own.program(generation::REPLAY));
            examples = examples.or(own.program(generation::EXAMPLES));
        }
        if let Some(examples) = examples {
            self.progress.activity(&format!("checking the examples of {}", job.collection.name));
            let problems = job.package.examples.check(examples, &self.scratch)?;
            result.examples = job.package.examples.count();
            result.problems.extend(problems.into_iter().map(|text| (generation::EXAMPLES.to_owned(), text)));
        }
        if let Some(program) = program.filter(|_| self.options.wire) {
            self.progress.activity(&format!("replaying {}", job.collection.name));
            result.replayed = Some(self.replayed(job, program)?);
        }
        result.seconds = start.elapsed().as_secs_f64();
        Ok(result)
    }

    fn replayed(&self, job: &Job, program: &Path) -> io::Result<Replayed> {
        let own_files = self.scratch.join("files");
        let files = match job.recording.as_ref().and_then(|recording| recording.files.as_deref()) {
            Some(files) => files,
            None => {
                generation::write_files(&job.package.collection, &own_files)?;
                &own_files
            }
        };
        let none = Map::new();
        let values = job.recording.as_ref().map_or(&none, |recording| &recording.values);
        replay(program, values, &self.scratch, files)
    }
}

/// Returns the entry of a result.
fn entry(job: &Job, result: CheckResult, is_cached: bool) -> Entry {
    let package = &job.package;
    let parity = job.recording.as_ref().zip(result.replayed.as_ref()).map(|(recording, replayed)| {
        let facts = CollectionFacts::new(&package.api, &package.collection, job.collection.overlay.is_some());
        Parity::new(recording, replayed, &facts)
    });
    let (counts, input_problems) = (package.counts, job.input_problems.clone());
    let checked = Checked { counts, input_problems, result, parity, is_cached };
    Entry::new(&job.collection, State::Checked(Box::new(checked)))
}

/// Removes a program that has run: those of a hundred crates take gigabytes. Cargo has each under this name, and under
/// a name with a hash.
fn remove(program: &Path, package: &str) {
    let _ = fs::remove_file(program);
    let start = format!("{}_", package.replace('-', "_"));
    let entries = program.parent().and_then(|folder| fs::read_dir(folder).ok());
    for entry in entries.into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(&start)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
