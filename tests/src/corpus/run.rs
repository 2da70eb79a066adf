//! The run: what is to do, and in which order.
//!
//! All crates are made first, which takes little time; those that have no valid result are checked in batches, since
//! cargo does with several crates at once what it can. Their programs are removed when the results are kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

use serde_json::Map;
use tests::Crates;

use super::about::About;
use super::cargo::{self, Answer, Step};
use super::cli::Options;
use super::collections::{self, Collection};
use super::done::{Done, Store, key};
use super::entry::{Checked, Entry, State};
use super::made::{self, Made, Package};
use super::parity::Parity;
use super::progress::Progress;
use super::recorder;
use super::recording::Recording;
use super::replay::{Replayed, replay};

/// A crate, and what is needed to check it.
struct Job {
    collection: Collection,
    package: Box<Package>,
    recording: Option<Recording>,
    /// What is wrong besides what a tool finds.
    complaints: Vec<String>,
    key: u64,
}

/// Checks all collections of a folder. An error is one that lets nothing go on.
pub(crate) fn run(options: &Options, target: &Path, root: &Path) -> Result<Vec<Entry>, String> {
    let mut all = collections::find(&options.folder, options.recordings.as_deref())?;
    let filters = &options.filters;
    all.retain(|one| filters.is_empty() || filters.iter().any(|text| one.name.contains(text.as_str())));
    if all.is_empty() {
        return Err(format!(
            "no collection in {} has this in its name: {}",
            options.folder.display(),
            filters.join(", ")
        ));
    }
    let mut run = Run::new(options, target, root, &all)?;
    let mut entries = Vec::new();
    let mut jobs = Vec::new();
    for collection in all {
        match run.prepare(&collection)? {
            Prepared::Entry(entry) => entries.push(run.told(entry)),
            Prepared::Job(job) => jobs.push(*job),
        }
    }
    for batch in jobs.chunks(options.batch) {
        for entry in run.check(batch)? {
            entries.push(run.told(entry));
        }
    }
    run.progress.clear();
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

enum Prepared {
    Entry(Entry),
    Job(Box<Job>),
}

struct Run<'o> {
    options: &'o Options,
    crates: Crates,
    store: Store,
    /// For files that nobody keeps.
    scratch: PathBuf,
    progress: Progress,
}

impl<'o> Run<'o> {
    fn new(options: &'o Options, target: &Path, root: &Path, all: &[Collection]) -> Result<Self, String> {
        let (workspace, scratch) = (root.join("crates"), root.join("scratch"));
        for folder in [&workspace, &scratch] {
            fs::create_dir_all(folder)
                .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        }
        let width = all.iter().map(|one| one.name.chars().count()).max().unwrap_or(0);
        Ok(Self {
            options,
            // The dependencies are those of the tests' generated crates, and built for both.
            crates: Crates::new(workspace).with_target(target.join("tmp/golden/target")),
            store: Store::new(root, options.wire)?,
            scratch,
            progress: Progress::new(all.len(), width),
        })
    }

    fn told(&mut self, entry: Entry) -> Entry {
        let (mood, what) = entry.summary();
        self.progress.finished(&entry.name, mood, &what, entry.seconds());
        entry
    }

    /// Makes the crate; with a result that is still valid there is nothing more to do.
    fn prepare(&mut self, collection: &Collection) -> Result<Prepared, String> {
        self.progress.now(&format!("making {}", collection.name));
        let made = made::make(collection, &mut self.crates);
        let package = match made
            .map_err(|error| format!("cannot write the crate of {}: {error}", collection.name))?
        {
            Made::Crate(package) => package,
            Made::Refused(why) => return Ok(Prepared::Entry(Entry::new(collection, State::Refused(why)))),
            Made::Failed(why) => return Ok(Prepared::Entry(Entry::new(collection, State::Failed(why)))),
        };
        let mut complaints: Vec<String> = package.miscount.iter().cloned().collect();
        let recording = match self.options.wire {
            true => self.recording(collection).unwrap_or_else(|why| {
                complaints.push(format!("{why}\n  help: record it again, or remove it"));
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
        let job = Job { collection: collection.clone(), package, recording, complaints, key };
        let known = if self.options.fresh { None } else { self.store.read(&collection.name, key) };
        Ok(match known {
            Some(done) => Prepared::Entry(entry(&job, done, true)),
            None => Prepared::Job(Box::new(job)),
        })
    }

    /// The recording, made now when it is missing and can be made.
    fn recording(&mut self, collection: &Collection) -> Result<Option<Recording>, String> {
        let found = Recording::read(&collection.recording)?;
        match (&self.options.recorder, found) {
            (Some(command), None) => {
                self.progress.now(&format!("recording {}", collection.name));
                recorder::record(command, collection)?;
                Recording::read(&collection.recording)
            }
            (_, found) => Ok(found),
        }
    }

    /// Checks crates, and keeps the results.
    fn check(&mut self, jobs: &[Job]) -> Result<Vec<Entry>, String> {
        let start = Instant::now();
        let names: Vec<&str> = jobs.iter().map(|job| job.collection.name.as_str()).collect();
        let packages: Vec<&str> = jobs.iter().map(|job| job.collection.package.as_str()).collect();
        let mut answers = Vec::new();
        for step in [Step::Clippy, Step::Doc, Step::Build] {
            self.progress.now(&format!("{} {}", step.name(), names.join(", ")));
            answers.push((step, cargo::ask(&self.crates, step, &packages)?));
        }
        let share = start.elapsed().as_secs_f64() / jobs.len() as f64;
        let mut entries = Vec::new();
        for job in jobs {
            let mut done = self
                .done(job, &answers)
                .map_err(|error| format!("cannot run the replay of {}: {error}", job.collection.name))?;
            done.seconds += share;
            let mut own = answers.iter().filter_map(|(_, answers)| answers.get(&job.collection.package));
            if !own.any(|answer| answer.broke_down) {
                let name = &job.collection.name;
                self.store
                    .write(name, &done)
                    .map_err(|error| format!("cannot keep the result of {name}: {error}"))?;
            }
            entries.push(entry(job, done, false));
        }
        for (package, answer) in answers.iter().flat_map(|(_, answers)| answers) {
            answer.programs.iter().for_each(|program| remove(program, package));
        }
        Ok(entries)
    }

    /// What the answers say of a crate, and what its replay does.
    fn done(&mut self, job: &Job, answers: &[(Step, BTreeMap<String, Answer>)]) -> io::Result<Done> {
        let start = Instant::now();
        let mut done = Done::new(job.key);
        let own =
            answers.iter().filter_map(|(step, answers)| Some((step, answers.get(&job.collection.package)?)));
        let (mut program, mut examples) = (None, None);
        (done.built, done.clean) = (true, true);
        for (step, answer) in own {
            let problems = answer.problems.iter().map(|text| (step.name().to_owned(), text.clone()));
            done.problems.extend(problems);
            match step {
                Step::Clippy => done.built &= !answer.is_broken,
                Step::Build => done.built &= answer.problems.is_empty(),
                Step::Doc => {}
            }
            done.clean &= answer.problems.is_empty();
            program = program.or(answer.program(made::REPLAY));
            examples = examples.or(answer.program(made::EXAMPLES));
        }
        if let Some(examples) = examples {
            self.progress.now(&format!("reading the examples of {}", job.collection.name));
            let wrong = job.package.examples.check(examples, &self.scratch)?;
            done.examples = job.package.examples.count();
            done.problems.extend(wrong.into_iter().map(|why| (made::EXAMPLES.to_owned(), why)));
        }
        if let Some(program) = program.filter(|_| self.options.wire) {
            self.progress.now(&format!("replaying {}", job.collection.name));
            done.replayed = Some(self.replayed(job, program)?);
        }
        done.seconds = start.elapsed().as_secs_f64();
        Ok(done)
    }

    fn replayed(&self, job: &Job, program: &Path) -> io::Result<Replayed> {
        let own_files = self.scratch.join("files");
        let files = match job.recording.as_ref().and_then(|recording| recording.files.as_deref()) {
            Some(files) => files,
            None => {
                made::make_files(&job.package.json, &own_files)?;
                &own_files
            }
        };
        let none = Map::new();
        let values = job.recording.as_ref().map_or(&none, |recording| &recording.values);
        replay(program, values, &self.scratch, files)
    }
}

/// The entry of a result.
fn entry(job: &Job, done: Done, known: bool) -> Entry {
    let package = &job.package;
    let parity = job.recording.as_ref().zip(done.replayed.as_ref()).map(|(recording, replayed)| {
        let about = About::new(&package.api, &package.json, job.collection.overlay.is_some());
        Parity::new(recording, replayed, &about)
    });
    let (counts, complaints) = (package.counts, job.complaints.clone());
    Entry::new(&job.collection, State::Checked(Box::new(Checked { counts, complaints, done, parity, known })))
}

/// Removes a replay that has run: those of a hundred crates are gigabytes. Cargo has the program under this name, and under
/// one with a hash.
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
